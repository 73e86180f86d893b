/* SPDX-License-Identifier: Apache-2.0 */
#include "app/subject.h"

#include <string.h>

static void take_field(const struct fact *fact, const struct field *field, struct subject *subject)
{
    const uint8_t *at = (const uint8_t *)&fact->day_opened + field->offset;
    uint16_t n16;
    if (field->kind == FIELD_U32 && strcmp(field->name, "ticket") == 0) {
        memcpy(&subject->ticket, at, sizeof(subject->ticket));
        return;
    }
    if (field->kind != FIELD_U16)
        return;
    memcpy(&n16, at, sizeof(n16));
    if (strcmp(field->name, "service") == 0)
        subject->service = n16;
    bool target = strcmp(field->name, "target") == 0 || strcmp(field->name, "from") == 0 ||
                  strcmp(field->name, "to") == 0 || strcmp(field->name, "sent") == 0;
    if (target && n16 && subject->target_count < SUBJECT_TARGETS_MAX)
        subject->targets[subject->target_count++] = n16;
}

void subject_of(const struct fact *fact, struct subject *subject)
{
    const struct field_table *table = fact_table(fact->kind);
    *subject = (struct subject){0};
    for (uint16_t i = 0; table && i < table->count; i++)
        take_field(fact, &table->fields[i], subject);
}
