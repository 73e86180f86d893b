/* SPDX-License-Identifier: Apache-2.0 */
#include "app/matrix.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"
#include "os/log.h"

struct matrix {
    struct matrix_wire wire;
    struct matrix_size size;
    size_t bytes;           /* of a picture */
    uint8_t *next, *moving; /* to be sent; on its way, or sent */
    uint8_t next_brightness, brightness;
    bool shown;                /* there is a picture */
    bool busy, whole;          /* `moving` is on its way */
    bool refresh;              /* the next one is to be whole */
    uint32_t number;           /* of `moving` */
    uint16_t row, end;         /* rows of it that are still to be sent */
    msec whole_at, whole_took; /* when the last whole one began, and how long it took */
    msec answered;             /* or began to be waited for */
    enum matrix_state state;
    bool said_fault;
    struct event *timer;
    char *name;
};

static const struct matrix_wire_type *const types[] = {&matrix_udp, &matrix_serial};

/* ---- sending ---- */

static bool row_differs(const struct matrix *matrix, uint32_t row)
{
    size_t stride = matrix_stride(&matrix->size);
    return memcmp(matrix->next + row * stride, matrix->moving + row * stride, stride) != 0;
}

/* The rows from the first to the last that differ; all of them when it is time. */
static void choose_rows(struct matrix *matrix)
{
    matrix->row = 0;
    matrix->end = matrix->size.h;
    if (matrix->whole)
        return;
    while (matrix->row < matrix->end && !row_differs(matrix, matrix->row))
        matrix->row++;
    while (matrix->end > matrix->row && !row_differs(matrix, matrix->end - 1u))
        matrix->end--;
}

/* Once a second; a slow line keeps two thirds of its time for what changes. */
static msec refresh_ms(const struct matrix *matrix)
{
    msec slow = matrix->whole_took * MATRIX_REFRESH_SHARE;
    return slow > MATRIX_REFRESH_MS ? slow : MATRIX_REFRESH_MS;
}

static msec lost_ms(const struct matrix *matrix)
{
    msec slow = 2 * refresh_ms(matrix);
    return slow > MATRIX_LOST_MS ? slow : MATRIX_LOST_MS;
}

static bool begin(struct matrix *matrix, msec now)
{
    matrix->whole = matrix->refresh || now - matrix->whole_at >= refresh_ms(matrix) ||
                    matrix->brightness != matrix->next_brightness;
    choose_rows(matrix);
    if (matrix->row == matrix->end)
        return false;
    if (matrix->whole)
        matrix->whole_at = now;
    matrix->refresh = false;
    memcpy(matrix->moving, matrix->next, matrix->bytes);
    matrix->brightness = matrix->next_brightness;
    matrix->number++;
    matrix->busy = true;
    return true;
}

/* False: the wire is full. */
static bool send_packet(struct matrix *matrix)
{
    uint8_t packet[MATRIX_PACKET_MAX];
    uint16_t fit = matrix_rows_fit(&matrix->size, matrix->wire.type->packet_max);
    uint16_t left = (uint16_t)(matrix->end - matrix->row);
    struct matrix_part part = {.number = matrix->number,
                               .row = matrix->row,
                               .rows = left < fit ? left : fit,
                               .brightness = matrix->brightness,
                               .last = left <= fit,
                               .whole = matrix->whole};
    size_t count = matrix_packet(&matrix->size, matrix->moving, &part, packet);
    if (!matrix->wire.type->send(&matrix->wire, packet, count))
        return false;
    matrix->row = (uint16_t)(matrix->row + part.rows);
    matrix->busy = !part.last;
    if (part.last && part.whole)
        matrix->whole_took = clock_mono_ms() - matrix->whole_at;
    return true;
}

static void miss_answers(struct matrix *matrix, msec now)
{
    if (matrix->state == MATRIX_LOST || now - matrix->answered < lost_ms(matrix))
        return;
    matrix->state = MATRIX_LOST;
    log_warn("%s does not answer; look at its cable and its power; trying on", matrix->name);
}

static void pump(struct matrix *matrix)
{
    msec now = clock_mono_ms();
    bool room = true;
    while (room && matrix->shown && (matrix->busy || begin(matrix, now)))
        room = send_packet(matrix);
    msec wait = matrix->busy ? MATRIX_PACE_MS : matrix->whole_at + refresh_ms(matrix) - now;
    if (wait < 1)
        wait = 1;
    const struct timeval later = {wait / SECOND, wait % SECOND * 1000};
    event_add(matrix->timer, &later);
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    struct matrix *matrix = context;
    (void)fd;
    (void)what;
    miss_answers(matrix, clock_mono_ms());
    pump(matrix);
}

