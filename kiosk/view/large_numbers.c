/* SPDX-License-Identifier: Apache-2.0 */
/* A number that exists, in large text: its facts, and what its holder may do. */
#include <stdio.h>
#include <string.h>

#include "view/large.h"
#include "view/numbers.h"

#define ACTS_MAX 4
#define PREFIXES_MAX 64
#define PREFIX_COLUMNS 5

/* ---- what can be done: a row of big places above the lowest one ---- */

struct act {
    enum word label;
    uint8_t icon; /* enum icon */
    uint16_t action;
    bool primary, off;
};
struct acts {
    uint32_t count;
    struct act list[ACTS_MAX];
};

static void add(struct acts *acts, struct act act)
{
    if (acts->count < ACTS_MAX)
        acts->list[acts->count++] = act;
}

static void put_acts(const struct page *page, const struct acts *acts)
{
    bool tall = page->tall, busy = kiosk_asking(page->model);
    int16_t columns = (int16_t)(tall ? (acts->count > 1 ? 2 : 1) : acts->count);
    if (acts->count == 0)
        return;
    int16_t w = tall ? 984 : 1824, rows = (int16_t)((acts->count + 1) / 2), h = 160;
    w = (int16_t)((w - 16 * (columns - 1)) / columns);
    int16_t top = (int16_t)(tall ? 1768 - rows * h - (rows - 1) * 16 : 812);
    struct grid grid = {BOX(48, top, w, tall ? h : 120), columns, 16, 16};
    for (uint32_t i = 0; i < acts->count; i++) {
        const struct act *act = &acts->list[i];
        bool off = act->off || (act->action != KIOSK_ACT_BACK && !page->model->link_up);
        put_big(page, &(struct big){.box = grid_cell(&grid, i),
                                    .label = say(page, busy ? WORD_K_BUSY : act->label),
                                    .icon = act->icon,
                                    .primary = act->primary,
                                    .off = off || busy,
                                    .size = {72, 60, 56, 40},
                                    .action = act->action});
    }
}

/* ---- k21 ---- */

static void put_typed(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct line typed;
    struct text_style style = bold(page, page->tall ? 160 : 96);
    style.size[1] = 88, style.size[2] = 72, style.size[3] = 64;
    snprintf(typed.text, sizeof(typed.text), "%s %s_", numbers->prefix, numbers->digits);
    struct text_style first = ink(page, 64);
    first.size[1] = 56, first.size[2] = 48, first.size[3] = 40;
    bool none = !numbers->prefix[0] && !numbers->digits[0];
    struct box box = page->tall ? BOX(48, 480, 984, 200) : BOX(48, 296, 1240, 112);
    draw_text(page->draw, box, none ? say(page, WORD_N_ENTER) : typed.text, none ? &first : &style);
}

static void put_prefix_keys(const struct page *page)
{
    const char *list[PREFIXES_MAX];
    uint32_t count = kiosk_prefixes(page->model, list, countof(list));
    struct box room = large_room(page);
    int16_t rows = page->tall ? 5 : 3, w = (int16_t)((room.w - 16 * 4) / PREFIX_COLUMNS);
    int16_t h = (int16_t)((room.h - 136 - 16 * (rows - 1)) / rows);
    struct grid grid = {BOX(room.x, room.y, w, h), PREFIX_COLUMNS, 16, 16};
    uint32_t most = (uint32_t)rows * PREFIX_COLUMNS, pages = (count + most - 1) / most;
    uint32_t first = pages ? page->model->page_number % pages * most : 0;
    for (uint32_t i = first; i < count && i < first + most; i++)
        put_big(page,
                &(struct big){.box = grid_cell(&grid, i - first),
                              .label = list[i],
                              .size = {88, 72, 60},
                              .action = KIOSK_ACT_PREFIX,
                              .arg = (uint16_t)((uint8_t)list[i][0] | (uint8_t)list[i][1] << 8)});
    int16_t low = (int16_t)(room.y + room.h - 120), half = (int16_t)((room.w - 16) / 2);
    put_big(page, &(struct big){.box = BOX(room.x, low, half, 120),
                                .label = say(page, WORD_N_DIGITS),
                                .size = {64, 56, 48},
                                .action = KIOSK_ACT_LETTERS});
    if (pages > 1)
        put_big(page, &(struct big){.box = BOX(room.x + half + 16, low, half, 120),
                                    .label = say(page, WORD_N_MORE_KEYS),
                                    .size = {64, 56, 48},
                                    .action = KIOSK_ACT_NEXT});
}

