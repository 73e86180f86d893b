/* SPDX-License-Identifier: Apache-2.0 */
/* A minute of a board in Jianchang, second by second where something changes: the rows of its
 * view go in, what people read and hear comes out. */
#include <string.h>

#include "app/feed.h"
#include "config/config.h"
#include "golden.h"
#include "i18n/words_load.h"
#include "model/phrase.h"
#include "test.h"
#include "view/view.h"

#define MORNING ((msec)1773798120 * SECOND) /* 2026-03-18 09:42 in China */

static struct words words;
static struct hall_def *def;
static struct board board;
static struct announce announce;
static struct ticker ticker;
static struct draw draw;
static struct view_row rows[256];
static struct view_rows view;
static struct golden golden;

struct act {
    uint8_t second;
    const char *what; /* call, recall, start, finish, miss, cut, back */
    const char *label;
    uint16_t target;
    uint8_t ticket_class;
};

static const struct act acts[] = {
    {1, "call", "A023", 6, CLASS_NORMAL},
    {2, "call", "H031", 17, CLASS_PRIORITY},
    {12, "call", "W002", 109, CLASS_NORMAL},
    {14, "recall", "W002", 109, CLASS_NORMAL},
    {20, "start", "A023", 6, CLASS_NORMAL},
    {26, "call", "D007", TARGET_ROOM + 5, CLASS_NORMAL},
    {35, "miss", "H031", 17, CLASS_NORMAL},
    {40, "cut", NULL, 0, 0},
    {57, "back", NULL, 0, 0},
    {58, "finish", "A023", 6, CLASS_NORMAL},
};

static uint32_t order, announced;

static void set_window(const struct act *act, uint8_t window_state, uint8_t calls)
{
    struct label label = {{act->label ? act->label[0] : 0, 0}, 0};
    if (act->label)
        assert_true(label_parse(act->label, &label));
    struct row_window row = {.state = window_state,
                             .calls = calls,
                             .prefix = label_wire_prefix(label),
                             .number = label.number,
                             .ticket_class = act->ticket_class,
                             .since_ms = (uint64_t)(MORNING + act->second * SECOND),
                             .order = order};
    view_set(&view, ROW_TYPE_WINDOW, act->target, order, &row);
}

static void set_announce(const struct act *act, uint8_t kind)
{
    struct label label;
    assert_true(label_parse(act->label, &label));
    struct row_announce row = {.voice_zone = 1,
                               .target = act->target,
                               .prefix = label_wire_prefix(label),
                               .number = label.number,
                               .kind = kind,
                               .langs = 1 << LANG_ZH,
                               .at_ms = (uint64_t)(MORNING + act->second * SECOND),
                               .life_s = 60};
    announced++;
    view_set(&view, ROW_TYPE_ANNOUNCE, announced, announced, &row);
}

static void do_act(const struct act *act, bool *live)
{
    struct label label;
    golden_printf(&golden, "%02u  -> %s %s %u\n", act->second, act->what,
                  act->label ? act->label : "", act->target & ~TARGET_ROOM);
    if (strcmp(act->what, "call") == 0 || strcmp(act->what, "recall") == 0) {
        order++;
        bool again = act->what[0] == 'r';
        set_window(act, WINDOW_CALLING, again ? 2 : 1);
        set_announce(act, again ? CALL_AGAIN : CALL_FIRST);
    } else if (strcmp(act->what, "start") == 0) {
        set_window(act, WINDOW_SERVING, 1);
    } else if (strcmp(act->what, "finish") == 0 || strcmp(act->what, "miss") == 0) {
        assert_true(label_parse(act->label, &label));
        struct row_missed missed = {.prefix = label_wire_prefix(label),
                                    .number = label.number,
                                    .at_ms = (uint64_t)(MORNING + act->second * SECOND)};
        if (act->what[0] == 'm')
            view_set(&view, ROW_TYPE_MISSED, 31, 1, &missed);
        set_window(&(struct act){.second = act->second, .target = act->target}, WINDOW_IDLE, 0);
    } else {
        *live = act->what[0] == 'b';
    }
}

/* The texts of the page in reading order of the list, without the frame that never changes. */
static void page_text(char *text, size_t size)
{
    text[0] = '\0';
    for (uint32_t i = 0; i < draw.count; i++) {
        const char *item = draw_item_text(&draw, &draw.items[i]);
        if (draw.items[i].box.y < 104 || draw.items[i].box.y >= 984 || !item[0])
            continue;
        strncat(text, item, size - strlen(text) - 1);
        strncat(text, " ", size - strlen(text) - 1);
    }
}

static void speak(msec now)
{
    struct announce_entry entry;
    char sentence[PHRASE_SIZE];
    struct phrase_source source = {.words = &words, .def = def, .floor = board.device->floor};
    while (announce_step(&announce, &board, now, &entry)) {
        phrase_call(&source, LANG_ZH, &entry, sentence, sizeof(sentence));
        golden_printf(&golden, "    %s: %s\n", announce_fate_name(entry.fate), sentence);
    }
}

static void a_minute_of_calls_reads_as_reviewed(void **state)
{
    (void)state;
    struct feed feed = {.def = def, .board = &board, .announce = &announce};
    static char was[8192], now_text[8192];
    bool live = true;
    uint32_t next = 0;
    golden_open(&golden, "display_minute.txt");
    for (uint32_t second = 0; second < 62; second++) {
        struct board_time time = {1000 * SECOND + second * SECOND, MORNING + second * SECOND, 480};
        while (next < countof(acts) && acts[next].second == second)
            do_act(&acts[next++], &live);
        if (live) {
            feed_rows(&feed, &view, &time);
            board_heard(&board, &time);
        }
        if (announce.speaking && time.mono - announce.shown_since >= 9 * SECOND)
            announce_done(&announce); /* as long as a sentence takes */
        speak(time.mono);
        struct board_screen screen = {.board = &board,
                                      .announce = &announce,
                                      .ticker = &ticker,
                                      .words = &words,
                                      .time = time,
                                      .rows = BOARD_ROWS_DEFAULT};
        board_draw(&draw, &screen, &text_measure_rough);
        page_text(now_text, sizeof(now_text));
        if (strcmp(now_text, was) != 0)
            golden_printf(&golden, "%02u  %s\n", second, now_text);
        strcpy(was, now_text);
    }
    golden_close(&golden);
}

static int start(void **state)
{
    (void)state;
    if (words_load(&words) || config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL))
        return 1;
    board_init(&board, def, def_device(def, "board-1"));
    announce_init(&announce, 0);
    view_init(&view, rows, countof(rows));
    static const struct row_service services[] = {{.waiting = 12, .lo_min = 15, .hi_min = 25},
                                                  {.waiting = 3, .wait_min = 10},
                                                  {.waiting = 0}};
    for (uint32_t i = 0; i < countof(services); i++)
        view_set(&view, ROW_TYPE_SERVICE, i + 1, 1, &services[i]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_minute_of_calls_reads_as_reviewed),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
