# mutants.sh - ./hall test --mutants: does the suite find the bugs that were planted? Sourced by ./hall.
# The format of a planted bug is in tests/mutants/README.md.

MUTANT_TREE=build/mutants/src   # a copy of what git knows, as it lies here
MUTANT_BUILD=build/mutants/build
MUTANT_LIMIT=900                # seconds; a layer that hangs has found something

header() { sed -n "s/^$1: *//p" "$2" | head -n 1; } # header WORD PATCH

mutant_tree() {
    rm -rf "$MUTANT_TREE" # and every file as new: what was built of a planted one is not kept
    mkdir -p "$MUTANT_TREE"
    git ls-files -z | tar --null -cf - -T - | tar -xmf - -C "$MUTANT_TREE"
    local launcher=()
    ! command -v ccache >/dev/null || launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache)
    cmake -S "$MUTANT_TREE" -B "$MUTANT_BUILD" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS="-O1 -g" -DHALL_KILLS=500 "${launcher[@]}" >build/mutants/configure.log
}

# layer_builds LAYER: the targets that it needs, tests being named like their programs
layer_builds() {
    local kind=${1%% *} rest=${1#* }
    [ "$kind" = ctest ] || { say hall-sim; return; }
    ctest --test-dir "$MUTANT_BUILD" -N -R "$rest" -LE long | sed -n 's/^ *Test *#[0-9]*: //p' |
        while read -r name; do
            # A script is no target: it runs programs.
            if ninja -C "$MUTANT_BUILD" -t query "$name" >/dev/null 2>&1; then say "$name"; else say programs; fi
        done | sort -u
}

build_layer() {
    local targets
    mapfile -t targets < <(layer_builds "$1")
    [ ${#targets[@]} -gt 0 ] || die "'$1': no such test"
    cmake --build "$MUTANT_BUILD" --target "${targets[@]}" >build/mutants/build.log 2>&1
}

# run_layer LAYER: succeeds when the layer finds nothing
run_layer() {
    local kind=${1%% *} rest=${1#* }
    case $kind in
    # shellcheck disable=SC2086
    sim) (timeout "$MUTANT_LIMIT" "$MUTANT_BUILD/bin/hall-sim" days --seeds $rest >build/mutants/run.log 2>&1 || exit 1) 2>/dev/null ;;
    ctest) timeout "$MUTANT_LIMIT" ctest --test-dir "$MUTANT_BUILD" -R "$rest" -LE long --no-tests=error --stop-on-failure >build/mutants/run.log 2>&1 ;;
    *) die "a layer is 'sim' or 'ctest', not '$kind'" ;;
    esac
}

what_was_found() { # VERDICT
    [ "$1" != found ] || sed -nE 's/^BROKEN.*: ([A-Z_]+): .*/: \1/p; s/.*(Assertion .*failed).*/: \1/p; s/.*- ([a-z0-9_]+) \((Failed|Timeout|Subprocess.*)\).*/: \1/p' build/mutants/run.log | head -n 1
}

plant() { patch -d "$MUTANT_TREE" -p1 -s --no-backup-if-mismatch "$@" <"$PATCH" >build/mutants/patch.log 2>&1; }

# One line of the table; returns 1 when the mutant was not found.
try_mutant() {
    local PATCH=$1 layer verdict=found began=$SECONDS
    layer=$(header layer "$PATCH")
    [ -n "$layer" ] && [ -n "$(header bug "$PATCH")" ] || { say "$PATCH: wants the lines 'bug:' and 'layer:'"; return 1; }
    if ! plant; then
        verdict='DOES NOT APPLY'
    elif ! build_layer "$layer"; then
        verdict='DOES NOT BUILD'
    elif run_layer "$layer"; then
        verdict=SURVIVED
    fi
    [ "$verdict" = 'DOES NOT APPLY' ] || plant -R || die "$PATCH cannot be taken back"
    printf '%-32s %-15s %4d s  %s%s\n' "$(basename "$PATCH" .patch)" "$verdict" $((SECONDS - began)) "$layer" "$(what_was_found "$verdict")"
    [ "$verdict" = found ]
}

# run_mutants [NAME...]: all, or those whose name begins so
run_mutants() {
    local patches=() layers=() patch layer failed=0 name
    for name in "${@:-}"; do
        for patch in tests/mutants/"$name"*.patch; do [ -f "$patch" ] && patches+=("$patch"); done
    done
    [ ${#patches[@]} -gt 0 ] || usage_error "test: no such mutant; they lie in tests/mutants"
    mkdir -p build/mutants
    mutant_tree
    # What fails without a bug finds none.
    mapfile -t layers < <(for patch in "${patches[@]}"; do header layer "$patch"; done | sort -u)
    for layer in "${layers[@]}"; do
        build_layer "$layer" || { tail -n 30 build/mutants/build.log >&2; die "the build failed"; }
        run_layer "$layer" || { tail -n 30 build/mutants/run.log >&2; die "'$layer' fails without any mutant"; }
    done
    for patch in "${patches[@]}"; do try_mutant "$patch" || failed=$((failed + 1)); done
    say ""
    say "${#patches[@]} mutants, $((${#patches[@]} - failed)) found, $failed not"
    [ "$failed" = 0 ]
}
