/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls at 14 real boards, each a program with a display of its own, all on this machine: a call is
 * committed, and each board's pixels change. Then 200 boards that come at once: until each holds
 * the right rows; they are links in this program, since 200 programs that draw are no hall's
 * machine.
 */
#include <stdlib.h>

#include "bench/crowd.h"
#include "bench/display_parts.h"
#include "bench/display_tv.h"
#include "bench/picture.h"
#include "os/log.h"

#define TVS 14
#define BOARDS 200
#define WINDOWS 8
#define CALLS 10
#define PATIENCE_S 30
#define CALL_OVER_S 11.0 /* docs/ui t02: a call alone is up for 10 s */

/* docs/ui t01, t02: the newest row, and the number of a call that takes over. */
static const struct box number = {40, 180, 800, 360};

struct wall {
    struct rig rig;
    struct crowd crowd;
    struct tv tvs[TVS];
    uint64_t before[TVS];
    double pixels[TVS * CALLS], asked[TVS * CALLS];
    uint32_t count;
    bool storm;
};

static void on_rows(struct crowd_device *device, const struct view_rows *rows)
{
    const struct wall *wall = device->crowd->context;
    (void)rows;
    if (!wall->storm || device->key.kind == DEVICE_BOARD)
        crowd_settle(device);
}

static enum err act(struct crowd_device *admin, uint8_t verb, uint16_t window)
{
    enum err err = crowd_act(admin, verb, window, 0);
    if (!err)
        err = crowd_answer(admin);
    if (!err && admin->code)
        err = log_fault(ERR_GONE, "%s at window %u: %s", verb_name(verb), window,
                        refusal_text(admin->code));
    return err;
}

static enum err fill(struct crowd_device *admin)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < 12 * WINDOWS && !err; i++) {
        err = crowd_ticket(admin);
        if (!err)
            err = crowd_answer(admin);
    }
    for (uint16_t i = 1; i <= WINDOWS && !err; i++)
        err = act(admin, VERB_OPEN, i);
    return err;
}

static enum err start(struct wall *wall, const char *where)
{
    const struct crowd_size size = {WINDOWS, BOARDS, 1, 1, false, true, 20000};
    wall->rig.start = "20260318T0900";
    enum err err = rig_open(&wall->rig, where);
    if (!err)
        err = crowd_write(&wall->rig, &size);
    if (!err)
        err = rig_clear(&wall->rig);
    if (!err)
        err = crowd_open(&wall->crowd, &wall->rig);
    if (!err)
        err = rig_start(&wall->rig);
    wall->crowd.context = wall;
    wall->crowd.on_rows = on_rows;
    if (!err)
        err = crowd_connect(wall->crowd.admin);
    if (!err)
        err = crowd_wait(&wall->crowd, 1, PATIENCE_S, "the administrator's rows");
    return err ? err : fill(wall->crowd.admin);
}

static enum err hang_up(struct wall *wall)
{
    enum err err = ERR_NONE;
    double at;
    for (uint32_t i = 0; i < TVS && !err; i++) {
        char name[16];
        snprintf(name, sizeof(name), "board-%u", i + 1);
        err = tv_open(&wall->tvs[i], &wall->rig, name, 1920, 1080);
        if (!err)
            err = tv_start(&wall->tvs[i], "--mute", &at);
    }
    for (uint32_t i = 0; i < TVS && !err; i++)
        if (tv_wait_said(&wall->tvs[i], "link=live", 1) == 0)
            err = ERR_GONE;
    return err ? err : crowd_live(&wall->crowd, 2);
}

/* Looks at all boards until each has changed. */
static enum err watch(struct wall *wall, double asked, double done)
{
    bool seen[TVS] = {false};
    uint32_t left = TVS;
    for (double end = bench_clock() + PATIENCE_S; left && bench_clock() < end; tv_sleep(0.0005))
        for (uint32_t i = 0; i < TVS; i++) {
            if (seen[i] || eye_look(&wall->tvs[i].eye, number) == wall->before[i])
                continue;
            double now = bench_clock();
            seen[i] = true;
            left--;
            wall->asked[wall->count] = (now - asked) * 1e3;
            wall->pixels[wall->count++] = (now - done) * 1e3;
        }
    return left ? log_fault(ERR_GONE, "%u of %u boards do not show a call", left, TVS) : ERR_NONE;
}

static enum err call(struct wall *wall, uint16_t window)
{
    for (uint32_t i = 0; i < TVS; i++)
        wall->before[i] = eye_look(&wall->tvs[i].eye, number);
    double asked = bench_clock();
    enum err err = act(wall->crowd.admin, VERB_CALL_NEXT, window);
    double done = bench_clock(); /* the answer is given after the commit */
    if (!err)
        err = watch(wall, asked, done);
    if (!err)
        err = crowd_live(&wall->crowd, CALL_OVER_S);
    return err ? err : act(wall->crowd.admin, VERB_MISS, window);
}

static enum err storm(struct wall *wall, double *ms)
{
    struct crowd *crowd = &wall->crowd;
    enum err err = ERR_NONE;
    wall->storm = true;
    crowd_unsettle(crowd);
    double begun = bench_clock(), last = begun;
    for (uint32_t i = 0; i < BOARDS && !err; i++)
        err = crowd_connect(crowd_nth(crowd, DEVICE_BOARD, i));
    if (!err)
        err = crowd_wait(crowd, BOARDS, PATIENCE_S, "boards coming at once");
    for (uint32_t i = 0; i < BOARDS && !err; i++) {
        double at = crowd_nth(crowd, DEVICE_BOARD, i)->settled_at;
        last = at > last ? at : last;
    }
    *ms = (last - begun) * 1e3;
    return err ? err : picture_check(crowd, BOARDS);
}

static double at(double *values, uint32_t count, uint32_t percent)
{
    return bench_percentile(values, count, percent);
}

enum err display_calls(struct bench *bench, const char *where)
{
    struct wall *wall = calloc(1, sizeof(*wall));
    double storm_ms = 0;
    if (!wall)
        return log_fault(ERR_NOMEM, "wall of boards");
    enum err err = start(wall, where);
    if (!err)
        err = hang_up(wall);
    for (uint16_t i = 0; i < CALLS && !err; i++)
        err = call(wall, (uint16_t)(i % WINDOWS + 1));
    for (uint32_t i = 0; i < TVS; i++)
        if (wall->tvs[i].rig)
            tv_close(&wall->tvs[i]);
    if (!err)
        err = storm(wall, &storm_ms);
    crowd_close(&wall->crowd);
    rig_close(&wall->rig, err);
    if (!err) {
        const struct figure list[] = {
            {"display.commit_to_pixels_p50_ms", "ms", at(wall->pixels, wall->count, 50), 0,
             NO_TARGET},
            {"display.commit_to_pixels_p99_ms", "ms", at(wall->pixels, wall->count, 99), 100,
             AT_MOST},
            {"display.act_to_pixels_p99_ms", "ms", at(wall->asked, wall->count, 99), 0, NO_TARGET},
            {"display.200_boards_ms", "ms", storm_ms, 1000, AT_MOST},
        };
        for (size_t i = 0; i < countof(list); i++)
            bench_figure(bench, list[i]);
    }
    free(wall);
    return err;
}
