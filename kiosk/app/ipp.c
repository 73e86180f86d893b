/* SPDX-License-Identifier: Apache-2.0 */
#include "app/ipp.h"

#include <cups/cups.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "os/clock.h"
#include "os/log.h"

#define POLL_MS 100
#define URI_SIZE 512

struct target {
    http_t *http;
    char uri[URI_SIZE];
    char resource[256];
};

static int no_patience(http_t *http, void *context)
{
    (void)http;
    (void)context;
    return 0;
}

static http_t *dial(const char *host, int port)
{
    http_t *http =
        httpConnect2(host, port, NULL, AF_UNSPEC, cupsEncryption(), 1, IPP_CONNECT_MS, NULL);
    if (http) /* else a server that hangs holds us for minutes */
        httpSetTimeout(http, IPP_ANSWER_S, no_patience, NULL);
    return http;
}

static bool is_address(const char *name)
{
    return strncmp(name, "ipp://", 6) == 0 || strncmp(name, "ipps://", 7) == 0;
}

static bool dial_address(const char *uri, struct target *target)
{
    char scheme[32], user[64], host[256];
    int port;
    if (httpSeparateURI(HTTP_URI_CODING_ALL, uri, scheme, sizeof(scheme), user, sizeof(user), host,
                        sizeof(host), &port, target->resource,
                        sizeof(target->resource)) < HTTP_URI_STATUS_OK)
        return false;
    snprintf(target->uri, sizeof(target->uri), "%s", uri);
    target->http = dial(host, port);
    return target->http != NULL;
}

static bool dial_queue(const char *queue, struct target *target)
{
    httpAssembleURIf(HTTP_URI_CODING_ALL, target->uri, sizeof(target->uri), "ipp", NULL,
                     "localhost", 0, "/printers/%s", queue);
    snprintf(target->resource, sizeof(target->resource), "/printers/%s", queue);
    target->http = dial(cupsServer(), ippPort());
    return target->http != NULL;
}

static bool reach(const struct ipp_printer *printer, struct target *target)
{
    *target = (struct target){NULL, "", ""};
    return is_address(printer->name) ? dial_address(printer->name, target)
                                     : dial_queue(printer->name, target);
}

static ipp_t *request_of(ipp_op_t operation, const struct target *target)
{
    ipp_t *request = ippNewRequest(operation);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, target->uri);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "kiosk");
    return request;
}

/* ---- the job ---- */

static bool send_raster(const struct target *target, ipp_t *request, const struct raster *raster)
{
    size_t length = ippLength(request) + raster->length;
    http_status_t status = cupsSendRequest(target->http, request, target->resource, length);
    if (status == HTTP_STATUS_CONTINUE)
        status = cupsWriteRequestData(target->http, (const char *)raster->bytes, raster->length);
    return status == HTTP_STATUS_CONTINUE;
}

/* The shortest of the printer's own sizes that holds the slip; "" = leave it to the printer. A size
 * of our own would be exact, but CUPS rounds it to points and strict printers refuse it. */
static void choose_media(const struct target *target, uint16_t length_mm, char *name, size_t size)
{
    ipp_t *request = request_of(IPP_OP_GET_PRINTER_ATTRIBUTES, target);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "media-supported");
    ipp_t *answer = cupsDoRequest(target->http, request, target->resource);
    ipp_attribute_t *list = ippFindAttribute(answer, "media-supported", IPP_TAG_ZERO);
    int best = 0;
    *name = '\0';
    for (int i = 0; i < ippGetCount(list); i++) {
        const char *media = ippGetString(list, i, NULL);
        pwg_media_t *known = media ? pwgMediaForPWG(media) : NULL;
        bool ranged =
            media && (strncmp(media, "roll_", 5) == 0 || strncmp(media, "custom_m", 8) == 0);
        if (!known || ranged || known->width != RASTER_ROLL_MM * 100 ||
            known->length < length_mm * 100 || (best && known->length >= best))
            continue;
        best = known->length;
        snprintf(name, size, "%s", media);
    }
    ippDelete(answer);
}

/* The job's id, 0 when it was not taken. */
static int submit(const struct target *target, const struct raster *raster, const char *title)
{
    char media[128];
    choose_media(target, raster->length_mm, media, sizeof(media));
    ipp_t *request = request_of(IPP_OP_PRINT_JOB, target);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, title);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
                 "image/pwg-raster");
    if (*media)
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, media);
    bool sent = send_raster(target, request, raster);
    ipp_t *answer = cupsGetResponse(target->http, target->resource);
    ippDelete(request);
    ipp_attribute_t *id = ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER);
    int job = sent && id && cupsLastError() <= IPP_STATUS_OK_CONFLICTING ? ippGetInteger(id, 0) : 0;
    ippDelete(answer);
    return job;
}

static void cancel(const struct target *target, int job)
{
    ipp_t *request = request_of(IPP_OP_CANCEL_JOB, target);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ippDelete(cupsDoRequest(target->http, request, target->resource));
}

#define JOB_UNKNOWN ((ipp_jstate_t)0) /* no answer: the job may be printing all the same */

static ipp_jstate_t job_state(const struct target *target, int job)
{
    ipp_t *request = request_of(IPP_OP_GET_JOB_ATTRIBUTES, target);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "job-state");
    ipp_t *answer = cupsDoRequest(target->http, request, target->resource);
    ipp_attribute_t *state = ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
    ipp_jstate_t found = state    ? (ipp_jstate_t)ippGetInteger(state, 0)
                         : answer ? IPP_JSTATE_ABORTED
                                  : JOB_UNKNOWN;
    ippDelete(answer);
    return found;
}

