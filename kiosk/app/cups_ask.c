/* SPDX-License-Identifier: Apache-2.0 */
#include "app/cups_ask.h"

#include <stdio.h>
#include <string.h>

#include "base/base.h"

/* ---- connections ---- */

static int no_patience(http_t *http, void *context)
{
    (void)http;
    (void)context;
    return 0;
}

static http_t *dial(const char *host, int port)
{
    http_t *http =
        httpConnect2(host, port, NULL, AF_UNSPEC, cupsEncryption(), 1, CUPS_CONNECT_MS, NULL);
    if (http) /* else a server that hangs holds us for minutes */
        httpSetTimeout(http, CUPS_ANSWER_S, no_patience, NULL);
    return http;
}

bool cups_is_address(const char *name)
{
    return strncmp(name, "ipp://", 6) == 0 || strncmp(name, "ipps://", 7) == 0;
}

static bool dial_address(const char *uri, struct cups_target *target)
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

static bool dial_queue(const char *queue, struct cups_target *target)
{
    httpAssembleURIf(HTTP_URI_CODING_ALL, target->uri, sizeof(target->uri), "ipp", NULL,
                     "localhost", 0, "/printers/%s", queue);
    snprintf(target->resource, sizeof(target->resource), "/printers/%s", queue);
    target->http = dial(cupsServer(), ippPort());
    return target->http != NULL;
}

bool cups_dial(const char *name, struct cups_target *target)
{
    *target = (struct cups_target){NULL, "", ""};
    return cups_is_address(name) ? dial_address(name, target) : dial_queue(name, target);
}

void cups_hang_up(struct cups_target *target)
{
    if (target->http)
        httpClose(target->http);
    target->http = NULL;
}

ipp_t *cups_request(ipp_op_t operation, const struct cups_target *target)
{
    ipp_t *request = ippNewRequest(operation);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, target->uri);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, CUPS_USER);
    return request;
}

/* ---- what it says of itself ---- */

/* printer-state-reasons by their beginning: the ending (-report, -warning, -error) says only what
 * the printer does just now. */
static const struct {
    const char *begins;
    enum printer_state means;
} reasons[] = {
    {"media-empty", PRINTER_NO_PAPER}, {"media-needed", PRINTER_NO_PAPER},
    {"media-low", PRINTER_NEAR_END},   {"cover-open", PRINTER_COVER},
    {"door-open", PRINTER_COVER},      {"interlock-open", PRINTER_COVER},
    {"offline", PRINTER_OFFLINE},      {"shutdown", PRINTER_OFFLINE},
    {"timed-out", PRINTER_OFFLINE},    {"media-jam", PRINTER_FAULT},
    {"paused", PRINTER_FAULT},         {"stopped", PRINTER_FAULT},
    {"fuser", PRINTER_FAULT},          {"cutter", PRINTER_FAULT},
};

static enum printer_state meaning(const char *reason)
{
    for (size_t i = 0; i < countof(reasons); i++)
        if (strncmp(reason, reasons[i].begins, strlen(reasons[i].begins)) == 0)
            return reasons[i].means;
    return PRINTER_READY;
}

static void read_reasons(ipp_attribute_t *list, struct printer_report *report)
{
    size_t at = 0;
    for (int i = 0; i < ippGetCount(list); i++) {
        const char *reason = ippGetString(list, i, NULL);
        report->state = printer_graver(report->state, meaning(reason));
        if (at + strlen(reason) + 2 < sizeof(report->text))
            at += (size_t)snprintf(report->text + at, sizeof(report->text) - at, "%s%s",
                                   at ? "," : "", reason);
    }
}

static void read_answer(ipp_t *answer, struct cups_condition *condition)
{
    ipp_attribute_t *state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
    if (!state)
        return;
    condition->known = true;
    ipp_attribute_t *accepts =
        ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    condition->halted =
        ippGetInteger(state, 0) == IPP_PSTATE_STOPPED || (accepts && !ippGetBoolean(accepts, 0));
    if (condition->halted)
        condition->report.state = PRINTER_FAULT;
    read_reasons(ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD),
                 &condition->report);
    ipp_attribute_t *formats =
        ippFindAttribute(answer, "document-format-supported", IPP_TAG_MIMETYPE);
    condition->takes_pwg = !formats || ippContainsString(formats, "image/pwg-raster");
    ipp_attribute_t *device = ippFindAttribute(answer, "device-uri", IPP_TAG_URI);
    if (device)
        snprintf(condition->device, sizeof(condition->device), "%s", ippGetString(device, 0, NULL));
}

void cups_condition(const struct cups_target *target, struct cups_condition *condition)
{
    static const char *const wanted[] = {"printer-state", "printer-state-reasons",
                                         "printer-is-accepting-jobs", "document-format-supported",
                                         "device-uri"};
    *condition = (struct cups_condition){.known = false};
    ipp_t *request = cups_request(IPP_OP_GET_PRINTER_ATTRIBUTES, target);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  countof(wanted), NULL, wanted);
    ipp_t *answer = cupsDoRequest(target->http, request, target->resource);
    read_answer(answer, condition);
    ippDelete(answer);
}
