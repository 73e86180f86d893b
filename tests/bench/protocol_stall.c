/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_stall - one board of 200 that reads nothing: what it costs the controller in memory, and
 * the 199 others in time.
 *
 * The board is a process of its own that is stopped by SIGSTOP: its socket stays open and nobody
 * reads it. A change is sent when all 199 have shown the one before. Short spells with the board
 * stopped and running alternate, so that what else the machine does falls on both alike, and the
 * middle one of the ratios of neighbours is judged; after two changes without an answer the
 * controller sends the board no more, and so it stays.
 *
 * Memory grows with the journal, a little with each change: what the board costs is what is held
 * above that, measured before and after.
 */
#define _GNU_SOURCE
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/picture.h"
#include "bench/protocol_parts.h"
#include "os/log.h"

#define WINDOWS 60
#define BOARDS 200
#define OTHERS (BOARDS - 1)
#define PAIRS 100
#define SPELL_S 0.2
#define SETTLE 3          /* changes at the start of a spell that do not count */
#define CHANGES_MAX 60000 /* of all spells of a kind */
#define WARM_UP_S 6.0
#define STALL_S 12.0 /* longer than a board may leave a delta unread */
#define LOOK_S 0.2
#define PATIENCE_S 30
#define MEMORY_KIB 64
#define SLOWER 1.05

struct stall {
    struct rig rig;
    struct crowd crowd;
    struct crowd_device *board; /* the one that stalls */
    pid_t process;              /* its own */
    uint32_t step;              /* changes so far */
    double asked;
    struct spells {
        uint32_t count;
        double latencies[CHANGES_MAX * OTHERS];
    } running, stopped, *now; /* NULL = not counted */
};

/* ---- the board that stalls ---- */

static void be_a_board(struct stall *stall)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (event_reinit(stall->crowd.base) || crowd_connect(stall->board))
        _exit(1);
    event_base_dispatch(stall->crowd.base);
    _exit(1);
}

static enum err begin_board(struct stall *stall)
{
    stall->process = fork();
    if (stall->process == 0)
        be_a_board(stall);
    return stall->process > 0 ? ERR_NONE : log_fault(ERR_IO, "no process");
}

static void end_board(struct stall *stall)
{
    if (stall->process <= 0)
        return;
    kill(stall->process, SIGKILL);
    waitpid(stall->process, NULL, 0);
}

/* ---- changes ---- */

static void on_rows(struct crowd_device *device, const struct view_rows *rows)
{
    struct stall *stall = device->crowd->context;
    (void)rows;
    if (device->key.kind != DEVICE_BOARD || device->settled)
        return;
    struct spells *now = stall->now;
    if (now && now->count < countof(now->latencies))
        now->latencies[now->count++] = bench_clock() - stall->asked;
    crowd_settle(device);
}

/* Windows open, pause and resume in turn: each change is a row that all boards show. */
static enum err change(struct stall *stall)
{
    uint32_t turn = stall->step / WINDOWS;
    uint16_t window = (uint16_t)(stall->step++ % WINDOWS + 1);
    uint8_t verb = turn == 0 ? VERB_OPEN : turn % 2 ? VERB_PAUSE : VERB_RESUME;
    crowd_unsettle(&stall->crowd);
    stall->asked = bench_clock();
    enum err err = crowd_act(stall->crowd.admin, verb, window, verb == VERB_PAUSE ? PAUSE_AWAY : 0);
    if (!err)
        err = crowd_wait(&stall->crowd, OTHERS, PATIENCE_S, "boards showing a change");
    if (!err)
        err = crowd_answer(stall->crowd.admin);
    if (!err && stall->crowd.admin->code)
        err =
            log_fault(ERR_GONE, "%s: %s", verb_name(verb), refusal_text(stall->crowd.admin->code));
    return err;
}

/* What the stalled board holds: pages of the controller, and what the system keeps for it. */
static double held_kib(const struct stall *stall)
{
    return rig_rss(&stall->rig) + rig_unsent(&stall->rig, stall->board->address);
}

static enum err go_on(struct stall *stall, double seconds)
{
    enum err err = ERR_NONE;
    for (double begun = bench_clock(); !err && bench_clock() - begun < seconds;)
        err = change(stall);
    return err;
}

/* ---- time ---- */

static enum err spell(struct stall *stall, bool stopped)
{
    enum err err = ERR_NONE;
    kill(stall->process, stopped ? SIGSTOP : SIGCONT);
    for (int i = 0; i < SETTLE && !err; i++)
        err = change(stall);
    stall->now = stopped ? &stall->stopped : &stall->running;
    if (!err)
        err = go_on(stall, SPELL_S);
    stall->now = NULL;
    return err;
}

/* Of the samples from `first` on. */
static double p99_us(struct spells *spells, uint32_t first)
{
    return bench_percentile(spells->latencies + first, spells->count - first, 99) * 1e6;
}

