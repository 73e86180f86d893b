/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/icon.h"

#include <string.h>

#include "base/base.h"
#include "ui/icon_shapes.h"

#define GRID 24.0f
#define SAMPLES 4 /* each way in a pixel */

/* A stroke becomes convex quadrangles: its segments, and the sharp corners between them. */
struct quad {
    float x[4], y[4], top, bottom;
};
struct outline {
    uint32_t count;
    struct quad list[2 * POINTS_MAX];
};

static const char *const names[] = {"none",
#define X(name, text) text,
                                    ICONS(X)
#undef X
};

const char *icon_name(enum icon icon)
{
    return icon < ICON_COUNT ? names[icon] : "?";
}

static float root(float x)
{
    if (x <= 0)
        return 0;
    float r = x > 1 ? x : 1;
    for (float less = 0; (less = (r + x / r) / 2) < r;) /* from above, until it stands */
        r = less;
    return r;
}

/* The unit vector to the left of a segment. */
static void normal_of(const float *from, const float *to, float *x, float *y)
{
    float dx = to[0] - from[0], dy = to[1] - from[1], length = root(dx * dx + dy * dy);
    *x = -dy / length;
    *y = dx / length;
}

static void put(struct outline *outline, const float x[4], const float y[4])
{
    struct quad *quad = &outline->list[outline->count++];
    memcpy(quad->x, x, sizeof(quad->x));
    memcpy(quad->y, y, sizeof(quad->y));
    quad->top = quad->bottom = y[0];
    for (int i = 1; i < 4; i++) {
        quad->top = y[i] < quad->top ? y[i] : quad->top;
        quad->bottom = y[i] > quad->bottom ? y[i] : quad->bottom;
    }
}

static void put_joint(struct outline *outline, const float *at, const float *from, const float *to,
                      float half)
{
    float ax, ay, bx, by;
    normal_of(from, at, &ax, &ay);
    normal_of(at, to, &bx, &by);
    float side = ax * by - ay * bx > 0 ? -half : half; /* the outer side of the turn */
    float scale = side / (1 + ax * bx + ay * by);
    put(outline, (float[4]){at[0], at[0] + side * ax, at[0] + scale * (ax + bx), at[0] + side * bx},
        (float[4]){at[1], at[1] + side * ay, at[1] + scale * (ay + by), at[1] + side * by});
}

static void outline_stroke(const struct icon_shape *shape, struct outline *outline)
{
    float half = shape->v[0] / 2;
    outline->count = 0;
    for (uint32_t i = 0; i + 1u < shape->count; i++) {
        const float *from = shape->points + 2 * (size_t)i, *to = from + 2;
        float nx, ny;
        normal_of(from, to, &nx, &ny);
        nx *= half;
        ny *= half;
        put(outline, (float[4]){from[0] + nx, to[0] + nx, to[0] - nx, from[0] - nx},
            (float[4]){from[1] + ny, to[1] + ny, to[1] - ny, from[1] - ny});
        if (i > 0)
            put_joint(outline, from, from - 2, to, half);
    }
}

/* What a level line through the grid has of a shape: from left to right, inside where an odd number
 * of crossings lies to the left. */
struct spans {
    bool *samples; /* of one line, from left to right */
    int32_t count;
    float step; /* units from one to the next */
};

/* The first sample at or right of x. */
static int32_t sample_at(const struct spans *spans, float x)
{
    float at = x / spans->step - 0.5f;
    if (at <= 0)
        return 0;
    if (at >= (float)spans->count)
        return spans->count;
    int32_t whole = (int32_t)at;
    return whole + ((float)whole < at);
}

static void fill(const struct spans *spans, float left, float right)
{
    int32_t from = sample_at(spans, left), to = sample_at(spans, right);
    if (to > from)
        memset(spans->samples + from, 1, (size_t)(to - from));
}

/* Half the width of an ellipse at a height dy above its middle; below 0 = the line misses it. */
static float half_chord(float rx, float ry, float dy)
{
    float rest = 1 - dy * dy / (ry * ry);
    return rest < 0 ? -1 : rx * root(rest);
}

static void fill_ellipse(const struct spans *spans, const float *v, float y, bool right_half)
{
    float half = half_chord(v[2], v[3], y - v[1]);
    if (half >= 0)
        fill(spans, right_half ? v[0] : v[0] - half, v[0] + half);
}

