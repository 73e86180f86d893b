/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print_test - hall-kiosk --print-test: one test slip through the configured way, without a
 * controller, and what was found in sentences for the person who installs the machine.
 */
#ifndef APP_PRINT_TEST_H
#define APP_PRINT_TEST_H

#include "app/backend.h"
#include "domain/words.h"

struct print_test {
    const struct words *words;
    const char *kiosk;
    const struct backend *printer;
    const char *tickets; /* folder for PNG files */
};

/* 0 = a slip came out; 1 = it did not, and stdout says why. */
int print_test_run(const struct print_test *test);

#endif
