/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's journal as a file: kept over starts, torn and damaged ends, bounded, private. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/journal.h"
#include "kiosk_ledger_day.h"
#include "os/log.h"
#include "test.h"

static char dir[] = "/tmp/hall-journal-XXXXXX";
static char path[FILE_PATH_MAX];
static struct journal journal;
static struct ledger ledger, again;

/* The disk, in place of the system's call: what had been written when it was told to keep it. */
static off_t synced;
static bool sync_fails;
int fdatasync(int fd)
{
    struct stat status;
    if (sync_fails || fstat(fd, &status) != 0)
        return -1;
    synced = status.st_size;
    return 0;
}

static int make_dir(void **state)
{
    (void)state;
    log_quiet(true);
    snprintf(path, sizeof(path), "%s/journal", mkdtemp(dir));
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    char rotten[FILE_PATH_MAX + 8];
    snprintf(rotten, sizeof(rotten), "%s.rotten", path);
    unlink(rotten);
    unlink(path);
    return rmdir(dir);
}

static void write_entry(struct ledger_entry entry)
{
    assert_true(ledger_apply(&ledger, &entry));
    assert_int_equal(journal_write(&journal, &entry, 1), ERR_NONE);
}

static int start(void **state)
{
    (void)state;
    unlink(path);
    memset(&journal, 0, sizeof(journal));
    journal_open(&journal, dir, &ledger);
    write_entry((struct ledger_entry){.kind = LEDGER_KIND_FORGOT, .forgot = {0}});
    write_entry(of_hall);
    write_entry(of_day);
    write_entry(of_lease);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    journal_close(&journal);
    return 0;
}

static void give(uint32_t slip)
{
    write_entry(intent(slip));
    write_entry(leased(slip));
}

static off_t size_of(void)
{
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    return about.st_size;
}

static void reopen(void)
{
    journal_close(&journal);
    memset(&journal, 0, sizeof(journal));
    journal_open(&journal, dir, &again);
}

static void it_is_there_again_after_a_start(void **state)
{
    (void)state;
    give(1);
    give(2);
    reopen();
    assert_memory_equal(&again, &ledger, sizeof(ledger));
    reopen(); /* written anew in the fewest entries: the same */
    assert_memory_equal(&again, &ledger, sizeof(ledger));
}

static void only_its_owner_reads_it(void **state)
{
    (void)state;
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void none_is_a_lost_one(void **state)
{
    (void)state;
    unlink(path);
    reopen();
    assert_true(again.forgot);
    reopen(); /* it is not forgotten by the next start, either */
    assert_true(again.forgot);
}

static void a_cut_end_goes_and_a_number_of_each_lease_with_it(void **state)
{
    (void)state;
    give(1);
    assert_int_equal(truncate(path, size_of() - 3), 0);
    reopen();
    assert_false(again.forgot);
    assert_int_equal(again.leases[0].next, 601); /* 600 may have been given */
    reopen();
    assert_int_equal(again.leases[0].next, 601); /* once */
}

static void a_damaged_one_is_kept_aside_and_its_slips_are_saved(void **state)
{
    (void)state;
    char rotten[FILE_PATH_MAX + 8];
    snprintf(rotten, sizeof(rotten), "%s.rotten", path);
    give(1);
    off_t end = size_of();
    give(2);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, end - 4, SEEK_SET), 0);
    assert_int_equal(fputc('x', file), 'x');
    fclose(file);
    reopen();
    assert_true(again.forgot);
    assert_int_equal(ledger_left_all(&again), 0);
    assert_non_null(ledger_slip(&again, 2));
    assert_int_equal(access(rotten, F_OK), 0);
}

/* Written anew, the last lease is not the last frame: damage to it is no cut end, whose number of
 * the lease would begin anew when it is told again. */
static void a_damaged_lease_of_a_fresh_one_is_not_a_cut_end(void **state)
{
    (void)state;
    give(1);
    ledger.slip_count = 0;
    assert_int_equal(journal_renew(&journal, &ledger), ERR_NONE);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, size_of() - LEDGER_FRAME_HEAD - 4, SEEK_SET), 0);
    assert_int_equal(fputc('x', file), 'x');
    fclose(file);
    reopen();
    assert_true(again.forgot);
}

/* The limit JOURNAL_GROWS: then it is written anew and short again. */
static void it_does_not_grow_for_ever(void **state)
{
    (void)state;
    struct ledger_entry burnt = {.kind = LEDGER_KIND_BURNT, .burnt = {0}};
    off_t fresh = size_of();
    while (!journal_is_long(&journal))
        for (int i = 0; i < 50; i++) {
            struct ledger_entry many[JOURNAL_STEP_MAX];
            for (size_t k = 0; k < countof(many); k++)
                many[k] = burnt;
            assert_int_equal(journal_write(&journal, many, countof(many)), ERR_NONE);
        }
    assert_true(size_of() > fresh + JOURNAL_GROWS);
    assert_int_equal(journal_renew(&journal, &ledger), ERR_NONE);
    assert_true(size_of() <= fresh);
    assert_false(journal_is_long(&journal));
}

/* Rule 1: what is counted as written survives a power cut. */
static void an_entry_is_on_the_disk_before_it_counts(void **state)
{
    (void)state;
    struct ledger_entry entry = intent(1);
    synced = 0;
    write_entry(entry);
    assert_int_equal(synced, size_of());
    entry.intent.slip = 2;
    sync_fails = true;
    enum err err = journal_write(&journal, &entry, 1);
    sync_fails = false;
    assert_int_equal(err, ERR_IO);
    assert_true(journal.broken);
}

/* A disk that takes nothing: broken until it can be written anew. */
static void a_journal_that_cannot_be_written_says_so(void **state)
{
    (void)state;
    struct ledger_entry entry = {.kind = LEDGER_KIND_BURNT, .burnt = {0}};
    close(journal.fd);
    journal.fd = -1;
    assert_int_equal(journal_write(&journal, &entry, 1), ERR_IO);
    assert_true(journal.broken);
    assert_int_equal(journal_write(&journal, &entry, 1), ERR_IO);
    assert_int_equal(journal_renew(&journal, &ledger), ERR_NONE);
    assert_int_equal(journal_write(&journal, &entry, 1), ERR_NONE);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        T(it_is_there_again_after_a_start),
        T(only_its_owner_reads_it),
        T(none_is_a_lost_one),
        T(a_cut_end_goes_and_a_number_of_each_lease_with_it),
        T(a_damaged_one_is_kept_aside_and_its_slips_are_saved),
        T(a_damaged_lease_of_a_fresh_one_is_not_a_cut_end),
        T(it_does_not_grow_for_ever),
        T(an_entry_is_on_the_disk_before_it_counts),
        T(a_journal_that_cannot_be_written_says_so),
    };
#undef T
    return cmocka_run_group_tests_name("kiosk_journal", tests, make_dir, remove_dir);
}
