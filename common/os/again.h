/* SPDX-License-Identifier: Apache-2.0 */
/*
 * again - a program that starts anew in its own place: the same process, words and environment.
 *
 * A signal to end must not be lost in between: again_hold, then one more round of the event loop
 * (event_base_loopexit), which hears what came before; what comes after waits and ends the
 * program in again().
 */
#ifndef OS_AGAIN_H
#define OS_AGAIN_H

/* From here on SIGTERM and SIGINT wait. */
void again_hold(void);
/* Call it when everything is closed. Comes back, after a line in the log, only when it failed;
 * the exit status to end with. */
int again(char **argv);

#endif
