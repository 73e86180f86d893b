/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench/rig.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "os/file.h"
#include "os/log.h"

#define LOG_BYTES (1 << 20) /* the pipe holds all that a run can say */

static enum err find_programs(struct rig *rig)
{
    ssize_t n = readlink("/proc/self/exe", rig->bin, sizeof(rig->bin) - 1);
    char *slash;
    rig->bin[n > 0 ? n : 0] = '\0';
    slash = strrchr(rig->bin, '/');
    if (!slash)
        return log_fault(ERR_IO, "cannot find the programs");
    *slash = '\0';
    return ERR_NONE;
}

static void keep_log(struct rig *rig)
{
    char path[RIG_PATH_MAX + 16];
    snprintf(path, sizeof(path), "%s/log", rig->dir);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    rig->real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (fd >= 0)
        dup2(fd, STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

static void show_log(struct rig *rig)
{
    char path[RIG_PATH_MAX + 16], line[LOG_LINE_MAX];
    snprintf(path, sizeof(path), "%s/log", rig->dir);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, "info ", 5) != 0)
            fputs(line, stderr);
    if (file)
        fclose(file);
}

enum err rig_open(struct rig *rig, const char *where)
{
    rig->real_stderr = -1;
    snprintf(rig->dir, sizeof(rig->dir), "%.400s/jiaohao-bench-XXXXXX", where);
    if (!mkdtemp(rig->dir)) {
        rig->dir[0] = '\0';
        return log_fault(ERR_IO, "folder=%s cannot be written: %s; give another with --dir", where,
                         strerror(errno));
    }
    snprintf(rig->state, sizeof(rig->state), "%.480s/state", rig->dir);
    signal(SIGPIPE, SIG_IGN);
    enum err err = find_programs(rig);
    if (!err)
        keep_log(rig);
    return err;
}

/* Our own folders only; a board keeps media in its state. */
static void remove_folder(const char *path, int depth)
{
    DIR *folder = opendir(path);
    for (struct dirent *e = folder ? readdir(folder) : NULL; e; e = readdir(folder)) {
        char below[RIG_PATH_MAX * 2];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (unlinkat(dirfd(folder), e->d_name, 0) == 0 || depth == 0)
            continue;
        snprintf(below, sizeof(below), "%s/%s", path, e->d_name);
        remove_folder(below, depth - 1);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

enum err rig_clear(struct rig *rig)
{
    char devices[RIG_PATH_MAX + 16];
    rig_kill(rig);
    remove_folder(rig->state, 1);
    snprintf(devices, sizeof(devices), "%s/devices", rig->state);
    return file_make_dir(devices, 0700);
}

void rig_close(struct rig *rig, bool failed)
{
    rig_kill(rig);
    if (rig->real_stderr >= 0) {
        dup2(rig->real_stderr, STDERR_FILENO);
        close(rig->real_stderr);
    }
    if (failed && rig->dir[0])
        show_log(rig);
    if (rig->dir[0])
        remove_folder(rig->dir, 3);
    rig->dir[0] = '\0';
}

enum err rig_key(const struct rig *rig, uint8_t kind, const char *name, struct device_key *key)
{
    char path[RIG_PATH_MAX + 64];
    *key = (struct device_key){.kind = kind};
    snprintf(key->name, sizeof(key->name), "%s", name);
    if (getrandom(&key->uid, sizeof(key->uid), 0) != sizeof(key->uid) ||
        getrandom(key->key, sizeof(key->key), 0) != sizeof(key->key))
        return log_fault(ERR_IO, "no random numbers");
    snprintf(path, sizeof(path), "%s/devices/%s.key", rig->state, name);
    return device_key_write(path, key);
}

static void become_controller(const struct rig *rig, int err_fd)
{
    char path[RIG_PATH_MAX + 32], listen[24];
    snprintf(path, sizeof(path), "%s/hall-controller", rig->bin);
    snprintf(listen, sizeof(listen), "127.0.0.1:%u", rig->port);
    dup2(err_fd, STDERR_FILENO);
    execl(path, path, "--hall", rig->hall, "--state", rig->state, "--listen", listen, "--training",
          "1", "--training-start", rig->start, (char *)NULL);
    fprintf(stderr, "%s cannot be run: %s\n", path, strerror(errno));
    _exit(127);
}

/* Reads its log until it listens. The pipe is large enough to be left alone after that. */
static enum err wait_listening(struct rig *rig)
{
    char log[8192] = "";
    for (size_t at = 0; at + 1 < sizeof(log);) {
        ssize_t n = read(rig->log, log + at, sizeof(log) - 1 - at);
        if (n <= 0)
            return log_fault(ERR_IO, "the controller ended at its start:\n%s", log);
        at += (size_t)n;
        log[at] = '\0';
        const char *line = strstr(log, "listening addr=");
        const char *port = line ? strstr(line, "port=") : NULL;
        if (port && strchr(line, '\n')) {
            rig->port = (uint16_t)strtoul(port + 5, NULL, 10);
            return ERR_NONE;
        }
    }
    return log_fault(ERR_IO, "the controller says much and does not listen");
}

enum err rig_spawn(struct rig *rig)
{
    int log[2];
    if (pipe2(log, O_CLOEXEC) != 0)
        return log_fault(ERR_IO, "no pipe: %s", strerror(errno));
    fcntl(log[0], F_SETPIPE_SZ, LOG_BYTES);
    rig->controller = fork();
    if (rig->controller == 0)
        become_controller(rig, log[1]);
    close(log[1]);
    rig->log = log[0];
    if (rig->controller < 0)
        return log_fault(ERR_IO, "no process: %s", strerror(errno));
    return ERR_NONE;
}

enum err rig_start(struct rig *rig)
{
    enum err err = rig_spawn(rig);
    return err ? err : wait_listening(rig);
}

double rig_cpu(const struct rig *rig)
{
    return bench_cpu_of(rig->controller);
}

double rig_rss(const struct rig *rig)
{
    return bench_rss_of(rig->controller);
}

double rig_unsent(const struct rig *rig, const char *address)
{
    char line[256];
    struct in_addr peer;
    unsigned local, remote;
    unsigned long unsent, sum = 0;
    FILE *file = inet_pton(AF_INET, address, &peer) == 1 ? fopen("/proc/net/tcp", "r") : NULL;
    while (file && fgets(line, sizeof(line), file))
        if (sscanf(line, " %*u: %*x:%x %x:%*x %*x %lx:", &local, &remote, &unsent) == 3 &&
            local == rig->port && remote == peer.s_addr)
            sum += unsent;
    if (file)
        fclose(file);
    return (double)sum / 1024;
}

void rig_kill(struct rig *rig)
{
    if (rig->log > 0)
        close(rig->log);
    rig->log = 0;
    if (rig->controller <= 0)
        return;
    kill(rig->controller, SIGKILL);
    waitpid(rig->controller, NULL, 0);
    rig->controller = 0;
}
