/* SPDX-License-Identifier: Apache-2.0 */
#include "device/slip.h"

#include <stdio.h>
#include <string.h>

#include "device/slip_parts.h"
#include "domain/calendar.h"
#include "domain/item_def.h"

#define QR_DOTS 192

struct paper {
    struct strip strip;
    const struct slip *slip;
    const struct service_def *service; /* NULL = unknown here */
};

static enum lang second_of(const struct slip *slip)
{
    bool both = slip->def->slip_both && slip->def->languages[LANG_EN];
    if (!both)
        return slip->lang;
    return slip->lang == LANG_ZH ? LANG_EN : LANG_ZH; /* R-T4 */
}

static bool has_second(const struct paper *paper)
{
    return paper->strip.second != paper->strip.lang;
}

/* ---- head ---- */

static const char *class_word(const struct paper *paper)
{
    uint8_t ticket_class = paper->slip->ticket_class;
    enum word word = ticket_class == CLASS_PRIORITY      ? WORD_PRIORITY
                     : ticket_class == CLASS_APPOINTMENT ? WORD_APPOINTMENT
                                                         : WORD_GREEN;
    bool shown = ticket_class == CLASS_PRIORITY || ticket_class == CLASS_APPOINTMENT ||
                 ticket_class == CLASS_GREEN;
    return shown ? strip_say(&paper->strip, word) : "";
}

/* 预约 10:00–11:00; without the slot's length only when it begins. */
static struct piece slot_of(const struct paper *paper)
{
    struct piece slot = {""};
    const struct slip *slip = paper->slip;
    if (!slip->slot || slip->ticket_class != CLASS_APPOINTMENT)
        return slot;
    struct civil from = calendar_local(slip->slot, slip->tz_min);
    uint16_t length = paper->service ? paper->service->slot_min : 0;
    struct civil to = calendar_local(slip->slot + length * MINUTE, slip->tz_min);
    int at = snprintf(slot.text, sizeof(slot.text), " %u:%02u", from.hour, from.minute);
    if (length)
        snprintf(slot.text + at, sizeof(slot.text) - (size_t)at, "–%u:%02u", to.hour, to.minute);
    return slot;
}

/* A word of two hanzi that stands alone is set wide, as on the drawings. */
static struct piece spread(const char *word)
{
    struct piece piece;
    bool two = strlen(word) == 6 && (unsigned char)word[0] >= 0xe3;
    if (two)
        snprintf(piece.text, sizeof(piece.text), "%.3s  %.3s", word, word + 3);
    else
        snprintf(piece.text, sizeof(piece.text), "%.60s", word);
    return piece;
}

/* One word for the class; its reason is never printed (R-P3). A copy says so first (R-T2); what is
 * printed in training says nothing else. */
static struct piece flag_of(const struct paper *paper)
{
    struct piece flag = {""}, slot = slot_of(paper);
    const char *class = class_word(paper);
    if (paper->slip->training) {
        snprintf(flag.text, sizeof(flag.text), "%s",
                 strip_say(&paper->strip, WORD_TICKET_TRAINING));
    } else if (paper->slip->reprinted) {
        const char *copy = strip_say(&paper->strip, WORD_TICKET_REPRINT);
        if (!*class)
            return spread(copy);
        snprintf(flag.text, sizeof(flag.text), "%.40s · %.40s%.40s", copy, class, slot.text);
    } else if (*slot.text) {
        snprintf(flag.text, sizeof(flag.text), "%.40s%.40s", class, slot.text);
    } else {
        return spread(class);
    }
    return flag;
}

static void put_head(struct paper *paper)
{
    struct strip *strip = &paper->strip;
    struct text_style name = slip_bold(strip->narrow ? 30 : 36, strip->narrow ? 28 : 32, 26);
    struct text_style other = slip_plain(28);
    name.size[3] = 24;
    name.align = other.align = ALIGN_CENTRE;
    strip_line(strip, names_get(&paper->slip->def->name, strip->lang), &name, 52);
    if (has_second(paper))
        strip_line(strip, names_get(&paper->slip->def->name, strip->second), &other, 36);
    struct piece flag = flag_of(paper);
    strip->y = (int16_t)(strip->y + 4);
    if (*flag.text)
        strip_bar(strip, flag.text);
    char label[LABEL_TEXT_SIZE];
    label_print(paper->slip->label, label);
    struct text_style big = slip_bold(SLIP_NUMBER_SIZE, 160, 144);
    big.size[3] = SLIP_NUMBER_MIN;
    if (strip->narrow)
        big = slip_bold(SLIP_NUMBER_NARROW, 112, 104), big.size[3] = 92;
    big.align = ALIGN_CENTRE;
    strip_line(strip, label, &big, strip->narrow ? 124 : 176);
    strip_rule(strip, false);
}

