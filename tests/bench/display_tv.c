/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench/display_tv.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "os/file.h"
#include "os/log.h"

#define PATIENCE_S 20.0
#define LOOK_S 0.0002
#define LOUD 200 /* of 32767: no silence */
#define SOUND_CHUNK 8192

void tv_sleep(double seconds)
{
    struct timespec t = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&t, NULL);
}

enum err tv_open(struct tv *tv, const struct rig *rig, const char *name, int32_t w, int32_t h)
{
    *tv = (struct tv){.rig = rig, .log = -1};
    snprintf(tv->name, sizeof(tv->name), "%.20s", name);
    snprintf(tv->dir, sizeof(tv->dir), "%s/%s-%d", rig->dir, tv->name, (int)w);
    snprintf(tv->sound, sizeof(tv->sound), "%s/sound", tv->dir);
    enum err err = file_make_dir(tv->dir, 0700);
    return err ? err : eye_open(&tv->eye, tv->dir, w, h);
}

void tv_close(struct tv *tv)
{
    tv_stop(tv);
    eye_close(&tv->eye);
}

static void become_board(const struct tv *tv, const char *option, int log)
{
    char path[RIG_PATH_MAX + 32], address[32], state[RIG_PATH_MAX + 48], key[RIG_PATH_MAX + 64];
    snprintf(path, sizeof(path), "%s/hall-display", tv->rig->bin);
    snprintf(address, sizeof(address), "127.0.0.1:%u", tv->rig->port);
    snprintf(state, sizeof(state), "%s/state", tv->dir);
    snprintf(key, sizeof(key), "%s/devices/%s.key", tv->rig->state, tv->name);
    setenv("DISPLAY", tv->eye.display, 1);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", tv->sound, 1);
    dup2(log, STDERR_FILENO);
    execl(path, path, "--hall", tv->rig->hall, "--controller", address, "--key", key, "--name",
          tv->name, "--state", state, "--fullscreen", option, (char *)NULL);
    fprintf(stderr, "%s cannot be run: %s\n", path, strerror(errno));
    _exit(127);
}

enum err tv_start(struct tv *tv, const char *option, double *at)
{
    int log[2];
    if (pipe2(log, O_CLOEXEC | O_NONBLOCK) != 0)
        return log_fault(ERR_IO, "no pipe: %s", strerror(errno));
    tv->said_bytes = 0;
    tv->said[0] = '\0';
    *at = bench_clock();
    tv->board = fork();
    if (tv->board == 0)
        become_board(tv, option, log[1]);
    close(log[1]);
    tv->log = log[0];
    if (tv->board < 0)
        return log_fault(ERR_IO, "no process: %s", strerror(errno));
    if (tv_wait_said(tv, "started name=", 1) == 0 || tv_said(tv, "offscreen=1"))
        return log_fault(ERR_GONE, "board=%s has no window:\n%s", tv->name, tv->said);
    return ERR_NONE;
}

void tv_stop(struct tv *tv)
{
    if (tv->board > 0) {
        kill(tv->board, SIGTERM);
        waitpid(tv->board, NULL, 0);
    }
    if (tv->log >= 0)
        close(tv->log);
    tv->board = 0;
    tv->log = -1;
}

static void read_log(struct tv *tv)
{
    ssize_t n;
    while (tv->said_bytes + 1 < sizeof(tv->said) &&
           (n = read(tv->log, tv->said + tv->said_bytes, sizeof(tv->said) - 1 - tv->said_bytes)) >
               0)
        tv->said_bytes += (size_t)n;
    tv->said[tv->said_bytes] = '\0';
}

uint32_t tv_said(struct tv *tv, const char *what)
{
    uint32_t count = 0;
    read_log(tv);
    for (const char *at = tv->said; (at = strstr(at, what)); at++)
        count++;
    return count;
}

double tv_wait_said(struct tv *tv, const char *what, uint32_t count)
{
    for (double end = bench_clock() + PATIENCE_S; bench_clock() < end; tv_sleep(LOOK_S))
        if (tv_said(tv, what) >= count)
            return bench_clock();
    log_warn("board=%s does not say \"%s\" %u times; it says\n%s", tv->name, what, count, tv->said);
    return 0;
}

double tv_wait_look(const struct tv *tv, struct box box, uint64_t look)
{
    for (double end = bench_clock() + PATIENCE_S; bench_clock() < end; tv_sleep(LOOK_S))
        if (eye_look(&tv->eye, box) == look)
            return bench_clock();
    log_warn("board=%s does not get the right picture", tv->name);
    return 0;
}

uint64_t tv_sound_bytes(const struct tv *tv)
{
    struct stat is;
    return stat(tv->sound, &is) == 0 ? (uint64_t)is.st_size : 0;
}

double tv_wait_sound(const struct tv *tv, uint64_t from)
{
    int16_t samples[SOUND_CHUNK];
    int fd = open(tv->sound, O_RDONLY | O_CLOEXEC);
    double found = 0;
    off_t at = (off_t)(from & ~UINT64_C(1));
    for (double end = bench_clock() + PATIENCE_S; fd >= 0 && !found && bench_clock() < end;) {
        ssize_t n = pread(fd, samples, sizeof(samples), at);
        for (ssize_t i = 0; i < n / 2 && !found; i++)
            if (samples[i] > LOUD || samples[i] < -LOUD)
                found = bench_clock();
        at += n > 0 ? n & ~(ssize_t)1 : 0;
        if (n < 2)
            tv_sleep(LOOK_S);
    }
    if (fd >= 0)
        close(fd);
    if (!found)
        log_warn("board=%s says nothing", tv->name);
    return found;
}
