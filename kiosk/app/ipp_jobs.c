/* SPDX-License-Identifier: Apache-2.0 */
#include "app/ipp_jobs.h"

#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "os/log.h"

#define PWG "image/pwg-raster"
#define RAW "application/vnd.cups-raw"
#define JOBS_MAX 64 /* of one answer that are looked at */

/* ---- in ---- */

static bool send_bytes(const struct cups_target *target, ipp_t *request,
                       const struct document *document)
{
    size_t length = ippLength(request) + document->length;
    http_status_t status = cupsSendRequest(target->http, request, target->resource, length);
    if (status == HTTP_STATUS_CONTINUE)
        status =
            cupsWriteRequestData(target->http, (const char *)document->bytes, document->length);
    return status == HTTP_STATUS_CONTINUE;
}

/* The shortest of the printer's own sizes that holds the slip; "" = leave it to the printer. A size
 * of our own would be exact, but CUPS rounds it to points and strict printers refuse it. */
static void choose_media(const struct cups_target *target, const struct document *document,
                         char *name, size_t size)
{
    ipp_t *request = cups_request(IPP_OP_GET_PRINTER_ATTRIBUTES, target);
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
        if (!known || ranged || known->width != document->roll_mm * 100 ||
            known->length < document->length_mm * 100 || (best && known->length >= best))
            continue;
        best = known->length;
        snprintf(name, size, "%s", media);
    }
    ippDelete(answer);
}

int ipp_submit(const struct cups_target *target, const struct document *document, bool raw,
               const char *title, bool *unsure)
{
    char media[128] = "";
    *unsure = false;
    if (!raw)
        choose_media(target, document, media, sizeof(media));
    ipp_t *request = cups_request(IPP_OP_PRINT_JOB, target);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, title);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
                 raw ? RAW : PWG);
    if (*media)
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, media);
    bool sent = send_bytes(target, request, document);
    ipp_t *answer = cupsGetResponse(target->http, target->resource);
    ippDelete(request);
    ipp_attribute_t *id = ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER);
    int job = sent && id && cupsLastError() <= IPP_STATUS_OK_CONFLICTING ? ippGetInteger(id, 0) : 0;
    *unsure = !job && (!answer || id); /* a refused document may leave an empty job behind */
    ippDelete(answer);
    return job;
}

/* ---- found ---- */

struct job {
    int id;
    int state;
    char name[256];
};

/* Attribute by attribute; jobs are parted by one without a name. */
static uint32_t read_jobs(ipp_t *answer, struct job *jobs, uint32_t max)
{
    uint32_t count = 0;
    struct job job = {0};
    for (ipp_attribute_t *at = ippFirstAttribute(answer);; at = ippNextAttribute(answer)) {
        const char *name = at ? ippGetName(at) : NULL;
        if (!name || ippGetGroupTag(at) != IPP_TAG_JOB) {
            if (job.id && count < max)
                jobs[count++] = job;
            job = (struct job){0};
            if (!at)
                return count;
        } else if (strcmp(name, "job-id") == 0) {
            job.id = ippGetInteger(at, 0);
        } else if (strcmp(name, "job-state") == 0) {
            job.state = ippGetInteger(at, 0);
        } else if (strcmp(name, "job-name") == 0) {
            const char *text = ippGetString(at, 0, NULL);
            snprintf(job.name, sizeof(job.name), "%s", text ? text : "");
        }
    }
}

/* -1 = nobody answered, or it does not tell of its jobs. */
static int list_jobs(const struct cups_target *target, const char *which, struct job *jobs)
{
    static const char *const wanted[] = {"job-id", "job-name", "job-state"};
    ipp_t *request = cups_request(IPP_OP_GET_JOBS, target);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, which);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", JOBS_MAX);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  countof(wanted), NULL, wanted);
    ipp_t *answer = cupsDoRequest(target->http, request, target->resource);
    int count = -1;
    /* An empty list is NOT-FOUND for some printers. */
    if (answer && (ippGetStatusCode(answer) <= IPP_STATUS_OK_CONFLICTING ||
                   ippGetStatusCode(answer) == IPP_STATUS_ERROR_NOT_FOUND))
        count = (int)read_jobs(answer, jobs, JOBS_MAX);
    ippDelete(answer);
    return count;
}

static enum ipp_fate fate_of(int state)
{
    if (state == IPP_JSTATE_COMPLETED)
        return IPP_CAME_OUT;
    return state == IPP_JSTATE_CANCELED || state == IPP_JSTATE_ABORTED ? IPP_LOST : IPP_UNDER_WAY;
}

enum ipp_fate ipp_find(const struct cups_target *target, const char *title, int *job)
{
    static const char *const lists[] = {"not-completed", "completed"};
    struct job jobs[JOBS_MAX];
    enum ipp_fate fate = IPP_NEVER_SEEN;
    *job = 0;
    for (size_t i = 0; i < countof(lists); i++) {
        int count = list_jobs(target, lists[i], jobs);
        if (count < 0)
            return IPP_SILENT;
        for (int j = 0; j < count; j++) {
            if (strncmp(jobs[j].name, title, strlen(title)) != 0 || jobs[j].id <= *job)
                continue;
            *job = jobs[j].id;
            fate = fate_of(jobs[j].state);
        }
    }
    return fate;
}

enum ipp_fate ipp_look(const struct cups_target *target, int job)
{
    ipp_t *request = cups_request(IPP_OP_GET_JOB_ATTRIBUTES, target);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "job-state");
    ipp_t *answer = cupsDoRequest(target->http, request, target->resource);
    ipp_attribute_t *state = ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
    enum ipp_fate fate = state ? fate_of(ippGetInteger(state, 0))
                         : answer && ippGetStatusCode(answer) == IPP_STATUS_ERROR_NOT_FOUND
                             ? IPP_NEVER_SEEN
                             : IPP_SILENT;
    ippDelete(answer);
    return fate;
}

/* ---- out ---- */

bool ipp_cancel(const struct cups_target *target, int job)
{
    ipp_t *request = cups_request(IPP_OP_CANCEL_JOB, target);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ipp_t *answer = cupsDoRequest(target->http, request, target->resource);
    bool answered = answer != NULL;
    ippDelete(answer);
    return answered;
}

bool ipp_cancel_all(const struct cups_target *target, const char *ours)
{
    struct job jobs[JOBS_MAX];
    int count = list_jobs(target, "not-completed", jobs);
    bool done = count >= 0;
    for (int i = 0; i < count; i++) {
        if (strncmp(jobs[i].name, ours, strlen(ours)) != 0)
            continue;
        log_warn("slip of an earlier start taken back job=%d name=\"%s\"", jobs[i].id,
                 jobs[i].name);
        done = ipp_cancel(target, jobs[i].id) && done;
    }
    return done;
}
