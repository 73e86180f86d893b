#!/bin/bash
# Staff at a kiosk with real touches: the gesture, number and PIN, a wrong PIN, a new roll and its test slip, volume,
# out of use over a restart, and in again without a controller. Usage: kiosk_staff.sh BIN_DIR HALL_DIR.
BIN=$1 HALL=$2
. "$(dirname "$0")/kiosk_lib.sh"
need Xvfb xdotool python3

people() { # a guide and a clerk with PINs
    printf 'staff,name,role,window,skills\n40,Guide,guide,,\n11,Clerk,clerk,,\n' >"$WORK/people.csv"
    "$BIN/hallctl" staff import "$WORK/people.csv" --hall "$HALL" --state "$WORK/state" >/dev/null || fail "the staff"
    echo 4040 | "$BIN/hallctl" staff pin 40 --state "$WORK/state" >/dev/null || fail "the guide's PIN"
    echo 1111 | "$BIN/hallctl" staff pin 11 --state "$WORK/state" >/dev/null || fail "the clerk's PIN"
}

# Corners of the header in their order; more slowly than a double tap, faster than the gesture's end.
gesture() {
    local x
    for x in 20 20 1900 1900 20 1900; do touch_at $x 40; done
}

to_pin() {
    pin_shown() { [ "$(grep -c 'page=pin' "$WORK/kiosk.log")" -gt "$1" ]; }
    try_gesture() { gesture && until_ok 2 pin_shown "$1"; }
    until_ok 40 try_gesture "$(grep -c 'page=pin' "$WORK/kiosk.log")" || fail "the gesture opens nothing"
}

digit() { # the keypad of the page
    case $1 in
    0) touch_at 1476 830 ;;
    *) touch_at $((1228 + ($1 - 1) % 3 * 248)) $((338 + ($1 - 1) / 3 * 164)) ;;
    esac
}

type_digits() {
    local i
    for ((i = 0; i < ${#1}; i++)); do digit "${1:i:1}"; done
}

sign_on() { # STAFF PIN
    type_digits "$1"
    touch_at 1724 830
    type_digits "$2"
    touch_at 1724 830
}

told() { # WHAT: stands in what hallctl devices says of this kiosk
    "$BIN/hallctl" --controller "$ADDRESS" --key "$(key admin-1)" --hall "$HALL" devices >"$WORK/devices.log" 2>&1 &&
        grep -E "^kiosk-1 .*($1)" "$WORK/devices.log"
}

start_hall
people
until_ok 10 logged controller 'staff people=2' || fail "the controller does not know its staff"
kill "$CONTROLLER"
wait "$CONTROLLER"
start controller "$BIN/hall-controller" --hall "$HALL" --state "$WORK/state" --listen "$ADDRESS" --training 1 \
    --training-start 20260318T0930
CONTROLLER=$!
until_ok 10 logged controller listening || fail "the controller"
start_kiosk none
until_ok 10 told 'ready' || fail "hallctl devices does not show the kiosk"

echo "a wrong PIN opens nothing, the right one the staff page"
to_pin
sign_on 40 1234
until_ok 10 logged kiosk 'sign-on staff=40 code=wrong_pin' || fail "a wrong PIN is not refused"
type_digits 4040
touch_at 1724 830
until_ok 10 logged kiosk 'page=staff' || fail "the right PIN does not open the page"

echo "a new roll, its test slip, louder"
touch_at 1047 344
until_ok 5 logged kiosk 'staff=40 did=a new roll of paper' || fail "the new roll is not logged"
touch_at 1605 344
until_ok 10 test -n "$(find "$WORK/kiosk/tickets" -name '*test.png' 2>/dev/null)" ||
    until_ok 10 sh -c "ls '$WORK'/kiosk/tickets/*test.png" || fail "no test slip"
touch_at 1564 584
until_ok 5 grep -qs 'volume 7' "$WORK/kiosk/staff" || fail "the volume is not kept"
grep -q slips "$WORK/kiosk/paper" || fail "the roll is not counted"

echo "out of use, asked once, over a restart"
touch_at 1047 824
until_ok 5 logged kiosk 'page=staff-stop' || fail "nothing is asked"
touch_at 1236 640
until_ok 5 logged kiosk 'page=out-of-use' || fail "it is not out of use"
until_ok 10 told 'OUT OF USE|stopped' || fail "hallctl devices does not say that it is out of use"
stop_kiosk
start_kiosk none
until_ok 5 logged kiosk 'page=out-of-use' || fail "a start puts it into use"

echo "a clerk may not, the guide puts it into use again"
to_pin
sign_on 11 1111
until_ok 10 logged kiosk 'sign-on staff=11 code=denied' || fail "a clerk comes in"
touch_at 500 776
until_ok 5 sh -c "tail -n 3 '$WORK/kiosk.log' | grep -q 'page=out-of-use'" || fail "the clerk does not get out"
to_pin
sign_on 40 4040
until_ok 10 logged kiosk 'page=staff' || fail "the guide does not come in"
touch_at 1047 824
until_ok 5 logged kiosk 'did=in use again' || fail "it is not in use again"
touch_at 1605 824
until_ok 5 logged kiosk 'page=home' || fail "the home page does not come"
until_ok 10 sh -c "! tail -n 1 '$WORK/kiosk/staff' | grep -q 'stopped 1'" || fail "out of use is kept"

echo "without a controller: who was right today comes in, a stranger does not"
kill "$CONTROLLER"
wait "$CONTROLLER"
until_ok 20 logged kiosk 'link state=(stale|lost|connecting)' || fail "the link does not notice"
to_pin
sign_on 40 4040
until_ok 10 logged kiosk 'sign-on staff=40 code=done controller=none' || fail "the guide does not come in alone"
touch_at 1605 824
to_pin
sign_on 41 4040
until_ok 10 logged kiosk 'sign-on staff=41 code=busy controller=none' || fail "a stranger is not refused"
stop_kiosk
! grep -rqa '4040' "$WORK"/*.log "$WORK/kiosk" || fail "a PIN stands in a file"
echo "passed"
