# kiosk_lib.sh - a hall, a kiosk on a virtual screen and a finger, for the kiosk's end-to-end tests. Sourced; wants
# BIN and HALL. Everything lives under WORK and is ended and removed on exit.
set -uo pipefail
PATH=$PATH:/usr/sbin
export LSAN_OPTIONS=suppressions=$(dirname "$0")/../lib/lsan.supp:print_suppressions=0

need() { # TOOL...
    local tool
    for tool; do
        command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
    done
}

WORK=$(mktemp -d /tmp/kiosk-e2e-XXXXXX)
chmod 755 "$WORK"

finish() {
    local pid
    # Children that have not ended: the number of another one may be somebody else's by now.
    for pid in $(jobs -p); do kill "$pid" 2>/dev/null; kill -CONT "$pid" 2>/dev/null; done
    wait
    [ -n "${KEEP:-}" ] || rm -rf "$WORK"
}
trap finish EXIT

fail() {
    echo "FAILED: $*"
    tail -n 15 "$WORK"/*.log
    exit 1
}

start() { # NAME COMMAND...
    local name=$1
    shift
    "$@" >"$WORK/$name.log" 2>&1 </dev/null &
}

until_ok() { # SECONDS COMMAND...
    local end=$((SECONDS + $1))
    shift
    while ! "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -le "$end" ] || return 1
        read -rt 0.05 <> <(:)
    done
    return 0
}

logged() { grep -qE "$2" "$WORK/$1.log"; }

start_hall() {
    "$BIN/hallctl" adopt kiosk kiosk-1 --state "$WORK/state" >/dev/null || fail "kiosk-1 was not adopted"
    "$BIN/hallctl" adopt admin admin-1 --state "$WORK/state" >/dev/null || fail "admin-1 was not adopted"
    start controller "$BIN/hall-controller" --hall "$HALL" --state "$WORK/state" --listen 127.0.0.1:0 --training 1 \
        --training-start 20260318T0930
    CONTROLLER=$!
    until_ok 10 logged controller listening || fail "the controller"
    ADDRESS=127.0.0.1:$(sed -n 's/.*listening.*port=\([0-9]*\).*/\1/p' "$WORK/controller.log" | head -n 1)
    Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>"$WORK/display" >"$WORK/xvfb.log" 2>&1 &
    until_ok 10 test -s "$WORK/display" || fail "Xvfb"
    DISPLAY=:$(cat "$WORK/display")
    export DISPLAY
}

key() { find "$WORK/state" -name "$1.key" | head -n 1; }

start_kiosk() { # PRINTER
    start kiosk "$BIN/hall-kiosk" --hall "$HALL" --controller "$ADDRESS" --key "$(key kiosk-1)" --state "$WORK/kiosk" \
        --printer "$1"
    KIOSK=$!
    until_ok 10 logged kiosk 'link state=live' || fail "the kiosk does not reach the controller"
}

stop_kiosk() {
    kill -TERM "$KIOSK"
    wait "$KIOSK" || fail "the kiosk's exit status is $?"
}

# A hand needs half a second to the next place; what comes sooner on a new page is a double tap to the kiosk.
touch_at() {
    read -rt 0.5 <> <(:)
    xdotool mousemove "$1" "$2" mousedown 1 mouseup 1
}

# Zone A, the service in column COLUMN of the first row, the button. Waits for each page, not for time; a page
# that has just come takes no press for a moment, so a press is repeated until the page answers.
reach() { # PAGE X Y
    local before
    before=$(grep -c "page=$1" "$WORK/kiosk.log")
    arrived() { [ "$(grep -c "page=$1" "$WORK/kiosk.log")" -gt "$2" ]; }
    press_and_look() {
        touch_at "$3" "$4"
        until_ok 3 arrived "$1" "$2"
    }
    until_ok 20 press_and_look "$1" "$before" "$2" "$3" || fail "page $1 does not come"
}

take() { # COLUMN
    reach services 280 300
    reach confirm $((340 + 616 * ($1 - 1))) 330
    asked() { [ "$(grep -c ' request seq=' "$WORK/kiosk.log")" -gt "$1" ]; }
    ask() {
        touch_at 1500 770
        until_ok 3 asked "$1"
    }
    until_ok 10 ask "$(grep -c ' request seq=' "$WORK/kiosk.log")" || fail "nothing is asked"
}
