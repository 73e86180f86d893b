/* SPDX-License-Identifier: Apache-2.0 */
/* k12, k16, k17 and the other pages in large text. */
#include <stdio.h>

#include "view/items.h"
#include "view/large.h"

#define ZONES_MAX_SHOWN 32

static struct grid choice_grid(const struct page *page, int16_t h)
{
    if (page->tall)
        return (struct grid){BOX(48, 976, 484, h), 2, 16, 16};
    return (struct grid){BOX(48, 448, 592, h), 3, 24, 16};
}

/* ---- home ---- */

struct home_key {
    enum word word;
    uint16_t action;
    uint8_t icon;
};

static void put_home_key(const struct page *page, struct box box, const struct home_key *key)
{
    bool voice = key->action == KIOSK_ACT_VOICE;
    put_big(page, &(struct big){.box = box,
                                .label = say(page, voice && !page->model->sound ? WORD_K_NO_SOUND
                                                                                : key->word),
                                .icon = key->icon,
                                .size = {60, 56, 44, 36},
                                .help = key->action == KIOSK_ACT_HELP,
                                .selected = voice && page->model->voice,
                                .off = voice && !page->model->sound,
                                .action = key->action});
}

/* More zones than one page takes: the pager stands in the place of the last row, whose keys are
 * under 更多服务 too. */
static void put_home_rows(const struct page *page, uint32_t pages)
{
    static const struct home_key keys[] = {
        {WORD_K_APPT_SHORT, KIOSK_ACT_CHECK_IN, ICON_CAL},
        {WORD_K_QUERY, KIOSK_ACT_QUERY, ICON_LIST},
        {WORD_K_MORE_TITLE, KIOSK_ACT_MORE, ICON_ASK},
        {WORD_K_GUIDE, KIOSK_ACT_HELP, ICON_BELL},
        {WORD_K_VOICE, KIOSK_ACT_VOICE, ICON_VOICE},
        {WORD_K_NORMAL, KIOSK_ACT_NORMAL, ICON_HALF},
        {WORD_K_SEARCH_ITEMS, KIOSK_ACT_SEARCH, ICON_SEARCH},
    };
    bool tall = page->tall;
    struct grid grid = {tall ? BOX(48, 1500, 484, 124) : BOX(48, 800, 444, 120), tall ? 2 : 4, 16,
                        16};
    uint32_t count = pages > 1 ? 4 : tall ? 6 : countof(keys);
    for (uint32_t i = 0; i < count; i++) {
        struct box box = grid_cell(&grid, i);
        if (i >= 4 && tall)
            box.y = 1784, box.h = 104;
        put_home_key(page, box, &keys[i]);
    }
    const char *other = next_language_name(page);
    if (other && count == countof(keys))
        put_big(page, &(struct big){.box = grid_cell(&grid, count),
                                    .label = other,
                                    .size = {60, 56, 48, 40},
                                    .action = KIOSK_ACT_LANGUAGE});
    put_pager(page, tall ? BOX(48, 1784, 984, 104) : BOX(48, 936, 1824, 120), pages);
}

static bool zone_open(const struct page *page, const struct zone_def *zone)
{
    const struct service_def *services[ZONE_SERVICES_MAX];
    uint32_t count = kiosk_services(page->model, zone->id, services, countof(services));
    for (uint32_t i = 0; i < count; i++)
        if (kiosk_can_issue(page->model, services[i]->id))
            return true;
    return false;
}

static enum word large_alone(const struct page *page)
{
    return kiosk_own_first(page->model) ? WORD_A_GIVES_SHORT : WORD_K_ALONE;
}

void large_home(const struct page *page)
{
    const struct zone_def *zones[ZONES_MAX_SHOWN];
    uint32_t count = kiosk_zones(page->model, zones, countof(zones));
    uint32_t first = large_page(page, count) * KIOSK_LARGE_CHOICES;
    put_upper(page, say(page, page->model->link_up ? WORD_K_CHOOSE : large_alone(page)));
    struct text_style note = ink(page, 60);
    note.size[1] = 56, note.size[2] = 48;
    draw_text(page->draw, page->tall ? BOX(48, 540, 984, 92) : BOX(48, 312, 1240, 88),
              say(page, WORD_K_LINE), &note);
    struct grid grid = choice_grid(page, 156);
    for (uint32_t i = first; i < count && i < first + KIOSK_LARGE_CHOICES; i++)
        put_choice(page, &(struct choice){.box = grid_cell(&grid, i - first),
                                          .letter = zones[i]->letter,
                                          .name = names_get(&zones[i]->name, page->lang),
                                          .off = !zone_open(page, zones[i]),
                                          .action = KIOSK_ACT_ZONE,
                                          .arg = zones[i]->id,
                                          .chip = theme_zone(page->theme, zones[i]->colour)});
    put_home_rows(page, large_pages(count));
}

