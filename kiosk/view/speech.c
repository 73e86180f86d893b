/* SPDX-License-Identifier: Apache-2.0 */
#include "view/speech.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/focus.h"

#define SECRET_DIGITS 6 /* so many in a row are a code or an ID, not a count */

static enum lang lang_of(const struct kiosk_view *view)
{
    return view->model->lang == LANG_EN ? LANG_EN : LANG_ZH; /* R-G8 */
}

static void begin(const struct kiosk_view *view, struct speech *speech)
{
    speech->chinese = lang_of(view) == LANG_ZH;
    speech->rings = 0;
    speech->text[0] = '\0';
}

/* A sentence or part of one, with a pause after it. */
static void add(struct speech *speech, const char *text)
{
    size_t at = strlen(speech->text), length = strlen(text);
    if (length == 0 || at + length + 4 >= sizeof(speech->text))
        return;
    if (at > 0) {
        memcpy(speech->text + at, speech->chinese ? "，" : ", ", speech->chinese ? 3 : 2);
        at += speech->chinese ? 3 : 2;
    }
    memcpy(speech->text + at, text, length + 1);
}

static const char *word_of(const struct kiosk_view *view, enum word word)
{
    return words_get(view->words, lang_of(view), word);
}

static void add_word(const struct kiosk_view *view, struct speech *speech, enum word word)
{
    add(speech, word_of(view, word));
}

static void add_filled(const struct kiosk_view *view, struct speech *speech, enum word word,
                       const struct word_arg *args, size_t count)
{
    char text[256];
    words_fill(text, sizeof(text), word_of(view, word), args, count);
    add(speech, text);
}

static void add_count(const struct kiosk_view *view, struct speech *speech, enum word word,
                      const char *name, uint32_t value)
{
    char number[12];
    snprintf(number, sizeof(number), "%u", (unsigned)value);
    add_filled(view, speech, word, &(struct word_arg){name, number}, 1);
}

/* ---- what may be said of a text ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Typed digits stand alone in their boxes or are many in a row; dots and marks say nothing. */
static bool may_be_said(const char *text)
{
    uint32_t run = 0, longest = 0, letters = 0;
    for (const char *at = text; *at; at++) {
        run = is_digit(*at) ? run + 1 : 0;
        longest = run > longest ? run : longest;
        letters += (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z') ||
                   ((uint8_t)*at >= 0xE3 && (uint8_t)*at < 0xF0);
    }
    if (longest >= SECRET_DIGITS || (letters == 0 && longest <= 1))
        return false;
    return letters > 0 || longest > 0;
}

static struct box middle_of(const struct draw_item *item)
{
    return BOX(item->ink.x + item->ink.w / 2, item->baseline - item->size * 376 / 1000, 1, 1);
}

static bool in_box(const struct draw_item *item, struct box box)
{
    struct box at = middle_of(item);
    return box_contains(box, at.x, at.y);
}

static bool in_any_place(const struct draw *draw, const struct draw_item *item)
{
    for (uint32_t i = 0; i < draw->hit_count; i++)
        if (in_box(item, draw->hits[i].box))
            return true;
    return false;
}

/* Header, footer and the seconds left stand on every page; who asks hears them by their places. */
static bool in_frame(const struct kiosk_view *view, const struct draw_item *item)
{
    bool tall = view->h > view->w;
    if (view->model->emergency != EMERGENCY_NONE || kiosk_overlay(view->model))
        return false;
    if (kiosk_large_pages(view->model)) {
        struct box seconds = tall ? BOX(0, 680, 1080, 264) : BOX(1296, 136, 624, 280);
        return item->box.y < (tall ? 232 : 128) || in_box(item, seconds);
    }
    int16_t footer = tall ? 1664 : 960;
    return item->baseline < (tall ? 144 : 104) || item->box.y >= footer;
}

/* ---- a page ---- */

static void add_shown(const struct kiosk_view *view, const struct draw *draw, struct speech *speech)
{
    for (uint32_t i = draw->dimmed; i < draw->count; i++) {
        const struct draw_item *item = &draw->items[i];
        if (item->kind != DRAW_TEXT || in_frame(view, item) || in_any_place(draw, item))
            continue;
        const char *text = draw_item_text(draw, item);
        if (may_be_said(text))
            add(speech, text);
    }
}

static uint32_t choices(const struct draw *draw)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < draw->hit_count; i++)
        count += draw->hits[i].enabled;
    return count;
}

static const struct service_def *service_of(const struct kiosk_view *view, service_id id)
{
    return def_service(view->model->def, id);
}

