/* SPDX-License-Identifier: Apache-2.0 */
/*
 * figures - what the controller counts of sessions and of those who did not get one.
 */
#ifndef CTL_FIGURES_H
#define CTL_FIGURES_H

#include <jansson.h>

#include "ctl/client.h"

/* Asks for them; false after a sentence. */
bool figures_get(struct client *client, struct msg_stats *stats);
json_t *figures_json(const struct msg_stats *stats);
/* Two lines; the second one only when there is something to look at. */
void figures_print(const struct msg_stats *stats);

#endif
