/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/screen.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"
#include "sdl/leds.h"
#include "sdl/managed.h"
#include "sdl/strip.h"
#include "ui/fit.h"

#define CHANGES_MAX 16
#define PRIVATE_GREY RGB(0x8A93A3)

struct screen {
    struct canvas canvas; /* as large as the window */
    int16_t w, h;         /* of the lists */
    struct fit fit;
    struct draw *fitted; /* NULL while window and lists are of one size */
    struct fonts *fonts;
    uint8_t *scratch;
    SDL_Window *window; /* NULL = off-screen */
    SDL_Surface *view;  /* the canvas for SDL; owns no pixels */
    bool shown_once;
    bool closes; /* by its frame or a key of the window manager */
    bool dark;   /* the window was covered: present everything once */
    struct strip strip;
    struct leds leds; /* of a panel of dots */
    struct draw shown;
};

/* SDL must not take the signals of the loop, and needs no GPU: it would take twice the memory. */
static void set_hints(void)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    /* R-K15: a full screen keeps the keys of the window manager and stays in front. */
    SDL_SetHint(SDL_HINT_GRAB_KEYBOARD, "1");
    SDL_SetHint(SDL_HINT_ALLOW_ALT_TAB_WHILE_GRABBED, "0");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    /* Asked where no session is announced, libwayland writes a line of its own into our log. */
    if (!getenv("WAYLAND_DISPLAY"))
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,KMSDRM");
}

/* Xlib reads how keys compose letters in the locale, 600 KB of text, for SDL's text input. Nobody
 * types letters here, and in "C" there is none to read. */
static bool init_video(void)
{
    const char *set = getenv("LC_ALL");
    char *before = set ? strdup(set) : NULL;
    if (set && !before)
        return false;
    (void)setenv("LC_ALL", "C", 1);
    bool ok = SDL_Init(SDL_INIT_VIDEO) == 0;
    if (before)
        (void)setenv("LC_ALL", before, 1);
    else
        (void)unsetenv("LC_ALL");
    free(before);
    return ok;
}

static bool start_video(enum screen_place place)
{
    if (place != SCREEN_OFF && init_video()) {
        /* Without a desktop the kernel's display has no plain framebuffer in SDL. */
        const char *driver = SDL_GetCurrentVideoDriver();
        if (driver && strcmp(driver, "KMSDRM") == 0)
            SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "1");
        if (place == SCREEN_FULL)
            SDL_ShowCursor(SDL_DISABLE);
        return true;
    }
    return false;
}

/* Who named a screen wants it seen: off-screen, a TV that came up before its desktop would stay
 * black for good, and nobody would know. Whoever started us tries again (F19). */
static enum err go_off(const struct screen_options *options)
{
    bool wanted = options->place == SCREEN_FULL || options->monitor;
    if (options->place != SCREEN_OFF && wanted)
        return log_fault(ERR_IO, "no display reason=\"%s\"; start the desktop of this machine",
                         SDL_GetError());
    if (options->place != SCREEN_OFF)
        log_info("no display reason=\"%s\"; rendering off-screen", SDL_GetError());
    SDL_Init(SDL_INIT_EVENTS);
    return ERR_NONE;
}

/* T11: whatever SDL opened by itself is heard by nobody. */
static void drop_input(void)
{
    static const uint32_t kinds[] = {
        SDL_KEYDOWN,      SDL_KEYUP,         SDL_TEXTEDITING,     SDL_TEXTINPUT,
        SDL_MOUSEMOTION,  SDL_MOUSEBUTTONUP, SDL_MOUSEBUTTONDOWN, SDL_MOUSEWHEEL,
        SDL_FINGERDOWN,   SDL_FINGERUP,      SDL_FINGERMOTION,    SDL_DOLLARGESTURE,
        SDL_DOLLARRECORD, SDL_MULTIGESTURE,  SDL_CLIPBOARDUPDATE, SDL_DROPFILE,
        SDL_DROPTEXT,     SDL_JOYBUTTONDOWN, SDL_JOYAXISMOTION,   SDL_CONTROLLERBUTTONDOWN,
    };
    for (size_t i = 0; i < countof(kinds); i++)
        (void)SDL_EventState(kinds[i], SDL_IGNORE);
}

