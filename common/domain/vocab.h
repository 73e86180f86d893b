/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vocab - the words that every program shares, one table each.
 *
 * The numbers are wire and journal codes (D-04, D-06, D-18): forever.
 * A row is added at the end and never changed. Every enum has an _NONE or a zero
 * that means "not said", and a name function for logs and JSON (lower case).
 */
#ifndef DOMAIN_VOCAB_H
#define DOMAIN_VOCAB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"

/* ids: one-member structs, so a window where a service belongs does not compile */
typedef struct {
    uint16_t n;
} service_id; /* 1.. as written in the hall definition; 0 = none */
typedef struct {
    uint32_t n;
} ticket_id; /* 1.. counted per instance, never reused; 0 = none */
/* A call target: a window number below 0x8000, a room (0x8000 + its id) above it. D-03 */
typedef struct {
    uint16_t n;
} target_id;
#define TARGET_ROOM 0x8000u

/*       name       code text */
#define TICKET_STATES(X)         \
    X(WAITING, 1, "waiting")     \
    X(CALLED, 2, "called")       \
    X(SERVING, 3, "serving")     \
    X(PARKED, 4, "parked")       \
    X(SERVED, 5, "served")       \
    X(MISSED, 6, "missed")       \
    X(CANCELLED, 7, "cancelled") \
    X(VOIDED, 8, "voided")       \
    X(EXPIRED, 9, "expired")

#define WINDOW_STATES(X)     \
    X(OFFLINE, 0, "offline") \
    X(CLOSED, 1, "closed")   \
    X(IDLE, 2, "idle")       \
    X(CALLING, 3, "calling") \
    X(SERVING, 4, "serving") \
    X(RATING, 5, "rating")   \
    X(PAUSED, 6, "paused")

/* D-18; the letters P0-P5 stay out of code. RETURNED sorts before all (D-19). */
#define TICKET_CLASSES(X)            \
    X(NORMAL, 0, "normal")           \
    X(PRIORITY, 1, "priority")       \
    X(APPOINTMENT, 2, "appointment") \
    X(GREEN, 3, "green")             \
    X(RETURNED, 4, "returned")

/* Keys of a pad, a clerk's bar, the page and call boxes. D-04 */
#define PAD_KEYS(X)                               \
    X(NEXT, 1, "next")         /* 呼叫 */       \
    X(RECALL, 2, "recall")     /* 重呼 */       \
    X(FINISH, 3, "finish")     /* 评价 */       \
    X(MISS, 4, "miss")         /* 过号 */       \
    X(PAUSE, 5, "pause")       /* 暂停 */       \
    X(TRANSFER, 6, "transfer") /* 转移 */       \
    X(PARK, 7, "park")         /* 挂起 */       \
    X(RETURN, 8, "return")     /* 回呼 */       \
    X(START, 9, "start")       /* 开始办理 */ \
    X(HELP, 10, "help")        /* 求助 */       \
    X(UNDO, 11, "undo")        /* 撤销 */       \
    X(DIGIT_0, 20, "0")                           \
    X(DIGIT_9, 29, "9")                           \
    X(OK, 30, "ok")                               \
    X(CANCEL, 31, "cancel")

/* Why a window is paused. */
#define PAUSE_REASONS(X)                  \
    X(AWAY, 1, "away") /* 临时离开 */ \
    X(FAULT, 2, "fault")                  \
    X(LUNCH, 3, "lunch")                  \
    X(MEETING, 4, "meeting")

/* Kinds of parking, D-07: away 不持件, kept 持件, meanwhile 等待. */
#define PARK_KINDS(X)  \
    X(AWAY, 1, "away") \
    X(KEPT, 2, "kept") \
    X(MEANWHILE, 3, "meanwhile")

/* Where a transferred ticket stands, D-16. */
#define TRANSFER_PLACES(X) \
    X(BONUS, 0, "bonus")   \
    X(KEPT, 1, "kept")     \
    X(HEAD, 2, "head")     \
    X(TAIL, 3, "tail")

