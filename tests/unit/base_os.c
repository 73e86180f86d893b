/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shell's helpers with the real file system, real streams and real tzdata.
 */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"
#include "os/options.h"
#include "os/tzif.h"
#include "test.h"

static char folder[] = "/tmp/hall-base-os-XXXXXX";

static const char *path(const char *name)
{
    static char text[128];
    snprintf(text, sizeof(text), "%s/%s", folder, name);
    return text;
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    uint8_t *bytes;
    size_t length;
    assert_int_equal(file_write(path("key"), "secret", 6, 0600), ERR_NONE);
    assert_int_equal(file_read(path("key"), 6, &bytes, &length), ERR_NONE);
    assert_int_equal(length, 6);
    assert_string_equal((char *)bytes, "secret"); /* with a NUL behind it */
    free(bytes);
    assert_int_equal(file_read(path("key"), 5, &bytes, &length), ERR_TOOBIG);
    assert_null(bytes);
}

static void a_file_gets_exactly_its_mode(void **state)
{
    (void)state;
    struct stat about;
    mode_t mask = umask(0);
    assert_int_equal(file_write(path("key"), "a", 1, 0600), ERR_NONE);
    umask(077);
    assert_int_equal(file_write(path("page"), "a", 1, 0644), ERR_NONE);
    umask(mask);
    assert_int_equal(stat(path("key"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(stat(path("page"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0644);
}

static void writing_leaves_nothing_else_behind(void **state)
{
    (void)state;
    assert_int_equal(file_make_dir(path("deep/er/est"), 0755), ERR_NONE);
    assert_int_equal(file_make_dir(path("deep/er/est"), 0755), ERR_NONE); /* again */
    assert_int_equal(file_write(path("deep/er/est/a"), "1", 1, 0644), ERR_NONE);
    assert_int_equal(file_write(path("deep/er/est/a"), "22", 2, 0644), ERR_NONE);
    uint32_t count = 0;
    DIR *dir = opendir(path("deep/er/est"));
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.';
    closedir(dir);
    assert_int_equal(count, 1);
}

static void what_cannot_be_written_is_a_fault(void **state)
{
    (void)state;
    uint8_t *bytes;
    size_t length;
    assert_int_equal(file_write(path("no/such/folder"), "1", 1, 0644), ERR_IO);
    assert_int_equal(file_write(path("key"), "1", 1, 0600), ERR_NONE);
    assert_int_equal(file_make_dir(path("key/below"), 0755), ERR_IO); /* key is a file */
    assert_int_equal(file_make_dir("", 0755), ERR_IO);
    assert_int_equal(file_read(path("absent"), 10, &bytes, &length), ERR_IO);
    assert_int_equal(file_read(folder, 10, &bytes, &length), ERR_IO);
    assert_false(file_exists(path("absent")));
    assert_true(file_exists(folder));
}

/* A full disk: what it took of a large file is room that a small one needs. */
static void what_cannot_be_written_whole_leaves_nothing(void **state)
{
    struct rlimit usual, small = {10, 10};
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
    small.rlim_max = usual.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum err first = file_write(path("full"), "eleven byte", 11, 0644);
    enum err second = file_cache(path("full"), "eleven byte", 11, 0644);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(first, ERR_IO);
    assert_int_equal(second, ERR_IO);
    assert_false(file_exists(path("full.new")));
    assert_false(file_exists(path("full")));
}

static void large_files_are_read_whole(void **state)
{
    (void)state;
    static uint8_t pattern[70000];
    uint8_t *bytes;
    size_t length;
    for (size_t i = 0; i < sizeof(pattern); i++)
        pattern[i] = (uint8_t)(i * 7);
    assert_int_equal(file_write(path("large"), pattern, sizeof(pattern), 0644), ERR_NONE);
    assert_int_equal(file_read(path("large"), sizeof(pattern), &bytes, &length), ERR_NONE);
    assert_int_equal(length, sizeof(pattern));
    assert_memory_equal(bytes, pattern, sizeof(pattern));
    free(bytes);
    assert_int_equal(file_read(path("large"), sizeof(pattern) - 1, &bytes, &length), ERR_TOOBIG);
}

/* Runs `act` with stderr (or stdout) in a file and returns what it wrote. */
static const char *captured(int fd, void (*act)(void))
{
    static char text[8192];
    fflush(NULL);
    int kept = dup(fd);
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_true(dup2(fileno(file), fd) >= 0);
    act();
    fflush(NULL);
    assert_true(dup2(kept, fd) >= 0);
    close(kept);
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void say_things(void)
{
    log_component("test");
    log_info("listening addr=%s port=%d", "127.0.0.1", 7420);
    log_debug("not said");
    log_verbose(true);
    log_debug("said");
    log_verbose(false);
    log_training(true);
    log_info("day=20260318 opened");
    log_training(false);
    log_warn("peer=%s", "a\nfault test forged\x1b[2J");
    (void)log_fault(ERR_DB, "store: %s", "disk I/O error");
}

static void a_line_is_level_component_text(void **state)
{
    (void)state;
    assert_string_equal(captured(STDERR_FILENO, say_things),
                        "info test listening addr=127.0.0.1 port=7420\n"
                        "debug test said\n"
                        "info test mode=TRAINING day=20260318 opened\n"
                        "warn test peer=a\\x0afault test forged\\x1b[2J\n"
                        "fault test store: disk I/O error\n");
}

#define LINES 200

static void *say_lines(void *context)
{
    (void)context;
    for (int i = 0; i < LINES; i++)
        log_info("line");
    return NULL;
}

static void say_lines_while_the_day_begins(void)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, say_lines, NULL), 0);
    for (int i = 0; i < LINES; i++)
        log_training(i % 2 == 0);
    log_training(false);
    (void)pthread_join(thread, NULL);
}

/* A board's voice logs while its controller says that today is for practice. */
static void threads_may_log_while_a_practice_day_begins(void **state)
{
    (void)state;
    uint32_t count = 0;
    for (const char *at = captured(STDERR_FILENO, say_lines_while_the_day_begins);
         (at = strstr(at, "line\n")); at++)
        count++;
    assert_int_equal(count, LINES);
}

static void say_too_much(void)
{
    char long_text[3000];
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    log_info("%s", long_text);
    memset(long_text, '\n', sizeof(long_text) - 1);
    log_info("%s", long_text);
}

static void a_line_is_cut_at_its_limit(void **state)
{
    (void)state;
    const char *text = captured(STDERR_FILENO, say_too_much);
    const char *end = strchr(text, '\n');
    assert_non_null(end);
    assert_true(end - text <= LOG_LINE_MAX);
    assert_true(strlen(end + 1) <= LOG_LINE_MAX);
}

static void say_often(void)
{
    struct log_site site = {0};
    for (int i = 0; i < 100; i++)
        log_every(&site, "line=%d no answer", i);
    site.next = 0; /* a minute later */
    log_every(&site, "line=100 no answer");
}

static void a_repeated_warning_is_one_line_a_minute(void **state)
{
    (void)state;
    assert_string_equal(captured(STDERR_FILENO, say_often),
                        "warn test line=0 no answer\nwarn test line=100 no answer held=99\n");
}

static struct {
    const char *hall;
    uint32_t port;
    bool check;
} given;
static const struct option_row rows[] = {
    {"hall", "DIR", "the definition of the hall", .text = &given.hall},
    {"port", "N", "listen here", .number = &given.port, .min = 1, .max = 65535},
    {"check", NULL, "validate and exit", .flag = &given.check},
};
static const struct options table = {"hall-test", "tests things", NULL, rows, countof(rows)};

static const char *line; /* the command line of run() */
static int status, rest;

static void run(void)
{
    static char text[256], *argv[16];
    int argc = 0;
    snprintf(text, sizeof(text), "hall-test %s", line);
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    struct options with_rest = table;
    with_rest.rest = strchr(line, '@') ? "COMMAND" : NULL;
    status = options_read(&with_rest, argc, argv, &rest);
}

static const char *errors_of(const char *arguments)
{
    line = arguments;
    return captured(STDERR_FILENO, run);
}

static void options_set_what_they_name(void **state)
{
    (void)state;
    assert_string_equal(errors_of("--hall halls/x --port=7420 --check"), "");
    assert_int_equal(status, OPTIONS_GO);
    assert_string_equal(given.hall, "halls/x");
    assert_int_equal(given.port, 7420);
    assert_true(given.check);
    assert_int_equal(rest, 5);
    assert_string_equal(errors_of("--hall=a=b"), "");
    assert_string_equal(given.hall, "a=b");
    assert_string_equal(errors_of("--port 1 @call 3 --check"), "");
    assert_int_equal(rest, 3); /* options end at the first word */
    assert_string_equal(errors_of("-- --@x"), "");
    assert_int_equal(rest, 2);
}

static void bad_usage_is_one_sentence_and_2(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"--x", "hall-test: unknown option --x; see --help\n"},
        {"-h", "hall-test: unknown option -h; see --help\n"},
        {"--hall", "hall-test: --hall needs a value: --hall DIR; see --help\n"},
        {"--check=1", "hall-test: --check takes no value; see --help\n"},
        {"--port 0", "hall-test: --port 0 is not a number from 1 to 65535; see --help\n"},
        {"--port 65536", "hall-test: --port 65536 is not a number from 1 to 65535; see --help\n"},
        {"--port 99999999999999999999",
         "hall-test: --port 99999999999999999999 is not a number from 1 to 65535; see --help\n"},
        {"--port x", "hall-test: --port x is not a number from 1 to 65535; see --help\n"},
        {"extra", "hall-test: unexpected argument extra; see --help\n"},
        {"--hall=", "hall-test: --hall is empty; write --hall DIR; see --help\n"},
        {"--port=", "hall-test: --port is empty; write --port N; see --help\n"},
    };
    for (size_t i = 0; i < countof(bad); i++) {
        assert_string_equal(errors_of(bad[i][0]), bad[i][1]);
        assert_int_equal(status, OPTIONS_BAD);
    }
}

static void help_and_version_are_answered(void **state)
{
    (void)state;
    line = "--help";
    const char *text = captured(STDOUT_FILENO, run);
    assert_int_equal(status, OPTIONS_DONE);
    assert_non_null(strstr(text, "usage: hall-test [OPTION]…\n"));
    assert_non_null(strstr(text, "  --hall DIR                 the definition of the hall\n"));
    assert_non_null(strstr(text, "  --check                    validate and exit\n"));
    line = "--version";
    assert_string_equal(captured(STDOUT_FILENO, run), "hall-test " HALL_VERSION "\n");
    assert_int_equal(status, OPTIONS_DONE);
}

static void clocks_run_forward(void **state)
{
    (void)state;
    assert_true(clock_utc_ms() > 1700000000000);
    msec first = clock_mono_ms();
    assert_true(clock_mono_ms() >= first);
}

static void offset_is(const char *zone, msec utc_s, int want)
{
    int16_t offset;
    assert_int_equal(clock_offset(zone, utc_s * SECOND, &offset), ERR_NONE);
    if (offset != want)
        fail_msg("%s at %lld: %d, not %d", zone, (long long)utc_s, offset, want);
}

static void zones_have_their_offsets(void **state)
{
    (void)state;
    offset_is("Asia/Shanghai", 1773825720, 480);
    offset_is("Asia/Shanghai", 4102444800, 480); /* 2100 */
    offset_is("UTC", 0, 0);
    offset_is("Europe/Berlin", 1767222000, 60);  /* winter */
    offset_is("Europe/Berlin", 1774745999, 60);  /* the second before 29 March 2026, 01:00 UTC */
    offset_is("Europe/Berlin", 1774746000, 120); /* and that hour */
    offset_is("Europe/Berlin", 4089884400, 120); /* summer of 2099: the rule goes on */
    offset_is("Europe/Berlin", 4102444800, 60);
    offset_is("America/New_York", 1783000000, -240);
    offset_is("Australia/Sydney", 1767222000, 660); /* summer over the new year */
    offset_is("Australia/Sydney", 4100000000, 660);
    offset_is("Asia/Kolkata", 1773825720, 330);
}

static void what_is_no_zone_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",          "Asia",        "Asia/Jianchang",
                                      "../passwd", "/etc/passwd", "zone.tab"};
    for (size_t i = 0; i < countof(bad); i++)
        assert_int_not_equal(clock_zone_check(bad[i]), ERR_NONE);
}

