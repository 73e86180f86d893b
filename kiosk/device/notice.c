/* SPDX-License-Identifier: Apache-2.0 */
#include "device/notice.h"

#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"
#include "ui/layout.h"

#define TOP 24
#define SHEET_DOTS 1600 /* 200 mm */
#define FOOT 56         /* for the number of the sheet */
#define BLACK RGB(0x000000)
#define WHITE RGB(0xFFFFFF)

/* All sheets are laid out each time; only those of `wanted` are drawn. */
struct flow {
    const struct notice *notice;
    struct draw *draw;
    uint32_t sheet, wanted;
    int16_t wide, left, room; /* of the paper, of its text */
    int16_t y, bottom;        /* of the wanted sheet */
};

struct piece {
    char text[512];
};

static const char *say(const struct flow *flow, enum word word)
{
    return words_get(flow->notice->words, flow->notice->lang, word);
}

static struct piece fill(const struct flow *flow, enum word word, const char *name,
                         const char *value)
{
    struct piece piece;
    words_fill(piece.text, sizeof(piece.text), say(flow, word), &(struct word_arg){name, value}, 1);
    return piece;
}

static const char *text_of(const struct flow *flow, enum item_text which)
{
    return def_item_text(flow->notice->def, flow->notice->item, which, flow->notice->lang);
}

static struct text_style plain(uint16_t size)
{
    return (struct text_style){.size = {size, 28, 26, 24}, .colour = BLACK};
}

static struct text_style bold(uint16_t size)
{
    return (struct text_style){.size = {size, 32, 28, 24}, .colour = BLACK, .bold = true};
}

/* Room for `h` dots; on the next sheet when this one has none. True: it is to be drawn. */
static bool room(struct flow *flow, int16_t h)
{
    if (flow->y + h > SHEET_DOTS - FOOT) {
        flow->sheet++;
        flow->y = TOP;
    }
    bool drawn = flow->sheet == flow->wanted;
    if (drawn)
        flow->bottom = (int16_t)(flow->y + h);
    return drawn;
}

static void line(struct flow *flow, int16_t indent, const char *text,
                 const struct text_style *style, int16_t h)
{
    if (room(flow, h))
        draw_text(flow->draw, BOX(flow->left + indent, flow->y, flow->room - indent, h), text,
                  style);
    flow->y = (int16_t)(flow->y + h);
}

/* A text of any length, eight lines at a time. */
static void wrapped(struct flow *flow, int16_t indent, const char *text,
                    const struct text_style *style, int16_t h)
{
    while (*text) {
        struct wrapped lines;
        const char *from = text;
        text_wrap(flow->draw, text,
                  &(struct wrap_style){.size = style->size[0],
                                       .bold = style->bold,
                                       .width = (int16_t)(flow->room - indent)},
                  &lines);
        uint32_t whole = lines.cut ? lines.count - 1 : lines.count; /* the last has an ellipsis */
        for (uint32_t i = 0; i < whole; i++) {
            const char *at = strstr(text, lines.line[i]);
            line(flow, indent, lines.line[i], style, h);
            text = at ? at + strlen(lines.line[i]) : text + strlen(text);
        }
        if (!lines.cut || text == from)
            return;
    }
}

static void rule(struct flow *flow)
{
    if (room(flow, 20))
        draw_fill(flow->draw, BOX(flow->left, flow->y + 8, flow->room, 3), BLACK);
    flow->y = (int16_t)(flow->y + 20);
}

static void heading(struct flow *flow, enum word word)
{
    struct text_style style = bold(34);
    line(flow, 0, say(flow, word), &style, 52);
}

/* "收费  不收费"; nothing when it is not said. */
static void fact(struct flow *flow, enum word label, const char *value)
{
    struct text_style small = plain(28), text = plain(30);
    text.size[1] = 0; /* what is too long wraps */
    if (!*value)
        return;
    if (room(flow, 44))
        draw_text(flow->draw, BOX(flow->left, flow->y, 150, 44), say(flow, label), &small);
    wrapped(flow, 156, value, &text, 44);
}

/* ---- blocks ---- */

static void put_head(struct flow *flow, enum word title)
{
    const struct notice *notice = flow->notice;
    struct text_style hall = plain(30), big = bold(44), name = bold(38), small = plain(26);
    hall.align = big.align = ALIGN_CENTRE;
    big.size[1] = 40;
    wrapped(flow, 0, names_get(&notice->def->name, notice->lang), &hall, 44);
    line(flow, 0, say(flow, title), &big, 64);
    rule(flow);
    name.size[1] = 0;
    wrapped(flow, 0, text_of(flow, ITEM_NAME), &name, 52);
    const char *code = def_item_word(notice->def, notice->item->code);
    if (*code) {
        struct piece text = fill(flow, WORD_NOTICE_CODE, "c", code);
        line(flow, 0, text.text, &small, 38);
    }
}

