/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "scenario.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/file.h"

#define FIRST_DAY 20250801u
#define KEEP_DAYS 30 /* nothing of the plan is as old */

/* A number is a turn of so many rows. */
enum step { OPEN = 1000, CLOSE, DAY, CHECKPOINT, TIDY, BACKUP };
static const uint16_t plan[] = {
    OPEN, 1, DAY, 1,   2,    5,          1,      1,  CHECKPOINT, 1, 30,         1,
    DAY,  3, 1,   1,   TIDY, 1,          1,      1,  CHECKPOINT, 1, 1,          CLOSE,
    OPEN, 1, 1,   DAY, TIDY, 1,          BACKUP, 12, 1,          1, CHECKPOINT, 40,
    1,    1, DAY, 1,   TIDY, CHECKPOINT, 1,      1,  1,          1, CLOSE,
};

/* Behind the first CLOSE. */
static size_t second_start(void)
{
    size_t step = 0;
    while (plan[step] != CLOSE)
        step++;
    return step + 1;
}

static int real_stderr = -1;

void scenario_begin(struct scenario *s)
{
    void *state = NULL;
    if (store_fixture_setup(&state) != 0)
        abort();
    *s = (struct scenario){.f = *(struct store_fixture *)state};
    free(state);
    real_stderr = dup(STDERR_FILENO);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDERR_FILENO);
    close(null);
}

void scenario_end(struct scenario *s)
{
    scenario_kill(s);
    struct store_fixture *copy = malloc(sizeof(*copy));
    if (!copy)
        abort();
    *copy = s->f;
    void *state = copy;
    store_fixture_teardown(&state);
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
}

static enum err append(struct scenario *s, bool day)
{
    struct command command;
    struct result result;
    struct facts facts;
    uint64_t n = s->f.next, seq = 0;
    if (day)
        fixture_day_row(n, FIRST_DAY + s->day_count, &command, &result, &facts);
    else
        fixture_row(n, &command, &result, &facts);
    enum err err = store_append(s->f.store, &command, &result, &facts, &seq);
    if (!err && seq != n)
        abort();
    s->f.next++;
    return err;
}

static enum err turn(struct scenario *s, uint16_t count, bool day)
{
    s->attempted = s->acked + count;
    if (day)
        s->days[s->day_count] = s->attempted;
    enum err err = store_begin(s->f.store);
    for (uint16_t i = 0; i < count && !err; i++)
        err = append(s, day);
    if (!err)
        err = store_commit(s->f.store);
    s->day_count += day;
    if (!err)
        s->acked = s->attempted;
    return err;
}

/* A copy meanwhile: given up or not, the journal is what it was. */
static enum err back_up(struct scenario *s)
{
    bool more = true;
    uint64_t until;
    enum err err = ERR_NONE;
    if (store_backup_begin(s->f.store))
        return ERR_NONE;
    while (more && !err) {
        if (store_backup_step(s->f.store, &more, &until))
            return ERR_NONE;
        err = turn(s, 1, false);
    }
    return err;
}

static enum err take_step(struct scenario *s, uint16_t step)
{
    struct store_options options = fixture_options(&s->f);
    switch (step) {
    case OPEN:
        return store_open(&options, &s->f.store);
    case CLOSE:
        scenario_kill(s);
        return ERR_NONE;
    case DAY:
        return turn(s, 1, true);
    case CHECKPOINT:
        return store_checkpoint(s->f.store);
    case BACKUP:
        return back_up(s);
    case TIDY:
        return fixture_tidy(&s->f, KEEP_DAYS);
    default:
        return turn(s, step, false);
    }
}

static bool run_to(struct scenario *s, size_t end)
{
    for (; s->step < end; s->step++)
        if (take_step(s, plan[s->step]) != ERR_NONE)
            return false;
    return true;
}

bool scenario_run(struct scenario *s)
{
    return run_to(s, countof(plan));
}

void scenario_fill(struct scenario *s)
{
    if (!run_to(s, second_start()))
        abort();
}

void scenario_skip(struct scenario *s)
{
    s->step = second_start() + 1;
}

void scenario_fill_long(struct scenario *s)
{
    bool good = take_step(s, OPEN) == ERR_NONE && scenario_open_day(s);
    for (int i = 0; i < 160 && good; i++)
        good = turn(s, 250, false) == ERR_NONE;
    if (!good)
        abort();
}

