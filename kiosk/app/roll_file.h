/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roll_file - the paper of the roll in the printer, kept in the state folder (device/roll.h).
 */
#ifndef APP_ROLL_FILE_H
#define APP_ROLL_FILE_H

#include "base/err.h"
#include "device/roll.h"

/* No file: a full roll that nobody has changed yet. */
enum err roll_read(const char *dir, struct roll *roll) MUST_CHECK;
enum err roll_write(const char *dir, const struct roll *roll) MUST_CHECK;

#endif
