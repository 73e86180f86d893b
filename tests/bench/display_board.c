/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One real board of a township hall, with its voice: from exec to the right picture, from a session
 * to it, from a call to the first sound, the line that moves, and what all that costs.
 */
#include <stdlib.h>

#include "bench/crowd.h"
#include "bench/display_crawl.h"
#include "bench/display_parts.h"
#include "bench/display_tv.h"
#include "os/file.h"
#include "os/log.h"
#include "view/view.h"

#define HALL "halls/township"
#define DEFINITION_MAX (1u << 20)
#define WINDOWS 4
#define TICKETS 24
#define TIMES 5
#define STARTS 20
#define PATIENCE_S 30
#define CALM_S 17.0  /* what was called is said, and its row looks like all others (R-L7: 15 s) */
#define SILENT_S 6.5 /* D-13: there is a banner */
#define CRAWLS 2

/* docs/ui t01: the list of calls. */
static const struct box list = {32, 112, 1300, 840};

struct hall {
    struct rig rig;
    struct crowd crowd;
    char folder[RIG_PATH_MAX + 16];
    struct tv tv, upright; /* upright: its ticker is too narrow for a sentence */
    uint64_t right;        /* how the list looks */
    double start[STARTS], again[TIMES], listening[TIMES], sound[TIMES];
    struct crawl crawl;
    double idle_percent, rss_mib;
};

static void on_rows(struct crowd_device *device, const struct view_rows *rows)
{
    (void)rows;
    crowd_settle(device);
}

static enum err act(struct hall *hall, uint8_t verb, uint16_t window)
{
    struct crowd_device *admin = hall->crowd.admin;
    enum err err = crowd_act(admin, verb, window, 0);
    if (!err)
        err = crowd_answer(admin);
    if (!err && admin->code)
        err = log_fault(ERR_GONE, "%s at window %u: %s", verb_name(verb), window,
                        refusal_text(admin->code));
    return err;
}

static enum err fill(struct hall *hall)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < TICKETS && !err; i++) {
        err = crowd_ticket(hall->crowd.admin);
        if (!err)
            err = crowd_answer(hall->crowd.admin);
    }
    for (uint16_t i = 1; i <= WINDOWS && !err; i++)
        err = act(hall, VERB_OPEN, i);
    return err;
}

/* Without its pages of public information: a list beside them is another picture from second to
 * second. */
static enum err copy_hall(struct hall *hall)
{
    static const char *const names[] = {"hall.yaml",    "devices.yaml",  "zones.yaml",
                                        "windows.yaml", "services.yaml", "items.csv"};
    char from[64], to[RIG_PATH_MAX + 32];
    snprintf(hall->folder, sizeof(hall->folder), "%s/hall", hall->rig.dir);
    enum err err = file_make_dir(hall->folder, 0700);
    for (size_t i = 0; i < countof(names) && !err; i++) {
        uint8_t *bytes = NULL;
        size_t length;
        snprintf(from, sizeof(from), HALL "/%s", names[i]);
        snprintf(to, sizeof(to), "%s/%s", hall->folder, names[i]);
        err = file_read(from, DEFINITION_MAX, &bytes, &length);
        if (err)
            return log_fault(err, "%s cannot be read", from);
        err = file_write(to, bytes, length, 0600);
        free(bytes);
    }
    hall->rig.hall = hall->folder;
    return err;
}

static enum err open_hall(struct hall *hall, const char *where)
{
    hall->rig.start = "20260318T0900";
    enum err err = rig_open(&hall->rig, where);
    if (!err)
        err = copy_hall(hall);
    if (!err)
        err = rig_clear(&hall->rig);
    if (!err)
        err = crowd_open(&hall->crowd, &hall->rig);
    if (!err)
        err = rig_start(&hall->rig);
    hall->crowd.on_rows = on_rows;
    if (!err)
        err = crowd_connect(hall->crowd.admin);
    if (!err)
        err = crowd_wait(&hall->crowd, 1, PATIENCE_S, "the administrator's rows");
    if (!err)
        err = fill(hall);
    return err ? err : tv_open(&hall->tv, &hall->rig, "board-1", 1920, 1080);
}

static enum err lives(struct hall *hall, uint32_t sessions)
{
    return tv_wait_said(&hall->tv, "link=live", sessions) > 0 ? ERR_NONE : ERR_GONE;
}

/* ---- a call, and nobody is speaking ---- */

static enum err sounds(struct hall *hall)
{
    double begun;
    enum err err = tv_start(&hall->tv, NULL, &begun);
    if (!err)
        err = lives(hall, 1);
    if (!err)
        err = crowd_live(&hall->crowd, 3);
    for (uint16_t i = 0; i < TIMES && !err; i++) {
        uint64_t from = tv_sound_bytes(&hall->tv);
        err = act(hall, VERB_CALL_NEXT, (uint16_t)(i % WINDOWS + 1));
        double done = bench_clock(), heard = err ? 0 : tv_wait_sound(&hall->tv, from);
        hall->sound[i] = (heard - done) * 1e3;
        if (!err && heard == 0)
            err = ERR_GONE;
        if (!err)
            err = crowd_live(&hall->crowd, CALM_S);
        if (!err && i + 1 < TIMES)
            err = act(hall, VERB_MISS, (uint16_t)(i % WINDOWS + 1));
    }
    if (!err)
        err = crowd_live(&hall->crowd, CALM_S);
    hall->right = eye_look(&hall->tv.eye, list);
    return err;
}

/* ---- to the right picture ---- */

