/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A day told as a script, its facts compared with tests/golden/engine_day.txt.
 */
#include <inttypes.h>

#include "engine_hall.h"
#include "golden.h"
#include "test.h"

struct script {
    struct engine_hall w;
    struct golden golden;
};

static void print_clock(struct script *s)
{
    int second = (int)(s->w.now / SECOND);
    golden_printf(&s->golden, "%02d:%02d:%02d ", second / 3600, second / 60 % 60, second % 60);
}

/* What came of it: the answer, then the facts. */
static void print_outcome(struct script *s)
{
    const struct result *result = &s->w.result;
    char label[LABEL_TEXT_SIZE], text[400];
    label_print(result->label, label);
    golden_printf(&s->golden, " -> %s %s", result->code ? "no:" : verb_name(result->verb),
                  result->code ? refusal_text(result->code) : "");
    if (label[0])
        golden_printf(&s->golden, " %s", label);
    if (result->verb == VERB_ISSUE && !result->code)
        golden_printf(&s->golden, " ahead %" PRIu32 " wait %d-%d, %d min", result->ahead,
                      result->lo_min, result->hi_min, result->wait_min);
    if (result->retry_ms)
        golden_printf(&s->golden, " retry %" PRIu32 " ms", result->retry_ms);
    golden_printf(&s->golden, "\n");
    for (uint32_t i = 0; i < s->w.facts.count; i++) {
        fact_print(&s->w.facts.list[i], text, sizeof(text));
        golden_printf(&s->golden, "    %s\n", text);
    }
}

static void at(struct script *s, int hour, int minute, int second)
{
    s->w.now = hour * HOUR + minute * MINUTE + second * SECOND;
}

static void press(struct script *s, uint16_t window, enum pad_key key, uint32_t arg)
{
    print_clock(s);
    golden_printf(&s->golden, "window %d key %s", window, pad_key_name((uint8_t)key));
    struct command command = {.key = (uint8_t)key, .target = {window}, .arg = arg, .who = "0317"};
    engine_do(&s->w, command);
    print_outcome(s);
}

static void run(struct script *s, const char *who, struct command command)
{
    print_clock(s);
    golden_printf(&s->golden, "%s %s", who, verb_name(command.verb));
    for (int i = 0; who[i] && i < 24; i++)
        command.who[i] = who[i];
    engine_do(&s->w, command);
    print_outcome(s);
}

static ticket_id issue(struct script *s, uint16_t service)
{
    run(s, "kiosk-1", (struct command){.verb = VERB_ISSUE, .service = {service}});
    ticket_id ticket = s->w.result.ticket;
    run(s, "kiosk-1",
        (struct command){.verb = VERB_PRINTED, .ticket = ticket, .arg = PRINT_PRINTED});
    return ticket;
}

static void morning(struct script *s)
{
    at(s, 8, 0, 0);
    run(s, "manager", (struct command){.verb = VERB_DAY_OPEN, .arg = ENGINE_DAY});
    press(s, 1, KEY_NEXT, 0); /* opens the window: nobody waits yet */
    at(s, 8, 31, 0);
    issue(s, 1);
    issue(s, 2);
    issue(s, 1);
    at(s, 8, 32, 0);
    press(s, 1, KEY_NEXT, 0);
    at(s, 8, 32, 5);
    press(s, 1, KEY_NEXT, 0);
    press(s, 1, KEY_RECALL, 0);
    at(s, 8, 32, 12);
    press(s, 1, KEY_RECALL, 0);
    at(s, 8, 40, 0);
    press(s, 1, KEY_FINISH, 0);
    run(s, "rating-1", (struct command){.verb = VERB_RATE, .target = {1}, .arg = 5});
}

static void a_miss_and_a_return(struct script *s)
{
    at(s, 8, 41, 0);
    press(s, 2, KEY_NEXT, 0);
    for (int i = 1; i <= 3; i++) {
        at(s, 8, 41, i * 15);
        press(s, 2, KEY_RECALL, 0);
    }
    ticket_id missed = s->w.result.ticket;
    press(s, 2, KEY_MISS, 0);
    at(s, 8, 42, 1);
    press(s, 2, KEY_MISS, 0);
    issue(s, 2);
    at(s, 8, 50, 0);
    run(s, "guide", (struct command){.verb = VERB_REJOIN, .ticket = missed});
}

static void the_rest(struct script *s)
{
    at(s, 9, 0, 0);
    press(s, 1, KEY_NEXT, 0);
    press(s, 1, KEY_PAUSE, 0);
    at(s, 9, 5, 0);
    press(s, 1, KEY_TRANSFER, 1); /* to the step, as the pad's first choice */
    at(s, 9, 6, 0);
    press(s, 4, KEY_NEXT, 0);
    at(s, 9, 7, 0);
    press(s, 4, KEY_FINISH, 0);
    press(s, 1, KEY_NEXT, 0); /* resumes and calls */
    at(s, 9, 9, 0);
    press(s, 1, KEY_PARK, 0);
    press(s, 1, KEY_NEXT, 0);
    at(s, 9, 15, 0);
    press(s, 1, KEY_FINISH, 0);
    press(s, 1, KEY_RETURN, 0);
    at(s, 9, 16, 0);
    press(s, 1, KEY_START, 0);
    at(s, 9, 20, 0);
    press(s, 1, KEY_NEXT, 0); /* nobody waits: done with the visitor */
    run(s, "timer", (struct command){.verb = VERB_TICK});
    at(s, 9, 21, 0);
    run(s, "timer", (struct command){.verb = VERB_TICK});
    run(s, "timer", (struct command){.verb = VERB_TICK});
    press(s, 1, KEY_HELP, 0);
    press(s, 1, KEY_UNDO, 0);
}

static void evening(struct script *s)
{
    ticket_id ticket = issue(s, 1);
    issue(s, 2);
    at(s, 16, 58, 0);
    press(s, 3, KEY_NEXT, 0);
    run(s, "clerk-3", (struct command){.verb = VERB_CLOSE, .target = {3}});
    run(s, "manager", (struct command){.verb = VERB_DAY_CLOSE});
    press(s, 3, KEY_FINISH, 0); /* this window wants its start pressed */
    press(s, 3, KEY_START, 0);
    at(s, 17, 2, 0);
    press(s, 3, KEY_FINISH, 0);
    run(s, "clerk-3", (struct command){.verb = VERB_CLOSE, .target = {3}});
    at(s, 17, 30, 0);
    run(s, "manager", (struct command){.verb = VERB_DAY_CLOSE}); /* one waits, windows are open */
    run(s, "manager", (struct command){.verb = VERB_DAY_CLOSE, .arg = 1});
    run(s, "kiosk-1", (struct command){.verb = VERB_ISSUE, .service = {1}});
    run(s, "phone", (struct command){.verb = VERB_RATE, .ticket = ticket, .arg = 3});
}

static void a_day_matches_its_facts(void **state)
{
    (void)state;
    static struct script s;
    engine_define_small(&s.w);
    engine_start(&s.w, 100);
    golden_open(&s.golden, "engine_day.txt");
    morning(&s);
    a_miss_and_a_return(&s);
    the_rest(&s);
    evening(&s);
    engine_replay(&s.w);
    golden_close(&s.golden);
    engine_stop(&s.w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_day_matches_its_facts)};
    return cmocka_run_group_tests_name("engine_day", tests, NULL, NULL);
}
