/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_parts - the parts of bench-protocol, each with its own figures.
 *
 * Errors: logged; a part that could not be measured fails the bench.
 */
#ifndef BENCH_PROTOCOL_PARTS_H
#define BENCH_PROTOCOL_PARTS_H

#include "bench/bench.h"

struct protocol_options {
    const char *disk;         /* folder on the disk to be measured */
    uint32_t commands, kills; /* of `once` */
};

/* Frames, messages, records, handshakes: no sockets. */
enum err protocol_codec(struct bench *bench, const struct protocol_options *options) MUST_CHECK;

/* Code and tables of frame, codec and record on a microcontroller. */
enum err protocol_mcu(struct bench *bench, const struct protocol_options *options) MUST_CHECK;

/* Commands and their answers, with and without the disk. */
enum err protocol_trip(struct bench *bench, const struct protocol_options *options) MUST_CHECK;

/* Tickets while strangers and deaf devices do what they can. */
enum err protocol_hostile(struct bench *bench, const struct protocol_options *options) MUST_CHECK;

/* 200 boards and 500 devices that come back at once. */
enum err protocol_storm(struct bench *bench, const struct protocol_options *options) MUST_CHECK;

/* Each of very many commands has one effect, whatever is lost, repeated or killed. */
enum err protocol_once(struct bench *bench, const struct protocol_options *options) MUST_CHECK;

/* A board that reads nothing, beside 199 others. */
enum err protocol_stall(struct bench *bench, const struct protocol_options *options) MUST_CHECK;

#endif
