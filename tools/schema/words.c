/* SPDX-License-Identifier: Apache-2.0 */
#include "schema/words.h"

#include <stdio.h>
#include <string.h>

#include "domain/hall_def.h"
#include "domain/vocab.h"
#include "protocol/bits.h"
#include "protocol/session.h"
#include "protocol/view.h"

#define X(name, code, text) {#name, code, text},
static const struct word ticket_states[] = {TICKET_STATES(X)};
static const struct word window_states[] = {WINDOW_STATES(X)};
static const struct word ticket_classes[] = {TICKET_CLASSES(X)};
static const struct word keys[] = {PAD_KEYS(X)};
static const struct word pause_reasons[] = {PAUSE_REASONS(X)};
static const struct word park_kinds[] = {PARK_KINDS(X)};
static const struct word places[] = {TRANSFER_PLACES(X)};
static const struct word print_results[] = {PRINT_RESULTS(X)};
static const struct word announce_kinds[] = {ANNOUNCE_KINDS(X)};
static const struct word device_kinds[] = {DEVICE_KINDS(X)};
static const struct word verbs[] = {VERBS(X)};
static const struct word refusals[] = {REFUSALS(X)};
static const struct word reasons[] = {SESSION_REASONS(X)};
static const struct word view_kinds[] = {VIEW_KINDS(X)};
static const struct word languages[] = {X(ZH, LANG_ZH, "Chinese") X(EN, LANG_EN, "English")
                                            X(MN, LANG_MN, "Mongolian")};
static const struct word beat_flags[] = {BEAT_FLAGS(X)};
static const struct word station_flags[] = {STATION_FLAGS(X)};
static const struct word board_flags[] = {BOARD_FLAGS(X)};
static const struct word kiosk_flags[] = {KIOSK_FLAGS(X)};
static const struct word capabilities[] = {CAPABILITIES(X)};
static const struct word watches[] = {WATCHES(X)};
static const struct word needs[] = {NEEDS(X)};
static const struct word ack_states[] = {ACK_STATES(X)};
static const struct word scopes[] = {DISCOVER_SCOPES(X)};
static const struct word conflicts[] = {CONFLICTS(X)};
static const struct word line_rates[] = {LINE_RATES(X)};
static const struct word line_modes[] = {LINE_MODES(X)};
static const struct word alarms[] = {ALARMS(X)};
static const struct word reboots[] = {REBOOTS(X)};
static const struct word led_effects[] = {LED_EFFECTS(X)};
static const struct word rate_closes[] = {RATE_CLOSES(X)};
static const struct word printer_states[] = {PRINTER_STATES(X)};
static const struct word part_states[] = {PART_STATES(X)};
static const struct word found_flags[] = {FOUND_FLAGS(X)};
static const struct word emergencies[] = {EMERGENCIES(X)};
static const struct word lease_states[] = {LEASE_STATES(X)};
static const struct word void_reasons[] = {VOID_REASONS(X)};
static const struct word staff_roles[] = {STAFF_ROLES(X)};
static const struct word class_proofs[] = {CLASS_PROOFS(X)};
static const struct word show_styles[] = {SHOW_STYLES(X)};
static const struct word sound_states[] = {SOUND_STATES(X)};
static const struct word agreements[] = {AGREEMENTS(X)};
static const struct word board_pages[] = {BOARD_PAGES(X)};
static const struct word device_verbs[] = {DEVICE_VERBS(X)};
static const struct word stats_scopes[] = {STATS_SCOPES(X)};
static const struct word figures[] = {FIGURES(X)};
static const struct word log_levels[] = {LOG_LEVELS(X)};
static const struct word blob_kinds[] = {BLOB_KINDS(X)};
static const struct word offer_codes[] = {OFFER_CODES(X)};
static const struct word transfer_states[] = {TRANSFER_STATES(X)};
#undef X

#define CODES(key, title, list)               \
    {                                         \
        key, title, true, list, countof(list) \
    }
#define PARTS(key, title, list)                \
    {                                          \
        key, title, false, list, countof(list) \
    }
