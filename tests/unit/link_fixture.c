/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "link_fixture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- the controller ---- */

static void flush(struct fixture *f)
{
    size_t length;
    const uint8_t *bytes = session_output(&f->session, &length);
    if (length && f->peer && !f->mute)
        bufferevent_write(f->peer, bytes, length);
    session_output_drop(&f->session, length);
}

void controller_forge(struct fixture *f, const uint8_t header[FRAME_HEADER],
                      const struct message *message)
{
    uint8_t wire[SESSION_HELLO_MAX];
    size_t length;
    assert_int_equal(message_to_wire(message, header, wire, sizeof(wire), &length), ERR_NONE);
    if (f->peer)
        bufferevent_write(f->peer, wire, length);
}

void controller_say(struct fixture *f, const struct message *message)
{
    assert_int_equal(session_send(&f->session, message, clock_mono_ms()), ERR_NONE);
    flush(f);
}

static void put_rows(const struct view_rows *rows, uint8_t *bytes, uint16_t *length)
{
    struct wire_out out = {bytes, bytes + 8000, false};
    for (uint32_t i = 0; i < rows->count; i++)
        assert_true(view_put(&out, &rows->rows[i]));
    *length = (uint16_t)(out.at - bytes);
}

static void say_snapshot(struct fixture *f)
{
    struct message begin = {.type = MSG_TYPE_SNAP_BEGIN}, rows = {.type = MSG_TYPE_ROWS},
                   end = {.type = MSG_TYPE_SNAP_END};
    begin.snap_begin.epoch = f->hall.epoch;
    begin.snap_begin.rev = f->hall.rev;
    begin.snap_begin.rows = (uint16_t)f->hall.count;
    put_rows(&f->hall, rows.rows.rows.at, &rows.rows.rows.length);
    end.snap_end.rev = f->hall.rev;
    end.snap_end.hash = view_hash(&f->hall);
    controller_say(f, &begin);
    controller_say(f, &rows);
    controller_say(f, &end);
}

static void say_hash(struct fixture *f)
{
    struct message hash = {.type = MSG_TYPE_VHASH};
    hash.vhash.rev = f->hall.rev;
    hash.vhash.hash = view_hash(&f->hall);
    controller_say(f, &hash);
}

void controller_say_delta(struct fixture *f, uint32_t from, uint16_t number)
{
    struct row_window window = {.number = number};
    assert_true(view_set(&f->hall, ROW_TYPE_WINDOW, 1, from + 1, &window));
    f->hall.rev = from + 1;
    struct message delta = {.type = MSG_TYPE_DELTA};
    delta.delta.from = from;
    delta.delta.to = from + 1;
    put_rows(&f->hall, delta.delta.rows.at, &delta.delta.rows.length);
    controller_say(f, &delta);
}

/* What follows the rows that the device has, or all of them. */
static void say_rows(struct fixture *f, uint32_t epoch, uint32_t rev)
{
    if (rev == f->hall.rev && epoch == f->hall.epoch)
        say_hash(f);
    else
        say_snapshot(f);
}

static void take_hello(struct fixture *f)
{
    f->hellos++;
    f->hello = f->message.hello;
    if (f->refuse) {
        session_refuse(&f->session, SESSION_REASON_UNKNOWN_DEVICE, NULL, f->retry_ms,
                       clock_mono_ms());
        return;
    }
    assert_int_equal(session_welcome(&f->session, &f->welcome, clock_mono_ms()), ERR_NONE);
    if (f->hello.view && f->hello.credit)
        say_rows(f, f->hello.view_epoch, f->hello.rev);
}

static enum session_event take_knock(struct fixture *f)
{
    uint8_t ephemeral[CRYPTO_POINT];
    memset(ephemeral, ++f->randoms, sizeof(ephemeral));
    enum session_event event = session_unlock(&f->session, &f->message.noise1, f->key_there,
                                              ephemeral, &f->message, clock_mono_ms());
    f->strangers += f->session.reason == SESSION_REASON_WRONG_KEY;
    return event;
}

static void take_message(struct fixture *f)
{
    switch (f->message.type) {
    case MSG_TYPE_SYNC:
        f->syncs++;
        f->sync = f->message.sync;
        say_rows(f, f->sync.epoch, f->sync.rev);
        break;
    case MSG_TYPE_VACK:
        f->vacks++;
        f->vack = f->message.vack;
        break;
    case MSG_TYPE_ACT:
        f->acts++;
        break;
    default:
        break;
    }
}

static void controller_takes(struct fixture *f, enum session_event event)
{
    if (event == SESSION_KNOCK)
        event = take_knock(f);
    if (event == SESSION_HELLO)
        take_hello(f);
    else if (event == SESSION_ASKED)
        session_pong(&f->session, &f->message.ping, (msec)f->welcome.now_ms, 480, clock_mono_ms());
    else if (event == SESSION_MESSAGE)
        take_message(f);
    else if (event == SESSION_ENDED && f->session.reason == SESSION_REASON_PEER_BYE)
        memcpy(f->last_words, f->session.text, sizeof(f->last_words));
}

void controller_hang_up(struct fixture *f)
{
    if (f->peer)
        bufferevent_free(f->peer);
    f->peer = NULL;
}

