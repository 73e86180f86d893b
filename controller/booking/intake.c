/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* explicit_bzero */
#include "booking/intake.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "booking/csv.h"
#include "domain/booking_code.h"
#include "domain/calendar.h"

PRINTF_LIKE(3, 4)
static void mistake(struct intake *intake, const char *column, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fprintf(intake->report, "%s:%u: %s: ", intake->file, intake->line, column);
    vfprintf(intake->report, fmt, args);
    fputc('\n', intake->report);
    va_end(args);
    intake->mistakes++;
}

/* ---- what may be booked: R-A1, R-A2, R-A9 ---- */

/* The place of that date among the working days ahead; -1 = not among them. */
static int day_index(const struct intake *intake, uint32_t date)
{
    uint32_t day = intake->today;
    for (int ahead = 0; ahead <= INTAKE_AHEAD; ahead++) {
        if (day == date)
            return ahead;
        do
            day = calendar_add(day, 1);
        while (!calendar_works(intake->def, day) && day <= date);
    }
    return -1;
}

static int check_date(struct intake *intake, const char *text)
{
    uint32_t date = calendar_date_parse(text);
    int index = date ? day_index(intake, date) : -1;
    if (!date)
        mistake(intake, "date", "\"%s\" is no date; write it as 2026-03-19", text);
    else if (date < intake->today)
        mistake(intake, "date", "%s is over", text);
    else if (!calendar_works(intake->def, date))
        mistake(intake, "date", "%s is no working day of the hall; choose another", text);
    else if (index < 0)
        mistake(intake, "date", "%s is more than %d working days ahead; come back later", text,
                INTAKE_AHEAD);
    else if (!index && !intake->same_day)
        mistake(intake, "date",
                "%s is today; a file books from the next day on, today only the desk", text);
    else
        return index;
    return -1;
}

static const struct service_def *check_service(struct intake *intake, const char *text)
{
    const struct hall_def *def = intake->def;
    unsigned long id = strtoul(text, NULL, 10);
    for (uint32_t i = 0; i < def->service_count; i++) {
        const struct service_def *service = &def->services[i];
        bool meant = (id && id == service->id.n) ||
                     (service->prefix[0] && strcmp(service->prefix, text) == 0);
        if (meant && service->bookable)
            return service;
        if (meant) {
            mistake(intake, "service",
                    "service %s takes no appointments; give it slot_min and "
                    "slot_places in services.yaml",
                    text);
            return NULL;
        }
    }
    mistake(intake, "service", "there is no service \"%s\"; write its number or prefix", text);
    return NULL;
}

static bool read_start(const char *text, uint16_t *start)
{
    unsigned hour, minute;
    int used = 0;
    if (sscanf(text, "%2u:%2u%n", &hour, &minute, &used) != 2 || text[used] || hour > 23 ||
        minute > 59 || strlen(text) < 4 || text[used - 3] != ':')
        return false;
    *start = (uint16_t)(hour * 60 + minute);
    return true;
}

/* Inside one session and on its grid, or outside of all (R-A9); the number of the session, 0 =
 * outside; -1 = neither. */
static int session_of(const struct calendar_hours *day, uint16_t start, uint16_t slot_min)
{
    uint16_t end = (uint16_t)(start + slot_min);
    for (int i = 0; i < day->hours->count; i++) {
        const struct hours_session *session = &day->hours->sessions[i];
        if (!(day->open >> i & 1) || end <= session->from_min || start >= session->to_min)
            continue;
        bool on_grid = start >= session->from_min && end <= session->to_min &&
                       (start - session->from_min) % slot_min == 0;
        return on_grid ? i + 1 : -1;
    }
    return end <= 1440 ? 0 : -1;
}

static int check_start(struct intake *intake, const char *text, const struct service_def *service,
                       uint32_t date, uint16_t *start)
{
    struct calendar_hours day = calendar_hours(intake->def, service, date);
    int session = -1;
    if (!read_start(text, start))
        mistake(intake, "start", "\"%s\" is no time; write it as 9:30", text);
    else if ((session = session_of(&day, *start, service->slot_min)) < 0)
        mistake(intake, "start",
                "%s begins no slot of %u minutes; count them from the start of a session", text,
                service->slot_min);
    else if (date == intake->today && *start <= intake->minute) {
        mistake(intake, "start", "%s has begun; choose a later slot", text);
        session = -1;
    }
    return session;
}

