/* SPDX-License-Identifier: Apache-2.0 */
#include "app/paper.h"

#include <stdlib.h>
#include <string.h>

#include "os/log.h"
#include "sdl/paint.h"

#define DARK 128 /* mid-grey: darker is a dot */

enum err paper_maker_open(struct paper_maker *maker, struct fonts *fonts)
{
    maker->fonts = fonts;
    maker->scratch = malloc(PAINT_SCRATCH);
    if (!maker->scratch)
        return log_fault(ERR_NOMEM, "slips");
    return canvas_init(&maker->canvas, SLIP_DOTS_WIDE, SLIP_DOTS_HIGH_MAX);
}

void paper_maker_close(struct paper_maker *maker)
{
    canvas_fini(&maker->canvas);
    free(maker->scratch);
    maker->scratch = NULL;
}

void paper_make(struct paper_maker *maker, const struct slip *slip, struct paper *paper)
{
    slip_draw(slip, fonts_measure(maker->fonts), &maker->draw);
    paper_finish(maker, paper);
}

size_t paper_stride(const struct paper *paper)
{
    return paper->w / 8u;
}

void paper_make_test(struct paper_maker *maker, const struct test_slip *slip, struct paper *paper)
{
    slip_draw_test(slip, fonts_measure(maker->fonts), &maker->draw);
    paper_finish(maker, paper);
}

void paper_finish(struct paper_maker *maker, struct paper *paper)
{
    size_t stride = (size_t)maker->draw.w / 8;
    struct paint paint = {&maker->canvas, maker->fonts, maker->scratch};
    paint_area(&paint, &maker->draw, BOX(0, 0, maker->draw.w, maker->draw.h));
    paper->w = (uint16_t)maker->draw.w;
    paper->h = (uint16_t)maker->draw.h;
    memset(paper->dots, 0, sizeof(paper->dots));
    for (uint32_t y = 0; y < paper->h; y++)
        for (uint32_t x = 0; x < paper->w; x++)
            if ((maker->canvas.pixels[y * SLIP_DOTS_WIDE + x] & 0xff) < DARK)
                paper->dots[y * stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
}
