/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may send, do, fetch and see what: every kind of device against every message, verb,
 * transfer and view. What is expected stands here by device, in words, written apart from
 * net/roles.c, which has it by message.
 */
#include <string.h>

#include "domain/vocab.h"
#include "net/roles.h"
#include "protocol/bits.h"
#include "protocol/view.h"
#include "test.h"

#define OWN_WINDOW 12
#define OWN_DEVICE 34

/* Words between blanks. */
static const struct expectation {
    const char *sends, *acts, *fetches, *sees, *sees_own;
} expected[DEVICE_KIND_COUNT] = {
    [DEVICE_KIOSK] = {" error status alarm ticket_req printed checkin kiosk_status import"
                      " void_ticket sync vack act offer get data blob_req login logout find slip ",
                      " help maintain ", " hall media ", " none hall floor zone kiosk ", " "},
    [DEVICE_PAD] = {" error status alarm press gkey_ok sync vack offer get data blob_req bstat ",
                    " ", " hall firmware ", " none ", " window "},
    [DEVICE_STRIP] = {" error status alarm gkey_ok sync vack offer get data blob_req bstat ", " ",
                      " hall picture firmware ", " none ", " window "},
    [DEVICE_RATING] = {" error status alarm rate sync vack offer get data blob_req bstat ", " ",
                       " hall firmware ", " none ", " window "},
    [DEVICE_BOARD] = {" error status alarm board_status sync vack offer get data blob_req ", " ",
                      " hall media ", " none hall floor zone ", " board "},
    [DEVICE_BUS] = {" error status alarm sync vack offer get data blob_req tunnel busctl"
                    " bus_station ",
                    " ", " hall ", " none ", " "},
    [DEVICE_CONSOLE] =
        {" error status ticket_req printed checkin sync vack show login logout find act"
         " history_req watch conf_get conf_put dev_cmd stats_req screen_req offer"
         " get data blob_req ",
         " none call-next recall start finish miss transfer park return rejoin pause"
         " resume open close day-open day-close help cancel void undo"
         " call-named add-item sign-on sign-off assign unassign book unbook quota"
         " next-step pick-up duty clock admit emergency ",
         " screen hall media picture firmware ",
         " none hall floor zone window kiosk console admin board ", " "},
    [DEVICE_ADMIN] =
        {" error status ticket_req printed checkin sync vack show login logout find act"
         " history_req watch conf_get conf_put dev_cmd stats_req screen_req offer"
         " get data blob_req ",
         " none call-next recall start finish miss transfer park return rejoin pause"
         " resume open close day-open day-close help cancel void undo"
         " call-named add-item sign-on sign-off assign unassign book unbook quota"
         " next-step pick-up duty clock lease-end backup pages accept-history admit"
         " emergency ",
         " screen hall media picture firmware ",
         " none hall floor zone window kiosk console admin board ", " "},
};

/* Sent by devices, but never inside an open session: the session's own, and clear ones of a line.
 */
static const char outside[] = " hello bye ping pong noise1 noise2 ack iam conflict need ";
/* Nobody asks for these by ACT: the hall does them, or a message of their own does. */
static const char never[] = " issue printed rate tick check-in lease import void-slip reprint"
                            " notice ";

static bool listed(const char *list, const char *word)
{
    char bounded[64];
    assert_true(strlen(word) + 3 < sizeof(bounded));
    strcpy(bounded, " ");
    strcat(bounded, word);
    strcat(bounded, " ");
    return list && strstr(list, bounded);
}

/* Everything below DEVICE_KIND_COUNT, and what is no kind at all. */
static const struct expectation *expect(uint32_t kind)
{
    static const struct expectation nothing = {" ", " ", " ", " ", " "};
    return kind < DEVICE_KIND_COUNT && expected[kind].sends ? &expected[kind] : &nothing;
}

static void no_message_is_without_a_rule(void **state)
{
    (void)state;
    for (uint32_t type = 0; type <= UINT8_MAX; type++) {
        const char *name = message_name((uint8_t)type);
        bool somebody = listed(outside, name);
        if (!message_table((uint8_t)type) || message_direction((uint8_t)type) == MSG_C2D)
            continue;
        for (uint32_t kind = 0; kind < DEVICE_KIND_COUNT; kind++)
            somebody |= listed(expect(kind)->sends, name);
        if (!somebody)
            fail_msg("no message without a rule: who may send %s?", name);
    }
}

