/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line - the stations of this process that share one end of an RS-485 line.
 *
 * Ownership: line_new allocates, at start; the devices belong to the caller.
 */
#ifndef APP_LINE_H
#define APP_LINE_H

#include "app/device.h"

struct event_base;
struct line;

struct line *line_new(struct event_base *base, const struct line_def *def,
                      const char *path) MUST_CHECK;
void line_free(struct line *line);
void line_add(struct line *line, struct device *device);
uint16_t line_id(const struct line *line);
size_t line_devices(const struct line *line);

#endif
