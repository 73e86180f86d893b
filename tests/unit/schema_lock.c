/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.lock: the schema as compiled is what was published and more behind it; every
 * other kind of change is refused with a sentence that names it (SPEC.md 2).
 */
#include "schema/lock.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

static const struct catalogue nothing;
static struct catalogue lock, now;
static char why[LOCK_WHY];

static struct catalogue_entry *entry(const char *name)
{
    for (uint32_t i = 0; i < now.count; i++)
        if (strcmp(now.entries[i].name, name) == 0)
            return &now.entries[i];
    fail_msg("no %s in the schema", name);
    return now.entries; /* not reached, which a compiler cannot know */
}

/* The lock holds what is compiled; each test spoils `now`. */
static int fresh(void **state)
{
    (void)state;
    catalogue_compiled(&lock);
    lock_date(&nothing, &lock);
    now = lock;
    assert_true(lock_allows(&lock, &now, why));
    return 0;
}

static void refused(const char *sentence)
{
    assert_false(lock_allows(&lock, &now, why));
    if (!strstr(why, sentence))
        fail_msg("refused with \"%s\", which does not say \"%s\"", why, sentence);
}

static void append(struct catalogue_entry *to, const char *name, const char *type)
{
    struct catalogue_field *field = &to->fields[to->count++];
    snprintf(field->name, sizeof(field->name), "%s", name);
    snprintf(field->type, sizeof(field->type), "%s", type);
}

static void remove_field(struct catalogue_entry *from, uint32_t at)
{
    from->count--;
    memmove(&from->fields[at], &from->fields[at + 1], (from->count - at) * sizeof(from->fields[0]));
}

/* ---- what is allowed ---- */

static void a_field_at_the_end_with_a_higher_revision_is_allowed(void **state)
{
    (void)state;
    append(entry("press"), "force", "u8");
    append(entry("call_entry"), "room", "u8");
    append(entry("window"), "fault", "u8");
    now.revision++;
    assert_true(lock_allows(&lock, &now, why));
    lock_date(&lock, &now);
    assert_int_equal(entry("press")->fields[0].since, lock.revision);
    assert_int_equal(entry("press")->fields[entry("press")->count - 1].since, now.revision);
}

static void a_new_message_with_a_higher_revision_is_allowed(void **state)
{
    (void)state;
    struct catalogue_entry *new = &now.entries[now.count++];
    *new = *entry("ping");
    new->code = 0x7E;
    strcpy(new->name, "probe");
    now.revision++;
    assert_true(lock_allows(&lock, &now, why));
    lock_date(&lock, &now);
    assert_int_equal(entry("probe")->since, now.revision);
}

static void a_higher_revision_alone_is_allowed(void **state)
{
    (void)state;
    now.revision++;
    assert_true(lock_allows(&lock, &now, why));
}

/* ---- what is not ---- */

static void growth_without_a_higher_revision_is_refused(void **state)
{
    (void)state;
    append(entry("press"), "force", "u8");
    refused("press has grown and SCHEMA_REV is still");
    fresh(state);
    append(entry("call_entry"), "room", "u8");
    refused("call_entry has grown");
    fresh(state);
    now.entries[now.count] = *entry("ping");
    now.entries[now.count].code = 0x7E;
    strcpy(now.entries[now.count++].name, "probe");
    refused("probe has grown");
}

static void a_lower_revision_is_refused(void **state)
{
    (void)state;
    now.revision--;
    refused("SCHEMA_REV is");
}

static void a_removed_field_is_refused_wherever_it_stood(void **state)
{
    (void)state;
    uint32_t count = entry("press")->count;
    for (uint32_t at = 0; at < count; at++) {
        fresh(state);
        now.revision++;
        remove_field(entry("press"), at);
        refused("message press");
    }
    refused("message press has lost its field arg");
}

static void a_field_of_another_type_is_refused(void **state)
{
    (void)state;
    now.revision++;
    strcpy(entry("press")->fields[0].type, "u32");
    refused("field 1 of message press was seq u16 and is now seq u32");
}

static void another_maximum_is_refused(void **state)
{
    (void)state;
    now.revision++;
    strcpy(entry("bye")->fields[2].type, "str97");
    refused("was text str96 and is now text str97");
    fresh(state);
    now.revision++;
    strcpy(entry("call")->fields[0].type, "call_entry[22]");
    refused("was entries call_entry[23]");
}

static void a_field_in_the_middle_is_refused(void **state)
{
    (void)state;
    struct catalogue_entry *press = entry("press");
    now.revision++;
    memmove(&press->fields[2], &press->fields[1], 3 * sizeof(press->fields[0]));
    press->count++;
    strcpy(press->fields[1].name, "force");
    refused("field 2 of message press was key u8 and is now force");
}

