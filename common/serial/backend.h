/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backend - the two ways to reach a line behind port.h: libserialport for ttys, a plain
 * descriptor for pseudo-terminals and serial servers (D-38).
 */
#ifndef SERIAL_BACKEND_H
#define SERIAL_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define BACKEND_WHY_SIZE 160
#define BACKEND_AGAIN (-2) /* woken for nothing */

struct backend;

struct backend_type {
    /* NULL when it cannot be opened; why[] then says the reason. */
    struct backend *(*open)(const char *path, uint32_t baud, char why[BACKEND_WHY_SIZE]);
    /* The descriptor to wait on. */
    int (*descriptor)(const struct backend *backend);
    /* A serial server answers only after a while: false until the descriptor is writable. */
    bool (*ready)(struct backend *backend, char why[BACKEND_WHY_SIZE], bool *failed);
    /* Bytes; 0 = nothing there although it was readable: hung up; -1 = gone; BACKEND_AGAIN. */
    ssize_t (*read)(struct backend *backend, uint8_t *bytes, size_t count);
    /* Bytes taken, 0 = none now, -1 = gone. */
    ssize_t (*write)(struct backend *backend, const uint8_t *bytes, size_t count);
    void (*close)(struct backend *backend);
};

extern const struct backend_type backend_tty, backend_plain;

/* Which one, and the path without its prefix. */
const struct backend_type *backend_for(const char *path, const char **rest);

#endif
