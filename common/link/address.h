/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address - "HOST:PORT" of --controller as its two parts.
 */
#ifndef LINK_ADDRESS_H
#define LINK_ADDRESS_H

#include "base/base.h"
#include "base/err.h"

#define ADDRESS_HOST_SIZE 256

struct address {
    char host[ADDRESS_HOST_SIZE];
    uint16_t port;
};

/* ERR_USAGE with one clear sentence when it is not HOST:PORT. */
enum err address_parse(const char *text, struct address *address) MUST_CHECK;

#endif
