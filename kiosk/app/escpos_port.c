/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "app/escpos_port.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "device/escpos.h"
#include "os/clock.h"
#include "os/log.h"

/* ---- the port ---- */

static speed_t speed_of(uint32_t baud)
{
    static const struct {
        uint32_t baud;
        speed_t speed;
    } speeds[] = {{9600, B9600},   {19200, B19200},   {38400, B38400},
                  {57600, B57600}, {115200, B115200}, {0, B115200}};
    for (size_t i = 0; i + 1 < countof(speeds); i++)
        if (speeds[i].baud == baud)
            return speeds[i].speed;
    return B0;
}

/* 8N1, raw. /dev/usb/lp0 is no terminal and needs none of it. */
static bool set_up(int fd, uint32_t baud)
{
    struct termios t;
    if (!baud || tcgetattr(fd, &t) != 0)
        return baud == 0 || errno == ENOTTY;
    cfmakeraw(&t);
    t.c_cflag |= CLOCAL | CREAD;
    return cfsetspeed(&t, speed_of(baud)) == 0 && tcsetattr(fd, TCSANOW, &t) == 0 &&
           tcflush(fd, TCIFLUSH) == 0;
}

static int open_port(const struct backend *backend, struct printer_report *report)
{
    int fd = open(backend->device, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    report->state = PRINTER_OFFLINE;
    if (fd < 0 || !set_up(fd, backend->baud)) {
        snprintf(report->text, sizeof(report->text), "%.100s: %s; is it plugged in and allowed?",
                 backend->device, strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    return fd;
}

/* All of it within so long; false = not. */
static bool write_all(const struct backend *backend, int fd, const uint8_t *bytes, size_t count,
                      msec within)
{
    msec start = clock_mono_ms();
    while (count) {
        struct pollfd ready = {.fd = fd, .events = POLLOUT};
        if (atomic_load(backend->stop) || clock_mono_ms() - start >= within)
            return false;
        if (poll(&ready, 1, BACKEND_POLL_MS) <= 0)
            continue;
        ssize_t n = write(fd, bytes, count);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        if (n > 0)
            bytes += n, count -= (size_t)n;
    }
    return true;
}

static bool read_byte(const struct backend *backend, int fd, uint8_t *byte, msec within)
{
    msec start = clock_mono_ms();
    while (!atomic_load(backend->stop) && clock_mono_ms() - start < within) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, BACKEND_POLL_MS) <= 0)
            continue;
        ssize_t n = read(fd, byte, 1);
        if (n == 1)
            return true;
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            return false; /* unplugged */
    }
    return false;
}

/* ---- its answers ---- */

static bool question(const struct backend *backend, int fd, enum escpos_question what,
                     struct escpos_status *status)
{
    uint8_t asked[ESCPOS_ASK_BYTES], byte;
    escpos_ask(what, asked);
    return write_all(backend, fd, asked, sizeof(asked), ESCPOS_ANSWER_MS) &&
           read_byte(backend, fd, &byte, ESCPOS_ANSWER_MS) && escpos_read(what, byte, status);
}

static void report_of(const struct escpos_status *status, struct printer_report *report)
{
    static const char *const texts[] = {[PRINTER_READY] = "ready",
                                        [PRINTER_NO_PAPER] = "no paper",
                                        [PRINTER_FAULT] = "the cutter or the printer fails",
                                        [PRINTER_NEAR_END] = "the roll is nearly at its end",
                                        [PRINTER_COVER] = "the cover is open",
                                        [PRINTER_OFFLINE] = "it is offline"};
    report->state = status->no_paper                   ? PRINTER_NO_PAPER
                    : status->cover                    ? PRINTER_COVER
                    : status->cutter || status->broken ? PRINTER_FAULT
                    : status->offline                  ? PRINTER_OFFLINE
                    : status->near_end                 ? PRINTER_NEAR_END
                                                       : PRINTER_READY;
    snprintf(report->text, sizeof(report->text), "%s", texts[report->state]);
}

static void ask_open(const struct backend *backend, int fd, struct printer_report *report)
{
    struct escpos_status status = {.offline = false};
    uint8_t old[64];
    while (read(fd, old, sizeof(old)) > 0) /* what it said unasked, or to somebody else */
        continue;
    for (int what = ESCPOS_ASK_PRINTER; what <= ESCPOS_ASK_PAPER; what++)
        if (!question(backend, fd, (enum escpos_question)what, &status)) {
            report->state = PRINTER_OFFLINE;
            snprintf(report->text, sizeof(report->text),
                     "no answer on %.100s; is it switched on, and is that its speed?",
                     backend->device);
            return;
        }
    report_of(&status, report);
}

void escpos_port_ask(const struct backend *backend, struct printer_report *report)
{
    int fd = open_port(backend, report);
    if (fd < 0)
        return;
    ask_open(backend, fd, report);
    close(fd);
}

/* ---- one slip ---- */

/* GS r 1: answered when everything before it is on paper. */
static enum print_result follow(const struct backend *backend, int fd,
                                struct printer_report *report)
{
    static const uint8_t sensor[] = {0x1d, 'r', 1};
    uint8_t byte;
    if (write_all(backend, fd, sensor, sizeof(sensor), BACKEND_JOB_MS) &&
        read_byte(backend, fd, &byte, BACKEND_JOB_MS) && !(byte & 0x90))
        return PRINT_PRINTED;
    ask_open(backend, fd, report);
    return report->state == PRINTER_NO_PAPER ? PRINT_NO_PAPER : PRINT_FAILED;
}

/* What stands in the printer's memory is thrown away: it must not come out later. */
static void clear(const struct backend *backend, int fd)
{
    static const uint8_t bytes[] = {0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}; /* DLE DC4 8 */
    (void)tcflush(fd, TCOFLUSH);
    (void)write_all(backend, fd, bytes, sizeof(bytes), ESCPOS_ANSWER_MS);
}

enum print_result escpos_port_print(struct backend *backend, const struct document *document)
{
    struct printer_report report;
    int fd = open_port(backend, &report);
    enum print_result result = PRINT_FAILED;
    if (fd >= 0)
        ask_open(backend, fd, &report);
    if (fd < 0 || !printer_prints(report.state)) {
        log_warn("printer=%s takes no slip now: %s", backend->name, report.text);
        result = report.state == PRINTER_NO_PAPER ? PRINT_NO_PAPER : PRINT_FAILED;
    } else {
        if (write_all(backend, fd, document->bytes, document->length, BACKEND_JOB_MS))
            result = follow(backend, fd, &report);
        if (result != PRINT_PRINTED) {
            log_warn("slip not printed printer=%s: %s", backend->name, report.text);
            clear(backend, fd);
        }
    }
    if (fd >= 0)
        close(fd);
    return result;
}
