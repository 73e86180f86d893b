/* SPDX-License-Identifier: Apache-2.0 */
#include "view/view.h"

#include <stdio.h>

#include "view/focus.h"
#include "view/identity.h"
#include "view/items.h"
#include "view/numbers.h"
#include "view/page.h"
#include "view/staff.h"

/* The large pages are laid out for text x2; this makes it x1.5, also where only low was chosen. */
#define LARGE_LESS 75

/* k11: the last seconds; the larger button goes on. */
static void put_overlay_buttons(const struct page *page, struct box box)
{
    int16_t home = (int16_t)((box.w - 160) * 40 / 104);
    put_button(page, (struct button){.box = BOX(box.x + 64, box.y + 472, home, 128),
                                     .label = say(page, WORD_K_TO_HOME),
                                     .icon = page->large ? ICON_NONE : ICON_HOME,
                                     .size = {page->large ? 56 : 44, 44, 40, 36},
                                     .action = KIOSK_ACT_HOME});
    put_button(page,
               (struct button){.box = BOX(box.x + 96 + home, box.y + 472, box.w - 160 - home, 128),
                               .label = say(page, WORD_K_MORE),
                               .kind = BUTTON_PRIMARY,
                               .size = {page->large ? 60 : 52, 52, 48, 40},
                               .action = KIOSK_ACT_MORE_TIME});
}

void put_overlay(const struct page *page)
{
    const struct theme *t = page->theme;
    int16_t w = page->tall ? 984 : 1200;
    struct box box = BOX((page->view->w - w) / 2, (page->view->h - 648) / 2, w, 648);
    draw_dim(page->draw, t->veil);
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->surface, .line = t->ink, .border = 2, .radius = 24});
    struct text_style title = bold(page, 56), seconds = bold(page, 176), after = muted(page, 40);
    title.align = seconds.align = after.align = ALIGN_CENTRE;
    after.size[1] = 34;
    if (page->large)
        title.size[0] = 72, after.size[0] = 56, after.size[1] = 48;
    uint32_t left = kiosk_seconds_left(page->model);
    struct line count;
    snprintf(count.text, sizeof(count.text), "%u", (unsigned)left);
    draw_text(page->draw, BOX(box.x, box.y + 40, box.w, 80), say(page, WORD_K_STILL), &title);
    draw_text(page->draw, BOX(box.x, box.y + 120, box.w, 208), count.text, &seconds);
    draw_text(page->draw, BOX(box.x, box.y + 324, box.w, 64), say(page, WORD_K_STILL_AFTER),
              &after);
    int16_t bar = (int16_t)(box.w - 128);
    draw_rect(page->draw, BOX(box.x + 64, box.y + 408, bar, 20),
              &(struct rect_style){.fill = t->line, .radius = 10});
    draw_rect(page->draw,
              BOX(box.x + 64, box.y + 408, bar * (int32_t)left / (int32_t)(KIOSK_WARN_MS / SECOND),
                  20),
              &(struct rect_style){.fill = t->primary, .radius = 10});
    put_overlay_buttons(page, box);
}

/* The answer to 呼叫引导员: over names that can be missed for a while, never over a place to touch,
 * a figure or the word 演练. */
static struct box toast_box(const struct page *page)
{
    if (page->large)
        return page->tall ? BOX(48, 252, 984, 216) : BOX(48, 148, 1240, 248);
    int16_t x = page->model->training ? 232 : 16;
    return page->tall ? BOX(x, 8, 1064 - x, 128) : BOX(x, 4, 1656 - x, 96);
}

/* In the middle of its box, in the largest letters that do. */
static void put_wrapped(const struct page *page, struct box box, const char *text)
{
    static const uint16_t usual[] = {48, 42, 36, 32}, large[] = {72, 64, 60, 56};
    struct text_style style = bold(page, 0);
    struct wrapped lines;
    for (uint8_t i = 0; i < 2 * countof(usual); i++) { /* one line in every size, then two */
        uint8_t most = i < countof(usual) ? 1 : 2;
        style.size[0] = (page->large ? large : usual)[i % countof(usual)];
        text_wrap(page->draw, text,
                  &(struct wrap_style){.size = style.size[0],
                                       .bold = true,
                                       .width = box.w,
                                       .lines = most},
                  &lines);
        if (!lines.cut && lines.count * style.size[0] * 5 / 4 <= (uint32_t)box.h)
            break;
    }
    int16_t step = (int16_t)(style.size[0] * 5 / 4);
    int16_t y = (int16_t)(box.y + (box.h - step * (int16_t)lines.count) / 2);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(box.x, y + step * (int32_t)i, box.w, step), lines.line[i],
                  &style);
}

void put_toast(const struct page *page)
{
    const struct theme *t = page->theme;
    uint8_t help = page->model->help;
    if (help == KIOSK_HELP_NONE)
        return;
    bool coming = help == KIOSK_HELP_COMING;
    struct box box = toast_box(page);
    struct rgba edge = coming ? t->primary : t->warn, fill = coming ? t->tint : t->tint_warn;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = fill, .line = edge, .border = 6, .radius = 16});
    draw_icon(page->draw, BOX(box.x + 40, box.y + (box.h - 72) / 2, 72, 72),
              coming ? ICON_BELL : ICON_WARN, edge, fill);
    enum word word = coming                       ? WORD_V_HELP
                     : help == KIOSK_HELP_RINGING ? WORD_K_HELP_RINGS
                                                  : WORD_K_HELP_FAILED;
    put_wrapped(page, BOX(box.x + 144, box.y, box.w - 176, box.h), say(page, word));
}

