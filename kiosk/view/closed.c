/* SPDX-License-Identifier: Apache-2.0 */
/* k05, k20 and their like: what is, then the hours, then what else is possible (R-K6, R-K7). */
#include <stdio.h>

#include "domain/calendar.h"
#include "view/items.h"

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

/* "60 个号，2 小时 23 分后开始": with what is given out in that session; 0 = no limit (R-K5). */
static struct line head_to_come(const struct page *page, const char *name, uint32_t minutes,
                                uint16_t quota)
{
    char h[12], m[12], q[12];
    bool near = minutes < 60;
    snprintf(h, sizeof(h), "%u", minutes / 60);
    snprintf(m, sizeof(m), "%u", near ? minutes : minutes % 60);
    snprintf(q, sizeof(q), "%u", quota);
    struct word_arg args[] = {{"name", name}, {"h", h}, {"m", m}, {"q", q}};
    enum word word = quota  ? near ? WORD_K_QUOTA_IN : WORD_K_QUOTA_IN_HOURS
                     : near ? WORD_K_SESSION_IN
                            : WORD_K_SESSION_IN_HOURS;
    return say_n(page, word, args, countof(args));
}

/* A session that is over or under way: that its numbers are gone is what matters on k20. */
static struct line head_past(const struct page *page, const char *name, bool over, uint16_t quota)
{
    char q[12];
    snprintf(q, sizeof(q), "%u", quota);
    if (page->model->page == KIOSK_FULL && !over)
        return say_n(page, quota ? WORD_K_QUOTA_GONE : WORD_K_QUOTA_GONE_PLAIN,
                     (struct word_arg[]){{"name", name}, {"q", q}}, 2);
    return say_1(page, over ? WORD_K_SESSION_OVER : WORD_K_SESSION_NOW, "name", name);
}