/* ---- service, item, place ---- */

static struct piece place_of(const struct paper *paper, enum lang lang)
{
    uint16_t low = 0, high = 0;
    struct piece none = {""};
    const struct hall_def *def = paper->slip->def;
    if (!def_service_windows(def, paper->service->id, &low, &high))
        return none;
    const struct window_def *window = def_window(def, low);
    const struct zone_def *zone = def_zone(def, paper->service->zone);
    struct piece floor = piece_of_number(window ? window->floor : 0), first = piece_of_number(low),
                 last = piece_of_number(high);
    struct word_arg args[] = {{"f", floor.text},
                              {"z", zone ? zone->letter : ""},
                              {"w1", first.text},
                              {"w2", last.text}};
    return strip_fill(&paper->strip, lang, low == high ? WORD_TICKET_WINDOW : WORD_TICKET_WINDOWS,
                      args, countof(args));
}

/* The item chosen; NULL = none, or nobody's business (R-L11). */
static const struct item_def *item_of(const struct paper *paper)
{
    bool shown = paper->service && !paper->service->confidential;
    return shown ? def_item(paper->slip->def, paper->slip->item) : NULL;
}

/* The item's own, else the service's. */
static struct piece materials_of(const struct paper *paper)
{
    const struct slip *slip = paper->slip;
    const struct item_def *item = item_of(paper);
    const char *list = item ? def_item_text(slip->def, item, ITEM_MATERIALS, slip->lang) : "";
    struct piece all = {""};
    size_t at = 0;
    if (!*list)
        snprintf(all.text, sizeof(all.text), "%s",
                 texts_get(&paper->service->materials, slip->lang));
    for (uint32_t i = 0; *list && i < item_entries(list) && at < sizeof(all.text); i++)
        at += (size_t)snprintf(all.text + at, sizeof(all.text) - at, "%s%s",
                               i ? strip_say(&paper->strip, WORD_K_LIST_MARK) : "",
                               item_entry(list, i).name);
    return all;
}

static void put_service(struct paper *paper)
{
    struct strip *strip = &paper->strip;
    const struct slip *slip = paper->slip;
    const char *zh = paper->service->name.text[LANG_ZH],
               *own = names_get(&paper->service->name, slip->lang);
    struct text_style big = slip_bold(44, 40, 36), item = slip_plain(32);
    if (strip->narrow)
        big = slip_bold(36, 32, 28);
    strip_labelled(strip, WORD_TICKET_L_SERVICE, own, &big, 56);
    /* R-T4: the clerk reads Chinese, the visitor the language chosen. */
    struct text_style other = {.size = {36, 32, 28}, .colour = BLACK, .bold = true};
    if (slip->lang != LANG_ZH && strcmp(zh, own) != 0)
        strip_line(strip, zh, &other, 48);
    else if (has_second(paper))
        strip_line(strip, names_get(&paper->service->name, strip->second),
                   &(struct text_style){.size = {30, 28, 24}, .colour = BLACK}, 36);
    const struct item_def *chosen = item_of(paper);
    if (chosen)
        strip_labelled(strip, WORD_TICKET_L_ITEM,
                       def_item_text(slip->def, chosen, ITEM_NAME, slip->lang), &item, 44);
}

/* Never cut: 44, then 40, then two lines. */
static void put_place(struct paper *paper)
{
    struct strip *strip = &paper->strip;
    struct piece place = place_of(paper, strip->lang);
    if (!*place.text)
        return;
    struct text_style style = slip_bold(44, 40, 0);
    if (strip->narrow)
        style = slip_bold(36, 32, 28);
    strip_labelled(strip, WORD_TICKET_L_PLACE, place.text, &style, 56);
    if (!has_second(paper))
        return;
    struct piece other = place_of(paper, strip->second);
    strip_line(strip, other.text, &(struct text_style){.size = {30, 28, 24}, .colour = BLACK}, 36);
}

