/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of appointments: every mistake by its line and column (tests/golden/booking_mistakes.txt,
 * for people to review), and what is taken at each limit.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "booking/intake.h"
#include "golden.h"
#include "os/file.h"
#include "test.h"

#define TODAY 20260317 /* a Tuesday */
#define CARD "110101199003077774"

static char dir[64];
static struct hall_def def;
static struct service_def services[2];
static const struct holiday_def holidays[] = {{20260319, HOLIDAY_CLOSED},
                                              {20260321, HOLIDAY_WORKING}};
static struct intake intake;
static FILE *report;
static char *said;
static size_t said_size;

static int setup(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/hall-intake-XXXXXX");
    services[0] = (struct service_def){.id = {1},
                                       .prefix = "A",
                                       .bookable = true,
                                       .slot_min = 30,
                                       .slot_places = 2,
                                       .quota = {10, 0}};
    services[1] = (struct service_def){.id = {2}, .prefix = "B"};
    def = (struct hall_def){
        .hours = {.weekdays = WEEKDAYS_MON_FRI, .count = 2, .sessions = {{510, 720}, {810, 1020}}},
        .holidays = holidays,
        .holiday_count = countof(holidays),
        .services = services,
        .service_count = countof(services),
        .rules = {.booking_share_pct = 30, .no_show_days = 30},
    };
    int lock = mkdtemp(dir) ? book_lock(dir) : -1; /* whoever changes a book holds it */
    return lock >= 0 ? close(lock) : -1;
}

static int teardown(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof(command), "rm -rf %s", dir);
    return system(command);
}

static void begin(bool same_day, uint16_t minute)
{
    report = open_memstream(&said, &said_size);
    assert_non_null(report);
    intake = (struct intake){.def = &def,
                             .state_dir = dir,
                             .today = TODAY,
                             .minute = minute,
                             .same_day = same_day,
                             .report = report,
                             .file = "bookings.csv"};
    assert_int_equal(intake_open(&intake), ERR_NONE);
}

static void end(void)
{
    intake_close(&intake);
    fclose(report);
    free(said);
}

static bool take(const char *date, const char *start, const char *service, const char *code,
                 const char *id)
{
    const struct intake_row row = {date, start, service, code, id};
    uint32_t before = intake.taken;
    assert_int_equal(intake_take(&intake, &row), ERR_NONE);
    return intake.taken > before;
}

static void name_all(struct golden *golden, const char *text)
{
    begin(false, 600);
    assert_int_equal(intake_file(&intake, text, strlen(text)), ERR_NONE);
    fflush(report);
    golden_printf(golden, "%s%u mistakes, %u taken\n", said, intake.mistakes, intake.taken);
    assert_null(strstr(said, CARD)); /* R-Y3 */
    end();
}

static void each_mistake_is_named_with_its_place(void **state)
{
    (void)state;
    static const char lines[] = "date,start,service,code,id\n"
                                "2026-03-18,9:30,A,GOOD,\n"
                                "18.3.2026,9:30,A,K2,\n"
                                "2026-02-30,9:30,A,K3,\n"
                                "2026-03-16,9:30,A,K4,\n"
                                "2026-03-17,9:30,A,K5,\n"
                                "2026-03-19,9:30,A,K6,\n"
                                "2026-03-22,9:30,A,K7,\n"
                                "2026-03-26,9:30,A,K8,\n"
                                "2026-03-18,9.30,A,K9,\n"
                                "2026-03-18,24:00,A,K10,\n"
                                "2026-03-18,9:45,A,K11,\n"
                                "2026-03-18,11:45,A,K12,\n"
                                "2026-03-18,8:15,A,K13,\n"
                                "2026-03-18,23:45,A,K14,\n"
                                "2026-03-18,9:30,C,K15,\n"
                                "2026-03-18,9:30,2,K16,\n"
                                "2026-03-18,9:30,A,,\n"
                                "2026-03-18,9:30,A,K 17,\n"
                                "2026-03-18,9:30,A,1234567890123456789012345,\n"
                                "2026-03-18,9:30,A,GOOD,\n"
                                "2026-03-18,9:30,A,K18,110101199003077775\n"
                                "2026-03-18,9:30,A,K19,1101-1990\n"
                                "2026-03-18,9:30,A,K20,1234\n"
                                "2026-03-18,14:00,A,GOOD2," CARD "\n"
                                "2026-03-18,14:30,A,K21," CARD "\n"
                                "2026-03-18,9:30,A,K22\n"
                                "2026-03-18,9:30,A,\"K23,\n"
                                "2026-03-18,9:30,A,\"K24\" x,\n"
                                "2026-03-18,9:30,B,K 25,12\n";
    struct golden golden;
    golden_open(&golden, "booking_mistakes.txt");
    name_all(&golden, lines);
    name_all(&golden, "");
    name_all(&golden, "date,start,service,id\n");
    name_all(&golden, "date,start,service,code,name\n");
    name_all(&golden, "date,start,service,code,date\n");
    name_all(&golden, "a,b,c,d,e,f,g,h,i\n");
    golden_close(&golden);
}

