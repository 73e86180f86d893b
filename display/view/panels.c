/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "view/part.h"

/* R-W3: never 0. A range first, then "约", and a dash where nothing is known. */
static void range_text(const struct part *part, const struct board_service *service,
                       char to[PART_TEXT_SIZE])
{
    char lo[8], hi[8];
    if (service->waiting == 0) { /* as drawn: nobody waits, so no time either */
        snprintf(to, PART_TEXT_SIZE, "%s", part_word(part, WORD_T_NO_RANGE));
        return;
    }
    if (service->lo_min && service->hi_min && service->lo_min != service->hi_min) {
        snprintf(lo, sizeof(lo), "%u", service->lo_min);
        snprintf(hi, sizeof(hi), "%u", service->hi_min);
        const struct word_arg args[] = {{"lo", lo}, {"hi", hi}};
        words_fill(to, PART_TEXT_SIZE, part_word(part, WORD_T_RANGE), args, countof(args));
        return;
    }
    uint16_t about = service->wait_min ? service->wait_min : service->hi_min;
    if (about == 0) {
        snprintf(to, PART_TEXT_SIZE, "%s", part_word(part, WORD_T_NO_RANGE));
        return;
    }
    snprintf(lo, sizeof(lo), "%u", about);
    part_fill(part, WORD_T_ABOUT, "k", lo, to);
}

/* The short name where there is one: 水电气暖, not 水电气暖缴费报装. */
static const char *service_name(const struct part *part, service_id id)
{
    const struct service_def *service = def_service(part->screen->board->def, id);
    if (!service)
        return "";
    enum lang lang = part_lang(part);
    return service->brief.text[lang][0] ? names_get(&service->brief, lang)
                                        : names_get(&service->name, lang);
}

/* Its English name below, on a board in two languages. */
static const char *second_name(const struct part *part, service_id id)
{
    const struct service_def *service = def_service(part->screen->board->def, id);
    if (!service)
        return "";
    const char *brief = part_second_name(part, &service->brief);
    return brief[0] ? brief : part_second_name(part, &service->name);
}

/* A line of the panel: name, people, minutes; each column ends at a fixed x. */
struct line_look {
    struct box box;
    int16_t line; /* from the top of the box to the baseline */
    int16_t count_end, range_room;
    uint16_t count_size;
};

/* Returns the width of the number. */
static int16_t draw_people(const struct part *part, const struct line_look *look, int16_t baseline,
                           const struct board_service *service)
{
    struct box box = look->box;
    char count[8];
    snprintf(count, sizeof(count), "%u", service->waiting);
    return (int16_t)part_text_at(part, BOX(box.x, box.y + 2, look->count_end - box.x, box.h - 2),
                                 (int16_t)(baseline + (look->count_size - 44) * 436 / 1000), count,
                                 TEXT(part->theme->ink, BOLD, ALIGN_RIGHT, look->count_size));
}

static void draw_range(const struct part *part, const struct line_look *look, int16_t baseline,
                       const struct board_service *service)
{
    struct box box = look->box;
    char range[PART_TEXT_SIZE];
    range_text(part, service, range);
    part_text_at(part,
                 BOX(box.x + box.w - look->range_room, box.y + 2, look->range_room, box.h - 2),
                 baseline, range, TEXT(part->theme->muted, PLAIN, ALIGN_RIGHT, 44, 40, 36));
}

/* English names are long: the numbers stand below them. */
static void draw_line_english(const struct part *part, const struct line_look *look,
                              const struct board_service *service)
{
    struct box box = look->box;
    int16_t baseline = (int16_t)(box.y + box.h - 10);
    part_text_at(part, BOX(box.x, box.y + 2, box.w, 48), (int16_t)(box.y + 42),
                 service_name(part, service->id),
                 TEXT(part->theme->ink, PLAIN, ALIGN_LEFT, 44, 40, 36));
    (void)draw_people(part, look, baseline, service);
    draw_range(part, look, baseline, service);
}

static void draw_line(const struct part *part, const struct line_look *look,
                      const struct board_service *service)
{
    const struct theme *theme = part->theme;
    struct box box = look->box;
    int16_t baseline = (int16_t)(box.y + look->line);
    draw_fill(part->draw, BOX(box.x, box.y, box.w, 2), theme->line);
    if (part->screen->english) {
        draw_line_english(part, look, service);
        return;
    }
    int16_t digits = draw_people(part, look, baseline, service);
    part_text_at(part, BOX(box.x, box.y + 2, look->count_end - box.x - digits - 12, box.h - 2),
                 baseline, service_name(part, service->id),
                 TEXT(theme->ink, PLAIN, ALIGN_LEFT, 44, 40, 36));
    draw_range(part, look, baseline, service);
    const char *second = second_name(part, service->id);
    if (second[0] && part_width(part, second, 36, false) <= box.w)
        part_text_at(part, BOX(box.x, baseline, box.w, 48), (int16_t)(baseline + 42), second,
                     TEXT(theme->muted, PLAIN, ALIGN_LEFT, 36));
}

/* Two lines a service: fewer of them, in the same height. */
static bool two_lines(const struct part *part)
{
    return part->screen->english || part_second_word(part, WORD_T_PEOPLE)[0];
}

