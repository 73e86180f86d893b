/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/icon_shapes.h"

#include "base/base.h"
#include "ui/icon.h"

#define DISC(cx, cy, r)                           \
    {                                             \
        .kind = SHAPE_DISC, .v = { cx, cy, r, r } \
    }
#define TOP_HALF(cx, cy, rx, ry)                        \
    {                                                   \
        .kind = SHAPE_TOP_HALF, .v = { cx, cy, rx, ry } \
    }
#define RING(cx, cy, r, stroke)                        \
    {                                                  \
        .kind = SHAPE_RING, .v = { cx, cy, r, stroke } \
    }
#define RECT(x, y, w, h)                           \
    {                                              \
        .kind = SHAPE_RECT, .v = { x, y, w, h, 0 } \
    }
#define ROUND(x, y, w, h, r)                       \
    {                                              \
        .kind = SHAPE_RECT, .v = { x, y, w, h, r } \
    }
#define FRAME(x, y, w, h, r)                        \
    {                                               \
        .kind = SHAPE_FRAME, .v = { x, y, w, h, r } \
    }
#define HOLE(x, y, w, h)                                         \
    {                                                            \
        .kind = SHAPE_RECT, .hole = true, .v = { x, y, w, h, 0 } \
    }
#define ROUND_HOLE(cx, cy, r)                                   \
    {                                                           \
        .kind = SHAPE_DISC, .hole = true, .v = { cx, cy, r, r } \
    }
#define STROKE(width, xy)                                                            \
    {                                                                                \
        .kind = SHAPE_STROKE, .count = countof(xy) / 2, .v = {width}, .points = (xy) \
    }
#define POLYGON(xy)                                                     \
    {                                                                   \
        .kind = SHAPE_POLYGON, .count = countof(xy) / 2, .points = (xy) \
    }

static const struct icon_shape person[] = {DISC(12, 7, 4.5f), TOP_HALF(12, 21.5f, 9, 8.5f)};

static const float people_behind[] = {18.60f, 21.00f, 23.00f, 21.00f, 23.00f, 20.00f,
                                      22.88f, 18.79f, 22.54f, 17.63f, 21.99f, 16.56f,
                                      21.24f, 15.62f, 20.33f, 14.84f, 19.30f, 14.27f,
                                      18.17f, 13.92f, 17.00f, 13.80f, 17.79f, 15.17f,
                                      18.33f, 16.66f, 18.61f, 18.22f, 18.60f, 19.80f};
static const struct icon_shape people[] = {DISC(9, 7, 4), TOP_HALF(9, 20.5f, 8, 7.5f),
                                           DISC(17.5f, 8, 3), POLYGON(people_behind)};

static const float clock_hands[] = {12, 6.5f, 12, 12, 16, 15};
static const struct icon_shape clock_[] = {RING(12, 12, 9.5f, 2.4f), STROKE(2.4f, clock_hands)};

static const float search_handle[] = {15, 15, 22, 22};
static const struct icon_shape search[] = {RING(10, 10, 7, 2.6f), STROKE(3, search_handle)};

static const float cal_bar[] = {2.5f, 9.5f, 21.5f, 9.5f}, cal_left[] = {7.5f, 1.5f, 7.5f, 6.5f},
                   cal_right[] = {16.5f, 1.5f, 16.5f, 6.5f};
static const struct icon_shape cal[] = {FRAME(2.5f, 4.5f, 19, 17, 2), STROKE(2.4f, cal_bar),
                                        STROKE(2.4f, cal_left), STROKE(2.4f, cal_right),
                                        RECT(6, 12.5f, 4, 4)};

static const float ask_hook[] = {8.80f,  9.60f,  9.01f,  8.49f,  9.59f,  7.52f,  10.46f,
                                 6.82f,  11.53f, 6.46f,  12.66f, 6.49f,  13.71f, 6.92f,
                                 14.54f, 7.68f,  15.06f, 8.68f,  15.20f, 9.80f,  14.94f,
                                 10.90f, 14.31f, 11.84f, 13.40f, 12.50f, 12.76f, 12.88f,
                                 12.32f, 13.32f, 12.08f, 13.88f, 12.00f, 14.60f};