static const struct vocabulary vocabularies[] = {
    CODES("refusal", "Refusals", refusals),
    CODES("ticket_state", "State of a ticket", ticket_states),
    CODES("window_state", "State of a window", window_states),
    CODES("ticket_class", "Class of a ticket", ticket_classes),
    CODES("key", "Keys of a pad", keys),
    CODES("verb", "Verbs of ACT", verbs),
    CODES("pause_reason", "Why a window is paused", pause_reasons),
    PARTS("park_kind", "Kinds of parking: ACT.arg of park", park_kinds),
    CODES("place", "Where a transferred ticket stands", places),
    CODES("print_result", "What came of printing", print_results),
    CODES("announce_kind", "What an announcement is about", announce_kinds),
    CODES("device_kind", "Kinds of devices", device_kinds),
    CODES("language", "Languages", languages),
    PARTS("view_kind", "Kinds of views: the upper 4 bits of a view", view_kinds),
    CODES("bye_reason", "Why a session ends", reasons),
    CODES("need", "What a station lacks", needs),
    CODES("ack_state", "Why a station has nothing to say", ack_states),
    CODES("discover_scope", "Who is to answer DISCOVER", scopes),
    CODES("conflict", "Conflicts of addresses", conflicts),
    CODES("line_rate", "Speeds of a line, bit/s", line_rates),
    CODES("line_mode", "Access modes of a line", line_modes),
    CODES("alarm", "Alarms", alarms),
    CODES("reboot", "Modes of REBOOT", reboots),
    CODES("led_effect", "Effects of a strip", led_effects),
    CODES("rate_close", "Why no rating is asked any more", rate_closes),
    CODES("printer_state", "State of a printer", printer_states),
    CODES("part_state", "State of a kiosk's reader or scanner", part_states),
    CODES("lease_state", "State of a lease", lease_states),
    CODES("void_reason", "Why a kiosk takes a ticket back", void_reasons),
    CODES("staff_role", "What a person may do", staff_roles),
    CODES("class_proof", "Proof of a class", class_proofs),
    CODES("show_style", "How boards show a text", show_styles),
    CODES("sound_state", "Sound of a board", sound_states),
    CODES("agreement", "Does a board show what it should", agreements),
    CODES("board_page", "What a board shows", board_pages),
    CODES("device_verb", "Verbs of DEV_CMD", device_verbs),
    CODES("stats_scope", "Of what STATS are", stats_scopes),
    CODES("figure", "Figures of STATS", figures),
    CODES("log_level", "Levels of LOG", log_levels),
    CODES("blob_kind", "Kinds of what is transferred", blob_kinds),
    CODES("offer_code", "OFFER.code; other codes are refusals", offer_codes),
    CODES("transfer_state", "How far a station has a transfer", transfer_states),
    PARTS("capability", "Capabilities", capabilities),
    PARTS("beat_flag", "Flags of BEAT; bits 7..4 count the tunnels of the bus program", beat_flags),
    PARTS("station_flag", "STATUS.flags of a station", station_flags),
    PARTS("board_flag", "STATUS.flags of a board", board_flags),
    PARTS("kiosk_flag", "KIOSK_STATUS.flags", kiosk_flags),
    PARTS("watch", "WATCH.on", watches),
    PARTS("found_flag", "FOUND.flags", found_flags),
    CODES("emergency", "Emergencies: ACT.arg of emergency", emergencies),
};

/* `in` = "*": every message, record and row that has the field. Two lines may fit; the first
 * counts. */
