/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_text - one page of public information as hall staff write it: a small part of Markdown.
 *
 *     # Title                          needed, the first line
 *     ## Label                         small, above what follows
 *     a line of text                   a paragraph; below a label its first line is bold
 *     **a line of text**               bold
 *     - entry, 1. entry                lists
 *     | left | right |                 one table of two columns; |---|---| is passed over
 *     ![what it shows](file.png)       one image
 *     > the last line                  below a rule at the bottom
 *
 * A page holds PAGE_FACTS_MAX facts: a paragraph, an entry, a row of the table, an image. Whatever
 * else Markdown knows is a mistake here, named with its line: a board must not show half of it.
 *
 * Ownership: texts are copied into the page (about 5 KB: static or allocated).
 * Errors:    every mistake, PAGE_PROBLEMS_MAX at most; the page is then not to be used.
 * Threads:   none; pure. Reads bytes from outside: fuzzed.
 * Sources:   R-L9, docs/ui t03.
 */
#ifndef DOMAIN_PAGE_TEXT_H
#define DOMAIN_PAGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_FILE_MAX 4096 /* bytes of a page */
#define PAGE_FACTS_MAX 5   /* docs/ui t03 */
#define PAGE_BLOCKS_MAX 24
#define PAGE_LINE_MAX 240   /* bytes of one line of text */
#define PAGE_TITLE_SIGNS 18 /* characters: what stands in the head of a page at 44 px */
#define PAGE_PROBLEMS_MAX 8
#define PAGE_PROBLEM_SIZE 160

enum page_kind {
    PAGE_LABEL,
    PAGE_STRONG,
    PAGE_PLAIN,
    PAGE_NUMBERED,
    PAGE_BULLET,
    PAGE_ROW,   /* text and second */
    PAGE_IMAGE, /* text = the file as written, second = what it shows */
    PAGE_FOOT
};

/* Texts are places in the pool. */
struct page_block {
    uint8_t kind;   /* enum page_kind */
    uint8_t number; /* of a numbered entry, from 1 */
    bool first;     /* a fact begins here */
    uint16_t text, second;
    uint32_t line; /* of the file, from 1 */
};

struct page_text {
    uint32_t count, facts;
    struct page_block blocks[PAGE_BLOCKS_MAX];
    uint16_t title, used;
    char pool[PAGE_FILE_MAX + PAGE_BLOCKS_MAX * 4];
};

struct page_problem {
    uint32_t line;
    char text[PAGE_PROBLEM_SIZE]; /* "what is wrong; what to do" */
};

struct page_problems {
    uint32_t count;
    struct page_problem list[PAGE_PROBLEMS_MAX];
};

/* True when there was no mistake. */
bool page_text_read(struct page_text *page, const void *bytes, size_t size,
                    struct page_problems *problems);

/* The same by hand: an item of the guide as a page. False when there is no room. */
void page_text_begin(struct page_text *page, const char *title);
bool page_text_add(struct page_text *page, enum page_kind kind, const char *text,
                   const char *second);

const char *page_text_title(const struct page_text *page);
const char *page_text_of(const struct page_text *page, const struct page_block *block);
const char *page_text_second(const struct page_text *page, const struct page_block *block);
/* NULL when there is none of that kind. */
const struct page_block *page_text_find(const struct page_text *page, enum page_kind kind);

#endif
