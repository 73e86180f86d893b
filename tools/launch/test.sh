# test.sh - ./hall test and ./hall bench. Sourced by ./hall.

LONG_PARTS="protocol fuzz sim crash load kiosk display mutants asan tsan"
FUZZ_SECONDS=500 # each fuzzer in --long fuzz

# ctest_preset PRESET [OPTION...]: runs, prints each test, and closes with one line of counts
ctest_preset() {
    local preset=$1 log=build/$1-test.log failed=0 places
    shift
    places=$(nproc)
    # Most tests of the suite wait more than they compute: tests/costs.cmake.
    [ "$preset" != dev ] || places=$((4 * places))
    ctest --preset "$preset" -j "$places" --no-tests=error "$@" | tee "$log" || failed=1
    local all bad
    all=$(sed -n 's/.*tests failed out of \([0-9]*\).*/\1/p' "$log" | tail -n 1)
    bad=$(sed -n 's/.*, \([0-9]*\) tests failed out of.*/\1/p' "$log" | tail -n 1)
    say ""
    say "$((${all:-0} - ${bad:-0})) passed, ${bad:-0} failed"
    [ "$failed" = 0 ] && [ -n "$all" ]
}

run_tests() {
    local long='' part='' coverage=''
    while [ $# -gt 0 ]; do
        case $1 in
        --coverage) coverage=1 ;;
        --mutants) shift; need_packages build run check test; run_mutants "$@"; return ;;
        --long) long=1; [[ ${2:-} == -* || -z ${2:-} ]] || { part=$2; shift; } ;;
        *) usage_error "test: unknown option $1; see ./hall help" ;;
        esac
        shift
    done
    [ -z "$part" ] || [[ " $LONG_PARTS " == *" $part "* ]] || usage_error "test: no long part '$part'; there are: $LONG_PARTS"
    need_packages build run check test
    [ -z "$coverage" ] || { run_coverage; return; }
    if [ -z "$long" ]; then
        build dev
        ctest_preset dev -LE long
        return
    fi
    need_packages long
    local p
    for p in ${part:-$LONG_PARTS}; do
        say "== long: $p"
        "long_$p"
    done
}

# The rules and the protocol, line by line: what their own tests reach, not what programs happen to run.
run_coverage() {
    need_packages coverage
    build coverage
    find build/coverage -name '*.gcda' -delete
    ctest_preset coverage -LE long -R '^(engine|dispatch|replay|test_protocol|protocol_|schema|fuzz_|sim_)' || return
    gcovr --root . --filter controller/engine/ --filter protocol/ --exclude-unreachable-branches \
        --json build/coverage.json build/coverage
    python3 tests/coverage/report.py build/coverage.json tests/coverage/left.txt
}

long_labelled() { build "$1"; ctest_preset "$1" -L "long_$2" --timeout 4800; }
long_protocol() { long_labelled release protocol; }
long_sim() { long_labelled release sim; }
long_crash() { long_labelled release crash; }
long_mutants() { run_mutants; }
long_load() { long_labelled release load; }
long_kiosk() { long_labelled release kiosk; }
long_display() { long_labelled release display; }
long_asan() { build asan; ctest_preset asan -LE long; }
# What has threads or shares code with what has: not the programs' own days, which would take hours, and
# not what reads the memory of processes, which is without end here, or waits through libfaketime, behind
# the sanitizer's back.
long_tsan() { build tsan; ctest_preset tsan -LE long -E '^(lint|load|launcher|crash|e2e_(controller|bad|protocol_keys|display_faults)|protocol_once)'; }
long_fuzz() {
    build fuzz
    local fuzzer words
    for fuzzer in build/fuzz/tests/fuzz_*; do
        [ -x "$fuzzer" ] && [ -f "$fuzzer" ] || continue
        words=(-dict=tests/fuzz/hall.dict) # what speaks HALL/1 gets its words
        case $fuzzer in *fuzz_config | *fuzz_fact) words=() ;; esac
        say "$(basename "$fuzzer"): $FUZZ_SECONDS s"
        "$fuzzer" -max_total_time="$FUZZ_SECONDS" -rss_limit_mb=2048 -print_final_stats=1 "${words[@]}" "tests/fuzz/corpus/$(basename "$fuzzer")" 2>build/fuzz.log ||
            { tail -n 40 build/fuzz.log >&2; die "$(basename "$fuzzer") found something; the log is build/fuzz.log"; }
        grep -E 'stat::number_of_executed_units|stat::new_units_added' build/fuzz.log
    done
}

# join_objects FILE...: flat objects, a figure a line, as one
join_objects() {
    printf '{\n'
    sed -n 's/^ *\("[^"]*": [^,]*\),*$/  \1/p' "$@" | sed '$!s/$/,/'
    printf '}\n'
}

run_benches() {
    local name='' json=''
    while [ $# -gt 0 ]; do
        case $1 in
        --json) shift; json=${1:-}; [ -n "$json" ] || usage_error "bench: --json wants a file" ;;
        -*) usage_error "bench: unknown option $1; see ./hall help" ;;
        *)
            [ -z "$name" ] || usage_error "bench: one bench or all, not '$name' and '$1'"
            name=$1
            ;;
        esac
        shift
    done
    [ -z "$json" ] || { : >"$json"; } 2>/dev/null || usage_error "bench: --json $json cannot be written"
    need_packages build run check
    build "$PRESET" programs
    local bench failed=0 parts=()
    for bench in "build/$PRESET/bin/bench-"${name:-*}; do
        [ -x "$bench" ] || continue
        parts+=("build/$(basename "$bench").json")
        say "== $(basename "$bench" | sed s/bench-//)"
        "$bench" --json "${parts[-1]}" || failed=1
    done
    [ ${#parts[@]} -gt 0 ] || usage_error "bench: no bench '$name'; there are: $(cd "build/$PRESET/bin" && ls -m bench-* | sed 's/bench-//g')"
    [ -z "$json" ] || join_objects "${parts[@]}" >"$json"
    return "$failed"
}
