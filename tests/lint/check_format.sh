#!/bin/sh
# Fails when clang-format would change a file. Usage: check_format.sh REPO_ROOT
set -eu
cd "$1"
format=$(command -v clang-format-14 || command -v clang-format)
git ls-files -z '*.c' '*.h' 2>/dev/null | xargs -0 "$format" --dry-run --Werror
