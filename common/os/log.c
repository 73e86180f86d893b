/* SPDX-License-Identifier: Apache-2.0 */
#include "os/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"

static const char *component = "hall";
static bool verbose, quiet;
static atomic_bool training; /* told by WELCOME, when other threads log already */

void log_component(const char *name)
{
    component = name;
}

void log_training(bool on)
{
    training = on;
}

void log_verbose(bool on)
{
    verbose = on;
}

void log_quiet(bool on)
{
    quiet = on;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

static void write_line(const char *level, const char *text)
{
    char line[LOG_LINE_MAX + 1];
    int head = snprintf(line, LOG_LINE_MAX, "%s %s %s", level, component,
                        training ? "mode=TRAINING " : "");
    size_t at = head > 0 && head < LOG_LINE_MAX ? (size_t)head : 0;
    for (; *text && at + 4 < LOG_LINE_MAX; text++) {
        if (is_control(*text))
            at += (size_t)snprintf(line + at, 5, "\\x%02x", (unsigned char)*text);
        else
            line[at++] = *text;
    }
    line[at++] = '\n';
    /* A log that cannot be written has nobody to tell. */
    ssize_t ignored = write(STDERR_FILENO, line, at);
    (void)ignored;
}

PRINTF_LIKE(2, 0) static void print(const char *level, const char *fmt, va_list args)
{
    char text[LOG_LINE_MAX];
    vsnprintf(text, sizeof(text), fmt, args);
    write_line(level, text);
}

void log_debug(const char *fmt, ...)
{
    if (!verbose)
        return;
    va_list args;
    va_start(args, fmt);
    print("debug", fmt, args);
    va_end(args);
}

void log_info(const char *fmt, ...)
{
    if (quiet)
        return;
    va_list args;
    va_start(args, fmt);
    print("info", fmt, args);
    va_end(args);
}

void log_warn(const char *fmt, ...)
{
    if (quiet)
        return;
    va_list args;
    va_start(args, fmt);
    print("warn", fmt, args);
    va_end(args);
}

enum err log_fault(enum err err, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    print("fault", fmt, args);
    va_end(args);
    return err;
}

void log_every(struct log_site *site, const char *fmt, ...)
{
    msec now = clock_mono_ms();
    if (quiet)
        return;
    if (now < site->next) {
        site->held++;
        return;
    }
    char text[LOG_LINE_MAX];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (site->held && n > 0 && (size_t)n < sizeof(text))
        snprintf(text + n, sizeof(text) - (size_t)n, " held=%u", site->held);
    write_line("warn", text);
    *site = (struct log_site){.next = now + LOG_EVERY_MS};
}
