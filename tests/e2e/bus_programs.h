/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_programs - real programs as children of a test: started in a folder of their own,
 * their log lines read as they come, waited for by what they say and never by time.
 */
#ifndef TESTS_BUS_PROGRAMS_H
#define TESTS_BUS_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROGRAM_LOG_SIZE (256 * 1024)
#define PROGRAM_WAIT_MS 20000 /* a machine under load is slow; a good run never waits so long */

struct program {
    const char *name;
    pid_t pid; /* 0 = not running */
    int log;
    size_t length, read; /* what was logged; what was waited for */
    char text[PROGRAM_LOG_SIZE];
};

/* A fresh folder below /tmp, made the current one; removed by folder_leave. */
void folder_enter(const char *name);
void folder_leave(void);

/* argv[0] is a program of TEST_BIN_DIR, or a path. */
void program_start(struct program *program, const char *name, const char *const argv[]);
/* Until the program logs a line with that text, behind the ones waited for before. */
void program_wait(struct program *program, const char *text);
/* The same; false when it does not come within ms. */
bool program_says(struct program *program, const char *text, int ms);
/* What it said so far is not waited for. */
void program_forget(struct program *program);
void program_kill(struct program *program);
/* SIGTERM; the exit status. */
int program_stop(struct program *program);
/* Until it ends by itself; the exit status. */
int program_end(struct program *program);
/* Runs it to its end; what it printed on stdout. */
int program_run(const char *const argv[], char *output, size_t size);

/* A kiosk's session: takes a ticket of service 1. Gives its number as printed ("A001"). */
void kiosk_ticket(uint16_t port, const char *key_path, char label[8]);

#endif
