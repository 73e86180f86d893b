/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench/kiosk_eye.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "os/log.h"

#define LOOK_NS 100000 /* between two looks */

/* The head of an xwd file: big-endian words of 32 bits (XWDFile.h, version 7). */
enum xwd_word {
    XWD_HEADER_SIZE = 0,
    XWD_BITS_PER_PIXEL = 11,
    XWD_BYTES_PER_LINE = 12,
    XWD_COLOURS = 19,
    XWD_WORDS = 25
};
#define XWD_COLOUR_BYTES 12

static uint32_t word_of(const uint8_t *file, enum xwd_word word)
{
    const uint8_t *at = file + (size_t)word * 4;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void become_server(const char *dir, int32_t w, int32_t h, int tell)
{
    char size[32], number[16];
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    snprintf(size, sizeof(size), "%dx%dx24", (int)w, (int)h);
    snprintf(number, sizeof(number), "%d", tell);
    dup2(nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    execlp("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", size, "-nolisten", "tcp",
           "-noreset", "-fbdir", dir, (char *)NULL);
    _exit(127);
}

static enum err start_server(struct eye *eye, const char *dir, int32_t w, int32_t h)
{
    int tell[2];
    if (pipe(tell) != 0)
        return log_fault(ERR_IO, "no pipe");
    eye->server = fork();
    if (eye->server == 0) {
        close(tell[0]);
        become_server(dir, w, h, tell[1]);
    }
    close(tell[1]);
    char number[8] = "";
    /* The server writes the end of the line apart, and ends itself when nobody reads it. */
    size_t length = 0;
    for (ssize_t n = 1; n > 0 && length < sizeof(number) - 1 && !strchr(number, '\n');) {
        n = eye->server > 0 ? read(tell[0], number + length, sizeof(number) - 1 - length) : -1;
        length += n > 0 ? (size_t)n : 0;
    }
    close(tell[0]);
    if (!strchr(number, '\n'))
        return log_fault(ERR_IO, "Xvfb does not start; is it installed?");
    number[strcspn(number, "\n")] = '\0';
    snprintf(eye->display, sizeof(eye->display), ":%s", number);
    return ERR_NONE;
}

static enum err map_file(struct eye *eye, const char *dir)
{
    char path[600];
    struct stat is;
    snprintf(path, sizeof(path), "%.580s/Xvfb_screen0", dir);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &is) != 0 || is.st_size < (off_t)XWD_WORDS * 4) {
        if (fd >= 0)
            close(fd);
        return log_fault(ERR_IO, "%s cannot be read", path);
    }
    eye->length = (size_t)is.st_size;
    void *file = mmap(NULL, eye->length, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (file == MAP_FAILED)
        return log_fault(ERR_IO, "%s cannot be mapped", path);
    eye->file = file;
    size_t at = word_of(file, XWD_HEADER_SIZE) + word_of(file, XWD_COLOURS) * XWD_COLOUR_BYTES;
    eye->stride = word_of(file, XWD_BYTES_PER_LINE);
    eye->pixels = eye->file + at;
    if (word_of(file, XWD_BITS_PER_PIXEL) != 32 || at + eye->stride * (size_t)eye->h > eye->length)
        return log_fault(ERR_IO, "%s has another form than expected", path);
    return ERR_NONE;
}

enum err eye_open(struct eye *eye, const char *dir, int32_t w, int32_t h)
{
    *eye = (struct eye){.w = w, .h = h};
    enum err err = start_server(eye, dir, w, h);
    if (!err)
        err = map_file(eye, dir);
    if (err)
        eye_close(eye);
    return err;
}

void eye_close(struct eye *eye)
{
    if (eye->file)
        munmap((void *)(uintptr_t)eye->file, eye->length);
    if (eye->server > 0) {
        kill(eye->server, SIGTERM);
        waitpid(eye->server, NULL, 0);
    }
    *eye = (struct eye){.server = 0};
}

static uint32_t pixel(const struct eye *eye, int32_t x, int32_t y)
{
    uint32_t value;
    memcpy(&value, eye->pixels + (size_t)y * eye->stride + (size_t)x * 4, sizeof(value));
    return value & 0xffffff;
}

/* FNV-1a over every second pixel of every second row: strokes are wider than that. */
uint64_t eye_look(const struct eye *eye, struct box box)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int32_t y = box.y; y < box.y + box.h && y < eye->h; y += 2)
        for (int32_t x = box.x; x < box.x + box.w && x < eye->w; x += 2)
            hash = (hash ^ pixel(eye, x, y)) * UINT64_C(0x100000001b3);
    return hash;
}

bool eye_lit(const struct eye *eye, int32_t x, int32_t y)
{
    return pixel(eye, x, y) != 0;
}

double eye_wait(const struct eye *eye, struct box box, uint64_t before, double patience)
{
    const struct timespec moment = {0, LOOK_NS};
    double end = bench_clock() + patience;
    for (;;) {
        uint64_t now = eye_look(eye, box);
        double at = bench_clock();
        if (now != before)
            return at;
        if (at > end)
            return 0;
        nanosleep(&moment, NULL);
    }
}
