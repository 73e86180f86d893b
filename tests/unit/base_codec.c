/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The promises of codec.h: a round trip, and that old and new versions understand each
 * other (D-10, style 2.5: messages grow at the end).
 */
#include <string.h>

#include "base/codec.h"
#include "test.h"

struct item {
    uint16_t number;
    uint8_t state;
};

struct visit {
    uint8_t kind;
    uint16_t window;
    uint32_t ticket;
    uint64_t id;
    int16_t offset;
    int64_t at;
    char name[9]; /* max 8 */
    struct {
        uint16_t length;
        uint8_t at[4];
    } key;
    struct {
        uint8_t count;
        struct item list[3];
    } items;
    uint16_t added; /* by a newer version */
};

static const struct field item_fields[] = {
    {"number", offsetof(struct item, number), FIELD_U16, 0, 0, NULL},
    {"state", offsetof(struct item, state), FIELD_U8, 0, 0, NULL},
};
static const struct field_table item_table = {"item", sizeof(struct item), 2, item_fields};
static const struct field_table old_item_table = {"item", sizeof(struct item), 1, item_fields};

#define FIELDS(sub)                                                              \
    {                                                                            \
        {"kind", offsetof(struct visit, kind), FIELD_U8, 0, 0, NULL},            \
            {"window", offsetof(struct visit, window), FIELD_U16, 0, 0, NULL},   \
            {"ticket", offsetof(struct visit, ticket), FIELD_U32, 0, 0, NULL},   \
            {"id", offsetof(struct visit, id), FIELD_U64, 0, 0, NULL},           \
            {"offset", offsetof(struct visit, offset), FIELD_I16, 0, 0, NULL},   \
            {"at", offsetof(struct visit, at), FIELD_I64, 0, 0, NULL},           \
            {"name", offsetof(struct visit, name), FIELD_STR, 8, 0, NULL},       \
            {"key", offsetof(struct visit, key), FIELD_BYTES, 4, 0, NULL},       \
            {"items",                                                            \
             offsetof(struct visit, items),                                      \
             FIELD_RECORDS,                                                      \
             3,                                                                  \
             offsetof(struct visit, items.list) - offsetof(struct visit, items), \
             sub},                                                               \
            {"added", offsetof(struct visit, added), FIELD_U16, 0, 0, NULL},     \
    }
static const struct field fields[] = FIELDS(&item_table);
static const struct field old_fields[] = FIELDS(&old_item_table);
static const struct field_table visit_table = {"visit", sizeof(struct visit), 10, fields};
static const struct field_table old_visit_table = {"visit", sizeof(struct visit), 9, old_fields};

static const struct visit sample = {.kind = 3,
                                    .window = 110,
                                    .ticket = 70000,
                                    .id = 0x1122334455667788,
                                    .offset = -300,
                                    .at = -5,
                                    .name = "kiosk-10",
                                    .key = {4, {0xde, 0xad, 0xbe, 0xef}},
                                    .items = {3, {{1, 2}, {300, 4}, {9999, 255}}},
                                    .added = 77};

static size_t put(const struct field_table *table, const struct visit *from, uint8_t *bytes,
                  size_t size)
{
    struct wire_out out = {bytes, bytes + size, false};
    codec_put(&out, table, from);
    return out.bad ? 0 : (size_t)(out.at - bytes);
}

static bool get(const struct field_table *table, const uint8_t *bytes, size_t n, struct visit *to)
{
    struct wire_in in = {bytes, bytes + n, false};
    memset(to, 0xa5, sizeof(*to)); /* what was there before does not shine through */
    codec_get(&in, table, to);
    return !in.bad;
}

static void assert_same(const struct visit *a, const struct visit *b)
{
    char one[512], two[512];
    codec_print(&visit_table, a, one, sizeof(one));
    codec_print(&visit_table, b, two, sizeof(two));
    assert_string_equal(one, two);
}

static void what_is_put_is_got(void **state)
{
    (void)state;
    uint8_t bytes[128];
    struct visit got;
    size_t n = put(&visit_table, &sample, bytes, sizeof(bytes));
    assert_int_equal(n, codec_size_max(&visit_table)); /* every field is at its limit */
    assert_true(get(&visit_table, bytes, n, &got));
    assert_same(&got, &sample);
    assert_int_equal(got.offset, -300);
    assert_true(got.at == -5);
}

static void bytes_too_few_to_put_are_refused(void **state)
{
    (void)state;
    uint8_t bytes[128];
    size_t n = put(&visit_table, &sample, bytes, sizeof(bytes));
    for (size_t size = 0; size < n; size++)
        assert_int_equal(put(&visit_table, &sample, bytes, size), 0);
}

static void bytes_behind_the_last_field_are_ignored(void **state)
{
    (void)state;
    uint8_t bytes[128] = {0};
    struct visit got;
    size_t n = put(&visit_table, &sample, bytes, sizeof(bytes));
    struct visit want = sample;
    assert_true(get(&old_visit_table, bytes, n, &got)); /* an older reader */
    want.added = 0;
    for (int i = 0; i < 3; i++)
        want.items.list[i].state = 0; /* and inside records, by the stride */
    assert_same(&got, &want);
}

