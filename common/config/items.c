/* SPDX-License-Identifier: Apache-2.0 */
#include "config/items.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "config/cells.h"
#include "domain/calendar.h"

_Static_assert((int)ITEM_PLACES == (int)ITEM_PLACE_COUNT, "one place each");

/* ---- columns ---- */

enum kind { KIND_ID, KIND_SERVICE, KIND_FLAGS, KIND_FROM, KIND_TO, KIND_WORD, KIND_TEXT };

struct column {
    const char *name;
    uint8_t kind;
    uint8_t checked; /* 1 + enum item_place: where it stands is kept; 0 = not */
    bool needed;
    uint8_t text;          /* enum item_text; with _en or _mn behind the name another language */
    uint16_t chars, other; /* at most, in zh and in another language; of a list each entry */
    uint16_t note, other_note; /* of a list: each note; 0 = has none */
    uint8_t entries;           /* at most; 0 = no list */
    const char *allowed;       /* word: characters; NULL = what can be printed */
    uint16_t place;            /* word: offset in struct item_def */
};

#define DIGITS "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define WORD(word, most, charset, where)                                                       \
    {                                                                                          \
        .name = #word, .kind = KIND_WORD, .chars = most, .allowed = charset, .checked = where, \
        .place = offsetof(struct item_def, word)                                               \
    }
#define TEXT(word, which, zh, en)                                                \
    {                                                                            \
        .name = word, .kind = KIND_TEXT, .text = which, .chars = zh, .other = en \
    }

/* The lengths are what the pages and the sheet can show without cutting (docs/ui k08, k09). */
/* clang-format off */
static const struct column columns[] = {
    {.name = "id", .kind = KIND_ID, .checked = 1 + ITEM_PLACE_ID, .needed = true},
    {.name = "service", .kind = KIND_SERVICE, .checked = 1 + ITEM_PLACE_SERVICE, .needed = true},
    {.name = "name", .kind = KIND_TEXT, .text = ITEM_NAME, .needed = true, .chars = 40, .other = 80},
    {.name = "initials", .kind = KIND_WORD, .checked = 1 + ITEM_PLACE_INITIALS, .needed = true, .chars = ITEM_INITIALS_MAX,
     .allowed = CAPITALS DIGITS, .place = offsetof(struct item_def, initials)},
    WORD(also, 200, CAPITALS DIGITS "|", 0),
    WORD(code, 32, CAPITALS "abcdefghijklmnopqrstuvwxyz" DIGITS "-._", 1 + ITEM_PLACE_CODE),
    TEXT("department", ITEM_DEPARTMENT, 20, 44),
    TEXT("basis", ITEM_BASIS, 200, 400),
    TEXT("conditions", ITEM_CONDITIONS, 200, 400),
    {.name = "materials", .kind = KIND_TEXT, .text = ITEM_MATERIALS, .chars = 24, .other = 44,
     .note = 26, .other_note = 50, .entries = ITEM_MATERIALS_MAX},
    TEXT("fee", ITEM_FEE, 28, 52),
    TEXT("time", ITEM_TIME, 28, 52),
    {.name = "steps", .kind = KIND_TEXT, .text = ITEM_STEPS, .chars = 10, .other = 22,
     .entries = ITEM_STEPS_MAX},
    {.name = "flags", .kind = KIND_FLAGS},
    WORD(url, ITEM_URL_MAX, NULL, 1 + ITEM_PLACE_URL),
    WORD(phone, 32, NULL, 0),
    {.name = "from", .kind = KIND_FROM},
    {.name = "to", .kind = KIND_TO, .checked = 1 + ITEM_PLACE_TO},
};
/* clang-format on */

#define COLUMNS_MAX 40

struct heading {
    const struct column *column; /* NULL = unknown: its cells are passed over */
    enum lang lang;
    char name[32];
};

struct table {
    struct build *build;
    struct cells cells;
    struct cell cell;
    struct heading headings[COLUMNS_MAX];
    uint32_t count; /* of headings */
    uint32_t row;   /* from 1 */
    const struct heading *heading;
    struct item_def *item;
    struct place *places; /* of the row's cells that are checked later */
    uint32_t used;        /* bytes of the pool */
};

