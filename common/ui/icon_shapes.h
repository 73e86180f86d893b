/* SPDX-License-Identifier: Apache-2.0 */
/*
 * icon_shapes - the shapes of each icon; only icon.c reads them.
 */
#ifndef UI_ICON_SHAPES_H
#define UI_ICON_SHAPES_H

#include <stdbool.h>
#include <stdint.h>

enum shape_kind {
    SHAPE_DISC,       /* cx cy rx ry */
    SHAPE_TOP_HALF,   /* cx cy rx ry: the part above cy */
    SHAPE_RIGHT_HALF, /* cx cy rx ry: the part right of cx */
    SHAPE_RING,       /* cx cy r stroke */
    SHAPE_RECT,       /* x y w h radius */
    SHAPE_FRAME,      /* x y w h radius, stroke 2.3 around that outline */
    SHAPE_STROKE,     /* points, v[0] = stroke; sharp joints */
    SHAPE_POLYGON     /* points */
};

struct icon_shape {
    uint8_t kind;
    bool hole;
    uint8_t count; /* of points */
    float v[5];
    const float *points; /* x, y, x, y, … */
};

struct icon_shapes {
    const struct icon_shape *list;
    uint8_t count;
};

#define FRAME_STROKE 2.3f
#define POINTS_MAX 24

extern const struct icon_shapes icon_shapes[];

#endif
