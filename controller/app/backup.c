/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backup - a copy of the journal for an administrator who asks, while the hall goes on (D-29).
 *
 * The answer comes when the file is on the disk. A question that is repeated meanwhile is the same
 * question.
 */
#include <stdio.h>

#include "app/controller.h"
#include "os/clock.h"

static void answer(struct controller *c, enum refusal code, uint64_t until)
{
    struct peer *peer = peer_by_number(c, c->backup.asker);
    struct message message = {.type = MSG_TYPE_RESULT};
    message.result.session = c->backup.session;
    message.result.seq = c->backup.seq;
    message.result.code = (uint8_t)code;
    message.result.epoch = c->identity.epoch;
    message.result.jseq = until;
    c->backup.running = false;
    if (peer)
        client_send(peer->client, &message);
}

static void answer_failed(struct controller *c)
{
    struct peer *peer = peer_by_number(c, c->backup.asker);
    struct message message = {.type = MSG_TYPE_ERROR};
    message.error.code = REFUSED_BUSY;
    message.error.ref_type = MSG_TYPE_ACT;
    snprintf(message.error.text, sizeof(message.error.text),
             "the backup failed; the controller's log says why");
    c->backup.running = false;
    if (peer)
        client_send(peer->client, &message);
}

void backup_take(struct controller *c, struct peer *peer, const struct msg_act *act)
{
    struct backup_job *job = &c->backup;
    bool repeated = job->asker == peer->number && job->seq == act->seq;
    if (job->running && repeated)
        return;
    if (job->running) {
        struct backup_job other = *job;
        *job = (struct backup_job){true, peer->number, act->session, act->seq};
        answer(c, REFUSED_BUSY, c->jseq);
        *job = other;
        return;
    }
    *job = (struct backup_job){true, peer->number, act->session, act->seq};
    if (c->room >= STORE_ROOM_SCARCE)
        answer(c, REFUSED_DISK, c->jseq);
    else if (store_backup_begin(c->store))
        answer_failed(c);
}

void backup_step(struct controller *c)
{
    bool more;
    uint64_t until = 0;
    if (!c->backup.running)
        return;
    if (store_backup_step(c->store, &more, &until))
        answer_failed(c);
    else if (!more)
        answer(c, REFUSED_NOT, until);
}
