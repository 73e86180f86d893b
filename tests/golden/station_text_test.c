/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people read on pads, strips and rating pads in every state, as reviewed text.
 */
#include "test.h"

#include "golden.h"
#include "i18n/words_load.h"
#include "protocol/bits.h"
#include "view/text.h"

#define T0 ((msec)60000)

static struct words words;

static void print(struct golden *g, const char *title, const struct station *station, msec now)
{
    char rows[TEXT_ROWS][TEXT_SIZE], facts[TEXT_SIZE];
    size_t count = text_rows(station, &words, now, rows);
    text_facts(station, now, facts, sizeof(facts));
    golden_printf(g, "%s (%s)\n", title, facts);
    for (size_t i = 0; i < count; i++)
        golden_printf(g, "  |%s\n", rows[i]);
}

static struct station station_of(uint8_t kind)
{
    struct station station;
    const struct msg_welcome welcome = {.target = 6};
    station_init(&station, kind, (target_id){6}, T0);
    station_welcome(&station, &welcome, T0);
    return station;
}

static void show(struct station *station, uint8_t state, uint16_t number, uint8_t call, msec now)
{
    struct message message = {.type = MSG_TYPE_CALL};
    message.call.entries.count = 1;
    message.call.entries.list[0] = (struct rec_call_entry){.target = 6,
                                                           .prefix = number ? 'A' : 0,
                                                           .number = number,
                                                           .state = state,
                                                           .call = call};
    station_take(station, &message, now);
    message = (struct message){.type = MSG_TYPE_PADSTATE};
    message.padstate = (struct msg_padstate){.target = 6,
                                             .state = state,
                                             .call = call,
                                             .prefix = number ? 'A' : 0,
                                             .number = number,
                                             .waiting = 12,
                                             .calls = state == WINDOW_CALLING,
                                             .since_s = 252};
    station_take(station, &message, now);
}

static void result(struct station *station, uint8_t code, msec now)
{
    struct message message = {.type = MSG_TYPE_RESULT};
    message.result.seq = station->seq;
    message.result.code = code;
    message.result.retry_ms = 8000;
    station_take(station, &message, now);
}

static void pads(struct golden *g)
{
    struct station pad = station_of(DEVICE_PAD);
    for (uint8_t state = 0; state < WINDOW_STATE_COUNT; state++) {
        bool ticket = state == WINDOW_CALLING || state == WINDOW_SERVING || state == WINDOW_RATING;
        show(&pad, state, ticket ? 23 : 0, state, T0);
        print(g, window_state_name(state), &pad, T0);
    }
    pad.pad.keys = PAD_KEY_BIT(KEY_FINISH) | PAD_KEY_BIT(KEY_TRANSFER) | PAD_KEY_BIT(KEY_PARK);
    print(g, "keys as the controller says", &pad, T0);
    pad.pad.keys = 0;
    for (uint8_t code = REFUSED_EMPTY; code < REFUSAL_COUNT; code++) {
        assert_int_equal(station_press(&pad, KEY_NEXT, 0, T0 + code * SECOND), PAD_TAKEN);
        result(&pad, code, T0 + code * SECOND);
        print(g, refusal_name(code), &pad, T0 + code * SECOND);
    }
    assert_int_equal(station_press(&pad, KEY_NEXT, 0, T0 + HOUR), PAD_TAKEN);
    print(g, "sending", &pad, T0 + HOUR);
    station_tick(&pad, T0 + HOUR + PAD_LIFE_MS);
    print(g, "no answer", &pad, T0 + HOUR + PAD_LIFE_MS);
    assert_int_equal(station_press(&pad, KEY_TRANSFER, 0, T0 + 2 * HOUR), PAD_CHOOSING);
    print(g, "where to", &pad, T0 + 2 * HOUR);
    station_offline(&pad, T0 + 3 * HOUR);
    print(g, "offline", &pad, T0 + 3 * HOUR);
}

static void strips(struct golden *g)
{
    struct station strip = station_of(DEVICE_STRIP);
    print(g, "dark", &strip, T0);
    for (uint8_t state = 0; state < WINDOW_STATE_COUNT; state++) {
        show(&strip, state, 1023, state, T0);
        print(g, window_state_name(state), &strip, T0 + 4 * SECOND);
    }
    strip.training = 30;
    print(g, "training", &strip, T0 + STRIP_TRAINING_MS);
    station_offline(&strip, T0);
    print(g, "lost", &strip, T0 + STRIP_STALE_MS);
}

static void ratings(struct golden *g)
{
    struct station rating = station_of(DEVICE_RATING);
    print(g, "idle", &rating, T0);
    for (uint8_t lang = 0; lang < 2; lang++) {
        struct message message = {.type = MSG_TYPE_RATE_OPEN};
        message.rate_open = (struct msg_rate_open){.ticket = 9u + lang,
                                                   .prefix = 'A',
                                                   .number = 23,
                                                   .lang = lang,
                                                   .timeout_s = 60};
        station_take(&rating, &message, T0);
        print(g, lang_code((enum lang)lang), &rating, T0 + 3 * SECOND);
        assert_true(station_rate(&rating, 5, T0 + 3 * SECOND));
        result(&rating, REFUSED_NOT, T0 + 4 * SECOND);
        print(g, "thanks", &rating, T0 + 4 * SECOND);
        station_tick(&rating, T0 + MINUTE);
    }
}

static void every_picture_reads_as_reviewed(void **state)
{
    (void)state;
    struct golden g;
    assert_int_equal(words_load(&words), ERR_NONE);
    golden_open(&g, "station_text.txt");
    golden_printf(&g, "# call pad\n");
    pads(&g);
    golden_printf(&g, "\n# strip\n");
    strips(&g);
    golden_printf(&g, "\n# rating pad\n");
    ratings(&g);
    golden_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_picture_reads_as_reviewed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
