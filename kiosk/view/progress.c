/* SPDX-License-Identifier: Apache-2.0 */
/* k21, k21b, k21c: what became of a number. */
#include <stdio.h>

#include "view/numbers.h"

/* ---- the question ---- */

static void put_scan(const struct page *page, struct box box)
{
    bool can = has_scanner(page) && page->model->link_up;
    put_button(page, (struct button){.box = box,
                                     .label = say(page, WORD_N_SCAN),
                                     .icon = ICON_QR,
                                     .tight = true,
                                     .size = {40, 32, 28},
                                     .state = can ? BUTTON_READY : BUTTON_DISABLED,
                                     .action = KIOSK_ACT_SCAN});
}

static void put_question(const struct page *page, struct box card)
{
    struct text_style title = bold(page, 44);
    title.size[1] = 40, title.size[2] = 36;
    put_card(page, card, page->theme->line, 2);
    draw_text(page->draw, BOX(card.x + 40, card.y + 16, card.w - 80, 64), say(page, WORD_N_ENTER),
              &title);
    put_number_boxes(page, card);
    int16_t scan = (int16_t)(card.x + 752);
    put_scan(page, BOX(scan, card.y + 96, page->tall ? 192 : 208, 120));
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 248), (int16_t)(card.w - 80));
}

/* ---- answers: each in the lower part of the card ---- */

struct answer {
    const struct kiosk_found *found;
    struct box box; /* below the rule, inside the margins */
};

static void put_name(const struct page *page, const struct answer *answer)
{
    struct box b = answer->box;
    struct line label = line_of_label(answer->found->label), text;
    struct text_style number = bold(page, 48), state = muted(page, 40);
    state.size[1] = 36, state.size[2] = 32, state.size[3] = 28;
    const char *name = open_name(page, answer->found->service);
    const char *word = say(page, word_of_state(answer->found->state));
    text = say_n(page, WORD_N_NAME_STATE, (struct word_arg[]){{"q", name}, {"s", word}}, 2);
    if (!*name)
        snprintf(text.text, sizeof(text.text), "%s", word);
    int16_t x =
        (int16_t)(b.x + draw_text(page->draw, BOX(b.x, b.y + 14, 260, 72), label.text, &number));
    draw_text(page->draw, BOX(x + 56, b.y + 14, b.x + b.w - x - 56, 72), text.text, &state);
}

static void put_place(const struct page *page, struct box box, service_id service)
{
    struct line place = line_of_place(page, service);
    struct text_style style = bold(page, 42);
    style.size[1] = 36, style.size[2] = 32;
    if (!place.text[0])
        return;
    draw_icon(page->draw, BOX(box.x, box.y + (box.h - 44) / 2, 44, 44), ICON_PIN,
              page->theme->primary, page->theme->surface);
    draw_text(page->draw, BOX(box.x + 60, box.y, box.w - 60, box.h), place.text, &style);
}

static void put_note(const struct page *page, struct box box, const char *text)
{
    struct text_style style = muted(page, 30);
    style.size[1] = 28, style.size[2] = 27;
    draw_text(page->draw, box, text, &style);
}

static void put_waiting(const struct page *page, const struct answer *answer)
{
    const struct kiosk_found *found = answer->found;
    struct box b = answer->box;
    put_name(page, answer);
    bool open = *open_name(page, found->service) != '\0'; /* R-L11: else number and place only */
    if (open)
        put_waits(page, BOX(b.x, b.y + 96, b.w, 200),
                  &(struct waits){found->ahead, found->lo_min, found->hi_min, found->wait_min, 120,
                                  44, 332});
    put_rule(page, b.x, (int16_t)(b.y + 306), b.w);
    put_place(page, BOX(b.x, b.y + 312, b.w, 64), found->service);
    struct line at = line_of_hour(page, found->issued);
    struct line note = say_1(page, WORD_N_TAKEN_ESTIMATE, "t", at.text);
    if (open)
        put_note(page, BOX(b.x, b.y + 382, b.w, 48),
                 at.text[0] ? note.text : say(page, WORD_K_ESTIMATE));
}

