/* SPDX-License-Identifier: Apache-2.0 */
/*
 * matrix - sends pictures of dots to a panel (docs/matrix.md) and knows whether it is there.
 *
 * A picture that differs is sent at once, its changed rows only; the whole picture once a second
 * (a slow line: less often). While one is on its way the newest waits and takes its turn: a slow
 * line drops pictures, it never mixes two of them and nothing queues up. Nothing here blocks.
 *
 * A panel that does not answer for 3 s is lost: said once, sent to all the same, and found again by
 * its first answer, which is said, too.
 *
 * Two wires carry the packets (struct matrix_wire): UDP and a serial line. Another driver is one
 * more of these structs.
 *
 * Ownership: matrix_new allocates, at start only; matrix_free accepts NULL.
 * Errors:    ERR_CONFIG after one sentence when the output is none; a line that is missing is no
 *            error, it is opened again and again.
 * Threads:   none; libevent.
 */
#ifndef APP_MATRIX_H
#define APP_MATRIX_H

#include "app/matrix_frame.h"
#include "base/err.h"
#include "ui/dots.h"

#define MATRIX_REFRESH_MS SECOND
#define MATRIX_REFRESH_SHARE 3 /* a slow line: not before three times what a whole one takes */
#define MATRIX_LOST_MS (3 * SECOND)
#define MATRIX_PACE_MS 10 /* between tries while the wire is full */

struct event_base;
struct matrix;

struct matrix_wire;
struct matrix_wire_type {
    const char *prefix; /* of the output: "udp:" */
    size_t packet_max;
    enum err (*open)(struct matrix_wire *wire, const char *out);
    /* False: not now, the wire is full. A packet for a wire that is cut is lost. */
    bool (*send)(struct matrix_wire *wire, const uint8_t *packet, size_t count);
    void (*close)(struct matrix_wire *wire);
};
extern const struct matrix_wire_type matrix_udp, matrix_serial;

/* What a wire needs of the rest. */
struct matrix_wire {
    const struct matrix_wire_type *type;
    struct event_base *base;
    const char *name; /* for the log */
    void *own;        /* of the type */
    void *context;
    void (*on_answer)(void *context, const struct matrix_answer *answer);
    void (*on_open)(void *context); /* it was cut and is there again: all is to be sent */
};

enum matrix_state { MATRIX_NONE, MATRIX_WORKS, MATRIX_LOST };

struct matrix_options {
    const char *name, *out; /* copied */
    struct matrix_size size;
};
enum err matrix_new(struct event_base *base, const struct matrix_options *options,
                    struct matrix **opened) MUST_CHECK;
void matrix_free(struct matrix *matrix);
/* The dots have the size of the options. Dots of a panel with one plane are lit in any colour. */
void matrix_show(struct matrix *matrix, const struct dots *dots, uint8_t brightness);
/* WORKS until the first 3 s without an answer. */
enum matrix_state matrix_state(const struct matrix *matrix);

#endif