static const struct {
    const char *in, *field, *vocabulary;
} fields[] = {
    {"message offer", "code", "offer_code"},
    {"message alarm", "code", "alarm"},
    {"*", "code", "refusal"},
    {"row ticket", "state", "ticket_state"},
    {"message found", "state", "ticket_state"},
    {"message lease", "state", "lease_state"},
    {"message bstat", "state", "transfer_state"},
    {"*", "state", "window_state"},
    {"*", "ticket_class", "ticket_class"},
    {"message dev_cmd", "verb", "device_verb"},
    {"*", "verb", "verb"},
    {"*", "pause_reason", "pause_reason"},
    {"message act", "arg", "park_kind"},
    {"*", "place", "place"},
    {"message printed", "result", "print_result"},
    {"message import", "result", "print_result"},
    {"row announce", "kind", "announce_kind"},
    {"message offer", "kind", "blob_kind"},
    {"message blob_req", "kind", "blob_kind"},
    {"*", "kind", "device_kind"},
    {"*", "lang", "language"},
    {"*", "view", "view_kind"},
    {"message bye", "reason", "bye_reason"},
    {"message void_ticket", "reason", "void_reason"},
    {"*", "proof", "class_proof"},
    {"message need", "what", "need"},
    {"message ack", "status", "ack_state"},
    {"message discover", "scope", "discover_scope"},
    {"message conflict", "why", "conflict"},
    {"message buscfg", "baud", "line_rate"},
    {"message reboot", "mode", "reboot"},
    {"*", "mode", "line_mode"},
    {"*", "effect", "led_effect"},
    {"message rate_close", "why", "rate_close"},
    {"*", "printer", "printer_state"},
    {"*", "reader", "part_state"},
    {"*", "scanner", "part_state"},
    {"message found", "flags", "found_flag"},
    {"row hall", "emergency", "emergency"},
    {"*", "role", "staff_role"},
    {"*", "style", "show_style"},
    {"message board_status", "sound", "sound_state"},
    {"row board", "sound", "sound_state"},
    {"*", "showing", "board_page"},
    {"row board", "agrees", "agreement"},
    {"message stats_req", "scope", "stats_scope"},
    {"message stats", "scope", "stats_scope"},
    {"record figure", "key", "figure"},
    {"*", "key", "key"},
    {"message log", "level", "log_level"},
    {"*", "caps", "capability"},
    {"message beat", "flags", "beat_flag"},
    {"message kiosk_status", "flags", "kiosk_flag"},
    {"row device", "flags", "board_flag"},
    {"message status", "flags", "station_flag"},
    {"message watch", "on", "watch"},
};

const struct vocabulary *words_each(size_t index)
{
    return index < countof(vocabularies) ? &vocabularies[index] : NULL;
}

static const struct vocabulary *vocabulary(const char *key)
{
    for (size_t i = 0; i < countof(vocabularies); i++)
        if (strcmp(vocabularies[i].key, key) == 0)
            return &vocabularies[i];
    return NULL;
}

static bool is_in(const char *in, const struct catalogue_entry *entry)
{
    char name[CATALOGUE_NAME + 16];
    snprintf(name, sizeof(name), "%s %s", catalogue_kind_name(entry->kind), entry->name);
    return strcmp(in, "*") == 0 || strcmp(in, name) == 0;
}

/* Index into `fields`, or their count. Only whole numbers are codes. */
static size_t line_of(const struct catalogue_entry *entry, const struct catalogue_field *field)
{
    size_t i = 0;
    while (i < countof(fields) && !(*field->type == 'u' && is_in(fields[i].in, entry) &&
                                    strcmp(fields[i].field, field->name) == 0))
        i++;
    return i;
}

const struct vocabulary *words_of(const struct catalogue_entry *entry,
                                  const struct catalogue_field *field)
{
    size_t i = line_of(entry, field);
    return i < countof(fields) ? vocabulary(fields[i].vocabulary) : NULL;
}

const char *words_wrong(const struct catalogue *catalogue)
{
    bool used[countof(fields)] = {false}, spoken[countof(vocabularies)] = {false};
    for (uint32_t i = 0; i < catalogue->count; i++)
        for (uint32_t f = 0; f < catalogue->entries[i].count; f++) {
            const struct catalogue_entry *entry = &catalogue->entries[i];
            const struct vocabulary *words = words_of(entry, &entry->fields[f]);
            if (!words)
                continue;
            used[line_of(entry, &entry->fields[f])] = true;
            spoken[words - vocabularies] = true;
        }
    for (size_t i = 0; i < countof(fields); i++)
        if (!used[i])
            return fields[i].field;
    for (size_t i = 0; i < countof(vocabularies); i++)
        if (!spoken[i])
            return vocabularies[i].key;
    return NULL;
}
