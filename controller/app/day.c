/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day - the hall's own acts as time passes: its day opens and closes (day_plan.h), steps of
 * the wall clock go into the journal, and a clock that is not believed is told to people
 * until it is right again or somebody says that it is.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/controller.h"
#include "app/day_plan.h"
#include "os/clock.h"

#define LOOK_MS SECOND
#define SAY_AGAIN_MS (10 * MINUTE)

static bool somebody_is_served(const struct controller *c)
{
    for (uint32_t i = 0; i < c->def->window_count; i++) {
        struct window_view window;
        if (hall_window(c->hall, (target_id){c->def->windows[i].number}, &window) &&
            (window.state == WINDOW_SERVING || window.state == WINDOW_CALLING))
            return true;
    }
    return false;
}

static void add(struct controller *c, const struct command *command)
{
    turn_add(c, command, (struct origin){ORIGIN_HALL, 0, 0}, 0);
}

/* ---- a clock that is not believed: STATE/clock-doubt "boot id, monotonic ms, hall's ms" ---- */

#define DOUBT_FILE "clock-doubt"
#define DOUBT_SIZE 128

static bool doubt_path(const struct controller *c, char path[FILE_PATH_MAX])
{
    int n = snprintf(path, FILE_PATH_MAX, "%s/" DOUBT_FILE, c->settings.state_dir);
    return n > 0 && n < FILE_PATH_MAX;
}

void day_resume_clock(struct controller *c)
{
    char path[FILE_PATH_MAX], boot[CLOCK_BOOT_ID_SIZE], kept[CLOCK_BOOT_ID_SIZE];
    uint8_t *text;
    size_t length;
    int64_t mono, hall;
    if (c->settings.training || !doubt_path(c, path) || file_read(path, DOUBT_SIZE, &text, &length))
        return;
    bool good = sscanf((const char *)text, "%47s %" SCNd64 " %" SCNd64, kept, &mono, &hall) == 3;
    free(text);
    msec now = clock_mono_ms();
    clock_boot_id(boot);
    /* After a reboot nobody knows how long the machine was off: the wall clock is all there is. */
    if (good && strcmp(kept, boot) == 0 && now >= mono && hall > 0)
        day_clock_resume(&c->clock, hall + (now - mono), now);
    else
        unlink(path);
}

static void keep_doubt(const struct controller *c, bool ahead)
{
    char path[FILE_PATH_MAX], boot[CLOCK_BOOT_ID_SIZE], text[DOUBT_SIZE];
    if (!doubt_path(c, path))
        return;
    clock_boot_id(boot);
    int n = snprintf(text, sizeof(text), "%s %" PRId64 " %" PRId64 "\n", boot, c->clock.mono,
                     c->clock.last);
    if (!ahead)
        unlink(path);
    else
        (void)!file_write(path, text, (size_t)n, 0600); /* logged; matters for a restart only */
}

static void say_doubt(const struct controller *c)
{
    int64_t apart = (c->clock.wall - c->clock.last) / SECOND;
    switch ((enum clock_doubt)c->clock.doubt) {
    case CLOCK_RIGHT:
        log_info("clock is right again");
        break;
    case CLOCK_AHEAD:
        log_warn("clock jumped %" PRId64 " s ahead while people are in the hall and is not "
                 "believed: set it right; or say hallctl act clock if it is right, or close the "
                 "day",
                 apart);
        break;
    case CLOCK_BEHIND:
        log_warn("clock is %" PRId64 " s behind the hall's time, which runs slower until they "
                 "agree",
                 -apart);
        break;
    case CLOCK_IMPLAUSIBLE:
        log_warn("clock shows an impossible year: no day opens by itself until it is set; an open "
                 "day goes on");
        break;
    }
}

static void watch_clock(struct controller *c, msec mono)
{
    struct command step = {.verb = VERB_CLOCK};
    if (day_clock_stepped(&c->clock, &step.from, &step.until))
        add(c, &step);
    uint8_t doubt = c->clock.doubt;
    if (doubt == c->clock_said && (doubt == CLOCK_RIGHT || mono < c->clock_say_after))
        return;
    if ((doubt == CLOCK_AHEAD) != (c->clock_said == CLOCK_AHEAD))
        keep_doubt(c, doubt == CLOCK_AHEAD);
    say_doubt(c);
    c->clock_said = doubt;
    c->clock_say_after = mono + SAY_AGAIN_MS;
}

void day_hold_clock(struct controller *c)
{
    c->clock.held = hall_day(c->hall) && (hall_waiting_all(c->hall) || somebody_is_served(c));
}

void day_tick(struct controller *c, msec mono)
{
    if (mono < c->day_after)
        return;
    c->day_after = mono + LOOK_MS;
    controller_now(c);
    if (!c->settings.training)
        watch_clock(c, mono);
    const struct day_look look = {
        .def = c->def,
        .clock = &c->clock,
        .tz_min = controller_tz(c),
        .open = hall_day(c->hall),
        .last = c->last_day,
        .started = c->day_started,
        .served = somebody_is_served(c),
    };
    struct command command = {.arg = 0};
    uint32_t date;
    command.verb = (uint8_t)day_plan(&look, &date);
    c->day_started = true;
    if (command.verb == VERB_NONE)
        return;
    command.arg = command.verb == VERB_DAY_OPEN ? date : 1;
    add(c, &command);
}
