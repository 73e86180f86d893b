/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_once - very many commands with losses, repeats, cut connections and a controller that is
 * killed: each has exactly one effect (D-09).
 *
 * Kiosks issue tickets; at consoles 800 sessions open, pause and resume a window of their own or
 * call for help. All of them are done when they are asked for once, so an answer that refuses is as
 * wrong as one that differs from the answer before. Of the frames one in twenty is never sent,
 * of the answers one in twenty is thrown away, and the sender asks again under the same name; three
 * in ten commands are said twice, half of them long after their answer.
 *
 * Afterwards the journal is read: each answered command must be there once, in the row that the
 * answer named, with one fact.
 */
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/crowd.h"
#include "bench/protocol_parts.h"
#include "os/log.h"
#include "store/store.h"

#define KIOSKS 16
#define CONSOLES 8
#define SESSIONS 100 /* of a console */
#define WINDOWS 96   /* the first twelve sessions of each console have one */
#define TALKS (KIOSKS + CONSOLES * SESSIONS)
#define TICKET_SHARE 25  /* every 25th command is a ticket: 40,000 of a million */
#define LOST_PERCENT 5   /* before they are sent; as many answers are thrown away */
#define AGAIN_PERCENT 15 /* said twice at once; as many once more after their answer */
#define REMEMBERED 31    /* older ones are STALE (D-09: 32 with the newest) */
#define RETRY_S 0.1
#define LOOK_MS 25
#define CUT_EVERY 9973 /* answers, then a device loses its connection */
#define STUCK_S 120
#define TELL_S 10
#define SEED 20260318u

/* One session of one device, which has one command under way at a time. */
struct talk {
    struct crowd_device *device;
    uint32_t session; /* 0 = the device itself: a kiosk */
    uint16_t window;  /* 0 = calls for help */
    uint32_t first, total;
    uint32_t seq; /* under way, when waiting */
    bool waiting;
    double sent;
};

struct once {
    struct rig rig;
    struct crowd crowd;
    uint32_t commands, kills;
    struct talk talks[TALKS];
    uint64_t *rows; /* by command: the journal row that its first answer named; 0 = none yet */
    uint8_t *seen;  /* by command: facts in the journal */
    uint32_t done, killed, cuts, lost, again, wrong, random;
    uint64_t effects;
    double begun, told, progress;
};

static bool chance(struct once *once, uint32_t percent)
{
    once->random ^= once->random << 13;
    once->random ^= once->random >> 17;
    once->random ^= once->random << 5;
    return once->random % 100 < percent;
}

/* ---- commands ---- */

static void fill_act(const struct talk *talk, uint32_t seq, struct msg_act *act)
{
    *act = (struct msg_act){.session = talk->session, .seq = seq, .verb = VERB_HELP};
    if (!talk->window)
        return;
    act->target = talk->window;
    act->verb = seq == 1 ? VERB_OPEN : seq % 2 ? VERB_RESUME : VERB_PAUSE;
    act->arg = act->verb == VERB_PAUSE ? PAUSE_AWAY : 0;
}

/* Without a session it is lost, and the patrol comes by again. */
static void say(struct talk *talk, uint32_t seq)
{
    struct message message = {.type = MSG_TYPE_ACT};
    if (talk->session) {
        fill_act(talk, seq, &message.act);
    } else {
        message.type = MSG_TYPE_TICKET_REQ;
        message.ticket_req =
            (struct msg_ticket_req){.seq = seq,
                                    .service = (uint16_t)(seq % CROWD_SERVICES + 1),
                                    .principals = 1};
    }
    (void)!link_send(talk->device->link, &message);
}

static void send_current(struct once *once, struct talk *talk)
{
    talk->sent = bench_clock();
    if (chance(once, LOST_PERCENT))
        once->lost++;
    else
        say(talk, talk->seq);
    if (chance(once, AGAIN_PERCENT)) {
        say(talk, talk->seq);
        once->again++;
    }
    if (talk->seq > 1 && chance(once, AGAIN_PERCENT)) {
        uint32_t back = talk->seq - 1 < REMEMBERED ? talk->seq - 1 : REMEMBERED;
        say(talk, talk->seq - 1 - once->random / 100 % back);
        once->again++;
    }
}

static void next_command(struct once *once, struct talk *talk)
{
    talk->waiting = talk->seq < talk->total;
    if (!talk->waiting)
        return;
    talk->seq++;
    send_current(once, talk);
}

/* ---- answers ---- */

static void complain(struct once *once, const struct talk *talk, uint32_t seq, const char *what)
{
    if (once->wrong++ < 20)
        log_warn("%s session=%u seq=%u: %s", talk->device->key.name, talk->session, seq, what);
}

