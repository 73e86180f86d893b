/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall_def - the definition of a hall as plain structs: what the YAML files under
 * halls/NAME/ say, checked, with defaults filled in (common/config loads it).
 *
 * Every program and every pure core reads this one struct; ids are the numbers
 * written in the YAML (D-41). It never changes while a program runs.
 *
 * Ownership: common/config owns the arrays; readers keep const pointers.
 * Sources:   R-M1, R-M10, R-M11 (docs/rules.md); the YAML: halls/README.md.
 */
#ifndef DOMAIN_HALL_DEF_H
#define DOMAIN_HALL_DEF_H

#include "domain/hours.h"
#include "domain/label.h"
#include "domain/panel.h"
#include "domain/vocab.h"

/* Limits, each with a test at the limit. */
#define FLOORS_MAX 16
#define ZONES_MAX 32
#define VOICE_ZONES_MAX 32
#define SERVICES_MAX 128
#define WINDOWS_MAX 1200
#define ROOMS_MAX 64
#define LINES_MAX 64
#define DEVICES_MAX 4096
#define TICKETS_DAY_MAX 50000
#define JOURNEYS_MAX 64
#define STATIONS_PER_LINE_MAX 64 /* D-39 */
#define WINDOW_SERVICES_MAX 40
#define WINDOW_GROUPS_MAX 5
#define WINDOW_TRANSFERS_MAX 9 /* D-16: chosen with keys 1-8 */
#define JOURNEY_STEPS_MAX 12
#define JOURNEY_ITEMS_MAX 64
#define ZONE_SERVICES_MAX 12 /* R-M12: more than 12 on a page is a configuration error */
#define NAME_SIZE 64         /* bytes with NUL */
#define TEXT_SIZE 192
#define DEVICE_PATH_SIZE 128
#define VOICE_VOLUMES_MAX 8
#define VOICE_RATE_MAX 10            /* from -10 to 10 */
#define VOICE_PACK_DEFAULT "default" /* made by espeak-ng, ships */
#define VOICE_PACK_LIVE "live"       /* no pack: espeak-ng on the spot */
#define MATRIX_W_MIN 96              /* dots: a number and its window in one line, AB1023 110号 */
#define MATRIX_H_MIN 16
#define MATRIX_W_MAX 1024
#define MATRIX_H_MAX 512
#define MATRIX_BAUD_MIN 115200 /* what a serial line does unless it is told */
#define MATRIX_BAUD_MAX 4000000
#define PHONE_URL_MAX 50 /* bytes; with ticket and code it fills the 96 of a QR code */

enum lang { LANG_ZH, LANG_EN, LANG_MN, LANG_COUNT };
const char *lang_code(enum lang lang); /* "zh", "en", "mn" */

/* A name in each language; "" = missing, then zh is shown (R-G2). */
struct names {
    char text[LANG_COUNT][NAME_SIZE];
};
const char *names_get(const struct names *names, enum lang lang);

struct texts {
    char text[LANG_COUNT][TEXT_SIZE];
};
const char *texts_get(const struct texts *texts, enum lang lang);

struct floor_def {
    uint8_t number;
    struct names name;  /* "1楼" */
    struct texts exits; /* "正门、东侧门": the nearest ones in an emergency; "" = not said */
};

struct voice_zone_def {
    uint16_t id;
    struct names name;
    char display[NAME_SIZE]; /* the one device that speaks here (D-12) */
};

struct zone_def {
    uint16_t id;
    char letter[4]; /* chip on the kiosk: "A" */
    struct names name;
    struct texts hint; /* typical items, two lines separated by \n */
    uint8_t colour;    /* 0..5 = zone colours A..F of docs/ui 1 */
    uint8_t floor_count;
    uint8_t floors[FLOORS_MAX];
    bool on_kiosk; /* false: a place only, no tile (its services have another zone) */
};

struct service_def {
    service_id id;
    char prefix[PREFIX_MAX + 1]; /* "" = a step of journeys only, issues no numbers (D-44) */
    uint16_t zone;
    struct names name;  /* 社保 */
    struct names brief; /* at most 4 hanzi, for large text */
    struct texts hint;  /* typical items */
    struct texts materials;
    uint16_t first, last; /* numbers of the day; default 1..9999 */
    uint32_t mean_ms;     /* configured mean service time: dispatch keys, R-W2's fallback */
    uint16_t wait_limit_min, serve_limit_min;
    bool confidential;            /* R-L11 */
    bool id_required;             /* R-K10 */
    uint16_t quota[SESSIONS_MAX]; /* R-K5: tickets of each session; 0 = no limit */
    uint16_t class_first[CLASS_COUNT], class_last[CLASS_COUNT]; /* R-N6; 0 = the same counter */
    bool bookable;
    uint16_t slot_min, slot_places; /* R-A1: length of a slot, bookings in it */
    struct hours hours;             /* count 0 = the hall's */
};

