/* SPDX-License-Identifier: Apache-2.0 */
/*
 * icon - the pictures beside words, as shapes in a grid of 24 units (docs/ui 7).
 *
 * One colour, no font, no file: icon_alpha says how much of a pixel an icon covers, so
 * any size is sharp. Holes are painted in the colour behind.
 */
#ifndef UI_ICON_H
#define UI_ICON_H

#include <stdint.h>

#define ICONS(X)        \
    X(PERSON, "person") \
    X(PEOPLE, "people") \
    X(CLOCK, "clock")   \
    X(SEARCH, "search") \
    X(CAL, "cal")       \
    X(ASK, "ask")       \
    X(LIST, "list")     \
    X(STAR, "star")     \
    X(BELL, "bell")     \
    X(HOME, "home")     \
    X(BACK, "back")     \
    X(NEXT, "next")     \
    X(UP, "up")         \
    X(DOWN, "down")     \
    X(LOW, "low")       \
    X(PRINT, "print")   \
    X(VOICE, "voice")   \
    X(HALF, "half")     \
    X(CHECK, "check")   \
    X(CROSS, "cross")   \
    X(WARN, "warn")     \
    X(CARD, "card")     \
    X(QR, "qr")         \
    X(PHONE, "phone")   \
    X(PIN, "pin")       \
    X(DEL, "del")       \
    X(DOC, "doc")       \
    X(LINK, "link")     \
    X(PAUSE, "pause")   \
    X(PLUS, "plus")     \
    X(MINUS, "minus")   \
    X(ROLL, "roll")     \
    X(EXIT, "exit")     \
    X(FACE_1, "face-1") \
    X(FACE_2, "face-2") \
    X(FACE_3, "face-3") \
    X(FACE_4, "face-4") \
    X(FACE_5, "face-5")

#define X(name, text) ICON_##name,
enum icon { ICON_NONE, ICONS(X) ICON_COUNT };
#undef X

#define ICON_SIZE_MAX 320 /* 152 px on a 4K screen */

const char *icon_name(enum icon icon);

/* Coverage of the icon drawn `size` px wide and high: size x size bytes, 0..255, into `ink`, and of
 * its holes into `holes` (may be NULL). size at most ICON_SIZE_MAX. */
void icon_alpha(enum icon icon, uint16_t size, uint8_t *ink, uint8_t *holes);

#endif