static void no_verb_is_without_a_rule(void **state)
{
    (void)state;
    for (uint8_t verb = 1; verb < VERB_COUNT; verb++) {
        bool somebody = listed(never, verb_name(verb));
        for (uint32_t kind = 0; kind < DEVICE_KIND_COUNT; kind++)
            somebody |= listed(expect(kind)->acts, verb_name(verb));
        if (!somebody)
            fail_msg("no verb without a rule: who may %s?", verb_name(verb));
    }
}

static void each_kind_sends_what_is_its_own_and_nothing_else(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind <= UINT8_MAX; kind++) {
        for (uint32_t type = 0; type <= UINT8_MAX; type++) {
            bool may = message_table((uint8_t)type) &&
                       listed(expect(kind)->sends, message_name((uint8_t)type));
            if (roles_may_send((uint8_t)kind, (uint8_t)type) != may)
                fail_msg("a %s %s send %s", device_kind_name((uint8_t)kind),
                         may ? "may not" : "may", message_name((uint8_t)type));
        }
    }
}

static const char *verb_word(uint32_t verb)
{
    return verb == VERB_NONE ? "none" : verb < VERB_COUNT ? verb_name((uint8_t)verb) : "?";
}

static void each_kind_does_what_is_its_own_and_nothing_else(void **state)
{
    (void)state;
    struct message act = {.type = MSG_TYPE_ACT};
    for (uint32_t kind = 0; kind <= UINT8_MAX; kind++) {
        for (uint32_t verb = 0; verb <= UINT8_MAX; verb++) {
            bool may = listed(expect(kind)->acts, verb_word(verb));
            act.act.verb = (uint8_t)verb;
            if (roles_allow((uint8_t)kind, &act) != may)
                fail_msg("a %s %s %s", device_kind_name((uint8_t)kind), may ? "may not" : "may",
                         verb_word(verb));
        }
    }
}

/* D-43: in a session a person may what the role may, whatever the console may. */
static void each_role_does_what_is_its_own_and_nothing_else(void **state)
{
#define SERVES                                                                                     \
    " none call-next recall start finish miss park return pause resume open close undo call-named" \
    " add-item sign-on sign-off next-step pick-up "
#define HELPS " transfer rejoin help cancel void book unbook admit "
#define LEADS " assign unassign quota duty "
#define KEEPS " maintain notice "
    static const char *const acts[ROLE_COUNT] = {
        [ROLE_NONE] = "",
        [ROLE_CLERK] = SERVES HELPS,
        [ROLE_GUIDE] = HELPS KEEPS,
        [ROLE_MANAGER] =
            SERVES HELPS LEADS KEEPS " day-open day-close clock backup pages emergency ",
        [ROLE_AUDITOR] = "",
        [ROLE_LEADER] = SERVES HELPS LEADS " maintain ",
        [ROLE_INSPECTOR] = "",
    };
    (void)state;
    for (uint32_t role = 0; role <= UINT8_MAX; role++) {
        for (uint32_t verb = 0; verb <= UINT8_MAX; verb++) {
            bool may = role < ROLE_COUNT && listed(acts[role], verb_word(verb));
            if (roles_person_may((uint8_t)role, (uint8_t)verb) != may)
                fail_msg("a %s %s %s", staff_role_name((uint8_t)role), may ? "may not" : "may",
                         verb_word(verb));
        }
    }
}

/* R-C4. */
static void all_who_wait_are_voided_by_leaders_only(void **state)
{
    (void)state;
    for (uint32_t role = 0; role <= UINT8_MAX; role++)
        assert_int_equal(roles_person_may_void_all((uint8_t)role),
                         role == ROLE_MANAGER || role == ROLE_LEADER);
}

