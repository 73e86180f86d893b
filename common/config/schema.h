/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema - what each file may hold: libcyaml's tables and our ranges and defaults,
 * both made of the rows of keys.h.
 */
#ifndef CONFIG_SCHEMA_H
#define CONFIG_SCHEMA_H

#include <cyaml/cyaml.h>
#include <stdint.h>

enum config_part {
    PART_HALL,
    PART_ZONES,
    PART_SERVICES,
    PART_WINDOWS,
    PART_DEVICES,
    PART_ITEMS, /* a table; the others before it are YAML */
    PART_COUNT
};

/* A number, yes/no or word of choice: its range, and its value when it is not given. */
struct schema_rule {
    const char *key; /* NULL ends a table */
    uint32_t offset; /* of a uint32_t in the raw struct */
    uint32_t least, most, fallback;
};

/* "hall.yaml" */
const char *schema_file_name(enum config_part part);
const cyaml_schema_value_t *schema_of(enum config_part part);
/* The rules of a mapping of schema_of(). Never NULL. */
const struct schema_rule *schema_rules(const cyaml_schema_field_t *fields);

#endif
