#!/bin/bash
# A kiosk used with keys and ears: the voice guide speaks, keys lead to a number, an emergency covers everything and ends.
# Usage: kiosk_access.sh BIN_DIR HALL_DIR; leaves nothing behind.
BIN=$1 HALL=$2
. "$(dirname "$0")/kiosk_lib.sh"
need Xvfb xdotool

# Samples louder than a whisper in what was played so far.
loud() {
    /usr/bin/python3 -c 'import array, sys
a = array.array("h"); data = open(sys.argv[1], "rb").read(); a.frombytes(data[: len(data) // 2 * 2])
print(sum(1 for x in a if abs(x) > 1000))' "$WORK/sound"
}
louder() { [ "$(loud)" -gt "$1" ]; }
heard() { # WHAT: something more is said than before
    until_ok 20 louder $((BEFORE + 2000)) || fail "nothing is heard: $1"
    BEFORE=$(loud)
}
hallctl() { "$BIN/hallctl" --controller "$ADDRESS" --key "$(key admin-1)" "$@"; }
key_of_kiosk() { xdotool mousemove 960 540 key "$1"; }
# Keys come one by one, as from a hand; a page that has just come takes no press for a moment.
keys() { # KEY...
    local one
    for one; do
        read -rt 0.6 <> <(:)
        key_of_kiosk "$one"
    done
}

export SDL_AUDIODRIVER=disk SDL_DISKAUDIOFILE=$WORK/sound SDL_DISKAUDIODELAY=1
start_hall
start_kiosk none
until_ok 10 logged kiosk 'sound driver=disk' || fail "no sound device"
BEFORE=$(loud)

echo "the voice guide reads the page, then the place in focus"
keys F2
heard "the home page"
keys Tab
heard "a place"

echo "keys alone lead to a number"
walk() { # PAGE: the ring goes on place by place; OK is pressed where the page asked for comes next
    local i
    for i in $(seq "$2"); do keys Tab; done
    keys Return
    until_ok 10 logged kiosk "page=$1" || fail "keys do not lead to $1"
}
keys F1
until_ok 10 logged kiosk 'answer seq=1 code=done' || fail "the help key calls nobody"
walk services 1
walk confirm 0
walk issued 2
until_ok 10 logged kiosk 'page=issued ticket=A001' || fail "no number"
heard "the number"

echo "an emergency is there within a second or two, is said, and takes no other key"
hallctl act emergency on >/dev/null || fail "the emergency was not begun"
until_ok 5 logged kiosk 'emergency=on' || fail "the emergency does not come"
heard "the emergency"
keys Escape F1
until_ok 10 logged kiosk 'help seq=[0-9]+ for=1' || fail "who cannot leave is not told to the hall"
hallctl act emergency off >/dev/null || fail "the emergency was not ended"
until_ok 5 logged kiosk 'emergency=off' || fail "the emergency does not end"
stop_kiosk
echo "passed"
