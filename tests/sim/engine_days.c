/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random days on random small halls: engine_days [SEEDS [FIRST]]
 *
 * After every command hall_check holds and a refusal changed nothing (engine_do); every
 * fact is judged by a model of its own; when windows keep working, everybody who waits
 * is called; and a replay of the facts, at any moment, is the same hall and goes on
 * the same way.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine_model.h"
#include "engine_random.h"
#include "test.h"

#define TICKETS 120
#define STEPS 250

static uint64_t first_seed = 1, seed_count = 300, seed;

struct sim {
    struct dice dice;
    struct engine_hall w;
    struct engine_model model;
    uint32_t seen;     /* facts judged */
    uint32_t opened;   /* record at the last DAY_OPENED */
    struct hall *twin; /* the hall after the last restart, asked the same ever since */
};

static void same_facts(const struct facts *a, const struct facts *b)
{
    char left[400], right[400];
    assert_int_equal(a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++) {
        fact_print(&a->list[i], left, sizeof(left));
        fact_print(&b->list[i], right, sizeof(right));
        assert_string_equal(left, right);
    }
}

/* A restart forgets what could be taken back (D-20); the facts of an undo need no memory. */
static void tell_twin(struct sim *s)
{
    for (uint32_t i = 0; i < s->w.facts.count; i++) {
        assert_null(hall_objection(s->twin, &s->w.facts.list[i]));
        hall_apply(s->twin, &s->w.facts.list[i]);
    }
}

static void ask_twin(struct sim *s, struct command command)
{
    struct facts facts;
    struct result result;
    command.now = s->w.now;
    hall_decide(s->twin, &command, &facts, &result);
    if (result.verb == VERB_UNDO && result.code == REFUSED_NOTHING_TO_UNDO) {
        tell_twin(s);
        return;
    }
    assert_int_equal(result.code, s->w.result.code);
    same_facts(&facts, &s->w.facts);
}

static void twin_ends(struct sim *s)
{
    if (s->twin && hall_digest(s->twin) != hall_digest(s->w.hall))
        fail_msg("the hall went another way after its restart");
    free(s->twin);
    s->twin = NULL;
}

static enum refusal act(struct sim *s, struct command command)
{
    command.tz_min = 480;
    enum refusal refusal = engine_do(&s->w, command);
    s->model.command++;
    s->model.acting =
        command.verb == VERB_TICK ? 0 : command.target.n; /* time is no window's act */
    if (s->twin)
        ask_twin(s, command);
    for (; s->seen < s->w.record_count; s->seen++) {
        const char *wrong = model_see(&s->model, &s->w.record[s->seen]);
        if (wrong)
            fail_msg("fact %u, %s: %s", s->seen, fact_name(s->w.record[s->seen].kind), wrong);
        if (s->w.record[s->seen].kind == FACT_KIND_DAY_OPENED)
            s->opened = s->seen;
    }
    assert_int_equal(hall_waiting_all(s->w.hall), model_waiting(&s->model));
    return refusal;
}

/* A restart in the middle: from the very first fact, and from the last opening of a day. */
static void restart(struct sim *s)
{
    struct engine_hall late = s->w;
    engine_replay(&late);
    late.record += s->opened;
    late.record_count -= s->opened;
    engine_replay(&late);

    twin_ends(s);
    void *memory = malloc(hall_bytes(&s->w.def, s->w.tickets));
    assert_non_null(memory);
    s->twin = hall_init(memory, &s->w.def, s->w.tickets);
    for (uint32_t i = 0; i < late.record_count; i++)
        hall_apply(s->twin, &late.record[i]);
}

