/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line_sessions - the sessions of stations behind a line: whose handshake is next, who is
 * let in, and the group key of the line.
 */
#include <stdio.h>

#include "app/controller.h"
#include "os/clock.h"
#include "os/secrets.h"

#define GKEY_EVERY_MS SECOND

enum err line_sessions_open(struct controller *c)
{
    bool good = true;
    for (uint32_t i = 0; i < c->line_count && good; i++) {
        uint8_t key[RECORD_KEY];
        good = secrets_random(key, sizeof(key));
        line_group_init(&c->lines[i].group, key);
        c->lines[i].due = INT64_MAX;
        crypto_wipe(key, sizeof(key));
    }
    for (uint32_t i = 0; i < c->station_count && good; i++) {
        const struct device_def *def = station_def(c, &c->stations[i]);
        const struct line *line = line_of(c, def->line);
        uint8_t hs_id;
        good = secrets_random(&hs_id, sizeof(hs_id));
        if (line)
            line_keys_init(&c->stations[i].keys, def->address, line->def->baud, hs_id);
    }
    return good ? ERR_NONE : log_fault(ERR_IO, "the system gives no random bytes");
}

void line_sessions_wipe(struct controller *c)
{
    for (uint32_t i = 0; i < c->line_count && c->lines; i++)
        line_group_wipe(&c->lines[i].group);
    for (uint32_t i = 0; i < c->station_count && c->stations; i++)
        line_keys_drop(&c->stations[i].keys, 0);
}

/* ---- handshakes ---- */

/* The next station that needs keys and may have them now; NULL when none does. */
static struct station *next_keyless(struct controller *c, const struct line *line, msec mono)
{
    struct station *best = NULL;
    uint32_t best_rank = 0, busy = 0;
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        if (!lines_has(c, line, station))
            continue;
        busy += line_keys_busy(&station->keys);
        uint32_t rank = line_keys_rank(&station->keys, station_def(c, station)->kind);
        if (line_keys_wants(&station->keys, mono) && (!best || rank < best_rank)) {
            best = station;
            best_rank = rank;
        }
    }
    return busy < LINE_KEYS_AT_A_TIME ? best : NULL;
}

static void begin(struct controller *c, struct line *line, struct station *station, msec mono)
{
    const char *name = station_def(c, station)->name;
    const struct device_key *key = roster_find_name(c->roster, name);
    uint8_t ephemeral[CRYPTO_POINT];
    if (!key) {
        log_every(&line->keyless, "line=%u device=%s is not adopted here; hallctl adopt it",
                  line->def->id, name);
        line_keys_drop(&station->keys, mono + LINE_KEYS_AGAIN_MS);
        return;
    }
    if (!secrets_random(ephemeral, sizeof(ephemeral)) ||
        line_keys_begin(&station->keys, key->uid, key->key, ephemeral, mono))
        log_every(&line->keyless,
                  "line=%u device=%s no handshake can be made: the cryptography "
                  "or the random source failed",
                  line->def->id, name);
    crypto_wipe(ephemeral, sizeof(ephemeral));
}

static void fill_welcome(struct controller *c, const struct line *line,
                         const struct station *station, struct message *message)
{
    const struct msg_hello hello = {.caps = station->caps};
    message->type = MSG_TYPE_WELCOME;
    admit_welcome(c, &hello, &station->claims, &message->welcome);
    message->welcome.address = station->keys.address;
    message->welcome.hall_hash.length = 0; /* 20 ms of a slow line, and a station reads no hall */
    message->welcome.label[0] = 0;
    if (station->claims.kind != DEVICE_RATING) /* D-17: it stands on the citizens' side */
        line_group_welcome(&line->group, &message->welcome);
}

/* Says what this handshake wants said, if there is room. */
static void go_on(struct controller *c, struct line *line, struct station *station, msec mono)
{
    uint8_t frame[FRAME_MAX_BUS];
    switch (line_keys_due(&station->keys, mono)) {
    case LINE_KEYS_NOISE1:
        (void)lines_say_frame(line, frame, line_keys_noise1(&station->keys, frame, mono));
        break;
    case LINE_KEYS_WELCOME:
        fill_welcome(c, line, station, &c->scratch);
        if (lines_say(line, station, &c->scratch))
            line_keys_welcomed(&station->keys, mono);
        crypto_wipe(&c->scratch.welcome.gkey, sizeof(c->scratch.welcome.gkey));
        break;
    case LINE_KEYS_NOTHING:
        break;
    }
}

static void refuse(struct line *line, struct station *station, enum session_reason reason,
                   const char *text, msec mono)
{
    struct message bye = {.type = MSG_TYPE_BYE};
    bye.bye.reason = (uint8_t)reason;
    bye.bye.retry_ms = LINE_KEYS_REFUSED_MS;
    snprintf(bye.bye.text, sizeof(bye.bye.text), "%s", text ? text : session_reason_text(reason));
    (void)lines_say(line, station, &bye);
    line_keys_drop(&station->keys, mono + LINE_KEYS_REFUSED_MS);
}

