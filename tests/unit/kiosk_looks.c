/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_looks.h"

#define WIDE .w = 1920, .h = 1080
#define TALL .w = 1080, .h = 1920
#define GOLDEN .golden = true

struct kiosk_look kiosk_looks[KIOSK_LOOKS] = {
    {"", WIDE, GOLDEN},
    {"-en", WIDE, GOLDEN, .stage.lang = LANG_EN},
    {"-tall", TALL, GOLDEN},
    {"-tall-en", TALL, GOLDEN, .stage.lang = LANG_EN},
    {"-contrast", WIDE, GOLDEN, .stage.contrast = true},
    {"-large", WIDE, GOLDEN, .stage.large = 2},
    {"-large-tall", TALL, GOLDEN, .stage.large = 2},
    {"-low", WIDE, GOLDEN, .stage.low = true},
    {"-low-tall", TALL, GOLDEN, .stage.low = true},
    {"-large15", WIDE, .stage.large = 1},
    {"-large-en", WIDE, .stage = {.lang = LANG_EN, .large = 2}},
    {"-large-tall-en", TALL, .stage = {.lang = LANG_EN, .large = 2}},
    {"-large-contrast", WIDE, .stage = {.large = 2, .contrast = true}},
    {"-large-contrast-tall", TALL, .stage = {.large = 2, .contrast = true}},
    {"-heavy-en", WIDE, .stage = {.lang = LANG_EN, .heavy = true}},
    {"-heavy", WIDE, .stage.heavy = true},
    {"-1280x800", WIDE, 1280, 800, GOLDEN, .main_only = true},
    {"-800x1280", TALL, 800, 1280, GOLDEN, .main_only = true},
    {"-3840x2160", WIDE, 3840, 2160, GOLDEN, .main_only = true},
    {"-2160x3840", TALL, 2160, 3840, GOLDEN, .main_only = true},
};
