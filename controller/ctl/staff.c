/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff - who works here: imported from a table, with PINs that are set one by one. Needs no
 * controller; a running one reads the file again within a second.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "config/config.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "os/file.h"
#include "protocol/crypto.h"
#include "staff/staff_list.h"

/* No file yet is a list of nobody. */
static bool read_kept(const char *path, struct staff_list *list)
{
    if (!staff_list_new(list)) {
        complain("no memory");
        return false;
    }
    return !file_exists(path) || !staff_read(path, true, list);
}

/* ---- import ---- */

/* Every window and service that is named, where the definition is at hand. */
static bool fits_hall(const char *file, const struct staff_list *list, const struct hall_def *def)
{
    bool fits = true;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct staff_person *person = &list->people[i];
        if (person->window && !def_window(def, person->window)) {
            complain("%s: %u: the hall has no window %u", file, person->number, person->window);
            fits = false;
        }
        for (uint8_t k = 0; k < person->skill_count; k++)
            if (!def_service(def, (service_id){person->skills[k].service})) {
                complain("%s: %u: the hall has no service %u", file, person->number,
                         person->skills[k].service);
                fits = false;
            }
    }
    return fits;
}

static bool check_hall(const struct ctl *ctl, const char *file, const struct staff_list *list)
{
    if (!ctl->hall)
        return true;
    struct hall_def *def = ctl_hall(ctl);
    bool fits = def && fits_hall(file, list, def);
    config_free(def);
    return fits;
}

/* The PIN stays with the number. */
static uint32_t keep_pins(const struct staff_list *kept, struct staff_list *list)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        struct staff_person *person = &list->people[i];
        const struct staff_person *before = staff_find(kept, person->number);
        if (!before)
            continue;
        known++;
        person->has_pin = before->has_pin;
        memcpy(person->pin, before->pin, sizeof(person->pin));
    }
    return known;
}

static int import(const struct ctl *ctl, const char *path)
{
    const char *file = ctl->words[1];
    struct staff_list kept = {0}, list = {0};
    bool done = read_kept(path, &kept) && staff_list_new(&list) &&
                !staff_read(file, false, &list) && check_hall(ctl, file, &list);
    if (done) {
        uint32_t known = keep_pins(&kept, &list);
        done = !staff_write(path, &list);
        if (done)
            printf("%u people: %u new, %u gone\n", list.count, list.count - known,
                   kept.count - known);
    }
    staff_list_free(&list);
    staff_list_free(&kept);
    return done ? 0 : 1;
}

/* ---- list ---- */

static int print_list(const char *path)
{
    struct staff_list list = {0};
    bool done = read_kept(path, &list);
    for (uint32_t i = 0; i < list.count && done; i++) {
        const struct staff_person *person = &list.people[i];
        printf("%u %s window=%u pin=%s skills=", person->number, staff_role_name(person->role),
               person->window, person->has_pin ? "set" : "none");
        for (uint8_t k = 0; k < person->skill_count; k++) {
            printf("%s%u", k ? "," : "", person->skills[k].service);
            if (person->skills[k].until)
                printf(":%u", person->skills[k].until);
        }
        printf("%s %s\n", person->skill_count ? "" : "all", person->name);
    }
    staff_list_free(&list);
    return done ? 0 : 1;
}

/* ---- PIN ---- */

/* From the terminal without showing it, else the first line of what is piped in: never from the
 * command line, which everybody on the machine can read. */
static bool ask_pin(const char *question, char *pin, size_t size)
{
    struct termios shown, hidden;
    bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        fprintf(stderr, "%s", question);
        terminal = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
    }
    bool read = fgets(pin, (int)size, stdin) != NULL;
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fprintf(stderr, "\n");
    }
    pin[read ? strcspn(pin, "\r\n") : 0] = '\0';
    return read;
}

static bool read_instance(const struct ctl *ctl, uint64_t *instance)
{
    char path[FILE_PATH_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    bool read = file_in(ctl->state, "instance", path) && !file_read(path, 64, &text, &length) &&
                sscanf((const char *)text, "%16" SCNx64, instance) == 1;
    free(text);
    if (!read)
        complain("%s/instance is not there: start the controller once with this state folder",
                 ctl->state);
    return read;
}

static bool set_pin(struct staff_person *person, const char *pin, uint64_t instance)
{
    uint8_t proof[STAFF_PROOF];
    if (strlen(pin) < STAFF_PIN_MIN || strlen(pin) > STAFF_PIN_MAX) {
        complain("a PIN has %d to %d characters", STAFF_PIN_MIN, STAFF_PIN_MAX);
        return false;
    }
    person->has_pin =
        staff_stretch(pin, person->number, instance, proof) && staff_print(proof, person->pin);
    crypto_wipe(proof, sizeof(proof));
    if (!person->has_pin)
        complain("no memory");
    return person->has_pin;
}

static int change_pin(const struct ctl *ctl, const char *path, uint32_t number)
{
    struct staff_list list = {0};
    uint64_t instance;
    char pin[STAFF_PIN_MAX + 3] = "";
    bool done = read_kept(path, &list) && read_instance(ctl, &instance);
    struct staff_person *person = done ? staff_find(&list, number) : NULL;
    if (done && !person)
        complain("there is no staff number %u; see hallctl staff list", number);
    done = person && ask_pin("PIN: ", pin, sizeof(pin)) && set_pin(person, pin, instance) &&
           !staff_write(path, &list);
    crypto_wipe(pin, sizeof(pin));
    staff_list_free(&list);
    if (done)
        printf("the PIN of %u is set\n", number);
    return done ? 0 : 1;
}

int ctl_staff(const struct ctl *ctl)
{
    char path[FILE_PATH_MAX];
    uint32_t number;
    const char *what = ctl->words[0];
    if (ctl->state && file_in(ctl->state, "staff.csv", path)) {
        if (strcmp(what, "list") == 0 && ctl->count == 1)
            return print_list(path);
        if (strcmp(what, "import") == 0 && ctl->count == 2)
            return import(ctl, path);
        if (strcmp(what, "pin") == 0 && ctl->count == 2 && read_u32(ctl->words[1], &number))
            return change_pin(ctl, path, number);
    }
    complain("usage: hallctl staff import FILE.csv [--hall DIR], staff list or staff pin NUMBER, "
             "each with --state DIR");
    return 2;
}
