/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day_report_print - the facts that stand, walked once: what each ticket did, counted for the
 * hall, its service, its class, the window and the clerk.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/internal.h"

/* ---- counting ---- */

/* Its place in the list; ids beyond the room share the last one. */
static uint32_t place(uint16_t *ids, uint32_t *count, uint32_t room, uint16_t id)
{
    for (uint32_t i = 0; i < *count; i++)
        if (ids[i] == id)
            return i;
    if (*count == room)
        return room - 1;
    ids[*count] = id;
    return (*count)++;
}

/* The groups that a visit counts for now; those of a window only when it is at one. */
static uint32_t groups_of(struct day_report *report, const struct visit *visit,
                          uint16_t groups[GROUPS_EACH])
{
    uint32_t n = 0;
    groups[n++] = OF_HALL;
    groups[n++] = (uint16_t)(OF_SERVICE + place(report->services, &report->service_count,
                                                SERVICES_MAX, visit->service));
    groups[n++] = (uint16_t)(OF_CLASS + visit->ticket_class % CLASS_COUNT);
    if (visit->target)
        groups[n++] = (uint16_t)(OF_TARGET + place(report->targets, &report->target_count,
                                                   WINDOWS_MAX + ROOMS_MAX, visit->target));
    if (visit->target && visit->clerk)
        groups[n++] = (uint16_t)(OF_CLERK + visit->clerk);
    return n;
}

static void count(struct day_report *report, const struct visit *visit, enum count what, int32_t by)
{
    uint16_t groups[GROUPS_EACH];
    uint32_t n = groups_of(report, visit, groups);
    for (uint32_t i = 0; i < n; i++)
        report->counts[groups[i]][what] += (uint32_t)by;
}

static void sample(struct day_report *report, const struct visit *visit, enum sample_kind what,
                   msec length)
{
    uint16_t groups[GROUPS_EACH];
    uint32_t n = groups_of(report, visit, groups);
    for (uint32_t i = 0; i < n; i++)
        report->samples[report->sample_count++] =
            (struct sample){groups[i], (uint8_t)what, length > 0 ? length : 0};
}

static void leave_window(struct visit *visit)
{
    visit->target = visit->clerk = 0;
    visit->here_since = 0;
}

/* Somewhere it was served until now, also when it is sent on or parked. */
static void stay(struct day_report *report, const struct visit *visit, msec at)
{
    if (visit->here_since)
        sample(report, visit, SAMPLE_SERVE, at - visit->here_since);
}

/* D-07: away is nobody's burden; kept and meanwhile are told of the window. */
static void park(struct day_report *report, struct visit *visit, const struct record *record)
{
    stay(report, visit, record->at);
    visit->aside = record->why;
    visit->aside_since = record->at;
    visit->aside_at = record->why == PARK_AWAY ? 0 : visit->target;
    visit->aside_by = record->why == PARK_AWAY ? 0 : visit->clerk;
    leave_window(visit);
    visit->state = TICKET_PARKED;
}

static void no_more_aside(struct day_report *report, struct visit *visit, msec at)
{
    static const uint8_t what[PARK_KIND_COUNT] =
        {[PARK_AWAY] = SAMPLE_AWAY, [PARK_KEPT] = SAMPLE_KEPT, [PARK_MEANWHILE] = SAMPLE_MEANWHILE};
    if (visit->aside && visit->aside < PARK_KIND_COUNT) {
        struct visit there = *visit;
        there.target = visit->aside_at;
        there.clerk = visit->aside_by;
        sample(report, &there, what[visit->aside], at - visit->aside_since);
    }
    visit->aside = PARK_NONE;
}

/* R-O3: from the end of the last session, or from signing on after it. */
static void overtime(struct day_report *report, uint16_t clerk, msec until)
{
    msec from = report->on_since[clerk] > report->over ? report->on_since[clerk] : report->over;
    uint32_t seconds = (uint32_t)((until - from) / SECOND);
    if (report->over && report->on_since[clerk] && until > from) {
        report->counts[OF_CLERK + clerk][COUNT_overtime_s] += seconds;
        report->counts[OF_HALL][COUNT_overtime_s] += seconds;
    }
    report->on_since[clerk] = 0;
}

static void end(struct day_report *report, struct visit *visit, enum count what, uint8_t state)
{
    count(report, visit, what, 1);
    visit->state = state;
    visit->waits_since = 0;
}

