/* SPDX-License-Identifier: Apache-2.0 */
#include "app/printer.h"

#include <event2/event.h>
#include <inttypes.h>
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
enum report_kind { REPORT_PRINTED, REPORT_STATE, REPORT_ASKED };
struct report {
    uint8_t kind, code;
    uint16_t length_mm;
    uint32_t ticket;
};

struct job {
    bool wanted;
    uint32_t ticket;
    char label[16], title[BACKEND_TITLE_SIZE];
};

struct printer {
    struct printer_options options;
    struct backend backend;
    char ours[BACKEND_OURS_SIZE];
    struct event *readable;
    int pipe[2]; /* read by the loop, written by either */
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock; /* of slip, question and paper */
    pthread_cond_t wanted;
    atomic_bool stop;
    struct job slip, question;
    struct paper paper;
    struct document document; /* the thread's */
    enum printer_state state; /* the thread's: last told */
    bool asked, state_told;
};

static void tell(struct printer *printer, struct report report)
{
    if (write(printer->pipe[1], &report, sizeof(report)) != (ssize_t)sizeof(report))
        log_warn("printer: a report was lost");
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct printer *printer = context;
    const struct printer_options *options = &printer->options;
    struct report report;
    (void)what;
    if (read(fd, &report, sizeof(report)) != (ssize_t)sizeof(report))
        return;
    if (report.kind == REPORT_PRINTED)
        options->on_printed(options->context, report.ticket, (enum print_result)report.code,
                            report.length_mm);
    else if (report.kind == REPORT_STATE)
        options->on_state(options->context, (enum printer_state)report.code);
    else if (options->on_asked)
        options->on_asked(options->context, report.ticket, (enum backend_outcome)report.code);
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
    struct printer_report report;
    backend_ask(&printer->backend, &report);
    bool same = printer->asked && report.state == printer->state;
    if (same && printer->state_told)
        return;
    if (!same && report.state == PRINTER_READY)
        log_info("printer=%s ready", printer->backend.name);
    else if (!same)
        log_warn("printer=%s not ready: %s", printer->backend.name, report.text);
    printer->asked = printer->state_told = true;
    printer->state = report.state;
    tell(printer, (struct report){.kind = REPORT_STATE, .code = (uint8_t)report.state});
}

enum err printer_encode(const struct backend *backend, const struct paper *paper,
                        struct document *document)
{
    bool pwg = backend->kind == BACKEND_QUEUE || backend->kind == BACKEND_IPP;
    return pwg ? document_pwg(paper, backend->roll_mm, document) : document_escpos(paper, document);
}

/* What is to be done now; PRINTER_ASK_MS without anything: neither. */
static void take_work(struct printer *printer, struct job *slip, struct job *question,
                      bool *encoded)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += PRINTER_ASK_MS / SECOND;
    pthread_mutex_lock(&printer->lock);
    int late = 0;
    while (!printer->slip.wanted && !printer->question.wanted && !atomic_load(&printer->stop) &&
           !late)
        late = pthread_cond_timedwait(&printer->wanted, &printer->lock, &until);
    *slip = printer->slip;
    *question = printer->question;
    *encoded = slip->wanted &&
               printer_encode(&printer->backend, &printer->paper, &printer->document) == ERR_NONE;
    pthread_mutex_unlock(&printer->lock);
}

static void done(struct printer *printer, struct job *job)
{
    pthread_mutex_lock(&printer->lock);
    job->wanted = false;
    pthread_mutex_unlock(&printer->lock);
}

/* Nothing is printed while a slip of ours may still come out of a queue by itself. */
static bool tidy(struct printer *printer)
{
    if (!printer->backend.unsure || backend_tidy(&printer->backend))
        return true;
    log_warn("printer=%s: jobs that may still wait there cannot be taken back now",
             printer->backend.name);
    return false;
}

