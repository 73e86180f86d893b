/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys - codes of a keyboard device as the few keys a kiosk knows, or as the characters
 * of a scanner that types. All others, Ctrl, Alt, Meta, F keys, do not exist (T11, R-K15).
 *
 * Codes are those of linux/input-event-codes.h; a US keyboard's places are meant.
 */
#ifndef DEVICE_KEYS_H
#define DEVICE_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum keypad_key {
    KEYPAD_NONE,
    KEYPAD_0, /* KEYPAD_0 + n = the digit n */
    KEYPAD_9 = KEYPAD_0 + 9,
    KEYPAD_PREVIOUS, /* arrows left and up */
    KEYPAD_NEXT,     /* arrows right and down, Tab */
    KEYPAD_OK,       /* Enter, space */
    KEYPAD_BACK,     /* Esc, Backspace */
    KEYPAD_HELP,     /* H, F1, the help key: a guide */
    KEYPAD_SPEAK     /* * of a keypad: the voice guide */
};

/* A key that goes down; 0 for a code that is none of ours. */
enum keypad_key keys_of_pad(uint16_t code);

/* A scanner that types: capitals by Shift. */
struct typed {
    bool shift;
};
/* value: 0 up, 1 down, 2 repeat. The character, '\n' for Enter, 0 for nothing; what a scanner
 * never types makes the line worthless: 1. */
uint8_t keys_of_scanner(struct typed *typed, uint16_t code, int32_t value);

#endif