static const struct icon_shape ask[] = {RING(12, 12, 10, 2.4f), STROKE(2.4f, ask_hook),
                                        DISC(12, 17.6f, 1.5f)};

static const float list_1[] = {10, 5.5f, 21, 5.5f}, list_2[] = {10, 12, 21, 12},
                   list_3[] = {10, 18.5f, 21, 18.5f};
static const struct icon_shape list[] = {RECT(3, 3.5f, 4, 4),  RECT(3, 10, 4, 4),
                                         RECT(3, 16.5f, 4, 4), STROKE(2.6f, list_1),
                                         STROKE(2.6f, list_2), STROKE(2.6f, list_3)};

static const float star_points[] = {12,    2,     15,    8.6f, 22.1f, 9.4f, 16.8f,
                                    14.2f, 18.3f, 21.3f, 12,   17.7f, 5.7f, 21.3f,
                                    7.2f,  14.2f, 1.9f,  9.4f, 9,     8.6f};
static const struct icon_shape star[] = {POLYGON(star_points)};

static const struct icon_shape bell[] = {TOP_HALF(12, 17, 8.5f, 8.5f),
                                         ROUND(1.5f, 18.6f, 21, 2.8f, 1.2f),
                                         RECT(10.8f, 4, 2.4f, 4),
                                         ROUND(8.6f, 2.4f, 6.8f, 2.6f, 1.2f)};

static const float home_points[] = {12, 2,     1.5f, 11.5f, 5,  11.5f, 5,  21, 10.2f, 21,    10.2f,
                                    15, 13.8f, 15,   13.8f, 21, 19,    21, 19, 11.5f, 22.5f, 11.5f};
static const struct icon_shape home[] = {POLYGON(home_points)};

static const float back_line[] = {22, 12, 4, 12}, back_head[] = {11, 4.5f, 3.5f, 12, 11, 19.5f};
static const struct icon_shape back[] = {STROKE(3, back_line), STROKE(3, back_head)};
static const float next_line[] = {2, 12, 20, 12}, next_head[] = {13, 4.5f, 20.5f, 12, 13, 19.5f};
static const struct icon_shape next[] = {STROKE(3, next_line), STROKE(3, next_head)};
static const float up_line[] = {12, 22, 12, 4}, up_head[] = {4.5f, 11, 12, 3.5f, 19.5f, 11};
static const struct icon_shape up[] = {STROKE(3, up_line), STROKE(3, up_head)};
static const float down_line[] = {12, 2, 12, 20}, down_head[] = {4.5f, 13, 12, 20.5f, 19.5f, 13};
static const struct icon_shape down[] = {STROKE(3, down_line), STROKE(3, down_head)};
static const float low_line[] = {12, 2, 12, 14}, low_head[] = {6.5f, 9, 12, 14.5f, 17.5f, 9};
static const struct icon_shape low[] = {STROKE(2.8f, low_line), STROKE(2.8f, low_head),
                                        RECT(2, 18.5f, 20, 3)};

static const float print_body[] = {2, 8.5f, 22, 8.5f, 22, 18, 18, 18, 18, 14, 6, 14, 6, 18, 2, 18};
static const struct icon_shape print[] = {RECT(6, 2, 12, 5), POLYGON(print_body),
                                          RECT(7.5f, 15.5f, 9, 6.5f)};

static const float voice_cone[] = {2, 9, 6.5f, 9, 13, 3.5f, 13, 20.5f, 6.5f, 15, 2, 15},
                   voice_near[] = {16.5f, 8, 16.5f, 16}, voice_far[] = {20.5f, 5, 20.5f, 19};
static const struct icon_shape voice[] = {POLYGON(voice_cone), STROKE(2.6f, voice_near),
                                          STROKE(2.6f, voice_far)};

static const struct icon_shape half[] = {RING(12, 12, 9.5f, 2.4f),
                                         {.kind = SHAPE_RIGHT_HALF, .v = {12, 12, 9.5f, 9.5f}}};

static const float check_line[] = {3, 12.5f, 9.5f, 19, 21.5f, 5.5f};
static const struct icon_shape check[] = {STROKE(3.6f, check_line)};
static const float cross_1[] = {4, 4, 20, 20}, cross_2[] = {20, 4, 4, 20};
static const struct icon_shape cross[] = {STROKE(3.2f, cross_1), STROKE(3.2f, cross_2)};

