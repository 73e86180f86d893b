/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk - what a kiosk knows and which page it shows, pure.
 *
 *     kiosk_step(model, event, effects)
 *
 *     home -> services of a zone -> confirm -(answer)-> issued -> home
 *                                      \-> full, closed, refused     \-> no paper
 *
 * One ticket is asked for at a time, under one seq, so nobody gets a second number (R-K12,
 * D-09). Without an answer in time, or without a controller, the number is one of the
 * kiosk's own, imported later (D-22); the late answer is never shown or printed.
 * Each step of a slip is an entry of the journal first: KIOSK_DO_JOURNAL stands before the
 * effect that it guards, and the shell does nothing behind an entry that it could not
 * write (docs/reliability.md 8).
 * Presses act on release inside the target; leaving it cancels (docs/ui 1.2).
 *
 * Ownership: the caller owns model and effects; the hall definition must outlive them.
 * Time:      `now` is monotonic; hall time comes with ticks, for people only.
 * Errors:    none; what makes no sense is ignored. Threads: none.
 * Sources:   R-K2 … R-K12, docs/ui 1.3, 1.4, 2.
 */
#ifndef MODEL_KIOSK_H
#define MODEL_KIOSK_H

#include "domain/hall_def.h"
#include "domain/vocab.h"
#include "model/focus.h"
#include "model/identity.h"
#include "model/items_model.h"
#include "model/ledger.h"
#include "model/numbers.h"
#include "model/sign.h"
#include "model/staff.h"

#define KIOSK_WARN_MS (15 * SECOND)   /* the overlay asks whether anybody is there */
#define KIOSK_GUARD_MS 400            /* a press so soon was meant for the page before */
#define KIOSK_RESEND_MS (5 * SECOND)  /* no answer: the same seq again */
#define KIOSK_SLOW_MS (3 * SECOND)    /* no answer: say that it takes longer */
#define KIOSK_GIVE_UP_MS (2 * SECOND) /* no answer: a number of its own (D-22) */
#define KIOSK_NO_OWN_MS (10 * SECOND) /* no answer, and none of its own: to the help desk */
#define KIOSK_HELP_MS (10 * SECOND)   /* no answer: say that nobody was told */
#define KIOSK_PRINT_MS (45 * SECOND)  /* no word from the printer: treat as failed */
#define KIOSK_SETTLE_MS (20 * SECOND) /* after a start: the day may be told */
#define KIOSK_TOAST_MS (8 * SECOND)
#define KIOSK_QR_SIZE 97
#define KIOSK_LARGE_CHOICES 6 /* a page in large text */
#define KIOSK_LARGE_MAX 2     /* x2 */

/* Every page: its name in the log and how many seconds it lasts without a touch (R-K2). Drawn as
 * in docs/ui: view.c has the function of each. */
#define KIOSK_PAGES(X)                                                           \
    X(HOME, "home", 100)            /* k01 */                                    \
    X(SERVICES, "services", 60)     /* k02: of a zone */                         \
    X(CONFIRM, "confirm", 60)       /* k03 */                                    \
    X(ISSUED, "issued", 10)         /* k04 */                                    \
    X(NO_PAPER, "no-paper", 120)    /* k06 */                                    \
    X(CLOSED, "closed", 60)         /* k05: this service takes no tickets now */ \
    X(FULL, "full", 60)             /* k20 */                                    \
    X(REFUSED, "refused", 60)       /* to the help desk */                       \
    X(ASK, "ask", 60)               /* 咨询 */                                 \
    X(SEARCH, "search", 60)         /* k08 */                                    \
    X(ITEMS, "items", 60)           /* 全部事项: of a zone */                \
    X(GUIDE, "guide", 60)           /* k09: an item */                           \
    X(BASIS, "basis", 60)           /* its legal basis and conditions */         \
    X(ONLINE, "online", 60)         /* k23 */                                    \
    X(WAYS, "ways", 60)             /* 预约方式 */                           \
    X(ELSEWHERE, "elsewhere", 60)   /* 其他大厅 */                           \
    X(CHECK_IN, "check-in", 60)     /* k10 */                                    \
    X(CARD, "card", 60)             /* k18 */                                    \
    X(CARD_TAKE, "card-take", 60)   /* k19 */                                    \
    X(AGENT, "agent", 120)          /* k26 */                                    \
    X(HOLDS, "holds", 60)           /* k07: has a number of this service */      \
    X(PROGRESS, "progress", 60)     /* k21 */                                    \
    X(GIVE_BACK, "give-back", 60)   /* cancel, asked once */                     \
    X(RATE, "rate", 60)             /* k22 */                                    \
    X(RATED, "rated", 5)            /* r02 */                                    \
    X(MESSAGE, "message", 60)       /* 写留言 */                              \
    X(REJOIN, "rejoin", 60)         /* k24 */                                    \
    X(PIN, "pin", 20)               /* k25b */                                   \
    X(STAFF, "staff", 60)           /* k25 */                                    \
    X(STAFF_STOP, "staff-stop", 60) /* 停用本机, asked once */               \
    X(OUT_OF_USE, "out-of-use", 60) /* stopped by staff: k.fault */              \
    X(MORE, "more", 60)             /* 更多服务, in large text */

