/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of a microcontroller: compiled with PROTOCOL_STATION, without the hall's part. */
#include "protocol/message.h"
#include "test.h"

static void a_message_is_small(void **state)
{
    (void)state;
    assert_true(sizeof(struct message) < MESSAGE_STATION_MAX);
}

static void only_messages_of_a_line_exist(void **state)
{
    (void)state;
    uint32_t count = 0;
    for (unsigned type = 0; type <= UINT8_MAX; type++)
        count += message_table((uint8_t)type) != NULL;
#define X(lower, UPPER, code, direction, security) +1
    assert_int_equal(count, 0 MESSAGES_STATION(X));
#undef X
    assert_non_null(message_table(0x20)); /* PRESS */
    assert_null(message_table(0x38));     /* TICKET_REQ */
}

/* A message of the hall that came by mistake is refused, not read past its struct. */
static void a_message_of_the_hall_is_unknown(void **state)
{
    (void)state;
    static const uint8_t rows[300] = {0x42, 0x10, 0x01};
    struct wire_in in = {rows, rows + sizeof(rows), false};
    struct message message;
    assert_int_equal(message_decode(&in, &message), ERR_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_small),
        cmocka_unit_test(only_messages_of_a_line_exist),
        cmocka_unit_test(a_message_of_the_hall_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