static const float warn_triangle[] = {12, 1.5f, 23.5f, 22, 0.5f, 22};
static const struct icon_shape warn[] = {POLYGON(warn_triangle), HOLE(10.7f, 8.5f, 2.6f, 7),
                                         HOLE(10.7f, 17, 2.6f, 2.6f)};

static const float card_1[] = {13.5f, 9.5f, 19.5f, 9.5f}, card_2[] = {13.5f, 14, 19.5f, 14};
static const struct icon_shape card[] = {FRAME(1.5f, 4.5f, 21, 15, 2), DISC(7.5f, 10, 2.2f),
                                         RECT(4.5f, 13.2f, 6, 3), STROKE(2.2f, card_1),
                                         STROKE(2.2f, card_2)};

static const struct icon_shape qr[] = {FRAME(2.5f, 2.5f, 7, 7, 0),
                                       FRAME(14.5f, 2.5f, 7, 7, 0),
                                       FRAME(2.5f, 14.5f, 7, 7, 0),
                                       RECT(14, 14, 3.5f, 3.5f),
                                       RECT(18.5f, 18.5f, 3.5f, 3.5f),
                                       RECT(14, 20, 2, 2),
                                       RECT(20, 14, 2, 2)};

static const struct icon_shape phone[] = {FRAME(6, 1.5f, 12, 21, 2.4f), RECT(10, 18.2f, 4, 2)};

static const float pin_point[] = {12.00f, 23.00f, 10.22f, 20.70f, 8.64f,  18.63f, 7.27f,
                                  16.77f, 6.12f,  15.06f, 5.21f,  13.47f, 4.55f,  11.96f,
                                  4.14f,  10.48f, 4.00f,  9.00f,  20.00f, 9.00f,  19.86f,
                                  10.48f, 19.45f, 11.96f, 18.79f, 13.47f, 17.88f, 15.06f,
                                  16.73f, 16.77f, 15.36f, 18.63f, 13.78f, 20.70f};
static const struct icon_shape pin[] = {TOP_HALF(12, 9, 8, 8), POLYGON(pin_point),
                                        ROUND_HOLE(12, 9, 3)};

static const float del_tag[] = {8, 4, 22, 4, 22, 20, 8, 20, 1.5f, 12, 8, 4, 22, 4},
                   del_1[] = {11.5f, 8.5f, 17.5f, 15.5f}, del_2[] = {17.5f, 8.5f, 11.5f, 15.5f};
static const struct icon_shape del[] = {STROKE(2.4f, del_tag), STROKE(2.4f, del_1),
                                        STROKE(2.4f, del_2)};

static const float doc_page[] = {4, 2, 15, 2, 20, 7, 20, 22, 4, 22, 4, 2, 15, 2},
                   doc_1[] = {8, 11, 16, 11}, doc_2[] = {8, 15.5f, 16, 15.5f};
static const struct icon_shape doc[] = {STROKE(2.3f, doc_page), STROKE(2.3f, doc_1),
                                        STROKE(2.3f, doc_2)};

static const float link_foot[] = {8, 21.5f, 16, 21.5f}, link_neck[] = {12, 17, 12, 21};
static const struct icon_shape link_[] = {FRAME(1.5f, 4, 21, 13, 1.5f), STROKE(2.4f, link_foot),
                                          STROKE(2.4f, link_neck)};

static const struct icon_shape pause_[] = {RECT(5, 3, 5, 18), RECT(14, 3, 5, 18)};

static const float plus_v[] = {12, 3.5f, 12, 20.5f}, across[] = {3.5f, 12, 20.5f, 12};
static const struct icon_shape plus[] = {STROKE(3.2f, plus_v), STROKE(3.2f, across)};
static const struct icon_shape minus[] = {STROKE(3.2f, across)};

static const float roll_sheet[] = {9,     19.5f, 18.5f, 19.5f, 18.5f, 22,
                                   21.5f, 22,    21.5f, 4.5f,  9,     4.5f};
static const struct icon_shape roll[] = {RING(9, 12, 7.5f, 2.4f), DISC(9, 12, 2.2f),
                                         STROKE(2.4f, roll_sheet)};

