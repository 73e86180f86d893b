# check.sh - ./hall check: one ticket through a whole hall, on real parts, at most 15 s. Sourced by ./hall.
#
# A practice hall (its own state, 9:30 of a working day) with one kiosk and one board in a virtual X screen, two
# lines' worth of real frames on pseudo-terminals, voice into a file. Fingers are xdotool's; what happened is read
# back from the controller, from the slip and from the sound. Any step that did not happen ends the check with 1.

STEP_SECONDS=6

step() { printf '%-58s' "$1"; }
ok() { printf 'ok  %s\n' "${1:-}"; }
failed() {
    printf 'FAILED\n'
    say "check: the step above did not happen: $1" >&2
    say "check: the logs are in $LOG" >&2
    exit 1
}

ctl() { "$BIN/hallctl" --controller "$ADDRESS" --key "$(key admin-1)" "$@"; }

# wait_for SECONDS COMMAND...: until it succeeds
wait_for() {
    local until=$((SECONDS + $1))
    shift
    while ! "$@" 2>/dev/null; do
        [ "$SECONDS" -le "$until" ] || return 1
        sleep 0.05
    done
}

touch_at() { xdotool mousemove --sync "$1" "$2" mousedown 1 mouseup 1; }

# device_says NAME FILTER: the device's row of `hallctl status --json` satisfies a Python expression over d
device_says() {
    ctl status --json | python3 -c '
import json, sys
d = next(d for d in json.load(sys.stdin)["devices"] if d["name"] == sys.argv[1])
sys.exit(0 if eval(sys.argv[2]) else 1)' "$1" "$2"
}

history_has() { ctl ticket "$NUMBER" | grep -q "$1"; }
one_slip() { compgen -G "$TICKETS/*.png" >/dev/null; }
voice_heard() { [ -s "$SOUND" ] && [ "$(sox -t raw -r 22050 -e signed -b 16 -c 1 "$SOUND" -n stat 2>&1 | awk '/Maximum amplitude/ { print ($3 > 0.1) }')" = 1 ]; }
