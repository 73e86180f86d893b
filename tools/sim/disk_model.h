/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disk_model - of each file, what is on the platter and what is only in the page cache.
 */
#ifndef SIM_DISK_MODEL_H
#define SIM_DISK_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "sim/disk.h"

struct model;

/* The model of the file with this path; a new one takes what the file holds as written. */
struct model *model_of(const char *path);
void model_forget(const char *path);
void model_forget_all(void);

void model_write(struct model *model, const void *from, size_t n, uint64_t at);
void model_truncate(struct model *model, uint64_t size);
/* Everything written is on the platter. */
void model_sync(struct model *model);
/* Everything written is forgotten by the kernel: readable, and never to be written. */
void model_believe_clean(struct model *model);

/* `to` is the file's name until a power loss, and after it once the names were synced. */
void model_rename(const char *from, const char *to);
void model_sync_names(void);

/* Rewrites the real files as a machine finds them after the cut. */
void model_power_loss(enum loss loss);

#endif
