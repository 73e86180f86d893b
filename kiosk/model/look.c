/* SPDX-License-Identifier: Apache-2.0 */
/* What the view asks of the model. */
#include <string.h>

#include "domain/calendar.h"
#include "domain/hours.h"
#include "model/kiosk.h"

uint32_t kiosk_seconds_left(const struct kiosk_model *model)
{
    msec left = model->page_until - model->now;
    return left > 0 ? (uint32_t)((left + SECOND - 1) / SECOND) : 0;
}

bool kiosk_busy(const struct kiosk_model *model)
{
    return model->asking.active;
}

bool kiosk_slow(const struct kiosk_model *model)
{
    return kiosk_busy(model) && model->now - model->asking.asked >= KIOSK_SLOW_MS;
}

bool kiosk_prints(const struct kiosk_model *model)
{
    return model->printer == KIOSK_PRINTER_OK || model->printer == KIOSK_PRINTER_NEAR_END;
}

enum kiosk_printer kiosk_printer(const struct kiosk_model *model)
{
    const struct kiosk_paper *paper = &model->staff.paper;
    bool low = paper->known && paper->pct <= KIOSK_PAPER_LOW_PCT;
    return model->printer == KIOSK_PRINTER_OK && low ? KIOSK_PRINTER_NEAR_END
                                                     : (enum kiosk_printer)model->printer;
}

bool kiosk_told(const struct kiosk_model *model)
{
    return !ledger_untold(&model->ledger);
}

bool kiosk_idle(const struct kiosk_model *model)
{
    bool rests = model->page == KIOSK_HOME || model->page == KIOSK_OUT_OF_USE;
    bool touched = !rests || model->pressed_action != KIOSK_ACT_NONE || model->lang != LANG_ZH ||
                   kiosk_slower(model) || model->contrast;
    bool under_way = kiosk_busy(model) || model->calling.active || model->print == KIOSK_PRINT_BUSY;
    return !touched && !under_way && kiosk_told(model);
}

bool kiosk_overlay(const struct kiosk_model *model)
{
    /* The issued page and the thanks just end; on the home page nothing is lost. */
    bool ends = model->page == KIOSK_ISSUED || model->page == KIOSK_RATED;
    bool rests = model->page == KIOSK_HOME || model->page == KIOSK_OUT_OF_USE;
    return !rests && !ends && model->page != KIOSK_PIN && !kiosk_busy(model) &&
           model->page_until - model->now <= KIOSK_WARN_MS;
}

bool kiosk_large_pages(const struct kiosk_model *model)
{
    return model->large > 0 || model->low;
}

bool kiosk_slower(const struct kiosk_model *model)
{
    return kiosk_large_pages(model) || model->voice;
}

bool kiosk_item_online(const struct kiosk_model *model, const struct item_def *item)
{
    return (item->flags & ITEM_ONLINE) && *def_item_word(model->def, item->url);
}

bool kiosk_hall_closed(const struct kiosk_model *model)
{
    return model->rows.known && (!model->rows.ticketing || model->rows.day == 0);
}

const struct kiosk_service *kiosk_service(const struct kiosk_model *model, service_id id)
{
    static const struct kiosk_service unknown = {0};
    for (uint32_t i = 0; i < model->def->service_count; i++)
        if (model->def->services[i].id.n == id.n)
            return &model->rows.services[i];
    return &unknown;
}

/* A kiosk of one zone shows that zone; one of the whole hall shows all. */
uint32_t kiosk_zones(const struct kiosk_model *model, const struct zone_def **list, uint32_t max)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->def->zone_count && count < max; i++) {
        const struct zone_def *zone = &model->def->zones[i];
        bool here = model->device->zone == 0 || model->device->zone == zone->id;
        if (zone->on_kiosk && here)
            list[count++] = zone;
    }
    return count;
}