/* What came of printing a slip. */
#define PRINT_RESULTS(X)       \
    X(PRINTED, 1, "printed")   \
    X(NO_PAPER, 2, "no-paper") \
    X(FAILED, 3, "failed")

/* Why a ticket is void; VOID_TICKET.reason of kiosks (the first three), and of staff. */
#define VOID_REASONS(X)                                                        \
    X(CITIZEN, 1, "citizen")         /* does not want it (D-21) */             \
    X(NEIGHBOUR, 2, "neighbour")     /* printed elsewhere as another ticket */ \
    X(NEVER_GIVEN, 3, "never-given") /* made while alone, given to nobody */   \
    X(LEFT, 4, "left")                                                         \
    X(MISTAKE, 5, "mistake")                                                   \
    X(DUPLICATE, 6, "duplicate")                                               \
    X(SUPERSEDED, 7, "superseded")                                             \
    X(CLOSED, 8, "closed")

/* What a class was granted on (R-P3: never with the reason, never on a public screen). */
#define CLASS_PROOFS(X)      \
    X(CARD, 1, "card")       \
    X(GUIDE, 2, "guide")     \
    X(LEADER, 3, "leader")   \
    X(BOOKING, 4, "booking") \
    X(SLIP, 5, "slip")

/* Where a ticket came from. */
#define ISSUE_SOURCES(X)     \
    X(KIOSK, 1, "kiosk")     \
    X(DESK, 2, "desk")       \
    X(BOOKING, 3, "booking") \
    X(ALONE, 4, "alone")     \
    X(PICK_UP, 5, "pick-up")

/* What a person may do (D-43): serves, helps, runs the hall, reads everything and changes
 * nothing; a leader answers for a section, an inspector patrols (F-S20). Codes of LOGIN_OK. */
#define STAFF_ROLES(X)       \
    X(CLERK, 1, "clerk")     \
    X(GUIDE, 2, "guide")     \
    X(MANAGER, 3, "manager") \
    X(AUDITOR, 4, "auditor") \
    X(LEADER, 5, "leader")   \
    X(INSPECTOR, 6, "inspector")

/* What rides beside a window's state (D-06). */
#define WINDOW_DUTIES(X)   \
    X(NORMAL, 0, "normal") \
    X(LUNCH, 1, "lunch")   \
    X(AFTER_HOURS, 2, "after-hours")

/* What an announcement is about. */
#define ANNOUNCE_KINDS(X)      \
    X(CALL, 1, "call")         \
    X(RECALL, 2, "recall")     \
    X(LAST, 3, "last call")    \
    X(TRANSFER, 4, "transfer") \
    X(RETURN, 5, "return")     \
    X(MISSED, 6, "missed")     \
    X(NEXT, 7, "get ready")    \
    X(PICK_UP, 8, "pick-up")

/* What a board shows (BOARD_STATUS.showing). */
#define BOARD_PAGES(X)           \
    X(CALLS, 0, "calls")         \
    X(CALL, 1, "call")           \
    X(PAGES, 2, "pages")         \
    X(NOTICE, 3, "notice")       \
    X(EMERGENCY, 4, "emergency") \
    X(LOST, 5, "lost")           \
    X(WINDOW, 6, "window")       \
    X(DOTS, 7, "dots")

/* What a window strip shows; the number of its picture (PICTURE.picture, D-37). */
#define STRIP_SHOWS(X)                                                \
    X(DARK, 0, "dark")       /* nothing was heard since power came */ \
    X(IDLE, 1, "idle")       /* the friendly word, or its name */     \
    X(CALL, 2, "call")       /* with the number */                    \
    X(SERVING, 3, "serving") /* with the number */                    \
    X(PAUSED, 4, "paused")                                            \
    X(CLOSED, 5, "closed")                                            \
    X(LOST, 6, "lost")                                                \
    X(TRAINING, 7, "training") /* in turn with the others (D-26) */   \
    X(LUNCH, 8, "lunch")                                              \
    X(EXTENDED, 9, "extended") /* after hours (R-O3) */