static const float exit_door[] = {10, 3, 3, 3, 3, 21, 10, 21}, exit_line[] = {8, 12, 21, 12},
                   exit_head[] = {16, 6.5f, 21.5f, 12, 16, 17.5f};
static const struct icon_shape exit_[] = {STROKE(2.6f, exit_door), STROKE(2.8f, exit_line),
                                          STROKE(2.8f, exit_head)};

/* Five equal faces: only the mouth differs (R-E3). */
static const float mouth_1[] = {7.00f,  17.80f, 7.50f,  17.00f, 8.17f,  16.30f, 8.99f,
                                15.72f, 9.92f,  15.29f, 10.94f, 15.03f, 12.00f, 14.94f,
                                13.06f, 15.03f, 14.08f, 15.29f, 15.01f, 15.72f, 15.83f,
                                16.30f, 16.50f, 17.00f, 17.00f, 17.80f};
static const float mouth_2[] = {7.50f,  17.20f, 8.06f,  16.78f, 8.72f,  16.43f, 9.46f,
                                16.14f, 10.27f, 15.93f, 11.13f, 15.80f, 12.00f, 15.75f,
                                12.87f, 15.80f, 13.73f, 15.93f, 14.54f, 16.14f, 15.28f,
                                16.43f, 15.94f, 16.78f, 16.50f, 17.20f};
static const float mouth_3[] = {7.50f, 15.80f, 16.50f, 15.80f};
static const float mouth_4[] = {7.50f,  14.50f, 7.98f,  15.07f, 8.60f,  15.57f, 9.34f,
                                15.98f, 10.18f, 16.28f, 11.07f, 16.47f, 12.00f, 16.53f,
                                12.93f, 16.47f, 13.82f, 16.28f, 14.66f, 15.98f, 15.40f,
                                15.57f, 16.02f, 15.07f, 16.50f, 14.50f};
static const float mouth_5[] = {6.50f,  13.50f, 7.00f,  14.54f, 7.71f,  15.46f, 8.61f,
                                16.22f, 9.66f,  16.79f, 10.80f, 17.14f, 12.00f, 17.25f,
                                13.20f, 17.14f, 14.34f, 16.79f, 15.39f, 16.22f, 16.29f,
                                15.46f, 17.00f, 14.54f, 17.50f, 13.50f};
#define FACE(mouth)                                                                 \
    {                                                                               \
        RING(12, 12, 10.6f, 1.8f), DISC(8.2f, 9.5f, 1.5f), DISC(15.8f, 9.5f, 1.5f), \
            STROKE(1.8f, mouth)                                                     \
    }
static const struct icon_shape face_1[] = FACE(mouth_1);
static const struct icon_shape face_2[] = FACE(mouth_2);
static const struct icon_shape face_3[] = FACE(mouth_3);
static const struct icon_shape face_4[] = FACE(mouth_4);
static const struct icon_shape face_5[] = FACE(mouth_5);

#define OF(name, shapes) [ICON_##name] = {shapes, countof(shapes)}
const struct icon_shapes icon_shapes[ICON_COUNT] = {
    OF(PERSON, person), OF(PEOPLE, people), OF(CLOCK, clock_),  OF(SEARCH, search),
    OF(CAL, cal),       OF(ASK, ask),       OF(LIST, list),     OF(STAR, star),
    OF(BELL, bell),     OF(HOME, home),     OF(BACK, back),     OF(NEXT, next),
    OF(UP, up),         OF(DOWN, down),     OF(LOW, low),       OF(PRINT, print),
    OF(VOICE, voice),   OF(HALF, half),     OF(CHECK, check),   OF(CROSS, cross),
    OF(WARN, warn),     OF(CARD, card),     OF(QR, qr),         OF(PHONE, phone),
    OF(PIN, pin),       OF(DEL, del),       OF(DOC, doc),       OF(LINK, link_),
    OF(PAUSE, pause_),  OF(PLUS, plus),     OF(MINUS, minus),   OF(ROLL, roll),
    OF(EXIT, exit_),    OF(FACE_1, face_1), OF(FACE_2, face_2), OF(FACE_3, face_3),
    OF(FACE_4, face_4), OF(FACE_5, face_5),
};