static void put_flags(struct flow *flow)
{
    static const struct {
        uint8_t flag;
        enum word word;
    } flags[] = {
#define X(NAME, bit, word) {bit, WORD_K_FLAG_##NAME},
        ITEM_FLAGS(X)
#undef X
    };
    struct piece list = {""};
    size_t at = 0;
    for (size_t i = 0; i < countof(flags); i++)
        if (flow->notice->item->flags & flags[i].flag)
            at += (size_t)snprintf(list.text + at, sizeof(list.text) - at, "%s%s", at ? " · " : "",
                                   say(flow, flags[i].word));
    struct text_style style = bold(30);
    if (*list.text)
        line(flow, 0, list.text, &style, 46);
}

static struct piece place_of(const struct flow *flow)
{
    struct piece place = {""};
    char f[8], low_text[8], high_text[8];
    uint16_t low = 0, high = 0;
    const struct hall_def *def = flow->notice->def;
    const struct service_def *service = def_service(def, flow->notice->item->service);
    if (!service || !def_service_windows(def, service->id, &low, &high))
        return place;
    const struct window_def *window = def_window(def, low);
    const struct zone_def *zone = def_zone(def, service->zone);
    snprintf(f, sizeof(f), "%u", window ? window->floor : 0u);
    snprintf(low_text, sizeof(low_text), "%u", low);
    snprintf(high_text, sizeof(high_text), "%u", high);
    struct word_arg args[] = {{"f", f},
                              {"z", zone ? zone->letter : ""},
                              {"w1", low_text},
                              {"w2", high_text}};
    words_fill(place.text, sizeof(place.text),
               say(flow, low == high ? WORD_TICKET_WINDOW : WORD_TICKET_WINDOWS), args,
               countof(args));
    return place;
}

static const char *phone_of(const struct notice *notice)
{
    const char *own = def_item_word(notice->def, notice->item->phone);
    return *own ? own : notice->def->phone;
}

static void put_facts(struct flow *flow)
{
    struct piece place = place_of(flow);
    fact(flow, WORD_K_ITEM_DEPARTMENT, text_of(flow, ITEM_DEPARTMENT));
    fact(flow, WORD_K_ITEM_PLACE, place.text);
    fact(flow, WORD_K_ITEM_FEE, text_of(flow, ITEM_FEE));
    fact(flow, WORD_K_ITEM_TIME, text_of(flow, ITEM_TIME));
    fact(flow, WORD_K_ITEM_PHONE, phone_of(flow->notice));
}

static void put_materials(struct flow *flow)
{
    const char *list = text_of(flow, ITEM_MATERIALS);
    struct text_style name = bold(30), note = plain(28);
    name.size[1] = note.size[1] = 0;
    if (!*list)
        return;
    rule(flow);
    heading(flow, WORD_K_ITEM_MATERIALS);
    for (uint32_t i = 0; i < item_entries(list); i++) {
        struct item_entry entry = item_entry(list, i);
        char number[16];
        snprintf(number, sizeof(number), "%u.", (unsigned)i + 1);
        if (room(flow, 44))
            draw_text(flow->draw, BOX(flow->left, flow->y, 52, 44), number, &name);
        wrapped(flow, 56, entry.name, &name, 44);
        wrapped(flow, 56, entry.note, &note, 40);
    }
}

/* F-S10: the steps, so that nobody wonders what comes next. */
static void put_steps(struct flow *flow)
{
    const char *list = text_of(flow, ITEM_STEPS);
    struct piece steps = {""};
    size_t at = 0;
    uint32_t count = item_entries(list);
    for (uint32_t i = 0; i < count && at < sizeof(steps.text); i++)
        at += (size_t)snprintf(steps.text + at, sizeof(steps.text) - at, "%s%s",
                               i ? say(flow, WORD_NOTICE_STEP_MARK) : "", item_entry(list, i).name);
    struct text_style style = plain(30);
    style.size[1] = 0;
    if (!count)
        return;
    rule(flow);
    heading(flow, WORD_K_ITEM_STEPS);
    wrapped(flow, 0, steps.text, &style, 44);
}

static void put_text(struct flow *flow, enum word title, const char *text)
{
    struct text_style style = plain(28);
    style.size[1] = 0;
    if (!*text)
        return;
    rule(flow);
    heading(flow, title);
    wrapped(flow, 0, text, &style, 40);
}

