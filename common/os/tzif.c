/* SPDX-License-Identifier: Apache-2.0 */
#include "os/tzif.h"

#include <string.h>

#define HEADER_SIZE 44
#define OFFSET_LIMIT (26 * 3600) /* RFC 8536: more than 25:59:59 is no offset */

struct reader {
    const uint8_t *at, *end;
};

static int64_t big_endian(const uint8_t *at, size_t n)
{
    uint64_t v = n == 4 && at[0] & 0x80 ? ~(uint64_t)0 << 32 : 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | at[i];
    return (int64_t)v;
}

static const uint8_t *take(struct reader *in, uint64_t n)
{
    if ((uint64_t)(in->end - in->at) < n)
        return NULL;
    const uint8_t *at = in->at;
    in->at += n;
    return at;
}

struct counts {
    uint32_t utc_marks, wall_marks, leaps, transitions, types, letters;
    uint8_t version;
};

static bool read_header(struct reader *in, struct counts *counts)
{
    const uint8_t *at = take(in, HEADER_SIZE);
    if (!at || memcmp(at, "TZif", 4) != 0)
        return false;
    counts->version = at[4];
    uint32_t *const fields[] = {&counts->utc_marks,   &counts->wall_marks, &counts->leaps,
                                &counts->transitions, &counts->types,      &counts->letters};
    for (size_t i = 0; i < countof(fields); i++)
        *fields[i] = (uint32_t)big_endian(at + 20 + 4 * i, 4);
    return counts->types > 0 && counts->types <= 256;
}

static uint64_t block_size(const struct counts *c, uint64_t time_size)
{
    return c->transitions * (time_size + 1) + c->types * 6ull + c->letters +
           c->leaps * (time_size + 4) + c->wall_marks + c->utc_marks;
}

/* "\nRULE\n" behind the block. */
static bool read_footer(const struct reader *in, char *rule, size_t size)
{
    size_t n = (size_t)(in->end - in->at);
    if (n < 2 || in->at[0] != '\n' || in->at[n - 1] != '\n' || n - 2 >= size)
        return false;
    memcpy(rule, in->at + 1, n - 2);
    rule[n - 2] = '\0';
    return true;
}

bool tzif_offset(const uint8_t *bytes, size_t length, int64_t utc, int32_t *offset)
{
    struct reader in = {bytes, bytes + length};
    struct counts c;
    if (!read_header(&in, &c) || c.version < '2' || !take(&in, block_size(&c, 4)) ||
        !read_header(&in, &c))
        return false;
    const uint8_t *block = take(&in, block_size(&c, 8));
    if (!block)
        return false;

    uint32_t passed = 0; /* transitions at or before the moment */
    while (passed < c.transitions && big_endian(block + 8ull * passed, 8) <= utc)
        passed++;
    char rule[128];
    if (passed == c.transitions && read_footer(&in, rule, sizeof(rule)) && *rule)
        return tzif_rule_offset(rule, utc, offset);

    const uint8_t *type_of = block + 8ull * c.transitions;
    uint8_t type = passed ? type_of[passed - 1] : 0;
    if (type >= c.types)
        return false;
    *offset = (int32_t)big_endian(type_of + c.transitions + 6ull * type, 4);
    return *offset > -OFFSET_LIMIT && *offset < OFFSET_LIMIT;
}