/* ---- services ---- */

/* Hanzi stand close to their digits here: 56 px must fit (docs/ui k17). */
static void close_up(const struct page *page, char *text)
{
    if (page->lang != LANG_ZH)
        return;
    char *to = text;
    for (; *text; text++)
        if (*text != ' ')
            *to++ = *text;
    *to = '\0';
}

static struct line note_of(const struct page *page, service_id id)
{
    const struct kiosk_service *live = kiosk_service(page->model, id);
    struct line note, waiting, wait;
    if (!kiosk_can_issue(page->model, id)) {
        enum word word = !page->model->link_up || !live->known ? WORD_K_DESK_HINT
                         : live->ticketing                     ? WORD_K_FULL_SHORT
                                                               : WORD_K_CLOSED_SHORT;
        snprintf(note.text, sizeof(note.text), "%s", say(page, word));
        return note;
    }
    if (!page->model->link_up) { /* k27 */
        snprintf(note.text, sizeof(note.text), "%s", say(page, WORD_A_CAN_TAKE));
        return note;
    }
    if (live->waiting == 0) {
        snprintf(note.text, sizeof(note.text), "%s", say(page, WORD_K_NOBODY));
        return note;
    }
    waiting = say_count(page, WORD_K_PEOPLE, "k", live->waiting);
    wait = line_of_wait(page, live->lo_min, live->hi_min, live->wait_min);
    close_up(page, waiting.text);
    close_up(page, wait.text);
    snprintf(note.text, sizeof(note.text), "%.80s  %.80s", waiting.text, wait.text);
    return note;
}

static const char *short_name(const struct page *page, const struct service_def *service)
{
    const char *brief = service->brief.text[page->lang];
    return *brief ? brief : names_get(&service->name, page->lang);
}

void large_services(const struct page *page)
{
    const struct zone_def *zone = def_zone(page->model->def, page->model->zone);
    if (!zone)
        return;
    const struct service_def *services[ZONE_SERVICES_MAX];
    uint32_t count = kiosk_services(page->model, zone->id, services, countof(services));
    uint32_t first = large_page(page, count) * KIOSK_LARGE_CHOICES;
    put_upper(page, page->model->link_up ? names_get(&zone->name, page->lang)
                                         : say(page, large_alone(page)));
    struct text_style note = ink(page, 60);
    note.size[1] = 56;
    draw_text(page->draw, page->tall ? BOX(48, 540, 984, 92) : BOX(48, 312, 1240, 88),
              say(page, WORD_K_PICK), &note);
    struct grid grid = choice_grid(page, page->tall ? 204 : 176);
    for (uint32_t i = first; i < count && i < first + KIOSK_LARGE_CHOICES; i++) {
        struct line live = note_of(page, services[i]->id);
        put_choice(page, &(struct choice){.box = grid_cell(&grid, i - first),
                                          .letter = services[i]->prefix,
                                          .name = short_name(page, services[i]),
                                          .note = live.text,
                                          .off = !kiosk_can_issue(page->model, services[i]->id),
                                          .action = KIOSK_ACT_SERVICE,
                                          .arg = services[i]->id.n,
                                          .chip = zone_colour(page, zone->id)});
    }
    put_pager(page, page->tall ? BOX(48, 1640, 984, 120) : BOX(48, 832, 1824, 100),
              large_pages(count));
    put_bottom(page);
}

/* ---- confirm ---- */

