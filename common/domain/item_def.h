/* SPDX-License-Identifier: Apache-2.0 */
/*
 * item_def - the items (事项) of a hall: what people come for, each answered by a service (R-M5,
 * R-M12).
 *
 * Items are not queues: a hall has hundreds, its services are a score or two. Texts lie in one
 * pool, so a long catalogue costs what it says and no more.
 *
 * Ownership: common/config owns items and pool; readers keep const pointers.
 */
#ifndef DOMAIN_ITEM_DEF_H
#define DOMAIN_ITEM_DEF_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/hall_def.h"

/* Limits, each with a test at the limit. */
#define ITEMS_MAX 4000
#define ITEM_TEXTS_MAX ((1u << 20) + 1) /* bytes of all texts: no more than the file */
#define ITEM_MATERIALS_MAX 20
#define ITEM_STEPS_MAX 5
#define ITEM_ENTRY_SIZE 192 /* of a name or a note in a list, with NUL */
#define ITEM_URL_MAX 96     /* bytes: what a QR code holds */
#define ITEM_INITIALS_MAX 48

enum item_text {
    ITEM_NAME,
    ITEM_DEPARTMENT,
    ITEM_BASIS,      /* 设立依据 */
    ITEM_CONDITIONS, /* 申请条件 */
    ITEM_MATERIALS,  /* a list: NAME=NOTE|NAME=NOTE */
    ITEM_FEE,
    ITEM_TIME,  /* 承诺时限 */
    ITEM_STEPS, /* a list: 取号|受理|领证 */
    ITEM_TEXT_COUNT
};

/* Name, bit, word of the catalogue. */
#define ITEM_FLAGS(X)            \
    X(INSTANT, 1, "instant")     \
    X(ONE_VISIT, 2, "one-visit") \
    X(ONLINE, 4, "online")

#define X(NAME, bit, word) ITEM_##NAME = bit,
enum item_flag { ITEM_FLAGS(X) };
#undef X

/* Numbers of texts are places in the pool; place 0 holds "". */
struct item_def {
    uint16_t id;
    service_id service;
    uint8_t flags;     /* enum item_flag */
    uint32_t from, to; /* yyyymmdd, both days included; 0 = open */
    uint32_t code, initials, also, url, phone;
    uint32_t text[ITEM_TEXT_COUNT][LANG_COUNT];
};

/* NULL when there is none. */
const struct item_def *def_item(const struct hall_def *def, uint16_t id);
/* A missing language shows zh. */
const char *def_item_text(const struct hall_def *def, const struct item_def *item,
                          enum item_text which, enum lang lang);
/* A text that is the same in every language: code, initials, also, url, phone. */
const char *def_item_word(const struct hall_def *def, uint32_t place);
bool item_valid(const struct item_def *item, uint32_t date); /* date 0 = not known: valid */

/* One entry of a list. */
struct item_entry {
    char name[ITEM_ENTRY_SIZE], note[ITEM_ENTRY_SIZE];
};
uint32_t item_entries(const char *list);
/* Entry `index`; empty behind the end. common/config lets none through that does not fit. */
struct item_entry item_entry(const char *list, uint32_t index);

#endif
