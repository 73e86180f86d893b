/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-kiosk - gives out tickets: shows the services, asks the controller, prints the slip.
 */
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/backend.h"
#include "app/boot.h"
#include "app/print_test.h"
#include "config/config.h"
#include "i18n/words_load.h"
#include "link/capture.h"
#include "os/again.h"
#include "os/file.h"
#include "os/log.h"
#include "os/options.h"
#include "os/secrets.h"

#define WIDE 1920
#define HIGH 1080
#define SIDE_MIN 320
#define SIDE_MAX 8192

struct settings {
    const char *hall, *controller, *key, *name, *state, *printer, *tickets, *size, *capture;
    bool offscreen, window, fullscreen, print_test;
};

struct loop {
    struct event_base *base;
    struct event *signals[2];
    bool ended; /* by a signal */
};

static void on_signal(evutil_socket_t signal, short what, void *context)
{
    struct loop *loop = context;
    (void)signal;
    (void)what;
    loop->ended = true;
    event_base_loopbreak(loop->base);
}

static enum err open_loop(struct loop *loop)
{
    static const int numbers[] = {SIGTERM, SIGINT};
    loop->base = event_base_new();
    if (!loop->base)
        return log_fault(ERR_NOMEM, "start");
    for (size_t i = 0; i < countof(numbers); i++) {
        loop->signals[i] = evsignal_new(loop->base, numbers[i], on_signal, loop);
        if (!loop->signals[i] || event_add(loop->signals[i], NULL) != 0)
            return log_fault(ERR_NOMEM, "start");
    }
    return ERR_NONE;
}

static void close_loop(struct loop *loop)
{
    for (size_t i = 0; i < countof(loop->signals); i++)
        if (loop->signals[i])
            event_free(loop->signals[i]);
    if (loop->base)
        event_base_free(loop->base);
}

static enum err read_size(const char *text, struct screen_options *screen)
{
    unsigned w = 0, h = 0;
    char rest = 0;
    if (sscanf(text, "%ux%u%c", &w, &h, &rest) != 2 || w < SIDE_MIN || h < SIDE_MIN ||
        w > SIDE_MAX || h > SIDE_MAX)
        return log_fault(ERR_USAGE, "--size %s is not WIDTHxHEIGHT, %d to %d each, like 1920x1080",
                         text, SIDE_MIN, SIDE_MAX);
    screen->window_w = (int16_t)w;
    screen->window_h = (int16_t)h;
    return ERR_NONE;
}

/* The pages have two shapes; a window of another size shows them scaled. */
static enum err choose_screen(const struct settings *settings, const struct device_def *device,
                              struct screen_options *screen)
{
    bool tall = device->portrait;
    screen->title = device->name;
    if (settings->size) {
        enum err err = read_size(settings->size, screen);
        if (err)
            return err;
        tall = screen->window_h > screen->window_w;
    }
    screen->w = tall ? HIGH : WIDE;
    screen->h = tall ? WIDE : HIGH;
    screen->no_input = *device->touch != '\0'; /* R-K15: only what is named */
    screen->place = settings->offscreen    ? SCREEN_OFF
                    : settings->fullscreen ? SCREEN_FULL
                    : settings->window     ? SCREEN_WINDOW
                                           : SCREEN_AUTO;
    return ERR_NONE;
}

static enum err find_device(const struct settings *settings, const struct hall_def *def,
                            const struct device_key *key, const struct device_def **device)
{
    if (settings->name && strcmp(settings->name, key->name) != 0)
        return log_fault(ERR_CONFIG, "--name %s, but %s is the key of %s; give the right one",
                         settings->name, settings->key, key->name);
    *device = def_device(def, key->name);
    if (!*device)
        return log_fault(ERR_CONFIG, "%s has no kiosk named %s; see its devices.yaml",
                         settings->hall, key->name);
    if ((*device)->kind != DEVICE_KIOSK)
        return log_fault(ERR_CONFIG, "%s is of kind %s in devices.yaml; give the key of a kiosk",
                         key->name, device_kind_name((*device)->kind));
    return ERR_NONE;
}

/* --printer, else the hall's; nothing = PNG files. */
static enum err choose_printer(const struct settings *settings, struct app_options *options)
{
    static char folder[FILE_PATH_MAX];
    static struct backend backend;
    char why[200];
    const char *name = settings->printer           ? settings->printer
                       : *options->device->printer ? options->device->printer
                                                   : "none";
    if (!backend_parse(name, &backend, why, sizeof(why)))
        return log_fault(ERR_CONFIG, "%s", why);
    backend.roll_mm = options->device->paper_mm;
    options->printer = &backend;
    options->tickets = settings->tickets;
    if (backend.kind == BACKEND_FILES && !options->tickets) {
        snprintf(folder, sizeof(folder), "%s/tickets", settings->state);
        options->tickets = folder;
    }
    return ERR_NONE;
}

