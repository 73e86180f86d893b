/* SPDX-License-Identifier: Apache-2.0 */
#include "app/device.h"

#include <stdio.h>
#include <string.h>

#include "os/clock.h"
#include "os/log.h"
#include "os/secrets.h"
#include "view/text.h"

enum err device_init(struct device *device, const struct hall_def *def,
                     const struct device_def *station, const char *key_path, msec now)
{
    memset(device, 0, sizeof(*device));
    enum err err = device_key_read(key_path, &device->key);
    if (err)
        return err;
    if (strcmp(device->key.name, station->name) != 0 || device->key.kind != station->kind)
        return log_fault(ERR_CONFIG, "%s is the key of %s %s, not of %s %s", key_path,
                         device_kind_name(device->key.kind), device->key.name,
                         device_kind_name(station->kind), station->name);
    device->def = station;
    device->identity.uid = device->key.uid;
    memcpy(device->identity.name, device->key.name, sizeof(device->identity.name));
    memcpy(device->identity.hall_hash, def->hash, sizeof(device->identity.hall_hash));
    memcpy(device->identity.key, device->key.key, sizeof(device->identity.key));
    station_init(&device->station, station->kind, (target_id){station->window}, now);
    const struct window_def *window = def_window(def, station->window);
    device->station.name = window ? names_get(&window->name, LANG_ZH) : NULL;
    station_link_init(&device->line, &device->identity, &device->station, station->address);
    return ERR_NONE;
}

void device_fini(struct device *device)
{
    if (device->session)
        link_free(device->session);
    device->session = NULL;
    station_link_fini(&device->line);
    crypto_wipe(device->identity.key, sizeof(device->identity.key));
    device_key_wipe(&device->key);
}

/* ---- on TCP ---- */

void device_pump(struct device *device, msec now)
{
    struct station_out out;
    if (!device->session)
        return;
    while (station_next(&device->station, now, &out))
        if (link_send(device->session, &out.message))
            return; /* the session is going; what still matters is said again */
}

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct device *device = context;
    msec now = clock_mono_ms();
    station_welcome(&device->station, welcome, now);
    device_pump(device, now);
}

static void on_state(void *context, enum link_state state)
{
    struct device *device = context;
    msec now = clock_mono_ms();
    /* STALE is no end: nothing need come from the controller for 5 s (D-13). */
    if (state == LINK_CONNECTING || state == LINK_LOST)
        station_offline(&device->station, now);
    else if (state == LINK_LIVE && !device->station.online)
        station_online(&device->station, now);
}

static void on_message(void *context, const struct message *message)
{
    struct device *device = context;
    msec now = clock_mono_ms();
    station_take(&device->station, message, now);
    device_pump(device, now);
}

enum err device_connect(struct device *device, struct event_base *base,
                        const struct address *address, const struct hall_def *def,
                        const char *capture)
{
    struct link_options options = {.host = address->host,
                                   .port = address->port,
                                   .key = &device->key,
                                   .view = VIEW(VIEW_KIND_NONE, 0),
                                   .capture = capture,
                                   .context = device,
                                   .on_state = on_state,
                                   .on_welcome = on_welcome,
                                   .on_message = on_message};
    memcpy(options.hall_hash, def->hash, sizeof(options.hall_hash));
    device->session = link_new(base, &options);
    device_key_forget(&device->key); /* the link has it, and there is no line */
    crypto_wipe(device->identity.key, sizeof(device->identity.key));
    return device->session ? ERR_NONE : ERR_NOMEM;
}

/* ---- time ---- */

static void log_online(struct device *device)
{
    if (device->was_online == device->station.online)
        return;
    device->was_online = device->station.online;
    log_training(device->station.training != 0); /* WELCOME has said so by now */
    log_info("%s name=%s online=%d link=%s", device_kind_name(device->def->kind), device->def->name,
             device->station.online,
             device->session ? "tcp" : station_link_state_name(device->line.state));
}

void device_work(struct device *device, msec now)
{
    uint8_t seed[CRYPTO_POINT];
    if (station_link_wants_seed(&device->line)) {
        if (secrets_random(seed, sizeof(seed)))
            station_link_seed(&device->line, seed);
        else
            log_every(&device->no_random, "the system gives no random bytes; no session with %s",
                      device->def->name);
        crypto_wipe(seed, sizeof(seed));
    }
    station_link_tick(&device->line, now);
    if (device->line.keys.strange)
        log_every(&device->strange,
                  "%s name=%s the controller's handshake does not fit our key; adopt it again, and "
                  "give it the new key",
                  device_kind_name(device->def->kind), device->def->name);
    device->line.keys.strange = 0;
}

