/* SPDX-License-Identifier: Apache-2.0 */
/*
 * controller - everything the running hall-controller holds; private to app.
 *
 *     wait -> server_tick (messages -> turn_add) -> timers (turn_add) -> turn_run (decide,
 *     append, ONE commit) -> rows, stations, feeds -> server_flush
 *
 * Nothing that depends on a command leaves before its commit: answers are made in turn_run
 * after it, rows are refreshed after it, sockets are written after that (docs/architecture.md 3).
 *
 * Ownership: controller_open allocates everything once. Threads: one.
 */
#ifndef APP_CONTROLLER_H
#define APP_CONTROLLER_H

#include <pthread.h>
#include <stdatomic.h>

#include "app/boots.h"
#include "app/day_clock.h"
#include "app/feed.h"
#include "app/history_seen.h"
#include "app/in_force.h"
#include "app/inbound.h"
#include "app/line_group.h"
#include "app/line_keys.h"
#include "app/outbound.h"
#include "app/results.h"
#include "app/rows.h"
#include "app/staff.h"
#include "app/ticket_key.h"
#include "booking/book.h"
#include "net/roster.h"
#include "net/server.h"
#include "os/log.h"
#include "pages/pages.h"
#include "protocol/slip_code.h"
#include "store/store.h"

#define DEVICE_UNLISTED UINT32_MAX /* administrators need no line in the hall definition */
#define PRESS_LIFE_DS 30           /* D-11 */
#define TURN_MAX (SERVER_BUDGET + 16)
#define ADMINS_MAX 8 /* sessions of one administrator's key at a time */
#define SCREENS_MAX 16
/* Bytes not yet taken. Rows wait in the ring, not in the output: what is sent later is newer
 * (D-15). */
#define FEED_BACKLOG (32u * 1024)
#define FIGHTS_MAX 8

/* ---- who is connected ---- */

struct peer {
    struct client *client; /* NULL = free */
    uint64_t number;       /* of this session, never reused */
    uint32_t device;       /* index in the definition, or DEVICE_UNLISTED */
    struct device_id {
        uint64_t uid;
        uint32_t boot;
        uint8_t kind;
        target_id target;
        char name[25];
        uint32_t serial; /* of the key it came in with (roster.h) */
    } id;
    struct feed feed;
    uint8_t disagreed; /* a board: so often in a row its picture was not ours */
    uint16_t no_view;  /* its HELLO asked for one that it may not see */
    struct pull {
        bool offered, due; /* the definition was offered as `ref`; a piece was asked for */
        uint32_t ref, offset;
        uint16_t length;
    } pull;
    struct media_pull {
        bool offered, due;
        uint32_t ref, offset;
        uint16_t length;
        uint8_t sha256[MEDIA_HASH];
    } media; /* the same for a page of a board */
    bool watching;
    bool lease_forgot; /* it lost its journal: what it was leased before has to end */
    bool lease_due;    /* a kiosk may want more numbers … */
    uint32_t lease_at; /* … from this service of the definition on */
    msec opened;       /* monotonic */
    bool proven;       /* its first record came: it is the device, now (D-45) */
    uint8_t takeovers; /* one after the other, each soon after the one before */
};

/* Two devices with one key: both stay out for a while. */
struct fight {
    uint64_t uid; /* 0 = free */
    msec until;
};

/* A pad, strip or rating pad, on TCP or behind a line; one for each device of that kind. */
struct station {
    uint32_t device;
    bool online;
    struct device_id id;
    struct peer *peer; /* on TCP */
    /* behind a line */
    struct line_keys keys;
    struct device_id claims; /* the HELLO under the newest keys, until they are proven */
    uint32_t caps;
    bool gkey_wanted; /* it has not said GKEY_OK to the next group key … */
    msec gkey_due;    /* … and is told it again then */
    bool call_due, state_due, rate_due;
    bool picture_due; /* a strip: what its window's state does not say (D-37) */
    bool idle_due;    /* a rating pad is told that nothing is asked: its sign of life */
    bool rating;      /* RATE_OPEN was said for rate_ticket */
    ticket_id rate_ticket;
};