static void fill_ring(const struct spans *spans, const float *v, float y)
{
    float inner = v[2] - v[3] / 2, outer = v[2] + v[3] / 2, dy = y - v[1];
    float out = half_chord(outer, outer, dy), in = half_chord(inner, inner, dy);
    if (out < 0)
        return;
    in = in < 0 ? 0 : in;
    fill(spans, v[0] - out, v[0] - in);
    fill(spans, v[0] + in, v[0] + out);
}

/* Left and right end of a rectangle with round corners at y; false when the line misses it. */
static bool ends_of_rect(const float *v, float grow, float y, float ends[2])
{
    float top = v[1] - grow, bottom = v[1] + v[3] + grow, radius = v[4] > 0 ? v[4] + grow : 0;
    if (y < top || y > bottom)
        return false;
    float dy = y < top + radius ? top + radius - y : y > bottom - radius ? y - bottom + radius : 0;
    float cut = radius > 0 ? radius - half_chord(radius, radius, dy) : 0;
    ends[0] = v[0] - grow + cut;
    ends[1] = v[0] + v[2] + grow - cut;
    return true;
}

static void fill_frame(const struct spans *spans, const float *v, float y)
{
    float outer[2], inner[2];
    if (!ends_of_rect(v, FRAME_STROKE / 2, y, outer))
        return;
    if (!ends_of_rect(v, -FRAME_STROKE / 2, y, inner)) {
        fill(spans, outer[0], outer[1]);
        return;
    }
    fill(spans, outer[0], inner[0]);
    fill(spans, inner[1], outer[1]);
}

/* Where the edge crosses the line; false when it does not. */
static bool crosses(const float *a, const float *b, float y, float *x)
{
    if ((a[1] > y) == (b[1] > y))
        return false;
    *x = (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0];
    return true;
}

static void fill_quads(const struct spans *spans, const struct outline *outline, float y)
{
    for (uint32_t i = 0; i < outline->count; i++) {
        const struct quad *quad = &outline->list[i];
        float left = GRID, right = 0, x;
        if (y < quad->top || y > quad->bottom)
            continue;
        for (int j = 0; j < 4; j++) {
            int k = (j + 1) % 4;
            if (!crosses((float[2]){quad->x[j], quad->y[j]}, (float[2]){quad->x[k], quad->y[k]}, y,
                         &x))
                continue;
            left = x < left ? x : left;
            right = x > right ? x : right;
        }
        fill(spans, left, right);
    }
}

static void fill_polygon(const struct spans *spans, const struct icon_shape *shape, float y)
{
    float at[POINTS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0, j = shape->count - 1u; i < shape->count; j = i++) {
        float x;
        if (!crosses(shape->points + 2 * (size_t)i, shape->points + 2 * (size_t)j, y, &x))
            continue;
        uint32_t place = count++;
        for (; place > 0 && at[place - 1] > x; place--)
            at[place] = at[place - 1];
        at[place] = x;
    }
    for (uint32_t i = 0; i + 1 < count; i += 2)
        fill(spans, at[i], at[i + 1]);
}

static void fill_line(const struct spans *spans, const struct icon_shape *shape,
                      const struct outline *outline, float y)
{
    float ends[2];
    switch ((enum shape_kind)shape->kind) {
    case SHAPE_DISC:
    case SHAPE_RIGHT_HALF:
        fill_ellipse(spans, shape->v, y, shape->kind == SHAPE_RIGHT_HALF);
        break;
    case SHAPE_TOP_HALF:
        if (y <= shape->v[1])
            fill_ellipse(spans, shape->v, y, false);
        break;
    case SHAPE_RING:
        fill_ring(spans, shape->v, y);
        break;
    case SHAPE_RECT:
        if (ends_of_rect(shape->v, 0, y, ends))
            fill(spans, ends[0], ends[1]);
        break;
    case SHAPE_FRAME:
        fill_frame(spans, shape->v, y);
        break;
    case SHAPE_STROKE:
        fill_quads(spans, outline, y);
        break;
    case SHAPE_POLYGON:
        fill_polygon(spans, shape, y);
        break;
    }
}

static void grow(float at[4], float x, float y)
{
    at[0] = x < at[0] ? x : at[0];
    at[1] = y < at[1] ? y : at[1];
    at[2] = x > at[2] ? x : at[2];
    at[3] = y > at[3] ? y : at[3];
}

