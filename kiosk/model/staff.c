/* SPDX-License-Identifier: Apache-2.0 */
#include "model/staff.h"

#include <string.h>

#include "model/pages.h"
#include "model/request.h"

/* ---- the gesture ---- */

enum corner { CORNER_NONE, CORNER_LEFT, CORNER_RIGHT };
static const uint8_t corners[] = {CORNER_LEFT,  CORNER_LEFT, CORNER_RIGHT,
                                  CORNER_RIGHT, CORNER_LEFT, CORNER_RIGHT};

static enum corner corner_of(const struct kiosk_event *event)
{
    if (event->action != KIOSK_ACT_NONE || event->y >= KIOSK_CORNER_HIGH)
        return CORNER_NONE;
    if (event->x < KIOSK_CORNER)
        return CORNER_LEFT;
    return event->w > 0 && event->x >= event->w - KIOSK_CORNER ? CORNER_RIGHT : CORNER_NONE;
}

/* Only where nobody loses anything by it. */
static bool takes_gesture(const struct kiosk_model *model)
{
    return (model->page == KIOSK_HOME || model->page == KIOSK_OUT_OF_USE) && !kiosk_busy(model);
}

bool kiosk_staff_gesture(struct kiosk_model *model, const struct kiosk_event *event)
{
    struct kiosk_staff *staff = &model->staff;
    enum corner corner = corner_of(event);
    if (model->now - staff->corner_at > KIOSK_GESTURE_MS)
        staff->corner = 0;
    staff->corner_at = model->now;
    if (!takes_gesture(model) || corner != corners[staff->corner]) {
        staff->corner = corner == corners[0]; /* maybe the first of another try */
        return false;
    }
    if (++staff->corner < countof(corners))
        return false;
    staff->corner = 0;
    kiosk_sign_on(model, KIOSK_SIGN_STAFF);
    return true;
}

/* ---- acts, to the controller ---- */

static void send_oldest(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_staff *staff = &model->staff;
    if (!staff->act_count || !model->link_up)
        return;
    struct kiosk_act *act = &staff->acts[0];
    act->sent = model->now;
    kiosk_effect(effects, (struct kiosk_effect){.type = act->type,
                                                .seq = act->seq,
                                                .number = act->session,
                                                .arg = act->arg});
}

static void drop_oldest(struct kiosk_staff *staff)
{
    staff->act_count--;
    memmove(&staff->acts[0], &staff->acts[1], staff->act_count * sizeof(staff->acts[0]));
}

void kiosk_act(struct kiosk_model *model, struct kiosk_act act, struct kiosk_effects *effects)
{
    struct kiosk_staff *staff = &model->staff;
    if (staff->act_count == KIOSK_ACTS_MAX)
        drop_oldest(staff);
    act.seq = model->next_seq++;
    staff->acts[staff->act_count++] = act;
    if (staff->act_count == 1)
        send_oldest(model, effects);
}

bool kiosk_staff_result(struct kiosk_model *model, uint32_t seq, struct kiosk_effects *effects)
{
    struct kiosk_staff *staff = &model->staff;
    if (!staff->act_count || staff->acts[0].seq != seq)
        return false;
    drop_oldest(staff);
    send_oldest(model, effects);
    return true;
}

void kiosk_staff_link(struct kiosk_model *model, struct kiosk_effects *effects)
{
    send_oldest(model, effects);
}

/* Somebody who signed on without the controller has no session: the kiosk's log has the act. */
static void tell(struct kiosk_model *model, enum maintenance arg, struct kiosk_effects *effects)
{
    kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_NOTE,
                                                .number = model->sign.staff,
                                                .arg = (uint16_t)arg});
    if (model->sign.session)
        kiosk_act(model,
                  (struct kiosk_act){.type = KIOSK_DO_MAINTAIN,
                                     .arg = (uint16_t)arg,
                                     .session = model->sign.session},
                  effects);
}

/* ---- presses ---- */

static void keep(struct kiosk_effects *effects)
{
    kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_KEEP});
}

static void test_slip(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->staff.test == KIOSK_PRINT_BUSY || model->print == KIOSK_PRINT_BUSY)
        return;
    model->staff.test = KIOSK_PRINT_BUSY;
    model->staff.test_until = model->now + KIOSK_TEST_SLIP_MS;
    kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_TEST_SLIP});
    tell(model, MAINTAIN_TEST_SLIP, effects);
}