struct line {
    const struct line_def *def;
    struct peer *bus; /* NULL = its bus program is not connected */
    struct line_group group;
    uint32_t credit, peak; /* frames it takes now, and when its queue is empty */
    msec due;              /* monotonic: something is to be said or given up then */
    struct log_site odd, forged, keyless;
};

/* What a target shows, and what its strips and pads were told. */
struct target_state {
    target_id target;
    bool known;
    struct row_window row;
    uint16_t ack_seq; /* the last press of its pad that was answered */
    struct rec_call_entry told;
};

/* ---- the turn ---- */

enum origin_kind { ORIGIN_HALL, ORIGIN_PEER, ORIGIN_STATION };
struct origin {
    enum origin_kind kind;
    uint32_t index;  /* of the peer or station */
    uint64_t number; /* of the peer's session */
};

struct turn_entry {
    struct command command;
    struct origin origin;
    uint8_t asked;   /* enum msg_type */
    uint8_t refused; /* the shell knows why not; said unless it was answered before */
    struct answer answer;
    struct facts facts; /* count 0: refused, or a repeat */
};

struct turn {
    uint32_t count;
    bool committing; /* a transaction is open */
    struct turn_entry list[TURN_MAX];
};

/* ---- screenshots on their way ---- */

struct screen_relay {
    uint64_t asker, device; /* numbers of the peers; 0 = free */
    uint32_t ref, own_ref;  /* the asker's, ours towards the device */
    msec until;
};

/* ---- a backup on its way ---- */

struct backup_job {
    bool running;
    uint64_t asker; /* number of the peer */
    uint32_t session, seq;
};

/* ---- pages of the boards, read again in a thread ---- */

struct media_reload {
    const char *dir;
    const struct hall_def *def;
    bool running;
    pthread_t thread;
    atomic_bool done;   /* by the thread; what follows is then whole */
    struct pages *made; /* NULL = mistakes */
    char *report;
    uint32_t mistakes;
    uint64_t asker; /* number of the peer */
    uint32_t session, seq;
};

/* ---- today's appointments as last read ---- */

struct book_seen {
    bool known;
    uint64_t inode;
    int64_t size;
    msec changed;
};

struct controller_settings {
    const char *hall_dir, *state_dir, *host;
    uint16_t port;
    uint16_t training;          /* 0 = real time */
    const char *training_start; /* yyyymmddThhmm of the hall's local time, or NULL = now */
    uint32_t reserve_mb;        /* of the disk, kept back (F06) */
};

struct controller {
    struct controller_settings settings;
    struct hall_def *def;
    struct in_force in_force;
    uint8_t *pack; /* its files, as they travel */
    size_t pack_size;
    struct pages *pages; /* of the boards */
    struct media_reload media_reload;
    uint32_t playlist_minute; /* the rows of the lists are of it */
    struct store *store;
    struct store_identity identity;
    struct hall *hall;
    void *hall_memory, *results_memory, *rows_memory;
    struct results *results;
    struct rows rows;
    struct roster *roster;
    uint32_t roster_readings; /* that sessions were compared with */
    msec roster_due;          /* monotonic: the folder of keys is looked at */
    struct boots boots;
    struct staff staff;
    struct ticket_key ticket_key;
    struct day_key day_key; /* of the open day; day 0 = none */
    struct book_seen book_seen;
    struct history_seen seen;
    uint32_t report_due; /* the day that closed and has no report yet, 0 = none */
    struct day_clock clock;
    int16_t tz_min;
    msec tz_until;     /* the offset is looked up again */
    uint64_t jseq;     /* last journal row */
    uint32_t own_seq;  /* commands of the hall itself */
    uint32_t last_day; /* yyyymmdd of the last day that was opened */
    uint32_t checks;   /* commands since the last hall_check */

    struct event_base *base;
    struct event *timer, *signals[2];
    bool stopping, failed;
    struct server *server;
    struct turn turn;
    bool picked_up;   /* an archive was read in this turn */
    msec last_commit; /* 0 = the store is checkpointed */
    bool tidying;     /* closed days are moved to their archives */
    enum store_room room;
    struct backup_job backup;
    msec second;          /* next round of the things done once a second */
    msec tick_after;      /* a TICK that found nothing to do is not repeated at once */
    msec day_after;       /* when the day is next looked at */
    uint8_t clock_said;   /* enum clock_doubt, as people were told last … */
    msec clock_say_after; /* … and when they are told again */
    bool day_started;     /* it was looked at once: from then on it opens at 04:00 (D-28) */

