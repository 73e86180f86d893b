/* SPDX-License-Identifier: Apache-2.0 */
#include "view/text.h"

#include <stdio.h>
#include <string.h>

#include "domain/strip_text.h"
#include "protocol/bits.h"

#define KEYS_SHOWN 3

static void say(const struct words *words, enum lang lang, enum word word, const char *value,
                char *text, size_t size)
{
    const struct word_arg arg = {"n", value};
    (void)words_fill(text, size, words_get(words, lang, word), &arg, 1);
}

static void say_number(const struct words *words, enum word word, uint32_t number, char *text,
                       size_t size)
{
    char value[16];
    snprintf(value, sizeof(value), "%u", number);
    say(words, LANG_ZH, word, value, text, size);
}

/* ---- strip ---- */

void text_line(const struct station *station, const struct words *words, msec now, char *text,
               size_t size)
{
    struct strip_view view;
    char line[STRIP_TEXT_SIZE];
    strip_view(&station->strip, station->training, now, &view);
    const struct strip_say say = {.show = (uint8_t)view.show,
                                  .lang = LANG_ZH,
                                  .label = view.label,
                                  .name = station->name};
    (void)strip_text(words, &say, STRIP_DOTS, line); /* R-L6 */
    snprintf(text, size, "%s", line);
}

/* ---- pad ---- */

static void pad_notice_row(const struct pad_view *view, const struct words *words, char *row)
{
    switch (view->notice) {
    case PAD_NOTICE_OFFLINE:
        say(words, LANG_ZH, WORD_PAD_OFFLINE, "", row, TEXT_SIZE);
        return;
    case PAD_NOTICE_NO_ANSWER:
        say(words, LANG_ZH, WORD_PAD_NO_ANSWER, "", row, TEXT_SIZE);
        return;
    case PAD_NOTICE_CHOOSE:
        say(words, LANG_ZH, WORD_PAD_CHOOSE, "", row, TEXT_SIZE);
        return;
    case PAD_NOTICE_REFUSED:
        if (view->retry_s)
            say_number(words, WORD_PAD_RETRY, view->retry_s, row, TEXT_SIZE);
        else /* the words of refusals stand in the order of their codes, without NOT */
            say(words, LANG_ZH, (enum word)(WORD_REFUSAL_EMPTY + view->code - REFUSED_EMPTY), "",
                row, TEXT_SIZE);
        return;
    case PAD_NOTICE_NONE:
    case PAD_NOTICE_SENDING:
        return;
    }
}
_Static_assert(WORD_REFUSAL_NO_SESSION - WORD_REFUSAL_EMPTY == REFUSAL_COUNT - 1 - REFUSED_EMPTY,
               "words of refusals follow the codes");

static void pad_state_row(const struct station *station, const struct pad_view *view,
                          const struct words *words, char *row)
{
    switch (view->state) {
    case WINDOW_CALLING:
        say_number(words, WORD_PAD_CALLED, view->calls, row, TEXT_SIZE);
        return;
    case WINDOW_SERVING:
        say(words, LANG_ZH, WORD_PAD_SERVING, "", row, TEXT_SIZE);
        return;
    case WINDOW_RATING:
        say(words, LANG_ZH, WORD_PAD_RATING, "", row, TEXT_SIZE);
        return;
    case WINDOW_PAUSED:
        say(words, LANG_ZH, WORD_PAD_PAUSED, "", row, TEXT_SIZE);
        return;
    case WINDOW_IDLE:
        say_number(words, WORD_PAD_WINDOW, station->target.n, row, TEXT_SIZE);
        return;
    default:
        say(words, LANG_ZH, WORD_PAD_CLOSED, "", row, TEXT_SIZE);
    }
}

static uint16_t keys_of(const struct pad_view *view)
{
    if (view->keys)
        return view->keys;
    return view->state == WINDOW_CALLING ? PAD_KEY_BIT(KEY_RECALL) | PAD_KEY_BIT(KEY_MISS)
           : view->state == WINDOW_SERVING
               ? (uint16_t)(PAD_KEY_BIT(KEY_FINISH) | PAD_KEY_BIT(KEY_PARK))
               : PAD_KEY_BIT(KEY_NEXT);
}

