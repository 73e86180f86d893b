#!/bin/bash
# A kiosk whose controller freezes, dies and comes back: one press is one ticket, the page says what is, help comes.
# Usage: kiosk_recover.sh BIN_DIR HALL_DIR; leaves nothing behind.
BIN=$1 HALL=$2
. "$(dirname "$0")/kiosk_lib.sh"
need Xvfb xdotool

tickets() { find "$WORK/kiosk/tickets" -name '*.png' 2>/dev/null | wc -l; }

start_hall
start_kiosk none

echo "a guide is called"
touch_at 1628 872
until_ok 5 logged kiosk 'help seq=1' || fail "the press does not call"
until_ok 5 logged kiosk 'answer seq=1 code=done' || fail "the hall does not answer"

echo "a frozen controller: a number of the kiosk's own after two seconds, and the hall hears of it later (D-22)"
kill -STOP "$CONTROLLER"
take 1
touch_at 1500 770 # pressed again, in vain
until_ok 10 logged kiosk 'page=issued ticket=A600' || fail "no number of its own"
until_ok 12 logged kiosk 'link state=(stale|lost)' || fail "the kiosk does not notice"
kill -CONT "$CONTROLLER"
until_ok 15 logged kiosk 'import seq=[0-9]+ ticket=A600 result=printed in place of a command' || fail "no import"
until_ok 5 logged kiosk 'journal entry=imported' || fail "the import is not answered"
[ "$(tickets)" = 1 ] || fail "there are $(tickets) slips"
[ "$(grep -c ' request seq=' "$WORK/kiosk.log")" = 1 ] || fail "a second number was asked for"

echo "a dead controller that comes back: all goes on with the next number"
kill -KILL "$CONTROLLER"
wait "$CONTROLLER" 2>/dev/null
until_ok 5 logged kiosk 'link state=connecting' || fail "the kiosk does not notice"
reach home 1720 860
PORT=${ADDRESS##*:}
start controller2 "$BIN/hall-controller" --hall "$HALL" --state "$WORK/state" --listen "127.0.0.1:$PORT" --training 1 \
    --training-start 20260318T0930
until_ok 10 logged controller2 listening || fail "the controller does not start again"
live_again() { tail -n 3 "$WORK/kiosk.log" | grep -q 'link state=live'; }
until_ok 15 live_again || fail "the kiosk does not come back"
take 1
until_ok 10 logged kiosk 'page=issued ticket=A002' || fail "the next number does not come"
until_ok 5 sh -c "[ \"\$(find '$WORK/kiosk/tickets' -name '*A002.png' | wc -l)\" = 1 ]" || fail "no slip"
reach home 1720 860
stop_kiosk

echo "the kiosk's folder is lost: it is let in, and gets its own numbers, nobody else's (D-09)"
rm -r "$WORK/kiosk"
start_kiosk none
take 2
until_ok 10 logged kiosk 'page=issued' || fail "no number after the folder was lost"
logged kiosk 'page=issued ticket=G001' || fail "somebody else's number"
reach home 1720 860
stop_kiosk
start_kiosk none
take 2
until_ok 10 logged kiosk 'page=issued ticket=G002' || fail "no number of its own at the next start"
stop_kiosk
echo "passed"