    uint32_t peer_count, station_count, line_count, target_count;
    uint64_t peer_numbers;
    struct peer *peers;
    struct station *stations;
    struct line *lines;
    struct target_state *targets;
    struct row_device *devices; /* rows as last set, in the order of the definition */
    uint16_t *denied_of;        /* messages refused to each; the rows follow once a second */
    uint32_t rows_rev;          /* changes up to here were given to stations */
    uint32_t round;             /* which fifth of the stations hears its state again */
    struct screen_relay screens[SCREENS_MAX];
    uint32_t screen_refs;
    msec history_after; /* monotonic: the next question about a ticket is not answered before */
    struct log_site refused_slips;
    struct log_site strangers, wrong, revoked, refused, denied, odd, fought;
    /* refused since the start */
    uint32_t unknown_devices, wrong_keys, revoked_devices, denials;
    uint32_t cut_sessions; /* ended because their key was revoked */
    uint32_t handshakes;   /* that came to a session */
    uint32_t forged;       /* frames that did not open, in sessions that are over */
    msec started;          /* monotonic */
    struct fight fights[FIGHTS_MAX];
    char sentence[SESSION_TEXT_SIZE]; /* of the refusal being made */
    struct message scratch;           /* 8 KB, too large for the stack of every function */
};

/* controller.c */
enum err controller_open(struct controller *c,
                         const struct controller_settings *settings) MUST_CHECK;
/* Until a signal or a fault; the exit status. */
int controller_run(struct controller *c);
void controller_close(struct controller *c);
msec controller_now(struct controller *c); /* the hall's time */
int16_t controller_tz(struct controller *c);
void controller_time(struct controller *c, struct rows_time *time);

/* admit.c: who may come in */
const uint8_t *admit_key(void *context, struct client *client, uint64_t uid);
void admit_stranger(void *context, struct client *client, uint64_t uid);
void admit_proven(void *context, struct client *client);
/* The view that the peer means: VIEW_OWN is its own board or window. */
uint16_t admit_view(const struct peer *peer, uint16_t view);
bool admit_hello(void *context, struct client *client, const struct msg_hello *hello,
                 struct msg_welcome *welcome, struct server_refusal *refusal);
/* The device of a HELLO, on TCP or behind a line; NULL and a sentence when it is refused. */
bool admit_device(struct controller *c, const struct msg_hello *hello, uint32_t *device,
                  struct device_id *id, struct server_refusal *refusal);
void admit_welcome(struct controller *c, const struct msg_hello *hello, const struct device_id *id,
                   struct msg_welcome *welcome);

/* revoke.c */
void revoke_tick(struct controller *c, msec mono);

/* figures.c */
void figures_answer(struct controller *c, struct peer *peer, const struct msg_stats_req *req);

/* takeover.c: several sessions of one key */
#define TAKEOVER_RETRY_MS 30000
#define TAKEOVER_FIGHT "two devices use the key of %s"
/* A place for a session of that device; ends none that has proven itself. NULL = no place. */
struct peer *takeover_place(struct controller *c, uint64_t uid, uint8_t kind);
/* Two devices fought for that key a moment ago. */
bool takeover_shuts_out(const struct controller *c, uint64_t uid);
/* Its first record came: it takes the place of the session before. False: it was thrown out. */
bool takeover_proven(struct controller *c, struct peer *peer);

/* peers.c */
struct peer *peer_of(const struct client *client);
struct peer *peer_by_number(struct controller *c, uint64_t number);
struct peer *peer_by_device(struct controller *c, uint32_t device);
void peers_closed(void *context, struct client *client, const char *why);
void peers_feed(struct controller *c, msec mono);
void peers_event(struct controller *c, uint64_t jseq, const struct facts *facts);
/* device_rows.c: what devices say of themselves */
void peers_device(struct controller *c, uint32_t device, bool online,
                  const struct msg_status *status);
