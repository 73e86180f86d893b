/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model_issue - who may have which ticket, by looking at every ticket and appointment of the day:
 * quotas, one person one ticket, proofs, caps, slots. Shares no line with controller/engine.
 */
#ifndef TESTS_MODEL_ISSUE_H
#define TESTS_MODEL_ISSUE_H

#include "engine_model.h"

/* NULL, or the promise that this fact breaks; called before anything else takes it in. */
const char *model_see_issue(struct engine_model *model, const struct fact *fact);

#endif
