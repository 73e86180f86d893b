/* SPDX-License-Identifier: Apache-2.0 */
/* k18, k19 and k26 in large text and low: what is touched lies under the line (R-X4, R-X5). */
#include <stdio.h>

#include "view/identity.h"
#include "view/large.h"

static void put_lines(const struct page *page, struct box first, const char *text, uint32_t most)
{
    struct text_style style = ink(page, 60);
    struct wrapped lines;
    style.size[1] = 56, style.size[2] = 48;
    text_wrap(page->draw, text,
              &(struct wrap_style){.size = 56, .width = first.w, .lines = (uint8_t)most}, &lines);
    for (uint32_t i = 0; i < lines.count; i++, first.y = (int16_t)(first.y + first.h))
        draw_text(page->draw, first, lines.line[i], &style);
}

/* ---- k18 ---- */

static void put_card_place(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    bool off = page->model->identity.reader != KIOSK_READER_OK;
    bool trouble = page->model->identity.trouble;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->bg,
                                   .line = off ? t->disabled_border : t->primary,
                                   .border = 6,
                                   .radius = 16,
                                   .dashed = off});
    put_id_card(page, (int16_t)(box.x + (box.w - ID_CARD_W) / 2), (int16_t)(box.y + 24), off);
    const char *text = off ? say(page, page->tall ? WORD_KI_NO_READER_BELOW : WORD_KI_NO_READER)
                       : trouble ? say(page, WORD_KI_AGAIN)
                                 : say(page, WORD_KI_PLACE_NOTE);
    struct text_style style = ink(page, 60);
    struct wrapped lines;
    style.size[1] = 56, style.align = ALIGN_CENTRE;
    text_wrap(page->draw, text,
              &(struct wrap_style){.size = 60, .width = (int16_t)(box.w - 48), .lines = 2}, &lines);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(box.x + 24, box.y + 292 + 76 * (int32_t)i, box.w - 48, 76),
                  lines.line[i], &style);
}

void large_card(const struct page *page)
{
    bool age = page->model->identity.for_age, tall = page->tall;
    put_upper(page, say(page, age ? WORD_KI_AGE_TITLE : WORD_KI_PLACE));
    if (tall)
        put_lines(page, BOX(48, 520, 984, 76), say(page, WORD_KI_NOTE), 2);
    else
        put_lines(page, BOX(48, 284, 1240, 62), say(page, WORD_KI_NOTE), 2);
    put_card_place(page, tall ? BOX(48, 976, 984, 450) : BOX(48, 448, 900, 470));
    struct box other = tall ? BOX(48, 1442, 984, 318) : BOX(972, 448, 900, 470);
    put_big(page, &(struct big){.box = other,
                                .label = say(page, age ? WORD_KI_AGE_GUIDE : WORD_KI_WITHOUT),
                                .size = {112, 96, 80, 64},
                                .action = KIOSK_ACT_NO_CARD});
    put_bottom(page);
}

/* ---- k19 ---- */

void large_card_take(const struct page *page)
{
    bool tall = page->tall;
    put_upper(page, say(page, WORD_KI_READ));
    struct text_style big = {.size = {160, 128, 112, 88},
                             .colour = page->theme->primary,
                             .bold = true};
    draw_text(page->draw, tall ? BOX(48, 1000, 984, 200) : BOX(48, 460, 1824, 200),
              say(page, WORD_KI_TAKE), &big);
    put_lines(page, tall ? BOX(48, 1240, 984, 88) : BOX(560, 700, 1312, 88),
              say(page, WORD_KI_TAKE_NEXT), 2);
    put_id_card(page, tall ? 330 : 72, tall ? 1440 : 672, false);
    put_bottom(page);
}

/* ---- k26 ---- */

static void put_counts(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    bool tall = page->tall, fixed = model->wish.session != 0 || kiosk_busy(model);
    struct grid grid = tall ? (struct grid){BOX(48, 976, 317, 148), 3, 16, 16}
                            : (struct grid){BOX(48, 448, 290, 136), 6, 16, 16};
    if (!tall)
        grid.first.w = 290;
    for (uint16_t n = 1; n <= KIOSK_PRINCIPALS_SHOWN; n++) {
        char digit[8];
        snprintf(digit, sizeof(digit), "%u", n);
        put_big(page, &(struct big){.box = grid_cell(&grid, n - 1u),
                                    .label = digit,
                                    .size = {112, 96},
                                    .selected = model->wish.principals == n,
                                    .off = fixed || n > kiosk_principals_max(model),
                                    .action = KIOSK_ACT_PRINCIPALS,
                                    .arg = n});
    }
    char more[8];
    snprintf(more, sizeof(more), "%u+", kiosk_principals_max(model) + 1u);
    put_big(page, &(struct big){.box = grid_cell(&grid, KIOSK_PRINCIPALS_SHOWN),
                                .label = more,
                                .icon = ICON_BELL,
                                .size = {96, 88, 72, 60},
                                .action = KIOSK_ACT_NO_CARD});
}

void large_agent(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    bool tall = page->tall, busy = kiosk_busy(model), confirmed = model->wish.session != 0;
    bool can = model->link_up && kiosk_can_issue(model, model->wish.service);
    enum word word = busy ? WORD_K_BUSY : confirmed ? WORD_K_CONFIRM_DO : WORD_KI_AGENT_CONFIRM;
    put_upper(page, say(page, confirmed ? WORD_KI_AGENT_CONFIRMED : WORD_KI_AGENT_ASK));
    struct line take = say_count(page, WORD_KI_AGENT_NUMBER, "n", model->wish.principals);
    if (tall) /* in landscape the question may need both lines */
        put_lines(page, BOX(48, 560, 984, 80), take.text, 1);
    put_counts(page);
    put_big(page, &(struct big){.box = tall ? BOX(48, 1320, 984, 200) : BOX(48, 608, 1824, 176),
                                .label = say(page, word),
                                .size = {112, 96, 80, 64},
                                .primary = !busy,
                                .off = busy || !can,
                                .action = KIOSK_ACT_CONFIRM});
    put_big(page, &(struct big){.box = tall ? BOX(48, 1544, 984, 140) : BOX(48, 800, 1824, 124),
                                .label = say(page, WORD_KI_AGENT_SELF),
                                .icon = ICON_PERSON,
                                .size = {72, 64, 60, 56},
                                .off = busy,
                                .action = KIOSK_ACT_BACK});
    put_bottom(page);
}
