/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_eye - a display without a screen, whose pixels this program sees as they change.
 *
 * Xvfb keeps its frame buffer in a file, which is mapped here: looking at it costs the kiosk
 * nothing and asks nobody. Wants 24-bit colour in 32-bit pixels.
 *
 * Ownership: eye_open starts the server, eye_close ends it. Errors: logged.
 */
#ifndef BENCH_KIOSK_EYE_H
#define BENCH_KIOSK_EYE_H

#include <stddef.h>
#include <sys/types.h>

#include "base/base.h"
#include "base/err.h"
#include "ui/draw.h"

struct eye {
    pid_t server; /* 0 = none */
    char display[16];
    const uint8_t *file; /* NULL = not mapped */
    size_t length;
    const uint8_t *pixels;
    int32_t w, h;
    size_t stride; /* bytes of a row */
};

/* Its files lie below `dir`. */
enum err eye_open(struct eye *eye, const char *dir, int32_t w, int32_t h) MUST_CHECK;
void eye_close(struct eye *eye);

/* What a box looks like: another number when something in it changed. */
uint64_t eye_look(const struct eye *eye, struct box box);
/* The pixel is neither black nor nothing. */
bool eye_lit(const struct eye *eye, int32_t x, int32_t y);
/* Seconds of bench_clock when the box first looked different from `before`; 0 = not within
 * `patience` seconds. */
double eye_wait(const struct eye *eye, struct box box, uint64_t before, double patience);

#endif
