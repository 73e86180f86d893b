/* SPDX-License-Identifier: Apache-2.0 */
#include "device/citizen.h"

#include <string.h>

#include "domain/calendar.h"

#define BIRTH_IN_NUMBER 6
#define YEARS_400 4000000u /* of yyyymmdd */

bool citizen_number_good(char number[CITIZEN_NUMBER])
{
    static const uint8_t weights[CITIZEN_NUMBER - 1] = {7, 9, 10, 5,  8, 4, 2, 1, 6,
                                                        3, 7, 9,  10, 5, 8, 4, 2};
    static const char checks[] = "10X98765432";
    uint32_t sum = 0;
    for (size_t i = 0; i < CITIZEN_NUMBER - 1; i++) {
        if (number[i] < '0' || number[i] > '9')
            return false;
        sum += (uint32_t)(number[i] - '0') * weights[i];
    }
    char *last = &number[CITIZEN_NUMBER - 1];
    if (*last == 'x')
        *last = 'X';
    return *last == checks[sum % 11];
}

/* 0 = no date. */
static uint32_t date_of(const char birth[CITIZEN_BIRTH])
{
    uint32_t date = 0;
    for (size_t i = 0; i < CITIZEN_BIRTH; i++) {
        if (birth[i] < '0' || birth[i] > '9')
            return 0;
        date = date * 10 + (uint32_t)(birth[i] - '0');
    }
    /* The calendar begins in 1970 and repeats itself after 400 years. */
    return calendar_date_valid(date + YEARS_400) ? date : 0;
}

bool citizen_good(struct citizen *citizen)
{
    return citizen_number_good(citizen->number) && date_of(citizen->birth) != 0 &&
           memcmp(citizen->number + BIRTH_IN_NUMBER, citizen->birth, CITIZEN_BIRTH) == 0;
}

uint32_t citizen_age(const struct citizen *citizen, uint32_t today)
{
    uint32_t birth = date_of(citizen->birth);
    /* yyyymmdd: the difference counts whole years in its upper digits. */
    return birth == 0 || birth > today ? 0 : (today - birth) / 10000;
}

uint8_t citizen_age_band(const struct citizen *citizen, uint32_t today)
{
    uint32_t age = citizen_age(citizen, today);
    return age >= 70 ? 70 : age >= 65 ? 65 : age >= 60 ? 60 : 0;
}

void citizen_wipe(struct citizen *citizen)
{
    volatile char *at = (volatile char *)citizen;
    for (size_t i = 0; i < sizeof(*citizen); i++)
        at[i] = 0;
}