/* ---- people ahead, wait ---- */

/* What this machine cannot know is not made up (k27). */
static void put_alone(struct paper *paper)
{
    struct text_style style = slip_bold(30, 28, 24);
    strip_rule(&paper->strip, true);
    strip_wrapped(&paper->strip, strip_say(&paper->strip, WORD_TICKET_ALONE), &style, 44, 2);
    strip_rule(&paper->strip, true);
}

/* R-W3: what is not known is left out, never 0. */
static void put_waits(struct paper *paper)
{
    struct strip *strip = &paper->strip;
    const struct slip *slip = paper->slip;
    struct text_style small = slip_plain(28), people = slip_bold(48, 40, 32),
                      wait = slip_bold(44, 36, 28);
    uint16_t one = slip->wait_min ? slip->wait_min : slip->hi_min;
    bool range = slip->lo_min > 0 && slip->hi_min > slip->lo_min;
    struct piece ahead = piece_of_number(slip->ahead), lo = piece_of_number(slip->lo_min),
                 hi = piece_of_number(range ? slip->hi_min : one);
    struct piece count =
        strip_fill(strip, strip->lang, WORD_K_PEOPLE, &(struct word_arg){"k", ahead.text}, 1);
    struct word_arg args[] = {{"lo", lo.text}, {"hi", hi.text}, {"m", hi.text}};
    int16_t second = strip->narrow ? 168 : 300, w = (int16_t)(second - strip->left - 12),
            rest = (int16_t)(strip->wide - second - (strip->narrow ? 8 : 16));
    if (strip->narrow)
        people = slip_bold(40, 36, 28), wait = slip_bold(36, 32, 26);
    strip_rule(strip, true);
    draw_text(strip->draw, BOX(strip->left, strip->y, w, 40), strip_say(strip, WORD_K_AHEAD),
              &small);
    draw_text(strip->draw, BOX(strip->left, strip->y + 38, w, 64), count.text, &people);
    if (one > 0 || range) {
        struct piece text = strip_fill(strip, strip->lang, range ? WORD_K_RANGE : WORD_K_ABOUT,
                                       args, countof(args));
        draw_text(strip->draw, BOX(second, strip->y, rest, 40), strip_say(strip, WORD_K_EXPECT),
                  &small);
        draw_text(strip->draw, BOX(second, strip->y + 38, rest, 64), text.text, &wait);
    }
    strip->y = (int16_t)(strip->y + 104);
    strip_rule(strip, true);
}

/* ---- times, materials ---- */

static void put_time(struct paper *paper, enum word word, msec at)
{
    struct piece when = piece_of_time(at, paper->slip->tz_min);
    struct piece text =
        strip_fill(&paper->strip, paper->strip.lang, word, &(struct word_arg){"t", when.text}, 1);
    struct text_style style = slip_plain(28);
    strip_line(&paper->strip, text.text, &style, paper->strip.narrow ? 36 : 40);
}

static void put_times(struct paper *paper)
{
    struct strip *strip = &paper->strip;
    const struct slip *slip = paper->slip;
    put_time(paper, WORD_TICKET_ISSUED, slip->issued);
    if (slip->reprinted)
        put_time(paper, WORD_TICKET_REPRINTED, slip->reprinted);
    struct text_style style = slip_plain(28);
    if (slip->principals > 1) {
        struct piece people = piece_of_number(slip->principals);
        struct piece text = strip_fill(strip, strip->lang, WORD_TICKET_PRINCIPALS,
                                       &(struct word_arg){"n", people.text}, 1);
        strip_line(strip, text.text, &style, 40);
    }
    if (!paper->service || paper->service->confidential)
        return; /* R-L11 */
    struct piece materials = materials_of(paper);
    struct piece bring = strip_fill(strip, strip->lang, WORD_TICKET_MATERIALS,
                                    &(struct word_arg){"m", materials.text}, 1);
    if (*materials.text)
        strip_wrapped(strip, bring.text, &style, strip->narrow ? 36 : 40, 2);
}

/* ---- code ---- */

