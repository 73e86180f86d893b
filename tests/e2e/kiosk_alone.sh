#!/bin/bash
# A kiosk whose controller is dead gives numbers of its own, comes back without a second one, and is killed at every
# step of giving a number: the same number again, marked (D-21, D-22, F12, F17). Usage: kiosk_alone.sh BIN_DIR HALL_DIR
BIN=$1 HALL=$2
. "$(dirname "$0")/kiosk_lib.sh"
need Xvfb xdotool zbarimg

now_ms() { date +%s%3N; }
ever() { cat "$WORK"/kiosk*.log | grep -cE "$1"; }
slips() { find "$WORK/kiosk/tickets" -name '*.png' | wc -l; }

# The page of a number ends by itself too, so it is asked where it stands, not whether a press did it.
stands() { grep -oE 'ready kiosk|page=[a-z-]+' "$WORK/kiosk.log" | tail -n 1 | grep -qE "$1"; }
at_home() { stands 'ready kiosk|page=home'; }
go_home() {
    leave() { at_home || { touch_at 1720 860; until_ok 2 at_home; }; }
    until_ok 20 leave || fail "page home does not come"
}

# A kiosk that was killed may show the number it was giving once more, a moment after it is ready.
to_confirm() {
    arrived() { [ "$(grep -c page=services "$WORK/kiosk.log")" -gt "$1" ]; }
    from_home() {
        ! stands page=issued || go_home
        touch_at 280 300
        until_ok 3 arrived "$1"
    }
    until_ok 20 from_home "$(grep -c page=services "$WORK/kiosk.log")" || fail "page services does not come"
    reach confirm 340 330
}
# Gives a number without a controller: the last one shown is in $NUMBER.
give() {
    local before
    before=$(grep -c 'page=issued' "$WORK/kiosk.log")
    given() { [ "$(grep -c 'page=issued' "$WORK/kiosk.log")" -gt "$1" ]; }
    confirm() { touch_at 1500 770; until_ok 3 given "$1"; }
    until_ok 15 confirm "$before" || fail "no number comes"
    NUMBER=$(sed -n 's/.*page=issued ticket=\([A-Z0-9]*\).*/\1/p' "$WORK/kiosk.log" | tail -n 1)
}
# Its log is kept: the next start has a new one.
restart_kiosk() {
    RUN=$((${RUN:-0} + 1))
    mv "$WORK/kiosk.log" "$WORK/kiosk-$RUN.log"
    start kiosk "$BIN/hall-kiosk" --hall "$HALL" --controller "$ADDRESS" --key "$(key kiosk-1)" --state "$WORK/kiosk" \
        --printer none
    KIOSK=$!
    until_ok 10 logged kiosk 'ready kiosk' || fail "the kiosk does not start again"
}
start_controller() {
    start controller2 "$BIN/hall-controller" --hall "$HALL" --state "$WORK/state" --listen "127.0.0.1:${ADDRESS##*:}" \
        --training 1 --training-start 20260318T0930
    CONTROLLER=$!
    until_ok 10 logged controller2 listening || fail "the controller does not start again"
}

start_hall
start_kiosk none
until_ok 10 logged kiosk 'journal entry=lease' || fail "no lease is written down"
[ "$(stat -c %a "$WORK/kiosk/journal")" = 600 ] || fail "the journal can be read by others"

echo "the controller dies while the number is asked for: paper of its own in time"
to_confirm
kill -STOP "$CONTROLLER"
before=$(now_ms)
give
until_ok 5 logged kiosk 'journal entry=printed' || fail "nothing is printed"
took=$(($(now_ms) - before))
echo "  press to paper with a silent controller: $took ms, of which up to 550 ms are the finger's"
[ "$took" -le 4500 ] || fail "paper after $took ms"
[ "$NUMBER" = A600 ] || fail "$NUMBER is not of its lease"
kill -KILL "$CONTROLLER"
wait "$CONTROLLER" 2>/dev/null

echo "alone: the next numbers at once; the code on the slip is one of its lease (D-24)"
until_ok 15 logged kiosk 'link state=(connecting|stale|lost)' || fail "the kiosk does not notice"
go_home
to_confirm
give
[ "$NUMBER" = A601 ] || fail "$NUMBER follows A600"
until_ok 5 sh -c "[ \"\$(find '$WORK/kiosk/tickets' -name '*A601.png' | wc -l)\" = 1 ]" || fail "no slip"
zbarimg -q --raw "$(find "$WORK/kiosk/tickets" -name '*A601.png')" 2>/dev/null | grep -qE 'L[0-9]+-A601-[0-9A-Z]{26}$' ||
    fail "the slip's code is not that of a lease"

