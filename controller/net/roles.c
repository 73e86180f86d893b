/* SPDX-License-Identifier: Apache-2.0 */
#include "net/roles.h"

#include "domain/vocab.h"
#include "protocol/bits.h"
#include "protocol/view.h"

#define BIT(kind) (1u << DEVICE_##kind)
#define NOBODY 0u
#define PEOPLE (BIT(CONSOLE) | BIT(ADMIN))
#define STATIONS (BIT(PAD) | BIT(STRIP) | BIT(RATING))
#define SCREENS (BIT(KIOSK) | BIT(BOARD) | PEOPLE)
#define DEVICES (STATIONS | BIT(KIOSK) | BIT(BOARD) | BIT(BUS))
#define EVERYBODY (DEVICES | PEOPLE)

/* ---- messages ---- */

/* Each message that a device can send (D2C, BOTH). */
#define SEND_RULES(X)                                                                     \
    /* the session keeps itself: they never get as far as here */                         \
    X(HELLO, NOBODY)                                                                      \
    X(BYE, NOBODY)                                                                        \
    X(PING, NOBODY)                                                                       \
    X(PONG, NOBODY)                                                                       \
    X(NOISE1, NOBODY)                                                                     \
    X(NOISE2, NOBODY)                                                                     \
    /* clear hints, between a station and its bus program */                              \
    X(ACK, NOBODY)                                                                        \
    X(IAM, NOBODY)                                                                        \
    X(CONFLICT, NOBODY)                                                                   \
    X(NEED, NOBODY)                                                                       \
    X(ERROR, EVERYBODY)                                                                   \
    X(STATUS, EVERYBODY)                                                                  \
    X(ALARM, DEVICES)                                                                     \
    X(GKEY_OK, BIT(PAD) | BIT(STRIP)) /* D-17: rating pads never get the group key */     \
    X(PRESS, BIT(PAD))                                                                    \
    X(RATE, BIT(RATING)) /* R-E3: nobody else rates, a clerk least of all */              \
    X(TICKET_REQ, BIT(KIOSK) | PEOPLE)                                                    \
    X(PRINTED, BIT(KIOSK) | PEOPLE)                                                       \
    X(CHECKIN, BIT(KIOSK) | PEOPLE)                                                       \
    X(KIOSK_STATUS, BIT(KIOSK))                                                           \
    X(IMPORT, BIT(KIOSK))                                                                 \
    X(VOID_TICKET, BIT(KIOSK))                                                            \
    X(SYNC, EVERYBODY)                                                                    \
    X(VACK, EVERYBODY)                                                                    \
    X(BOARD_STATUS, BIT(BOARD))                                                           \
    X(SHOW, PEOPLE)                                                                       \
    X(LOGIN, BIT(KIOSK) | PEOPLE) /* guides and who maintains: login.c says who */        \
    X(LOGOUT, BIT(KIOSK) | PEOPLE)                                                        \
    X(FIND, BIT(KIOSK) | PEOPLE)                                                          \
    X(SLIP, BIT(KIOSK))         /* R-E3: not even a clerk who has found a slip */         \
    X(ACT, BIT(KIOSK) | PEOPLE) /* ACT_RULES says which */                                \
    X(HISTORY_REQ, PEOPLE)                                                                \
    X(WATCH, PEOPLE)                                                                      \
    X(CONF_GET, PEOPLE)                                                                   \
    X(CONF_PUT, PEOPLE)                                                                   \
    X(DEV_CMD, PEOPLE)                                                                    \
    X(STATS_REQ, PEOPLE)                                                                  \
    X(SCREEN_REQ, PEOPLE)                                                                 \
    /* answers to what the controller asked of this very device, and pulls of what it was \
     * offered: the number in them is good for this session only */                       \
    X(OFFER, EVERYBODY)                                                                   \
    X(DATA, EVERYBODY)                                                                    \
    X(GET, EVERYBODY)                                                                     \
    X(BLOB_REQ, EVERYBODY) /* FETCH_RULES says which */                                   \
    X(BSTAT, STATIONS)                                                                    \
    X(TUNNEL, BIT(BUS))                                                                   \
    X(BUSCTL, BIT(BUS))                                                                   \
    X(BUS_STATION, BIT(BUS))

