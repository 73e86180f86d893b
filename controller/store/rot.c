/* SPDX-License-Identifier: Apache-2.0 */
#include "store/rot.h"

#include <string.h>

#define HEADER 32
#define FRAME_HEADER 24
#define FRAME (FRAME_HEADER + ROT_PAGE)
#define MAGIC 0x377f0682u /* the lowest bit: checksums over big-endian words */
#define TURNS 2           /* so many whole ones cannot follow a cut */

struct sum {
    uint32_t a, b;
};

struct log {
    const uint8_t *bytes, *salts;
    size_t frames;
    bool big; /* order of the words in checksums; everything else is big-endian */
};

static uint32_t big_endian(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t little_endian(const uint8_t *at)
{
    return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static struct sum sum_on(struct sum sum, bool big, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i += 8) {
        sum.a += (big ? big_endian(bytes + i) : little_endian(bytes + i)) + sum.b;
        sum.b += (big ? big_endian(bytes + i + 4) : little_endian(bytes + i + 4)) + sum.a;
    }
    return sum;
}

static struct sum stored(const uint8_t *at)
{
    return (struct sum){big_endian(at), big_endian(at + 4)};
}

static bool same(struct sum x, struct sum y)
{
    return x.a == y.a && x.b == y.b;
}

static const uint8_t *frame_at(const struct log *log, size_t index)
{
    return log->bytes + HEADER + index * FRAME;
}

static struct sum sum_frame(const struct log *log, struct sum before, size_t index)
{
    const uint8_t *frame = frame_at(log, index);
    return sum_on(sum_on(before, log->big, frame, 8), log->big, frame + FRAME_HEADER, ROT_PAGE);
}

/* Page number, and the salts of this log. */
static bool belongs(const struct log *log, size_t index)
{
    const uint8_t *frame = frame_at(log, index);
    return big_endian(frame) && memcmp(frame + 8, log->salts, 8) == 0;
}

/* What follows a frame in one chain. */
struct chain_of {
    size_t end;     /* the first frame that is none of it */
    size_t last;    /* the last one that ends a turn; 0 = none */
    uint32_t turns; /* so many do */
    struct sum sum;
};

/* Frames from `index` on that continue `sum`. */
static struct chain_of follow(const struct log *log, struct sum sum, size_t index)
{
    struct chain_of chain = {.sum = sum};
    for (; index < log->frames && belongs(log, index); index++) {
        struct sum next = sum_frame(log, chain.sum, index);
        if (!same(next, stored(frame_at(log, index) + 16)))
            break;
        chain.sum = next;
        if (big_endian(frame_at(log, index) + 4)) {
            chain.turns++;
            chain.last = index;
        }
    }
    chain.end = index;
    return chain;
}

static bool turns_follow(const struct log *log, struct sum sum, size_t index)
{
    return follow(log, sum, index).turns >= TURNS;
}

static struct rot check_frames(const struct log *log, struct sum sum)
{
    struct chain_of good = follow(log, sum, 0);
    if (good.end == log->frames)
        return (struct rot){.sure = false};
    /* Either its content has changed, then the sum beside it still is the old one; or that sum. */
    return (struct rot){.sure =
                            turns_follow(log, stored(frame_at(log, good.end) + 16), good.end + 1) ||
                            turns_follow(log, sum_frame(log, good.sum, good.end), good.end + 1)};
}

/* The frames without their header: the first one is believed, the others follow it. */
static struct rot check_headless(struct log *log)
{
    const uint8_t *first = frame_at(log, 0);
    if (!big_endian(first))
        return (struct rot){.sure = false}; /* room only */
    log->salts = first + 8;
    struct chain_of chain = follow(log, stored(first + 16), 1);
    if (!chain.last)
        return (struct rot){.headless = true};
    const uint8_t *last = frame_at(log, chain.last);
    return (struct rot){.headless = true, .page = big_endian(last), .content = last + FRAME_HEADER};
}

struct rot rot_in_log(const uint8_t *bytes, size_t length)
{
    if (length < HEADER + FRAME)
        return (struct rot){.sure = false};
    struct log log = {bytes, bytes + 16, (length - HEADER) / FRAME, big_endian(bytes) & 1};
    struct sum sum = sum_on((struct sum){0, 0}, log.big, bytes, 24);
    if ((big_endian(bytes) & ~1u) == MAGIC && big_endian(bytes + 8) == ROT_PAGE &&
        same(sum, stored(bytes + 24)))
        return check_frames(&log, sum);
    return check_headless(&log);
}