static void missing_fields_are_zero(void **state)
{
    (void)state;
    uint8_t bytes[128];
    struct visit got;
    size_t n = put(&old_visit_table, &sample, bytes, sizeof(bytes)); /* an older writer */
    struct visit want = sample;
    want.added = 0;
    for (int i = 0; i < 3; i++)
        want.items.list[i].state = 0;
    assert_true(get(&visit_table, bytes, n, &got));
    assert_same(&got, &want);
    assert_true(get(&visit_table, bytes, 0, &got)); /* even all of them */
    static const struct visit nothing;
    assert_same(&got, &nothing);
}

static void a_cut_off_field_is_malformed(void **state)
{
    (void)state;
    uint8_t bytes[128];
    struct visit got;
    size_t n = put(&visit_table, &sample, bytes, sizeof(bytes));
    uint32_t whole = 0;
    for (size_t cut = 0; cut <= n; cut++) {
        static const struct visit nothing;
        if (get(&visit_table, bytes, cut, &got))
            whole++; /* cut between two fields */
        else
            assert_memory_equal(&got, &nothing, sizeof(got));
    }
    assert_int_equal(whole, 11); /* before each of 10 fields and behind the last */
}

static void lengths_above_the_limit_are_malformed(void **state)
{
    (void)state;
    uint8_t bytes[128];
    struct visit got;
    size_t name = 1 + 2 + 4 + 8 + 2 + 8, key = name + 1 + 8, items = key + 2 + 4;
    size_t n = put(&visit_table, &sample, bytes, sizeof(bytes));
    assert_true(get(&visit_table, bytes, n, &got));
    static const struct {
        int field;
        uint8_t value;
    } spoils[] = {{0, 9}, {1, 5}, {2, 4}};
    size_t at[] = {name, key, items};
    for (size_t i = 0; i < countof(spoils); i++) {
        uint8_t kept = bytes[at[i]];
        bytes[at[i]] = spoils[i].value;
        assert_false(get(&visit_table, bytes, sizeof(bytes), &got));
        bytes[at[i]] = kept;
    }
}

static void records_with_a_longer_stride_are_read(void **state)
{
    (void)state;
    /* A newer writer: 5 bytes a record where we know 3. */
    static const struct field list_only[] = {
        {"items", offsetof(struct visit, items), FIELD_RECORDS, 3,
         offsetof(struct visit, items.list) - offsetof(struct visit, items), &item_table}};
    static const struct field_table table = {"list", sizeof(struct visit), 1, list_only};
    static const uint8_t bytes[] = {2, 5, 0x01, 0x00, 0x02, 0xaa, 0xbb, 0x2c, 0x01, 0x04, 0, 0};
    struct visit got;
    assert_true(get(&table, bytes, sizeof(bytes), &got));
    assert_int_equal(got.items.count, 2);
    assert_int_equal(got.items.list[0].number, 1);
    assert_int_equal(got.items.list[0].state, 2);
    assert_int_equal(got.items.list[1].number, 300);
    assert_int_equal(got.items.list[1].state, 4);
}

static void a_text_is_always_ended(void **state)
{
    (void)state;
    struct visit full = sample, got;
    uint8_t bytes[128];
    memcpy(full.name, "12345678", 9);
    size_t n = put(&visit_table, &full, bytes, sizeof(bytes));
    assert_true(get(&visit_table, bytes, n, &got));
    assert_string_equal(got.name, "12345678");
}

static void print_reads_well_and_is_cut_at_the_size(void **state)
{
    (void)state;
    char text[512];
    static const char want[] =
        "kind=3 window=110 ticket=70000 id=1234605616436508552 offset=-300 at=-5 "
        "name=\"kiosk-10\" key=deadbeef items=[(number=1 state=2) (number=300 state=4) "
        "(number=9999 state=255)] added=77";
    assert_int_equal(codec_print(&visit_table, &sample, text, sizeof(text)), strlen(want));
    assert_string_equal(text, want);
    for (size_t size = 1; size < sizeof(want); size++) {
        assert_int_equal(codec_print(&visit_table, &sample, text, size), size - 1);
        assert_int_equal(strlen(text), size - 1);
        assert_memory_equal(text, want, size - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_is_got),
        cmocka_unit_test(bytes_too_few_to_put_are_refused),
        cmocka_unit_test(bytes_behind_the_last_field_are_ignored),
        cmocka_unit_test(missing_fields_are_zero),
        cmocka_unit_test(a_cut_off_field_is_malformed),
        cmocka_unit_test(lengths_above_the_limit_are_malformed),
        cmocka_unit_test(records_with_a_longer_stride_are_read),
        cmocka_unit_test(a_text_is_always_ended),
        cmocka_unit_test(print_reads_well_and_is_cut_at_the_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
