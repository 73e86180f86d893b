/* SPDX-License-Identifier: Apache-2.0 */
/* The ID-card reader's frames and the life of a card on it (R-I1, R-I2, R-I3), the age band. */
#include <string.h>

#include "device/sam.h"
#include "test.h"

#define NUMBER "21142219500315123X" /* Jianchang, born 15 March 1950; made up */
#define BIRTH "19500315"
#define TODAY 20260318u

struct reader {
    struct sam sam;
    msec now;
    uint8_t body[SAM_BODY_MAX];
    uint8_t request[SAM_REQUEST_SIZE];
    enum sam_news news;
};

static struct reader reader;
static char number[CITIZEN_NUMBER + 1] = NUMBER;

static int start(void **state)
{
    memset(&reader, 0, sizeof(reader));
    reader.now = HOUR;
    sam_init(&reader.sam, reader.now);
    sam_want(&reader.sam, true, reader.now);
    *state = &reader;
    return 0;
}

static uint16_t step(struct reader *r, msec later)
{
    r->now += later;
    size_t count = sam_step(&r->sam, r->now, r->request, &r->news);
    return (uint16_t)(count ? r->request[7] << 8 | r->request[8] : 0);
}

/* Body behind the status; news of the last byte. */
static enum sam_news reply(struct reader *r, uint8_t status, const uint8_t *body, uint16_t count)
{
    static const uint8_t head[] = {0xaa, 0xaa, 0xaa, 0x96, 0x69};
    uint16_t length = (uint16_t)(count + 4);
    uint8_t sum = (uint8_t)(length >> 8 ^ length ^ status);
    for (size_t i = 0; i < sizeof(head); i++)
        assert_int_equal(sam_take(&r->sam, head[i], r->now), SAM_NO_NEWS);
    uint8_t front[] = {(uint8_t)(length >> 8), (uint8_t)length, 0, 0, status};
    for (size_t i = 0; i < sizeof(front); i++)
        assert_int_equal(sam_take(&r->sam, front[i], r->now), SAM_NO_NEWS);
    for (uint16_t i = 0; i < count; i++) {
        assert_int_equal(sam_take(&r->sam, body[i], r->now), SAM_NO_NEWS);
        sum ^= body[i];
    }
    return sam_take(&r->sam, sum, r->now);
}

static void put_text(uint8_t *to, const char *text)
{
    for (size_t i = 0; text[i]; i++)
        to[2 * i] = (uint8_t)text[i];
}

/* Text and photograph: everything that is not looked at is 0x5a. */
static enum sam_news reply_card(struct reader *r, const char *id, const char *birth)
{
    uint8_t body[SAM_BODY_MAX - 4];
    memset(body, 0x5a, sizeof(body));
    memcpy(body, (const uint8_t[]){1, 0, 4, 0}, 4);
    memset(body + 4 + 36, 0, 16);
    memset(body + 4 + 122, 0, 36);
    put_text(body + 4 + 36, birth);
    put_text(body + 4 + 122, id);
    return reply(r, SAM_OK, body, sizeof(body));
}

static void to_read(struct reader *r)
{
    assert_int_equal(step(r, SAM_POLL_MS), SAM_FIND);
    reply(r, SAM_FOUND, (const uint8_t[4]){0}, 4);
    assert_int_equal(step(r, 0), SAM_SELECT);
    reply(r, SAM_OK, (const uint8_t[8]){0}, 8);
    assert_int_equal(step(r, 0), SAM_READ);
}

static void read_card(struct reader *r)
{
    to_read(r);
    assert_int_equal(reply_card(r, number, BIRTH), SAM_CARD);
}

static void requests_are_as_the_manual_says(void **state)
{
    static const struct {
        uint16_t command;
        uint8_t sum;
    } known[] = {{SAM_FIND, 0x22}, {SAM_SELECT, 0x21}, {SAM_READ, 0x32}, {SAM_STATUS, 0xed}};
    uint8_t request[SAM_REQUEST_SIZE];
    (void)state;
    for (size_t i = 0; i < countof(known); i++) {
        assert_int_equal(sam_request(known[i].command, request), 10);
        assert_memory_equal(request, "\xaa\xaa\xaa\x96\x69\0\3", 7);
        assert_int_equal(request[9], known[i].sum);
    }
}