static void put_priority(const struct page *page, struct box question, struct box first)
{
    struct text_style ask = bold(page, 60);
    ask.size[1] = 56, ask.size[2] = 48;
    draw_text(page->draw, question, say(page, WORD_K_PRIO_ASK), &ask);
    struct big big = {.box = first, .size = {60, 56, 48, 40}, .action = KIOSK_ACT_PRIORITY};
    for (uint16_t arg = 0; arg < 2; arg++) {
        bool selected = page->model->wish.priority == (arg == 1);
        big.label = say(page, arg ? WORD_K_PRIO_YES : WORD_K_PRIO_NO);
        big.arg = arg;
        big.selected = selected;
        big.off = kiosk_busy(page->model);
        put_big(page, &big);
        big.box.x = (int16_t)(big.box.x + first.w + 16);
    }
}

/* Two lines in portrait, one in landscape. */
static void add_ahead(const struct page *page, struct sheet *sheet, uint32_t ahead,
                      const struct line *wait)
{
    struct line people = say_count(page, WORD_K_PEOPLE, "k", ahead), first, second = {""}, both;
    snprintf(first.text, sizeof(first.text), "%.60s  %.60s", say(page, WORD_K_AHEAD), people.text);
    if (wait->text[0])
        snprintf(second.text, sizeof(second.text), "%.60s  %.60s", say(page, WORD_K_EXPECT),
                 wait->text);
    snprintf(both.text, sizeof(both.text), "%.90s    %.90s", first.text, second.text);
    add_line(sheet, page->tall ? first.text : both.text);
    add_line(sheet, page->tall ? second.text : "");
}

void large_confirm(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    const struct service_def *service = def_service(model->def, model->wish.service);
    if (!service)
        return;
    const struct kiosk_service *live = kiosk_service(model, service->id);
    struct line place = line_of_place(page, service->id);
    struct line wait = line_of_wait(page, live->lo_min, live->hi_min, live->wait_min);
    struct sheet sheet = {.title = names_get(&service->name, page->lang)};
    uint16_t ahead = model->wish.priority ? live->ahead_priority : live->ahead_normal;
    if (model->link_up)
        add_ahead(page, &sheet, ahead, &wait);
    else
        add_line(&sheet, say(page, WORD_A_PEOPLE));
    add_line(&sheet, place.text);
    if (!model->link_up)
        sheet.title = say(page, large_alone(page));
    else if (model->identity.too_young)
        sheet.title = say(page, WORD_KI_TOO_YOUNG);
    put_sheet(page, &sheet);
    bool busy = kiosk_busy(model), tall = page->tall;
    put_priority(page, tall ? BOX(48, 976, 984, 92) : BOX(48, 620, 780, 128),
                 tall ? BOX(48, 1076, 484, 140) : BOX(840, 620, 508, 128));
    put_big(page, &(struct big){.box = tall ? BOX(48, 1520, 984, 160) : BOX(1304, 772, 568, 156),
                                .label = say(page, WORD_K_AGENT),
                                .size = {72, 60, 48, 40},
                                .off = busy,
                                .action = KIOSK_ACT_AGENT});
    put_big(page, &(struct big){.box = tall ? BOX(48, 1240, 984, 240) : BOX(48, 772, 1232, 156),
                                .label = say(page, busy ? WORD_K_BUSY : WORD_K_CONFIRM_DO),
                                .size = {112, 96, 88, 72},
                                .primary = !busy,
                                .off = busy || !kiosk_can_issue(model, service->id),
                                .action = KIOSK_ACT_CONFIRM});
    put_bottom(page);
}

/* ---- the number ---- */