/* Why somebody at a kiosk calls for help: ACT.arg of help. */
#define HELP_REASONS(X)                                        \
    X(GUIDE, 0, "a guide is wanted")                           \
    X(STAIRS, 1, "somebody cannot leave the building alone")   \
    X(CARD_LEFT, 2, "an identity card was left in the reader") \
    X(AGENT, 3, "somebody who comes for others is to be confirmed")

/* ACT.arg of emergency, row hall. */
#define EMERGENCIES(X) \
    X(NONE, 0, "none") \
    X(EVACUATE, 1, "everybody leaves the building")

/* What staff did at a kiosk: ACT.arg of maintain. */
#define MAINTENANCES(X)                   \
    X(NEW_ROLL, 1, "a new roll of paper") \
    X(TEST_SLIP, 2, "a test slip")        \
    X(STOPPED, 3, "taken out of use")     \
    X(IN_USE, 4, "in use again")

/* What a device is. */
#define DEVICE_KINDS(X)      \
    X(KIOSK, 1, "kiosk")     \
    X(PAD, 2, "pad")         \
    X(STRIP, 3, "strip")     \
    X(RATING, 4, "rating")   \
    X(BOARD, 5, "board")     \
    X(BUS, 6, "bus")         \
    X(CONSOLE, 7, "console") \
    X(ADMIN, 8, "admin")

/* What a hall can be asked to do. Refusals name the verb in logs. */
#define VERBS(X)                                                                         \
    X(ISSUE, 1, "issue")                                                                 \
    X(CALL_NEXT, 2, "call-next")                                                         \
    X(RECALL, 3, "recall")                                                               \
    X(START, 4, "start")                                                                 \
    X(FINISH, 5, "finish")                                                               \
    X(MISS, 6, "miss")                                                                   \
    X(TRANSFER, 7, "transfer")                                                           \
    X(PARK, 8, "park")                                                                   \
    X(RETURN, 9, "return")                                                               \
    X(REJOIN, 10, "rejoin")                                                              \
    X(PAUSE, 11, "pause")                                                                \
    X(RESUME, 12, "resume")                                                              \
    X(OPEN, 13, "open")                                                                  \
    X(CLOSE, 14, "close")                                                                \
    X(DAY_OPEN, 15, "day-open")                                                          \
    X(DAY_CLOSE, 16, "day-close")                                                        \
    X(PRINTED, 17, "printed")                                                            \
    X(RATE, 18, "rate")                                                                  \
    X(HELP, 19, "help")                                                                  \
    X(TICK, 20, "tick")             /* time passed: rating closed, day end reached */    \
    X(CANCEL, 21, "cancel")         /* by the citizen */                                 \
    X(VOID, 22, "void")             /* by staff, with a reason */                        \
    X(UNDO, 23, "undo")             /* D-20 */                                           \
    X(CALL_NAMED, 24, "call-named") /* 特呼 */                                         \
    X(ADD_ITEM, 25, "add-item")     /* 一票多业务 */                                \
    X(SIGN_ON, 26, "sign-on")                                                            \
    X(SIGN_OFF, 27, "sign-off")                                                          \
    X(ASSIGN, 28, "assign") /* R-M13: a service to a window */                           \
    X(UNASSIGN, 29, "unassign")                                                          \
    X(BOOK, 30, "book")                                                                  \
    X(UNBOOK, 31, "unbook")                                                              \
    X(CHECK_IN, 32, "check-in")                                                          \
    X(LEASE, 33, "lease")                                                                \
    X(LEASE_END, 34, "lease-end")                                                        \
    X(IMPORT, 35, "import")                                                              \
    X(VOID_SLIP, 36, "void-slip") /* by a kiosk: nobody holds that slip */               \
    X(QUOTA, 37, "quota")                                                                \
    X(NEXT_STEP, 38, "next-step") /* R-M10 */                                            \
    X(PICK_UP, 39, "pick-up")     /* done here; to be collected on another day */        \
    X(DUTY, 40, "duty")           /* lunch or after-hours duty of a window */            \
    X(CLOCK, 41, "clock")         /* R-O8: the wall clock stepped */                     \
    X(BACKUP, 42, "backup")                                                              \
    X(ACCEPT_HISTORY, 43, "accept-history")                                              \
    X(ADMIT, 44, "admit")         /* a slip that the controller never heard of (F18) */  \
    X(REPRINT, 45, "reprint")     /* R-K8: another slip of the same ticket */            \
    X(EMERGENCY, 46, "emergency") /* everybody leaves the building; until it is ended */ \
    X(MAINTAIN, 47, "maintain")   /* staff at a kiosk */                                 \
    X(NOTICE, 48, "notice")       /* a text of the staff on boards */                    \
    X(PAGES, 49, "pages")         /* what boards show beside the calls is read again */

