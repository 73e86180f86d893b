/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "os/secrets.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>

#include "os/log.h"

void secrets_keep(void)
{
    /* Both: the limit does not bind a core_pattern that is a pipe, the flag does not bind root. */
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        log_warn("a crash may leave keys in a core file: %s", strerror(errno));
}

bool secrets_random(void *bytes, size_t count)
{
    unsigned char *at = bytes;
    while (count) {
        ssize_t n = getrandom(at, count, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        count -= (size_t)n;
    }
    return true;
}
