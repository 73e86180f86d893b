/* SPDX-License-Identifier: Apache-2.0 */
#include "golden.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

static void path_of(const struct golden *g, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", GOLDEN_DIR, g->name);
}

void golden_open(struct golden *g, const char *name)
{
    *g = (struct golden){.name = name};
    g->out = open_memstream(&g->text, &g->size);
    assert_non_null(g->out);
}

void golden_printf(struct golden *g, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vfprintf(g->out, fmt, args);
    va_end(args);
}

static void rewrite(const struct golden *g, const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(g->text, 1, g->size, file), g->size);
    assert_int_equal(fclose(file), 0);
}

static void compare(const struct golden *g, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("no golden file %s; run with HALL_GOLDEN=update and review it", path);

    char want[4096];
    char *rest = g->text;
    int line = 0;
    while (fgets(want, sizeof(want), file)) {
        line++;
        char *end = strchr(rest, '\n');
        if (!end || strncmp(want, rest, (size_t)(end - rest) + 1) != 0)
            fail_msg("%s:%d: want: %sgot:  %.*s", g->name, line, want,
                     end ? (int)(end - rest) : (int)strlen(rest), rest);
        rest = end + 1;
    }
    fclose(file);
    if (*rest)
        fail_msg("%s:%d: text goes on: %s", g->name, line + 1, rest);
}

void golden_close(struct golden *g)
{
    assert_int_equal(fclose(g->out), 0);
    char path[512];
    path_of(g, path, sizeof(path));

    const char *mode = getenv("HALL_GOLDEN");
    if (mode && strcmp(mode, "update") == 0)
        rewrite(g, path);
    else
        compare(g, path);
    free(g->text);
}
