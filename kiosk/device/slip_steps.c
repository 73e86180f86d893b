/* SPDX-License-Identifier: Apache-2.0 */
/* The next steps of a journey in words (R-M10): where, and what for. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "device/slip_parts.h"

#define STEPS_SAID 3 /* what three lines hold */

static void fill(struct piece *to, const struct slip *slip, enum lang lang, enum word word,
                 const struct word_arg *args, size_t count)
{
    words_fill(to->text, sizeof(to->text), words_get(slip->words, lang, word), args, count);
}

static uint8_t floor_of(const struct hall_def *def, service_id service)
{
    uint16_t low = 0, high = 0;
    bool served = def_service_windows(def, service, &low, &high);
    const struct window_def *window = served ? def_window(def, low) : NULL;
    return window ? window->floor : 0;
}

/* "106号窗口缴税"; on another floor than the first step: which. */
static struct piece step_of(const struct slip *slip, const struct journey_def *journey, uint8_t at,
                            enum lang lang)
{
    const struct hall_def *def = slip->def;
    const struct service_def *service = def_service(def, journey->steps[at]);
    const char *name = service ? names_get(&service->brief, lang) : "";
    struct piece step, more;
    uint16_t low = 0, high = 0;
    utf8_copy(step.text, sizeof(step.text), name);
    if (!service || !def_service_windows(def, service->id, &low, &high))
        return step;
    struct piece first = piece_of_number(low), last = piece_of_number(high);
    struct word_arg args[] = {{"w1", first.text}, {"w2", last.text}, {"s", name}};
    fill(&step, slip, lang, low == high ? WORD_TICKET_STEP : WORD_TICKET_STEP_RANGE, args,
         countof(args));
    uint8_t floor = floor_of(def, service->id);
    if (floor != floor_of(def, journey->steps[0])) {
        struct piece number = piece_of_number(floor);
        struct word_arg where[] = {{"f", number.text}, {"step", step.text}};
        fill(&more, slip, lang, WORD_TICKET_STEP_FLOOR, where, countof(where));
        step = more;
    }
    if (journey->back && at + 1 < journey->count) {
        fill(&more, slip, lang, WORD_TICKET_STEP_BACK, &(struct word_arg){"step", step.text}, 1);
        step = more;
    }
    return step;
}

/* A line for each step, the words around them in the first and the last. */
static struct piece all_of(const struct slip *slip, const struct journey_def *journey, uint8_t from,
                           enum lang lang)
{
    struct piece steps = {""}, all;
    bool more = journey->count - from > STEPS_SAID;
    uint8_t end = (uint8_t)(more ? from + STEPS_SAID : journey->count);
    size_t at = 0;
    for (uint8_t i = from; i < end; i++) {
        char line[2 * sizeof(steps.text)];
        snprintf(line, sizeof(line), "%s\n%s", words_get(slip->words, lang, WORD_TICKET_STEPS_MARK),
                 step_of(slip, journey, i, lang).text);
        const char *said = i > from ? line : strchr(line, '\n') + 1;
        utf8_copy(steps.text + at, sizeof(steps.text) - at, said);
        at += strlen(steps.text + at);
    }
    fill(&all, slip, lang, more ? WORD_TICKET_STEPS_MORE : WORD_TICKET_STEPS,
         &(struct word_arg){"steps", steps.text}, 1);
    return all;
}

void slip_steps(struct strip *strip, const struct slip *slip, enum lang lang)
{
    const struct journey_def *journey = def_journey(slip->def, slip->journey);
    uint8_t from = slip->step ? slip->step : 1; /* steps[0] is the first */
    struct text_style strong = slip_bold(30, 28, 24);
    if (!journey || from >= journey->count)
        return;
    struct piece all = all_of(slip, journey, from, lang);
    if (lang != strip->lang) { /* R-T4: once more, without taking the room twice */
        struct text_style plain = slip_plain(26);
        for (char *end = all.text; (end = strchr(end, '\n'));)
            *end = ' ';
        strip_wrapped(strip, all.text, &plain, 34, 3);
        return;
    }
    char *rest = all.text;
    while (rest) {
        char *line = rest, *end = strchr(line, '\n');
        rest = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        strip_wrapped(strip, line, &strong, 44, 2);
    }
}
