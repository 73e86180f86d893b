/* SPDX-License-Identifier: Apache-2.0 */
#include "pages/pages.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "os/file.h"
#include "os/log.h"
#include "pages/load.h"

#define FILE_MAX (64u << 10) /* of playlists.yaml */

void load_wrong(struct load *load, struct place place, const char *key, const char *fmt, ...)
{
    char text[320];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    load->mistakes++;
    fprintf(load->report, "%s/" PAGES_LIST_FILE ":%u:%u: %s: %s\n", load->dir, place.line,
            place.column, key, text);
}

static void read_lists(struct load *load, const char *path)
{
    struct document_problem problem;
    uint8_t *bytes;
    size_t length;
    enum err err = file_read(path, FILE_MAX, &bytes, &length);
    if (err) {
        load_wrong(load, (struct place){1, 1}, "-",
                   "cannot be read%s; see that the file can be read",
                   err == ERR_TOOBIG ? ": it has more than 64 KB" : "");
        return;
    }
    if (document_open(&load->document, path, bytes, length, &problem))
        load_lists(load);
    else
        load_wrong(load, problem.place, "-", "%s", problem.text);
    document_close(&load->document);
    free(bytes);
}

enum err pages_load(const char *dir, const struct hall_def *def, FILE *report, struct pages **pages,
                    uint32_t *mistakes)
{
    char folder[FILE_PATH_MAX], path[FILE_PATH_MAX];
    *pages = NULL;
    if (!file_in(dir, "pages", folder) || !file_in(folder, PAGES_LIST_FILE, path))
        return ERR_CONFIG;
    struct load *load = calloc(1, sizeof(*load)); /* large for a stack */
    struct pages *made = calloc(1, sizeof(*made));
    if (!load || !made) {
        free(load);
        free(made);
        return log_fault(ERR_NOMEM, "pages");
    }
    *load = (struct load){.dir = folder, .def = def, .pages = made, .report = report};
    if (file_exists(path))
        read_lists(load, path);
    uint32_t found = load->mistakes;
    free(load);
    if (mistakes)
        *mistakes = found;
    if (found) {
        pages_free(made);
        return ERR_CONFIG;
    }
    *pages = made;
    return ERR_NONE;
}

void pages_free(struct pages *pages)
{
    for (uint32_t i = 0; pages && i < pages->medium_count; i++)
        free(pages->media[i].bytes);
    free(pages);
}

const struct medium *pages_medium(const struct pages *pages, const uint8_t sha256[MEDIA_HASH])
{
    for (uint32_t i = 0; i < pages->medium_count; i++)
        if (memcmp(pages->media[i].sha256, sha256, MEDIA_HASH) == 0)
            return &pages->media[i];
    return NULL;
}

static bool plays(const struct playlist *list, struct pages_place place)
{
    for (uint32_t i = 0; i < list->place_count; i++)
        if (list->places[i].where == place.where && list->places[i].number == place.number)
            return true;
    return false;
}

const struct playlist *pages_list(const struct pages *pages, struct pages_place place,
                                  uint8_t weekday, uint16_t minute)
{
    for (uint32_t i = 0; i < pages->list_count; i++) {
        const struct playlist *list = &pages->lists[i];
        if (list->days & 1u << weekday && minute >= list->from && minute < list->to &&
            plays(list, place))
            return list;
    }
    return NULL;
}
