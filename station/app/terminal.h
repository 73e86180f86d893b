/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terminal - stations at a terminal: their picture in a few rows, their keys on the
 * keyboard. TAB goes to the next station; on a pad 1-8 are F1-F8, 9 开始办理, h 求助,
 * u 撤销; on a rating pad 5 … 1 and 0 for rather not; q ends the program.
 *
 * Ownership: terminal_open changes the terminal's mode, terminal_close gives it back.
 */
#ifndef APP_TERMINAL_H
#define APP_TERMINAL_H

#include "app/device.h"

struct event_base;
struct terminal;

/* NULL when stdin is no terminal, which is no fault. */
struct terminal *terminal_open(struct event_base *base, struct device *devices, size_t count,
                               const struct words *words);
void terminal_close(struct terminal *terminal);
/* Draws the picture again when it changed. */
void terminal_tick(struct terminal *terminal);

#endif
