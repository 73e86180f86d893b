/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hall on one RS-485 line with the real programs: a key on the pad calls, the strip
 * shows it, and each program may die at any moment.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus_programs.h"

#define HALL TEST_DATA_DIR "/halls/one-line"

static struct program controller, line, bus, stations;
static char address[32];
static uint16_t port;

static void start_controller(const char *listen)
{
    const char *const argv[] = {"hall-controller", "--hall",   HALL,   "--state",
                                "state",           "--listen", listen, NULL};
    program_start(&controller, "controller", argv);
    program_wait(&controller, "listening ");
    const char *at = strstr(controller.text, "port=");
    assert_non_null(at);
    port = (uint16_t)strtoul(at + 5, NULL, 10);
    snprintf(address, sizeof(address), "127.0.0.1:%u", port);
}

static void start_line(void)
{
    const char *const argv[] = {"hall-line", "--dir", "line", "--line", "1", NULL};
    program_start(&line, "line", argv);
    program_wait(&line, "ready ");
}

static void start_bus(void)
{
    const char *const argv[] = {"hall-bus",
                                "--hall",
                                HALL,
                                "--controller",
                                address,
                                "--key",
                                "state/devices/bus-1.key",
                                "--name",
                                "bus-1",
                                "--port",
                                "1=line/line-1.bus",
                                NULL};
    program_start(&bus, "bus", argv);
    program_wait(&bus, "ready ");
}

static void start_stations_with(const char *keys)
{
    const char *const argv[] = {"hall-station", "--hall", HALL,        "--line", "1=line/line-1.a",
                                "--keys-dir",   keys,     "--control", "s.sock", NULL};
    program_start(&stations, "stations", argv);
    program_wait(&stations, "ready ");
}

static void start_stations(void)
{
    start_stations_with("state/devices");
}

static void shell(const char *command)
{
    char output[4096];
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    assert_int_equal(program_run(argv, output, sizeof(output)), 0);
}

static int ctl(const char *a, const char *b, const char *c)
{
    char output[4096];
    const char *const argv[] =
        {"hallctl", "--controller", address, "--key", "state/devices/admin-1.key", a, b, c, NULL};
    return program_run(argv, output, sizeof(output));
}

static int press(const char *what, char *output, size_t size)
{
    const char *const argv[] = {"hall-station", "--control", "s.sock", "--press", what, NULL};
    return program_run(argv, output, size);
}

/* Presses until it is done: the station may just be coming back. */
static void press_until_done(const char *what, const char *answer)
{
    char output[256] = "";
    for (int tries = 0; tries < 100; tries++) {
        if (press(what, output, sizeof(output)) == 0) {
            assert_string_equal(output, answer);
            return;
        }
        /* It says when it is back; a refusal of the hall is the end. */
        if (strstr(output, "refused"))
            fail_msg("%s, try %d: %s", what, tries + 1, output);
        (void)program_says(&stations, "name=pad-1 online=1", 200);
    }
    fail_msg("%s: %s", what, output);
}

static void shows(const char *station, const char *text)
{
    char output[1024];
    const char *const argv[] = {"hall-station", "--control", "s.sock", "--show", station, NULL};
    assert_int_equal(program_run(argv, output, sizeof(output)), 0);
    if (!strstr(output, text))
        fail_msg("%s shows not \"%s\" but:\n%s", station, text, output);
}

static int set_up(void **state)
{
    char output[4096];
    (void)state;
    folder_enter("hall-bus");
    const char *const adopt[] = {"hallctl", "adopt",   "--all", "--hall",
                                 HALL,      "--state", "state", NULL};
    const char *const adopt_options_first[] = {"hallctl", "--all", "--hall", HALL,
                                               "--state", "state", "adopt",  NULL};
    if (program_run(adopt, output, sizeof(output)))
        assert_int_equal(program_run(adopt_options_first, output, sizeof(output)), 0);
    start_controller("127.0.0.1:0");
    (void)ctl("act", "day", "open"); /* it may be open: the hall opens its days by itself */
    start_line();
    start_bus();
    start_stations();
    program_wait(&stations, "name=pad-1 online=1");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    program_kill(&stations);
    program_kill(&bus);
    program_kill(&line);
    program_kill(&controller);
    folder_leave();
    return 0;
}