static enum err prepare(const struct settings *settings, struct hall_def **def,
                        struct app_options *options)
{
    static struct device_key key;
    static struct address address;
    static struct words words;
    enum err err = address_parse(settings->controller, &address);
    if (!err)
        err = fetch_load(options->fetch, settings->hall, settings->state, def);
    if (!err)
        err = device_key_read(settings->key, &key);
    if (!err)
        err = find_device(settings, *def, &key, &options->device);
    if (!err)
        err = words_load(&words);
    if (!err)
        err = choose_screen(settings, options->device, &options->screen);
    if (!err)
        err = boot_count(settings->state, &options->boot);
    if (err)
        return err;
    options->def = *def;
    fetch_for(options->fetch, key.name, DEVICE_KIOSK);
    options->words = &words;
    options->key = &key;
    options->controller = &address;
    options->capture = settings->capture;
    options->state = settings->state;
    return choose_printer(settings, options);
}

/* ---- --print-test ---- */

/* The kiosk whose printer is meant: --name, that of the key, or the only one of the hall. */
static enum err find_kiosk(const struct settings *settings, const struct hall_def *def,
                           const struct device_def **device)
{
    static struct device_key key;
    const char *name = settings->name;
    uint32_t kiosks = 0;
    enum err err = !name && settings->key ? device_key_read(settings->key, &key) : ERR_NONE;
    device_key_forget(&key);
    if (err)
        return err;
    if (!name && settings->key)
        name = key.name;
    for (uint32_t i = 0; i < def->device_count; i++)
        if (def->devices[i].kind == DEVICE_KIOSK &&
            (!name || strcmp(def->devices[i].name, name) == 0))
            *device = &def->devices[i], kiosks++;
    if (kiosks == 1)
        return ERR_NONE;
    return name ? log_fault(ERR_CONFIG, "%s has no kiosk named %s; see its devices.yaml",
                            settings->hall, name)
                : log_fault(ERR_CONFIG, "%s has %u kiosks; say which one with --name",
                            settings->hall, kiosks);
}

static int test_printer(const struct settings *settings)
{
    static struct words words;
    struct hall_def *def = NULL;
    struct app_options options = {.device = NULL};
    enum err err = config_load(settings->hall, stderr, &def, NULL);
    if (!err)
        err = find_kiosk(settings, def, &options.device);
    if (!err)
        err = words_load(&words);
    if (!err)
        err = choose_printer(settings, &options);
    int status = OPTIONS_BAD;
    if (!err)
        status = print_test_run(&(struct print_test){.words = &words,
                                                     .kiosk = options.device->name,
                                                     .printer = options.printer,
                                                     .tickets = options.tickets});
    config_free(def);
    return status;
}

int main(int argc, char **argv)
{
    struct settings settings = {.state = "kiosk-state"};
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall", .text = &settings.hall},
        {"controller", "HOST:PORT", "where the controller listens", .text = &settings.controller},
        {"key", "FILE", "this kiosk's key, made by hallctl adopt", .text = &settings.key},
        {"name", "NAME", "its name, as in the key", .text = &settings.name},
        {"state", "DIR", "what it remembers between starts (kiosk-state)", .text = &settings.state},
        {"printer", "PRINTER",
         "instead of the hall's: QUEUE, ipp://…, raw:QUEUE, serial:…, usb:…, none",
         .text = &settings.printer},
        {"print-test", NULL, "print a test slip, say what was found, and end; wants --hall only",
         .flag = &settings.print_test},
        {"tickets", "DIR", "slips as PNG files", .text = &settings.tickets},
        {"size", "WxH", "size of the window (that of the pages)", .text = &settings.size},
        CAPTURE_OPTION(settings.capture),
        {"window", NULL, "show a window (if there is a display)", .flag = &settings.window},
        {"fullscreen", NULL, "fill the display", .flag = &settings.fullscreen},
        {"offscreen", NULL, "draw in memory only; look with hallctl screen",
         .flag = &settings.offscreen},
    };
    const struct options options = {"hall-kiosk", "gives out tickets", NULL, rows, countof(rows)};
    secrets_keep();
    log_component("kiosk");
    int status = options_read(&options, argc, argv, NULL);
    if (status != OPTIONS_GO)
        return status;
    if (settings.print_test && settings.hall)
        return test_printer(&settings);
    if (!settings.hall || !settings.controller || !settings.key) {
        fprintf(stderr, "hall-kiosk: --hall, --controller and --key are needed; see --help\n");
        return OPTIONS_BAD;
    }
    struct hall_def *def = NULL;
    struct fetch fetch = {0};
    struct app_options app = {.fetch = &fetch};
    bool renew = false;
    struct loop loop = {.base = NULL};
    enum err err = open_loop(&loop); /* first: from here on SIGTERM ends it well */
    app.base = loop.base;
    if (!err)
        err = prepare(&settings, &def, &app);
    if (!err)
        err = app_run(&app, &renew);
    close_loop(&loop);
    fetch_fini(&fetch);
    config_free(def);
    if (renew && !loop.ended && !err)
        return again(argv);
    return err == ERR_CONFIG || err == ERR_USAGE ? OPTIONS_BAD : err ? 1 : 0;
}
