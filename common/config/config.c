/* SPDX-License-Identifier: Apache-2.0 */
#include "config/config.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "config/check.h"
#include "config/items.h"
#include "config/pack.h"
#include "config/shape.h"
#include "os/file.h"

_Static_assert((int)CONFIG_FILES == (int)PART_COUNT, "one part a file");

const char *config_file_name(uint32_t index)
{
    return schema_file_name((enum config_part)index);
}

/* Silent: our own pass names every mistake, with its file and line. */
static const cyaml_config_t setup = {
    .mem_fn = cyaml_mem,
    .log_level = CYAML_LOG_ERROR,
    .flags = CYAML_CFG_IGNORE_UNKNOWN_KEYS | CYAML_CFG_NO_ALIAS,
};

/* NULL when the file cannot be understood; every mistake is reported. */
static void *read_part(struct build *build, enum config_part part, const struct config_file *file)
{
    struct document *document = &build->documents[part];
    struct document_problem problem;
    cyaml_data_t *raw = NULL;

    if (!document_open(document, file->name, file->bytes, file->length, &problem)) {
        report_add(&build->report, part, problem.place, "", "%s", problem.text);
        return NULL;
    }
    if (!shape_check(document, part, &build->report))
        return NULL;
    cyaml_err_t err =
        cyaml_load_data(file->bytes, file->length, &setup, schema_of(part), &raw, NULL);
    if (err) {
        /* Only below unknown keys, where our own pass does not look. */
        report_add(&build->report, part, (struct place){1, 1}, "", "%s; write it plainly",
                   cyaml_strerror(err));
        return NULL;
    }
    shape_defaults(document, part, raw);
    return raw;
}

static void read_parts(struct build *build, const struct config_file *files)
{
    for (enum config_part part = 0; part < PART_COUNT; part++)
        build->report.names[part] = files[part].name;
    for (enum config_part part = 0; part < PART_ITEMS; part++)
        build->raw[part] = read_part(build, part, &files[part]);
    build->hall = build->raw[PART_HALL];
    build->zones = build->raw[PART_ZONES];
    build->services = build->raw[PART_SERVICES];
    build->windows = build->raw[PART_WINDOWS];
    build->windows_whole = build->windows != NULL;
    build->devices = build->raw[PART_DEVICES];
}

static void point_to_arrays(struct loaded_hall *out)
{
    out->def.floors = out->floors;
    out->def.zones = out->zones;
    out->def.voice_zones = out->voice_zones;
    out->def.rooms = out->rooms;
    out->def.services = out->services;
    out->def.journeys = out->journeys;
    out->def.windows = out->windows;
    out->def.lines = out->lines;
    out->def.devices = out->devices;
    out->def.holidays = out->holidays;
    out->def.booking_ways = out->booking_ways;
    out->def.halls_near = out->halls_near;
    out->def.items = out->items;
    out->def.item_texts = out->item_texts;
}

static void build_all(struct build *build)
{
    if (build->hall)
        build_hall(build);
    if (build->zones)
        build_places(build);
    if (build->services)
        build_services(build);
    if (build->windows)
        build_windows(build);
    if (build->devices)
        build_devices(build);
    build_window_modes(build);
}

static void check_all(struct build *build)
{
    if (build->hall)
        check_hall(build);
    if (build->zones)
        check_places(build);
    if (build->services)
        check_services(build);
    if (build->windows)
        check_windows(build);
    if (build->devices)
        check_devices(build);
    check_items(build);
}

/* Of the pack. Names and lengths are in it: moving a line between files is a change. */
static bool hash_files(const struct config_file *files, uint8_t hash[32])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    for (enum config_part part = 0; part < pack_parts(files) && good; part++) {
        uint8_t head[PACK_HEAD_MAX];
        size_t length = pack_head(part, files[part].length, head);
        good = EVP_DigestUpdate(context, head, length) == 1 &&
               EVP_DigestUpdate(context, files[part].bytes, files[part].length) == 1;
    }
    good = good && EVP_DigestFinal_ex(context, hash, NULL) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static void build_free(struct build *build)
{
    for (enum config_part part = 0; part < PART_COUNT; part++) {
        if (build->raw[part])
            (void)cyaml_free(&setup, schema_of(part), build->raw[part], 0);
        document_close(&build->documents[part]);
    }
    free(build->out);
    free(build);
}

