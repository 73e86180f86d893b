/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every limit of domain/hall_def.h: a definition at the limit loads, one above it is
 * refused with a sentence that names the limit.
 */
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "test.h"

struct sizes {
    uint32_t floors, zones, voice_zones, rooms, services, journeys, steps, begun, windows,
        per_window, transfers, lines, on_line, devices, sessions, name_bytes, hint_bytes, on_kiosk,
        tickets;
};

/* A hall that is as small as can be but for what a test makes large. */
static const struct sizes small = {.floors = 1,
                                   .zones = 1,
                                   .voice_zones = 1,
                                   .rooms = 0,
                                   .services = 1,
                                   .journeys = 0,
                                   .steps = 2,
                                   .begun = 0,
                                   .windows = 1,
                                   .per_window = 1,
                                   .transfers = 0,
                                   .lines = 0,
                                   .on_line = 0,
                                   .devices = 0,
                                   .sessions = 1,
                                   .name_bytes = 6,
                                   .hint_bytes = 6,
                                   .on_kiosk = 0,
                                   .tickets = 100};

static void put_repeated(FILE *to, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++)
        fputc('x', to);
}

static void put_hall(FILE *to, const struct sizes *n)
{
    fprintf(to,
            "id: big\ntime_zone: UTC\nlanguages: [zh]\ntickets_day: %u\nname: {zh: ", n->tickets);
    put_repeated(to, n->name_bytes);
    fprintf(to, "}\nhours:\n  early_min: 0\n  stop_min: 0\n  sessions:\n");
    for (uint32_t i = 0; i < n->sessions; i++)
        fprintf(to, "    - \"%u:00-%u:30\"\n", i + 8, i + 8);
    fprintf(to, "floors:\n");
    for (uint32_t i = 1; i <= n->floors; i++)
        fprintf(to, "  - {number: %u, name: {zh: F%u}}\n", i, i);
}

static void put_zones(FILE *to, const struct sizes *n)
{
    fprintf(to, "zones:\n");
    for (uint32_t i = 1; i <= n->zones; i++) {
        fprintf(to,
                "  - {id: %u, letter: %c%c, on_kiosk: %s, floors: [1], name: {zh: Z}, hint: {zh: ",
                i, 'A' + (char)(i / 26), 'A' + (char)(i % 26), n->on_kiosk ? "true" : "false");
        put_repeated(to, n->hint_bytes);
        fprintf(to, "}}\n");
    }
    fprintf(to, "voice_zones:\n");
    for (uint32_t i = 1; i <= n->voice_zones; i++)
        fprintf(to, "  - {id: %u, name: {zh: V}}\n", i);
    if (n->rooms)
        fprintf(to, "rooms:\n");
    for (uint32_t i = 1; i <= n->rooms; i++)
        fprintf(to, "  - {id: %u, name: {zh: R}, floor: 1, zone: 1, voice_zone: 1}\n", i);
}

static void put_services(FILE *to, const struct sizes *n)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ"; /* without I, O, Q */
    fprintf(to, "services:\n");
    for (uint32_t i = 1; i <= n->services; i++)
        fprintf(to, "  - {id: %u, prefix: %c%c, zone: 1, name: {zh: S}}\n", i, letters[i / 23],
                letters[i % 23]);
    if (n->journeys)
        fprintf(to, "journeys:\n");
    for (uint32_t i = 1; i <= n->journeys; i++) {
        fprintf(to, "  - {id: %u, name: {zh: J}, steps: [1", i);
        for (uint32_t k = 1; k < n->steps; k++)
            fprintf(to, ", 1");
        for (uint32_t k = 1; k <= n->begun; k++)
            fprintf(to, k > 1 ? ", %u" : "], items: [%u", k);
        fprintf(to, "]}\n");
    }
}

static void put_windows(FILE *to, const struct sizes *n)
{
    /* Enough rows that every service has a window. */
    fprintf(to, "windows:\n");
    uint32_t rows = (n->services + n->per_window - 1) / n->per_window;
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t first = row + 1, last = row + 1 == rows && rows < n->windows ? n->windows : first;
        fprintf(to, "  - number: %u-%u\n    zone: 1\n    floor: 1\n    voice_zone: 1\n", first,
                last);
        fprintf(to, "    services: [");
        for (uint32_t k = 0; k < n->per_window && row * n->per_window + k < n->services; k++)
            fprintf(to, "%s%u", k ? ", " : "", row * n->per_window + k + 1);
        fprintf(to, "]\n    transfers: [");
        for (uint32_t k = 0; k < n->transfers; k++)
            fprintf(to, "%s{service: 1}", k ? ", " : "");
        fprintf(to, "]\n");
    }
}

static void put_devices(FILE *to, const struct sizes *n)
{
    if (n->lines)
        fprintf(to, "lines:\n");
    for (uint32_t i = 1; i <= n->lines; i++)
        fprintf(to, "  - {id: %u, floor: 1, bus: bus-1}\n", i);
    if (n->on_line)
        fprintf(to, "stations:\n  - {kind: pad, windows: 1-%u, line: 1, address: 1}\n", n->on_line);
    fprintf(to, "devices:\n  - {name: bus-1, kind: bus}\n");
    for (uint32_t i = 1; i <= n->voice_zones; i++)
        fprintf(to, "  - {name: board-%u, kind: board, floor: 1, voice_zone: %u}\n", i, i);
    for (uint32_t i = 1 + n->voice_zones + n->on_line; i < n->devices; i++)
        fprintf(to, "  - {name: kiosk-%u, kind: kiosk, floor: 1}\n", i);
}

static void put_items(FILE *to, const struct sizes *n)
{
    fprintf(to, "id,service,name,initials\n");
    for (uint32_t i = 1; i <= n->begun; i++)
        fprintf(to, "%u,1,I%02u,III\n", i, i);
}