static void put_foot(struct flow *flow)
{
    const struct notice *notice = flow->notice;
    struct text_style style = plain(26);
    rule(flow);
    line(flow, 0, say(flow, WORD_NOTICE_FOOT), &style, 38);
    if (!notice->printed)
        return;
    struct civil at = calendar_local(notice->printed, notice->tz_min);
    char when[32];
    snprintf(when, sizeof(when), "%d-%02u-%02u %u:%02u", (int)at.year, at.month, at.day, at.hour,
             at.minute);
    struct piece text = fill(flow, WORD_NOTICE_PRINTED, "t", when);
    line(flow, 0, text.text, &style, 38);
}

/* ---- online ---- */

static void put_code(struct flow *flow)
{
    const struct notice *notice = flow->notice;
    struct text_style small = plain(28);
    if (notice->qr.w) {
        if (room(flow, 320))
            draw_bitmap(flow->draw, BOX(flow->left + (flow->room - 304) / 2, flow->y + 8, 304, 304),
                        &notice->qr, notice->qr_dots, BLACK, WHITE);
        flow->y = (int16_t)(flow->y + 320);
        wrapped(flow, 0, say(flow, WORD_NOTICE_SCAN), &small, 40);
    }
    /* Typed by hand by those who cannot scan: as large as fits. */
    struct text_style url = bold(30);
    url.size[3] = 16;
    const char *text = def_item_word(notice->def, notice->item->url);
    for (size_t part; *text; text += part) {
        char piece[32];
        size_t most = flow->wide < SLIP_DOTS_WIDE ? 20 : sizeof(piece) - 1;
        part = strlen(text) < most ? strlen(text) : most;
        snprintf(piece, sizeof(piece), "%.*s", (int)part, text);
        line(flow, 0, piece, &url, 40);
    }
}

static void put_how(struct flow *flow)
{
    static const enum word how[][2] = {{WORD_K_ONLINE_1, WORD_K_ONLINE_1_NOTE},
                                       {WORD_K_ONLINE_2, WORD_K_ONLINE_2_NOTE},
                                       {WORD_K_ONLINE_3, WORD_K_ONLINE_3_NOTE}};
    struct text_style name = bold(30), note = plain(28);
    rule(flow);
    for (size_t i = 1; i < countof(how); i++) { /* the first is beside the code */
        wrapped(flow, 0, say(flow, how[i][0]), &name, 44);
        wrapped(flow, 0, say(flow, how[i][1]), &note, 40);
    }
}

/* ---- the sheets ---- */

static void put_all(struct flow *flow)
{
    if (flow->notice->online) {
        put_head(flow, WORD_NOTICE_ONLINE);
        put_code(flow);
        put_how(flow);
    } else {
        put_head(flow, WORD_NOTICE_TITLE);
        put_flags(flow);
        rule(flow);
        put_facts(flow);
        put_materials(flow);
        put_steps(flow);
        put_text(flow, WORD_K_ITEM_CONDITIONS, text_of(flow, ITEM_CONDITIONS));
        put_text(flow, WORD_K_ITEM_BASIS, text_of(flow, ITEM_BASIS));
    }
    put_foot(flow);
}

static void put_sheet_number(struct flow *flow, uint32_t index, uint32_t count)
{
    char at[16], all[16], text[64];
    struct text_style style = plain(26);
    style.align = ALIGN_RIGHT;
    snprintf(at, sizeof(at), "%u", (unsigned)index + 1);
    snprintf(all, sizeof(all), "%u", (unsigned)count);
    struct word_arg args[] = {{"p", at}, {"n", all}};
    words_fill(text, sizeof(text), say(flow, WORD_NOTICE_PAGE), args, countof(args));
    draw_text(flow->draw, BOX(flow->left, flow->bottom, flow->room, 40), text, &style);
    flow->bottom = (int16_t)(flow->bottom + 40);
}

uint32_t notice_draw(const struct notice *notice, uint32_t index,
                     const struct text_measure *measure, struct draw *draw)
{
    bool narrow = notice->roll_mm == SLIP_ROLL_NARROW_MM;
    int16_t wide = narrow ? SLIP_DOTS_NARROW : SLIP_DOTS_WIDE, left = narrow ? 16 : 24;
    struct flow flow = {.notice = notice,
                        .draw = draw,
                        .wanted = index,
                        .wide = wide,
                        .left = left,
                        .room = (int16_t)(wide - 2 * left),
                        .y = TOP};
    draw_begin(draw, wide, SLIP_DOTS_HIGH_MAX, WHITE, measure);
    put_all(&flow);
    uint32_t count = flow.sheet + 1;
    if (count > 1)
        put_sheet_number(&flow, index, count);
    draw->h = (int16_t)(flow.bottom + 16);
    return count;
}