static void turn_volume(struct kiosk_model *model, bool louder, struct kiosk_effects *effects)
{
    struct kiosk_staff *staff = &model->staff;
    if (louder ? staff->volume >= KIOSK_VOLUME_MAX : staff->volume == 0)
        return;
    staff->volume = (uint8_t)(louder ? staff->volume + 1 : staff->volume - 1);
    keep(effects);
}

static void stop(struct kiosk_model *model, bool stopped, struct kiosk_effects *effects)
{
    model->staff.stopped = stopped;
    keep(effects);
    tell(model, stopped ? MAINTAIN_STOPPED : MAINTAIN_IN_USE, effects);
    kiosk_show(model, stopped ? KIOSK_OUT_OF_USE : KIOSK_STAFF);
}

static bool press_page(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    if (action == KIOSK_ACT_NEW_ROLL) {
        model->staff.new_roll = true;
        model->staff.test = KIOSK_PRINT_NONE;
        kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_NEW_ROLL});
        tell(model, MAINTAIN_NEW_ROLL, effects);
    } else if (action == KIOSK_ACT_TEST_SLIP) {
        test_slip(model, effects);
    } else if (action == KIOSK_ACT_VOLUME) {
        turn_volume(model, arg != 0, effects);
    } else if (action == KIOSK_ACT_LISTEN) {
        kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_LISTEN});
    } else if (action == KIOSK_ACT_STOP) {
        kiosk_show(model, KIOSK_STAFF_STOP);
    } else if (action == KIOSK_ACT_START && model->staff.stopped) {
        stop(model, false, effects);
    } else if (action == KIOSK_ACT_LEAVE || action == KIOSK_ACT_BACK) {
        kiosk_go_home(model);
    } else {
        return false;
    }
    return true;
}

bool kiosk_staff_press(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    if (model->page == KIOSK_STAFF)
        return press_page(model, action, arg, effects);
    if (model->page != KIOSK_STAFF_STOP)
        return false;
    if (action == KIOSK_ACT_STOP_YES)
        stop(model, true, effects);
    else if (action == KIOSK_ACT_BACK)
        kiosk_show(model, KIOSK_STAFF);
    else
        return false;
    return true;
}

/* ---- what comes by itself ---- */

void kiosk_staff_init(struct kiosk_model *model)
{
    model->staff.volume = KIOSK_VOLUME_FIRST;
}

static void kept(struct kiosk_model *model, uint8_t volume, bool stopped)
{
    model->staff.volume = volume > KIOSK_VOLUME_MAX ? KIOSK_VOLUME_MAX : volume;
    model->staff.stopped = stopped;
    if (stopped)
        kiosk_go_home(model);
}

static void tested(struct kiosk_model *model, uint8_t result)
{
    struct kiosk_staff *staff = &model->staff;
    if (staff->test != KIOSK_PRINT_BUSY)
        return;
    bool done = result == PRINT_PRINTED;
    staff->test = done ? KIOSK_PRINT_DONE : KIOSK_PRINT_MISSING;
    staff->new_roll = staff->new_roll && !done;
}

void kiosk_staff_event(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects)
{
    if (event->type == KIOSK_SIGNED) {
        kiosk_sign_answer(model, event->signing, effects);
    } else if (event->type == KIOSK_PAPER) {
        model->staff.paper = *event->paper;
    } else if (event->type == KIOSK_TESTED) {
        tested(model, event->code);
    } else if (event->type == KIOSK_KEPT) {
        kept(model, event->code, event->up);
    } else if (event->type == KIOSK_PARTS) {
        model->staff.reader = event->code;
        model->staff.scanner = (uint8_t)event->arg;
    }
}

void kiosk_staff_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_staff *staff = &model->staff;
    if (staff->test == KIOSK_PRINT_BUSY && model->now >= staff->test_until)
        tested(model, PRINT_FAILED);
    if (model->page != KIOSK_STAFF && model->page != KIOSK_STAFF_STOP &&
        staff->test != KIOSK_PRINT_BUSY)
        staff->test = KIOSK_PRINT_NONE;
    if (staff->act_count && model->now - staff->acts[0].sent >= KIOSK_ACT_RESEND_MS)
        send_oldest(model, effects);
}
