/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader - the ID-card reader on its serial port: bytes to device/sam and back, on the loop.
 *
 * What was read is handed over once and wiped before reader_new's callback returns to the loop
 * (R-I1); the buffer of the port is wiped behind every batch of bytes.
 *
 * Ownership: reader_new allocates, at start only. Threads: none; libevent.
 */
#ifndef APP_READER_H
#define APP_READER_H

#include "device/sam.h"

#define READER_BAUD 115200
#define READER_TICK_MS 50

struct event_base;
struct reader;

struct reader_options {
    const char *path;
    void *context;
    /* citizen: with SAM_CARD, else NULL; valid for the call. */
    void (*on_news)(void *context, enum sam_news news, const struct citizen *citizen);
};

/* NULL, logged, when there is no memory. */
struct reader *reader_new(struct event_base *base, const struct reader_options *options) MUST_CHECK;
void reader_free(struct reader *reader);
/* Look for cards, or only whether the reader lives. */
void reader_want(struct reader *reader, bool wanted);

#endif
