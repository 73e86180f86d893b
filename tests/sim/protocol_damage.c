/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_damage.h"

#include <string.h>

const char *const damage_words[DAMAGE_KINDS] = {
#define X(name, words) words,
    DAMAGES(X)
#undef X
};

/* splitmix64 */
static uint64_t next(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

struct dice dice_of(uint64_t number)
{
    struct dice dice = {number};
    dice.state = next(&dice.state);
    return dice;
}

uint32_t dice_roll(struct dice *dice, uint32_t below)
{
    return (uint32_t)((next(&dice->state) >> 32) * below >> 32);
}

void damage_fill(struct dice *dice, uint8_t *frame, size_t length)
{
    uint32_t zeros = dice_roll(dice, 4) * 3; /* tenths */
    for (size_t i = 0; i < length; i++) {
        uint64_t x = next(&dice->state);
        frame[i] = x >> 32 & 1023 && (x >> 42) % 10 >= zeros ? (uint8_t)x : 0;
    }
}

static size_t random_length(struct dice *dice)
{
    uint32_t which = dice_roll(dice, 1000);
    if (which < 900)
        return FRAME_HEADER + 1 + dice_roll(dice, 36);
    if (which < 998)
        return FRAME_HEADER + 1 + dice_roll(dice, FRAME_MAX_BUS - FRAME_HEADER);
    return FRAME_HEADER + 1 + dice_roll(dice, FRAME_MAX_TCP - FRAME_HEADER);
}

/* ---- damage to the bytes of HIT, in place ---- */

struct hit {
    uint8_t *at;
    size_t length;
    struct wire_damage *damage;
};

static void touch(const struct hit *hit, size_t byte)
{
    hit->damage->self = true;
    hit->damage->before = hit->damage->before || byte == 0;
    hit->damage->behind = hit->damage->behind || byte == hit->length - 1;
}

static void flip(const struct hit *hit, uint32_t bit)
{
    hit->at[bit / 8] ^= (uint8_t)(1u << bit % 8);
    touch(hit, bit / 8);
}

#define FLIPS_MAX 128

/* `count` different bits. */
static void flip_some(struct dice *dice, const struct hit *hit, uint32_t count)
{
    uint32_t bits[FLIPS_MAX];
    for (uint32_t n = 0; n < count;) {
        uint32_t bit = dice_roll(dice, (uint32_t)hit->length * 8), i = 0;
        while (i < n && bits[i] != bit)
            i++;
        if (i < n)
            continue;
        bits[n++] = bit;
        flip(hit, bit);
    }
}

/* How many of `bits` are wrong at this rate, given that one is. */
static uint32_t wrong_bits(struct dice *dice, uint32_t bits, double rate)
{
    double none = 1, base = 1 - rate;
    for (uint32_t n = bits; n; n >>= 1, base *= base)
        if (n & 1)
            none *= base;
    double u = none + (1 - none) * ((double)dice_roll(dice, UINT32_MAX) / UINT32_MAX);
    double chance = none, sum = none;
    uint32_t count = 0;
    while (sum < u && count < FLIPS_MAX) {
        count++;
        chance *= (double)(bits - count + 1) / count * rate / (1 - rate);
        sum += chance;
        if (chance < 1e-30 && sum > 0.5)
            break;
    }
    return count ? count : 1;
}

static void hit_bits(struct dice *dice, const struct hit *hit)
{
    static const double rates[] = {1e-6, 1e-5, 1e-4, 1e-3};
    uint32_t bits = (uint32_t)hit->length * 8;
    flip_some(dice, hit, wrong_bits(dice, bits, rates[dice_roll(dice, countof(rates))]));
}

/* The first and the last bit of a burst are wrong, those between as it falls. */
static void hit_burst(struct dice *dice, const struct hit *hit)
{
    uint32_t length = 2 + dice_roll(dice, 31);
    uint32_t start = dice_roll(dice, (uint32_t)hit->length * 8 - length + 1);
    uint32_t middle = (uint32_t)(next(&dice->state) >> 32);
    flip(hit, start);
    flip(hit, start + length - 1);
    for (uint32_t i = 1; i < length - 1; i++)
        if (middle & 1u << i)
            flip(hit, start + i);
}

/* Bytes read as 00; a delimiter stays one. */
static void hit_break(struct dice *dice, const struct hit *hit)
{
    size_t start = 1 + dice_roll(dice, (uint32_t)hit->length - 2);
    size_t count = 1 + dice_roll(dice, (uint32_t)(hit->length - 1 - start));
    memset(hit->at + start, 0, count);
    hit->damage->self = true;
}

/* ---- damage that changes the length: between the stream's head and tail ---- */

/* Replaces `gone` bytes at `at` by `count` new ones. */
static void splice(struct damage_trial *trial, size_t at, size_t gone, const uint8_t *bytes,
                   size_t count)
{
    memmove(trial->bytes + at + count, trial->bytes + at + gone, trial->length - at - gone);
    for (size_t i = 0; i < count; i++)
        trial->bytes[at + i] = bytes[i];
    trial->length += count - gone;
}

static void hit_length(struct damage_trial *trial, struct dice *dice, const struct hit *hit)
{
    size_t start = trial->stream.hit;
    uint32_t n = (uint32_t)hit->length;
    uint32_t at = 1 + dice_roll(dice, n - 1);
    uint8_t byte = (uint8_t)dice_roll(dice, 256);
    switch (trial->kind) {
    case DAMAGE_INSERT: /* behind the delimiter before it, up to before the one behind */
        hit->damage->self = true;
        splice(trial, start + at, 0, &byte, 1);
        break;
    case DAMAGE_DROP:
        at -= dice_roll(dice, n) == 0; /* the delimiter before it too, now and then */
        touch(hit, at);
        splice(trial, start + at, 1, NULL, 0);
        break;
    case DAMAGE_DUPLICATE:
        hit->damage->self = true;
        splice(trial, start + at, 0, &trial->bytes[start + at], 1);
        break;
    case DAMAGE_CUT: /* the delimiter is what comes next, or gone as well */
        hit->damage->self = true;
        hit->damage->behind = dice_roll(dice, 2);
        splice(trial, start + at, n - at - !hit->damage->behind, NULL, 0);
        break;
    case DAMAGE_BITS:
    case DAMAGE_FLIPS:
    case DAMAGE_BURST:
    case DAMAGE_BREAK:
    case DAMAGE_GARBAGE:
    case DAMAGE_KINDS:
        break;
    }
}

/* Between frames that keep their own delimiters nothing at all may be lost. */
static void put_garbage(struct damage_trial *trial, struct dice *dice)
{
    uint8_t garbage[DAMAGE_GARBAGE_MAX];
    uint32_t most = dice_roll(dice, 10) ? 40 : DAMAGE_GARBAGE_MAX;
    size_t count = 1 + dice_roll(dice, most);
    bool zeros = dice_roll(dice, 2);
    for (size_t i = 0; i < count; i++) {
        garbage[i] = (uint8_t)dice_roll(dice, 256);
        if (!zeros && !garbage[i])
            garbage[i] = 0xff;
    }
    splice(trial, trial->stream.hit, 0, garbage, count);
}

void damage_play(struct damage_trial *trial, uint64_t number)
{
    struct dice dice = dice_of(number);
    size_t length = random_length(&dice);
    damage_fill(&dice, trial->frame, length);
    trial->kind = (enum damage_kind)dice_roll(&dice, DAMAGE_KINDS);
    trial->damage = (struct wire_damage){0};
    bool shared = trial->kind != DAMAGE_GARBAGE && dice_roll(&dice, 4);
    wire_stream_make(&trial->stream, &wire_hall1, shared, trial->frame, length);
    memcpy(trial->bytes, trial->stream.bytes, trial->stream.length);
    trial->length = trial->stream.length;
    const struct hit hit = {trial->bytes + trial->stream.hit, trial->stream.hit_length,
                            &trial->damage};
    if (trial->kind == DAMAGE_BITS)
        hit_bits(&dice, &hit);
    else if (trial->kind == DAMAGE_FLIPS)
        flip_some(&dice, &hit, 4 + dice_roll(&dice, 9));
    else if (trial->kind == DAMAGE_BURST)
        hit_burst(&dice, &hit);
    else if (trial->kind == DAMAGE_BREAK)
        hit_break(&dice, &hit);
    else if (trial->kind == DAMAGE_GARBAGE)
        put_garbage(trial, &dice);
    else
        hit_length(trial, &dice, &hit);
}
