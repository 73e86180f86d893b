/* SPDX-License-Identifier: Apache-2.0 */
#include "voice/complete.h"

#include "model/phrase.h"

#define TOLD_MAX 10
#define WINDOW_LAST 999
#define FLOOR_LAST 20 /* spelled like the windows */
#define NUMBER_LAST 9999

struct check {
    const struct pack *pack;
    struct phrase_source source;
    enum lang lang;
    FILE *report;
    uint32_t tried, missing, told;
    bool quiet; /* this room was told already */
};

static void told(struct check *check, const char *sentence, const struct clip_parts *parts)
{
    check->missing++;
    if (!check->quiet && check->told++ < TOLD_MAX)
        fprintf(check->report, "%s: no clip for \"%s\" in \"%s\"\n", lang_code(check->lang),
                parts->missing, sentence);
}

static void covers(struct check *check, const char *sentence)
{
    struct clip_parts parts;
    check->tried++;
    if (!pack_covers(check->pack, check->lang, sentence, &parts))
        told(check, sentence, &parts);
}

static void call(struct check *check, uint8_t kind, struct label label, uint16_t target)
{
    char sentence[PHRASE_SIZE];
    const struct announce_entry entry = {.kind = kind, .label = label, .target = {target}};
    phrase_call(&check->source, check->lang, &entry, sentence, sizeof(sentence));
    covers(check, sentence);
}

/* The windows of a hall that has them all: every kind of call, here and on another floor. */
static void windows(struct check *check)
{
    static struct window_def window;
    static struct hall_def hall;
    const struct label label = {{'A', 0}, 1};
    const struct hall_def *def = check->source.def;
    hall = (struct hall_def){.windows = &window, .window_count = 1};
    check->source.def = &hall;
    for (uint16_t number = 1; number <= WINDOW_LAST; number++)
        for (uint8_t kind = CALL_FIRST; kind <= CALL_PICK_UP; kind++) {
            window = (struct window_def){.number = number, .floor = 1};
            call(check, kind, label, number);
            window.floor = (uint8_t)(number % FLOOR_LAST + 1);
            call(check, kind, label, number);
        }
    check->source.def = def;
}

static void labels(struct check *check)
{
    for (uint16_t number = 1; number <= NUMBER_LAST; number++)
        call(check, CALL_FIRST, (struct label){{'A', 0}, number}, 1);
    for (char first = 'A'; first <= 'Z'; first++)
        for (char second = 'A'; second <= 'Z'; second++)
            call(check, CALL_LAST, (struct label){{first, second}, 1}, 1);
    check->source.yao = true;
    call(check, CALL_FIRST, (struct label){{'A', 0}, 111}, 11);
    check->source.yao = false;
}

static void rooms(struct check *check)
{
    const struct hall_def *def = check->source.def;
    for (uint32_t i = 0; i < def->room_count; i++) {
        uint32_t missing = check->missing;
        for (uint8_t kind = CALL_FIRST; kind <= CALL_PICK_UP; kind++)
            for (uint8_t away = 0; away < 2; away++) { /* heard on its floor, and on another */
                check->quiet = check->missing > missing;
                check->source.floor = (uint8_t)(def->rooms[i].floor + away);
                call(check, kind, (struct label){{'A', 0}, 1},
                     (uint16_t)(TARGET_ROOM | def->rooms[i].id));
            }
        check->quiet = false;
    }
    check->source.floor = 1;
}

static void notices(struct check *check)
{
    static const enum word words[] = {WORD_V_CLOSING, WORD_V_FAULT, WORD_V_EMERGENCY,
                                      WORD_V_TRAINING};
    char sentence[PHRASE_SIZE];
    for (size_t i = 0; i < countof(words); i++) {
        phrase_plain(&check->source, check->lang, words[i], sentence, sizeof(sentence));
        covers(check, sentence);
    }
}

uint32_t complete_check(const struct pack *pack, const struct words *words,
                        const struct hall_def *def, enum lang lang, FILE *report, uint32_t *tried)
{
    static const struct hall_def none;
    struct check check = {.pack = pack,
                          .lang = lang,
                          .report = report,
                          .source = {.words = words, .def = def ? def : &none, .floor = 1}};
    notices(&check);
    labels(&check);
    windows(&check);
    rooms(&check);
    *tried = check.tried;
    return check.missing;
}
