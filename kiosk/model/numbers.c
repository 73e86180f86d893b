/* SPDX-License-Identifier: Apache-2.0 */
/* k21, k24, k07: what became of a number, and what its holder may do. */
#include "model/numbers.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "model/numbers_model.h"
#include "model/pages.h"
#include "model/request.h"

/* ---- asking the hall ---- */

static void ask(struct kiosk_model *model, struct kiosk_effect effect, bool quiet,
                struct kiosk_effects *effects)
{
    struct kiosk_numbers *numbers = &model->numbers;
    if (!model->link_up)
        return;
    effect.seq = model->next_seq++;
    effect.lang = model->lang;
    numbers->query = (struct kiosk_query){.active = true,
                                          .quiet = quiet,
                                          .verb = effect.verb,
                                          .seq = effect.seq,
                                          .asked = model->now};
    assert(effects->count < KIOSK_EFFECTS_MAX);
    effects->list[effects->count++] = effect;
}

static void find(struct kiosk_model *model, struct label label, bool quiet,
                 struct kiosk_effects *effects)
{
    ask(model, (struct kiosk_effect){.type = KIOSK_DO_FIND, .label = label}, quiet, effects);
}

void kiosk_ask_slip(struct kiosk_model *model, ticket_id ticket, uint8_t verb,
                    struct kiosk_effects *effects)
{
    if (kiosk_asking(model))
        return;
    ask(model, (struct kiosk_effect){.type = KIOSK_DO_SLIP, .ticket = ticket, .verb = verb}, false,
        effects);
}

/* ---- typing ---- */

static void forget_answer(struct kiosk_numbers *numbers)
{
    numbers->answer = KIOSK_ANSWER_NONE;
    numbers->refusal = REFUSED_NOT;
    numbers->found = (struct kiosk_found){.seq = 0};
    numbers->rejoined = numbers->hint = false;
    memset(numbers->code, 0, sizeof(numbers->code));
}

static void begin_again(struct kiosk_model *model)
{
    struct kiosk_numbers *numbers = &model->numbers;
    const char *prefixes[2];
    bool to_rate = numbers->to_rate;
    *numbers = (struct kiosk_numbers){.to_rate = to_rate};
    uint32_t count = kiosk_prefixes(model, prefixes, countof(prefixes));
    if (count == 1)
        snprintf(numbers->prefix, sizeof(numbers->prefix), "%s", prefixes[0]);
    numbers->letters = count > 1; /* a slip is read from the left */
}

static void open(struct kiosk_model *model, bool to_rate)
{
    if (!model->link_up)
        return;
    model->numbers.to_rate = to_rate;
    begin_again(model);
    kiosk_show(model, KIOSK_PROGRESS);
}

static bool is_prefix(const struct kiosk_model *model, const char *start)
{
    for (uint32_t i = 0; i < model->def->service_count; i++)
        if (strncmp(model->def->services[i].prefix, start, strlen(start)) == 0)
            return true;
    return false;
}

/* A keyboard's letter: behind the first one where there is such a prefix, else instead of it. */
static void type_letter(struct kiosk_model *model, char letter)
{
    struct kiosk_numbers *numbers = &model->numbers;
    char both[PREFIX_MAX + 1] = {numbers->prefix[0], letter}, one[PREFIX_MAX + 1] = {letter};
    bool second = numbers->prefix[0] && !numbers->prefix[1] && is_prefix(model, both);
    if (!second && !is_prefix(model, one))
        return;
    memcpy(numbers->prefix, second ? both : one, sizeof(numbers->prefix));
}

static void type(struct kiosk_model *model, char key)
{
    struct kiosk_numbers *numbers = &model->numbers;
    size_t length = strlen(numbers->digits);
    /* Behind an answer the next number begins; one that was not found may lack a digit. */
    bool full = length == KIOSK_DIGITS_MAX || numbers->answer == KIOSK_ANSWER_FOUND;
    bool again = full && numbers->answer != KIOSK_ANSWER_NONE;
    bool digit = key >= '0' && key <= '9';
    if (kiosk_asking(model) || (full && !again && digit))
        return;
    forget_answer(numbers);
    if (again)
        memset(numbers->digits, 0, sizeof(numbers->digits)), length = 0;
    if (digit)
        numbers->digits[length] = key;
    else if (key >= 'A' && key <= 'Z')
        type_letter(model, key);
}