#define X(name, text, seconds) KIOSK_##name,
enum kiosk_page { KIOSK_PAGES(X) KIOSK_PAGE_COUNT };
#undef X
const char *kiosk_page_name(enum kiosk_page page);

/* What can be touched; `arg` as said. Each feature's file in this folder handles its own. */
enum kiosk_action {
    KIOSK_ACT_NONE,
    KIOSK_ACT_ZONE,     /* zone id */
    KIOSK_ACT_SERVICE,  /* service id */
    KIOSK_ACT_PRIORITY, /* 0 or 1 */
    KIOSK_ACT_CONFIRM,
    KIOSK_ACT_BACK,
    KIOSK_ACT_HOME,
    KIOSK_ACT_AGAIN,
    KIOSK_ACT_ASK,
    KIOSK_ACT_HELP,
    KIOSK_ACT_LANGUAGE,
    KIOSK_ACT_LARGE,
    KIOSK_ACT_CONTRAST,
    KIOSK_ACT_MORE_TIME,
    KIOSK_ACT_PREVIOUS,
    KIOSK_ACT_NEXT,
    KIOSK_ACT_LOW,
    KIOSK_ACT_VOICE,
    /* keyboards and keypads of the screen */
    KIOSK_ACT_KEY, /* a letter or digit in ASCII */
    KIOSK_ACT_DELETE,
    KIOSK_ACT_CLEAR,
    KIOSK_ACT_LETTERS, /* k21: prefixes in place of digits; k08: digits in place of letters */
    KIOSK_ACT_OK,      /* 确定, 查询 */
    /* items */
    KIOSK_ACT_SEARCH,
    KIOSK_ACT_ITEM,  /* item id */
    KIOSK_ACT_ITEMS, /* zone id; 0 = of the first zone */
    KIOSK_ACT_BASIS,
    KIOSK_ACT_NOTICE, /* print the 一次性告知单 */
    KIOSK_ACT_TAKE,   /* the number for this item */
    KIOSK_ACT_STILL_TAKE,
    KIOSK_ACT_PRINT_ONLINE,
    KIOSK_ACT_WAYS,
    KIOSK_ACT_ELSEWHERE,
    /* people */
    KIOSK_ACT_CHECK_IN,
    KIOSK_ACT_CARD,
    KIOSK_ACT_NO_CARD,
    KIOSK_ACT_SCAN,
    KIOSK_ACT_AGENT,
    KIOSK_ACT_PRINCIPALS, /* how many */
    /* a number that exists */
    KIOSK_ACT_QUERY,
    KIOSK_ACT_PREFIX, /* as on the wire */
    KIOSK_ACT_REPRINT,
    KIOSK_ACT_GIVE_BACK,
    KIOSK_ACT_GIVE_BACK_YES,
    KIOSK_ACT_REJOIN,
    KIOSK_ACT_REJOIN_YES,
    KIOSK_ACT_PLACE, /* where the help desk is */
    KIOSK_ACT_RATE,
    KIOSK_ACT_SCORE,  /* 5 best … 1 */
    KIOSK_ACT_REASON, /* 0 … 4, on or off */
    KIOSK_ACT_RATE_NOT,
    KIOSK_ACT_RATE_SEND,
    KIOSK_ACT_RATE_CHANGE,
    KIOSK_ACT_MESSAGE,
    /* staff */
    KIOSK_ACT_NEW_ROLL,
    KIOSK_ACT_TEST_SLIP,
    KIOSK_ACT_VOLUME, /* 0 = softer, 1 = louder */
    KIOSK_ACT_LISTEN,
    KIOSK_ACT_STOP,
    KIOSK_ACT_STOP_YES,
    KIOSK_ACT_START,
    KIOSK_ACT_REPRINT_LEFT, /* what was not printed, after a new roll */
    KIOSK_ACT_LEAVE,
    /* an emergency */
    KIOSK_ACT_CANNOT_LEAVE,
    /* in large text */
    KIOSK_ACT_MORE,
    KIOSK_ACT_NORMAL,       /* the usual look again */
    KIOSK_ACT_ONLINE,       /* how it goes online: the item looked at */
    KIOSK_ACT_ONLINE_ITEMS, /* what of the service of the wish can be done online */
    KIOSK_ACT_COUNT
};

