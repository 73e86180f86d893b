/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book - appointments by staff: from a file, at the desk, listed, taken back (R-A8). Needs no
 * controller; a running one takes today's over within a second.
 */
#define _GNU_SOURCE /* explicit_bzero */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "booking/intake.h"
#include "config/config.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "domain/calendar.h"
#include "os/clock.h"
#include "os/file.h"

static int usage(void)
{
    complain(
        "usage: hallctl book import FILE.csv [--skip-bad], add DATE START SERVICE CODE [--id], "
        "list DATE or cancel DATE CODE, with --hall DIR --state DIR");
    return 2;
}

/* The hall's date and minute; --today is for practice, when the hall has another one. */
static bool read_now(const struct ctl *ctl, const struct hall_def *def, uint32_t *today,
                     uint16_t *minute)
{
    int16_t tz = 0;
    msec now = clock_utc_ms();
    *today = ctl->today ? calendar_date_parse(ctl->today) : 0;
    *minute = 0;
    if (ctl->today && !*today) {
        complain("--today %s is no date; write it as 2026-03-19", ctl->today);
        return false;
    }
    if (*today)
        return true;
    if (clock_offset(def->time_zone, now, &tz))
        return false;
    struct civil local = calendar_local(now, tz);
    *today = calendar_date(local);
    *minute = calendar_minute(local);
    return true;
}

/* From standard input: an argument could be read by everybody on the machine. */
static bool read_id(char id[ID_MAX + 2])
{
    if (!fgets(id, ID_MAX + 2, stdin)) {
        complain("--id reads the identity number from standard input, and there was none");
        return false;
    }
    id[strcspn(id, "\r\n")] = '\0';
    return true;
}

static enum err take_file(struct intake *intake, const char *path)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    if (file_read(path, INTAKE_FILE_MAX, &bytes, &length)) {
        complain("%s cannot be read, or has more than 1 MB", path);
        return ERR_IO;
    }
    enum err err = intake_file(intake, bytes, length);
    explicit_bzero(bytes, length);
    free(bytes);
    return err;
}

static enum err take_one(const struct ctl *ctl, struct intake *intake)
{
    char id[ID_MAX + 2] = "";
    if (ctl->id && !read_id(id))
        return ERR_USAGE;
    const struct intake_row row = {ctl->words[1], ctl->words[2], ctl->words[3], ctl->words[4], id};
    intake->line = 1;
    enum err err = intake_take(intake, &row);
    explicit_bzero(id, sizeof(id));
    return err;
}

static int report(const struct ctl *ctl, const struct intake *intake, bool keep)
{
    if (intake->mistakes)
        complain("%u mistake%s, %u appointment%s taken", intake->mistakes,
                 intake->mistakes == 1 ? "" : "s", keep ? intake->taken : 0,
                 intake->taken == 1 && keep ? "" : "s");
    else
        printf("%u appointment%s taken\n", intake->taken, intake->taken == 1 ? "" : "s");
    return intake->mistakes && !(ctl->skip_bad && intake->taken) ? 1 : 0;
}

static int take(const struct ctl *ctl, const struct hall_def *def, bool file)
{
    struct intake intake = {.def = def,
                            .state_dir = ctl->state,
                            .same_day = !file,
                            .report = stderr,
                            .file = file ? ctl->words[1] : "appointment"};
    if (!read_now(ctl, def, &intake.today, &intake.minute))
        return 2;
    enum err err = intake_open(&intake);
    if (!err)
        err = file ? take_file(&intake, ctl->words[1]) : take_one(ctl, &intake);
    bool keep = intake.taken && (!intake.mistakes || ctl->skip_bad);
    if (!err && keep)
        err = intake_keep(&intake);
    int status = err ? 1 : report(ctl, &intake, keep);
    intake_close(&intake);
    return status;
}

static int list(const struct ctl *ctl, const struct hall_def *def, uint32_t day)
{
    struct book book;
    enum err err = book_read(ctl->state, day, &book);
    for (uint32_t i = 0; i < book.count && !err; i++) {
        const struct book_row *row = &book.rows[i];
        const struct service_def *service = def_service(def, (service_id){row->service});
        printf("%02u:%02u  %-24s  %s%s\n", row->start_min / 60u, row->start_min % 60u, row->code,
               service ? names_get(&service->name, LANG_ZH) : "?", row->has_id ? "  id" : "");
    }
    book_free(&book);
    return err ? 1 : 0;
}

/* R-A4: until the slot begins. */
static int cancel(const struct ctl *ctl, const struct hall_def *def, uint32_t day)
{
    struct book book;
    uint32_t today;
    uint16_t minute;
    if (!read_now(ctl, def, &today, &minute))
        return 2;
    enum err err = book_read(ctl->state, day, &book);
    struct book_row *row = err ? NULL : book_find(&book, ctl->words[2]);
    bool over = row && (day < today || (day == today && row->start_min <= minute));
    if (!err && !row)
        complain("there is no appointment %s on %s", ctl->words[2], ctl->words[1]);
    if (over)
        complain("the slot of %s has begun; it cannot be taken back", ctl->words[2]);
    if (row && !over) {
        *row = book.rows[--book.count];
        err = book_write(ctl->state, &book);
        if (!err)
            printf("%s is taken back\n", ctl->words[2]);
    }
    book_free(&book);
    return err || !row || over ? 1 : 0;
}

static int run(const struct ctl *ctl, const struct hall_def *def)
{
    const char *what = ctl->words[0];
    if (strcmp(what, "import") == 0 && ctl->count == 2)
        return take(ctl, def, true);
    if (strcmp(what, "add") == 0 && ctl->count == 5)
        return take(ctl, def, false);
    uint32_t day = ctl->count > 1 ? calendar_date_parse(ctl->words[1]) : 0;
    if (strcmp(what, "list") == 0 && ctl->count == 2 && day)
        return list(ctl, def, day);
    if (strcmp(what, "cancel") == 0 && ctl->count == 3 && day)
        return cancel(ctl, def, day);
    return usage();
}

int ctl_book(const struct ctl *ctl)
{
    if (!ctl->state || !ctl->hall)
        return usage();
    struct hall_def *def = ctl_hall(ctl);
    if (!def)
        return 2;
    int lock = book_lock(ctl->state);
    int status = lock < 0 ? 1 : run(ctl, def);
    if (lock >= 0)
        close(lock);
    config_free(def);
    return status;
}
