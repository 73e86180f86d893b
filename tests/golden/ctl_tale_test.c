/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A visit with everything in it, told as `hallctl explain` tells it: ctl_tale.txt. What a
 * score was is not in there.
 */
#include <stdlib.h>
#include <string.h>

#include "ctl/tale.h"
#include "engine_hall.h"
#include "golden.h"
#include "test.h"

static struct engine_hall w;

static struct command by(uint32_t staff, enum verb verb, uint16_t window)
{
    w.now += 90 * SECOND;
    return (struct command){.verb = (uint8_t)verb,
                            .target = {window},
                            .staff = staff,
                            .role = staff ? ROLE_CLERK : ROLE_NONE,
                            .who = "kiosk-1"};
}

static void done(struct command command)
{
    enum refusal no = engine_do(&w, command);
    if (no)
        fail_msg("%s: %s", verb_name(command.verb), refusal_text((uint8_t)no));
}

static ticket_id issue(uint16_t journey, uint8_t ticket_class)
{
    struct command command = by(0, VERB_ISSUE, 0);
    command.service.n = 1;
    command.journey = journey;
    command.ticket_class = ticket_class;
    done(command);
    return w.result.ticket;
}

static void miss_and_come_back(uint16_t window, ticket_id id)
{
    done(by(7, VERB_RECALL, window));
    done(by(7, VERB_RECALL, window));
    done(by(7, VERB_MISS, window));
    struct command back = by(0, VERB_REJOIN, 0);
    back.ticket = id;
    done(back);
}

static void visit(ticket_id *id)
{
    done(by(7, VERB_SIGN_ON, 1));
    done(by(8, VERB_SIGN_ON, 4));
    ticket_id first = issue(0, CLASS_NORMAL);
    *id = issue(1, CLASS_PRIORITY);
    issue(0, CLASS_NORMAL);
    struct command slip = by(0, VERB_PRINTED, 0);
    slip.ticket = *id;
    slip.arg = PRINT_NO_PAPER;
    done(slip);
    slip.arg = PRINT_PRINTED;
    done(slip);
    struct command again = by(0, VERB_REPRINT, 0);
    again.ticket = *id;
    again.vouched = true;
    done(again);
    done(by(7, VERB_CALL_NEXT, 1)); /* it, by its head start */
    assert_int_equal(w.result.ticket.n, id->n);
    miss_and_come_back(1, *id);
    done(by(7, VERB_CALL_NEXT, 1)); /* the first one, then it would have been … */
    assert_int_equal(w.result.ticket.n, first.n);
    done(by(7, VERB_FINISH, 1));
    struct command named = by(0, VERB_CALL_NAMED, 1);
    named.ticket = *id;
    named.role = ROLE_MANAGER;
    strcpy(named.text, "she has a train");
    done(named);
    struct command park = by(7, VERB_PARK, 1);
    park.arg = PARK_KEPT;
    done(park);
    done(by(7, VERB_RETURN, 1));
    done(by(7, VERB_ADD_ITEM, 1));
    done(by(7, VERB_NEXT_STEP, 1));
    done(by(8, VERB_CALL_NEXT, 4));
    done(by(8, VERB_FINISH, 4));
    struct command rate = by(0, VERB_RATE, 0);
    rate.ticket = *id;
    rate.arg = 1;
    rate.source = SOURCE_KIOSK;
    done(rate);
}

static void tell(FILE *out, ticket_id id, const char *label, uint32_t ahead)
{
    struct tale tale;
    tale_begin(&tale, out, label, 0);
    tale.ticket = id.n;
    for (uint32_t i = 0; i < w.record_count; i++) {
        char line[700];
        const struct fact *fact = &w.record[i];
        size_t at = fact_print(fact, line, sizeof(line) - 64);
        if (fact->kind == FACT_KIND_ISSUED && fact->issued.ticket == id.n)
            at += (size_t)snprintf(line + at, 64, " ahead=%u", ahead);
        uint32_t other = fact->kind != FACT_KIND_CALLED ? 0
                         : fact->called.ticket == id.n  ? fact->called.runner_up
                                                        : fact->called.ticket;
        if (other)
            snprintf(line + at, 64, " other=A%03u", other - hall_ticket_first(w.hall) + 1);
        bool own = strstr(line, " ticket=") != NULL;
        bool passed = fact->kind == FACT_KIND_CALLED && fact->called.runner_up == id.n;
        if (own && (passed || strtoul(strstr(line, " ticket=") + 8, NULL, 10) == id.n))
            tale_fact(&tale, (uint64_t)fact->at, line);
    }
    tale_end(&tale);
}

static void a_visit_is_told_in_sentences(void **state)
{
    ticket_id id;
    struct golden golden;
    (void)state;
    engine_define_small(&w);
    w.def.rules.dispatch = DISPATCH_HEADSTART;
    w.def.rules.head_start_min[CLASS_PRIORITY] = 20;
    w.def.rules.items_max = 3;
    w.def.rules.return_places = 1;
    w.def.journey_count = 1;
    w.journeys[0] = (struct journey_def){.id = 1, .count = 2, .steps = {{1}, {3}}};
    engine_start(&w, 50);
    engine_open_day(&w);
    visit(&id);
    golden_open(&golden, "ctl_tale.txt");
    tell(golden.out, id, "A002", 0);
    golden_close(&golden);
    engine_stop(&w);
}

static void a_line_that_makes_no_sense_tells_nothing(void **state)
{
    static const char *const lines[] = {"",
                                        " ",
                                        "called",
                                        "called ticket=",
                                        "issued ticket=1 joined=x key=\"",
                                        "called ticket=1 why=200 runner_up=2",
                                        "voided ticket=1 reason=99 text=\"a b",
                                        "no_such_fact ticket=1",
                                        "ticket_back ticket=1 state=77"};
    (void)state;
    struct tale tale;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    tale_begin(&tale, out, "A001", 480);
    for (size_t i = 0; i < countof(lines); i++)
        tale_fact(&tale, 1000, lines[i]);
    tale_end(&tale);
    fclose(out);
    assert_non_null(strstr(text, "the rule is not known to this version"));
    assert_null(strstr(text, "no_such_fact"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_is_told_in_sentences),
        cmocka_unit_test(a_line_that_makes_no_sense_tells_nothing),
    };
    return cmocka_run_group_tests_name("ctl_tale", tests, NULL, NULL);
}
