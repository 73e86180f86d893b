/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A recorded day is read as it stands, and every mistake in it is said with file, line,
 * column and what was expected: never a crash, never a day that is silently another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "day/day.h"
#include "engine_random.h"
#include "os/log.h"
#include "test.h"

#define FILES 5

static const char *const names[FILES] = {"hall.csv", "services.csv", "windows.csv", "shifts.csv",
                                         "trace.csv"};
static const char *const good[FILES] = {
    "key,value\nnoshow_ms,60000\nopen_ms,30600000\nclose_ms,61200000\nlate_grace_ms,900000\n",
    "service,zone,mean_ms,cv_permille\n0,0,600000,500\n1,1,300000,500\n",
    "window,zone,comprehensive,staffed,speed_pm,pool_pm,services,static_services\n"
    "0,0,0,1,1000,1150,0 1,0\n1,1,1,1,900,1150,1,1\n",
    "window,kind,start_ms,end_ms\n1,open,30600000,61200000\n0,open,30600000,43200000\n"
    "0,break,36000000,36600000\n0,open,45000000,86400000\n",
    "ticket,arrive_ms,service,class,due_ms,patience_ms,work_ms,next_service,next_work_ms,"
    "next_patience_ms\n0,30600000,0,0,-1,1000,300000,-1,0,0\n"
    "1,30600000,1,2,30900000,-1,240000,0,60000,9000\n",
};

static char dir[64];

static void write_file(const char *name, const char *text, size_t length)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void write_good(void)
{
    for (int i = 0; i < FILES; i++)
        write_file(names[i], good[i], strlen(good[i]));
}

static int make_dir(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/hall-day-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    char path[128];
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
        unlink(path);
    }
    return rmdir(dir);
}

/* What day_read says on stderr. */
static enum err read_said(struct day *day, char *said, size_t size)
{
    FILE *lines = tmpfile();
    assert_non_null(lines);
    int kept = dup(STDERR_FILENO);
    assert_true(kept >= 0 && dup2(fileno(lines), STDERR_FILENO) >= 0);
    enum err err = day_read(dir, day);
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    close(kept);
    rewind(lines);
    size_t length = fread(said, 1, size - 1, lines);
    said[length] = '\0';
    fclose(lines);
    return err;
}

static void a_day_is_read_as_it_stands(void **state)
{
    (void)state;
    struct day day;
    char said[2048];
    write_good();
    assert_int_equal(read_said(&day, said, sizeof(said)), ERR_NONE);
    assert_string_equal(said, "");
    assert_int_equal(day.service_count, 2);
    assert_int_equal(day.window_count, 2);
    assert_int_equal(day.visitor_count, 2);
    assert_int_equal(day.late_grace, 15 * MINUTE);
    assert_int_equal(day.windows[0].count, 2);
    assert_int_equal(day.windows[0].shift_count, 3); /* sorted: its own stand together */
    const struct day_shift *shift = &day.shifts[day.windows[0].shift];
    assert_int_equal(shift[0].start, 30600000);
    assert_true(shift[1].pause);
    assert_int_equal(shift[2].start, 45000000);
    assert_int_equal(day.visitors[1].due, 30900000);
    assert_int_equal(day.visitors[1].next_service, 0);
    /* Work at this window, then of another zone; each a whole number of ms. */
    assert_int_equal(day_duration(&day, 1, 1, 1001), 900);
    assert_int_equal(day_duration(&day, 1, 0, 1001), 1035);
    day_free(&day);
}

/* In `file`, the first `what` becomes `with`; the line said must contain `place` and `why`. */
static const struct {
    const char *file, *what, *with, *place, *why;
} mistakes[] = {
    {"hall.csv", "key,value", "key;value", "hall.csv:1", "the first line should be 'key,value'"},
    {"hall.csv", "noshow_ms", "noshow", "hall.csv:2: key", "'noshow' is not known"},
    {"hall.csv", "open_ms", "noshow_ms", "hall.csv:3: key", "'noshow_ms' is said twice"},
    {"hall.csv", "late_grace_ms,900000\n", "", "hall.csv", "'late_grace_ms' is missing"},
    {"hall.csv", "60000", "1 minute", "hall.csv:2: value", "'1 minute' is not a whole number"},
    {"services.csv", "1,1,300000", "2,1,300000", "services.csv:3: service", "rows count from 0"},
    {"services.csv", "600000", "0", "services.csv:2: mean_ms", "from 1 to"},
    {"services.csv", "300000,500", "300000", "services.csv:3", "3 columns; there should be 4"},
    {"services.csv", "0,0,600000,500\n1,1,300000,500\n", "", "services.csv", "no service"},
    {"windows.csv", "0 1", "0 2", "windows.csv:2: services", "'2' is no service"},
    {"windows.csv", "0 1", "0 x", "windows.csv:2: services", "'x' is no service"},
    {"windows.csv", "0 1", "1 1", "windows.csv:2: services", "service 1 is listed twice"},
    {"windows.csv", "1,1,1,1,900", "1,1,2,1,900", "windows.csv:3: comprehensive", "from 0 to 1"},
    {"windows.csv", "900", "99999999999999999999", "windows.csv:3: speed_pm", "not a whole"},
    {"shifts.csv", "break", "lunch", "shifts.csv:4: kind", "'lunch' is neither open nor break"},
    {"shifts.csv", "1,open", "2,open", "shifts.csv:2: window", "from 0 to 1"},
    {"shifts.csv", "36600000", "36000000", "shifts.csv:4: end_ms", "later than start_ms"},
    {"shifts.csv", "45000000", "43000000", "shifts.csv: window 0", "overlap at 43000000"},
    {"trace.csv", "1,30600000,1", "1,30599999,1", "trace.csv:3: arrive_ms", "earlier than"},
    {"trace.csv", "\n1,30600000,1", "\n0,30600000,1", "trace.csv:3: ticket", "not above"},
    {"trace.csv", "1,2,30900000", "1,2,-1", "trace.csv:3: due_ms", "appointments"},
    {"trace.csv", "0,0,-1", "0,0,30900000", "trace.csv:2: due_ms", "appointments"},
    {"trace.csv", "1,2,30900000", "1,4,30900000", "trace.csv:3: class", "from 0 to 3"},
    {"trace.csv", "300000,-1", "300000,2", "trace.csv:2: next_service", "from -1 to 1"},
    {"trace.csv", "0,30600000,0", "0, 30600000,0", "trace.csv:2: arrive_ms", "' 30600000'"},
    {"trace.csv", "0,30600000,0", "0,86400000,0", "trace.csv:2: arrive_ms", "to 86399999"},
};