static void rules_of_tzdata_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int64_t utc;
        int32_t want;
    } rows_of[] = {
        {"CST-8", 0, 28800},
        {"<+0545>-5:45", 0, 20700},
        {"EST5EDT,M3.2.0,M11.1.0", 1783000000, -14400},
        {"EST5EDT,M3.2.0,M11.1.0", 1767222000, -18000},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1783000000, -3600},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 1767222000, 0}, /* Dublin: winter is the exception */
        {"AAA-1BBB,J60,J300", 1772323199, 3600},       /* 1 March 2026 minus a second … */
        {"AAA-1BBB,J60,J300", 1772326800, 7200},       /* … Jn never counts 29 February */
        {"AAA-1BBB,J60,J300", 1709254799, 3600},       /* 2024 is a leap year: day 60 = 1 March */
        {"AAA-1BBB,59,300", 1709168400, 7200},         /* n counts it: day 59 = 29 February */
    };
    for (size_t i = 0; i < countof(rows_of); i++) {
        int32_t offset = -1;
        assert_true(tzif_rule_offset(rows_of[i].rule, rows_of[i].utc, &offset));
        if (offset != rows_of[i].want)
            fail_msg("%s at %lld: %d", rows_of[i].rule, (long long)rows_of[i].utc, offset);
    }
    static const char *const bad[] = {"",
                                      "A",
                                      "CST",
                                      "CST-",
                                      "CST-8X",
                                      "CST-8CDT",
                                      "EST5EDT,M13.1.0,M11.1.0",
                                      "EST5EDT,M3.6.0,M11.1.0",
                                      "EST5EDT,M3.2.7,M11.1.0",
                                      "EST5EDT,M3.2.0",
                                      "<+05-5"};
    for (size_t i = 0; i < countof(bad); i++) {
        int32_t offset;
        assert_false(tzif_rule_offset(bad[i], 0, &offset));
    }
}

