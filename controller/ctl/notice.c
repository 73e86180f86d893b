/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice - a text of the staff on the boards of a place, and its end.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "config/config.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "engine/hall.h"
#include "protocol/bits.h"

#define MINUTES_DEFAULT 10
#define MINUTES_MAX (UINT16_MAX / 60)

/* --board NAME: its number stands in the definition. */
static bool board_view(const struct ctl *ctl, uint16_t *view)
{
    struct hall_def *def = ctl_hall(ctl);
    if (!def)
        return false;
    const struct device_def *board = def_device(def, ctl->board);
    bool found = board && board->kind == DEVICE_BOARD;
    bool shows = found && !board->window && !board->room;
    if (shows)
        *view = VIEW(VIEW_KIND_BOARD, (uint16_t)(board - def->devices));
    else if (found)
        complain("%s is above a window or beside a room and shows no notices; name a board of the "
                 "waiting area",
                 ctl->board);
    else
        complain("%s has no board named %s; see its devices.yaml", ctl->hall, ctl->board);
    config_free(def);
    return shows;
}

static bool number_view(const char *text, uint8_t kind, uint16_t *view)
{
    uint32_t number;
    if (!read_u32(text, &number) || !number || number >= VIEW_OWN) {
        complain("%s is no number of a floor or zone", text);
        return false;
    }
    *view = VIEW(kind, (uint16_t)number);
    return true;
}

static bool read_place(const struct ctl *ctl, uint16_t *view)
{
    if ((ctl->board != NULL) + (ctl->floor != NULL) + (ctl->zone != NULL) > 1) {
        complain("a notice is for one place: write one of --board, --floor and --zone");
        return false;
    }
    if (ctl->board)
        return board_view(ctl, view);
    if (ctl->floor)
        return number_view(ctl->floor, VIEW_KIND_FLOOR, view);
    if (ctl->zone)
        return number_view(ctl->zone, VIEW_KIND_ZONE, view);
    *view = VIEW(VIEW_KIND_HALL, 0);
    return true;
}

static bool read_line(const char *text, size_t most, char *to, size_t size)
{
    size_t length = utf8_valid(text) ? utf8_length(text) : 0;
    if (!length)
        complain("the text is empty, or not UTF-8");
    else if (length > most)
        complain("\"%s\" has %zu characters; a board shows %zu there", text, length, most);
    else if (strpbrk(text, "\n\r\t"))
        complain("\"%s\" has more than one line; write the second one as a word of its own", text);
    else
        return utf8_copy(to, size, text) == strlen(text);
    return false;
}

static bool read_words(const struct ctl *ctl, struct msg_show *show)
{
    uint32_t minutes = MINUTES_DEFAULT;
    bool info = !ctl->style || strcmp(ctl->style, "info") == 0;
    if (!info && strcmp(ctl->style, "warn") != 0) {
        complain("%s is no style: info or warn", ctl->style);
        return false;
    }
    if (ctl->minutes && (!read_u32(ctl->minutes, &minutes) || !minutes || minutes > MINUTES_MAX)) {
        complain("--minutes %s: write 1 to %d", ctl->minutes, MINUTES_MAX);
        return false;
    }
    show->style = info ? SHOW_NOTICE : SHOW_WARNING;
    show->ttl_s = (uint16_t)(minutes * 60);
    return read_line(ctl->words[0], NOTICE_TEXT_MAX, show->text, sizeof(show->text)) &&
           (ctl->count < 2 ||
            read_line(ctl->words[1], NOTICE_MORE_MAX, show->text2, sizeof(show->text2)));
}

static int report(const struct msg_result *result)
{
    if (result->code == REFUSED_NOT) {
        printf("done\n");
        return 0;
    }
    if (result->code == REFUSED_UNKNOWN_DEVICE)
        complain("refused: this hall has no such floor, zone or board");
    else
        complain("refused: %s", refusal_text(result->code));
    return 1;
}

int ctl_notice(const struct ctl *ctl)
{
    struct message message = {.type = MSG_TYPE_SHOW}, answer;
    bool ends = strcmp(ctl->words[0], "end") == 0;
    if (ends && ctl->count > 1) {
        complain("\"%s\" after end: a notice ends without a text", ctl->words[1]);
        return 2;
    }
    if (!read_place(ctl, &message.show.view) || (!ends && !read_words(ctl, &message.show)))
        return 2;
    if (ends && !ctl->board && !ctl->floor && !ctl->zone)
        message.show.view = 0; /* every one */
    message.show.seq = 1;      /* each conversation has a boot number of its own (D-09) */
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    bool answered =
        client && client_send(client, &message) && client_await(client, MSG_TYPE_RESULT, &answer);
    client_close(client);
    return answered ? report(&answer.result) : 1;
}
