/* SPDX-License-Identifier: Apache-2.0 */
#include "app/display.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/watchdog.h"
#include "config/config.h"
#include "i18n/words_load.h"
#include "loop/loop.h"
#include "model/speech.h"
#include "os/again.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"
#include "os/options.h"
#include "protocol/bits.h"
#include "voice/pack.h"

#define FEED_MS SECOND /* offers are repeated: a full queue takes them later */
#define AWAY_MS 800    /* a board is right again within a second of its controller */
#define FIRST_MS 300   /* the first picture waits so long for rows: else it is drawn twice */
#define ROWS_MAX 8192  /* of the view */
#define SIDE_MAX 8192  /* of the window */
/* After a start the controller may say that it is over, before the old emergency is shown. */
#define EMERGENCY_KEPT_MS (3 * SECOND)

static struct board_time time_now(const struct display *display)
{
    return (struct board_time){clock_mono_ms(), link_hall_ms(display->link),
                               link_tz_min(display->link)};
}

struct board_screen display_screen(const struct display *display, const struct board_time *time)
{
    const struct display_options *options = display->options;
    const struct device_def *device = display->device;
    return (struct board_screen){.board = &display->board,
                                 .announce = &display->announce,
                                 .ticker = &display->ticker,
                                 .window = display->window.target.n ? &display->window : NULL,
                                 .words = &display->words,
                                 .time = *time,
                                 .training = display->feed.training,
                                 .rows = options->rows ? (uint8_t)options->rows : device->rows,
                                 .portrait =
                                     (device->portrait || options->portrait) && !options->landscape,
                                 .english = device->language == BOARD_EN,
                                 .both = device->language == BOARD_BOTH,
                                 .page = playing_page(&display->playing)};
}

/* ---- what the controller says ---- */

static void send_or_log(struct display *display, const struct message *message)
{
    if (link_send(display->link, message))
        log_debug("answer lost type=%s", message_name(message->type));
}

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct display *display = context;
    display->feed.training = welcome->training;
    media_restart(&display->playing.media);
    struct message ask;
    if (fetch_welcome(&display->fetch, welcome, &ask))
        send_or_log(display, &ask);
    if (spoken_hall(&display->spoken, welcome->instance, welcome->epoch)) {
        announce_forget(&display->announce, 0);
        display->said = display->saying = 0;
        display->board.filled = false;
    }
}

static void on_rows(void *context, const struct view_rows *view)
{
    struct display *display = context;
    struct board_time time = time_now(display);
    display->fed_at = time.mono;
    feed_rows(&display->feed, view, &time);
    board_heard(&display->board, &time);
    if (!display->feed.training) /* D-26: without its controller nothing would tell an exercise */
        spoken_emergency(&display->spoken, display->board.emergency, clock_utc_ms());
    playing_rows(&display->playing, view);
    pace_news(display); /* R-L9: now, not at the next tick */
}

static void on_message(void *context, const struct message *message)
{
    struct display *display = context;
    struct message answer;
    if (media_message(&display->playing.media, message, clock_mono_ms(), &answer)) {
        if (!media_busy(&display->playing.media))
            pace_news(display); /* the next one is asked for at once */
    } else if (!fetch_message(&display->fetch, message, &answer) &&
               !screen_serve_answer(&display->serve, display->screen, message, &answer))
        return;
    if (answer.type)
        send_or_log(display, &answer);
}

static void on_state(void *context, enum link_state state)
{
    (void)state;
    pace_news(context); /* D-13 */
}

static void hear(struct display *display, const struct board_time *time)
{
    switch (link_state(display->link)) {
    case LINK_LIVE:
        board_heard(&display->board, time);
        break;
    case LINK_STALE:
        board_aged(&display->board, BOARD_STALE);
        break;
    case LINK_LOST:
        board_aged(&display->board, BOARD_LOST);
        break;
    case LINK_CONNECTING:
    case LINK_SYNCING:
        break;
    }
}

/* docs/ui t06b: nothing but the manager ends it; a board that had no power was not told so. */
static void remember_emergency(struct display *display, const struct board_time *time)
{
    struct board *board = &display->board;
    if (board->filled || board->emergency != EMERGENCY_NONE ||
        time->mono - display->started < EMERGENCY_KEPT_MS)
        return;
    board->emergency = spoken_emergency_kept(&display->spoken, clock_utc_ms());
    if (board->emergency != EMERGENCY_NONE)
        display->pace.draw_due = 0;
}

/* ---- the tick ---- */

static void poll_window(struct display *display)
{
    struct touch touch;
    while (screen_poll(display->screen, &touch))
        if (touch.kind == TOUCH_QUIT)
            display->quit = true;
}

static void show_dots(struct display *display, const struct board_time *time)
{
    struct board_screen view = display_screen(display, time);
    int64_t began = clock_mono_us();
    pace_drawn(display, began, panel_show(&display->panel, &view, display->screen));
    msec due = pace_due(display, time), dots = panel_due(&display->panel, time->mono);
    display->pace.draw_due = dots < due ? dots : due;
}

