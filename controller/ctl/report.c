/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report - the report of a closed day, made anew from the journal or its archive: the same bytes as
 * STATE/reports/YYYY-MM-DD.csv, which the controller wrote when the day closed (R-Z2).
 */
#include "store/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "ctl/ctl.h"
#include "ctl/say.h"
#include "domain/calendar.h"

int ctl_report(const struct ctl *ctl)
{
    uint32_t day;
    char *text;
    size_t length;
    if (!read_u32(ctl->words[0], &day) || !calendar_date_valid(day)) {
        complain("%s is no day; write it as 20260318", ctl->words[0]);
        return 2;
    }
    if (!ctl->state) {
        complain(
            "say whose: --state DIR, the folder of a controller that does not run now; one that "
            "runs has its reports in there, reports/*.csv");
        return 2;
    }
    if (report_of_folder(ctl->state, day, &text, &length))
        return 1;
    if (!text) {
        complain("%s was not a day of this hall, is not closed yet, or its archive is gone",
                 ctl->words[0]);
        return 1;
    }
    bool good = fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0;
    free(text);
    return good ? 0 : 1;
}