/* ---- room: R-A7 ---- */

static bool has_room(struct intake *intake, const struct book *book,
                     const struct service_def *service, int session, uint16_t start)
{
    uint32_t in_slot = 0, in_session = 0;
    uint32_t quota = session > 0 ? service->quota[session - 1] : 0;
    uint32_t share = intake->def->rules.booking_share_pct;
    struct calendar_hours day = calendar_hours(intake->def, service, book->day);
    for (uint32_t i = 0; i < book->count; i++) {
        const struct book_row *row = &book->rows[i];
        if (row->service != service->id.n)
            continue;
        in_slot += row->start_min == start;
        in_session += session_of(&day, row->start_min, service->slot_min) == session;
    }
    if (in_slot >= service->slot_places)
        mistake(intake, "start", "the slot has its %u appointments; choose another",
                service->slot_places);
    else if (quota && share && (in_session + 1) * 100 > quota * share)
        mistake(intake, "start", "%u of the session's %u numbers may be booked, and are",
                quota * share / 100, quota);
    else if (book->count == BOOK_ROWS_MAX)
        mistake(intake, "date", "a day has at most %d appointments", BOOK_ROWS_MAX);
    else
        return true;
    return false;
}

static bool check_code(struct intake *intake, const struct book *book, const char *code)
{
    if (!book_code_good(code))
        mistake(intake, "code", "\"%s\" is no code; write 1 to 24 letters, digits and dashes",
                code);
    else if (book_find(book, code))
        mistake(intake, "code", "%s is the code of another appointment on that day", code);
    else
        return true;
    return false;
}

/* ---- people: R-A3, R-A6 ---- */

/* Their number is never repeated: not in the report, not in the book (R-Y3). */
static enum err check_id(struct intake *intake, int index, const char *id, struct book_row *row,
                         bool *good)
{
    struct book *book = &intake->books[index];
    const struct rules_def *rules = &intake->def->rules;
    const char *problem = *id ? id_problem(id) : "";
    *good = !*id;
    if (*good)
        return ERR_NONE;
    if (*problem) {
        mistake(intake, "id", "%s", problem);
        return ERR_NONE;
    }
    if (!intake->keys[index].day) {
        enum err err = day_key_open(intake->state_dir, book->day, &intake->keys[index]);
        if (err)
            return err;
    }
    row->has_id = id_hash(intake->keys[index].key, id, row->id);
    row->has_block = rules->no_shows && id_hash(intake->missed.key.key, id, row->block);
    *good = row->has_id;
    for (uint32_t i = 0; i < book->count && *good; i++)
        if (book->rows[i].has_id && memcmp(book->rows[i].id, row->id, ID_HASH_SIZE) == 0) {
            mistake(intake, "id", "this person has an appointment on that day");
            *good = false;
        }
    if (*good && row->has_block && no_shows_of(&intake->missed, row->block) >= rules->no_shows) {
        mistake(intake, "id", "this person missed %u appointments and is blocked for a while",
                rules->no_shows);
        *good = false;
    }
    return ERR_NONE;
}

/* ---- all of it ---- */

enum err intake_open(struct intake *intake)
{
    uint32_t day = intake->today;
    enum err err = ERR_NONE;
    for (int i = 0; i <= INTAKE_AHEAD && !err; i++) {
        err = book_read(intake->state_dir, day, &intake->books[i]);
        intake->book_count++;
        do /* a hall that never works again ends the search */
            day = calendar_add(day, 1);
        while (!calendar_works(intake->def, day) && day < calendar_add(intake->today, 366));
    }
    if (!err && intake->def->rules.no_shows)
        err = no_shows_read(intake->state_dir, intake->today, intake->def->rules.no_show_days,
                            &intake->missed);
    return err;
}

