/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/crowd.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "os/file.h"
#include "os/log.h"

#define ZONES 6
#define ANSWER_S 30
#define LOOK_MS 100 /* at the clock, while nothing comes */

/* ---- the definition ---- */

static FILE *begin(const struct rig *rig, const char *name)
{
    char path[RIG_PATH_MAX + 64];
    snprintf(path, sizeof(path), "%s/hall/%s", rig->dir, name);
    FILE *file = fopen(path, "w");
    if (!file)
        (void)log_fault(ERR_IO, "file=%s cannot be written", path);
    return file;
}

static enum err end(FILE *file)
{
    return fclose(file) ? log_fault(ERR_IO, "the hall's definition cannot be written") : ERR_NONE;
}

static enum err write_hall(const struct rig *rig, const struct crowd_size *size)
{
    FILE *file = begin(rig, "hall.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file,
            "id: bench\nname: {zh: 测试大厅}\ntime_zone: Asia/Shanghai\nlanguages: [zh]\n"
            "tickets_day: %u\nfloors:\n  - {number: 1, name: {zh: 1楼}}\n"
            "hours:\n  early_min: 0\n  stop_min: 0\n  sessions: [\"00:00-24:00\"]\n"
            "rules:\n  ticket_repeat_s: 0\n",
            size->tickets_day);
    return end(file);
}

