/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_play_numbers.h"

const struct kiosk_effect *only_effect(struct fixture *f, enum kiosk_effect_type type)
{
    assert_int_equal(f->effects.count, 1);
    assert_int_equal(f->effects.list[0].type, type);
    return &f->effects.list[0];
}

void type(struct fixture *f, const char *text)
{
    for (; *text; text++)
        press(f, KIOSK_ACT_KEY, (uint8_t)*text);
}

void open_progress(struct fixture *f)
{
    press(f, KIOSK_ACT_QUERY, 0);
    PAGE(KIOSK_PROGRESS);
}

void ask_number(struct fixture *f, const char *digits)
{
    open_progress(f);
    press(f, KIOSK_ACT_PREFIX, 'A');
    type(f, digits);
    press(f, KIOSK_ACT_OK, 0);
}

struct kiosk_found number(uint8_t state)
{
    return (struct kiosk_found){.id = {35}, .label = {"A", 35}, .service = {A}, .state = state};
}

void found(struct fixture *f, struct kiosk_found found)
{
    found.seq = f->model.numbers.query.seq;
    send(f, (struct kiosk_event){.type = KIOSK_FOUND, .found = &found});
}

void result(struct fixture *f, uint8_t refusal)
{
    send(f, (struct kiosk_event){.type = KIOSK_RESULT,
                                 .number = f->model.numbers.query.seq,
                                 .code = refusal});
}

void scan(struct fixture *f, const char *text)
{
    send(f, (struct kiosk_event){.type = KIOSK_SCAN, .text = text});
}

/* A slip is scanned at home and its number is shown. */
void scanned(struct fixture *f, uint8_t state)
{
    struct kiosk_found mine = number(state);
    mine.vouched = true;
    mine.may_rejoin = state == TICKET_MISSED;
    scan(f, SLIP);
    found(f, mine);
    PAGE(KIOSK_PROGRESS);
}