/* The promise that matters most, in its own words. */
static void a_kiosk_key_never_calls_or_administers(void **state)
{
    (void)state;
    struct message act = {.type = MSG_TYPE_ACT};
    for (uint32_t verb = 0; verb <= UINT8_MAX; verb++) {
        act.act.verb = (uint8_t)verb;
        for (uint32_t key = 0; key <= UINT8_MAX; key++) { /* a pad's key does not help */
            act.act.key = (uint8_t)key;
            assert_int_equal(roles_allow(DEVICE_KIOSK, &act),
                             verb == VERB_HELP || verb == VERB_MAINTAIN);
        }
    }
    static const uint8_t types[] = {MSG_TYPE_PRESS,    MSG_TYPE_RATE,  MSG_TYPE_CONF_PUT,
                                    MSG_TYPE_DEV_CMD,  MSG_TYPE_WATCH, MSG_TYPE_SCREEN_REQ,
                                    MSG_TYPE_CONF_GET, MSG_TYPE_SHOW};
    for (size_t i = 0; i < countof(types); i++)
        assert_false(roles_may_send(DEVICE_KIOSK, types[i]));
    assert_false(roles_may_fetch(DEVICE_KIOSK, BLOB_SCREEN));
}

static void what_a_screen_shows_is_for_people_only(void **state)
{
    static const char *const words[] = {"?", "screen", "hall", "media", "picture", "firmware"};
    (void)state;
    struct message fetch = {.type = MSG_TYPE_BLOB_REQ};
    for (uint32_t kind = 0; kind <= UINT8_MAX; kind++) {
        for (uint32_t blob = 0; blob <= UINT8_MAX; blob++) {
            fetch.blob_req.kind = (uint8_t)blob;
            const char *word = blob < countof(words) ? words[blob] : "?";
            assert_int_equal(roles_allow((uint8_t)kind, &fetch),
                             listed(expect(kind)->fetches, word));
        }
        bool people = kind == DEVICE_CONSOLE || kind == DEVICE_ADMIN;
        assert_int_equal(roles_may_fetch((uint8_t)kind, BLOB_SCREEN), people);
        assert_int_equal(roles_may_send((uint8_t)kind, MSG_TYPE_SCREEN_REQ), people);
    }
}

static const char *view_word(uint32_t view)
{
    switch (view >> 12) {
#define X(name, code, text) \
    case code:              \
        return #name;
        VIEW_KINDS(X)
#undef X
    default:
        return "?";
    }
}

static bool listed_view(const char *list, uint32_t view)
{
    char word[16] = "";
    const char *name = view_word(view);
    size_t length = strnlen(name, sizeof(word) - 1);
    for (size_t i = 0; i < length; i++)
        word[i] = (char)(name[i] | 0x20);
    return listed(list, word);
}

static void each_kind_sees_what_is_its_own_and_nothing_else(void **state)
{
    (void)state;
    const struct role_place own = {OWN_WINDOW, OWN_DEVICE};
    for (uint32_t kind = 0; kind <= UINT8_MAX; kind++) {
        for (uint32_t view = 0; view <= UINT16_MAX; view++) {
            uint32_t place = view >> 12 == VIEW_KIND_BOARD ? OWN_DEVICE : OWN_WINDOW;
            bool may = listed_view(expect(kind)->sees, view) ||
                       (listed_view(expect(kind)->sees_own, view) && VIEW_NUMBER(view) == place);
            if (roles_may_view((uint8_t)kind, (uint16_t)view, own) != may)
                fail_msg("a %s %s see view %04x", device_kind_name((uint8_t)kind),
                         may ? "may not" : "may", view);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_message_is_without_a_rule),
        cmocka_unit_test(no_verb_is_without_a_rule),
        cmocka_unit_test(each_kind_sends_what_is_its_own_and_nothing_else),
        cmocka_unit_test(each_role_does_what_is_its_own_and_nothing_else),
        cmocka_unit_test(each_kind_does_what_is_its_own_and_nothing_else),
        cmocka_unit_test(all_who_wait_are_voided_by_leaders_only),
        cmocka_unit_test(a_kiosk_key_never_calls_or_administers),
        cmocka_unit_test(what_a_screen_shows_is_for_people_only),
        cmocka_unit_test(each_kind_sees_what_is_its_own_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
