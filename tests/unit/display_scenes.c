/* SPDX-License-Identifier: Apache-2.0 */
#include "display_scenes.h"

#include <string.h>

#include "display_sample.h"
#include "model/item_page.h"

#define CLOSING_MS (6 * HOUR + 58 * MINUTE) /* 16:40 */
#define EVACUATION_MS (34 * MINUTE)         /* 10:16 */

const struct display_look display_looks[DISPLAY_LOOKS] = {
    {.suffix = ""},
    {.suffix = "-portrait", .portrait = true},
    {.suffix = "-zh", .chinese_only = true},
    {.suffix = "-en", .english = true},
    {.suffix = "-portrait-en", .portrait = true, .english = true},
    {.suffix = "-both", .both = true},
    {.suffix = "-portrait-both", .portrait = true, .both = true},
    {.suffix = "-4k", .shown_w = 3840, .shown_h = 2160, .some = true},
    {.suffix = "-portrait-4k", .portrait = true, .shown_w = 2160, .shown_h = 3840, .some = true},
};

const char *display_scene_name(enum display_scene scene)
{
#define X(name, text, data, act) [DISPLAY_SCENE_##name] = (text),
    static const char *const names[] = {DISPLAY_SCENES(X)};
#undef X
    return names[scene];
}

/* The first call is spoken for `ms`; the others wait behind it. */
static void call(struct display_stage *stage, const struct announce_entry *calls, uint32_t count,
                 msec ms)
{
    struct announce_entry spoken;
    for (uint32_t i = 0; i < count; i++)
        announce_offer(&stage->announce, &calls[i]);
    (void)announce_step(&stage->announce, &stage->board, stage->screen.time.mono, &spoken);
    stage->screen.time.mono += ms;
    stage->screen.time.hall += ms;
}

static void call_one(struct display_stage *stage, const char *label, uint16_t target, msec ms)
{
    struct announce_entry one = sample_call(1, label, target, stage->screen.time.mono);
    call(stage, &one, 1, ms);
}

static void call_two(struct display_stage *stage, const char *first, uint16_t first_target,
                     const char *second, uint16_t second_target)
{
    msec now = stage->screen.time.mono;
    const struct announce_entry two[] = {sample_call(1, first, first_target, now),
                                         sample_call(2, second, second_target, now)};
    call(stage, two, 2, 3 * SECOND);
}

static void later(struct display_stage *stage, msec ms)
{
    stage->screen.time.mono += ms;
    stage->screen.time.hall += ms;
}

/* Some time of the day, with data just heard. */
static void at(struct display_stage *stage, msec ms)
{
    later(stage, ms);
    board_heard(&stage->board, &stage->screen.time);
}

/* ---- what the board holds ---- */

static void empty(struct display_stage *stage)
{
    board_begin(&stage->board);
    board_end(&stage->board, &sample_time);
    board_heard(&stage->board, &sample_time);
}

static void drawn(struct display_stage *stage)
{
    sample_fill(&stage->board, &sample_time);
}

static void widest(struct display_stage *stage)
{
    sample_fill_widest(&stage->board, &sample_time);
}

/* ---- and what happens to it ---- */

static void start(struct display_stage *stage)
{
    stage->screen.time.hall = 0;
}

static void hall(struct display_stage *stage)
{
    board_init(&stage->board, &stage->hall, def_device(&stage->hall, "board-13"));
    widest(stage);
}

static void six_rows(struct display_stage *stage)
{
    stage->screen.rows = BOARD_ROWS_MIN;
}

static void ten_rows(struct display_stage *stage)
{
    stage->screen.rows = BOARD_ROWS_MAX;
}

static void call_first(struct display_stage *stage)
{
    call_one(stage, "A023", 6, 3 * SECOND);
}

static void call_blink(struct display_stage *stage)
{
    call_one(stage, "A023", 6, 1 * SECOND);
}

static void call_both(struct display_stage *stage)
{
    call_two(stage, "A023", 6, "H031", 17);
}

static void call_room(struct display_stage *stage)
{
    call_one(stage, "W002", TARGET_ROOM + 1, 3 * SECOND);
}

static void call_floor(struct display_stage *stage)
{
    call_one(stage, "W002", 109, 3 * SECOND);
}

static void call_widest(struct display_stage *stage)
{
    call_one(stage, "AB1023", 110, 3 * SECOND);
}

