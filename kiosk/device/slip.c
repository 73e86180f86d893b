/* SPDX-License-Identifier: Apache-2.0 */
#include "device/slip.h"

#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"
#include "domain/item_def.h"
#include "ui/layout.h"

#define LEFT 24
#define WIDE (SLIP_DOTS_WIDE - 2 * LEFT)
#define BLACK RGB(0x000000)
#define WHITE RGB(0xFFFFFF)

struct paper {
    const struct slip *slip;
    struct draw *draw;
    int16_t y;
};

struct piece {
    char text[192];
};

static const char *say(const struct paper *paper, enum word word)
{
    return words_get(paper->slip->words, paper->slip->lang, word);
}

static struct piece fill(const struct paper *paper, enum word word, const struct word_arg *args,
                         size_t count)
{
    struct piece piece;
    words_fill(piece.text, sizeof(piece.text), say(paper, word), args, count);
    return piece;
}

static struct piece number(uint32_t value)
{
    struct piece piece;
    snprintf(piece.text, sizeof(piece.text), "%u", (unsigned)value);
    return piece;
}

static struct text_style plain(uint16_t size)
{
    return (struct text_style){.size = {size, 28, 24}, .colour = BLACK};
}

static struct text_style bold(uint16_t size, uint16_t less, uint16_t least)
{
    return (struct text_style){.size = {size, less, least}, .colour = BLACK, .bold = true};
}

/* ---- lines ---- */

static void line(struct paper *paper, const char *text, const struct text_style *style, int16_t h)
{
    draw_text(paper->draw, BOX(LEFT, paper->y, WIDE, h), text, style);
    paper->y = (int16_t)(paper->y + h);
}

static void wrapped(struct paper *paper, const char *text, const struct text_style *style,
                    int16_t h)
{
    struct wrapped lines;
    text_wrap(paper->draw, text,
              &(struct wrap_style){.size = style->size[0],
                                   .bold = style->bold,
                                   .width = WIDE,
                                   .lines = 3},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++)
        line(paper, lines.line[i], style, h);
}

static void rule(struct paper *paper, bool dashed)
{
    struct box box = BOX(LEFT, paper->y + 6, WIDE, 3);
    for (int16_t x = 0; dashed && x < WIDE; x = (int16_t)(x + 10))
        draw_fill(paper->draw, BOX(LEFT + x, box.y, 6, 3), BLACK);
    if (!dashed)
        draw_fill(paper->draw, box, BLACK);
    paper->y = (int16_t)(paper->y + 16);
}

static void labelled(struct paper *paper, enum word label, const char *value,
                     const struct text_style *style)
{
    struct text_style small = plain(30);
    int16_t w =
        (int16_t)(draw_text(paper->draw, BOX(LEFT, paper->y, 200, 56), say(paper, label), &small) +
                  28);
    if (w < 88)
        w = 88;
    draw_text(paper->draw, BOX(LEFT + w, paper->y, WIDE - w, 56), value, style);
    paper->y = (int16_t)(paper->y + 56);
}

/* ---- blocks ---- */

/* One word for the class; its reason is never printed (R-P3). */
static const char *flag_of(const struct paper *paper)
{
    if (paper->slip->training)
        return say(paper, WORD_TICKET_TRAINING);
    if (paper->slip->ticket_class == CLASS_PRIORITY)
        return say(paper, WORD_PRIORITY);
    if (paper->slip->ticket_class == CLASS_APPOINTMENT)
        return say(paper, WORD_APPOINTMENT);
    return paper->slip->ticket_class == CLASS_GREEN ? say(paper, WORD_GREEN) : "";
}

static void put_head(struct paper *paper)
{
    const struct slip *slip = paper->slip;
    struct text_style name = bold(36, 32, 26);
    name.align = ALIGN_CENTRE;
    line(paper, names_get(&slip->def->name, slip->lang), &name, 52);
    const char *flag = flag_of(paper);
    paper->y = (int16_t)(paper->y + 4);
    if (*flag) {
        struct text_style style = bold(44, 40, 32);
        style.colour = WHITE;
        style.align = ALIGN_CENTRE;
        draw_fill(paper->draw, BOX(LEFT, paper->y, WIDE, 64), BLACK);
        line(paper, flag, &style, 64);
    }
    char label[LABEL_TEXT_SIZE];
    label_print(slip->label, label);
    struct text_style big = bold(SLIP_NUMBER_SIZE, 160, 144);
    big.size[3] = SLIP_NUMBER_MIN;
    big.align = ALIGN_CENTRE;
    line(paper, label, &big, 176);
    rule(paper, false);
}