static void columns_come_in_any_order_and_the_number_may_be_missing(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbf"
                               "code,service,start,date\r\n"
                               "\r\n"
                               "\"K1\", 1 ,9:30,2026-03-18\r\n"
                               "K2,A,09:30,\"2026-03-18\"";
    begin(false, 0);
    assert_int_equal(intake_file(&intake, text, sizeof(text) - 1), ERR_NONE);
    assert_int_equal(intake.mistakes, 0);
    assert_int_equal(intake.taken, 2);
    assert_int_equal(intake_keep(&intake), ERR_NONE);
    end();
    struct book book;
    assert_int_equal(book_read(dir, 20260318, &book), ERR_NONE);
    assert_int_equal(book.count, 2);
    assert_int_equal(book_find(&book, "K2")->start_min, 570);
    assert_false(book.rows[0].has_id);
    book_free(&book);
}

/* R-A5: a code is typed as capitals, whoever wrote it. */
static void capitals_and_small_letters_of_a_code_are_one(void **state)
{
    (void)state;
    begin(false, 0);
    assert_true(take("2026-03-18", "9:30", "A", "ka-1", ""));
    assert_false(take("2026-03-18", "8:30", "A", "KA-1", ""));
    assert_int_equal(intake_keep(&intake), ERR_NONE);
    end();
    struct book book;
    assert_int_equal(book_read(dir, 20260318, &book), ERR_NONE);
    assert_string_equal(book.rows[0].code, "KA-1");
    assert_ptr_equal(book_find(&book, "Ka-1"), &book.rows[0]);
    assert_null(book_find(&book, "KA-"));
    assert_null(book_find(&book, "KA-11"));
    memcpy(book.rows[0].code, "ka-1", 4); /* a file of before that rule */
    assert_int_equal(book_write(dir, &book), ERR_NONE);
    book_free(&book);
    assert_int_equal(book_read(dir, 20260318, &book), ERR_NONE);
    assert_string_equal(book.rows[0].code, "KA-1");
    book_free(&book);
}

static void slots_and_the_share_of_a_session_are_limits(void **state)
{
    (void)state;
    begin(false, 0);
    assert_true(take("2026-03-18", "9:30", "A", "K1", ""));
    assert_true(take("2026-03-18", "9:30", "A", "K2", ""));
    assert_false(take("2026-03-18", "9:30", "A", "K3", "")); /* two places */
    assert_true(take("2026-03-18", "8:30", "A", "K3", ""));
    assert_false(take("2026-03-18", "10:30", "A", "K4", "")); /* R-A7: three of ten */
    assert_true(take("2026-03-18", "13:30", "A", "K4", ""));  /* a session without quota */
    assert_true(take("2026-03-18", "12:30", "A", "K5", ""));  /* R-A9: outside the sessions */
    assert_int_equal(intake_keep(&intake), ERR_NONE);
    end();
    begin(false, 0); /* what is kept counts */
    assert_false(take("2026-03-18", "10:30", "A", "K6", ""));
    assert_false(take("2026-03-18", "14:00", "A", "K1", ""));
    end();
}