static void take_ticket(const char *expected)
{
    char label[8];
    kiosk_ticket(port, "state/devices/kiosk-1.key", label);
    assert_string_equal(label, expected);
}

static void a_key_on_the_pad_calls_and_the_strip_shows_it(void **state)
{
    char output[256];
    (void)state;
    /* The first 呼叫 of the day opens the window; nobody waits yet. */
    (void)press("pad-1:next", output, sizeof(output));
    take_ticket("A001");
    press_until_done("pad-1:next", "done A001\n");
    program_wait(&stations, "strip name=strip-1 text=\"请A001号办理\"");
    shows("pad-1", "state=calling label=A001");
    shows("strip-2", "label= ");
}

static void what_the_hall_refuses_is_said_in_words(void **state)
{
    char output[256];
    (void)state;
    assert_int_equal(press("pad-1:recall", output, sizeof(output)), 1);
    assert_string_equal(output, "refused: too soon after the last call\n");
    assert_int_equal(press("strip-1:next", output, sizeof(output)), 1);
    assert_string_equal(output, "a strip has no keys\n");
    assert_int_equal(press("pad-9:next", output, sizeof(output)), 1);
    assert_string_equal(output, "this process has no such station\n");
}

static void a_visit_ends_with_a_rating(void **state)
{
    char output[256];
    (void)state;
    press_until_done("pad-1:finish", "done A001\n");
    for (int tries = 0; tries < 100 && press("rating-1:5", output, sizeof(output)); tries++)
        assert_string_equal(output, "nothing is asked here now\n");
    assert_string_equal(output, "done, thank you\n");
    assert_int_equal(press("rating-1:5", output, sizeof(output)), 1);
}

static void a_killed_bus_program_is_missed_and_comes_back(void **state)
{
    char output[256];
    (void)state;
    program_kill(&bus);
    program_forget(&stations);
    program_wait(&stations, "name=pad-1 online=0");
    assert_int_equal(press("pad-1:next", output, sizeof(output)), 1);
    assert_string_equal(output, "not connected to the controller\n"); /* D-14 */
    take_ticket("A002");
    start_bus();
    program_wait(&stations, "name=pad-1 online=1");
    press_until_done("pad-1:next", "done A002\n");
    program_wait(&stations, "strip name=strip-1 text=\"请A002号办理\"");
}

static void a_killed_station_process_comes_back_with_its_picture(void **state)
{
    (void)state;
    program_kill(&stations);
    start_stations();
    program_wait(&stations, "strip name=strip-1 text=\"请A002号办理\"");
    press_until_done("pad-1:finish", "done A002\n");
    take_ticket("A003");
    press_until_done("pad-1:next", "done A003\n");
    program_wait(&stations, "strip name=strip-1 text=\"请A003号办理\"");
}

static void a_killed_line_comes_back(void **state)
{
    (void)state;
    program_kill(&line);
    program_forget(&stations);
    program_forget(&bus);
    start_line();
    program_wait(&bus, "line=1 port=line/line-1.bus open");
    take_ticket("A004");
    press_until_done("pad-1:finish", "done A003\n");
    press_until_done("pad-1:next", "done A004\n");
    program_wait(&stations, "strip name=strip-1 text=\"请A004号办理\"");
}

