/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, IP_BIND_ADDRESS_NO_PORT */
#include "bench/hostile.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/log.h"
#include "protocol/session.h"

#define KNOCKS_MAX 2048 /* bad handshakes that wait to be closed */
#define AGAIN_MS 1000   /* +-50 % */
#define STEP_MS 10
#define OPENS_MAX 50 /* a step: they come in waves, not in one blow */
#define EVENTS_MAX 256

struct deaf {
    struct session session;
    const struct device_key *key;
    uint8_t input[SESSION_INPUT_SIZE];
    uint8_t output[SESSION_OUTPUT_MIN];
};

struct stranger {
    enum hostile_part part;
    uint32_t address;
    int fd; /* -1 = closed */
    bool connected;
    msec next; /* when it opens, or does its next thing */
    size_t said;
    struct deaf *deaf;
};

struct gang {
    const struct hostile_options *options;
    struct hostile_counts *counts;
    int epoll;
    uint32_t count;
    struct stranger *list;
    struct deaf *deaf;
    uint64_t dice;
    double knocks_due;
    msec stepped;
};

static uint32_t roll(struct gang *gang)
{
    gang->dice = gang->dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(gang->dice >> 33);
}

/* Each at another time: those who come in step with others would always be the last. */
static msec again(struct gang *gang, msec now)
{
    return now + AGAIN_MS / 2 + roll(gang) % AGAIN_MS;
}

/* ---- a connection ---- */

