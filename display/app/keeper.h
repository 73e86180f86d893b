/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keeper - one small file, written anew by a thread of its own, so that a slow disk holds nobody
 * up.
 *
 * keeper_write waits for the disk, but not for long; what is written then is still written, and of
 * several texts only the newest.
 *
 * Ownership: keeper_open allocates and starts the thread; keeper_close accepts NULL, and leaves a
 *            thread behind whose disk does not answer.
 * Errors:    NULL without memory or thread, logged; a failed write is logged by file_write.
 * Threads:   all functions belong to the caller's one thread.
 */
#ifndef APP_KEEPER_H
#define APP_KEEPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/base.h"

#define KEEPER_TEXT_MAX 128
#define KEEPER_WAIT_MS 100
#define KEEPER_CLOSE_MS SECOND

struct keeper;

struct keeper *keeper_open(const char *path) MUST_CHECK;
void keeper_close(struct keeper *keeper);

/* At most KEEPER_TEXT_MAX bytes. True when it is on the disk. */
bool keeper_write(struct keeper *keeper, const char *text, size_t length);

#endif