static enum err write_zones(const struct rig *rig)
{
    FILE *file = begin(rig, "zones.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file, "zones:\n");
    for (uint32_t z = 1; z <= ZONES; z++)
        fprintf(file, "  - {id: %u, letter: %c, name: {zh: %u区}, floors: [1]}\n", z,
                (char)('A' + z - 1), z);
    fprintf(file, "voice_zones:\n");
    for (uint32_t z = 1; z <= ZONES; z++)
        fprintf(file, "  - {id: %u, name: {zh: %u区}}\n", z, z);
    return end(file);
}

static enum err write_services(const struct rig *rig)
{
    FILE *file = begin(rig, "services.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file, "services:\n");
    for (uint32_t s = 0; s < CROWD_SERVICES; s++)
        fprintf(file, "  - {id: %u, prefix: %c%c, zone: %u, name: {zh: 业务%u}}\n", s + 1,
                (char)('A' + s / 4), (char)('A' + s % 4), s % ZONES + 1, s + 1);
    return end(file);
}

static enum err write_windows(const struct rig *rig, const struct crowd_size *size)
{
    FILE *file = begin(rig, "windows.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file, "windows:\n");
    for (uint32_t w = 1; w <= size->windows; w++)
        fprintf(file, "  - {number: %u, zone: %u, floor: 1, voice_zone: %u, services: [%u, %u]}\n",
                w, w % ZONES + 1, w % ZONES + 1, w % CROWD_SERVICES + 1,
                (w + ZONES) % CROWD_SERVICES + 1);
    return end(file);
}

/* Each voice zone has one board that speaks (D-12): the first boards, and one more where the bench
 * wants fewer. */
static enum err write_devices(const struct rig *rig, const struct crowd_size *size)
{
    FILE *file = begin(rig, "devices.yaml");
    if (!file)
        return ERR_IO;
    if (size->pads)
        fprintf(file, "stations:\n  - {kind: pad, windows: \"1-%u\"}\n", size->windows);
    fprintf(file, "devices:\n");
    for (uint32_t i = 0; i < size->boards || i < ZONES; i++) {
        fprintf(file, "  - {name: board-%u, kind: board, floor: 1", i + 1);
        if (!size->whole_hall)
            fprintf(file, ", zone: %u", i % ZONES + 1);
        if (i < ZONES)
            fprintf(file, ", voice_zone: %u", i + 1);
        fprintf(file, "}\n");
    }
    for (uint32_t i = 1; i <= size->kiosks; i++)
        fprintf(file, "  - {name: kiosk-%u, kind: kiosk, floor: 1}\n", i);
    for (uint32_t i = 1; i <= size->consoles; i++)
        fprintf(file, "  - {name: console-%u, kind: console}\n", i);
    return end(file);
}

enum err crowd_write(struct rig *rig, const struct crowd_size *size)
{
    static char path[RIG_PATH_MAX + 8];
    snprintf(path, sizeof(path), "%s/hall", rig->dir);
    rig->hall = path;
    enum err err = file_make_dir(path, 0700);
    if (!err)
        err = write_hall(rig, size);
    if (!err)
        err = write_zones(rig);
    if (!err)
        err = write_services(rig);
    if (!err)
        err = write_windows(rig, size);
    return err ? err : write_devices(rig, size);
}

/* ---- the devices ---- */

static uint16_t view_of(const struct device_def *device, uint32_t index)
{
    switch (device->kind) {
    case DEVICE_BOARD:
        return VIEW(VIEW_KIND_BOARD, index);
    case DEVICE_KIOSK:
        return VIEW(VIEW_KIND_KIOSK, 0);
    case DEVICE_CONSOLE:
        return VIEW(VIEW_KIND_CONSOLE, 0);
    default:
        return VIEW(VIEW_KIND_NONE, 0);
    }
}

static void place(struct crowd *crowd, uint32_t i, uint16_t view)
{
    struct crowd_device *device = &crowd->devices[i];
    device->crowd = crowd;
    device->view = view;
    snprintf(device->address, sizeof(device->address), "127.1.%u.%u", i / 250, i % 250 + 1);
}

static enum err make_devices(struct crowd *crowd)
{
    enum err err = ERR_NONE;
    crowd->count = crowd->def->device_count;
    crowd->devices = calloc(crowd->count + 1, sizeof(*crowd->devices));
    if (!crowd->devices)
        return log_fault(ERR_NOMEM, "no memory for %u devices", crowd->count);
    for (uint32_t i = 0; i < crowd->count && !err; i++) {
        const struct device_def *def = &crowd->def->devices[i];
        place(crowd, i, view_of(def, i));
        err = rig_key(crowd->rig, def->kind, def->name, &crowd->devices[i].key);
    }
    crowd->admin = &crowd->devices[crowd->count];
    place(crowd, crowd->count, VIEW(VIEW_KIND_ADMIN, 0));
    return err ? err : rig_key(crowd->rig, DEVICE_ADMIN, "admin-1", &crowd->admin->key);
}

enum err crowd_open(struct crowd *crowd, struct rig *rig)
{
    *crowd = (struct crowd){.rig = rig, .base = event_base_new()};
    if (!crowd->base)
        return log_fault(ERR_NOMEM, "no event loop");
    enum err err = config_load(rig->hall, stderr, &crowd->def, NULL);
    return err ? err : make_devices(crowd);
}

void crowd_close(struct crowd *crowd)
{
    for (uint32_t i = 0; crowd->devices && i <= crowd->count; i++)
        link_free(crowd->devices[i].link);
    free(crowd->devices);
    if (crowd->def)
        config_free(crowd->def);
    if (crowd->base)
        event_base_free(crowd->base);
    *crowd = (struct crowd){.rig = NULL};
}

struct crowd_device *crowd_nth(struct crowd *crowd, uint8_t kind, uint32_t n)
{
    for (uint32_t i = 0; i < crowd->count; i++)
        if (crowd->devices[i].key.kind == kind && n-- == 0)
            return &crowd->devices[i];
    return NULL;
}

/* ---- links ---- */

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct crowd_device *device = context;
    device->boot = welcome->boot;
    if (device->crowd->on_welcome)
        device->crowd->on_welcome(device);
}

static void on_rows(void *context, const struct view_rows *rows)
{
    struct crowd_device *device = context;
    if (device->crowd->on_rows)
        device->crowd->on_rows(device, rows);
}

static void answer(struct crowd_device *device, uint32_t seq, uint8_t code)
{
    if (seq != device->seq || device->answered)
        return;
    device->answered = true;
    device->code = code;
}

static void on_message(void *context, const struct message *message)
{
    struct crowd_device *device = context;
    if (message->type == MSG_TYPE_TICKET)
        answer(device, message->ticket.seq, message->ticket.code);
    else if (message->type == MSG_TYPE_RESULT)
        answer(device, message->result.seq, message->result.code);
    if (device->crowd->on_message)
        device->crowd->on_message(device, message);
}

enum err crowd_connect(struct crowd_device *device)
{
    const struct link_options options = {.host = "127.0.0.1",
                                         .port = device->crowd->rig->port,
                                         .bind_address = device->address,
                                         .key = &device->key,
                                         .view = device->view,
                                         .rows_max = CROWD_ROWS_MAX,
                                         .boot = device->boot,
                                         .context = device,
                                         .on_welcome = on_welcome,
                                         .on_rows = on_rows,
                                         .on_message = on_message};
    device->link = link_new(device->crowd->base, &options);
    return device->link ? ERR_NONE : ERR_NOMEM;
}

void crowd_disconnect(struct crowd_device *device)
{
    link_free(device->link);
    device->link = NULL;
}

/* ---- commands ---- */

static enum err ask(struct crowd_device *device, const struct message *message)
{
    device->answered = false;
    return link_send(device->link, message);
}

enum err crowd_ticket(struct crowd_device *device)
{
    struct message message = {.type = MSG_TYPE_TICKET_REQ};
    message.ticket_req =
        (struct msg_ticket_req){.seq = ++device->seq,
                                .service = (uint16_t)(device->seq % CROWD_SERVICES + 1),
                                .principals = 1};
    return ask(device, &message);
}

enum err crowd_press(struct crowd_device *pad)
{
    struct message message = {.type = MSG_TYPE_PRESS};
    message.press = (struct msg_press){.seq = (uint16_t)++pad->seq, .key = KEY_HELP};
    return ask(pad, &message);
}

enum err crowd_act(struct crowd_device *console, uint8_t verb, uint16_t window, uint32_t arg)
{
    struct message message = {.type = MSG_TYPE_ACT};
    message.act =
        (struct msg_act){.seq = ++console->seq, .verb = verb, .target = window, .arg = arg};
    return ask(console, &message);
}

enum err crowd_answer(struct crowd_device *device)
{
    double late = bench_clock() + ANSWER_S;
    while (!device->answered && bench_clock() < late)
        event_base_loop(device->crowd->base, EVLOOP_ONCE);
    return device->answered
               ? ERR_NONE
               : log_fault(ERR_GONE, "%s: no answer to command %u", device->key.name, device->seq);
}

/* ---- waiting ---- */

void crowd_settle(struct crowd_device *device)
{
    if (device->settled)
        return;
    device->settled = true;
    device->settled_at = bench_clock();
    device->crowd->settled++;
}

void crowd_unsettle(struct crowd *crowd)
{
    for (uint32_t i = 0; i < crowd->count; i++)
        crowd->devices[i].settled = false;
    crowd->settled = 0;
}

static void look(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what, (void)context; /* the loop wakes up */
}

/* Until then, or until `wanted` are settled. */
static enum err turn_loop(struct crowd *crowd, uint32_t wanted, double seconds)
{
    const struct timeval often = {0, LOOK_MS * 1000};
    double late = bench_clock() + seconds;
    struct event *timer = event_new(crowd->base, -1, EV_PERSIST, look, NULL);
    if (!timer || event_add(timer, &often))
        return log_fault(ERR_NOMEM, "no timer");
    while (crowd->settled < wanted && bench_clock() < late)
        event_base_loop(crowd->base, EVLOOP_ONCE);
    event_free(timer);
    return ERR_NONE;
}

enum err crowd_wait(struct crowd *crowd, uint32_t wanted, double seconds, const char *what)
{
    enum err err = turn_loop(crowd, wanted, seconds);
    if (!err && crowd->settled < wanted)
        err = log_fault(ERR_GONE, "%s: %u of %u devices within %.0f s", what, crowd->settled,
                        wanted, seconds);
    return err;
}

enum err crowd_live(struct crowd *crowd, double seconds)
{
    return turn_loop(crowd, UINT32_MAX, seconds);
}
