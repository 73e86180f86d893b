/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "view/part.h"

#define EARLIER 3 /* calls below the band */

/* A call that takes over the board: where its parts stand. */
struct band_look {
    struct box box, number, arrow, target; /* target: digits and unit, or a room's name */
    int16_t label_middle, middle; /* y around which the number, and the target, are centred */
    int16_t digits_end;           /* x where digits end and the unit follows 28 px on */
    uint16_t sizes[5], digits[5], rooms[5]; /* each ends with 0 */
    uint16_t unit;
    uint8_t radius;
};

struct band_inks {
    struct rgba fill, ink;
};

/* Of two bands none blinks: both are news, and one colour says so. */
static struct band_inks band_inks(const struct part *part, bool alone)
{
    const struct theme *theme = part->theme;
    if (alone && announce_blink(part->screen->announce, part->screen->time.mono))
        return (struct band_inks){theme->surface, theme->called};
    return (struct band_inks){theme->called, theme->on_called};
}

static int16_t centred(int16_t middle, uint16_t size)
{
    return (int16_t)(middle + size * 365 / 1000); /* digits are 0.73 em high */
}

/* "6楼 108号", "Window 6": a word before the digits, all of it ending where the unit ends. */
static void draw_far(const struct part *part, const struct band_look *look,
                     const struct place_text *place, struct rgba ink)
{
    uint16_t word = part->screen->english ? (uint16_t)(look->unit * 3 / 5) : look->unit;
    const char *lead = place_lead(part, place);
    uint16_t before = part_width(part, lead, word, true);
    uint16_t unit = part_width(part, place->unit, look->unit, true);
    int16_t room = (int16_t)(look->target.w - before - unit - 40);
    uint16_t size = part_fit(part, place->number, true, room, look->digits);
    int16_t baseline = centred(look->middle, size);
    int16_t x = (int16_t)(look->target.x + look->target.w - unit);
    struct text_style style = TEXT(ink, BOLD, ALIGN_RIGHT, look->unit);
    part_text_at(part, BOX(x, look->box.y, unit, look->box.h), baseline, place->unit, style);
    style.size[0] = size;
    x = (int16_t)(x - 16 - room);
    int16_t digits = (int16_t)part_text_at(part, BOX(x, look->box.y, room, look->box.h), baseline,
                                           place->number, style);
    x = (int16_t)(x + room - digits - 24 - before);
    style.size[0] = word;
    part_text_at(part, BOX(x, look->box.y, before, look->box.h), baseline, lead, style);
}

static void draw_near(const struct part *part, const struct band_look *look,
                      const struct place_text *place, struct rgba ink)
{
    int16_t room = (int16_t)(look->digits_end - look->target.x);
    uint16_t size = part_fit(part, place->number, true, room, look->digits);
    int16_t baseline = centred(look->middle, size);
    part_text_at(part, BOX(look->target.x, look->box.y, room, look->box.h), baseline, place->number,
                 TEXT(ink, BOLD, ALIGN_RIGHT, size));
    int16_t x = (int16_t)(look->digits_end + 28);
    part_text_at(part, BOX(x, look->box.y, look->target.x + look->target.w - x, look->box.h),
                 baseline, place->unit, TEXT(ink, BOLD, ALIGN_LEFT, look->unit));
}

/* "6楼 颁证室" in one line, or the floor above the name. */
static void draw_room(const struct part *part, const struct band_look *look,
                      const struct place_text *place, struct rgba ink)
{
    const char *text = place->whole;
    uint16_t size = part_fit(part, text, true, look->target.w, look->rooms);
    if (place->floor[0] && part_width(part, text, size, true) > look->target.w) {
        text = place->name;
        size = part_fit(part, text, true, look->target.w, look->rooms);
        part_text_at(part, look->target, (int16_t)(look->middle - size * 6 / 10), place->floor,
                     TEXT(ink, BOLD, ALIGN_CENTRE, 60));
    }
    part_text_at(part, look->target, centred(look->middle, size), text,
                 TEXT(ink, BOLD, ALIGN_CENTRE, size));
}

static void draw_band(const struct part *part, const struct band_look *look,
                      const struct announce_entry *call, const struct band_inks *inks)
{
    struct place_text place;
    char label[LABEL_TEXT_SIZE];
    place_text(part, call->target, board_other_floor(part->screen->board, call->target), &place);
    label_print(call->label, label);
    part_card(part, look->box, look->radius, inks->fill);
    uint16_t size = part_fit(part, label, true, look->number.w, look->sizes);
    part_text_at(part, look->number, centred(look->label_middle, size), label,
                 TEXT(inks->ink, BOLD, ALIGN_CENTRE, size));
    draw_icon(part->draw, look->arrow, ICON_NEXT, inks->ink, inks->fill);
    if (place.room) {
        draw_room(part, look, &place, inks->ink);
    } else if (place_lead(part, &place)[0]) {
        draw_far(part, look, &place, inks->ink);
    } else {
        draw_near(part, look, &place, inks->ink);
    }
}