static void spoil(const char *file, const char *what, const char *with)
{
    char text[2048];
    for (int i = 0; i < FILES; i++) {
        if (strcmp(names[i], file) != 0)
            continue;
        const char *at = strstr(good[i], what);
        assert_non_null(at);
        snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - good[i]), good[i], with,
                 at + strlen(what));
        write_file(file, text, strlen(text));
    }
}

static void each_mistake_is_said_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(mistakes); i++) {
        struct day day;
        char said[2048];
        write_good();
        spoil(mistakes[i].file, mistakes[i].what, mistakes[i].with);
        assert_int_equal(read_said(&day, said, sizeof(said)), ERR_CONFIG);
        if (!strstr(said, mistakes[i].place) || !strstr(said, mistakes[i].why))
            fail_msg("'%s' for '%s': said %s", mistakes[i].with, mistakes[i].what, said);
        assert_ptr_equal(strchr(said, '\n'), strrchr(said, '\n')); /* once */
        assert_null(day.visitors);                                 /* nothing is left to be freed */
    }
}

static void a_missing_file_and_a_missing_folder_are_named(void **state)
{
    (void)state;
    struct day day;
    char said[2048], path[128];
    write_good();
    snprintf(path, sizeof(path), "%s/shifts.csv", dir);
    unlink(path);
    assert_int_equal(read_said(&day, said, sizeof(said)), ERR_USAGE);
    assert_non_null(strstr(said, "shifts.csv (No such file or directory)"));
}

static void a_line_without_end_or_with_a_zero_byte_is_a_mistake(void **state)
{
    (void)state;
    struct day day;
    char said[2048];
    char *row = malloc(5000);
    assert_non_null(row);
    memset(row, '1', 5000);
    write_good();
    write_file("trace.csv", row, 5000);
    assert_int_equal(read_said(&day, said, sizeof(said)), ERR_CONFIG);
    assert_non_null(strstr(said, "trace.csv:1: longer than"));
    free(row);
    write_good();
    static const char zero[] = "key,value\nnoshow_ms,6\0000\nopen_ms,0\nclose_ms,0\n";
    write_file("hall.csv", zero, sizeof(zero) - 1);
    assert_int_equal(read_said(&day, said, sizeof(said)), ERR_CONFIG);
    assert_non_null(strstr(said, "hall.csv:2: longer than"));
}

/* Any bytes: a day or one sentence. */
static void spoilt_bytes_never_do_more_than_a_sentence(void **state)
{
    (void)state;
    struct dice dice = {7};
    uint32_t refused = 0;
    for (int round = 0; round < 600; round++) {
        struct day day;
        char text[2048], said[2048];
        uint32_t which = roll(&dice, FILES);
        size_t length = strlen(good[which]);
        memcpy(text, good[which], length);
        for (uint32_t n = 1 + roll(&dice, 3); n > 0; n--)
            text[roll(&dice, (uint32_t)length)] = (char)roll(&dice, 256);
        if (chance(&dice, 20))
            length = roll(&dice, (uint32_t)length);
        write_good();
        write_file(names[which], text, length);
        enum err err = read_said(&day, said, sizeof(said));
        assert_true(!err || strstr(said, ".csv"));
        refused += err != ERR_NONE;
        day_free(&day);
    }
    assert_true(refused > 400 && refused < 600);
}

int main(void)
{
    log_component("day_read");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_read_as_it_stands),
        cmocka_unit_test(each_mistake_is_said_with_its_place),
        cmocka_unit_test(a_missing_file_and_a_missing_folder_are_named),
        cmocka_unit_test(a_line_without_end_or_with_a_zero_byte_is_a_mistake),
        cmocka_unit_test(spoilt_bytes_never_do_more_than_a_sentence),
    };
    return cmocka_run_group_tests_name("day_read", tests, make_dir, remove_dir);
}
