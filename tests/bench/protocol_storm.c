/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_storm - a hall of devices that come back at once: 200 boards that lost their sessions,
 * and 500 devices after the controller was killed.
 *
 * A board is back when its snapshot is whole (its hash is checked by the link); afterwards each
 * picture is held against the administrator's rows. A kiosk is back when a ticket was issued, a
 * pad when a press was answered, a console when it has its rows.
 */
#include <event2/event.h>
#include <stdlib.h>

#include "bench/picture.h"
#include "bench/protocol_parts.h"
#include "link/reconnect.h"
#include "os/log.h"

#define WINDOWS 110
#define BOARDS 200
#define KIOSKS 150
#define CONSOLES 40 /* with a pad a window, 500 devices */
#define TICKETS 400 /* in the hall before the storm */
#define ROUNDS 7    /* the middle one is judged */
#define KILLS 5
#define PATIENCE_S 30
#define BOARDS_MS 300
#define ALL_MS 2000

struct storm {
    struct rig rig;
    struct crowd crowd;
    bool begun;    /* the administrator was there before all others and is not counted */
    bool commands; /* the storm of 500: kiosks and pads have something to say */
};

/* ---- devices ---- */

static void on_rows(struct crowd_device *device, const struct view_rows *rows)
{
    const struct storm *storm = device->crowd->context;
    (void)rows;
    if (device->key.kind != DEVICE_KIOSK && (device->key.kind != DEVICE_ADMIN || !storm->begun))
        crowd_settle(device);
}

static void on_welcome(struct crowd_device *device)
{
    const struct storm *storm = device->crowd->context;
    enum err err = ERR_NONE;
    if (storm->commands && device->key.kind == DEVICE_KIOSK)
        err = crowd_ticket(device);
    else if (storm->commands && device->key.kind == DEVICE_PAD)
        err = crowd_press(device);
    if (err) /* then it never settles, and the part fails */
        log_warn("device=%s cannot send", device->key.name);
}

static void on_message(struct crowd_device *device, const struct message *message)
{
    (void)message;
    if (device->answered && device->code == REFUSED_NOT && device->key.kind != DEVICE_ADMIN)
        crowd_settle(device);
}

/* ---- the hall ---- */

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

/* Windows are open, people wait, some are called: pictures are those of a day. */
static enum err fill(struct crowd_device *admin)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < TICKETS && !err; i++) {
        err = crowd_ticket(admin);
        if (!err)
            err = crowd_answer(admin);
    }
    for (uint16_t i = 1; i <= WINDOWS && !err; i++)
        err = act(admin, VERB_OPEN, i);
    for (uint16_t i = 1; i <= WINDOWS && !err; i += 2)
        err = act(admin, VERB_CALL_NEXT, i);
    return err;
}

static enum err start(struct storm *storm, const char *disk)
{
    const struct crowd_size size = {WINDOWS, BOARDS, KIOSKS, CONSOLES, true, false, 20000};
    storm->rig.start = "20260318T0900";
    enum err err = rig_open(&storm->rig, disk);
    if (!err)
        err = crowd_write(&storm->rig, &size);
    if (!err)
        err = rig_clear(&storm->rig);
    if (!err)
        err = crowd_open(&storm->crowd, &storm->rig);
    if (!err)
        err = rig_start(&storm->rig);
    storm->crowd.context = storm;
    storm->crowd.on_welcome = on_welcome;
    storm->crowd.on_rows = on_rows;
    storm->crowd.on_message = on_message;
    if (!err)
        err = crowd_connect(storm->crowd.admin);
    if (!err)
        err = crowd_wait(&storm->crowd, 1, PATIENCE_S, "the administrator's rows");
    storm->begun = true;
    return err ? err : fill(storm->crowd.admin);
}

/* ---- 200 boards ---- */

static enum err storm_of_boards(struct storm *storm, double *ms, double *cpu_ms)
{
    struct crowd *crowd = &storm->crowd;
    enum err err = ERR_NONE;
    crowd_unsettle(crowd);
    double begun = bench_clock(), last = begun, cpu = rig_cpu(&storm->rig);
    for (uint32_t i = 0; i < BOARDS && !err; i++)
        err = crowd_connect(crowd_nth(crowd, DEVICE_BOARD, i));
    if (!err)
        err = crowd_wait(crowd, BOARDS, PATIENCE_S, "boards coming back");
    for (uint32_t i = 0; i < BOARDS; i++) {
        double at = crowd_nth(crowd, DEVICE_BOARD, i)->settled_at;
        last = at > last ? at : last;
    }
    *ms = (last - begun) * 1e3;
    *cpu_ms = (rig_cpu(&storm->rig) - cpu) * 1e3;
    return err;
}

