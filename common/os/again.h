/* SPDX-License-Identifier: Apache-2.0 */
/*
 * again - a program that starts anew in its own place: the same process, words and environment.
 */
#ifndef OS_AGAIN_H
#define OS_AGAIN_H

/* Call it when everything is closed. Comes back, after a line in the log, only when it failed;
 * the exit status to end with. */
int again(char **argv);

#endif