enum err config_parse(const struct config_file files[CONFIG_FILES], FILE *report,
                      struct hall_def **def, uint32_t *mistakes)
{
    enum err err = ERR_NOMEM;
    *def = NULL;
    struct build *build = calloc(1, sizeof(*build));
    if (!build)
        return ERR_NOMEM;
    build->out = calloc(1, sizeof(*build->out));
    if (!build->out || !hash_files(files, build->out->def.hash))
        goto done;

    point_to_arrays(build->out);
    read_parts(build, files);
    build_all(build);
    items_read(build, &files[PART_ITEMS]);
    check_all(build);
    report_print(&build->report, report);
    if (mistakes)
        *mistakes = build->report.count;
    err = build->report.count ? ERR_CONFIG : ERR_NONE;
    if (!err) {
        *def = &build->out->def;
        build->out = NULL;
    }
done:
    build_free(build);
    return err;
}

/* Prints why a file cannot be read; `file` NULL = none of the folder's can. */
static void report_missing(FILE *report, const char *dir, const char *file, int why)
{
    const char *reason = why == EFBIG ? "it has more than 1 MB" : strerror(why);
    if (file)
        fprintf(report, "%s/%s:1:1: -: ", dir, file);
    else
        fprintf(report, "%s: ", dir);
    fprintf(report,
            "cannot be read: %s; give --hall a folder with hall.yaml, zones.yaml, services.yaml, "
            "windows.yaml and devices.yaml\n",
            reason);
}

/* 0, or the errno that says why not. */
static int read_file(const char *dir, uint32_t index, uint8_t **bytes, size_t *length)
{
    char path[FILE_PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s/%s", dir, config_file_name(index));
    if (n < 0 || (size_t)n >= sizeof(path))
        return ENAMETOOLONG;
    if (index == PART_ITEMS && !file_exists(path)) { /* a hall without items has no search */
        *length = 0;
        *bytes = calloc(1, 1);
        return *bytes ? 0 : ENOMEM;
    }
    enum err err = file_read(path, PACK_FILE_MAX, bytes, length);
    return !err ? 0 : err == ERR_TOOBIG ? EFBIG : errno;
}

enum err config_read(const char *dir, FILE *report, uint8_t *bytes[CONFIG_FILES],
                     size_t length[CONFIG_FILES], uint32_t *mistakes)
{
    int why[CONFIG_FILES];
    uint32_t missing = 0;
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        why[i] = read_file(dir, i, &bytes[i], &length[i]);
        missing += why[i] != 0;
    }
    bool all = missing >= PART_ITEMS; /* most of all a folder that is not there: said once */
    if (all)
        report_missing(report, dir, NULL, why[0]);
    for (uint32_t i = 0; i < CONFIG_FILES && !all; i++)
        if (why[i])
            report_missing(report, dir, config_file_name(i), why[i]);
    if (missing && mistakes)
        *mistakes = all ? 1 : missing;
    return missing ? ERR_CONFIG : ERR_NONE;
}

enum err config_load(const char *dir, FILE *report, struct hall_def **def, uint32_t *mistakes)
{
    struct config_file files[CONFIG_FILES];
    char names[CONFIG_FILES][FILE_PATH_MAX];
    uint8_t *bytes[CONFIG_FILES] = {0};
    size_t length[CONFIG_FILES];
    *def = NULL;
    enum err err = config_read(dir, report, bytes, length, mistakes);
    for (uint32_t i = 0; i < CONFIG_FILES && !err; i++) {
        snprintf(names[i], sizeof(names[i]), "%s/%s", dir, config_file_name(i));
        files[i] = (struct config_file){names[i], bytes[i], length[i]};
    }
    if (!err)
        err = config_parse(files, report, def, mistakes);
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        free(bytes[i]);
    return err;
}

void config_free(struct hall_def *def)
{
    free(def); /* the first member of its struct loaded_hall */
}
