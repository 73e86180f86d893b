/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page - what all pages of the kiosk share: words, parts, the frame around them.
 * Only the files of this folder include it.
 */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include "ui/button.h"
#include "ui/layout.h"
#include "view/view.h"

#define LINE_SIZE 192

struct line {
    char text[LINE_SIZE];
};

struct page {
    struct draw *draw;
    const struct kiosk_view *view;
    const struct kiosk_model *model;
    const struct theme *theme;
    enum lang lang;
    bool tall;       /* 1080x1920 */
    bool large;      /* drawn with the large pages */
    bool mongolian;  /* chosen: Chinese with Mongolian columns, lang is LANG_ZH (R-G2) */
    struct box body; /* between header and footer, inside the margins */
};

/* ---- words ---- */
const char *say(const struct page *page, enum word word);
struct line say_1(const struct page *page, enum word word, const char *name, const char *value);
struct line say_n(const struct page *page, enum word word, const struct word_arg *args,
                  size_t count);
struct line say_count(const struct page *page, enum word word, const char *name, uint32_t value);
/* zh big sizes, smaller ones for letters: the word's size by language. */
uint16_t by_lang(const struct page *page, uint16_t zh, uint16_t other);

/* Of the language after the one shown, in that language; NULL = the hall has only one (R-G9). */
const char *next_language_name(const struct page *page);

/* The reviewed Mongolian of a text that say() gave; NULL = there is none, or it is not wanted. */
const char *mongolian_of(const struct page *page, const char *text);
/* A column of it at the edge of the cell; the room left for the Chinese. */
struct box put_column(const struct page *page, struct box cell, const char *mongolian,
                      uint16_t size);

/* ---- facts as words ---- */
struct line line_of_clock(uint16_t minute); /* "9:42" */
struct line line_of_floors(const struct page *page, const struct zone_def *zone);
struct line line_of_place(const struct page *page, service_id service); /* "" = not known */
/* "15–25 分钟", "约10 分钟" or "" (R-W3). */
struct line line_of_wait(const struct page *page, uint16_t lo, uint16_t hi, uint16_t wait);
struct line line_of_range(uint16_t lo, uint16_t hi, uint16_t wait); /* "15–25" */
/* Ticketing hours of one session: "8:15–11:45". */
struct line line_of_session(const struct hours *hours, uint32_t index);
struct line line_of_today(const struct page *page, const struct hours *hours);
/* Local date (yyyymmdd) and minute of the day; false while the hall's clock is unknown. */
bool local_time(const struct page *page, uint32_t *date, uint16_t *minute);
/* Why a service gives no ticket now; "" = it does. */
struct line line_of_reason(const struct page *page, service_id service);

/* What is said over a number that was given, or printed again. */
enum word word_of_issue(const struct kiosk_model *model);

/* ---- parts ---- */
struct text_style ink(const struct page *page, uint16_t size);
struct text_style bold(const struct page *page, uint16_t size);
struct text_style muted(const struct page *page, uint16_t size);
/* Draws the button in the state that follows from the model's pressed place. */
void put_button(const struct page *page, struct button button);
/* A letter in a zone's colour. */
void put_chip(const struct page *page, struct box box, const char *letter, struct rgba colour);
void put_card(const struct page *page, struct box box, struct rgba border, uint8_t width);
void put_rule(const struct page *page, int16_t x, int16_t y, int16_t w);
/* A warning of one or two lines. */
void put_banner(const struct page *page, struct box box, const char *first, const char *second);
/* Pages draw it in the place of their title while there is no controller (docs/ui k27). */
void put_alone(const struct page *page, struct box box);
void put_title(const struct page *page, const char *title);
struct rgba zone_colour(const struct page *page, uint16_t zone);
const char *zone_letter(const struct page *page, uint16_t zone);

/* The services of a zone as cards to choose from (services.c). */
void put_services(const struct page *page, const struct zone_def *zone, const struct grid *grid);

/* ---- the frame ---- */
void put_header(const struct page *page);
void put_footer(const struct page *page);
void put_overlay(const struct page *page);
void put_toast(const struct page *page);
/* In place of any page (k31). */
void put_emergency(const struct page *page);
void put_training_edge(const struct page *page);

/* ---- pages ---- */
void page_home(const struct page *page);
void page_services(const struct page *page);
void page_confirm(const struct page *page);
void page_issued(const struct page *page);
void page_no_paper(const struct page *page);
void page_closed(const struct page *page);
void page_refused(const struct page *page);
void page_ask(const struct page *page);
void page_progress(const struct page *page);
void page_rejoin(const struct page *page);
void page_rate(const struct page *page);
void page_rated(const struct page *page);
void page_message(const struct page *page);
void page_check_in(const struct page *page);
/* In large text, everything to touch in the lower part (R-X4, R-X5). */
void large_home(const struct page *page);
void large_services(const struct page *page);
void large_confirm(const struct page *page);
void large_number(const struct page *page);
void large_no_paper(const struct page *page);
void large_message(const struct page *page);
void large_more(const struct page *page);
void large_progress(const struct page *page);
void large_rejoin(const struct page *page);
void large_holds(const struct page *page);
void large_give_back(const struct page *page);
void large_rate(const struct page *page);
void large_rated(const struct page *page);
void large_channels(const struct page *page);
void large_check_in(const struct page *page);

#endif
