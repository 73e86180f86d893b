/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/vocab.h"

#include <string.h>

#define X(name, code, text) [code] = text,
static const char *const ticket_states[] = {TICKET_STATES(X)};
static const char *const window_states[] = {WINDOW_STATES(X)};
static const char *const ticket_classes[] = {TICKET_CLASSES(X)};
static const char *const pad_keys[] = {PAD_KEYS(X)};
static const char *const pause_reasons[] = {PAUSE_REASONS(X)};
static const char *const park_kinds[] = {PARK_KINDS(X)};
static const char *const print_results[] = {PRINT_RESULTS(X)};
static const char *const void_reasons[] = {VOID_REASONS(X)};
static const char *const class_proofs[] = {CLASS_PROOFS(X)};
static const char *const issue_sources[] = {ISSUE_SOURCES(X)};
static const char *const staff_roles[] = {STAFF_ROLES(X)};
static const char *const window_duties[] = {WINDOW_DUTIES(X)};
static const char *const help_reasons[] = {HELP_REASONS(X)};
static const char *const emergencies[] = {EMERGENCIES(X)};
static const char *const maintenances[] = {MAINTENANCES(X)};
static const char *const board_pages[] = {BOARD_PAGES(X)};
static const char *const strip_shows[] = {STRIP_SHOWS(X)};
static const char *const device_kinds[] = {DEVICE_KINDS(X)};
static const char *const verbs[] = {VERBS(X)};
static const char *const refusal_texts[] = {REFUSALS(X)};
#undef X
/* The word table has them in lower case, in the order of the codes: "refusal.empty" is 1. */
#define X(name, key) &(key)[sizeof("refusal.") - 1],
static const char *const refusal_names[] = {
    "done",
#include "domain/words/refusal.def"
};
#undef X
_Static_assert(countof(refusal_names) == REFUSAL_COUNT, "one word a refusal, in their order");

static const char *pick(const char *const *table, size_t count, uint8_t code)
{
    return code < count && table[code] ? table[code] : "?";
}

static uint8_t find(const char *const *table, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (table[i] && strcmp(table[i], word) == 0)
            return (uint8_t)i;
    return 0;
}

#define NAME_FUNCTION(function, table)            \
    const char *function(uint8_t code)            \
    {                                             \
        return pick(table, countof(table), code); \
    }
NAME_FUNCTION(ticket_state_name, ticket_states)
NAME_FUNCTION(window_state_name, window_states)
NAME_FUNCTION(ticket_class_name, ticket_classes)
NAME_FUNCTION(pause_reason_name, pause_reasons)
NAME_FUNCTION(park_kind_name, park_kinds)
NAME_FUNCTION(print_result_name, print_results)
NAME_FUNCTION(void_reason_name, void_reasons)
NAME_FUNCTION(class_proof_name, class_proofs)
NAME_FUNCTION(issue_source_name, issue_sources)
NAME_FUNCTION(staff_role_name, staff_roles)
NAME_FUNCTION(window_duty_name, window_duties)
NAME_FUNCTION(help_reason_name, help_reasons)
NAME_FUNCTION(emergency_name, emergencies)
NAME_FUNCTION(maintenance_name, maintenances)
NAME_FUNCTION(board_page_name, board_pages)
NAME_FUNCTION(strip_show_name, strip_shows)
NAME_FUNCTION(device_kind_name, device_kinds)
NAME_FUNCTION(verb_name, verbs)
NAME_FUNCTION(refusal_name, refusal_names)
NAME_FUNCTION(refusal_text, refusal_texts)

const char *pad_key_name(uint8_t key)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    if (key >= KEY_DIGIT_0 && key <= KEY_DIGIT_9)
        return digits[key - KEY_DIGIT_0];
    return pick(pad_keys, countof(pad_keys), key);
}

enum pad_key pad_key_from_name(const char *name)
{
    if (name[0] >= '0' && name[0] <= '9' && !name[1])
        return (enum pad_key)(KEY_DIGIT_0 + (name[0] - '0'));
    return (enum pad_key)find(pad_keys, countof(pad_keys), name);
}

enum device_kind device_kind_from_name(const char *name)
{
    return (enum device_kind)find(device_kinds, countof(device_kinds), name);
}

enum ticket_class ticket_class_from_name(const char *name, bool *found)
{
    uint8_t code = find(ticket_classes, countof(ticket_classes), name);
    *found = strcmp(ticket_classes[code], name) == 0;
    return (enum ticket_class)code;
}
