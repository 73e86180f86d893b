/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numbers - what the pages of a number that exists share: its facts as words, boxes to type
 * into, keypads, dialogs. Only the pages of numbers and appointments include it.
 */
#ifndef VIEW_NUMBERS_H
#define VIEW_NUMBERS_H

#include "view/page.h"

/* ---- facts as words ---- */
struct line line_of_label(struct label label);
struct line line_of_hour(const struct page *page, msec at);           /* "9:42"; "" = not known */
struct line line_of_target(const struct page *page, uint16_t target); /* "11号窗口", "颁证室" */
struct line line_of_spot(const struct page *page, uint16_t target);   /* "1楼  A区" */
uint8_t floor_of_target(const struct page *page, uint16_t target);    /* 0 = not known */
enum word word_of_state(uint8_t state);
/* "" for a service whose name nobody should read over a shoulder (R-L11). */
const char *open_name(const struct page *page, service_id service);
struct line line_of_missed(const struct page *page, const struct kiosk_found *found);
bool has_scanner(const struct page *page);
/* Why an act or a question had no answer to show; "" = it had. */
struct line line_of_trouble(const struct page *page);
/* Why an appointment gave no ticket; "" = nothing to say. */
struct line line_of_booking(const struct page *page);

/* ---- parts ---- */
/* A label with its icon over a big value and its unit on one baseline. */
struct fact {
    enum icon icon;
    enum word label;
    const char *value;
    enum word unit;
    uint16_t size, small; /* of value and unit */
};
void put_fact(const struct page *page, struct box box, const struct fact *fact);
/* People ahead and, when known, the wait (R-W3); the second stands `apart` px to the right. */
struct waits {
    uint16_t ahead, lo, hi, wait;
    uint16_t size, small;
    int16_t apart;
};
void put_waits(const struct page *page, struct box box, const struct waits *waits);
/* Lines of text, wrapped; returns y below them. */
int16_t put_lines(const struct page *page, struct box box, const char *text,
                  const struct text_style *style, int16_t step);
/* An icon, a headline and a second line on a tinted plate. */
struct plate {
    enum icon icon;
    struct rgba fill, edge;
    const char *head, *note;
};
void put_plate(const struct page *page, struct box box, const struct plate *plate);

/* ---- typing ---- */
/* One box; the next to be filled is framed thickly. */
void put_digit(const struct page *page, struct box box, const char *text, bool next, uint16_t size);
/* Letters and digits of a number, at the drawn places in a card. */
void put_number_boxes(const struct page *page, struct box card);
struct keypad {
    struct box bed;
    enum word ok;
    uint8_t ok_icon; /* enum icon */
    bool can_ok, primary;
};
void put_digits(const struct page *page, const struct keypad *keypad);
/* The prefixes of today's numbers instead of digits (docs/ui k21). */
void put_prefixes(const struct page *page, const struct keypad *keypad);
/* A whole alphabet, for codes of appointments. */
void put_alphabet(const struct page *page, const struct keypad *keypad);

/* ---- dialogs: over the dimmed page, behind header and footer (docs/ui k07) ---- */
void dialog_holds(const struct page *page);
void dialog_give_back(const struct page *page);

#endif
