#!/bin/bash
# A finger on a real screen, a real controller, a real cupsd and a real (virtual) printer: slips that come out,
# no paper, no such queue, no cupsd. Usage: kiosk_print.sh BIN_DIR HALL_DIR; leaves nothing behind.
BIN=$1 HALL=$2
. "$(dirname "$0")/kiosk_lib.sh"
need Xvfb xdotool cupsd ippeveprinter lpadmin dbus-daemon python3
[ "$(id -u)" = 0 ] || { echo "skipped: a private cupsd wants root"; exit 77; }

# ---- the printer ----

make_cupsd() { # ROOT PORT
    mkdir -p "$1"/{etc/ssl,spool/tmp,cache,state,log}
    chgrp -R lp "$1"/spool "$1"/cache
    chmod 710 "$1/spool" && chmod 770 "$1/cache" && chmod 1770 "$1/spool/tmp"
    printf '%s\n' "ServerRoot $1/etc" "RequestRoot $1/spool" "TempDir $1/spool/tmp" "CacheDir $1/cache" \
        "StateDir $1/state" "AccessLog $1/log/access" "ErrorLog $1/log/error" "PageLog $1/log/page" "User lp" \
        "Group lp" "SystemGroup root" >"$1/files.conf"
    printf '%s\n' "Listen 127.0.0.1:$2" "Browsing No" "BrowseLocalProtocols none" "WebInterface No" \
        "DefaultPolicy open" "ErrorPolicy retry-job" "DirtyCleanInterval 0" "<Location />" "Order allow,deny" \
        "Allow all" "</Location>" "<Policy open>" "JobPrivateAccess all" "JobPrivateValues none" \
        "SubscriptionPrivateAccess all" "SubscriptionPrivateValues none" "<Limit All>" "Order allow,deny" \
        "Allow all" "</Limit>" "</Policy>" >"$1/cupsd.conf"
}

size() { printf 'MEMBER collection media-size {\n MEMBER integer x-dimension 8000\n MEMBER integer y-dimension 12000\n}\n'; }

column() {
    printf '{\nMEMBER keyword media-key "om_ticket_80x120mm_main-roll"\n'
    size
    printf 'MEMBER keyword media-size-name "om_ticket_80x120mm"\nMEMBER integer media-top-margin 0\n'
    printf 'MEMBER integer media-bottom-margin 0\nMEMBER integer media-left-margin 400\n'
    printf 'MEMBER integer media-right-margin 400\nMEMBER keyword media-source "main-roll"\n'
    printf 'MEMBER keyword media-type "continuous"\n}\n'
}