echo "killed at every step: never a second number, what may be the second paper is marked"
last=601
# R-K12: the same service again within 3 s of the press is the same press, and shows the same number.
given_at=$(now_ms)
another_person() { [ $(($(now_ms) - given_at)) -gt 3500 ]; }
until_ok 10 another_person
for step in 'journal entry=intent' 'journal entry=leased' 'journal entry=printing' 'print ticket=' 'journal entry=printed'; do
    go_home
    to_confirm
    tail -n "+$(($(wc -l <"$WORK/kiosk.log") + 1))" -F "$WORK/kiosk.log" 2>/dev/null | grep -qm 1 "$step" &
    watcher=$!
    came() { ! kill -0 "$watcher" 2>/dev/null; }
    press_until_it_comes() { # a page that has just come takes no press
        touch_at 1500 770
        until_ok 3 came
    }
    until_ok 15 press_until_it_comes || fail "step $step does not come"
    kill -KILL "$KIOSK"
    wait "$KIOSK" 2>/dev/null
    number=$(sed -n 's/.*page=issued ticket=\([A-Z0-9]*\).*/\1/p' "$WORK/kiosk.log" | tail -n 1)
    slip=$(sed -n 's/.*entry=leased slip=\([0-9]*\).*/\1/p' "$WORK/kiosk.log" | tail -n 1)
    # Its paper came out: the entry that says so may be written, and its line of the log not any more.
    printed=$(grep -cE "entry=printed slip=$slip$|slip file=.*-$number\.png" "$WORK/kiosk.log")
    restart_kiosk
    if [ "$printed" = 0 ]; then # its PRINTING is of the same step: it may have come out
        until_ok 10 logged kiosk "print ticket=$number copy" || fail "$number is not printed again, marked, after $step"
        until_ok 10 logged kiosk "journal entry=printed" || fail "$number has no paper after $step"
    fi
    last=$((last + 1))
    # Each attempt used one number at most, and none that was used before.
    numbers=$(cat "$WORK"/kiosk*.log | sed -n 's/.*print ticket=\([A-Z0-9]*\)$/\1/p' | sort | uniq -d)
    [ -z "$numbers" ] || fail "printed twice without a mark: $numbers"
done

echo "the controller is back: everything comes in once"
unsent=$(sed -n 's/.* unsent=\([0-9]*\).*/\1/p' "$WORK/kiosk.log" | tail -n 1)
[ "$unsent" -ge 5 ] || fail "only $unsent numbers are to be told"
start_controller
imported() { [ "$(ever 'journal entry=imported')" -ge "$1" ]; }
until_ok 30 imported "$unsent" || fail "$(ever 'journal entry=imported') of $unsent numbers came in"
[ "$(ever 'does not come in')" = 0 ] || fail "a number was refused"
grep -qE 'device=kiosk-1 .*does not come in' "$WORK/controller2.log" && fail "the hall refused one"
for n in $(cat "$WORK"/kiosk*.log | sed -n 's/.*print ticket=\(A6[0-9]*\).*/\1/p' | sort -u); do
    "$BIN/hallctl" ticket "$n" --controller "$ADDRESS" --key "$(key admin-1)" | grep -q issued ||
        fail "$n is not known to the hall"
done
order=$(cat "$WORK"/kiosk*.log | sed -n 's/.*import seq=[0-9]* ticket=\(A6[0-9]*\).*/\1/p' | awk '!seen[$0]++')
[ "$order" = "$(sort <<<"$order")" ] || fail "not told in the order of issue: $order"

echo "the journal is lost: its leases end, the next numbers are others"
kill -TERM "$KIOSK"
wait "$KIOSK"
rm "$WORK/kiosk/journal"
restart_kiosk
until_ok 15 logged kiosk 'journal entry=forgot' || fail "no new lease"
kill -KILL "$CONTROLLER"
wait "$CONTROLLER" 2>/dev/null
until_ok 15 logged kiosk 'link state=(connecting|stale|lost)' || fail "the kiosk does not notice"
go_home
to_confirm
give
[ "${NUMBER#A}" -ge 800 ] || fail "$NUMBER may have been given before"
until_ok 5 logged kiosk "print ticket=$NUMBER$" || fail "$NUMBER has no paper"
grep -rqs "$(sed -n 's/^key=//p' "$(key kiosk-1)" | head -c 32)" "$WORK/kiosk" && fail "the kiosk's key is in its state"
stop_kiosk
echo "passed: $(ever 'entry=leased') numbers of its own, $(slips) slips, $(ever 'print ticket=.* copy') copies"