void peers_kiosk(struct controller *c, uint32_t device, const struct msg_kiosk_status *status);
/* What BOARD_STATUS says, on its row device and on its row board. */
void peers_board(struct controller *c, uint32_t device, const struct msg_board_status *status);
void boards_status(struct controller *c, struct peer *peer, const struct msg_board_status *status);
void peers_alarm(struct controller *c, uint32_t device, const struct msg_alarm *alarm);
/* Counts and logs a message that this device may not send. */
void peers_denied(struct controller *c, uint32_t device, const struct device_id *id, uint8_t type,
                  const char *why);
void peers_second(struct controller *c);

/* messages.c */
void messages_take(void *context, struct client *client, const struct message *message);
/* It may not see what it asked for, or there is no such view. */
void messages_no_view(struct controller *c, struct peer *peer, uint16_t view);
/* A command, from whomever. */
bool messages_command(struct controller *c, const struct message *message,
                      const struct device_id *id, struct origin origin);

/* turn.c */
bool turn_add(struct controller *c, const struct command *command, struct origin origin,
              uint8_t asked);
/* … of which the shell knows already why it is refused (NOT = it does not). A repeat of what was
 * done before hears that all the same. */
bool turn_add_doubted(struct controller *c, const struct command *command, struct origin origin,
                      uint8_t asked, enum refusal refused);
enum err turn_run(struct controller *c) MUST_CHECK;

/* login.c */
struct login_answer {
    uint32_t seq, staff, session;
    uint16_t target;
    enum refusal code;
    struct staff_verdict verdict;
};
void login_take(struct controller *c, struct peer *peer, const struct msg_login *login);
void login_out(struct controller *c, struct peer *peer, const struct msg_logout *logout);
/* The hall has decided about the window of a LOGIN. */
void login_decided(struct controller *c, struct peer *peer, const struct turn_entry *entry);
/* May this act be asked for there, by that session? False: it was answered. */
bool login_act(struct controller *c, struct peer *peer, const struct msg_act *act);
/* Who acts; false when a person is needed and none is there. */
bool login_fill(struct controller *c, struct command *command);
/* A key of a pad: whose place that window is signs on with the day's first call. */
void login_press(struct controller *c, const struct command *press);
/* Is the list of people another one? Then what they may do is, too, at once. */
void login_tick(struct controller *c);
void login_rows(struct controller *c);

/* What a session of that kiosk allows there: of a guide, leader or manager (R-K11). NOT, or why the
 * session is none. */
enum refusal login_grant(struct controller *c, struct command *command, uint32_t session);

/* slips.c: what became of a number, and what the holder of its slip may do (D-24) */
void slips_find(struct controller *c, struct peer *peer, const struct msg_find *find);
void slips_take(struct controller *c, struct peer *peer, const struct msg_slip *slip);
/* Is it a code that was made here for this day? Of which ticket it is, is another question. */
enum refusal slips_check(struct controller *c, const char *text, struct slip_code *slip);

/* pick_up.c: NOT, or why no ticket is issued for those papers. */
enum refusal pick_up_ready(struct controller *c, const struct command *command);

/* replay.c */
enum err replay_run(struct controller *c) MUST_CHECK;
/* NULL, or what is wrong with the hall; how often depends on its size. */
const char *replay_check(struct controller *c, bool always);

/* leases.c: numbers for kiosks that are alone (D-22) */
void leases_hello(struct controller *c, struct peer *peer);
void leases_facts(struct controller *c, const struct facts *facts);
void leases_tick(struct controller *c);
void leases_refused(struct controller *c, const struct turn_entry *entry);

/* report.c */
void report_push(struct controller *c);
void report_start(struct controller *c);

/* day.c */
void day_tick(struct controller *c, msec mono);
/* A start while the wall clock was not believed: the hall's time goes on as it was. */
void day_resume_clock(struct controller *c);
/* Are people in the hall? Then a jump of the wall clock is not believed. */
void day_hold_clock(struct controller *c);

/* bookings.c */
void bookings_start(struct controller *c);
void bookings_day_opened(struct controller *c, uint32_t day);
void bookings_day_closed(struct controller *c, uint32_t day);
/* Today's key, to a kiosk. */
void bookings_tell(struct controller *c, struct peer *peer);
void bookings_tick(struct controller *c);

