/* SPDX-License-Identifier: Apache-2.0 */
#include "app/staff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"
#include "os/file.h"
#include "protocol/crypto.h"

#define LOOK_MS SECOND
#define OPENED_BITS 20 /* of a session's number; above them the controller's start */

/* ---- the file ---- */

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Does the person act as before? Else what was begun under the old list ends. */
static bool same_rights(const struct staff_person *a, const struct staff_person *b)
{
    return a && b && a->role == b->role && a->has_pin == b->has_pin &&
           memcmp(a->pin, b->pin, sizeof(a->pin)) == 0;
}

static void take_over(struct staff *staff)
{
    for (uint32_t i = 0; i < staff->session_count; i++) {
        struct staff_session *session = &staff->sessions[i];
        if (session->number && !same_rights(staff_find(&staff->now, session->staff),
                                            staff_find(&staff->next, session->staff)))
            *session = (struct staff_session){0};
    }
    struct staff_list old = staff->now;
    staff->now = staff->next;
    staff->next = old;
    crypto_wipe(old.people, old.count * sizeof(*old.people));
    staff->next.count = 0;
}

static bool read_list(struct staff *staff)
{
    struct stat info;
    if (stat(staff->path, &info)) {
        if (staff->kept) /* whoever deletes it locks everybody out, and nobody in */
            log_every(&staff->gone, "file=%s is gone; the people before stay known", staff->path);
        return false;
    }
    if (staff->kept && same_file(&info, &staff->seen))
        return false;
    staff->seen = info;
    staff->kept = true;
    if (staff_read(staff->path, true, &staff->next))
        return false; /* said; the list before goes on */
    take_over(staff);
    log_info("staff people=%u", staff->now.count);
    return true;
}

bool staff_look(struct staff *staff)
{
    msec mono = clock_mono_ms();
    if (mono < staff->look_due)
        return false;
    staff->look_due = mono + LOOK_MS;
    return read_list(staff);
}

/* hallctl needs it for the salt of PINs, also while the journal is ours alone. */
static enum err write_instance(const char *state_dir, uint64_t instance)
{
    char path[FILE_PATH_MAX], text[32];
    uint8_t *before = NULL;
    size_t length = 0;
    snprintf(path, sizeof(path), "%s/instance", state_dir);
    int n = snprintf(text, sizeof(text), "%016" PRIx64 "\n", instance);
    bool same = !file_read(path, sizeof(text), &before, &length) && length == (size_t)n &&
                memcmp(before, text, length) == 0;
    free(before);
    return same ? ERR_NONE : file_write(path, text, (size_t)n, 0644);
}

enum err staff_open(struct staff *staff, const char *state_dir, uint64_t instance, uint32_t start)
{
    int n = snprintf(staff->path, sizeof(staff->path), "%s/staff.csv", state_dir);
    if (n < 0 || n >= (int)sizeof(staff->path))
        return log_fault(ERR_IO, "state=%.200s: the name is too long", state_dir);
    staff->start = start;
    if (!staff_list_new(&staff->now) || !staff_list_new(&staff->next))
        return log_fault(ERR_NOMEM, "no memory for %d people", STAFF_MAX);
    enum err err = write_instance(state_dir, instance);
    if (!err)
        (void)read_list(staff);
    return err;
}

void staff_close(struct staff *staff)
{
    staff_list_free(&staff->now);
    staff_list_free(&staff->next);
    crypto_wipe(staff->sessions, sizeof(staff->sessions));
}

/* ---- PINs ---- */

static struct staff_tried *tried_of(struct staff *staff, uint32_t number)
{
    struct staff_tried *oldest = staff->tried;
    for (size_t i = 0; i < STAFF_TRIED_MAX; i++) {
        struct staff_tried *tried = &staff->tried[i];
        if (tried->staff == number)
            return tried;
        if (!tried->staff || (oldest->staff && tried->at < oldest->at))
            oldest = tried;
    }
    *oldest = (struct staff_tried){.staff = number};
    return oldest;
}

/* The same time for every proof, however much of it is right. */
static bool same_proof(const struct staff_person *person, struct staff_proof proof)
{
    uint8_t print[STAFF_PROOF], different = 0;
    if (proof.length != STAFF_PROOF || !staff_print(proof.at, print))
        return false;
    for (size_t i = 0; i < STAFF_PROOF; i++)
        different |= print[i] ^ person->pin[i];
    crypto_wipe(print, sizeof(print));
    return person->has_pin && !different;
}

