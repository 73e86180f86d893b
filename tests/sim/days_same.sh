#!/bin/sh
# A seed is a day: two runs print the same figures and the same digest, a trace included.
# Usage: days_same.sh HALL_SIM
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for seed in 11 153; do
    for store in memory vfs; do
        "$1" day --seed $seed --hours 2 --store "$store" --trace --out "$work/one"
        "$1" day --seed $seed --hours 2 --store "$store" --trace --out "$work/two"
        cmp "$work/one" "$work/two"
        [ "$(wc -l <"$work/one")" -gt 100 ]
    done
done