static void a_killed_controller_comes_back_and_nothing_is_called_twice(void **state)
{
    char listen[32], output[256];
    (void)state;
    press_until_done("pad-1:finish", "done A004\n");
    take_ticket("A005");
    snprintf(listen, sizeof(listen), "%s", address);
    program_kill(&controller);
    program_forget(&stations);
    program_wait(&stations, "name=pad-1 online=0");
    assert_int_equal(press("pad-1:next", output, sizeof(output)), 1);
    start_controller(listen);
    program_wait(&stations, "name=pad-1 online=1");
    press_until_done("pad-1:next", "done A005\n");
    program_wait(&stations, "strip name=strip-1 text=\"请A005号办理\"");
    shows("pad-1", "label=A005");
}

static size_t times_said(const struct program *program, const char *text)
{
    size_t count = 0;
    for (const char *at = program->text; (at = strstr(at, text)); at++)
        count++;
    return count;
}

static void a_pad_with_another_key_stays_out_and_both_ends_say_why(void **state)
{
    const char *const why = "line=1 device=pad-1 address=1 does not answer the handshake";
    char output[256];
    (void)state;
    program_kill(&stations);
    shell("cp -pr state/devices wrong && key=$(grep -o 'key=[0-9a-f]*' wrong/pad-2.key) && "
          "sed -i \"s/key=[0-9a-f]*/$key/\" wrong/pad-1.key");
    start_stations_with("wrong");
    size_t from = stations.read; /* in any order */
    program_wait(&stations, "pad name=pad-1 the controller's handshake does not fit our key");
    stations.read = from;
    program_wait(&stations, "name=strip-1 online=1"); /* the others are none the worse for it */
    program_wait(&controller, why);
    program_forget(&stations);
    assert_false(program_says(&stations, "name=pad-1 online=1", 6000)); /* it is asked each 5 s */
    assert_int_equal(press("pad-1:next", output, sizeof(output)), 1);
    assert_string_equal(output, "not connected to the controller\n");
    assert_int_equal(times_said(&controller, why), 1);
    program_kill(&stations);
    start_stations();
    program_wait(&stations, "name=pad-1 online=1");
}

static void a_revoked_pad_is_out_and_the_line_has_another_group_key(void **state)
{
    char output[256];
    (void)state;
    stations.read = 0; /* before or after the pad */
    program_wait(&stations, "name=strip-1 online=1");
    program_forget(&stations);
    program_forget(&controller);
    const char *const revoke[] = {"hallctl", "revoke", "pad-1", "--state", "state", NULL};
    assert_int_equal(program_run(revoke, output, sizeof(output)), 0);
    program_wait(&stations, "name=pad-1 online=0");
    program_wait(&controller, "line=1 group key turned all=1"); /* D-17 */
    assert_int_equal(press("pad-1:finish", output, sizeof(output)), 1);
    assert_string_equal(output, "not connected to the controller\n");
    /* The strip hears calls under the new key: it ends what the pad began. */
    assert_int_equal(ctl("press", "1", "finish"), 0);
    program_wait(&stations, "strip name=strip-1 text=");
    assert_false(program_says(&stations, "name=pad-1 online=1", 1000));
}

static void all_of_them_end_in_peace_on_sigterm(void **state)
{
    (void)state;
    assert_int_equal(program_stop(&stations), 0);
    assert_int_equal(program_stop(&bus), 0);
    assert_int_equal(program_stop(&line), 0);
    assert_int_equal(program_stop(&controller), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_on_the_pad_calls_and_the_strip_shows_it),
        cmocka_unit_test(what_the_hall_refuses_is_said_in_words),
        cmocka_unit_test(a_visit_ends_with_a_rating),
        cmocka_unit_test(a_killed_bus_program_is_missed_and_comes_back),
        cmocka_unit_test(a_killed_station_process_comes_back_with_its_picture),
        cmocka_unit_test(a_killed_line_comes_back),
        cmocka_unit_test(a_killed_controller_comes_back_and_nothing_is_called_twice),
        cmocka_unit_test(a_pad_with_another_key_stays_out_and_both_ends_say_why),
        cmocka_unit_test(a_revoked_pad_is_out_and_the_line_has_another_group_key),
        cmocka_unit_test(all_of_them_end_in_peace_on_sigterm),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
