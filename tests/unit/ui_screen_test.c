/* SPDX-License-Identifier: Apache-2.0 */
/* common/sdl without a display: pixels, fonts, touches, pictures, serving them. */
#include <SDL.h>
#include <SDL_ttf.h>
#include <string.h>

#include "sdl/font.h"
#include "sdl/screen_serve.h"
#include "test.h"
#include "ui/layout.h"
#include "ui/theme.h"

#define W 800
#define H 480
#define NOTO "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

static struct screen *screen;
static struct draw draw;

static int open_screen(void **state)
{
    (void)state;
    struct screen_options options = {.title = "test", .w = W, .h = H, .place = SCREEN_OFF};
    return screen_open(&options, &screen) ? -1 : 0;
}

static int close_screen(void **state)
{
    (void)state;
    screen_close(screen);
    return 0;
}

static void page(const char *clock)
{
    draw_begin(&draw, W, H, theme_light.bg, screen_measure(screen));
    draw_rect(&draw, BOX(100, 100, 300, 200),
              &(struct rect_style){.fill = theme_light.surface,
                                   .line = theme_light.primary,
                                   .border = 3,
                                   .radius = 16});
    draw_text(&draw, BOX(600, 0, 180, 80), clock,
              &(struct text_style){.size = {56}, .colour = theme_light.ink, .bold = true});
    draw_icon(&draw, BOX(120, 120, 60, 60), ICON_BELL, theme_light.primary, theme_light.surface);
}

/* D-34: a clock that moves on costs its own box, not the screen. */
static void only_what_changed_is_painted(void **state)
{
    (void)state;
    page("9:41");
    assert_int_equal(screen_show(screen, &draw), W * H);
    assert_int_equal(screen_show(screen, &draw), 0);
    page("9:42");
    uint32_t painted = screen_show(screen, &draw);
    assert_true(painted > 0 && painted < 200 * 100);
}

/* R-Y3: who looks from afar does not see what was typed, and sees nothing of it in the bytes. */
static void a_private_area_is_the_same_whatever_stands_in_it(void **state)
{
    (void)state;
    struct picture pictures[3];
    static const char *const typed[] = {"4711", "9:42", "9:42"};
    for (int i = 0; i < 3; i++) {
        page(typed[i]);
        if (i < 2)
            draw_private(&draw, BOX(560, 0, 240, 80));
        screen_show(screen, &draw);
        assert_int_equal(screen_picture_afar(screen, &pictures[i]), ERR_NONE);
    }
    assert_int_equal(pictures[0].length, pictures[1].length);
    assert_memory_equal(pictures[0].bytes, pictures[1].bytes, pictures[0].length);
    bool differs = pictures[2].length != pictures[1].length ||
                   memcmp(pictures[2].bytes, pictures[1].bytes, pictures[1].length) != 0;
    assert_true(differs);
    for (int i = 0; i < 3; i++)
        picture_free(&pictures[i]);
    page("9:42");
    for (int i = 0; i <= DRAW_PRIVATE_MAX; i++)
        draw_private(&draw, BOX(0, 0, 8, 8));
    assert_int_equal(draw.private_areas[0].w, W); /* more than there is room for: all of it */
}

/* The same list gives the same pixels however it was reached. */
static void partial_painting_leaves_the_same_pixels(void **state)
{
    (void)state;
    struct picture whole, parts;
    page("9:42");
    screen_show(screen, &draw);
    assert_int_equal(screen_picture(screen, &whole), ERR_NONE);
    page("12:59");
    screen_show(screen, &draw);
    draw_dim(&draw, theme_light.veil);
    screen_show(screen, &draw);
    page("9:42");
    screen_show(screen, &draw);
    assert_int_equal(screen_picture(screen, &parts), ERR_NONE);
    assert_int_equal(whole.length, parts.length);
    assert_memory_equal(whole.bytes, parts.bytes, whole.length);
    picture_free(&whole);
    picture_free(&parts);
}

static void crawl(const char *text, int16_t shift, bool over)
{
    page("9:42");
    draw_fill(&draw, BOX(0, 400, W, 80), theme_light.surface);
    draw_text(&draw, BOX(40, 404, 700, 72), text,
              &(struct text_style){.size = {48},
                                   .colour = theme_light.ink,
                                   .clip = true,
                                   .shift = shift});
    if (over) /* t07: a frame lies over the line */
        draw_fill(&draw, BOX(600, 400, 16, 80), theme_light.primary);
}

