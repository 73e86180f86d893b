/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line - a wire whose ends are pseudo-terminals: DIR/line-1.bus, DIR/line-1.a, .b …
 *
 * Each end keeps its terminal's other side open, so a program at it may come and go
 * without the line noticing; what nobody reads is lost, as on a wire.
 *
 * Ownership: line_open allocates; line_close removes the names it made.
 */
#ifndef LINE_LINE_H
#define LINE_LINE_H

#include "base/base.h"
#include "base/err.h"
#include "line/wire.h"

#define LINE_ENDS_MAX 27 /* .bus and .a … .z */
#define LINE_TICK_MS 1

struct event_base;
struct line;

struct line *line_open(struct event_base *base, const char *dir, uint32_t id, uint32_t ends,
                       uint32_t baud) MUST_CHECK;
void line_close(struct line *line);

#endif