static void a_card_is_found_selected_read_and_taken_away(void **state)
{
    struct reader *r = *state;
    read_card(r);
    assert_string_equal(r->sam.citizen.number, number);
    assert_string_equal(r->sam.citizen.birth, BIRTH);
    assert_true(sam_lies(&r->sam));
    assert_int_equal(step(r, SAM_POLL_MS), SAM_LOOK);
    assert_int_equal(reply(r, SAM_NO_ENTRY, NULL, 0), SAM_NO_NEWS); /* still there */
    for (int round = 0; round < SAM_GONE_AFTER; round++) {
        assert_true(sam_lies(&r->sam));
        assert_int_equal(step(r, SAM_POLL_MS), SAM_LOOK);
        assert_int_equal(reply(r, 0x41, NULL, 0), SAM_NO_NEWS);
        assert_int_equal(step(r, SAM_POLL_MS), SAM_FIND);
        assert_int_equal(reply(r, 0x80, NULL, 0),
                         round + 1 == SAM_GONE_AFTER ? SAM_GONE : SAM_NO_NEWS);
    }
    assert_false(sam_lies(&r->sam));
}

static void a_card_that_wobbles_once_is_not_gone(void **state)
{
    struct reader *r = *state;
    read_card(r);
    for (int i = 0; i < 5; i++) {
        step(r, SAM_POLL_MS);
        reply(r, 0x41, NULL, 0);
        step(r, SAM_POLL_MS);
        assert_int_equal(reply(r, 0x80, NULL, 0), SAM_NO_NEWS);
        step(r, SAM_POLL_MS);
        assert_int_equal(reply(r, SAM_OK, NULL, 0), SAM_NO_NEWS);
    }
}

/* R-I1, R-Y1 */
static void nothing_but_number_and_birth_is_ever_stored(void **state)
{
    struct reader *r = *state;
    read_card(r);
    const uint8_t *bytes = (const uint8_t *)&r->sam;
    for (size_t i = 0; i < sizeof(r->sam); i++)
        assert_int_not_equal(bytes[i], 0x5a);
    citizen_wipe(&r->sam.citizen);
    for (size_t i = 0; i + 6 <= sizeof(r->sam); i++)
        assert_memory_not_equal(bytes + i, number, 6);
}

static void no_two_looks_are_closer_than_300_ms(void **state)
{
    struct reader *r = *state;
    msec last = 0;
    for (int i = 0; i < 200; i++) {
        uint16_t command = step(r, 10);
        if (!command)
            continue;
        assert_true(r->now - last >= SAM_POLL_MS);
        last = r->now;
        reply(r, 0x80, NULL, 0);
    }
    assert_true(last > 0);
}

/* Domain rule: after an error the card is taken up and put again. */
static void after_an_error_the_card_must_be_lifted(void **state)
{
    struct reader *r = *state;
    to_read(r);
    assert_int_equal(reply(r, 0x41, NULL, 0), SAM_TROUBLE);
    for (int i = 0; i < 4; i++) { /* it still lies there: not tried again */
        assert_int_equal(step(r, SAM_POLL_MS), SAM_FIND);
        assert_int_equal(reply(r, SAM_FOUND, (const uint8_t[4]){0}, 4), SAM_NO_NEWS);
    }
    assert_int_equal(step(r, SAM_POLL_MS), SAM_FIND);
    reply(r, 0x80, NULL, 0);
    read_card(r);
}

/* R-I3 */
static void a_wrong_check_character_or_birth_date_is_an_error(void **state)
{
    struct reader *r = *state;
    char wrong[] = NUMBER;
    wrong[0] = '3';
    to_read(r);
    assert_int_equal(reply_card(r, wrong, BIRTH), SAM_TROUBLE);
    assert_int_equal(r->sam.citizen.number[0], 0);
    step(r, SAM_POLL_MS);
    reply(r, 0x80, NULL, 0);
    to_read(r);
    assert_int_equal(reply_card(r, number, "19500316"), SAM_TROUBLE);
}

static void a_damaged_frame_is_no_card_and_ends_by_time(void **state)
{
    struct reader *r = *state;
    to_read(r);
    static const uint8_t damaged[] = {0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 4, 0, 0, 0x90, 0};
    for (size_t i = 0; i < sizeof(damaged); i++)
        assert_int_equal(sam_take(&r->sam, damaged[i], r->now), SAM_NO_NEWS);
    assert_int_equal(step(r, SAM_READ_MS - 1), 0);
    step(r, 1);
    assert_int_equal(r->news, SAM_TROUBLE);
}

