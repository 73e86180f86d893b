/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows - the rows of the kiosk's view as the model's figures.
 */
#ifndef APP_ROWS_H
#define APP_ROWS_H

#include "model/kiosk.h"
#include "protocol/view.h"

void rows_read(const struct view_rows *view, const struct hall_def *def, struct kiosk_rows *rows);

#endif
