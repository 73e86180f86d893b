/* SPDX-License-Identifier: Apache-2.0 */
#include "app/printer.h"

#include <event2/event.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"

/* From the thread to the loop, through a pipe: small enough to be written at once. */
struct report {
    bool printed; /* else: the printer's state */
    uint8_t code;
    uint32_t ticket;
};

struct printer {
    struct printer_options options;
    struct event *readable;
    int pipe[2]; /* read by the loop, written by either */
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock; /* of the job */
    pthread_cond_t wanted;
    atomic_bool stop;
    bool has_job;
    uint32_t ticket;
    char title[32];
    struct paper paper;
    struct raster raster; /* the thread's */
    enum ipp_state state; /* the thread's: last told */
    bool state_told;
};

static void tell(struct printer *printer, struct report report)
{
    if (write(printer->pipe[1], &report, sizeof(report)) != (ssize_t)sizeof(report))
        log_warn("printer: a report was lost");
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct printer *printer = context;
    struct report report;
    (void)what;
    if (read(fd, &report, sizeof(report)) != (ssize_t)sizeof(report))
        return;
    if (report.printed)
        printer->options.on_printed(printer->options.context, report.ticket,
                                    (enum print_result)report.code);
    else
        printer->options.on_state(printer->options.context, (enum ipp_state)report.code);
}

/* ---- files ---- */

static enum print_result write_file(const struct printer *printer, const struct paper *paper,
                                    uint32_t ticket, const char *label)
{
    char path[FILE_PATH_MAX];
    struct picture picture;
    int length =
        snprintf(path, sizeof(path), "%s/%06u-%s.png", printer->options.tickets, ticket, label);
    if (length < 0 || (size_t)length >= sizeof(path) ||
        picture_of_dots(paper->dots, paper->w, paper->h, &picture))
        return PRINT_FAILED;
    enum err err = file_write(path, picture.bytes, picture.length, 0644);
    picture_free(&picture);
    if (!err)
        log_info("slip file=%s", path);
    return err ? PRINT_FAILED : PRINT_PRINTED;
}

/* ---- the thread ---- */

static void ask_state(struct printer *printer)
{
    char text[200];
    struct ipp_printer ipp = {printer->options.name, &printer->stop};
    enum ipp_state state = ipp_state(&ipp, text, sizeof(text));
    if (printer->state_told && state == printer->state)
        return;
    if (state == IPP_READY)
        log_info("printer=%s ready", printer->options.name);
    else
        log_warn("printer=%s not ready: %s", printer->options.name, text);
    printer->state_told = true;
    printer->state = state;
    tell(printer, (struct report){false, (uint8_t)state, 0});
}

/* True with a copy of the job in raster; false after PRINTER_ASK_MS without one. */
static bool take_job(struct printer *printer, uint32_t *ticket, char title[32], bool *encoded)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += PRINTER_ASK_MS / SECOND;
    pthread_mutex_lock(&printer->lock);
    int late = 0;
    while (!printer->has_job && !atomic_load(&printer->stop) && !late)
        late = pthread_cond_timedwait(&printer->wanted, &printer->lock, &until);
    bool found = printer->has_job && !atomic_load(&printer->stop);
    if (found) {
        *ticket = printer->ticket;
        memcpy(title, printer->title, sizeof(printer->title));
        *encoded = raster_make(&printer->paper, &printer->raster) == ERR_NONE;
    }
    pthread_mutex_unlock(&printer->lock);
    return found;
}

static void print_job(struct printer *printer, uint32_t ticket, const char *title, bool encoded)
{
    struct ipp_printer ipp = {printer->options.name, &printer->stop};
    msec start = clock_mono_ms();
    enum print_result result = encoded ? ipp_print(&ipp, &printer->raster, title) : PRINT_FAILED;
    log_info("slip ticket=%u %s printer=%s result=%s ms=%lld", ticket, title, printer->options.name,
             print_result_name((uint8_t)result), (long long)(clock_mono_ms() - start));
    pthread_mutex_lock(&printer->lock);
    printer->has_job = false;
    pthread_mutex_unlock(&printer->lock);
    tell(printer, (struct report){true, (uint8_t)result, ticket});
}

static void *work(void *context)
{
    struct printer *printer = context;
    ask_state(printer);
    while (!atomic_load(&printer->stop)) {
        uint32_t ticket = 0;
        char title[32];
        bool encoded = false;
        if (take_job(printer, &ticket, title, &encoded))
            print_job(printer, ticket, title, encoded);
        if (!atomic_load(&printer->stop))
            ask_state(printer);
    }
    return NULL;
}

static enum err start_thread(struct printer *printer)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&printer->lock, NULL);
    pthread_cond_init(&printer->wanted, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&printer->thread, NULL, work, printer) != 0)
        return log_fault(ERR_NOMEM, "printer thread");
    printer->threaded = true;
    return ERR_NONE;
}

enum err printer_open(struct event_base *base, const struct printer_options *options,
                      struct printer **opened)
{
    *opened = NULL;
    struct printer *printer = calloc(1, sizeof(*printer));
    if (!printer)
        return log_fault(ERR_NOMEM, "printer");
    printer->options = *options;
    printer->pipe[0] = printer->pipe[1] = -1;
    enum err err = options->tickets ? file_make_dir(options->tickets, 0755) : ERR_NONE;
    if (!err && pipe(printer->pipe) != 0)
        err = log_fault(ERR_IO, "printer: no pipe");
    if (!err) {
        printer->readable =
            event_new(base, printer->pipe[0], EV_READ | EV_PERSIST, on_readable, printer);
        if (!printer->readable || event_add(printer->readable, NULL) != 0)
            err = log_fault(ERR_NOMEM, "printer");
    }
    if (!err && options->name)
        err = start_thread(printer);
    if (err)
        printer_close(printer);
    else
        *opened = printer;
    return err;
}

void printer_close(struct printer *printer)
{
    if (!printer)
        return;
    if (printer->threaded) {
        pthread_mutex_lock(&printer->lock);
        atomic_store(&printer->stop, true);
        pthread_cond_signal(&printer->wanted);
        pthread_mutex_unlock(&printer->lock);
        pthread_join(printer->thread, NULL);
        pthread_cond_destroy(&printer->wanted);
        pthread_mutex_destroy(&printer->lock);
    }
    if (printer->readable)
        event_free(printer->readable);
    for (size_t i = 0; i < countof(printer->pipe); i++)
        if (printer->pipe[i] >= 0)
            close(printer->pipe[i]);
    free(printer);
}

void printer_print(struct printer *printer, const struct paper *paper, uint32_t ticket,
                   const char *label)
{
    if (printer->options.tickets) {
        enum print_result result = write_file(printer, paper, ticket, label);
        if (!printer->options.name)
            tell(printer, (struct report){true, (uint8_t)result, ticket});
    }
    if (!printer->threaded)
        return;
    pthread_mutex_lock(&printer->lock);
    bool taken = !printer->has_job;
    if (taken) {
        printer->has_job = true;
        printer->ticket = ticket;
        snprintf(printer->title, sizeof(printer->title), "%s", label);
        printer->paper = *paper;
        pthread_cond_signal(&printer->wanted);
    }
    pthread_mutex_unlock(&printer->lock);
    if (!taken)
        tell(printer, (struct report){true, PRINT_FAILED, ticket});
}