/* A window's number is what is looked for from afar; a room has a name. */
static void put_target(const struct page *page, struct box box, uint16_t target)
{
    struct text_style big = bold(page, 176), small = bold(page, 72);
    big.size[1] = 144, big.size[2] = 112;
    small.size[1] = 60, small.size[2] = 48;
    if (target >= TARGET_ROOM) {
        struct line room = line_of_target(page, target);
        struct text_style name = bold(page, 112);
        name.size[1] = 88, name.size[2] = 64, name.size[3] = 48;
        draw_text(page->draw, box, room.text, &name);
        return;
    }
    struct line number;
    snprintf(number.text, sizeof(number.text), "%u", target);
    big.baseline = small.baseline = (int16_t)(box.y + box.h / 2 + 66);
    const char *before = say(page, WORD_N_BEFORE_WINDOW), *after = say(page, WORD_N_AFTER_WINDOW);
    bool is_before = *before && *before != ' ', is_after = *after && *after != ' ';
    int16_t x = box.x;
    if (is_before) /* a word before the number leaves it less room */
        small.size[0] = 48;
    if (is_before)
        x = (int16_t)(x + draw_text(page->draw, BOX(x, box.y, box.w, box.h), before, &small) + 16);
    int16_t room = (int16_t)(is_after ? 260 : 0);
    x = (int16_t)(x + draw_text(page->draw, BOX(x, box.y, box.x + box.w - x - room, box.h),
                                number.text, &big));
    if (is_after)
        draw_text(page->draw, BOX(x + 16, box.y, box.x + box.w - x - 16, box.h), after, &small);
}

static void put_where(const struct page *page, struct box box, uint16_t target)
{
    struct line spot = line_of_spot(page, target);
    struct text_style where = bold(page, 40), bring = muted(page, 36);
    uint8_t floor = floor_of_target(page, target);
    bool elsewhere = floor && floor != page->model->device->floor;
    struct line other = say_count(page, WORD_N_OTHER_FLOOR, "f", floor);
    if (elsewhere)
        where.size[0] = 52;
    where.size[1] = 34, where.size[2] = 28;
    bring.size[1] = 30, bring.size[2] = 27;
    if (elsewhere)
        where.colour = page->theme->success;
    draw_text(page->draw, BOX(box.x, box.y, box.w, 64), elsewhere ? other.text : spot.text, &where);
    draw_text(page->draw, BOX(box.x, box.y + 64, box.w, 64), say(page, WORD_N_BRING), &bring);
}

static void put_called(const struct page *page, const struct answer *answer)
{
    const struct theme *t = page->theme;
    const struct kiosk_found *found = answer->found;
    struct box b = BOX(answer->box.x, answer->box.y + 24, answer->box.w, 296);
    draw_rect(page->draw, b,
              &(struct rect_style){.fill = t->tint_success,
                                   .line = t->success,
                                   .border = 6,
                                   .radius = 16});
    struct line label = line_of_label(found->label), at = line_of_hour(page, found->since), calls;
    struct line go = say_1(page, WORD_N_GO, "n", label.text);
    snprintf(calls.text, sizeof(calls.text), "%u", found->calls);
    struct line when =
        say_n(page, WORD_N_CALLED_AT, (struct word_arg[]){{"t", at.text}, {"k", calls.text}}, 2);
    struct text_style head = bold(page, 48), count = muted(page, 36);
    head.colour = t->success, head.size[1] = 44, head.size[2] = 38;
    count.align = ALIGN_RIGHT, count.size[1] = 32, count.size[2] = 28;
    draw_text(page->draw, BOX(b.x + 32, b.y + 8, 540, 80), go.text, &head);
    draw_text(page->draw, BOX(b.x + b.w - 352, b.y + 8, 320, 80), when.text, &count);
    put_target(page, BOX(b.x + 32, b.y + 88, 500, 200), found->target);
    put_where(page, BOX(b.x + 552, b.y + 134, b.w - 572, 128), found->target);
    const struct rules_def *rules = &page->model->def->rules;
    struct line hurry = say_count(page, WORD_N_HURRY, "k", rules->miss_calls);
    bool few = found->calls < rules->miss_calls;
    struct text_style warn = bold(page, 36);
    warn.size[1] = 32, warn.size[2] = 28;
    int16_t y = (int16_t)(b.y + b.h + 8);
    draw_icon(page->draw, BOX(b.x, y + 12, 40, 40), ICON_CLOCK, t->muted, t->surface);
    draw_text(page->draw, BOX(b.x + 56, y, b.w - 56, 64),
              few ? hurry.text : say(page, WORD_N_HURRY_NOW), &warn);
    struct line taken = line_of_hour(page, found->issued);
    const char *name = open_name(page, found->service);
    struct line note =
        say_n(page, WORD_N_NAME_TAKEN, (struct word_arg[]){{"q", name}, {"t", taken.text}}, 2);
    if (*name)
        put_note(page, BOX(b.x, y + 62, b.w, 48), taken.text[0] ? note.text : name);
}