static void call(struct day_report *report, struct visit *visit, const struct record *record)
{
    visit->target = record->target;
    visit->clerk = record->clerk;
    visit->here_since = record->at;
    count(report, visit, COUNT_called, 1);
    if (visit->waits_since && record->why != CALL_WHY_RETURN)
        sample(report, visit, SAMPLE_WAIT, record->at - visit->waits_since);
    visit->waits_since = 0;
    visit->state = TICKET_CALLED;
}

/* R-E2: the last rating of a ticket is the one that counts. */
static void rate(struct day_report *report, struct visit *visit, uint8_t score)
{
    static const enum count of[] = {COUNT_declined, COUNT_rated_1, COUNT_rated_2,
                                    COUNT_rated_3,  COUNT_rated_4, COUNT_rated_5};
    if (visit->score)
        count(report, visit, of[(visit->score - 1) % countof(of)], -1);
    visit->score = (uint8_t)(score % countof(of) + 1);
    count(report, visit, of[visit->score - 1], 1);
}

/* Who is signed on still is signed off by it, and has worked until their last visit. */
static void close_day(struct day_report *report, msec at)
{
    for (uint16_t clerk = 1; clerk <= report->clerks; clerk++)
        overtime(report, clerk, report->done_last[clerk]);
    for (uint32_t i = 0; i < report->tickets; i++) {
        struct visit *visit = &report->visits[i];
        no_more_aside(report, visit, at);
        if (visit->state == TICKET_SERVING)
            end(report, visit, COUNT_served, TICKET_SERVED);
        else if (visit->state == TICKET_WAITING || visit->state == TICKET_MISSED ||
                 visit->state == TICKET_PARKED || visit->state == TICKET_CALLED) {
            leave_window(visit);
            end(report, visit, COUNT_expired, TICKET_EXPIRED);
        }
    }
}

static void wait_again(struct visit *visit, msec since)
{
    leave_window(visit);
    visit->state = TICKET_WAITING;
    visit->waits_since = since;
}

/* What is about no ticket. False: it is about one. */
static bool take_other(struct day_report *report, const struct record *record)
{
    switch (record->kind) {
    case FACT_KIND_DAY_OPENED:
        report->over = record->moment;
        return true;
    case FACT_KIND_DAY_CLOSED:
        report->no_shows = record->number; /* of the last close of the date */
        close_day(report, record->at);
        return true;
    case FACT_KIND_SIGNED_ON:
        report->on_since[record->clerk] = record->at;
        report->done_last[record->clerk] = 0;
        return true;
    case FACT_KIND_SIGNED_OFF:
        overtime(report, record->clerk, record->at);
        return true;
    default:
        return false;
    }
}

static void take(struct day_report *report, const struct record *record)
{
    if (take_other(report, record))
        return;
    struct visit *visit = &report->visits[record->ticket];
    no_more_aside(report, visit, record->at);
    switch (record->kind) {
    case FACT_KIND_ISSUED:
        *visit = (struct visit){.service = record->service, .ticket_class = record->ticket_class};
        wait_again(visit, record->moment ? record->moment : record->at);
        count(report, visit, COUNT_issued, 1);
        report->appointments += record->number != 0;
        break;
    case FACT_KIND_CALLED:
        call(report, visit, record);
        break;
    case FACT_KIND_STARTED:
        visit->state = TICKET_SERVING;
        visit->here_since = record->moment;
        break;
    case FACT_KIND_FINISHED:
        if (record->clerk)
            visit->clerk = record->clerk;
        report->done_last[record->clerk] = record->at;
        stay(report, visit, record->at);
        end(report, visit, COUNT_served, TICKET_SERVED);
        break;
    case FACT_KIND_MISSED:
        end(report, visit, COUNT_missed, TICKET_MISSED);
        leave_window(visit);
        if (record->why == TICKET_VOIDED)
            visit->state = TICKET_VOIDED;
        break;
    case FACT_KIND_TRANSFERRED:
        count(report, visit, COUNT_transferred, 1);
        stay(report, visit, record->at);
        visit->service = record->service;
        wait_again(visit, record->at);
        break;
    case FACT_KIND_PARKED:
        park(report, visit, record);
        break;
    case FACT_KIND_REJOINED:
        wait_again(visit, record->at);
        break;
    case FACT_KIND_RATED:
        rate(report, visit, record->score);
        break;
    case FACT_KIND_CANCELLED:
        end(report, visit, COUNT_cancelled, TICKET_CANCELLED);
        break;
    case FACT_KIND_VOIDED:
        end(report, visit, COUNT_voided, TICKET_VOIDED);
        break;
    default:
        break;
    }
}