static void on_readable(struct bufferevent *peer, void *context)
{
    struct fixture *f = context;
    uint8_t bytes[1024];
    size_t n;
    while ((n = bufferevent_read(peer, bytes, sizeof(bytes))) > 0)
        for (size_t at = 0; at < n && f->session.state != SESSION_DEAD;) {
            enum session_event event;
            at +=
                session_feed(&f->session, bytes + at, n - at, clock_mono_ms(), &f->message, &event);
            controller_takes(f, event);
        }
    flush(f);
    if (f->session.reason == SESSION_REASON_WRONG_KEY)
        controller_hang_up(f); /* without a word */
}

static void on_gone(struct bufferevent *peer, short what, void *context)
{
    (void)peer;
    if (what & (BEV_EVENT_EOF | BEV_EVENT_ERROR))
        controller_hang_up(context);
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from,
                      int length, void *context)
{
    (void)listener;
    (void)length;
    struct fixture *f = context;
    controller_hang_up(f);
    f->mute = false;
    f->connections++;
    inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)from)->sin_addr, f->from, sizeof(f->from));
    f->peer = bufferevent_socket_new(f->base, fd, BEV_OPT_CLOSE_ON_FREE);
    assert_non_null(f->peer);
    const struct session_buffers buffers = {f->input, f->output, sizeof(f->output)};
    session_init_server(&f->session, &buffers, clock_mono_ms());
    bufferevent_setcb(f->peer, on_readable, NULL, on_gone, f);
    bufferevent_enable(f->peer, EV_READ | EV_WRITE);
}

void controller_listen(struct fixture *f)
{
    f->listener =
        evconnlistener_new_bind(f->base, on_accept, f, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE, 8,
                                (struct sockaddr *)&f->address, sizeof(f->address));
    assert_non_null(f->listener);
    socklen_t length = sizeof(f->address);
    assert_int_equal(getsockname(evconnlistener_get_fd(f->listener), (struct sockaddr *)&f->address,
                                 &length),
                     0);
}

void controller_stop(struct fixture *f)
{
    evconnlistener_free(f->listener);
    f->listener = NULL;
    controller_hang_up(f);
}

/* ---- what is logged ---- */

void log_catch(struct fixture *f)
{
    f->log = tmpfile();
    assert_non_null(f->log);
    f->real_stderr = dup(STDERR_FILENO);
    dup2(fileno(f->log), STDERR_FILENO);
}

uint32_t log_count(struct fixture *f, const char *text)
{
    char line[1200];
    uint32_t count = 0;
    rewind(f->log);
    while (fgets(line, sizeof(line), f->log))
        count += strstr(line, text) != NULL;
    fseek(f->log, 0, SEEK_END);
    return count;
}

/* ---- the device ---- */

static void on_state(void *context, enum link_state state)
{
    struct fixture *f = context;
    f->state = state;
    f->states[state]++;
    f->state_at = clock_mono_ms();
}

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct fixture *f = context;
    f->welcomes++;
    assert_int_equal(welcome->tz_min, 480);
}

static void on_message(void *context, const struct message *message)
{
    struct fixture *f = context;
    f->messages++;
    assert_int_not_equal(message->type, MSG_TYPE_DELTA);
}

static void on_rows(void *context, const struct view_rows *view)
{
    struct fixture *f = context;
    f->rows_calls++;
    assert_ptr_equal(view, link_view(f->link));
}

struct link_options device_options(struct fixture *f)
{
    return (struct link_options){
        .host = "127.0.0.1",
        .port = ntohs(f->address.sin_port),
        .key = &f->key,
        .view = VIEW(VIEW_KIND_HALL, 0),
        .rows_max = 16,
        .context = f,
        .on_state = on_state,
        .on_welcome = on_welcome,
        .on_message = on_message,
        .on_rows = on_rows,
    };
}

void device_start(struct fixture *f)
{
    struct link_options options = device_options(f);
    f->link = link_new(f->base, &options);
    assert_non_null(f->link);
}

void link_patience_over(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    *(bool *)context = true;
}

int link_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    f->base = event_base_new();
    f->address.sin_family = AF_INET;
    f->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    f->key = (struct device_key){.uid = 7,
                                 .kind = DEVICE_BOARD,
                                 .name = "board-1",
                                 .key = "the 32 bytes of its device key"};
    memcpy(f->key_there, f->key.key, sizeof(f->key_there));
    f->welcome = (struct msg_welcome){.boot = 41,
                                      .now_ms = 1700000000000,
                                      .tz_min = 480,
                                      .instance = 5,
                                      .epoch = 1,
                                      .jseq = 9};
    view_init(&f->hall, f->held, countof(f->held));
    f->hall.epoch = 2;
    f->hall.rev = 10;
    struct row_window window = {.number = 42};
    view_set(&f->hall, ROW_TYPE_WINDOW, 1, 10, &window);
    controller_listen(f);
    *state = f;
    return 0;
}

int link_teardown(void **state)
{
    struct fixture *f = *state;
    link_free(f->link);
    if (f->log) {
        dup2(f->real_stderr, STDERR_FILENO);
        close(f->real_stderr);
        fclose(f->log);
    }
    if (f->listener)
        controller_stop(f);
    event_base_free(f->base);
    free(f);
    return 0;
}

uint16_t device_shows(struct fixture *f)
{
    struct row_window window;
    return view_get(link_view(f->link), ROW_TYPE_WINDOW, 1, &window) ? window.number : 0;
}
