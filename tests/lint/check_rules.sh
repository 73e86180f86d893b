#!/bin/sh
# Fails when code or tests cite a rule R-… that docs/rules.md does not have, a decision D-… that
# docs/decisions/README.md does not have, or a fault F.. or threat T.. that docs/reliability.md does
# not have. Usage: check_rules.sh REPO_ROOT
set -eu
cd "$1"
bad=0
cited() { git grep -ohE "\\b$1\\b" -- '*.c' '*.h' '*.def' '*.sh' '*.py' '*.yaml' '*.txt' hall | sort -u; }
for rule in $(cited 'R-[A-Z][0-9]*'); do
    grep -qE "^\| $rule \|" docs/rules.md || { echo "$rule is cited and not in docs/rules.md"; bad=1; }
done
for decision in $(cited 'D-[0-9][0-9]'); do
    grep -qE "^\| $decision \|" docs/decisions/README.md || { echo "$decision is cited and not in docs/decisions/README.md"; bad=1; }
done
for fault in $(cited '[FT][0-9][0-9]'); do
    grep -qE "^\| $fault \|" docs/reliability.md || { echo "$fault is cited and not in docs/reliability.md"; bad=1; }
done
exit $bad
