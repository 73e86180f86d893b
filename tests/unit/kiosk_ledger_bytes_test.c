/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's journal as bytes: torn and rotten at every byte (F02, F07). */
#include <stdlib.h>
#include <string.h>

#include "domain/vocab.h"
#include "kiosk_ledger_day.h"
#include "model/ledger_bytes.h"
#include "test.h"

#define FRAMES 6
#define ROOM 8192

static struct file {
    uint8_t bytes[ROOM];
    size_t length, at[FRAMES + 2]; /* where each frame begins; room for one more */
    uint32_t frames;
} file;
static struct ledger ledger;
static struct ledger_reading reading;

static void add(uint32_t count, const struct ledger_entry *entries)
{
    file.at[file.frames] = file.length;
    size_t n = ledger_frame(5, file.frames++, entries, count, file.bytes + file.length,
                            sizeof(file.bytes) - file.length);
    assert_true(n > 0);
    file.length += n;
    file.at[file.frames] = file.length;
}

static struct ledger_entry printing(uint32_t slip)
{
    return (struct ledger_entry){.kind = LEDGER_KIND_PRINTING, .printing = {slip}};
}

/* A day with two numbers given alone, one frame a step. */
static int write_day(void **state)
{
    (void)state;
    memset(&file, 0, sizeof(file));
    add(2, (struct ledger_entry[]){of_hall, of_day});
    add(1, &of_lease);
    for (uint32_t slip = 1; slip <= 2; slip++) {
        add(2, (struct ledger_entry[]){intent(slip), leased(slip)});
        struct ledger_entry entry = printing(slip);
        add(1, &entry);
    }
    assert_int_equal(file.frames, FRAMES);
    return 0;
}

static void read_back(size_t length)
{
    /* Its own memory, so that a sanitizer sees a step beyond the end. */
    uint8_t *bytes = malloc(length ? length : 1);
    assert_non_null(bytes);
    memcpy(bytes, file.bytes, length);
    ledger_read(bytes, length, &ledger, &reading);
    free(bytes);
}

static uint32_t left(void)
{
    return ledger_left(&ledger, (service_id){1});
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    read_back(file.length);
    assert_int_equal(reading.end, LEDGER_END_WHOLE);
    assert_int_equal(reading.frames, FRAMES);
    assert_int_equal(reading.generation, 5);
    assert_int_equal(ledger.slip_count, 2);
    assert_int_equal(ledger.slips[1].state, SLIP_PRINTING);
    assert_int_equal(left(), 8);
}

static void nothing_is_a_lost_journal(void **state)
{
    (void)state;
    read_back(0);
    assert_int_equal(reading.end, LEDGER_END_EMPTY);
    memset(file.bytes, 0xff, 100);
    read_back(100);
    assert_int_equal(reading.end, LEDGER_END_EMPTY);
}

/* Cut at every byte: the whole frames are there and nothing of the one that was cut; since the cut
 * may hide a number that was given, one of each lease is passed over. */
static void torn_at_every_byte(void **state)
{
    (void)state;
    for (size_t length = 1; length < file.length; length++) {
        uint32_t whole = 0;
        while (file.at[whole + 1] <= length)
            whole++;
        read_back(length);
        bool clean = file.at[whole] == length;
        assert_int_equal(reading.frames, whole);
        if (!whole) {
            assert_int_equal(reading.end, LEDGER_END_EMPTY);
            continue;
        }
        assert_int_equal(reading.end, clean ? LEDGER_END_WHOLE : LEDGER_END_CUT);
        if (!clean)
            assert_int_equal(reading.bad, file.at[whole]);
        uint32_t given = whole >= 5 ? 2 : whole >= 3 ? 1 : 0;
        assert_int_equal(ledger.slip_count, given);
        assert_int_equal(left(), whole < 2 ? 0 : 10 - given - !clean);
    }
}

/* Each bit of each byte turned over: in the last frame it may be a cut, before it is rot. Never is
 * a number given twice: nothing is left, or what is left is above all that was given. */
static void rotten_at_every_byte(void **state)
{
    (void)state;
    for (size_t at = 0; at < file.length; at++) {
        uint8_t was = file.bytes[at];
        for (unsigned bit = 0; bit < 8; bit++) {
            file.bytes[at] = (uint8_t)(was ^ 1u << bit);
            read_back(file.length);
            bool last = at >= file.at[FRAMES - 1];
            assert_int_equal(reading.end, last ? LEDGER_END_CUT : LEDGER_END_ROTTEN);
            if (last)
                assert_true(ledger_next(&ledger, (service_id){1})->next > 602);
            else
                assert_int_equal(left(), 0);
        }
        file.bytes[at] = was;
    }
}

/* Rot before them does not lose slips: people hold them. */
static void slips_behind_rot_are_saved(void **state)
{
    (void)state;
    file.bytes[file.at[3] + 4] ^= 0xff; /* PRINTING of the first */
    read_back(file.length);
    assert_int_equal(reading.end, LEDGER_END_ROTTEN);
    assert_int_equal(reading.bad, file.at[3]);
    assert_int_equal(ledger.slip_count, 2);
    assert_int_equal(ledger.slips[0].state, SLIP_PRINTING); /* in doubt: the next one is marked */
}

static void a_lost_beginning_is_rot(void **state)
{
    (void)state;
    ledger_read(file.bytes + file.at[1], file.length - file.at[1], &ledger, &reading);
    assert_int_equal(reading.end, LEDGER_END_ROTTEN);
}

/* What an older file left in the blocks behind the end is not taken for more of this one. */
static void another_file_behind_the_end_is_not_read(void **state)
{
    (void)state;
    struct ledger_entry entry = printing(2);
    size_t n = ledger_frame(4, FRAMES, &entry, 1, file.bytes + file.length, 1000);
    read_back(file.length + n);
    assert_int_equal(reading.frames, FRAMES);
    assert_int_equal(reading.end, LEDGER_END_CUT);
}

static void a_frame_that_makes_no_sense_is_rot(void **state)
{
    (void)state;
    struct ledger_entry entry = printing(99);
    add(1, &entry);
    read_back(file.length);
    assert_int_equal(reading.end, LEDGER_END_ROTTEN);
}

/* The limit LEDGER_FRAME_MAX: the longest step fits, more does not. */
static void a_frame_is_bounded(void **state)
{
    (void)state;
    static struct ledger_entry entries[64];
    static uint8_t bytes[2 * LEDGER_FRAME_MAX];
    for (size_t i = 0; i < countof(entries); i++) {
        entries[i] = (struct ledger_entry){.kind = LEDGER_KIND_ACKED};
        memset(entries[i].acked.qr, 'x', sizeof(entries[i].acked.qr) - 1);
    }
    assert_true(ledger_frame(1, 0, entries, 16, bytes, sizeof(bytes)) > 0);
    assert_int_equal(ledger_frame(1, 0, entries, countof(entries), bytes, sizeof(bytes)), 0);
    assert_int_equal(ledger_frame(1, 0, entries, 1, bytes, 40), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, write_day)
    const struct CMUnitTest tests[] = {
        T(what_was_written_is_read),
        T(nothing_is_a_lost_journal),
        T(torn_at_every_byte),
        T(rotten_at_every_byte),
        T(slips_behind_rot_are_saved),
        T(a_lost_beginning_is_rot),
        T(another_file_behind_the_end_is_not_read),
        T(a_frame_that_makes_no_sense_is_rot),
        T(a_frame_is_bounded),
    };
#undef T
    return cmocka_run_group_tests_name("kiosk_ledger_bytes", tests, NULL, NULL);
}
