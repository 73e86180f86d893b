/* SPDX-License-Identifier: Apache-2.0 */
#include "app/ipp.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "app/ipp_jobs.h"
#include "os/clock.h"
#include "os/log.h"

/* cupsd's queue or the printer; `behind` = the printer itself, when the queue leads to one that can
 * be asked. */
struct way {
    struct cups_target target, behind;
    struct cups_condition condition; /* of both */
};

static void close_way(struct way *way)
{
    cups_hang_up(&way->target);
    cups_hang_up(&way->behind);
}

static const struct cups_target *printer_of(const struct way *way)
{
    return way->behind.http ? &way->behind : &way->target;
}

/* While nothing prints, what cupsd says of the printer is old: only that the queue is stopped is
 * its own. */
static void ask_way(struct way *way, const struct backend *backend)
{
    struct cups_condition queue;
    cups_condition(&way->target, &queue);
    way->condition = queue;
    if (!queue.known || !way->behind.http)
        return;
    cups_condition(&way->behind, &way->condition);
    if (!way->condition.known) {
        way->condition = queue;
        way->condition.report.state = PRINTER_OFFLINE;
        snprintf(way->condition.report.text, sizeof(way->condition.report.text),
                 "printer does not answer: %s; is it switched on and connected?",
                 cupsLastErrorString());
    } else if (queue.halted) {
        way->condition.report.state = PRINTER_FAULT;
        snprintf(way->condition.report.text, sizeof(way->condition.report.text),
                 "the queue is stopped; see cupsenable and cupsaccept %.80s", backend->name);
    }
}

/* False: *report says why there is no way. */
static bool open_way(const struct backend *backend, struct way *way)
{
    struct printer_report *report = &way->condition.report;
    struct cups_condition queue;
    *way = (struct way){.condition = {.known = false}};
    report->state = PRINTER_OFFLINE;
    if (!cups_dial(backend->name, &way->target)) {
        snprintf(report->text, sizeof(report->text), "not reached: %s; is %s",
                 cupsLastErrorString(),
                 backend->kind == BACKEND_IPP ? "it switched on and connected?" : "CUPS running?");
        return false;
    }
    cups_condition(&way->target, &queue);
    if (!queue.known) {
        bool answered = cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND;
        report->state = answered ? PRINTER_FAULT : PRINTER_OFFLINE;
        snprintf(report->text, sizeof(report->text), "%s: %s",
                 !answered                      ? "no answer in time; does it hang?"
                 : backend->kind == BACKEND_IPP ? "no such printer"
                                                : "no such queue; see lpstat -e",
                 cupsLastErrorString());
        return false;
    }
    bool there = !cups_is_address(queue.device) || cups_dial(queue.device, &way->behind);
    if (!there) {
        snprintf(report->text, sizeof(report->text),
                 "printer does not answer: %s; is it switched on and connected?",
                 cupsLastErrorString());
        return false;
    }
    ask_way(way, backend);
    return true;
}

static enum print_result result_of(enum printer_state state)
{
    return state == PRINTER_NO_PAPER ? PRINT_NO_PAPER : PRINT_FAILED;
}

/* ---- one slip ---- */

struct following {
    struct backend *backend;
    struct way *way;
    const char *title;
    int job;
    bool seen; /* the printer knew of it */
    msec start, bad_since;
};

/* What the printer says of the job, and cupsd only where the printer cannot be asked. */
static enum ipp_fate fate_of(struct following *f)
{
    int job;
    enum ipp_fate fate =
        f->way->behind.http ? ipp_find(&f->way->behind, f->title, &job) : IPP_SILENT;
    if (fate == IPP_CAME_OUT || fate == IPP_LOST)
        return fate;
    enum ipp_fate own = ipp_look(&f->way->target, f->job);
    if (!f->way->behind.http)
        return own == IPP_NEVER_SEEN ? IPP_LOST : own; /* over, nobody knows how */
    f->seen = f->seen || fate == IPP_UNDER_WAY;
    if (own == IPP_LOST)
        return IPP_LOST;
    if (own != IPP_CAME_OUT && own != IPP_NEVER_SEEN)
        return IPP_UNDER_WAY;
    if (fate == IPP_UNDER_WAY)
        return IPP_UNDER_WAY;
    /* cupsd is done. A printer that never had the job has refused it; one that had it and keeps no
     * history has printed it; one that does not tell of jobs is believed. */
    return fate == IPP_NEVER_SEEN && !f->seen ? IPP_LOST : IPP_CAME_OUT;
}

