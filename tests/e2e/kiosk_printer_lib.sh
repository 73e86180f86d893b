# kiosk_printer_lib.sh - a private cupsd and a virtual 80 mm printer for the kiosk's end-to-end tests. Sourced after
# kiosk_lib.sh; wants WORK.
[ "$(id -u)" = 0 ] || { echo "skipped: a private cupsd wants root"; exit 77; }

make_cupsd() { # ROOT PORT
    mkdir -p "$1"/{etc/ssl,spool/tmp,cache,state,log}
    # A back end of our own beside the others: bytes of a raw queue into a file.
    mkdir -p "$1/bin/backend"
    cp -a /usr/lib/cups/{filter,daemon,notifier} "$1/bin/" 2>/dev/null
    cp -a /usr/lib/cups/backend/* "$1/bin/backend/"
    cat >"$1/bin/backend/keep" <<'EOF'
#!/bin/sh
[ $# -gt 0 ] || { echo 'direct keep "Unknown" "a file"'; exit 0; }
cat ${6:+"$6"} >"${DEVICE_URI#keep:}"
EOF
    chmod 700 "$1/bin/backend/keep"
    chgrp -R lp "$1"/spool "$1"/cache
    chmod 710 "$1/spool" && chmod 770 "$1/cache" && chmod 1770 "$1/spool/tmp"
    printf '%s\n' "ServerRoot $1/etc" "RequestRoot $1/spool" "TempDir $1/spool/tmp" "CacheDir $1/cache" \
        "StateDir $1/state" "AccessLog $1/log/access" "ErrorLog $1/log/error" "PageLog $1/log/page" "User lp" \
        "Group lp" "SystemGroup root" "ServerBin $1/bin" >"$1/files.conf"
    printf '%s\n' "Listen 127.0.0.1:$2" "Browsing No" "BrowseLocalProtocols none" "WebInterface No" \
        "DefaultPolicy open" "PreserveJobHistory 60" "PreserveJobFiles No" "ErrorPolicy retry-job" "DirtyCleanInterval 0" "<Location />" "Order allow,deny" \
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
make_printer() { # FORMATS
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
    echo "ATTR mimeMediaType document-format-supported ${1:-\"image/pwg-raster\"}"
    echo 'ATTR octetString printer-input-tray "type=continuousRoll;mediafeed=0;mediaxfeed=0;maxcapacity=100;level=100;status=0;name=main-roll;"'
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

run_printer() {
    DBUS_SYSTEM_BUS_ADDRESS=unix:path=$WORK/bus start printer ippeveprinter -r off -n localhost -p "$PRINTER" -vv \
        -a "$WORK/printer.conf" -d "$WORK/spool" -c "$WORK/receive" Ticket
    PRINTER_PID=$!
}

start_printer() {
    make_printer >"$WORK/printer.conf"
    mkdir -p "$WORK/spool" "$WORK/got"
    # What the printer is told to say and how long it takes stands in `ctl`: "STATE: +cover-open", "sleep 3".
    cat >"$WORK/receive" <<EOF
#!/bin/sh
[ -f "$WORK/ctl" ] && while read -r line; do
    case "\$line" in sleep*) sleep "\${line#sleep }" ;; fail) exit 1 ;; *) echo "\$line" >&2 ;; esac
done <"$WORK/ctl"
cp "\$1" "$WORK/got/\$(date +%s%N).pwg"
EOF
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
    run_printer
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