/* Live figures, from the rows of the kiosk's view. Minutes 0 = not known (R-W3). */
struct kiosk_service {
    bool known, ticketing;
    uint16_t waiting, windows, left;
    uint16_t ahead_normal, ahead_priority;
    uint16_t lo_min, hi_min, wait_min;
    uint16_t opens_in_min;
};
struct kiosk_rows {
    bool known;
    uint32_t day; /* 0 = the day is closed */
    bool ticketing;
    uint8_t emergency; /* enum emergency */
    uint16_t opens_in_min;
    struct kiosk_service services[SERVICES_MAX]; /* in the order of the definition */
};

/* What the visitor is about to ask for; wiped at home. */
#define KIOSK_CODE_SIZE 25
struct kiosk_wish {
    service_id service;
    uint16_t item; /* 0 = none chosen */
    bool priority;
    uint8_t principals; /* people on the ticket; 0 = one, for oneself (R-K11) */
    uint8_t proof;      /* enum class_proof; 0 = none */
    uint8_t age_band;   /* years: 60, 65, 70; 0 = not known */
    bool has_id;        /* a card was read */
    uint8_t id_hash[KIOSK_ID_HASH];
    uint32_t session;           /* of a guide who confirmed with the PIN; 0 = nobody */
    char code[KIOSK_CODE_SIZE]; /* of an appointment; "" = none */
};

/* The answer to a request. */
struct kiosk_ticket {
    uint32_t seq;
    uint8_t refusal; /* enum refusal */
    ticket_id id;
    struct label label;
    service_id service;
    uint8_t ticket_class, lang;
    uint16_t ahead, lo_min, hi_min, wait_min;
    msec issued;
    char qr[KIOSK_QR_SIZE];
    uint16_t item;    /* that it was taken for; 0 = none, or not known */
    uint16_t journey; /* R-M10: that it goes on; 0 = none */
    uint8_t step;     /* of it, from 1 */
    uint8_t principals;
    msec slot;      /* of an appointment; also when it is too early; 0 = none */
    msec reprinted; /* hall time; 0 = it is the first slip (R-T2) */
    bool alone;     /* a number of the kiosk's own: nobody knows how many wait (k27) */
};

/* As on the wire (PRINTER_STATES). NEAR_END prints. */
enum kiosk_printer {
    KIOSK_PRINTER_OK,
    KIOSK_PRINTER_NO_PAPER,
    KIOSK_PRINTER_FAULT,
    KIOSK_PRINTER_NEAR_END,
    KIOSK_PRINTER_COVER,
    KIOSK_PRINTER_OFFLINE
};
enum kiosk_print { KIOSK_PRINT_NONE, KIOSK_PRINT_BUSY, KIOSK_PRINT_DONE, KIOSK_PRINT_MISSING };
/* What a guide is called for, as on the wire (ACT HELP). */
enum kiosk_help_for {
    KIOSK_HELP_FOR_GUIDE,
    KIOSK_HELP_FOR_LEAVING, /* cannot leave alone in an emergency */
    KIOSK_HELP_FOR_CARD,    /* a card was left in the reader */
    KIOSK_HELP_FOR_AGENT    /* an agent is to be confirmed */
};
/* RINGING: without the hall this machine calls by its own voice (docs/ui k27). */
enum kiosk_help { KIOSK_HELP_NONE, KIOSK_HELP_COMING, KIOSK_HELP_FAILED, KIOSK_HELP_RINGING };

