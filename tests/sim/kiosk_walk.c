/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every path of the screens: random visitors tap only what they find in the draw list, in every
 * language and look, while cable, paper and hours come and go. From every page the kiosk goes home
 * by itself, no list is too small for a page, and each page and place to touch is reached.
 * Usage: kiosk_walk [TAPS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>

#include "config/config.h"
#include "i18n/words_load.h"
#include "kiosk_walk.h"
#include "test.h"
#include "view/view.h"

#define TAPS 1000000
#define HOME_AGAIN (10 * MINUTE) /* nobody there: all time-outs behind each other, doubled */
#define HITS_MAX DRAW_HITS_MAX

static uint32_t taps = TAPS;
static uint64_t seed = 1;
static struct words words;
static struct draw draw;
static struct walk walk;
static struct hall_def *def;

static const struct {
    int16_t w, h;
} sizes[] = {{1920, 1080}, {1080, 1920}};

static void look(bool tall)
{
    struct kiosk_view view = {.model = &walk.model,
                              .words = &words,
                              .measure = &text_measure_rough,
                              .w = sizes[tall].w,
                              .h = sizes[tall].h};
    kiosk_draw(&view, &draw);
    if (draw.full)
        fail_msg("page %s: the draw list is full",
                 kiosk_page_name((enum kiosk_page)walk.model.page));
}

static bool is_look(uint16_t action)
{
    return action == KIOSK_ACT_LANGUAGE || action == KIOSK_ACT_LARGE ||
           action == KIOSK_ACT_CONTRAST || action == KIOSK_ACT_LOW || action == KIOSK_ACT_VOICE ||
           action == KIOSK_ACT_NORMAL;
}

/* Who comes with a number, a code or a PIN mostly types it. */
static bool types(void)
{
    uint8_t page = walk.model.page;
    return page == KIOSK_PIN || page == KIOSK_CHECK_IN ||
           (page == KIOSK_PROGRESS && walk.model.numbers.answer == KIOSK_ANSWER_NONE);
}

/* A keyboard has many keys and one way out: first which action, then which place of it. */
static const struct draw_hit *choose(void)
{
    const struct draw_hit *list[HITS_MAX];
    uint16_t actions[HITS_MAX];
    uint32_t count = 0, kinds = 0;
    for (uint32_t i = 0; i < draw.hit_count; i++) {
        const struct draw_hit *hit = &draw.hits[i];
        bool known = false;
        for (uint32_t j = 0; j < kinds; j++)
            known = known || actions[j] == hit->action;
        if (hit->enabled && !known)
            actions[kinds++] = hit->action;
    }
    if (kinds == 0)
        return NULL;
    /* As often what was touched least, so that the deep pages are reached, too. */
    uint16_t action = actions[walk_dice(&walk, kinds)];
    for (uint32_t i = 0, seldom = walk_dice(&walk, 4); i < kinds && seldom; i++)
        if (walk.pressed[actions[i]] < walk.pressed[action])
            action = actions[i];
    if (is_look(action) && walk_dice(&walk, 8))
        return NULL; /* one visitor in a few wants another look, not at every step */
    if (types() && walk_dice(&walk, walk.model.page == KIOSK_PIN ? 16 : 4))
        action = walk_dice(&walk, 4) ? KIOSK_ACT_KEY : KIOSK_ACT_OK;
    for (uint32_t i = 0; i < draw.hit_count; i++)
        if (draw.hits[i].enabled && draw.hits[i].action == action)
            list[count++] = &draw.hits[i];
    return count ? list[walk_dice(&walk, count)] : NULL;
}

static void tap(void)
{
    const struct draw_hit *hit = choose();
    if (!hit)
        return;
    int16_t x = (int16_t)(hit->box.x + hit->box.w / 2), y = (int16_t)(hit->box.y + hit->box.h / 2);
    const struct draw_hit *there = draw_hit_at(&draw, x, y);
    if (there != hit)
        fail_msg("page %s: action %u lies below another",
                 kiosk_page_name((enum kiosk_page)walk.model.page), hit->action);
    struct kiosk_event event =
        {.type = KIOSK_DOWN, .action = hit->action, .arg = hit->arg, .x = x, .y = y, .w = draw.w};
    walk.pressed[hit->action]++;
    walk_send(&walk, event);
    event.type = KIOSK_UP;
    walk_send(&walk, event);
}

/* From wherever it is, with everything mended and nobody there, the kiosk is at home and as new. */
static void goes_home(void)
{
    walk_mend(&walk);
    walk_wait(&walk, HOME_AGAIN);
    bool stopped = walk.model.page == KIOSK_OUT_OF_USE; /* until staff come again */
    if ((walk.model.page != KIOSK_HOME && !stopped) || !kiosk_idle(&walk.model))
        fail_msg("left alone it stays on page %s",
                 kiosk_page_name((enum kiosk_page)walk.model.page));
}

static void every_page_is_reached_and_left(void **state)
{
    (void)state;
    static struct device_def device; /* with everything that can be connected */
    device = *def_device(def, "kiosk-1");
    snprintf(device.scanner, sizeof(device.scanner), "/dev/ttyS1");
    snprintf(device.reader, sizeof(device.reader), "/dev/ttyS2");
    walk_begin(&walk, def, &device, seed);
    for (uint32_t i = 0; i < taps; i++) {
        look(walk_dice(&walk, 2) == 1);
        uint32_t what = walk_dice(&walk, 100);
        if (what < 88)
            tap();
        else if (what < 92)
            walk_fate(&walk);
        else
            walk_wait(&walk, (msec)walk_dice(&walk, what == 99 ? 70000 : 3000));
        walk_wait(&walk, KIOSK_GUARD_MS); /* a hand is no faster */
        if (i % 5000 == 4999)
            goes_home();
    }
    goes_home();
    uint32_t missing = 0;
    for (int page = 0; page < KIOSK_PAGE_COUNT; page++)
        if (walk.seen[page] == 0 && ++missing)
            print_error("page %s was never seen\n", kiosk_page_name((enum kiosk_page)page));
    for (int action = 1; action < KIOSK_ACT_COUNT; action++)
        if (walk.pressed[action] == 0 && ++missing)
            print_error("action %d was never offered\n", action);
    assert_int_equal(missing, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_page_is_reached_and_left)};
    if (argc > 1)
        taps = (uint32_t)strtoul(argv[1], NULL, 10);
    if (argc > 2)
        seed = strtoull(argv[2], NULL, 10);
    if (config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL) || words_load(&words))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    config_free(def);
    return failed;
}