static void call_both_widest(struct display_stage *stage)
{
    call_two(stage, "WM8888", 110, "AB1023", TARGET_ROOM + 1);
}

static void call_pick_up(struct display_stage *stage)
{
    struct announce_entry one = sample_call(1, "A023", 6, stage->screen.time.mono);
    one.kind = CALL_PICK_UP;
    call(stage, &one, 1, 3 * SECOND);
}

/* The line broke just after the call. */
static void call_stale(struct display_stage *stage)
{
    call_one(stage, "A023", 6, 6 * SECOND);
}

static void closing(struct display_stage *stage)
{
    at(stage, CLOSING_MS);
}

static void closed(struct display_stage *stage)
{
    at(stage, CLOSING_MS + 10 * MINUTE);
}

static void say(struct display_stage *stage, uint8_t style, const char *text, const char *below)
{
    const struct board_text parts[] =
        {{.id = 1, .part = 0, .parts = 2, .text = text},
         {.id = 1, .part = 1, .parts = 2, .small = true, .text = below}};
    for (size_t i = 0; i < countof(parts); i++) {
        struct board_text part = parts[i];
        part.style = style;
        part.until = stage->screen.time.hall + HOUR;
        board_put_text(&stage->board, &part);
    }
}

static void notice(struct display_stage *stage)
{
    say(stage, BOARD_STYLE_NOTICE, "公安窗口今日移至6楼", "请到6楼 101–104号窗口");
}

static void notice_ticker(struct display_stage *stage)
{
    say(stage, BOARD_STYLE_TICKER, "公安窗口今日移至6楼", "请到6楼 101–104号窗口");
}

/* As long as they may be (docs/ui t06): 24 and 34 characters, in parts of 48 bytes. */
static void notice_warn(struct display_stage *stage)
{
    static const char *const texts[] = {"不动产登记系统正在升级维护恢复时", "间请留意本屏通知",
                                        "急需办理的群众可先到咨询台登记联",
                                        "系方式，恢复后由工作人员逐一电话", "通知"};
    for (uint8_t i = 0; i < countof(texts); i++)
        board_put_text(&stage->board, &(struct board_text){.id = 2,
                                                           .part = i,
                                                           .parts = countof(texts),
                                                           .style = BOARD_STYLE_WARN,
                                                           .small = i >= 2,
                                                           .until = stage->screen.time.hall + HOUR,
                                                           .text = texts[i]});
}

/* Window 6 calls the next one a second after A023. */
static void unread(struct display_stage *stage)
{
    later(stage, 3 * SECOND);
    struct board *board = &stage->board;
    struct board_target call = board->calls[0];
    struct board_target others[8];
    for (int i = 0; i < 8; i++)
        others[i] = board->calls[i];
    call.order++;
    others[0] = call;
    for (int step = 0; step < 2; step++) {
        board_begin(board);
        for (int i = 0; i < 8; i++)
            board_put_target(board, &others[i]);
        board_end(board, &stage->screen.time);
        others[0].label.number++;
        others[0].order++;
        later(stage, SECOND);
    }
    board_heard(board, &stage->screen.time);
}

static void stale(struct display_stage *stage)
{
    later(stage, 6 * SECOND);
}

static void lost(struct display_stage *stage)
{
    later(stage, 2 * MINUTE);
}

static void evacuation(struct display_stage *stage)
{
    at(stage, EVACUATION_MS);
    stage->board.emergency = EMERGENCY_EVACUATE;
}

static void evacuation_lost(struct display_stage *stage)
{
    later(stage, EVACUATION_MS);
    stage->board.emergency = EMERGENCY_EVACUATE;
}

static void training(struct display_stage *stage)
{
    stage->screen.training = 60;
}

static void training_call(struct display_stage *stage)
{
    training(stage);
    call_first(stage);
}

static void training_evacuation(struct display_stage *stage)
{
    training(stage);
    evacuation(stage);
}

/* ---- pages beside the calls (t03) ---- */

static void page(struct display_stage *stage)
{
    page_lay(&stage->text, PAGE_CARD_W, PAGE_CARD_H, &stage->lay);
    stage->page =
        (struct info_page){.text = &stage->text, .lay = &stage->lay, .number = 2, .count = 5};
    stage->screen.page = &stage->page;
}