static void fields_in_another_order_are_refused(void **state)
{
    (void)state;
    struct catalogue_entry *row = entry("missed");
    struct catalogue_field first = row->fields[0];
    now.revision++;
    row->fields[0] = row->fields[1];
    row->fields[1] = first;
    refused("field 1 of row missed was service u16 and is now prefix u16");
}

static void another_name_is_refused(void **state)
{
    (void)state;
    now.revision++;
    strcpy(entry("press")->fields[3].name, "argument");
    refused("was arg u16 and is now argument u16");
    fresh(state);
    now.revision++;
    strcpy(entry("press")->name, "key");
    refused("message 20 was press and is now key");
}

static void a_code_that_is_used_again_is_refused(void **state)
{
    (void)state;
    now.revision++;
    struct catalogue_entry *new = &now.entries[now.count++];
    *new = *entry("ping");
    strcpy(new->name, "probe");
    refused("a code and a name are used once");
    fresh(state);
    now.revision++;
    strcpy(entry("line")->name, "wire"); /* a row kind taken over */
    refused("row 0b was line and is now wire");
}

static void a_message_that_is_gone_is_refused(void **state)
{
    (void)state;
    now.revision++;
    *entry("press") = now.entries[--now.count];
    refused("message press is gone");
    fresh(state);
    now.revision++;
    *entry("call_entry") = now.entries[--now.count];
    refused("record call_entry is gone");
    fresh(state);
    now.revision++;
    entry("press")->code = 0x7E;
    refused("message press is gone");
}

static void another_direction_or_security_is_refused(void **state)
{
    (void)state;
    now.revision++;
    strcpy(entry("press")->direction, "BOTH");
    refused("message press went D2C and goes now BOTH");
    fresh(state);
    now.revision++;
    strcpy(entry("press")->security, "CLEAR");
    refused("message press was SEALED and is now CLEAR");
}

/* ---- the file ---- */

static void a_lock_is_read_as_it_was_written(void **state)
{
    (void)state;
    static struct catalogue again;
    char *text, *twice;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    lock_write(&lock, out);
    fclose(out);
    assert_true(lock_read(text, &again, why));
    assert_int_equal(again.count, lock.count);
    assert_true(lock_allows(&again, &lock, why));
    assert_true(lock_allows(&lock, &again, why));
    out = open_memstream(&twice, &length);
    lock_write(&again, out);
    fclose(out);
    assert_string_equal(text, twice);
    free(text);
    free(twice);
}

static void what_is_no_lock_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const bad[] = {"revision 2\nmesage 01 hello D2C SEALED 1\n",
                                      "revision 2\n  seq u16 1\n",
                                      "revision 2\nmessage 20 press D2C SEALED 1\n  seq u16\n",
                                      "revision 2\nmessage 120 press D2C SEALED 1\n"};
    for (size_t i = 0; i < countof(bad); i++) {
        assert_false(lock_read(bad[i], &now, why));
        assert_non_null(strstr(why, i == 2 ? "schema.lock:3" : "schema.lock:2"));
    }
    assert_false(lock_read("# nothing\n", &now, why));
    assert_non_null(strstr(why, "no revision"));
}

/* Whoever writes a new lock by hand still meets what was released. */
static void every_revision_that_was_released_is_kept(void **state)
{
    (void)state;
    static char text[1u << 16];
    FILE *file = fopen(TEST_DATA_DIR "/schema/revision_1.lock", "r");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof(text) - 1, file);
    assert_int_equal(fclose(file), 0);
    text[length] = '\0';
    assert_true(lock_read(text, &lock, why));
    assert_int_equal(lock.revision, 1);
    assert_int_equal(lock.count, 47);
    if (!lock_allows(&lock, &now, why))
        fail_msg("%s", why);
}

#define SPOILT(test) cmocka_unit_test_setup(test, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPOILT(a_field_at_the_end_with_a_higher_revision_is_allowed),
        SPOILT(a_new_message_with_a_higher_revision_is_allowed),
        SPOILT(a_higher_revision_alone_is_allowed),
        SPOILT(growth_without_a_higher_revision_is_refused),
        SPOILT(a_lower_revision_is_refused),
        SPOILT(a_removed_field_is_refused_wherever_it_stood),
        SPOILT(a_field_of_another_type_is_refused),
        SPOILT(another_maximum_is_refused),
        SPOILT(a_field_in_the_middle_is_refused),
        SPOILT(fields_in_another_order_are_refused),
        SPOILT(another_name_is_refused),
        SPOILT(a_code_that_is_used_again_is_refused),
        SPOILT(a_message_that_is_gone_is_refused),
        SPOILT(another_direction_or_security_is_refused),
        SPOILT(a_lock_is_read_as_it_was_written),
        SPOILT(what_is_no_lock_is_refused_with_its_line),
        SPOILT(every_revision_that_was_released_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
