/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit - holds what the devices saw against what the journal says, both ways.
 *
 * Every acknowledged ticket is in the journal once, with that number and service;
 * every ticket of the journal was acknowledged; each was called as often as a window
 * was told, to that window; ended as the window was told; and was shown on a board.
 *
 * The controller must have stopped: a state folder has one reader (store/store.h).
 */
#ifndef LOAD_AUDIT_H
#define LOAD_AUDIT_H

#include "load/book.h"

/* Differences are counted in the book. ERR_… when the journal cannot be read. */
enum err audit_journal(struct book *book, const char *state, const char *hall_id,
                       bool training) MUST_CHECK;
/* The devices' side alone: all called once a leg, shown, ended. */
void audit_devices(struct book *book);

#endif
