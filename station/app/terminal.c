/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "app/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <event2/event.h>

#include "os/clock.h"
#include "view/text.h"

#define PICTURE_SIZE (TEXT_ROWS * TEXT_SIZE + 2 * TEXT_SIZE)

struct terminal {
    struct device *devices;
    size_t count, at;
    const struct words *words;
    struct event_base *base;
    struct event *readable;
    struct termios before;
    char note[DEVICE_ANSWER_SIZE];
    char drawn[PICTURE_SIZE];
};

static void paint(struct terminal *terminal)
{
    const struct device *device = &terminal->devices[terminal->at];
    char rows[TEXT_ROWS][TEXT_SIZE], picture[PICTURE_SIZE];
    size_t count = text_rows(&device->station, terminal->words, clock_mono_ms(), rows);
    int used = snprintf(picture, sizeof(picture), "\n[%s] %s\n", device->def->name, terminal->note);
    for (size_t i = 0; i < count && used > 0 && (size_t)used < sizeof(picture); i++)
        used += snprintf(picture + used, sizeof(picture) - (size_t)used, "  %s\n", rows[i]);
    if (strcmp(picture, terminal->drawn) == 0)
        return;
    memcpy(terminal->drawn, picture, sizeof(picture));
    fputs(picture, stdout);
    fflush(stdout);
}

void terminal_tick(struct terminal *terminal)
{
    if (terminal)
        paint(terminal);
}

/* The word for a character of the keyboard; NULL when it has none on this station. */
static const char *word_of(const struct device *device, char c)
{
    static const char *const scores[] = {"none", "1", "2", "3", "4", "5"};
    if (device->def->kind == DEVICE_RATING)
        return c >= '0' && c <= '5' ? scores[c - '0'] : NULL;
    if (c >= '1' && c <= '9')
        return pad_key_name((uint8_t)(c - '0'));
    return c == 'h' ? pad_key_name(KEY_HELP) : c == 'u' ? pad_key_name(KEY_UNDO) : NULL;
}

static void type(struct terminal *terminal, char c)
{
    struct device *device = &terminal->devices[terminal->at];
    if (c == 'q' || c == 4) {
        event_base_loopbreak(terminal->base);
    } else if (c == '\t') {
        terminal->at = (terminal->at + 1) % terminal->count;
        terminal->note[0] = 0;
    } else {
        const char *word = word_of(device, c);
        if (word)
            (void)device_press(device, word, 0, clock_mono_ms(), terminal->note);
    }
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct terminal *terminal = context;
    char typed[16];
    (void)what;
    ssize_t n = read((int)fd, typed, sizeof(typed));
    if (n <= 0) { /* the terminal went away; the stations stay */
        event_del(terminal->readable);
        return;
    }
    for (ssize_t i = 0; i < n; i++)
        type(terminal, typed[i]);
    paint(terminal);
}

struct terminal *terminal_open(struct event_base *base, struct device *devices, size_t count,
                               const struct words *words)
{
    struct termios mode;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &mode))
        return NULL;
    struct terminal *terminal = calloc(1, sizeof(*terminal));
    if (!terminal)
        return NULL;
    *terminal = (struct terminal){.devices = devices,
                                  .count = count,
                                  .words = words,
                                  .base = base,
                                  .before = mode};
    terminal->readable = event_new(base, STDIN_FILENO, EV_READ | EV_PERSIST, on_readable, terminal);
    if (!terminal->readable) {
        free(terminal);
        return NULL;
    }
    mode.c_lflag &= (tcflag_t) ~(ICANON | ECHO);
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &mode);
    event_add(terminal->readable, NULL);
    printf("TAB next station; pad 1-8 = F1-F8, 9 start, h help, u undo; rating 5-1, 0 none; "
           "q ends\n");
    paint(terminal);
    return terminal;
}

void terminal_close(struct terminal *terminal)
{
    if (!terminal)
        return;
    event_free(terminal->readable);
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &terminal->before);
    free(terminal);
}
