/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "app/control.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>

#include "os/clock.h"
#include "os/log.h"
#include "view/text.h"

#define ANSWER_MAX 8192

struct client {
    struct control *control;
    int fd; /* -1 = free */
    struct event *readable;
    struct device *pressed; /* its answer is waited for */
    size_t length;
    char line[CONTROL_LINE_MAX];
};

struct control {
    struct control_options options;
    int fd;
    struct event *acceptable;
    struct client clients[CONTROL_CLIENTS_MAX];
};

static void drop(struct client *client)
{
    if (client->readable)
        event_free(client->readable);
    if (client->fd >= 0)
        close(client->fd);
    *client = (struct client){.control = client->control, .fd = -1};
}

/* A few hundred bytes into an empty socket buffer never block. */
static void answer(struct client *client, bool done, const char *text)
{
    char line[ANSWER_MAX];
    int n = snprintf(line, sizeof(line), "%d\n%s\n", done ? 0 : 1, text);
    if (n > 0)
        (void)!send(client->fd, line, (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1,
                    MSG_NOSIGNAL);
    drop(client);
}

static struct device *find(const struct control *control, const char *name)
{
    for (size_t i = 0; i < control->options.count; i++)
        if (strcmp(control->options.devices[i].def->name, name) == 0)
            return &control->options.devices[i];
    return NULL;
}

static void press(struct client *client, struct device *device, const char *key, uint16_t arg)
{
    char text[DEVICE_ANSWER_SIZE];
    client->pressed = device;
    if (device_press(device, key, arg, clock_mono_ms(), text))
        control_tick(client->control); /* 不评价 is answered at once */
    else
        answer(client, false, text);
}

static void show(struct client *client, const struct device *device)
{
    char rows[TEXT_ROWS][TEXT_SIZE], text[TEXT_ROWS * TEXT_SIZE + TEXT_SIZE], facts[TEXT_SIZE];
    msec now = clock_mono_ms();
    size_t used = 0, count = text_rows(&device->station, client->control->options.words, now, rows);
    for (size_t i = 0; i < count; i++) {
        int n = snprintf(text + used, sizeof(text) - used, "%s\n", rows[i]);
        if (n > 0)
            used += (size_t)n;
    }
    text_facts(&device->station, now, facts, sizeof(facts));
    snprintf(text + used, sizeof(text) - used, "%s", facts);
    answer(client, true, text);
}

static void list(struct client *client)
{
    const struct control_options *options = &client->control->options;
    char text[ANSWER_MAX - 64];
    size_t used = 0;
    text[0] = 0;
    for (size_t i = 0; i < options->count && used < sizeof(text) - NAME_SIZE; i++) {
        int n = snprintf(text + used, sizeof(text) - used, "%s%s online=%d", used ? "\n" : "",
                         options->devices[i].def->name, options->devices[i].station.online);
        if (n > 0)
            used += (size_t)n;
    }
    answer(client, true, text);
}

static void take_request(struct client *client)
{
    char verb[16] = "", name[NAME_SIZE] = "", key[32] = "";
    unsigned arg = 0;
    (void)sscanf(client->line, "%15s %63s %31s %5u", verb, name, key, &arg);
    struct device *device = find(client->control, name);
    if (strcmp(verb, "list") == 0)
        list(client);
    else if (!device)
        answer(client, false, "this process has no such station");
    else if (strcmp(verb, "press") == 0)
        press(client, device, key, (uint16_t)arg);
    else if (strcmp(verb, "show") == 0)
        show(client, device);
    else
        answer(client, false, "ask for press NAME KEY [ARG], show NAME or list");
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct client *client = context;
    (void)what;
    ssize_t n =
        recv((int)fd, client->line + client->length, sizeof(client->line) - 1 - client->length, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        drop(client);
        return;
    }
    client->length += (size_t)n;
    client->line[client->length] = 0;
    if (client->pressed)
        client->length = 0; /* one request a connection */
    else if (strchr(client->line, '\n'))
        take_request(client);
    else if (client->length == sizeof(client->line) - 1)
        answer(client, false, "the request is too long");
}

static void on_acceptable(evutil_socket_t fd, short what, void *context)
{
    struct control *control = context;
    (void)what;
    int peer = accept4((int)fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (peer < 0)
        return;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[i];
        if (client->fd >= 0)
            continue;
        client->fd = peer;
        client->readable = event_new(event_get_base(control->acceptable), peer,
                                     EV_READ | EV_PERSIST, on_readable, client);
        if (client->readable)
            event_add(client->readable, NULL);
        else
            drop(client);
        return;
    }
    close(peer); /* as many as allowed */
}

void control_tick(struct control *control)
{
    char text[DEVICE_ANSWER_SIZE];
    bool done;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[i];
        if (client->fd >= 0 && client->pressed && device_answer(client->pressed, &done, text))
            answer(client, done, text);
    }
}

