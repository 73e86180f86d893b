/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revoke - a device that was lost, stolen or sold does not come in any more. Needs no
 * controller; a running one ends the device's session within a second.
 */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "ctl/devices.h"
#include "ctl/say.h"

static int nothing_to_revoke(const struct ctl *ctl, const char *name)
{
    char path[FILE_PATH_MAX];
    struct revoked revoked;
    devices_path(path, ctl->state, name, ".revoked");
    if (file_exists(path) && !revoked_read(path, &revoked))
        complain("the key of %s was revoked already, on %s", name, revoked.at);
    else
        complain("%s has no key in %s/devices", name, ctl->state);
    return 1;
}

int ctl_revoke(const struct ctl *ctl)
{
    const char *name = ctl->words[0];
    char path[FILE_PATH_MAX];
    struct revoked revoked;
    if (!ctl->state) {
        complain("usage: hallctl revoke NAME --state DIR");
        return 2;
    }
    if (!devices_name_good(name))
        return 2;
    if (!devices_open(ctl->state))
        return 1;
    devices_path(path, ctl->state, name, ".key");
    if (!file_exists(path))
        return nothing_to_revoke(ctl, name);
    if (!devices_revoke(ctl->state, name, &revoked))
        return 1;
    printf("%s %s is revoked; a running controller ends its session within a second\n",
           device_kind_name(revoked.kind), name);
    return 0;
}