/* ---- a plate, a line, two buttons ---- */

struct told {
    struct plate plate;
    const char *line;
    struct button left, right; /* action 0 = none */
};

static void put_told(const struct page *page, struct box b, const struct told *told)
{
    put_plate(page, BOX(b.x, b.y + 24, b.w, 200), &told->plate);
    struct text_style style = ink(page, 36);
    style.size[1] = 32, style.size[2] = 28;
    draw_text(page->draw, BOX(b.x, b.y + 238, b.w, 56), told->line, &style);
    int16_t w = (int16_t)((b.w - 16) / 2);
    struct button buttons[] = {told->left, told->right};
    int32_t at = 0;
    for (size_t i = 0; i < countof(buttons); i++) {
        struct button *button = &buttons[i];
        if (!button->action)
            continue;
        button->box = BOX(b.x + (w + 16) * at++, b.y + 312, w, 120);
        button->size[0] = 46, button->size[1] = 40, button->size[2] = 34, button->size[3] = 28;
        put_button(page, *button);
    }
}

static struct button desk_button(const struct page *page)
{
    return (struct button){.label = say(page, WORD_N_TO_DESK),
                           .icon = ICON_PIN,
                           .action = KIOSK_ACT_PLACE};
}

static struct line line_of_return(const struct page *page, const struct kiosk_found *found)
{
    const struct rules_def *rules = &page->model->def->rules;
    struct line ahead, times, line = {""};
    snprintf(ahead.text, sizeof(ahead.text), "%u", found->back_ahead);
    snprintf(times.text, sizeof(times.text), "%u", rules->return_max);
    if (!kiosk_may_rejoin(page->model)) {
        snprintf(line.text, sizeof(line.text), "%s", say(page, WORD_N_NO_RETURN));
        return line;
    }
    return say_n(page, rules->return_max > 1 ? WORD_N_BACK_TIMES : WORD_N_BACK_ONCE,
                 (struct word_arg[]){{"k", ahead.text}, {"m", times.text}}, 2);
}

static void put_missed(const struct page *page, const struct answer *answer)
{
    const struct theme *t = page->theme;
    struct line label = line_of_label(answer->found->label), head;
    struct line note = line_of_missed(page, answer->found);
    struct line back = line_of_return(page, answer->found);
    snprintf(head.text, sizeof(head.text), "%.40s  %.80s", label.text, say(page, WORD_N_MISSED));
    struct told told = {
        .plate = {ICON_WARN, t->tint_warn, t->warn, head.text, note.text},
        .line = back.text,
        .right = desk_button(page),
    };
    if (kiosk_may_rejoin(page->model))
        told.left = (struct button){.label = say(page, WORD_N_REJOIN),
                                    .icon = ICON_LIST,
                                    .kind = BUTTON_PRIMARY,
                                    .action = KIOSK_ACT_REJOIN};
    put_told(page, answer->box, &told);
}

static struct line line_of_visit(const struct page *page, const struct kiosk_found *found)
{
    struct line from = line_of_hour(page, found->since), to = line_of_hour(page, found->ended);
    if (!from.text[0])
        return from;
    return say_n(page, WORD_N_SERVED_AT, (struct word_arg[]){{"a", from.text}, {"b", to.text}}, 2);
}

