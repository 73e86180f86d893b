/* SPDX-License-Identifier: Apache-2.0 */
/*
 * document - one YAML file as a tree whose every node knows its line and column.
 *
 * libyaml builds the tree from its events; it lives until all checks are done, so
 * a check far from the reading can still name the place of a key (D-36).
 *
 * Paths: "services[3].name.zh"; entries of a list count from 1, as people do.
 */
#ifndef CONFIG_DOCUMENT_H
#define CONFIG_DOCUMENT_H

#include <stdbool.h>
#include <yaml.h>

#include "base/base.h"

#define PATH_SIZE 160

struct place {
    uint32_t line, column; /* from 1 */
};

struct document {
    const char *name; /* as in messages: "halls/jianchang/zones.yaml" */
    const uint8_t *bytes;
    size_t length;
    bool open;
    yaml_document_t tree;
};

struct document_problem {
    struct place place;
    char text[256];
};

/* False with a problem when the bytes are no single YAML document in UTF-8. */
bool document_open(struct document *document, const char *name, const uint8_t *bytes, size_t length,
                   struct document_problem *problem) MUST_CHECK;
void document_close(struct document *document);

yaml_node_t *document_root(struct document *document); /* NULL when empty */
yaml_node_t *document_node(struct document *document, yaml_node_item_t item);
/* The value of a key of a mapping, NULL when it is not there (or `mapping` is NULL). */
yaml_node_t *document_value(struct document *document, yaml_node_t *mapping, const char *key);
bool document_key_is(const yaml_node_t *key, const char *text);

struct place document_place(const yaml_node_t *node);
/* Where that path stands, or the nearest thing above it that is there. */
struct place document_find(struct document *document, const char *path);

#endif