/* ---- printing ---- */

static int by_group(const struct sample *x, const struct sample *y)
{
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return (x->length > y->length) - (x->length < y->length);
}

/* Heap sort: equal samples are the same bytes, so their order says nothing. */
static void sink(struct sample *list, uint32_t at, uint32_t count)
{
    for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && by_group(&list[child], &list[child + 1]) < 0)
            child++;
        if (by_group(&list[at], &list[child]) >= 0)
            return;
        struct sample kept = list[at];
        list[at] = list[child];
        list[child] = kept;
    }
}

static void sort(struct sample *list, uint32_t count)
{
    for (uint32_t at = count / 2; at-- > 0;)
        sink(list, at, count);
    for (uint32_t end = count; end-- > 1;) {
        struct sample largest = list[0];
        list[0] = list[end];
        list[end] = largest;
        sink(list, 0, end);
    }
}

struct spread {
    uint32_t n, long_ones, too_long;
    msec mean, median, most;
};

/* The samples are sorted: those of a group and kind lie together, by length. */
static struct spread spread_of(const struct day_report *report, uint32_t group, uint8_t what)
{
    struct spread spread = {0};
    const struct sample key = {(uint16_t)group, what, -1};
    uint32_t low = 0, high = report->sample_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (by_group(&report->samples[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    msec sum = 0;
    for (uint32_t i = low; i < report->sample_count && report->samples[i].group == group &&
                           report->samples[i].what == what;
         i++, spread.n++) {
        spread.most = report->samples[i].length;
        sum += spread.most;
        spread.long_ones += spread.most > REPORT_WAIT_LONG;
        spread.too_long += spread.most > REPORT_WAIT_TOO_LONG;
    }
    if (spread.n) {
        spread.mean = sum / spread.n;
        spread.median = report->samples[low + (spread.n - 1) / 2].length;
    }
    return spread;
}

struct out {
    void (*line)(void *context, const char *text);
    void *context;
};

static void put_group(const struct day_report *report, const struct out *out, uint32_t group,
                      const char *kind, const char *key)
{
    char text[1024];
    uint32_t any = 0;
    int n = snprintf(text, sizeof(text), "%s,%s", kind, key);
    for (int i = 0; i < COUNT_KINDS; i++) {
        any |= report->counts[group][i];
        n += snprintf(text + n, sizeof(text) - (size_t)n, ",%" PRIu32, report->counts[group][i]);
    }
    for (uint8_t what = 0; what < SAMPLE_KINDS; what++) {
        struct spread s = spread_of(report, group, what);
        n += snprintf(text + n, sizeof(text) - (size_t)n,
                      ",%" PRIu32 ",%" PRId64 ",%" PRId64 ",%" PRId64, s.n, s.mean / SECOND,
                      s.median / SECOND, s.most / SECOND);
        if (what == SAMPLE_WAIT)
            n += snprintf(text + n, sizeof(text) - (size_t)n, ",%" PRIu32 ",%" PRIu32, s.long_ones,
                          s.too_long);
    }
    snprintf(text + n, sizeof(text) - (size_t)n, "\n");
    if (any || group == OF_HALL)
        out->line(out->context, text);
}

static void put_ids(const struct day_report *report, const struct out *out, bool targets)
{
    const uint16_t *ids = targets ? report->targets : report->services;
    uint32_t count = targets ? report->target_count : report->service_count;
    uint32_t base = targets ? OF_TARGET : OF_SERVICE;
    char key[24];
    uint32_t after = 0;
    for (uint32_t done = 0; done < count; done++) { /* ascending, without moving the groups */
        uint32_t next = UINT32_MAX, at = 0;
        for (uint32_t i = 0; i < count; i++)
            if (ids[i] >= after && ids[i] < next) {
                next = ids[i];
                at = i;
            }
        bool room = targets && next >= TARGET_ROOM;
        snprintf(key, sizeof(key), room ? "room-%" PRIu32 : "%" PRIu32,
                 room ? next - TARGET_ROOM : next);
        put_group(report, out, base + at, targets ? "window" : "service", key);
        after = next + 1;
    }
}

/* As CSV wants it: in quotes, inner ones twice. */
static void quote(const char *name, char text[64])
{
    char *at = text;
    *at++ = '"';
    for (; *name; name++) {
        if (*name == '"')
            *at++ = '"';
        *at++ = *name;
    }
    *at++ = '"';
    *at = '\0';
}

static void put_clerks(const struct day_report *report, const struct out *out)
{
    const char *after = "";
    for (uint32_t done = 0; done < report->clerks; done++) { /* by name */
        uint32_t next = 0;
        for (uint32_t i = 1; i <= report->clerks; i++)
            if (strcmp(report->names[i], after) > 0 &&
                (!next || strcmp(report->names[i], report->names[next]) < 0))
                next = i;
        char key[64];
        quote(report->names[next], key);
        put_group(report, out, OF_CLERK + next, "clerk", key);
        after = report->names[next];
    }
}

/* R-Z1. */
static const char *const definitions[] = {
    "# issued: numbers given; those that a kiosk gave alone count when they came in",
    "# called: first calls of a stay in the queue, and returns; recalls are not counted",
    "# served: visits finished, also those at a window when the day closed",
    "# missed: called and not there; cancelled: by the citizen; voided: by staff or in place of "
    "another",
    "# expired: numbers that nobody used by the close; transferred: sent on, each time",
    "# wait: from joining (the time of issue, of a transfer, of coming back) to the call; at a "
    "window (stay): from the start, or the call, to the end, the sending on or the parking",
    "# away, kept, meanwhile: parked without papers, with the papers kept, or while the clerk "
    "serves "
    "others, until the return or the end; no stay counts it, and no window counts away",
    "# overtime: from the end of the last session to the signing off, or to the last visit "
    "finished "
    "of those whom the close signed off",
    "# mean and median in whole seconds, rounded down; median: the lower one of two; over: more "
    "than "
    "so many minutes",
    "# rated: the last rating of each visit, 5 best; declined: asked and rather not. Nobody asked "
    "is "
    "not counted",
    "# appointments: tickets that came of one; no_shows: appointments that nobody came for by the "
    "close",
    "# window, clerk: those of the last call. What was taken back within its seconds does not "
    "count",
};

static void put_head(const struct day_report *report, const struct day_report_head *head,
                     const struct out *out)
{
    char text[256], link[2 * REPORT_LINK_BYTES + 1];
    for (size_t i = 0; i < REPORT_LINK_BYTES; i++)
        snprintf(link + 2 * i, 3, "%02x", head->link[i]);
    snprintf(text, sizeof(text), "day,%04u-%02u-%02u\nrow,%" PRIu64 "\nchain,%s\n",
             head->day / 10000, head->day / 100 % 100, head->day % 100, head->row, link);
    out->line(out->context, text);
    snprintf(text, sizeof(text), "appointments,%" PRIu32 "\nno_shows,%" PRIu32 "\n",
             report->appointments, report->no_shows);
    out->line(out->context, text);
    if (report->full)
        out->line(out->context, "incomplete,more facts than there was room for\n");
    out->line(out->context, "of,which"
#define X(name) "," #name
              COUNTS(X)
#undef X
                  ",waits,wait_mean_s,wait_median_s,wait_max_s,wait_over_30_min,wait_over_45_min"
                  ",stays,stay_mean_s,stay_median_s,stay_max_s"
                  ",away,away_mean_s,away_median_s,away_max_s"
                  ",kept,kept_mean_s,kept_median_s,kept_max_s"
                  ",meanwhile,meanwhile_mean_s,meanwhile_median_s,meanwhile_max_s\n");
}

void day_report_print(struct day_report *report, const struct day_report_head *head,
                      void (*line)(void *context, const char *text), void *context)
{
    const struct out out = {line, context};
    for (uint32_t i = 0; i < report->count; i++)
        if (!report->records[i].gone)
            take(report, &report->records[i]);
    sort(report->samples, report->sample_count);
    put_head(report, head, &out);
    put_group(report, &out, OF_HALL, "hall", "all");
    put_ids(report, &out, false);
    for (uint8_t c = 0; c < CLASS_COUNT; c++)
        put_group(report, &out, OF_CLASS + c, "class", ticket_class_name(c));
    put_ids(report, &out, true);
    put_clerks(report, &out);
    for (size_t i = 0; i < countof(definitions); i++) {
        line(context, definitions[i]);
        line(context, "\n");
    }
}