/* left, top, right, bottom of a shape in the grid: nothing of it lies outside. */
static void bounds_of(const struct icon_shape *shape, const struct outline *outline, float at[4])
{
    const float *v = shape->v;
    at[0] = at[1] = GRID;
    at[2] = at[3] = 0;
    if (shape->kind == SHAPE_STROKE) {
        for (uint32_t i = 0; i < outline->count; i++)
            for (int j = 0; j < 4; j++)
                grow(at, outline->list[i].x[j], outline->list[i].y[j]);
    } else if (shape->kind == SHAPE_POLYGON) {
        for (uint32_t i = 0; i < shape->count; i++)
            grow(at, shape->points[2 * i], shape->points[2 * i + 1]);
    } else if (shape->kind == SHAPE_RECT || shape->kind == SHAPE_FRAME) {
        grow(at, v[0] - FRAME_STROKE / 2, v[1] - FRAME_STROKE / 2);
        grow(at, v[0] + v[2] + FRAME_STROKE / 2, v[1] + v[3] + FRAME_STROKE / 2);
    } else {
        float rx = shape->kind == SHAPE_RING ? v[2] + v[3] / 2 : v[2];
        float ry = shape->kind == SHAPE_RING ? rx : v[3];
        grow(at, v[0] - rx, v[1] - ry);
        grow(at, v[0] + rx, v[1] + ry);
    }
}

static uint32_t pixel_of(float at, uint16_t size, bool up)
{
    float pixel = at * size / GRID + (up ? 1 : 0);
    return pixel <= 0 ? 0 : pixel >= size ? size : (uint32_t)pixel;
}

/* Adds the samples of one line to the pixels below them. */
static void count_samples(const bool *samples, uint32_t from, uint32_t to, uint8_t *counts)
{
    for (uint32_t i = from; i < to; i++) {
        const bool *four = samples + (size_t)SAMPLES * i;
        counts[i] = (uint8_t)(counts[i] + four[0] + four[1] + four[2] + four[3]);
    }
}

/* The pixels that a shape can reach. */
struct reach {
    uint32_t left, top, right, bottom;
};

static void add_row(const struct icon_shape *shape, const struct outline *outline,
                    const struct reach *reach, uint16_t size, uint32_t row, uint8_t *alpha)
{
    bool samples[ICON_SIZE_MAX * SAMPLES];
    uint8_t counts[ICON_SIZE_MAX] = {0};
    struct spans spans = {samples, size * SAMPLES, GRID / (float)(size * SAMPLES)};
    for (uint32_t i = 0; i < SAMPLES; i++) {
        memset(samples, 0, (size_t)spans.count);
        fill_line(&spans, shape, outline, ((float)(row * SAMPLES + i) + 0.5f) * spans.step);
        count_samples(samples, reach->left, reach->right, counts);
    }
    for (uint32_t column = reach->left; column < reach->right; column++) {
        uint8_t more = (uint8_t)(counts[column] * 255 / (SAMPLES * SAMPLES));
        alpha[column] = more > alpha[column] ? more : alpha[column];
    }
}

static void add_shape(const struct icon_shape *shape, uint16_t size, uint8_t *alpha)
{
    struct outline outline = {0};
    float at[4];
    if (shape->kind == SHAPE_STROKE)
        outline_stroke(shape, &outline);
    bounds_of(shape, &outline, at);
    struct reach reach = {pixel_of(at[0], size, false), pixel_of(at[1], size, false),
                          pixel_of(at[2], size, true), pixel_of(at[3], size, true)};
    for (uint32_t row = reach.top; row < reach.bottom; row++)
        add_row(shape, &outline, &reach, size, row, alpha + (size_t)row * size);
}

void icon_alpha(enum icon icon, uint16_t size, uint8_t *ink, uint8_t *holes)
{
    memset(ink, 0, (size_t)size * size);
    if (holes)
        memset(holes, 0, (size_t)size * size);
    if (icon >= ICON_COUNT || size == 0 || size > ICON_SIZE_MAX)
        return;
    for (uint32_t i = 0; i < icon_shapes[icon].count; i++) {
        const struct icon_shape *shape = &icon_shapes[icon].list[i];
        uint8_t *to = shape->hole ? holes : ink;
        if (to)
            add_shape(shape, size, to);
    }
}