enum start_mode { START_IMPLIED, START_EXPLICIT };    /* D-05 */
enum next_mode { NEXT_FINISH_AND_CALL, NEXT_REFUSE }; /* D-05 */
enum window_kind {
    WINDOW_KIND_NORMAL,
    WINDOW_KIND_COMPREHENSIVE,
    WINDOW_KIND_CASHIER,
    WINDOW_KIND_PICKUP,
    WINDOW_KIND_DESK,
    WINDOW_KIND_STEP
};

struct window_def {
    uint16_t number;
    uint16_t zone;
    uint8_t floor;
    uint8_t kind;      /* enum window_kind */
    struct names name; /* "" = "N号窗口" */
    uint16_t voice_zone;
    uint8_t start, next; /* enum start_mode, next_mode */
    bool confidential;
    uint8_t service_count, transfer_count;
    service_id services[WINDOW_SERVICES_MAX]; /* in the order of the YAML */
    uint8_t groups[WINDOW_SERVICES_MAX];      /* 1-5 beside each; R-D, rule `turns` only */
    bool lunch_duty, after_hours;             /* R-O4: stays over noon; R-O3: serves who is left */
    bool named_call;                          /* 特呼: any number, with a reason */
    /* Key 6: where a ticket may be sent, in the order of the keys 1-8 (D-16). A service,
     * or a target; exactly one of the two is set. */
    struct transfer_def {
        service_id service;
        target_id target;
    } transfers[WINDOW_TRANSFERS_MAX];
};

struct room_def {
    uint16_t id; /* target = TARGET_ROOM + id */
    struct names name;
    uint8_t floor;
    uint16_t zone, voice_zone;
};

struct journey_def { /* R-M10 */
    uint16_t id;
    struct names name;
    uint8_t count;
    service_id steps[JOURNEY_STEPS_MAX];
    bool back; /* after each step back to the window that sent it (收费) */
    /* Who begins it without being asked: every ticket of the first service, or who comes for one
     * of these items; neither = only where a program asks for it. */
    bool always;
    uint8_t item_count;
    uint16_t items[JOURNEY_ITEMS_MAX];
};

/* R-M11: a date that is not what its weekday says. */
struct holiday_def {
    uint32_t date; /* yyyymmdd */
    uint8_t kind;  /* enum holiday_kind */
};
enum holiday_kind { HOLIDAY_CLOSED, HOLIDAY_WORKING, HOLIDAY_MORNING, HOLIDAY_AFTERNOON };
#define HOLIDAYS_MAX 128

/* Another hall that people may go to (R-K7); shown as written. */
struct near_def {
    struct names name;
    struct texts address, services;
    char hours[NAME_SIZE], phone[NAME_SIZE];
};
#define HALLS_NEAR_MAX 8
#define BOOKING_WAYS_MAX 6

struct line_def { /* one pair of RS-485 wires */
    uint16_t id;
    char port[TEXT_SIZE]; /* "/dev/ttyS0", "tcp:HOST:PORT", "" = only the simulator */
    uint32_t baud;
    uint8_t floor;
    char bus[NAME_SIZE]; /* the device of kind bus that masters it */
};

