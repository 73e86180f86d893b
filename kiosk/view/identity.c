/* SPDX-License-Identifier: Apache-2.0 */
/* k18, k19: the card on the reader, and away from it again (R-K9, R-I2, R-Y1). */
#include "view/identity.h"

#include "view/page.h"

/* ---- parts of both ---- */

void put_id_card(const struct page *page, int16_t x, int16_t y, bool off)
{
    const struct theme *t = page->theme;
    struct rgba line = off ? t->disabled_border : t->ink;
    struct rgba bar = off ? t->disabled_border : t->border;
    draw_rect(page->draw, BOX(x, y, ID_CARD_W, ID_CARD_H),
              &(struct rect_style){.fill = t->surface,
                                   .line = line,
                                   .border = 6,
                                   .radius = 20,
                                   .dashed = off});
    draw_rect(page->draw, BOX(x + 36, y + 40, 112, 136),
              &(struct rect_style){.fill = t->tint, .line = line, .border = 4, .radius = 12});
    draw_icon(page->draw, BOX(x + 56, y + 68, 72, 72), ICON_PERSON, line, t->tint);
    static const struct {
        int16_t x, y, w;
    } bars[] = {{176, 48, 200}, {176, 92, 150}, {176, 136, 200}, {36, 204, 340}};
    for (size_t i = 0; i < countof(bars); i++)
        draw_rect(page->draw, BOX(x + bars[i].x, y + bars[i].y, bars[i].w, 16),
                  &(struct rect_style){.fill = bar, .radius = 8});
}

/* Prefix and name of the service, at the right of the title or under it. */
static void put_service(const struct page *page)
{
    const struct service_def *service = def_service(page->model->def, page->model->wish.service);
    if (!service)
        return; /* an appointment: the code says which */
    struct box chip = page->tall ? BOX(48, 264, 84, 84) : BOX(1544, 124, 84, 84);
    put_chip(page, chip, service->prefix, zone_colour(page, service->zone));
    struct text_style name = bold(page, 44);
    name.size[1] = 38, name.size[2] = 32, name.size[3] = 28;
    draw_text(page->draw, BOX(chip.x + 108, chip.y, page->tall ? 876 : 220, 84),
              names_get(&service->name, page->lang), &name);
}

static void put_page_title(const struct page *page, const char *title)
{
    struct text_style style = bold(page, 56);
    style.size[1] = 48, style.size[2] = 44, style.size[3] = 40;
    draw_text(page->draw, page->tall ? BOX(48, 160, 984, 96) : BOX(48, 120, 1472, 88), title,
              &style);
}

static void put_centred(const struct page *page, struct box box, const char *text,
                        struct text_style style)
{
    style.align = ALIGN_CENTRE;
    draw_text(page->draw, box_inset(box, 24, 0), text, &style);
}

static struct text_style note_style(const struct page *page)
{
    struct text_style note = muted(page, 36);
    note.size[1] = 34, note.size[2] = 30, note.size[3] = 28;
    return note;
}

/* ---- k18 ---- */

static bool reader_works(const struct page *page)
{
    return page->model->identity.reader == KIOSK_READER_OK;
}

static const char *state_of_card(const struct page *page)
{
    if (!reader_works(page)) /* R-I4 */
        return say(page, page->tall ? WORD_KI_NO_READER_BELOW : WORD_KI_NO_READER);
    return say(page, page->model->identity.trouble ? WORD_KI_AGAIN : WORD_KI_PLACE_NOTE);
}

/* It waits; nothing there is to be touched. */
static void put_waiting(const struct page *page, struct box area)
{
    const struct theme *t = page->theme;
    bool off = !reader_works(page), trouble = !off && page->model->identity.trouble;
    struct rgba line = off ? t->disabled_border : trouble ? t->warn : t->primary;
    draw_rect(page->draw, area,
              &(struct rect_style){.fill = trouble ? t->tint_warn : t->surface,
                                   .line = line,
                                   .border = 6,
                                   .radius = 16,
                                   .dashed = off});
    int16_t x = (int16_t)(area.x + (area.w - ID_CARD_W) / 2), end = (int16_t)(area.y + area.h);
    int16_t y = (int16_t)(area.y + (area.h > 540 ? 124 : 104));
    struct text_style head = bold(page, 56), note = note_style(page);
    head.size[1] = 48;
    if (off || trouble)
        note.bold = true, note.colour = t->ink;
    put_centred(page, BOX(area.x, area.y + 20, area.w, 80), say(page, WORD_KI_PLACE), head);
    put_id_card(page, x, y, off);
    if (off || trouble)
        draw_icon(page->draw, BOX(area.x + area.w / 2 - 36, end - 156, 72, 72), ICON_WARN, t->warn,
                  trouble ? t->tint_warn : t->surface);
    else
        draw_icon(page->draw, BOX(area.x + area.w / 2 - 36, end - 156, 72, 72), ICON_DOWN,
                  t->primary, t->surface);
    put_centred(page, BOX(area.x, end - 84, area.w, 64), state_of_card(page), note);
}

