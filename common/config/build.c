/* SPDX-License-Identifier: Apache-2.0 */
#include "config/build.h"

#include <stdarg.h>

#include "base/utf8.h"
#include "config/spans.h"
#include "domain/calendar.h"

const char *build_path(struct build *build, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(build->path, PATH_SIZE, fmt, args);
    va_end(args);
    return build->path;
}

void build_mistake(struct build *build, enum config_part part, const char *path, const char *fmt,
                   ...)
{
    char sentence[MISTAKE_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(sentence, sizeof(sentence), fmt, args);
    va_end(args);
    report_add(&build->report, part, document_find(&build->documents[part], path), path, "%s",
               sentence);
}

static void copy(char *to, size_t size, const char *from)
{
    utf8_copy(to, size, from ? from : "");
}

void build_names(struct names *to, const struct raw_words *from)
{
    copy(to->text[LANG_ZH], NAME_SIZE, from->zh);
    copy(to->text[LANG_EN], NAME_SIZE, from->en);
    copy(to->text[LANG_MN], NAME_SIZE, from->mn);
}

void build_texts(struct texts *to, const struct raw_words *from)
{
    copy(to->text[LANG_ZH], TEXT_SIZE, from->zh);
    copy(to->text[LANG_EN], TEXT_SIZE, from->en);
    copy(to->text[LANG_MN], TEXT_SIZE, from->mn);
}

static void build_days(struct build *build, enum config_part part, const char *path,
                       const struct raw_hours *from, struct hours *to)
{
    for (uint32_t i = 0; i < from->days_count; i++) {
        uint8_t day = (uint8_t)(1u << from->days[i]);
        if (to->weekdays & day)
            build_mistake(build, part, path, "a day is given twice; keep one");
        to->weekdays |= day;
    }
}

void build_hours(struct build *build, enum config_part part, const char *path,
                 const struct raw_hours *from, const struct hours *usual, struct hours *to)
{
    char at[PATH_SIZE];
    *to = (struct hours){.early_min = (uint16_t)from->early_min,
                         .stop_min = (uint16_t)from->stop_min};
    snprintf(at, sizeof(at), "%s.days", path);
    build_days(build, part, at, from, to);
    if (!from->days_count && usual)
        to->weekdays = usual->weekdays;
    for (uint32_t i = 0; i < from->sessions_count; i++) {
        struct hours_session *session = &to->sessions[to->count];
        snprintf(at, sizeof(at), "%.120s.sessions[%u]", path, i + 1);
        const char *problem = session_parse(from->sessions[i], session);
        if (problem)
            build_mistake(build, part, at, "%s", problem);
        else if (to->count && session->from_min < session[-1].to_min)
            build_mistake(build, part, at,
                          "the session begins before the one above it ends; sessions must be in "
                          "order and not overlap");
        else if (session->from_min + to->stop_min >= session->to_min)
            build_mistake(build, part, at,
                          "the session is not longer than stop_min (%u); no ticket could be taken",
                          to->stop_min);
        to->count = (uint8_t)(to->count + !problem);
    }
}

/* A preset is a set of head starts with a name (docs/dispatch.md 2). */
static void build_preset(struct rules_def *to)
{
    static const uint16_t head_starts[][3] = {[PRESET_FAIR] = {30, 45, 120},
                                              [PRESET_DEFAULT] = {60, 75, 120},
                                              [PRESET_STRICT_LIKE] = {90, 90, 120},
                                              [PRESET_FIFO] = {0, 0, 0}};
    if (to->preset == PRESET_UNSET)
        return;
    to->head_start_min[CLASS_PRIORITY] = head_starts[to->preset][0];
    to->head_start_min[CLASS_APPOINTMENT] = head_starts[to->preset][1];
    to->head_start_min[CLASS_GREEN] = head_starts[to->preset][2];
}

static void build_rules(struct rules_def *to, const struct raw_rules *from)
{
    *to = (struct rules_def){
        .head_start_min = {[CLASS_PRIORITY] = (uint16_t)from->head_start_min.priority,
                           [CLASS_APPOINTMENT] = (uint16_t)from->head_start_min.appointment,
                           [CLASS_GREEN] = (uint16_t)from->head_start_min.green},
        .transfer_bonus_min = (uint16_t)from->transfer_bonus_min,
        .help_delay_min = (uint16_t)from->help_delay_min,
        .short_weight_pm = (uint16_t)from->short_weight_pm,
        .recall_max = (uint8_t)from->recall_max,
        .recall_spacing_s = (uint16_t)from->recall_spacing_s,
        .miss_calls = (uint8_t)from->miss_calls,
        .miss_after_s = (uint16_t)from->miss_after_s,
        .return_policy = (uint8_t)from->return_policy,
        .return_places = (uint8_t)from->return_places,
        .return_max = (uint8_t)from->return_max,
        .parked_max = (uint8_t)from->parked_max,
        .rating_s = (uint16_t)from->rating_s,
        .announce_expiry_s = (uint16_t)from->announce_expiry_s,
        .missed_shown_min = (uint16_t)from->missed_shown_min,
        .ticket_repeat_s = (uint8_t)from->ticket_repeat_s,
        .dispatch = (uint8_t)from->dispatch,
        .preset = (uint8_t)from->preset,
        .undo_s = (uint8_t)from->undo_s,
        .items_max = (uint8_t)from->items_max,
        .auto_call_s = (uint16_t)from->auto_call_s,
        .auto_miss_s = (uint16_t)from->auto_miss_s,
        .auto_finish_s = (uint16_t)from->auto_finish_s,
        .rating_change_min = (uint8_t)from->rating_change_min,
        .rating_slip_min = (uint16_t)from->rating_slip_min,
        .principals_max = (uint8_t)from->principals_max,
        .one_ticket = (uint8_t)from->one_ticket,
        .voids_day = (uint8_t)from->voids_day,
        .green_day = (uint16_t)from->green_day,
        .priority_age = (uint8_t)from->priority_age,
        .priority_proof = from->priority_proof,
        .checkin_early_min = (uint16_t)from->checkin_early_min,
        .late_min = (uint16_t)from->late_min,
        .booking_share_pct = (uint8_t)from->booking_share_pct,
        .no_shows = (uint8_t)from->no_shows,
        .no_show_days = (uint8_t)from->no_show_days,
        .lease_size = (uint16_t)from->lease_size,
        .lease_first = (uint16_t)from->lease_first,
        .keep_days = (uint16_t)from->keep_days,
        .sign_on = from->sign_on,
        .announce_missed = from->announce_missed,
        .announce_next = from->announce_next,
    };
    build_preset(to);
}

/* A date that is none stays 0: the checks name it. */
static void build_holidays(struct build *build)
{
    struct loaded_hall *out = build->out;
    out->def.holiday_count = build->hall->holidays_count;
    for (uint32_t i = 0; i < out->def.holiday_count; i++)
        out->holidays[i] = (struct holiday_def){
            .date = calendar_date_parse(build->hall->holidays[i].date),
            .kind = (uint8_t)build->hall->holidays[i].kind,
        };
}

static void build_floors(struct build *build)
{
    struct loaded_hall *out = build->out;
    out->def.floor_count = build->hall->floors_count;
    for (uint32_t i = 0; i < out->def.floor_count; i++) {
        out->floors[i].number = (uint8_t)build->hall->floors[i].number;
        build_names(&out->floors[i].name, &build->hall->floors[i].name);
        build_texts(&out->floors[i].exits, &build->hall->floors[i].exits);
    }
}

/* Where else to go, and how to come later (R-K7, R-A8). */
static void build_ways(struct build *build)
{
    struct loaded_hall *out = build->out;
    out->def.booking_way_count = build->hall->booking_ways_count;
    for (uint32_t i = 0; i < out->def.booking_way_count; i++)
        build_texts(&out->booking_ways[i], &build->hall->booking_ways[i]);
    out->def.near_count = build->hall->halls_near_count;
    for (uint32_t i = 0; i < out->def.near_count; i++) {
        const struct raw_near *from = &build->hall->halls_near[i];
        struct near_def *to = &out->halls_near[i];
        build_names(&to->name, &from->name);
        build_texts(&to->address, &from->address);
        build_texts(&to->services, &from->services);
        copy(to->hours, NAME_SIZE, from->hours);
        copy(to->phone, NAME_SIZE, from->phone);
    }
}

void build_hall(struct build *build)
{
    const struct raw_hall *from = build->hall;
    struct hall_def *to = &build->out->def;
    copy(to->id, NAME_SIZE, from->id);
    build_names(&to->name, &from->name);
    build_names(&to->level, &from->level);
    copy(to->time_zone, NAME_SIZE, from->time_zone);
    copy(to->phone, NAME_SIZE, from->phone);
    copy(to->phone_url, TEXT_SIZE, from->phone_url);
    to->slip_both = from->slip_both;
    to->capacity = from->capacity;
    to->tickets_day = from->tickets_day;
    for (uint32_t i = 0; i < from->languages_count; i++)
        to->languages[from->languages[i]] = true;
    to->mongolian_first = from->mongolian_first;
    build_hours(build, PART_HALL, "hours", &from->hours, NULL, &to->hours);
    build_rules(&to->rules, &from->rules);
    build_voice(build);
    build_floors(build);
    build_holidays(build);
    build_ways(build);
}
