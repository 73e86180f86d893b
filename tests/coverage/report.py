#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lines and branches of the pure folders that tests reach, from `gcovr --json`.

    report.py COVERAGE.json LEFT.txt

LEFT.txt names what no test reaches and why, a line each: FILE | the source line, trimmed | reason.
Fails when a line is not reached and not named there, when a name there is reached or gone, or when
fewer than 95 % of the branches of a folder are taken. assert() is no branch: it has no second way.
"""
import json
import sys
from collections import defaultdict

BRANCHES_LEAST = 95.0


def read_left(path):
    left = {}
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.strip() and not line.startswith("#"):
            parts = [part.strip() for part in line.split(" | ")]
            if len(parts) != 3:
                sys.exit(f"{path}:{number}: three parts are needed: FILE | source line | reason")
            left[parts[0], parts[1]] = number
    return left


def merged(files):
    """gcov sees a header or a file built twice as several: a line is reached when one of them is."""
    lines = defaultdict(lambda: defaultdict(lambda: [0, {}]))
    for file in files:
        for line in file["lines"]:
            if line.get("gcovr/noncode"):
                continue
            held = lines[file["file"]][line["line_number"]]
            held[0] += line["count"]
            for index, branch in enumerate(line["branches"]):
                held[1][index] = held[1].get(index, 0) + branch["count"]
    return lines


def main():
    files = merged(json.load(open(sys.argv[1], encoding="utf-8"))["files"])
    left = read_left(sys.argv[2])
    used, folders, bad = set(), defaultdict(lambda: [0, 0, 0, 0]), []
    for name in sorted(files):
        source = open(name, encoding="utf-8").read().split("\n")
        total = folders[name.rsplit("/", 1)[0]]
        for number, (count, branches) in sorted(files[name].items()):
            text = source[number - 1].strip()
            named = (name, text) in left
            total[0] += 1
            total[1] += count > 0 or named
            if not count and named:
                used.add((name, text))
            elif not count:
                bad.append(f"{name}:{number}: no test reaches: {text}")
            if text.startswith("assert("):  # gcov counts all of a macro's ways at its first line
                continue
            taken = sum(1 for n in branches.values() if n)
            total[2] += len(branches)
            total[3] += taken
            if count and taken < len(branches):
                print(f"{name}:{number}: {taken} of {len(branches)} ways: {text}")
    for key in sorted(set(left) - used):
        bad.append(f"{sys.argv[2]}:{left[key]}: {key[0]} has no such line, or tests reach it")
    print()
    for folder, (lines, reached, ways, taken) in sorted(folders.items()):
        share = 100 * taken / ways if ways else 100
        print(f"{folder:24} lines {reached} of {lines}  branches {taken} of {ways} ({share:.1f} %)")
        if share < BRANCHES_LEAST:
            bad.append(f"{folder}: {share:.1f} % of the branches, {BRANCHES_LEAST:.0f} % are asked for")
    print("\n".join(bad))
    print(f"{len(left)} lines are left out with a reason ({sys.argv[2]}); {len(bad)} problems")
    return bool(bad)


sys.exit(main())
