/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_hall.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

static struct rules_def usual_rules(void)
{
    return (struct rules_def){
        .dispatch = DISPATCH_FIFO, /* the order is another test's: dispatch_… */
        .transfer_bonus_min = 20,
        .recall_max = 3,
        .recall_spacing_s = 10,
        .miss_calls = 3,
        .miss_after_s = 60,
        .return_policy = RETURN_PLACES,
        .return_places = 3,
        .return_max = 1,
        .parked_max = 3,
        .rating_s = 60,
    };
}

void engine_define(struct engine_hall *w, uint32_t services, uint32_t windows, uint32_t rooms)
{
    *w = (struct engine_hall){.now = 8 * HOUR};
    w->services = calloc(services + 1, sizeof(*w->services));
    w->windows = calloc(windows + 1, sizeof(*w->windows));
    w->rooms = calloc(rooms + 1, sizeof(*w->rooms));
    w->journeys = calloc(ENGINE_JOURNEYS, sizeof(*w->journeys));
    assert_true(w->services && w->windows && w->rooms && w->journeys);
    for (uint32_t i = 0; i < services; i++)
        w->services[i] = (struct service_def){.id = {(uint16_t)(i + 1)}, .mean_ms = 10 * MINUTE};
    for (uint32_t i = 0; i < windows; i++)
        w->windows[i].number = (uint16_t)(i + 1);
    for (uint32_t i = 0; i < rooms; i++)
        w->rooms[i].id = (uint16_t)(i + 1);
    w->def = (struct hall_def){
        .id = "test",
        .hours = {.count = 1, .sessions = {{0, 1440}}},
        .rules = usual_rules(),
        .service_count = services,
        .window_count = windows,
        .room_count = rooms,
        .services = w->services,
        .windows = w->windows,
        .rooms = w->rooms,
        .journeys = w->journeys,
    };
}

void engine_define_small(struct engine_hall *w)
{
    engine_define(w, 3, 4, 1);
    strcpy(w->services[0].prefix, "A");
    strcpy(w->services[1].prefix, "B");
    for (int i = 0; i < 2; i++) {
        w->windows[i].service_count = 2;
        w->windows[i].services[0].n = 1;
        w->windows[i].services[1].n = 2;
        w->windows[i].transfer_count = 3;
        w->windows[i].transfers[0].service.n = 3;
        w->windows[i].transfers[1].target.n = 3;
        w->windows[i].transfers[2].target.n = TARGET_ROOM + 1;
    }
    w->windows[2].service_count = w->windows[3].service_count = 1;
    w->windows[2].services[0].n = 2;
    w->windows[2].start = START_EXPLICIT;
    w->windows[2].next = NEXT_REFUSE;
    w->windows[3].services[0].n = 3;
}

void engine_start(struct engine_hall *w, uint32_t tickets)
{
    w->tickets = tickets;
    w->memory = malloc(hall_bytes(&w->def, tickets));
    assert_non_null(w->memory);
    w->hall = hall_init(w->memory, &w->def, tickets);
}

void engine_open_day(struct engine_hall *w)
{
    assert_int_equal(engine_act(w, 0, VERB_DAY_OPEN, ENGINE_DAY), REFUSED_NOT);
}

void engine_stop(struct engine_hall *w)
{
    free(w->services);
    free(w->windows);
    free(w->rooms);
    free(w->journeys);
    free(w->memory);
    free(w->record);
    free(w->rows);
    *w = (struct engine_hall){0};
}

static void keep_facts(struct engine_hall *w)
{
    if (w->record_count + FACTS_MAX > w->record_size) {
        w->record_size = w->record_size * 2 + 64;
        w->record = realloc(w->record, w->record_size * sizeof(*w->record));
        assert_non_null(w->record);
        w->rows = realloc(w->rows, w->record_size * sizeof(*w->rows));
        assert_non_null(w->rows);
    }
    w->row++;
    for (uint32_t i = 0; i < w->facts.count; i++) {
        w->rows[w->record_count] = w->row;
        w->record[w->record_count++] = w->facts.list[i];
    }
}

enum refusal engine_do(struct engine_hall *w, struct command command)
{
    command.now = w->now;
    if (!command.id.uid) /* a named device counts its own */
        command.id.seq = ++w->seq;
    uint64_t digest = hall_digest(w->hall), views = engine_views(w->hall, &w->def);
    hall_decide(w->hall, &command, &w->facts, &w->result);
    keep_facts(w);

    const char *wrong = hall_check(w->hall);
    if (wrong)
        fail_msg("after %s: %s", verb_name(w->result.verb), wrong);
    if (w->result.code) {
        assert_int_equal(w->facts.count, 0);
        if (hall_digest(w->hall) != digest || engine_views(w->hall, &w->def) != views)
            fail_msg("refused %s (%s) and changed the hall", verb_name(w->result.verb),
                     refusal_name(w->result.code));
    }
    return w->result.code;
}

enum refusal engine_press(struct engine_hall *w, uint16_t window, enum pad_key key)
{
    return engine_do(w, (struct command){.key = (uint8_t)key, .target = {window}, .who = "pad"});
}

enum refusal engine_act(struct engine_hall *w, uint16_t window, enum verb verb, uint32_t arg)
{
    return engine_do(w, (struct command){.verb = (uint8_t)verb,
                                         .target = {window},
                                         .arg = arg,
                                         .who = "clerk"});
}

enum refusal engine_on(struct engine_hall *w, uint16_t window, enum verb verb, ticket_id ticket)
{
    return engine_do(w, (struct command){.verb = (uint8_t)verb,
                                         .target = {window},
                                         .ticket = ticket,
                                         .who = "clerk"});
}

ticket_id engine_issue(struct engine_hall *w, uint16_t service)
{
    struct command command = {.verb = VERB_ISSUE, .service = {service}, .who = "kiosk"};
    enum refusal no = engine_do(w, command);
    if (no)
        fail_msg("no ticket: %s", refusal_text((uint8_t)no));
    return w->result.ticket;
}

const char *engine_facts(const struct engine_hall *w)
{
    static char text[FACTS_MAX * 24];
    text[0] = '\0';
    for (uint32_t i = 0; i < w->facts.count; i++) {
        if (i)
            strcat(text, " ");
        strcat(text, fact_name(w->facts.list[i].kind));
    }
    return text;
}

struct ticket_view engine_ticket(const struct engine_hall *w, ticket_id id)
{
    struct ticket_view view;
    assert_true(hall_ticket(w->hall, id, &view));
    return view;
}

struct window_view engine_window(const struct engine_hall *w, uint16_t window)
{
    struct window_view view;
    assert_true(hall_window(w->hall, (target_id){window}, &view));
    return view;
}
