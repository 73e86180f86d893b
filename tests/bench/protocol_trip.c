/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_trip - from a command to its answer, sealed, over loopback, from the real controller:
 * without a disk and with one.
 *
 * A ticket request is the dearest command: decided, journalled, synced, and its rows go to views.
 * With the disk the figure is judged beside raw syncs of the same disk in the same round. The
 * processors of a shared machine change their mind by the second: the middle round is judged.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "bench/crowd.h"
#include "bench/protocol_parts.h"
#include "os/log.h"

#define ROUNDS 9
#define TRIPS 1000 /* a round: 9,000 tickets, and as many syncs */
#define WARM_UP 300
#define BLOCK 4096
#define PATIENCE_S 30
#define MEMORY "/dev/shm"
#define TRIP_US 300
#define OVER_RAW_US 500

struct trip {
    struct rig rig;
    struct crowd crowd;
    struct crowd_device *kiosk;
    double took;
    double round[TRIPS], raw[TRIPS], all[ROUNDS * TRIPS];
    double p99[ROUNDS], p50[ROUNDS], over_raw[ROUNDS];
};

static enum err one_trip(struct trip *trip)
{
    double asked = bench_clock();
    enum err err = crowd_ticket(trip->kiosk);
    if (!err)
        err = crowd_answer(trip->kiosk);
    trip->took = bench_clock() - asked;
    if (!err && trip->kiosk->code)
        err =
            log_fault(ERR_GONE, "ticket %u: %s", trip->kiosk->seq, refusal_text(trip->kiosk->code));
    return err;
}

/* 4 kB appended and synced, again and again. */
static enum err sync_disk(struct trip *trip)
{
    static const char block[BLOCK];
    char path[RIG_PATH_MAX + 16];
    snprintf(path, sizeof(path), "%s/raw", trip->rig.dir);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    bool good = fd >= 0;
    for (uint32_t i = 0; good && i < TRIPS; i++) {
        double begun = bench_clock();
        good = write(fd, block, sizeof(block)) == sizeof(block) && fdatasync(fd) == 0;
        trip->raw[i] = bench_clock() - begun;
    }
    if (fd >= 0)
        close(fd);
    unlink(path);
    return good ? ERR_NONE : log_fault(ERR_IO, "file=%s cannot be written", path);
}

static enum err one_round(struct trip *trip, uint32_t round)
{
    enum err err = sync_disk(trip);
    for (uint32_t i = 0; i < TRIPS && !err; i++) {
        err = one_trip(trip);
        trip->round[i] = trip->all[round * TRIPS + i] = trip->took;
    }
    if (err)
        return err;
    trip->p50[round] = bench_percentile(trip->round, TRIPS, 50) * 1e6;
    trip->p99[round] = bench_percentile(trip->round, TRIPS, 99) * 1e6;
    trip->over_raw[round] = trip->p99[round] - bench_percentile(trip->raw, TRIPS, 99) * 1e6;
    return ERR_NONE;
}

static enum err start(struct trip *trip)
{
    const struct crowd_size size = {.windows = 12, .kiosks = 1, .tickets_day = 20000};
    trip->rig.start = "20260318T0900";
    enum err err = crowd_write(&trip->rig, &size);
    if (!err)
        err = rig_clear(&trip->rig);
    if (!err)
        err = crowd_open(&trip->crowd, &trip->rig);
    if (!err)
        err = rig_start(&trip->rig);
    if (err)
        return err;
    trip->crowd.on_welcome = crowd_settle;
    trip->kiosk = &trip->crowd.devices[trip->crowd.count - 1];
    err = crowd_connect(trip->kiosk);
    return err ? err : crowd_wait(&trip->crowd, 1, PATIENCE_S, "connecting");
}

static enum err measure(struct trip *trip, const char *where)
{
    enum err err = rig_open(&trip->rig, where);
    if (!err)
        err = start(trip);
    for (uint32_t i = 0; i < WARM_UP && !err; i++)
        err = one_trip(trip);
    for (uint32_t i = 0; i < ROUNDS && !err; i++)
        err = one_round(trip, i);
    crowd_close(&trip->crowd);
    rig_close(&trip->rig, err);
    return err;
}

static enum err without_disk(struct bench *bench, struct trip *trip)
{
    struct statfs fs;
    if (statfs(MEMORY, &fs) || fs.f_type != TMPFS_MAGIC)
        printf("%s is no memory on this machine: trip.memory_… is measured on a disk\n", MEMORY);
    *trip = (struct trip){.took = 0};
    enum err err = measure(trip, MEMORY);
    if (err)
        return err;
    bench_figure(bench, (struct figure){"trip.memory_p50_us", "us",
                                        bench_percentile(trip->p50, ROUNDS, 50), 0, NO_TARGET});
    bench_figure(bench, (struct figure){"trip.memory_p99_us", "us",
                                        bench_percentile(trip->p99, ROUNDS, 50), TRIP_US, AT_MOST});
    bench_figure(bench, (struct figure){"trip.memory_p99_all_rounds_us", "us",
                                        bench_percentile(trip->all, ROUNDS * TRIPS, 99) * 1e6, 0,
                                        NO_TARGET});
    return ERR_NONE;
}

static enum err with_disk(struct bench *bench, struct trip *trip, const char *disk)
{
    *trip = (struct trip){.took = 0};
    enum err err = measure(trip, disk);
    if (err)
        return err;
    bench_figure(bench, (struct figure){"trip.disk_p50_us", "us",
                                        bench_percentile(trip->p50, ROUNDS, 50), 0, NO_TARGET});
    bench_figure(bench, (struct figure){"trip.disk_p99_us", "us",
                                        bench_percentile(trip->p99, ROUNDS, 50), 0, NO_TARGET});
    bench_figure(bench, (struct figure){"trip.disk_p99_over_raw_sync_us", "us",
                                        bench_percentile(trip->over_raw, ROUNDS, 50), OVER_RAW_US,
                                        AT_MOST});
    return ERR_NONE;
}

enum err protocol_trip(struct bench *bench, const struct protocol_options *options)
{
    struct trip *trip = calloc(1, sizeof(*trip));
    enum err err = trip ? without_disk(bench, trip) : ERR_NOMEM;
    if (!err)
        err = with_disk(bench, trip, options->disk);
    free(trip);
    return err;
}
