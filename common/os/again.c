/* SPDX-License-Identifier: Apache-2.0 */
#include "os/again.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "os/log.h"

static void mask(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(how, &set, NULL);
}

void again_hold(void)
{
    mask(SIG_BLOCK);
}

int again(char **argv)
{
    log_info("starting again");
    mask(SIG_UNBLOCK);
    execv("/proc/self/exe", argv);
    log_warn("the program cannot start itself again: %s; start it", strerror(errno));
    return 1;
}