static void mistake(struct table *table, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void mistake(struct table *table, const char *fmt, ...)
{
    char sentence[MISTAKE_SIZE];
    char path[PATH_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(sentence, sizeof(sentence), fmt, args);
    va_end(args);
    if (table->row)
        snprintf(path, sizeof(path), "items[%u].%s", table->row,
                 table->heading ? table->heading->name : "-");
    else
        snprintf(path, sizeof(path), "%.40s", table->cell.text);
    report_add(&table->build->report, PART_ITEMS, table->cell.place, path, "%s", sentence);
}

/* ---- the first row ---- */

static void find_column(struct table *table, struct heading *heading)
{
    static const enum lang others[] = {LANG_EN, LANG_MN};
    for (size_t i = 0; i < countof(columns); i++) {
        char name[32];
        if (strcmp(columns[i].name, table->cell.text) == 0)
            heading->column = &columns[i];
        for (size_t k = 0; k < countof(others) && columns[i].kind == KIND_TEXT; k++) {
            snprintf(name, sizeof(name), "%s_%s", columns[i].name, lang_code(others[k]));
            if (strcmp(name, table->cell.text) == 0) {
                heading->column = &columns[i];
                heading->lang = others[k];
            }
        }
    }
}

static void known_columns(char *list, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < countof(columns) && at < size; i++)
        at += (size_t)snprintf(list + at, size - at, "%s%s%s", i ? ", " : "", columns[i].name,
                               columns[i].kind == KIND_TEXT ? "(_en)" : "");
}

static void read_heading(struct table *table)
{
    struct heading *heading = &table->headings[table->count];
    *heading = (struct heading){.lang = LANG_ZH};
    snprintf(heading->name, sizeof(heading->name), "%.31s", table->cell.text);
    find_column(table, heading);
    if (!heading->column) {
        char list[MISTAKE_SIZE];
        known_columns(list, sizeof(list));
        mistake(table, "unknown column; known here: %s", list);
    }
    for (uint32_t i = 0; i < table->count; i++)
        if (heading->column && table->headings[i].column == heading->column &&
            table->headings[i].lang == heading->lang)
            mistake(table, "given twice; keep one of them");
    table->count++;
}

static bool has_column(const struct table *table, const struct column *column)
{
    for (uint32_t i = 0; i < table->count; i++)
        if (table->headings[i].column == column && table->headings[i].lang == LANG_ZH)
            return true;
    return false;
}

static bool read_headings(struct table *table)
{
    uint32_t before = table->build->report.count;
    while (cells_next(&table->cells, &table->cell)) {
        if (table->cell.problem)
            mistake(table, "%s", table->cell.problem);
        else if (table->count == COLUMNS_MAX)
            mistake(table, "more than %d columns; remove the last ones", COLUMNS_MAX);
        else
            read_heading(table);
    }
    for (size_t i = 0; i < countof(columns); i++)
        if (columns[i].needed && !has_column(table, &columns[i])) {
            snprintf(table->cell.text, CELL_SIZE, "%s", columns[i].name);
            mistake(table, "missing; add this column to the first row");
        }
    return table->build->report.count == before;
}

/* ---- cells ---- */

static uint32_t keep(struct table *table, const char *text)
{
    size_t length = strlen(text) + 1;
    if (length == 1 || length > ITEM_TEXTS_MAX - table->used) /* the second never: see its limit */
        return 0;
    uint32_t place = table->used;
    memcpy(table->build->out->item_texts + place, text, length);
    table->used += (uint32_t)length;
    return place;
}

static uint16_t read_number(struct table *table)
{
    const char *text = table->cell.text;
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (strspn(text, DIGITS) != strlen(text) || value < 1 || value > UINT16_MAX) {
        mistake(table, "\"%.40s\" is not a number of 1 to 65535; write digits only", text);
        return 0;
    }
    return (uint16_t)value;
}

static uint32_t read_date(struct table *table)
{
    uint32_t date = calendar_date_parse(table->cell.text);
    if (!date)
        mistake(table, "\"%.40s\" is no date; write year, month and day as 2026-10-01",
                table->cell.text);
    return date;
}

static uint8_t read_flags(struct table *table)
{
    static const struct {
        const char *word;
        uint8_t flag;
    } words[] = {
#define X(NAME, bit, word) {word, bit},
        ITEM_FLAGS(X)
#undef X
    };
    uint8_t flags = 0;
    for (const char *at = table->cell.text; *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " "), i = 0;
        while (i < countof(words) &&
               (strlen(words[i].word) != length || memcmp(words[i].word, at, length) != 0))
            i++;
        if (i == countof(words)) {
            mistake(table,
                    "\"%.*s\" is not known here; write instant, one-visit or online, with a "
                    "space between",
                    (int)length, at);
            return flags;
        }
        flags |= words[i].flag;
        at += length;
    }
    return flags;
}

static void read_word(struct table *table, const struct column *column)
{
    const char *text = table->cell.text;
    if (strlen(text) > column->chars)
        mistake(table, "it has %zu bytes; at most %u fit, shorten it", strlen(text), column->chars);
    else if (column->allowed && strspn(text, column->allowed) != strlen(text))
        mistake(table, "\"%.60s\" holds something else than %s", text,
                strchr(column->allowed, '|')   ? "capitals, digits and |"
                : strchr(column->allowed, '-') ? "letters, digits, dots and dashes"
                                               : "capitals and digits");
    else
        *(uint32_t *)((char *)table->item + column->place) = keep(table, text);
}

