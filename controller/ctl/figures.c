/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/figures.h"

#include <inttypes.h>
#include <stdio.h>

#include "ctl/say.h"
#include "protocol/bits.h"

static const struct {
    uint16_t key;
    const char *name; /* in JSON */
    const char *bad;  /* in words; NULL for what is no trouble */
} figures[] = {
    {FIGURE_UPTIME_S, "uptime_s", NULL},
    {FIGURE_SESSIONS, "sessions", NULL},
    {FIGURE_WAITING, "half_open", NULL},
    {FIGURE_HANDSHAKES, "handshakes", NULL},
    {FIGURE_UNKNOWN, "unknown_devices", "handshakes of unknown devices"},
    {FIGURE_WRONG_KEY, "wrong_keys", "with a wrong key"},
    {FIGURE_REVOKED, "revoked_devices", "with a revoked key"},
    {FIGURE_CUT, "cut_sessions", "sessions cut by a revocation"},
    {FIGURE_SHUT_OUT, "shut_out", "connections shut out"},
    {FIGURE_DENIED, "denied", "messages that a device may not send"},
    {FIGURE_FORGED, "forged", "frames that did not open"},
    {FIGURE_CLOCK, "clock_doubt", NULL},
    {FIGURE_CLOCK_APART_S, "clock_apart_s", NULL},
    {FIGURE_LOST_ROWS, "lost_rows", NULL},
};

static uint64_t value_of(const struct msg_stats *stats, uint16_t key)
{
    for (uint8_t i = 0; i < stats->figures.count; i++)
        if (stats->figures.list[i].key == key)
            return stats->figures.list[i].value;
    return 0;
}

bool figures_get(struct client *client, struct msg_stats *stats)
{
    struct message message = {.type = MSG_TYPE_STATS_REQ};
    message.stats_req.seq = 1;
    message.stats_req.scope = STATS_HALL;
    if (!client_send(client, &message) || !client_await(client, MSG_TYPE_STATS, &message))
        return false;
    *stats = message.stats;
    return true;
}

json_t *figures_json(const struct msg_stats *stats)
{
    json_t *object = json_object();
    for (size_t i = 0; i < countof(figures); i++)
        json_object_set_new(object, figures[i].name,
                            json_integer((json_int_t)value_of(stats, figures[i].key)));
    return object;
}

/* What somebody has to do something about. */
static void print_alarms(const struct msg_stats *stats)
{
    static const char *const clocks[] =
        {NULL, "ahead of the hall's time and not believed: set it, or hallctl act clock",
         "behind the hall's time, which runs slower until they agree",
         "in an impossible year: set it; no day opens by itself until then"};
    uint64_t clock = value_of(stats, FIGURE_CLOCK), lost = value_of(stats, FIGURE_LOST_ROWS);
    if (clock && clock < countof(clocks))
        printf("ALARM clock: %" PRIu64 " s %s\n", value_of(stats, FIGURE_CLOCK_APART_S),
               clocks[clock]);
    if (lost)
        printf("ALARM history: devices have seen %" PRIu64 " journal rows that are lost here: no "
               "numbers, no calls; restore the newest state, or hallctl accept-history\n",
               lost);
}

void figures_print(const struct msg_stats *stats)
{
    bool any = false;
    printf("controller up %" PRIu64 " s, %" PRIu64 " sessions, %" PRIu64 " in their handshake\n",
           value_of(stats, FIGURE_UPTIME_S), value_of(stats, FIGURE_SESSIONS),
           value_of(stats, FIGURE_WAITING));
    print_alarms(stats);
    for (size_t i = 0; i < countof(figures); i++) {
        uint64_t value = value_of(stats, figures[i].key);
        if (!figures[i].bad || !value)
            continue;
        printf("%s%" PRIu64 " %s", any ? ", " : "refused: ", value, figures[i].bad);
        any = true;
    }
    if (any)
        printf("\n");
}
