/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The promises of serial/port.h on real descriptors: libserialport over a pseudo-terminal
 * (with tests/lib/bus_uart.c loaded in front of it), a plain one, a serial server (D-38).
 */
#define _GNU_SOURCE
#include "test.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <event2/event.h>

#include "os/clock.h"
#include "serial/port.h"

#define WAIT_MS 10000

struct fixture {
    struct event_base *base;
    struct port *port;
    int master;
    int opened, closed;
    size_t length;
    uint8_t bytes[4096];
};

static void on_bytes(void *context, const uint8_t *bytes, size_t count)
{
    struct fixture *f = context;
    assert_true(count <= PORT_READ_MAX);
    assert_true(f->length + count <= sizeof(f->bytes));
    memcpy(f->bytes + f->length, bytes, count);
    f->length += count;
    event_base_loopbreak(f->base);
}

static void on_state(void *context, bool open)
{
    struct fixture *f = context;
    f->opened += open;
    f->closed += !open;
    event_base_loopbreak(f->base);
}

static int set_up(void **state)
{
    static struct fixture f;
    f = (struct fixture){.base = event_base_new(), .master = -1};
    assert_non_null(f.base);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    port_free(f->port);
    if (f->master >= 0)
        close(f->master);
    event_base_free(f->base);
    return 0;
}

static void open_port(struct fixture *f, const char *path)
{
    const struct port_options options = {.path = path,
                                         .baud = 115200,
                                         .name = "line=1",
                                         .context = f,
                                         .on_bytes = on_bytes,
                                         .on_state = on_state};
    f->port = port_new(f->base, &options);
    assert_non_null(f->port);
}

static void on_late(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    fail_msg("nothing came within %d ms", WAIT_MS);
    (void)context;
}

/* One thing more happens. */
static void wait_once(struct fixture *f)
{
    const struct timeval wait = {WAIT_MS / 1000, 0};
    struct event *late = evtimer_new(f->base, on_late, f);
    event_add(late, &wait);
    (void)event_base_dispatch(f->base);
    event_free(late);
}

static void make_terminal(struct fixture *f, char name[64])
{
    int slave;
    struct termios raw = {.c_cflag = CS8 | CREAD};
    cfsetspeed(&raw, B38400);
    assert_int_equal(openpty(&f->master, &slave, name, &raw, NULL), 0);
    close(slave);
}

/* Bytes 0-255 there and back: the terminal is raw. */
static void all_bytes_pass(struct fixture *f, int other)
{
    uint8_t all[256], back[256];
    for (size_t i = 0; i < sizeof(all); i++)
        all[i] = (uint8_t)i;
    f->length = 0;
    assert_int_equal(write(other, all, sizeof(all)), sizeof(all));
    while (f->length < sizeof(all))
        wait_once(f);
    assert_memory_equal(f->bytes, all, sizeof(all));
    port_write(f->port, all, sizeof(all));
    for (size_t got = 0; got < sizeof(back);) {
        ssize_t n = read(other, back + got, sizeof(back) - got);
        assert_true(n > 0);
        got += (size_t)n;
    }
    assert_memory_equal(back, all, sizeof(all));
}

static void libserialport_carries_all_bytes_and_asks_for_rs485(void **state)
{
    struct fixture *f = *state;
    char name[64], path[96], said[64] = "";
    make_terminal(f, name);
    snprintf(path, sizeof(path), "serial:%s", name);
    open_port(f, path);
    assert_true(port_is_open(f->port));
    all_bytes_pass(f, f->master);
    FILE *log = fopen(getenv("BUS_UART_LOG"), "r");
    assert_non_null(log);
    assert_non_null(fgets(said, sizeof(said), log));
    fclose(log);
    assert_string_equal(said, "rs485 enabled=1 rts_on_send=1\n");
}

static void libserialport_notices_a_hang_up_and_opens_again(void **state)
{
    struct fixture *f = *state;
    char name[64], folder[] = "/tmp/bus-port-XXXXXX", link[64], path[96];
    assert_non_null(mkdtemp(folder));
    snprintf(link, sizeof(link), "%s/line", folder);
    snprintf(path, sizeof(path), "serial:/dev/../../..%s", link); /* also below /sys/class/tty */
    make_terminal(f, name);
    assert_int_equal(symlink(name, link), 0);
    open_port(f, path);
    assert_true(port_is_open(f->port));
    close(f->master);
    while (!f->closed)
        wait_once(f);
    assert_false(port_is_open(f->port));
    unlink(link);
    make_terminal(f, name);
    assert_int_equal(symlink(name, link), 0);
    while (f->opened < 2)
        wait_once(f);
    all_bytes_pass(f, f->master);
    unlink(link);
    rmdir(folder);
}

static void a_plain_terminal_carries_all_bytes_through_a_link(void **state)
{
    struct fixture *f = *state;
    char name[64], folder[] = "/tmp/bus-port-XXXXXX", path[96];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/line", folder);
    open_port(f, path); /* not there yet */
    assert_false(port_is_open(f->port));
    make_terminal(f, name);
    assert_int_equal(symlink(name, path), 0);
    while (!f->opened)
        wait_once(f);
    all_bytes_pass(f, f->master);
    unlink(path);
    rmdir(folder);
}

static void what_lay_there_before_is_thrown_away(void **state)
{
    struct fixture *f = *state;
    char name[64];
    make_terminal(f, name);
    assert_int_equal(write(f->master, "old\n", 4), 4); /* D-11 */
    open_port(f, name);
    all_bytes_pass(f, f->master);
}

static void a_serial_server_is_a_line_too_and_is_dialled_again(void **state)
{
    struct fixture *f = *state;
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof(address);
    char path[64];
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    snprintf(path, sizeof(path), "tcp:127.0.0.1:%u", ntohs(address.sin_port));
    open_port(f, path); /* nobody listens: refused */
    assert_false(port_is_open(f->port));
    assert_int_equal(listen(listener, 1), 0);
    while (!f->opened)
        wait_once(f);
    int peer = accept(listener, NULL, NULL);
    all_bytes_pass(f, peer);
    close(peer);
    while (!f->closed)
        wait_once(f);
    while (f->opened < 2)
        wait_once(f);
    peer = accept(listener, NULL, NULL);
    all_bytes_pass(f, peer);
    close(peer);
    close(listener);
}

static void bytes_for_a_closed_port_are_lost(void **state)
{
    struct fixture *f = *state;
    open_port(f, "/nowhere/at/all");
    assert_false(port_is_open(f->port));
    port_write(f->port, (const uint8_t *)"x", 1);
}

int main(int argc, char **argv)
{
    (void)argc;
    if (!getenv("BUS_UART_LOG")) { /* once more, with the shim in front of libserialport */
        char log[] = "/tmp/bus-uart-XXXXXX";
        int fd = mkstemp(log);
        close(fd);
        setenv("BUS_UART_LOG", log, 1);
        setenv("LD_PRELOAD", BUS_UART, 1);
        setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0); /* the shim stands before it */
        execv("/proc/self/exe", argv);
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(libserialport_carries_all_bytes_and_asks_for_rs485, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(libserialport_notices_a_hang_up_and_opens_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_plain_terminal_carries_all_bytes_through_a_link, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_lay_there_before_is_thrown_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_serial_server_is_a_line_too_and_is_dialled_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(bytes_for_a_closed_port_are_lost, set_up, tear_down),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(getenv("BUS_UART_LOG"));
    return failed;
}
