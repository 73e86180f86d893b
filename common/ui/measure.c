/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "ui/draw.h"

/* Advances of Noto Sans CJK SC Bold in thousandths of an em, rounded up: U+0020 … U+007E. */
static const uint16_t latin[] = {227, 343, 538, 590, 590, 927, 750, 322, 378, 378, 503, 590,
                                 322, 372, 322, 388, 590, 590, 590, 590, 590, 590, 590, 590,
                                 590, 590, 322, 322, 590, 590, 590, 511, 980, 612, 665, 642,
                                 697, 592, 563, 704, 741, 322, 555, 665, 567, 838, 731, 752,
                                 645, 752, 656, 611, 609, 729, 583, 895, 595, 569, 586, 378,
                                 388, 378, 590, 569, 621, 585, 636, 520, 636, 568, 373, 585,
                                 627, 296, 297, 608, 309, 951, 628, 618, 636, 636, 440, 489,
                                 404, 623, 560, 836, 543, 560, 508, 378, 288, 378, 590};

static uint16_t advance(uint32_t character)
{
    if (character < 0x20)
        return 0;
    if (character < 0x7f)
        return latin[character - 0x20];
    return character < 0x2e80 && character != 0x2026 && character != 0x201c && character != 0x201d
               ? 600
               : 1000;
}

static uint16_t rough(void *context, const char *text, uint16_t size, bool bold)
{
    (void)context;
    (void)bold;
    uint32_t sum = 0;
    for (uint32_t character; (character = utf8_next(&text)) != 0;)
        sum += advance(character);
    sum = (sum * size + 999) / 1000;
    return sum < UINT16_MAX ? (uint16_t)sum : UINT16_MAX;
}

const struct text_measure text_measure_rough = {NULL, rough};
