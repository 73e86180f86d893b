/* SPDX-License-Identifier: Apache-2.0 */
/* k05, k20 and their like: what is, then the hours, then what else is possible (R-K6, R-K7). */
#include <stdio.h>

#include "domain/calendar.h"
#include "view/page.h"

#define NOON (12 * 60)
#define SHOWN_SESSIONS_MAX 4

struct state {
    const char *title;
    const char *note;
    const struct service_def *service; /* NULL = the whole hall */
    const struct hours *hours;         /* NULL = no hours on the page */
    bool retry;
};

/* ---- sessions ---- */

struct session_view {
    struct line head, times;
    bool next; /* the one to come: highlighted */
};

/* `service` NULL = the hall's. A day off by the calendar has no session that is to come (R-O6). */
static struct line session_head(const struct page *page, const struct service_def *service,
                                uint32_t index, bool *next)
{
    const struct hall_def *def = page->model->def;
    const struct hours *hours = service ? def_hours(def, service) : &def->hours;
    const struct hours_session *session = &hours->sessions[index];
    const char *name = say(page, session->from_min < NOON ? WORD_K_AM : WORD_K_PM);
    struct line plain, in_line;
    uint32_t date;
    uint16_t minute;
    snprintf(plain.text, sizeof(plain.text), "%s", name);
    if (!local_time(page, &date, &minute) ||
        !(calendar_hours(def, service, date).open >> index & 1))
        return plain;
    int32_t start = session->from_min - hours->early_min;
    if (minute >= session->to_min - hours->stop_min)
        return say_1(page, WORD_K_SESSION_OVER, "name", name);
    if (minute >= start)
        return say_1(page, WORD_K_SESSION_NOW, "name", name);
    uint32_t in = (uint32_t)(start - minute);
    *next = true;
    struct line hours_text, minutes;
    snprintf(hours_text.text, sizeof(hours_text.text), "%u", in / 60);
    snprintf(minutes.text, sizeof(minutes.text), "%u", in < 60 ? in : in % 60);
    struct word_arg args[] = {{"name", name}, {"h", hours_text.text}, {"m", minutes.text}};
    in_line =
        say_n(page, in < 60 ? WORD_K_SESSION_IN : WORD_K_SESSION_IN_HOURS, args, countof(args));
    return in_line;
}

static void put_session(const struct page *page, struct box box, const struct session_view *session)
{
    const struct theme *t = page->theme;
    struct rect_style frame = {.fill = t->bg, .radius = 12};
    struct text_style head = muted(page, 34), times = bold(page, session->next ? 72 : 64);
    head.size[1] = 30, head.size[2] = 28;
    times.size[1] = 60, times.size[2] = 48, times.size[3] = 40;
    if (session->next) {
        frame = (struct rect_style){.fill = t->tint_success,
                                    .line = t->success,
                                    .border = 4,
                                    .radius = 12};
        head.colour = t->success;
        head.bold = true;
    }
    draw_rect(page->draw, box, &frame);
    draw_text(page->draw, BOX(box.x + 32, box.y + 8, box.w - 48, 64), session->head.text, &head);
    draw_text(page->draw, BOX(box.x + 32, box.y + 64, box.w - 48, 96), session->times.text, &times);
}

static void put_sessions(const struct page *page, struct box area, const struct state *state)
{
    const struct hours *hours = state->hours;
    uint32_t count = hours->count < SHOWN_SESSIONS_MAX ? hours->count : SHOWN_SESSIONS_MAX;
    if (count == 0)
        return;
    int16_t columns = (int16_t)(page->tall ? 1 : count);
    int16_t w = (int16_t)((area.w - 32 * (columns - 1)) / columns);
    struct grid grid = {BOX(area.x, area.y, w, 168), columns, 32, 16};
    bool found = false;
    for (uint32_t i = 0; i < count; i++) {
        struct session_view session = {.times = line_of_session(hours, i)};
        session.head = session_head(page, state->service, i, &session.next);
        session.next = session.next && !found; /* only the first to come stands out */
        found = found || session.next;
        put_session(page, grid_cell(&grid, i), &session);
    }
}