static void delete (struct kiosk_model *model)
{
    struct kiosk_numbers *numbers = &model->numbers;
    size_t length = strlen(numbers->digits);
    if (kiosk_asking(model))
        return;
    forget_answer(numbers);
    if (length > 0)
        numbers->digits[length - 1] = '\0';
    else
        begin_again(model);
}

static void choose_prefix(struct kiosk_model *model, uint16_t prefix)
{
    struct kiosk_numbers *numbers = &model->numbers;
    char text[PREFIX_MAX + 1] = {(char)(prefix & 0xff), (char)(prefix >> 8)};
    if (!text[0] || !is_prefix(model, text))
        return;
    forget_answer(numbers);
    memcpy(numbers->prefix, text, sizeof(numbers->prefix));
    numbers->letters = false;
}

static struct label typed(const struct kiosk_numbers *numbers)
{
    char text[LABEL_TEXT_SIZE];
    struct label label = {.number = 0};
    snprintf(text, sizeof(text), "%s%s", numbers->prefix, numbers->digits);
    if (!label_parse(text, &label))
        label.number = 0;
    return label;
}

static void query(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_numbers *numbers = &model->numbers;
    if (!kiosk_can_query(model) || kiosk_asking(model))
        return;
    forget_answer(numbers);
    struct label label = typed(numbers);
    if (label.number == 0)
        numbers->answer = KIOSK_ANSWER_UNKNOWN; /* 000 */
    else
        find(model, label, false, effects);
}

/* ---- presses ---- */

static bool is_typing(struct kiosk_model *model, uint16_t action, uint16_t arg,
                      struct kiosk_effects *effects)
{
    if (model->page != KIOSK_PROGRESS)
        return false;
    if (action == KIOSK_ACT_KEY)
        type(model, (char)arg);
    else if (action == KIOSK_ACT_DELETE)
        delete (model);
    else if (action == KIOSK_ACT_CLEAR)
        begin_again(model);
    else if (action == KIOSK_ACT_LETTERS)
        model->numbers.letters = !model->numbers.letters, model->page_number = 0;
    else if (action == KIOSK_ACT_PREFIX)
        choose_prefix(model, arg);
    else if (action == KIOSK_ACT_SCAN)
        model->numbers.hint = true;
    else if (action == KIOSK_ACT_OK)
        query(model, effects);
    else
        return false;
    return true;
}

/* D-24: these want the slip's code. */
static void act(struct kiosk_model *model, enum verb verb, struct kiosk_effects *effects)
{
    const struct kiosk_numbers *numbers = &model->numbers;
    if (model->page == KIOSK_HOLDS)
        kiosk_ask_slip(model, numbers->held.id, (uint8_t)verb, effects);
    else if (numbers->found.vouched)
        kiosk_ask_slip(model, numbers->found.id, (uint8_t)verb, effects);
}

static bool is_back(struct kiosk_model *model, uint16_t action)
{
    bool below_progress = model->page == KIOSK_GIVE_BACK || model->page == KIOSK_REJOIN;
    if (action != KIOSK_ACT_BACK || !below_progress)
        return false;
    model->numbers.rejoined = false;
    if (model->numbers.answer == KIOSK_ANSWER_REFUSED)
        model->numbers.answer = KIOSK_ANSWER_FOUND; /* what stands there is still so */
    kiosk_show(model, KIOSK_PROGRESS);
    return true;
}