bool scenario_open_day(struct scenario *s)
{
    return take_step(s, DAY) == ERR_NONE;
}

void scenario_kill(struct scenario *s)
{
    store_close(s->f.store);
    s->f.store = NULL;
}

static void write_marker(struct scenario *s, const char *word, const char *id)
{
    char path[128], text[129];
    fixture_path(&s->f, "disk-marker", path);
    int n = snprintf(text, sizeof(text), "%s %s %" PRId64 " 0", word, id, clock_utc_ms());
    memset(text + n, ' ', sizeof(text) - 1 - (size_t)n);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || pwrite(fd, text, 128, 0) != 128)
        abort();
    close(fd);
}

void scenario_new_boot(struct scenario *s)
{
    write_marker(s, "failed", "00000000-0000-0000-0000-000000000000");
}

void scenario_mark(struct scenario *s)
{
    char id[64] = "";
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "r");
    if (!file || fscanf(file, "%63s", id) != 1)
        abort();
    fclose(file);
    write_marker(s, "failed", id);
}

PRINTF_LIKE(2, 3) static bool complain(struct scenario *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(s->complaint, sizeof(s->complaint), fmt, args);
    va_end(args);
    return false;
}

struct found {
    uint64_t first, last;
    bool wrong;
};

static enum err take_row(void *context, const struct store_row *row)
{
    struct found *found = context;
    if (!found->first)
        found->first = row->seq;
    else if (row->seq != found->last + 1)
        found->wrong = true;
    if (!fixture_is_row(row, row->seq))
        found->wrong = true;
    found->last = row->seq;
    return ERR_NONE;
}

/* The row that a replay begins with when there are `last` rows. */
static uint64_t day_before(const struct scenario *s, uint64_t last)
{
    uint64_t day = last ? 1 : 0;
    for (uint32_t i = 0; i < SCENARIO_DAYS_MAX; i++)
        if (s->days[i] <= last && s->days[i] > day)
            day = s->days[i];
    return day;
}

/* What was never committed never was: its numbers are given again. */
static void promise(struct scenario *s, uint64_t last)
{
    s->acked = s->attempted = last;
    s->f.next = last + 1;
    for (uint32_t i = 0; i < SCENARIO_DAYS_MAX; i++)
        if (s->days[i] > last)
            s->days[i] = 0;
}

static bool opens_a_day(const struct scenario *s, uint64_t row)
{
    for (uint32_t i = 0; i < SCENARIO_DAYS_MAX; i++)
        if (s->days[i] == row)
            return true;
    return false;
}

/* Finds the first ticket of each day, through the chain of its rows. */
static bool check_days(struct scenario *s)
{
    for (uint32_t i = 0; i < SCENARIO_DAYS_MAX; i++) {
        ticket_id ticket;
        uint64_t row = s->days[i] + 1;
        if (!s->days[i] || row > s->acked || opens_a_day(s, row))
            continue;
        struct label label = {"A", (uint16_t)(row % 9000 + 1)};
        enum err err = store_find(s->f.store, label, FIRST_DAY + i, &ticket);
        if (err || ticket.n != row)
            return complain(s, "day %u has lost its ticket %" PRIu64 " (%s)", i, row,
                            err_text(err));
    }
    return true;
}

bool scenario_verify(struct scenario *s)
{
    struct found found = {0, 0, false};
    struct store_options options = fixture_options(&s->f);
    scenario_kill(s);
    enum err err = store_open(&options, &s->f.store);
    if (err)
        return complain(s, "cannot be opened: %s", err_text(err));
    err = store_replay(s->f.store, take_row, &found);
    if (err || found.wrong)
        return complain(s, "rows %" PRIu64 "-%" PRIu64 " are not what was written", found.first,
                        found.last);
    if (found.last != s->acked && found.last != s->attempted)
        return complain(s, "%" PRIu64 " rows; promised %" PRIu64 " or %" PRIu64, found.last,
                        s->acked, s->attempted);
    if (found.first != day_before(s, found.last))
        return complain(s, "the open day begins at row %" PRIu64 ", not %" PRIu64, found.first,
                        day_before(s, found.last));
    promise(s, found.last);
    if (!check_days(s))
        return false;
    err = fixture_tidy(&s->f, KEEP_DAYS); /* and wherever they go */
    return err ? complain(s, "cannot be tidied: %s", err_text(err)) : check_days(s);
}
