/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/icon.h"

#include <string.h>

#include "base/base.h"
#include "ui/icon_shapes.h"

#define GRID 24.0f
#define SAMPLES 4    /* each way in a pixel */
#define COARSE 0.67f /* units a pixel: from 36 px on the finest stroke is wider than one */

/* A stroke becomes convex quadrangles: its segments, and the sharp corners between them. */
struct quad {
    float x[4], y[4];
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
    float r = x > 1 ? x : 1;
    for (int i = 0; i < 24; i++)
        r = (r + x / r) / 2;
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

static bool in_quad(const struct quad *quad, float x, float y)
{
    bool left = false, right = false;
    for (int i = 0; i < 4; i++) {
        int j = (i + 1) % 4;
        float cross = (quad->x[j] - quad->x[i]) * (y - quad->y[i]) -
                      (quad->y[j] - quad->y[i]) * (x - quad->x[i]);
        left = left || cross > 0;
        right = right || cross < 0;
    }
    return !(left && right);
}

static bool in_outline(const struct outline *outline, float x, float y)
{
    for (uint32_t i = 0; i < outline->count; i++)
        if (in_quad(&outline->list[i], x, y))
            return true;
    return false;
}

static bool in_ellipse(const float *v, float x, float y)
{
    float dx = (x - v[0]) / v[2], dy = (y - v[1]) / v[3];
    return dx * dx + dy * dy <= 1;
}

static bool in_ring(const float *v, float x, float y)
{
    float dx = x - v[0], dy = y - v[1], d = dx * dx + dy * dy;
    float inner = v[2] - v[3] / 2, outer = v[2] + v[3] / 2;
    return d >= inner * inner && d <= outer * outer;
}

static bool in_round_rect(const float *v, float grow, float x, float y)
{
    float left = v[0] - grow, top = v[1] - grow, right = v[0] + v[2] + grow,
          bottom = v[1] + v[3] + grow, radius = v[4] > 0 ? v[4] + grow : 0;
    if (x < left || y < top || x > right || y > bottom)
        return false;
    float dx = x < left + radius ? left + radius - x : x > right - radius ? x - right + radius : 0;
    float dy = y < top + radius ? top + radius - y : y > bottom - radius ? y - bottom + radius : 0;
    return dx * dx + dy * dy <= radius * radius || radius <= 0;
}

static bool in_polygon(const struct icon_shape *shape, float x, float y)
{
    bool inside = false;
    for (uint32_t i = 0, j = shape->count - 1u; i < shape->count; j = i++) {
        const float *a = shape->points + 2 * (size_t)i, *b = shape->points + 2 * (size_t)j;
        if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0])
            inside = !inside;
    }
    return inside;
}

static bool in_shape(const struct icon_shape *shape, const struct outline *outline, float x,
                     float y)
{
    switch ((enum shape_kind)shape->kind) {
    case SHAPE_DISC:
        return in_ellipse(shape->v, x, y);
    case SHAPE_TOP_HALF:
        return y <= shape->v[1] && in_ellipse(shape->v, x, y);
    case SHAPE_RIGHT_HALF:
        return x >= shape->v[0] && in_ellipse(shape->v, x, y);
    case SHAPE_RING:
        return in_ring(shape->v, x, y);
    case SHAPE_RECT:
        return in_round_rect(shape->v, 0, x, y);
    case SHAPE_FRAME:
        return in_round_rect(shape->v, FRAME_STROKE / 2, x, y) &&
               !in_round_rect(shape->v, -FRAME_STROKE / 2, x, y);
    case SHAPE_STROKE:
        return in_outline(outline, x, y);
    case SHAPE_POLYGON:
        return in_polygon(shape, x, y);
    }
    return false;
}

static bool sample(const struct icon_shape *shape, const struct outline *outline, float scale,
                   float column, float row, uint32_t i)
{
    return in_shape(shape, outline, (column + ((float)(i % SAMPLES) + 0.5f) / SAMPLES) * scale,
                    (row + ((float)(i / SAMPLES) + 0.5f) / SAMPLES) * scale);
}

/* How much of the pixel the shape covers, 0..255. Where nothing is thinner than a pixel, four
 * corners that agree speak for what is between them. */
static uint8_t coverage(const struct icon_shape *shape, const struct outline *outline, float scale,
                        uint32_t column, uint32_t row)
{
    static const uint8_t corners[] = {0, SAMPLES - 1, SAMPLES * (SAMPLES - 1),
                                      SAMPLES * SAMPLES - 1};
    float x = (float)column, y = (float)row;
    uint32_t inside = 0;
    for (size_t i = 0; i < countof(corners); i++)
        inside += sample(shape, outline, scale, x, y, corners[i]);
    if (scale <= COARSE && (inside == 0 || inside == countof(corners)))
        return inside ? 255 : 0;
    inside = 0;
    for (uint32_t i = 0; i < SAMPLES * SAMPLES; i++)
        inside += sample(shape, outline, scale, x, y, i);
    return (uint8_t)(inside * 255 / (SAMPLES * SAMPLES));
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

static void add_shape(const struct icon_shape *shape, uint16_t size, uint8_t *alpha)
{
    struct outline outline = {0};
    float at[4];
    if (shape->kind == SHAPE_STROKE)
        outline_stroke(shape, &outline);
    bounds_of(shape, &outline, at);
    uint32_t left = pixel_of(at[0], size, false), right = pixel_of(at[2], size, true);
    uint32_t top = pixel_of(at[1], size, false), bottom = pixel_of(at[3], size, true);
    for (uint32_t row = top; row < bottom; row++)
        for (uint32_t column = left; column < right; column++) {
            uint8_t *pixel = &alpha[row * size + column];
            uint8_t more = coverage(shape, &outline, GRID / size, column, row);
            *pixel = more > *pixel ? more : *pixel;
        }
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