/* Where nobody manages windows, one without a frame in the monitor's place is a full screen. */
static SDL_Window *open_full(const char *title, int monitor, int w, int h)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    bool alone = driver && strcmp(driver, "x11") == 0 && !managed_display();
    int place = (int)SDL_WINDOWPOS_CENTERED_DISPLAY((unsigned)monitor);
    SDL_Rect all;
    if (!alone || SDL_GetDisplayBounds(monitor, &all) != 0)
        return SDL_CreateWindow(title, place, place, w, h,
                                SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_KEYBOARD_GRABBED);
    return SDL_CreateWindow(title, all.x, all.y, all.w, all.h,
                            SDL_WINDOW_BORDERLESS | SDL_WINDOW_KEYBOARD_GRABBED);
}

static enum err open_window(struct screen *screen, const struct screen_options *options)
{
    int w = options->window_w ? options->window_w : options->w;
    int h = options->window_h ? options->window_h : options->h;
    int monitor = options->monitor ? options->monitor - 1 : 0;
    int place = (int)SDL_WINDOWPOS_CENTERED_DISPLAY((unsigned)monitor);
    if (monitor >=
        SDL_GetNumVideoDisplays()) /* its cable may come: whoever started us tries again */
        return log_fault(ERR_IO, "no monitor %d: this machine shows %d; connect it", monitor + 1,
                         SDL_GetNumVideoDisplays());
    screen->window = options->place == SCREEN_FULL ? open_full(options->title, monitor, w, h)
                                                   : SDL_CreateWindow(options->title, place, place,
                                                                      w, h, SDL_WINDOW_RESIZABLE);
    if (options->no_input)
        drop_input();
    screen->closes = options->place != SCREEN_FULL && !options->no_input;
    return screen->window ? ERR_NONE : log_fault(ERR_IO, "no window: %s", SDL_GetError());
}

/* A canvas of the window's own pixels; what is shown comes with the next list. */
static enum err fit_canvas(struct screen *screen, int w, int h)
{
    SDL_FreeSurface(screen->view);
    screen->view = NULL;
    canvas_fini(&screen->canvas);
    screen->shown_once = false;
    screen->fit = fit_of(screen->w, screen->h, (int16_t)w, (int16_t)h);
    enum err err = canvas_init(&screen->canvas, (int16_t)w, (int16_t)h);
    if (!err && !fit_is_same(&screen->fit) && !screen->fitted &&
        !(screen->fitted = malloc(sizeof(*screen->fitted))))
        err = log_fault(ERR_NOMEM, "screen");
    if (err || !screen->window)
        return err;
    screen->view = SDL_CreateRGBSurfaceWithFormatFrom(screen->canvas.pixels, w, h, 32, w * 4,
                                                      SDL_PIXELFORMAT_RGB888);
    return screen->view ? ERR_NONE : log_fault(ERR_NOMEM, "no surface: %s", SDL_GetError());
}

static enum err open_canvas(struct screen *screen, const struct screen_options *options)
{
    int w = options->window_w ? options->window_w : options->w;
    int h = options->window_h ? options->window_h : options->h;
    screen->w = options->w;
    screen->h = options->h;
    if (screen->window)
        SDL_GetWindowSize(screen->window, &w, &h); /* a full screen has its own */
    return fit_canvas(screen, w, h);
}

enum err screen_open(const struct screen_options *options, struct screen **opened)
{
    *opened = NULL;
    struct screen *screen = calloc(1, sizeof(*screen));
    if (!screen)
        return log_fault(ERR_NOMEM, "screen");
    set_hints();
    bool video = start_video(options->place);
    screen->scratch = malloc(PAINT_SCRATCH);
    enum err err = screen->scratch ? fonts_open(&screen->fonts) : log_fault(ERR_NOMEM, "screen");
    if (!err)
        err = video ? open_window(screen, options) : go_off(options);
    if (!err)
        err = open_canvas(screen, options);
    if (err) {
        screen_close(screen);
        return err;
    }
    *opened = screen;
    return ERR_NONE;
}

void screen_close(struct screen *screen)
{
    if (!screen)
        return;
    SDL_FreeSurface(screen->view);
    if (screen->window)
        SDL_DestroyWindow(screen->window);
    canvas_fini(&screen->canvas);
    strip_fini(&screen->strip);
    leds_fini(&screen->leds);
    if (screen->fonts)
        fonts_close(screen->fonts);
    free(screen->scratch);
    free(screen->fitted);
    free(screen);
    SDL_QuitSubSystem(SDL_INIT_VIDEO | SDL_INIT_EVENTS); /* a sound driver may hang: not its */
}

bool screen_is_off(const struct screen *screen)
{
    return !screen->window;
}