#define X(name, kinds) SEND_##name = (kinds),
enum { SEND_RULES(X) };
#undef X

/* A message of the schema that is not in SEND_RULES stops the compiler here. */
#define SENT_D2C(name) SEND_##name
#define SENT_BOTH(name) SEND_##name
#define SENT_C2D(name) NOBODY
#define X(lower, UPPER, code, direction, security) [code] = SENT_##direction(UPPER),
static const uint16_t send_kinds[UINT8_MAX + 1] = {MESSAGES(X)};
#undef X

/* ---- verbs of ACT ---- */

#define ACT_RULES(X)                                                                     \
    X(NONE, PEOPLE)  /* a key of a pad, pressed in a browser */                          \
    X(ISSUE, NOBODY) /* TICKET_REQ, PRINTED and RATE are messages of their own */        \
    X(PRINTED, NOBODY)                                                                   \
    X(RATE, NOBODY)                                                                      \
    X(CALL_NEXT, PEOPLE)                                                                 \
    X(RECALL, PEOPLE)                                                                    \
    X(START, PEOPLE)                                                                     \
    X(FINISH, PEOPLE)                                                                    \
    X(MISS, PEOPLE)                                                                      \
    X(TRANSFER, PEOPLE)                                                                  \
    X(PARK, PEOPLE)                                                                      \
    X(RETURN, PEOPLE)                                                                    \
    X(REJOIN, PEOPLE)                                                                    \
    X(PAUSE, PEOPLE)                                                                     \
    X(RESUME, PEOPLE)                                                                    \
    X(OPEN, PEOPLE)                                                                      \
    X(CLOSE, PEOPLE)                                                                     \
    X(DAY_OPEN, PEOPLE)                                                                  \
    X(DAY_CLOSE, PEOPLE)                                                                 \
    X(HELP, BIT(KIOSK) | PEOPLE)                                                         \
    X(TICK, NOBODY) /* time is the hall's own to tell */                                 \
    X(CANCEL, PEOPLE)                                                                    \
    X(VOID, PEOPLE)                                                                      \
    X(UNDO, PEOPLE)                                                                      \
    X(CALL_NAMED, PEOPLE)                                                                \
    X(ADD_ITEM, PEOPLE)                                                                  \
    X(SIGN_ON, PEOPLE) /* LOGIN, LOGOUT, CHECKIN, IMPORT and VOID_TICKET are messages */ \
    X(SIGN_OFF, PEOPLE)                                                                  \
    X(ASSIGN, PEOPLE)                                                                    \
    X(UNASSIGN, PEOPLE)                                                                  \
    X(BOOK, PEOPLE)                                                                      \
    X(UNBOOK, PEOPLE)                                                                    \
    X(CHECK_IN, NOBODY)                                                                  \
    X(LEASE, NOBODY) /* the hall tops leases up by itself */                             \
    X(LEASE_END, BIT(ADMIN))                                                             \
    X(IMPORT, NOBODY)                                                                    \
    X(VOID_SLIP, NOBODY)                                                                 \
    X(QUOTA, PEOPLE)                                                                     \
    X(NEXT_STEP, PEOPLE)                                                                 \
    X(PICK_UP, PEOPLE)                                                                   \
    X(DUTY, PEOPLE)                                                                      \
    X(CLOCK, PEOPLE) /* it is right, whatever the hall thinks */                         \
    X(BACKUP, BIT(ADMIN))                                                                \
    X(ACCEPT_HISTORY, BIT(ADMIN))                                                        \
    X(ADMIT, PEOPLE)   /* F18: who has the slip in hand */                               \
    X(REPRINT, NOBODY) /* SLIP: by whom holds it */                                      \
    X(EMERGENCY, PEOPLE)                                                                 \
    X(MAINTAIN, BIT(KIOSK)) /* with hands on the machine */                              \
    X(PAGES, BIT(ADMIN))                                                                 \
    X(NOTICE, NOBODY) /* SHOW */

