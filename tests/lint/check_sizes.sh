#!/bin/sh
# Fails for a file above 500 lines, a function above 60 lines, a folder README above
# 20 lines, or C without its licence line. Usage: check_sizes.sh REPO_ROOT
set -eu
cd "$1"
bad=0
for f in $(git ls-files '*.c' '*.h' '*.sh' '*.py' '*.mjs' hall); do
    n=$(wc -l <"$f")
    [ "$n" -le 500 ] || { echo "$f: $n lines; split it along a thought (500 at most)"; bad=1; }
done
for f in $(git ls-files '*.c' '*.h' '*.def'); do
    case $f in *words/*) continue ;; esac
    head -n 1 "$f" | grep -q 'SPDX-License-Identifier: Apache-2.0' || { echo "$f: first line is not the licence line"; bad=1; }
done
# shellcheck disable=SC2046
long=$(ctags -x --_xformat='%{end} %n %N %F' --kinds-C=f --fields=+ne $(git ls-files '*.c') | awk '$1 - $2 + 1 > 60 { print $4 ":" $2 ": " $3 " has " $1 - $2 + 1 " lines (60 at most)" }')
[ -z "$long" ] || { echo "$long"; bad=1; }
for f in $(git ls-files '*/README.md' | grep -vE '^(docs|tests/data|halls)/'); do
    n=$(wc -l <"$f")
    [ "$n" -le 20 ] || { echo "$f: $n lines; a folder README has at most 20"; bad=1; }
done
exit $bad