/* ---- ways out ---- */

struct way {
    enum icon icon;
    enum word label, hint;
    uint8_t action; /* KIOSK_ACT_NONE: not in this version */
    uint8_t kind;
};

static void put_ways(const struct page *page, const struct grid *grid, const struct way *ways,
                     uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        bool off = ways[i].action == KIOSK_ACT_NONE;
        put_button(page, (struct button){.box = grid_cell(grid, i),
                                         .icon = (uint8_t)ways[i].icon,
                                         .label = say(page, ways[i].label),
                                         .hint = say(page, off ? WORD_K_DESK_HINT : ways[i].hint),
                                         .kind = ways[i].kind,
                                         .state = off ? BUTTON_DISABLED : BUTTON_READY,
                                         .size = {by_lang(page, 44, 32), by_lang(page, 36, 28), 27},
                                         .hint_size = {28, 27},
                                         .action = ways[i].action});
    }
}

static const struct way usual_ways[] = {
    {ICON_ASK, WORD_K_ASK, WORD_K_ASK_HINT, KIOSK_ACT_ASK, BUTTON_SECONDARY},
    {ICON_BELL, WORD_K_GUIDE, WORD_K_GUIDE_HINT, KIOSK_ACT_HELP, BUTTON_HELP},
    {ICON_CAL, WORD_K_APPT, WORD_K_DESK_HINT, KIOSK_ACT_NONE, BUTTON_SECONDARY},
    {ICON_LIST, WORD_K_QUERY, WORD_K_DESK_HINT, KIOSK_ACT_NONE, BUTTON_SECONDARY},
};

/* ---- the frame of them all ---- */

static void put_state(const struct page *page, struct box card, const struct state *state)
{
    const struct theme *t = page->theme;
    put_card(page, card, t->line, 2);
    draw_rect(page->draw, BOX(card.x, card.y, 24, card.h),
              &(struct rect_style){.fill = t->warn,
                                   .radius = 16,
                                   .corners = CORNER_TOP_LEFT | CORNER_BOTTOM_LEFT});
    int16_t x = (int16_t)(card.x + (page->tall ? 56 : 88)), right = (int16_t)(card.x + card.w - 32);
    struct text_style title = bold(page, 68), note = muted(page, 40);
    title.size[1] = 56, title.size[2] = 48, title.size[3] = 36;
    note.size[1] = 36, note.size[2] = 32, note.size[3] = 28;
    int16_t at = x;
    if (state->service) {
        put_chip(page, BOX(x, card.y + 32, 88, 88), state->service->prefix,
                 zone_colour(page, state->service->zone));
        at = (int16_t)(x + 112);
    }
    draw_text(page->draw, BOX(at, card.y + 28, right - at, 96), state->title, &title);
    draw_text(page->draw, BOX(x, card.y + 130, right - x, 64), state->note, &note);
    if (state->hours)
        put_sessions(page, BOX(x, card.y + 216, right - x - 16, 168), state);
}

