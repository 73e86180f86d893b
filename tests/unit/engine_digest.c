/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An upgrade in the middle of a day (D-31): the facts that the version before wrote,
 * with its digests over field list 1, are proven by this version.
 *
 * tests/data/journal/digest_list_1.txt: a day of engine_define_small as the version
 * before the list grew wrote it, a fact a line in hexadecimal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/state.h"
#include "engine_hall.h"
#include "hex.h"
#include "test.h"

#define JOURNAL TEST_DATA_DIR "/journal/digest_list_1.txt"
#define TICKETS 400

static bool next_fact(FILE *file, struct fact *fact)
{
    char line[2 * FACT_BYTES_MAX + 2];
    uint8_t bytes[FACT_BYTES_MAX];
    if (!fgets(line, sizeof(line), file))
        return false;
    line[strcspn(line, "\n")] = '\0';
    struct wire_in in = {bytes, bytes + from_hex(line, bytes, sizeof(bytes)), false};
    fact_get(&in, fact);
    assert_false(in.bad);
    return true;
}

/* How many of its digests hold. `skew`: a kind of parking is another one. */
static uint32_t proven(const struct engine_hall *w, bool skew, uint32_t *digests)
{
    FILE *file = fopen(JOURNAL, "r");
    struct fact fact;
    uint32_t held = 0;
    assert_non_null(file);
    for (*digests = 0; next_fact(file, &fact);) {
        if (fact.kind == FACT_KIND_DIGEST) {
            assert_int_equal(fact.digest.list, 1);
            held += hall_digest_of(w->hall, 1) == fact.digest.digest;
            ++*digests;
        }
        if (skew && fact.kind == FACT_KIND_PARKED && fact.parked.kind == PARK_MEANWHILE)
            fact.parked.kind = PARK_KEPT;
        assert_null(hall_objection(w->hall, &fact));
        hall_apply(w->hall, &fact);
    }
    fclose(file);
    return held;
}

static void a_day_of_the_version_before_is_proven(void **state)
{
    struct engine_hall w;
    uint32_t digests;
    (void)state;
    engine_define_small(&w);
    engine_start(&w, TICKETS);
    uint32_t held = proven(&w, false, &digests);
    assert_int_equal(digests, 20);
    assert_int_equal(held, digests);
    assert_null(hall_check(w.hall));
    assert_int_equal(hall_day(w.hall), 0);
    engine_stop(&w);
}

static void another_day_is_not(void **state)
{
    struct engine_hall w;
    uint32_t digests;
    (void)state;
    engine_define_small(&w);
    engine_start(&w, TICKETS);
    uint32_t held = proven(&w, true, &digests);
    assert_true(digests > 1 && held < digests);
    engine_stop(&w);
}

static void each_list_has_its_own_sum(void **state)
{
    struct engine_hall w;
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 10);
    engine_open_day(&w);
    engine_issue(&w, 1);
    assert_true(hall_digest_of(w.hall, HALL_DIGEST_LIST) == hall_digest(w.hall));
    for (uint8_t list = HALL_DIGEST_LIST_OLDEST; list < HALL_DIGEST_LIST; list++)
        assert_true(hall_digest_of(w.hall, list) != hall_digest(w.hall));
    engine_stop(&w);
}

/* One hall is asked for its digest after each command, its twin never. */
struct twins {
    struct engine_hall asked, silent;
};

static void command(struct twins *t, struct command command)
{
    struct engine_hall *w = &t->asked;
    command.now = w->now += SECOND;
    command.id.seq = ++w->seq;
    hall_decide(w->hall, &command, &w->facts, &w->result);
    assert_int_equal(w->result.code, REFUSED_NOT);
    hall_digest(w->hall);
    for (uint32_t i = 0; i < w->facts.count; i++)
        hall_apply(t->silent.hall, &w->facts.list[i]);
    assert_null(hall_check(t->silent.hall));
}

/* More tickets than a hall keeps without their hashes, and a day after that. */
static void it_does_not_depend_on_when_it_is_asked_for(void **state)
{
    struct twins t;
    (void)state;
    engine_define_small(&t.asked);
    engine_start(&t.asked, 3 * STALE_TICKETS_MAX);
    engine_define_small(&t.silent);
    engine_start(&t.silent, 3 * STALE_TICKETS_MAX);
    command(&t, (struct command){.verb = VERB_DAY_OPEN, .arg = 20260318});
    for (uint32_t i = 0; i < 3 * STALE_TICKETS_MAX; i++) {
        command(&t, (struct command){.verb = VERB_ISSUE, .service = {1}});
        if (i % 3)
            continue;
        command(&t, (struct command){.verb = VERB_CALL_NEXT, .target = {1}});
        command(&t, (struct command){.verb = VERB_FINISH, .target = {1}});
    }
    command(&t, (struct command){.verb = VERB_DAY_CLOSE, .arg = 1});
    command(&t, (struct command){.verb = VERB_DAY_OPEN, .arg = 20260319});
    command(&t, (struct command){.verb = VERB_ISSUE, .service = {1}});
    assert_true(hall_digest(t.asked.hall) == hall_digest(t.silent.hall));
    assert_null(hall_check(t.silent.hall)); /* now with every hash as it should be */
    engine_stop(&t.asked);
    engine_stop(&t.silent);
}

static void a_close_proves_the_newest_list(void **state)
{
    struct engine_hall w;
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 10);
    engine_open_day(&w);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_NOT);
    assert_int_equal(w.facts.list[w.facts.count - 1].kind, FACT_KIND_DIGEST);
    assert_int_equal(w.facts.list[w.facts.count - 1].digest.list, HALL_DIGEST_LIST);
    engine_stop(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_of_the_version_before_is_proven),
        cmocka_unit_test(another_day_is_not),
        cmocka_unit_test(each_list_has_its_own_sum),
        cmocka_unit_test(it_does_not_depend_on_when_it_is_asked_for),
        cmocka_unit_test(a_close_proves_the_newest_list),
    };
    return cmocka_run_group_tests_name("engine_digest", tests, NULL, NULL);
}
