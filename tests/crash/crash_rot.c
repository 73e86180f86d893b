/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash_rot - bits of the files turn over while nobody looks, pages are lost, zeroed or exchanged
 * (F07): a start notices, for archives `hallctl verify` does, or it does not matter: the rows and
 * the folder's identity are then what they were. Nothing is ever repaired.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "scenario.h"
#include "store/offline.h"
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

/* ---- pages ---- */

#define PAGE 4096

enum page_fault { ZEROED, GARBLED, EXCHANGED, CUT, PAGE_FAULTS };

/* What the disk gives back instead of page `at`; the length of the file then. */
static size_t ruin(const struct image *good, uint8_t *bytes, size_t at, enum page_fault fault)
{
    memcpy(bytes, good->bytes, good->length);
    uint8_t *page = bytes + at * PAGE;
    const uint8_t *next = good->bytes + (at + 1) % (good->length / PAGE) * PAGE;
    switch (fault) {
    case ZEROED:
        memset(page, 0, PAGE);
        break;
    case GARBLED:
        for (size_t i = 0; i < PAGE; i++)
            page[i] = (uint8_t)(page[i] ^ (i * 167 + 13));
        break;
    case EXCHANGED:
        memcpy(page, next, PAGE);
        break;
    case CUT:
        return at * PAGE;
    case PAGE_FAULTS:
        break;
    }
    return good->length;
}

static void a_ruined_page_of_the_file_is_noticed_or_harmless(void **state)
{
    (void)state;
    struct scenario s;
    struct image files[2] = {{.bytes = NULL}, {.bytes = NULL}};
    size_t tried = 0, noticed = 0;
    fill(&s);
    take(&s, "journal-1.db", &files[0]);
    fixture_path(&s.f, "journal-1.db-wal", files[1].path);
    put(&files[1]);
    struct look before = look_at(&s);
    uint8_t *bytes = malloc(files[0].length);
    for (size_t at = 0; bytes && at < files[0].length / PAGE; at++)
        for (enum page_fault fault = ZEROED; fault < PAGE_FAULTS; fault++, tried++) {
            struct image ruined = files[0];
            ruined.bytes = bytes;
            ruined.length = ruin(&files[0], bytes, at, fault);
            put(&ruined);
            put(&files[1]);
            struct look after = look_at(&s);
            noticed += after.err != ERR_NONE;
            if (!after.err && !same(&before, &after, 0)) {
                scenario_end(&s);
                fail_msg("page %zu, fault %d: unnoticed", at, fault);
            }
        }
    scenario_end(&s);
    free(bytes);
    free(files[0].bytes);
    print_message("%zu ruined pages, %zu noticed\n", tried, noticed);
    assert_true(noticed > tried / 4);
}

/* ---- an archive ---- */

/* All rows of the archived day, each as it was written. */
static enum err take_archived(void *context, const struct store_row *row)
{
    struct look *look = context;
    if (!fixture_is_row(row, row->seq))
        look->wrong = true;
    look->last++;
    return ERR_NONE;
}

#define ARCHIVE "archive/2025-08-01.db"
#define ARCHIVED 21u

/* verify passes it; then every ticket of the day must have its story. */
static bool is_harmless(struct scenario *s)
{
    struct look look = {.first = 0};
    struct store_options options = fixture_options(&s->f);
    if (store_open(&options, &s->f.store))
        return false;
    for (uint32_t ticket = 2; ticket <= ARCHIVED && !look.err; ticket++)
        look.err = store_history(s->f.store, (ticket_id){ticket}, take_archived, &look);
    scenario_kill(s);
    return !look.err && !look.wrong && look.last == ARCHIVED - 1;
}

static void archive_a_day(struct scenario *s, struct image *image)
{
    fill(s);
    fixture_open(&s->f);
    assert_int_equal(fixture_tidy(&s->f, 0), ERR_NONE);
    assert_int_equal(store_checkpoint(s->f.store), ERR_NONE);
    scenario_kill(s);
    take(s, ARCHIVE, image);
}

struct verdict {
    size_t tried, noticed;
};

static void judge(struct scenario *s, const struct image *ruined, struct verdict *verdict,
                  size_t at)
{
    struct offline_report report;
    put(ruined);
    verdict->tried++;
    if (offline_verify(s->f.dir, &report)) {
        verdict->noticed++;
        return;
    }
    if (!is_harmless(s)) {
        scenario_end(s);
        fail_msg("%s: what was done at %zu is unnoticed", ruined->path, at);
    }
}

static size_t stride_of_flips(void)
{
    const char *text = getenv("CRASH_STRIDE");
    size_t n = text ? strtoul(text, NULL, 10) : 0;
    return n ? n : 7;
}

static void a_flipped_bit_in_an_archive_is_noticed_or_harmless(void **state)
{
    (void)state;
    struct scenario s;
    struct image image = {.bytes = NULL};
    struct verdict verdict = {0, 0};
    archive_a_day(&s, &image);
    size_t stride = stride_of_flips();
    for (size_t at = 0; at < image.length; at += stride) {
        uint8_t bit = (uint8_t)(1u << (at / stride % 8));
        image.bytes[at] ^= bit;
        judge(&s, &image, &verdict, at);
        image.bytes[at] ^= bit;
    }
    scenario_end(&s);
    free(image.bytes);
    print_message("%zu flips, %zu noticed\n", verdict.tried, verdict.noticed);
    assert_true(verdict.noticed > verdict.tried / 8);
}

static void a_ruined_page_of_an_archive_is_noticed(void **state)
{
    (void)state;
    struct scenario s;
    struct image image = {.bytes = NULL};
    struct verdict verdict = {0, 0};
    archive_a_day(&s, &image);
    struct image ruined = image;
    ruined.bytes = malloc(image.length);
    for (size_t at = 0; ruined.bytes && at < image.length / PAGE; at++)
        for (enum page_fault fault = ZEROED; fault < PAGE_FAULTS; fault++) {
            ruined.length = ruin(&image, ruined.bytes, at, fault);
            judge(&s, &ruined, &verdict, at);
        }
    scenario_end(&s);
    free(ruined.bytes);
    free(image.bytes);
    assert_int_equal(verdict.noticed, verdict.tried);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flipped_bit_in_the_file_is_noticed_or_harmless),
        cmocka_unit_test(a_flipped_bit_in_the_log_is_noticed_or_harmless),
        cmocka_unit_test(a_ruined_page_of_the_file_is_noticed_or_harmless),
        cmocka_unit_test(a_flipped_bit_in_an_archive_is_noticed_or_harmless),
        cmocka_unit_test(a_ruined_page_of_an_archive_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