/* R-K9: as large as the other one. */
static void put_without(const struct page *page, struct box area)
{
    const struct theme *t = page->theme;
    const struct kiosk_model *model = page->model;
    bool pressed = model->pressed_action == KIOSK_ACT_NO_CARD, age = model->identity.for_age;
    struct rgba fill = pressed ? t->pressed_light : t->surface;
    draw_rect(page->draw, area,
              &(struct rect_style){.fill = fill,
                                   .line = pressed ? t->ink : t->border,
                                   .border = pressed ? 6 : 3,
                                   .radius = 16});
    draw_hit(page->draw, area, KIOSK_ACT_NO_CARD, 0, true);
    struct text_style head = bold(page, 56), who = bold(page, 40), text = note_style(page);
    head.size[1] = 48, who.size[1] = 36;
    int16_t y = area.y, slack = (int16_t)(area.h - 520), end = (int16_t)(area.y + area.h);
    put_centred(page, BOX(area.x, y + 20, area.w, 80),
                say(page, age ? WORD_KI_AGE_GUIDE : WORD_KI_WITHOUT), head);
    draw_icon(page->draw, BOX(area.x + area.w / 2 - 58, y + 112 + slack / 2, 116, 116), ICON_BELL,
              t->primary, fill);
    put_centred(page, BOX(area.x, end - 284, area.w, 60), say(page, WORD_KI_WITHOUT_WHO), who);
    struct wrapped lines;
    text_wrap(page->draw, say(page, age ? WORD_KI_AGE_TEXT : WORD_KI_WITHOUT_TEXT),
              &(struct wrap_style){.size = by_lang(page, 36, 34),
                                   .width = (int16_t)(area.w - 48),
                                   .lines = 2},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++)
        put_centred(page, BOX(area.x, end - 216 + 52 * (int32_t)i, area.w, 56), lines.line[i],
                    text);
    put_centred(page, BOX(area.x, end - 84, area.w, 64), say(page, WORD_KI_SAME), text);
}

/* R-Y1: what for, and what is not kept, before the card is read. */
static void put_purpose(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->tint, .line = t->primary, .border = 2, .radius = 16});
    draw_icon(page->draw, BOX(box.x + 32, box.y + (box.h - 56) / 2, 56, 56), ICON_CARD, t->primary,
              t->tint);
    struct text_style what = bold(page, page->tall ? 32 : by_lang(page, 36, 34)),
                      less = muted(page, 30);
    struct wrapped lines;
    less.size[1] = 28, less.size[2] = 27;
    box.x = (int16_t)(box.x + 112), box.w = (int16_t)(box.w - 136);
    text_wrap(page->draw, say(page, WORD_KI_NOTE),
              &(struct wrap_style){.size = what.size[0], .bold = true, .width = box.w, .lines = 2},
              &lines);
    int16_t y = (int16_t)(box.y + (box.h - 48 * (int32_t)(lines.count + 1)) / 2);
    for (uint32_t i = 0; i < lines.count; i++, y = (int16_t)(y + 48))
        draw_text(page->draw, BOX(box.x, y, box.w, 48), lines.line[i], &what);
    draw_text(page->draw, BOX(box.x, y, box.w, 48), say(page, WORD_KI_NOTE_MORE), &less);
}

void page_card(const struct page *page)
{
    bool age = page->model->identity.for_age;
    put_page_title(page, say(page, age ? WORD_KI_AGE_TITLE : WORD_K_ID));
    put_service(page);
    if (page->tall) {
        put_waiting(page, BOX(48, 372, 984, 520));
        put_without(page, BOX(48, 916, 984, 520));
        put_purpose(page, BOX(48, 1460, 984, 164));
        return;
    }
    put_waiting(page, BOX(48, 232, 900, 560));
    put_without(page, BOX(972, 232, 900, 560));
    put_purpose(page, BOX(48, 816, 1824, 120));
}

/* ---- k19 ---- */

