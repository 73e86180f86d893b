/* SPDX-License-Identifier: Apache-2.0 */
#include "app/print_test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/printer.h"
#include "app/qr.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"
#include "sdl/font.h"
#include "sdl/picture.h"

static const char *advice(enum printer_state state)
{
    switch (state) {
    case PRINTER_READY:
        return "It is ready.";
    case PRINTER_NEAR_END:
        return "It prints, and its roll is nearly at its end: have another one at hand.";
    case PRINTER_NO_PAPER:
        return "It has no paper: put in a roll and close the cover.";
    case PRINTER_COVER:
        return "Its cover is open: close it.";
    case PRINTER_OFFLINE:
        return "It does not answer: see that it is switched on and connected.";
    case PRINTER_FAULT:
        break;
    }
    return "It does not print.";
}

static enum err make_paper(const struct print_test *test, struct paper *paper)
{
    struct fonts *fonts;
    struct paper_maker *maker = calloc(1, sizeof(*maker));
    if (!maker)
        return log_fault(ERR_NOMEM, "test slip");
    enum err err = fonts_open(&fonts);
    if (!err)
        err = paper_maker_open(maker, fonts);
    if (!err) {
        struct qr qr;
        qr_make(PRINTER_TEST_CODE, &qr);
        struct test_slip slip = {.words = test->words,
                                 .lang = LANG_ZH,
                                 .kiosk = test->kiosk,
                                 .printer = test->printer->name,
                                 .version = HALL_VERSION,
                                 .roll_mm = test->printer->roll_mm,
                                 .qr = qr.size,
                                 .qr_dots = qr.dots};
        paper_make_test(maker, &slip, paper);
        paper_maker_close(maker);
    }
    fonts_close(fonts);
    free(maker);
    return err;
}

static int to_file(const struct print_test *test, const struct paper *paper)
{
    char path[FILE_PATH_MAX];
    struct picture picture;
    int length = snprintf(path, sizeof(path), "%s/test.png", test->tickets);
    bool fits = length > 0 && (size_t)length < sizeof(path);
    if (!fits || file_make_dir(test->tickets, 0755) ||
        picture_of_dots(paper->dots, paper->w, paper->h, &picture))
        return 1;
    enum err err = file_write(path, picture.bytes, picture.length, 0644);
    picture_free(&picture);
    if (!err)
        printf("No printer is configured for %s: the test slip is %s.\n", test->kiosk, path);
    return err ? 1 : 0;
}

static int to_printer(const struct print_test *test, const struct paper *paper)
{
    struct backend backend = *test->printer;
    struct document *document = calloc(1, sizeof(*document));
    struct printer_report report;
    char ours[BACKEND_OURS_SIZE], title[BACKEND_TITLE_SIZE];
    atomic_bool stop = false;
    snprintf(ours, sizeof(ours), "%.40s ", test->kiosk);
    snprintf(title, sizeof(title), "%stest %" PRIx64, ours, (uint64_t)clock_utc_ms());
    backend.ours = ours;
    backend.stop = &stop;
    backend_ask(&backend, &report);
    printf("Printer %s: %s%s%s%s\n", test->printer->name, advice(report.state),
           *report.text ? " (" : "", report.text, *report.text ? ")" : "");
    if (!document || !printer_prints(report.state)) {
        free(document);
        return 1;
    }
    msec start = clock_mono_ms();
    enum err err = printer_encode(&backend, paper, document);
    enum print_result result = err ? PRINT_FAILED : backend_print(&backend, document, title);
    printf(result == PRINT_PRINTED ? "The test slip came out after %lld ms: its lines must be "
                                     "unbroken and its code must scan.\n"
                                   : "The test slip did not come out within %lld ms.\n",
           (long long)(clock_mono_ms() - start));
    free(document);
    return result == PRINT_PRINTED ? 0 : 1;
}

int print_test_run(const struct print_test *test)
{
    struct paper *paper = calloc(1, sizeof(*paper));
    if (!paper || make_paper(test, paper)) {
        free(paper);
        return 1;
    }
    int status =
        test->printer->kind == BACKEND_FILES ? to_file(test, paper) : to_printer(test, paper);
    free(paper);
    return status;
}