/* D-34: the line that moves is copied from its texture, and nobody can tell: from no shift to the
 * text's end and beyond; with another text; where something lies over it. */
static void a_sliding_text_has_the_pixels_of_a_painted_one(void **state)
{
    (void)state;
    static const char *const texts[] = {"请在休息区等候，留意电视大屏和语音叫号，过号请到导办台",
                                        "Please take a seat and watch the screens",
                                        "请在休息区等候，留意电视大屏和语音叫号，过号请到导办台"};
    static const int16_t shifts[] = {1, 2, 299, 640, 1300};
    struct picture painted, slid;
    for (size_t i = 0; i < countof(texts) * countof(shifts); i++) {
        const char *text = texts[i / countof(shifts)];
        int16_t shift = shifts[i % countof(shifts)];
        crawl(text, shift, i % 2);
        screen_show(screen, &draw);
        assert_int_equal(screen_picture(screen, &painted), ERR_NONE);
        crawl(text, 7, i % 2);
        screen_show(screen, &draw);
        uint32_t pixels = screen_slide(screen, shift);
        assert_true(pixels > 0 && pixels <= 700 * 72);
        assert_int_equal(screen_slide(screen, shift), 0); /* it stands there */
        assert_int_equal(screen_picture(screen, &slid), ERR_NONE);
        assert_int_equal(painted.length, slid.length);
        assert_memory_equal(painted.bytes, slid.bytes, slid.length);
        picture_free(&painted);
        picture_free(&slid);
    }
    page("9:42");
    screen_show(screen, &draw);
    assert_int_equal(screen_slide(screen, 5), 0); /* a page without a moving text */
}

static void a_line_is_as_wide_as_it_was_measured(void **state)
{
    (void)state;
    static const char *const texts[] = {"A1023", "15–25 分钟", "便民服务区",
                                        "Please take your ticket"};
    const struct text_measure *measure = screen_measure(screen);
    struct fonts *fonts = screen_fonts(screen);
    for (size_t i = 0; i < countof(texts); i++) {
        struct font_line line;
        assert_true(fonts_line(fonts, texts[i], 40, true, &line));
        uint16_t width = measure->width(measure->context, texts[i], 40, true);
        assert_int_equal(line.w, width);
        /* Tests without a font stay on the safe side of the real one, by little. */
        uint16_t rough = text_measure_rough.width(NULL, texts[i], 40, true);
        assert_true(rough + 4 >= width && rough <= width * 115 / 100);
    }
}

static void paint_all(struct fonts *fonts, const char *text, uint16_t size, bool bold)
{
    struct font_line line;
    struct font_glyph glyph;
    assert_true(fonts_line(fonts, text, size, bold, &line));
    assert_true(line.w > 0 && line.count > 0);
    for (uint32_t i = 0; i < line.count; i++)
        if (fonts_glyph(fonts, &line, i, &glyph))
            assert_true(glyph.x >= 0 && glyph.x + glyph.mask.w <= line.w && glyph.y >= 0 &&
                        glyph.y + glyph.mask.h <= line.h);
    assert_true(fonts_bytes(fonts) <= FONT_GLYPH_BYTES_MAX + FONT_LINE_BYTES_MAX);
}

