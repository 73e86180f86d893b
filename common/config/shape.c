/* SPDX-License-Identifier: Apache-2.0 */
#include "config/shape.h"

#include <stdlib.h>
#include <string.h>

struct walk {
    struct document *document;
    enum config_part part;
    struct report *report;
    bool fillable;
    bool *seen; /* by node: an alias leads to one node twice */
};

struct spot {
    yaml_node_t *node;
    char path[PATH_SIZE];
};

static void blocks(struct walk *walk, const struct spot *spot, const char *sentence)
{
    report_add(walk->report, walk->part, document_place(spot->node), spot->path, "%s", sentence);
    walk->fillable = false;
}

static struct spot below(const struct spot *spot, yaml_node_t *node, const char *key)
{
    struct spot next = {.node = node};
    snprintf(next.path, PATH_SIZE, "%.*s%s%.60s", PATH_SIZE - 64, spot->path,
             *spot->path ? "." : "", key);
    return next;
}

static struct spot entry(const struct spot *spot, yaml_node_t *node, size_t number)
{
    struct spot next = {.node = node};
    snprintf(next.path, PATH_SIZE, "%.*s[%zu]", PATH_SIZE - 24, spot->path, number);
    return next;
}

static const char *text_of(const yaml_node_t *node)
{
    return (const char *)node->data.scalar.value; /* libyaml ends it with a NUL */
}

static const struct schema_rule *rule_of(const struct schema_rule *rules, const char *key)
{
    for (; rules->key; rules++)
        if (strcmp(rules->key, key) == 0)
            return rules;
    return NULL;
}

static void check_number(struct walk *walk, const struct spot *spot, const struct schema_rule *rule)
{
    const char *text = text_of(spot->node), *at = text;
    uint32_t value = 0;
    for (; *at >= '0' && *at <= '9' && at - text < 9; at++)
        value = value * 10 + (uint32_t)(*at - '0');
    /* libcyaml would read 010 as eight. */
    if (at == text || *at || (*text == '0' && text[1])) {
        blocks(walk, spot, "not a whole number; write digits only, such as 12");
        return;
    }
    if (rule && (value < rule->least || value > rule->most))
        report_add(walk->report, walk->part, document_place(spot->node), spot->path,
                   "%u is out of range; write %u to %u", value, rule->least, rule->most);
}

static void check_choice(struct walk *walk, const struct spot *spot,
                         const cyaml_schema_value_t *schema)
{
    char known[160] = "";
    for (uint32_t i = 0; i < schema->enumeration.count; i++) {
        const char *word = schema->enumeration.strings[i].str;
        if (strcmp(word, text_of(spot->node)) == 0)
            return;
        size_t n = strlen(known);
        snprintf(known + n, sizeof(known) - n, "%s%s", n ? ", " : "", word);
    }
    report_add(walk->report, walk->part, document_place(spot->node), spot->path,
               "\"%.40s\" is not known here; write one of: %s", text_of(spot->node), known);
    walk->fillable = false;
}

static void check_text(struct walk *walk, const struct spot *spot,
                       const cyaml_schema_value_t *schema)
{
    if (spot->node->data.scalar.length <= schema->string.max)
        return;
    report_add(walk->report, walk->part, document_place(spot->node), spot->path,
               "the text has %zu bytes; at most %u fit (a Chinese character takes 3)",
               spot->node->data.scalar.length, schema->string.max);
    walk->fillable = false;
}

