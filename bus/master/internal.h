/* SPDX-License-Identifier: Apache-2.0 */
/*
 * internal - what the two halves of the master share: bus.c hears, schedule.c speaks.
 */
#ifndef MASTER_INTERNAL_H
#define MASTER_INTERNAL_H

#include "master/bus.h"

struct bus_event *bus_add(struct bus_output *output, enum bus_event_kind kind, uint8_t address);
/* NULL when the line has no such station. */
struct bus_station *bus_find(struct bus *bus, uint8_t address);
/* Tells the controller when that is news. */
void bus_set_online(struct bus_station *station, bool online, struct bus_output *output);

bool bus_is_group(const struct bus_frame *frame);
struct bus_frame *bus_queue_head(struct bus *bus);
/* The head was sent, or given up: the controller may send another. */
void bus_queue_drop(struct bus *bus, struct bus_output *output);

/* The answer that was waited for did not come. */
void bus_missed(struct bus *bus, struct bus_output *output);
/* Puts the next frame into the output when the line is free. */
void bus_speak(struct bus *bus, msec now, struct bus_output *output);
msec bus_deadline(const struct bus *bus, msec now);
/* Silence between two frames of different senders, rounded up. */
msec bus_pause_ms(uint32_t baud);

#endif
