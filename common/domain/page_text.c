/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/page_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/utf8.h"

#define MARK "\xEF\xBB\xBF" /* some editors begin a file with it */

/* ---- by hand ---- */

static uint16_t keep(struct page_text *page, const char *text, size_t length)
{
    uint16_t at = page->used;
    memcpy(page->pool + at, text, length);
    page->pool[at + length] = '\0';
    page->used = (uint16_t)(at + length + 1);
    return at;
}

static bool room(const struct page_text *page, size_t length)
{
    return page->used + length + 1 <= sizeof(page->pool);
}

void page_text_begin(struct page_text *page, const char *title)
{
    size_t length = strlen(title);
    page->count = page->facts = 0;
    page->used = 0;
    (void)keep(page, "", 0); /* place 0 holds "" */
    page->title = keep(page, title, length < PAGE_LINE_MAX ? length : PAGE_LINE_MAX);
}

/* Lines one below the other are one fact; each entry, row and image is one of its own. */
static bool begins_fact(const struct page_text *page, enum page_kind kind)
{
    if (kind == PAGE_LABEL || kind == PAGE_FOOT)
        return false;
    if (kind != PAGE_PLAIN || page->count == 0)
        return true;
    uint8_t before = page->blocks[page->count - 1].kind;
    return before != PAGE_PLAIN && before != PAGE_STRONG;
}

static struct page_block *add(struct page_text *page, enum page_kind kind, const char *text,
                              size_t length)
{
    if (page->count == PAGE_BLOCKS_MAX || !room(page, length))
        return NULL;
    bool first = begins_fact(page, kind);
    struct page_block *block = &page->blocks[page->count];
    *block = (struct page_block){.kind = (uint8_t)kind, .first = first};
    if (kind == PAGE_NUMBERED) {
        const struct page_block *before = page->count ? block - 1 : NULL;
        block->number = (uint8_t)(before && before->kind == PAGE_NUMBERED ? before->number + 1 : 1);
    }
    block->text = keep(page, text, length);
    page->count++;
    page->facts += first;
    return block;
}

bool page_text_add(struct page_text *page, enum page_kind kind, const char *text,
                   const char *second)
{
    size_t length = strlen(text), other = second ? strlen(second) : 0;
    if (!room(page, length + other + 1))
        return false;
    struct page_block *block = add(page, kind, text, length);
    if (block && second)
        block->second = keep(page, second, other);
    return block != NULL;
}

const char *page_text_title(const struct page_text *page)
{
    return page->pool + page->title;
}

const char *page_text_of(const struct page_text *page, const struct page_block *block)
{
    return page->pool + block->text;
}

const char *page_text_second(const struct page_text *page, const struct page_block *block)
{
    return page->pool + block->second;
}

const struct page_block *page_text_find(const struct page_text *page, enum page_kind kind)
{
    for (uint32_t i = 0; i < page->count; i++)
        if (page->blocks[i].kind == kind)
            return &page->blocks[i];
    return NULL;
}

/* ---- a file ---- */

struct reader {
    struct page_text *page;
    struct page_problems *problems;
    uint32_t line;
    bool titled, gap; /* gap: an empty line came before */
    bool crowded;     /* said once */
};

static void PRINTF_LIKE(2, 3) wrong(struct reader *reader, const char *fmt, ...)
{
    if (reader->problems->count == PAGE_PROBLEMS_MAX)
        return;
    struct page_problem *problem = &reader->problems->list[reader->problems->count++];
    va_list args;
    va_start(args, fmt);
    problem->line = reader->line;
    vsnprintf(problem->text, sizeof(problem->text), fmt, args);
    va_end(args);
}

/* A piece of the file. */
struct span {
    const char *at;
    size_t length;
};

static struct span trimmed(struct span span)
{
    while (span.length && (*span.at == ' ' || *span.at == '\t'))
        span.at++, span.length--;
    while (span.length && strchr(" \t\r", span.at[span.length - 1]))
        span.length--;
    return span;
}

static bool begins(struct span span, const char *with)
{
    size_t length = strlen(with);
    return span.length >= length && memcmp(span.at, with, length) == 0;
}

static bool ends(struct span span, const char *with)
{
    size_t length = strlen(with);
    return span.length >= length && memcmp(span.at + span.length - length, with, length) == 0;
}

static struct span cut(struct span span, size_t before, size_t behind)
{
    return trimmed((struct span){span.at + before, span.length - before - behind});
}

static bool holds(struct span span, const char *what)
{
    size_t length = strlen(what);
    for (size_t i = 0; i + length <= span.length; i++)
        if (memcmp(span.at + i, what, length) == 0)
            return true;
    return false;
}

