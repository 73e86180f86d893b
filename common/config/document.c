/* SPDX-License-Identifier: Apache-2.0 */
#include "config/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static struct place mark_place(yaml_mark_t mark)
{
    return (struct place){(uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

/* The bytes have no NUL behind them, which utf8_next relies on. */
static uint32_t next_character(const char **at, const char *end)
{
    char tail[5] = {0};
    if (end - *at >= 4)
        return utf8_next(at);
    memcpy(tail, *at, (size_t)(end - *at));
    const char *in_tail = tail;
    uint32_t c = utf8_next(&in_tail);
    *at += in_tail - tail;
    return c;
}

/* YAML also allows UTF-16; we do not. False with the place of the first bad byte. */
static bool check_text(const uint8_t *bytes, size_t length, struct place *place)
{
    const char *at = (const char *)bytes, *end = at + length;
    *place = (struct place){1, 1};
    while (at < end) {
        const char *from = at;
        uint32_t c = next_character(&at, end);
        if (!c || (c == 0xFFFD && at - from == 1))
            return false;
        place->column++;
        if (c == '\n')
            *place = (struct place){place->line + 1, 1};
    }
    return true;
}

static bool fail(struct document_problem *problem, struct place place, const char *text)
{
    problem->place = place;
    snprintf(problem->text, sizeof(problem->text), "%s", text);
    return false;
}

/* libyaml says where it gave up and what it was in; the cause is often the line above. */
static bool fail_parse(struct document_problem *problem, const yaml_parser_t *parser)
{
    problem->place = mark_place(parser->problem_mark);
    int n = snprintf(problem->text, sizeof(problem->text), "%s",
                     parser->problem ? parser->problem : "this is no YAML");
    if (parser->context && n > 0 && (size_t)n < sizeof(problem->text))
        n += snprintf(problem->text + n, sizeof(problem->text) - (size_t)n, " %s from line %zu",
                      parser->context, parser->context_mark.line + 1);
    if (n > 0 && (size_t)n < sizeof(problem->text))
        snprintf(problem->text + n, sizeof(problem->text) - (size_t)n,
                 "; look for a tab, a missing bracket or quote here or above");
    return false;
}

static bool load(struct document *document, yaml_parser_t *parser, struct document_problem *problem)
{
    yaml_document_t second;
    document->open = yaml_parser_load(parser, &document->tree) == 1;
    if (!document->open || !yaml_parser_load(parser, &second))
        return fail_parse(problem, parser);
    bool single = !yaml_document_get_root_node(&second);
    if (!single)
        fail(problem, mark_place(second.start_mark),
             "a second document begins here; remove the line of dashes");
    yaml_document_delete(&second);
    return single;
}

static bool parse(struct document *document, struct document_problem *problem)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return fail(problem, (struct place){1, 1}, "cannot be read: out of memory");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, document->bytes, document->length);
    bool good = load(document, &parser, problem);
    yaml_parser_delete(&parser);
    return good;
}

bool document_open(struct document *document, const char *name, const uint8_t *bytes, size_t length,
                   struct document_problem *problem)
{
    struct place place;
    *document = (struct document){.name = name, .bytes = bytes, .length = length};
    if (!check_text(bytes, length, &place))
        return fail(problem, place, "not UTF-8 text; save the file as UTF-8");
    if (parse(document, problem))
        return true;
    document_close(document);
    return false;
}

void document_close(struct document *document)
{
    if (document->open)
        yaml_document_delete(&document->tree);
    document->open = false;
}

yaml_node_t *document_root(struct document *document)
{
    return document->open ? yaml_document_get_root_node(&document->tree) : NULL;
}

yaml_node_t *document_node(struct document *document, yaml_node_item_t item)
{
    return yaml_document_get_node(&document->tree, item);
}

bool document_key_is(const yaml_node_t *key, const char *text)
{
    return key && key->type == YAML_SCALAR_NODE && strlen(text) == key->data.scalar.length &&
           memcmp(key->data.scalar.value, text, key->data.scalar.length) == 0;
}

yaml_node_t *document_value(struct document *document, yaml_node_t *mapping, const char *key)
{
    if (!mapping || mapping->type != YAML_MAPPING_NODE)
        return NULL;
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++)
        if (document_key_is(document_node(document, pair->key), key))
            return document_node(document, pair->value);
    return NULL;
}

struct place document_place(const yaml_node_t *node)
{
    return node ? mark_place(node->start_mark) : (struct place){1, 1};
}

static yaml_node_t *list_entry(struct document *document, yaml_node_t *list, size_t number)
{
    if (!list || list->type != YAML_SEQUENCE_NODE || number < 1)
        return NULL;
    yaml_node_item_t *item = list->data.sequence.items.start + (number - 1);
    return item < list->data.sequence.items.top ? document_node(document, *item) : NULL;
}

struct place document_find(struct document *document, const char *path)
{
    yaml_node_t *node = document_root(document), *next = node;
    while (*path && next) {
        char key[PATH_SIZE];
        size_t n = strcspn(path, ".[");
        if (*path == '[') {
            next = list_entry(document, node, strtoul(path + 1, NULL, 10));
            path += strcspn(path, "]");
            path += *path == ']';
        } else if (n < sizeof(key)) {
            memcpy(key, path, n);
            key[n] = '\0';
            next = document_value(document, node, key);
            path += n;
        } else {
            break;
        }
        path += *path == '.';
        node = next ? next : node;
    }
    return document_place(node);
}
