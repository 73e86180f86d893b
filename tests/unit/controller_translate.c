/* SPDX-License-Identifier: Apache-2.0 */
/* Messages to commands, answers to messages, the hall's clock. */
#include <string.h>

#include "app/day_clock.h"
#include "app/inbound.h"
#include "app/outbound.h"
#include "protocol/slip_code.h"
#include "test.h"

static const struct sender pad =
    {.uid = 7, .boot = 3, .kind = DEVICE_PAD, .target = {12}, .name = "pad-12", .highest = 65535};
static const struct sender console = {.uid = 8,
                                      .boot = 2,
                                      .kind = DEVICE_CONSOLE,
                                      .name = "console-1"};

static void a_press_is_a_key_of_the_pads_own_window(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_PRESS};
    message.press = (struct msg_press){.seq = 2, .key = KEY_TRANSFER, .seen = 200, .arg = 4};
    assert_true(inbound_command(&message, &pad, &command));
    assert_int_equal(command.id.uid, 7);
    assert_int_equal(command.id.boot, 3);
    assert_int_equal(command.id.session, 0);
    assert_int_equal(command.id.seq, 65538);
    assert_int_equal(command.verb, VERB_NONE);
    assert_int_equal(command.key, KEY_TRANSFER);
    assert_int_equal(command.target.n, 12);
    assert_int_equal(command.arg, 4);
    assert_int_equal(command.seen, 200);
    assert_int_equal(command.seen_bits, 8); /* D-08 */
    assert_string_equal(command.who, "pad-12");
}

static void an_act_names_its_session_window_and_clerk(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_ACT};
    message.act = (struct msg_act){.session = 5,
                                   .seq = 9,
                                   .verb = VERB_TRANSFER,
                                   .target = 3,
                                   .service = 4,
                                   .to = 0x8001,
                                   .place = PLACE_HEAD,
                                   .expect = 77};
    strcpy(message.act.text, "0317");
    assert_true(inbound_command(&message, &console, &command));
    assert_int_equal(command.id.session, 5);
    assert_int_equal(command.id.seq, 9);
    assert_int_equal(command.to.n, 0x8001);
    assert_int_equal(command.place, PLACE_HEAD);
    assert_int_equal(command.expect, 77);
    assert_int_equal(command.seen_bits, 0); /* 0 = not said */
    assert_string_equal(command.who, "0317");
    message.act.seen = 6;
    message.act.text[0] = '\0';
    memset(message.act.text, 'x', 40);
    assert_true(inbound_command(&message, &console, &command));
    assert_int_equal(command.seen_bits, 32);
    assert_int_equal(strlen(command.who), 24);
}

static void a_notice_goes_to_a_place_for_a_time(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_SHOW};
    message.show = (struct msg_show){.session = 5,
                                     .seq = 9,
                                     .view = 0x2003,
                                     .style = 5,
                                     .lang = LANG_EN,
                                     .ttl_s = 600};
    strcpy(message.show.text, "one");
    strcpy(message.show.text2, "two");
    assert_true(inbound_command(&message, &console, &command));
    assert_int_equal(command.verb, VERB_NOTICE);
    assert_int_equal(command.id.session, 5);
    assert_int_equal(command.id.seq, 9);
    assert_int_equal(command.view, 0x2003);
    assert_int_equal(command.style, 5);
    assert_int_equal(command.lang, LANG_EN);
    assert_int_equal(command.arg, 600);
    assert_string_equal(command.notice, "one");
    assert_string_equal(command.more, "two");
    assert_int_equal(command.role, ROLE_CLERK); /* a console without a list of people: may not */
}

static void a_reason_in_words_is_not_who_acts(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_ACT};
    message.act = (struct msg_act){.seq = 9, .verb = VERB_VOID, .service = 4, .arg = VOID_CLOSED};
    memset(message.act.text, 'x', sizeof(message.act.text) - 1);
    assert_true(inbound_command(&message, &console, &command));
    assert_string_equal(command.who, "console-1");
    assert_int_equal(strlen(command.text), sizeof(command.text) - 1);
    assert_int_equal(command.arg2, 1);          /* R-C4: no ticket is named */
    assert_int_equal(command.role, ROLE_CLERK); /* a console without a list of people */
    message.act.ticket = 12;
    struct sender admin = console;
    admin.kind = DEVICE_ADMIN;
    assert_true(inbound_command(&message, &admin, &command));
    assert_int_equal(command.arg2, 0);
    assert_int_equal(command.role, ROLE_MANAGER);
}

