/* SPDX-License-Identifier: Apache-2.0 */
/* message: names, limits, labels. The bodies are in protocol/vectors. */
#include "protocol/message.h"

#include <string.h>

#include "protocol/frame.h"
#include "test.h"

static void every_message_has_a_name_a_table_and_a_direction(void **state)
{
    (void)state;
    uint32_t count = 0;
    for (unsigned type = 0; type < 256; type++) {
        const struct field_table *table = message_table((uint8_t)type);
        count += table != NULL;
        assert_string_equal(message_name((uint8_t)type), table ? table->name : "?");
    }
    assert_null(message_table(0)); /* what is missing reads as 0 */
#define X(lower, UPPER, code, direction, security) +1
    assert_int_equal(count, 0 MESSAGES(X)); /* so no code is used twice */
#undef X
    assert_string_equal(message_name(MSG_TYPE_TICKET_REQ), "ticket_req");
    assert_int_equal(message_direction(MSG_TYPE_HELLO), MSG_D2C);
    assert_int_equal(message_direction(MSG_TYPE_CALL), MSG_C2D);
    assert_int_equal(message_direction(MSG_TYPE_TUNNEL), MSG_BOTH);
}

/* Each as schema.def says it, and one that we do not know goes anywhere, sealed. */
static void directions_and_securities_are_those_of_the_schema(void **state)
{
    (void)state;
    static const struct {
        uint8_t type;
        enum msg_direction direction;
        enum msg_security security;
    } messages[] = {
#define X(lower, UPPER, code, direction, security) {code, MSG_##direction, MSG_##security},
        MESSAGES(X)
#undef X
    };
    for (size_t i = 0; i < countof(messages); i++) {
        assert_int_equal(message_direction(messages[i].type), messages[i].direction);
        assert_int_equal(message_security(messages[i].type), messages[i].security);
    }
    assert_int_equal(message_direction(0xEE), MSG_BOTH);
    assert_int_equal(message_security(0xEE), MSG_SEALED);
}

static void an_unknown_type_is_refused_and_zeroed(void **state)
{
    (void)state;
    static struct message message, zero;
    memset(&message, 0xff, sizeof(message));
    const uint8_t body[] = {0xEE, 1, 2, 3};
    struct wire_in in = {body, body + sizeof(body), false};
    assert_int_equal(message_decode(&in, &message), ERR_MALFORMED);
    assert_int_equal(message.type, 0xEE);
    zero.type = 0xEE;
    assert_memory_equal(&message, &zero, sizeof(message));
    struct wire_in none = {body, body, false};
    assert_int_equal(message_decode(&none, &message), ERR_MALFORMED);
    uint8_t bytes[8];
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    assert_int_equal(message_encode(&zero, &out), ERR_MALFORMED);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    const struct message ping = {.type = MSG_TYPE_PING};
    const uint8_t header[FRAME_HEADER] = {0, 1, 0, 0};
    uint8_t wire[64];
    size_t need, length;
    assert_int_equal(message_to_wire(&ping, header, wire, sizeof(wire), &need), ERR_NONE);
    for (size_t size = 0; size < need; size++) {
        assert_int_equal(message_to_wire(&ping, header, wire, size, &length), ERR_TOOBIG);
        assert_int_equal(length, 0);
    }
    struct wire_out out = {wire, wire + 3, false};
    assert_int_equal(message_encode(&ping, &out), ERR_TOOBIG);
    const struct message unknown = {.type = 0xEE};
    assert_int_equal(message_to_wire(&unknown, header, wire, sizeof(wire), &length), ERR_MALFORMED);
    assert_int_equal(length, 0);
}

/* D-03: 23 targets are the most of one frame on a line. */
static void a_call_of_23_targets_fits_a_bus_frame(void **state)
{
    (void)state;
    struct message call = {.type = MSG_TYPE_CALL};
    call.call.entries.count = 23;
    const uint8_t header[FRAME_HEADER] = {ADDRESS_ALL, 0, 0, 0};
    uint8_t wire[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    size_t length;
    assert_int_equal(message_to_wire(&call, header, wire, sizeof(wire), &length), ERR_NONE);
    assert_true(length <= sizeof(wire) - 8); /* a tag still fits */
}

static void prefixes_of_one_and_two_letters_pass_the_wire(void **state)
{
    (void)state;
    static const char *const texts[] = {"A042", "AB1023", "Z9999"};
    for (size_t i = 0; i < countof(texts); i++) {
        struct label label, back;
        assert_true(label_parse(texts[i], &label));
        back = label_from_wire(label_wire_prefix(label), label.number);
        assert_true(label_same(label, back));
    }
    assert_int_equal(label_wire_prefix((struct label){{'A', 'B'}, 1}), 'A' | 'B' << 8);
}

static void a_print_is_cut_at_its_buffer(void **state)
{
    (void)state;
    struct message message = {.type = MSG_TYPE_PING};
    char text[64];
    for (size_t size = 1; size <= sizeof(text); size++) {
        memset(text, '#', sizeof(text));
        size_t n = message_print(&message, text, size);
        assert_true(n < size);
        assert_int_equal(strlen(text), n);
    }
    assert_string_equal(text, "ping id=0 t1=0");
    message.type = 0xEE;
    message_print(&message, text, sizeof(text));
    assert_string_equal(text, "? ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_has_a_name_a_table_and_a_direction),
        cmocka_unit_test(directions_and_securities_are_those_of_the_schema),
        cmocka_unit_test(an_unknown_type_is_refused_and_zeroed),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(a_call_of_23_targets_fits_a_bus_frame),
        cmocka_unit_test(prefixes_of_one_and_two_letters_pass_the_wire),
        cmocka_unit_test(a_print_is_cut_at_its_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