static bool address_of(const char *path, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof(address->sun_path))
        return false;
    memcpy(address->sun_path, path, strlen(path));
    return true;
}

/* What nobody answers at is left over from a process that was killed; a file that is no socket
 * was named by mistake and is not ours to remove. */
static enum err clear_place(const char *path, const struct sockaddr_un *address)
{
    struct stat is;
    if (lstat(path, &is) != 0)
        return ERR_NONE;
    if (!S_ISSOCK(is.st_mode))
        return log_fault(ERR_CONFIG, "--control %s is there and is no socket; name another file",
                         path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool answered =
        fd >= 0 &&
        (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno == EAGAIN);
    if (fd >= 0)
        close(fd);
    if (answered)
        return log_fault(ERR_CONFIG,
                         "--control %s is in use by another hall-station; stop that one, or name "
                         "another socket",
                         path);
    (void)unlink(path);
    return ERR_NONE;
}

static enum err bind_socket(struct control *control)
{
    struct sockaddr_un address;
    const char *path = control->options.path;
    if (!address_of(path, &address))
        return log_fault(ERR_CONFIG, "--control %s: the name is too long, at most %zu bytes", path,
                         sizeof(address.sun_path) - 1);
    enum err err = clear_place(path, &address);
    if (err)
        return err;
    control->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    mode_t mask = umask(0177);
    int bound = bind(control->fd, (const struct sockaddr *)&address, sizeof(address));
    (void)umask(mask);
    if (control->fd < 0 || bound || listen(control->fd, CONTROL_CLIENTS_MAX))
        return log_fault(ERR_IO,
                         "--control %s cannot be made: %s; name a socket in a folder where this "
                         "user may write",
                         path, strerror(errno));
    return ERR_NONE;
}

struct control *control_open(struct event_base *base, const struct control_options *options)
{
    struct control *control = calloc(1, sizeof(*control));
    if (!control) {
        (void)log_fault(ERR_NOMEM, "control");
        return NULL;
    }
    control->options = *options;
    control->fd = -1;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        control->clients[i] = (struct client){.control = control, .fd = -1};
    if (bind_socket(control)) {
        control_close(control);
        return NULL;
    }
    control->acceptable =
        event_new(base, control->fd, EV_READ | EV_PERSIST, on_acceptable, control);
    if (control->acceptable && event_add(control->acceptable, NULL) == 0)
        return control;
    (void)log_fault(ERR_NOMEM, "control");
    control_close(control);
    return NULL;
}

void control_close(struct control *control)
{
    if (!control)
        return;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        drop(&control->clients[i]);
    if (control->acceptable) {
        event_free(control->acceptable);
        (void)unlink(control->options.path);
    }
    if (control->fd >= 0)
        close(control->fd);
    free(control);
}

int control_ask(const char *path, const char *request)
{
    struct sockaddr_un address;
    char text[ANSWER_MAX];
    size_t length = 0;
    ssize_t n;
    int fd = address_of(path, &address) ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) ||
        send(fd, request, strlen(request), MSG_NOSIGNAL) < 0) {
        fprintf(stderr, "hall-station: no station process answers at %s\n", path);
        if (fd >= 0)
            close(fd);
        return 1;
    }
    while ((n = recv(fd, text + length, sizeof(text) - 1 - length, 0)) > 0)
        length += (size_t)n;
    close(fd);
    text[length] = 0;
    if (length < 2) {
        fprintf(stderr, "hall-station: the station process went away\n");
        return 1;
    }
    printf("%s", text + 2);
    return text[0] == '0' ? 0 : 1;
}
