#!/bin/bash
# hall-kiosk --print-test through every way to a printer: what comes out is decoded and its code is scanned; what does
# not come out is said in a sentence, in time. Usage: kiosk_print_ways.sh BIN_DIR HALL_DIR; leaves nothing behind.
BIN=$1 HALL=$2
. "$(dirname "$0")/kiosk_lib.sh"
need cupsd ippeveprinter lpadmin dbus-daemon python3 zbarimg
. "$(dirname "$0")/kiosk_printer_lib.sh"
LIB=$(dirname "$0")/../lib
CODE="JIAOHAO PRINTER TEST"

print_test() { # PRINTER
    timeout 60 "$BIN/hall-kiosk" --print-test --hall "$HALL" --name kiosk-1 --printer "$1" >"$WORK/said.log" 2>&1
}

comes_out() { # PRINTER FILE
    print_test "$1" || fail "$1 does not print"
    grep -q 'The test slip came out' "$WORK/said.log" || fail "$1 does not say that it printed"
    [ -s "$2" ] || fail "$1: nothing came out"
    python3 "$LIB/slip_picture.py" "$2" "$WORK/slip.png" || fail "$1: no slip came out"
    [ "$(zbarimg -q --raw "$WORK/slip.png" 2>/dev/null)" = "$CODE" ] || fail "$1: the code does not scan"
}

refuses() { # PRINTER SENTENCE
    print_test "$1" && fail "$1 prints"
    grep -q "$2" "$WORK/said.log" || fail "$1 does not say: $2"
}

newest() { ls -t "$WORK"/got/*.pwg | head -n 1; }
got() { ls "$WORK/got" | wc -l; }

start_printer
DIRECT=ipp://localhost:$PRINTER/ipp/print

echo "a driverless queue, and the printer itself"
print_test ticket || fail "the queue does not print"
comes_out ticket "$(newest)"
comes_out "$DIRECT" "$(newest)"
[ "$(got)" = 3 ] || fail "$(got) slips for three"

echo "no paper is found before a byte is sent"
paper 0
refuses ticket 'It has no paper'
refuses "$DIRECT" 'It has no paper'
paper 100

echo "a cover that opens while it prints, and is open at the next slip"
echo 'STATE: +cover-open' >"$WORK/ctl"
print_test "$DIRECT"
rm "$WORK/ctl"
refuses ticket 'Its cover is open'
echo 'STATE: -cover-open' >"$WORK/ctl"
print_test "$DIRECT" && fail "printed with an open cover"
# Nothing closes a cover of this printer but a job: start another one.
kill "$PRINTER_PID"
wait "$PRINTER_PID" 2>/dev/null
refuses "$DIRECT" 'It does not answer'
refuses ticket 'It does not answer'
rm "$WORK/ctl"
run_printer
until_ok 10 print_test "$DIRECT" || fail "the printer is not back"

echo "a slip that the printer throws away is not printed, whatever cupsd says"
echo fail >"$WORK/ctl"
before=$(got)
print_test ticket && fail "an aborted slip counts as printed"
grep -q 'did not come out' "$WORK/said.log" || fail "nothing is said about the aborted slip"
rm "$WORK/ctl"
[ "$(got)" = "$before" ] || fail "it came out all the same"
cupsenable ticket

echo "a printer that does not take the format"
kill "$PRINTER_PID"
wait "$PRINTER_PID" 2>/dev/null
make_printer '"application/pdf"' >"$WORK/printer.conf"
run_printer
no_raster() {
    print_test "$DIRECT"
    grep -q 'does not take image/pwg-raster' "$WORK/said.log"
}
until_ok 10 no_raster || fail "the format is not said"
[ "$(got)" = "$before" ] || fail "it was printed all the same"

echo "ESC/POS over a raw queue"
lpadmin -p esc -E -v "keep:$WORK/esc.bin" -m raw 2>/dev/null || fail "the raw queue"
comes_out raw:esc "$WORK/esc.bin"

echo "cupsd that hangs, and none at all: said within seconds"
kill -STOP "$CUPSD"
SECONDS=0
refuses ticket 'It does not answer'
[ "$SECONDS" -le 15 ] || fail "a hung cupsd held it for $SECONDS s"
kill -CONT "$CUPSD"
kill "$CUPSD"
wait "$CUPSD" 2>/dev/null
refuses ticket 'CUPS running'
refuses raw:esc 'CUPS running'

echo "ESC/POS straight, with the printer's own answers"
mkdir "$WORK/esc"
start escpos python3 "$LIB/escpos_printer.py" "$WORK/esc"
until_ok 5 test -L "$WORK/esc/port" || fail "the receipt printer"
PORT=serial:$WORK/esc/port
comes_out "$PORT" "$WORK/esc/slip-0.bin"
echo near-end >"$WORK/esc/state"
print_test "$PORT@19200" || fail "it does not print at the end of the roll"
grep -q 'nearly at its end' "$WORK/said.log" || fail "the end of the roll is not said"
echo paper-out >"$WORK/esc/state"
refuses "$PORT" 'It has no paper'
echo cover >"$WORK/esc/state"
refuses "$PORT" 'Its cover is open'
echo silent >"$WORK/esc/state"
refuses "$PORT" 'no answer on'
refuses "serial:$WORK/esc/none" 'is it plugged in'

echo "names that are none"
print_test "socket://x" && fail "an unknown way"
grep -q 'is not QUEUE' "$WORK/said.log" || fail "the ways are not named"
echo "passed"
