/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disk - a disk under SQLite that forgets what was not synced, can be cut and can fail.
 *
 * A VFS over SQLite's own one: the files are real and hold what the page cache would show; beside
 * them it keeps what has reached the platter. A cut may happen inside any call; then every call
 * fails until disk_power_loss puts the real files back to what a machine finds when it starts
 * again: everything synced, and of the rest any part, in sectors of 512 bytes, in any order.
 *
 * The test programs are linked with --wrap for rename, unlink, unlinkat, fsync and pwrite, so that
 * what the store does beside SQLite happens to the same disk. A rename is lost in a power loss
 * while its folder is not synced.
 *
 * After a failed sync the kernel takes the pages for clean: they stay readable and are never
 * written (FAULT_SYNC), which is why a restart alone heals nothing (D-32).
 */
#ifndef SIM_DISK_H
#define SIM_DISK_H

#include <stdbool.h>
#include <stdint.h>

enum fault { FAULT_IO, FAULT_FULL, FAULT_SHORT, FAULT_SYNC, FAULT_COUNT };

enum loss { LOSS_ALL, LOSS_NONE, LOSS_RANDOM, LOSS_GARBAGE, LOSS_COUNT };

/* Makes it SQLite's default VFS. */
void disk_install(void);
/* A new disk; the random numbers begin at `seed`. */
void disk_reset(uint64_t seed);
/* Calls so far. */
uint64_t disk_calls(void);
/* Call number `call` is torn and nothing works after it. 0 = never. */
void disk_cut_at(uint64_t call);
bool disk_is_cut(void);
/* Only the process died: what it wrote is still in the page cache, synced or not. */
void disk_revive(void);
/* Call number `call` fails, and with `persists` all after it that do the same. */
void disk_fail_at(uint64_t call, enum fault fault, bool persists);
/* The number of the call that failed first; 0 = none did. */
uint64_t disk_failed(void);
void disk_repair(void);
void disk_power_loss(enum loss loss);

uint64_t disk_random(void);

#endif
