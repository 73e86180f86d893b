/* SPDX-License-Identifier: Apache-2.0 */
#include "app/watchdog.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t warned;

static void too_late(int number)
{
    static const char line[] = "error component=display the loop stands still; ending\n";
    (void)number;
    if (warned) {
        struct pollfd log = {.fd = STDERR_FILENO, .events = POLLOUT};
        if (poll(&log, 1, 0) == 1) /* the loop may stand because nobody takes its log */
            (void)!write(STDERR_FILENO, line, sizeof(line) - 1);
        _exit(1);
    }
    warned = 1;
    alarm(WATCHDOG_S);
}

void watchdog_start(void)
{
    struct sigaction action = {.sa_handler = too_late, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    watchdog_alive();
}

void watchdog_alive(void)
{
    warned = 0;
    alarm(WATCHDOG_S);
}

void watchdog_stop(void)
{
    alarm(0);
}
