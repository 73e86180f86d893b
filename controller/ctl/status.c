/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status - the hall as it is now: what its boards are made of, as text or JSON.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/figures.h"
#include "ctl/say.h"

struct status {
    const struct hall_def *def; /* NULL = devices have numbers only */
    const struct view_rows *rows;
    const struct msg_welcome *welcome;
    const struct msg_stats *figures;
};

/* ---- names ---- */

static void device_name(const struct status *status, uint32_t index, char *text, size_t size)
{
    if (status->def && index < status->def->device_count)
        snprintf(text, size, "%s", status->def->devices[index].name);
    else
        snprintf(text, size, "#%u", index);
}

static const char *service_name(const struct status *status, uint32_t id)
{
    const struct service_def *service =
        status->def ? def_service(status->def, (service_id){(uint16_t)id}) : NULL;
    return service ? names_get(&service->name, LANG_ZH) : "";
}

/* ---- JSON ---- */

static void add_label(json_t *object, uint16_t prefix, uint16_t number)
{
    char text[LABEL_TEXT_SIZE];
    label_text(prefix, number, text);
    json_object_set_new(object, "label", number ? json_string(text) : json_null());
}

/* Every field of the row under its name in the schema. */
static json_t *row_json(const struct view_row *row)
{
    const struct field_table *table = row_table(row->kind);
    json_t *object = json_pack("{sI}", "key", (json_int_t)row->key);
    struct wire_in in = {row->bytes, row->bytes + row->length, false};
    for (uint16_t i = 0; i < table->count && wire_left(&in); i++) {
        json_int_t n = 0;
        switch (table->fields[i].kind) {
        case FIELD_U8:
            n = wire_get_u8(&in);
            break;
        case FIELD_U16:
            n = wire_get_u16(&in);
            break;
        case FIELD_U32:
            n = wire_get_u32(&in);
            break;
        case FIELD_I16:
            n = (int16_t)wire_get_u16(&in);
            break;
        default:
            n = (json_int_t)wire_get_u64(&in);
            break;
        }
        json_object_set_new(object, table->fields[i].name, json_integer(n));
    }
    return object;
}

static json_t *rows_json(const struct status *status, uint8_t kind)
{
    json_t *list = json_array();
    const struct view_row *row;
    uint32_t at = 0;
    while ((row = view_each(status->rows, kind, &at))) {
        json_t *object = row_json(row);
        json_t *prefix = json_object_get(object, "prefix");
        if (prefix)
            add_label(object, (uint16_t)json_integer_value(prefix),
                      (uint16_t)json_integer_value(json_object_get(object, "number")));
        json_array_append_new(list, object);
    }
    return list;
}

static void name_states(json_t *list, const char *(*name)(uint8_t))
{
    size_t i;
    json_t *object;
    json_array_foreach(list, i, object)
        json_object_set_new(object, "state_name",
                            json_string(name(
                                (uint8_t)json_integer_value(json_object_get(object, "state")))));
}

static void name_devices(const struct status *status, json_t *list)
{
    size_t i;
    json_t *object;
    json_array_foreach(list, i, object)
    {
        char text[NAME_SIZE];
        uint32_t key = (uint32_t)json_integer_value(json_object_get(object, "key"));
        const json_t *kind = json_object_get(object, "kind"); /* rows of boards have none */
        device_name(status, key, text, sizeof(text));
        json_object_set_new(object, "name", json_string(text));
        if (kind)
            json_object_set_new(object, "kind_name",
                                json_string(device_kind_name((uint8_t)json_integer_value(kind))));
    }
}

static void name_services(const struct status *status, json_t *list)
{
    size_t i;
    json_t *object;
    json_array_foreach(list, i, object)
    {
        uint32_t key = (uint32_t)json_integer_value(json_object_get(object, "key"));
        json_object_set_new(object, "name", json_string(service_name(status, key)));
    }
}