static enum err starts(struct hall *hall)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < STARTS && !err; i++) {
        double begun;
        tv_stop(&hall->tv);
        while (eye_lit(&hall->tv.eye, 960, 50)) /* what it left there is gone */
            tv_sleep(0.01);
        err = tv_start(&hall->tv, NULL, &begun);
        double right = err ? 0 : tv_wait_look(&hall->tv, list, hall->right);
        hall->start[i] = (right - begun) * 1e3;
        if (!err && right == 0)
            err = ERR_GONE;
        if (!err)
            err = crowd_live(&hall->crowd, 1);
    }
    return err;
}

/* From the controller's WELCOME; and from its first breath, with the pauses of the link in it. */
static enum err reconnections(struct hall *hall)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < TIMES && !err; i++) {
        uint32_t sessions = tv_said(&hall->tv, "session=open");
        rig_kill(&hall->rig);
        tv_sleep(SILENT_S);
        if (eye_look(&hall->tv.eye, list) == hall->right)
            return log_fault(ERR_GONE, "a board without a controller looks like one with it");
        err = rig_start(&hall->rig);
        double listening = bench_clock();
        double welcome = err ? 0 : tv_wait_said(&hall->tv, "session=open", sessions + 1);
        double right = welcome > 0 ? tv_wait_look(&hall->tv, list, hall->right) : 0;
        hall->again[i] = (right - welcome) * 1e3;
        hall->listening[i] = (right - listening) * 1e3;
        if (!err && right == 0)
            err = ERR_GONE;
        if (!err)
            err = crowd_live(&hall->crowd, 1);
    }
    return err;
}

/* ---- a quiet hall ---- */

static enum err quiet(struct hall *hall)
{
    double begun;
    hall->rss_mib = bench_rss_of(hall->tv.board) / 1024;
    tv_stop(&hall->tv); /* one key, one board */
    enum err err = tv_open(&hall->upright, &hall->rig, "board-1", BOARD_SHORT, BOARD_LONG);
    if (!err)
        err = tv_start(&hall->upright, "--portrait", &begun);
    if (!err)
        err = crawl_open(&hall->crawl, hall->crowd.def, "board-1");
    if (!err)
        err = crowd_live(&hall->crowd, 3);
    begun = bench_clock();
    double cpu = bench_cpu_of(hall->upright.board);
    for (uint32_t i = 0; i < CRAWLS && !err; i++)
        err = crawl_watch(&hall->crawl, &hall->upright);
    hall->idle_percent = (bench_cpu_of(hall->upright.board) - cpu) * 100 / (bench_clock() - begun);
    crawl_close(&hall->crawl);
    return err;
}

/* ---- figures ---- */

static double at(double *values, uint32_t percent)
{
    return bench_percentile(values, TIMES, percent);
}

static double at_start(struct hall *hall, uint32_t percent)
{
    return bench_percentile(hall->start, STARTS, percent);
}

static void tell(struct bench *bench, struct hall *hall)
{
    const struct crawl *crawl = &hall->crawl;
    double steps = crawl->steps ? crawl->steps : 1;
    const struct figure figures[] = {
        {"display.commit_to_sound_p50_ms", "ms", at(hall->sound, 50), 0, NO_TARGET},
        {"display.commit_to_sound_worst_ms", "ms", at(hall->sound, 100), 300, AT_MOST},
        {"display.start_to_picture_p50_ms", "ms", at_start(hall, 50), 0, NO_TARGET},
        {"display.start_to_picture_worst_ms", "ms", at_start(hall, 100), 300, AT_MOST},
        {"display.again_to_picture_p50_ms", "ms", at(hall->again, 50), 0, NO_TARGET},
        {"display.again_to_picture_worst_ms", "ms", at(hall->again, 100), 300, AT_MOST},
        {"display.listening_to_picture_worst_ms", "ms", at(hall->listening, 100), 0, NO_TARGET},
        {"display.ticker_px_per_s", "1/s", crawl->px / crawl->seconds, 0, NO_TARGET},
        {"display.ticker_jumps", "", crawl->jumps, 0, AT_MOST},
        {"display.ticker_late_percent", "%", crawl->late * 100 / steps, 0.5, AT_MOST},
        {"display.ticker_unseen_percent", "%", crawl->unseen * 100 / steps, 0, NO_TARGET},
        {"display.ticker_stolen_percent", "%", crawl->stolen * 100 / crawl->seconds, 0, NO_TARGET},
        {"display.ticker_worst_step_px", "px", crawl->worst_px, 0, NO_TARGET},
        {"display.ticker_torn", "", crawl->torn, 0, AT_MOST},
        {"display.ticker_cpu_percent", "%", crawl->cpu * 100 / crawl->seconds, 2, AT_MOST},
        {"display.idle_cpu_percent", "%", hall->idle_percent, 2, AT_MOST},
        {"display.resident_mib", "MiB", hall->rss_mib, 64, AT_MOST},
    };
    for (size_t i = 0; i < countof(figures); i++)
        bench_figure(bench, figures[i]);
}

enum err display_board(struct bench *bench, const char *where)
{
    struct hall *hall = calloc(1, sizeof(*hall));
    if (!hall)
        return log_fault(ERR_NOMEM, "hall");
    enum err err = open_hall(hall, where);
    if (!err)
        err = sounds(hall);
    if (!err)
        err = starts(hall);
    if (!err)
        err = reconnections(hall);
    if (!err)
        err = quiet(hall);
    if (hall->upright.rig)
        tv_close(&hall->upright);
    if (hall->tv.rig)
        tv_close(&hall->tv);
    crowd_close(&hall->crowd);
    rig_close(&hall->rig, err);
    if (!err)
        tell(bench, hall);
    free(hall);
    return err;
}
