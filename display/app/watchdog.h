/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watchdog - ends a program whose loop stands still, so that whoever started it starts it again
 * (F19).
 *
 * A graphics driver that never comes back freezes a board with a picture that looks right. The loop
 * says watchdog_alive at every turn; when it has not for WATCHDOG_S, and not for as long again, the
 * program leaves one line in its log, if that takes any, and exits with status 1. The second wait
 * lets a program live that was only stopped (SIGSTOP, a machine that slept).
 *
 * Uses alarm() and SIGALRM. Survives exec in the kernel: watchdog_stop before that.
 */
#ifndef APP_WATCHDOG_H
#define APP_WATCHDOG_H

#define WATCHDOG_S 15

void watchdog_start(void);
void watchdog_alive(void);
void watchdog_stop(void);

#endif