/* How long a rating may still be changed, in whole minutes. */
static struct line line_of_change(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    msec left = numbers->found_at + numbers->found.change_s * SECOND - page->model->now;
    return say_count(page, WORD_N_CHANGE, "m", (uint32_t)((left + MINUTE - 1) / MINUTE));
}

static void put_served(const struct page *page, const struct answer *answer)
{
    const struct theme *t = page->theme;
    const struct kiosk_found *found = answer->found;
    struct line label = line_of_label(found->label), head, visit = line_of_visit(page, found);
    struct line change = {""};
    snprintf(head.text, sizeof(head.text), "%.40s  %.80s", label.text, say(page, WORD_N_SERVED));
    struct told told = {.plate = {ICON_CHECK, t->tint_success, t->success, head.text, visit.text}};
    bool may_change = kiosk_may_change(page->model);
    if (kiosk_is_rated(page->model)) {
        told.line = say(page, WORD_N_RATED_BEFORE);
        change = line_of_change(page);
        if (may_change)
            told.left = (struct button){.label = change.text, .action = KIOSK_ACT_RATE_CHANGE};
    } else if (found->may_rate) {
        told.line = say(page, WORD_N_RATE_FREE);
        told.left = (struct button){.label = say(page, WORD_K_RATE),
                                    .icon = ICON_STAR,
                                    .kind = BUTTON_PRIMARY,
                                    .action = KIOSK_ACT_RATE};
    } else {
        told.line = say(page, WORD_N_RATE_OVER);
    }
    put_told(page, answer->box, &told);
}

/* Being served, on hold, or over without having been served. */
static void put_state(const struct page *page, const struct answer *answer)
{
    const struct theme *t = page->theme;
    const struct kiosk_found *found = answer->found;
    struct line label = line_of_label(found->label), head, where = {""};
    struct line target = line_of_target(page, found->target);
    snprintf(head.text, sizeof(head.text), "%.40s  %.80s", label.text,
             say(page, word_of_state(found->state)));
    bool serving = found->state == TICKET_SERVING, parked = found->state == TICKET_PARKED;
    if (serving && target.text[0])
        where = say_1(page, WORD_N_SERVING_AT, "w", target.text);
    struct told told = {
        .plate = {serving ? ICON_PERSON : ICON_PAUSE, t->tint, t->primary, head.text, where.text},
        .line = say(page, serving  ? WORD_N_RATE_LATER
                          : parked ? WORD_N_PARKED_NOTE
                                   : WORD_N_OVER_NOTE),
        .right = desk_button(page),
    };
    if (!serving && !parked)
        told.plate = (struct plate){ICON_CROSS, t->bg, t->border, head.text, ""};
    put_told(page, answer->box, &told);
}

static void put_trouble(const struct page *page, const struct answer *answer)
{
    const struct theme *t = page->theme;
    struct line why = line_of_trouble(page);
    struct told told = {
        .plate = {ICON_WARN, t->tint_warn, t->warn, why.text, ""},
        .line = "",
        .right = desk_button(page),
    };
    put_told(page, answer->box, &told);
}

static void put_how(const struct page *page, struct box b)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct text_style style = ink(page, 36), note = muted(page, 32);
    style.size[1] = 32, style.size[2] = 28;
    note.size[1] = 30, note.size[2] = 28;
    bool scans = has_scanner(page);
    enum word first = numbers->hint      ? WORD_N_SCAN_HERE
                      : numbers->to_rate ? WORD_N_HOW_RATE
                                         : WORD_N_HOW;
    int16_t y = put_lines(page, BOX(b.x, b.y + 24, b.w, 112), say(page, first), &style, 56);
    if (!numbers->hint)
        put_lines(page, BOX(b.x, y + 8, b.w, 112),
                  say(page, scans ? WORD_N_SCAN_HERE : WORD_N_DESK_ACTS), &note, 52);
}