static void pack(const struct matrix *matrix, const struct dots *dots, uint8_t *to)
{
    size_t line = (matrix->size.w + 7u) / 8;
    memset(to, 0, matrix->bytes);
    for (uint32_t y = 0; y < matrix->size.h; y++)
        for (uint32_t x = 0; x < matrix->size.w; x++) {
            uint8_t leds = dots->at[y * dots->w + x];
            uint8_t *at = to + y * matrix_stride(&matrix->size) + x / 8;
            if (matrix->size.planes == 1)
                leds = leds != DOT_OFF;
            for (uint32_t plane = 0; plane < matrix->size.planes; plane++)
                at[plane * line] |= (uint8_t)((leds >> plane & 1) << (7 - x % 8));
        }
}

void matrix_show(struct matrix *matrix, const struct dots *dots, uint8_t brightness)
{
    pack(matrix, dots, matrix->next);
    matrix->next_brightness = brightness;
    if (!matrix->shown) {
        matrix->shown = matrix->refresh = true;
        matrix->answered = clock_mono_ms();
    }
    if (!matrix->busy)
        pump(matrix);
}

/* ---- what comes back ---- */

static void on_answer(void *context, const struct matrix_answer *answer)
{
    struct matrix *matrix = context;
    matrix->answered = clock_mono_ms();
    if (answer->said != MATRIX_SHOWN && !matrix->said_fault)
        log_warn("%s says: %s", matrix->name,
                 answer->said == MATRIX_NOT_MINE ? "the picture is not of its size or colours; see "
                                                   "matrix and matrix_driver in devices.yaml"
                                                 : "a fault of the panel");
    matrix->said_fault = answer->said != MATRIX_SHOWN;
    enum matrix_state state = matrix->said_fault ? MATRIX_LOST : MATRIX_WORKS;
    if (matrix->state == MATRIX_LOST && state == MATRIX_WORKS) {
        log_info("%s answers again", matrix->name);
        matrix->refresh = true; /* it may have been dark */
    }
    matrix->state = state;
}

static void on_open(void *context)
{
    struct matrix *matrix = context;
    matrix->refresh = true;
    if (matrix->shown && !matrix->busy)
        pump(matrix);
}

/* ---- start and stop ---- */

static const struct matrix_wire_type *type_of(const char *out)
{
    for (size_t i = 0; i < countof(types); i++)
        if (strncmp(out, types[i]->prefix, strlen(types[i]->prefix)) == 0)
            return types[i];
    return NULL;
}

static enum err open_parts(struct matrix *matrix, struct event_base *base,
                           const struct matrix_options *options)
{
    const struct matrix_wire_type *type = type_of(options->out);
    if (!type)
        return log_fault(ERR_CONFIG,
                         "matrix_out %s: write udp:ADDRESS:PORT or a serial port, /dev/…",
                         options->out);
    matrix->size = options->size;
    matrix->bytes = matrix_stride(&options->size) * options->size.h;
    matrix->next = calloc(2, matrix->bytes);
    matrix->timer = evtimer_new(base, on_timer, matrix);
    size_t length = strlen(options->name) + sizeof("panel= out=") + strlen(options->out);
    matrix->name = malloc(length);
    if (!matrix->next || !matrix->timer || !matrix->name)
        return log_fault(ERR_NOMEM, "panel");
    matrix->moving = matrix->next + matrix->bytes;
    snprintf(matrix->name, length, "panel=%s out=%s", options->name, options->out);
    matrix->wire = (struct matrix_wire){.base = base,
                                        .name = matrix->name,
                                        .context = matrix,
                                        .on_answer = on_answer,
                                        .on_open = on_open,
                                        .type = type};
    return type->open(&matrix->wire, options->out);
}

enum err matrix_new(struct event_base *base, const struct matrix_options *options,
                    struct matrix **opened)
{
    struct matrix *matrix = calloc(1, sizeof(*matrix));
    *opened = NULL;
    if (!matrix)
        return log_fault(ERR_NOMEM, "panel");
    matrix->state = MATRIX_WORKS;
    enum err err = open_parts(matrix, base, options);
    if (err) {
        matrix_free(matrix);
        return err;
    }
    *opened = matrix;
    return ERR_NONE;
}

void matrix_free(struct matrix *matrix)
{
    if (!matrix)
        return;
    if (matrix->wire.own)
        matrix->wire.type->close(&matrix->wire);
    if (matrix->timer)
        event_free(matrix->timer);
    free(matrix->next);
    free(matrix->name);
    free(matrix);
}

enum matrix_state matrix_state(const struct matrix *matrix)
{
    return matrix ? matrix->state : MATRIX_NONE;
}
