# hall.sh - starts and stops the processes of one hall. Sourced by run.sh and check.sh.
# Every process is a child of this shell and is written into PIDS; stop_hall ends exactly these.

PIDS=()
NAMES=()

# start NAME COMMAND...: in the background, its lines to $LOG/NAME.log
start() {
    local name=$1
    shift
    "$@" >"$LOG/$name.log" 2>&1 </dev/null &
    PIDS+=($!)
    NAMES+=("$name")
}

# child_runs PID: of one that has ended the number may be somebody else's by now.
child_runs() { [[ $'\n'$(jobs -pr)$'\n' == *$'\n'"$1"$'\n'* ]]; }

stop_hall() {
    local i
    trap - INT TERM EXIT
    # Devices first, the controller last: it was started first.
    for ((i = ${#PIDS[@]} - 1; i >= 0; i--)); do
        child_runs "${PIDS[i]}" && kill -TERM "${PIDS[i]}" 2>/dev/null || true
    done
    for ((i = 0; i < 50; i++)); do
        [ -n "$(jobs -pr)" ] || break
        sleep 0.1
    done
    for i in "${PIDS[@]}"; do
        child_runs "$i" && kill -KILL "$i" 2>/dev/null || true
    done
    wait 2>/dev/null || true
}

# wait_log NAME PATTERN SECONDS: until the log of NAME has a line with PATTERN
wait_log() {
    local i
    for ((i = 0; i < $3 * 20; i++)); do
        grep -qE "$2" "$LOG/$1.log" 2>/dev/null && return 0
        running "$1" || return 1
        sleep 0.05
    done
    return 1
}

running() {
    local i
    for i in "${!NAMES[@]}"; do
        [ "${NAMES[i]}" = "$1" ] && child_runs "${PIDS[i]}" && return 0
    done
    return 1
}

# start_controller LISTEN [OPTION...]: sets ADDRESS to where it listens
start_controller() {
    local listen=$1
    shift
    start controller "$BIN/hall-controller" --hall "$HALL" --state "$STATE" --listen "$listen" "$@"
    wait_log controller 'listening ' 10 || {
        cat "$LOG/controller.log" >&2
        die "the controller did not start; its log is $LOG/controller.log"
    }
    ADDRESS=$(sed -n 's/.*listening addr=\([^ ]*\) port=\([0-9]*\).*/\1:\2/p' "$LOG/controller.log" | head -n 1)
}

# start_lines BUSES STATIONS: the RS-485 lines of these buses as pseudo-terminals, with stations on them.
# LINES_OF_HALL, from `hall-line --plan`, says which line belongs to which bus.
key() { printf '%s/devices/%s.key' "$STATE" "$1"; }

start_bus() { # BUS PORT-OPTIONS...
    local bus=$1
    shift
    start "$bus" "$BIN/hall-bus" --hall "$HALL" --controller "$ADDRESS" --key "$(key "$bus")" --name "$bus" \
        --state "$DEVICE_STATE/$bus" "$@"
}