/* Below a question about a service: where it was asked for. */
static void page_below(const struct page *page)
{
    (page->model->zone ? page_services : page_home)(page);
}

/* Each page as it is usually drawn, and in large text. */
static const struct {
    void (*usual)(const struct page *page);
    void (*large)(const struct page *page);
} drawn[KIOSK_PAGE_COUNT] = {
    [KIOSK_HOME] = {page_home, large_home},
    [KIOSK_SERVICES] = {page_services, large_services},
    [KIOSK_CONFIRM] = {page_confirm, large_confirm},
    [KIOSK_ISSUED] = {page_issued, large_number},
    [KIOSK_NO_PAPER] = {page_no_paper, large_no_paper},
    [KIOSK_CLOSED] = {page_closed, large_message},
    [KIOSK_FULL] = {page_closed, large_message},
    [KIOSK_REFUSED] = {page_refused, large_message},
    [KIOSK_HOLDS] = {page_below, large_holds},
    [KIOSK_PROGRESS] = {page_progress, large_progress},
    [KIOSK_GIVE_BACK] = {page_progress, large_give_back},
    [KIOSK_REJOIN] = {page_rejoin, large_rejoin},
    [KIOSK_RATE] = {page_rate, large_rate},
    [KIOSK_RATED] = {page_rated, large_rated},
    [KIOSK_MESSAGE] = {page_message, large_channels},
    [KIOSK_CHECK_IN] = {page_check_in, large_check_in},
    [KIOSK_PIN] = {page_pin, large_pin},
    [KIOSK_STAFF] = {page_staff, large_staff},
    [KIOSK_STAFF_STOP] = {page_staff, large_staff_stop},
    [KIOSK_OUT_OF_USE] = {page_out_of_use, large_out_of_use},
    [KIOSK_CARD] = {page_card, large_card},
    [KIOSK_CARD_TAKE] = {page_card_take, large_card_take},
    [KIOSK_AGENT] = {page_agent, large_agent},
    [KIOSK_SEARCH] = {page_search, large_search},
    [KIOSK_ITEMS] = {page_items, large_items},
    [KIOSK_GUIDE] = {page_guide, large_guide},
    [KIOSK_BASIS] = {page_basis, large_basis},
    [KIOSK_ONLINE] = {page_online, large_online},
    [KIOSK_WAYS] = {page_booking_ways, large_booking_ways},
    [KIOSK_ELSEWHERE] = {page_elsewhere, large_elsewhere},
    [KIOSK_ASK] = {page_ask, large_message},
    [KIOSK_MORE] = {page_home, large_more},
};

/* A question over its dimmed page. */
static void (*const dialogs[KIOSK_PAGE_COUNT])(const struct page *page) = {
    [KIOSK_HOLDS] = dialog_holds,
    [KIOSK_GIVE_BACK] = dialog_give_back,
    [KIOSK_STAFF_STOP] = dialog_staff_stop,
};

static void put_page(const struct page *page)
{
    /* k05: the hall takes no tickets at all. */
    bool closed = page->model->page == KIOSK_HOME && kiosk_hall_closed(page->model);
    enum kiosk_page which = closed ? KIOSK_CLOSED : (enum kiosk_page)page->model->page;
    if (kiosk_large_pages(page->model)) {
        drawn[which].large(page);
        return;
    }
    drawn[which].usual(page);
    put_header(page);
    put_footer(page);
    if (dialogs[which])
        dialogs[which](page);
}

/* Pages on which somebody types, and those that answer what was typed: from afar their heads and
 * feet are seen, nothing between (R-Y3). */
static void hide_typed(const struct page *page)
{
    static const bool typed[KIOSK_PAGE_COUNT] = {
        [KIOSK_PIN] = true,      [KIOSK_SEARCH] = true, [KIOSK_CHECK_IN] = true,
        [KIOSK_PROGRESS] = true, [KIOSK_RATE] = true,   [KIOSK_RATED] = true,
        [KIOSK_REJOIN] = true,   [KIOSK_HOLDS] = true,  [KIOSK_GIVE_BACK] = true,
    };
    if (!typed[page->model->page])
        return;
    int16_t top = page->tall && page->large ? 232 : 132;
    int16_t bottom = (int16_t)(page->view->h - (page->tall && !page->large ? 256 : 120));
    draw_private(page->draw, BOX(0, top, page->view->w, bottom - top));
}

void kiosk_draw(const struct kiosk_view *view, struct draw *draw)
{
    const struct kiosk_model *model = view->model;
    struct page page = {
        .draw = draw,
        .view = view,
        .model = model,
        .theme = model->contrast ? &theme_contrast : &theme_light,
        .lang = model->lang == LANG_MN ? LANG_ZH : (enum lang)model->lang,
        .mongolian = model->lang == LANG_MN,
        .tall = view->h > view->w,
        .large = kiosk_large_pages(model),
    };
    draw_begin(draw, view->w, view->h, page.theme->bg, view->measure);
    if (model->emergency != EMERGENCY_NONE) {
        page.theme = &theme_contrast;
        draw->background = theme_contrast.bg;
        put_emergency(&page);
        focus_draw(draw, page.theme, &model->focus);
        put_training_edge(&page);
        return;
    }
    if (kiosk_large_pages(model) && model->large < KIOSK_LARGE_MAX)
        draw->text_percent = LARGE_LESS;
    put_page(&page);
    hide_typed(&page);
    put_toast(&page);
    if (kiosk_overlay(model))
        put_overlay(&page);
    focus_draw(draw, page.theme, &model->focus);
    put_training_edge(&page);
}