/* The hall says no. The text is for logs and hallctl; screens use the word table
 * under the key "refusal.NAME". D-08: STALE = the press was made on an old picture. */
#define REFUSALS(X)                                                                     \
    X(NOT, 0, "done")                                                                   \
    X(EMPTY, 1, "nobody is waiting for this window")                                    \
    X(STALE, 2, "the window has moved on since the key was pressed")                    \
    X(WINDOW_CLOSED, 3, "the window is closed")                                         \
    X(WINDOW_BUSY, 4, "the window has a ticket; finish or miss it first")               \
    X(NO_TICKET, 5, "the window has no ticket")                                         \
    X(PAUSED, 6, "the window is paused")                                                \
    X(TOO_SOON, 7, "too soon after the last call")                                      \
    X(TOO_OFTEN, 8, "called as often as allowed")                                       \
    X(CALL_MORE, 9, "call more often or wait longer before missing")                    \
    X(UNKNOWN_SERVICE, 10, "no such service")                                           \
    X(UNKNOWN_WINDOW, 11, "no such window or room")                                     \
    X(UNKNOWN_TICKET, 12, "no such ticket today")                                       \
    X(NOT_OPEN, 13, "outside ticketing hours")                                          \
    X(FULL, 14, "no number is left")                                                    \
    X(DAY_CLOSED, 15, "the day is not open")                                            \
    X(DAY_IS_OPEN, 16, "the day is open already")                                       \
    X(WRONG_STATE, 17, "not possible in this state")                                    \
    X(NOT_SERVED_HERE, 18, "the window does not serve this")                            \
    X(PARKED_FULL, 19, "as many tickets parked as allowed")                             \
    X(TWICE_MISSED, 20, "missed as often as allowed; take a new ticket")                \
    X(UNKNOWN_KEY, 21, "this key has no meaning here")                                  \
    X(DENIED, 22, "this device may not do that")                                        \
    X(RATED, 23, "rated already")                                                       \
    X(STILL_OPEN, 24, "windows are still open for people who wait or are served")       \
    X(BUSY, 25, "the controller is busy; try again")                                    \
    X(NO_ISSUE, 26, "this service issues no numbers")                                   \
    X(CLASS, 27, "this class may not be asked for here")                                \
    X(UNKNOWN_DEVICE, 28, "no such device")                                             \
    X(MALFORMED, 29, "the request makes no sense")                                      \
    X(DISK, 30, "the disk is full; please see the staff")                               \
    X(NOTHING_TO_UNDO, 31, "there is nothing to take back")                             \
    X(TOO_LATE, 32, "too late to take it back")                                         \
    X(TOUCHED, 33, "another window has acted on that ticket since")                     \
    X(ITEMS_FULL, 34, "as many items on the ticket as allowed")                         \
    X(QUOTA, 35, "the numbers of this session are used up")                             \
    X(HAS_TICKET, 36, "this person holds a ticket of this service")                     \
    X(ID_NEEDED, 37, "this service needs an identity card")                             \
    X(ID_DESK, 38, "too many tickets given back today; see the desk")                   \
    X(PROOF_NEEDED, 39, "this class needs a proof, or a guide to grant it")             \
    X(CLASS_FULL, 40, "no more of this class today; ask the leader")                    \
    X(UNKNOWN_BOOKING, 41, "no such appointment today")                                 \
    X(BOOKING_USED, 42, "this appointment was used or cancelled")                       \
    X(BOOKING_EARLY, 43, "too early to check in")                                       \
    X(BOOKING_FULL, 44, "no appointment is left in that slot")                          \
    X(BOOKING_BLOCKED, 45, "three appointments missed; booking is blocked for a while") \
    X(SUPERSEDED, 46, "another number was given in its place")                          \
    X(UNKNOWN_LEASE, 47, "this number was leased to nobody here")                       \
    X(NUMBER_USED, 48, "this number was given before")                                  \
    X(UNKNOWN_STAFF, 49, "no such staff number")                                        \
    X(WRONG_PIN, 50, "the PIN is wrong")                                                \
    X(STAFF_LOCKED, 51, "too many wrong PINs; locked for a while")                      \
    X(STAFF_ELSEWHERE, 52, "this person is signed on at another window")                \
    X(NOT_QUALIFIED, 53, "this person may not serve that")                              \
    X(NOT_SIGNED_ON, 54, "nobody is signed on at this window")                          \
    X(NO_REASON, 55, "say why")                                                         \
    X(HISTORY, 56, "devices have seen more than this controller holds")                 \
    X(CLOCK, 57, "the clock is not plausible; ask the manager to confirm the day")      \
    X(NO_STEP, 58, "this visit has no further step")                                    \
    X(AGENT, 59, "more people on one ticket than allowed without a guide")              \
    X(WINDOW_FULL, 60, "the window serves as many services as allowed")                 \
    X(LAST_WINDOW, 61, "no other window is for that service")                           \
    X(WINDOW_TAKEN, 62, "somebody else is signed on at this window")                    \
    X(PIN_AGAIN, 63, "type the PIN again to confirm that")                              \
    X(CONFIRM, 64, "say how many wait, to confirm that all of them are meant")          \
    X(WRONG_CODE, 65, "the code is not that of this ticket's slip")                     \
    X(RATING_OVER, 66, "the rating can no longer be changed")                           \
    X(NO_SESSION, 67, "nobody is signed on at this device with that session")