static void pad_keys_row(const struct pad_view *view, const struct words *words, char *row)
{
    uint16_t keys = keys_of(view);
    size_t used = 0;
    int shown = 0;
    row[0] = 0;
    if (view->state == WINDOW_IDLE && keys & PAD_KEY_BIT(KEY_NEXT)) {
        say(words, LANG_ZH, WORD_PAD_NEXT, "", row, TEXT_SIZE);
        return;
    }
    for (uint8_t key = KEY_NEXT; key <= KEY_RETURN && shown < KEYS_SHOWN; key++) {
        if (!(keys & PAD_KEY_BIT(key)))
            continue;
        int n = snprintf(row + used, TEXT_SIZE - used, "%sF%u%s", used ? "  " : "", key,
                         words_get(words, LANG_ZH, (enum word)(WORD_PAD_KEY_1 + key - KEY_NEXT)));
        if (n < 0 || (size_t)n >= TEXT_SIZE - used)
            return;
        used += (size_t)n;
        shown++;
    }
}

static size_t pad_rows(const struct station *station, const struct words *words, msec now,
                       char rows[TEXT_ROWS][TEXT_SIZE])
{
    struct pad_view view;
    char state[TEXT_SIZE], label[LABEL_TEXT_SIZE];
    pad_view(&station->pad, station->online, now, &view);
    rows[0][0] = rows[1][0] = 0;
    pad_notice_row(&view, words, rows[0]);
    if (!*rows[0]) {
        char waiting[TEXT_SIZE];
        pad_state_row(station, &view, words, state);
        say_number(words, WORD_PAD_WAITING_SHORT, view.waiting, waiting, sizeof(waiting));
        snprintf(rows[0], TEXT_SIZE, "%.*s  %.*s", TEXT_SIZE / 2 - 2, state, TEXT_SIZE / 2 - 2,
                 waiting);
    }
    label_print(view.label, label);
    if (*label)
        snprintf(rows[1], TEXT_SIZE, "%s  %02u:%02u", label, view.shown_s / 60, view.shown_s % 60);
    else if (view.known)
        say_number(words, WORD_PAD_WAITING, view.waiting, rows[1], TEXT_SIZE);
    pad_keys_row(&view, words, rows[2]);
    return TEXT_ROWS;
}

/* ---- rating pad ---- */

static size_t rating_rows(const struct station *station, const struct words *words, msec now,
                          char rows[TEXT_ROWS][TEXT_SIZE])
{
    const struct rating *rating = &station->rating;
    enum lang lang = rating->lang < LANG_COUNT ? (enum lang)rating->lang : LANG_ZH;
    char label[LABEL_TEXT_SIZE], left[16];
    rows[0][0] = 0;
    if (rating->screen == RATING_IDLE)
        return 1;
    if (rating->screen != RATING_ASK) {
        say(words, lang, WORD_R_THANKS, "", rows[0], TEXT_SIZE);
        return 1;
    }
    label_print(rating->label, label);
    snprintf(rows[0], TEXT_SIZE, "%s  %s", words_get(words, lang, WORD_R_PROMPT), label);
    snprintf(rows[1], TEXT_SIZE, "5 %s  4 %s  3 %s  2 %s  1 %s",
             words_get(words, lang, WORD_R_VERY_SATISFIED),
             words_get(words, lang, WORD_R_SATISFIED),
             words_get(words, lang, WORD_R_MOSTLY_SATISFIED),
             words_get(words, lang, WORD_R_DISSATISFIED),
             words_get(words, lang, WORD_R_VERY_DISSATISFIED));
    snprintf(left, sizeof(left), "%u", rating_left_s(rating, now));
    say(words, lang, WORD_RATING_LEFT, left, rows[2], TEXT_SIZE);
    return TEXT_ROWS;
}

size_t text_rows(const struct station *station, const struct words *words, msec now,
                 char rows[TEXT_ROWS][TEXT_SIZE])
{
    if (station->kind == DEVICE_PAD)
        return pad_rows(station, words, now, rows);
    if (station->kind == DEVICE_RATING)
        return rating_rows(station, words, now, rows);
    text_line(station, words, now, rows[0], TEXT_SIZE);
    return 1;
}

void text_facts(const struct station *station, msec now, char *text, size_t size)
{
    static const char *const screens[] = {"idle", "ask", "sending", "thanks"};
    char label[LABEL_TEXT_SIZE] = "";
    const char *state = "";
    uint8_t call = 0;
    if (station->kind == DEVICE_PAD) {
        state = station->pad.known ? window_state_name(station->pad.state) : "dark";
        label_print(station->pad.label, label);
        call = station->pad.call;
    } else if (station->kind == DEVICE_STRIP) {
        struct strip_view view;
        strip_view(&station->strip, 0, now, &view);
        state = strip_show_name((uint8_t)view.show);
        label_print(view.label, label);
        call = station->strip.call;
    } else {
        state = screens[station->rating.screen];
        label_print(station->rating.label, label);
    }
    snprintf(text, size, "state=%s label=%s call=%u online=%d target=%u", state, label, call,
             station->online, station->target.n);
}
