/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model_clerks - what each window takes, and who sits there, from the facts alone.
 */
#ifndef TESTS_MODEL_CLERKS_H
#define TESTS_MODEL_CLERKS_H

#include "engine_model.h"

/* R-M13: each day begins with the definition, and with nobody at the windows. */
void model_serve_as_defined(struct engine_model *model);
/* NULL, or the promise that this fact breaks; facts of other kinds break none. */
const char *model_see_clerks(struct engine_model *model, const struct fact *fact);

#endif