static void issue_one(struct sim *s)
{
    uint8_t ticket_class = (uint8_t)roll(&s->dice, CLASS_RETURNED);
    msec slot = s->w.now + ((msec)roll(&s->dice, 20) - 10) * MINUTE;
    uint16_t service = (uint16_t)(1 + roll(&s->dice, s->w.def.service_count)), journey = 0;
    if (s->w.def.journey_count && chance(&s->dice, 30)) {
        journey = (uint16_t)(1 + roll(&s->dice, s->w.def.journey_count));
        service = s->w.journeys[journey - 1].steps[0].n;
    }
    struct command ask = {.verb = VERB_ISSUE,
                          .service = {service},
                          .journey = journey,
                          .ticket_class = ticket_class,
                          .from = ticket_class == CLASS_APPOINTMENT ? slot : 0,
                          .who = "kiosk"};
    if (chance(&s->dice, 60))
        random_request(&s->dice, &ask);
    act(s, ask);
    if (!s->w.result.code && chance(&s->dice, 90))
        act(s, (struct command){.verb = VERB_PRINTED,
                                .ticket = s->w.result.ticket,
                                .arg = PRINT_PRINTED});
}

/* A kiosk gets numbers; or one that it gave alone comes in, maybe in place of a lost command. */
static void lease_one(struct sim *s)
{
    struct command command = {.verb = VERB_LEASE};
    command.service.n = (uint16_t)(1 + roll(&s->dice, s->w.def.service_count));
    snprintf(command.text, sizeof(command.text), "kiosk-%u", roll(&s->dice, 3));
    act(s, command);
}

static void import_one(struct sim *s)
{
    struct lease_view lease;
    if (!hall_lease(s->w.hall, roll(&s->dice, hall_leases(s->w.hall)), &lease))
        return;
    struct command command = {
        .verb = chance(&s->dice, 90) ? VERB_IMPORT : VERB_VOID_SLIP,
        .service = lease.service,
        .lease = lease.lease,
        .label = lease.first,
        .issued = s->w.now - (msec)roll(&s->dice, 600) * SECOND,
        .ticket_class = (uint8_t)roll(&s->dice, CLASS_APPOINTMENT),
        .arg = roll(&s->dice, PRINT_RESULT_COUNT),
        .arg2 = hall_day(s->w.hall),
    };
    snprintf(command.who, sizeof(command.who), "%s", lease.device);
    command.label.number =
        (uint16_t)(lease.first.number + roll(&s->dice, lease.last - lease.first.number + 1u));
    if (chance(&s->dice, 40)) { /* in place of a command that came, or of one that did not */
        command.other_uid = 7;
        command.other_boot = 1;
        command.other_seq = roll(&s->dice, 50);
        if (chance(&s->dice, 50))
            command.ticket.n =
                hall_ticket_first(s->w.hall) + roll(&s->dice, hall_tickets(s->w.hall) + 1);
    }
    act(s, command);
    if (chance(&s->dice, 20)) { /* a delayed copy of the one that did not */
        const struct command late = {.id = {7, 1, 0, command.other_seq},
                                     .verb = VERB_ISSUE,
                                     .service = lease.service};
        bool refused = command.other_uid && !command.ticket.n && !s->w.result.code &&
                       s->w.facts.count && s->w.facts.list[0].kind == FACT_KIND_SUPERSEDED;
        if (act(s, late) != REFUSED_SUPERSEDED && refused)
            fail_msg("a superseded command was carried out");
    }
}

/* F18: somebody shows a slip; or a kiosk is given up. */
static void lost_kiosk(struct sim *s)
{
    struct lease_view lease;
    if (!hall_lease(s->w.hall, roll(&s->dice, hall_leases(s->w.hall)), &lease))
        return;
    struct command command = {.verb = VERB_ADMIT,
                              .label = lease.first,
                              .arg = roll(&s->dice, 24 * 60 + 1),
                              .ticket_class = (uint8_t)roll(&s->dice, CLASS_COUNT),
                              .who = "guide"};
    command.label.number =
        (uint16_t)(lease.first.number - 1u + roll(&s->dice, lease.last - lease.first.number + 3u));
    if (chance(&s->dice, 10)) {
        command = (struct command){.verb = VERB_LEASE_END};
        snprintf(command.text, sizeof(command.text), "%s", lease.device);
    }
    act(s, command);
}