/* ---- the printer ---- */

struct condition {
    bool known, no_paper, stopped;
    char reasons[160];
    char device[URI_SIZE];
};

/* Severity is a suffix that changes with the state: match by prefix. */
static bool means_no_paper(const char *reason)
{
    return strncmp(reason, "media-empty", 11) == 0 || strncmp(reason, "media-needed", 12) == 0;
}

static bool means_fault(const char *reason)
{
    static const char *const faults[] = {"media-jam", "cover-open", "door-open", "shutdown",
                                         "offline",   "paused",     "stopped"};
    for (size_t i = 0; i < countof(faults); i++)
        if (strncmp(reason, faults[i], strlen(faults[i])) == 0)
            return true;
    return false;
}

static void read_reasons(ipp_attribute_t *reasons, struct condition *condition)
{
    size_t at = 0;
    for (int i = 0; i < ippGetCount(reasons); i++) {
        const char *reason = ippGetString(reasons, i, NULL);
        condition->no_paper = condition->no_paper || means_no_paper(reason);
        condition->stopped = condition->stopped || means_fault(reason);
        if (at + strlen(reason) + 2 < sizeof(condition->reasons))
            at += (size_t)snprintf(condition->reasons + at, sizeof(condition->reasons) - at, "%s%s",
                                   at ? "," : "", reason);
    }
}

static void ask_condition(const struct target *target, struct condition *condition)
{
    static const char *const wanted[] = {"printer-state", "printer-state-reasons", "device-uri"};
    *condition = (struct condition){.known = false};
    ipp_t *request = request_of(IPP_OP_GET_PRINTER_ATTRIBUTES, target);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  countof(wanted), NULL, wanted);
    ipp_t *answer = cupsDoRequest(target->http, request, target->resource);
    ipp_attribute_t *state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
    if (state) {
        condition->known = true;
        condition->stopped = ippGetInteger(state, 0) == IPP_PSTATE_STOPPED;
        read_reasons(ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD), condition);
        ipp_attribute_t *device = ippFindAttribute(answer, "device-uri", IPP_TAG_URI);
        if (device)
            snprintf(condition->device, sizeof(condition->device), "%s",
                     ippGetString(device, 0, NULL));
    }
    ippDelete(answer);
}

/* ---- printing ---- */

static enum print_result follow(const struct ipp_printer *printer, const struct target *target,
                                int job)
{
    msec start = clock_mono_ms(), empty_since = 0;
    for (;;) {
        ipp_jstate_t state = job_state(target, job);
        msec now = clock_mono_ms();
        struct condition condition;
        if (state == IPP_JSTATE_COMPLETED)
            return PRINT_PRINTED;
        ask_condition(target, &condition);
        bool over = state == IPP_JSTATE_CANCELED || state == IPP_JSTATE_ABORTED;
        if (!condition.no_paper)
            empty_since = 0;
        else if (!empty_since)
            empty_since = now;
        bool give_up = atomic_load(printer->stop) || now - start >= IPP_JOB_MS ||
                       (empty_since && now - empty_since >= IPP_PAPER_MS) || condition.stopped;
        if (over || give_up) {
            log_warn("slip not printed job=%d state=%s reasons=%s", job,
                     ippEnumString("job-state", (int)state), condition.reasons);
            if (!over)
                cancel(target, job);
            return condition.no_paper ? PRINT_NO_PAPER : PRINT_FAILED;
        }
        poll(NULL, 0, POLL_MS);
    }
}

enum print_result ipp_print(const struct ipp_printer *printer, const struct raster *raster,
                            const char *title)
{
    struct target target;
    if (!reach(printer, &target)) {
        log_warn("printer=%s not reached: %s; is CUPS running?", printer->name,
                 cupsLastErrorString());
        return PRINT_FAILED;
    }
    enum print_result result = PRINT_FAILED;
    int job = submit(&target, raster, title);
    if (job)
        result = follow(printer, &target, job);
    else
        log_warn("printer=%s takes no slip: %s", printer->name, cupsLastErrorString());
    httpClose(target.http);
    return result;
}

/* Asks the printer behind a queue; false when its address is of another kind or it is silent. */
static bool ask_behind(const struct condition *queue, struct condition *condition)
{
    struct target target = {NULL, "", ""};
    if (!is_address(queue->device) || !dial_address(queue->device, &target))
        return false;
    ask_condition(&target, condition);
    httpClose(target.http);
    return condition->known;
}

enum ipp_state ipp_state(const struct ipp_printer *printer, char *text, size_t size)
{
    struct target target;
    struct condition condition, behind;
    if (!reach(printer, &target)) {
        snprintf(text, size, "not reached: %s; is %s", cupsLastErrorString(),
                 is_address(printer->name) ? "it switched on and connected?" : "CUPS running?");
        return IPP_FAULT;
    }
    ask_condition(&target, &condition);
    httpClose(target.http);
    if (!condition.known) {
        snprintf(text, size, "no such %s: %s",
                 is_address(printer->name) ? "printer" : "queue; see lpstat -e",
                 cupsLastErrorString());
        return IPP_FAULT;
    }
    bool stopped = condition.stopped;
    if (is_address(condition.device)) {
        if (!ask_behind(&condition, &behind)) {
            snprintf(text, size, "printer does not answer: %s; is it switched on and connected?",
                     cupsLastErrorString());
            return IPP_FAULT;
        }
        behind.stopped = behind.stopped || stopped;
        condition = behind;
    }
    snprintf(text, size, "%s", condition.reasons);
    return condition.no_paper ? IPP_NO_PAPER : condition.stopped ? IPP_FAULT : IPP_READY;
}