static void heads(const struct part *part, int16_t left, int16_t right, int16_t y)
{
    char text[PART_TEXT_SIZE];
    bool wide = right - left > 600;
    int16_t first = (int16_t)part_text_at(part, BOX(left, y, 440, 72), (int16_t)(y + 55),
                                          wide ? part_pair(part, WORD_T_PEOPLE, text)
                                               : part_word(part, WORD_T_PEOPLE),
                                          TEXT(part->theme->ink, BOLD, ALIGN_LEFT, 44));
    int16_t room = (int16_t)(right - left - first - 24);
    part_pair(part, WORD_T_MINUTES, text);
    if (part_width(part, text, 36, false) > room)
        snprintf(text, sizeof(text), "%s", part_word(part, WORD_T_MINUTES));
    part_text_at(part, BOX(right - room, y, room, 72), (int16_t)(y + 53), text,
                 TEXT(part->theme->muted, PLAIN, ALIGN_RIGHT, 36));
}

void waiting_panel(const struct part *part, struct box box, uint32_t count, int16_t pitch)
{
    struct board_service list[BOARD_WAITING_MAX];
    if (two_lines(part)) {
        count -= 1;
        pitch = (int16_t)(pitch + pitch / (int16_t)count);
    }
    count = board_waiting(part->screen->board, &part->screen->time, list, count);
    part_card(part, box, 12, part->theme->surface);
    heads(part, 1392, 1856, (int16_t)(box.y + 5));
    bool english = part->screen->english;
    int16_t first = (int16_t)(box.y + (box.h > 500 ? 84 : 80));
    for (uint32_t i = 0; i < count; i++) {
        struct line_look look = {BOX(1392, first + (int16_t)i * pitch, 464, pitch),
                                 two_lines(part) ? 48 : 58, 1700, 152, english ? 48 : 56};
        draw_line(part, &look, &list[i]);
    }
}

void waiting_panel_wide(const struct part *part)
{
    struct board_service list[BOARD_WAITING_MAX];
    int16_t pitch = two_lines(part) ? 108 : 72;
    uint32_t page = two_lines(part) ? 4 : BOARD_WAITING_MAX;
    uint32_t count = board_waiting(part->screen->board, &part->screen->time, list, page);
    part_card(part, BOX(24, 1272, 1032, 312), 12, part->theme->surface);
    heads(part, 56, 1024, 1277);
    for (uint32_t i = 0; i < count; i++) {
        int16_t x = i % 2 ? 560 : 56;
        struct line_look look = {BOX(x, 1354 + (int16_t)(i / 2) * pitch, 464, pitch), 54,
                                 (int16_t)(x + 290), 160, part->screen->english ? 48 : 52};
        draw_line(part, &look, &list[i]);
    }
}

static void missed_frame(const struct part *part, struct box box)
{
    draw_rect(part->draw, box,
              &(struct rect_style){.line = part->theme->muted, .border = 3, .radius = 12});
}

/* R-C3: numbers only. */
static void missed_number(const struct part *part, struct box box,
                          const struct board_missed *missed, uint16_t size)
{
    char label[LABEL_TEXT_SIZE];
    label_print(missed->label, label);
    part_text(part, box, label,
              TEXT(part->theme->ink, BOLD, ALIGN_LEFT, size, (uint16_t)(size - 8),
                   (uint16_t)(size - 14), (uint16_t)(size - 20)));
}

/* Both languages, or the second one in a word, or the first alone. */
static const char *missed_title(const struct part *part, int16_t room, uint16_t size,
                                char to[PART_TEXT_SIZE])
{
    const char *second = part_second_word(part, WORD_T_MISSED_BRIEF);
    part_pair(part, WORD_T_MISSED_TITLE, to);
    if (second[0] && part_width(part, to, size, true) > room)
        snprintf(to, PART_TEXT_SIZE, "%s %s", part_word(part, WORD_T_MISSED_TITLE), second);
    return to;
}

void missed_panel(const struct part *part, struct box box)
{
    struct board_missed list[BOARD_MISSED_SHOWN];
    uint32_t count = board_missed(part->screen->board, &part->screen->time, list);
    if (count == 0)
        return;
    missed_frame(part, box);
    char title[PART_TEXT_SIZE];
    part_text_at(part, BOX(1392, 726, 464, 60), 773, missed_title(part, 464, 40, title),
                 TEXT(part->theme->ink, BOLD, ALIGN_LEFT, 40, 36));
    for (uint32_t i = 0; i < count; i++)
        missed_number(part, BOX(i % 2 ? 1624 : 1392, i / 2 ? 870 : 796, 224, 72), &list[i], 64);
}

void missed_panel_wide(const struct part *part)
{
    struct board_missed list[BOARD_MISSED_SHOWN];
    uint32_t count = board_missed(part->screen->board, &part->screen->time, list);
    if (count == 0)
        return;
    missed_frame(part, BOX(24, 1600, 1032, 200));
    char title[PART_TEXT_SIZE];
    part_text_at(part, BOX(56, 1605, 900, 72), 1660, missed_title(part, 900, 44, title),
                 TEXT(part->theme->ink, BOLD, ALIGN_LEFT, 44));
    for (uint32_t i = 0; i < count; i++)
        missed_number(part, BOX(56 + (int16_t)i * 244, 1688, 220, 96), &list[i], 72);
}
