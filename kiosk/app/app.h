/* SPDX-License-Identifier: Apache-2.0 */
/*
 * app - the kiosk as a process: screen, link, printer and model around one event loop.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "base/err.h"
#include "fetch/fetch.h"
#include "link/address.h"
#include "link/link.h"
#include "sdl/screen.h"

struct backend;
struct event_base;

struct app_options {
    struct event_base *base; /* the caller's, who breaks it on a signal */
    const struct hall_def *def;
    struct fetch *fetch; /* what `def` came from */
    const struct device_def *device;
    const struct words *words;
    struct device_key *key; /* forgotten once the link has it */
    const char *capture;    /* NULL, or record what the session says (link/capture.h) */
    const struct address *controller;
    uint32_t boot;     /* 0 = the controller gives one, kept in the folder `state` */
    const char *state; /* what is remembered between starts */
    const struct backend *printer;
    const char *tickets; /* folder for PNG files */
    struct screen_options screen;
};

/* Runs until the base is broken or the window is closed, or until nobody is there and another
 * definition of the hall is to be used: then *renew. */
enum err app_run(const struct app_options *options, bool *renew) MUST_CHECK;

#endif
