/* SPDX-License-Identifier: Apache-2.0 */
/*
 * items.csv: what it says arrives in the definition, every mistake is named with its line
 * and column (tests/golden/config_items.txt), and its limits hold.
 */
#include <stdlib.h>
#include <string.h>

#include "config/cells.h"
#include "config_hall.h"
#include "domain/item_def.h"
#include "golden.h"
#include "items_hall.h"
#include "os/clock.h"
#include "test.h"

#define ITEMS "items.csv"
#define INDEX_ITEMS 5

/* In items.csv, `what` becomes `with`. */
static const struct {
    const char *name, *what, *with, *where;
} cases[] = {
    {"unknown column", "id,code", "id,kode", ":2:4: kode: unknown column"},
    {"column twice", ",phone,", ",code,", ":2:120: code: given twice"},
    {"needed column missing", ",initials,", ",,", "initials: missing"},
    {"quote not closed", "\"企业设立登记, 内资\"", "\"企业设立登记, 内资", ":5:6: items[3].name"},
    {"quote inside", "社会保障卡（申领）", "社会\"保障卡\"", ":4:12: items[2].name"},
    {"text behind a quote", "内资\"", "内资\"有", ":5:6: items[3].name"},
    {"control character", "社保局,,,", "社\t保局,,,", "items[2].department"},
    {"not UTF-8", "社保局,,,", "\xc3,,,", "items[2].department"},
    {"too few cells", "QYSLDJNZ,,,,,,,,,,online,,,,", "QYSLDJNZ,,,", ":5:"},
    {"a comma without quotes", "\"企业设立登记, 内资\"", "企业设立登记, 内资", ":5:"},
    {"id is no number", "3,,2", "X,,2", ":5:1: items[3].id"},
    {"id out of range", "3,,2", "65536,,2", "items[3].id"},
    {"id missing", "3,,2", ",,2", "items[3].id: missing"},
    {"id twice", "3,,2", "1,,2", ":5:1: items[3].id"},
    {"code twice", "SB-002", "SB-001", ":4:3: items[2].code"},
    {"code with a blank", "SB-002", "SB 002", "items[2].code"},
    {"no such service", "3,,2", "3,,9", ":5:4: items[3].service"},
    {"a step of journeys", "3,,2", "3,,3", "items[3].service"},
    {"name missing", "2,SB-002,1,社会保障卡（申领）", "2,SB-002,1,", "items[2].name: missing"},
    {"small initials", "SHBZKSL", "shbzksl", "items[2].initials"},
    {"an initial too few", "SHBZKSL", "SHBZK", "items[2].initials"},
    {"initials missing", "SHBZKSL", "", "items[2].initials: missing"},
    {"hanzi among synonyms", ",TX,", ",退休,", "items[1].also"},
    {"unknown flag", "instant one-visit", "instant once", "items[1].flags"},
    {"no web address", "https://example.org/sb/1", "example.org", "items[1].url"},
    {"no date", "2026-12-31", "2026-13-31", "items[2].to"},
    {"ends before it begins", "2026-12-31", "2025-12-31", "items[2].to"},
    {"an empty entry", "户口簿=", "=", "items[1].materials"},
    {"a bar at the end", "取号|受理|办结", "取号|受理|", "items[1].steps"},
    {"a note beside a step", "取号|受理|办结", "取号=一楼|受理", "items[1].steps"},
    {"six steps", "取号|受理|办结", "取号|受理|审|批|办|结", "items[1].steps"},
    {"material too long", "户口簿", "一二三四五六七八九十一二三四五六七八九十一二三四五",
     "items[1].materials"},
};

static void load(struct hall_files *files, const char *expected, struct golden *golden,
                 const char *name)
{
    struct hall_def *def;
    uint32_t mistakes = 0;
    char *report;
    enum err err = hall_files_load(files, &report, &def, &mistakes);
    if (err != ERR_CONFIG || def || !strstr(report, expected))
        fail_msg("%s: \"%s\" is not in: %s", name, expected, report);
    golden_printf(golden, "%s\n%s", name, report);
    free(report);
}

static void each_mistake_is_named_with_its_place(void **state)
{
    struct golden golden;
    (void)state;
    golden_open(&golden, "config_items.txt");
    for (size_t i = 0; i < countof(cases); i++) {
        struct hall_files files;
        hall_files_read(&files);
        hall_files_patch(&files, ITEMS, cases[i].what, cases[i].with);
        load(&files, cases[i].where, &golden, cases[i].name);
        hall_files_free(&files);
    }
    golden_close(&golden);
}

static struct hall_def *good(struct hall_files *files)
{
    struct hall_def *def;
    char *report;
    uint32_t mistakes;
    if (hall_files_load(files, &report, &def, &mistakes))
        fail_msg("%s", report);
    free(report);
    return def;
}

