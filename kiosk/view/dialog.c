/* SPDX-License-Identifier: Apache-2.0 */
/* k07 and its kind: a question over the dimmed page, with the time inside its own box. */
#include <stdio.h>

#include "view/numbers.h"

struct dialog {
    const char *title, *note;
    struct line number, facts[3];
    struct button no, yes;
};

static struct box put_frame(const struct page *page)
{
    const struct theme *t = page->theme;
    int16_t w = page->tall ? 984 : 1200;
    struct box box = BOX((page->view->w - w) / 2, page->tall ? 560 : 192, w, 712);
    draw_dim(page->draw, t->veil);
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->surface, .line = t->ink, .border = 2, .radius = 24});
    return box;
}

static void put_number(const struct page *page, struct box box, const struct dialog *dialog)
{
    struct text_style number = bold(page, 168), fact = ink(page, 38);
    number.size[1] = 152, number.size[2] = 120, number.size[3] = 88;
    fact.size[1] = 34, fact.size[2] = 30, fact.size[3] = 27;
    draw_rect(page->draw, box, &(struct rect_style){.fill = page->theme->bg, .radius = 16});
    int16_t left = (int16_t)(box.w * 48 / 100);
    draw_text(page->draw, BOX(box.x + 40, box.y, left - 64, box.h), dialog->number.text, &number);
    draw_fill(page->draw, BOX(box.x + left, box.y + 40, 2, box.h - 80), page->theme->border);
    for (int32_t i = 0; i < (int32_t)countof(dialog->facts); i++)
        draw_text(page->draw, BOX(box.x + left + 40, box.y + 24 + 64 * i, box.w - left - 56, 64),
                  dialog->facts[i].text, &fact);
}

static void put_dialog(const struct page *page, const struct dialog *dialog)
{
    struct box box = put_frame(page);
    struct text_style title = bold(page, 52), note = muted(page, 36), left = muted(page, 30);
    title.size[1] = 46, title.size[2] = 40, title.size[3] = 34;
    note.size[1] = 32, note.size[2] = 28;
    title.align = note.align = left.align = ALIGN_CENTRE;
    draw_text(page->draw, BOX(box.x + 32, box.y + 48, box.w - 64, 80), dialog->title, &title);
    put_number(page, BOX(box.x + 64, box.y + 152, box.w - 128, 240), dialog);
    draw_text(page->draw, BOX(box.x + 32, box.y + 412, box.w - 64, 64), dialog->note, &note);
    int16_t w = (int16_t)((box.w - 160) / 2);
    struct button buttons[] = {dialog->no, dialog->yes};
    for (int32_t i = 0; i < (int32_t)countof(buttons); i++) {
        buttons[i].box = BOX(box.x + 64 + (w + 32) * i, box.y + 512, w, 128);
        buttons[i].size[0] = 48, buttons[i].size[1] = 42, buttons[i].size[2] = 36;
        put_button(page, buttons[i]);
    }
    struct line seconds = say_count(page, WORD_K_LEFT, "s", kiosk_seconds_left(page->model));
    draw_text(page->draw, BOX(box.x + 32, box.y + 652, box.w - 64, 48), seconds.text, &left);
}

static struct button answer_of(const struct page *page, enum word word, enum icon icon,
                               uint16_t action)
{
    bool busy = kiosk_asking(page->model), link = page->model->link_up;
    return (struct button){.label = say(page, busy ? WORD_K_BUSY : word),
                           .icon = busy ? ICON_NONE : (uint8_t)icon,
                           .kind = BUTTON_PRIMARY,
                           .state = busy   ? BUTTON_BUSY
                                    : link ? BUTTON_READY
                                           : BUTTON_DISABLED,
                           .action = action};
}

static struct line plain(const char *text)
{
    struct line line;
    snprintf(line.text, sizeof(line.text), "%s", text);
    return line;
}

void dialog_holds(const struct page *page)
{
    const struct kiosk_held *held = &page->model->numbers.held;
    struct line at = line_of_hour(page, held->issued), trouble = line_of_trouble(page);
    const char *name = open_name(page, held->service);
    struct dialog dialog = {
        .title = say(page, WORD_N_HOLDS),
        .note = trouble.text[0] ? trouble.text : say(page, WORD_N_SAME),
        .number = line_of_label(held->label),
        .facts = {plain(name), say_1(page, WORD_N_TAKEN_WAITING, "t", at.text),
                  *name ? say_count(page, WORD_N_STILL_AHEAD, "k", held->ahead) : plain("")},
        .no = {.label = say(page, WORD_N_NO_THANKS), .action = KIOSK_ACT_BACK},
        .yes = answer_of(page, WORD_N_REPRINT, ICON_PRINT, KIOSK_ACT_REPRINT),
    };
    if (!kiosk_prints(page->model))
        dialog.yes.state = BUTTON_DISABLED;
    put_dialog(page, &dialog);
}

void dialog_give_back(const struct page *page)
{
    const struct kiosk_found *found = &page->model->numbers.found;
    struct line at = line_of_hour(page, found->issued);
    const char *name = open_name(page, found->service);
    put_dialog(page,
               &(struct dialog){
                   .title = say(page, WORD_N_GIVE_BACK_ASK),
                   .note = say(page, WORD_N_GIVE_BACK_NOTE),
                   .number = line_of_label(found->label),
                   .facts = {plain(name), say_1(page, WORD_N_TAKEN_WAITING, "t", at.text),
                             *name ? say_count(page, WORD_N_STILL_AHEAD, "k", found->ahead)
                                   : plain("")},
                   .no = {.label = say(page, WORD_N_KEEP), .action = KIOSK_ACT_BACK},
                   .yes = answer_of(page, WORD_N_GIVE_BACK, ICON_CROSS, KIOSK_ACT_GIVE_BACK_YES),
               });
}
