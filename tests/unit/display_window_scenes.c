/* SPDX-License-Identifier: Apache-2.0 */
#include "display_window_scenes.h"

#include "display_sample.h"

const struct window_scene_look window_scene_looks[WINDOW_LOOKS] = {
    {.suffix = ""},
    {.suffix = "-portrait", .portrait = true},
    {.suffix = "-zh", .chinese_only = true},
    {.suffix = "-en", .english = true},
    {.suffix = "-4k", .shown_w = 3840, .shown_h = 2160},
};

const char *window_scene_name(enum window_scene scene)
{
#define X(name, text, target, act) [WINDOW_SCENE_##name] = (text),
    static const char *const names[] = {WINDOW_SCENES(X)};
#undef X
    return names[scene];
}

/* One window as the drawing has it: 12 people, 15 to 25 minutes; 1-5, 7 and 8 are open. */
struct sample {
    uint8_t state, pause_reason, duty;
    const char *label;
    uint32_t call;
    uint16_t waiting, lo, hi, about;
    uint16_t others[24]; /* open windows; 0 ends the list */
};

static const struct sample drawn = {.state = WINDOW_IDLE,
                                    .waiting = 12,
                                    .lo = 15,
                                    .hi = 25,
                                    .about = 20,
                                    .others = {1, 2, 3, 4, 5, 7, 8}};

static void put(struct window_stage *stage, uint16_t number, const struct sample *sample)
{
    const struct window_tv_target target = {.target = {number},
                                            .state = sample->state,
                                            .pause_reason = sample->pause_reason,
                                            .duty = sample->duty,
                                            .label =
                                                sample_label(sample->label ? sample->label : ""),
                                            .call = sample->call};
    window_tv_put_target(&stage->tv, &target, stage->screen.time.mono);
}

static void hear(struct window_stage *stage, const struct sample *sample)
{
    const struct sample open = {.state = WINDOW_SERVING, .label = "A020"};
    const struct window_def *window = def_window(stage->def, stage->tv.target.n);
    window_tv_begin(&stage->tv);
    put(stage, stage->tv.target.n, sample);
    for (uint32_t i = 0; i < countof(sample->others) && sample->others[i]; i++)
        put(stage, sample->others[i], &open);
    for (uint8_t i = 0; window && i < window->service_count; i++)
        window_tv_put_service(&stage->tv,
                              &(struct board_service){window->services[i], sample->waiting,
                                                      sample->lo, sample->hi, sample->about});
    window_tv_end(&stage->tv);
    board_begin(&stage->board);
    board_end(&stage->board, &stage->screen.time);
    board_heard(&stage->board, &stage->screen.time);
}

static void later(struct window_stage *stage, msec ms)
{
    stage->screen.time.mono += ms;
    stage->screen.time.hall += ms;
}

static void idle(struct window_stage *stage)
{
    hear(stage, &drawn);
}

static void change(struct window_stage *stage, uint8_t state, const char *label)
{
    struct sample sample = drawn;
    sample.state = state;
    sample.label = label;
    sample.call = 1;
    sample.waiting = 11;
    sample.hi = 20;
    hear(stage, &sample);
}

static void call(struct window_stage *stage)
{
    idle(stage);
    change(stage, WINDOW_CALLING, "A023");
}

static void call_blink(struct window_stage *stage)
{
    call(stage);
    later(stage, WINDOW_TV_TOGGLE_MS);
}

static void serving(struct window_stage *stage)
{
    change(stage, WINDOW_SERVING, "A023");
}

static void paused(struct window_stage *stage)
{
    change(stage, WINDOW_PAUSED, NULL);
}

static void paused_last(struct window_stage *stage)
{
    hear(stage, &(struct sample){.state = WINDOW_PAUSED, .waiting = 3});
}

static void lunch(struct window_stage *stage)
{
    hear(stage,
         &(struct sample){.state = WINDOW_PAUSED, .pause_reason = PAUSE_LUNCH, .others = {3, 4}});
}