static void put_page(const struct page *page, const struct state *state)
{
    uint32_t sessions = state->hours ? state->hours->count : 0;
    int16_t h = state->hours ? 424 : 232;
    if (page->tall && sessions > 0)
        h = (int16_t)(232 + 184 * (sessions < SHOWN_SESSIONS_MAX ? sessions : SHOWN_SESSIONS_MAX));
    struct box card = page->tall ? BOX(48, 176, 984, h) : BOX(48, 136, 1824, h);
    put_state(page, card, state);
    int16_t y = (int16_t)(card.y + card.h + 32);
    struct text_style heading = bold(page, 44);
    draw_text(page->draw, BOX(48, y, 984, 72),
              say(page, state->service ? WORD_K_CAN_ALSO : WORD_K_CAN), &heading);
    struct grid grid = {BOX(48, y + 88, page->tall ? 480 : 432, 144), (int16_t)(page->tall ? 2 : 4),
                        page->tall ? 24 : 32, 16};
    if (state->retry) {
        static const struct way retry = {ICON_BACK, WORD_K_RETRY, WORD_K_CHOOSE, KIOSK_ACT_BACK,
                                         BUTTON_SECONDARY};
        put_ways(page, &grid, &retry, 1);
        grid.first.x = (int16_t)(grid.first.x + grid.first.w + grid.gap_x);
        put_ways(page, &grid, usual_ways, page->tall ? 1 : 2);
        if (page->tall) {
            grid.first = BOX(48, y + 88 + 160, 480, 144);
            put_ways(page, &grid, &usual_ways[1], 1);
        }
    } else {
        put_ways(page, &grid, usual_ways, countof(usual_ways));
    }
    int16_t low = (int16_t)(grid.first.y + (page->tall && !state->retry ? 330 : 168));
    draw_icon(page->draw, BOX(48, low + 18, 44, 44), ICON_BELL, page->theme->primary,
              page->theme->bg);
    struct text_style foot = ink(page, 34);
    foot.size[1] = 32, foot.size[2] = 30, foot.size[3] = 28;
    draw_text(page->draw, BOX(112, low, page->tall ? 920 : 1760, 80), say(page, WORD_K_CLOSED_NOTE),
              &foot);
}

static enum word hall_state(const struct page *page, const struct hours *hours)
{
    uint32_t date;
    uint16_t minute;
    if (!local_time(page, &date, &minute))
        return WORD_K_CLOSED_TITLE;
    uint8_t open = calendar_hours(page->model->def, NULL, date).open;
    if (!open)
        return WORD_K_CLOSED_REST;
    int32_t in = hours_opens_in(hours, open, minute);
    if (in < 0)
        return WORD_K_CLOSED_OVER;
    return in > 0 && hours->count > 1 && minute >= hours->sessions[0].to_min - hours->stop_min
               ? WORD_K_CLOSED_LUNCH
               : WORD_K_CLOSED_TITLE;
}

void page_closed(const struct page *page)
{
    const struct service_def *service = def_service(page->model->def, page->model->wish.service);
    if (page->model->page == KIOSK_FULL && service) {
        struct line title =
            say_1(page, WORD_K_QUOTA_TITLE, "q", names_get(&service->name, page->lang));
        put_page(page, &(struct state){.title = title.text,
                                       .note = say(page, WORD_K_QUOTA_NOTE),
                                       .service = service});
    } else if (page->model->page == KIOSK_CLOSED && service) {
        struct line title =
            say_1(page, WORD_K_CLOSED_SERVICE, "q", names_get(&service->name, page->lang));
        put_page(page, &(struct state){.title = title.text,
                                       .note = say(page, WORD_K_HOURS),
                                       .service = service,
                                       .hours = def_hours(page->model->def, service)});
    } else {
        const struct hours *hours = &page->model->def->hours;
        put_page(page, &(struct state){.title = say(page, hall_state(page, hours)),
                                       .note = say(page, WORD_K_HOURS),
                                       .hours = hours});
    }
}

/* The rows of REFUSALS and the words of refusal.def stand in the same order. */
static const char *why(const struct page *page, uint8_t refusal)
{
    if (refusal == REFUSED_NOT || refusal >= REFUSAL_COUNT)
        refusal = REFUSED_MALFORMED;
    return say(page, (enum word)(WORD_REFUSAL_EMPTY + refusal - REFUSED_EMPTY));
}

void page_refused(const struct page *page)
{
    put_page(page,
             &(struct state){.title = why(page, page->model->ticket.refusal),
                             .note = say(page, WORD_K_REFUSED_NOTE),
                             .service = def_service(page->model->def, page->model->wish.service),
                             .retry = true});
}