enum kiosk_event_type {
    KIOSK_TICK, /* hall_ms, tz_min: at least once a second */
    KIOSK_DOWN, /* action, arg of an enabled place; KIOSK_ACT_NONE = beside */
    KIOSK_MOVE,
    KIOSK_UP,
    KIOSK_LINK,    /* up */
    KIOSK_WELCOME, /* number: training factor, 0 = real (D-26); up: a start
                   without a boot number; boot, and hall unless NULL */
    KIOSK_LEASE,   /* up: granted, lease; else burnt, number: its id, 0 = all (D-22) */
    KIOSK_JOURNAL, /* up: it can be written again; else not, number: the slip not printed, code: 1 =
                      its number is new */
    KIOSK_ROWS,    /* rows */
    KIOSK_ANSWER,  /* ticket */
    KIOSK_PRINTED, /* number: ticket id; code: enum print_result */
    KIOSK_PRINTER, /* code: enum kiosk_printer */
    KIOSK_FOCUS,   /* action, arg, code: nth of them: a key moved the ring there */
    KIOSK_REPEAT,  /* a key: say the page again */
    KIOSK_SOUND,   /* up: a sound device is there */
    KIOSK_RESULT,  /* number: seq; code: enum refusal; ticket_no: the answer to help or a report */
    KIOSK_FOUND,   /* found */
    KIOSK_SCAN,    /* text: what the scanner read */
    KIOSK_SIGNED,  /* signing */
    KIOSK_PAPER,   /* paper */
    KIOSK_TESTED,  /* code: enum print_result: of the test slip */
    KIOSK_KEPT,    /* code: volume; up: out of use: as kept at the last run */
    KIOSK_SHEET_CAME, /* code: enum print_result: of the sheet asked for */
    KIOSK_CARD_NEWS,  /* card */
    KIOSK_PARTS       /* code: reader, arg: scanner; enum kiosk_part */
};

#define KIOSK_BY_KEY 1 /* code of KIOSK_DOWN and KIOSK_UP: no finger did it */
struct kiosk_event {
    uint8_t type;
    uint8_t code;
    bool up;
    uint16_t action, arg;
    int16_t x, y; /* of KIOSK_DOWN */
    int16_t w;    /* of the page, with x and y */
    uint32_t number;
    int16_t tz_min;
    msec now, hall_ms;
    const struct kiosk_rows *rows;
    const struct kiosk_ticket *ticket;
    const struct kiosk_found *found;
    const char *text;
    const struct kiosk_signing *signing;
    const struct kiosk_paper *paper;
    const struct kiosk_card *card;
    uint32_t boot, ticket_no;
    const struct ledger_hall *hall;
    const struct ledger_lease *lease;
};

enum kiosk_effect_type {
    KIOSK_DO_REQUEST,  /* send TICKET_REQ: seq, service, ticket_class, lang */
    KIOSK_DO_HELP,     /* send ACT HELP: seq, arg: enum kiosk_help_for */
    KIOSK_DO_JOURNAL,  /* write `entry`, durably, before what follows */
    KIOSK_DO_PRINT,    /* print the slip `slip` of the ledger, as job `ticket` */
    KIOSK_DO_REPORT,   /* send PRINTED: seq, ticket, result */
    KIOSK_DO_IMPORT,   /* send IMPORT: seq; slip */
    KIOSK_DO_VOID,     /* send VOID_TICKET: seq; slip */
    KIOSK_DO_CHECK_IN, /* send CHECKIN: seq, lang; code and card of the wish */
    KIOSK_DO_FIND,     /* send FIND: seq; label, or the code in model->numbers */
    KIOSK_DO_SLIP,     /* send SLIP: seq, ticket, verb, lang; the rest from the model */
    KIOSK_DO_LOGIN,    /* number: staff; the PIN stands in model->sign until the next event */
    KIOSK_DO_LOGOUT,   /* send LOGOUT: seq, number: session */
    KIOSK_DO_MAINTAIN, /* send ACT MAINTAIN: seq, number: session, arg: enum maintenance */
    KIOSK_DO_NOTE,     /* into the log: number: staff, arg: enum maintenance */
    KIOSK_DO_NEW_ROLL, /* count from a full roll */
    KIOSK_DO_TEST_SLIP,
    KIOSK_DO_KEEP,   /* staff.volume and staff.stopped, over a restart */
    KIOSK_DO_SHEET,  /* print: number: enum kiosk_sheet_kind, item, lang */
    KIOSK_DO_REMIND, /* say that the card is to be taken away (R-I2) */
    KIOSK_DO_LISTEN  /* say something at staff.volume */
};
enum kiosk_sheet_kind { KIOSK_SHEET_NOTICE, KIOSK_SHEET_ONLINE };
struct kiosk_effect {
    uint8_t type;
    uint8_t ticket_class, lang, result, verb;
    uint32_t seq, slip, session;
    service_id service;
    ticket_id ticket;
    struct label label;
    uint32_t number;
    uint16_t arg, item;
    struct ledger_entry entry;
};
#define KIOSK_EFFECTS_MAX 16
struct kiosk_effects {
    uint32_t count;
    struct kiosk_effect list[KIOSK_EFFECTS_MAX];
};