/* "Ticket A023, please proceed to window 6": only where the hall has English (docs/ui t02); in
 * Chinese on an English board. */
static void other_text(const struct part *part, const struct announce_entry *call, char *to,
                       size_t size)
{
    const struct hall_def *def = part->screen->board->def;
    const struct room_def *room = board_room(def, call->target);
    enum lang lang = part_other(part);
    char label[LABEL_TEXT_SIZE], number[16];
    to[0] = '\0';
    if (lang == LANG_COUNT)
        return;
    label_print(call->label, label);
    snprintf(number, sizeof(number), "%u", call->target.n);
    const struct word_arg args[] = {{"n", label},
                                    {"w", number},
                                    {"room", room ? names_get(&room->name, lang) : ""}};
    words_fill(to, size,
               words_get(part->screen->words, lang,
                         room ? WORD_T_CALL_ROOM_LINE : WORD_T_CALL_LINE),
               args, countof(args));
}

/* Place and the other language share a line where it is wide enough. */
static void draw_lines(const struct part *part, const struct announce_entry *call, struct box box,
                       struct rgba ink)
{
    char where[64], other[PART_TEXT_SIZE], text[PART_TEXT_SIZE * 2];
    struct text_style style = TEXT(ink, BOLD, ALIGN_CENTRE, 48, 44, 40, 36);
    place_of(part, call->target, where, sizeof(where));
    other_text(part, call, other, sizeof(other));
    struct box line = BOX(box.x + 24, box.y + box.h - 107, box.w - 48, 88);
    int16_t baseline = (int16_t)(box.y + box.h - 42);
    if (!part->screen->portrait) {
        snprintf(text, sizeof(text), "%s%s%s", where, where[0] && other[0] ? "    " : "", other);
        part_text_at(part, line, baseline, text, style);
        return;
    }
    part_text_at(part, line, baseline, other, style);
    baseline = (int16_t)(other[0] ? baseline - 68 : baseline);
    part_text_at(part, line, baseline, where, style);
}

static void title_and_lines(const struct part *part, const struct announce_entry *call,
                            const struct band_look *look, struct rgba ink)
{
    enum word title = call->target.n >= TARGET_ROOM ? WORD_T_CALL_ROOM_TITLE : WORD_T_CALL_TITLE;
    if (call->kind == CALL_PICK_UP)
        title = WORD_T_PICKUP_TITLE;
    struct box box = look->box;
    part_text_at(part, BOX(box.x, box.y, box.w, 108), (int16_t)(box.y + 88), part_word(part, title),
                 TEXT(ink, BOLD, ALIGN_CENTRE, 64));
    draw_lines(part, call, box, ink);
}

/* The earlier calls stay in sight (t02). */
static void draw_earlier(const struct part *part, const struct board_row *row, struct box box)
{
    const struct theme *theme = part->theme;
    struct place_text place;
    char label[LABEL_TEXT_SIZE], text[PART_TEXT_SIZE];
    bool serving = row->status == BOARD_SERVING;
    place_text(part, row->target, row->floor, &place);
    label_print(row->label, label);
    part_card(part, box, 12, theme->surface);
    part_text_at(part, BOX(box.x + 32, box.y + 6, box.w - 64, 72), (int16_t)(box.y + 59),
                 status_text(part, row, text),
                 TEXT(serving ? theme->muted : theme->called, !serving, ALIGN_LEFT, 40));
    /* A long name of a room takes from the number, never below 72 px. */
    int16_t most =
        (int16_t)(box.w - 80 - (place.room ? part_width(part, place.name, 36, true) : 0));
    uint16_t width = part_text_at(part, BOX(box.x + 32, box.y + 66, most < 300 ? most : 300, 128),
                                  (int16_t)(box.y + 172), label,
                                  TEXT(status_colour(part, row), BOLD, ALIGN_LEFT, 96, 80, 72));
    /* A room's floor stands above its name: both together are too long for the card. */
    if (place.room)
        part_text_at(part, BOX(box.x + box.w - 232, box.y + 6, 200, 72), (int16_t)(box.y + 59),
                     place.floor, TEXT(theme->muted, PLAIN, ALIGN_RIGHT, 40));
    int16_t room = (int16_t)(box.w - 64 - width - 16);
    part_text_at(part, BOX(box.x + box.w - 32 - room, box.y + 82, room, 128),
                 (int16_t)(box.y + 172), place.room ? place.name : place.whole,
                 TEXT(theme->ink, BOLD, ALIGN_RIGHT, 60, 52, 44, 36));
}

