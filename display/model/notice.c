/* SPDX-License-Identifier: Apache-2.0 */
/* A notice of the staff comes in parts; it is up when all of the newest one are there. */
#include <stdio.h>
#include <string.h>

#include "model/board.h"

void board_put_text(struct board *board, const struct board_text *text)
{
    struct board_notice *notice = &board->notice;
    if (text->part >= BOARD_TEXT_PARTS || text->parts > BOARD_TEXT_PARTS || text->id < notice->id)
        return;
    if (text->id != notice->id)
        *notice = (struct board_notice){.id = text->id,
                                        .style = text->style,
                                        .parts = text->parts,
                                        .until = text->until};
    notice->have |= (uint16_t)(1u << text->part);
    notice->small |= (uint16_t)((text->small ? 1u : 0u) << text->part);
    snprintf(notice->text[text->part], BOARD_TEXT_SIZE, "%s", text->text);
}

bool board_notice(const struct board *board, const struct board_time *time, char *text, char *below)
{
    const struct board_notice *notice = &board->notice;
    text[0] = below[0] = '\0';
    if (notice->parts == 0 || notice->have != (1u << notice->parts) - 1 ||
        time->hall >= notice->until)
        return false;
    for (uint32_t i = 0; i < notice->parts; i++) {
        char *to = notice->small >> i & 1 ? below : text;
        size_t used = strlen(to);
        snprintf(to + used, BOARD_NOTICE_SIZE - used, "%s", notice->text[i]);
    }
    return text[0] != '\0';
}