/* stations.c, lines.c */
enum err stations_open(struct controller *c) MUST_CHECK;
/* A session began: everything it shows is due. peer NULL = behind its line. */
void stations_hello(struct controller *c, struct station *station, const struct device_id *id,
                    struct peer *peer);
void stations_gone(struct controller *c, struct station *station);
void stations_status(struct controller *c, struct station *station,
                     const struct msg_status *status);
/* After rows were refreshed: tells stations what changed. */
void stations_push(struct controller *c);
void stations_second(struct controller *c);
struct station *station_by_device(struct controller *c, uint32_t device);
struct target_state *target_of(struct controller *c, target_id target);
const struct device_def *station_def(const struct controller *c, const struct station *station);
/* The message for what is due; false when nothing is. Clears the mark. */
bool stations_next(struct controller *c, struct station *station, struct message *message);

void lines_message(struct controller *c, struct peer *bus, const struct message *message);
void lines_opened(struct controller *c, struct peer *bus);
struct line *line_of(struct controller *c, uint16_t id);
void lines_closed(struct controller *c, struct peer *bus);
/* Dropped when the line's queue is full: what matters is repeated by whoever waits for it. */
void lines_send(struct controller *c, struct station *station, const struct message *message);
void lines_push(struct controller *c);
/* When lines_push next has something to do. */
msec lines_deadline(const struct controller *c);
/* The key of that device is no more: its session ends, its line gets another group key. */
void lines_revoked(struct controller *c, uint32_t device);

/* line_sessions.c: keys of stations and lines */
enum err line_sessions_open(struct controller *c) MUST_CHECK;
void line_sessions_wipe(struct controller *c);
/* Says what handshakes and group keys want said. */
void line_sessions_push(struct controller *c, struct line *line, msec mono);
void line_sessions_noise2(struct controller *c, struct line *line, struct station *station,
                          const uint8_t *frame, size_t length, msec mono);
/* The first record under new keys came: the HELLO that made them counts (D-45). */
void line_sessions_proven(struct controller *c, struct line *line, struct station *station);
/* A record under the keys of before came: the session goes on. */
void line_sessions_resumed(struct controller *c, const struct line *line, struct station *station);
void line_sessions_confirmed(struct line *line, struct station *station,
                             const struct msg_gkey_ok *ok);
void line_sessions_turn(struct controller *c, struct line *line, msec mono);
/* lines.c: under the keys of that station; false without room or keys. */
bool lines_room(const struct line *line);
bool lines_say(struct line *line, struct station *station, const struct message *message);
bool lines_say_frame(struct line *line, const uint8_t *frame, size_t length);
bool lines_has(const struct controller *c, const struct line *line, const struct station *station);

/* blobs.c: the definition in force, to whoever has another one */
enum err blobs_open(struct controller *c) MUST_CHECK;
void blobs_request(struct controller *c, struct peer *peer, const struct msg_blob_req *req);
/* False: not of what was offered there. */
bool blobs_get(struct controller *c, struct peer *peer, const struct msg_get *get);
/* What is asked for and has room, behind the rows. */
void blobs_push(struct controller *c);

/* media.c: pages of the boards; playlist.c: which of them play where */
enum err media_open(struct controller *c) MUST_CHECK;
void media_close(struct controller *c);
void media_reload(struct controller *c, struct peer *peer, const struct msg_act *act);
void media_tick(struct controller *c);
void media_request(struct controller *c, struct peer *peer, const struct msg_blob_req *req);
bool media_get(struct controller *c, struct peer *peer, const struct msg_get *get);
void media_push(struct controller *c);
void playlist_tick(struct controller *c);

/* backup.c */
void backup_take(struct controller *c, struct peer *peer, const struct msg_act *act);
void backup_step(struct controller *c);

/* screens.c, history.c */
void screens_take(struct controller *c, struct peer *peer, const struct message *message);
void screens_tick(struct controller *c, msec mono);
void history_answer(struct controller *c, struct peer *peer, const struct msg_history_req *req);

#endif