enum refusal staff_prove(struct staff *staff, uint32_t number, struct staff_proof proof, msec mono,
                         struct staff_verdict *verdict)
{
    const struct staff_person *person = number ? staff_find(&staff->now, number) : NULL;
    *verdict = (struct staff_verdict){0, 0};
    if (!person)
        return REFUSED_UNKNOWN_STAFF;
    struct staff_tried *tried = tried_of(staff, number);
    if (tried->locked_until > mono) {
        verdict->locked_s = (uint16_t)((tried->locked_until - mono + SECOND - 1) / SECOND);
        return REFUSED_STAFF_LOCKED;
    }
    if (same_proof(person, proof)) {
        *tried = (struct staff_tried){0};
        return REFUSED_NOT;
    }
    tried->at = mono;
    if (++tried->wrong >= STAFF_TRIES) {
        *tried = (struct staff_tried){.staff = number, .at = mono};
        tried->locked_until = mono + STAFF_LOCK_S * SECOND;
        verdict->locked_s = STAFF_LOCK_S;
        log_warn("staff=%u locked for %d s after %d wrong PINs", number, STAFF_LOCK_S, STAFF_TRIES);
    } else {
        verdict->tries_left = (uint8_t)(STAFF_TRIES - tried->wrong);
    }
    return REFUSED_WRONG_PIN;
}

/* ---- sessions ---- */

static bool is_over(const struct staff_session *session, msec mono)
{
    return !session->number || mono - session->used > STAFF_IDLE_S * SECOND;
}

uint32_t staff_begin(struct staff *staff, uint32_t number, uint64_t uid, msec mono)
{
    uint32_t i = 0;
    while (i < STAFF_SESSIONS_MAX && !is_over(&staff->sessions[i], mono))
        i++;
    if (i == STAFF_SESSIONS_MAX || staff->opened + 1 >= 1u << OPENED_BITS)
        return 0;
    if (i >= staff->session_count)
        staff->session_count = i + 1;
    staff->sessions[i] = (struct staff_session){
        .number = staff->start << OPENED_BITS | ++staff->opened,
        .uid = uid,
        .staff = number,
        .begun = mono,
        .used = mono,
    };
    return staff->sessions[i].number;
}

static struct staff_session *find_session(struct staff *staff, uint32_t number)
{
    for (uint32_t i = 0; i < staff->session_count && number; i++)
        if (staff->sessions[i].number == number)
            return &staff->sessions[i];
    return NULL;
}

const struct staff_person *staff_of_session(struct staff *staff, uint32_t number, uint64_t uid,
                                            msec mono)
{
    struct staff_session *session = find_session(staff, number);
    if (!session || session->uid != uid || is_over(session, mono))
        return NULL;
    session->used = mono;
    return staff_find(&staff->now, session->staff);
}

bool staff_is_fresh(const struct staff *staff, uint32_t number, msec mono)
{
    for (uint32_t i = 0; i < staff->session_count && number; i++)
        if (staff->sessions[i].number == number)
            return mono - staff->sessions[i].begun <= STAFF_FRESH_S * SECOND;
    return false;
}

void staff_end(struct staff *staff, uint32_t number)
{
    struct staff_session *session = find_session(staff, number);
    if (session)
        *session = (struct staff_session){0};
}

bool staff_has_session(const struct staff *staff, uint32_t number, uint32_t *session)
{
    *session = 0;
    for (uint32_t i = 0; i < staff->session_count && !*session; i++)
        if (staff->sessions[i].number && staff->sessions[i].staff == number)
            *session = staff->sessions[i].number;
    return *session != 0;
}

const struct staff_person *staff_rostered(const struct staff *staff, uint16_t window)
{
    for (uint32_t i = 0; i < staff->now.count && window; i++)
        if (staff->now.people[i].window == window)
            return &staff->now.people[i];
    return NULL;
}

/* ---- today ---- */

static struct staff_today *day_of(struct staff *staff, uint32_t number)
{
    for (uint32_t i = 0; i < staff->today_count; i++)
        if (staff->today[i].staff == number)
            return &staff->today[i];
    if (staff->today_count == STAFF_MAX)
        return NULL;
    staff->today[staff->today_count] = (struct staff_today){.staff = number};
    return &staff->today[staff->today_count++];
}

void staff_fact(struct staff *staff, const struct fact *fact)
{
    struct staff_today *today = NULL;
    if (fact->kind == FACT_KIND_DAY_OPENED)
        staff->today_count = 0;
    else if (fact->kind == FACT_KIND_SIGNED_ON)
        today = day_of(staff, fact->signed_on.staff);
    if (today)
        today->since = fact->at;
    /* R-S3: the text is a staff number where a person acted; a device's name is none. */
    if (fact->kind == FACT_KIND_FINISHED) {
        uint32_t number = (uint32_t)strtoul(fact->finished.clerk, NULL, 10);
        for (uint32_t i = 0; i < staff->today_count && number; i++)
            if (staff->today[i].staff == number)
                staff->today[i].served++;
    }
}

const struct staff_today *staff_today(const struct staff *staff, uint32_t number)
{
    for (uint32_t i = 0; i < staff->today_count; i++)
        if (staff->today[i].staff == number)
            return &staff->today[i];
    return NULL;
}
