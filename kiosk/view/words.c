/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"
#include "ui/pair.h"
#include "view/page.h"

#define NOON (12 * 60)

const char *say(const struct page *page, enum word word)
{
    return words_get(page->view->words, page->lang, word);
}

struct line say_n(const struct page *page, enum word word, const struct word_arg *args,
                  size_t count)
{
    struct line line;
    words_fill(line.text, sizeof(line.text), say(page, word), args, count);
    return line;
}

struct line say_1(const struct page *page, enum word word, const char *name, const char *value)
{
    return say_n(page, word, &(struct word_arg){name, value}, 1);
}

const char *next_language_name(const struct page *page)
{
    const bool *has = page->model->def->languages;
    uint32_t now = page->model->lang, lang = now;
    do
        lang = (lang + 1) % LANG_COUNT;
    while (lang != LANG_ZH && !has[lang]);
    if (lang == now)
        return NULL;
    if (lang == LANG_MN && !page->view->words->text[LANG_MN][WORD_LANGUAGE_NAME])
        return say(page, WORD_K_MONGOLIAN); /* R-G2: its own name is not reviewed yet */
    return words_get(page->view->words, (enum lang)lang, WORD_LANGUAGE_NAME);
}

/* say() gives the tables' own texts, so a text is found by where it stands. */
const char *mongolian_of(const struct page *page, const char *text)
{
    const struct words *words = page->view->words;
    if (!page->mongolian)
        return NULL;
    for (uint32_t word = 0; word < WORD_COUNT; word++)
        if (words->text[LANG_ZH][word] == text)
            return words->text[LANG_MN][word];
    return NULL;
}

struct box put_column(const struct page *page, struct box cell, const char *mongolian,
                      uint16_t size)
{
    return draw_pair(page->draw, cell,
                     &(struct pair){.mongolian = page->mongolian ? mongolian : NULL,
                                    .size = size,
                                    .colour = page->theme->ink,
                                    .first = page->model->def->mongolian_first});
}

static struct line line_of_number(uint32_t value)
{
    struct line line;
    snprintf(line.text, sizeof(line.text), "%" PRIu32, value);
    return line;
}

struct line say_count(const struct page *page, enum word word, const char *name, uint32_t value)
{
    struct line number = line_of_number(value);
    return say_1(page, word, name, number.text);
}

uint16_t by_lang(const struct page *page, uint16_t zh, uint16_t other)
{
    return page->lang == LANG_ZH ? zh : other;
}

struct line line_of_clock(uint16_t minute)
{
    struct line line;
    snprintf(line.text, sizeof(line.text), "%u:%02u", minute / 60u, minute % 60u);
    return line;
}

bool local_time(const struct page *page, uint32_t *date, uint16_t *minute)
{
    if (page->model->hall_ms == 0)
        return false;
    struct civil civil = calendar_local(page->model->hall_ms, page->model->tz_min);
    *date = calendar_date(civil);
    *minute = calendar_minute(civil);
    return true;
}

/* ---- places ---- */

struct line line_of_floors(const struct page *page, const struct zone_def *zone)
{
    struct line list = {""};
    if (zone->floor_count == 0)
        return list;
    size_t at = 0;
    for (uint32_t i = 0; i < zone->floor_count && at < sizeof(list.text) - 16; i++)
        at += (size_t)snprintf(list.text + at, sizeof(list.text) - at, "%s%u",
                               i ? say(page, WORD_K_LIST_MARK) : "", zone->floors[i]);
    return zone->floor_count == 1 ? say_1(page, WORD_FLOOR, "f", list.text)
                                  : say_1(page, WORD_K_FLOORS, "list", list.text);
}

struct line line_of_place(const struct page *page, service_id id)
{
    struct line empty = {""};
    uint16_t low = 0, high = 0;
    const struct service_def *service = def_service(page->model->def, id);
    if (!service || !def_service_windows(page->model->def, id, &low, &high))
        return empty;
    const struct window_def *window = def_window(page->model->def, low);
    struct line floor = line_of_number(window ? window->floor : 0u);
    struct line first = line_of_number(low), last = line_of_number(high);
    struct word_arg args[] = {{"f", floor.text},
                              {"z", zone_letter(page, service->zone)},
                              {"w1", first.text},
                              {"w2", last.text}};
    return say_n(page, low == high ? WORD_K_WINDOW : WORD_K_WINDOWS, args, countof(args));
}