static void put_step(const struct page *page, struct box box, enum word word, bool done)
{
    const struct theme *t = page->theme;
    struct rgba fill = done ? t->tint_success : t->surface;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = fill,
                                   .line = done ? t->success : t->border,
                                   .border = 3,
                                   .radius = 12});
    struct text_style text = bold(page, 44);
    text.size[1] = 36, text.size[2] = 32, text.size[3] = 28;
    text.colour = done ? t->success : t->ink;
    int16_t room = (int16_t)(box.w - 120), w = 0;
    for (uint32_t i = 0; i < TEXT_SIZES_MAX; i++) {
        w = (int16_t)draw_measure(page->draw, say(page, word), text.size[i], true);
        if (w <= room)
            break;
    }
    int16_t x = (int16_t)(box.x + (box.w - 72 - w) / 2);
    draw_icon(page->draw, BOX(x, box.y + box.h / 2 - 26, 52, 52), done ? ICON_CHECK : ICON_PRINT,
              done ? t->success : t->muted, fill);
    draw_text(page->draw, BOX(x + 72, box.y, box.x + box.w - x - 84, box.h), say(page, word),
              &text);
}

static void put_steps(const struct page *page, struct box first, int16_t gap)
{
    static const uint16_t words[] = {WORD_KI_STEP_CHOOSE, WORD_KI_STEP_CARD, WORD_K_CONFIRM_DO};
    for (size_t i = 0; i < countof(words); i++) {
        struct box box = first;
        box.x = (int16_t)(box.x + (int16_t)i * (box.w + gap));
        put_step(page, box, (enum word)words[i], i < 2);
        if (i > 0)
            draw_icon(page->draw, BOX(box.x - gap / 2 - 20, box.y + box.h / 2 - 20, 40, 40),
                      ICON_NEXT, page->theme->muted, page->theme->bg);
    }
}

static void put_taking(const struct page *page, struct box area)
{
    const struct theme *t = page->theme;
    draw_rect(page->draw, area,
              &(struct rect_style){.fill = t->tint_success,
                                   .line = t->success,
                                   .border = 6,
                                   .radius = 16});
    int16_t card = (int16_t)(page->tall ? area.x + (area.w - ID_CARD_W) / 2 : area.x + 72);
    draw_icon(page->draw, BOX(card + ID_CARD_W / 2 - 56, area.y + 28, 112, 112), ICON_UP,
              t->success, t->tint_success);
    put_id_card(page, card, (int16_t)(area.y + 156), false);
    int16_t x = (int16_t)(page->tall ? area.x + 40 : area.x + 592);
    int16_t y = (int16_t)(page->tall ? area.y + 450 : area.y + 56);
    int16_t w = (int16_t)(area.x + area.w - x - 32);
    struct text_style big = bold(page, 128), next = ink(page, 48), voice = muted(page, 38);
    big.size[1] = 112, big.size[2] = 88, big.size[3] = 80;
    next.size[1] = 44, next.size[2] = 36;
    voice.size[1] = 34, voice.size[2] = 30;
    draw_text(page->draw, BOX(x, y, w, 160), say(page, WORD_KI_TAKE), &big);
    draw_text(page->draw, BOX(x, y + 180, w, 72), say(page, WORD_KI_TAKE_NEXT), &next);
    if (!page->model->sound)
        return;
    draw_icon(page->draw, BOX(x, y + 278, 48, 48), ICON_VOICE, t->muted, t->tint_success);
    draw_text(page->draw, BOX(x + 72, y + 268, w - 72, 64), say(page, WORD_KI_TAKE_VOICE), &voice);
}

void page_card_take(const struct page *page)
{
    struct text_style note = muted(page, 34);
    struct wrapped lines;
    put_page_title(page, say(page, WORD_KI_READ));
    put_service(page);
    if (page->tall) {
        put_taking(page, BOX(48, 372, 984, 820));
        put_steps(page, BOX(48, 1224, 288, 128), 60);
    } else {
        put_taking(page, BOX(48, 232, 1824, 464));
        put_steps(page, BOX(48, 728, 576, 112), 48);
    }
    note.size[1] = 32, note.size[2] = 30, note.size[3] = 28;
    struct box box = page->tall ? BOX(48, 1384, 984, 56) : BOX(48, 862, 1824, 56);
    text_wrap(page->draw, say(page, WORD_KI_TAKE_NOTE),
              &(struct wrap_style){.size = 34, .width = box.w, .lines = page->tall ? 3 : 1},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++, box.y = (int16_t)(box.y + 56))
        draw_text(page->draw, box, lines.line[i], &note);
}
