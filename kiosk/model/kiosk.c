/* SPDX-License-Identifier: Apache-2.0 */
#include "model/kiosk.h"

#include <assert.h>
#include <string.h>

#include "model/access.h"
#include "model/emergency.h"
#include "model/identity_model.h"
#include "model/items.h"
#include "model/numbers_model.h"
#include "model/pages.h"
#include "model/request.h"
#include "model/slips.h"

/* ---- pages and their time ---- */

#define X(name, text, seconds) [KIOSK_##name] = text,
static const char *const page_names[KIOSK_PAGE_COUNT] = {KIOSK_PAGES(X)};
#undef X
#define X(name, text, seconds) [KIOSK_##name] = seconds,
static const uint8_t page_seconds[KIOSK_PAGE_COUNT] = {KIOSK_PAGES(X)};
#undef X

const char *kiosk_page_name(enum kiosk_page page)
{
    return page < KIOSK_PAGE_COUNT ? page_names[page] : "?";
}

msec kiosk_page_ms(const struct kiosk_model *model)
{
    msec ms = page_seconds[model->page] * SECOND;
    return kiosk_slower(model) ? 2 * ms : ms; /* docs/ui 1.4 */
}

static void restart_time(struct kiosk_model *model)
{
    model->page_until = model->now + kiosk_page_ms(model);
}

void kiosk_show(struct kiosk_model *model, enum kiosk_page page)
{
    if (model->page != page)
        model->guard_until = model->now + KIOSK_GUARD_MS;
    model->page = (uint8_t)page;
    model->page_number = 0;
    model->focus.action = KIOSK_ACT_NONE; /* the ring begins anew */
    restart_time(model);
}

void kiosk_show_by_itself(struct kiosk_model *model, enum kiosk_page page)
{
    kiosk_show(model, page);
    model->guard_until = model->now + KIOSK_GUARD_MS; /* also where only its buttons are new */
    model->pressed_action = KIOSK_ACT_NONE;
}

void kiosk_go_home(struct kiosk_model *model)
{
    model->wish = (struct kiosk_wish){.item = 0};
    kiosk_items_forget(model);
    model->numbers = (struct kiosk_numbers){.letters = false};
    kiosk_identity_forget(model);
    model->zone = 0;
    kiosk_show(model, model->staff.stopped ? KIOSK_OUT_OF_USE : KIOSK_HOME);
}

void kiosk_effect(struct kiosk_effects *effects, struct kiosk_effect effect)
{
    assert(effects->count < KIOSK_EFFECTS_MAX);
    effects->list[effects->count++] = effect;
}

static void reset_choices(struct kiosk_model *model)
{
    kiosk_reset_looks(model);
    kiosk_go_home(model);
}

/* R-K2: running out never issues anything. A request under way keeps its page. */
static void out_of_time(struct kiosk_model *model)
{
    if (kiosk_busy(model) || model->print == KIOSK_PRINT_BUSY)
        restart_time(model); /* it is the hall's turn, not the visitor's */
    if (model->now < model->page_until)
        return;
    if (model->page == KIOSK_HOME || model->page == KIOSK_OUT_OF_USE)
        reset_choices(model);
    else
        kiosk_go_home(model);
}

/* ---- presses ---- */

enum kiosk_page kiosk_next_page(const struct kiosk_model *model)
{
    return kiosk_needs_card(model) ? KIOSK_CARD : KIOSK_CONFIRM;
}

void kiosk_choose(struct kiosk_model *model, service_id service, uint16_t item)
{
    const struct service_def *def = def_service(model->def, service);
    if (!def || !def->prefix[0] || !kiosk_can_issue(model, service)) /* D-44 */
        return;
    model->wish = (struct kiosk_wish){.service = service, .item = item};
    model->zone = def->zone;
    kiosk_identity_forget(model);
    if (kiosk_items_first(model))
        return;
    kiosk_show(model, kiosk_next_page(model));
}

static void go_back(struct kiosk_model *model)
{
    bool in_zone = model->zone != 0 && model->page != KIOSK_SERVICES && model->page != KIOSK_ASK;
    if (in_zone)
        kiosk_show(model, KIOSK_SERVICES);
    else
        kiosk_go_home(model);
}

static bool press_list(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    (void)arg;
    (void)effects;
    if (action == KIOSK_ACT_NEXT)
        model->page_number++;
    else if (action == KIOSK_ACT_PREVIOUS && model->page_number > 0)
        model->page_number--;
    else
        return false;
    return true;
}

