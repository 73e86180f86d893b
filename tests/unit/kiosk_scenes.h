/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_scenes - the pages of the kiosk with the data of the drawings: Jianchang on
 * 18 March 2026, 9:42. Each scene is reached by events, as a visitor would reach it.
 */
#ifndef TESTS_KIOSK_SCENES_H
#define TESTS_KIOSK_SCENES_H

#include "domain/words.h"
#include "model/kiosk.h"
#include "ui/draw.h"

/* Numbers that exist, appointments (kiosk_scenes_numbers.c). */
#define NUMBER_SCENES(X)                        \
    X(PROGRESS, "progress")                     \
    X(PROGRESS_TYPED, "progress-typed")         \
    X(PROGRESS_HINT, "progress-hint")           \
    X(PROGRESS_UNKNOWN, "progress-unknown")     \
    X(PROGRESS_SILENT, "progress-silent")       \
    X(PROGRESS_WAITING, "progress-waiting")     \
    X(PROGRESS_NO_DATA, "progress-no-data")     \
    X(PROGRESS_CALLED, "progress-called")       \
    X(PROGRESS_FLOOR, "progress-called-floor")  \
    X(PROGRESS_ROOM, "progress-called-room")    \
    X(PROGRESS_MISSED, "progress-missed")       \
    X(PROGRESS_FINAL, "progress-missed-final")  \
    X(PROGRESS_SERVING, "progress-serving")     \
    X(PROGRESS_PARKED, "progress-parked")       \
    X(PROGRESS_SERVED, "progress-served")       \
    X(PROGRESS_RATED, "progress-rated")         \
    X(PROGRESS_CANCELLED, "progress-cancelled") \
    X(PROGRESS_ALONE, "progress-alone")         \
    X(PROGRESS_SCANNED, "progress-scanned")     \
    X(GIVE_BACK, "give-back")                   \
    X(REJOIN, "rejoin")                         \
    X(REJOIN_TYPED, "rejoin-typed")             \
    X(REJOINED, "rejoined")                     \
    X(RATE, "rate")                             \
    X(RATE_CHOSEN, "rate-chosen")               \
    X(RATE_REASONS, "rate-reasons")             \
    X(RATED, "rated")                           \
    X(MESSAGE, "message")                       \
    X(CHECK_IN, "check-in")                     \
    X(CHECK_IN_LETTERS, "check-in-letters")     \
    X(CHECK_IN_BUSY, "check-in-busy")           \
    X(CHECK_IN_UNKNOWN, "check-in-unknown")     \
    X(CHECK_IN_EARLY, "check-in-early")         \
    X(HOLDS, "holds")                           \
    X(REPRINTED, "reprinted")

/* Search, guides, ways out. */
#define ITEM_SCENES(X)                \
    X(SEARCH, "search")               \
    X(SEARCH_YL, "search-yl")         \
    X(SEARCH_NONE, "search-none")     \
    X(SEARCH_CODE, "search-code")     \
    X(SEARCH_LIST, "search-list")     \
    X(ITEMS, "items")                 \
    X(GUIDE, "guide")                 \
    X(GUIDE_MANY, "guide-many")       \
    X(GUIDE_CLOSED, "guide-closed")   \
    X(GUIDE_PRINTED, "guide-printed") \
    X(BASIS, "basis")                 \
    X(ONLINE, "online")               \
    X(CONFIRM_ITEM, "confirm-item")   \
    X(ONLINE_ITEMS, "online-items")   \
    X(WAYS, "ways")                   \
    X(ELSEWHERE, "elsewhere")

/* Staff at the kiosk (kiosk_scenes_staff.c). */
#define STAFF_SCENES(X)               \
    X(PIN_NUMBER, "pin-number")       \
    X(PIN, "pin")                     \
    X(PIN_WRONG, "pin-wrong")         \
    X(PIN_LOCKED, "pin-locked")       \
    X(PIN_BUSY, "pin-busy")           \
    X(STAFF, "staff")                 \
    X(STAFF_READY, "staff-ready")     \
    X(STAFF_ROLL, "staff-roll")       \
    X(STAFF_STOP, "staff-stop")       \
    X(STAFF_STOPPED, "staff-stopped") \
    X(OUT_OF_USE, "out-of-use")       \
    X(BEFORE_COVER, "confirm-cover")  \
    X(BEFORE_LOW, "confirm-paper-low")

#define SCENES(X)                           \
    X(HOME, "home")                         \
    X(SERVICES, "services")                 \
    X(PRESSED, "services-pressed")          \
    X(CONFIRM, "confirm")                   \
    X(CONFIRM_PRIORITY, "confirm-priority") \
    X(BUSY, "confirm-busy")                 \
    X(SLOW, "confirm-slow")                 \
    X(CONFIRM_NO_PAPER, "confirm-no-paper") \
    X(PRINTING, "printing")                 \
    X(ISSUED, "issued")                     \
    X(NO_PAPER, "no-paper")                 \
    X(PRINT_FAILED, "print-failed")         \
    X(HALL_CLOSED, "closed")                \
    X(SERVICE_CLOSED, "service-closed")     \
    X(FULL, "full")                         \
    X(REFUSED, "refused")                   \
    X(ASK, "ask")                           \
    X(IDLE, "idle")                         \
    X(HELP, "help")                         \
    X(ALONE, "alone")                       \
    X(ALONE_SERVICES, "alone-services")     \
    X(ALONE_CONFIRM, "alone-confirm")       \
    X(OWN, "own")                           \
    X(OWN_SERVICES, "own-services")         \
    X(OWN_CONFIRM, "own-confirm")           \
    X(OWN_ISSUED, "own-issued")             \
    X(OWN_NO_PAPER, "own-no-paper")         \
    X(OWN_GIVE_BACK, "own-give-back")       \
    X(TRAINING, "training")                 \
    X(EMERGENCY, "emergency")               \
    X(EMERGENCY_TOLD, "emergency-told")     \
    X(MORE, "more")                         \
    X(CARD, "card")                         \
    X(CARD_AGAIN, "card-again")             \
    X(CARD_NO_READER, "card-no-reader")     \
    X(CARD_AGE, "card-age")                 \
    X(CARD_TAKE, "card-take")               \
    X(TOO_YOUNG, "confirm-too-young")       \
    X(AGENT, "agent")                       \
    X(AGENT_CONFIRMED, "agent-confirmed")   \
    NUMBER_SCENES(X)                        \
    ITEM_SCENES(X)                          \
    STAFF_SCENES(X)

#define X(name, text) SCENE_##name,
enum scene { SCENES(X) SCENE_COUNT };
#undef X
const char *scene_name(enum scene scene);

struct stage {
    const struct hall_def *def;
    const struct device_def *device;
    enum lang lang;
    uint8_t large; /* 0, 1 = x1.5, 2 = x2 */
    bool contrast;
    bool heavy; /* the longest figures: A1023, four-digit counts, wide ranges */
    bool low, voice;
};
void scene_play(const struct stage *stage, enum scene scene, struct kiosk_model *model);

/* A code as large as a ticket's, made without a library. */
#define SCENE_QR_WIDTH 33
extern const uint8_t scene_qr[];

#endif
