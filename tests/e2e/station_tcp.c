/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Halls without lines: a pad and a strip straight on the network, and what the programs
 * say when they are called wrongly.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus_programs.h"

#define HALL TEST_DATA_DIR "/halls/one-line"

static struct program controller, pad, strip;
static char address[32];
static uint16_t port;

static void start_controller(const char *listen)
{
    const char *const argv[] = {"hall-controller", "--hall",   HALL,   "--state",
                                "state",           "--listen", listen, NULL};
    program_start(&controller, "controller", argv);
    program_wait(&controller, "listening ");
    port = (uint16_t)strtoul(strstr(controller.text, "port=") + 5, NULL, 10);
    snprintf(address, sizeof(address), "127.0.0.1:%u", port);
}

static void start_station(struct program *program, const char *name, const char *socket)
{
    char key[64];
    snprintf(key, sizeof(key), "state/devices/%s.key", name);
    const char *const argv[] = {"hall-station", "--hall",    HALL,   "--controller",
                                address,        "--key",     key,    "--name",
                                name,           "--control", socket, NULL};
    program_start(program, name, argv);
    program_wait(program, "online=1");
}

static int ask(const char *socket, const char *what, const char *station, char *output, size_t size)
{
    const char *const argv[] = {"hall-station", "--control", socket, what, station, NULL};
    return program_run(argv, output, size);
}

static int set_up(void **state)
{
    char output[4096];
    (void)state;
    folder_enter("hall-tcp");
    const char *const adopt[] = {"hallctl", "adopt",   "--all", "--hall",
                                 HALL,      "--state", "state", NULL};
    assert_int_equal(program_run(adopt, output, sizeof(output)), 0);
    start_controller("127.0.0.1:0");
    const char *const open[] =
        {"hallctl", "--controller", address, "--key", "state/devices/admin-1.key",
         "act",     "day",          "open",  NULL};
    (void)program_run(open, output, sizeof(output)); /* it may be open */
    start_station(&pad, "pad-1", "pad.sock");
    start_station(&strip, "strip-1", "strip.sock");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    program_kill(&pad);
    program_kill(&strip);
    program_kill(&controller);
    folder_leave();
    return 0;
}

/* A pad refuses until its picture has come. */
static void press_until_taken(const char *what, char *output, size_t size)
{
    for (int tries = 0; tries < 100; tries++) {
        (void)ask("pad.sock", "--press", what, output, size);
        if (strcmp(output, "not connected to the controller\n") != 0)
            return;
        (void)program_says(&pad, "online=1", 50);
    }
}

static void a_pad_on_the_network_calls_and_a_strip_shows_it(void **state)
{
    char output[1024], label[8];
    (void)state;
    press_until_taken("pad-1:next", output, sizeof(output));
    kiosk_ticket(port, "state/devices/kiosk-1.key", label);
    assert_int_equal(ask("pad.sock", "--press", "pad-1:next", output, sizeof(output)), 0);
    assert_string_equal(output, "done A001\n");
    program_wait(&strip, "strip name=strip-1 text=\"请A001号办理\"");
    assert_int_equal(ask("strip.sock", "--show", "strip-1", output, sizeof(output)), 0);
    assert_non_null(strstr(output, "state=call label=A001"));
    assert_int_equal(ask("strip.sock", "--list", NULL, output, sizeof(output)), 0);
    assert_string_equal(output, "strip-1 online=1\n");
}

static void a_killed_controller_comes_back(void **state)
{
    char listen[32], output[1024];
    (void)state;
    snprintf(listen, sizeof(listen), "%s", address);
    program_kill(&controller);
    program_wait(&pad, "online=0");
    assert_int_equal(ask("pad.sock", "--press", "pad-1:finish", output, sizeof(output)), 1);
    assert_string_equal(output, "not connected to the controller\n");
    start_controller(listen);
    program_wait(&pad, "online=1");
    press_until_taken("pad-1:finish", output, sizeof(output));
    assert_string_equal(output, "done A001\n");
}