/* ---- waits ---- */

struct line line_of_range(uint16_t lo, uint16_t hi, uint16_t wait)
{
    struct line line = {""};
    uint16_t one = wait ? wait : hi;
    if (lo > 0 && hi > lo)
        snprintf(line.text, sizeof(line.text), "%u–%u", lo, hi);
    else if (one > 0)
        snprintf(line.text, sizeof(line.text), "%u", one);
    return line;
}

struct line line_of_wait(const struct page *page, uint16_t lo, uint16_t hi, uint16_t wait)
{
    struct line one = line_of_range(0, wait ? wait : hi, 0), line = {""};
    struct line from = line_of_number(lo), to = line_of_number(hi);
    if (lo > 0 && hi > lo)
        return say_n(page, WORD_K_RANGE, (struct word_arg[]){{"lo", from.text}, {"hi", to.text}},
                     2);
    return one.text[0] ? say_1(page, WORD_K_ABOUT, "m", one.text) : line;
}

/* ---- hours ---- */

struct line line_of_session(const struct hours *hours, uint32_t index)
{
    const struct hours_session *session = &hours->sessions[index];
    uint16_t from =
        session->from_min > hours->early_min ? (uint16_t)(session->from_min - hours->early_min) : 0;
    struct line start = line_of_clock(from), line;
    struct line end = line_of_clock((uint16_t)(session->to_min - hours->stop_min));
    snprintf(line.text, sizeof(line.text), "%.15s–%.15s", start.text, end.text);
    return line;
}

struct line line_of_today(const struct page *page, const struct hours *hours)
{
    struct line all = {""};
    size_t at = 0;
    for (uint32_t i = 0; i < hours->count; i++) {
        struct line times = line_of_session(hours, i);
        char *dash = strstr(times.text, "–");
        *dash = '\0';
        enum word word = hours->sessions[i].from_min < NOON ? WORD_K_SESSION_AM : WORD_K_SESSION_PM;
        struct line one =
            say_n(page, word, (struct word_arg[]){{"from", times.text}, {"to", dash + strlen("–")}},
                  2);
        if (at + strlen(one.text) + 4 < sizeof(all.text))
            at += (size_t)snprintf(all.text + at, sizeof(all.text) - at, "%s%s", i ? "   " : "",
                                   one.text);
    }
    return say_1(page, WORD_K_TODAY, "sessions", all.text);
}

static struct line line_of_opening(const struct page *page, uint16_t opens_in)
{
    uint32_t date;
    uint16_t minute;
    if (opens_in == 0 || !local_time(page, &date, &minute))
        return (struct line){""};
    struct line clock = line_of_clock((uint16_t)((minute + opens_in) % (24 * 60)));
    return say_1(page, WORD_K_SERVICE_LATER, "t", clock.text);
}

struct line line_of_reason(const struct page *page, service_id id)
{
    const struct kiosk_service *service = kiosk_service(page->model, id);
    struct line line = {""};
    enum word word = WORD_K_DESK_HINT;
    if (kiosk_can_issue(page->model, id))
        return line;
    if (page->model->link_up && service->known && !service->ticketing) {
        line = line_of_opening(page, service->opens_in_min);
        word = WORD_K_SERVICE_OVER;
    } else if (page->model->link_up && service->known) {
        word = WORD_K_SERVICE_FULL;
    }
    if (!line.text[0])
        snprintf(line.text, sizeof(line.text), "%s", say(page, word));
    return line;
}

enum word word_of_issue(const struct kiosk_model *model)
{
    bool printing = model->print == KIOSK_PRINT_BUSY;
    if (model->ticket.reprinted) /* R-T2 */
        return printing ? WORD_N_REPRINTING : WORD_N_REPRINTED;
    /* R-A6: it was an appointment, and its slot is over. */
    bool late = model->ticket.slot && model->ticket.ticket_class != CLASS_APPOINTMENT;
    if (late)
        return WORD_N_LATE;
    return printing ? WORD_K_PRINTING : WORD_K_ISSUED;
}
