/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verify, backup and restore - the state folder: is it whole, a copy of it, a copy brought back.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "store/offline.h"

#define BACKUP_WAIT_MS (30 * MINUTE) /* of a large hall on a slow disk */

static int status_of(enum err err)
{
    return err == ERR_NONE ? 0 : err == ERR_USAGE ? 2 : 1;
}

static void print_report(const struct offline_report *report)
{
    printf("hall %s%s, instance %016" PRIx64 ", epoch %u, started %u times\n", report->hall,
           report->training ? " (training)" : "", report->identity.instance, report->identity.epoch,
           report->identity.boot);
    printf("rows until %" PRIu64 "; %" PRIu64 " read, in the journal and %u archives\n",
           report->identity.seq, report->rows, report->archives);
    if (report->removed)
        printf("%u archives were removed when their time was over\n", report->removed);
}

int ctl_verify(const struct ctl *ctl)
{
    struct offline_report report;
    bool file = ctl->count == 1;
    if (file == (ctl->state != NULL)) {
        complain("say what to verify: --state DIR, or the FILE of a backup");
        return 2;
    }
    enum err err =
        file ? offline_verify_file(ctl->words[0], &report) : offline_verify(ctl->state, &report);
    if (err) {
        complain("%s is not good: see above; nothing was changed",
                 file ? ctl->words[0] : ctl->state);
        return status_of(err);
    }
    print_report(&report);
    printf("all of it is good\n");
    return 0;
}

/* Of the controller that runs; it writes the file, on its machine. */
static int backup_online(const struct ctl *ctl)
{
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    struct message act = {.type = MSG_TYPE_ACT}, answer;
    int status = 1;
    act.act.seq = 1; /* each conversation has a boot number of its own (D-09) */
    act.act.verb = VERB_BACKUP;
    if (client && client_send(client, &act) &&
        client_await_long(client, MSG_TYPE_RESULT, BACKUP_WAIT_MS, &answer)) {
        status = answer.result.code != REFUSED_NOT;
        if (status)
            complain("refused: %s", refusal_text(answer.result.code));
        else
            printf("backup/until-%" PRIu64 ".db in the controller's state folder\n",
                   answer.result.jseq);
    }
    client_close(client);
    return status;
}

int ctl_backup(const struct ctl *ctl)
{
    struct offline_report report;
    if (!ctl->state && ctl->count == 0)
        return backup_online(ctl);
    if (!ctl->state || ctl->count != 1) {
        complain(
            "usage: hallctl backup --key FILE asks the controller that runs; hallctl backup FILE "
            "--state DIR reads a folder that no controller has open");
        return 2;
    }
    enum err err = offline_backup(ctl->state, ctl->words[0], &report);
    if (err)
        return status_of(err);
    print_report(&report);
    return 0;
}

int ctl_restore(const struct ctl *ctl)
{
    struct offline_report report;
    if (!ctl->state) {
        complain("--state DIR is missing: a new folder");
        return 2;
    }
    enum err err = offline_restore(ctl->words[0], ctl->state, ctl->archives, &report);
    if (err)
        return status_of(err);
    print_report(&report);
    if (report.missing)
        printf("%u archives are not there yet: copy them to %s/archive\n", report.missing,
               ctl->state);
    printf("keys are in no backup: copy the folder devices, or adopt the devices anew\n");
    return 0;
}