#define X(name, kinds) ACT_##name = (kinds),
enum { ACT_RULES(X) };
#undef X

/* A verb that is not in ACT_RULES stops the compiler here. */
#define X(name, code, text) [code] = ACT_##name,
static const uint16_t act_kinds[VERB_COUNT] = {[VERB_NONE] = ACT_NONE, VERBS(X)};
#undef X

/* ---- what a person may do in a session (D-43), beside what the device may ---- */

#define ROLE_BIT(role) (1u << ROLE_##role)
#define CLERKS (ROLE_BIT(CLERK) | ROLE_BIT(MANAGER) | ROLE_BIT(LEADER))
#define LEADERS (ROLE_BIT(MANAGER) | ROLE_BIT(LEADER))
#define GUIDES (ROLE_BIT(MANAGER) | ROLE_BIT(GUIDE))
#define HALL_STAFF (CLERKS | ROLE_BIT(GUIDE))

/* Auditors and inspectors read; no verb names them. What a clerk may is further bound to the
 * window where they sit, and a void of many to leaders: the engine's rules say so. */
#define PERSON_RULES(X)             \
    X(NONE, CLERKS)                 \
    X(ISSUE, 0)                     \
    X(CALL_NEXT, CLERKS)            \
    X(RECALL, CLERKS)               \
    X(START, CLERKS)                \
    X(FINISH, CLERKS)               \
    X(MISS, CLERKS)                 \
    X(TRANSFER, HALL_STAFF)         \
    X(PARK, CLERKS)                 \
    X(RETURN, CLERKS)               \
    X(REJOIN, HALL_STAFF)           \
    X(PAUSE, CLERKS)                \
    X(RESUME, CLERKS)               \
    X(OPEN, CLERKS)                 \
    X(CLOSE, CLERKS)                \
    X(DAY_OPEN, ROLE_BIT(MANAGER))  \
    X(DAY_CLOSE, ROLE_BIT(MANAGER)) \
    X(PRINTED, 0)                   \
    X(RATE, 0)                      \
    X(HELP, HALL_STAFF)             \
    X(TICK, 0)                      \
    X(CANCEL, HALL_STAFF)           \
    X(VOID, HALL_STAFF)             \
    X(UNDO, CLERKS)                 \
    X(CALL_NAMED, CLERKS)           \
    X(ADD_ITEM, CLERKS)             \
    X(SIGN_ON, CLERKS)              \
    X(SIGN_OFF, CLERKS)             \
    X(ASSIGN, LEADERS)              \
    X(UNASSIGN, LEADERS)            \
    X(BOOK, HALL_STAFF)             \
    X(UNBOOK, HALL_STAFF)           \
    X(CHECK_IN, 0)                  \
    X(LEASE, 0)                     \
    X(LEASE_END, 0)                 \
    X(IMPORT, 0)                    \
    X(VOID_SLIP, 0)                 \
    X(QUOTA, LEADERS)               \
    X(NEXT_STEP, CLERKS)            \
    X(PICK_UP, CLERKS)              \
    X(DUTY, LEADERS)                \
    X(CLOCK, ROLE_BIT(MANAGER))     \
    X(BACKUP, ROLE_BIT(MANAGER))    \
    X(ACCEPT_HISTORY, 0)            \
    X(ADMIT, HALL_STAFF)            \
    X(REPRINT, 0)                   \
    X(EMERGENCY, ROLE_BIT(MANAGER)) \
    X(MAINTAIN, LEADERS | GUIDES)   \
    X(PAGES, ROLE_BIT(MANAGER))     \
    X(NOTICE, GUIDES)

#define X(name, roles) PERSON_##name = (roles),
enum { PERSON_RULES(X) };
#undef X

