/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_fixture - a state folder of its own, and rows whose content follows from their number, so
 * that a test can say of any row whether it is the one that was written.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "store/store.h"

#define FIXTURE_HALL "jianchang"
#define FIXTURE_UID 0x1122334455667788u

struct store_fixture {
    char dir[64];
    struct store *store;
    uint64_t next; /* number of the next row */
};

int store_fixture_setup(void **state);
int store_fixture_teardown(void **state);

struct store_options fixture_options(const struct store_fixture *f);
/* Open or fail the test. */
void fixture_open(struct store_fixture *f);
void fixture_close(struct store_fixture *f);
void fixture_path(const struct store_fixture *f, const char *name, char path[128]);

/* Row n: a ticket issued by command n. */
void fixture_row(uint64_t n, struct command *command, struct result *result, struct facts *facts);
/* The same, opening that day. */
void fixture_day_row(uint64_t n, uint32_t day, struct command *command, struct result *result,
                     struct facts *facts);
/* One turn with `count` rows; the error of the store. */
enum err fixture_turn(struct store_fixture *f, uint32_t count) MUST_CHECK;
enum err fixture_open_day(struct store_fixture *f, uint32_t day) MUST_CHECK;
/* Everything that is to be done about closed days. */
enum err fixture_tidy(struct store_fixture *f, uint32_t keep_days) MUST_CHECK;
/* Is it row n, of either kind? */
bool fixture_is_row(const struct store_row *row, uint64_t n);

/* What was logged between the two: valid until the next. Nested calls are not possible. */
void fixture_listen(void);
const char *fixture_heard(void);

/* Replays and counts: fails the test unless the rows are first .. last. */
void fixture_expect_rows(struct store_fixture *f, uint64_t first, uint64_t last);

#endif