static void put_entry(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    enum word title = numbers->to_rate ? WORD_K_RATE : WORD_K_QUERY;
    if (kiosk_asking(page->model))
        title = WORD_K_BUSY;
    put_upper(page, say(page, page->model->link_up ? title : WORD_K_ALONE));
    put_typed(page);
    if (numbers->letters)
        put_prefix_keys(page);
    else
        put_keys(page,
                 &(struct keys){.box = large_room(page),
                                .rows = page->tall ? "123\n456\n789\n#0<\n>" : "12345\n67890\n#<>",
                                .ok = kiosk_can_query(page->model) && !kiosk_asking(page->model)});
}

static void add_ahead(const struct page *page, struct sheet *sheet, uint32_t ahead,
                      const struct line *wait)
{
    struct line people = say_count(page, WORD_K_PEOPLE, "k", ahead), line;
    snprintf(line.text, sizeof(line.text), "%.60s  %.60s", say(page, WORD_K_AHEAD), people.text);
    add_line(sheet, line.text);
    if (!wait->text[0] || ahead == 0)
        return;
    snprintf(line.text, sizeof(line.text), "%.60s  %.60s", say(page, WORD_K_EXPECT), wait->text);
    add_line(sheet, line.text);
}

static void add_waiting(const struct page *page, struct sheet *sheet)
{
    const struct kiosk_found *found = &page->model->numbers.found;
    struct line wait = line_of_wait(page, found->lo_min, found->hi_min, found->wait_min);
    struct line place = line_of_place(page, found->service);
    if (*open_name(page, found->service)) /* R-L11 */
        add_ahead(page, sheet, found->ahead, &wait);
    add_line(sheet, place.text);
}

static void add_called(const struct page *page, struct sheet *sheet)
{
    const struct kiosk_found *found = &page->model->numbers.found;
    struct line spot = line_of_spot(page, found->target);
    add_line(sheet, spot.text);
    add_line(sheet, say(page, WORD_N_BRING));
}

/* The window is what somebody called looks for. */
static void put_called(const struct page *page)
{
    struct line target = line_of_target(page, page->model->numbers.found.target);
    struct text_style style = bold(page, page->tall ? 240 : 160);
    style.size[1] = 144, style.size[2] = 112, style.size[3] = 96;
    draw_text(page->draw, page->tall ? BOX(48, 1000, 984, 320) : BOX(48, 612, 1824, 188),
              target.text, &style);
}

static void add_facts(const struct page *page, struct sheet *sheet, struct acts *acts)
{
    const struct kiosk_found *found = &page->model->numbers.found;
    struct line missed = line_of_missed(page, found);
    struct line from = line_of_hour(page, found->since), to = line_of_hour(page, found->ended);
    struct word_arg args[] = {{"a", from.text}, {"b", to.text}};
    struct line visit = say_n(page, WORD_N_SERVED_AT, args, countof(args));
    bool paper = kiosk_prints(page->model);
    if (found->state == TICKET_WAITING) {
        add_waiting(page, sheet);
    } else if (found->state == TICKET_CALLED) {
        add_called(page, sheet);
    } else if (found->state == TICKET_MISSED) {
        bool back = kiosk_may_rejoin(page->model);
        add_line(sheet, missed.text);
        if (back)
            add(acts, (struct act){WORD_N_REJOIN, ICON_LIST, KIOSK_ACT_REJOIN, true, false});
        else
            add_line(sheet, say(page, WORD_N_NO_RETURN));
    } else if (found->state == TICKET_SERVED) {
        bool rated = kiosk_is_rated(page->model);
        add_line(sheet, from.text[0] ? visit.text : "");
        if (rated)
            add_line(sheet, say(page, WORD_N_RATED_BEFORE));
        if (rated && kiosk_may_change(page->model))
            add(acts,
                (struct act){WORD_N_CHANGE_SHORT, ICON_STAR, KIOSK_ACT_RATE_CHANGE, true, false});
        else if (!rated && found->may_rate)
            add(acts, (struct act){WORD_K_RATE, ICON_STAR, KIOSK_ACT_RATE, true, false});
    } else {
        add_line(sheet, say(page, found->state == TICKET_SERVING  ? WORD_N_RATE_LATER
                                  : found->state == TICKET_PARKED ? WORD_N_PARKED_NOTE
                                                                  : WORD_N_OVER_NOTE));
    }
    if (found->vouched && (found->state == TICKET_WAITING || found->state == TICKET_CALLED))
        add(acts, (struct act){WORD_N_REPRINT, ICON_PRINT, KIOSK_ACT_REPRINT, false, !paper});
    if (kiosk_may_give_back(page->model))
        add(acts, (struct act){WORD_N_GIVE_BACK, ICON_CROSS, KIOSK_ACT_GIVE_BACK, false, false});
}