static bool is_shown(const struct announce_entry *calls, uint32_t count,
                     const struct board_row *row)
{
    for (uint32_t i = 0; i < count; i++)
        if (label_same(calls[i].label, row->label))
            return true;
    return false;
}

static void earlier(const struct part *part, const struct announce_entry *calls, uint32_t count)
{
    struct board_row rows[EARLIER + ANNOUNCE_BANDS];
    uint32_t found =
        board_rows(part->screen->board, &part->screen->time, rows, (uint32_t)countof(rows));
    int16_t at = 0;
    for (uint32_t i = 0; i < found && at < EARLIER; i++) {
        if (is_shown(calls, count, &rows[i]))
            continue;
        draw_earlier(part, &rows[i],
                     part->screen->portrait ? BOX(24, 1144 + at * 224, 1032, 208)
                                            : BOX(32 + at * 624, 752, 608, 208));
        at++;
    }
}

/* t02: one call fills the band, two share it. */
static const struct band_look look_one = {
    .box = {32, 120, 1856, 608},
    .number = {72, 188, 860, 440},
    .arrow = {948, 364, 136, 136},
    .target = {1080, 188, 728, 440},
    .label_middle = 432,
    .middle = 432,
    .digits_end = 1420,
    .sizes = {336, 256, 224, 200},
    .digits = {336, 256, 192},
    .rooms = {168, 140, 112, 88},
    .unit = 120,
    .radius = 24,
};
static const struct band_look look_two = {
    .box = {32, 120, 1856, 296},
    .number = {72, 120, 720, 296},
    .arrow = {840, 204, 128, 128},
    .target = {1000, 120, 800, 296},
    .label_middle = 268,
    .middle = 268,
    .digits_end = 1412,
    .sizes = {232, 216, 192, 168},
    .digits = {232, 216, 192},
    .rooms = {168, 140, 112, 88},
    .unit = 112,
    .radius = 24,
};
/* No drawing: t02 stacked for the narrow screen, number over window. */
static const struct band_look look_portrait = {
    .box = {24, 160, 1032, 960},
    .number = {48, 290, 984, 300},
    .arrow = {64, 722, 128, 128},
    .target = {216, 620, 816, 300},
    .label_middle = 462,
    .middle = 786,
    .digits_end = 660,
    .sizes = {336, 320, 256, 224},
    .digits = {300, 256, 224},
    .rooms = {160, 140, 112, 88},
    .unit = 112,
    .radius = 24,
};
static const struct band_look look_portrait_two = {
    .box = {24, 160, 1032, 472},
    .number = {48, 180, 984, 200},
    .arrow = {64, 468, 96, 96},
    .target = {184, 400, 848, 200},
    .label_middle = 284,
    .middle = 516,
    .digits_end = 640,
    .sizes = {224, 208, 192},
    .digits = {192, 176},
    .rooms = {144, 128, 112, 88},
    .unit = 96,
    .radius = 24,
};

static struct band_look moved(struct band_look look, int16_t down)
{
    look.box.y = (int16_t)(look.box.y + down);
    look.number.y = (int16_t)(look.number.y + down);
    look.arrow.y = (int16_t)(look.arrow.y + down);
    look.target.y = (int16_t)(look.target.y + down);
    look.label_middle = (int16_t)(look.label_middle + down);
    look.middle = (int16_t)(look.middle + down);
    return look;
}

void call_page(const struct part *part, const struct announce_entry *calls, uint32_t count)
{
    bool portrait = part->screen->portrait;
    const struct band_look *one = portrait ? &look_portrait : &look_one;
    const struct band_look *two = portrait ? &look_portrait_two : &look_two;
    for (uint32_t i = 0; i < count; i++) {
        struct band_inks inks = band_inks(part, count == 1);
        struct band_look look =
            count == 1 ? *one : moved(*two, (int16_t)((int16_t)i * (two->box.h + 16)));
        draw_band(part, &look, &calls[i], &inks);
        if (count == 1)
            title_and_lines(part, &calls[i], &look, inks.ink);
    }
    earlier(part, calls, count);
    if (board_fresh(part->screen->board, &part->screen->time) == BOARD_LIVE)
        frame_ticker(part);
    else /* D-13: what came before the silence is still shown, and says so */
        frame_footer(part, ICON_WARN, part_word(part, WORD_T_OFF));
}
