/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash_rot - bits of the files turn over while nobody looks (F07): a start notices, or it does not
 * matter: the rows of the open day and the folder's identity are then what they were.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/file.h"
#include "scenario.h"
#include "test.h"

struct image {
    uint8_t *bytes;
    size_t length;
    char path[128];
};

static void take(const struct scenario *s, const char *name, struct image *image)
{
    fixture_path(&s->f, name, image->path);
    assert_int_equal(file_read(image->path, 1 << 24, &image->bytes, &image->length), ERR_NONE);
}

static void put(const struct image *image)
{
    FILE *file = fopen(image->path, "w");
    assert_non_null(file);
    if (image->length)
        assert_int_equal(fwrite(image->bytes, 1, image->length, file), image->length);
    assert_int_equal(fclose(file), 0);
}

struct look {
    enum err err;
    uint64_t first, last;
    struct store_identity identity;
    bool wrong;
};

static enum err take_row(void *context, const struct store_row *row)
{
    struct look *look = context;
    if (!look->first)
        look->first = row->seq;
    if (!fixture_is_row(row, row->seq) || (look->last && row->seq != look->last + 1))
        look->wrong = true;
    look->last = row->seq;
    return ERR_NONE;
}

static struct look look_at(struct scenario *s)
{
    struct look look = {.first = 0};
    struct store_options options = fixture_options(&s->f);
    look.err = store_open(&options, &s->f.store);
    if (!look.err) {
        store_identity(s->f.store, &look.identity);
        look.err = store_replay(s->f.store, take_row, &look);
    }
    scenario_kill(s);
    return look;
}

struct flips {
    size_t stride;
    uint64_t may_lose; /* rows at the end */
};

static bool same(const struct look *a, const struct look *b, uint64_t may_lose)
{
    return !b->wrong && a->first == b->first && b->last <= a->last &&
           b->last + may_lose >= a->last && a->identity.instance == b->identity.instance &&
           a->identity.epoch == b->identity.epoch && a->identity.boot == b->identity.boot &&
           b->identity.seq == b->last;
}

/* Flips one bit of every `stride`th byte of `which`, and looks; the files are put back each time.
 */
static void flip(struct scenario *s, struct image *files, size_t count, struct image *which,
                 struct flips flips)
{
    struct look before = look_at(s);
    size_t noticed = 0, tried = 0;
    for (size_t at = 0; at < which->length; at += flips.stride, tried++) {
        uint8_t bit = (uint8_t)(1u << (at / flips.stride % 8));
        which->bytes[at] ^= bit;
        for (size_t i = 0; i < count; i++)
            put(&files[i]);
        which->bytes[at] ^= bit;
        struct look after = look_at(s);
        noticed += after.err != ERR_NONE;
        if (!after.err && !same(&before, &after, flips.may_lose)) {
            scenario_end(s);
            fail_msg("byte %zu of %s: rows %llu-%llu became %llu-%llu unnoticed", at, which->path,
                     (unsigned long long)before.first, (unsigned long long)before.last,
                     (unsigned long long)after.first, (unsigned long long)after.last);
        }
    }
    scenario_end(s);
    print_message("%zu flips, %zu noticed\n", tried, noticed);
    assert_true(noticed > 0);
}

/* Two days, the second one open; all of it in the file, nothing in the WAL. */
static void fill(struct scenario *s)
{
    scenario_begin(s);
    fixture_open(&s->f);
    assert_int_equal(fixture_open_day(&s->f, 20250801), ERR_NONE);
    assert_int_equal(fixture_turn(&s->f, 20), ERR_NONE);
    assert_int_equal(fixture_open_day(&s->f, 20250802), ERR_NONE);
    assert_int_equal(fixture_turn(&s->f, 80), ERR_NONE);
    assert_int_equal(store_checkpoint(s->f.store), ERR_NONE);
    scenario_kill(s);
}

static void a_flipped_bit_in_the_file_is_noticed_or_harmless(void **state)
{
    (void)state;
    struct scenario s;
    struct image files[2] = {{.bytes = NULL}, {.bytes = NULL}};
    fill(&s);
    take(&s, "journal-1.db", &files[0]);
    fixture_path(&s.f, "journal-1.db-wal", files[1].path); /* empty: all of it is in the file */
    put(&files[1]);
    flip(&s, files, countof(files), &files[0], (struct flips){.stride = 13});
    free(files[0].bytes);
}

/* Without the zeros at its end, which are room. */
static size_t used(const struct image *image)
{
    size_t length = image->length;
    while (length && !image->bytes[length - 1])
        length--;
    return length;
}

/* A day that lies in the log alone. What a power cut could have left cannot be told from rot. */
static void a_flipped_bit_in_the_log_is_noticed_or_harmless(void **state)
{
    (void)state;
    struct scenario s;
    struct image files[2] = {{.bytes = NULL}, {.bytes = NULL}};
    scenario_begin(&s);
    fixture_open(&s.f);
    assert_int_equal(fixture_open_day(&s.f, 20250801), ERR_NONE);
    for (int i = 0; i < 20; i++)
        assert_int_equal(fixture_turn(&s.f, 3), ERR_NONE);
    scenario_kill(&s);
    take(&s, "journal-1.db-wal", &files[0]);
    take(&s, "journal-1.db", &files[1]);
    files[0].length = used(&files[0]);
    flip(&s, files, countof(files), &files[0], (struct flips){.stride = 67, .may_lose = 2 * 3});
    free(files[0].bytes);
    free(files[1].bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flipped_bit_in_the_file_is_noticed_or_harmless),
        cmocka_unit_test(a_flipped_bit_in_the_log_is_noticed_or_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
