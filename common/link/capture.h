/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capture - what a session says, in a file for Wireshark (--capture FILE, protocol/hall.lua).
 *
 * Classic pcap, link type 147 (DLT_USER0). Each packet is one byte of flags and one decoded frame:
 * header, TYPE, fields. Sealed bodies stand opened, without their tag; a handshake stands twice, as
 * it is on the wire and as what it carries. Fields that are keys or proofs of a PIN are zero.
 *
 * A capture holds what is said of people, so only its owner may read it (mode 0600), and it
 * ends by itself at CAPTURE_MAX bytes. A capture that is there already goes on; another file
 * is not touched.
 *
 * Ownership: capture_open allocates. Errors: capture_open says one sentence; a file that cannot
 * be written later is given up, once, with a line in the log: the session goes on.
 */
#ifndef LINK_CAPTURE_H
#define LINK_CAPTURE_H

#include "base/base.h"
#include "protocol/session.h"

#define CAPTURE_MAX (64u << 20)
#define CAPTURE_LINK_TYPE 147
#define CAPTURE_TO_CONTROLLER 0x01
#define CAPTURE_OPENED 0x02

/* The row of every program's options; the text goes into link_options.capture. */
#define CAPTURE_OPTION(path)                                                        \
    {                                                                               \
        "capture", "FILE", "record what the session says, for Wireshark (no keys)", \
            .text = &(path)                                                         \
    }

struct capture;

struct capture *capture_open(const char *path) MUST_CHECK;
void capture_close(struct capture *capture);
/* For session_watch; NULL for NULL. */
const struct channel_tap *capture_tap(const struct capture *capture);
/* A device's first frame, which is on the way before a session can be watched: the wire bytes of
 * NOISE1, and the HELLO in it. */
void capture_first(struct capture *capture, const uint8_t *wire, size_t length,
                   const struct msg_hello *hello);

#endif