static enum err load(const struct sizes *n, char **report)
{
    static void (*const put[CONFIG_FILES])(FILE *, const struct sizes *) = {put_hall, put_zones,
                                                                            put_services,
                                                                            put_windows,
                                                                            put_devices};
    struct config_file files[CONFIG_FILES];
    char *texts[CONFIG_FILES];
    struct hall_def *def;
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        texts[i] = NULL;
        files[i] = (struct config_file){config_file_name(i), NULL, 0};
        if (!put[i] && !n->begun)
            continue; /* no items */
        FILE *to = open_memstream(&texts[i], &files[i].length);
        (put[i] ? put[i] : put_items)(to, n);
        fclose(to);
        files[i].bytes = (const uint8_t *)texts[i];
    }
    size_t size;
    FILE *to = open_memstream(report, &size);
    enum err err = config_parse(files, to, &def, NULL);
    fclose(to);
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        free(texts[i]);
    config_free(def);
    return err;
}

static void expect(const struct sizes *n, const char *sentence)
{
    char *report;
    enum err err = load(n, &report);
    if (err != (sentence ? ERR_CONFIG : ERR_NONE) || (sentence && !strstr(report, sentence)))
        fail_msg("expected \"%s\", got: %s", sentence ? sentence : "", report);
    free(report);
}

/* `member` at `limit` loads; one more is refused with `sentence`. */
#define AT_LIMIT(member, limit, sentence) \
    do {                                  \
        n.member = (limit);               \
        expect(&n, NULL);                 \
        n.member++;                       \
        expect(&n, sentence);             \
    } while (0)

static void floors(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(floors, FLOORS_MAX, "floors: 17 entries; at most 16");
}

static void zones(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(zones, ZONES_MAX, "zones: 33 entries; at most 32");
}

static void voice_zones(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(voice_zones, VOICE_ZONES_MAX, "voice_zones: 33 entries; at most 32");
}

static void rooms(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(rooms, ROOMS_MAX, "rooms: 65 entries; at most 64");
}

static void services(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(services, SERVICES_MAX, "services: 129 entries; at most 128");
}

static void services_on_a_page(void **state)
{
    (void)state;
    struct sizes n = small; /* R-M12 */
    n.on_kiosk = 1;
    AT_LIMIT(services, ZONE_SERVICES_MAX, "13 services are on the kiosk page of zone 1");
}

static void journeys(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(journeys, JOURNEYS_MAX, "journeys: 65 entries; at most 64");
}

static void journey_steps(void **state)
{
    (void)state;
    struct sizes n = small;
    n.journeys = 1;
    AT_LIMIT(steps, JOURNEY_STEPS_MAX, "journeys[1].steps: 13 entries; at most 12");
}

static void journey_items(void **state)
{
    (void)state;
    struct sizes n = small;
    n.journeys = 1;
    AT_LIMIT(begun, JOURNEY_ITEMS_MAX, "journeys[1].items: 65 entries; at most 64");
}

static void windows(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(windows, WINDOWS_MAX, "a hall has at most 1200 windows");
}

static void window_services(void **state)
{
    (void)state;
    struct sizes n = small;
    n.services = 100;
    AT_LIMIT(per_window, WINDOW_SERVICES_MAX, "windows[1].services: 41 entries; at most 40");
}

static void window_transfers(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(transfers, WINDOW_TRANSFERS_MAX, "windows[1].transfers: 10 entries; at most 9");
}

static void lines(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(lines, LINES_MAX, "lines: 65 entries; at most 64");
}

static void stations_on_a_line(void **state)
{
    (void)state;
    struct sizes n = small; /* D-39 */
    n.lines = 1;
    n.windows = 100;
    AT_LIMIT(on_line, STATIONS_PER_LINE_MAX, "line 1 has 65 stations, at most 64");
}

static void devices(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(devices, DEVICES_MAX, "devices: 4097 entries; at most 4096");
}

static void devices_with_stations(void **state)
{
    (void)state;
    struct sizes n = small;
    n.lines = 1;
    n.windows = 1;
    n.on_line = 1;
    AT_LIMIT(devices, DEVICES_MAX, "a hall has at most 4096 devices");
}

static void sessions(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(sessions, SESSIONS_MAX, "hours.sessions: 5 entries; at most 4");
}

/* The engine sets that many aside and no more (engine/hall.h). */
static void tickets_of_a_day(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(tickets, TICKETS_DAY_MAX, "tickets_day: 50001 is out of range; write 10 to 50000");
}

static void bytes_of_a_name(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(name_bytes, NAME_SIZE - 1, "name.zh: the text has 64 bytes; at most 63");
}

static void bytes_of_a_text(void **state)
{
    (void)state;
    struct sizes n = small;
    AT_LIMIT(hint_bytes, TEXT_SIZE - 1, "zones[1].hint.zh: the text has 192 bytes; at most 191");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floors),          cmocka_unit_test(zones),
        cmocka_unit_test(voice_zones),     cmocka_unit_test(rooms),
        cmocka_unit_test(services),        cmocka_unit_test(services_on_a_page),
        cmocka_unit_test(journeys),        cmocka_unit_test(journey_steps),
        cmocka_unit_test(journey_items),   cmocka_unit_test(windows),
        cmocka_unit_test(window_services), cmocka_unit_test(window_transfers),
        cmocka_unit_test(lines),           cmocka_unit_test(stations_on_a_line),
        cmocka_unit_test(devices),         cmocka_unit_test(devices_with_stations),
        cmocka_unit_test(sessions),        cmocka_unit_test(tickets_of_a_day),
        cmocka_unit_test(bytes_of_a_name), cmocka_unit_test(bytes_of_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