void device_tick(struct device *device, const struct words *words, msec now)
{
    char text[DEVICE_TEXT_SIZE];
    if (device->session)
        station_tick(&device->station, now);
    else
        device_work(device, now);
    device_pump(device, now);
    log_online(device);
    if (device->def->kind != DEVICE_STRIP)
        return;
    text_line(&device->station, words, now, text, sizeof(text));
    if (strcmp(text, device->shown) == 0)
        return;
    memcpy(device->shown, text, sizeof(text));
    log_info("strip name=%s text=\"%s\"", device->def->name, text);
}

/* ---- keys ---- */

static bool refuse(enum pad_taken taken, char answer[DEVICE_ANSWER_SIZE])
{
    static const char *const why[] = {
        [PAD_TAKEN] = "",
        [PAD_CHOOSING] = "which of the places 1-8?",
        [PAD_BOUNCE] = "the same key within 30 ms",
        [PAD_LOCKED] = "another press is on its way",
        [PAD_NO_LINK] = "not connected to the controller",
        [PAD_NOT_NOW] = "the key has no meaning now",
    };
    snprintf(answer, DEVICE_ANSWER_SIZE, "%s", why[taken]);
    return taken == PAD_TAKEN;
}

static bool rate(struct device *device, const char *key, msec now, char answer[DEVICE_ANSWER_SIZE])
{
    uint8_t score = (uint8_t)(key[0] - '0');
    bool none = strcmp(key, "none") == 0;
    answer[0] = 0;
    if (!none && (key[1] || score < RATING_WORST || score > RATING_BEST)) {
        snprintf(answer, DEVICE_ANSWER_SIZE, "a rating is 5 (best) to 1, or none");
        return false;
    }
    if (station_rate(&device->station, none ? 0 : score, now))
        return true;
    snprintf(answer, DEVICE_ANSWER_SIZE, "nothing is asked here now");
    return false;
}

bool device_press(struct device *device, const char *key, uint16_t arg, msec now,
                  char answer[DEVICE_ANSWER_SIZE])
{
    bool taken = false;
    if (device->def->kind == DEVICE_RATING) {
        taken = rate(device, key, now, answer);
    } else if (device->def->kind == DEVICE_PAD) {
        uint8_t code = (uint8_t)pad_key_from_name(key);
        if (code == KEY_NONE) {
            snprintf(answer, DEVICE_ANSWER_SIZE, "a pad has no key %s", key);
            return false;
        }
        taken = refuse(station_press(&device->station, code, arg, now), answer);
    } else {
        snprintf(answer, DEVICE_ANSWER_SIZE, "a strip has no keys");
    }
    device_pump(device, now);
    return taken;
}

static bool rating_answer(const struct rating *rating, bool *done, char answer[DEVICE_ANSWER_SIZE])
{
    if (rating->screen == RATING_SENDING)
        return false;
    *done = rating->screen == RATING_THANKS || !rating->score;
    snprintf(answer, DEVICE_ANSWER_SIZE, "%s",
             rating->screen == RATING_THANKS ? "done, thank you"
             : *done                         ? "not rated"
                                             : "no answer from the controller");
    return true;
}

bool device_answer(const struct device *device, bool *done, char answer[DEVICE_ANSWER_SIZE])
{
    const struct pad *pad = &device->station.pad;
    char label[LABEL_TEXT_SIZE];
    if (device->def->kind == DEVICE_RATING)
        return rating_answer(&device->station.rating, done, answer);
    if (pad->seq)
        return false;
    *done = pad->last == PAD_DONE;
    label_print(pad->last_label, label);
    if (*done)
        snprintf(answer, DEVICE_ANSWER_SIZE, "done%s%s", *label ? " " : "", label);
    else if (pad->last == PAD_REFUSED)
        snprintf(answer, DEVICE_ANSWER_SIZE, "refused: %s", refusal_text(pad->last_code));
    else
        snprintf(answer, DEVICE_ANSWER_SIZE, "no answer from the controller");
    return true;
}