static enum err measure_boards(struct bench *bench, struct storm *storm)
{
    struct crowd *crowd = &storm->crowd;
    double ms[ROUNDS], cpu_ms[ROUNDS];
    enum err err = ERR_NONE;
    for (uint32_t round = 0; round < ROUNDS && !err; round++) {
        err = storm_of_boards(storm, &ms[round], &cpu_ms[round]);
        if (!err)
            err = picture_check(crowd, BOARDS);
        for (uint32_t i = 0; i < BOARDS; i++)
            crowd_disconnect(crowd_nth(crowd, DEVICE_BOARD, i));
    }
    if (err)
        return err;
    bench_figure(bench, (struct figure){"storm.200_boards_ms", "ms",
                                        bench_percentile(ms, ROUNDS, 50), BOARDS_MS, AT_MOST});
    bench_figure(bench, (struct figure){"storm.200_boards_worst_ms", "ms",
                                        bench_percentile(ms, ROUNDS, 100), 0, NO_TARGET});
    bench_figure(bench, (struct figure){"storm.200_boards_hall_cpu_ms", "ms",
                                        bench_percentile(cpu_ms, ROUNDS, 50), 0, NO_TARGET});
    return ERR_NONE;
}

/* ---- 500 devices, the controller killed ---- */

static enum err storm_of_all(struct storm *storm, double *all_ms, double *median_ms, double *cpu_ms)
{
    static double ms[DEVICES_MAX];
    struct crowd *crowd = &storm->crowd;
    /* A session that lasted begins the back-off anew; nobody kills a controller every second. */
    enum err err = crowd_live(crowd, RECONNECT_LASTED_MS / 1e3 + 0.5);
    crowd_unsettle(crowd);
    double begun = bench_clock();
    rig_kill(&storm->rig);
    if (!err)
        err = rig_spawn(&storm->rig);
    if (!err)
        err = crowd_wait(crowd, crowd->count, PATIENCE_S, "devices coming back");
    for (uint32_t i = 0; i < crowd->count; i++)
        ms[i] = (crowd->devices[i].settled_at - begun) * 1e3;
    *median_ms = bench_percentile(ms, crowd->count, 50);
    *all_ms = bench_percentile(ms, crowd->count, 100);
    *cpu_ms = rig_cpu(&storm->rig) * 1e3;
    return err ? err : picture_check(crowd, BOARDS);
}

static enum err measure_all(struct bench *bench, struct storm *storm)
{
    struct crowd *crowd = &storm->crowd;
    double all[KILLS], median[KILLS], cpu[KILLS];
    enum err err = ERR_NONE;
    crowd_unsettle(crowd);
    storm->commands = true;
    for (uint32_t i = 0; i < crowd->count && !err; i++)
        err = crowd_connect(&crowd->devices[i]);
    if (!err)
        err = crowd_wait(crowd, crowd->count, PATIENCE_S, "500 devices");
    for (uint32_t i = 0; i < KILLS && !err; i++)
        err = storm_of_all(storm, &all[i], &median[i], &cpu[i]);
    if (err)
        return err;
    bench_figure(bench, (struct figure){"storm.500_devices_killed_ms", "ms",
                                        bench_percentile(all, KILLS, 50), ALL_MS, AT_MOST});
    bench_figure(bench, (struct figure){"storm.500_devices_killed_worst_ms", "ms",
                                        bench_percentile(all, KILLS, 100), ALL_MS, AT_MOST});
    bench_figure(bench, (struct figure){"storm.500_devices_killed_p50_ms", "ms",
                                        bench_percentile(median, KILLS, 50), 0, NO_TARGET});
    bench_figure(bench, (struct figure){"storm.500_devices_hall_cpu_ms", "ms",
                                        bench_percentile(cpu, KILLS, 50), 0, NO_TARGET});
    return ERR_NONE;
}

enum err protocol_storm(struct bench *bench, const struct protocol_options *options)
{
    struct storm *storm = calloc(1, sizeof(*storm));
    enum err err = storm ? start(storm, options->disk) : ERR_NOMEM;
    if (!err)
        err = measure_boards(bench, storm);
    if (!err)
        err = measure_all(bench, storm);
    if (storm) {
        crowd_close(&storm->crowd);
        rig_close(&storm->rig, err);
    }
    free(storm);
    return err;
}