static void take_answer(struct once *once, struct talk *talk, uint32_t seq, uint8_t code,
                        uint64_t row)
{
    if (!seq || seq > talk->seq) {
        complain(once, talk, seq, "an answer nobody asked for");
        return;
    }
    uint64_t *promised = &once->rows[talk->first + seq - 1];
    if (code)
        complain(once, talk, seq, refusal_text(code));
    else if (*promised && *promised != row)
        complain(once, talk, seq, "two answers differ");
    if (!*promised)
        *promised = row;
    if (seq != talk->seq || !talk->waiting)
        return;
    if (chance(once, LOST_PERCENT)) {
        once->lost++;
        return;
    }
    once->done++;
    once->progress = bench_clock();
    next_command(once, talk);
}

static struct talk *talk_of(struct once *once, const struct crowd_device *device, uint32_t session)
{
    for (uint32_t i = 0; i < TALKS; i += once->talks[i].session ? SESSIONS : 1)
        if (once->talks[i].device == device)
            return session ? &once->talks[i + session - 1] : &once->talks[i];
    return NULL;
}

static void on_message(struct crowd_device *device, const struct message *message)
{
    struct once *once = device->crowd->context;
    if (message->type == MSG_TYPE_RESULT) {
        const struct msg_result *result = &message->result;
        take_answer(once, talk_of(once, device, result->session), result->seq, result->code,
                    result->jseq);
    } else if (message->type == MSG_TYPE_TICKET) {
        const struct msg_ticket *ticket = &message->ticket;
        take_answer(once, talk_of(once, device, 0), ticket->seq, ticket->code, ticket->jseq);
    }
}

static void on_welcome(struct crowd_device *device)
{
    struct once *once = device->crowd->context;
    crowd_settle(device);
    for (uint32_t i = 0; i < TALKS; i++)
        if (once->talks[i].device == device && once->talks[i].waiting)
            send_current(once, &once->talks[i]);
}

/* ---- faults ---- */

static void on_patrol(evutil_socket_t fd, short what, void *context)
{
    struct once *once = context;
    double now = bench_clock();
    (void)fd, (void)what;
    for (uint32_t i = 0; i < TALKS; i++)
        if (once->talks[i].waiting && now - once->talks[i].sent > RETRY_S)
            send_current(once, &once->talks[i]);
}

static void tell(struct once *once)
{
    double now = bench_clock();
    if (now - once->told < TELL_S)
        return;
    once->told = now;
    dprintf(once->rig.real_stderr, "once: %u of %u commands, %u of %u kills, %u cuts, %.0f s\n",
            once->done, once->commands, once->killed, once->kills, once->cuts, now - once->begun);
}

static enum err cause_faults(struct once *once)
{
    enum err err = ERR_NONE;
    if (once->done >= (once->cuts + 1) * CUT_EVERY) {
        struct crowd_device *device = &once->crowd.devices[once->random % once->crowd.count];
        once->cuts++;
        if (device->link) {
            crowd_disconnect(device);
            err = crowd_connect(device);
        }
    }
    uint64_t next_kill = (uint64_t)once->commands * (once->killed + 1) / (once->kills + 1);
    if (!err && once->killed < once->kills && once->done >= next_kill) {
        once->killed++;
        rig_kill(&once->rig);
        err = rig_spawn(&once->rig);
        once->progress = bench_clock();
    }
    return err;
}

static enum err run(struct once *once)
{
    const struct timeval often = {0, LOOK_MS * 1000};
    struct event *patrol = event_new(once->crowd.base, -1, EV_PERSIST, on_patrol, once);
    enum err err = patrol && event_add(patrol, &often) == 0 ? ERR_NONE : ERR_NOMEM;
    once->begun = once->told = once->progress = bench_clock();
    for (uint32_t i = 0; i < TALKS; i++)
        next_command(once, &once->talks[i]);
    while (!err && once->done < once->commands) {
        event_base_loop(once->crowd.base, EVLOOP_ONCE);
        err = cause_faults(once);
        tell(once);
        if (bench_clock() - once->progress > STUCK_S)
            err = log_fault(ERR_GONE, "no answer for %d s; %u of %u commands are done", STUCK_S,
                            once->done, once->commands);
    }
    if (patrol)
        event_free(patrol);
    return err;
}

/* ---- start ---- */

static void share_out(struct once *once)
{
    uint32_t tickets = once->commands / TICKET_SHARE, first = 0;
    for (uint32_t i = 0; i < TALKS; i++) {
        struct talk *talk = &once->talks[i];
        uint32_t n = i < KIOSKS ? i : i - KIOSKS, of = i < KIOSKS ? KIOSKS : TALKS - KIOSKS;
        uint32_t share = i < KIOSKS ? tickets : once->commands - tickets;
        talk->device = crowd_nth(&once->crowd, i < KIOSKS ? DEVICE_KIOSK : DEVICE_CONSOLE,
                                 i < KIOSKS ? n : n / SESSIONS);
        talk->session = i < KIOSKS ? 0 : n % SESSIONS + 1;
        if (talk->session && talk->session <= WINDOWS / CONSOLES)
            talk->window = (uint16_t)(n / SESSIONS * (WINDOWS / CONSOLES) + talk->session);
        talk->first = first;
        talk->total = share / of + (n < share % of);
        first += talk->total;
    }
}