static void damaged_zone_files_are_never_read_beyond(void **state)
{
    (void)state;
    uint8_t *bytes;
    size_t length;
    int32_t offset;
    assert_int_equal(file_read("/usr/share/zoneinfo/Europe/Berlin", 65536, &bytes, &length),
                     ERR_NONE);
    assert_true(tzif_offset(bytes, length, 1783000000, &offset));
    for (size_t cut = 0; cut < length; cut += cut < 200 ? 1 : 13) {
        uint8_t *copy = malloc(cut + 1); /* the sanitizer watches its end */
        assert_non_null(copy);
        memcpy(copy, bytes, cut);
        (void)!tzif_offset(copy, cut, 1783000000, &offset);
        free(copy);
    }
    for (size_t at = 0; at < length; at++) {
        uint8_t kept = bytes[at];
        bytes[at] = 0xff;
        (void)!tzif_offset(bytes, length, 1783000000, &offset);
        bytes[at] = kept;
    }
    free(bytes);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(what_cannot_be_written_whole_leaves_nothing),
        cmocka_unit_test(a_file_gets_exactly_its_mode),
        cmocka_unit_test(writing_leaves_nothing_else_behind),
        cmocka_unit_test(what_cannot_be_written_is_a_fault),
        cmocka_unit_test(large_files_are_read_whole),
        cmocka_unit_test(a_line_is_level_component_text),
        cmocka_unit_test(threads_may_log_while_a_practice_day_begins),
        cmocka_unit_test(a_line_is_cut_at_its_limit),
        cmocka_unit_test(a_repeated_warning_is_one_line_a_minute),
        cmocka_unit_test(options_set_what_they_name),
        cmocka_unit_test(bad_usage_is_one_sentence_and_2),
        cmocka_unit_test(help_and_version_are_answered),
        cmocka_unit_test(clocks_run_forward),
        cmocka_unit_test(zones_have_their_offsets),
        cmocka_unit_test(what_is_no_zone_is_refused),
        cmocka_unit_test(rules_of_tzdata_are_understood),
        cmocka_unit_test(damaged_zone_files_are_never_read_beyond),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