/* k.confirm: the figures in one sentence, not as they are spread over the page. */
static bool add_confirm(const struct kiosk_view *view, struct speech *speech)
{
    const struct kiosk_model *model = view->model;
    const struct service_def *service = service_of(view, model->wish.service);
    const struct kiosk_service *live = kiosk_service(model, model->wish.service);
    if (!service || !model->link_up || live->lo_min == 0 || live->hi_min <= live->lo_min)
        return false;
    char ahead[12], lo[12], hi[12];
    snprintf(ahead, sizeof(ahead), "%u",
             (unsigned)(model->wish.priority ? live->ahead_priority : live->ahead_normal));
    snprintf(lo, sizeof(lo), "%u", live->lo_min);
    snprintf(hi, sizeof(hi), "%u", live->hi_min);
    const struct word_arg args[] = {{"q", names_get(&service->name, lang_of(view))},
                                    {"k", ahead},
                                    {"lo", lo},
                                    {"hi", hi}};
    add_filled(view, speech, WORD_K_CONFIRM, args, countof(args));
    return true;
}

static void add_ticket(const struct kiosk_view *view, struct speech *speech)
{
    const struct kiosk_ticket *ticket = &view->model->ticket;
    char label[LABEL_TEXT_SIZE], ahead[12];
    label_print(ticket->label, label);
    snprintf(ahead, sizeof(ahead), "%u", ticket->ahead);
    const struct word_arg args[] = {{"n", label}, {"k", ahead}};
    add_filled(view, speech, WORD_V_TICKET, args, countof(args));
}

void speech_page(const struct kiosk_view *view, const struct draw *draw, struct speech *speech)
{
    const struct kiosk_model *model = view->model;
    begin(view, speech);
    bool plain = model->emergency == EMERGENCY_NONE && !kiosk_overlay(model);
    bool said = false;
    if (plain && model->page == KIOSK_CONFIRM && !kiosk_busy(model))
        said = add_confirm(view, speech);
    if (plain && model->page == KIOSK_ISSUED)
        add_ticket(view, speech), said = true;
    if (!said)
        add_shown(view, draw, speech);
    add_count(view, speech, WORD_K_SAY_CHOICES, "k", choices(draw));
}

/* ---- a place ---- */

static bool is_secret_key(const struct kiosk_model *model, const struct draw_hit *hit)
{
    return hit->action == KIOSK_ACT_KEY && (model->page == KIOSK_PIN || model->page == KIOSK_CARD);
}

void speech_place(const struct kiosk_view *view, const struct draw *draw,
                  const struct draw_hit *hit, struct speech *speech)
{
    begin(view, speech);
    if (is_secret_key(view->model, hit)) {
        add_word(view, speech, WORD_K_SAY_DIGIT);
        return;
    }
    bool chosen = false;
    for (uint32_t i = draw->dimmed; i < draw->count; i++) {
        const struct draw_item *item = &draw->items[i];
        bool inside = item->kind == DRAW_TEXT ? in_box(item, hit->box)
                                              : box_contains(hit->box, item->box.x, item->box.y);
        if (!inside)
            continue;
        if (item->kind == DRAW_TEXT)
            add(speech, draw_item_text(draw, item));
        chosen = chosen || (item->kind == DRAW_ICON && item->icon == ICON_CHECK);
    }
    if (hit->action == KIOSK_ACT_DELETE && !speech->text[0])
        add_word(view, speech, WORD_K_KEY_DELETE); /* drawn as an arrow */
    if (hit->action == KIOSK_ACT_VOLUME && !speech->text[0])
        add_word(view, speech, hit->arg ? WORD_S_LOUDER : WORD_S_SOFTER);
    if (chosen)
        add_word(view, speech, WORD_K_SAY_CHOSEN);
}

void speech_word(const struct kiosk_view *view, enum word word, struct speech *speech)
{
    begin(view, speech);
    add_word(view, speech, word);
}

/* ---- when ---- */

/* Other texts make another page; figures that change by themselves do not. */
static uint32_t digest_of(const struct kiosk_model *model)
{
    const uint32_t parts[] = {model->page,       model->zone,          model->wish.service.n,
                              model->wish.item,  model->page_number,   model->lang,
                              kiosk_busy(model), kiosk_slow(model),    model->print,
                              model->link_up,    kiosk_overlay(model), model->wish.priority};
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < countof(parts); i++)
        hash = (hash ^ parts[i]) * 16777619u;
    return hash;
}

