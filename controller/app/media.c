/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media - pages of public information for the boards: read, given out by hash, read again when
 * an administrator asks.
 *
 * A hall opens without its pages rather than not at all: mistakes in them are logged at start, and
 * `--check` names them. Reading again happens in a thread, since large images take a while to be
 * checked; the old pages play on until the new ones are whole, and for good when they are not.
 */
#include <stdlib.h>
#include <string.h>

#include "app/controller.h"
#include "protocol/bits.h"

#define PIECE sizeof(((struct msg_data *)NULL)->bytes.at)

/* ---- reading ---- */

static void load(struct media_reload *job)
{
    char *text = NULL;
    size_t size = 0;
    FILE *report = open_memstream(&text, &size);
    job->mistakes = 1;
    if (report && pages_load(job->dir, job->def, report, &job->made, &job->mistakes))
        job->made = NULL;
    if (report)
        fclose(report);
    job->report = text;
}

static void log_mistakes(struct media_reload *job)
{
    char *rest = NULL;
    for (char *line = job->report ? strtok_r(job->report, "\n", &rest) : NULL; line;
         line = strtok_r(NULL, "\n", &rest))
        log_warn("%s", line);
    free(job->report);
    job->report = NULL;
}

enum err media_open(struct controller *c)
{
    struct media_reload *job = &c->media_reload;
    *job = (struct media_reload){.dir = c->settings.hall_dir, .def = c->def};
    load(job);
    c->pages = job->made;
    if (!c->pages)
        log_warn("the pages of the boards have mistakes and are not shown; mend them, then "
                 "hallctl pages reload");
    log_mistakes(job);
    if (!c->pages)
        c->pages = calloc(1, sizeof(*c->pages));
    return c->pages ? ERR_NONE : log_fault(ERR_NOMEM, "pages");
}

void media_close(struct controller *c)
{
    struct media_reload *job = &c->media_reload;
    if (job->running) {
        pthread_join(job->thread, NULL);
        pages_free(job->made);
        free(job->report);
    }
    pages_free(c->pages);
}

static void *load_again(void *context)
{
    struct media_reload *job = context;
    load(job);
    atomic_store(&job->done, true);
    return NULL;
}

/* ---- who asked for it ---- */

static void answer(struct controller *c, enum refusal code)
{
    struct media_reload *job = &c->media_reload;
    struct peer *peer = peer_by_number(c, job->asker);
    struct message message = {.type = MSG_TYPE_RESULT};
    message.result.session = job->session;
    message.result.seq = job->seq;
    message.result.code = (uint8_t)code;
    message.result.epoch = c->identity.epoch;
    message.result.jseq = c->jseq;
    if (peer)
        client_send(peer->client, &message);
}

static void answer_mistakes(struct controller *c)
{
    struct peer *peer = peer_by_number(c, c->media_reload.asker);
    struct message message = {.type = MSG_TYPE_ERROR};
    message.error.code = REFUSED_MALFORMED;
    message.error.ref_type = MSG_TYPE_ACT;
    snprintf(message.error.text, sizeof(message.error.text),
             "%u mistakes; the controller's log names them; the old pages play on",
             c->media_reload.mistakes);
    if (peer)
        client_send(peer->client, &message);
}

void media_reload(struct controller *c, struct peer *peer, const struct msg_act *act)
{
    struct media_reload *job = &c->media_reload;
    bool repeated = job->asker == peer->number && job->seq == act->seq;
    if (job->running && repeated)
        return;
    struct media_reload other = *job;
    job->asker = peer->number;
    job->session = act->session;
    job->seq = act->seq;
    if (job->running) {
        answer(c, REFUSED_BUSY);
        job->asker = other.asker;
        job->session = other.session;
        job->seq = other.seq;
        return;
    }
    log_info("pages are read again asked_by=%s session=%u", peer->id.name, act->session);
    atomic_store(&job->done, false);
    job->made = NULL;
    job->running = pthread_create(&job->thread, NULL, load_again, job) == 0;
    if (!job->running)
        answer(c, REFUSED_BUSY);
}

void media_tick(struct controller *c)
{
    struct media_reload *job = &c->media_reload;
    if (!job->running || !atomic_load(&job->done))
        return;
    pthread_join(job->thread, NULL);
    job->running = false;
    log_mistakes(job);
    if (!job->made) {
        answer_mistakes(c);
        return;
    }
    pages_free(c->pages);
    c->pages = job->made;
    job->made = NULL;
    c->playlist_minute = UINT32_MAX;
    log_info("pages lists=%u media=%u bytes=%zu", c->pages->list_count, c->pages->medium_count,
             c->pages->bytes);
    answer(c, REFUSED_NOT);
}

/* ---- giving out (docs/messages.md: the receiver pulls) ---- */

static void offer(struct peer *peer, uint32_t ref, const struct medium *medium)
{
    struct message message = {.type = MSG_TYPE_OFFER};
    message.offer.ref = ref;
    message.offer.kind = BLOB_MEDIA;
    message.offer.code = OFFER_GONE;
    if (medium) {
        message.offer.code = OFFER_READY;
        message.offer.size = medium->size;
        message.offer.sha256.length = MEDIA_HASH;
        memcpy(message.offer.sha256.at, medium->sha256, MEDIA_HASH);
    }
    client_send(peer->client, &message);
}

void media_request(struct controller *c, struct peer *peer, const struct msg_blob_req *req)
{
    const struct medium *medium =
        req->sha256.length == MEDIA_HASH ? pages_medium(c->pages, req->sha256.at) : NULL;
    peer->media = (struct media_pull){.offered = medium != NULL, .ref = req->ref};
    if (medium)
        memcpy(peer->media.sha256, medium->sha256, MEDIA_HASH);
    offer(peer, req->ref, medium);
}

/* By its hash each time: the pages may be other ones by now. */
bool media_get(struct controller *c, struct peer *peer, const struct msg_get *get)
{
    if (!peer->media.offered || peer->media.ref != get->ref)
        return false;
    const struct medium *medium = pages_medium(c->pages, peer->media.sha256);
    if (!medium || get->offset >= medium->size || !get->length) {
        offer(peer, get->ref, NULL);
        return true;
    }
    peer->media.due = true;
    peer->media.offset = get->offset;
    peer->media.length = get->length;
    return true;
}

static void give(struct controller *c, struct peer *peer)
{
    const struct medium *medium = pages_medium(c->pages, peer->media.sha256);
    struct message *message = &c->scratch;
    peer->media.due = false;
    if (!medium) {
        offer(peer, peer->media.ref, NULL);
        return;
    }
    size_t left = medium->size - peer->media.offset, count = peer->media.length;
    if (count > PIECE)
        count = PIECE;
    if (count > left)
        count = left;
    *message = (struct message){.type = MSG_TYPE_DATA};
    message->data.ref = peer->media.ref;
    message->data.offset = peer->media.offset;
    message->data.bytes.length = (uint16_t)count;
    memcpy(message->data.bytes.at, medium->bytes + peer->media.offset, count);
    client_send(peer->client, message);
}

void media_push(struct controller *c)
{
    for (uint32_t i = 0; i < c->peer_count; i++) {
        struct peer *peer = &c->peers[i];
        if (peer->client && peer->media.due && client_is_open(peer->client) &&
            client_backlog(peer->client) < FEED_BACKLOG)
            give(c, peer);
    }
}