/* F18 */
static void what_is_done_at_a_kiosk_is_of_that_kiosk(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_ACT};
    const struct sender kiosk = {.uid = 1, .kind = DEVICE_KIOSK, .name = "kiosk-1"};
    message.act.verb = VERB_MAINTAIN;
    message.act.arg = MAINTAIN_STOPPED;
    strcpy(message.act.text, "kiosk-2");
    assert_true(inbound_command(&message, &kiosk, &command));
    assert_string_equal(command.text, "kiosk-1"); /* whatever it says */
    assert_int_equal(command.arg, MAINTAIN_STOPPED);
    message.act.verb = VERB_ADMIT; /* a code is nobody's name */
    assert_true(inbound_command(&message, &kiosk, &command));
    assert_string_equal(command.who, "kiosk-1");
}

static void a_slip_is_admitted_as_it_reads_and_a_kiosk_is_given_up_by_its_name(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_ACT};
    struct label label = {{'B'}, 612};
    message.act = (struct msg_act){.seq = 9,
                                   .verb = VERB_ADMIT,
                                   .arg = (uint32_t)label_wire_prefix(label) << 16 | 612,
                                   .expect = 642,
                                   .place = CLASS_PRIORITY};
    assert_true(inbound_command(&message, &console, &command));
    assert_true(label_same(command.label, label));
    assert_int_equal(command.arg, 642);
    assert_int_equal(command.expect, 0);
    assert_int_equal(command.ticket_class, CLASS_PRIORITY);
    assert_string_equal(command.who, "console-1");
    message.act = (struct msg_act){.seq = 9, .verb = VERB_LEASE_END, .text = "kiosk-2"};
    assert_true(inbound_command(&message, &console, &command));
    assert_string_equal(command.text, "kiosk-2");
    assert_string_equal(command.who, "console-1");
    assert_int_equal(command.lease, 0);
}

static void a_kiosk_gives_tickets_back_for_three_reasons(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_VOID_TICKET};
    message.void_ticket = (struct msg_void_ticket){.seq = 3,
                                                   .ticket = 77,
                                                   .lease = 5,
                                                   .prefix = 'A',
                                                   .number = 601,
                                                   .reason = VOID_NEIGHBOUR};
    assert_true(inbound_command(&message, &console, &command));
    assert_int_equal(command.verb, VERB_CANCEL);
    assert_int_equal(command.ticket.n, 77);
    assert_int_equal(command.arg, VOID_NEIGHBOUR);
    message.void_ticket.reason = VOID_NEVER_GIVEN; /* D-22 */
    assert_true(inbound_command(&message, &console, &command));
    assert_int_equal(command.verb, VERB_VOID_SLIP);
    assert_int_equal(command.lease, 5);
    assert_int_equal(command.label.number, 601);
    assert_int_equal(command.label.prefix[0], 'A');
}

static void a_ticket_is_asked_for_in_a_language_of_the_hall(void **state)
{
    (void)state;
    struct command command;
    struct message message = {.type = MSG_TYPE_TICKET_REQ};
    message.ticket_req = (struct msg_ticket_req){.seq = 1,
                                                 .service = 2,
                                                 .ticket_class = 1,
                                                 .lang = 200,
                                                 .principals = 3};
    assert_true(inbound_command(&message, &console, &command));
    assert_int_equal(command.verb, VERB_ISSUE);
    assert_int_equal(command.lang, LANG_ZH);
    assert_int_equal(command.principals, 3);
    message.type = MSG_TYPE_STATUS;
    assert_false(inbound_command(&message, &console, &command));
}

static void a_ticket_answer_is_all_a_slip_needs(void **state)
{
    (void)state;
    static struct hall_def def = {.id = "jianchang"};
    static const struct ticket_key key = {20260318, {1, 2, 3}};
    struct message message;
    struct answer answer = {{.ticket = {417},
                             .item = 89,
                             .journey = 1,
                             .step = 2,
                             .label = {{'A', 'B'}, 1042},
                             .service = {2},
                             .ticket_class = CLASS_PRIORITY,
                             .ahead = 70000,
                             .lo_min = 4,
                             .hi_min = 9,
                             .wait_min = 6,
                             .at = 1773797400000},
                            99};
    struct outbound_asked asked = {.type = MSG_TYPE_TICKET_REQ,
                                   .id = {1, 2, 0, 8},
                                   .epoch = 3,
                                   .tz_min = 480,
                                   .def = &def};
    outbound_answer(&answer, &asked, &message);
    assert_int_equal(message.type, MSG_TYPE_TICKET);
    assert_int_equal(message.ticket.seq, 8);
    assert_int_equal(message.ticket.prefix, 'A' | 'B' << 8);
    assert_int_equal(message.ticket.number, 1042);
    assert_int_equal(message.ticket.ahead, UINT16_MAX); /* cut, not wrapped */
    assert_int_equal(message.ticket.day, 20260318);
    assert_int_equal(message.ticket.jseq, 99);
    assert_string_equal(message.ticket.qr, ""); /* without a key it would be anybody's */
    asked.key = &key;
    outbound_answer(&answer, &asked, &message);
    assert_memory_equal(message.ticket.qr, "jianchang 20260318 AB1042 T417-", 31);
    strcpy(def.phone_url, "https://hall.example/t/");
    outbound_answer(&answer, &asked, &message);
    assert_memory_equal(message.ticket.qr, "https://hall.example/t/T417-", 28);
    struct slip_code slip;
    assert_true(slip_code_parse(message.ticket.qr, &slip)); /* D-24 */
    assert_true(slip_code_good(&slip, key.key, 20260318));
    assert_int_equal(message.ticket.item, 89); /* R-M10, p03 */
    assert_int_equal(message.ticket.journey, 1);
    assert_int_equal(message.ticket.step, 2);
    answer.result.code = REFUSED_HAS_TICKET;
    outbound_answer(&answer, &asked, &message);
    assert_int_equal(message.ticket.ticket, 417);
    assert_int_equal(message.ticket.item, 0);
    assert_string_equal(message.ticket.qr, ""); /* R-K8: a second slip is asked for by SLIP */
    answer.result.code = REFUSED_FULL;
    outbound_answer(&answer, &asked, &message);
    assert_int_equal(message.ticket.code, REFUSED_FULL);
    assert_int_equal(message.ticket.ticket, 0);
}