static int complains(const char *const argv[], const char *text)
{
    struct program program;
    program_start(&program, argv[0], argv);
    program_wait(&program, text);
    return program_end(&program);
}

static void wrong_words_are_answered_with_one_sentence_and_status_2(void **state)
{
    (void)state;
    const char *const nothing[] = {"hall-station", NULL};
    assert_int_equal(complains(nothing, "give --hall with --line"), 2);
    const char *const no_line[] = {"hall-station",  "--hall", HALL,  "--keys-dir",
                                   "state/devices", "--line", "9=x", NULL};
    assert_int_equal(complains(no_line, "--line 9=x: the hall has no such line"), 2);
    const char *const no_station[] = {"hall-station",  "--hall", HALL,  "--keys-dir",
                                      "state/devices", "--line", "1=x", "--stations",
                                      "pad-1,pad-7",   NULL};
    assert_int_equal(complains(no_station, "--stations pad-7: the hall has no such pad"), 2);
    const char *const no_key[] = {"hall-station", "--hall", HALL,  "--keys-dir",
                                  "nowhere",      "--line", "1=x", NULL};
    assert_int_equal(complains(no_key, "nowhere/pad-1.key"), 2);
    const char *const odd_bus[] =
        {"hall-bus", "--hall", HALL, "--controller", address, "--key", "state/devices/pad-1.key",
         NULL};
    assert_int_equal(complains(odd_bus, "is the key of a pad, not of a bus"), 2);
    const char *const no_port[] =
        {"hall-bus", "--hall", HALL, "--controller", address, "--key", "state/devices/bus-1.key",
         NULL};
    assert_int_equal(complains(no_port, "masters no line with a port"), 2);
    const char *const odd_port[] =
        {"hall-bus", "--hall", HALL, "--controller", address, "--key", "state/devices/bus-1.key",
         "--port",   "one",    NULL};
    assert_int_equal(complains(odd_port, "--port one: write it as LINE=PATH"), 2);
    const char *const odd_line[] = {"hall-line", "--dir", "l", "--line", "one", NULL};
    assert_int_equal(complains(odd_line, "--line one is not a line"), 2);
}

static void a_missing_port_is_said_once_and_the_program_goes_on(void **state)
{
    (void)state;
    const char *const argv[] = {"hall-bus",
                                "--hall",
                                HALL,
                                "--controller",
                                address,
                                "--key",
                                "state/devices/bus-1.key",
                                "--port",
                                "1=/nowhere/tty",
                                NULL};
    struct program bus;
    program_start(&bus, "bus", argv);
    program_wait(&bus, "line=1 port=/nowhere/tty cannot be opened");
    program_wait(&bus, "tunnel=up");
    assert_int_equal(program_stop(&bus), 0);
    char *first = strstr(bus.text, "cannot be opened");
    assert_null(strstr(first + 1, "cannot be opened"));
}

static void a_window_opens_where_there_is_a_display(void **state)
{
    (void)state;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    const char *const argv[] = {"hall-station",
                                "--hall",
                                HALL,
                                "--controller",
                                address,
                                "--key",
                                "state/devices/rating-1.key",
                                "--window",
                                NULL};
    struct program window;
    program_start(&window, "window", argv);
    program_wait(&window, "online=1");
    assert_int_equal(program_stop(&window), 0);
}

static void they_end_in_peace_on_sigterm(void **state)
{
    (void)state;
    assert_int_equal(program_stop(&pad), 0);
    assert_int_equal(program_stop(&strip), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pad_on_the_network_calls_and_a_strip_shows_it),
        cmocka_unit_test(a_killed_controller_comes_back),
        cmocka_unit_test(wrong_words_are_answered_with_one_sentence_and_status_2),
        cmocka_unit_test(a_missing_port_is_said_once_and_the_program_goes_on),
        cmocka_unit_test(a_window_opens_where_there_is_a_display),
        cmocka_unit_test(they_end_in_peace_on_sigterm),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