void large_progress(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct acts acts = {0};
    if (numbers->answer == KIOSK_ANSWER_NONE) {
        put_entry(page);
        put_bottom(page);
        return;
    }
    struct line trouble = line_of_trouble(page), label = line_of_label(numbers->found.label), head;
    snprintf(head.text, sizeof(head.text), "%.40s  %.80s", label.text,
             say(page, word_of_state(numbers->found.state)));
    if (numbers->found.state == TICKET_CALLED)
        head = say_1(page, WORD_N_GO, "n", label.text);
    struct sheet sheet = {.title = head.text};
    if (numbers->answer == KIOSK_ANSWER_FOUND)
        add_facts(page, &sheet, &acts);
    else
        sheet.title = trouble.text;
    if (!page->model->link_up)
        sheet.title = say(page, WORD_K_ALONE);
    put_sheet(page, &sheet);
    if (numbers->answer == KIOSK_ANSWER_FOUND && numbers->found.state == TICKET_CALLED)
        put_called(page);
    add(&acts, (struct act){WORD_N_OTHER, ICON_SEARCH, KIOSK_ACT_CLEAR, false, false});
    put_acts(page, &acts);
    put_bottom(page);
}

/* ---- k24 ---- */

void large_rejoin(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    const struct kiosk_found *found = &numbers->found;
    bool back = found->state == TICKET_WAITING, paper = kiosk_prints(page->model);
    struct line trouble = line_of_trouble(page), label = line_of_label(found->label);
    struct line keep = say_1(page, WORD_N_KEEP_SLIP, "n", label.text);
    struct line wait = line_of_wait(page, found->back_lo, found->back_hi, found->back_wait);
    struct line now = line_of_wait(page, found->lo_min, found->hi_min, found->wait_min);
    struct sheet sheet = {.title = say(page, back ? WORD_N_REJOINED : WORD_N_REJOIN_TITLE)};
    struct acts acts = {0};
    if (trouble.text[0])
        sheet.title = trouble.text;
    if (!page->model->link_up)
        sheet.title = say(page, WORD_K_ALONE);
    add_line(&sheet, keep.text);
    if (*open_name(page, found->service))
        add_ahead(page, &sheet, back ? found->ahead : found->back_ahead, back ? &now : &wait);
    if (!found->vouched)
        add_line(&sheet, say(page, has_scanner(page) ? WORD_N_SCAN_FIRST : WORD_N_NO_RETURN));
    put_sheet(page, &sheet);
    if (back)
        add(&acts, (struct act){WORD_K_DONE, ICON_CHECK, KIOSK_ACT_HOME, true, false});
    else
        add(&acts, (struct act){WORD_N_REJOIN, ICON_LIST, KIOSK_ACT_REJOIN_YES, true,
                                !found->vouched || !kiosk_may_rejoin(page->model)});
    add(&acts, (struct act){WORD_N_REPRINT, ICON_PRINT, KIOSK_ACT_REPRINT, false,
                            !paper || !found->vouched});
    put_acts(page, &acts);
    put_bottom(page);
}

/* ---- questions: pages of their own here, since all that is touched lies low ---- */

static void put_question(const struct page *page, enum word title, const struct line lines[3],
                         const struct acts *acts)
{
    struct line trouble = line_of_trouble(page);
    struct sheet sheet = {.title = trouble.text[0] ? trouble.text : say(page, title)};
    for (uint32_t i = 0; i < 3; i++)
        add_line(&sheet, lines[i].text);
    put_sheet(page, &sheet);
    put_acts(page, acts);
    put_bottom(page);
}

void large_holds(const struct page *page)
{
    const struct kiosk_held *held = &page->model->numbers.held;
    struct line at = line_of_hour(page, held->issued);
    const char *name = open_name(page, held->service);
    struct line lines[3] = {line_of_label(held->label),
                            say_1(page, WORD_N_TAKEN_WAITING, "t", at.text),
                            {""}};
    if (*name)
        lines[2] = say_count(page, WORD_N_STILL_AHEAD, "k", held->ahead);
    bool paper = kiosk_prints(page->model);
    struct acts acts = {.count = 2,
                        .list = {{WORD_N_NO_THANKS, ICON_CROSS, KIOSK_ACT_BACK, false, false},
                                 {WORD_N_REPRINT, ICON_PRINT, KIOSK_ACT_REPRINT, true, !paper}}};
    put_question(page, WORD_N_HOLDS, lines, &acts);
}

void large_give_back(const struct page *page)
{
    const struct kiosk_found *found = &page->model->numbers.found;
    struct line lines[3] = {line_of_label(found->label), {""}, {""}};
    snprintf(lines[1].text, sizeof(lines[1].text), "%s", say(page, WORD_N_GIVE_BACK_NOTE));
    struct acts acts = {.count = 2,
                        .list = {{WORD_N_KEEP, ICON_BACK, KIOSK_ACT_BACK, false, false},
                                 {WORD_N_GIVE_BACK, ICON_CROSS, KIOSK_ACT_GIVE_BACK_YES, true,
                                  false}}};
    put_question(page, WORD_N_GIVE_BACK_ASK, lines, &acts);
}
