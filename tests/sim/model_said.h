/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model_said - what is said besides calls and written on boards, beside engine_model.
 */
#ifndef TESTS_MODEL_SAID_H
#define TESTS_MODEL_SAID_H

#include "engine_model.h"

/* NULL, or the promise that this fact breaks. */
const char *model_see_said(struct engine_model *model, const struct fact *fact);

#endif
