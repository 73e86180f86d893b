/* SPDX-License-Identifier: Apache-2.0 */
#include "staff/staff_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/calendar.h"
#include "os/file.h"
#include "os/log.h"
#include "os/secrets.h"
#include "protocol/crypto.h"

#define FILE_MAX (4u << 20)
#define LINE_SIZE 640 /* of what is written: 40 skills with their dates */
#define HEADER "staff,name,role,window,skills"
#define HEADER_PINS HEADER ",pin"

/* ---- lists ---- */

bool staff_list_new(struct staff_list *list)
{
    list->count = 0;
    list->people = calloc(STAFF_MAX, sizeof(*list->people));
    return list->people != NULL;
}

void staff_list_free(struct staff_list *list)
{
    if (list->people)
        crypto_wipe(list->people, STAFF_MAX * sizeof(*list->people));
    free(list->people);
    *list = (struct staff_list){0};
}

static uint32_t place_of(const struct staff_list *list, uint32_t number)
{
    uint32_t low = 0, high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->people[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct staff_person *staff_find(const struct staff_list *list, uint32_t number)
{
    uint32_t at = place_of(list, number);
    return at < list->count && list->people[at].number == number ? &list->people[at] : NULL;
}

struct staff_person *staff_add(struct staff_list *list, uint32_t number)
{
    uint32_t at = place_of(list, number);
    if (list->count == STAFF_MAX)
        return NULL;
    memmove(&list->people[at + 1], &list->people[at], (list->count - at) * sizeof(*list->people));
    list->count++;
    list->people[at] = (struct staff_person){.number = number};
    return &list->people[at];
}

/* ---- reading ---- */

struct reading {
    const char *path;
    uint32_t line;
    bool with_pins;
    struct staff_list *list;
};

PRINTF_LIKE(2, 3)
static enum err mistake(const struct reading *reading, const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    return log_fault(ERR_CONFIG, "%s:%u: %s", reading->path, reading->line, text);
}

static bool read_number(const char *text, uint32_t most, uint32_t *number)
{
    uint64_t n = 0;
    if (!*text)
        return false;
    for (; *text >= '0' && *text <= '9'; text++)
        if ((n = n * 10 + (uint64_t)(*text - '0')) > most)
            return false;
    *number = (uint32_t)n;
    return !*text;
}

static uint8_t role_from_name(const char *name)
{
    for (uint8_t role = 1; role < ROLE_COUNT; role++)
        if (strcmp(staff_role_name(role), name) == 0)
            return role;
    return ROLE_NONE;
}

/* "2027-12-31" or "20271231"; 0 = no date. */
static uint32_t read_date(const char *text)
{
    uint32_t date;
    if (strchr(text, '-'))
        return calendar_date_parse(text);
    return read_number(text, 99991231, &date) && calendar_date_valid(date) ? date : 0;
}

static enum err read_skill(const struct reading *reading, struct staff_person *person, char *word)
{
    char *until = strchr(word, ':');
    uint32_t service;
    if (until)
        *until++ = '\0';
    if (!read_number(word, UINT16_MAX, &service) || !service)
        return mistake(reading, "%.40s is no service; write numbers with spaces between", word);
    if (until && !read_date(until))
        return mistake(reading, "%.40s is no day; write it like 2:2027-12-31", until);
    for (uint8_t i = 0; i < person->skill_count; i++)
        if (person->skills[i].service == service)
            return mistake(reading, "service %u stands there twice", service);
    if (person->skill_count == STAFF_SKILLS_MAX)
        return mistake(reading, "more than %d services; leave the field empty for all of them",
                       STAFF_SKILLS_MAX);
    person->skills[person->skill_count++] =
        (struct staff_skill){(uint16_t)service, until ? read_date(until) : 0};
    return ERR_NONE;
}

static enum err read_skills(const struct reading *reading, struct staff_person *person, char *text)
{
    enum err err = ERR_NONE;
    while (*text && !err) {
        char *word = text + strspn(text, " ");
        char *end = word + strcspn(word, " ");
        text = *end ? end + 1 : end;
        *end = '\0';
        if (*word)
            err = read_skill(reading, person, word);
    }
    return err;
}

static bool read_hex(const char *text, uint8_t bytes[STAFF_PROOF])
{
    if (strlen(text) != (size_t)2 * STAFF_PROOF ||
        strspn(text, "0123456789abcdef") != (size_t)2 * STAFF_PROOF)
        return false;
    for (size_t i = 0; i < STAFF_PROOF; i++)
        if (sscanf(text + 2 * i, "%2hhx", &bytes[i]) != 1)
            return false;
    return true;
}

/* Cuts the line at its commas; how many fields there were. */
static size_t split(char *line, char *fields[], size_t most)
{
    size_t count = 0;
    for (;;) {
        char *comma = strchr(line, ',');
        if (count < most)
            fields[count] = line;
        count++;
        if (!comma)
            return count;
        *comma = '\0';
        line = comma + 1;
    }
}

enum { NUMBER, NAME, ROLE, WINDOW, SKILLS, PIN, FIELDS };

static enum err read_person(const struct reading *reading, char *line)
{
    char *fields[FIELDS];
    uint32_t number, window = 0;
    size_t want = reading->with_pins ? FIELDS : PIN;
    if (strchr(line, '"'))
        return mistake(reading, "a quotation mark; write the fields without");
    size_t count = split(line, fields, FIELDS);
    if (count != want)
        return mistake(reading, "%zu fields where there are %zu: %s", count, want,
                       reading->with_pins ? HEADER_PINS : HEADER);
    if (!read_number(fields[NUMBER], UINT32_MAX, &number) || !number)
        return mistake(reading, "%.40s is no staff number", fields[NUMBER]);
    if (staff_find(reading->list, number))
        return mistake(reading, "the staff number %u stands there twice", number);
    if (strlen(fields[NAME]) >= STAFF_NAME_SIZE || !utf8_valid(fields[NAME]))
        return mistake(reading, "a name has at most %d bytes of UTF-8", STAFF_NAME_SIZE - 1);
    if (!role_from_name(fields[ROLE]))
        return mistake(reading, "%.40s is no role: clerk guide manager auditor leader inspector",
                       fields[ROLE]);
    if (*fields[WINDOW] && (!read_number(fields[WINDOW], TARGET_ROOM - 1, &window) || !window))
        return mistake(reading, "%.40s is no window", fields[WINDOW]);
    struct staff_person *person = staff_add(reading->list, number);
    if (!person)
        return mistake(reading, "more than %d people", STAFF_MAX);
    snprintf(person->name, sizeof(person->name), "%s", fields[NAME]);
    person->role = role_from_name(fields[ROLE]);
    person->window = (uint16_t)window;
    person->has_pin = reading->with_pins && *fields[PIN];
    if (person->has_pin && !read_hex(fields[PIN], person->pin))
        return mistake(reading, "the PIN is damaged; set it anew with hallctl staff pin %u",
                       number);
    return read_skills(reading, person, fields[SKILLS]);
}

static enum err read_lines(struct reading *reading, char *text)
{
    enum err err = ERR_NONE;
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
        text += 3; /* a spreadsheet wrote it */
    while (*text && !err) {
        char *end = text + strcspn(text, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        if (end > text && end[-1] == '\r')
            end[-1] = '\0';
        reading->line++;
        const char *header = reading->with_pins ? HEADER_PINS : HEADER;
        if (reading->line == 1 && strcmp(text, header) != 0)
            err = mistake(reading, "the first line is not %s", header);
        else if (reading->line > 1 && *text)
            err = read_person(reading, text);
        text = next;
    }
    if (!err && !reading->line)
        err = mistake(reading, "the file is empty");
    return err;
}

enum err staff_read(const char *path, bool with_pins, struct staff_list *list)
{
    struct reading reading = {.path = path, .with_pins = with_pins, .list = list};
    uint8_t *bytes;
    size_t length;
    list->count = 0;
    if (file_read(path, FILE_MAX, &bytes, &length))
        return log_fault(ERR_CONFIG, "%s: cannot be read", path);
    enum err err = strlen((char *)bytes) == length ? read_lines(&reading, (char *)bytes)
                                                   : mistake(&reading, "it is no text");
    crypto_wipe(bytes, length);
    free(bytes);
    if (err)
        list->count = 0;
    return err;
}

/* ---- writing ---- */

static int print_person(const struct staff_person *person, char *text, size_t size)
{
    int at = snprintf(text, size, "%u,%s,%s,", person->number, person->name,
                      staff_role_name(person->role));
    if (person->window)
        at += snprintf(text + at, size - (size_t)at, "%u", person->window);
    for (uint8_t i = 0; i < person->skill_count; i++) {
        const struct staff_skill *skill = &person->skills[i];
        at += snprintf(text + at, size - (size_t)at, "%s%u", i ? " " : ",", skill->service);
        if (skill->until)
            at += snprintf(text + at, size - (size_t)at, ":%u", skill->until);
    }
    at += snprintf(text + at, size - (size_t)at, "%s", person->skill_count ? "," : ",,");
    for (size_t i = 0; i < STAFF_PROOF && person->has_pin; i++)
        at += snprintf(text + at, size - (size_t)at, "%02x", person->pin[i]);
    return at + snprintf(text + at, size - (size_t)at, "\n");
}

enum err staff_write(const char *path, const struct staff_list *list)
{
    size_t size = sizeof(HEADER_PINS) + 1 + (size_t)list->count * (LINE_SIZE + 128);
    char *text = malloc(size);
    if (!text)
        return log_fault(ERR_NOMEM, "%s: no memory", path);
    size_t at = (size_t)snprintf(text, size, "%s\n", HEADER_PINS);
    for (uint32_t i = 0; i < list->count; i++)
        at += (size_t)print_person(&list->people[i], text + at, size - at);
    enum err err = file_write(path, text, at, 0600);
    crypto_wipe(text, size);
    free(text);
    return err;
}

/* ---- skills and PINs ---- */

bool staff_services(const struct staff_person *person, uint32_t day, char list[STAFF_LIST_SIZE])
{
    int at = 0;
    list[0] = '\0';
    for (uint8_t i = 0; i < person->skill_count; i++) {
        const struct staff_skill *skill = &person->skills[i];
        if (!skill->until || skill->until >= day)
            at += snprintf(list + at, STAFF_LIST_SIZE - (size_t)at, "%s%u", at ? " " : "",
                           skill->service);
    }
    return at || !person->skill_count;
}

bool staff_stretch(const char *pin, uint32_t number, uint64_t instance, uint8_t proof[STAFF_PROOF])
{
    size_t length = strlen(pin);
    return length >= STAFF_PIN_MIN && length <= STAFF_PIN_MAX &&
           secrets_stretch(pin, number, instance, proof);
}

bool staff_print(const uint8_t proof[STAFF_PROOF], uint8_t print[STAFF_PROOF])
{
    static const uint8_t purpose[] = "HALL/1 staff";
    const struct crypto_bytes parts[] = {{purpose, sizeof(purpose) - 1}, {proof, STAFF_PROOF}};
    _Static_assert(CRYPTO_HASH == STAFF_PROOF, "SHA-256");
    return crypto_hash(parts, countof(parts), print);
}
