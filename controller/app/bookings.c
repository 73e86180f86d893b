/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bookings - today's key and today's appointments: given to the hall as its day opens and when
 * hallctl changes them, and ended with the day (D-23, R-A6).
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/controller.h"
#include "booking/no_show.h"
#include "domain/calendar.h"
#include "os/file.h"

/* ---- the day's key ---- */

void bookings_tell(struct controller *c, struct peer *peer)
{
    struct message message = {.type = MSG_TYPE_DAY_KEY};
    if (peer->id.kind != DEVICE_KIOSK || !peer->client)
        return;
    if (c->day_key.day) { /* day 0 = forget it */
        message.day_key.day = c->day_key.day;
        message.day_key.key.length = DAY_KEY_SIZE;
        memcpy(message.day_key.key.at, c->day_key.key, DAY_KEY_SIZE);
    }
    client_send(peer->client, &message);
    crypto_wipe(&message, sizeof(message));
}

static void tell_kiosks(struct controller *c)
{
    for (uint32_t i = 0; i < c->peer_count; i++)
        if (c->peers[i].client && c->peers[i].proven)
            bookings_tell(c, &c->peers[i]);
}

/* Without a key people are not told apart; the hall goes on. Faults are logged. */
void bookings_day_opened(struct controller *c, uint32_t day)
{
    day_key_wipe(&c->day_key);
    (void)!day_key_sweep(c->settings.state_dir, day);
    (void)!book_sweep(c->settings.state_dir, day);
    (void)!day_key_open(c->settings.state_dir, day, &c->day_key);
    c->book_seen = (struct book_seen){0};
    tell_kiosks(c);
}

/* R-A6: those who did not come, under the key that lives longer. */
static enum err remember_no_shows(struct controller *c, const struct book *book)
{
    struct no_shows missed = {0};
    uint32_t day = book->day;
    enum err err = no_shows_read(c->settings.state_dir, day, c->def->rules.no_show_days, &missed);
    bool some = false;
    for (uint32_t i = 1; i <= hall_bookings(c->hall) && !err; i++) {
        struct booking_view booking;
        if (!hall_booking(c->hall, i, &booking) || booking.state != BOOKING_OPEN)
            continue;
        const struct book_row *row = book_find(book, booking.code);
        if (!row || !row->has_block)
            continue;
        no_shows_add(&missed, day, row->block);
        some = true;
    }
    if (some && !err)
        err = no_shows_write(c->settings.state_dir, &missed);
    no_shows_free(&missed);
    return err;
}

/* Of a day that is over only what nobody used stays, for the case that its date is opened again:
 * one appointment is one ticket. Whose they were is forgotten with the day's key (R-Y2). */
static void keep_unused(const struct controller *c, struct book *book)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < book->count; i++) {
        struct book_row *row = &book->rows[i];
        struct booking_view booking;
        uint32_t number = hall_booking_find(c->hall, row->code);
        if (number && hall_booking(c->hall, number, &booking) && booking.state != BOOKING_OPEN)
            continue;
        row->has_id = row->has_block = false;
        book->rows[kept++] = *row;
    }
    book->count = kept;
}

/* Also at a start: the power may have been cut between the close and this. Faults are logged. */
static void end_book(struct controller *c, uint32_t day)
{
    struct book book = {0};
    int lock = hall_bookings(c->hall) ? book_lock(c->settings.state_dir) : -1;
    if (lock < 0)
        return;
    enum err err = book_read(c->settings.state_dir, day, &book);
    if (!err && c->def->rules.no_shows)
        err = remember_no_shows(c, &book);
    if (!err) {
        keep_unused(c, &book);
        (void)!book_write(c->settings.state_dir, &book);
    }
    book_free(&book);
    close(lock);
}

void bookings_day_closed(struct controller *c, uint32_t day)
{
    end_book(c, day);
    (void)!day_key_destroy(c->settings.state_dir, day); /* R-Y2 */
    day_key_wipe(&c->day_key);
    tell_kiosks(c);
}

/* After the replay. A key that should be gone is destroyed now: the power may have been cut between
 * the close and that. */
void bookings_start(struct controller *c)
{
    uint32_t day = hall_day(c->hall);
    if (day) {
        bookings_day_opened(c, day);
    } else if (c->last_day) {
        end_book(c, c->last_day);
        (void)!day_key_sweep(c->settings.state_dir, calendar_add(c->last_day, 1));
    }
}

/* ---- appointments ---- */

static bool add(struct controller *c, const struct command *command)
{
    return turn_add(c, command, (struct origin){ORIGIN_HALL, 0, 0}, 0);
}

static bool add_row(struct controller *c, uint32_t day, const struct book_row *row)
{
    const struct service_def *service = def_service(c->def, (service_id){row->service});
    struct command command = {.verb = VERB_BOOK, .service = {row->service}};
    command.from = calendar_midnight(day, controller_tz(c)) + row->start_min * MINUTE;
    command.until = command.from + (service ? service->slot_min : 0) * MINUTE;
    memcpy(command.code, row->code, sizeof(command.code));
    if (row->has_id)
        id_halves(row->id, &command.id_a, &command.id_b);
    return add(c, &command);
}

/* What the file has and the hall does not is booked; what the hall has and the file no more is
 * taken back. False: the turn is full, more next time. */
static bool compare(struct controller *c, const struct book *book)
{
    for (uint32_t i = 0; i < book->count; i++)
        if (!hall_booking_find(c->hall, book->rows[i].code) &&
            !add_row(c, book->day, &book->rows[i]))
            return false;
    for (uint32_t i = 1; i <= hall_bookings(c->hall); i++) {
        struct booking_view booking;
        const struct command command = {.verb = VERB_UNBOOK, .booking = i};
        if (hall_booking(c->hall, i, &booking) && booking.state == BOOKING_OPEN &&
            !book_find(book, booking.code) && !add(c, &command))
            return false;
    }
    return true;
}

static struct book_seen look(const char *path)
{
    struct stat file;
    if (stat(path, &file) != 0)
        return (struct book_seen){.known = true};
    return (struct book_seen){true, (uint64_t)file.st_ino, file.st_size,
                              file.st_mtim.tv_sec * SECOND + file.st_mtim.tv_nsec / 1000000};
}

void bookings_tick(struct controller *c)
{
    char path[FILE_PATH_MAX];
    struct book book;
    uint32_t day = hall_day(c->hall);
    if (!day || c->turn.count || !book_path(c->settings.state_dir, day, path, sizeof(path)))
        return;
    struct book_seen now = look(path);
    if (memcmp(&now, &c->book_seen, sizeof(now)) == 0)
        return;
    bool all = false;
    if (!book_read(c->settings.state_dir, day, &book)) /* half a list would take the rest back */
        all = compare(c, &book);
    else
        all = true; /* said; looked at again when it changes */
    book_free(&book);
    if (all)
        c->book_seen = now;
}