struct device_def {
    char name[NAME_SIZE]; /* "kiosk-1", unique */
    uint8_t kind;         /* enum device_kind */
    uint8_t floor;
    uint16_t zone;       /* board, kiosk: 0 = whole hall */
    uint16_t window;     /* pad, strip, rating; board: above that window */
    uint16_t line;       /* stations on RS-485; 0 = directly on TCP */
    uint8_t address;     /* 1..0xEF, unique on its line */
    uint16_t voice_zone; /* board: the voice zone it speaks for, 0 = silent */
    bool portrait;
    char printer[DEVICE_PATH_SIZE]; /* kiosk: queue, address or device; "" = PNG files */
    uint8_t paper_mm;               /* kiosk: 80 or 58 */
    uint16_t roll_m;                /* kiosk: length of a new roll; 0 = not counted */
    /* kiosk: its devices, "" = none. reader: a serial port; scanner: a serial port, or a keyboard
     * ("/dev/input/…", "keys:PATH"); keypad and touch: input devices. */
    char reader[DEVICE_PATH_SIZE], scanner[DEVICE_PATH_SIZE];
    char keypad[DEVICE_PATH_SIZE], touch[DEVICE_PATH_SIZE];
    uint16_t touch_w, touch_h; /* of a panel that does not say its ranges: 0 … these; 0 = it does */
    uint16_t touch_turn;       /* degrees clockwise that the panel is mounted against the page */
    struct panel panel;        /* its screen */
    uint16_t room;    /* board beside a room, as `window` above a window; 0 = none of both (t08) */
    uint8_t shows;    /* board: enum board_shows */
    uint8_t language; /* board: enum board_language */
    uint8_t rows;     /* board: calls on its list; 0 = as many as drawn (R-L7) */
    /* board: a panel of LED dots, 0 = a TV; to "udp:ADDRESS:PORT", "/dev/…[@BAUD]", "" = window */
    uint16_t matrix_w, matrix_h;
    char matrix_out[DEVICE_PATH_SIZE];
    uint8_t matrix_driver; /* enum matrix_driver */
};

struct rules_def {
    uint16_t head_start_min[CLASS_COUNT]; /* counts as taken that much earlier */
    uint16_t transfer_bonus_min, help_delay_min, short_weight_pm;
    uint8_t recall_max;                /* calls in all, with the first */
    uint16_t recall_spacing_s;         /* at least this long between two calls */
    uint8_t miss_calls;                /* 过号 allowed after that many calls … */
    uint16_t miss_after_s;             /* … and that long after the first (0 = no limit) */
    uint8_t return_policy;             /* enum return_policy */
    uint8_t return_places, return_max; /* R-C2: k places behind the head, once */
    uint8_t parked_max;                /* per window, D-07 */
    uint16_t rating_s;                 /* R-E11 */
    uint16_t announce_expiry_s;        /* D-12 */
    uint16_t missed_shown_min;         /* R-C3 */
    uint8_t ticket_repeat_s;           /* R-K12: a second press within it gives no second ticket */
    uint8_t dispatch, preset;          /* enum dispatch_rule, dispatch_preset */
    uint8_t undo_s;                    /* D-20; 0 = off */
    uint8_t items_max;                 /* 一票多业务: items of one ticket */
    uint16_t auto_call_s;              /* 自动顺呼 after so long idle; 0 = off */
    uint16_t auto_miss_s;              /* R-C1's option: missed by itself; 0 = never */
    uint16_t auto_finish_s;            /* 自动结束办理: served so long is done; 0 = never */
    uint8_t rating_change_min;         /* R-E2: a rating may be changed so long */
    uint16_t rating_slip_min;          /* R-E8: after the visit by its number; 0 = all day */
    uint8_t principals_max;            /* R-K11: people on an agent's ticket */
    uint8_t one_ticket;                /* enum one_ticket, R-K8 */
    uint8_t voids_day;                 /* R-K10: given back per identity and day, then the desk */
    uint16_t green_day;                /* R-P2: green tickets of a service and day */
    uint8_t priority_age;              /* years; the card's age band proves it */
    bool priority_proof;               /* class priority wants a proof */
    uint16_t checkin_early_min;        /* D-18: before the slot starts */
    uint16_t late_min;                 /* D-18: late only so long after the slot's end */
    uint8_t booking_share_pct;         /* R-A7: of a service's session quota; 0 = no limit */
    uint8_t no_shows, no_show_days;    /* R-A6: block after so many within days; 0 = off */
    uint16_t lease_size, lease_first;  /* D-22; size 0 = kiosks issue nothing alone */
    uint16_t keep_days;                /* archives of closed days; 0 = for ever */
    bool sign_on;                      /* a window calls only with somebody signed on */
    bool announce_missed;              /* a missed number is said once (v.missed) */
    bool announce_next;                /* who is next is told to get ready (v.next) */
};
enum dispatch_rule { DISPATCH_HEADSTART, DISPATCH_FIFO, DISPATCH_STRICT, DISPATCH_TURNS };
/* A preset fills the head starts; UNSET = as written. */
enum dispatch_preset { PRESET_UNSET, PRESET_FAIR, PRESET_DEFAULT, PRESET_STRICT_LIKE, PRESET_FIFO };
/* Frames of docs/matrix.md: one colour; red and green; red, green and blue. */
enum matrix_driver { MATRIX_PLAIN, MATRIX_PLAIN_RG, MATRIX_PLAIN_RGB };
/* The calls of its zone, or of the hall when it has none; or of all zones of its floor. */
enum board_shows { BOARD_SHOWS_ZONE, BOARD_SHOWS_FLOOR };
enum board_language { BOARD_ZH, BOARD_EN, BOARD_BOTH }; /* BOARD_BOTH: English below Chinese */
enum one_ticket { ONE_TICKET_SERVICE, ONE_TICKET_HALL, ONE_TICKET_OFF };
enum return_policy { RETURN_PLACES, RETURN_TAIL, RETURN_VOID };

