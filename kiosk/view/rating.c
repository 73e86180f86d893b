/* SPDX-License-Identifier: Apache-2.0 */
/* k22, r02: five cards of one size and one colour, nothing chosen beforehand (R-E3, R-E6). */
#include <stdio.h>

#include "view/numbers.h"

#define SCORES 5

static void put_visit(const struct page *page, struct box box)
{
    const struct kiosk_found *found = &page->model->numbers.found;
    struct line label = line_of_label(found->label), target = line_of_target(page, found->target);
    struct line from = line_of_hour(page, found->since), to = line_of_hour(page, found->ended);
    const char *name = open_name(page, found->service);
    struct word_arg args[] = {{"q", name}, {"w", target.text}, {"a", from.text}, {"b", to.text}};
    struct line facts = say_n(page,
                              !*name           ? WORD_N_SERVED_AT
                              : target.text[0] ? WORD_N_RATE_FACTS
                                               : WORD_N_RATE_FACTS_NO_WINDOW,
                              args, countof(args));
    if (!*name && !from.text[0]) /* R-L11: of a typed number no more than any board shows */
        facts = target;
    struct text_style number = bold(page, 60), text = ink(page, 40), note = muted(page, 32);
    number.size[1] = 52;
    text.size[1] = 34, text.size[2] = 30, text.size[3] = 28;
    note.size[1] = 28, note.size[2] = 27, note.align = ALIGN_RIGHT;
    put_card(page, box, page->theme->line, 2);
    bool wide = !page->tall;
    int16_t h = (int16_t)(wide ? box.h : box.h / 2);
    uint16_t w = draw_text(page->draw, BOX(box.x + 40, box.y, 300, h), label.text, &number);
    int16_t x = (int16_t)(box.x + 40 + w + 40);
    draw_fill(page->draw, BOX(x, box.y + h / 2 - 28, 2, 56), page->theme->border);
    int16_t room = (int16_t)(wide ? 880 : box.x + box.w - x - 48);
    draw_text(page->draw, BOX(x + 32, box.y, room, h), facts.text, &text);
    if (!wide)
        note.align = ALIGN_LEFT;
    struct box below = wide ? BOX(x + 32 + room, box.y, box.x + box.w - x - 72 - room, box.h)
                            : BOX(box.x + 40, box.y + h - 8, box.w - 80, h);
    draw_text(page->draw, below, say(page, WORD_N_UNSEEN), &note);
}

static void put_score(const struct page *page, struct box box, uint16_t score)
{
    const struct theme *t = page->theme;
    bool chosen = page->model->numbers.score == score;
    bool pressed =
        page->model->pressed_action == KIOSK_ACT_SCORE && page->model->pressed_arg == score;
    struct rgba fill = chosen ? t->ink : pressed ? t->pressed_light : t->surface;
    struct rgba on = chosen ? t->surface : t->ink;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = fill,
                                   .line = pressed || chosen ? t->ink : t->border,
                                   .border = pressed ? 6 : 3,
                                   .radius = 16});
    int16_t face = (int16_t)(box.h >= 240 ? 128 : 96);
    struct text_style word = {.size = {48, 40, 34, 28},
                              .colour = on,
                              .bold = true,
                              .align = ALIGN_CENTRE};
    enum icon icon = (enum icon)(ICON_FACE_1 + score - 1);
    if (box.h >= 240) {
        draw_icon(page->draw, BOX(box.x + (box.w - face) / 2, box.y + 24, face, face), icon, on,
                  fill);
        draw_text(page->draw, BOX(box.x + 8, box.y + 166, box.w - 16, 80),
                  say(page, (enum word)(WORD_N_SCORE_5 + 5 - score)), &word);
    } else {
        draw_icon(page->draw, BOX(box.x + 32, box.y + (box.h - face) / 2, face, face), icon, on,
                  fill);
        word.align = ALIGN_LEFT;
        draw_text(page->draw, BOX(box.x + 64 + face, box.y, box.w - 220 - face, box.h),
                  say(page, (enum word)(WORD_N_SCORE_5 + 5 - score)), &word);
    }
    int16_t mark = (int16_t)(box.x + box.w - (box.h >= 240 ? 60 : 80));
    if (chosen) /* not by colour alone */
        draw_icon(page->draw, BOX(mark, box.h >= 240 ? box.y + 16 : box.y + box.h / 2 - 22, 44, 44),
                  ICON_CHECK, on, fill);
    draw_hit(page->draw, box, KIOSK_ACT_SCORE, score, !kiosk_asking(page->model));
}