#define X(name, code, text) TICKET_##name = code,
enum ticket_state { TICKET_NONE = 0, TICKET_STATES(X) TICKET_STATE_COUNT };
#undef X
#define X(name, code, text) WINDOW_##name = code,
enum window_state { WINDOW_STATES(X) WINDOW_STATE_COUNT };
#undef X
#define X(name, code, text) CLASS_##name = code,
enum ticket_class { TICKET_CLASSES(X) CLASS_COUNT };
#undef X
#define X(name, code, text) KEY_##name = code,
enum pad_key { KEY_NONE = 0, PAD_KEYS(X) };
#undef X
#define X(name, code, text) PAUSE_##name = code,
enum pause_reason { PAUSE_NONE = 0, PAUSE_REASONS(X) PAUSE_REASON_COUNT };
#undef X
#define X(name, code, text) PARK_##name = code,
enum park_kind { PARK_NONE = 0, PARK_KINDS(X) PARK_KIND_COUNT };
#undef X
#define X(name, code, text) PLACE_##name = code,
enum transfer_place { TRANSFER_PLACES(X) PLACE_COUNT };
#undef X
#define X(name, code, text) VOID_##name = code,
enum void_reason { VOID_NONE = 0, VOID_REASONS(X) VOID_REASON_COUNT };
#undef X
#define X(name, code, text) PROOF_##name = code,
enum class_proof { PROOF_NONE = 0, CLASS_PROOFS(X) PROOF_COUNT };
#undef X
#define X(name, code, text) SOURCE_##name = code,
enum issue_source { SOURCE_NONE = 0, ISSUE_SOURCES(X) SOURCE_COUNT };
#undef X
#define X(name, code, text) ROLE_##name = code,
enum staff_role { ROLE_NONE = 0, STAFF_ROLES(X) ROLE_COUNT };
#undef X
#define X(name, code, text) DUTY_##name = code,
enum window_duty { WINDOW_DUTIES(X) DUTY_COUNT };
#undef X
#define X(name, code, text) PRINT_##name = code,
enum print_result { PRINT_NONE = 0, PRINT_RESULTS(X) PRINT_RESULT_COUNT };
#undef X
#define X(name, code, text) ANNOUNCE_##name = code,
enum announce_kind { ANNOUNCE_NONE = 0, ANNOUNCE_KINDS(X) };
#undef X
#define X(name, code, text) BOARD_PAGE_##name = code,
enum board_page { BOARD_PAGES(X) BOARD_PAGE_COUNT };
#undef X
#define X(name, code, text) STRIP_##name = code,
enum strip_show { STRIP_SHOWS(X) STRIP_SHOW_COUNT };
#undef X
#define X(name, code, text) HELP_##name = code,
enum help_reason { HELP_REASONS(X) HELP_REASON_COUNT };
#undef X
#define X(name, code, text) EMERGENCY_##name = code,
enum emergency { EMERGENCIES(X) EMERGENCY_COUNT };
#undef X
#define X(name, code, text) MAINTAIN_##name = code,
enum maintenance { MAINTAIN_NOTHING = 0, MAINTENANCES(X) MAINTENANCE_COUNT };
#undef X
#define X(name, code, text) DEVICE_##name = code,
enum device_kind { DEVICE_NONE = 0, DEVICE_KINDS(X) DEVICE_KIND_COUNT };
#undef X
#define X(name, code, text) VERB_##name = code,
enum verb { VERB_NONE = 0, VERBS(X) VERB_COUNT };
#undef X
#define X(name, code, text) REFUSED_##name = code,
enum refusal { REFUSALS(X) REFUSAL_COUNT };
#undef X

