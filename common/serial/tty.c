/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tty - a line through libserialport.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/serial.h>

#include <libserialport.h>

#include "os/log.h"
#include "serial/backend.h"

struct backend {
    struct sp_port *port;
    int fd;
};

static void tty_close(struct backend *backend)
{
    if (backend->port) {
        (void)sp_close(backend->port);
        sp_free_port(backend->port);
    }
    free(backend);
}

static void say_why(char why[BACKEND_WHY_SIZE], enum sp_return code)
{
    char *text = code == SP_ERR_FAIL ? sp_last_error_message() : NULL;
    snprintf(why, BACKEND_WHY_SIZE, "%s",
             text                  ? text
             : code == SP_ERR_ARG  ? "no such serial port"
             : code == SP_ERR_SUPP ? "not a serial port"
                                   : "out of memory");
    if (text)
        sp_free_error_message(text);
}

/* libserialport knows /dev/ttyUSB0, not the names udev links to it. */
static void real_name(const char *path, char name[PATH_MAX])
{
    char real[PATH_MAX];
    bool tty = realpath(path, real) && strncmp(real, "/dev/tty", strlen("/dev/tty")) == 0;
    snprintf(name, PATH_MAX, "%s", tty ? real : path);
}

static enum sp_return configure(struct sp_port *port, uint32_t baud)
{
    enum sp_return code = sp_set_baudrate(port, (int)baud);
    if (code == SP_OK)
        code = sp_set_bits(port, 8);
    if (code == SP_OK)
        code = sp_set_parity(port, SP_PARITY_NONE);
    if (code == SP_OK)
        code = sp_set_stopbits(port, 1);
    if (code == SP_OK)
        code = sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE);
    return code == SP_OK ? sp_flush(port, SP_BUF_BOTH) : code;
}

/* The driver switches the direction where it can; adapters that do it themselves refuse. */
static void ask_rs485(int fd, const char *path)
{
    struct serial_rs485 rs485 = {.flags = SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND};
    if (ioctl(fd, TIOCSRS485, &rs485) && errno != ENOTTY && errno != EINVAL)
        log_warn("port=%s RS-485 mode refused: %s; if the adapter does not switch its direction "
                 "itself, use another one",
                 path, strerror(errno));
}

static struct backend *tty_open(const char *path, uint32_t baud, char why[BACKEND_WHY_SIZE])
{
    char name[PATH_MAX];
    struct backend *backend = calloc(1, sizeof(*backend));
    if (!backend) {
        snprintf(why, BACKEND_WHY_SIZE, "out of memory");
        return NULL;
    }
    real_name(path, name);
    enum sp_return code = sp_get_port_by_name(name, &backend->port);
    if (code == SP_OK)
        code = sp_open(backend->port, SP_MODE_READ_WRITE);
    if (code == SP_OK)
        code = configure(backend->port, baud);
    if (code == SP_OK)
        code = sp_get_port_handle(backend->port, &backend->fd);
    if (code != SP_OK) {
        say_why(why, code);
        tty_close(backend);
        return NULL;
    }
    ask_rs485(backend->fd, path);
    return backend;
}

static int tty_descriptor(const struct backend *backend)
{
    return backend->fd;
}

static bool tty_ready(struct backend *backend, char why[BACKEND_WHY_SIZE], bool *failed)
{
    (void)backend;
    (void)why;
    *failed = false;
    return true;
}

static ssize_t tty_read(struct backend *backend, uint8_t *bytes, size_t count)
{
    enum sp_return n = sp_nonblocking_read(backend->port, bytes, count);
    return n < 0 ? -1 : (ssize_t)n;
}

static ssize_t tty_write(struct backend *backend, const uint8_t *bytes, size_t count)
{
    enum sp_return n = sp_nonblocking_write(backend->port, bytes, count);
    return n < 0 ? -1 : (ssize_t)n;
}

const struct backend_type backend_tty = {tty_open, tty_descriptor, tty_ready,
                                         tty_read, tty_write,      tty_close};
