/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "domain/calendar.h"
#include "os/log.h"
#include "sim/replay.h"

#define LETTERS 26u

msec replay_midnight(void)
{
    return calendar_midnight(REPLAY_DATE, 0);
}

/* Nobody waits for a key: one call, a miss at once, no rating, finish and call. Head starts and the
 * rest are the defaults of a hall definition, which the reference logs were made with. */
static struct rules_def replay_rules(uint8_t rule)
{
    return (struct rules_def){
        .dispatch = rule,
        .head_start_min = {[CLASS_PRIORITY] = 60, [CLASS_APPOINTMENT] = 75, [CLASS_GREEN] = 120},
        .transfer_bonus_min = 20,
        .help_delay_min = 10,
        .short_weight_pm = 1000,
        .recall_max = 1,
        .miss_calls = 1,
        .return_policy = RETURN_VOID,
    };
}

static void define_service(const struct replay *replay, uint32_t index)
{
    const struct day_service *from = &replay->day->services[index];
    struct service_def *to = &replay->services[index];
    *to = (struct service_def){.id = {(uint16_t)(index + 1)},
                               .zone = (uint16_t)(from->zone + 1),
                               .mean_ms = (uint32_t)from->mean,
                               .wait_limit_min = 30};
    to->prefix[0] = (char)('A' + index / LETTERS);
    to->prefix[1] = (char)('A' + index % LETTERS);
}

static void define_window(const struct replay *replay, uint32_t index)
{
    const struct day_window *from = &replay->day->windows[index];
    struct window_def *to = &replay->windows[index];
    *to = (struct window_def){
        .number = (uint16_t)(index + 1),
        .zone = (uint16_t)(from->zone + 1),
        .floor = 1,
        .kind = from->comprehensive ? WINDOW_KIND_COMPREHENSIVE : WINDOW_KIND_NORMAL,
        .service_count = (uint8_t)from->count,
    };
    for (uint32_t i = 0; i < from->count; i++)
        to->services[i].n = (uint16_t)(from->services[i] + 1);
}

enum err replay_hall_build(struct replay *replay, uint8_t rule)
{
    const struct day *day = replay->day;
    uint32_t tickets = day->visitor_count ? day->visitor_count : 1;
    replay->services = calloc(day->service_count, sizeof(*replay->services));
    replay->windows = calloc(day->window_count, sizeof(*replay->windows));
    if (!replay->services || !replay->windows)
        return log_fault(ERR_NOMEM, "no memory for a hall");
    for (uint32_t i = 0; i < day->service_count; i++)
        define_service(replay, i);
    for (uint32_t i = 0; i < day->window_count; i++)
        define_window(replay, i);
    replay->def = (struct hall_def){
        .id = "replay",
        .tickets_day = tickets,
        .hours = {.count = 1, .sessions = {{0, 24 * 60}}},
        .rules = replay_rules(rule),
        .service_count = day->service_count,
        .window_count = day->window_count,
        .services = replay->services,
        .windows = replay->windows,
    };
    for (size_t i = 0; i < countof(replay->memory); i++) {
        replay->memory[i] = malloc(hall_bytes(&replay->def, tickets));
        if (!replay->memory[i])
            return log_fault(ERR_NOMEM, "no memory for a hall");
    }
    replay->hall = hall_init(replay->memory[0], &replay->def, tickets);
    return ERR_NONE;
}
