/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages - asks the controller to read the pages of the boards again (halls/README.md).
 */
#include <stdio.h>
#include <string.h>

#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/say.h"

#define RELOAD_WAIT_MS MINUTE /* many large images on a slow machine */

int ctl_pages(const struct ctl *ctl)
{
    struct message act = {.type = MSG_TYPE_ACT}, answer;
    int status = 1;
    if (strcmp(ctl->words[0], "reload") != 0) {
        complain("usage: hallctl pages reload --key FILE");
        return 2;
    }
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    act.act.seq = 1; /* each conversation has a boot number of its own (D-09) */
    act.act.verb = VERB_PAGES;
    if (client && client_send(client, &act) &&
        client_await_long(client, MSG_TYPE_RESULT, RELOAD_WAIT_MS, &answer)) {
        status = answer.result.code != REFUSED_NOT;
        if (status)
            complain("refused: %s", refusal_text(answer.result.code));
        else
            printf("the boards fetch the new pages now\n");
    }
    client_close(client);
    return status;
}
