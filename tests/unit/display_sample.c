/* SPDX-License-Identifier: Apache-2.0 */
#include "display_sample.h"

const struct board_time sample_time = {100 * SECOND, 1773798120 * SECOND, 480};

struct label sample_label(const char *text)
{
    struct label label = {0};
    (void)label_parse(text, &label);
    return label;
}

struct announce_entry sample_call(uint32_t id, const char *label, uint16_t target, msec now)
{
    return (struct announce_entry){.id = id,
                                   .target = {target},
                                   .label = sample_label(label),
                                   .kind = CALL_FIRST,
                                   .born = now,
                                   .dies = now + MINUTE};
}

struct sample_row {
    const char *label;
    uint16_t target;
    uint8_t state, calls, ticket_class;
};

struct sample_service {
    uint16_t service, waiting, lo, hi, about;
};

static void put_rows(struct board *board, const struct sample_row *rows, uint32_t count,
                     const struct board_time *time)
{
    for (uint32_t i = 0; i < count; i++)
        board_put_target(board, &(struct board_target){.target = {rows[i].target},
                                                       .state = rows[i].state,
                                                       .calls = rows[i].calls,
                                                       .ticket_class = rows[i].ticket_class,
                                                       .label = sample_label(rows[i].label),
                                                       .order = 100 - i,
                                                       .since = time->hall - SECOND});
}

static void put_services(struct board *board, const struct sample_service *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        board_put_service(board, &(struct board_service){{list[i].service},
                                                         list[i].waiting,
                                                         list[i].lo,
                                                         list[i].hi,
                                                         list[i].about});
}

static void put_missed(struct board *board, const char *const *labels, uint32_t count,
                       const struct board_time *time)
{
    for (uint32_t i = 0; i < count; i++)
        board_put_missed(board, &(struct board_missed){sample_label(labels[i]),
                                                       time->hall - (msec)(i + 1) * MINUTE});
}

void sample_fill(struct board *board, const struct board_time *time)
{
    static const struct sample_row rows[] = {{"A023", 6, WINDOW_CALLING, 1, CLASS_NORMAL},
                                             {"H031", 17, WINDOW_CALLING, 1, CLASS_NORMAL},
                                             {"G015", 11, WINDOW_CALLING, 2, CLASS_NORMAL},
                                             {"J006", 22, WINDOW_SERVING, 1, CLASS_PRIORITY},
                                             {"A022", 3, WINDOW_SERVING, 1, CLASS_NORMAL},
                                             {"K008", 26, WINDOW_SERVING, 1, CLASS_NORMAL},
                                             {"L009", 29, WINDOW_SERVING, 1, CLASS_APPOINTMENT},
                                             {"A021", 5, WINDOW_SERVING, 1, CLASS_NORMAL}};
    static const struct sample_service services[] = {{1, 12, 15, 25, 20}, {2, 7, 10, 20, 15},
                                                     {3, 9, 15, 20, 20},  {4, 3, 0, 0, 10},
                                                     {6, 0, 0, 0, 0},     {5, 5, 20, 30, 25}};
    static const char *const missed[] = {"G012", "A019", "H027", "J004"};
    board_begin(board);
    put_rows(board, rows, countof(rows), time);
    put_services(board, services, countof(services));
    put_missed(board, missed, countof(missed), time);
    board_end(board, time);
    board_heard(board, time);
}

void sample_fill_widest(struct board *board, const struct board_time *time)
{
    static const struct sample_row rows[] = {{"A1023", 110, WINDOW_CALLING, 3, CLASS_PRIORITY},
                                             {"AB1023", 32, WINDOW_CALLING, 3, CLASS_PRIORITY},
                                             {"W1002", TARGET_ROOM + 1, WINDOW_CALLING, 2,
                                              CLASS_NORMAL},
                                             {"W1001", 109, WINDOW_SERVING, 1, CLASS_GREEN},
                                             {"WM1888", 108, WINDOW_SERVING, 1, CLASS_APPOINTMENT},
                                             {"H1023", 20, WINDOW_CALLING, 2, CLASS_GREEN},
                                             {"D1004", 54, WINDOW_CALLING, 1, CLASS_APPOINTMENT},
                                             {"D1000", TARGET_ROOM + 5, WINDOW_SERVING, 1,
                                              CLASS_APPOINTMENT},
                                             {"V9999", 86, WINDOW_SERVING, 1, CLASS_PRIORITY},
                                             {"Y1000", 32, WINDOW_CALLING, 9, CLASS_NORMAL}};
    static const struct sample_service services[] = {{1, 1024, 100, 120, 110},
                                                     {2, 9999, 235, 240, 240},
                                                     {3, 128, 0, 0, 120},
                                                     {4, 1024, 100, 120, 110},
                                                     {5, 1024, 100, 120, 110},
                                                     {6, 1024, 100, 120, 110}};
    static const char *const missed[] = {"WM1888", "A1019", "AB1027", "J1004"};
    board_begin(board);
    put_rows(board, rows, countof(rows), time);
    put_services(board, services, countof(services));
    put_missed(board, missed, countof(missed), time);
    board_end(board, time);
    board_heard(board, time);
}
