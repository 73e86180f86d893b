/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_slip_kinds.h"

#include <string.h>

#include "domain/item_def.h"

#define X(name, text) text,
static const char *const names[] = {SLIP_KINDS(X)};
#undef X

const char *slip_kind_name(enum slip_kind kind)
{
    return names[kind];
}

static service_id service_of(const struct hall_def *def, const char *prefix)
{
    for (uint32_t i = 0; i < def->service_count; i++)
        if (strcmp(def->services[i].prefix, prefix) == 0)
            return def->services[i].id;
    return def->services[0].id;
}

#define AT_9_42 INT64_C(1773798120000) /* 18 March 2026 in China */

static const char *item_name(const struct hall_def *def, uint32_t i)
{
    return def_item_text(def, &def->items[i], ITEM_NAME, LANG_ZH);
}

/* 0 = the hall has none whose name has these words. */
static uint16_t item_named(const struct hall_def *def, const char *words)
{
    for (uint32_t i = 0; i < def->item_count; i++)
        if (strstr(item_name(def, i), words))
            return def->items[i].id;
    return 0;
}

static uint16_t longest_item(const struct hall_def *def)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < def->item_count; i++)
        if (strlen(item_name(def, i)) > strlen(item_name(def, best)))
            best = i;
    return def->item_count ? def->items[best].id : 0;
}

static void make_long(struct slip *slip)
{
    slip->label = (struct label){"AB", 1023};
    slip->ahead = 1234, slip->lo_min = 105, slip->hi_min = 120;
    slip->item = longest_item(slip->def);
    slip->journey = 3, slip->step = 1; /* of eight steps */
    slip->ticket_class = CLASS_APPOINTMENT;
    slip->reprinted = slip->issued + 16 * MINUTE;
    slip->slot = slip->issued + 18 * MINUTE;
}

struct slip slip_of_kind(enum slip_kind kind, struct hall_def *def, const struct words *words)
{
    struct slip slip = {.def = def,
                        .words = words,
                        .lang = kind == SLIP_ENGLISH ? LANG_EN : LANG_ZH,
                        .label = {"A", 23},
                        .service = service_of(def, "A"),
                        .ahead = 12,
                        .lo_min = 15,
                        .hi_min = 25,
                        .issued = AT_9_42,
                        .tz_min = 480,
                        .item = item_named(def, "社会保障卡申领")};
    def->slip_both = kind == SLIP_BOTH;
    if (kind == SLIP_PRIORITY || kind == SLIP_GREEN)
        slip.ticket_class = kind == SLIP_GREEN ? CLASS_GREEN : CLASS_PRIORITY, slip.item = 0;
    if (kind == SLIP_APPOINTMENT) {
        slip.label = (struct label){"X", 17};
        slip.service = service_of(def, "X");
        slip.ticket_class = CLASS_APPOINTMENT;
        slip.slot = slip.issued + 18 * MINUTE;
        slip.item = item_named(def, "转移登记");
        slip.journey = 1, slip.step = 1;
    }
    if (kind == SLIP_REPRINT)
        slip.reprinted = slip.issued + 16 * MINUTE, slip.ahead = 7, slip.lo_min = 10,
        slip.hi_min = 15;
    slip.training = kind == SLIP_TRAINING;
    slip.alone = kind == SLIP_ALONE;
    slip.principals = kind == SLIP_AGENT ? 5 : 1;
    if (kind == SLIP_CONFIDENTIAL)
        slip.service = service_of(def, "Z"), slip.label.prefix[0] = 'Z';
    if (kind == SLIP_LONG || kind == SLIP_NARROW_LONG)
        make_long(&slip), slip.service = service_of(def, "X");
    if (kind == SLIP_NARROW || kind == SLIP_NARROW_LONG)
        slip.roll_mm = SLIP_ROLL_NARROW_MM;
    return slip;
}

struct slip slip_longest(bool narrow, struct hall_def *def, const struct words *words)
{
    struct slip slip = slip_of_kind(narrow ? SLIP_NARROW_LONG : SLIP_LONG, def, words);
    def->slip_both = true;
    slip.principals = 5;
    return slip;
}