static void closed(struct window_stage *stage)
{
    change(stage, WINDOW_CLOSED, NULL);
}

static void after_hours(struct window_stage *stage)
{
    later(stage, 7 * HOUR + 40 * MINUTE);
    hear(stage, &(struct sample){.state = WINDOW_IDLE,
                                 .duty = DUTY_AFTER_HOURS,
                                 .waiting = 2,
                                 .about = 15});
}

static void nobody(struct window_stage *stage)
{
    hear(stage, &(struct sample){.state = WINDOW_IDLE, .lo = 5, .hi = 10, .about = 5});
}

static void unknown_wait(struct window_stage *stage)
{
    hear(stage, &(struct sample){.state = WINDOW_IDLE, .waiting = 4});
}

static const struct sample widest = {.state = WINDOW_IDLE,
                                     .label = "AB1023",
                                     .call = 7,
                                     .waiting = 1024,
                                     .lo = 235,
                                     .hi = 240,
                                     .about = 240};

static void widest_call(struct window_stage *stage)
{
    struct sample sample = widest;
    hear(stage, &sample);
    sample.state = WINDOW_CALLING;
    hear(stage, &sample);
}

static void widest_serve(struct window_stage *stage)
{
    struct sample sample = widest;
    sample.state = WINDOW_SERVING;
    hear(stage, &sample);
}

/* Every window of a large hall that takes its people: more than the line holds. */
static void widest_paused(struct window_stage *stage)
{
    window_tv_begin(&stage->tv);
    put(stage, stage->tv.target.n, &(struct sample){.state = WINDOW_PAUSED});
    for (uint16_t i = 0; i < 18; i++) /* no two beside each other: no range shortens them */
        stage->tv.others[stage->tv.other_count++] = (uint16_t)(101 + 2 * i);
    window_tv_end(&stage->tv);
    board_begin(&stage->board);
    board_end(&stage->board, &stage->screen.time);
    board_heard(&stage->board, &stage->screen.time);
}

static void start(struct window_stage *stage)
{
    stage->screen.time.hall = 0;
}

static void stale(struct window_stage *stage)
{
    idle(stage);
    later(stage, BOARD_STALE_MS);
}

static void stale_call(struct window_stage *stage)
{
    call(stage);
    later(stage, BOARD_STALE_MS);
}

static void lost(struct window_stage *stage)
{
    idle(stage);
    later(stage, BOARD_LOST_MS);
}

static void lost_call(struct window_stage *stage)
{
    call(stage);
    later(stage, BOARD_LOST_MS);
}

static void training(struct window_stage *stage)
{
    stage->screen.training = 60;
    idle(stage);
}

static void training_call(struct window_stage *stage)
{
    stage->screen.training = 60;
    widest_call(stage);
}

static void evacuation(struct window_stage *stage)
{
    idle(stage);
    stage->board.emergency = EMERGENCY_EVACUATE;
}

void window_play(struct window_stage *stage, const struct window_scene_look *look,
                 enum window_scene scene)
{
#define X(name, text, number, act) [WINDOW_SCENE_##name] = {(number), (act)},
    static const struct {
        uint16_t target;
        void (*act)(struct window_stage *);
    } scenes[] = {WINDOW_SCENES(X)};
#undef X
    stage->hall = *stage->def;
    if (look->chinese_only)
        stage->hall.languages[LANG_EN] = false;
    stage->screen = (struct board_screen){.board = &stage->board,
                                          .announce = &stage->announce,
                                          .ticker = &stage->ticker,
                                          .window = &stage->tv,
                                          .words = stage->words,
                                          .time = sample_time,
                                          .rows = BOARD_ROWS_DEFAULT,
                                          .portrait = look->portrait,
                                          .english = look->english};
    board_init(&stage->board, &stage->hall, def_device(&stage->hall, "board-1"));
    announce_init(&stage->announce, 0);
    window_tv_init(&stage->tv, &stage->hall, (target_id){scenes[scene].target});
    scenes[scene].act(stage);
}
