/* SPDX-License-Identifier: Apache-2.0 */
/* t06b: leave the building; in the high-contrast set, without motion, text at least 60 px. What
 * stands here came with the definition and the words: it needs no controller. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/part.h"

#define EDGE 16
#define TEXT_LEAST 60

struct emergency_look {
    struct box icon, title, clock;
    struct box leave;
    int16_t exits, bottom; /* y of the lines below; they end before it */
    uint16_t title_size, clock_size, leave_size[TEXT_SIZES_MAX];
    uint8_t leave_lines;
};

static const struct emergency_look lying = {.icon = {96, 88, 208, 208},
                                            .title = {352, 96, 720, 192},
                                            .clock = {1404, 96, 420, 192},
                                            .leave = {96, 344, 1728, 256},
                                            .exits = 612,
                                            .bottom = 1040,
                                            .title_size = 160,
                                            .clock_size = 120,
                                            .leave_size = {232, 176, 136, 120},
                                            .leave_lines = 1};
/* No drawing: the same parts stacked. */
static const struct emergency_look upright = {.icon = {64, 88, 176, 176},
                                              .title = {272, 88, 744, 176},
                                              .clock = {596, 1720, 420, 136},
                                              .leave = {64, 340, 952, 220},
                                              .exits = 860,
                                              .bottom = 1700,
                                              .title_size = 144,
                                              .clock_size = 120,
                                              .leave_size = {176, 144},
                                              .leave_lines = 3};

static const char *exits_here(const struct part *part)
{
    const struct hall_def *def = part->screen->board->def;
    for (uint32_t i = 0; i < def->floor_count; i++)
        if (def->floors[i].number == part->screen->board->device->floor)
            return texts_get(&def->floors[i].exits, part_lang(part));
    return "";
}

void exits_text(const struct part *part, char *to, size_t size)
{
    const struct word_arg arg = {"exits", exits_here(part)};
    words_fill(to, size, part_word(part, *arg.value ? WORD_K_EVAC_EXITS : WORD_K_EVAC_EXIT), &arg,
               1);
}

/* A narrow screen breaks a sentence where a reader does: behind the first "，" or "：". */
static void break_behind_comma(const struct part *part, const char *text, char *to, size_t size)
{
    static const char *const marks[] = {"，", "："};
    utf8_copy(to, size, text);
    for (size_t i = 0; part->screen->portrait && i < countof(marks); i++) {
        const char *at = strstr(text, marks[i]);
        if (!at)
            continue;
        at += strlen(marks[i]);
        snprintf(to, size, "%.*s\n%s", (int)(at - text), text, at);
        return;
    }
}

/* A paragraph in at most `lines` lines; the y below it. */
static int16_t put_lines(const struct part *part, struct box box, const char *text, uint16_t size,
                         uint8_t lines)
{
    struct wrapped wrapped;
    text_wrap(part->draw, text,
              &(struct wrap_style){.size = size, .bold = true, .width = box.w, .lines = lines},
              &wrapped);
    for (uint32_t i = 0; i < wrapped.count; i++, box.y = (int16_t)(box.y + box.h))
        part_text(part, box, wrapped.line[i], TEXT(theme_contrast.ink, BOLD, ALIGN_LEFT, size));
    return box.y;
}

static uint32_t lines_of(const struct part *part, const char *text, uint16_t size, int16_t width)
{
    struct wrapped wrapped;
    text_wrap(part->draw, text, &(struct wrap_style){.size = size, .bold = true, .width = width},
              &wrapped);
    return wrapped.cut ? WRAP_LINES_MAX : wrapped.count;
}