static bool is_yes_or_no(const char *text)
{
    return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

static void check_scalar(struct walk *walk, const struct spot *spot,
                         const cyaml_schema_value_t *schema, const struct schema_rule *rule)
{
    if (spot->node->type != YAML_SCALAR_NODE) {
        blocks(walk, spot, "one value is expected here, not a list or keys");
    } else if (strlen(text_of(spot->node)) != spot->node->data.scalar.length) {
        blocks(walk, spot, "the text holds a NUL character; remove it");
    } else if (schema->type == CYAML_UINT) {
        check_number(walk, spot, rule);
    } else if (schema->type == CYAML_ENUM) {
        check_choice(walk, spot, schema);
    } else if (schema->type == CYAML_STRING) {
        check_text(walk, spot, schema);
    } else if (!is_yes_or_no(text_of(spot->node))) {
        blocks(walk, spot, "write true or false");
    }
}

static void check_value(struct walk *walk, const struct spot *spot,
                        const cyaml_schema_value_t *schema, const struct schema_rule *rule);

static void check_list(struct walk *walk, const struct spot *spot,
                       const cyaml_schema_value_t *schema)
{
    if (spot->node->type != YAML_SEQUENCE_NODE) {
        blocks(walk, spot, "a list is expected here: lines beginning with \"- \", or [a, b]");
        return;
    }
    const yaml_node_item_t *items = spot->node->data.sequence.items.start;
    size_t count = (size_t)(spot->node->data.sequence.items.top - items);
    if (count > schema->sequence.max) {
        report_add(walk->report, walk->part, document_place(spot->node), spot->path,
                   "%zu entries; at most %u are allowed", count, schema->sequence.max);
        walk->fillable = false;
        count = schema->sequence.max;
    }
    for (size_t i = 0; i < count; i++) {
        struct spot next = entry(spot, document_node(walk->document, items[i]), i + 1);
        check_value(walk, &next, schema->sequence.entry, NULL);
    }
}

static void name_unknown(struct walk *walk, const struct spot *spot,
                         const cyaml_schema_field_t *fields)
{
    char known[200] = "";
    for (; fields->key; fields++) {
        size_t n = strlen(known);
        snprintf(known + n, sizeof(known) - n, "%s%s", n ? ", " : "", fields->key);
    }
    report_add(walk->report, walk->part, document_place(spot->node), spot->path,
               "unknown key; known here: %s", known);
}

static void check_pair(struct walk *walk, const struct spot *spot, const yaml_node_pair_t *pair,
                       const cyaml_schema_field_t *fields)
{
    yaml_node_t *key = document_node(walk->document, pair->key);
    struct spot at_key = {.node = key};
    if (key->type != YAML_SCALAR_NODE) {
        snprintf(at_key.path, PATH_SIZE, "%s", spot->path);
        blocks(walk, &at_key, "a key must be one word");
        return;
    }
    struct spot next = below(spot, key, text_of(key));
    if (document_value(walk->document, spot->node, text_of(key)) !=
        document_node(walk->document, pair->value)) {
        blocks(walk, &next, "given twice; keep one of them");
        return;
    }
    const cyaml_schema_field_t *field = fields;
    while (field->key && !document_key_is(key, field->key))
        field++;
    if (!field->key) {
        name_unknown(walk, &next, fields);
        return;
    }
    next.node = document_node(walk->document, pair->value);
    check_value(walk, &next, &field->value, rule_of(schema_rules(fields), field->key));
}

static void check_mapping(struct walk *walk, const struct spot *spot,
                          const cyaml_schema_field_t *fields)
{
    if (spot->node->type != YAML_MAPPING_NODE) {
        blocks(walk, spot, "keys are expected here, such as \"zh: …\"");
        return;
    }
    const yaml_node_pair_t *end = spot->node->data.mapping.pairs.top;
    for (const yaml_node_pair_t *pair = spot->node->data.mapping.pairs.start; pair < end; pair++)
        check_pair(walk, spot, pair, fields);
    for (; fields->key; fields++) {
        if (fields->value.flags & CYAML_FLAG_OPTIONAL ||
            document_value(walk->document, spot->node, fields->key))
            continue;
        struct spot missing = below(spot, spot->node, fields->key);
        blocks(walk, &missing, "missing; add this key");
    }
}

static void check_value(struct walk *walk, const struct spot *spot,
                        const cyaml_schema_value_t *schema, const struct schema_rule *rule)
{
    size_t index = (size_t)(spot->node - walk->document->tree.nodes.start);
    if (walk->seen[index]) {
        /* One small file could otherwise unfold to any size. */
        blocks(walk, spot, "anchors and aliases are not used here; write the value again");
        return;
    }
    walk->seen[index] = true;
    if (schema->type == CYAML_MAPPING)
        check_mapping(walk, spot, schema->mapping.fields);
    else if (schema->type == CYAML_SEQUENCE)
        check_list(walk, spot, schema);
    else
        check_scalar(walk, spot, schema, rule);
}

bool shape_check(struct document *document, enum config_part part, struct report *report)
{
    struct spot root = {.node = document_root(document)};
    if (!root.node) {
        report_add(report, part, (struct place){1, 1}, "", "the file is empty; fill it");
        return false;
    }
    size_t nodes = (size_t)(document->tree.nodes.top - document->tree.nodes.start);
    struct walk walk = {document, part, report, true, calloc(nodes, sizeof(bool))};
    if (!walk.seen) {
        report_add(report, part, (struct place){1, 1}, "", "cannot be checked: out of memory");
        return false;
    }
    check_value(&walk, &root, schema_of(part), NULL);
    free(walk.seen);
    return walk.fillable;
}

static void fill_value(struct document *document, yaml_node_t *node,
                       const cyaml_schema_value_t *schema, uint8_t *raw);

static void fill_mapping(struct document *document, yaml_node_t *node,
                         const cyaml_schema_field_t *fields, uint8_t *raw)
{
    for (const struct schema_rule *rule = schema_rules(fields); rule->key; rule++)
        if (!document_value(document, node, rule->key))
            memcpy(raw + rule->offset, &rule->fallback, sizeof(rule->fallback));
    for (; fields->key; fields++)
        fill_value(document, document_value(document, node, fields->key), &fields->value,
                   raw + fields->data_offset);
}

static void fill_list(struct document *document, const yaml_node_t *node,
                      const cyaml_schema_value_t *schema, uint8_t *list)
{
    const yaml_node_item_t *items = node->data.sequence.items.start;
    size_t count = (size_t)(node->data.sequence.items.top - items);
    for (size_t i = 0; i < count; i++)
        fill_value(document, document_node(document, items[i]), schema->sequence.entry,
                   list + i * schema->data_size);
}

static void fill_value(struct document *document, yaml_node_t *node,
                       const cyaml_schema_value_t *schema, uint8_t *raw)
{
    uint8_t *list;
    if (schema->type == CYAML_MAPPING) {
        fill_mapping(document, node, schema->mapping.fields, raw);
    } else if (schema->type == CYAML_SEQUENCE && node) {
        memcpy(&list, raw, sizeof(list));
        fill_list(document, node, schema, list);
    }
}

void shape_defaults(struct document *document, enum config_part part, void *raw)
{
    fill_value(document, document_root(document), schema_of(part), raw);
}