static struct page_block *put(struct reader *reader, enum page_kind kind, struct span text)
{
    struct page_text *page = reader->page;
    if (!text.length) {
        wrong(reader, "nothing stands behind the mark; write the text or remove the line");
        return NULL;
    }
    if (text.length > PAGE_LINE_MAX) {
        wrong(reader, "the line has more than %d bytes; make two of it", PAGE_LINE_MAX);
        return NULL;
    }
    if (kind == PAGE_PLAIN && page->count && !reader->gap &&
        page->blocks[page->count - 1].kind == PAGE_LABEL)
        kind = PAGE_STRONG;
    struct page_block *block = add(page, kind, text.at, text.length);
    if (block && reader->gap && kind == PAGE_PLAIN && !block->first) {
        block->first = true; /* an empty line ends a paragraph */
        page->facts++;
    }
    if ((!block || page->facts > PAGE_FACTS_MAX) && !reader->crowded) {
        wrong(reader,
              "more than %d facts; a paragraph, an entry, a row and an image are one each; "
              "make a second page",
              PAGE_FACTS_MAX);
        reader->crowded = true;
    }
    if (block)
        block->line = reader->line;
    return block;
}

static void read_title(struct reader *reader, struct span line)
{
    struct span text = cut(line, 2, 0);
    char title[PAGE_LINE_MAX + 1];
    if (reader->titled) {
        wrong(reader, "a second title; a label inside the page begins with ##");
        return;
    }
    reader->titled = true;
    size_t length = text.length < PAGE_LINE_MAX ? text.length : PAGE_LINE_MAX;
    memcpy(title, text.at, length);
    title[length] = '\0';
    /* Latin letters are half as wide as hanzi. */
    size_t signs = utf8_length(title), wide = (length - signs) / 2;
    if (!length || (signs - wide) / 2 + wide > PAGE_TITLE_SIGNS)
        wrong(reader, "the title has %s; write 1 to %d hanzi, or twice as many letters",
              length ? "too many characters" : "no character", PAGE_TITLE_SIGNS);
    page_text_begin(reader->page, title);
}

static void read_row(struct reader *reader, struct span line)
{
    struct span inner = cut(line, 1, ends(line, "|") && line.length > 1 ? 1 : 0);
    const char *bar = inner.length ? memchr(inner.at, '|', inner.length) : NULL;
    size_t left = bar ? (size_t)(bar - inner.at) : 0;
    struct span first = trimmed((struct span){inner.at, left});
    struct span second = bar ? cut(inner, left + 1, 0) : (struct span){inner.at, 0};
    const struct page_text *page = reader->page;
    if (!bar || holds(second, "|")) {
        wrong(reader, "a table has two columns; write | left | right |");
        return;
    }
    if (begins(first, "--") || begins(first, ":-"))
        return; /* the line below the head of a table */
    const struct page_block *table = page_text_find(page, PAGE_ROW);
    if (table && page->blocks[page->count - 1].kind != PAGE_ROW)
        wrong(reader, "a second table; a page has one");
    if (!room(page, first.length + second.length + 1) || second.length > PAGE_LINE_MAX) {
        wrong(reader, "the row is too long; make it shorter");
        return;
    }
    struct page_block *block = put(reader, PAGE_ROW, first);
    if (block)
        block->second = keep(reader->page, second.at, second.length);
}

static void read_image(struct reader *reader, struct span line)
{
    struct span rest = cut(line, 2, 0);
    const char *close = rest.length ? memchr(rest.at, ']', rest.length) : NULL;
    size_t shown = close ? (size_t)(close - rest.at) : 0;
    struct span what = {rest.at, shown};
    struct span file = close ? cut(rest, shown + 1, 0) : (struct span){rest.at, 0};
    if (!begins(file, "(") || !ends(file, ")") || file.length < 3) {
        wrong(reader, "an image is written ![what it shows](file.png)");
        return;
    }
    file = cut(file, 1, 1);
    if (page_text_find(reader->page, PAGE_IMAGE)) {
        wrong(reader, "a second image; a page has one");
        return;
    }
    if (!room(reader->page, file.length + what.length + 1) || what.length > PAGE_LINE_MAX) {
        wrong(reader, "the line is too long; make it shorter");
        return;
    }
    struct page_block *block = put(reader, PAGE_IMAGE, file);
    if (block)
        block->second = keep(reader->page, what.at, what.length);
}

