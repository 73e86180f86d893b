/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "view/dots_part.h"

void panel_place(const struct panel_view *panel, target_id target, uint8_t other_floor,
                 char to[PANEL_PLACES][PART_TEXT_SIZE])
{
    static const enum word words[] = {WORD_DOTS_WINDOW, WORD_DOTS_WINDOW_SHORT};
    struct place_text place;
    place_text(&panel->part, target, other_floor, &place);
    for (uint32_t i = 0; i < countof(words); i++) {
        char window[PART_TEXT_SIZE];
        if (place.room) {
            utf8_copy(to[i], PART_TEXT_SIZE, place.whole);
            continue;
        }
        /* On another floor the short form, as TVs have it: 6楼 108号. */
        (void)part_fill(&panel->part, words[place.floor[0] ? 1 : i], "w", place.number, window);
        snprintf(to[i], PART_TEXT_SIZE, "%s%s%.200s", place.floor, place.floor[0] ? " " : "",
                 window);
    }
    if (place.room)
        utf8_copy(to[2], PART_TEXT_SIZE, place.name);
    else
        snprintf(to[2], PART_TEXT_SIZE, "%s%s", place.floor, place.number);
}

/* ---- sentences ---- */

struct say {
    const struct panel_view *panel;
    enum lang lang;
    char *to;
};

static const char *word(const struct say *say, enum word word)
{
    return words_get(say->panel->screen->board->words, say->lang, word);
}

static void add(const struct say *say, const char *text)
{
    size_t at = strlen(say->to);
    if (at && at + 3 < DOTS_TEXT_SIZE) {
        memcpy(say->to + at, "  ", 3);
        at += 2;
    }
    utf8_copy(say->to + at, DOTS_TEXT_SIZE - at, text);
}

static void say_closing(const struct say *say)
{
    const struct board_screen *board = say->panel->screen->board;
    char at[8], text[PART_TEXT_SIZE];
    uint16_t end;
    if (board_closing(board->board, &board->time, &end) == BOARD_CLOSED) {
        add(say, word(say, WORD_T_CLOSED_SCROLL));
        return;
    }
    snprintf(at, sizeof(at), "%u:%02u", end / 60u, end % 60u);
    words_fill(text, sizeof(text), word(say, WORD_T_CLOSING), &(struct word_arg){"t", at}, 1);
    add(say, text);
    add(say, word(say, WORD_T_CLOSING_NOTE));
}

/* R-L11: the board has no confidential service among its own. */
static void say_waiting(const struct say *say)
{
    const struct board *board = say->panel->screen->board->board;
    for (uint32_t i = 0; i < board->service_count; i++) {
        const struct service_def *service = def_service(board->def, board->services[i].id);
        char people[8], text[PART_TEXT_SIZE];
        if (!service || !board->services[i].waiting)
            continue;
        snprintf(people, sizeof(people), "%u", board->services[i].waiting);
        const struct word_arg args[] = {{"q", names_get(&service->name, say->lang)}, {"k", people}};
        words_fill(text, sizeof(text), word(say, WORD_T_WAIT), args, countof(args));
        if (strlen(say->to) + strlen(text) + 3 > DOTS_TEXT_SIZE)
            return; /* the others have their turn on TVs */
        add(say, text);
    }
}

static void say_missed(const struct say *say)
{
    const struct board_screen *board = say->panel->screen->board;
    struct board_missed missed[BOARD_MISSED_SHOWN];
    char list[64] = "", label[LABEL_TEXT_SIZE], text[PART_TEXT_SIZE];
    uint32_t count = board_missed(board->board, &board->time, missed);
    for (uint32_t i = 0; i < count; i++) {
        label_print(missed[i].label, label);
        snprintf(list + strlen(list), sizeof(list) - strlen(list), "%s%s", i ? " " : "", label);
    }
    words_fill(text, sizeof(text), word(say, WORD_T_MISSED), &(struct word_arg){"list", list}, 1);
    add(say, text);
}

bool panel_notice(const struct panel_view *panel)
{
    const struct board_screen *board = panel->screen->board;
    char text[BOARD_NOTICE_SIZE], below[BOARD_NOTICE_SIZE];
    return board_notice(board->board, &board->time, text, below);
}

static void say_notice(const struct say *say)
{
    const struct board_screen *board = say->panel->screen->board;
    char text[BOARD_NOTICE_SIZE], below[BOARD_NOTICE_SIZE];
    if (!board_notice(board->board, &board->time, text, below))
        return;
    add(say, text);
    if (below[0])
        add(say, below);
}

void panel_sentence(const struct panel_view *panel, enum dots_sentence sentence, uint8_t language,
                    char to[DOTS_TEXT_SIZE])
{
    enum lang other = part_other(&panel->part);
    const struct say say = {panel,
                            language && other != LANG_COUNT ? other : part_lang(&panel->part), to};
    to[0] = '\0';
    switch (sentence) {
    case DOTS_SAY_OFF:
        add(&say, word(&say, WORD_T_OFF));
        add(&say, word(&say, WORD_T_LOST_NONE));
        return;
    case DOTS_SAY_TRAINING:
        add(&say, word(&say, WORD_T_TRAINING_SCROLL));
        return;
    case DOTS_SAY_NOTICE:
        say_notice(&say);
        return;
    case DOTS_SAY_CLOSING:
        say_closing(&say);
        return;
    case DOTS_SAY_WAITING:
        say_waiting(&say);
        return;
    case DOTS_SAY_MISSED:
        say_missed(&say);
        return;
    case DOTS_SAY_ADVICE:
        add(&say, word(&say, WORD_T_SCROLL));
        return;
    case DOTS_SAY_ORDER:
        add(&say, word(&say, WORD_T_ORDER));
        return;
    case DOTS_SAY_COUNT:
        return;
    }
}