static void print_job(struct printer *printer, const struct job *job, bool encoded)
{
    msec start = clock_mono_ms();
    enum print_result result = PRINT_FAILED;
    char title[BACKEND_TITLE_SIZE + 20];
    /* A copy has the ticket of the slip that it stands for; its job is another one. */
    snprintf(title, sizeof(title), "%s%" PRIx64, job->title, (uint64_t)clock_utc_ms());
    if (encoded && tidy(printer))
        result = backend_print(&printer->backend, &printer->document, title);
    log_info("slip ticket=%u %s printer=%s result=%s ms=%lld", job->ticket, job->label,
             printer->backend.name, print_result_name((uint8_t)result),
             (long long)(clock_mono_ms() - start));
    printer->state_told = false; /* what the slip said of it may be over */
    done(printer, &printer->slip);
    tell(printer, (struct report){.kind = REPORT_PRINTED,
                                  .code = (uint8_t)result,
                                  .length_mm = printer->document.length_mm,
                                  .ticket = job->ticket});
}

static void answer(struct printer *printer, const struct job *job)
{
    (void)tidy(printer);
    enum backend_outcome outcome = backend_outcome(&printer->backend, job->title);
    done(printer, &printer->question);
    tell(printer,
         (struct report){.kind = REPORT_ASKED, .code = (uint8_t)outcome, .ticket = job->ticket});
}

static void *work(void *context)
{
    struct printer *printer = context;
    (void)tidy(printer);
    ask_state(printer);
    while (!atomic_load(&printer->stop)) {
        struct job slip, question;
        bool encoded;
        take_work(printer, &slip, &question, &encoded);
        if (atomic_load(&printer->stop))
            break;
        if (question.wanted)
            answer(printer, &question);
        if (slip.wanted)
            print_job(printer, &slip, encoded);
        else
            (void)tidy(printer);
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
    printer->backend = *options->backend;
    snprintf(printer->ours, sizeof(printer->ours), "%.40s ", options->kiosk);
    printer->backend.ours = printer->ours;
    printer->backend.stop = &printer->stop;
    printer->backend.unsure = true; /* what an earlier run left behind */
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
    if (!err && printer->backend.kind != BACKEND_FILES)
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

static void name_job(const struct printer *printer, struct job *job, uint32_t ticket,
                     const char *label)
{
    job->wanted = true;
    job->ticket = ticket;
    snprintf(job->label, sizeof(job->label), "%s", label);
    snprintf(job->title, sizeof(job->title), "%s%.12s %u ", printer->ours, label, ticket);
}

void printer_print(struct printer *printer, const struct paper *paper, uint32_t ticket,
                   const char *label)
{
    struct report failed = {.kind = REPORT_PRINTED, .code = PRINT_FAILED, .ticket = ticket};
    if (printer->options.tickets) {
        struct report report = failed;
        report.code = (uint8_t)write_file(printer, paper, ticket, label);
        if (!printer->threaded)
            tell(printer, report);
    }
    if (!printer->threaded)
        return;
    pthread_mutex_lock(&printer->lock);
    bool taken = !printer->slip.wanted;
    if (taken) {
        name_job(printer, &printer->slip, ticket, label);
        printer->paper = *paper;
        pthread_cond_signal(&printer->wanted);
    }
    pthread_mutex_unlock(&printer->lock);
    if (!taken)
        tell(printer, failed);
}

void printer_ask(struct printer *printer, uint32_t ticket, const char *label)
{
    bool taken = false;
    if (printer->threaded) {
        pthread_mutex_lock(&printer->lock);
        taken = !printer->question.wanted;
        if (taken) {
            name_job(printer, &printer->question, ticket, label);
            pthread_cond_signal(&printer->wanted);
        }
        pthread_mutex_unlock(&printer->lock);
    }
    if (!taken)
        tell(printer,
             (struct report){.kind = REPORT_ASKED, .code = BACKEND_CANNOT_TELL, .ticket = ticket});
}