static void show(struct display *display, const struct board_time *time)
{
    if (display->panel.dots.at) {
        show_dots(display, time);
        return;
    }
    struct board_screen view = display_screen(display, time);
    const struct text_measure *measure = screen_measure(display->screen);
    board_ticker(&display->ticker, &view, measure);
    int64_t began = clock_mono_us();
    board_draw(&display->draw, &view, measure);
    pace_drawn(display, began, screen_show(display->screen, &display->draw));
    struct ticker_place at = ticker_at(&display->ticker, time->mono);
    if (!view.window) /* that has no ticker */
        pace_slide(display, &at, time->mono);
    display->pace.draw_due = pace_due(display, time);
}

/* True when what announcements show is another now. */
static bool speak(struct display *display, const struct board_time *time)
{
    const struct announce *announce = &display->announce;
    uint32_t last = announce->last, shown = announce->shown.id, second = announce->second;
    speak_tick(display, time);
    return last != announce->last || shown != announce->shown.id || second != announce->second;
}

/* R-L9: pages beside the calls, while nothing else needs the board. True = something changed. */
static bool play(struct display *display, const struct board_time *time)
{
    struct announce_entry calls[ANNOUNCE_BANDS];
    struct board_screen without = display_screen(display, time);
    struct message ask;
    without.page = NULL;
    enum board_page page = board_page(&without);
    bool blocked = page != BOARD_PAGE_CALLS && page != BOARD_PAGE_CALL;
    uint32_t count = announce_shown(&display->announce, time->mono, calls);
    if (link_state(display->link) == LINK_LIVE && playing_ask(&display->playing, time->mono, &ask))
        send_or_log(display, &ask);
    return playing_step(&display->playing, time->mono, count ? calls[count - 1].id : 0, blocked);
}

static bool awaits_rows(const struct display *display, const struct board_time *time)
{
    return !display->board.filled && time->mono - display->started < FIRST_MS;
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    struct display *display = context;
    (void)fd;
    (void)what;
    struct board_time time = time_now(display);
    watchdog_alive();
    poll_window(display);
    hear(display, &time);
    remember_emergency(display, &time);
    if (display->board.filled && time.mono - display->fed_at >= FEED_MS &&
        link_state(display->link) == LINK_LIVE) {
        display->fed_at = time.mono;
        feed_rows(&display->feed, link_view(display->link), &time);
    }
    bool said = speak(display, &time), played = play(display, &time);
    if (awaits_rows(display, &time))
        display->pace.draw_due = display->started + FIRST_MS;
    else if (said || played || time.mono >= display->pace.draw_due)
        show(display, &time);
    status_tick(display, &time);
    if (fetch_ready(&display->fetch) && !display->announce.speaking && !display->renew) {
        display->renew = true;
        again_hold();
        event_base_loopexit(display->base, NULL);
    }
    if (display->quit)
        event_base_loopbreak(display->base);
    msec wait = pace_wait(display, time.mono);
    const struct timeval next = {wait / SECOND, wait % SECOND * 1000};
    event_add(display->timer, &next);
}

static void on_signal(evutil_socket_t number, short what, void *context)
{
    struct display *display = context;
    (void)what;
    log_info("stopping signal=%d", (int)number);
    display->quit = true;
    display->renew = false;
    event_base_loopbreak(display->base);
}

/* ---- start and stop ---- */

static enum err find_device(struct display *display)
{
    const struct display_options *options = display->options;
    display->device = def_device(display->def, options->name);
    if (!display->device || display->device->kind != DEVICE_BOARD)
        return log_fault(ERR_CONFIG, "%s has no board named %s; see its devices.yaml",
                         options->hall, options->name);
    enum err err = device_key_read(options->key, &display->key);
    if (err)
        return err;
    if (strcmp(display->key.name, options->name) != 0)
        return log_fault(ERR_CONFIG, "the key %s belongs to %s, not to %s; give the right one",
                         options->key, display->key.name, options->name);
    return ERR_NONE;
}

static enum err open_link(struct display *display)
{
    struct link_options link = {.host = display->address.host,
                                .port = display->address.port,
                                .key = &display->key,
                                .rows_max = ROWS_MAX,
                                .capture = display->options->capture,
                                .caps = CAPABILITY_VOICE,
                                .away_max_ms = AWAY_MS,
                                .context = display,
                                .on_state = on_state,
                                .on_welcome = on_welcome,
                                .on_message = on_message,
                                .on_rows = on_rows};
    link.view = window_view(display);
    memcpy(link.hall_hash, display->def->hash, sizeof(link.hall_hash));
    display->link = link_new(display->base, &link);
    device_key_forget(&display->key);
    return display->link ? ERR_NONE : ERR_NOMEM;
}

