/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/loop.h"

#include <stddef.h>

#include <event2/event.h>

struct event_base *loop_precise(void)
{
    struct event_config *config = event_config_new();
    if (!config)
        return NULL;
    (void)event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
    struct event_base *base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}
