/* SPDX-License-Identifier: Apache-2.0 */
/* Facts about a number, as words and as parts of a page. */
#include <stdio.h>

#include "domain/calendar.h"
#include "view/numbers.h"

struct line line_of_label(struct label label)
{
    struct line line;
    char text[LABEL_TEXT_SIZE];
    label_print(label, text);
    snprintf(line.text, sizeof(line.text), "%s", text);
    return line;
}

struct line line_of_hour(const struct page *page, msec at)
{
    if (at <= 0)
        return (struct line){""};
    struct civil civil = calendar_local(at, page->model->tz_min);
    return line_of_clock(calendar_minute(civil));
}

/* ---- places ---- */

struct line line_of_target(const struct page *page, uint16_t target)
{
    struct line line = {""};
    const struct room_def *room = def_room(page->model->def, (uint16_t)(target & ~TARGET_ROOM));
    if (target == 0 || (target >= TARGET_ROOM && !room))
        return line;
    if (target < TARGET_ROOM)
        return say_count(page, WORD_N_WINDOW, "w", target);
    snprintf(line.text, sizeof(line.text), "%s", names_get(&room->name, page->lang));
    return line;
}

uint8_t floor_of_target(const struct page *page, uint16_t target)
{
    const struct room_def *room = def_room(page->model->def, (uint16_t)(target & ~TARGET_ROOM));
    const struct window_def *window = def_window(page->model->def, target);
    if (target >= TARGET_ROOM)
        return room ? room->floor : 0;
    return window ? window->floor : 0;
}

struct line line_of_spot(const struct page *page, uint16_t target)
{
    const struct room_def *room = def_room(page->model->def, (uint16_t)(target & ~TARGET_ROOM));
    const struct window_def *window = def_window(page->model->def, target);
    uint16_t zone = target >= TARGET_ROOM ? (room ? room->zone : 0) : window ? window->zone : 0;
    struct line floor;
    snprintf(floor.text, sizeof(floor.text), "%u", floor_of_target(page, target));
    const char *letter = zone_letter(page, zone);
    if (!*letter)
        return say_1(page, WORD_FLOOR, "f", floor.text);
    return say_n(page, WORD_N_SPOT, (struct word_arg[]){{"f", floor.text}, {"z", letter}}, 2);
}

/* ---- states ---- */

enum word word_of_state(uint8_t state)
{
    static const enum word words[TICKET_STATE_COUNT] = {
        [TICKET_NONE] = WORD_N_EXPIRED,   [TICKET_WAITING] = WORD_N_WAITING,
        [TICKET_CALLED] = WORD_N_WAITING, [TICKET_SERVING] = WORD_N_SERVING,
        [TICKET_PARKED] = WORD_N_PARKED,  [TICKET_SERVED] = WORD_N_SERVED,
        [TICKET_MISSED] = WORD_N_MISSED,  [TICKET_CANCELLED] = WORD_N_CANCELLED,
        [TICKET_VOIDED] = WORD_N_VOIDED,  [TICKET_EXPIRED] = WORD_N_EXPIRED,
    };
    return words[state < TICKET_STATE_COUNT ? state : TICKET_NONE];
}

const char *open_name(const struct page *page, service_id id)
{
    const struct service_def *service = def_service(page->model->def, id);
    return service && !service->confidential ? names_get(&service->name, page->lang) : "";
}

struct line line_of_missed(const struct page *page, const struct kiosk_found *found)
{
    struct line at = line_of_hour(page, found->since);
    struct line who = line_of_target(page, found->target), count;
    snprintf(count.text, sizeof(count.text), "%u", found->calls);
    if (!at.text[0])
        return at;
    if (!who.text[0] || found->calls == 0)
        return say_1(page, WORD_N_MISSED_TIME, "t", at.text);
    return say_n(page, WORD_N_MISSED_AT,
                 (struct word_arg[]){{"t", at.text}, {"w", who.text}, {"k", count.text}}, 3);
}

bool has_scanner(const struct page *page)
{
    return page->model->device->scanner[0] != '\0';
}

/* The rows of REFUSALS and the words of refusal.def stand in the same order. */
struct line line_of_trouble(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    uint8_t refusal = numbers->refusal;
    struct line line = {""};
    if (refusal == REFUSED_NOT || refusal >= REFUSAL_COUNT)
        refusal = REFUSED_MALFORMED;
    enum word word = (enum word)(WORD_REFUSAL_EMPTY + refusal - REFUSED_EMPTY);
    if (numbers->answer == KIOSK_ANSWER_SILENT)
        word = WORD_N_SILENT;
    else if (numbers->answer == KIOSK_ANSWER_UNKNOWN)
        word = WORD_N_NOT_FOUND;
    else if (numbers->answer != KIOSK_ANSWER_REFUSED)
        return line;
    snprintf(line.text, sizeof(line.text), "%s", say(page, word));
    return line;
}

static struct line line_of_early(const struct page *page, const char *slot)
{
    struct line before;
    snprintf(before.text, sizeof(before.text), "%u", page->model->def->rules.checkin_early_min);
    return say_n(page, WORD_N_EARLY, (struct word_arg[]){{"t", slot}, {"m", before.text}}, 2);
}

