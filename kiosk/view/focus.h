/* SPDX-License-Identifier: Apache-2.0 */
/*
 * focus - the places of a page in reading order, for people who walk them with keys (R-X4).
 *
 * Rows from the top, left to right in a row; so the footer comes last. Only what can be pressed
 * is reached, each exactly once. Pure: a function of the draw list.
 */
#ifndef VIEW_FOCUS_H
#define VIEW_FOCUS_H

#include "model/focus.h"
#include "ui/theme.h"

/* Indices into draw->hits. Returns how many. */
uint32_t focus_order(const struct draw *draw, uint8_t order[DRAW_HITS_MAX]);
/* The place in focus; the first of the page when it is not there (any more). NULL = there is
 * nothing to press, or no key was used. */
const struct draw_hit *focus_hit(const struct draw *draw, const struct kiosk_focus *focus);
/* From there `step` places on, round the page. Before the first key: the first place. */
struct kiosk_focus focus_move(const struct draw *draw, const struct kiosk_focus *focus, int step);
/* An enabled place of that action; NULL = this page has none. `arg` < 0: any. */
const struct draw_hit *focus_find(const struct draw *draw, uint16_t action, int32_t arg);
/* 4 px of yellow in 6 px of ink, 2 px off the place (docs/ui 1.3). */
void focus_draw(struct draw *draw, const struct theme *theme, const struct kiosk_focus *focus);

#endif
