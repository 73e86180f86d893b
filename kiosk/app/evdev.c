/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "app/evdev.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "os/log.h"

_Static_assert(INPUT_SYN == EV_SYN && INPUT_KEY == EV_KEY && INPUT_ABS == EV_ABS, "types");
_Static_assert(INPUT_SYN_REPORT == SYN_REPORT && INPUT_SYN_DROPPED == SYN_DROPPED, "syn");
_Static_assert(INPUT_BTN_TOUCH == BTN_TOUCH && INPUT_BTN_LEFT == BTN_LEFT, "buttons");
_Static_assert(INPUT_ABS_X == ABS_X && INPUT_ABS_Y == ABS_Y, "places");
_Static_assert(INPUT_MT_SLOT == ABS_MT_SLOT && INPUT_MT_ID == ABS_MT_TRACKING_ID, "slots");
_Static_assert(INPUT_MT_X == ABS_MT_POSITION_X && INPUT_MT_Y == ABS_MT_POSITION_Y, "fingers");

struct evdev {
    struct evdev_options options;
    struct event_base *base;
    struct event *readable, *again;
    int fd;
    bool said;
    msec backoff;
    size_t have; /* bytes of the buffer */
    uint8_t buffer[EVDEV_BATCH * sizeof(struct input_event)];
};

static void try_later(struct evdev *evdev)
{
    const struct timeval wait = {evdev->backoff / SECOND, evdev->backoff % SECOND * 1000};
    event_add(evdev->again, &wait);
    evdev->backoff =
        evdev->backoff * 2 < EVDEV_BACKOFF_MAX_MS ? evdev->backoff * 2 : EVDEV_BACKOFF_MAX_MS;
}

static void shut(struct evdev *evdev, const char *why)
{
    bool was_open = evdev->readable != NULL;
    if (!evdev->said || was_open)
        log_warn("%s device=%s %s: %s; trying again", evdev->options.name, evdev->options.path,
                 was_open ? "closed" : "cannot be opened", why);
    evdev->said = true;
    if (evdev->readable)
        event_free(evdev->readable);
    evdev->readable = NULL;
    if (evdev->fd >= 0)
        close(evdev->fd);
    evdev->fd = -1;
    evdev->have = 0;
    if (was_open)
        evdev->options.on_state(evdev->options.context, false, NULL);
    try_later(evdev);
}

static void hand_over(struct evdev *evdev)
{
    size_t count = evdev->have / sizeof(struct input_event), used = 0;
    for (size_t i = 0; i < count; i++, used += sizeof(struct input_event)) {
        struct input_event event;
        memcpy(&event, evdev->buffer + used, sizeof(event));
        const struct input_record record = {event.type, event.code, event.value};
        evdev->options.on_record(evdev->options.context, &record);
    }
    evdev->have -= used; /* a FIFO may cut a record in two */
    memmove(evdev->buffer, evdev->buffer + used, evdev->have);
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct evdev *evdev = context;
    (void)what;
    ssize_t n = read(fd, evdev->buffer + evdev->have, sizeof(evdev->buffer) - evdev->have);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        shut(evdev, n == 0 ? "hung up" : strerror(errno));
        return;
    }
    evdev->backoff = EVDEV_BACKOFF_MIN_MS;
    evdev->have += (size_t)n;
    hand_over(evdev);
}

/* ---- opening ---- */

static int open_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static int open_path(const char *path, struct stat *kind)
{
    if (stat(path, kind) != 0)
        return -1;
    if (S_ISSOCK(kind->st_mode))
        return open_socket(path);
    /* Written by nobody a FIFO would be at its end at once: this program holds it open itself. */
    int mode = S_ISFIFO(kind->st_mode) ? O_RDWR : O_RDONLY;
    return open(path, mode | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* An axis of fingers, else that of the pointer. */
static bool ask_range(int fd, unsigned finger, unsigned pointer, int32_t *min, int32_t *max)
{
    struct input_absinfo info;
    bool known = ioctl(fd, EVIOCGABS(finger), &info) == 0 && info.maximum > info.minimum;
    if (!known)
        known = ioctl(fd, EVIOCGABS(pointer), &info) == 0 && info.maximum > info.minimum;
    if (known)
        *min = info.minimum, *max = info.maximum;
    return known;
}

static void ask_ranges(int fd, struct evdev_ranges *ranges)
{
    ranges->known = ask_range(fd, ABS_MT_POSITION_X, ABS_X, &ranges->min_x, &ranges->max_x) &&
                    ask_range(fd, ABS_MT_POSITION_Y, ABS_Y, &ranges->min_y, &ranges->max_y);
}

static void try_open(struct evdev *evdev)
{
    struct stat kind;
    struct evdev_ranges ranges = {.known = false};
    evdev->fd = open_path(evdev->options.path, &kind);
    if (evdev->fd < 0) {
        shut(evdev, strerror(errno));
        return;
    }
    bool real = S_ISCHR(kind.st_mode);
    if (real && ioctl(evdev->fd, EVIOCGRAB, 1) != 0) {
        shut(evdev, errno == EBUSY ? "another program has it for itself" : strerror(errno));
        return;
    }
    if (real)
        ask_ranges(evdev->fd, &ranges);
    evdev->readable = event_new(evdev->base, evdev->fd, EV_READ | EV_PERSIST, on_readable, evdev);
    if (!evdev->readable || event_add(evdev->readable, NULL) != 0) {
        shut(evdev, "out of memory");
        return;
    }
    evdev->said = false;
    log_info("%s device=%s open grabbed=%s", evdev->options.name, evdev->options.path,
             real ? "yes" : "no");
    evdev->options.on_state(evdev->options.context, true, &ranges);
}

static void on_again(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    try_open(context);
}

struct evdev *evdev_new(struct event_base *base, const struct evdev_options *options)
{
    struct evdev *evdev = calloc(1, sizeof(*evdev));
    if (evdev) {
        *evdev = (struct evdev){.options = *options,
                                .base = base,
                                .fd = -1,
                                .backoff = EVDEV_BACKOFF_MIN_MS};
        evdev->again = evtimer_new(base, on_again, evdev);
    }
    if (!evdev || !evdev->again) {
        (void)log_fault(ERR_NOMEM, "%s device", options->name);
        evdev_free(evdev);
        return NULL;
    }
    try_open(evdev);
    return evdev;
}

void evdev_free(struct evdev *evdev)
{
    if (!evdev)
        return;
    if (evdev->readable)
        event_free(evdev->readable);
    if (evdev->again)
        event_free(evdev->again);
    if (evdev->fd >= 0)
        close(evdev->fd);
    explicit_bzero(evdev->buffer, sizeof(evdev->buffer)); /* keys of a PIN */
    free(evdev);
}
