/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slip_code: the codes of SPEC.md 7, made there by another program; what a scanner makes of them;
 * and that one wrong bit of anything is refused.
 */
#include "protocol/slip_code.h"

#include <string.h>

#include "test.h"

#define DAY 20260318
#define ISSUED "T17-445CH7BB41YWSPG2TSG96RAQYC"
#define ALONE "L3-A603-9BNQ47DAHWCV25PF451YDYSYWG"
#define LONGEST "L4294967295-AB9999-CX6DP0XSFX6Z7T3RMBA5KRXQ2M"

static uint8_t key[CRYPTO_HASH];
static const struct slip_code issued = {.ticket = 17};
static const struct slip_code alone = {.lease = 3, .label = {{'A'}, 603}};
static const struct slip_code longest = {.lease = UINT32_MAX, .label = {{'A', 'B'}, 9999}};

static int set_up(void **state)
{
    (void)state;
    for (uint8_t i = 0; i < sizeof(key); i++)
        key[i] = i;
    return 0;
}

static void print(const struct hall_def *def, struct slip_code slip, struct label label,
                  char text[SLIP_TEXT_SIZE])
{
    assert_true(slip_code_sign(&slip, key, DAY));
    slip_code_print(def, DAY, label, &slip, text);
}

/* D-24 */
static void a_slip_says_what_the_specification_says(void **state)
{
    (void)state;
    static struct hall_def def = {.id = "jianchang"};
    char text[SLIP_TEXT_SIZE];
    print(&def, issued, (struct label){{'A'}, 42}, text);
    assert_string_equal(text, "jianchang 20260318 A042 " ISSUED);
    print(&def, alone, alone.label, text);
    assert_string_equal(text, "jianchang 20260318 A603 " ALONE);
    strcpy(def.phone_url, "https://hall.example/t/");
    print(&def, issued, (struct label){{'A'}, 42}, text);
    assert_string_equal(text, "https://hall.example/t/" ISSUED);
}

static void the_longest_text_has_its_whole_code(void **state)
{
    (void)state;
    static struct hall_def def;
    char text[SLIP_TEXT_SIZE];
    struct slip_code read;
    assert_int_equal(strlen(LONGEST), SLIP_MARK_MAX);
    memset(def.id, 'a', sizeof(def.id) - 1);
    print(&def, longest, longest.label, text);
    assert_true(slip_code_parse(text, &read));
    assert_true(slip_code_good(&read, key, DAY));
    memset(def.phone_url, 'a', PHONE_URL_MAX);
    def.phone_url[PHONE_URL_MAX - 1] = '/';
    print(&def, longest, longest.label, text);
    assert_true(slip_code_parse(text, &read));
    assert_true(slip_code_good(&read, key, DAY));
    assert_in_range(strlen(text), 0, SLIP_TEXT_MAX);
}

static bool good(const char *text)
{
    struct slip_code read;
    return slip_code_parse(text, &read) && slip_code_good(&read, key, DAY);
}

static void what_scanners_make_of_it_is_understood(void **state)
{
    (void)state;
    char small[] = ISSUED, wrong[] = ISSUED;
    for (char *at = small; *at; at++)
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
    assert_true(good(ISSUED));
    assert_true(good(ALONE));
    assert_true(good(small));
    assert_true(good("https://hall.example/?t=" ISSUED));
    assert_true(good("jianchang 20260318 A042 " ISSUED "\r\n"));
    for (char *at = wrong + 4; *at; at++) /* Crockford */
        *at = (char)(*at == '0' ? 'o' : *at == '1' ? 'I' : *at);
    assert_true(good(wrong));
}

static void no_other_text_is_a_code(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",
        " ",
        "T",
        "T17",
        "T17-",
        "T-" ISSUED,
        "T0-"
        "445CH7BB41YWSPG2TSG96RAQYC",
        "X17-445CH7BB41YWSPG2TSG96RAQYC",
        "T17-445CH7BB41YWSPG2TSG96RAQYC0",
        "T17-445CH7BB41YWSPG2TSG96RAQYC ?",
        "T42949672960-445CH7BB41YWSPG2TSG96RAQYC",
        "L3-445CH7BB41YWSPG2TSG96RAQYC",
        "L3-A603",
        "L3--445CH7BB41YWSPG2TSG96RAQYC",
        "L3-6-445CH7BB41YWSPG2TSG96RAQYC",
        "L3-A0603A-445CH7BB41YWSPG2TSG96RAQYC",
        "T17-445CH7BB41YWSPG2TSG96RAQYC\x80",
        "A042",
    };
    struct slip_code read;
    for (size_t i = 0; i < countof(none); i++)
        if (slip_code_parse(none[i], &read) && slip_code_good(&read, key, DAY))
            fail_msg("\"%s\" is taken for a code", none[i]);
    char text[] = ISSUED;
    for (size_t i = 4; i < strlen(ISSUED); i++) { /* no digit of base 32 there */
        text[i] = i % 2 ? 'U' : '*';
        assert_false(slip_code_parse(text, &read));
        text[i] = ISSUED[i];
    }
    text[strlen(ISSUED) - 1] = text[strlen(ISSUED) - 1] == 'Z' ? 'Y' : 'Z';
    assert_false(slip_code_parse(text, &read)); /* bits behind the last one */
}

static void whatever_is_not_as_it_was_signed_is_refused(void **state)
{
    (void)state;
    struct slip_code slip = alone, other;
    assert_true(slip_code_sign(&slip, key, DAY));
    assert_true(slip_code_good(&slip, key, DAY));
    assert_false(slip_code_good(&slip, key, DAY + 1));
    for (int bit = 0; bit < 8 * SLIP_CODE_BYTES; bit++) {
        other = slip;
        other.code[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(slip_code_good(&other, key, DAY));
    }
    other = slip;
    other.lease++;
    assert_false(slip_code_good(&other, key, DAY));
    other = slip;
    other.label.number++;
    assert_false(slip_code_good(&other, key, DAY));
    other = slip;
    other.ticket = 1;
    assert_false(slip_code_good(&other, key, DAY));
    key[31] ^= 1;
    assert_false(slip_code_good(&slip, key, DAY));
    key[31] ^= 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_says_what_the_specification_says),
        cmocka_unit_test(the_longest_text_has_its_whole_code),
        cmocka_unit_test(what_scanners_make_of_it_is_understood),
        cmocka_unit_test(no_other_text_is_a_code),
        cmocka_unit_test(whatever_is_not_as_it_was_signed_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
