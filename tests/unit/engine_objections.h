/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_objections - a fact that the lively hall accepts, and the same with one thing wrong.
 *
 *     FACT(CALLED, called, .ticket = id(LIVELY_WAITING), …);    it meets no objection
 *     BUT(called.target, 99, "the hall has no such …");         so changed it meets that one
 *     WHERE(hall->day = 0, "the day is not open");              … or in a hall so changed
 */
#ifndef TESTS_ENGINE_OBJECTIONS_H
#define TESTS_ENGINE_OBJECTIONS_H

#include "engine/numbering.h"
#include "engine_sane.h"

static uint32_t id(uint32_t nth)
{
    return engine_id(&w, nth);
}

/* sentence NULL: none. Whatever was written into the hall for it is mended. */
static void meets(struct fact fact, const char *sentence)
{
    fact.at = fact.at ? fact.at : hall->now;
    const char *no = hall_objection(hall, &fact);
    const char *met = no ? no : "nothing", *wanted = sentence ? sentence : "nothing";
    if (strcmp(met, wanted) != 0)
        fail_msg("%s meets '%s' and not '%s'", fact_name(fact.kind), met, wanted);
    hall_mend();
}

#define FACT(UPPER, lower, ...)    \
    struct fact good = {           \
        .kind = FACT_KIND_##UPPER, \
        .lower = {__VA_ARGS__},    \
    };                             \
    meets(good, NULL)
/* The good fact with one field wrong. */
#define BUT(field, value, sentence) \
    do {                            \
        struct fact wrong = good;   \
        wrong.field = (value);      \
        meets(wrong, sentence);     \
    } while (0)
/* The good fact in a hall that is otherwise. */
#define WHERE(change, sentence) \
    do {                        \
        change;                 \
        meets(good, sentence);  \
    } while (0)

#define NO_TICKET "there is no such ticket today"
#define NO_TARGET "the hall has no such window or room"
#define NO_SERVICE "the hall has no such service"
#define CLOSED_DAY "the day is not open"
#define TICKET_FORBIDS "the ticket's state forbids it"
#define WINDOW_FORBIDS "the window's state forbids it"

/* It stays booked. */
static inline void lively_book(struct fact booked)
{
    booked.at = hall->now;
    hall_apply(hall, &booked);
    memcpy(sane, w.memory, size);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