static void rejoin_one(struct sim *s)
{
    ticket_id missed[8];
    uint32_t count = hall_missed(s->w.hall, missed, countof(missed));
    if (!count)
        return;
    struct slip_view shown;
    ticket_id id = missed[roll(&s->dice, count)];
    assert_true(hall_slip(s->w.hall, id, s->w.now, &shown));
    assert_true(shown.may_rejoin);
    if (act(s, (struct command){.verb = VERB_REJOIN, .ticket = id}) == REFUSED_NOT)
        assert_int_equal(s->w.result.ahead, shown.ahead_if_back); /* the page says what comes */
}

/* A citizen, a guide or a leader, about any number. */
static void say_one(struct sim *s, uint16_t window)
{
    static const uint8_t verbs[] = {VERB_CANCEL,     VERB_VOID,      VERB_CALL_NAMED,
                                    VERB_CALL_NAMED, VERB_ADD_ITEM,  VERB_RATE,
                                    VERB_REPRINT,    VERB_EMERGENCY, VERB_NOTICE};
    struct command command = {
        .verb = verbs[roll(&s->dice, countof(verbs))],
        .ticket = {hall_ticket_first(s->w.hall) + roll(&s->dice, hall_tickets(s->w.hall) + 1)},
        .arg = 1 + roll(&s->dice, 6),
        .role = (uint8_t)roll(&s->dice, ROLE_COUNT),
    };
    command.vouched = chance(&s->dice, 50);
    if (command.verb == VERB_NOTICE) {
        command.view = (uint16_t)roll(&s->dice, 20);
        command.notice[0] = chance(&s->dice, 70) ? 'x' : '\0';
    }
    if (command.verb == VERB_EMERGENCY)
        command.arg = roll(&s->dice, EMERGENCY_COUNT + 1);
    if (command.verb != VERB_CANCEL && command.verb != VERB_RATE && command.verb != VERB_REPRINT)
        command.target.n = window;
    if (command.verb == VERB_VOID && chance(&s->dice, 10))
        command.arg2 = 1;
    if (command.arg2 && chance(&s->dice, 80)) /* R-C4: else somebody did not look */
        command.expect = hall_waiting_window(s->w.hall, window);
    if (command.verb == VERB_ADD_ITEM)
        command.ticket.n = 0;
    act(s, command);
}

static void sign_on_one(struct sim *s)
{
    uint16_t window = (uint16_t)(1 + roll(&s->dice, s->w.def.window_count));
    act(s, (struct command){.verb = chance(&s->dice, 80) ? VERB_SIGN_ON : VERB_SIGN_OFF,
                            .target = {window},
                            .staff = 1 + roll(&s->dice, 8),
                            .role = ROLE_CLERK,
                            .arg = roll(&s->dice, 2)});
}

static void step(struct sim *s)
{
    s->w.now += roll(&s->dice, 20) * SECOND;
    uint32_t what = roll(&s->dice, 100);
    uint16_t window = (uint16_t)(1 + roll(&s->dice, s->w.def.window_count));
    if (what < 25)
        issue_one(s);
    else if (what < 27)
        lease_one(s);
    else if (what < 34)
        act(s, random_appointment(&s->dice, &s->w));
    else if (what < 37)
        import_one(s);
    else if (what < 38)
        lost_kiosk(s);
    else if (what < 41)
        say_one(s, window);
    else if (what < 75)
        act(s, likely_key(&s->dice, &s->w, window));
    else if (what < 80)
        rejoin_one(s);
    else if (what < 82)
        sign_on_one(s);
    else if (what < 85)
        act(s, (struct command){.verb = VERB_TICK});
    else
        act(s, random_command(&s->dice, &s->w));
    if (chance(&s->dice, 1))
        restart(s);
}

