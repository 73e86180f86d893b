# check.sh - ./hall check: one ticket through a whole hall, on real parts, in about 10 s. Sourced by ./hall.
#
# A practice hall (its own state, 9:30 of a working day) with one kiosk and one board in a virtual X screen, two
# lines' worth of real frames on pseudo-terminals, voice into a file. Fingers are xdotool's; what happened is read
# back from the controller, from the slip and from the sound. Any step that did not happen ends the check with 1.

STEP_SECONDS=15 # for a busy machine; an idle one needs one or two

step() { printf '%-50s' "$1"; }
ok() { printf 'ok  %2d s  %s\n' "$SECONDS" "${1:-}"; }
failed() {
    printf 'FAILED\n'
    say "check: the step above did not happen: $1" >&2
    say "check: the logs are in $LOG" >&2
    exit 1
}

ctl() { "$BIN/hallctl" --hall "$HALL" --controller "$ADDRESS" --key "$(key admin-1)" "$@"; }

# wait_for SECONDS COMMAND...: until it succeeds
wait_for() {
    local until=$((SECONDS + $1))
    shift
    while ! "$@" 2>/dev/null; do
        [ "$SECONDS" -le "$until" ] || return 1
        sleep 0.05
    done
}

# Without --sync: it waits for ever so long when the pointer is there already, and X keeps the order.
touch_at() { xdotool mousemove "$1" "$2" mousedown 1 mouseup 1; }

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

# The places of the kiosk's first zone, its first service and the button that takes the ticket (1920x1080).
ZONE_A="280 300" SERVICE_1="340 330" TAKE="1500 800"

start_screen() {
    Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>"$LOG/display" >"$LOG/xvfb.log" 2>&1 </dev/null &
    PIDS+=($!)
    NAMES+=(xvfb)
    wait_for "$STEP_SECONDS" test -s "$LOG/display" || failed "the virtual screen (Xvfb) did not start"
    DISPLAY=:$(cat "$LOG/display")
    export DISPLAY
}

start_parts() {
    start_controller 127.0.0.1:0 --training 1 --training-start 20260318T0930
    start line "$BIN/hall-line" --dir "$LINES" --line 1
    wait_log line ready "$STEP_SECONDS" || failed "the line simulator did not start"
    start_bus bus-1 --port "1=$LINES/line-1.bus"
    start stations "$BIN/hall-station" --hall "$HALL" --keys-dir "$STATE/devices" --control "$LINES/stations.sock" \
        --line "1=$LINES/line-1.a" --stations pad-1,rating-1
    start strip "$BIN/hall-station" --hall "$HALL" --keys-dir "$STATE/devices" --line "1=$LINES/line-1.b" --stations strip-1
    start board-1 env -u DISPLAY SDL_AUDIODRIVER=disk SDL_DISKAUDIODELAY=2 SDL_DISKAUDIOFILE="$SOUND" "$BIN/hall-display" --hall "$HALL" \
        --controller "$ADDRESS" --key "$(key board-1)" --name board-1 --state "$DEVICE_STATE/board-1" --offscreen
    start kiosk-1 "$BIN/hall-kiosk" --hall "$HALL" --controller "$ADDRESS" --key "$(key kiosk-1)" --name kiosk-1 \
        --state "$DEVICE_STATE/kiosk-1" --tickets "$TICKETS" --size 1920x1080
}

all_online() {
    ctl status --json | python3 -c '
import json, sys
online = {d["name"] for d in json.load(sys.stdin)["devices"] if d["online"]}
sys.exit(0 if online >= set(sys.argv[1:]) else 1)' kiosk-1 board-1 bus-1 pad-1 strip-1 rating-1
}

# press_for PAGE X Y: a page that has just come takes no press for a moment, so it is repeated.
press_for() {
    touch_at "$2" "$3"
    wait_log kiosk-1 "page=$1" 1
}

take_ticket() {
    # shellcheck disable=SC2086
    wait_for "$STEP_SECONDS" press_for services $ZONE_A && wait_for "$STEP_SECONDS" press_for confirm $SERVICE_1 && wait_for "$STEP_SECONDS" press_for issued $TAKE
}

the_number() {
    NUMBER=$(ctl status --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["tickets"][0]["label"])')
    [ -n "$NUMBER" ]
}

# press_pad KEY FACT: a press lives 3 s (D-11). Whoever gets no answer looks what became of it, and presses again.
press_pad() {
    history_has "$2" ||
        "$BIN/hall-station" --control "$LINES/stations.sock" --press "pad-1:$1" >"$LOG/press.log" 2>&1
}

walk() {
    step "all parts are connected"
    wait_for "$STEP_SECONDS" all_online || failed "not every device has a session; see hallctl status"
    ok
    step "a finger takes a ticket at the kiosk"
    take_ticket || failed "the kiosk did not come to its ticket page"
    wait_for "$STEP_SECONDS" the_number || failed "the controller has no ticket"
    ok "$NUMBER"
    step "the slip is printed"
    wait_for "$STEP_SECONDS" one_slip || failed "no slip came out of the kiosk"
    wait_for "$STEP_SECONDS" history_has printed || failed "the kiosk did not report its slip as printed"
    ok "$(basename "$(compgen -G "$TICKETS/*.png" | head -n 1)")"
    step "the clerk of window 1 presses call on the pad"
    wait_for "$STEP_SECONDS" press_pad next called ||
        { cat "$LOG/press.log"; failed "the pad's press was not answered"; }
    wait_for "$STEP_SECONDS" history_has called || failed "the ticket was not called"
    ok
    step "the strip over window 1 shows the number"
    wait_for "$STEP_SECONDS" device_says strip-1 "d[\"label\"] == '$NUMBER' and d[\"target\"] == 1" || failed "the strip does not show $NUMBER"
    ok
    step "the board shows the call"
    wait_for "$STEP_SECONDS" device_says board-1 "d[\"label\"] == '$NUMBER' and d[\"target\"] == 1" || failed "the board does not show $NUMBER"
    ctl screen board-1 "$LOG/board.png" >/dev/null || failed "the board's picture did not come"
    ok "$LOG/board.png"
    step "the voice calls it"
    wait_for "$STEP_SECONDS" device_says board-1 'd["spoken"] > 0' || failed "the board did not report the call as spoken"
    wait_for "$STEP_SECONDS" voice_heard || failed "the sound of the call is silence"
    ok
    step "the visit is finished"
    wait_for "$STEP_SECONDS" press_pad finish finished || failed "the pad's press was not answered"
    wait_for "$STEP_SECONDS" history_has finished || failed "the visit did not end"
    ok
}

check_hall() {
    [ $# -eq 0 ] || usage_error "check: unknown option $1; see ./hall help"
    HALL_NAME=jianchang HALL=halls/jianchang
    need_packages build run check
    build "$PRESET" programs
    BIN=build/$PRESET/bin
    # shellcheck source=tools/launch/hall.sh
    . tools/launch/hall.sh
    # shellcheck source=tools/launch/run.sh
    . tools/launch/run.sh
    local where
    mkdir -p run
    where=$(mktemp -d "$ROOT/run/check.XXXXXX")
    hall_folders "$where"
    SOUND=$LOG/voice.raw
    trap stop_hall EXIT
    trap 'exit 1' INT TERM
    SECONDS=0
    adopt_all
    start_screen
    start_parts
    walk
    stop_hall
    rm -rf "$where"
    say "One ticket went from touch to call in $SECONDS s."
}
