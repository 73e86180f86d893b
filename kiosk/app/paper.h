/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paper - a slip as black dots: 576 wide on a roll of 80 mm, 384 on one of 58; 1 = black, rows of
 * whole bytes.
 */
#ifndef APP_PAPER_H
#define APP_PAPER_H

#include "device/slip.h"
#include "sdl/screen.h"

struct paper {
    uint16_t w, h;
    uint8_t dots[SLIP_DOTS_WIDE / 8 * SLIP_DOTS_HIGH_MAX];
};
/* Bytes of a row. */
size_t paper_stride(const struct paper *paper);

/* Paints slips; sized once. */
struct paper_maker {
    struct canvas canvas;
    struct fonts *fonts;
    uint8_t *scratch;
    struct draw draw;
};
enum err paper_maker_open(struct paper_maker *maker, struct fonts *fonts) MUST_CHECK;
void paper_maker_close(struct paper_maker *maker);
void paper_make(struct paper_maker *maker, const struct slip *slip, struct paper *paper);
/* Of what stands in maker->draw: another paper than a slip. */
void paper_finish(struct paper_maker *maker, struct paper *paper);
void paper_make_test(struct paper_maker *maker, const struct test_slip *slip, struct paper *paper);

#endif
