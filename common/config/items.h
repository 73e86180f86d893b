/* SPDX-License-Identifier: Apache-2.0 */
/*
 * items - items.csv as struct item_def: one row an item, the first row names the columns.
 *
 * A table and not YAML: halls keep their catalogue (事项目录) in spreadsheets, and a kiosk
 * reads 1,453 rows in milliseconds where libcyaml takes most of its start.
 */
#ifndef CONFIG_ITEMS_H
#define CONFIG_ITEMS_H

#include "config/build.h"
#include "config/config.h"

/* Reads all rows; names every mistake of form. */
void items_read(struct build *build, const struct config_file *file);
/* Where a cell stands that a check may find wrong. */
enum item_place {
    ITEM_PLACE_ID,
    ITEM_PLACE_CODE,
    ITEM_PLACE_SERVICE,
    ITEM_PLACE_INITIALS,
    ITEM_PLACE_URL,
    ITEM_PLACE_TO,
    ITEM_PLACE_COUNT
};

#endif
