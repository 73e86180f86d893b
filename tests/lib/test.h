/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test - cmocka with the headers it wants before it, in their order.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "base/base.h"

#endif