struct line line_of_booking(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct line line = {""}, at = line_of_hour(page, numbers->slot);
    uint8_t refusal = numbers->booking_refusal;
    if (refusal == REFUSED_NOT || refusal >= REFUSAL_COUNT)
        return line;
    if (refusal == REFUSED_BOOKING_EARLY && at.text[0])
        return line_of_early(page, at.text);
    enum word word = (enum word)(WORD_REFUSAL_EMPTY + refusal - REFUSED_EMPTY);
    if (refusal == REFUSED_UNKNOWN_BOOKING)
        word = page->model->wish.code[0] ? WORD_N_CODE_UNKNOWN : WORD_N_CARD_UNKNOWN;
    else if (refusal == REFUSED_BOOKING_USED)
        word = WORD_N_CODE_USED;
    snprintf(line.text, sizeof(line.text), "%s", say(page, word));
    return line;
}

/* ---- parts ---- */

void put_fact(const struct page *page, struct box box, const struct fact *fact)
{
    struct text_style label = muted(page, 36), big = bold(page, fact->size),
                      small = bold(page, fact->small);
    label.size[1] = 32, label.size[2] = 28;
    big.size[1] = (uint16_t)(fact->size * 5 / 6), big.size[2] = 88, big.size[3] = 72;
    draw_icon(page->draw, BOX(box.x, box.y + 8, 48, 48), fact->icon, page->theme->muted,
              page->theme->surface);
    draw_text(page->draw, BOX(box.x + 64, box.y, box.w - 64, 64), say(page, fact->label), &label);
    int16_t top = (int16_t)(box.y + 64), h = (int16_t)(fact->size + 15);
    big.baseline = small.baseline = (int16_t)(top + h / 2 + fact->size * 376 / 1000);
    const char *unit = say(page, fact->unit);
    small.size[0] = by_lang(page, fact->small, 32), small.size[1] = 0;
    int16_t unit_w = (int16_t)(draw_measure(page->draw, unit, small.size[0], true) + 20);
    int16_t w = (int16_t)(box.w - unit_w);
    int16_t x = (int16_t)(box.x + draw_text(page->draw, BOX(box.x, top, w, h), fact->value, &big));
    draw_text(page->draw, BOX(x + 16, top, unit_w, h), unit, &small);
}

void put_waits(const struct page *page, struct box box, const struct waits *waits)
{
    struct line people, range = line_of_range(waits->lo, waits->hi, waits->wait);
    snprintf(people.text, sizeof(people.text), "%u", waits->ahead);
    put_fact(page, BOX(box.x, box.y, waits->apart - 24, box.h),
             &(struct fact){.icon = ICON_PEOPLE,
                            .label = WORD_K_AHEAD,
                            .value = people.text,
                            .unit = WORD_K_PERSONS,
                            .size = waits->size,
                            .small = waits->small});
    if (!range.text[0] || waits->ahead == 0)
        return;
    put_fact(page, BOX(box.x + waits->apart, box.y, box.w - waits->apart, box.h),
             &(struct fact){.icon = ICON_CLOCK,
                            .label = WORD_K_EXPECT,
                            .value = range.text,
                            .unit = WORD_K_MINUTES,
                            .size = waits->size,
                            .small = waits->small});
}

int16_t put_lines(const struct page *page, struct box box, const char *text,
                  const struct text_style *style, int16_t step)
{
    struct wrapped lines;
    uint8_t most = (uint8_t)(box.h / step);
    text_wrap(page->draw, text,
              &(struct wrap_style){.size = style->size[0],
                                   .bold = style->bold,
                                   .width = box.w,
                                   .lines = most},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(box.x, box.y + step * (int32_t)i, box.w, step), lines.line[i],
                  style);
    return (int16_t)(box.y + step * (int32_t)lines.count);
}

void put_plate(const struct page *page, struct box box, const struct plate *plate)
{
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = plate->fill,
                                   .line = plate->edge,
                                   .border = 3,
                                   .radius = 16});
    draw_icon(page->draw, BOX(box.x + 32, box.y + box.h / 2 - 36, 72, 72), plate->icon, plate->edge,
              plate->fill);
    int16_t x = (int16_t)(box.x + 128), w = (int16_t)(box.w - 144);
    struct text_style head = bold(page, 56), note = ink(page, 36);
    head.size[1] = 48, head.size[2] = 40, head.size[3] = 34;
    note.size[1] = 32, note.size[2] = 28;
    if (!*plate->note) {
        struct wrapped lines;
        struct wrap_style wrap = {.size = 40, .bold = true, .width = w, .lines = 3};
        text_wrap(page->draw, plate->head, &wrap, &lines);
        head.size[0] = 40, head.size[1] = 36;
        int16_t h = (int16_t)(56 * lines.count);
        put_lines(page, BOX(x, box.y + (box.h - h) / 2, w, h), plate->head, &head, 56);
        return;
    }
    draw_text(page->draw, BOX(x, box.y + 20, w, 88), plate->head, &head);
    draw_text(page->draw, BOX(x, box.y + 108, w, 64), plate->note, &note);
}