uint32_t kiosk_services(const struct kiosk_model *model, uint16_t zone,
                        const struct service_def **list, uint32_t max)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->def->service_count && count < max; i++) {
        const struct service_def *service = &model->def->services[i];
        if (service->prefix[0] && service->zone == zone)
            list[count++] = service;
    }
    return count;
}

/* The definition knows the hours; a hall that has none is open. */
static bool in_hours(const struct kiosk_model *model, const struct service_def *service)
{
    struct civil civil = calendar_local(model->hall_ms, model->tz_min);
    uint32_t date = calendar_date(civil);
    struct calendar_hours at = calendar_hours(model->def, service, date);
    return date == model->ledger.day &&
           (!at.hours->count || hours_ticketing(at.hours, at.open, calendar_minute(civil)));
}

uint16_t kiosk_own_first(const struct kiosk_model *model)
{
    uint16_t first = 0;
    if (model->link_up || model->journal_lost || !ledger_left_all(&model->ledger))
        return 0;
    for (uint32_t i = 0; i < model->ledger.lease_count; i++)
        if (!first || model->ledger.leases[i].first < first)
            first = model->ledger.leases[i].first;
    return first;
}

bool kiosk_can_issue_alone(const struct kiosk_model *model, service_id id)
{
    const struct service_def *service = def_service(model->def, id);
    bool closed = model->rows.known && model->rows.day == 0;
    return service && model->hall_ms && !closed && !model->journal_lost &&
           ledger_left(&model->ledger, id) > 0 && ledger_has_room(&model->ledger) &&
           in_hours(model, service);
}

bool kiosk_can_issue(const struct kiosk_model *model, service_id id)
{
    const struct kiosk_service *service = kiosk_service(model, id);
    if (!model->link_up)
        return kiosk_can_issue_alone(model, id);
    return !model->journal_lost && service->known && service->ticketing && service->left > 0;
}

/* ---- numbers that exist ---- */

static bool has_prefix(const char **list, uint32_t count, const char *prefix)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(list[i], prefix) == 0)
            return true;
    return false;
}

uint32_t kiosk_prefixes(const struct kiosk_model *model, const char **list, uint32_t max)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->def->service_count && count < max; i++) {
        const char *prefix = model->def->services[i].prefix;
        if (prefix[0] && !has_prefix(list, count, prefix))
            list[count++] = prefix;
    }
    return count;
}

bool kiosk_asking(const struct kiosk_model *model)
{
    return model->numbers.query.active && !model->numbers.query.quiet;
}

bool kiosk_can_query(const struct kiosk_model *model)
{
    const struct kiosk_numbers *numbers = &model->numbers;
    return model->link_up && numbers->prefix[0] && strlen(numbers->digits) >= KIOSK_DIGITS_MIN;
}

bool kiosk_can_check_in(const struct kiosk_model *model)
{
    size_t length = strlen(model->wish.code);
    return model->link_up && (model->numbers.any_code ? length > 0 : length == KIOSK_CODE_DIGITS);
}

bool kiosk_may_rejoin(const struct kiosk_model *model)
{
    const struct kiosk_found *found = &model->numbers.found;
    if (found->state != TICKET_MISSED || model->def->rules.return_policy == RETURN_VOID)
        return false;
    return found->may_rejoin || !found->vouched;
}

bool kiosk_may_give_back(const struct kiosk_model *model)
{
    const struct kiosk_found *found = &model->numbers.found;
    return found->vouched && (found->state == TICKET_WAITING || found->state == TICKET_MISSED);
}

bool kiosk_is_rated(const struct kiosk_model *model)
{
    const struct kiosk_found *found = &model->numbers.found;
    return found->score > 0 || found->change_s > 0; /* R-E3: the level is told to nobody else */
}

bool kiosk_may_change(const struct kiosk_model *model)
{
    const struct kiosk_numbers *numbers = &model->numbers;
    msec since = model->now - numbers->found_at;
    return model->now < numbers->change_until || since < numbers->found.change_s * SECOND;
}
