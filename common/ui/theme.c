/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/theme.h"

#define HEX(hex)                                                \
    {                                                           \
        (hex) >> 16 & 0xff, (hex) >> 8 & 0xff, (hex)&0xff, 0xff \
    }

const struct theme theme_light = {
    .bg = HEX(0xF4F6F9),
    .surface = HEX(0xFFFFFF),
    .ink = HEX(0x14213D),
    .muted = HEX(0x424F67),
    .line = HEX(0xD5DBE5),
    .border = HEX(0x6B7890),
    .primary = HEX(0x09528F),
    .on_primary = HEX(0xFFFFFF),
    .pressed = HEX(0x063A66),
    .pressed_light = HEX(0xEAF3FA),
    .disabled = HEX(0xE4E8EF),
    .on_disabled = HEX(0x4F5B70),
    .disabled_border = HEX(0xC3CBD8),
    .success = HEX(0x125E38),
    .warn = HEX(0x893A07),
    .danger = HEX(0xA11D13),
    .tint = HEX(0xEAF3FA),
    .tint_success = HEX(0xEAF6EF),
    .tint_warn = HEX(0xFEF4EC),
    .bed = HEX(0xE8EDF4),
    .focus = HEX(0xFFBF00),
    .called = HEX(0xFFD166),
    .on_called = HEX(0x14213D),
    .on_zone = HEX(0xFFFFFF),
    .veil = {0x14, 0x21, 0x3D, 0xB8},
    .zone = {HEX(0x09528F), HEX(0x125E38), HEX(0x893A07), HEX(0x673C9B), HEX(0x0B5B56),
             HEX(0x9D174D)},
};

const struct theme theme_tv = {
    .bg = HEX(0x0B1220),
    .surface = HEX(0x141E31),
    .ink = HEX(0xF5F7FA),
    .muted = HEX(0xA9B4C8),
    .line = HEX(0x2B3852),
    .border = HEX(0x6B7890),
    .primary = HEX(0x5AA9E6),
    .on_primary = HEX(0x0B1220),
    .pressed = HEX(0x063A66),
    .pressed_light = HEX(0x2B3852),
    .disabled = HEX(0x141E31),
    .on_disabled = HEX(0xA9B4C8),
    .disabled_border = HEX(0x2B3852),
    .success = HEX(0x63C98F),
    .warn = HEX(0xE79A5B),
    .danger = HEX(0xE583AE),
    .tint = HEX(0x141E31),
    .tint_success = HEX(0x141E31),
    .tint_warn = HEX(0x141E31),
    .bed = HEX(0x141E31),
    .focus = HEX(0xFFBF00),
    .called = HEX(0xFFD166),
    .on_called = HEX(0x0B1220),
    .on_zone = HEX(0x0B1220),
    .veil = {0x0B, 0x12, 0x20, 0xB3},
    .zone = {HEX(0x5AA9E6), HEX(0x63C98F), HEX(0xE79A5B), HEX(0xB79AE6), HEX(0x5CC7BF),
             HEX(0xE583AE)},
};

/* R-X4: black, white and one yellow; what is a tint elsewhere is black with a white line. */
const struct theme theme_contrast = {
    .bg = HEX(0x000000),
    .surface = HEX(0x000000),
    .ink = HEX(0xFFFFFF),
    .muted = HEX(0xFFFFFF),
    .line = HEX(0xFFFFFF),
    .border = HEX(0xFFFFFF),
    .primary = HEX(0xFFE14D),
    .on_primary = HEX(0x000000),
    .pressed = HEX(0xFFFFFF),
    .pressed_light = HEX(0x000000),
    .disabled = HEX(0x000000),
    .on_disabled = HEX(0xFFFFFF),
    .disabled_border = HEX(0xFFFFFF),
    .success = HEX(0xFFFFFF),
    .warn = HEX(0xFFE14D),
    .danger = HEX(0xFFE14D),
    .tint = HEX(0x000000),
    .tint_success = HEX(0x000000),
    .tint_warn = HEX(0x000000),
    .bed = HEX(0x000000),
    .focus = HEX(0xFFE14D),
    .called = HEX(0xFFE14D),
    .on_called = HEX(0x000000),
    .on_zone = HEX(0x000000),
    .veil = {0, 0, 0, 0xCC},
    .zone = {HEX(0xFFE14D), HEX(0xFFE14D), HEX(0xFFE14D), HEX(0xFFE14D), HEX(0xFFE14D),
             HEX(0xFFE14D)},
};

struct rgba theme_zone(const struct theme *theme, uint8_t colour)
{
    return theme->zone[colour % ZONE_COLOURS];
}

/* Fifth root by Newton: the only root that x to the 2.4th needs, and no libm. */
static double fifth_root(double x)
{
    double root = 1;
    for (int i = 0; i < 40; i++) {
        double fourth = root * root * root * root;
        root += (x / fourth - root) / 5;
    }
    return root;
}

static double linear(uint8_t channel)
{
    double c = channel / 255.0;
    if (c <= 0.04045)
        return c / 12.92;
    c = (c + 0.055) / 1.055;
    return c * c * fifth_root(c * c);
}

static double luminance(struct rgba c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

uint16_t theme_contrast_of(struct rgba a, struct rgba b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return (uint16_t)((x > y ? x / y : y / x) * 100 + 0.5);
}