static void check_length(struct table *table, const char *what, const char *text, uint16_t most)
{
    size_t length = utf8_length(text);
    if (length > most)
        mistake(table, "%s has %zu characters; at most %u fit on the page, shorten it", what,
                length, most);
}

/* Each entry on its own: it is a line on the page. */
static void check_entries(struct table *table, const struct column *column, bool zh)
{
    const char *list = table->cell.text;
    uint32_t count = item_entries(list);
    if (count > column->entries)
        mistake(table, "%u entries; at most %u, put some together", count, column->entries);
    for (const char *at = list; *at;) {
        size_t whole = strcspn(at, "|"), name = strcspn(at, "=|");
        char text[CELL_SIZE];
        snprintf(text, sizeof(text), "%.*s", (int)name, at);
        if (!name || (whole > name && !column->note))
            mistake(table, column->note ? "an entry has no name; write NAME=NOTE|NAME"
                                        : "write the entries as FIRST|SECOND|THIRD");
        check_length(table, "an entry", text, zh ? column->chars : column->other);
        if (whole > name && column->note) {
            snprintf(text, sizeof(text), "%.*s", (int)(whole - name - 1), at + name + 1);
            check_length(table, "a note", text, zh ? column->note : column->other_note);
        }
        at += whole;
        if (*at == '|' && !*++at)
            mistake(table, "nothing behind the last |; remove it");
    }
}

static void read_text(struct table *table, const struct column *column)
{
    enum lang lang = table->heading->lang;
    bool zh = lang == LANG_ZH;
    if (column->entries)
        check_entries(table, column, zh);
    else
        check_length(table, "it", table->cell.text, zh ? column->chars : column->other);
    table->item->text[column->text][lang] = keep(table, table->cell.text);
}

static void read_cell(struct table *table, const struct column *column)
{
    struct item_def *item = table->item;
    if (column->checked)
        table->places[column->checked - 1] = table->cell.place;
    if (!*table->cell.text) {
        if (column->needed && table->heading->lang == LANG_ZH)
            mistake(table, "missing; fill it in");
        return;
    }
    switch ((enum kind)column->kind) {
    case KIND_ID:
        item->id = read_number(table);
        break;
    case KIND_SERVICE:
        item->service.n = read_number(table);
        break;
    case KIND_FLAGS:
        item->flags = read_flags(table);
        break;
    case KIND_FROM:
        item->from = read_date(table);
        break;
    case KIND_TO:
        item->to = read_date(table);
        break;
    case KIND_WORD:
        read_word(table, column);
        break;
    case KIND_TEXT:
        read_text(table, column);
        break;
    }
}

/* ---- rows ---- */

static void read_row(struct table *table)
{
    uint32_t at = 0;
    bool whole = true;
    for (; cells_next(&table->cells, &table->cell); at++) {
        table->heading = at < table->count ? &table->headings[at] : NULL;
        if (table->cell.problem) {
            mistake(table, "%s", table->cell.problem);
            whole = false;
        } else if (table->heading && table->heading->column) {
            read_cell(table, table->heading->column);
        }
    }
    table->heading = NULL;
    if (whole && at != table->count)
        mistake(table, "the row has %u cells, the first row %u; put cells with commas in quotes",
                at, table->count);
}

static void read_rows(struct table *table)
{
    struct loaded_hall *out = table->build->out;
    while (cells_row(&table->cells)) {
        table->row++;
        if (out->def.item_count == ITEMS_MAX) {
            table->cell.place = table->cells.place;
            mistake(table, "more than %d items; remove some", ITEMS_MAX);
            return;
        }
        table->item = &out->items[out->def.item_count];
        table->places = table->build->item_places[out->def.item_count];
        for (uint32_t i = 0; i < ITEM_PLACES; i++)
            table->places[i] = table->cells.place;
        out->def.item_count++;
        read_row(table);
    }
}

void items_read(struct build *build, const struct config_file *file)
{
    struct table *table = calloc(1, sizeof(*table)); /* large for a stack */
    if (!table) {
        report_add(&build->report, PART_ITEMS, (struct place){1, 1}, "",
                   "cannot be read: out of memory");
        return;
    }
    table->build = build;
    table->used = 1; /* place 0 holds "" */
    cells_open(&table->cells, file->bytes, file->length);
    if (cells_row(&table->cells) && read_headings(table))
        read_rows(table);
    free(table);
}