static void a_pad_hears_its_own_sixteen_bits_back(void **state)
{
    (void)state;
    struct message message;
    const struct answer answer = {{.code = REFUSED_TOO_SOON, .retry_ms = 100000, .call = 300}, 5};
    struct outbound_asked asked = {.type = MSG_TYPE_PRESS, .id = {7, 3, 0, 65538}};
    outbound_answer(&answer, &asked, &message);
    assert_int_equal(message.type, MSG_TYPE_RESULT);
    assert_int_equal(message.result.seq, 2);
    assert_int_equal(message.result.retry_ms, UINT16_MAX);
    assert_int_equal(message.result.call, 300);
    asked.type = MSG_TYPE_ACT;
    asked.id.session = 4;
    outbound_answer(&answer, &asked, &message);
    assert_int_equal(message.result.seq, 65538);
    assert_int_equal(message.result.session, 4);
}

static void a_target_is_told_with_the_low_byte_of_its_calls(void **state)
{
    (void)state;
    const struct row_window row = {.state = WINDOW_CALLING,
                                   .call = 0x1ff,
                                   .calls = 2,
                                   .prefix = 'A',
                                   .number = 42,
                                   .since_ms = 1000,
                                   .waiting = 5,
                                   .parked = 1};
    struct rec_call_entry entry = outbound_call((target_id){6}, &row, 9);
    assert_int_equal(entry.call, 0xff); /* D-03 */
    assert_int_equal(entry.ack_seq, 9);
    struct message message;
    const struct outbound_pad to = {{6}, 1000 + 100 * SECOND, 10};
    outbound_padstate(&to, &row, &message);
    assert_int_equal(message.padstate.since_s, 100);
    assert_int_equal(message.padstate.calls, 2);
    assert_int_equal(message.padstate.training, 10);
}

static void a_practice_clock_runs_faster_and_goes_on_where_it_was(void **state)
{
    (void)state;
    struct day_clock clock;
    day_clock_init(&clock, 60, 1000000, 500);
    assert_int_equal(day_clock_now(&clock, 500, 7), 1000000);
    assert_int_equal(day_clock_now(&clock, 1500, 7), 1000000 + 60000);
    assert_int_equal(day_clock_until(&clock, clock.last + 61), 2); /* rounded up */
    day_clock_not_before(&clock, 2000000, 1500);
    assert_int_equal(day_clock_now(&clock, 2500, 7), 2000000 + 60000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_press_is_a_key_of_the_pads_own_window),
        cmocka_unit_test(an_act_names_its_session_window_and_clerk),
        cmocka_unit_test(a_notice_goes_to_a_place_for_a_time),
        cmocka_unit_test(a_reason_in_words_is_not_who_acts),
        cmocka_unit_test(what_is_done_at_a_kiosk_is_of_that_kiosk),
        cmocka_unit_test(a_slip_is_admitted_as_it_reads_and_a_kiosk_is_given_up_by_its_name),
        cmocka_unit_test(a_kiosk_gives_tickets_back_for_three_reasons),
        cmocka_unit_test(a_ticket_is_asked_for_in_a_language_of_the_hall),
        cmocka_unit_test(a_ticket_answer_is_all_a_slip_needs),
        cmocka_unit_test(a_pad_hears_its_own_sixteen_bits_back),
        cmocka_unit_test(a_target_is_told_with_the_low_byte_of_its_calls),
        cmocka_unit_test(a_practice_clock_runs_faster_and_goes_on_where_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
