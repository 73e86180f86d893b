#!/usr/bin/env bash
# ./hall run township: comes up, says where everything is, and Ctrl-C stops every process
# it started and nothing else. Usage: launcher_run.sh REPO_ROOT PRESET
set -euo pipefail
cd "$1"
export HALL_PRESET=$2
fail() { echo "launcher_run: $*" >&2; cat "$log" >&2; exit 1; }
# wait_until SECONDS COMMAND...
wait_until() {
    local until=$((SECONDS + $1)); shift
    until "$@" 2>/dev/null; do [ "$SECONDS" -le "$until" ] || return 1; sleep 0.05; done
}
log=$(mktemp)
sleep 300 & bystander=$!
trap 'kill $bystander 2>/dev/null || true; rm -f "$log"' EXIT

# A process group of its own, as a terminal's Ctrl-C reaches the whole group.
set -m
./hall run township >"$log" 2>&1 &
launcher=$!
set +m
wait_until 120 grep -q 'Ctrl-C stops it' "$log" || fail "the hall did not come up"
programs() { pgrep -g "$launcher" -f "build/$HALL_PRESET/bin/hall-"; }
[ "$(programs | wc -l)" -ge 4 ] || fail "too few programs run: $(programs | wc -l)"

kill -INT -- "-$launcher"
wait_until 15 eval '! kill -0 $launcher' || fail "the launcher did not stop"
wait_until 5 eval '! programs' || fail "programs were left behind: $(programs)"
kill -0 "$bystander" || fail "a process that the launcher did not start is gone"
./hall run nowhere >"$log" 2>&1 && fail "an unknown hall was accepted"
grep -q "no hall 'nowhere'" "$log" || fail "the unknown hall is not named"
echo "1 hall came up and stopped"