static struct piece place_of(const struct paper *paper, const struct service_def *service)
{
    uint16_t low = 0, high = 0;
    struct piece none = {""};
    if (!def_service_windows(paper->slip->def, service->id, &low, &high))
        return none;
    const struct window_def *window = def_window(paper->slip->def, low);
    const struct zone_def *zone = def_zone(paper->slip->def, service->zone);
    struct piece floor = number(window ? window->floor : 0), first = number(low),
                 last = number(high);
    struct word_arg args[] = {{"f", floor.text},
                              {"z", zone ? zone->letter : ""},
                              {"w1", first.text},
                              {"w2", last.text}};
    return fill(paper, low == high ? WORD_TICKET_WINDOW : WORD_TICKET_WINDOWS, args, countof(args));
}

/* The item chosen; NULL = none, or nobody's business (R-L11). */
static const struct item_def *item_of(const struct paper *paper, const struct service_def *service)
{
    return service->confidential ? NULL : def_item(paper->slip->def, paper->slip->item);
}

static void put_item(struct paper *paper, const struct service_def *service)
{
    const struct slip *slip = paper->slip;
    const struct item_def *item = item_of(paper, service);
    struct text_style small = plain(30), style = plain(36);
    struct wrapped lines;
    if (!item)
        return;
    int16_t w = (int16_t)(draw_text(paper->draw, BOX(LEFT, paper->y, 200, 48),
                                    say(paper, WORD_TICKET_L_ITEM), &small) +
                          28);
    w = w < 88 ? 88 : w;
    text_wrap(paper->draw, def_item_text(slip->def, item, ITEM_NAME, slip->lang),
              &(struct wrap_style){.size = 36, .width = (int16_t)(WIDE - w), .lines = 2}, &lines);
    for (uint32_t i = 0; i < lines.count; i++, paper->y = (int16_t)(paper->y + 46))
        draw_text(paper->draw, BOX(LEFT + w, paper->y, WIDE - w, 46), lines.line[i], &style);
}

/* The item's own, else the service's. */
static struct piece materials_of(const struct paper *paper, const struct service_def *service)
{
    const struct slip *slip = paper->slip;
    const struct item_def *item = item_of(paper, service);
    const char *list = item ? def_item_text(slip->def, item, ITEM_MATERIALS, slip->lang) : "";
    struct piece all = {""};
    size_t at = 0;
    if (!*list)
        snprintf(all.text, sizeof(all.text), "%s", texts_get(&service->materials, slip->lang));
    for (uint32_t i = 0; *list && i < item_entries(list) && at < sizeof(all.text); i++)
        at += (size_t)snprintf(all.text + at, sizeof(all.text) - at, "%s%s",
                               i ? say(paper, WORD_K_LIST_MARK) : "", item_entry(list, i).name);
    return all;
}

static void put_service(struct paper *paper, const struct service_def *service)
{
    const struct slip *slip = paper->slip;
    const char *zh = service->name.text[LANG_ZH], *own = names_get(&service->name, slip->lang);
    struct text_style big = bold(44, 36, 28);
    big.size[3] = 24;
    labelled(paper, WORD_TICKET_L_SERVICE, own, &big);
    /* R-T4: the clerk reads Chinese, the visitor the language chosen. */
    if (slip->lang != LANG_ZH && strcmp(zh, own) != 0)
        line(paper, zh, &(struct text_style){.size = {36, 32}, .colour = BLACK, .bold = true}, 48);
    put_item(paper, service);
    struct piece place = place_of(paper, service);
    if (place.text[0])
        labelled(paper, WORD_TICKET_L_PLACE, place.text, &big);
}

/* R-W3: what is not known is left out, never 0. */
static void put_waits(struct paper *paper)
{
    const struct slip *slip = paper->slip;
    struct text_style small = plain(28), people = bold(48, 40, 32), wait = bold(44, 36, 28);
    uint16_t one = slip->wait_min ? slip->wait_min : slip->hi_min;
    bool range = slip->lo_min > 0 && slip->hi_min > slip->lo_min;
    struct piece ahead = number(slip->ahead), lo = number(slip->lo_min),
                 hi = number(range ? slip->hi_min : one);
    struct piece count = fill(paper, WORD_K_PEOPLE, &(struct word_arg){"k", ahead.text}, 1);
    struct word_arg args[] = {{"lo", lo.text}, {"hi", hi.text}, {"m", hi.text}};
    rule(paper, true);
    draw_text(paper->draw, BOX(LEFT, paper->y, 264, 40), say(paper, WORD_K_AHEAD), &small);
    draw_text(paper->draw, BOX(LEFT, paper->y + 38, 264, 64), count.text, &people);
    if (one > 0 || range) {
        struct piece text = fill(paper, range ? WORD_K_RANGE : WORD_K_ABOUT, args, countof(args));
        draw_text(paper->draw, BOX(300, paper->y, 252, 40), say(paper, WORD_K_EXPECT), &small);
        draw_text(paper->draw, BOX(300, paper->y + 38, 260, 64), text.text, &wait);
    }
    paper->y = (int16_t)(paper->y + 104);
    rule(paper, true);
}

