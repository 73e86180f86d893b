/* SPDX-License-Identifier: Apache-2.0 */
#include "load/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/log.h"

#define START_MS (10 * SECOND)

static void become(const char *bin, const char *program, const char *const *arguments, int err_fd)
{
    char path[1024];
    const char *list[24] = {path};
    snprintf(path, sizeof(path), "%s/%s", bin, program);
    for (size_t i = 0; arguments[i] && i + 2 < sizeof(list) / sizeof(list[0]); i++)
        list[i + 1] = arguments[i];
    if (err_fd >= 0)
        dup2(err_fd, STDERR_FILENO);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a killed replay leaves no controller behind */
    union {
        const char *const *in;
        char *const *out;
    } cast = {.in = list}; /* execv's prototype is older than const */
    execv(path, cast.out);
    fprintf(stderr, "cannot run %s\n", path);
    _exit(127);
}

/* The port in "… listening addr=… port=N" of what was written since `from`. */
static uint16_t port_in_log(const char *log, long from)
{
    FILE *file = fopen(log, "r");
    char line[512];
    uint16_t port = 0;
    if (!file)
        return 0;
    fseek(file, from, SEEK_SET);
    while (!port && fgets(line, sizeof(line), file)) {
        const char *at = strstr(line, "listening addr=");
        at = at ? strstr(at, "port=") : NULL;
        if (at && strchr(line, '\n'))
            port = (uint16_t)strtoul(at + 5, NULL, 10);
    }
    fclose(file);
    return port;
}

static enum err wait_listening(struct child *child, const char *log, long from)
{
    for (msec end = clock_mono_ms() + START_MS; clock_mono_ms() < end;) {
        uint16_t port = port_in_log(log, from);
        if (port) {
            child->port = port;
            return ERR_NONE;
        }
        if (waitpid(child->pid, NULL, WNOHANG) == child->pid) {
            child->pid = 0;
            return log_fault(ERR_IO, "the controller ended at its start; its log is %s", log);
        }
        poll(NULL, 0, 2); /* its log line is the only sign; nothing to select on */
    }
    return log_fault(ERR_IO, "the controller does not listen after 10 s; its log is %s", log);
}

enum err child_start(struct child *child, const struct child_options *options)
{
    char listen[32], factor[16];
    snprintf(listen, sizeof(listen), "127.0.0.1:%u", child->port);
    snprintf(factor, sizeof(factor), "%u", options->training);
    const char *arguments[] =
        {"--hall", options->hall, "--state", options->state,     "--listen",
         listen,   "--training",  factor,    "--training-start", options->training_start,
         NULL};
    if (!options->training)
        arguments[6] = NULL;
    int log = open(options->log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
    if (log < 0)
        return log_fault(ERR_IO, "cannot write %s", options->log);
    long from = lseek(log, 0, SEEK_END);
    child->pid = fork();
    if (child->pid == 0)
        become(options->bin, "hall-controller", arguments, log);
    close(log);
    if (child->pid < 0)
        return log_fault(ERR_IO, "cannot start a process");
    return wait_listening(child, options->log, from);
}

void child_kill(struct child *child)
{
    if (child->pid <= 0)
        return;
    kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
    child->pid = 0;
}

enum err child_stop(struct child *child)
{
    int status = 0;
    if (child->pid <= 0)
        return ERR_NONE;
    kill(child->pid, SIGTERM);
    waitpid(child->pid, &status, 0);
    child->pid = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        return log_fault(ERR_IO, "the controller did not stop cleanly (status %d)", status);
    return ERR_NONE;
}

enum err child_run(const char *bin, const char *program, const char *const *arguments)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        become(bin, program, arguments, -1);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status))
        return log_fault(ERR_IO, "%s/%s failed", bin, program);
    return ERR_NONE;
}
