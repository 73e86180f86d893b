#!/bin/sh
# Fails when text points to a file that is not in the repository: a Markdown link, a name that ends
# in .md, a path below docs/, and in *.md any path below a folder of the tree and any name of a
# source file (`*` as in a shell; <header.h> is the system's). A path is looked for from the file's
# own folder, from the root and as the end of a path; a link from its own folder only. NAME, LANG
# and AREA stand for any name. Usage: check_links.sh REPO_ROOT
set -eu
cd "$1"
files=$(mktemp)
trap 'rm -f "$files"' EXIT
git ls-files >"$files"
# shellcheck disable=SC2046
LC_ALL=C awk -v files="$files" '
    BEGIN {
        while ((getline path < files) > 0) {
            for (; ; path = substr(path, 1, length(path) - length(name) - 1)) {
                have[path] = 1
                name = path
                if (!sub(/.*\//, "", name)) { top[path] = 1; break }
                end_of(path)
            }
        }
    }
    # every "b/c" of "a/b/c", so that the end of a path is found at once
    function end_of(path) { while (sub(/^[^\/]*\//, "", path)) ends[path] = 1 }
    function folder(path) { return sub(/\/[^\/]*$/, "/", path) ? path : "" }
    function plain(path) {
        gsub(/\/\.\//, "/", path)
        while (sub(/[^\/.][^\/]*\/\.\.\//, "", path)) ;
        sub(/\/$/, "", path)
        return path
    }
    function like(set, path,   pattern, one) {
        if (path !~ /\*/) return path in set
        pattern = path
        gsub(/\./, "[.]", pattern); gsub(/\*/, "[^/]*", pattern)
        for (one in set) if (one ~ "^" pattern "$") return 1
        return 0
    }
    function found(path) {
        path = plain(path)
        return path ~ /NAME|LANG|AREA/ || like(have, plain(folder(FILENAME) path)) || like(have, path) || like(ends, path)
    }
    function complain(path) { print FILENAME ":" FNR ": " path " is not in the repository"; bad = 1 }
    function links(line,   to) {
        while (match(line, /\]\([^) ]+\)/)) {
            to = substr(line, RSTART + 2, RLENGTH - 3); line = substr(line, RSTART + RLENGTH)
            sub(/#.*/, "", to)
            if (to != "" && to !~ /^[a-z]+:/ && !(plain(folder(FILENAME) to) in have)) complain(to)
        }
    }
    function is_name(word, prose,   first) {
        if (word ~ /[A-Za-z0-9_]\.md$/ || word ~ /^docs\//) return 1
        first = word; sub(/\/.*/, "", first)
        return prose && (word ~ /[A-Za-z0-9_*]\.(c|h|def|py|sh)$/ || (word ~ /\// && first in top))
    }
    function words(line, prose,   word) {
        gsub(/https?:[^ )>"]*|\]\([^) ]+\)|<[a-z\/]+\.h>/, " ", line)
        while (match(line, /[A-Za-z0-9_.*\/-]+/)) {
            word = substr(line, RSTART, RLENGTH); line = substr(line, RSTART + RLENGTH)
            sub(/[.-]+$/, "", word)
            if (line !~ /^\{/ && is_name(word, prose) && !found(word)) complain(word)
        }
    }
    FILENAME ~ /\.md$/ { links($0) }
    { words($0, FILENAME ~ /\.md$/) }
    END { exit bad }' $(git ls-files '*.md' '*.c' '*.h' '*.def' '*.cmake' '*.py' '*.sh' '*CMakeLists.txt' 'docs/*.txt' hall ':!tests/lint/check_links.sh')