void line_sessions_noise2(struct controller *c, struct line *line, struct station *station,
                          const uint8_t *frame, size_t length, msec mono)
{
    struct server_refusal refusal = {SESSION_REASON_UNKNOWN_DEVICE, NULL, 0};
    uint32_t device;
    struct message message;
    if (!line_keys_noise2(&station->keys, frame, length, mono, &message))
        return;
    station->caps = message.hello.caps;
    if (!admit_device(c, &message.hello, &device, &station->claims, &refusal)) {
        stations_gone(c, station);
        refuse(line, station, refusal.reason, refusal.text, mono);
    }
}

void line_sessions_proven(struct controller *c, struct line *line, struct station *station)
{
    const struct device_id *id = &station->claims;
    c->handshakes++;
    boots_saw(&c->boots, id->uid, id->boot);
    stations_hello(c, station, id, NULL);
    station->gkey_wanted = line->group.turning && id->kind != DEVICE_RATING;
    peers_device(c, station->device, true, NULL);
    log_info("device=%s kind=%s session=open boot=%u line=%u address=%u", id->name,
             device_kind_name(id->kind), id->boot, line->def->id, station->keys.address);
}

void line_sessions_resumed(struct controller *c, const struct line *line, struct station *station)
{
    struct device_id id = station->id;
    stations_hello(c, station, &id, NULL);
    peers_device(c, station->device, true, NULL);
    log_info("device=%s session=resumed line=%u address=%u", id.name, line->def->id,
             station->keys.address);
}

/* ---- the group key ---- */

void line_sessions_turn(struct controller *c, struct line *line, msec mono)
{
    uint8_t key[RECORD_KEY];
    if (!secrets_random(key, sizeof(key))) {
        (void)log_fault(ERR_IO, "the system gives no random bytes");
        return;
    }
    line_group_turn(&line->group, key, mono);
    crypto_wipe(key, sizeof(key));
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        if (!lines_has(c, line, station))
            continue;
        station->gkey_wanted =
            station->keys.keyed && station_def(c, station)->kind != DEVICE_RATING;
        station->gkey_due = mono;
    }
    log_info("line=%u group key turns", line->def->id);
}

void line_sessions_confirmed(struct line *line, struct station *station,
                             const struct msg_gkey_ok *ok)
{
    if (line_group_confirms(&line->group, ok))
        station->gkey_wanted = false;
}

/* Who never confirmed the key that is in force now gets it in a new WELCOME. */
static void end_turn(struct controller *c, const struct line *line, bool all)
{
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        if (lines_has(c, line, station) && station->gkey_wanted) {
            station->gkey_wanted = false;
            station->keys.wanted = true;
        }
    }
    log_info("line=%u group key turned all=%d", line->def->id, all);
}

static void tell_group_key(struct controller *c, struct line *line, msec mono)
{
    bool all = true;
    if (!line->group.turning) {
        if (line_group_worn(&line->group))
            line_sessions_turn(c, line, mono);
        return;
    }
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        if (!lines_has(c, line, station) || !station->online || !station->gkey_wanted)
            continue;
        all = false;
        if (mono < station->gkey_due || !lines_room(line))
            continue;
        line_group_gkey(&line->group, &c->scratch);
        if (lines_say(line, station, &c->scratch))
            station->gkey_due = mono + GKEY_EVERY_MS;
        crypto_wipe(&c->scratch.gkey.gkey, sizeof(c->scratch.gkey.gkey));
    }
    if (line_group_tick(&line->group, all, mono))
        end_turn(c, line, all);
}

/* ---- time ---- */

static void tick(struct controller *c, struct line *line, struct station *station, msec mono)
{
    const struct device_def *def = station_def(c, station);
    if (line_keys_tick(&station->keys, mono))
        log_warn("line=%u device=%s address=%u does not answer the handshake; another station is "
                 "at this address, or its key is not the one adopted here",
                 line->def->id, def->name, def->address);
    if (station->online && station->keys.keyed && !line_keys_alive(&station->keys, mono)) {
        log_info("device=%s session=closed why=\"it says nothing under its keys\"",
                 station->id.name);
        stations_gone(c, station);
    }
}

void line_sessions_push(struct controller *c, struct line *line, msec mono)
{
    struct station *station;
    for (uint32_t i = 0; i < c->station_count; i++)
        if (lines_has(c, line, &c->stations[i]))
            tick(c, line, &c->stations[i], mono);
    while (lines_room(line) && (station = next_keyless(c, line, mono)))
        begin(c, line, station, mono);
    for (uint32_t i = 0; i < c->station_count && lines_room(line); i++)
        if (lines_has(c, line, &c->stations[i]))
            go_on(c, line, &c->stations[i], mono);
    tell_group_key(c, line, mono);
}
