/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ctl - the commands of hallctl. Each returns the exit status: 0 done, 1 not done (one
 * sentence on stderr), 2 asked wrongly.
 */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include <stdbool.h>

#include "domain/hall_def.h"
#include "link/address.h"
#include "link/link.h"

struct ctl {
    const char *hall, *state, *controller, *key, *kind, *bus, *qr, *capture, *archives, *today;
    const char *day;
    const char *board, *floor, *zone, *minutes, *style; /* of a notice */
    const char *dots, *lang, *window;                   /* of strips */
    bool json, force, all, show, skip_bad, id;
    int count; /* words behind the command */
    char **words;
    /* of --controller and --key, for commands that need a controller */
    struct address address;
    struct device_key device;
};

/* offline */
int ctl_adopt(const struct ctl *ctl);
int ctl_revoke(const struct ctl *ctl);
int ctl_book(const struct ctl *ctl);
int ctl_devices(const struct ctl *ctl); /* with --key: as they are now */
int ctl_lines(const struct ctl *ctl);
int ctl_report(const struct ctl *ctl);
int ctl_staff(const struct ctl *ctl);
int ctl_verify(const struct ctl *ctl);
int ctl_backup(const struct ctl *ctl);
int ctl_pages(const struct ctl *ctl); /* without --state: with a controller */
int ctl_restore(const struct ctl *ctl);
/* with a controller */
int ctl_live(const struct ctl *ctl, uint8_t kind); /* 0 = of every kind */
int ctl_status(const struct ctl *ctl);
int ctl_watch(const struct ctl *ctl);
int ctl_strip(const struct ctl *ctl); /* offline */
int ctl_screen(const struct ctl *ctl);
int ctl_press(const struct ctl *ctl);
int ctl_act(const struct ctl *ctl);
int ctl_notice(const struct ctl *ctl);
int ctl_explain(const struct ctl *ctl); /* with --state: without one */
int ctl_ticket(const struct ctl *ctl);
int ctl_accept_history(const struct ctl *ctl);

/* The hall definition of --hall; NULL when there is none or it is wrong (said). */
struct hall_def *ctl_hall(const struct ctl *ctl);

#endif
