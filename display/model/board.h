/* SPDX-License-Identifier: Apache-2.0 */
/*
 * board - what one TV of the waiting area shows: calls, people waiting, missed numbers.
 *
 * The shell copies the rows of its view into the board between board_begin and board_end;
 * the view asks the board what to draw now. Nothing here knows a pixel or a word.
 *
 * Ownership: the caller owns the board (about 40 KB: static); def and device must outlive it.
 * Errors:    none; what exceeds a limit is left out, oldest first.
 * Time:      `mono` is the monotonic clock, for what people look at (highlight, pages,
 *            freshness); `hall` is the hall's clock, for what happened in the hall. Training
 *            speeds up only the second (D-27).
 * Sources:   R-L7 … R-L14, D-13, D-15, docs/ui 4.
 */
#ifndef MODEL_BOARD_H
#define MODEL_BOARD_H

#include "domain/hall_def.h"

#define BOARD_ROWS_MIN 6 /* R-L7 */
#define BOARD_ROWS_DEFAULT 8
#define BOARD_ROWS_MAX 10
#define BOARD_LIT_MS (15 * SECOND)    /* R-L7 */
#define BOARD_WAITING_MS (8 * SECOND) /* docs/ui t01 */
#define BOARD_WAITING_MAX 6           /* services a page */
#define BOARD_MISSED_MS (5 * SECOND)  /* docs/ui t01 */
#define BOARD_MISSED_SHOWN 4          /* numbers a page */
#define BOARD_MISSED_MAX 64           /* numbers held */
#define BOARD_MISSED_MIN_DEFAULT 10   /* R-C3 */
#define BOARD_CALLS_MAX (WINDOWS_MAX + ROOMS_MAX)
#define BOARD_STALE_MS (5 * SECOND) /* D-13: banner */
#define BOARD_LOST_MS (10 * SECOND) /* D-13: grey rows */
#define BOARD_READ_MS (5 * SECOND)  /* R-L14: a call stays in sight so long … */
#define BOARD_NEWS_MAX 32           /* … also when its window calls the next one */
#define BOARD_CLOSING_MIN 15        /* docs/ui t06: before ticketing ends … */
#define BOARD_CLOSED_MIN 5          /* … and after */

struct board_time {
    msec mono, hall;
    int16_t tz_min;
};

/* A window or room as the controller tells it. */
struct board_target {
    target_id target;
    uint8_t state; /* enum window_state */
    uint8_t calls; /* of the present ticket */
    uint8_t ticket_class;
    struct label label;
    service_id service;
    uint32_t order; /* of calls in the hall: the newest is highest */
    msec since;     /* hall time of the state */
};

struct board_service {
    service_id id;
    uint16_t waiting, lo_min, hi_min, wait_min; /* minutes 0 = not known */
};

struct board_missed {
    struct label label;
    msec at; /* hall time */
};

enum board_status { BOARD_PROCEED, BOARD_CALLED_AGAIN, BOARD_SERVING };

/* One line of the list of calls. */
struct board_row {
    struct label label;
    target_id target;
    uint8_t status; /* enum board_status */
    uint8_t calls;
    uint8_t tag;   /* enum ticket_class: PRIORITY, APPOINTMENT or GREEN; else CLASS_NORMAL */
    uint8_t floor; /* of the target when it is another than the board's, else 0 */
    bool lit;      /* the newest, called less than 15 s ago */
    uint32_t order;
};

/* How old the picture is (D-13). */
enum board_fresh { BOARD_LIVE, BOARD_STALE, BOARD_LOST };

/* t06: what the end of ticketing asks for. */
enum board_closing { BOARD_OPEN, BOARD_CLOSING, BOARD_JUST_CLOSED, BOARD_CLOSED };

/* A call that came not long ago. */
struct board_news {
    struct board_target call;
    msec since;    /* monotonic: first seen here */
    bool replaced; /* its window has called somebody else since */
};

/* How a notice of the staff looks: t06; the same in the colour of warnings; in the ticker only. */
enum board_style { BOARD_STYLE_NOTICE, BOARD_STYLE_WARN, BOARD_STYLE_TICKER };