static enum err start(struct once *once, const char *disk)
{
    const struct crowd_size size = {.windows = WINDOWS,
                                    .kiosks = KIOSKS,
                                    .consoles = CONSOLES,
                                    .tickets_day = 50000};
    once->rig.start = "20260318T0900";
    once->rows = calloc(once->commands, sizeof(*once->rows));
    once->seen = calloc(once->commands, sizeof(*once->seen));
    enum err err = once->rows && once->seen ? rig_open(&once->rig, disk) : ERR_NOMEM;
    if (!err)
        err = crowd_write(&once->rig, &size);
    if (!err)
        err = rig_clear(&once->rig);
    if (!err)
        err = crowd_open(&once->crowd, &once->rig);
    if (!err)
        err = rig_start(&once->rig);
    if (err)
        return err;
    once->crowd.context = once;
    once->crowd.on_welcome = on_welcome;
    once->crowd.on_message = on_message;
    share_out(once);
    for (uint32_t i = 0; i < TALKS && !err; i++) {
        struct crowd_device *device = once->talks[i].device;
        device->view = VIEW(VIEW_KIND_NONE, 0); /* it wants answers only */
        if (!device->link)
            err = crowd_connect(device);
    }
    return err ? err : crowd_wait(&once->crowd, KIOSKS + CONSOLES, STUCK_S, "connecting");
}

/* ---- the journal ---- */

static const struct talk *talk_of_row(struct once *once, const struct command_id *id)
{
    for (uint32_t i = 0; i < TALKS; i += once->talks[i].session ? SESSIONS : 1)
        if (once->talks[i].device->key.uid == id->uid && once->talks[i].device->boot == id->boot)
            return &once->talks[id->session ? i + id->session - 1 : i];
    return NULL;
}

static enum err on_row(void *context, const struct store_row *row)
{
    struct once *once = context;
    if (!row->id.uid)
        return ERR_NONE; /* the hall's own */
    const struct talk *talk = talk_of_row(once, &row->id);
    if (!talk || talk->session != row->id.session || row->id.seq > talk->total) {
        once->wrong++;
        log_warn("journal row=%llu is nobody's command", (unsigned long long)row->seq);
        return ERR_NONE;
    }
    uint32_t at = talk->first + row->id.seq - 1;
    for (uint32_t i = 0; i < row->facts.count; i++)
        if (row->facts.list[i].kind != FACT_KIND_DIGEST) {
            once->effects++;
            once->seen[at] = (uint8_t)(once->seen[at] + (once->seen[at] < UINT8_MAX));
        }
    if (once->rows[at] != row->seq)
        complain(once, talk, row->id.seq, "the journal has it in another row than was answered");
    return ERR_NONE;
}

static enum err read_journal(struct once *once)
{
    const struct store_options options = {.dir = once->rig.state,
                                          .hall_id = once->crowd.def->id,
                                          .training = true};
    struct store *store = NULL;
    rig_kill(&once->rig);
    enum err err = store_open(&options, &store);
    if (!err)
        err = store_replay(store, on_row, once);
    store_close(store);
    for (uint32_t i = 0; i < TALKS && !err; i++)
        for (uint32_t n = 0; n < once->talks[i].total; n++)
            if (once->seen[once->talks[i].first + n] != 1)
                complain(once, &once->talks[i], n + 1, "not exactly one effect in the journal");
    return err;
}

static void show(struct bench *bench, const struct once *once, double seconds)
{
    const struct figure figures[] = {
        {"once.commands", "", once->done, once->commands, AT_LEAST},
        {"once.effects_over_commands", "", (double)once->effects - once->commands, 0, AT_MOST},
        {"once.commands_without_effect", "", once->commands - (double)once->effects, 0, AT_MOST},
        {"once.wrong_answers", "", once->wrong, 0, AT_MOST},
        {"once.said_again", "", once->again, 0, NO_TARGET},
        {"once.lost", "", once->lost, 0, NO_TARGET},
        {"once.connections_cut", "", once->cuts, 0, NO_TARGET},
        {"once.kills", "", once->killed, once->kills, AT_LEAST},
        {"once.commands_per_s", "1/s", once->done / seconds, 0, NO_TARGET},
    };
    for (size_t i = 0; i < countof(figures); i++)
        bench_figure(bench, figures[i]);
}

enum err protocol_once(struct bench *bench, const struct protocol_options *options)
{
    struct once *once = calloc(1, sizeof(*once));
    if (!once)
        return ERR_NOMEM;
    once->commands = options->commands;
    once->kills = options->kills;
    once->random = SEED;
    enum err err = start(once, options->disk);
    if (!err)
        err = run(once);
    double seconds = bench_clock() - once->begun;
    if (!err)
        err = read_journal(once);
    if (!err)
        show(bench, once, seconds);
    crowd_close(&once->crowd);
    rig_close(&once->rig, err || once->wrong);
    free(once->rows);
    free(once->seen);
    free(once);
    return err;
}