static void page_of(struct display_stage *stage, const char *chinese, const char *english)
{
    struct page_problems problems;
    const char *text = stage->screen.english ? english : chinese;
    (void)page_text_read(&stage->text, text, strlen(text), &problems);
    page(stage);
}

static void page_item(struct display_stage *stage)
{
    const char code[] = "JC-0303";
    (void)item_page(stage->def, stage->words, item_page_find(stage->def, code, strlen(code)),
                    stage->screen.english ? LANG_EN : LANG_ZH, 0, &stage->text);
    page(stage);
}

static void page_list(struct display_stage *stage)
{
    page_of(stage,
            "# 怎样等候叫号\n1. 在取号机取号，看好号码字母和等候区域\n"
            "2. 留意大屏和语音，叫到您的号码请前往窗口\n3. 没听到不要紧，号码会在大屏上保留\n"
            "- 过号请到咨询台，由工作人员安排\n> 需要帮助请找引导员",
            "# How to wait\n1. Take a number and see which zone it names\n"
            "2. Watch the screens and listen for your number\n"
            "3. Did not hear it? It stays on the screen\n- Missed it? Go to the service desk\n"
            "> Need help? Ask a guide");
}

static void page_table(struct display_stage *stage)
{
    page_of(stage,
            "# 办公和取号时间\n| 周一至周五 | 8:30–12:00，13:30–17:00 |\n| 上午取号 | 8:15–11:45 "
            "|\n"
            "| 下午取号 | 13:15–16:45 |\n\n**午间只有值班窗口办理**\n具体窗口以大屏为准",
            "# Opening hours\n| Mon to Fri | 8:30–12:00, 13:30–17:00 |\n"
            "| Numbers | 8:15–11:45, 13:15–16:45 |\n\n**At noon only a few windows are open**\n"
            "The boards say which");
}

#define PIXMAP_W 640
#define PIXMAP_H 360
const struct pixmap *display_pixmap(void)
{
    static uint32_t pixels[PIXMAP_W * PIXMAP_H];
    static const struct pixmap pixmap = {1, PIXMAP_W, PIXMAP_H, pixels};
    for (uint32_t y = 0; y < PIXMAP_H; y++)
        for (uint32_t x = 0; x < PIXMAP_W; x++)
            pixels[y * PIXMAP_W + x] = (x * 255 / PIXMAP_W) << 16 | (y * 255 / PIXMAP_H) << 8 |
                                       (x / 40 + y / 40) % 2 * 160;
    return &pixmap;
}

static void page_image(struct display_stage *stage)
{
    page_of(stage, "# 怎么走\n颁证室在六楼，请乘东侧电梯\n![x](x.png)\n> 咨询台：1楼大厅",
            "# The way\nThe ceremony room is on floor 6: take the east lift\n![x](x.png)\n"
            "> Service desk: floor 1");
    stage->page.image = 1;
}

static void play(struct display_stage *stage, enum display_scene scene)
{
#define X(name, text, data, act) [DISPLAY_SCENE_##name] = {(data), (act)},
    static const struct {
        void (*data)(struct display_stage *);
        void (*act)(struct display_stage *);
    } scenes[] = {DISPLAY_SCENES(X)};
#undef X
    if (scenes[scene].data)
        scenes[scene].data(stage);
    if (scenes[scene].act)
        scenes[scene].act(stage);
}

void display_play(struct display_stage *stage, const struct display_look *look,
                  enum display_scene scene)
{
    stage->hall = *stage->def;
    if (look->chinese_only)
        stage->hall.languages[LANG_EN] = false;
    stage->screen = (struct board_screen){.board = &stage->board,
                                          .announce = &stage->announce,
                                          .ticker = &stage->ticker,
                                          .words = stage->words,
                                          .time = sample_time,
                                          .portrait = look->portrait,
                                          .english = look->english,
                                          .both = look->both};
    board_init(&stage->board, &stage->hall, def_device(&stage->hall, "board-1"));
    announce_init(&stage->announce, 0);
    ticker_init(&stage->ticker, 0);
    play(stage, scene);
}

void display_draw(struct display_stage *stage, struct draw *draw,
                  const struct text_measure *measure)
{
    board_ticker(&stage->ticker, &stage->screen, measure);
    board_draw(draw, &stage->screen, measure);
}
