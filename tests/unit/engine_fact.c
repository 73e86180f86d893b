/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts as bytes and text: what the journal keeps.
 */
#include <string.h>

#include "engine/fact.h"
#include "test.h"

/* Every byte of every field set, every text full. */
static struct fact full_fact(uint8_t kind)
{
    struct fact fact = {.kind = kind, .at = 0x0102030405060708};
    const struct field_table *table = fact_table(kind);
    uint8_t *body = (uint8_t *)&fact.day_opened;
    memset(body, 0x41, table->size);
    for (uint16_t i = 0; i < table->count; i++)
        if (table->fields[i].kind == FIELD_STR)
            body[table->fields[i].offset + table->fields[i].max] = '\0';
    return fact;
}

static size_t put(const struct fact *fact, uint8_t bytes[FACT_BYTES_MAX])
{
    struct wire_out out = {bytes, bytes + FACT_BYTES_MAX, false};
    fact_put(&out, fact);
    assert_false(out.bad);
    return (size_t)(out.at - bytes);
}

static bool get(const uint8_t *bytes, size_t n, struct fact *fact)
{
    struct wire_in in = {bytes, bytes + n, false};
    fact_get(&in, fact);
    return !in.bad;
}

static void every_kind_survives_the_journal(void **state)
{
    (void)state;
    for (uint8_t kind = 1; kind < FACT_KIND_COUNT; kind++) {
        struct fact fact = full_fact(kind), back;
        uint8_t bytes[FACT_BYTES_MAX], again[FACT_BYTES_MAX];
        size_t n = put(&fact, bytes);
        assert_true(get(bytes, n, &back));
        assert_int_equal(back.kind, kind);
        assert_int_equal(back.at, fact.at);
        assert_int_equal(put(&back, again), n);
        assert_memory_equal(bytes, again, n);
    }
}

static void the_largest_fact_fits_its_limit(void **state)
{
    (void)state;
    for (uint8_t kind = 1; kind < FACT_KIND_COUNT; kind++)
        assert_true(11 + codec_size_max(fact_table(kind)) <= FACT_BYTES_MAX);
}

static void cut_or_unknown_bytes_are_malformed(void **state)
{
    (void)state;
    uint8_t bytes[FACT_BYTES_MAX];
    struct fact fact = full_fact(FACT_KIND_CALLED), back;
    size_t n = put(&fact, bytes);
    for (size_t cut = 0; cut < n; cut++)
        assert_false(get(bytes, cut, &back));
    bytes[0] = FACT_KIND_COUNT; /* a newer version wrote it */
    assert_false(get(bytes, n, &back));
    bytes[0] = 0;
    assert_false(get(bytes, n, &back));
    assert_int_equal(back.kind, 0);
}

/* Facts grow at their end only: an older one has zeros there, a newer one a tail to skip. */
static void older_and_newer_facts_are_read(void **state)
{
    (void)state;
    uint8_t bytes[FACT_BYTES_MAX];
    struct fact fact = {.kind = FACT_KIND_RECALLED, .at = 5}, back;
    fact.recalled = (struct fact_recalled){.ticket = 7, .target = 2, .calls = 3, .last = 1};
    size_t n = put(&fact, bytes);
    bytes[9]--; /* the length, without the last field */
    assert_true(get(bytes, n - 1, &back));
    assert_int_equal(back.recalled.calls, 3);
    assert_int_equal(back.recalled.last, 0);

    n = put(&fact, bytes);
    bytes[9]++;
    bytes[n] = 99;
    assert_true(get(bytes, n + 1, &back));
    assert_int_equal(back.recalled.last, 1);

    struct fact rejoined = {.kind = FACT_KIND_REJOINED, .at = 5};
    rejoined.rejoined = (struct fact_rejoined){.ticket = 7, .places = 3, .to = 2};
    n = put(&rejoined, bytes);
    bytes[9]--; /* of a journal that did not say who */
    assert_true(get(bytes, n - 1, &back));
    assert_int_equal(back.rejoined.to, 2);
    assert_string_equal(back.rejoined.who, "");
}

static void a_fact_prints_as_name_and_fields(void **state)
{
    (void)state;
    char text[80];
    struct fact fact = {.kind = FACT_KIND_HELP};
    fact.help.target = 6;
    strcpy(fact.help.device, "pad-6");
    size_t n = fact_print(&fact, text, sizeof(text));
    assert_string_equal(text, "help target=6 device=\"pad-6\"");
    assert_int_equal(n, strlen(text));
    n = fact_print(&fact, text, 8);
    assert_string_equal(text, "help ta");
    assert_int_equal(n, 7);
    n = fact_print(&fact, text, 3);
    assert_string_equal(text, "he");
    assert_int_equal(n, 2);
    assert_string_equal(fact_name(0), "?");
    assert_string_equal(fact_name(200), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_survives_the_journal),
        cmocka_unit_test(the_largest_fact_fits_its_limit),
        cmocka_unit_test(cut_or_unknown_bytes_are_malformed),
        cmocka_unit_test(older_and_newer_facts_are_read),
        cmocka_unit_test(a_fact_prints_as_name_and_fields),
    };
    return cmocka_run_group_tests_name("engine_fact", tests, NULL, NULL);
}