/* A verb that is not in PERSON_RULES stops the compiler here. */
#define X(name, code, text) [code] = PERSON_##name,
static const uint16_t person_roles[VERB_COUNT] = {[VERB_NONE] = PERSON_NONE, VERBS(X)};
#undef X

bool roles_person_may(uint8_t staff_role, uint8_t verb)
{
    return verb < countof(person_roles) && staff_role < ROLE_COUNT &&
           person_roles[verb] & 1u << staff_role;
}

bool roles_person_may_void_all(uint8_t staff_role)
{
    return staff_role < ROLE_COUNT && LEADERS & 1u << staff_role;
}

/* ---- what is fetched ---- */

#define FETCH_RULES(X)                              \
    X(BLOB_SCREEN, PEOPLE)                          \
    X(BLOB_HALL, EVERYBODY)                         \
    X(BLOB_MEDIA, BIT(KIOSK) | BIT(BOARD) | PEOPLE) \
    X(BLOB_PICTURE, BIT(STRIP) | PEOPLE)            \
    X(BLOB_FIRMWARE, STATIONS | PEOPLE)

#define X(name, kinds) FETCH_##name = (kinds),
enum { FETCH_RULES(X) };
#undef X

#define X(name, code, text) [code] = FETCH_##name,
static const uint16_t fetch_kinds[] = {BLOB_KINDS(X)};
#undef X

/* ---- views ---- */

#define VIEW_RULES(X)                     \
    X(NONE, EVERYBODY, NOBODY)            \
    X(HALL, SCREENS, NOBODY)              \
    X(FLOOR, SCREENS, NOBODY)             \
    X(ZONE, SCREENS, NOBODY)              \
    X(WINDOW, PEOPLE, STATIONS)           \
    X(KIOSK, BIT(KIOSK) | PEOPLE, NOBODY) \
    X(CONSOLE, PEOPLE, NOBODY)            \
    X(ADMIN, PEOPLE, NOBODY)              \
    X(BOARD, PEOPLE, BIT(BOARD))

#define X(name, any_, own_) VIEW_ANY_##name = (any_), VIEW_OWN_##name = (own_),
enum { VIEW_RULES(X) };
#undef X

/* Who may see any of that kind, and who only that of the place where it stands. */
#define X(name, code, text) [code] = {VIEW_ANY_##name, VIEW_OWN_##name},
static const struct {
    uint16_t any, own;
} view_kinds[VIEW_KIND(UINT16_MAX) + 1] = {VIEW_KINDS(X)};
#undef X

static bool has(uint16_t kinds, uint8_t device_kind)
{
    return device_kind < DEVICE_KIND_COUNT && kinds & 1u << device_kind;
}

bool roles_may_send(uint8_t device_kind, uint8_t message_type)
{
    return has(send_kinds[message_type], device_kind);
}

bool roles_may_act(uint8_t device_kind, uint8_t verb)
{
    return verb < countof(act_kinds) && has(act_kinds[verb], device_kind);
}

bool roles_may_fetch(uint8_t device_kind, uint8_t blob_kind)
{
    return blob_kind < countof(fetch_kinds) && has(fetch_kinds[blob_kind], device_kind);
}

bool roles_allow(uint8_t device_kind, const struct message *message)
{
    if (!roles_may_send(device_kind, message->type))
        return false;
    if (message->type == MSG_TYPE_ACT)
        return roles_may_act(device_kind, message->act.verb);
    return message->type != MSG_TYPE_BLOB_REQ ||
           roles_may_fetch(device_kind, message->blob_req.kind);
}

bool roles_may_view(uint8_t device_kind, uint16_t view, struct role_place own)
{
    uint32_t kind = VIEW_KIND((uint32_t)view);
    uint32_t place = kind == VIEW_KIND_BOARD ? own.device : own.target;
    return has(view_kinds[kind].any, device_kind) ||
           (has(view_kinds[kind].own, device_kind) && VIEW_NUMBER(view) == place);
}
