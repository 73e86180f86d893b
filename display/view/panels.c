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
    return service->brief.text[LANG_ZH][0] ? names_get(&service->brief, LANG_ZH)
                                           : names_get(&service->name, LANG_ZH);
}

/* A line of the panel: name, people, minutes; each column ends at a fixed x. */
struct line_look {
    struct box box;
    int16_t line; /* from the top of the box to the baseline */
    int16_t count_end, range_room;
    uint16_t count_size;
};

static void draw_line(const struct part *part, const struct line_look *look,
                      const struct board_service *service)
{
    const struct theme *theme = part->theme;
    struct box box = look->box;
    char count[8], range[PART_TEXT_SIZE];
    snprintf(count, sizeof(count), "%u", service->waiting);
    range_text(part, service, range);
    draw_fill(part->draw, BOX(box.x, box.y, box.w, 2), theme->line);
    struct box text = BOX(box.x, box.y + 2, box.w, box.h - 2);
    int16_t baseline = (int16_t)(box.y + look->line);
    int16_t digits =
        (int16_t)part_text_at(part, BOX(box.x, text.y, look->count_end - box.x, text.h),
                              (int16_t)(baseline + (look->count_size - 44) * 436 / 1000), count,
                              TEXT(theme->ink, BOLD, ALIGN_RIGHT, look->count_size));
    part_text_at(part, BOX(box.x, text.y, look->count_end - box.x - digits - 12, text.h), baseline,
                 service_name(part, service->id),
                 TEXT(theme->ink, PLAIN, ALIGN_LEFT, 44, 40, 36, 28));
    part_text_at(part, BOX(box.x + box.w - look->range_room, text.y, look->range_room, text.h),
                 baseline, range, TEXT(theme->muted, PLAIN, ALIGN_RIGHT, 44, 40, 36));
}

static void heads(const struct part *part, int16_t left, int16_t right, int16_t y)
{
    part_text_at(part, BOX(left, y, 260, 72), (int16_t)(y + 55), part_word(part, WORD_T_PEOPLE),
                 TEXT(part->theme->ink, BOLD, ALIGN_LEFT, 44));
    part_text_at(part, BOX(right - 248, y, 248, 72), (int16_t)(y + 53),
                 part_word(part, WORD_T_MINUTES), TEXT(part->theme->muted, PLAIN, ALIGN_RIGHT, 36));
}

void waiting_panel(const struct part *part, struct box box, uint32_t count, int16_t pitch)
{
    struct board_service list[BOARD_WAITING_MAX];
    count = board_waiting(part->screen->board, &part->screen->time, list, count);
    part_card(part, box, 12, part->theme->surface);
    heads(part, 1392, 1856, (int16_t)(box.y + 5));
    int16_t first = (int16_t)(box.y + (pitch == 84 ? 84 : 80));
    for (uint32_t i = 0; i < count; i++) {
        struct line_look look = {BOX(1392, first + (int16_t)i * pitch, 464, pitch), 58, 1700, 152,
                                 56};
        draw_line(part, &look, &list[i]);
    }
}

void waiting_panel_wide(const struct part *part)
{
    struct board_service list[BOARD_WAITING_MAX];
    uint32_t count =
        board_waiting(part->screen->board, &part->screen->time, list, BOARD_WAITING_MAX);
    part_card(part, BOX(24, 1272, 1032, 312), 12, part->theme->surface);
    heads(part, 56, 1024, 1277);
    for (uint32_t i = 0; i < count; i++) {
        int16_t x = i % 2 ? 560 : 56;
        struct line_look look = {BOX(x, 1354 + (int16_t)(i / 2) * 72, 464, 72), 54,
                                 (int16_t)(x + 290), 160, 52};
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

void missed_panel(const struct part *part, struct box box)
{
    struct board_missed list[BOARD_MISSED_SHOWN];
    uint32_t count = board_missed(part->screen->board, &part->screen->time, list);
    if (count == 0)
        return;
    missed_frame(part, box);
    part_text_at(part, BOX(1392, 726, 464, 60), 773, part_word(part, WORD_T_MISSED_TITLE),
                 TEXT(part->theme->ink, BOLD, ALIGN_LEFT, 40));
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
    part_text_at(part, BOX(56, 1605, 900, 72), 1660, part_word(part, WORD_T_MISSED_TITLE),
                 TEXT(part->theme->ink, BOLD, ALIGN_LEFT, 44));
    for (uint32_t i = 0; i < count; i++)
        missed_number(part, BOX(56 + (int16_t)i * 244, 1688, 220, 96), &list[i], 72);
}