static void what_the_table_says_arrives(void **state)
{
    struct hall_files files;
    (void)state;
    hall_files_read(&files);
    struct hall_def *def = good(&files);
    assert_int_equal(def->item_count, 3);
    const struct item_def *item = def_item(def, 1);
    assert_non_null(item);
    assert_int_equal(item->service.n, 1);
    assert_int_equal(item->flags, ITEM_INSTANT | ITEM_ONE_VISIT | ITEM_ONLINE);
    assert_string_equal(def_item_text(def, item, ITEM_NAME, LANG_ZH), "养老保险参保登记");
    assert_string_equal(def_item_text(def, item, ITEM_NAME, LANG_EN), "Pension registration");
    assert_string_equal(def_item_text(def, item, ITEM_NAME, LANG_MN), "养老保险参保登记");
    assert_string_equal(def_item_word(def, item->code), "SB-001");
    assert_string_equal(def_item_word(def, item->initials), "YLBXCBDJ");
    assert_string_equal(def_item_word(def, item->also), "TX");
    assert_string_equal(def_item_word(def, item->url), "https://example.org/sb/1");
    const char *materials = def_item_text(def, item, ITEM_MATERIALS, LANG_ZH);
    assert_int_equal(item_entries(materials), 2);
    struct item_entry entry = item_entry(materials, 1);
    assert_string_equal(entry.name, "户口簿");
    assert_string_equal(entry.note, "原件和复印件");
    assert_string_equal(item_entry(materials, 2).name, "");
    assert_int_equal(item_entries(""), 0);
    assert_string_equal(def_item_text(def, def_item(def, 3), ITEM_NAME, LANG_ZH),
                        "企业设立登记, 内资");
    assert_null(def_item(def, 4));
    assert_true(item_valid(def_item(def, 2), 20261231) && item_valid(def_item(def, 2), 0));
    assert_false(item_valid(def_item(def, 2), 20270101) || item_valid(def_item(def, 2), 20251231));
    config_free(def);
    hall_files_free(&files);
}

/* As spreadsheets save it: a mark, CRLF, every cell in quotes, a quote in a quoted cell. */
static void a_spreadsheet_may_save_it(void **state)
{
    struct hall_files files;
    (void)state;
    hall_files_read(&files);
    free(files.texts[INDEX_ITEMS]);
    files.texts[INDEX_ITEMS] = NULL;
    static const char text[] = "\xef\xbb\xbfid,service,name,initials\r\n"
                               "\"7\",\"1\",\"甲\"\"乙\",\"JY\"\r\n\r\n";
    files.list[INDEX_ITEMS].bytes = (const uint8_t *)text;
    files.list[INDEX_ITEMS].length = strlen(text);
    struct hall_def *def = good(&files);
    assert_int_equal(def->item_count, 1);
    assert_string_equal(def_item_text(def, def_item(def, 7), ITEM_NAME, LANG_ZH), "甲\"乙");
    config_free(def);
    hall_files_free(&files);
}

/* R-M12: search is hidden without items; and what a hall without them is known by stays. */
static void a_hall_may_have_no_items(void **state)
{
    struct hall_files files;
    (void)state;
    hall_files_read(&files);
    struct hall_def *with = good(&files);
    files.list[INDEX_ITEMS].length = 0;
    struct hall_def *without = good(&files);
    assert_int_equal(without->item_count, 0);
    assert_memory_not_equal(with->hash, without->hash, sizeof(with->hash));
    config_free(with);
    config_free(without);
    hall_files_free(&files);
}

static void set_items(struct hall_files *files, uint32_t count)
{
    static const uint16_t services[] = {1, 2};
    free(files->texts[INDEX_ITEMS]);
    files->texts[INDEX_ITEMS] =
        items_text(count, services, countof(services), &files->list[INDEX_ITEMS].length);
    files->list[INDEX_ITEMS].bytes = (const uint8_t *)files->texts[INDEX_ITEMS];
}

/* A kiosk starts within 500 ms, the whole of it. */
static void a_large_catalogue_is_read_at_once(void **state)
{
    struct hall_files files;
    (void)state;
    hall_files_read(&files);
    set_items(&files, ITEMS_OF_A_LARGE_HALL);
    msec before = clock_mono_ms();
    struct hall_def *def = good(&files);
    msec took = clock_mono_ms() - before;
    print_message("%u items of %zu bytes in %u ms\n", def->item_count,
                  files.list[INDEX_ITEMS].length, (unsigned)took);
    assert_int_equal(def->item_count, ITEMS_OF_A_LARGE_HALL);
    assert_true(took < SECOND); /* measured: a few ms */
    config_free(def);
    hall_files_free(&files);
}

static void their_number_is_limited(void **state)
{
    struct hall_files files;
    char *report;
    uint32_t mistakes;
    struct hall_def *def;
    (void)state;
    hall_files_read(&files);
    set_items(&files, ITEMS_MAX);
    def = good(&files);
    assert_int_equal(def->item_count, ITEMS_MAX);
    config_free(def);
    set_items(&files, ITEMS_MAX + 1);
    assert_int_equal(hall_files_load(&files, &report, &def, &mistakes), ERR_CONFIG);
    assert_non_null(strstr(report, "more than 4000 items"));
    assert_int_equal(mistakes, 1);
    free(report);
    hall_files_free(&files);
}

static void a_cell_is_limited(void **state)
{
    static struct cell cell;
    static char text[CELL_SIZE + 1];
    struct cells cells;
    (void)state;
    memset(text, 'x', CELL_SIZE);
    cells_open(&cells, text, CELL_SIZE - 1);
    assert_true(cells_row(&cells) && cells_next(&cells, &cell));
    assert_null(cell.problem);
    assert_int_equal(strlen(cell.text), CELL_SIZE - 1);
    assert_false(cells_next(&cells, &cell) || cells_row(&cells));
    cells_open(&cells, text, CELL_SIZE);
    assert_true(cells_row(&cells) && cells_next(&cells, &cell));
    assert_non_null(cell.problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_is_named_with_its_place),
        cmocka_unit_test(what_the_table_says_arrives),
        cmocka_unit_test(a_spreadsheet_may_save_it),
        cmocka_unit_test(a_hall_may_have_no_items),
        cmocka_unit_test(a_large_catalogue_is_read_at_once),
        cmocka_unit_test(their_number_is_limited),
        cmocka_unit_test(a_cell_is_limited),
    };
    return cmocka_run_group_tests_name("config_items", tests, NULL, NULL);
}