static void hang_up(struct gang *gang, struct stranger *stranger, msec now)
{
    const struct linger at_once = {.l_onoff = 1}; /* ports are few: no TIME_WAIT */
    setsockopt(stranger->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(stranger->fd);
    stranger->fd = -1;
    stranger->next = again(gang, now);
    if (stranger->connected)
        gang->counts->open[stranger->part]--;
}

static bool dial(struct stranger *stranger, uint16_t port)
{
    const int on = 1, small = 4096;
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(stranger->address)};
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    stranger->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (stranger->fd < 0)
        return false;
    setsockopt(stranger->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    if (stranger->part == HOSTILE_DEAF)
        setsockopt(stranger->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    return bind(stranger->fd, (const struct sockaddr *)&from, sizeof(from)) == 0 &&
           (connect(stranger->fd, (const struct sockaddr *)&to, sizeof(to)) == 0 ||
            errno == EINPROGRESS);
}

static void listen_for(struct gang *gang, struct stranger *stranger, int how, uint32_t what)
{
    struct epoll_event event = {.events = what | EPOLLRDHUP, .data.ptr = stranger};
    epoll_ctl(gang->epoll, how, stranger->fd, &event);
}

static void open_one(struct gang *gang, struct stranger *stranger, msec now)
{
    stranger->connected = false;
    stranger->said = 0;
    gang->counts->made[stranger->part]++;
    if (dial(stranger, gang->options->port)) {
        listen_for(gang, stranger, EPOLL_CTL_ADD, EPOLLOUT);
        return;
    }
    gang->counts->failed++;
    if (stranger->fd >= 0)
        hang_up(gang, stranger, now);
    stranger->next = again(gang, now);
}

/* ---- what they say ---- */

/* Mostly a device that exists and a key it does not have: that costs the controller most. */
static void knock(struct gang *gang, const struct stranger *stranger)
{
    static const uint8_t header[FRAME_HEADER] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN,
                                                 CTL_SEC_HANDSHAKE, 0};
    struct message message = {.type = MSG_TYPE_NOISE1};
    uint8_t wire[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    size_t length;
    uint32_t way = roll(gang) % 10;
    message.noise1.uid = way == 0 ? roll(gang) : gang->options->uid;
    message.noise1.ver = NOISE_VERSION;
    message.noise1.msg.length = 150;
    for (size_t i = 0; i < 150; i++)
        message.noise1.msg.at[i] = (uint8_t)roll(gang);
    if (message_to_wire(&message, header, wire, sizeof(wire), &length))
        return;
    if (way == 1)
        wire[10] ^= 1; /* garbage */
    gang->counts->knocks++;
    (void)!send(stranger->fd, wire, length, MSG_NOSIGNAL);
}

static void flush(struct stranger *stranger)
{
    size_t length;
    const uint8_t *bytes = session_output(&stranger->deaf->session, &length);
    ssize_t n = length ? send(stranger->fd, bytes, length, MSG_NOSIGNAL) : 0;
    if (n > 0)
        session_output_drop(&stranger->deaf->session, (size_t)n);
}

static void knock_with_key(struct stranger *stranger, msec now)
{
    struct deaf *deaf = stranger->deaf;
    struct msg_hello hello = {.kind = deaf->key->kind, .uid = deaf->key->uid, .credit = 2};
    uint8_t ephemeral[CRYPTO_POINT];
    const struct session_buffers buffers = {deaf->input, deaf->output, sizeof(deaf->output)};
    memcpy(hello.name, deaf->key->name, sizeof(deaf->key->name) - 1);
    if (getrandom(ephemeral, sizeof(ephemeral), 0) != sizeof(ephemeral))
        return;
    session_init_client(&deaf->session, &buffers, &hello, deaf->key->key, ephemeral, now);
    flush(stranger);
}

/* Everything there is, again and again; and every event. */
static void ask_for_all(struct stranger *stranger, msec now)
{
    struct message message = {.type = MSG_TYPE_WATCH};
    message.watch.on = 1;
    if (!stranger->said++)
        (void)!session_send(&stranger->deaf->session, &message, now);
    message = (struct message){.type = MSG_TYPE_SYNC};
    message.sync.view = VIEW(VIEW_KIND_CONSOLE, 0);
    message.sync.credit = 2;
    (void)!session_send(&stranger->deaf->session, &message, now);
    flush(stranger);
}

/* Until the WELCOME; after that it never reads again. */
static void read_welcome(struct gang *gang, struct stranger *stranger, msec now)
{
    uint8_t bytes[512];
    struct message message;
    ssize_t n = recv(stranger->fd, bytes, sizeof(bytes), 0);
    for (size_t at = 0; n > 0 && at < (size_t)n;) {
        enum session_event event;
        at += session_feed(&stranger->deaf->session, bytes + at, (size_t)n - at, now, &message,
                           &event);
        if (event == SESSION_ENDED)
            return;
        if (event != SESSION_WELCOME)
            continue;
        gang->counts->sessions++;
        listen_for(gang, stranger, EPOLL_CTL_MOD, 0);
        ask_for_all(stranger, now);
        stranger->next = now + SECOND;
        return;
    }
}

static void begin(struct gang *gang, struct stranger *stranger, msec now)
{
    stranger->connected = true;
    stranger->next = now + SECOND;
    gang->counts->open[stranger->part]++;
    listen_for(gang, stranger, EPOLL_CTL_MOD, stranger->part == HOSTILE_DEAF ? EPOLLIN : 0);
    if (stranger->part == HOSTILE_DEAF)
        knock_with_key(stranger, now);
    else if (stranger->part == HOSTILE_KNOCK)
        knock(gang, stranger);
}

/* Once a second. */
static void go_on(struct stranger *stranger, msec now)
{
    static const uint8_t bytes[] = {0, 0x25, 0x01, 0xc0, 0x07, 0x11};
    stranger->next = now + SECOND;
    if (stranger->part == HOSTILE_SLOW)
        (void)!send(stranger->fd, &bytes[stranger->said++ % sizeof(bytes)], 1, MSG_NOSIGNAL);
    else if (stranger->part == HOSTILE_DEAF && stranger->deaf->session.state == SESSION_OPEN)
        ask_for_all(stranger, now);
}

/* ---- together ---- */

static void step(struct gang *gang, msec now)
{
    double most = gang->options->handshakes_s * (double)STEP_MS / SECOND * 4;
    uint32_t opens = OPENS_MAX;
    gang->knocks_due += gang->options->handshakes_s * (double)(now - gang->stepped) / SECOND;
    if (gang->knocks_due > most) /* who was late does not make up for it in one blow */
        gang->knocks_due = most;
    gang->stepped = now;
    for (uint32_t i = 0; i < gang->count; i++) {
        struct stranger *stranger = &gang->list[i];
        if (stranger->next > now)
            continue;
        if (stranger->connected && stranger->fd >= 0)
            go_on(stranger, now);
        else if (stranger->fd >= 0)
            continue;
        else if (stranger->part == HOSTILE_KNOCK && gang->knocks_due >= 1) {
            gang->knocks_due--;
            open_one(gang, stranger, now);
        } else if (stranger->part != HOSTILE_KNOCK && opens) {
            opens--;
            open_one(gang, stranger, now);
        }
    }
}

static void take_event(struct gang *gang, const struct epoll_event *event, msec now)
{
    struct stranger *stranger = event->data.ptr;
    if (stranger->fd < 0)
        return;
    if (event->events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) {
        hang_up(gang, stranger, now);
        if (stranger->part == HOSTILE_KNOCK)
            stranger->next = now;
    } else if (!stranger->connected && event->events & EPOLLOUT)
        begin(gang, stranger, now);
    else if (event->events & EPOLLIN)
        read_welcome(gang, stranger, now);
}

static void add(struct gang *gang, enum hostile_part part, uint32_t count, uint32_t first,
                uint32_t spread)
{
    for (uint32_t i = 0; i < count; i++) {
        struct stranger *stranger = &gang->list[gang->count++];
        *stranger = (struct stranger){.part = part, .fd = -1};
        stranger->address = first + i % spread;
        if ((part == HOSTILE_IDLE || part == HOSTILE_KNOCK) && i % 2)
            stranger->address = gang->options->home;
        if (part == HOSTILE_DEAF) {
            stranger->deaf = &gang->deaf[i];
            stranger->deaf->key = &gang->options->deaf[i];
        }
    }
}

static bool assemble(struct gang *gang)
{
    const struct hostile_options *options = gang->options;
    uint32_t count = options->idle + options->slow + options->deaf_count + KNOCKS_MAX;
    gang->list = calloc(count, sizeof(*gang->list));
    gang->deaf = calloc(options->deaf_count + 1, sizeof(*gang->deaf));
    gang->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!gang->list || !gang->deaf || gang->epoll < 0)
        return false;
    add(gang, HOSTILE_DEAF, options->deaf_count, 0x7f440001, 250); /* they live here already */
    add(gang, HOSTILE_IDLE, options->idle, 0x7f420001, 40);
    add(gang, HOSTILE_SLOW, options->slow, 0x7f430001, 100);
    add(gang, HOSTILE_KNOCK, KNOCKS_MAX, 0x7f450001, 200);
    return true;
}

static void disband(struct gang *gang)
{
    for (uint32_t i = 0; i < gang->count; i++)
        if (gang->list[i].fd >= 0)
            hang_up(gang, &gang->list[i], 0);
    if (gang->epoll >= 0)
        close(gang->epoll);
    free(gang->list);
    free(gang->deaf);
}

enum err hostile_run(const struct hostile_options *options, struct hostile_counts *counts,
                     const volatile sig_atomic_t *stop)
{
    struct gang gang = {.options = options, .counts = counts, .epoll = -1, .dice = 1};
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    gang.stepped = clock_mono_ms();
    bool good = assemble(&gang);
    while (good && !*stop) {
        struct epoll_event events[EVENTS_MAX];
        int n = epoll_wait(gang.epoll, events, EVENTS_MAX, STEP_MS);
        msec now = clock_mono_ms();
        for (int i = 0; i < n; i++)
            take_event(&gang, &events[i], now);
        if (now - gang.stepped >= STEP_MS)
            step(&gang, now);
    }
    disband(&gang);
    return good ? ERR_NONE : log_fault(ERR_NOMEM, "no memory for %u strangers", options->idle);
}

/* ---- in a process of their own ---- */

enum err hostile_start(struct hostile *hostile, const struct hostile_options *options)
{
    static volatile sig_atomic_t never;
    *hostile = (struct hostile){0};
    void *shared = mmap(NULL, sizeof(*hostile->counts), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return log_fault(ERR_NOMEM, "no memory: %s", strerror(errno));
    hostile->counts = shared;
    hostile->process = fork();
    if (hostile->process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        _exit(hostile_run(options, hostile->counts, &never) != ERR_NONE);
    }
    if (hostile->process > 0)
        return ERR_NONE;
    hostile->process = 0;
    hostile_stop(hostile);
    return log_fault(ERR_IO, "no process: %s", strerror(errno));
}

void hostile_stop(struct hostile *hostile)
{
    if (hostile->process) {
        kill(hostile->process, SIGKILL);
        waitpid(hostile->process, NULL, 0);
    }
    if (hostile->counts)
        munmap(hostile->counts, sizeof(*hostile->counts));
    *hostile = (struct hostile){0};
}