static const char *exits_of(const struct kiosk_view *view, enum lang lang)
{
    const struct hall_def *def = view->model->def;
    for (uint32_t i = 0; i < def->floor_count; i++)
        if (def->floors[i].number == view->model->device->floor)
            return texts_get(&def->floors[i].exits, lang);
    return "";
}

/* In each language of the hall in turn: nobody has chosen one now. */
static bool say_emergency(struct speech_state *state, const struct kiosk_view *view,
                          struct speech *speech)
{
    const struct kiosk_model *model = view->model;
    bool now = state->emergency != model->emergency || model->now - state->said >= SPEECH_AGAIN_MS;
    if (!now)
        return false;
    enum lang lang = state->times++ % 2 && model->def->languages[LANG_EN] ? LANG_EN : LANG_ZH;
    state->emergency = model->emergency;
    state->said = model->now;
    speech->chinese = lang == LANG_ZH;
    speech->text[0] = '\0';
    char text[256];
    const char *exits = exits_of(view, lang);
    words_fill(text, sizeof(text),
               words_get(view->words, lang, *exits ? WORD_K_EVAC_EXITS : WORD_K_EVAC_EXIT),
               &(struct word_arg){"exits", exits}, 1);
    add(speech, words_get(view->words, lang, WORD_K_EVAC_LEAVE));
    add(speech, text);
    add(speech, words_get(view->words, lang, WORD_K_EVAC_LIFT));
    return true;
}

/* The answer to a call for help; without the hall the machine rings. */
static bool say_help(const struct speech_state *was, const struct kiosk_view *view,
                     struct speech *speech)
{
    static const enum word said[] = {[KIOSK_HELP_COMING] = WORD_V_HELP,
                                     [KIOSK_HELP_FAILED] = WORD_K_HELP_FAILED,
                                     [KIOSK_HELP_RINGING] = WORD_K_HELP_RINGS};
    const struct kiosk_model *model = view->model;
    if (model->help == was->help || model->help == KIOSK_HELP_NONE)
        return false;
    speech_word(view, said[model->help], speech);
    speech->rings = model->help == KIOSK_HELP_RINGING ? SPEECH_RINGS : 0;
    return true;
}

/* What everybody hears, guide or not. */
static bool say_always(struct speech_state *was, const struct kiosk_view *view,
                       const struct draw *draw, struct speech *speech)
{
    const struct kiosk_model *model = view->model;
    if (say_help(was, view, speech))
        return true;
    bool number = model->page == KIOSK_ISSUED && model->ticket.id.n != was->ticket.n;
    if (number || (kiosk_overlay(model) && !was->overlay)) {
        speech_page(view, draw, speech);
        if (number && !model->voice)
            begin(view, speech), add_ticket(view, speech);
        return true;
    }
    return false;
}

static bool same_place(const struct kiosk_focus *a, const struct kiosk_focus *b)
{
    return a->shown == b->shown && a->action == b->action && a->arg == b->arg && a->nth == b->nth;
}

static bool say_guide(const struct speech_state *was, const struct kiosk_view *view,
                      const struct draw *draw, struct speech *speech)
{
    const struct kiosk_model *model = view->model;
    if (!model->voice)
        return false;
    if (!was->guide || digest_of(model) != was->page || model->repeat != was->repeat) {
        speech_page(view, draw, speech);
        return true;
    }
    const struct draw_hit *hit = focus_hit(draw, &model->focus);
    if (!hit || same_place(&model->focus, &was->focus))
        return false;
    speech_place(view, draw, hit, speech);
    return true;
}

static void remember(struct speech_state *state, const struct kiosk_model *model)
{
    state->begun = true;
    state->overlay = kiosk_overlay(model);
    state->guide = model->voice;
    state->help = model->help;
    state->repeat = model->repeat;
    state->page = digest_of(model);
    state->ticket = model->ticket.id;
    state->focus = model->focus;
}

bool speech_next(struct speech_state *state, const struct kiosk_view *view, const struct draw *draw,
                 struct speech *speech)
{
    const struct kiosk_model *model = view->model;
    speech->text[0] = '\0';
    speech->rings = 0;
    if (model->emergency != EMERGENCY_NONE) {
        bool says = say_help(state, view, speech) || say_emergency(state, view, speech);
        remember(state, model);
        return says;
    }
    state->emergency = EMERGENCY_NONE;
    if (!state->begun)
        remember(state, model); /* a start is no event */
    bool says = say_always(state, view, draw, speech) || say_guide(state, view, draw, speech);
    remember(state, model);
    return says && speech->text[0];
}
