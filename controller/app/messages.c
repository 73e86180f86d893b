/* SPDX-License-Identifier: Apache-2.0 */
/*
 * messages - what a device sent goes to the module that deals with it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "domain/calendar.h"
#include "net/roles.h"
#include "os/clock.h"
#include "protocol/bits.h"

static void say_error(struct peer *peer, uint8_t type, enum refusal code, const char *text)
{
    struct message message = {.type = MSG_TYPE_ERROR};
    message.error.code = (uint8_t)code;
    message.error.ref_type = type;
    snprintf(message.error.text, sizeof(message.error.text), "%s", text);
    client_send(peer->client, &message);
}

PRINTF_LIKE(4, 5)
static void deny(struct controller *c, struct peer *peer, uint8_t type, const char *fmt, ...)
{
    char text[sizeof(((struct msg_error *)NULL)->text)];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    peers_denied(c, peer->device, &peer->id, type, text);
    say_error(peer, type, REFUSED_DENIED, text);
}

/* F18: the code of the slip, where it was read, is of that very number (D-24). */
static enum refusal admitted(struct controller *c, const struct command *command, const char *text)
{
    struct slip_code slip;
    enum refusal no = slips_check(c, text, &slip);
    return !no && !label_same(slip.label, command->label) ? REFUSED_WRONG_CODE : no;
}

/* What the engine takes as it is: a place of this hall, and a way to show it there. */
static enum refusal notice_doubt(const struct controller *c, const struct msg_show *show)
{
    uint8_t kind = (uint8_t)VIEW_KIND(show->view);
    struct filter filter;
    bool place = kind == VIEW_KIND_HALL || kind == VIEW_KIND_FLOOR || kind == VIEW_KIND_ZONE ||
                 (kind == VIEW_KIND_BOARD && VIEW_NUMBER(show->view) < c->def->device_count &&
                  c->def->devices[VIEW_NUMBER(show->view)].kind == DEVICE_BOARD);
    bool all = !show->view && !show->text[0];
    if (!all && (!place || !filter_init(&filter, c->def, show->view) || filter.one))
        return REFUSED_UNKNOWN_DEVICE; /* t08: a TV above a window shows none */
    if (show->text[0] && show->style != SHOW_NOTICE && show->style != SHOW_WARNING)
        return REFUSED_MALFORMED;
    return strlen(show->text) > 4 * NOTICE_TEXT_MAX || strlen(show->text2) > 4 * NOTICE_MORE_MAX
               ? REFUSED_MALFORMED
               : REFUSED_NOT;
}

bool messages_command(struct controller *c, const struct message *message,
                      const struct device_id *id, struct origin origin)
{
    const struct sender sender = {
        .uid = id->uid,
        .boot = id->boot,
        .kind = id->kind,
        .target = id->target,
        .name = id->name,
        .highest = results_highest(c->results, id->uid, id->boot, 0),
    };
    struct command command;
    if (!inbound_command(message, &sender, &command))
        return false;
    bool act = message->type == MSG_TYPE_ACT || message->type == MSG_TYPE_SHOW;
    if (act && !login_fill(c, &command))
        return false;
    if (message->type == MSG_TYPE_PRESS)
        login_press(c, &command);
    enum refusal no = REFUSED_NOT;
    if (message->type == MSG_TYPE_TICKET_REQ && message->ticket_req.session &&
        id->kind == DEVICE_KIOSK) /* the desk grants as it is */
        no = login_grant(c, &command, message->ticket_req.session);
    if (message->type == MSG_TYPE_SHOW)
        no = notice_doubt(c, &message->show);
    if (command.verb == VERB_ADMIT && message->act.text[0])
        no = admitted(c, &command, message->act.text);
    return turn_add_doubted(c, &command, origin, message->type, no);
}

void messages_no_view(struct controller *c, struct peer *peer, uint16_t view)
{
    deny(c, peer, MSG_TYPE_SYNC, "no view %04x for this device", view);
}

static void take_sync(struct controller *c, struct peer *peer, const struct msg_sync *asked)
{
    struct msg_sync sync = *asked;
    sync.view = admit_view(peer, asked->view);
    const struct role_place own = {peer->id.target.n, peer->device};
    if (!roles_may_view(peer->id.kind, sync.view, own) ||
        !feed_sync(&peer->feed, &c->rows, &sync, c->identity.boot, clock_mono_ms()))
        messages_no_view(c, peer, asked->view);
}

static void take_status(struct controller *c, struct peer *peer, const struct msg_status *status)
{
    if (peer->device == DEVICE_UNLISTED)
        return;
    peers_device(c, peer->device, true, status);
    struct station *station = station_by_device(c, peer->device);
    if (station)
        stations_status(c, station, status);
}

