/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model_back - what an undo may take back, for a stranger who only reads the facts and
 * is told where one command ends: each ticket as it was before the last command that
 * touched it, and which window gave that command.
 */
#ifndef TESTS_MODEL_BACK_H
#define TESTS_MODEL_BACK_H

#include "engine_model.h"

/* Before a fact is looked at, and after it. */
void model_note(struct engine_model *model, const struct fact *fact);
void model_clock(struct engine_model *model, const struct fact *fact);
/* UNDONE, TICKET_BACK, TARGET_BACK. */
const char *model_see_back(struct engine_model *model, const struct fact *fact);

#endif
