/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_list - who works in the hall: STATE/staff.csv, written by hallctl, read by the controller.
 *
 *     staff,name,role,window,skills,pin
 *     1042,王芳,clerk,3,1 2:2027-12-31,5f0c…
 *
 * staff     number, 1 … 4294967295
 * name      for people who run the hall; it goes into no journal, archive or backup (D-23)
 * role      clerk guide manager auditor leader inspector
 * window    where the person sits by the roster; empty = nowhere (D-43)
 * skills    service numbers, each with the last day of its qualification where there is one;
 *           empty = everything (R-D3)
 * pin       SHA-256 of the stretched PIN, in hexadecimal; empty = cannot sign on with a PIN.
 *           What hallctl imports has no such column: PINs are set one by one.
 *
 * The file is nobody else's to read (mode 0600). The salt of a PIN is the staff number and the
 * instance of the state folder, which the controller writes to STATE/instance at its start.
 *
 * Ownership: the caller's list; staff_list_new allocates STAFF_MAX places once.
 * Errors:    ERR_CONFIG after a sentence with file and line; the list is then empty.
 */
#ifndef STAFF_STAFF_LIST_H
#define STAFF_STAFF_LIST_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "domain/hall_def.h"

#define STAFF_MAX 2000
#define STAFF_SKILLS_MAX WINDOW_SERVICES_MAX
#define STAFF_NAME_SIZE 25
#define STAFF_PROOF 32
#define STAFF_PIN_MIN 4
#define STAFF_PIN_MAX 32
#define STAFF_LIST_SIZE 241 /* of struct command: "1 2 14" */

struct staff_person {
    uint32_t number;
    char name[STAFF_NAME_SIZE];
    uint8_t role; /* enum staff_role */
    uint16_t window;
    uint8_t skill_count;
    struct staff_skill {
        uint16_t service;
        uint32_t until; /* the last day, yyyymmdd; 0 = without end */
    } skills[STAFF_SKILLS_MAX];
    bool has_pin;
    uint8_t pin[STAFF_PROOF]; /* staff_print of the proof */
};

struct staff_list {
    uint32_t count;
    struct staff_person *people; /* ascending numbers */
};

bool staff_list_new(struct staff_list *list) MUST_CHECK;
void staff_list_free(struct staff_list *list); /* wiped */
struct staff_person *staff_find(const struct staff_list *list, uint32_t number);
/* Adds it in its place; NULL when the list is full. The number must not be there. */
struct staff_person *staff_add(struct staff_list *list, uint32_t number);

/* with_pins: the file of the state folder; false: what somebody wrote by hand. */
enum err staff_read(const char *path, bool with_pins, struct staff_list *list) MUST_CHECK;
enum err staff_write(const char *path, const struct staff_list *list) MUST_CHECK;

/* The services that the person may serve on that day, for SIGN_ON. False: none is left of them. */
bool staff_services(const struct staff_person *person, uint32_t day, char list[STAFF_LIST_SIZE]);

/* D-43: what a console sends as LOGIN.proof. False: no memory, or no PIN of allowed length. */
bool staff_stretch(const char *pin, uint32_t number, uint64_t instance,
                   uint8_t proof[STAFF_PROOF]) MUST_CHECK;
/* What is kept of it. */
bool staff_print(const uint8_t proof[STAFF_PROOF], uint8_t print[STAFF_PROOF]) MUST_CHECK;

#endif