bool kiosk_press_numbers(struct kiosk_model *model, uint16_t action, uint16_t arg,
                         struct kiosk_effects *effects)
{
    bool progress = model->page == KIOSK_PROGRESS;
    bool home = model->page == KIOSK_HOME || model->page == KIOSK_MORE;
    if (is_typing(model, action, arg, effects) || is_back(model, action))
        return true;
    if (action == KIOSK_ACT_QUERY)
        open(model, false);
    else if (action == KIOSK_ACT_RATE && home)
        open(model, true);
    else if (action == KIOSK_ACT_GIVE_BACK && progress && kiosk_may_give_back(model))
        kiosk_show(model, KIOSK_GIVE_BACK);
    else if (action == KIOSK_ACT_GIVE_BACK_YES && model->page == KIOSK_GIVE_BACK)
        act(model, VERB_CANCEL, effects);
    else if (action == KIOSK_ACT_REJOIN && progress && kiosk_may_rejoin(model))
        kiosk_show(model, KIOSK_REJOIN);
    else if (action == KIOSK_ACT_REJOIN_YES && model->page == KIOSK_REJOIN)
        act(model, VERB_REJOIN, effects);
    else if (action == KIOSK_ACT_REPRINT)
        act(model, VERB_REPRINT, effects);
    else if (action == KIOSK_ACT_PLACE)
        kiosk_show(model, KIOSK_ASK);
    else
        return false;
    return true;
}

/* ---- a slip is scanned ---- */

void kiosk_numbers_scan(struct kiosk_model *model, const char *text, struct kiosk_effects *effects)
{
    struct kiosk_numbers *numbers = &model->numbers;
    bool here =
        model->page == KIOSK_HOME || model->page == KIOSK_PROGRESS || model->page == KIOSK_REJOIN;
    if (!model->link_up || kiosk_asking(model) || kiosk_check_in_scan(model, text, effects) ||
        !here)
        return;
    if (model->page == KIOSK_HOME)
        open(model, false);
    bool rejoins = model->page == KIOSK_REJOIN;
    struct kiosk_found before = numbers->found;
    forget_answer(numbers);
    if (strlen(text) >= sizeof(numbers->code)) {
        numbers->answer = KIOSK_ANSWER_UNKNOWN; /* no slip of ours is so long */
        if (rejoins)
            kiosk_show_by_itself(model, KIOSK_PROGRESS);
        return;
    }
    if (rejoins)
        numbers->found = before; /* the page goes on showing it */
    snprintf(numbers->code, sizeof(numbers->code), "%s", text);
    find(model, (struct label){.number = 0}, false, effects);
}

/* ---- answers ---- */

static bool is_answered(const struct kiosk_model *model, uint32_t seq)
{
    return model->numbers.query.active && model->numbers.query.seq == seq;
}

static void show_label(struct kiosk_numbers *numbers)
{
    char text[LABEL_TEXT_SIZE];
    label_print(numbers->found.label, text);
    size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    snprintf(numbers->prefix, sizeof(numbers->prefix), "%.*s", (int)letters, text);
    snprintf(numbers->digits, sizeof(numbers->digits), "%s", text + letters);
    numbers->letters = false;
}

static void not_found(struct kiosk_model *model, uint8_t refusal)
{
    struct kiosk_numbers *numbers = &model->numbers;
    bool unknown = refusal == REFUSED_UNKNOWN_TICKET || refusal == REFUSED_MALFORMED;
    forget_answer(numbers);
    numbers->answer = unknown ? KIOSK_ANSWER_UNKNOWN : KIOSK_ANSWER_REFUSED;
    numbers->refusal = refusal;
    if (model->page != KIOSK_PROGRESS)
        kiosk_show_by_itself(model, KIOSK_PROGRESS);
}

/* R-L11: of a confidential service the hall tells the number only; its letters lead to the place.
 */
static void name_service(struct kiosk_model *model)
{
    struct kiosk_found *found = &model->numbers.found;
    for (uint32_t i = 0; found->service.n == 0 && i < model->def->service_count; i++)
        if (strncmp(model->def->services[i].prefix, found->label.prefix, PREFIX_MAX) == 0)
            found->service = model->def->services[i].id;
}