void intake_close(struct intake *intake)
{
    for (uint32_t i = 0; i < intake->book_count; i++) {
        book_free(&intake->books[i]);
        day_key_wipe(&intake->keys[i]);
    }
    no_shows_free(&intake->missed);
}

enum err intake_take(struct intake *intake, const struct intake_row *row)
{
    struct book_row fresh = {0};
    bool person = false;
    uint32_t before = intake->mistakes;
    const struct service_def *service = check_service(intake, row->service);
    int index = check_date(intake, row->date), session = -1;
    if (index < 0)
        return ERR_NONE;
    struct book *book = &intake->books[index];
    if (service)
        session = check_start(intake, row->start, service, book->day, &fresh.start_min);
    bool code = check_code(intake, book, row->code);
    enum err err = check_id(intake, index, row->id, &fresh, &person);
    if (err || !service || session < 0 || !code || !person || intake->mistakes > before ||
        !has_room(intake, book, service, session, fresh.start_min))
        return err;
    fresh.service = service->id.n;
    memcpy(fresh.code, row->code, strlen(row->code) + 1);
    booking_code_fold(fresh.code);
    book->rows[book->count++] = fresh;
    intake->taken++;
    return ERR_NONE;
}

static const char *const columns[] = {"date", "start", "service", "code", "id"};

/* Which field holds each column; -1 = none. */
static bool read_head(struct intake *intake, const struct csv_row *head, int at[countof(columns)])
{
    uint32_t before = intake->mistakes;
    for (size_t c = 0; c < countof(columns); c++)
        at[c] = -1;
    for (uint32_t i = 0; i < head->count && !head->problem; i++) {
        size_t c = 0;
        while (c < countof(columns) && strcmp(head->fields[i], columns[c]) != 0)
            c++;
        if (c == countof(columns))
            mistake(intake, "head", "\"%s\" is no column; known: date, start, service, code, id",
                    head->fields[i]);
        else if (at[c] >= 0)
            mistake(intake, "head", "column %s is there twice; keep one", columns[c]);
        else
            at[c] = (int)i;
    }
    if (head->problem)
        mistake(intake, "head", "%s", head->problem);
    for (size_t c = 0; c + 1 < countof(columns) && intake->mistakes == before; c++)
        if (at[c] < 0)
            mistake(intake, "head", "column %s is missing; add it to the first line", columns[c]);
    return intake->mistakes == before;
}

static enum err take_line(struct intake *intake, const struct csv_row *line, uint32_t width,
                          const int at[countof(columns)])
{
    const char *words[countof(columns)];
    if (line->problem || line->count != width) {
        if (line->problem)
            mistake(intake, "line", "%s", line->problem);
        else
            mistake(intake, "line", "%u fields where the first line has %u", line->count, width);
        return ERR_NONE;
    }
    for (size_t c = 0; c < countof(columns); c++)
        words[c] = at[c] < 0 ? "" : line->fields[at[c]];
    const struct intake_row row = {words[0], words[1], words[2], words[3], words[4]};
    return intake_take(intake, &row);
}

enum err intake_file(struct intake *intake, const void *bytes, size_t size)
{
    struct csv csv;
    struct csv_row line;
    int at[countof(columns)];
    csv_open(&csv, bytes, size);
    intake->line = 1;
    if (!csv_next(&csv, &line)) {
        mistake(intake, "head", "the file is empty; begin with date,start,service,code,id");
        return ERR_NONE;
    }
    intake->line = csv.line;
    uint32_t width = line.count;
    enum err err = ERR_NONE;
    if (!read_head(intake, &line, at))
        return ERR_NONE;
    while (!err && csv_next(&csv, &line)) {
        intake->line = csv.line;
        err = take_line(intake, &line, width, at);
    }
    explicit_bzero(&line, sizeof(line)); /* an identity number was in it */
    return err;
}

enum err intake_keep(struct intake *intake)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < intake->book_count && !err; i++)
        if (intake->books[i].count)
            err = book_write(intake->state_dir, &intake->books[i]);
    return err;
}