const struct text_measure *screen_measure(const struct screen *screen)
{
    return fonts_measure(screen->fonts);
}

struct fonts *screen_fonts(const struct screen *screen)
{
    return screen->fonts;
}

/* ---- out ---- */

static void present(struct screen *screen, const struct box *boxes, uint32_t count)
{
    SDL_Surface *target = screen->window ? SDL_GetWindowSurface(screen->window) : NULL;
    struct box all = BOX(0, 0, screen->canvas.w, screen->canvas.h);
    if (!target || target->w != all.w || target->h != all.h)
        return; /* the next list comes in the new size */
    if (screen->dark) {
        boxes = &all;
        count = 1;
        screen->dark = false;
    }
    SDL_Rect rects[CHANGES_MAX];
    for (uint32_t i = 0; i < count; i++) {
        rects[i] = (SDL_Rect){boxes[i].x, boxes[i].y, boxes[i].w, boxes[i].h};
        SDL_Rect to = rects[i];
        SDL_BlitSurface(screen->view, &rects[i], target, &to);
    }
    if (SDL_UpdateWindowSurfaceRects(screen->window, rects, (int)count) != 0)
        screen->dark = true;
}

/* Somebody changed the size of the window. */
static bool follow_window(struct screen *screen)
{
    int w = screen->canvas.w, h = screen->canvas.h;
    if (screen->window)
        SDL_GetWindowSize(screen->window, &w, &h);
    bool same = w == screen->canvas.w && h == screen->canvas.h;
    bool sensible = w > 0 && h > 0 && w <= INT16_MAX && h <= INT16_MAX;
    if (!same && sensible && fit_canvas(screen, w, h))
        return false;
    return screen->canvas.pixels != NULL;
}

static struct box inside(const struct screen *screen, struct box box)
{
    int32_t x = box.x > 0 ? box.x : 0, y = box.y > 0 ? box.y : 0;
    int32_t right = box.x + box.w < screen->canvas.w ? box.x + box.w : screen->canvas.w;
    int32_t bottom = box.y + box.h < screen->canvas.h ? box.y + box.h : screen->canvas.h;
    return right > x && bottom > y ? BOX(x, y, right - x, bottom - y) : BOX(0, 0, 0, 0);
}

static uint32_t changes(struct screen *screen, const struct draw *draw, struct box *boxes)
{
    if (screen->shown_once)
        return draw_changes(&screen->shown, draw, boxes, CHANGES_MAX);
    screen->shown_once = true;
    boxes[0] = BOX(0, 0, draw->w, draw->h);
    return 1;
}

/* The list in the window's own pixels. */
static const struct draw *fitted(struct screen *screen, const struct draw *draw)
{
    if (fit_is_same(&screen->fit))
        return draw;
    fit_draw(&screen->fit, draw, screen->fitted);
    return screen->fitted;
}

uint32_t screen_show(struct screen *screen, const struct draw *list)
{
    struct box boxes[CHANGES_MAX];
    if (!follow_window(screen))
        return 0;
    const struct draw *draw = fitted(screen, list);
    uint32_t found = changes(screen, draw, boxes), count = 0, pixels = 0;
    struct paint paint = {&screen->canvas, screen->fonts, screen->scratch};
    for (uint32_t i = 0; i < found; i++) {
        struct box box = inside(screen, boxes[i]);
        if (box.w == 0)
            continue;
        paint_area(&paint, draw, box);
        pixels += (uint32_t)box.w * (uint32_t)box.h;
        boxes[count++] = box;
    }
    if (count || screen->dark)
        present(screen, boxes, count);
    memcpy(&screen->shown, draw, sizeof(*draw));
    return pixels;
}

uint32_t screen_show_dots(struct screen *screen, const struct dots *dots, uint8_t brightness)
{
    if (!follow_window(screen))
        return 0;
    struct box box =
        leds_paint(&screen->leds, &screen->canvas, dots, brightness, !screen->shown_once);
    screen->shown_once = true;
    if (box.w || screen->dark)
        present(screen, &box, box.w ? 1 : 0);
    return (uint32_t)box.w * (uint32_t)box.h;
}

static struct draw_item *clipped_text(struct draw *draw)
{
    for (uint32_t i = draw->count; i > 0; i--)
        if (draw->items[i - 1].kind == DRAW_TEXT && draw->items[i - 1].clip)
            return &draw->items[i - 1];
    return NULL;
}

