/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue: what fits a frame, what may go clear, what a microcontroller has of it. */
#include <string.h>

#include "protocol/frame.h"
#include "protocol/view.h"
#include "test.h"

#define TAG 8

static size_t most(uint8_t type)
{
    return FRAME_HEADER + 1 + codec_size_max(message_table(type)) + TAG;
}

/* Each body at its longest, sealed. */
static void what_stations_send_or_take_fits_a_frame_of_a_line(void **state)
{
    (void)state;
#define X(lower, UPPER, code, direction, security) \
    if (most(code) > FRAME_MAX_BUS)                \
        fail_msg(#UPPER " needs %zu bytes, a line has %d", most(code), FRAME_MAX_BUS);
    MESSAGES_STATION(X)
#undef X
}

static void every_other_message_fits_a_frame_of_tcp(void **state)
{
    (void)state;
#define X(lower, UPPER, code, direction, security) \
    if (most(code) > FRAME_MAX_TCP)                \
        fail_msg(#UPPER " needs %zu bytes, TCP has %d", most(code), FRAME_MAX_TCP);
    MESSAGES_HALL(X)
#undef X
}

static void every_row_has_at_most_64_bytes_of_fields(void **state)
{
    (void)state;
    for (unsigned kind = 1; kind < ROW_TYPE_COUNT; kind++) {
        assert_non_null(row_table((uint8_t)kind));
        assert_true(codec_size_max(row_table((uint8_t)kind)) <= ROW_BYTES_MAX);
    }
}

/* The closed list: no other message is ever read without a key. */
static void only_the_hints_of_a_line_may_go_clear(void **state)
{
    (void)state;
    static const uint8_t clear[] = {MSG_TYPE_POLL,   MSG_TYPE_ACK,      MSG_TYPE_ROLL,
                                    MSG_TYPE_BEAT,   MSG_TYPE_DISCOVER, MSG_TYPE_IAM,
                                    MSG_TYPE_ASSIGN, MSG_TYPE_CONFLICT, MSG_TYPE_NEED};
    for (unsigned type = 0; type <= UINT8_MAX; type++) {
        bool listed = memchr(clear, (int)type, sizeof(clear)) != NULL;
        assert_int_equal(message_security((uint8_t)type) == MSG_CLEAR, listed);
        bool handshake = type == MSG_TYPE_NOISE1 || type == MSG_TYPE_NOISE2;
        assert_int_equal(message_security((uint8_t)type) == MSG_HANDSHAKE, handshake);
    }
}

/* Codes that the design once gave to what was then left out; never used. */
static void codes_of_what_was_left_out_stay_free(void **state)
{
    (void)state;
    static const uint8_t never[] = {0x00, 0x09, 0x0A, 0x46, 0x5B};
    for (size_t i = 0; i < sizeof(never); i++)
        assert_null(message_table(never[i]));
}

/* D-22: the only ways to name a person are a hash and a staff number. */
static void no_message_has_room_for_a_telephone_number(void **state)
{
    (void)state;
    for (unsigned type = 0; type <= UINT8_MAX; type++) {
        const struct field_table *table = message_table((uint8_t)type);
        for (uint16_t i = 0; table && i < table->count; i++)
            assert_null(strstr(table->fields[i].name, "phone"));
    }
}

/* F-J20: hall-wide targets, two letters and four digits wherever they travel. */
static void targets_prefixes_and_numbers_have_16_bits_everywhere(void **state)
{
    (void)state;
    static const char *const wide[] = {"target", "prefix", "number", "view", "line", "to"};
    uint32_t found = 0;
    for (unsigned at = 0; at <= UINT8_MAX + ROW_TYPE_COUNT; at++) {
        const struct field_table *table =
            at <= UINT8_MAX ? message_table((uint8_t)at) : row_table((uint8_t)(at - UINT8_MAX));
        bool text = at == MSG_TYPE_TEXT || at == MSG_TYPE_DELTA; /* a line of text, a revision */
        for (uint16_t i = 0; table && !text && i < table->count; i++)
            for (size_t w = 0; w < countof(wide); w++)
                if (strcmp(table->fields[i].name, wide[w]) == 0) {
                    assert_int_equal(table->fields[i].kind, FIELD_U16);
                    found++;
                }
    }
    assert_true(found > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stations_send_or_take_fits_a_frame_of_a_line),
        cmocka_unit_test(every_other_message_fits_a_frame_of_tcp),
        cmocka_unit_test(every_row_has_at_most_64_bytes_of_fields),
        cmocka_unit_test(only_the_hints_of_a_line_may_go_clear),
        cmocka_unit_test(codes_of_what_was_left_out_stay_free),
        cmocka_unit_test(no_message_has_room_for_a_telephone_number),
        cmocka_unit_test(targets_prefixes_and_numbers_have_16_bits_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