static void the_horizon_counts_working_days(void **state)
{
    (void)state;
    begin(false, 0);
    /* 18, 20, the worked Saturday 21, 23, 24: the 19th is a holiday (R-A2, R-M11) */
    assert_true(take("2026-03-18", "9:30", "A", "K1", ""));
    assert_true(take("2026-03-21", "9:30", "A", "K1", ""));
    assert_true(take("2026-03-24", "9:30", "A", "K1", ""));
    assert_false(take("2026-03-25", "9:30", "A", "K1", ""));
    assert_false(take("2026-03-19", "9:30", "A", "K1", ""));
    assert_false(take("2026-03-17", "16:00", "A", "K1", ""));
    end();
    begin(true, 600); /* the desk, at ten */
    assert_true(take("2026-03-17", "10:30", "A", "K1", ""));
    assert_false(take("2026-03-17", "10:00", "A", "K2", ""));
    end();
}

static void one_appointment_a_person_and_day(void **state)
{
    (void)state;
    begin(false, 0);
    assert_true(take("2026-03-18", "9:30", "A", "K1", CARD));
    assert_false(take("2026-03-18", "13:30", "A", "K2", CARD)); /* R-A3 */
    assert_true(take("2026-03-20", "9:30", "A", "K2", CARD));
    /* Nobody can tell from the two books that it is one person. */
    assert_memory_not_equal(intake.books[1].rows[0].id, intake.books[2].rows[0].id, ID_HASH_SIZE);
    assert_true(take("2026-03-18", "13:30", "A", "K3", "g1234567x"));
    assert_false(take("2026-03-18", "13:30", "A", "K4", "G1234567X")); /* capitals are the same */
    end();
}

static void who_missed_too_many_is_blocked(void **state)
{
    (void)state;
    def.rules.no_shows = 2;
    begin(false, 0);
    assert_true(take("2026-03-18", "9:30", "A", "K1", CARD));
    struct book_row *row = &intake.books[1].rows[0];
    assert_true(row->has_block);
    no_shows_add(&intake.missed, 20260301, row->block);
    assert_true(take("2026-03-20", "9:30", "A", "K1", CARD)); /* one of two */
    no_shows_add(&intake.missed, 20260302, row->block);
    assert_false(take("2026-03-23", "9:30", "A", "K1", CARD)); /* R-A6 */
    assert_int_equal(no_shows_write(dir, &intake.missed), ERR_NONE);
    end();
    struct no_shows missed;
    assert_int_equal(no_shows_read(dir, 20260415, 30, &missed), ERR_NONE);
    assert_int_equal(missed.count, 2);
    no_shows_free(&missed);
    assert_int_equal(no_shows_read(dir, 20260416, 30, &missed), ERR_NONE); /* 30 days on */
    assert_int_equal(missed.count, 0);
    assert_int_equal(missed.key.day, 20260416);
    no_shows_free(&missed);
}

static void a_book_that_was_spoilt_is_named(void **state)
{
    (void)state;
    static const char *const spoilt[] = {"1,9:30,K1,,,\n", "0,9:30,K1,,\n",   "1,25:30,K1,,\n",
                                         "1,9:30,,,\n",    "1,9:30,K1,12,\n", "x,9:30,K1,,\n"};
    char path[128], text[128];
    assert_true(book_path(dir, 20260318, path, sizeof(path)));
    for (size_t i = 0; i < countof(spoilt); i++) {
        struct book book;
        snprintf(text, sizeof(text), "service,start,code,id,block\n%s", spoilt[i]);
        assert_int_equal(file_write(path, text, strlen(text), 0600), ERR_NONE);
        assert_int_equal(book_read(dir, 20260318, &book), ERR_MALFORMED);
        book_free(&book);
    }
    assert_int_equal(book_sweep(dir, 20260318), ERR_NONE);
    assert_true(file_exists(path));
    assert_int_equal(book_sweep(dir, 20260319), ERR_NONE);
    assert_false(file_exists(path));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_mistake_is_named_with_its_place),
        TEST(columns_come_in_any_order_and_the_number_may_be_missing),
        TEST(capitals_and_small_letters_of_a_code_are_one),
        TEST(slots_and_the_share_of_a_session_are_limits),
        TEST(the_horizon_counts_working_days),
        TEST(one_appointment_a_person_and_day),
        TEST(who_missed_too_many_is_blocked),
        TEST(a_book_that_was_spoilt_is_named),
    };
    return cmocka_run_group_tests_name("booking_intake", tests, NULL, NULL);
}
