/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/world.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define MORNING ((msec)1773792000000) /* 2026-03-18 08:00 in UTC+8 */
#define STARVE_HOURS 3 /* when it is calm and no visit ends for so long, somebody starves */

static void *array(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        abort();
    return memory;
}

uint32_t rate_of(const struct world *w, enum rate rate)
{
    return w->rates[rate];
}

const char *named(struct label label)
{
    static char texts[4][LABEL_TEXT_SIZE];
    static unsigned next;
    char *text = texts[next++ % countof(texts)];
    label_print(label, text);
    return text;
}

void world_say(const struct world *w, const char *fmt, ...)
{
    msec day = w->now - w->began + 8 * HOUR;
    va_list args;
    fprintf(w->trace, "%02d:%02d:%02d.%03d ", (int)(day / HOUR), (int)(day / MINUTE % 60),
            (int)(day / SECOND % 60), (int)(day % SECOND));
    va_start(args, fmt);
    vfprintf(w->trace, fmt, args);
    va_end(args);
    fputc('\n', w->trace);
}

/* ---- the agenda: a binary heap by (time, order of adding) ---- */

static bool sooner(const struct event *a, const struct event *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

void world_after(struct world *w, msec delay, enum event_kind kind, uint32_t who, uint32_t tag)
{
    assert(delay >= 0);
    if (w->event_count == w->event_size) {
        w->event_size = w->event_size * 2 + 256;
        w->events = realloc(w->events, w->event_size * sizeof(*w->events));
        if (!w->events)
            abort();
    }
    const struct event event = {w->now + delay, ++w->event_order, (uint16_t)kind, who, tag};
    uint32_t at = w->event_count++;
    for (; at && sooner(&event, &w->events[(at - 1) / 2]); at = (at - 1) / 2)
        w->events[at] = w->events[(at - 1) / 2];
    w->events[at] = event;
}

static struct event take_event(struct world *w)
{
    struct event first = w->events[0], last = w->events[--w->event_count];
    uint32_t at = 0;
    for (uint32_t child; (child = 2 * at + 1) < w->event_count; at = child) {
        if (child + 1 < w->event_count && sooner(&w->events[child + 1], &w->events[child]))
            child++;
        if (!sooner(&w->events[child], &last))
            break;
        w->events[at] = w->events[child];
    }
    w->events[at] = last;
    return first;
}

/* ---- making a world ---- */

static void add_link(struct world *w, uint8_t party, uint32_t index, uint32_t *link)
{
    *link = w->link_count++;
    w->links[*link] = (struct link_state){.party = party,
                                          .index = (uint16_t)index,
                                          .up = true,
                                          .dice = dice_of(w->plan.seed, 70, *link)};
    if (w->plan.rates[RATE_CUT])
        world_after(w, dice_span(&w->links[*link].dice, 0, 2 * HOUR / w->plan.rates[RATE_CUT]),
                    EVENT_LINK_DOWN, *link, 0);
}

static void add_devices(struct world *w)
{
    w->links = array(w->kiosk_count + w->pad_count + w->board_count + 1, sizeof(*w->links));
    w->kiosks = array(w->kiosk_count, sizeof(*w->kiosks));
    w->pads = array(w->pad_count, sizeof(*w->pads));
    w->boards = array(w->board_count, sizeof(*w->boards));
    for (uint32_t i = 0; i < w->kiosk_count; i++) {
        add_link(w, PARTY_KIOSK, i, &w->kiosks[i].link);
        kiosk_init(w, i);
    }
    for (uint32_t i = 0; i < w->pad_count; i++) {
        add_link(w, PARTY_PAD, i, &w->pads[i].link);
        pad_init(w, i);
    }
    for (uint32_t i = 0; i < w->board_count; i++) {
        add_link(w, PARTY_BOARD, i, &w->boards[i].link);
        board_init(w, i);
    }
    add_link(w, PARTY_DESK, 0, &w->desk.link);
    desk_init(w);
}

struct world *world_new(const struct plan *plan, const struct world_options *options)
{
    struct world *w = array(1, sizeof(*w));
    w->plan = *plan;
    w->trace = options->trace;
    w->now = w->began = MORNING;
    memcpy(w->rates, plan->rates, sizeof(w->rates));
    w->def = options->def ? hall_copy(options->def) : hall_generate(plan);
    if (options->rule >= 0)
        w->def->rules.dispatch = (uint8_t)options->rule;
    w->people_size = plan->people * 2 + 64;
    w->people = array(w->people_size, sizeof(*w->people));
    w->tickets = w->people_size * 2;
    if (w->tickets > HALL_TICKETS_MAX)
        w->tickets = HALL_TICKETS_MAX;
    w->parcel_free = UINT32_MAX;
    w->kiosk_count = plan->kiosks;
    w->pad_count = w->def->window_count;
    w->board_count = plan->boards;
    checker_init(&w->checker, w->def, w->tickets, &w->now);
    w->checker.forgetful = w->plan.sessions < PLAN_SESSIONS;
    add_devices(w);
    w->core.journal = journal_new(options->vfs, plan->seed);
    core_init(w);
    people_init(w);
    world_after(w, (msec)plan->minutes * MINUTE + MINUTE, EVENT_CALM, 0, 0);
    return w;
}

void world_free(struct world *w)
{
    if (!w)
        return;
    for (uint32_t i = 0; i < w->board_count; i++)
        picture_drop(w->boards[i].picture);
    for (uint32_t i = 0; i < w->event_count; i++)
        if (w->events[i].kind == EVENT_PARCEL)
            picture_drop(w->parcels[w->events[i].who].picture);
    for (uint32_t i = 0; i < w->kiosk_count; i++)
        free(w->kiosks[i].records);
    core_free(w);
    checker_free(&w->checker);
    hall_release(w->def);
    free(w->events);
    free(w->parcels);
    free(w->links);
    free(w->kiosks);
    free(w->pads);
    free(w->boards);
    free(w->people);
    free(w);
}

/* ---- running ---- */

/* Every number that was given alone has come in. */
static bool kiosks_told(const struct world *w)
{
    for (uint32_t i = 0; i < w->kiosk_count; i++)
        if (w->kiosks[i].asking || w->kiosks[i].active ||
            w->kiosks[i].unreported < w->kiosks[i].record_count)
            return false;
    return true;
}

static uint32_t somebody_staying(const struct world *w)
{
    uint32_t i = 0;
    while (i < w->people_count && w->people[i].state == PERSON_GONE)
        i++;
    return i;
}

/* Harsher than life, then calm: nothing goes wrong any more and everybody must come to an end. */
static void calm(struct world *w)
{
    if (!w->calm) {
        TRACE(w, "nobody comes any more; all faults stop");
        w->calm = true;
        w->progress_at = w->now;
        w->staying = people_staying(w);
        memset(w->rates, 0, sizeof(w->rates));
    }
    uint32_t staying = people_staying(w);
    if (staying < w->staying)
        w->progress_at = w->now;
    w->staying = staying;
    if (!staying && kiosks_told(w)) {
        w->closing = true;
        world_after(w, 0, EVENT_CLOSE, 0, 0);
        return;
    }
    if (w->now - w->progress_at > STARVE_HOURS * HOUR) {
        uint32_t i = somebody_staying(w);
        checker_break(&w->checker, PROMISE_STARVED,
                      "%u people or kiosks wait, and no visit ends for %d h in a calm hall; person "
                      "%u with "
                      "%s",
                      staying, STARVE_HOURS, i, named(w->people[i].label));
        return;
    }
    world_after(w, MINUTE, EVENT_CALM, 0, 0);
}

static void close_day(struct world *w)
{
    if (w->core.up && !w->core.committing && !hall_day(w->core.hall)) {
        checker_end(&w->checker);
        core_check_archive(w);
        w->ended = true;
        return;
    }
    if (w->core.up)
        core_own(w, VERB_DAY_CLOSE, 1);
    world_after(w, 5 * SECOND, EVENT_CLOSE, 0, 0);
}

static void happen(struct world *w, const struct event *event)
{
    switch ((enum event_kind)event->kind) {
    case EVENT_PERSON:
        person_step(w, event->who, event->tag);
        return;
    case EVENT_KIOSK:
        kiosk_step(w, event->who, event->tag);
        return;
    case EVENT_CLERK:
        pad_step(w, event->who, event->tag);
        return;
    case EVENT_DESK:
        desk_step(w, event->tag);
        return;
    case EVENT_PARCEL:
    case EVENT_LINK_DOWN:
    case EVENT_LINK_UP:
    case EVENT_RESYNC:
        link_event(w, event);
        return;
    case EVENT_PAD_POWER:
        pad_power(w, event->who);
        return;
    case EVENT_BOARD_POWER:
        board_power(w, event->who);
        return;
    case EVENT_TURN:
    case EVENT_COMMITTED:
    case EVENT_CRASH:
    case EVENT_START:
    case EVENT_CLOCK:
        core_event(w, event);
        return;
    case EVENT_MANAGER:
        desk_reassign(w);
        return;
    case EVENT_CALM:
        calm(w);
        return;
    case EVENT_CLOSE:
        close_day(w);
        return;
    }
}

bool world_run(struct world *w)
{
    while (w->event_count && !w->ended && !w->checker.broken) {
        struct event event = take_event(w);
        w->now = event.at;
        w->event_total++;
        happen(w, &event);
    }
    return !w->checker.broken;
}