/* From home to a number: zone, service, confirm. */
static bool press_choose(struct kiosk_model *model, uint16_t action, uint16_t arg,
                         struct kiosk_effects *effects)
{
    if (action == KIOSK_ACT_ZONE) {
        model->zone = arg;
        kiosk_show(model, KIOSK_SERVICES);
    } else if (action == KIOSK_ACT_SERVICE) {
        kiosk_choose(model, (service_id){arg}, 0);
    } else if (action == KIOSK_ACT_CONFIRM) {
        kiosk_request_ticket(model, effects);
    } else {
        return false;
    }
    return true;
}

static bool press_ways(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    (void)arg;
    if (action == KIOSK_ACT_BACK) {
        go_back(model);
    } else if (action == KIOSK_ACT_HOME || action == KIOSK_ACT_AGAIN) {
        kiosk_go_home(model);
    } else if (action == KIOSK_ACT_ASK) {
        model->zone = 0;
        kiosk_show(model, KIOSK_ASK);
    } else if (action == KIOSK_ACT_HELP) {
        kiosk_request_help(model, effects);
    } else {
        return false;
    }
    return true;
}

/* Each feature takes what is its own; what nobody takes (我还需要时间: the touch itself restarted
 * the time) does nothing. */
typedef bool (*press_function)(struct kiosk_model *model, uint16_t action, uint16_t arg,
                               struct kiosk_effects *effects);
static const press_function presses[] = {
    kiosk_press_emergency, /* before all others */
    kiosk_press_looks,     /* language, size, colours, voice */
    press_list,            /* pages of a list */
    kiosk_press_identity,  /* card, priority, agent; before confirm */
    press_choose,          /* zone, service, confirm */
    kiosk_press_check_in,  /* an appointment */
    kiosk_press_items,     /* search, guides, ways out */
    kiosk_press_slips,     /* a number without paper */
    kiosk_press_numbers,   /* a number that exists */
    kiosk_press_rating,    /* its rating */
    kiosk_sign_press,      /* staff number and PIN */
    kiosk_staff_press,     /* the staff page */
    press_ways,            /* back, home, help */
};

static void press(struct kiosk_model *model, uint16_t action, uint16_t arg,
                  struct kiosk_effects *effects)
{
    for (size_t i = 0; i < countof(presses); i++)
        if (presses[i](model, action, arg, effects))
            return;
}

static bool is_pressed(const struct kiosk_model *model, const struct kiosk_event *event)
{
    return model->pressed_action != KIOSK_ACT_NONE && event->action == model->pressed_action &&
           event->arg == model->pressed_arg;
}

static void touch(struct kiosk_model *model, const struct kiosk_event *event,
                  struct kiosk_effects *effects)
{
    if (model->now < model->guard_until)
        return;
    if (event->type == KIOSK_DOWN && model->emergency == EMERGENCY_NONE &&
        kiosk_staff_gesture(model, event))
        return;
    bool releases = event->type == KIOSK_UP && is_pressed(model, event);
    kiosk_focus_event(model, event);
    if (event->type == KIOSK_DOWN) {
        model->pressed_action = event->action;
        model->pressed_arg = event->arg;
    } else if (event->type == KIOSK_UP || !is_pressed(model, event)) {
        model->pressed_action = KIOSK_ACT_NONE; /* leaving the target cancels */
    }
    restart_time(model);
    if (releases)
        press(model, event->action, event->arg, effects);
    if (releases)
        restart_time(model); /* of the page or size chosen by it */
}

/* ---- the step ---- */

static void tick(struct kiosk_model *model, const struct kiosk_event *event,
                 struct kiosk_effects *effects)
{
    model->hall_ms = event->hall_ms;
    model->tz_min = event->tz_min;
    bool stays = model->emergency != EMERGENCY_NONE; /* who waits for help reads that it comes */
    if (model->help != KIOSK_HELP_NONE && !stays && model->now >= model->toast_until)
        model->help = KIOSK_HELP_NONE;
    kiosk_request_tick(model, effects);
    kiosk_numbers_tick(model, effects);
    kiosk_staff_tick(model, effects);
    kiosk_identity_tick(model, effects);
    out_of_time(model);
}

void kiosk_init(struct kiosk_model *model, const struct hall_def *def,
                const struct device_def *device)
{
    memset(model, 0, sizeof(*model));
    model->def = def;
    model->device = device;
    model->next_seq = 1;
    kiosk_staff_init(model);
    kiosk_show(model, KIOSK_HOME);
}