static void put_big_number(const struct page *page, struct box box)
{
    char label[LABEL_TEXT_SIZE];
    label_print(page->model->ticket.label, label);
    struct text_style style = {.size = {280, 240, 220, 180},
                               .colour = page->theme->ink,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    draw_text(page->draw, box, label, &style);
}

/* Where to go and how many go first: one line each. */
static void put_ahead_and_place(const struct page *page, struct box first, struct box second)
{
    const struct kiosk_ticket *ticket = &page->model->ticket;
    struct line place = line_of_place(page, ticket->service);
    struct text_style text = ink(page, 64);
    text.size[1] = 56, text.size[2] = 48, text.size[3] = 40;
    struct line people = say_count(page, WORD_K_PEOPLE, "k", ticket->ahead), ahead;
    snprintf(ahead.text, sizeof(ahead.text), "%.60s  %.60s", say(page, WORD_K_AHEAD), people.text);
    if (ticket->alone)
        snprintf(ahead.text, sizeof(ahead.text), "%s", say(page, WORD_A_PEOPLE));
    draw_text(page->draw, first, ahead.text, &text);
    draw_text(page->draw, second, place.text, &text);
}

void large_number(const struct page *page)
{
    put_upper(page, say(page, word_of_issue(page->model)));
    if (page->tall) {
        put_ahead_and_place(page, BOX(48, 548, 984, 72), BOX(48, 620, 984, 72));
        put_big_number(page, BOX(48, 976, 984, 300));
        put_code_to_scan(page, BOX(320, 1300, 440, 440));
    } else {
        put_big_number(page, BOX(48, 448, 1360, 300));
        put_ahead_and_place(page, BOX(48, 840, 1360, 80), BOX(48, 760, 1360, 80));
        put_code_to_scan(page, BOX(1432, 448, 440, 440));
    }
    put_bottom(page);
}

/* D-21: try again, or give it back, asked once. */
static void put_choices(const struct page *page, struct box row)
{
    bool asked = page->model->giving_back;
    int16_t w = (int16_t)((row.w - 16) / 2);
    struct big big = {.box = BOX(row.x, row.y, w, row.h),
                      .label = say(page, asked ? WORD_A_KEEP : WORD_A_RETRY),
                      .off = !kiosk_may_retry(page->model),
                      .size = {60, 56, 48, 40},
                      .action = asked ? KIOSK_ACT_BACK : KIOSK_ACT_REPRINT};
    put_big(page, &big);
    big.box.x = (int16_t)(row.x + w + 16);
    big.label = say(page, asked ? WORD_A_GIVE_BACK_YES : WORD_A_GIVE_BACK);
    big.action = asked ? KIOSK_ACT_GIVE_BACK_YES : KIOSK_ACT_GIVE_BACK;
    put_big(page, &big);
}

void large_no_paper(const struct page *page)
{
    bool empty = page->model->printer == KIOSK_PRINTER_NO_PAPER;
    char label[LABEL_TEXT_SIZE];
    label_print(page->model->ticket.label, label);
    struct line lost = say_1(page, empty ? WORD_K_PAPER : WORD_K_PRINT_FAILED, "n", label);
    put_upper(page, lost.text);
    if (page->tall) {
        put_ahead_and_place(page, BOX(48, 548, 984, 72), BOX(48, 620, 984, 72));
        put_big_number(page, BOX(48, 968, 984, 264));
        put_code_to_scan(page, BOX(340, 1240, 400, 400));
        put_choices(page, BOX(48, 1656, 984, 104));
    } else {
        put_big_number(page, BOX(48, 440, 1360, 232));
        put_ahead_and_place(page, BOX(48, 744, 1360, 72), BOX(48, 672, 1360, 72));
        put_code_to_scan(page, BOX(1432, 448, 440, 440));
        put_choices(page, BOX(48, 824, 1360, 104));
    }
    put_bottom(page);
}

/* ---- what is, and the hours ---- */

static void add_hours(struct sheet *sheet, const struct page *page, const struct hours *hours)
{
    add_line(sheet, say(page, WORD_K_HOURS));
    for (uint32_t i = 0; i < hours->count; i++) {
        struct line times = line_of_session(hours, i);
        add_line(sheet, times.text);
    }
}

void large_message(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    const struct service_def *service = def_service(model->def, model->wish.service);
    const char *name = service ? names_get(&service->name, page->lang) : "";
    struct line title = say_1(page, WORD_K_QUOTA_TITLE, "q", name);
    struct sheet sheet = {.title = title.text};
    if (model->page == KIOSK_ASK) {
        sheet.title = say(page, WORD_K_ASK_TITLE);
        add_line(&sheet, say(page, WORD_K_ASK_TEXT));
    } else if (model->page == KIOSK_REFUSED) {
        sheet.title = say(page, WORD_K_FAULT);
    } else if (model->page == KIOSK_FULL && service) {
        add_line(&sheet, say(page, WORD_K_QUOTA_TEXT));
    } else {
        sheet.title = say(page, WORD_K_CLOSED_TITLE);
        add_hours(&sheet, page, service ? def_hours(model->def, service) : &model->def->hours);
    }
    put_sheet(page, &sheet);
    if (model->page == KIOSK_FULL || model->page == KIOSK_CLOSED || model->page == KIOSK_HOME)
        put_large_ways(page, service);
    put_bottom(page);
}
