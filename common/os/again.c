/* SPDX-License-Identifier: Apache-2.0 */
#include "os/again.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "os/log.h"

int again(char **argv)
{
    log_info("starting again");
    execv("/proc/self/exe", argv);
    log_warn("the program cannot start itself again: %s; start it", strerror(errno));
    return 1;
}
