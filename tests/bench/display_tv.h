/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_tv - a real board on a display of its own whose pixels this program sees (kiosk_eye.h),
 * with its sound in a file and its log in a pipe.
 *
 * Ownership: tv_open starts the display, tv_start the board; tv_close ends both.
 * Errors:    logged.
 */
#ifndef BENCH_DISPLAY_TV_H
#define BENCH_DISPLAY_TV_H

#include "bench/kiosk_eye.h"
#include "bench/rig.h"

#define TV_LOG_BYTES 65536

struct tv {
    const struct rig *rig;
    struct eye eye;
    pid_t board; /* 0 = not running */
    int log;     /* its stderr, read without waiting; -1 = none */
    char name[24], dir[RIG_PATH_MAX + 32], sound[RIG_PATH_MAX + 48];
    char said[TV_LOG_BYTES]; /* its log so far */
    size_t said_bytes;
};

/* The board of that name: rig->state has its key. */
enum err tv_open(struct tv *tv, const struct rig *rig, const char *name, int32_t w,
                 int32_t h) MUST_CHECK;
void tv_close(struct tv *tv);
/* With one option more: "--mute", or NULL. *at = seconds of bench_clock of its exec. */
enum err tv_start(struct tv *tv, const char *option, double *at) MUST_CHECK;
void tv_stop(struct tv *tv);

/* How often its log has said so. */
uint32_t tv_said(struct tv *tv, const char *what);
/* Until the log has said it `count` times; the time of that, 0 = not within 20 s. */
double tv_wait_said(struct tv *tv, const char *what, uint32_t count);
/* Until the box looks like that; the time, 0 = not within 20 s. */
double tv_wait_look(const struct tv *tv, struct box box, uint64_t look);
/* Until a sample of its sound behind byte `from` is no silence; the time, 0 = not within 20 s. */
double tv_wait_sound(const struct tv *tv, uint64_t from);
uint64_t tv_sound_bytes(const struct tv *tv);

void tv_sleep(double seconds);

#endif
