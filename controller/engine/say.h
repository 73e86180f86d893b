/* SPDX-License-Identifier: Apache-2.0 */
/*
 * say - what does not hold is answered with its sentence: for functions that return NULL or why
 * not.
 */
#ifndef ENGINE_SAY_H
#define ENGINE_SAY_H

#define SAY(condition, sentence) \
    do {                         \
        if (!(condition))        \
            return sentence;     \
    } while (0)

#endif