void kiosk_numbers_found(struct kiosk_model *model, const struct kiosk_found *found)
{
    struct kiosk_numbers *numbers = &model->numbers;
    if (!is_answered(model, found->seq) || numbers->query.verb)
        return;
    bool quiet = numbers->query.quiet;
    numbers->query.active = false;
    if (found->refusal != REFUSED_NOT) {
        not_found(model, found->refusal);
        return;
    }
    numbers->found = *found;
    numbers->found_at = model->now;
    numbers->answer = KIOSK_ANSWER_FOUND;
    numbers->hint = false;
    if (numbers->code[0])
        show_label(numbers);
    name_service(model);
    bool first = found->may_rate && !kiosk_is_rated(model); /* else it says so, and 修改 */
    if (!quiet && numbers->to_rate && first && model->page == KIOSK_PROGRESS)
        kiosk_show_by_itself(model, KIOSK_RATE);
}

static void refused(struct kiosk_model *model, uint8_t refusal)
{
    model->numbers.answer = KIOSK_ANSWER_REFUSED;
    model->numbers.refusal = refusal;
    if (model->page == KIOSK_GIVE_BACK)
        kiosk_show_by_itself(model, KIOSK_PROGRESS);
}

bool kiosk_numbers_result(struct kiosk_model *model, uint32_t seq, uint8_t refusal,
                          struct kiosk_effects *effects)
{
    struct kiosk_numbers *numbers = &model->numbers;
    if (!is_answered(model, seq) || !numbers->query.verb)
        return false;
    uint8_t verb = numbers->query.verb;
    numbers->query.active = false;
    if (refusal != REFUSED_NOT) {
        refused(model, refusal);
        return true;
    }
    if (verb == VERB_RATE) {
        numbers->change_until = model->now + model->def->rules.rating_change_min * MINUTE;
        kiosk_show_by_itself(model, KIOSK_RATED);
        return true;
    }
    /* What it is now, the hall says: a place in the queue, or that it is given back. */
    numbers->rejoined = verb == VERB_REJOIN;
    if (model->page == KIOSK_GIVE_BACK)
        kiosk_show_by_itself(model, KIOSK_PROGRESS);
    find(model, numbers->found.label, false, effects);
    return true;
}

bool kiosk_numbers_ticket(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                          struct kiosk_effects *effects)
{
    struct kiosk_numbers *numbers = &model->numbers;
    if (!is_answered(model, ticket->seq) || numbers->query.verb != VERB_REPRINT)
        return false;
    numbers->query.active = false;
    if (ticket->refusal != REFUSED_NOT)
        refused(model, ticket->refusal);
    else
        kiosk_request_reprint(model, ticket, effects);
    return true;
}

void kiosk_holds(struct kiosk_model *model, const struct kiosk_ticket *ticket)
{
    model->numbers.answer = KIOSK_ANSWER_NONE;
    model->numbers.held = (struct kiosk_held){.id = ticket->id,
                                              .label = ticket->label,
                                              .service = ticket->service,
                                              .ahead = ticket->ahead,
                                              .lo_min = ticket->lo_min,
                                              .hi_min = ticket->hi_min,
                                              .wait_min = ticket->wait_min,
                                              .issued = ticket->issued};
}

/* ---- time ---- */

static bool is_live(const struct kiosk_model *model)
{
    const struct kiosk_numbers *numbers = &model->numbers;
    bool shown = model->page == KIOSK_PROGRESS || model->page == KIOSK_REJOIN;
    return shown && numbers->answer == KIOSK_ANSWER_FOUND &&
           numbers->found.state <= TICKET_MISSED && numbers->found.state != TICKET_SERVED;
}

void kiosk_numbers_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_numbers *numbers = &model->numbers;
    struct kiosk_query *query = &numbers->query;
    if (query->active && model->now - query->asked >= KIOSK_QUERY_MS) {
        query->active = false;
        if (!query->quiet)
            numbers->answer = KIOSK_ANSWER_SILENT;
        else
            numbers->found_at = model->now;
    }
    /* R-W4: what is shown stays true while somebody looks at it. */
    if (!query->active && is_live(model) && model->now - numbers->found_at >= KIOSK_REFRESH_MS)
        find(model, numbers->found.label, true, effects);
}