/* A command under way to the controller; sent again under its seq until it is answered. */
struct kiosk_request {
    bool active;
    uint32_t slip;  /* of the ledger; 0 = none */
    uint8_t effect; /* enum kiosk_effect_type: as which it is sent */
    uint8_t ticket_class, lang, result;
    uint32_t seq, session;
    service_id service;
    ticket_id ticket;
    uint16_t arg;
    msec asked, sent;
};
#define KIOSK_GIVEN_UP_MAX 8 /* commands whose late answer has to be told about */
/* A number that the hall has not heard of has no ticket id: its slip's number and this bit. */
#define KIOSK_ALONE_ID 0x80000000u

struct kiosk_model {
    const struct hall_def *def;
    const struct device_def *device;
    uint8_t page, lang;
    uint8_t large;             /* 0 usual, 1 = x1.5, 2 = x2 (R-X4) */
    bool contrast, low, voice; /* each a choice of its own */
    struct kiosk_focus focus;
    uint8_t repeat;    /* counts how often the page was to be said again */
    uint8_t emergency; /* enum emergency; stands until the hall ends it, also without a link */
    bool sound;        /* a sound device is there */
    uint16_t zone;     /* id */
    struct kiosk_wish wish;
    struct kiosk_items items;
    uint8_t page_number; /* of a list */
    bool link_up;
    uint16_t training;
    uint8_t printer, print, help;
    uint16_t pressed_action, pressed_arg;
    uint32_t boot, next_seq;
    int16_t tz_min;
    msec now, hall_ms; /* hall_ms 0 = not known yet */
    msec page_until, guard_until, toast_until, print_until;
    struct kiosk_request asking, calling;              /* a ticket, a guide */
    struct kiosk_request telling;                      /* one import or report */
    struct kiosk_request given_up[KIOSK_GIVEN_UP_MAX]; /* seq 0 = none */
    msec tell_after;
    msec settle_at; /* after a start; 0 = at the next tick it is set */
    struct ledger ledger;
    uint32_t slip, in_printer; /* shown; being printed: numbers of slips, 0 = none */
    uint32_t left_after;       /* what was not printed is printed, from behind this slip */
    uint32_t lost_slip;        /* its entry could not be written: it is not given */
    bool restoring, journal_lost, lost_new, printing_left, fresh;
    bool giving_back; /* the number without paper: asked once */
    struct kiosk_ticket ticket;
    msec ticket_pressed; /* when it was asked for */
    struct kiosk_numbers numbers;
    struct kiosk_identity identity;
    struct kiosk_rows rows;
    struct kiosk_sign sign;
    struct kiosk_staff staff;
};

/* `device` is the kiosk's own entry in the definition. */
void kiosk_init(struct kiosk_model *model, const struct hall_def *def,
                const struct device_def *device);
/* After a start: model->ledger holds what the journal said. What was to be printed is printed. */
void kiosk_restored(struct kiosk_model *model);
void kiosk_step(struct kiosk_model *model, const struct kiosk_event *event,
                struct kiosk_effects *effects);