static void work_at(struct sim *s, uint16_t target)
{
    struct window_view view;
    assert_true(hall_window(s->w.hall, (target_id){target}, &view));
    s->w.now += SECOND;
    if (view.state == WINDOW_CALLING)
        act(s, (struct command){.key = KEY_START, .target = {target}});
    if (view.state == WINDOW_CALLING || view.state == WINDOW_SERVING)
        act(s, (struct command){.key = KEY_FINISH, .target = {target}});
    act(s, (struct command){.key = KEY_NEXT, .target = {target}});
}

static bool somebody_is_called(const struct sim *s)
{
    for (uint32_t i = 0; i < s->model.target_count; i++)
        if (s->model.targets[i].ticket)
            return true;
    return false;
}

/* The night shift of the model: people who may serve everything. */
static void somebody_at_each_window(struct sim *s)
{
    for (uint32_t i = 0; i < s->model.target_count; i++)
        act(s,
            (struct command){.verb = VERB_SIGN_OFF, .target = {s->model.targets[i].id}, .arg = 1});
    for (uint32_t i = 0; i < s->w.def.window_count; i++)
        act(s, (struct command){.verb = VERB_SIGN_ON,
                                .target = {s->w.windows[i].number},
                                .staff = 100 + i,
                                .role = ROLE_CLERK});
}

/* No starvation: each round of the windows takes at least one of those who wait. */
static void windows_keep_working(struct sim *s)
{
    somebody_at_each_window(s);
    uint32_t rounds = 2 + model_waiting(&s->model);
    for (uint32_t i = 0; i < s->w.def.journey_count; i++) /* they join anew after each step */
        rounds += 2u * s->w.journeys[i].count * (model_waiting(&s->model) + s->model.target_count);
    while (rounds-- && (model_waiting(&s->model) || somebody_is_called(s)))
        for (uint32_t i = 0; i < s->model.target_count; i++)
            work_at(s, s->model.targets[i].id);
    if (model_waiting(&s->model))
        fail_msg("%u still wait though all windows worked", model_waiting(&s->model));
}

static void one_day(struct sim *s, uint32_t date)
{
    assert_int_equal(act(s, (struct command){.verb = VERB_DAY_OPEN, .arg = date}), REFUSED_NOT);
    uint32_t steps = 20 + roll(&s->dice, STEPS);
    for (uint32_t i = 0; i < steps; i++)
        step(s);
    bool in_order = chance(&s->dice, 80);
    if (in_order)
        windows_keep_working(s);
    enum refusal no = act(s, (struct command){.verb = VERB_DAY_CLOSE, .arg = !in_order});
    assert_int_equal(no, REFUSED_NOT);
    const char *wrong = model_agrees(&s->model, s->w.hall);
    if (wrong)
        fail_msg("at the end of the day: %s", wrong);
    restart(s);
    s->w.now += HOUR;
}

static void one_seed(uint64_t number)
{
    static struct sim s;
    s = (struct sim){.dice = {number * 0x9e3779b97f4a7c15u}};
    random_hall(&s.dice, &s.w);
    random_issue(&s.dice, &s.w);
    engine_start(&s.w, 10 + roll(&s.dice, TICKETS));
    model_init(&s.model, &s.w.def);
    uint32_t date = ENGINE_DAY;
    for (uint32_t days = 1 + roll(&s.dice, 3); days > 0; days--) {
        one_day(&s, date);
        date += roll(&s.dice, 2); /* sometimes the same date again */
    }
    twin_ends(&s);
    engine_stop(&s.w);
}

static void all_days_hold(void **state)
{
    (void)state;
    for (seed = first_seed; seed < first_seed + seed_count; seed++)
        one_seed(seed);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        seed_count = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        first_seed = strtoull(argv[2], NULL, 10);
    if (!seed_count || argc > 3) {
        fprintf(stderr, "usage: engine_days [SEEDS [FIRST]]\n");
        return 2;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_days_hold)};
    int failed = cmocka_run_group_tests_name("engine_days", tests, NULL, NULL);
    if (failed)
        fprintf(stderr, "seed %" PRIu64 " fails: engine_days 1 %" PRIu64 "\n", seed, seed);
    return failed;
}