# An 80 mm roll at 203 dpi, 72 mm of it printable.
make_printer() {
    echo 'ATTR keyword media-default "om_ticket_80x120mm"'
    echo 'ATTR keyword media-supported "om_ticket_80x120mm","om_ticket_80x160mm","roll_max_80x1000mm","roll_min_80x50mm"'
    echo 'ATTR keyword media-ready "om_ticket_80x120mm"'
    echo 'ATTR keyword media-source-supported "main-roll"'
    echo 'ATTR keyword media-type-supported "continuous"'
    printf 'ATTR collection media-size-supported {\nMEMBER integer x-dimension 8000\nMEMBER integer y-dimension 12000\n},{\n'
    printf 'MEMBER integer x-dimension 8000\nMEMBER rangeOfInteger y-dimension 5000-100000\n}\n'
    for name in media-col-default media-col-ready media-col-database; do echo "ATTR collection $name $(column)"; done
    echo 'ATTR resolution printer-resolution-default 203dpi'
    echo 'ATTR resolution printer-resolution-supported 203dpi'
    echo 'ATTR resolution pwg-raster-document-resolution-supported 203dpi'
    echo 'ATTR keyword pwg-raster-document-type-supported "sgray_8","black_1"'
    echo 'ATTR keyword print-color-mode-supported "monochrome"'
    echo 'ATTR text printer-device-id "MFG:Test;MDL:Ticket80;CMD:PWGRaster;"'
    echo 'ATTR mimeMediaType document-format-supported "image/pwg-raster"'
    echo 'ATTR octetString printer-input-tray "type=continuousRoll;mediafeed=0;mediaxfeed=0;maxcapacity=100;level=100;status=0;name=main-roll;"'
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_printer() {
    make_printer >"$WORK/printer.conf"
    mkdir -p "$WORK/spool" "$WORK/got"
    printf '#!/bin/sh\ncp "$1" "%s/got/$(date +%%s%%N).pwg"\n' "$WORK" >"$WORK/receive"
    chmod +x "$WORK/receive"
    cat >"$WORK/bus.conf" <<EOF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=$WORK/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
EOF
    # Without a system bus the printer refuses to start.
    start bus dbus-daemon --config-file="$WORK/bus.conf" --nofork
    until_ok 5 test -S "$WORK/bus" || fail "dbus-daemon"
    PRINTER=$(free_port)
    DBUS_SYSTEM_BUS_ADDRESS=unix:path=$WORK/bus start printer ippeveprinter -r off -n localhost -p "$PRINTER" -vv \
        -a "$WORK/printer.conf" -d "$WORK/spool" -c "$WORK/receive" Ticket
    CUPS=$(free_port)
    make_cupsd "$WORK/cups" "$CUPS"
    start cupsd cupsd -f -c "$WORK/cups/cupsd.conf" -s "$WORK/cups/files.conf"
    CUPSD=$!
    export CUPS_SERVER=localhost:$CUPS
    until_ok 10 lpstat -r || fail "cupsd"
    until_ok 10 lpadmin -p ticket -E -v "ipp://localhost:$PRINTER/ipp/print" -m everywhere || fail "the queue"
}

paper() { # LEVEL
    # By number: a bare container may not know the name localhost (libcups does by itself).
    python3 -c 'import sys, urllib.request as u
u.urlopen(u.Request(sys.argv[1], headers={"Host": sys.argv[2]})).read()' \
        "http://127.0.0.1:$PRINTER/media?size0=om_ticket_80x120mm&type0=continuous&level0=$1" "localhost:$PRINTER"
}

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

echo "no paper: the number is shown, the hall is told, the job is taken back"
paper 0
take 2
until_ok 20 logged kiosk 'page=no-paper ticket=G001' || fail "no page about the paper"
logged kiosk 'G001 printer=ticket result=no-paper' || fail "the reason is not paper"
until_ok 5 sh -c '[ -z "$(lpstat -o ticket)" ]' || fail "the job still waits: its slip would come out later"
[ "$(ls "$WORK/got" | wc -l)" = 1 ] || fail "something was printed without paper"
reach home 1570 860
paper 100

echo "paper again: the next slip comes out"
until_ok 15 logged kiosk 'printer=ticket ready' || fail "the kiosk does not notice the paper"
take 3
until_ok 15 logged kiosk 'H001 printer=ticket result=printed' || fail "H001 was not printed"
reach home 1720 860

echo "cupsd hangs while a slip waits for paper: the job is taken back all the same when it answers again"
paper 0
take 1
until_ok 5 sh -c '[ -n "$(lpstat -o ticket)" ]' || fail "no job"
kill -STOP "$CUPSD"
until_ok 4 logged kiosk 'A002 printer=ticket result' # longer than one question to cupsd may take
kill -CONT "$CUPSD"
until_ok 30 logged kiosk 'page=no-paper ticket=A002' || fail "no page about the slip"
until_ok 5 sh -c '[ -z "$(lpstat -o ticket)" ]' || fail "the job still waits: its slip would come out later"
reach home 1570 860
paper 100
stop_kiosk

echo "no such queue"
start_kiosk nosuch
take 1
until_ok 10 logged kiosk 'page=no-paper ticket=A003' || fail "no page about the slip"
logged kiosk 'A003 printer=nosuch result=failed' || fail "the missing queue is not a failure"
reach home 1570 860
stop_kiosk

echo "no cupsd"
kill "$CUPSD"
wait "$CUPSD" 2>/dev/null
start_kiosk ticket
take 1
until_ok 10 logged kiosk 'page=no-paper ticket=A004' || fail "no page about the slip"
logged kiosk 'A004 printer=ticket result=failed' || fail "the missing cupsd is not a failure"
logged kiosk 'is CUPS running' || fail "the log does not say what to do"
stop_kiosk
[ "$(cat "$WORK/kiosk/boot")" = 3 ] || fail "the starts were not counted"
echo "passed"