/* ---- for the view ---- */
/* Whole seconds left on this page. */
uint32_t kiosk_seconds_left(const struct kiosk_model *model);
/* How long the page lasts without a touch. */
msec kiosk_page_ms(const struct kiosk_model *model);
bool kiosk_overlay(const struct kiosk_model *model);
/* Drawn with few large places to touch, all of them low: large text or low. */
bool kiosk_large_pages(const struct kiosk_model *model);
/* Somebody asked for another look; such a person gets twice the time (docs/ui 1.4). */
bool kiosk_slower(const struct kiosk_model *model);
bool kiosk_busy(const struct kiosk_model *model); /* a ticket was asked for, no answer yet */
bool kiosk_slow(const struct kiosk_model *model); /* and it takes long */
/* The hall has acknowledged what came of every slip: before that nobody was told. */
bool kiosk_told(const struct kiosk_model *model);
/* The slip of the ledger as a ticket to show and print; its id names the job of the printer. */
void kiosk_slip_ticket(const struct kiosk_model *model, uint32_t slip, struct kiosk_ticket *ticket);
/* The shown number has no paper and somebody may want it. */
bool kiosk_may_retry(const struct kiosk_model *model);
/* Nobody is before it, as far as can be known, and nothing is under way. */
bool kiosk_idle(const struct kiosk_model *model);
/* The hall takes no tickets now, as far as is known. */
bool kiosk_hall_closed(const struct kiosk_model *model);
const struct kiosk_service *kiosk_service(const struct kiosk_model *model, service_id id);
/* Shown on this kiosk: zones with a tile, services with a prefix. In the order of the definition;
 * at most `max`. */
uint32_t kiosk_zones(const struct kiosk_model *model, const struct zone_def **list, uint32_t max);
uint32_t kiosk_services(const struct kiosk_model *model, uint16_t zone,
                        const struct service_def **list, uint32_t max);
/* A slip would come out now, as far as the printer says. */
bool kiosk_prints(const struct kiosk_model *model);
/* As people are told: it says itself that the roll nearly ends, or the slips counted say so, for
 * many printers have no such sensor (R-B9). */
enum kiosk_printer kiosk_printer(const struct kiosk_model *model);
/* A page asks for a card: only then the reader looks for one (R-Y1). */
bool kiosk_wants_card(const struct kiosk_model *model);
/* R-K11: how many people an agent may stand for here, at most those shown. */
uint8_t kiosk_principals_max(const struct kiosk_model *model);
/* It need not be done here, and there is an address to show (R-K13). */
bool kiosk_item_online(const struct kiosk_model *model, const struct item_def *item);
/* Without a controller it gives numbers of its own: the first of them, 0 = it has none. */
uint16_t kiosk_own_first(const struct kiosk_model *model);
/* Without a controller, a number of its own can be given now: an hour of the service, a lease. */
bool kiosk_can_issue_alone(const struct kiosk_model *model, service_id id);
/* May it be asked for now? */
bool kiosk_can_issue(const struct kiosk_model *model, service_id id);
/* The letters that numbers of this hall begin with, each once; at most `max`. */
uint32_t kiosk_prefixes(const struct kiosk_model *model, const char **list, uint32_t max);
/* A question about a number is under way and somebody waits for it. */
bool kiosk_asking(const struct kiosk_model *model);
/* Enough is typed to ask. */
bool kiosk_can_query(const struct kiosk_model *model);
bool kiosk_can_check_in(const struct kiosk_model *model);
/* R-C2: the number shown was missed and has a way back. Without the slip's code the hall does not
 * say whether this one was missed too often: it does when the slip is scanned. */
bool kiosk_may_rejoin(const struct kiosk_model *model);
/* The slip was scanned, and nobody at a window has this visit in hand. */
bool kiosk_may_give_back(const struct kiosk_model *model);
/* The number shown was rated before, as far as is said. */
bool kiosk_is_rated(const struct kiosk_model *model);
/* What the code on the page of messages says: the slip's own page when it was scanned, else the
 * hall's; "" = the hall has none (D-24). */
const char *kiosk_message_address(const struct kiosk_model *model);
/* The rating of the number shown can still be changed. */
bool kiosk_may_change(const struct kiosk_model *model);

#endif
