/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The panel of one service window as a reviewed draw list; every text fits its box in
 * every state, and the keys are where they are drawn.
 */
#include "test.h"

#include "golden.h"
#include "i18n/words_load.h"
#include "view/panel.h"

#define T0 ((msec)60000)

static struct words words;
static struct draw draw;
static struct station pad, strip, rating;

static void take(const struct message *message)
{
    station_take(&pad, message, T0);
    station_take(&strip, message, T0);
    station_take(&rating, message, T0);
}

static void show(uint8_t state, uint16_t number)
{
    struct message message = {.type = MSG_TYPE_CALL};
    message.call.entries.count = 1;
    message.call.entries.list[0] = (struct rec_call_entry){.target = 6,
                                                           .prefix = 'A' | 'B' << 8,
                                                           .number = number,
                                                           .state = state,
                                                           .call = state};
    take(&message);
    message = (struct message){.type = MSG_TYPE_PADSTATE};
    message.padstate = (struct msg_padstate){.target = 6,
                                             .state = state,
                                             .call = state,
                                             .prefix = 'A' | 'B' << 8,
                                             .number = number,
                                             .waiting = 9999,
                                             .calls = 3,
                                             .since_s = 59999};
    take(&message);
}

static void ask(uint32_t ticket, uint8_t lang)
{
    struct message message = {.type = MSG_TYPE_RATE_OPEN};
    message.rate_open = (struct msg_rate_open){.ticket = ticket,
                                               .prefix = 'A',
                                               .number = 23,
                                               .lang = lang,
                                               .timeout_s = 60};
    take(&message);
}

static void paint(msec now)
{
    const struct station_panel panel = {.target = {6},
                                        .pad = &pad,
                                        .strip = &strip,
                                        .rating = &rating};
    panel_draw(&draw, &panel, &words, now, &text_measure_rough);
    assert_int_equal(draw.overflows, 0);
    assert_false(draw.full);
}

static int set_up(void **state)
{
    const struct msg_welcome welcome = {.target = 6};
    struct station *stations[] = {&pad, &strip, &rating};
    static const uint8_t kinds[] = {DEVICE_PAD, DEVICE_STRIP, DEVICE_RATING};
    (void)state;
    for (size_t i = 0; i < countof(stations); i++) {
        station_init(stations[i], kinds[i], (target_id){6}, T0);
        station_welcome(stations[i], &welcome, T0);
    }
    return 0;
}

static int load(void **state)
{
    (void)state;
    return words_load(&words) ? -1 : 0;
}

static void the_panel_is_as_reviewed(void **state)
{
    struct golden g;
    char line[512];
    (void)state;
    show(WINDOW_CALLING, 1023);
    ask(1, LANG_ZH);
    paint(T0);
    golden_open(&g, "station_panel.txt");
    for (uint32_t i = 0; i < draw.count; i++) {
        (void)draw_item_print(&draw, &draw.items[i], line, sizeof(line));
        golden_printf(&g, "%s\n", line);
    }
    for (uint32_t i = 0; i < draw.hit_count; i++)
        golden_printf(&g, "hit %u %u at %d,%d %dx%d\n", draw.hits[i].action, draw.hits[i].arg,
                      draw.hits[i].box.x, draw.hits[i].box.y, draw.hits[i].box.w,
                      draw.hits[i].box.h);
    golden_close(&g);
}

static void every_text_fits_in_every_state(void **state)
{
    (void)state;
    for (uint8_t s = 0; s < WINDOW_STATE_COUNT; s++) {
        show(s, 9999);
        paint(T0);
    }
    for (uint8_t code = REFUSED_EMPTY; code < REFUSAL_COUNT; code++) {
        msec now = T0 + code * 10 * SECOND;
        struct message message = {.type = MSG_TYPE_RESULT};
        assert_int_equal(station_press(&pad, KEY_NEXT, 0, now), PAD_TAKEN);
        message.result.seq = pad.seq;
        message.result.code = code;
        message.result.retry_ms = 59000;
        station_take(&pad, &message, now);
        paint(now);
    }
    for (uint8_t lang = 0; lang < LANG_COUNT; lang++) {
        ask(2u + lang, lang);
        paint(T0);
        assert_true(station_rate(&rating, 5, T0));
        paint(T0);
        station_tick(&rating, T0 + MINUTE);
    }
    station_offline(&pad, T0);
    station_offline(&strip, T0);
    paint(T0 + MINUTE);
}

static void a_window_without_stations_has_no_keys(void **state)
{
    (void)state;
    const struct station_panel panel = {.target = {6}};
    panel_draw(&draw, &panel, &words, T0, &text_measure_rough);
    assert_int_equal(draw.hit_count, 2); /* back and on */
}

static void keys_are_where_they_are_drawn(void **state)
{
    (void)state;
    paint(T0);
    const struct draw_hit *hit = draw_hit_at(&draw, 100, 560);
    assert_non_null(hit);
    assert_int_equal(hit->action, PANEL_KEY);
    assert_int_equal(hit->arg, KEY_NEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_panel_is_as_reviewed, set_up),
        cmocka_unit_test_setup(every_text_fits_in_every_state, set_up),
        cmocka_unit_test_setup(a_window_without_stations_has_no_keys, set_up),
        cmocka_unit_test_setup(keys_are_where_they_are_drawn, set_up),
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
