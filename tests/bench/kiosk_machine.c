/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench/kiosk_machine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "domain/vocab.h"
#include "os/file.h"
#include "os/log.h"

#define WIDE 1920
#define HIGH 1080
#define FILE_MAX (4u << 20)
#define NAME "name: kiosk-1,"

/* ---- the definition ---- */

static enum err copy_file(struct machine *machine, const char *from, const char *to)
{
    uint8_t *bytes;
    size_t length;
    enum err err = file_read(from, FILE_MAX, &bytes, &length);
    if (err)
        return log_fault(err, "%s cannot be read", from);
    char *text = calloc(1, length + sizeof(machine->panel) + 64);
    if (!text) {
        free(bytes);
        return log_fault(ERR_NOMEM, "copy of the definition");
    }
    memcpy(text, bytes, length);
    char *here = strstr(text, NAME);
    if (here) { /* kiosk-1 gets the panel */
        here += strlen(NAME);
        size_t at = (size_t)(here - text);
        int n = snprintf(here, sizeof(machine->panel) + 64, " touch: %s, touch_range: %dx%d,",
                         machine->panel, WIDE - 1, HIGH - 1);
        memcpy(here + n, bytes + at, length - at);
        length += (size_t)n;
    }
    err = file_write(to, text, length, 0644);
    free(text);
    free(bytes);
    return err;
}

static enum err copy_hall(struct machine *machine, const char *hall)
{
    char from[RIG_PATH_MAX * 2], to[RIG_PATH_MAX * 2];
    snprintf(machine->hall, sizeof(machine->hall), "%s/hall", machine->rig.dir);
    enum err err = file_make_dir(machine->hall, 0755);
    DIR *folder = err ? NULL : opendir(hall);
    if (!err && !folder)
        err = log_fault(ERR_IO, "%s cannot be read: %s", hall, strerror(errno));
    for (struct dirent *e = folder ? readdir(folder) : NULL; e && !err; e = readdir(folder)) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(from, sizeof(from), "%.400s/%.255s", hall, e->d_name);
        snprintf(to, sizeof(to), "%.500s/%.255s", machine->hall, e->d_name);
        err = copy_file(machine, from, to);
    }
    if (folder)
        closedir(folder);
    return err;
}

/* ---- the parts ---- */

static enum err make_panel(struct machine *machine)
{
    if (mkfifo(machine->panel, 0600) != 0)
        return log_fault(ERR_IO, "%s: %s", machine->panel, strerror(errno));
    /* Open at both ends here: the kiosk may come and go. */
    machine->finger = open(machine->panel, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    return machine->finger >= 0 ? ERR_NONE
                                : log_fault(ERR_IO, "%s: %s", machine->panel, strerror(errno));
}

enum err machine_open(struct machine *machine, const char *hall, const char *where)
{
    struct device_key key;
    *machine = (struct machine){.finger = -1, .paper.fd = -1};
    enum err err = rig_open(&machine->rig, where);
    if (!err)
        err = rig_clear(&machine->rig);
    snprintf(machine->panel, sizeof(machine->panel), "%s/panel", machine->rig.dir);
    if (!err)
        err = copy_hall(machine, hall);
    if (!err)
        err = make_panel(machine);
    machine->rig.hall = machine->hall;
    machine->rig.start = "20260318T0930";
    if (!err)
        err = rig_key(&machine->rig, DEVICE_KIOSK, "kiosk-1", &key);
    snprintf(machine->key, sizeof(machine->key), "%s/devices/kiosk-1.key", machine->rig.state);
    if (!err)
        err = eye_open(&machine->eye, machine->rig.dir, WIDE, HIGH);
    if (!err)
        err = paper_open(&machine->paper);
    return err ? err : rig_start(&machine->rig);
}

void machine_close(struct machine *machine, bool failed)
{
    machine_stop(machine);
    paper_close(&machine->paper);
    eye_close(&machine->eye);
    if (machine->finger >= 0)
        close(machine->finger);
    rig_close(&machine->rig, failed);
}

/* ---- the kiosk ---- */

static void become_kiosk(const struct machine *machine)
{
    char path[RIG_PATH_MAX + 32], address[32], state[RIG_PATH_MAX + 16], printer[96];
    snprintf(path, sizeof(path), "%s/hall-kiosk", machine->rig.bin);
    snprintf(address, sizeof(address), "127.0.0.1:%u", machine->rig.port);
    snprintf(state, sizeof(state), "%s/kiosk", machine->rig.dir);
    snprintf(printer, sizeof(printer), "serial:%s", machine->paper.port);
    setenv("DISPLAY", machine->eye.display, 1);
    execl(path, path, "--hall", machine->hall, "--controller", address, "--key", machine->key,
          "--state", state, "--printer", printer, "--fullscreen", (char *)NULL);
    fprintf(stderr, "%s cannot be run: %s\n", path, strerror(errno));
    _exit(127);
}

enum err machine_start(struct machine *machine, double *at)
{
    *at = bench_clock();
    machine->kiosk = fork();
    if (machine->kiosk == 0)
        become_kiosk(machine);
    return machine->kiosk > 0 ? ERR_NONE : log_fault(ERR_IO, "no process: %s", strerror(errno));
}

void machine_stop(struct machine *machine)
{
    if (machine->kiosk <= 0)
        return;
    kill(machine->kiosk, SIGTERM);
    waitpid(machine->kiosk, NULL, 0);
    machine->kiosk = 0;
}

/* ---- the finger ---- */

static void send(const struct machine *machine, const struct input_event *events, size_t count)
{
    size_t bytes = count * sizeof(*events);
    if (write(machine->finger, events, bytes) != (ssize_t)bytes)
        log_warn("the panel is full: nobody reads it");
}

void machine_down(struct machine *machine, int16_t x, int16_t y)
{
    const struct input_event events[] = {
        {.type = EV_ABS, .code = ABS_MT_TRACKING_ID, .value = ++machine->touch},
        {.type = EV_ABS, .code = ABS_MT_POSITION_X, .value = x},
        {.type = EV_ABS, .code = ABS_MT_POSITION_Y, .value = y},
        {.type = EV_SYN, .code = SYN_REPORT},
    };
    send(machine, events, countof(events));
}

void machine_up(struct machine *machine)
{
    const struct input_event events[] = {
        {.type = EV_ABS, .code = ABS_MT_TRACKING_ID, .value = -1},
        {.type = EV_SYN, .code = SYN_REPORT},
    };
    send(machine, events, countof(events));
}

/* ---- what it costs ---- */

double machine_rss(const struct machine *machine)
{
    return bench_rss_of(machine->kiosk);
}

double machine_cpu(const struct machine *machine)
{
    return bench_cpu_of(machine->kiosk);
}