static int print_json(const struct status *status)
{
    json_t *windows = rows_json(status, ROW_TYPE_WINDOW);
    json_t *tickets = rows_json(status, ROW_TYPE_TICKET);
    json_t *services = rows_json(status, ROW_TYPE_SERVICE);
    json_t *devices = rows_json(status, ROW_TYPE_DEVICE);
    json_t *boards = rows_json(status, ROW_TYPE_BOARD);
    json_t *halls = rows_json(status, ROW_TYPE_HALL);
    name_states(windows, window_state_name);
    name_states(tickets, ticket_state_name);
    name_devices(status, devices);
    name_devices(status, boards);
    name_services(status, services);
    json_t *root =
        json_pack("{sO sI so so so so so so so so}", "hall", json_array_get(halls, 0), "now_ms",
                  (json_int_t)status->welcome->now_ms, "windows", windows, "services", services,
                  "tickets", tickets, "announcements", rows_json(status, ROW_TYPE_ANNOUNCE),
                  "missed", rows_json(status, ROW_TYPE_MISSED), "devices", devices, "boards",
                  boards, "figures", figures_json(status->figures));
    int bad = json_dumpf(root, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(root);
    json_decref(halls);
    return bad ? 1 : 0;
}

/* ---- text ---- */

static void print_hall(const struct status *status)
{
    struct row_hall hall = {0};
    char now[CLOCK_TEXT_SIZE];
    view_get(status->rows, ROW_TYPE_HALL, 0, &hall);
    clock_text(status->welcome->now_ms, status->welcome->tz_min, now);
    printf("%s%s, %s: ", status->def ? status->def->id : "hall", hall.training ? " (training)" : "",
           now);
    if (hall.emergency)
        printf("EMERGENCY, everybody leaves the building; ");
    if (!hall.day)
        printf("the day is closed\n");
    else
        printf("day %u, %u numbers issued, %u waiting, tickets %s\n", hall.day, hall.issued,
               hall.waiting, hall.ticketing ? "are issued" : "are not issued now");
}

static void print_devices(const struct status *status)
{
    struct row_device device;
    const struct view_row *row;
    uint32_t at = 0, online[DEVICE_KIND_COUNT] = {0}, all[DEVICE_KIND_COUNT] = {0};
    while ((row = view_each(status->rows, ROW_TYPE_DEVICE, &at))) {
        view_row_decode(row, &device);
        if (device.kind >= DEVICE_KIND_COUNT)
            continue;
        all[device.kind]++;
        online[device.kind] += device.online;
    }
    printf("devices connected:");
    for (uint8_t kind = 1; kind < DEVICE_KIND_COUNT; kind++)
        if (all[kind])
            printf(" %s %u/%u", device_kind_name(kind), online[kind], all[kind]);
    printf("\n");
    figures_print(status->figures);
}

static void print_services(const struct status *status)
{
    struct row_service service;
    const struct view_row *row;
    uint32_t at = 0;
    while ((row = view_each(status->rows, ROW_TYPE_SERVICE, &at))) {
        view_row_decode(row, &service);
        if (service.waiting)
            printf("service %u%s%s: %u waiting, %u windows open\n", row->key,
                   status->def ? " " : "", service_name(status, row->key), service.waiting,
                   service.windows);
    }
}

static void print_windows(const struct status *status)
{
    struct row_window window;
    const struct view_row *row;
    uint32_t at = 0;
    while ((row = view_each(status->rows, ROW_TYPE_WINDOW, &at))) {
        char target[16], label[LABEL_TEXT_SIZE], since[CLOCK_TEXT_SIZE];
        view_row_decode(row, &window);
        if (window.state == WINDOW_CLOSED || window.state == WINDOW_OFFLINE)
            continue;
        target_text((uint16_t)row->key, target);
        label_text(window.prefix, window.number, label);
        clock_text(window.since_ms, status->welcome->tz_min, since);
        printf("window %s %s %s since %s, %u waiting, %u parked\n", target,
               window_state_name(window.state), label, since, window.waiting, window.parked);
    }
}

int ctl_status(const struct ctl *ctl)
{
    struct hall_def *def = ctl->hall ? ctl_hall(ctl) : NULL;
    if (ctl->hall && !def)
        return 2;
    int result = 1;
    struct client *client = client_open(ctl, VIEW(VIEW_KIND_ADMIN, 0));
    const struct view_rows *rows = client ? client_rows(client) : NULL;
    struct msg_stats figures;
    if (rows && figures_get(client, &figures)) {
        const struct status status = {def, rows, client_welcome(client), &figures};
        result = 0;
        if (ctl->json)
            result = print_json(&status);
        else {
            print_hall(&status);
            print_devices(&status);
            print_services(&status);
            print_windows(&status);
        }
    }
    client_close(client);
    if (def)
        config_free(def);
    return result;
}
