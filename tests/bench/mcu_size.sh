#!/bin/sh
# How much code frame, codec and record are on a microcontroller: compiled with -Os for a Cortex-M0+
# when clang is there, else for this machine. Fails above 8 KiB, or when they want anything of a C
# library but moving bytes: no malloc, no printf. The cipher is the chip's own (crypto.h), so it
# is not counted. Usage: mcu_size.sh REPO_ROOT [--json FILE]
set -eu
limit=8192
cd "$1"
json=''
[ "${2:-}" != --json ] || json=${3:?--json wants a file}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# A microcontroller's library has these; here their declarations are enough.
mkdir "$dir/include"
cat >"$dir/include/string.h" <<'END'
#include <stddef.h>
void *memcpy(void *restrict, const void *restrict, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
void *memchr(const void *, int, size_t);
int memcmp(const void *, const void *, size_t);
size_t strnlen(const char *, size_t);
END
cat >"$dir/include/stdio.h" <<'END'
#include <stddef.h>
int snprintf(char *restrict, size_t, const char *restrict, ...);
END
echo '#define assert(true) ((void)0)' >"$dir/include/assert.h"

if clang=$(command -v clang-14 || command -v clang); then
    chip="Cortex-M0+"
    cc="$clang --target=arm-none-eabi -mcpu=cortex-m0plus -mthumb"
else
    chip="$(uname -m), no clang here"
    cc=cc
fi

total=0
measure() { # FILE: prints its row, adds it to total
    # shellcheck disable=SC2086
    $cc -std=c11 -Os -ffreestanding -ffunction-sections -fdata-sections -fno-stack-protector \
        -fno-asynchronous-unwind-tables -DPROTOCOL_STATION -I"$dir/include" \
        -I. -Icommon -c "$1.c" -o "$dir/$(basename "$1").o"
    bytes=$(size "$dir/$(basename "$1").o" | awk 'NR == 2 { print $1 + $2 }')
    printf '%-32s %10d bytes\n' "$1" "$bytes"
    total=$((total + bytes))
}

echo "text and tables for $chip"
for file in protocol/frame protocol/record common/base/codec common/base/wire common/base/crc32c; do
    measure "$file"
done
runtime=$total
verdict=ok
[ "$runtime" -le "$limit" ] || verdict=SHORT
printf '%-32s %10d bytes  <= %10d %s\n' mcu_text "$runtime" "$limit" "$verdict"
foreign=$(for kind in --defined-only --undefined-only; do nm "$kind" "$dir"/*.o | awk -v kind="$kind" 'NF > 1 { print kind, $NF }'; done |
    awk '$1 == "--defined-only" { ours[$2] } $1 == "--undefined-only" { wanted[$2] }
         END { for (name in wanted) if (!(name in ours)) print name }' |
    grep -vxE 'memcpy|memmove|memset|memchr|memcmp|strnlen|__aeabi_[a-z0-9]*|crypto_[a-z0-9]*' || true)
[ -z "$foreign" ] || { echo "a microcontroller would need: $foreign"; verdict=SHORT; }

echo "for comparison, not in the sum:"
for file in protocol/message protocol/channel protocol/noise; do
    measure "$file"
done
[ -z "$json" ] || printf '{\n  "mcu_text": %d\n}\n' "$runtime" >"$json"
[ "$verdict" = ok ]