static void put_reason(const struct page *page, struct box box, uint16_t reason)
{
    const struct theme *t = page->theme;
    bool chosen = (page->model->numbers.reasons >> reason & 1) != 0;
    bool pressed =
        page->model->pressed_action == KIOSK_ACT_REASON && page->model->pressed_arg == reason;
    struct rgba fill = pressed ? t->pressed_light : t->surface;
    struct text_style word = bold(page, 42);
    word.size[1] = 36, word.size[2] = 30, word.size[3] = 28;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = fill,
                                   .line = pressed || chosen ? t->ink : t->border,
                                   .border = (uint8_t)(pressed || chosen ? 6 : 3),
                                   .radius = 12});
    struct box tick = BOX(box.x + 40, box.y + (box.h - 40) / 2, 40, 40);
    draw_rect(page->draw, tick,
              &(struct rect_style){.fill = chosen ? t->ink : t->surface,
                                   .line = chosen ? t->ink : t->border,
                                   .border = 3,
                                   .radius = 6});
    if (chosen)
        draw_icon(page->draw, box_inset(tick, 4, 4), ICON_CHECK, t->surface, t->ink);
    draw_text(page->draw, BOX(box.x + 104, box.y, box.w - 116, box.h),
              say(page, (enum word)(WORD_N_REASON_0 + reason)), &word);
    draw_hit(page->draw, box, KIOSK_ACT_REASON, reason, !kiosk_asking(page->model));
}

/* R-E6: 提交 wants a choice, whichever it is. */
static void put_ends(const struct page *page, struct box message, struct box none, struct box send)
{
    const struct kiosk_model *model = page->model;
    bool chosen = model->numbers.score != 0, busy = kiosk_asking(model);
    uint8_t state = busy ? BUTTON_DISABLED : BUTTON_READY;
    put_button(page, (struct button){.box = message,
                                     .label = say(page, WORD_N_MESSAGE),
                                     .icon = ICON_DOC,
                                     .size = {46, 40, 34, 28},
                                     .state = state,
                                     .action = KIOSK_ACT_MESSAGE});
    put_button(page, (struct button){.box = none,
                                     .label = say(page, WORD_N_RATE_NOT),
                                     .icon = ICON_CROSS,
                                     .size = {46, 40, 34, 28},
                                     .state = state,
                                     .action = KIOSK_ACT_RATE_NOT});
    put_button(page, (struct button){.box = send,
                                     .label = say(page, busy     ? WORD_K_BUSY
                                                        : chosen ? WORD_N_SEND
                                                                 : WORD_N_SEND_FIRST),
                                     .kind = BUTTON_PRIMARY,
                                     .size = {46, 40, 36, 30},
                                     .state = busy                       ? BUTTON_BUSY
                                              : chosen && model->link_up ? BUTTON_READY
                                                                         : BUTTON_DISABLED,
                                     .action = KIOSK_ACT_RATE_SEND});
}

static void put_rate_title(const struct page *page)
{
    struct line trouble = line_of_trouble(page);
    struct box banner = page->tall ? BOX(48, 164, 984, 88) : BOX(48, 120, 1824, 88);
    if (!page->model->link_up)
        put_alone(page, banner);
    else if (trouble.text[0])
        put_banner(page, banner, trouble.text, NULL);
    else
        put_title(page, say(page, WORD_N_RATE_TITLE));
}

void page_rate(const struct page *page)
{
    struct text_style heading = bold(page, 38);
    heading.size[1] = 34, heading.size[2] = 30;
    bool tall = page->tall;
    put_rate_title(page);
    put_visit(page, tall ? BOX(48, 272, 984, 152) : BOX(48, 232, 1824, 104));
    struct grid scores = {tall ? BOX(48, 440, 984, 128) : BOX(48, 360, 352, 264), tall ? 1 : 5, 16,
                          12};
    for (uint16_t i = 0; i < SCORES; i++)
        put_score(page, grid_cell(&scores, i), (uint16_t)(SCORES - i));
    draw_text(page->draw, tall ? BOX(48, 1140, 984, 64) : BOX(48, 642, 1824, 64),
              say(page, WORD_N_REASONS), &heading);
    struct grid reasons = {tall ? BOX(48, 1208, 484, 96) : BOX(48, 716, 352, 96), tall ? 2 : 5, 16,
                           12};
    for (uint16_t i = 0; i < KIOSK_REASONS; i++)
        put_reason(page, grid_cell(&reasons, i), i);
    if (tall)
        put_ends(page, BOX(548, 1424, 484, 96), BOX(48, 1540, 300, 108), BOX(364, 1540, 668, 108));
    else
        put_ends(page, BOX(48, 832, 536, 104), BOX(608, 832, 536, 104), BOX(1168, 832, 704, 104));
}

/* ---- r02 ---- */

