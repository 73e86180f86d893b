/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printer_state - what a printer says of itself, in one word and in a sentence for the log.
 */
#ifndef APP_PRINTER_STATE_H
#define APP_PRINTER_STATE_H

#include <stdbool.h>

#include "protocol/bits.h"

struct printer_report {
    enum printer_state state;
    char text[200];
};

/* The graver of two: offline, fault, cover, no paper, near end, ready. */
enum printer_state printer_graver(enum printer_state a, enum printer_state b);
/* A slip would come out. */
bool printer_prints(enum printer_state state);

#endif