static void read_foot(struct reader *reader, struct span line)
{
    if (page_text_find(reader->page, PAGE_FOOT))
        wrong(reader, "a second last line; a page has one line that begins with >");
    else
        (void)put(reader, PAGE_FOOT, cut(line, 1, 0));
}

static void read_words(struct reader *reader, struct span line)
{
    bool bold = begins(line, "**") && ends(line, "**") && line.length > 4;
    struct span text = bold ? cut(line, 2, 2) : line;
    if (holds(text, "**"))
        wrong(reader, "** stands inside a line; a whole line is bold or none of it");
    else if (holds(text, "]("))
        wrong(reader, "a link; nobody can press a board, write the address as text");
    else
        (void)put(reader, bold ? PAGE_STRONG : PAGE_PLAIN, text);
}

/* Marks of Markdown that a board has no use for. */
static bool unknown(struct reader *reader, struct span line)
{
    static const char *const marks[] = {"###", "```", "<", "---", "===", "***", "+ ", "~~~"};
    for (size_t i = 0; i < countof(marks); i++)
        if (begins(line, marks[i])) {
            wrong(reader,
                  "%s is not known here; a page has # title, ## labels, text, - and 1. lists, "
                  "a table, an image, > last line",
                  marks[i]);
            return true;
        }
    return false;
}

/* How long "12. " is; 0 = the line is no numbered entry. */
static size_t number_mark(struct span line)
{
    size_t digits = 0;
    while (digits < line.length && digits < 3 && line.at[digits] >= '0' && line.at[digits] <= '9')
        digits++;
    bool mark =
        digits && digits < line.length - 1 && line.at[digits] == '.' && line.at[digits + 1] == ' ';
    return mark ? digits + 2 : 0;
}

static void read_line(struct reader *reader, struct span line)
{
    size_t number = number_mark(line);
    if (begins(line, "# "))
        read_title(reader, line);
    else if (!reader->titled) {
        wrong(reader, "a page begins with its title: # Title");
        reader->titled = true;
    } else if (unknown(reader, line))
        return;
    else if (begins(line, "## "))
        (void)put(reader, PAGE_LABEL, cut(line, 3, 0));
    else if (begins(line, "- ") || begins(line, "* "))
        (void)put(reader, PAGE_BULLET, cut(line, 2, 0));
    else if (number)
        (void)put(reader, PAGE_NUMBERED, cut(line, number, 0));
    else if (begins(line, "|"))
        read_row(reader, line);
    else if (begins(line, "!["))
        read_image(reader, line);
    else if (begins(line, ">"))
        read_foot(reader, line);
    else
        read_words(reader, line);
}

/* False, with the place, at the first byte that no board can show. */
static bool check_bytes(struct reader *reader, const char *text, size_t size)
{
    const char *at = text;
    while (at < text + size) {
        const char *from = at;
        uint32_t sign = utf8_next(&at);
        if (sign == 0 || (sign == 0xFFFD && at - from == 1)) {
            wrong(reader, "not UTF-8 text; save the file as UTF-8");
            return false;
        }
        if (sign == '\n')
            reader->line++;
        else if ((sign < 0x20 && sign != '\r' && sign != '\t') || sign == 0x7f) {
            wrong(reader, "a sign that cannot be shown; remove it");
            return false;
        }
    }
    reader->line = 0;
    return true;
}

static void read_lines(struct reader *reader, const char *text)
{
    for (const char *at = text; *at;) {
        const char *end = strchr(at, '\n');
        size_t length = end ? (size_t)(end - at) : strlen(at);
        struct span line = trimmed((struct span){at, length});
        reader->line++;
        if (line.length)
            read_line(reader, line);
        reader->gap = line.length == 0;
        at += length + (end != NULL);
    }
}

bool page_text_read(struct page_text *page, const void *bytes, size_t size,
                    struct page_problems *problems)
{
    struct reader reader = {.page = page, .problems = problems, .line = 1};
    char text[PAGE_FILE_MAX + 1];
    problems->count = 0;
    page_text_begin(page, "");
    if (size > PAGE_FILE_MAX) {
        wrong(&reader, "the page has more than %d bytes; make two of it", PAGE_FILE_MAX);
        return false;
    }
    if (size)
        memcpy(text, bytes, size);
    text[size] = '\0';
    if (!check_bytes(&reader, text, size))
        return false;
    read_lines(&reader, begins((struct span){text, size}, MARK) ? text + strlen(MARK) : text);
    if (!reader.titled)
        wrong(&reader, "the page is empty; begin with its title: # Title");
    else if (page->facts == 0 && problems->count == 0)
        wrong(&reader, "nothing stands below the title; write what people should know");
    return problems->count == 0;
}
