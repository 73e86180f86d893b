/* SPDX-License-Identifier: Apache-2.0 */
#include "link/address.h"

#include <stdlib.h>
#include <string.h>

#include "os/log.h"

enum err address_parse(const char *text, struct address *address)
{
    const char *colon = strrchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : 0;
    char *end = NULL;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    if (!length || length >= sizeof(address->host) || *end || !port || port > UINT16_MAX)
        return log_fault(ERR_USAGE,
                         "--controller %s is not HOST:PORT; write it like 127.0.0.1:7420, with a "
                         "port from 1 to 65535",
                         text);
    memcpy(address->host, text, length);
    address->host[length] = 0;
    address->port = (uint16_t)port;
    return ERR_NONE;
}
