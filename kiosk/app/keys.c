/* SPDX-License-Identifier: Apache-2.0 */
#include "app/keys.h"

#include <SDL_keycode.h>

#include "app/app_private.h"
#include "view/focus.h"

static void press(struct app *app, const struct draw_hit *hit)
{
    if (!hit)
        return;
    struct kiosk_event event = {.type = KIOSK_DOWN,
                                .code = KIOSK_BY_KEY,
                                .action = hit->action,
                                .arg = hit->arg};
    app_step(app, event);
    event.type = KIOSK_UP;
    app_step(app, event);
}

static void move(struct app *app, int step)
{
    struct kiosk_focus to = focus_move(&app->draw, &app->model.focus, step);
    app_step(app, (struct kiosk_event){.type = KIOSK_FOCUS,
                                       .action = to.action,
                                       .arg = to.arg,
                                       .code = to.nth});
}

/* OK before any other key only shows where the ring is: nobody presses what he was not told. */
static void press_focused(struct app *app)
{
    const struct draw_hit *hit = focus_hit(&app->draw, &app->model.focus);
    if (hit)
        press(app, hit);
    else
        move(app, 0);
}

/* The first of two that is on the page. */
static void press_either(struct app *app, uint16_t first, uint16_t second)
{
    const struct draw_hit *hit = focus_find(&app->draw, first, -1);
    press(app, hit ? hit : focus_find(&app->draw, second, -1));
}

static void speak(struct app *app)
{
    if (app->model.voice)
        app_step(app, (struct kiosk_event){.type = KIOSK_REPEAT});
    else
        press(app, focus_find(&app->draw, KIOSK_ACT_VOICE, -1));
}

static void take(struct app *app, struct kiosk_key key)
{
    switch ((enum kiosk_key_kind)key.kind) {
    case KIOSK_KEY_NEXT:
        move(app, 1);
        break;
    case KIOSK_KEY_PREVIOUS:
        move(app, -1);
        break;
    case KIOSK_KEY_OK:
        press_focused(app);
        break;
    case KIOSK_KEY_BACK:
        press(app, focus_find(&app->draw, KIOSK_ACT_BACK, -1));
        break;
    case KIOSK_KEY_DELETE:
        press_either(app, KIOSK_ACT_DELETE, KIOSK_ACT_BACK);
        break;
    case KIOSK_KEY_HELP:
        press_either(app, KIOSK_ACT_CANNOT_LEAVE, KIOSK_ACT_HELP);
        break;
    case KIOSK_KEY_SPEAK:
        speak(app);
        break;
    case KIOSK_KEY_SIGN:
        press(app, focus_find(&app->draw, KIOSK_ACT_KEY, (uint8_t)key.sign));
        break;
    case KIOSK_KEY_NONE:
        break;
    }
}

void app_key_pad(struct app *app, enum keypad_key pad)
{
    static const uint8_t kinds[] = {
        [KEYPAD_PREVIOUS] = KIOSK_KEY_PREVIOUS,
        [KEYPAD_NEXT] = KIOSK_KEY_NEXT,
        [KEYPAD_OK] = KIOSK_KEY_OK,
        [KEYPAD_BACK] = KIOSK_KEY_DELETE,
        [KEYPAD_HELP] = KIOSK_KEY_HELP,
        [KEYPAD_SPEAK] = KIOSK_KEY_SPEAK,
    };
    if (pad >= KEYPAD_0 && pad <= KEYPAD_9)
        take(app, (struct kiosk_key){KIOSK_KEY_SIGN, (char)('0' + (pad - KEYPAD_0))});
    else if ((size_t)pad < countof(kinds))
        take(app, (struct kiosk_key){.kind = kinds[pad]});
}

void app_key_window(struct app *app, int32_t keycode)
{
    static const struct {
        int32_t keycode;
        uint8_t kind;
    } keys[] = {
        {SDLK_RIGHT, KIOSK_KEY_NEXT},  {SDLK_DOWN, KIOSK_KEY_NEXT},
        {SDLK_TAB, KIOSK_KEY_NEXT},    {SDLK_LEFT, KIOSK_KEY_PREVIOUS},
        {SDLK_UP, KIOSK_KEY_PREVIOUS}, {SDLK_RETURN, KIOSK_KEY_OK},
        {SDLK_KP_ENTER, KIOSK_KEY_OK}, {SDLK_SPACE, KIOSK_KEY_OK},
        {SDLK_ESCAPE, KIOSK_KEY_BACK}, {SDLK_BACKSPACE, KIOSK_KEY_DELETE},
        {SDLK_F1, KIOSK_KEY_HELP},     {SDLK_F2, KIOSK_KEY_SPEAK},
    };
    for (size_t i = 0; i < countof(keys); i++)
        if (keys[i].keycode == keycode) {
            take(app, (struct kiosk_key){.kind = keys[i].kind});
            return;
        }
    bool digit = keycode >= '0' && keycode <= '9', letter = keycode >= 'a' && keycode <= 'z';
    if (digit || letter)
        take(app,
             (struct kiosk_key){KIOSK_KEY_SIGN, (char)(letter ? keycode - 'a' + 'A' : keycode)});
}
