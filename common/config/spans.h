/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spans - the small notations inside YAML values: "1-8, 12" and "8:30-12:00".
 *
 * Errors: a sentence for the report, NULL when all is well.
 */
#ifndef CONFIG_SPANS_H
#define CONFIG_SPANS_H

#include "base/base.h"
#include "domain/hours.h"

#define SPANS_MAX 16
#define SPAN_NUMBER_MAX 32767 /* a target above it is a room (D-03) */

struct spans {
    uint32_t count;
    struct {
        uint16_t low, high;
    } list[SPANS_MAX];
};

const char *spans_parse(const char *text, struct spans *spans) MUST_CHECK;
const char *session_parse(const char *text, struct hours_session *session) MUST_CHECK;

#endif