/* How calls are spoken (R-V1 … R-V8); docs/display.md. */
enum digit_one { DIGIT_ONE_YI, DIGIT_ONE_YAO }; /* R-V2 */
struct voice_def {
    uint8_t language_count;
    uint8_t languages[LANG_COUNT]; /* in this order, then the ticket's own (R-V5) */
    uint8_t times;                 /* R-V1: how often a call is said */
    bool chime, silent;            /* R-V1, R-V8 */
    uint8_t digit_one;             /* enum digit_one */
    int8_t rate;                   /* R-V7: -10 … 10 */
    char pack[NAME_SIZE];          /* R-V9: clips; "" = live synthesis */
    uint8_t volume_count;
    struct volume_def { /* R-V7: at other times 100 */
        struct hours_session time;
        uint8_t percent;
    } volumes[VOICE_VOLUMES_MAX]; /* in order, not overlapping */
};
struct boards_def {
    bool order_note; /* that numbers may be out of order (t.order) */
    bool pages;      /* public information between calls (R-L9) */
    uint8_t brightness_count;
    struct volume_def brightness[VOICE_VOLUMES_MAX]; /* of panels of dots; at other times 100 */
};

struct item_def;
struct hall_def {
    char id[NAME_SIZE]; /* "jianchang" */
    struct names name;
    struct names level;
    char time_zone[NAME_SIZE]; /* "Asia/Shanghai" */
    char phone[NAME_SIZE];     /* complaints */
    char phone_url[TEXT_SIZE]; /* D-24: "" = the QR carries id and code as text */
    bool slip_both;            /* R-T4: slips in two languages */
    uint32_t capacity;         /* persons */
    uint32_t tickets_day;      /* default 20000 */
    bool languages[LANG_COUNT];
    bool mongolian_first; /* R-G3: left of the Chinese, else right */
    struct hours hours;
    struct rules_def rules;
    struct voice_def voice;
    struct boards_def boards;

    uint32_t floor_count, zone_count, voice_zone_count, service_count, window_count, room_count,
        journey_count, line_count, device_count, holiday_count;
    const struct floor_def *floors;
    const struct zone_def *zones;
    const struct voice_zone_def *voice_zones;
    const struct service_def *services;
    const struct window_def *windows; /* ascending numbers */
    const struct room_def *rooms;
    const struct journey_def *journeys;
    const struct line_def *lines;
    const struct device_def *devices;
    const struct holiday_def *holidays; /* ascending dates */
    uint32_t booking_way_count, near_count;
    const struct texts *booking_ways; /* R-A8: how to book, a line each */
    const struct near_def *halls_near;
    uint32_t item_count; /* domain/item_def.h; 0 = search is hidden */
    const struct item_def *items;
    const char *item_texts;

    uint8_t hash[32]; /* SHA-256 of the files it came from (D-41) */
};

/* NULL when there is none. */
const struct zone_def *def_zone(const struct hall_def *def, uint16_t id);
const struct service_def *def_service(const struct hall_def *def, service_id id);
const struct window_def *def_window(const struct hall_def *def, uint16_t number);
const struct room_def *def_room(const struct hall_def *def, uint16_t id);
const struct line_def *def_line(const struct hall_def *def, uint16_t id);
const struct device_def *def_device(const struct hall_def *def, const char *name);
const struct device_def *def_station(const struct hall_def *def, uint16_t line, uint8_t address);
bool def_window_serves(const struct window_def *window, service_id service);
/* The service's own hours, or the hall's. */
const struct hours *def_hours(const struct hall_def *def, const struct service_def *service);
/* The window numbers that serve it: lowest and highest; false when none does. */
bool def_service_windows(const struct hall_def *def, service_id id, uint16_t *low, uint16_t *high);
const struct journey_def *def_journey(const struct hall_def *def, uint16_t id);
/* R-M10: the journey that a ticket of this service begins by itself: its item's, else the
 * service's; 0 = none. item 0 = none chosen. */
uint16_t def_journey_begun(const struct hall_def *def, service_id service, uint16_t item);

#endif
