/* SPDX-License-Identifier: Apache-2.0 */
#include "os/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

PRINTF_LIKE(2, 3) static int bad(const struct options *options, const char *fmt, ...)
{
    fprintf(stderr, "%s: ", options->program);
    va_list args;
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fprintf(stderr, "; see --help\n");
    return OPTIONS_BAD;
}

static void print_row(const char *name, const char *value, const char *help)
{
    char left[64];
    snprintf(left, sizeof(left), "--%s%s%s", name, value ? " " : "", value ? value : "");
    printf("  %-26s %s\n", left, help);
}

static int print_help(const struct options *options)
{
    printf("%s - %s\n\nusage: %s [OPTION]…%s%s\n\n", options->program, options->summary,
           options->program, options->rest ? " " : "", options->rest ? options->rest : "");
    for (size_t i = 0; i < options->count; i++)
        print_row(options->rows[i].name, options->rows[i].value, options->rows[i].help);
    print_row("help", NULL, "show this and exit");
    print_row("version", NULL, "show the version and exit");
    return OPTIONS_DONE;
}

static const struct option_row *find(const struct options *options, const char *name, size_t n)
{
    for (size_t i = 0; i < options->count; i++)
        if (strlen(options->rows[i].name) == n && memcmp(options->rows[i].name, name, n) == 0)
            return &options->rows[i];
    return NULL;
}

static bool read_number(const char *text, uint32_t *value)
{
    uint64_t number = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && number <= UINT32_MAX; at++)
        number = number * 10 + (uint64_t)(*at - '0');
    *value = (uint32_t)number;
    return at > text && !*at && number <= UINT32_MAX;
}

static int set_value(const struct options *options, const struct option_row *row, const char *value)
{
    if (!*value) /* a script's unset variable: "" is no folder, name or address */
        return bad(options, "--%s is empty; write --%s %s", row->name, row->name, row->value);
    if (row->text) {
        *row->text = value;
        return OPTIONS_GO;
    }
    if (row->list) {
        if (row->list->count == OPTION_LIST_MAX)
            return bad(options, "--%s is given more than %d times", row->name, OPTION_LIST_MAX);
        row->list->items[row->list->count++] = value;
        return OPTIONS_GO;
    }
    uint32_t max = row->max ? row->max : UINT32_MAX, number;
    if (!read_number(value, &number) || number < row->min || number > max)
        return bad(options, "--%s %s is not a number from %u to %u", row->name, value, row->min,
                   max);
    *row->number = number;
    return OPTIONS_GO;
}

/* One option at argv[*at]; moves *at over its value. */
static int read_one(const struct options *options, int argc, char **argv, int *at)
{
    const char *name = argv[*at] + 2, *equals = strchr(name, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_row *row = find(options, name, n);
    if (!row)
        return bad(options, "unknown option --%.*s", (int)n, name);
    if (row->flag) {
        if (equals)
            return bad(options, "--%s takes no value", row->name);
        *row->flag = true;
        return OPTIONS_GO;
    }
    if (equals)
        return set_value(options, row, equals + 1);
    if (*at + 1 >= argc)
        return bad(options, "--%s needs a value: --%s %s", row->name, row->name, row->value);
    return set_value(options, row, argv[++*at]);
}

int options_read(const struct options *options, int argc, char **argv, int *rest)
{
    int at = 1;
    for (; at < argc && argv[at][0] == '-' && argv[at][1]; at++) {
        if (strcmp(argv[at], "--") == 0) {
            at++;
            break;
        }
        if (strcmp(argv[at], "--help") == 0)
            return print_help(options);
        if (strcmp(argv[at], "--version") == 0) {
            printf("%s %s\n", options->program, HALL_VERSION);
            return OPTIONS_DONE;
        }
        if (strncmp(argv[at], "--", 2) != 0)
            return bad(options, "unknown option %s", argv[at]);
        int status = read_one(options, argc, argv, &at);
        if (status != OPTIONS_GO)
            return status;
    }
    if (at < argc && !options->rest)
        return bad(options, "unexpected argument %s", *argv[at] ? argv[at] : "\"\"");
    if (rest)
        *rest = at;
    return OPTIONS_GO;
}