/* `service` NULL = the hall's. A day off by the calendar has no session that is to come (R-O6). */
static struct line session_head(const struct page *page, const struct service_def *service,
                                uint32_t index, bool *next)
{
    const struct hall_def *def = page->model->def;
    const struct hours *hours = service ? def_hours(def, service) : &def->hours;
    const struct hours_session *session = &hours->sessions[index];
    const char *name = say(page, session->from_min < NOON ? WORD_K_AM : WORD_K_PM);
    uint16_t quota = service ? service->quota[index] : 0;
    struct line plain;
    uint32_t date;
    uint16_t minute;
    snprintf(plain.text, sizeof(plain.text), "%s", name);
    if (!local_time(page, &date, &minute) ||
        !(calendar_hours(def, service, date).open >> index & 1))
        return plain;
    bool over = minute >= session->to_min - hours->stop_min;
    int32_t start = session->from_min - hours->early_min;
    if (over || minute >= start)
        return head_past(page, name, over, quota);
    *next = true;
    return head_to_come(page, name, (uint32_t)(start - minute), quota);
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

#define DAYS_AHEAD 14

/* The first session of the next day that has one (k20); false when none is near. */
static bool next_day(const struct page *page, const struct state *state,
                     struct session_view *session)
{
    const struct kiosk_model *model = page->model;
    char day[12], q[12];
    if (model->hall_ms == 0)
        return false;
    for (uint32_t i = 1; i <= DAYS_AHEAD; i++) {
        struct civil civil = calendar_local(model->hall_ms + i * 24 * HOUR, model->tz_min);
        uint8_t open = calendar_hours(model->def, state->service, calendar_date(civil)).open;
        uint32_t index = 0;
        while (index < state->hours->count && !(open >> index & 1))
            index++;
        if (index == state->hours->count)
            continue;
        snprintf(day, sizeof(day), "%u", civil.day);
        struct word_arg date_args[] = {{"month",
                                        say(page, (enum word)(WORD_MONTH_1 + civil.month - 1))},
                                       {"d", day},
                                       {"weekday",
                                        say(page, (enum word)(WORD_WEEKDAY_0 + civil.weekday))}};
        struct line date = say_n(page, WORD_DATE, date_args, countof(date_args));
        uint16_t quota = state->service ? state->service->quota[index] : 0;
        bool am = state->hours->sessions[index].from_min < NOON;
        snprintf(q, sizeof(q), "%u", quota);
        struct word_arg args[] = {{"date", date.text},
                                  {"name", say(page, am ? WORD_K_AM : WORD_K_PM)},
                                  {"q", q}};
        session->head =
            say_n(page, quota ? WORD_K_QUOTA_DAY_COUNT : WORD_K_QUOTA_DAY, args, countof(args));
        session->times = line_of_session(state->hours, index);
        session->next = true;
        return true;
    }
    return false;
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
    struct session_view sessions[SHOWN_SESSIONS_MAX];
    bool found = false;
    for (uint32_t i = 0; i < count; i++) {
        struct session_view *session = &sessions[i];
        *session = (struct session_view){.times = line_of_session(hours, i)};
        session->head = session_head(page, state->service, i, &session->next);
        session->next = session->next && !found; /* only the first to come stands out */
        found = found || session->next;
    }
    /* None is left today: the next day takes the place of what is over. */
    if (!found && page->model->page == KIOSK_FULL && count > 1)
        (void)next_day(page, state, &sessions[count - 1]);
    for (uint32_t i = 0; i < count; i++)
        put_session(page, grid_cell(&grid, i), &sessions[i]);
}

/* ---- ways out ---- */

static uint32_t online_items(const struct page *page, service_id service)
{
    const struct hall_def *def = page->model->def;
    uint32_t count = 0;
    for (uint32_t i = 0; i < def->item_count; i++)
        count +=
            def->items[i].service.n == service.n && kiosk_item_online(page->model, &def->items[i]);
    return count;
}

static void put_ways(const struct page *page, const struct grid *grid, const struct way *ways,
                     uint32_t count)
{
    uint32_t items = online_items(page, page->model->wish.service);
    for (uint32_t i = 0; i < count; i++) {
        struct line hint = say_count(page, ways[i].hint, "n", items);
        put_button(page, (struct button){.box = grid_cell(grid, i),
                                         .icon = (uint8_t)ways[i].icon,
                                         .label = say(page, ways[i].label),
                                         .hint = hint.text,
                                         .kind = ways[i].kind,
                                         .size = {by_lang(page, 44, 32), by_lang(page, 36, 28), 27},
                                         .hint_size = {28, 27},
                                         .action = ways[i].action});
    }
}

static const struct way guide_way = {ICON_BELL, WORD_K_GUIDE, WORD_K_GUIDE_HINT, KIOSK_ACT_HELP,
                                     BUTTON_HELP};
static const struct way ask_way = {ICON_ASK, WORD_K_ASK, WORD_K_ASK_HINT, KIOSK_ACT_ASK,
                                   BUTTON_SECONDARY};
static const struct way booking_way = {ICON_CAL, WORD_K_WAYS, WORD_K_WAYS_HINT, KIOSK_ACT_WAYS,
                                       BUTTON_SECONDARY};

/* k05: nobody needs to come back for these. */
static uint32_t closed_ways(const struct page *page, struct way ways[WAYS_MAX])
{
    static const struct way items = {ICON_DOC, WORD_K_GUIDES, WORD_K_GUIDES_HINT, KIOSK_ACT_SEARCH,
                                     BUTTON_SECONDARY};
    static const struct way query = {ICON_LIST, WORD_K_QUERY, WORD_K_QUERY_HINT, KIOSK_ACT_QUERY,
                                     BUTTON_SECONDARY};
    static const struct way rate = {ICON_STAR, WORD_K_RATE, WORD_K_RATE_HINT, KIOSK_ACT_RATE,
                                    BUTTON_SECONDARY};
    ways[0] = booking_way;
    ways[1] = page->model->def->item_count ? items : ask_way;
    ways[2] = query;
    ways[3] = rate;
    return 4;
}

/* k20: what else is possible; what the hall does not have is left out (R-K7). */
static uint32_t full_ways(const struct page *page, const struct service_def *service,
                          struct way ways[WAYS_MAX])
{
    static const struct way online = {ICON_PHONE, WORD_K_ONLINE_WAY, WORD_K_ONLINE_WAY_HINT,
                                      KIOSK_ACT_ONLINE_ITEMS, BUTTON_SECONDARY};
    static const struct way elsewhere = {ICON_PIN, WORD_K_ELSEWHERE, WORD_K_ELSEWHERE_HINT,
                                         KIOSK_ACT_ELSEWHERE, BUTTON_SECONDARY};
    uint32_t count = 0;
    ways[count++] = booking_way;
    if (online_items(page, service->id))
        ways[count++] = online;
    if (page->model->def->near_count)
        ways[count++] = elsewhere;
    ways[count] = guide_way;
    ways[count++].hint = WORD_K_GUIDE_FAST;
    return count;
}

uint32_t ways_out(const struct page *page, const struct service_def *service,
                  struct way ways[WAYS_MAX])
{
    bool full = page->model->page == KIOSK_FULL && service;
    return full ? full_ways(page, service, ways) : closed_ways(page, ways);
}

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

/* "也可到：汤神庙镇… 8:30–17:00 · 八家子镇…" as many as fit. */
static struct line line_of_elsewhere(const struct page *page, int16_t w)
{
    const struct hall_def *def = page->model->def;
    struct line list = {""}, all = {""}, longer;
    for (uint32_t i = 0; i < def->near_count; i++) {
        const struct near_def *near = &def->halls_near[i];
        int n = snprintf(longer.text, sizeof(longer.text), "%.100s%s%s %s", list.text,
                         i ? " · " : "", names_get(&near->name, page->lang), near->hours);
        struct line said = say_1(page, WORD_K_ELSEWHERE_ALSO, "list", longer.text);
        if (n >= (int)sizeof(longer.text) ||
            draw_measure(page->draw, said.text, 28, false) > (uint16_t)w)
            break;
        list = longer;
        all = said;
    }
    return all;
}

static void put_foot(const struct page *page, int16_t y)
{
    struct box box = BOX(112, y, page->tall ? 920 : 1760, 80);
    struct line near = {""};
    if (page->model->page == KIOSK_FULL)
        near = line_of_elsewhere(page, box.w);
    draw_icon(page->draw, BOX(48, y + 18, 44, 44), near.text[0] ? ICON_PIN : ICON_BELL,
              page->theme->primary, page->theme->bg);
    struct text_style foot = ink(page, 34);
    foot.size[1] = 32, foot.size[2] = 30, foot.size[3] = 28;
    draw_text(page->draw, box, near.text[0] ? near.text : say(page, WORD_K_CLOSED_NOTE), &foot);
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
    struct way ways[WAYS_MAX];
    uint32_t count;
    if (state->retry) {
        ways[0] =
            (struct way){ICON_BACK, WORD_K_RETRY, WORD_K_CHOOSE, KIOSK_ACT_BACK, BUTTON_SECONDARY};
        ways[1] = ask_way, ways[2] = guide_way;
        count = 3;
    } else {
        count = ways_out(page, state->service, ways);
    }
    put_ways(page, &grid, ways, count);
    int16_t low = (int16_t)(grid.first.y + (page->tall && count > 2 ? 330 : 168));
    put_foot(page, low);
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
                                       .note = say(page, WORD_K_QUOTA_TEXT),
                                       .service = service,
                                       .hours = def_hours(page->model->def, service)});
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