uint32_t screen_slide(struct screen *screen, int16_t shift)
{
    if (!screen->shown_once || !follow_window(screen) || !screen->shown_once)
        return 0;
    struct draw_item *item = clipped_text(&screen->shown);
    int16_t to = (int16_t)(shift * screen->fit.num / screen->fit.den);
    if (!item || item->shift == to)
        return 0;
    item->shift = to;
    struct paint paint = {&screen->canvas, screen->fonts, screen->scratch};
    struct box box = inside(screen, item->box);
    if (strip_take(&screen->strip, &paint, &screen->shown, item))
        box = strip_show(&screen->strip, &screen->canvas, to);
    else
        paint_area(&paint, &screen->shown, box);
    present(screen, &box, 1);
    return (uint32_t)box.w * (uint32_t)box.h;
}

enum err screen_picture(const struct screen *screen, struct picture *picture)
{
    return picture_of_canvas(&screen->canvas, picture);
}

/* What was typed is not for those who look from afar: the copy goes out without it (R-Y3). */
enum err screen_picture_afar(const struct screen *screen, struct picture *picture)
{
    const struct canvas *from = &screen->canvas;
    struct canvas copy = {.pixels = NULL};
    if (screen->shown.private_count == 0)
        return picture_of_canvas(from, picture);
    enum err err = canvas_init(&copy, from->w, from->h);
    if (!err) {
        memcpy(copy.pixels, from->pixels, (size_t)from->w * (size_t)from->h * sizeof(*copy.pixels));
        for (uint32_t i = 0; i < screen->shown.private_count; i++)
            canvas_fill(&copy, screen->shown.private_areas[i], PRIVATE_GREY);
        err = picture_of_canvas(&copy, picture);
    }
    canvas_fini(&copy);
    return err;
}

/* ---- in ---- */

void screen_size(const struct screen *screen, int16_t *w, int16_t *h)
{
    *w = screen->canvas.w;
    *h = screen->canvas.h;
}

void screen_point(const struct screen *screen, int16_t x, int16_t y, int16_t *list_x,
                  int16_t *list_y)
{
    fit_point(&screen->fit, x, y, list_x, list_y);
}

static struct touch at_mouse(const struct screen *screen, uint8_t kind, int x, int y)
{
    struct touch touch = {.kind = kind};
    fit_point(&screen->fit, x, y, &touch.x, &touch.y);
    return touch;
}

/* A finger's place is told in parts of the window. */
static struct touch at_finger(const struct screen *screen, uint8_t kind,
                              const SDL_TouchFingerEvent *event)
{
    return at_mouse(screen, kind, (int)(event->x * (float)screen->canvas.w),
                    (int)(event->y * (float)screen->canvas.h));
}

/* A mouse event that SDL made from a finger was counted as the finger. */
static bool is_mouse(uint32_t which)
{
    return which != SDL_TOUCH_MOUSEID;
}

static struct touch from_event(struct screen *screen, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (is_mouse(event->button.which) && event->button.button == SDL_BUTTON_LEFT)
            return at_mouse(screen, event->type == SDL_MOUSEBUTTONDOWN ? TOUCH_DOWN : TOUCH_UP,
                            event->button.x, event->button.y);
        break;
    case SDL_MOUSEMOTION:
        if (is_mouse(event->motion.which) && (event->motion.state & SDL_BUTTON_LMASK))
            return at_mouse(screen, TOUCH_MOVE, event->motion.x, event->motion.y);
        break;
    case SDL_FINGERDOWN:
        return at_finger(screen, TOUCH_DOWN, &event->tfinger);
    case SDL_FINGERMOTION:
        return at_finger(screen, TOUCH_MOVE, &event->tfinger);
    case SDL_FINGERUP:
        return at_finger(screen, TOUCH_UP, &event->tfinger);
    case SDL_KEYDOWN:
        return (struct touch){TOUCH_KEY, 0, 0, event->key.keysym.sym};
    case SDL_WINDOWEVENT:
        screen->dark = true;
        break;
    case SDL_QUIT:
        return (struct touch){screen->closes ? TOUCH_QUIT : TOUCH_NONE, 0, 0, 0};
    default:
        break;
    }
    return (struct touch){TOUCH_NONE, 0, 0, 0};
}

bool screen_poll(struct screen *screen, struct touch *touch)
{
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        *touch = from_event(screen, &event);
        if (touch->kind != TOUCH_NONE)
            return true;
    }
    if (screen->dark && screen->window && screen->shown_once)
        present(screen, NULL, 0);
    return false;
}