/* Adds to the samples of both kinds; how much slower the others were while it was stopped. */
static enum err pair(struct stall *stall, bool stopped_first, double *ratio)
{
    uint32_t running = stall->running.count, stopped = stall->stopped.count;
    enum err err = spell(stall, stopped_first);
    if (!err)
        err = spell(stall, !stopped_first);
    if (!err)
        *ratio = p99_us(&stall->stopped, stopped) / p99_us(&stall->running, running);
    return err;
}

static enum err measure_time(struct bench *bench, struct stall *stall)
{
    double ratio[PAIRS];
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < PAIRS && !err; i++)
        err = pair(stall, i % 2 != 0, &ratio[i]);
    kill(stall->process, SIGCONT);
    if (err)
        return err;
    const struct figure figures[] = {
        {"stall.samples", "", stall->running.count + stall->stopped.count, 0, NO_TARGET},
        {"stall.others_p50_us", "us",
         bench_percentile(stall->running.latencies, stall->running.count, 50) * 1e6, 0, NO_TARGET},
        {"stall.others_p99_us", "us", p99_us(&stall->running, 0), 0, NO_TARGET},
        {"stall.others_p99_stalled_us", "us", p99_us(&stall->stopped, 0), 0, NO_TARGET},
        {"stall.others_p99_ratio", "", bench_percentile(ratio, PAIRS, 50), SLOWER, AT_MOST},
    };
    for (size_t i = 0; i < countof(figures); i++)
        bench_figure(bench, figures[i]);
    return ERR_NONE;
}

/* ---- memory ---- */

struct growth {
    double kib;
    uint32_t changes;
};

/* The most that is held above what was held before. */
static enum err grow(struct stall *stall, struct growth *growth)
{
    enum err err = ERR_NONE;
    double before = held_kib(stall), most = before;
    uint32_t step = stall->step;
    for (double begun = bench_clock(); !err && bench_clock() - begun < STALL_S;) {
        err = go_on(stall, LOOK_S);
        double now = held_kib(stall);
        most = now > most ? now : most;
    }
    growth->kib += most - before;
    growth->changes += stall->step - step;
    return err;
}

static enum err measure_memory(struct bench *bench, struct stall *stall)
{
    struct growth calm = {0}, stalled = {0};
    enum err err = grow(stall, &calm);
    kill(stall->process, SIGSTOP);
    if (!err)
        err = grow(stall, &stalled);
    kill(stall->process, SIGCONT);
    if (!err)
        err = grow(stall, &calm);
    if (err)
        return err;
    double each = calm.kib / calm.changes;
    const struct figure figures[] = {
        {"stall.journal_memory_per_change_kib", "KiB", each, 0, NO_TARGET},
        {"stall.memory_kib", "KiB", stalled.kib - each * stalled.changes, MEMORY_KIB, AT_MOST},
    };
    for (size_t i = 0; i < countof(figures); i++)
        bench_figure(bench, figures[i]);
    return ERR_NONE;
}

/* ---- start ---- */

static enum err connect_all(struct stall *stall)
{
    struct crowd *crowd = &stall->crowd;
    enum err err = crowd_connect(crowd->admin);
    for (uint32_t i = 0; i < OTHERS && !err; i++)
        err = crowd_connect(crowd_nth(crowd, DEVICE_BOARD, i));
    if (!err)
        err = crowd_wait(crowd, OTHERS, PATIENCE_S, "boards");
    return err ? err : picture_check(crowd, OTHERS);
}

static enum err start(struct stall *stall, const char *disk)
{
    const struct crowd_size size = {.windows = WINDOWS,
                                    .boards = BOARDS,
                                    .tickets_day = 1000,
                                    .whole_hall = true};
    stall->rig.start = "20260318T0900";
    enum err err = rig_open(&stall->rig, disk);
    if (!err)
        err = crowd_write(&stall->rig, &size);
    if (!err)
        err = rig_clear(&stall->rig);
    if (!err)
        err = crowd_open(&stall->crowd, &stall->rig);
    if (!err)
        err = rig_start(&stall->rig);
    if (err)
        return err;
    stall->crowd.context = stall;
    stall->crowd.on_rows = on_rows;
    stall->board = crowd_nth(&stall->crowd, DEVICE_BOARD, OTHERS);
    err = begin_board(stall); /* before there are links to share with it */
    return err ? err : connect_all(stall);
}

enum err protocol_stall(struct bench *bench, const struct protocol_options *options)
{
    struct stall *stall = calloc(1, sizeof(*stall));
    enum err err = stall ? start(stall, options->disk) : ERR_NOMEM;
    if (!err)
        err = go_on(stall, WARM_UP_S);
    if (!err)
        err = measure_time(bench, stall);
    if (!err)
        err = measure_memory(bench, stall);
    if (!stall)
        return err;
    end_board(stall);
    crowd_close(&stall->crowd);
    rig_close(&stall->rig, err);
    free(stall);
    return err;
}
