# run.sh - ./hall run: a whole hall on this machine, until Ctrl-C. Sourced by ./hall.

# Windows whose stations are started without --all.
FEW_WINDOWS="1 2 3 4"

run_usage() { usage_error "run: $1; see ./hall help"; }

read_run_options() {
    local given=
    HALL_NAME=jianchang ALL=0 TRAINING=0
    while [ $# -gt 0 ]; do
        case $1 in
        --all) ALL=1 ;;
        --training)
            shift
            TRAINING=${1:-}
            [[ $TRAINING =~ ^[1-9][0-9]{0,3}$ ]] || run_usage "--training wants a number from 1 to 9999"
            ;;
        -*) run_usage "unknown option $1" ;;
        *)
            [ -z "$given" ] || run_usage "one hall at a time, not '$given' and '$1'"
            given=$1 HALL_NAME=$1
            ;;
        esac
        shift
    done
    HALL=halls/$HALL_NAME
    [ -f "$HALL/hall.yaml" ] || run_usage "no hall '$HALL_NAME'; there are: $(cd halls && ls -dm -- */ | tr -d /)"
}

# hall_folders WHERE: the folders of this run below WHERE
hall_folders() {
    STATE=$1/state LOG=$1/log TICKETS=$1/tickets LINES=$1/line DEVICE_STATE=$1/devices
    mkdir -p "$LOG" "$TICKETS" "$LINES" "$DEVICE_STATE"
}

adopt_all() {
    "$BIN/hallctl" adopt --all --hall "$HALL" --state "$STATE" >"$LOG/adopt.log" 2>&1 ||
        { cat "$LOG/adopt.log" >&2; die "making the devices' keys failed"; }
}

# devices_of KIND: "name window line" of each device of the hall
devices_of() { "$BIN/hallctl" devices --hall "$HALL" --kind "$1"; }

# start_stations ALL: lines, bus programs and stations, or stations on TCP where the hall has no lines
start_stations() {
    local all=$1 windows lines line bus ports=() names name window on
    windows=" $FEW_WINDOWS "
    names=$(for kind in pad rating strip; do devices_of "$kind"; done |
        while read -r name window on; do
            [ "$all" = 1 ] || [[ $windows == *" $window "* ]] || continue
            echo "$name $on"
        done)
    lines=$(awk '$2 > 0 { print $2 }' <<<"$names" | sort -nu)
    if [ -n "$lines" ]; then
        # shellcheck disable=SC2046
        start line "$BIN/hall-line" --dir "$LINES" $(for line in $lines; do echo --line "$line"; done)
        wait_log line ready 10 || { cat "$LOG/line.log" >&2; die "the line simulator did not start"; }
        devices_of bus | while read -r bus _ _; do echo "$bus"; done >"$LINES/buses"
        while read -r bus; do
            ports=()
            for line in $("$BIN/hallctl" lines --hall "$HALL" --bus "$bus"); do
                grep -qx "$line" <<<"$lines" && ports+=(--port "$line=$LINES/line-$line.bus")
            done
            [ ${#ports[@]} -gt 0 ] && start_bus "$bus" "${ports[@]}"
        done <"$LINES/buses"
        ports=()
        for line in $lines; do ports+=(--line "$line=$LINES/line-$line.a"); done
        start stations "$BIN/hall-station" --hall "$HALL" --keys-dir "$STATE/devices" --control "$LINES/stations.sock" \
            "${ports[@]}" --stations "$(awk '$2 > 0 { print $1 }' <<<"$names" | paste -sd,)"
    fi
    for name in $(awk '$2 == 0 { print $1 }' <<<"$names"); do
        start "$name" "$BIN/hall-station" --hall "$HALL" --controller "$ADDRESS" --key "$(key "$name")" --name "$name" \
            --control "$LINES/$name.sock"
    done
}

start_screens() { # KIND PROGRAM ALL OPTION...
    local kind=$1 program=$2 all=$3 name
    shift 3
    for name in $(devices_of "$kind" | awk -v all="$all" 'all == 1 || NR == 1 { print $1 }'); do
        start "$name" "$BIN/$program" --hall "$HALL" --controller "$ADDRESS" --key "$(key "$name")" --name "$name" \
            --state "$DEVICE_STATE/$name" "$@"
    done
}

# run/hallctl: the tool with this hall's address and key, so that nobody types them.
write_ctl() {
    CTL=run/hallctl
    cat >"$CTL" <<TEXT
#!/bin/sh
exec "$ROOT/$BIN/hallctl" --controller $ADDRESS --key "$ROOT/$(key admin-1)" --hall "$ROOT/$HALL" "\$@"
TEXT
    chmod +x "$CTL"
}

say_where() {
    local now
    write_ctl
    now=$("$CTL" status | head -n 1)
    say ""
    say "The hall '$HALL_NAME' runs; Ctrl-C stops it."
    say "  now           $now"
    case $now in *closed | *"not issued now")
        [ "$TRAINING" != 0 ] || say "                the kiosk says when it opens; for a practice day: ./hall run $HALL_NAME --training 10" ;;
    esac
    if [ -n "$SCREEN" ]; then
        say "  no display    kiosk and board are drawn off-screen; to look:"
        say "                $CTL screen kiosk-1 kiosk.png"
        say "                $CTL screen board-1 board.png"
    fi
    say "  slips         $TICKETS/*.png, unless $HALL/devices.yaml names a printer"
    say "  press a key   $CTL press 1 next"
    say "  what happens  $CTL watch"
    say "  logs          $LOG/"
}

# Until Ctrl-C; a process that dies is named once (and goes on dead: so one sees what that does).
watch_over() {
    local i told=" "
    while :; do
        for i in "${!PIDS[@]}"; do
            if ! child_runs "${PIDS[i]}" && [[ $told != *" $i "* ]]; then
                told="$told$i "
                say "${NAMES[i]} has ended; its log is $LOG/${NAMES[i]}.log"
            fi
        done
        sleep 1 &
        wait $! || true
    done
}

# A practice day is a working day: today, or the next Monday.
practice_start() {
    if [ "$(date +%u)" -le 5 ]; then date +%Y%m%dT0900; else date -d 'next monday' +%Y%m%dT0900; fi
}

run_hall() {
    read_run_options "$@"
    need_packages build run
    build "$PRESET" programs
    BIN=build/$PRESET/bin
    # shellcheck source=tools/launch/hall.sh
    . tools/launch/hall.sh
    local where=run/$HALL_NAME options=()
    [ "$TRAINING" = 0 ] || { where=run/$HALL_NAME-training; options=(--training "$TRAINING" --training-start "$(practice_start)"); }
    hall_folders "$where"
    adopt_all
    trap 'echo; say "Stopping …"; stop_hall; exit 0' INT TERM
    trap stop_hall EXIT
    start_controller "127.0.0.1:7420" "${options[@]}"
    SCREEN=--offscreen
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || SCREEN=
    start_stations "$ALL"
    # shellcheck disable=SC2086
    start_screens board hall-display "$ALL" $SCREEN
    # shellcheck disable=SC2086
    start_screens kiosk hall-kiosk "$ALL" --tickets "$TICKETS" $SCREEN
    say_where
    watch_over
}
