/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "bench/protocol_parts.h"
#include "os/log.h"

#define TEXT_MAX 8192 /* bytes of code and tables */

/* mcu_size.sh knows the compilers; its rows are printed as they are, but for the sum. */
enum err protocol_mcu(struct bench *bench, const struct protocol_options *options)
{
    (void)options;
    char line[256];
    double text = -1;
    FILE *rows = popen(HALL_SOURCE_DIR "/tests/bench/mcu_size.sh " HALL_SOURCE_DIR, "r");
    if (!rows)
        return log_fault(ERR_IO, "mcu_size.sh cannot be started");
    while (fgets(line, sizeof(line), rows))
        if (sscanf(line, "mcu_text %lf", &text) != 1)
            fputs(line, stdout);
    int status = pclose(rows);
    if (text < 0)
        return log_fault(ERR_IO, "mcu_size.sh measured nothing");
    bench_figure(bench, (struct figure){"mcu.text", "bytes", text, TEXT_MAX, AT_MOST});
    /* It also fails when a microcontroller would need a library; a sum too large is a figure. */
    return status && text <= TEXT_MAX ? log_fault(ERR_IO, "mcu_size.sh found more, see above")
                                      : ERR_NONE;
}