/* More lines, more glyphs and more bytes than may be kept: each is drawn all the same. */
static void the_text_cache_is_bounded(void **state)
{
    (void)state;
    struct fonts *fonts = screen_fonts(screen);
    char text[FACE_GLYPHS_MAX + 64];
    for (int i = 0; i < FONT_LINES_MAX * 2; i++) {
        snprintf(text, sizeof(text), "A%d 号窗口", i);
        paint_all(fonts, text, (uint16_t)(28 + i % 8), i % 2);
    }
    for (int i = 0; i < 800; i++) {
        snprintf(text, sizeof(text), "A%03d", i % 100);
        paint_all(fonts, text, (uint16_t)(320 + i % 32), true);
    }
    memset(text, '1', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    struct font_line line;
    assert_true(fonts_line(fonts, text, 20, false, &line));
    assert_int_equal(line.count, FACE_GLYPHS_MAX);
}

static void a_glyph_stands_once_for_all_its_lines(void **state)
{
    (void)state;
    struct fonts *fonts = screen_fonts(screen);
    struct font_line first, second;
    struct font_glyph one, other;
    assert_true(fonts_line(fonts, "口口", 45, false, &first));
    assert_true(fonts_glyph(fonts, &first, 0, &one));
    assert_true(fonts_line(fonts, "窗口", 45, false, &second));
    assert_true(fonts_glyph(fonts, &second, 1, &other));
    assert_ptr_equal(one.mask.alpha, other.mask.alpha);
    assert_int_equal(other.x - one.x, 45);
    assert_false(fonts_line(fonts, "口", 0, false, &first));
}

/* What SDL2_ttf would show as one line, letters that touch included. */
static void assert_as_sdl_ttf(TTF_Font *font, const char *text, uint16_t size)
{
    static uint8_t alpha[4096];
    struct font_line line;
    struct font_glyph glyph;
    assert_int_equal(TTF_SetFontSize(font, size), 0);
    SDL_Surface *whole = TTF_RenderUTF8_Blended(font, text, (SDL_Color){255, 255, 255, 255});
    assert_non_null(whole);
    assert_true(fonts_line(screen_fonts(screen), text, size, false, &line));
    assert_int_equal(line.w, whole->w);
    assert_int_equal(line.h, whole->h);
    for (int32_t y = 0; y < line.h; y++) {
        const uint32_t *row = (const void *)((const uint8_t *)whole->pixels + y * whole->pitch);
        memset(alpha, 0, sizeof(alpha));
        for (uint32_t i = 0; i < line.count; i++)
            if (fonts_glyph(screen_fonts(screen), &line, i, &glyph) && y >= glyph.y &&
                y < glyph.y + glyph.mask.h)
                for (int32_t x = 0; x < glyph.mask.w; x++)
                    alpha[glyph.x + x] |= glyph.mask.alpha[(y - glyph.y) * glyph.mask.w + x];
        for (int32_t x = 0; x < line.w; x++)
            assert_int_equal(alpha[x], row[x] >> 24);
    }
    SDL_FreeSurface(whole);
}

static void a_line_is_the_one_of_sdl_ttf(void **state)
{
    (void)state;
    static const char *const texts[] = {"请到 3 号窗口",
                                        "AVATAR To Wa. 11:47, “Yes”",
                                        "office, fluffy, if",
                                        "jÅgŷ",
                                        "cafe\u0301",
                                        "（一）、《办法》—A001",
                                        " "};
    TTF_Font *font = TTF_OpenFontIndex(NOTO, 20, 2);
    assert_non_null(font);
    TTF_SetFontHinting(font, TTF_HINTING_NONE);
    for (size_t i = 0; i < countof(texts); i++)
        for (uint16_t size = 21; size < 130; size = (uint16_t)(size * 6 / 5))
            assert_as_sdl_ttf(font, texts[i], size);
    TTF_CloseFont(font);
}

/* Whoever is looked at stays; what is too large is refused. */
static void a_cache_keeps_what_is_looked_at(void **state)
{
    (void)state;
    struct blob_cache cache;
    assert_int_equal(blob_cache_init(&cache, 2 * BLOB_WAYS, 1000), ERR_NONE);
    assert_null(blob_cache_add(&cache, 1, 1001));
    assert_null(blob_cache_add(&cache, 1, 0));
    memset(blob_cache_add(&cache, 1, 400), 7, 400);
    for (uint64_t key = 2; key < 200; key++) {
        assert_null(blob_cache_find(&cache, key));
        assert_non_null(blob_cache_add(&cache, key, 90));
        assert_true(cache.bytes <= 1000);
        const uint8_t *kept = blob_cache_find(&cache, 1);
        assert_non_null(kept);
        assert_int_equal(kept[399], 7);
    }
    assert_non_null(blob_cache_add(&cache, 500, 1000)); /* takes the room of all */
    assert_null(blob_cache_find(&cache, 1));
    assert_int_equal(cache.bytes, 1000);
    blob_cache_fini(&cache);
}

/* ---- touches ---- */

static void push_mouse(uint32_t type, int x, int y, uint32_t which)
{
    SDL_Event event = {
        .button = {.type = type, .which = which, .button = SDL_BUTTON_LEFT, .x = x, .y = y}};
    SDL_PushEvent(&event);
}

static void push_finger(uint32_t type, float x, float y)
{
    SDL_Event event = {.tfinger = {.type = type, .x = x, .y = y}};
    SDL_PushEvent(&event);
}

static void a_finger_counts_once(void **state)
{
    (void)state;
    struct touch touch;
    while (screen_poll(screen, &touch)) {
    }
    push_finger(SDL_FINGERDOWN, 0.5f, 0.5f);
    push_mouse(SDL_MOUSEBUTTONDOWN, 400, 240, SDL_TOUCH_MOUSEID);
    push_finger(SDL_FINGERUP, 0.5f, 0.5f);
    push_mouse(SDL_MOUSEBUTTONUP, 400, 240, SDL_TOUCH_MOUSEID);
    assert_true(screen_poll(screen, &touch));
    assert_int_equal(touch.kind, TOUCH_DOWN);
    assert_int_equal(touch.x, W / 2);
    assert_int_equal(touch.y, H / 2);
    assert_true(screen_poll(screen, &touch));
    assert_int_equal(touch.kind, TOUCH_UP);
    assert_false(screen_poll(screen, &touch));
}

static void a_mouse_is_a_finger(void **state)
{
    (void)state;
    struct touch touch;
    push_mouse(SDL_MOUSEBUTTONDOWN, 10, 20, 0);
    assert_true(screen_poll(screen, &touch));
    assert_int_equal(touch.kind, TOUCH_DOWN);
    assert_int_equal(touch.x, 10);
    assert_int_equal(touch.y, 20);
}

/* ---- pictures over the link ---- */

static void a_picture_is_fetched_in_pieces(void **state)
{
    (void)state;
    static struct screen_serve serve;
    static struct message ask, answer;
    static uint8_t bytes[1 << 20];
    page("9:42");
    screen_show(screen, &draw);
    ask = (struct message){.type = MSG_TYPE_SCREEN_REQ, .screen_req = {.ref = 7}};
    assert_true(screen_serve_answer(&serve, screen, &ask, &answer));
    assert_int_equal(answer.offer.code, OFFER_READY);
    uint32_t size = answer.offer.size, got = 0;
    while (got < size) {
        ask = (struct message){.type = MSG_TYPE_GET,
                               .get = {.ref = 7, .offset = got, .length = 1000}};
        assert_true(screen_serve_answer(&serve, screen, &ask, &answer));
        assert_int_equal(answer.type, MSG_TYPE_DATA);
        memcpy(bytes + got, answer.data.bytes.at, answer.data.bytes.length);
        got += answer.data.bytes.length;
    }
    assert_memory_equal(bytes, "\x89PNG", 4);
    assert_memory_equal(bytes + got - 8, "IEND", 4);
    ask.get.offset = size; /* behind the end, and another picture */
    assert_true(screen_serve_answer(&serve, screen, &ask, &answer));
    assert_int_equal(answer.offer.code, OFFER_GONE);
    ask = (struct message){.type = MSG_TYPE_GET, .get = {.ref = 8, .length = 10}};
    assert_true(screen_serve_answer(&serve, screen, &ask, &answer));
    assert_int_equal(answer.offer.code, OFFER_GONE);
    ask.type = MSG_TYPE_PING;
    assert_false(screen_serve_answer(&serve, screen, &ask, &answer));
    screen_serve_fini(&serve);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_changed_is_painted),
        cmocka_unit_test(a_private_area_is_the_same_whatever_stands_in_it),
        cmocka_unit_test(partial_painting_leaves_the_same_pixels),
        cmocka_unit_test(a_sliding_text_has_the_pixels_of_a_painted_one),
        cmocka_unit_test(a_line_is_as_wide_as_it_was_measured),
        cmocka_unit_test(the_text_cache_is_bounded),
        cmocka_unit_test(a_glyph_stands_once_for_all_its_lines),
        cmocka_unit_test(a_line_is_the_one_of_sdl_ttf),
        cmocka_unit_test(a_cache_keeps_what_is_looked_at),
        cmocka_unit_test(a_finger_counts_once),
        cmocka_unit_test(a_mouse_is_a_finger),
        cmocka_unit_test(a_picture_is_fetched_in_pieces),
    };
    return cmocka_run_group_tests_name("ui_screen", tests, open_screen, close_screen);
}