static void put_answer(const struct page *page, struct box card)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct answer answer = {&numbers->found,
                            BOX(card.x + 40, card.y + 248, card.w - 80, card.h - 248)};
    static void (*const of_state[TICKET_STATE_COUNT])(const struct page *,
                                                      const struct answer *) = {
        [TICKET_WAITING] = put_waiting,
        [TICKET_CALLED] = put_called,
        [TICKET_MISSED] = put_missed,
        [TICKET_SERVED] = put_served,
    };
    if (numbers->answer == KIOSK_ANSWER_NONE) {
        put_how(page, answer.box);
    } else if (numbers->answer != KIOSK_ANSWER_FOUND) {
        put_trouble(page, &answer);
    } else {
        uint8_t state = numbers->found.state;
        bool own = state < TICKET_STATE_COUNT && of_state[state];
        (own ? of_state[state] : put_state)(page, &answer);
    }
}

/* ---- what its holder may do: a scanned slip needs no keys (D-24) ---- */

struct act {
    enum word label;
    enum icon icon;
    uint16_t action;
    bool off;
};

static void put_acts(const struct page *page, struct box bed)
{
    const struct kiosk_found *found = &page->model->numbers.found;
    bool paper = kiosk_prints(page->model), busy = kiosk_asking(page->model);
    const struct act acts[] = {
        {WORD_N_REPRINT, ICON_PRINT, KIOSK_ACT_REPRINT, !paper},
        {WORD_N_GIVE_BACK, ICON_CROSS, KIOSK_ACT_GIVE_BACK, !kiosk_may_give_back(page->model)},
        {WORD_N_OTHER, ICON_SEARCH, KIOSK_ACT_CLEAR, false},
    };
    struct line label = line_of_label(found->label), head;
    struct text_style title = bold(page, 44), note = muted(page, 32);
    title.size[1] = 40, note.size[1] = 28;
    draw_rect(page->draw, bed, &(struct rect_style){.fill = page->theme->bed, .radius = 16});
    snprintf(head.text, sizeof(head.text), "%.90s  %.40s", say(page, WORD_N_OWN), label.text);
    draw_text(page->draw, BOX(bed.x + 40, bed.y + 32, bed.w - 80, 72), head.text, &title);
    draw_text(page->draw, BOX(bed.x + 40, bed.y + 104, bed.w - 80, 56), say(page, WORD_N_SAME),
              &note);
    for (size_t i = 0; i < countof(acts); i++) {
        bool off = acts[i].off || busy || !page->model->link_up;
        put_button(page,
                   (struct button){.box = BOX(bed.x + 32, bed.y + 192 + 136 * (int32_t)i,
                                              bed.w - 64, 120),
                                   .label = say(page, busy && i == 0 ? WORD_K_BUSY : acts[i].label),
                                   .icon = busy && i == 0 ? ICON_NONE : (uint8_t)acts[i].icon,
                                   .size = {46, 40, 36},
                                   .state = off ? BUTTON_DISABLED : BUTTON_READY,
                                   .action = acts[i].action});
    }
}

void page_progress(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct box card = page->tall ? BOX(48, 272, 984, 704) : BOX(48, 232, 1000, 704);
    struct keypad keypad = {.bed = page->tall ? BOX(48, 1000, 984, 640) : BOX(1080, 232, 792, 704),
                            .ok = WORD_N_CHECK,
                            .ok_icon = ICON_SEARCH,
                            .can_ok = kiosk_can_query(page->model),
                            .primary = true};
    if (page->model->link_up)
        put_title(page, say(page, numbers->to_rate ? WORD_K_RATE : WORD_K_QUERY));
    else
        put_alone(page, page->tall ? BOX(48, 164, 984, 88) : BOX(48, 120, 1000, 88));
    put_question(page, card);
    put_answer(page, card);
    bool found = numbers->answer == KIOSK_ANSWER_FOUND;
    uint8_t state = numbers->found.state;
    if (found && (state == TICKET_MISSED || state == TICKET_SERVED))
        keypad.primary = false; /* the next step stands at the left */
    if (found && numbers->found.vouched && state <= TICKET_MISSED && state != TICKET_SERVED &&
        state != TICKET_SERVING)
        put_acts(page, keypad.bed);
    else if (numbers->letters)
        put_prefixes(page, &keypad);
    else
        put_digits(page, &keypad);
}
