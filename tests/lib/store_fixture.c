/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "store_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "test.h"

static void remove_dir(const char *dir)
{
    DIR *folder = opendir(dir);
    for (struct dirent *e = folder ? readdir(folder) : NULL; e; e = readdir(folder)) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
        if (e->d_name[0] != '.' && unlinkat(dirfd(folder), e->d_name, 0) != 0)
            remove_dir(path);
    }
    if (folder)
        closedir(folder);
    rmdir(dir);
}

int store_fixture_setup(void **state)
{
    struct store_fixture *f = calloc(1, sizeof(*f));
    if (!f)
        return -1;
    const char *where = getenv("TMPDIR");
    snprintf(f->dir, sizeof(f->dir), "%.32s/store-test-XXXXXX", where ? where : "/tmp");
    if (!mkdtemp(f->dir))
        return -1;
    f->next = 1;
    *state = f;
    return 0;
}

int store_fixture_teardown(void **state)
{
    struct store_fixture *f = *state;
    store_close(f->store);
    remove_dir(f->dir);
    free(f);
    return 0;
}

struct store_options fixture_options(const struct store_fixture *f)
{
    return (struct store_options){.dir = f->dir, .hall_id = FIXTURE_HALL};
}

void fixture_open(struct store_fixture *f)
{
    struct store_options options = fixture_options(f);
    assert_int_equal(store_open(&options, &f->store), ERR_NONE);
}

void fixture_close(struct store_fixture *f)
{
    store_close(f->store);
    f->store = NULL;
}

void fixture_path(const struct store_fixture *f, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", f->dir, name);
}

static msec time_of(uint64_t n)
{
    return 1754000000000 + (msec)n * 977;
}

void fixture_row(uint64_t n, struct command *command, struct result *result, struct facts *facts)
{
    uint32_t low = (uint32_t)n;
    *command = (struct command){.id = {FIXTURE_UID, 3, 4, low}, .now = time_of(n)};
    *result = (struct result){.verb = VERB_ISSUE,
                              .ticket = {low},
                              .label = {{(char)('A' + n / 9000)}, (uint16_t)(n % 9000 + 1)},
                              .service = {5},
                              .ahead = low * 7,
                              .at = time_of(n)};
    *facts = (struct facts){.count = 1};
    facts->list[0] = (struct fact){.kind = FACT_KIND_ISSUED, .at = time_of(n)};
    struct fact_issued *issued = &facts->list[0].issued;
    issued->ticket = low;
    issued->service = 5;
    issued->prefix = (uint16_t)result->label.prefix[0];
    issued->number = result->label.number;
    issued->joined = time_of(n);
    issued->key = time_of(n) - 600000;
    issued->order = low;
    snprintf(issued->device, sizeof(issued->device), "kiosk-%u", low % 100);
}

void fixture_day_row(uint64_t n, uint32_t day, struct command *command, struct result *result,
                     struct facts *facts)
{
    fixture_row(n, command, result, facts);
    result->verb = VERB_DAY_OPEN;
    result->label = (struct label){.number = 0};
    facts->list[0] = (struct fact){.kind = FACT_KIND_DAY_OPENED, .at = time_of(n)};
    facts->list[0].day_opened.day = day;
    facts->list[0].day_opened.first = (uint32_t)n + 1;
}

static enum err append(struct store_fixture *f, const struct command *command,
                       const struct result *result, const struct facts *facts)
{
    uint64_t seq = 0;
    enum err err = store_append(f->store, command, result, facts, &seq);
    if (!err)
        assert_int_equal(seq, f->next++);
    return err;
}

enum err fixture_turn(struct store_fixture *f, uint32_t count)
{
    struct command command;
    struct result result;
    struct facts facts;
    enum err err = store_begin(f->store);
    for (uint32_t i = 0; i < count && !err; i++) {
        fixture_row(f->next, &command, &result, &facts);
        err = append(f, &command, &result, &facts);
    }
    return err ? err : store_commit(f->store);
}

enum err fixture_open_day(struct store_fixture *f, uint32_t day)
{
    struct command command;
    struct result result;
    struct facts facts;
    enum err err = store_begin(f->store);
    fixture_day_row(f->next, day, &command, &result, &facts);
    if (!err)
        err = append(f, &command, &result, &facts);
    return err ? err : store_commit(f->store);
}

enum err fixture_tidy(struct store_fixture *f, uint32_t keep_days)
{
    bool more = true;
    enum err err = ERR_NONE;
    while (more && !err)
        err = store_tidy(f->store, keep_days, &more);
    return err;
}

bool fixture_is_row(const struct store_row *row, uint64_t n)
{
    struct command command;
    struct result result;
    struct facts facts;
    if (row->facts.count != 1)
        return false;
    const struct fact *fact = &row->facts.list[0];
    if (fact->kind == FACT_KIND_DAY_OPENED)
        fixture_day_row(n, fact->day_opened.day, &command, &result, &facts);
    else
        fixture_row(n, &command, &result, &facts);
    char want[512], got[512];
    fact_print(&facts.list[0], want, sizeof(want));
    fact_print(fact, got, sizeof(got));
    return row->seq == n && row->at == command.now && row->verb == result.verb &&
           row->id.uid == command.id.uid && row->id.boot == command.id.boot &&
           row->id.session == command.id.session && row->id.seq == command.id.seq &&
           row->result.ticket.n == result.ticket.n && row->result.ahead == result.ahead &&
           row->result.at == result.at && label_same(row->result.label, result.label) &&
           strcmp(want, got) == 0;
}

static char heard[65536];
static int real_stderr = -1, ear = -1;

void fixture_listen(void)
{
    assert_int_equal(real_stderr, -1);
    real_stderr = dup(STDERR_FILENO);
    ear = memfd_create("log", 0);
    assert_true(real_stderr >= 0 && ear >= 0);
    dup2(ear, STDERR_FILENO);
}

const char *fixture_heard(void)
{
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    ssize_t n = pread(ear, heard, sizeof(heard) - 1, 0);
    heard[n > 0 ? n : 0] = '\0';
    close(ear);
    real_stderr = ear = -1;
    return heard;
}

static enum err expect_next(void *context, const struct store_row *row)
{
    uint64_t *next = context;
    if (!fixture_is_row(row, *next))
        fail_msg("row %llu is not what was written as row %llu", (unsigned long long)row->seq,
                 (unsigned long long)*next);
    *next += 1;
    return ERR_NONE;
}

void fixture_expect_rows(struct store_fixture *f, uint64_t first, uint64_t last)
{
    uint64_t next = first;
    assert_int_equal(store_replay(f->store, expect_next, &next), ERR_NONE);
    assert_int_equal(next, last + 1);
}