static void take_command(struct controller *c, struct peer *peer, const struct message *message)
{
    const struct origin origin = {ORIGIN_PEER, (uint32_t)(peer - c->peers), peer->number};
    if (!messages_command(c, message, &peer->id, origin))
        say_error(peer, message->type, REFUSED_MALFORMED, "this hall has no use for that message");
}

static void take_show(struct controller *c, struct peer *peer, const struct message *message)
{
    const struct msg_act act = {.session = message->show.session,
                                .seq = message->show.seq,
                                .verb = VERB_NOTICE};
    if (login_act(c, peer, &act))
        take_command(c, peer, message);
}

static void take_act(struct controller *c, struct peer *peer, const struct message *message)
{
    if (!login_act(c, peer, &message->act))
        return;
    if (message->act.verb == VERB_BACKUP)
        backup_take(c, peer, &message->act);
    else if (message->act.verb == VERB_PAGES)
        media_reload(c, peer, &message->act);
    else
        take_command(c, peer, message);
}

/* What a machine in the hall says of itself, what visitors ask at one, what staff show on one. */
static bool dispatch_machine(struct controller *c, struct peer *peer, const struct message *message)
{
    switch (message->type) {
    case MSG_TYPE_KIOSK_STATUS:
        if (peer->device != DEVICE_UNLISTED)
            peers_kiosk(c, peer->device, &message->kiosk_status);
        return true;
    case MSG_TYPE_BOARD_STATUS:
        if (peer->device != DEVICE_UNLISTED)
            boards_status(c, peer, &message->board_status);
        return true;
    case MSG_TYPE_ALARM:
        if (peer->device != DEVICE_UNLISTED)
            peers_alarm(c, peer->device, &message->alarm);
        return true;
    case MSG_TYPE_SHOW:
        take_show(c, peer, message);
        return true;
    case MSG_TYPE_FIND:
        slips_find(c, peer, &message->find);
        return true;
    case MSG_TYPE_SLIP:
        slips_take(c, peer, &message->slip);
        return true;
    default:
        return false;
    }
}

static void dispatch(struct controller *c, struct peer *peer, const struct message *message)
{
    switch (message->type) {
    case MSG_TYPE_LOGIN:
        login_take(c, peer, &message->login);
        break;
    case MSG_TYPE_LOGOUT:
        login_out(c, peer, &message->logout);
        break;
    case MSG_TYPE_SYNC:
        take_sync(c, peer, &message->sync);
        break;
    case MSG_TYPE_VACK:
        feed_vack(&peer->feed, &message->vack);
        break;
    case MSG_TYPE_STATUS:
        take_status(c, peer, &message->status);
        break;
    case MSG_TYPE_WATCH:
        peer->watching = message->watch.on;
        break;
    case MSG_TYPE_HISTORY_REQ:
        history_answer(c, peer, &message->history_req);
        break;
    case MSG_TYPE_BLOB_REQ:
        blobs_request(c, peer, &message->blob_req);
        break;
    case MSG_TYPE_GET:
        if (blobs_get(c, peer, &message->get) || media_get(c, peer, &message->get))
            break;
        screens_take(c, peer, message);
        break;
    case MSG_TYPE_STATS_REQ:
        figures_answer(c, peer, &message->stats_req);
        break;
    case MSG_TYPE_SCREEN_REQ:
    case MSG_TYPE_OFFER:
    case MSG_TYPE_DATA:
        screens_take(c, peer, message);
        break;
    case MSG_TYPE_TUNNEL:
    case MSG_TYPE_BUSCTL:
    case MSG_TYPE_BUS_STATION:
        lines_message(c, peer, message);
        break;
    case MSG_TYPE_ERROR:
        log_every(&c->odd, "device=%s does not take message=%s: %s", peer->id.name,
                  message_name(message->error.ref_type), message->error.text);
        break;
    case MSG_TYPE_ACT:
        take_act(c, peer, message);
        break;
    default:
        if (!dispatch_machine(c, peer, message))
            take_command(c, peer, message);
        break;
    }
}

void messages_take(void *context, struct client *client, const struct message *message)
{
    struct controller *c = context;
    struct peer *peer = peer_of(client);
    if (!peer)
        return; /* replaced; its last words are nobody's */
    if (roles_allow(peer->id.kind, message))
        dispatch(c, peer, message);
    else
        deny(c, peer, message->type, "a %s may not send that", device_kind_name(peer->id.kind));
}
