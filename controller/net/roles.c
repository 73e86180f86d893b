/* SPDX-License-Identifier: Apache-2.0 */
#include "net/roles.h"

#include "base/base.h"
#include "domain/vocab.h"
#include "protocol/view.h"

#define BIT(kind) (1u << DEVICE_##kind)
#define PEOPLE (BIT(CONSOLE) | BIT(ADMIN))
#define SCREENS (BIT(KIOSK) | BIT(BOARD) | BIT(CONSOLE) | BIT(ADMIN))
#define EVERYBODY (BIT(PAD) | BIT(STRIP) | BIT(RATING) | BIT(BUS) | SCREENS)

static const struct {
    uint8_t type;
    uint16_t kinds;
} roles[] = {
    {MSG_TYPE_ERROR, EVERYBODY},
    {MSG_TYPE_STATUS, EVERYBODY},
    {MSG_TYPE_PRESS, BIT(PAD)},
    {MSG_TYPE_RATE, BIT(RATING)},
    {MSG_TYPE_TICKET_REQ, BIT(KIOSK) | PEOPLE},
    {MSG_TYPE_PRINTED, BIT(KIOSK) | PEOPLE},
    {MSG_TYPE_SYNC, EVERYBODY},
    {MSG_TYPE_VACK, EVERYBODY},
    {MSG_TYPE_ACT, PEOPLE | BIT(KIOSK)},
    {MSG_TYPE_HISTORY_REQ, PEOPLE},
    {MSG_TYPE_WATCH, PEOPLE},
    /* Both ends of a screenshot: who asks for it, and who is asked (it answers OFFER, DATA). */
    {MSG_TYPE_SCREEN_REQ, PEOPLE},
    {MSG_TYPE_GET, PEOPLE},
    {MSG_TYPE_OFFER, EVERYBODY},
    {MSG_TYPE_DATA, EVERYBODY},
    {MSG_TYPE_TUNNEL, BIT(BUS)},
    {MSG_TYPE_BUSCTL, BIT(BUS)},
    {MSG_TYPE_BUS_STATION, BIT(BUS)},
};

static const uint16_t views[16] = {
    [VIEW_KIND_NONE] = EVERYBODY,
    [VIEW_KIND_HALL] = SCREENS,
    [VIEW_KIND_FLOOR] = SCREENS,
    [VIEW_KIND_ZONE] = SCREENS,
    [VIEW_KIND_WINDOW] = PEOPLE | BIT(PAD) | BIT(STRIP) | BIT(RATING),
    [VIEW_KIND_KIOSK] = BIT(KIOSK) | PEOPLE,
    [VIEW_KIND_CONSOLE] = PEOPLE,
    [VIEW_KIND_ADMIN] = PEOPLE,
    [VIEW_KIND_BOARD] = BIT(BOARD) | PEOPLE,
};

bool roles_may_send(uint8_t device_kind, uint8_t message_type)
{
    for (size_t i = 0; i < countof(roles); i++)
        if (roles[i].type == message_type)
            return device_kind < DEVICE_KIND_COUNT && roles[i].kinds & 1u << device_kind;
    return false;
}

bool roles_may_act(uint8_t device_kind, uint8_t verb)
{
    return device_kind != DEVICE_KIOSK || verb == VERB_HELP;
}

bool roles_may_view(uint8_t device_kind, uint16_t view)
{
    return device_kind < DEVICE_KIND_COUNT && views[VIEW_KIND(view)] & 1u << device_kind;
}