/* R-T3: the number once more as text, for those without a phone. */
static void put_code(struct paper *paper)
{
    struct strip *strip = &paper->strip;
    const struct slip *slip = paper->slip;
    bool code = slip->qr.w != 0, beside = code && !strip->narrow;
    int16_t top = (int16_t)(strip->y + 8), x = beside ? 224 : strip->left;
    int16_t room = (int16_t)(strip->left + strip->room - x);
    if (code) {
        int16_t at = (int16_t)(beside ? 16 : (strip->wide - QR_DOTS) / 2);
        draw_bitmap(strip->draw, BOX(at, top, QR_DOTS, QR_DOTS), &slip->qr, slip->qr_dots, BLACK,
                    WHITE);
    }
    struct text_style small = slip_plain(28), big = slip_bold(64, 56, 48);
    char label[LABEL_TEXT_SIZE];
    label_print(slip->label, label);
    if (strip->narrow && code)
        top = (int16_t)(top + QR_DOTS - 8); /* under the text where the roll is narrow */
    if (code) {
        enum word scan = slip->def->phone_url[0] ? WORD_TICKET_SCAN : WORD_TICKET_SCAN_TEXT;
        draw_text(strip->draw, BOX(x, top + 14, room, 40), strip_say(strip, scan), &small);
    }
    draw_text(strip->draw, BOX(x, top + 54, room, 40), strip_say(strip, WORD_TICKET_NO_PHONE),
              &small);
    draw_text(strip->draw, BOX(x, top + 100, room, 80), label, &big);
    strip->y = (int16_t)(top + (beside ? QR_DOTS : strip->narrow ? 172 : 184));
}

/* ---- rules ---- */

static struct piece missed_rule(const struct paper *paper, enum lang lang)
{
    const struct rules_def *rules = &paper->slip->def->rules;
    struct piece places = piece_of_number(rules->return_places),
                 times = piece_of_number(rules->return_max);
    struct word_arg args[] = {{"k", places.text}, {"m", times.text}};
    enum word word =
        rules->return_max > 1 ? WORD_TICKET_MISSED_PLACES_TIMES : WORD_TICKET_MISSED_PLACES;
    if (rules->return_policy == RETURN_TAIL)
        word = WORD_TICKET_MISSED_TAIL;
    else if (rules->return_policy == RETURN_VOID)
        word = WORD_TICKET_MISSED_VOID;
    return strip_fill(&paper->strip, lang, word, args, countof(args));
}

static void put_rules(struct paper *paper)
{
    struct strip *strip = &paper->strip;
    const struct slip *slip = paper->slip;
    struct text_style style = slip_plain(28), strong = slip_bold(30, 28, 24),
                      order = slip_bold(28, 26, 24);
    strip_rule(strip, false);
    slip_steps(strip, slip, strip->lang);
    if (has_second(paper))
        slip_steps(strip, slip, strip->second);
    if (slip->reprinted)
        strip_wrapped(strip, strip_say(strip, WORD_TICKET_SAME), &strong, 44, 2);
    if (slip->ticket_class == CLASS_PRIORITY || slip->ticket_class == CLASS_GREEN)
        strip_wrapped(strip, strip_say(strip, WORD_TICKET_RULE), &order, 42, 3);
    struct piece missed = missed_rule(paper, strip->lang);
    strip_wrapped(strip, missed.text, &style, 40, 3);
    if (has_second(paper)) {
        struct piece other = missed_rule(paper, strip->second);
        strip_wrapped(strip, other.text, &style, 40, 3);
    }
    strip_wrapped(strip, strip_say(strip, WORD_TICKET_TODAY), &style, 40, 3);
    if (slip->def->phone[0]) {
        struct piece phone = strip_fill(strip, strip->lang, WORD_TICKET_PHONE,
                                        &(struct word_arg){"phone", slip->def->phone}, 1);
        strip_wrapped(strip, phone.text, &style, 40, 2);
    }
}

void slip_draw(const struct slip *slip, const struct text_measure *measure, struct draw *draw)
{
    struct paper paper = {.strip = {.words = slip->words, .lang = slip->lang},
                          .slip = slip,
                          .service = def_service(slip->def, slip->service)};
    paper.strip.second = second_of(slip);
    strip_begin(&paper.strip, slip->roll_mm, measure, draw);
    put_head(&paper);
    if (paper.service) {
        put_service(&paper);
        put_place(&paper);
    }
    if (slip->alone)
        put_alone(&paper);
    else
        put_waits(&paper);
    put_times(&paper);
    put_code(&paper);
    put_rules(&paper);
    strip_end(&paper.strip);
}