void page_rated(const struct page *page)
{
    const struct theme *t = page->theme;
    int16_t middle = (int16_t)(page->view->w / 2), y = page->tall ? 420 : 200;
    int16_t w = (int16_t)(page->view->w - 96);
    struct text_style thanks = bold(page, 88), note = muted(page, 44);
    thanks.size[1] = 72, thanks.size[2] = 60, note.size[1] = 36, note.size[2] = 32;
    thanks.align = note.align = ALIGN_CENTRE;
    draw_rect(page->draw, BOX(middle - 104, y, 208, 208),
              &(struct rect_style){.fill = t->tint_success, .radius = 104});
    draw_icon(page->draw, BOX(middle - 60, y + 44, 120, 120), ICON_CHECK, t->success,
              t->tint_success);
    draw_text(page->draw, BOX(48, y + 248, w, 120), say(page, WORD_N_THANKS), &thanks);
    draw_text(page->draw, BOX(48, y + 372, w, 72), say(page, WORD_N_UNSEEN_AFTER), &note);
    if (!kiosk_may_change(page->model))
        return;
    struct line change =
        say_count(page, WORD_N_CHANGE, "m", page->model->def->rules.rating_change_min);
    put_button(page, (struct button){.box = BOX(middle - 320, y + 520, 640, 136),
                                     .label = change.text,
                                     .size = {48, 40, 36},
                                     .action = KIOSK_ACT_RATE_CHANGE});
}

/* ---- 写留言: no free typing on a machine in a hall ---- */

struct channel {
    enum icon icon;
    const char *name, *hint;
    bool code; /* to scan, in place of the icon */
};

#define CODE_WIDE 296 /* px of its side */
#define CODE_TALL 248
#define ICON_SIDE 112

/* The address of the page where messages are written, as a code. */
static bool has_code(const struct page *page)
{
    return page->model->def->phone_url[0] && page->view->qr.w;
}

static void put_picture(const struct page *page, struct box box, const struct channel *channel)
{
    const struct theme *t = page->theme;
    int32_t in = (box.w - ICON_SIDE) / 2, down = (box.h - ICON_SIDE) / 2;
    if (!channel->code) {
        draw_icon(page->draw,
                  BOX(box.x + (page->tall ? in : 0), box.y + down, ICON_SIDE, ICON_SIDE),
                  channel->icon, t->primary, t->surface);
        return;
    }
    draw_fill(page->draw, box, RGB(0xFFFFFF)); /* also in high contrast */
    draw_bitmap(page->draw, box_inset(box, 20, 20), &page->view->qr, page->view->qr_dots,
                RGB(0x000000), RGB(0xFFFFFF));
}

static void put_channel(const struct page *page, struct box box, const struct channel *channel)
{
    const struct theme *t = page->theme;
    struct text_style name = bold(page, 52), hint = ink(page, 36);
    name.size[1] = 44, name.size[2] = 36, hint.size[1] = 32, hint.size[2] = 28;
    put_card(page, box, t->line, 2);
    bool code = has_code(page), beside = page->tall;
    int32_t side = !code ? ICON_SIDE : beside ? CODE_TALL : CODE_WIDE;
    put_picture(page, BOX(box.x + (code && beside ? 24 : 40), box.y + (code ? 24 : 48), side, side),
                channel);
    int32_t left = beside ? side + (code ? 56 : 80) : 40;
    int16_t x = (int16_t)(box.x + left), top = (int16_t)(beside ? 36 : side + (code ? 36 : 88));
    int16_t w = (int16_t)(box.x + box.w - x - 32);
    draw_text(page->draw, BOX(x, box.y + top, w, 80), channel->name, &name);
    put_lines(page, BOX(x, box.y + top + 88, w, 3 * 52), channel->hint, &hint, 52);
}

void page_message(const struct page *page)
{
    const struct hall_def *def = page->model->def;
    struct line phone = say_1(page, WORD_N_MESSAGE_PHONE_HINT, "phone", def->phone);
    const struct channel channels[] = {
        {ICON_QR, say(page, WORD_N_MESSAGE_QR),
         say(page, def->phone_url[0] ? WORD_N_MESSAGE_QR_HINT : WORD_N_MESSAGE_QR_NONE),
         has_code(page)},
        {ICON_DOC, say(page, WORD_N_MESSAGE_BOOK), say(page, WORD_N_MESSAGE_BOOK_HINT), false},
        {ICON_PHONE, say(page, WORD_N_MESSAGE_PHONE),
         def->phone[0] ? phone.text : say(page, WORD_N_MESSAGE_DESK_HINT), false},
    };
    int32_t high = has_code(page) ? 624 : 480;
    struct text_style text = ink(page, 38);
    text.size[1] = 34;
    put_title(page, say(page, WORD_N_MESSAGE_TITLE));
    put_lines(page, page->tall ? BOX(48, 264, 984, 112) : BOX(48, 224, 1824, 56),
              say(page, WORD_N_MESSAGE_TEXT), &text, 56);
    struct grid grid = {page->tall ? BOX(48, 400, 984, 296) : BOX(48, 304, 592, high),
                        page->tall ? 1 : 3, 24, 24};
    for (uint32_t i = 0; i < countof(channels); i++)
        put_channel(page, grid_cell(&grid, i), &channels[i]);
}