static void put_times(struct paper *paper, const struct service_def *service)
{
    const struct slip *slip = paper->slip;
    struct civil at = calendar_local(slip->issued, slip->tz_min);
    struct piece when;
    snprintf(when.text, sizeof(when.text), "%d-%02u-%02u %u:%02u", (int)at.year, at.month, at.day,
             at.hour, at.minute);
    struct piece issued = fill(paper, WORD_TICKET_ISSUED, &(struct word_arg){"t", when.text}, 1);
    struct text_style style = plain(28);
    line(paper, issued.text, &style, 40);
    struct piece materials = materials_of(paper, service);
    struct piece bring =
        fill(paper, WORD_TICKET_MATERIALS, &(struct word_arg){"m", materials.text}, 1);
    if (materials.text[0] && !service->confidential)
        wrapped(paper, bring.text, &style, 40);
}

/* R-T3: the number once more as text, for those without a phone. */
static void put_code(struct paper *paper)
{
    const struct slip *slip = paper->slip;
    int16_t top = (int16_t)(paper->y + 8), x = slip->qr.w ? 224 : LEFT;
    if (slip->qr.w)
        draw_bitmap(paper->draw, BOX(16, top, 192, 192), &slip->qr, slip->qr_dots, BLACK, WHITE);
    struct text_style small = plain(28), big = bold(64, 56, 48);
    char label[LABEL_TEXT_SIZE];
    label_print(slip->label, label);
    int16_t room = (int16_t)(LEFT + WIDE - x);
    if (slip->qr.w) {
        enum word scan = slip->def->phone_url[0] ? WORD_TICKET_SCAN : WORD_TICKET_SCAN_TEXT;
        draw_text(paper->draw, BOX(x, top + 14, room, 40), say(paper, scan), &small);
    }
    draw_text(paper->draw, BOX(x, top + 54, room, 40), say(paper, WORD_TICKET_NO_PHONE), &small);
    draw_text(paper->draw, BOX(x, top + 100, room, 80), label, &big);
    paper->y = (int16_t)(top + (slip->qr.w ? 192 : 184));
}

static struct piece missed_rule(const struct paper *paper)
{
    const struct rules_def *rules = &paper->slip->def->rules;
    struct piece places = number(rules->return_places), times = number(rules->return_max);
    struct word_arg args[] = {{"k", places.text}, {"m", times.text}};
    enum word word =
        rules->return_max > 1 ? WORD_TICKET_MISSED_PLACES_TIMES : WORD_TICKET_MISSED_PLACES;
    if (rules->return_policy == RETURN_TAIL)
        word = WORD_TICKET_MISSED_TAIL;
    else if (rules->return_policy == RETURN_VOID)
        word = WORD_TICKET_MISSED_VOID;
    return fill(paper, word, args, countof(args));
}

static void put_rules(struct paper *paper)
{
    const struct slip *slip = paper->slip;
    struct text_style style = plain(28), strong = bold(28, 26, 24);
    rule(paper, false);
    if (slip->ticket_class != CLASS_NORMAL)
        wrapped(paper, say(paper, WORD_TICKET_RULE), &strong, 42);
    struct piece missed = missed_rule(paper);
    wrapped(paper, missed.text, &style, 40);
    wrapped(paper, say(paper, WORD_TICKET_TODAY), &style, 40);
    if (slip->def->phone[0]) {
        struct piece phone =
            fill(paper, WORD_TICKET_PHONE, &(struct word_arg){"phone", slip->def->phone}, 1);
        wrapped(paper, phone.text, &style, 40);
    }
}

void slip_draw(const struct slip *slip, const struct text_measure *measure, struct draw *draw)
{
    struct paper paper = {slip, draw, 24};
    draw_begin(draw, SLIP_DOTS_WIDE, SLIP_DOTS_HIGH_MAX, WHITE, measure);
    const struct service_def *service = def_service(slip->def, slip->service);
    put_head(&paper);
    if (service)
        put_service(&paper, service);
    put_waits(&paper);
    if (service)
        put_times(&paper, service);
    put_code(&paper);
    put_rules(&paper);
    draw->h = (int16_t)(paper.y + 24);
}