static void take_back(struct following *f)
{
    int job;
    bool answered = ipp_cancel(&f->way->target, f->job);
    if (f->way->behind.http && ipp_find(&f->way->behind, f->title, &job) == IPP_UNDER_WAY)
        answered = ipp_cancel(&f->way->behind, job) && answered;
    f->backend->unsure = f->backend->unsure || !answered;
}

/* It prints no more, or not yet: how long is that? */
static bool gives_up(struct following *f, msec now)
{
    if (printer_prints(f->way->condition.report.state))
        f->bad_since = 0;
    else if (!f->bad_since)
        f->bad_since = now;
    return atomic_load(f->backend->stop) || now - f->start >= BACKEND_JOB_MS ||
           (f->bad_since && now - f->bad_since >= BACKEND_PAPER_MS);
}

static enum print_result follow(struct following *f)
{
    for (f->start = clock_mono_ms();;) {
        enum ipp_fate fate = fate_of(f);
        if (fate == IPP_CAME_OUT)
            return PRINT_PRINTED;
        ask_way(f->way, f->backend);
        bool over = fate == IPP_LOST;
        if (over || gives_up(f, clock_mono_ms())) {
            log_warn("slip not printed job=%d %s: %s", f->job,
                     over ? "refused or cancelled" : "not in time", f->way->condition.report.text);
            take_back(f);
            return result_of(f->way->condition.report.state);
        }
        poll(NULL, 0, BACKEND_POLL_MS);
    }
}

static enum print_result print_on(struct backend *backend, struct way *way,
                                  const struct document *document, const char *title)
{
    bool raw = backend->kind == BACKEND_RAW;
    if (!printer_prints(way->condition.report.state)) {
        log_warn("printer=%s takes no slip now: %s", backend->name, way->condition.report.text);
        return result_of(way->condition.report.state);
    }
    /* cupsd would say "completed" of a document that the printer refuses. */
    if (!raw && !way->condition.takes_pwg) {
        log_warn("printer=%s does not take image/pwg-raster; give it as raw:QUEUE", backend->name);
        return PRINT_FAILED;
    }
    bool unsure;
    int job = ipp_submit(&way->target, document, raw, title, &unsure);
    if (!job) {
        log_warn("printer=%s takes no slip: %s", backend->name, cupsLastErrorString());
        backend->unsure = backend->unsure || unsure;
        return PRINT_FAILED;
    }
    struct following following = {.backend = backend, .way = way, .title = title, .job = job};
    return follow(&following);
}

enum print_result ipp_print(struct backend *backend, const struct document *document,
                            const char *title)
{
    struct way way;
    enum print_result result = PRINT_FAILED;
    if (open_way(backend, &way))
        result = print_on(backend, &way, document, title);
    else
        log_warn("printer=%s %s", backend->name, way.condition.report.text);
    close_way(&way);
    return result;
}

/* ---- between slips ---- */

void ipp_ask(const struct backend *backend, struct printer_report *report)
{
    struct way way;
    (void)open_way(backend, &way);
    *report = way.condition.report;
    close_way(&way);
}

bool ipp_tidy(struct backend *backend)
{
    struct way way;
    bool done = open_way(backend, &way) && ipp_cancel_all(&way.target, backend->ours);
    if (done && way.behind.http)
        done = ipp_cancel_all(&way.behind, backend->ours);
    close_way(&way);
    return done;
}

enum backend_outcome ipp_outcome(const struct backend *backend, const char *title)
{
    struct way way;
    int job;
    enum ipp_fate fate = IPP_SILENT;
    if (open_way(backend, &way) && backend->kind != BACKEND_RAW)
        fate = ipp_find(printer_of(&way), title, &job);
    close_way(&way);
    return fate == IPP_CAME_OUT ? BACKEND_CAME_OUT
           : fate == IPP_LOST   ? BACKEND_DID_NOT
                                : BACKEND_CANNOT_TELL;
}