/* A part of one, as its row says. */
struct board_text {
    uint32_t id; /* a higher one is newer */
    uint8_t part, parts, style;
    bool small; /* of the second line */
    msec until; /* hall time */
    const char *text;
};
#define BOARD_TEXT_PARTS 15
#define BOARD_TEXT_SIZE 49 /* bytes of a part with NUL */
#define BOARD_NOTICE_SIZE 192

struct board_notice {
    uint32_t id;
    uint8_t style, parts;
    uint16_t have, small; /* bit 1 << part */
    msec until;
    char text[BOARD_TEXT_PARTS][BOARD_TEXT_SIZE];
};

struct board {
    const struct hall_def *def;
    const struct device_def *device;
    uint32_t call_count, service_count, missed_count;
    struct board_target calls[BOARD_CALLS_MAX]; /* with a ticket; newest first after board_end */
    uint32_t idle_count;
    target_id idle[BOARD_CALLS_MAX]; /* whose row is here, and that neither call nor serve */
    struct board_service services[SERVICES_MAX];
    struct board_missed missed[BOARD_MISSED_MAX]; /* newest first after board_end */
    uint32_t news_count, news_order;              /* order: of the newest call ever taken as news */
    struct board_news news[BOARD_NEWS_MAX];       /* in the order of calls */
    struct board_notice notice;                   /* the newest; parts 0 = none */
    uint8_t emergency;     /* enum emergency; stays when the controller is lost (docs/ui t06b) */
    bool filled;           /* board_end was called once */
    uint32_t top_order;    /* of the newest call seen … */
    msec top_mono;         /* … and when it was made */
    enum board_fresh told; /* by the link */
    msec heard_mono, heard_hall; /* of the last data */
};

void board_init(struct board *board, const struct hall_def *def, const struct device_def *device);

/* A new picture: begin, everything there is in any order, end. */
void board_begin(struct board *board);
void board_put_target(struct board *board, const struct board_target *target);
void board_put_service(struct board *board, const struct board_service *service);
void board_put_missed(struct board *board, const struct board_missed *missed);
void board_put_text(struct board *board, const struct board_text *text);
void board_end(struct board *board, const struct board_time *time);

/* Data flows: said again and again while it does. From the last time on the age is counted here,
 * so a cut connection counts like a silent one. */
void board_heard(struct board *board, const struct board_time *time);
/* The link knows that the picture is at least as old as that. */
void board_aged(struct board *board, enum board_fresh told);
enum board_fresh board_fresh(const struct board *board, const struct board_time *time);

/* Calls, newest on top (R-L7). One that its window replaced by the next at once stays, below it,
 * until it could be read (R-L14). */
uint32_t board_rows(const struct board *board, const struct board_time *time,
                    struct board_row *rows, uint32_t max);
/* The services of the waiting panel now: `page` at a time, the next ones every 8 s. */
uint32_t board_waiting(const struct board *board, const struct board_time *time,
                       struct board_service *list, uint32_t page);
/* The missed numbers to show now: newest four, the next four every 5 s (R-C3). */
uint32_t board_missed(const struct board *board, const struct board_time *time,
                      struct board_missed *list);
/* All that are to be shown, newest first. */
uint32_t board_missed_all(const struct board *board, const struct board_time *time,
                          struct board_missed *list, uint32_t max);
/* Is this number being served now? R-V3. */
bool board_serving(const struct board *board, struct label label);
/* Does that window or room, as far as its row is here, call this number no more? R-V3. */
bool board_call_over(const struct board *board, target_id target, struct label label);
/* R-O3: the last minutes of ticketing; *end_min is the minute it ends today. */
enum board_closing board_closing(const struct board *board, const struct board_time *time,
                                 uint16_t *end_min);

/* The notice of the staff that is up: two lines of BOARD_NOTICE_SIZE bytes, the second may be
 * empty. False: there is none. */
bool board_notice(const struct board *board, const struct board_time *time, char *text,
                  char *below);

/* The floor of a target when it is another than the board's, else 0. */
uint8_t board_other_floor(const struct board *board, target_id target);
/* NULL when the target is no room of this hall. */
const struct room_def *board_room(const struct hall_def *def, target_id target);

/* news.c, for board.c: what came and what was replaced; what is still to be read of it, oldest
 * first. */
void board_take_news(struct board *board, const struct board_time *time);
uint32_t board_unread(const struct board *board, const struct board_time *time,
                      struct board_target list[BOARD_NEWS_MAX]);

#endif
