#!/bin/sh
# Fails when a file includes a folder that docs/layers.txt does not allow, or when
# a pure folder includes a system header that reaches the outside world.
# "model/board.h" means the folder of the same program, then one of common/, then
# the one folder of that name. Usage: check_layers.sh REPO_ROOT
set -eu
cd "$1"
{
    grep -rnE '^ *# *include +["<]' --include='*.[ch]' --include='*.def' \
        common protocol controller bus station kiosk display tools || true
} | awk -v rules=docs/layers.txt '
    BEGIN {
        while ((getline line < rules) > 0) {
            if (line ~ /^#/ || line == "") continue
            n = split(line, w, " ")
            ok[w[1], w[1]] = 1; kind[w[1]] = w[2]
            last = w[1]; sub(/.*\//, "", last); short[last] = w[1]
            for (i = 3; i <= n; i++) ok[w[1], w[i]] = 1
        }
        split("assert.h inttypes.h limits.h stdarg.h stdbool.h stddef.h stdint.h stdio.h string.h", h, " ")
        for (i in h) calm["<" h[i] ">"] = 1
    }
    {
        split($0, f, ":"); from = f[1]; sub(/\/[^\/]*$/, "", from)
        sub(/^common\/domain\/words$/, "common/domain", from)
        if (f[1] ~ /protocol\/crypto_openssl\.c$/) next # the one impure file beside the pure ones
        match($0, /["<][^">]*[">]/); inc = substr($0, RSTART, RLENGTH)
        if (!(from in kind)) { why = "is not listed in " rules }
        else if (inc ~ /^</) { why = kind[from] == "pure" && !(inc in calm) ? "is pure, must not include " inc : "" }
        else {
            to = substr(inc, 2, length(inc) - 2); if (!sub(/\/[^\/]*$/, "", to)) next
            sub(/^domain\/words$/, "domain", to)
            program = from; sub(/\/.*/, "", program)
            if ((program "/" to) in kind) to = program "/" to
            else if (("common/" to) in kind) to = "common/" to
            else if (to in short) to = short[to]
            why = (from, to) in ok ? "" : "must not include " inc
        }
        if (why != "") { print f[1] ":" f[2] ": " from " " why; bad = 1 }
    }
    END { exit bad }'
# snprintf is text, printf is the outside world.
pure=$(awk '$2 == "pure" { print $1 }' docs/layers.txt)
# shellcheck disable=SC2086
if grep -nE '(^|[^a-z_])(printf|fprintf|fopen|fputs|puts|malloc|calloc|realloc|free|rand|random|time|getenv|gettimeofday|clock_gettime)\(' \
    $(for d in $pure; do find "$d" -maxdepth 1 -name '*.[ch]' ! -name crypto_openssl.c; done); then
    echo "pure code must not call these: no I/O, clock, memory, randomness (docs/layers.txt)"
    exit 1
fi