/* Never NULL; "?" for a number that is not in the table. */
const char *ticket_state_name(uint8_t state);
const char *window_state_name(uint8_t state);
const char *ticket_class_name(uint8_t ticket_class);
const char *pad_key_name(uint8_t key);
const char *pause_reason_name(uint8_t reason);
const char *park_kind_name(uint8_t kind);
const char *print_result_name(uint8_t result);
const char *void_reason_name(uint8_t reason);
const char *class_proof_name(uint8_t proof);
const char *issue_source_name(uint8_t source);
const char *staff_role_name(uint8_t role);
const char *window_duty_name(uint8_t duty);
const char *help_reason_name(uint8_t reason);
const char *emergency_name(uint8_t emergency);
const char *maintenance_name(uint8_t maintenance);
const char *board_page_name(uint8_t page);
const char *strip_show_name(uint8_t show);
const char *device_kind_name(uint8_t kind);
const char *verb_name(uint8_t verb);
const char *refusal_name(uint8_t refusal); /* "window_closed"; "done" for none */
const char *refusal_text(uint8_t refusal); /* a clause in English for logs and tools */

/* 0 (…_NONE) when the word is not in the table. */
enum pad_key pad_key_from_name(const char *name);
enum device_kind device_kind_from_name(const char *name);
enum ticket_class ticket_class_from_name(const char *name, bool *found);

#endif