static enum err choose_screen(const struct display *display, struct screen_options *screen)
{
    const struct display_options *options = display->options;
    struct board_time none = {0};
    bool portrait = display_screen(display, &none).portrait;
    *screen = (struct screen_options){.title = options->name, .monitor = (uint8_t)options->monitor};
    window_size(display, portrait, &screen->w, &screen->h);
    if (panel_is(display->device))
        panel_size(display->device, &screen->w, &screen->h);
    int w, h;
    char rest;
    if (options->size) {
        if (sscanf(options->size, "%dx%d%c", &w, &h, &rest) != 2 || w < 1 || h < 1 ||
            w > SIDE_MAX || h > SIDE_MAX)
            return log_fault(ERR_CONFIG,
                             "--size %s is not WIDTHxHEIGHT, 1 to %d each, like "
                             "1280x720",
                             options->size, SIDE_MAX);
        screen->window_w = (int16_t)w;
        screen->window_h = (int16_t)h;
    }
    if (options->offscreen)
        screen->place = SCREEN_OFF;
    else if (options->fullscreen)
        screen->place = SCREEN_FULL;
    return ERR_NONE;
}

static void open_voice(struct display *display)
{
    /* A board that cannot speak still shows (R-L7): the log and STATUS say so. */
    const struct voice_def *def = &display->def->voice;
    uint32_t rate = display->options->rate;
    char pack[FILE_PATH_MAX];
    pack_choose(display->options->hall, def->pack, pack, sizeof(pack));
    struct voice_options voice = {.mute = display->options->mute || def->silent ||
                                          display->device->voice_zone == 0,
                                  .rate = rate ? rate : speech_words(def->rate),
                                  .pack = pack};
    if (voice_open(&voice, &display->voice))
        log_warn("no voice: calls are shown but not spoken");
}

static enum err open_pages(struct display *display)
{
    const struct device_def *device = display->device;
    struct board_time none = {0};
    const struct playing_setup setup = {.def = display->def,
                                        .words = &display->words,
                                        .screen = display->screen,
                                        .state = display->options->state,
                                        .portrait = display_screen(display, &none).portrait,
                                        .off = device->window || device->room || device->matrix_w};
    return playing_open(&display->playing, &setup);
}

static enum err open_loop(struct display *display)
{
    static const int numbers[2] = {SIGINT, SIGTERM};
    display->base = loop_precise();
    if (!display->base)
        return log_fault(ERR_NOMEM, "start");
    display->timer = event_new(display->base, -1, 0, on_tick, display);
    for (size_t i = 0; i < countof(numbers); i++) {
        display->signals[i] = evsignal_new(display->base, numbers[i], on_signal, display);
        if (!display->signals[i] || event_add(display->signals[i], NULL))
            return log_fault(ERR_NOMEM, "start");
    }
    return display->timer && pace_open(display) ? ERR_NONE : log_fault(ERR_NOMEM, "start");
}

enum err display_open(struct display *display, const struct display_options *options)
{
    struct screen_options screen;
    display->options = options;
    display->started = clock_mono_ms();
    enum err err = open_loop(display); /* first: from here on SIGTERM ends it well */
    if (!err)
        err = address_parse(options->controller, &display->address);
    if (!err)
        err = fetch_load(&display->fetch, options->hall, options->state, &display->def);
    if (!err)
        err = words_load(&display->words);
    if (!err)
        err = find_device(display);
    target_id target = {0};
    if (!err)
        err = window_find(display, &target);
    window_tv_init(&display->window, display->def, target);
    if (!err)
        err = choose_screen(display, &screen);
    if (!err)
        err = screen_open(&screen, &display->screen);
    if (!err)
        err = spoken_open(&display->spoken, options->state);
    if (err)
        return err;
    fetch_for(&display->fetch, options->name, DEVICE_BOARD);
    board_init(&display->board, display->def, display->device);
    announce_init(&display->announce, display->spoken.last);
    display->said = display->spoken.last;
    display->feed = (struct feed){.def = display->def,
                                  .board = &display->board,
                                  .announce = &display->announce,
                                  .window = target.n ? &display->window : NULL};
    err = open_pages(display);
    if (!err && panel_is(display->device))
        err = panel_open(&display->panel, display->base, display->device);
    if (err)
        return err;
    open_voice(display);
    return open_link(display);
}

enum err display_run(struct display *display)
{
    log_info("started name=%s hall=%s voice_zone=%u offscreen=%d", display->options->name,
             display->def->id, display->device->voice_zone, screen_is_off(display->screen));
    watchdog_start();
    pace_news(display);
    return event_base_dispatch(display->base) < 0 ? log_fault(ERR_IO, "the event loop failed")
                                                  : ERR_NONE;
}

void display_close(struct display *display)
{
    watchdog_stop();
    voice_close(display->voice); /* before SDL ends */
    if (display->link)
        link_free(display->link);
    for (size_t i = 0; i < countof(display->signals); i++)
        if (display->signals[i])
            event_free(display->signals[i]);
    panel_close(&display->panel);
    if (display->timer)
        event_free(display->timer);
    pace_close(display);
    if (display->base)
        event_base_free(display->base);
    spoken_close(&display->spoken);
    screen_serve_fini(&display->serve);
    if (display->screen)
        playing_close(&display->playing);
    screen_close(display->screen);
    fetch_fini(&display->fetch);
    config_free(display->def);
    device_key_wipe(&display->key);
}
