/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

const char *err_text(enum err err)
{
    switch (err) {
    case ERR_NONE:
        return "no fault";
#define X(name, text) \
    case name:        \
        return text;
        ERRS(X)
#undef X
    }
    return "unknown fault";
}
