#!/bin/bash
# A finger on a real screen, a real controller, a real cupsd and a real (virtual) printer: slips that come out,
# no paper, no such queue, no cupsd. Usage: kiosk_print.sh BIN_DIR HALL_DIR; leaves nothing behind.
BIN=$1 HALL=$2
. "$(dirname "$0")/kiosk_lib.sh"
need Xvfb xdotool cupsd ippeveprinter lpadmin dbus-daemon python3
. "$(dirname "$0")/kiosk_printer_lib.sh"

# ---- the story ----

start_printer
start_hall

echo "a slip comes out"
start_kiosk ticket
take 1
until_ok 15 logged kiosk 'A001 printer=ticket result=printed' || fail "A001 was not printed"
python3 - "$WORK"/got/*.pwg <<'EOF' || fail "the raster is not a ticket's"
import struct, sys
data = open(sys.argv[1], "rb").read()
width, height, bits = struct.unpack(">I", data[376:380])[0], struct.unpack(">I", data[380:384])[0], struct.unpack(">I", data[388:392])[0]
print("raster", width, "x", height, bits, "bit")
sys.exit(0 if data[:4] == b"RaS2" and width == 639 and 700 < height < 1400 and bits == 1 else 1)
EOF
until_ok 5 sh -c "'$BIN/hallctl' --controller $ADDRESS --key '$(key admin-1)' ticket A001 | grep -q printed" ||
    fail "the hall does not know that A001 was printed"
reach home 1720 860

echo "no paper: the number is shown, the hall is told, and nothing was sent that could come out later"
paper 0
until_ok 15 logged kiosk 'printer=ticket not ready: media-empty' || fail "the kiosk does not notice the empty roll"
take 2
until_ok 20 logged kiosk 'page=no-paper ticket=G001' || fail "no page about the paper"
logged kiosk 'G001 printer=ticket result=no-paper' || fail "the reason is not paper"
[ -z "$(lpstat -o ticket)" ] || fail "a job waits: its slip would come out later"
[ "$(ls "$WORK/got" | wc -l)" = 1 ] || fail "something was printed without paper"
reach home 1570 860

echo "paper again: the next slip comes out"
paper 100
until_ok 15 logged kiosk 'printer=ticket ready' || fail "the kiosk does not notice the paper"
take 3
until_ok 15 logged kiosk 'H001 printer=ticket result=printed' || fail "H001 was not printed"
reach home 1720 860

echo "a roll that ends inside a slip: the job is taken back"
echo "sleep 3" >"$WORK/ctl"
take 1
until_ok 5 sh -c '[ -n "$(lpstat -o ticket)" ]' || fail "no job"
paper 0
until_ok 30 logged kiosk 'A002 printer=ticket result=' || fail "no word about A002"
until_ok 5 sh -c '[ -z "$(lpstat -o ticket)" ]' || fail "the job still waits: its slip would come out later"
rm "$WORK/ctl"
paper 100
until_ok 5 logged kiosk 'page=(issued|no-paper) ticket=A002' || fail "no page about A002"
reach home $(grep -q 'A002 printer=ticket result=printed' "$WORK/kiosk.log" && echo 1720 || echo 1570) 860

echo "cupsd hangs while a slip is printed: the printer itself says that it is out"
echo "sleep 2" >"$WORK/ctl"
take 2
until_ok 5 sh -c '[ -n "$(lpstat -o ticket)" ]' || fail "no job"
kill -STOP "$CUPSD"
until_ok 20 logged kiosk 'G002 printer=ticket result=printed' || fail "G002 was not printed"
rm "$WORK/ctl"
reach home 1720 860

echo "cupsd hangs before a slip: the number is shown in time, the screen goes on meanwhile"
take 3
seconds() { "$BIN/hallctl" --controller "$ADDRESS" --key "$(key admin-1)" screen kiosk-1 "$WORK/$1.png" >/dev/null; }
seconds first || fail "no picture of the screen"
until_ok 15 logged kiosk 'page=no-paper ticket=H002' || fail "no page about the slip"
another() { seconds second && ! cmp -s "$WORK/first.png" "$WORK/second.png"; }
until_ok 10 another || fail "the screen stands still"
logged kiosk 'does it hang' || fail "the log does not say that cupsd hangs"
kill -CONT "$CUPSD"
until_ok 30 sh -c '[ -z "$(lpstat -o ticket)" ]' || fail "a job still waits: its slip would come out later"
reach home 1570 860
stop_kiosk

echo "a slip that waits since before a power cut is taken back at the next start, and printed as a copy"
echo "sleep 6" >"$WORK/ctl"
start_kiosk ticket
take 1
until_ok 5 sh -c '[ -n "$(lpstat -o ticket)" ]' || fail "no job"
kill -KILL "$KIOSK"
wait "$KIOSK" 2>/dev/null
rm "$WORK/ctl"
start_kiosk ticket
until_ok 15 logged kiosk 'slip of an earlier start taken back' || fail "the job of the first start was not taken back"
until_ok 5 logged kiosk 'print ticket=A003 copy' || fail "the slip is not printed as a copy"
until_ok 30 logged kiosk 'A003 printer=ticket result=printed' || fail "the copy does not come out"
until_ok 10 sh -c '[ -z "$(lpstat -o ticket)" ]' || fail "a job still waits: its slip would come out later"
stop_kiosk

echo "no such queue"
start_kiosk nosuch
take 1
until_ok 10 logged kiosk 'page=no-paper ticket=A00' || fail "no page about the slip"
logged kiosk 'A00[0-9] printer=nosuch result=failed' || fail "the missing queue is not a failure"
reach home 1570 860
stop_kiosk

echo "no cupsd"
kill "$CUPSD"
wait "$CUPSD" 2>/dev/null
start_kiosk ticket
take 1
until_ok 10 logged kiosk 'page=no-paper ticket=A00' || fail "no page about the slip"
logged kiosk 'A00[0-9] printer=ticket result=failed' || fail "the missing cupsd is not a failure"
logged kiosk 'is CUPS running' || fail "the log does not say what to do"
stop_kiosk
[ "$(cat "$WORK/kiosk/boot")" = 5 ] || fail "the starts were not counted"
echo "passed"
