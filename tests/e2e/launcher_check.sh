#!/usr/bin/env bash
# ./hall check walks one ticket through a hall; and it ends with 1, naming the step, when the
# slip cannot be written, the strip or the board is dead, or the voice has no sound device.
# Usage: launcher_check.sh REPO_ROOT PRESET
set -euo pipefail
cd "$1"
export HALL_PRESET=$2
out=$(mktemp)
trap 'rm -f "$out"' EXIT
fail() { echo "launcher_check: $*" >&2; cat "$out" >&2; exit 1; }
wait_until() {
    local until=$((SECONDS + $1)); shift
    until "$@" 2>/dev/null; do [ "$SECONDS" -le "$until" ] || return 1; sleep 0.02; done
}

./hall check >"$out" 2>&1 || fail "a sound hall did not pass"
grep -q 'went from touch to call' "$out" || fail "the end was not said"

# spoil WHAT STEP: runs a check, spoils one part of it by WHAT, and wants STEP to be named
spoil() {
    local before where
    before=$(ls -d run/check.* 2>/dev/null || true)
    ./hall check >"$out" 2>&1 &
    local check=$!
    new_folder() { where=$(comm -13 <(echo "$before") <(ls -d run/check.* 2>/dev/null) | tail -n 1); [ -n "$where" ] && [ -d "$where/tickets" ]; }
    wait_until 60 new_folder || fail "the check has no folder"
    "$1" "$where"
    if wait "$check"; then fail "the check passed although: $1"; fi
    # The shell may say "Killed" of a child in the middle of a line.
    sed -zE 's/[^ ]*\.sh: line [0-9]+: [^\n]*\n//g' "$out" | grep -q "^$2.*FAILED" || fail "the step '$2' was not named"
    rm -rf "$where"
}
# A kiosk looks for the folder at its start: take it away afterwards.
no_slips() { wait_until 30 grep -q 'kiosk ready' "$1/log/kiosk-1.log" && rmdir "$1/tickets" && touch "$1/tickets"; }
no_sound() { wait_until 30 test -d "$1/log" && mkdir "$1/log/voice.raw"; }
dead_board() { wait_until 30 pgrep -f "hall-display.*$1" >/dev/null && pkill -KILL -f "hall-display.*$1"; }

# Dead once all are connected: the pad next to it still calls.
dead_strip() { wait_until 60 grep -q 'all parts are connected  *ok' "$out" && pkill -KILL -f "hall-station.*$1.*strip-1"; }

spoil no_slips 'the slip is printed'
spoil dead_strip 'the strip over window 1'
spoil no_sound 'the voice calls it'
spoil dead_board 'all parts are connected'
echo "5 checks"
