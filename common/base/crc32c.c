/* SPDX-License-Identifier: Apache-2.0 */
#include "base/crc32c.h"

#ifdef PROTOCOL_STATION

/* Half a byte at a time: 64 bytes of table instead of 8192, for a microcontroller. */
static const uint32_t nibble_table[16] = {0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1,
                                          0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
                                          0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
                                          0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75};

uint32_t crc32c_more(uint32_t crc, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    for (crc = ~crc; n; n--) {
        crc ^= *p++;
        crc = crc >> 4 ^ nibble_table[crc & 0xf];
        crc = crc >> 4 ^ nibble_table[crc & 0xf];
    }
    return ~crc;
}

#else

#include "base/crc32c_table.h"

/* Written so that it means the same on every byte order; compilers make one load of it. */
static uint32_t load_le(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t take_eight(uint32_t crc, const uint8_t *p)
{
    uint32_t low = load_le(p) ^ crc, high = load_le(p + 4);
    return crc32c_table[7][low & 0xff] ^ crc32c_table[6][low >> 8 & 0xff] ^
           crc32c_table[5][low >> 16 & 0xff] ^ crc32c_table[4][low >> 24] ^
           crc32c_table[3][high & 0xff] ^ crc32c_table[2][high >> 8 & 0xff] ^
           crc32c_table[1][high >> 16 & 0xff] ^ crc32c_table[0][high >> 24];
}

uint32_t crc32c_more(uint32_t crc, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    crc = ~crc;
    for (; n >= 8; n -= 8, p += 8)
        crc = take_eight(crc, p);
    for (; n; n--)
        crc = crc >> 8 ^ crc32c_table[0][(crc ^ *p++) & 0xff];
    return ~crc;
}

#endif

uint32_t crc32c(const void *bytes, size_t n)
{
    return crc32c_more(0, bytes, n);
}
