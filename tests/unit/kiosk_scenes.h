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
    X(AGENT_CONFIRMED, "agent-confirmed")

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