static void noise_before_a_frame_does_not_hide_it(void **state)
{
    struct reader *r = *state;
    assert_int_equal(step(r, SAM_POLL_MS), SAM_FIND);
    static const uint8_t noise[] = {0x00, 0xaa, 0x96, 0xaa, 0xaa, 0x69, 0xaa};
    for (size_t i = 0; i < sizeof(noise); i++)
        sam_take(&r->sam, noise[i], r->now);
    assert_int_equal(reply(r, SAM_FOUND, (const uint8_t[4]){0}, 4), SAM_HERE);
    assert_int_equal(step(r, 0), SAM_SELECT);
}

/* R-I4 */
static void a_silent_reader_is_missing_and_said_once(void **state)
{
    struct reader *r = *state;
    int said = 0;
    for (int i = 0; i < 20; i++) {
        step(r, SAM_ANSWER_MS);
        said += r->news == SAM_MISSING;
    }
    assert_int_equal(said, 1);
    step(r, SAM_ANSWER_MS);
    assert_int_equal(reply(r, 0x80, NULL, 0), SAM_HERE);
}

/* R-Y1: a card is read only for a page that asks for one. */
static void a_card_nobody_asked_for_is_not_read(void **state)
{
    struct reader *r = *state;
    sam_want(&r->sam, false, r->now);
    assert_int_equal(step(r, SAM_POLL_MS), SAM_STATUS);
    reply(r, SAM_OK, NULL, 0);
    assert_int_equal(step(r, SAM_POLL_MS), 0);
    sam_want(&r->sam, true, r->now);
    to_read(r);
    sam_want(&r->sam, false, r->now); /* the page is left while it is being read */
    assert_int_equal(reply_card(r, number, BIRTH), SAM_NO_NEWS);
    assert_int_equal(r->sam.citizen.number[0], 0);
}

static void age_bands_begin_on_the_birthday(void **state)
{
    static const struct {
        const char *birth;
        uint8_t band;
    } people[] = {{"19660319", 0},  {"19660318", 60}, {"19610319", 60},
                  {"19610318", 65}, {"19560319", 65}, {"19560318", 70},
                  {"19000101", 70}, {"20270101", 0},  {"19500230", 0}};
    (void)state;
    for (size_t i = 0; i < countof(people); i++) {
        struct citizen citizen = {.birth = ""};
        memcpy(citizen.birth, people[i].birth, CITIZEN_BIRTH);
        assert_int_equal(citizen_age_band(&citizen, TODAY), people[i].band);
    }
}

/* R-I3 */
static void every_single_wrong_digit_of_a_number_is_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < CITIZEN_NUMBER; i++)
        for (char c = '0'; c <= '9'; c++) {
            char wrong[] = NUMBER;
            wrong[CITIZEN_NUMBER - 1] = number[CITIZEN_NUMBER - 1];
            if (wrong[i] == c)
                continue;
            wrong[i] = c;
            assert_false(citizen_number_good(wrong));
        }
    char small[] = "11010519491231002x"; /* the example of GB 11643 */
    assert_true(citizen_number_good(small));
    assert_int_equal(small[CITIZEN_NUMBER - 1], 'X');
}

/* The made-up number gets its check character. */
static int complete(void **state)
{
    (void)state;
    for (char *c = (char[]){"0123456789X"}; *c; c++) {
        number[CITIZEN_NUMBER - 1] = *c;
        if (citizen_number_good(number))
            return 0;
    }
    return -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_as_the_manual_says),
        cmocka_unit_test_setup(a_card_is_found_selected_read_and_taken_away, start),
        cmocka_unit_test_setup(a_card_that_wobbles_once_is_not_gone, start),
        cmocka_unit_test_setup(nothing_but_number_and_birth_is_ever_stored, start),
        cmocka_unit_test_setup(no_two_looks_are_closer_than_300_ms, start),
        cmocka_unit_test_setup(after_an_error_the_card_must_be_lifted, start),
        cmocka_unit_test_setup(a_wrong_check_character_or_birth_date_is_an_error, start),
        cmocka_unit_test_setup(a_damaged_frame_is_no_card_and_ends_by_time, start),
        cmocka_unit_test_setup(noise_before_a_frame_does_not_hide_it, start),
        cmocka_unit_test_setup(a_silent_reader_is_missing_and_said_once, start),
        cmocka_unit_test_setup(a_card_nobody_asked_for_is_not_read, start),
        cmocka_unit_test(age_bands_begin_on_the_birthday),
        cmocka_unit_test(every_single_wrong_digit_of_a_number_is_seen),
    };
    return cmocka_run_group_tests(tests, complete, NULL);
}