/* Exits, the lift, and the other language: the largest size in which all of it fits. */
static void put_below(const struct part *part, const struct emergency_look *look)
{
    static const uint16_t sizes[] = {104, 88, 76, 68, TEXT_LEAST};
    char exits[PART_TEXT_SIZE * 2], lift[PART_TEXT_SIZE], text[PART_TEXT_SIZE * 2];
    const char *brief = part_other_word(part, WORD_K_EVAC_BRIEF);
    int16_t w = look->leave.w, x = look->leave.x, y = look->exits;
    int16_t brief_h =
        (int16_t)(brief[0] ? 96 * (int32_t)lines_of(part, brief, TEXT_LEAST, w) + 24 : 0);
    uint16_t size = TEXT_LEAST, pitch = 80;
    exits_text(part, text, sizeof(text));
    break_behind_comma(part, text, exits, sizeof(exits));
    break_behind_comma(part, part_word(part, WORD_K_EVAC_LIFT), lift, sizeof(lift));
    for (size_t i = 0; i < countof(sizes); i++) {
        size = sizes[i];
        pitch = (uint16_t)(size * 128 / 100);
        uint32_t lines = lines_of(part, exits, size, w) + lines_of(part, lift, size, w);
        if (y + (int32_t)lines * pitch + brief_h <= look->bottom)
            break;
    }
    y = put_lines(part, BOX(x, y, w, pitch), exits, size, WRAP_LINES_MAX);
    y = put_lines(part, BOX(x, y, w, pitch), lift, size, WRAP_LINES_MAX);
    struct wrapped wrapped;
    text_wrap(part->draw, brief, &(struct wrap_style){.size = TEXT_LEAST, .bold = true, .width = w},
              &wrapped);
    y = (int16_t)(y + 16);
    for (uint32_t i = 0; i < wrapped.count; i++, y = (int16_t)(y + 84))
        part_text(part, BOX(x, y, w, 84), wrapped.line[i],
                  TEXT(theme_contrast.primary, BOLD, ALIGN_LEFT, TEXT_LEAST));
}

static void put_head(const struct part *part, const struct emergency_look *look)
{
    const struct theme *theme = &theme_contrast;
    char text[16];
    draw_rect(part->draw, BOX(0, 0, part->draw->w, part->draw->h),
              &(struct rect_style){.fill = theme->bg,
                                   .line =
                                       part->screen->training ? part->theme->warn : theme->primary,
                                   .border = EDGE});
    draw_icon(part->draw, look->icon, ICON_WARN, theme->primary, theme->bg);
    part_text(part, look->title, part_word(part, WORD_K_EVAC_TITLE),
              TEXT(theme->primary, BOLD, ALIGN_LEFT, look->title_size,
                   (uint16_t)(look->title_size * 3 / 4)));
    if (part->screen->time.hall == 0)
        return;
    clock_text(part, part->screen->time.hall, text, sizeof(text));
    part_text(part, look->clock, text, TEXT(theme->ink, BOLD, ALIGN_RIGHT, look->clock_size));
}

/* D-26: an exercise says so on this page too. */
static void put_training(const struct part *part)
{
    struct box box = part->screen->portrait ? BOX(64, 1744, 280, 112) : BOX(1108, 130, 272, 112);
    part_card(part, box, 12, part->theme->warn);
    part_text(part, box, part_word(part, WORD_T_TRAINING),
              TEXT(part->theme->bg, BOLD, ALIGN_CENTRE, 80, 60));
}

void emergency_page(const struct part *part)
{
    const struct emergency_look *look = part->screen->portrait ? &upright : &lying;
    const char *leave = part_word(part, WORD_K_EVAC_LEAVE);
    put_head(part, look);
    if (look->leave_lines == 1)
        part_text(part, look->leave, leave,
                  TEXT(theme_contrast.ink, BOLD, ALIGN_LEFT, look->leave_size[0],
                       look->leave_size[1], look->leave_size[2], look->leave_size[3]));
    else {
        bool large = lines_of(part, leave, look->leave_size[0], look->leave.w) <= 2;
        uint16_t size = look->leave_size[large ? 0 : 1];
        struct box box = look->leave;
        if (!large)
            box.h = (int16_t)(size * 115 / 100);
        (void)put_lines(part, box, leave, size, look->leave_lines);
    }
    put_below(part, look);
    if (part->screen->training)
        put_training(part);
}