static void on_link(struct kiosk_model *model, const struct kiosk_event *event,
                    struct kiosk_effects *effects)
{
    kiosk_request_link(model, event->up, effects);
    if (event->up)
        kiosk_staff_link(model, effects);
}

static void on_welcome(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects)
{
    model->training = (uint16_t)event->number;
    kiosk_slips_hall(model, event, effects);
}

static void on_rows(struct kiosk_model *model, const struct kiosk_event *event,
                    struct kiosk_effects *effects)
{
    model->rows = *event->rows;
    kiosk_emergency_rows(model);
    kiosk_slips_day(model, model->rows.day, effects);
}

static void on_answer(struct kiosk_model *model, const struct kiosk_event *event,
                      struct kiosk_effects *effects)
{
    struct kiosk_ticket ticket = *event->ticket;
    if (ticket.refusal == REFUSED_NOT && (!ticket.id.n || !ticket.label.number))
        ticket.refusal = REFUSED_BUSY; /* no number: nothing that could be written down */
    if (!kiosk_numbers_ticket(model, &ticket, effects))
        kiosk_request_answer(model, &ticket, effects);
}

static void on_printed(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects)
{
    kiosk_slips_printed(model, event->number, event->code, effects);
}

static void on_printer(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects)
{
    (void)effects;
    model->printer = event->code;
}

static void on_focus(struct kiosk_model *model, const struct kiosk_event *event,
                     struct kiosk_effects *effects)
{
    (void)effects;
    kiosk_focus_event(model, event);
    restart_time(model);
}

static void on_repeat(struct kiosk_model *model, const struct kiosk_event *event,
                      struct kiosk_effects *effects)
{
    (void)event;
    (void)effects;
    model->repeat++;
    restart_time(model);
}

static void on_sound(struct kiosk_model *model, const struct kiosk_event *event,
                     struct kiosk_effects *effects)
{
    (void)effects;
    model->sound = event->up;
    model->voice = model->voice && model->sound;
}

static void on_result(struct kiosk_model *model, const struct kiosk_event *event,
                      struct kiosk_effects *effects)
{
    if (!kiosk_numbers_result(model, event->number, event->code, effects) &&
        !kiosk_staff_result(model, event->number, effects))
        kiosk_request_result(model, event, effects);
}

static void on_found(struct kiosk_model *model, const struct kiosk_event *event,
                     struct kiosk_effects *effects)
{
    (void)effects;
    kiosk_numbers_found(model, event->found);
}

static void on_scan(struct kiosk_model *model, const struct kiosk_event *event,
                    struct kiosk_effects *effects)
{
    kiosk_numbers_scan(model, event->text, effects);
}

typedef void (*step_function)(struct kiosk_model *model, const struct kiosk_event *event,
                              struct kiosk_effects *effects);
static const step_function steps[] = {
    [KIOSK_TICK] = tick,
    [KIOSK_DOWN] = touch,
    [KIOSK_MOVE] = touch,
    [KIOSK_UP] = touch,
    [KIOSK_LINK] = on_link,
    [KIOSK_WELCOME] = on_welcome,
    [KIOSK_LEASE] = kiosk_slips_lease,
    [KIOSK_JOURNAL] = kiosk_slips_journal,
    [KIOSK_ROWS] = on_rows,
    [KIOSK_ANSWER] = on_answer,
    [KIOSK_PRINTED] = on_printed,
    [KIOSK_PRINTER] = on_printer,
    [KIOSK_FOCUS] = on_focus,
    [KIOSK_REPEAT] = on_repeat,
    [KIOSK_SOUND] = on_sound,
    [KIOSK_RESULT] = on_result,
    [KIOSK_FOUND] = on_found,
    [KIOSK_SCAN] = on_scan,
    [KIOSK_CARD_NEWS] = kiosk_identity_event,
    [KIOSK_SIGNED] = kiosk_staff_event,
    [KIOSK_PAPER] = kiosk_staff_event,
    [KIOSK_TESTED] = kiosk_staff_event,
    [KIOSK_SHEET_CAME] = kiosk_items_event,
    [KIOSK_KEPT] = kiosk_staff_event,
    [KIOSK_PARTS] = kiosk_staff_event,
};

void kiosk_step(struct kiosk_model *model, const struct kiosk_event *event,
                struct kiosk_effects *effects)
{
    effects->count = 0;
    model->now = event->now;
    assert(event->type < countof(steps) && steps[event->type]);
    steps[event->type](model, event, effects);
    kiosk_sign_watch(model, effects);
}
