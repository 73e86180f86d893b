/* SPDX-License-Identifier: Apache-2.0 */
#include "model/items.h"

#include <string.h>

#include "domain/calendar.h"

/* ---- lists ---- */

static uint32_t today(const struct kiosk_model *model)
{
    return model->hall_ms ? calendar_date(calendar_local(model->hall_ms, model->tz_min)) : 0;
}

static bool in_list(const struct kiosk_model *model, const struct item_def *item)
{
    const struct kiosk_items *items = &model->items;
    const struct service_def *service = def_service(model->def, item->service);
    if (!service || !item_valid(item, today(model)))
        return false;
    if (items->service.n)
        return item->service.n == items->service.n && kiosk_item_online(model, item);
    return service->zone == items->zone;
}

static void fill_list(struct kiosk_model *model)
{
    struct kiosk_items *items = &model->items;
    items->count = 0;
    for (uint32_t i = 0; i < model->def->item_count; i++)
        if (in_list(model, &model->def->items[i]))
            items->found[items->count++] = (uint16_t)i;
}

static void search(struct kiosk_model *model)
{
    struct kiosk_items *items = &model->items;
    items->count = (uint16_t)kiosk_search(model->def, items->query, (enum lang)model->lang,
                                          today(model), items->found);
    model->page_number = 0;
}

void kiosk_items_again(struct kiosk_model *model)
{
    if (model->page == KIOSK_SEARCH)
        search(model);
}

static void open_search(struct kiosk_model *model)
{
    kiosk_items_forget(model);
    model->zone = 0;
    kiosk_show(model, KIOSK_SEARCH);
}

static void open_list(struct kiosk_model *model, uint16_t zone, service_id service)
{
    const struct zone_def *first;
    if (!zone && !service.n && kiosk_zones(model, &first, 1))
        zone = first->id;
    model->items.zone = zone;
    model->items.service = service;
    fill_list(model);
    kiosk_show(model, KIOSK_ITEMS);
}

/* ---- an item ---- */

static void open_online(struct kiosk_model *model)
{
    model->items.online_from = model->page;
    model->items.told_online = true;
    model->items.sheet = KIOSK_SHEET_NONE;
    kiosk_show(model, KIOSK_ONLINE);
}

static void open_guide(struct kiosk_model *model, uint16_t id)
{
    struct kiosk_items *items = &model->items;
    if (!def_item(model->def, id))
        return;
    bool online = model->page == KIOSK_ITEMS && items->service.n;
    items->item = id;
    items->list = model->page;
    items->list_page = model->page_number;
    items->told_online = false;
    items->sheet = KIOSK_SHEET_NONE;
    if (online)
        open_online(model);
    else
        kiosk_show(model, KIOSK_GUIDE);
}

bool kiosk_items_first(struct kiosk_model *model)
{
    const struct item_def *item = def_item(model->def, model->wish.item);
    if (!item || !kiosk_item_online(model, item) || model->items.told_online)
        return false;
    model->items.item = item->id;
    open_online(model);
    return true;
}

static void take(struct kiosk_model *model)
{
    const struct item_def *item = def_item(model->def, model->items.item);
    if (item)
        kiosk_choose(model, item->service, item->id);
}

/* From k20: the items of this service that need no number. */
static void open_online_items(struct kiosk_model *model)
{
    service_id service = model->wish.service;
    model->items.before = model->page;
    open_list(model, 0, service);
}

static void print(struct kiosk_model *model, enum kiosk_sheet_kind kind,
                  struct kiosk_effects *effects)
{
    if (!kiosk_prints(model) || model->items.sheet == KIOSK_SHEET_BUSY)
        return;
    model->items.sheet = KIOSK_SHEET_BUSY;
    kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_SHEET,
                                                .number = kind,
                                                .item = model->items.item,
                                                .lang = model->lang});
}

void kiosk_items_event(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects)
{
    (void)effects;
    if (model->items.sheet == KIOSK_SHEET_BUSY)
        model->items.sheet = event->code == PRINT_PRINTED ? KIOSK_SHEET_DONE : KIOSK_SHEET_FAILED;
}

/* ---- keys ---- */

static bool type(struct kiosk_model *model, uint16_t action, uint16_t arg)
{
    struct kiosk_items *items = &model->items;
    size_t length = strlen(items->query);
    if (model->page != KIOSK_SEARCH)
        return false;
    if (action == KIOSK_ACT_KEY && length + 1 < sizeof(items->query))
        items->query[length] = (char)arg, items->query[length + 1] = '\0';
    else if (action == KIOSK_ACT_DELETE && length > 0)
        items->query[length - 1] = '\0';
    else if (action == KIOSK_ACT_CLEAR)
        items->query[0] = '\0';
    else if (action == KIOSK_ACT_LETTERS)
        items->digits = !items->digits;
    else if (action == KIOSK_ACT_OK)
        items->results = items->count > 0;
    else
        return action == KIOSK_ACT_KEY || action == KIOSK_ACT_DELETE;
    if (action != KIOSK_ACT_LETTERS && action != KIOSK_ACT_OK)
        search(model);
    return true;
}

/* ---- back ---- */

static void back_to_list(struct kiosk_model *model)
{
    uint8_t page = model->items.list_page;
    kiosk_show(model, (enum kiosk_page)model->items.list);
    model->page_number = page;
}

static bool go_back(struct kiosk_model *model)
{
    struct kiosk_items *items = &model->items;
    if (model->page == KIOSK_SEARCH && items->results)
        items->results = false, model->page_number = 0;
    else if (model->page == KIOSK_SEARCH)
        kiosk_go_home(model);
    else if (model->page == KIOSK_ITEMS && items->service.n)
        kiosk_show(model, (enum kiosk_page)items->before);
    else if (model->page == KIOSK_ITEMS)
        open_search(model);
    else if (model->page == KIOSK_GUIDE)
        back_to_list(model);
    else if (model->page == KIOSK_ONLINE && items->online_from == KIOSK_ITEMS)
        back_to_list(model);
    else if (model->page == KIOSK_BASIS || model->page == KIOSK_ONLINE ||
             (model->page == KIOSK_CONFIRM && model->wish.item))
        kiosk_show(model, KIOSK_GUIDE), items->told_online = false;
    else if (model->page == KIOSK_WAYS || model->page == KIOSK_ELSEWHERE)
        kiosk_show(model, (enum kiosk_page)items->before);
    else
        return false;
    return true;
}

static void open_way(struct kiosk_model *model, enum kiosk_page page)
{
    model->items.before = model->page;
    kiosk_show(model, page);
}

bool kiosk_press_items(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    if (type(model, action, arg))
        return true;
    if (action == KIOSK_ACT_BACK)
        return go_back(model);
    if (action == KIOSK_ACT_SEARCH)
        open_search(model);
    else if (action == KIOSK_ACT_ITEMS)
        open_list(model, arg, (service_id){0});
    else if (action == KIOSK_ACT_ONLINE_ITEMS)
        open_online_items(model);
    else if (action == KIOSK_ACT_ONLINE)
        open_online(model);
    else if (action == KIOSK_ACT_ITEM)
        open_guide(model, arg);
    else if (action == KIOSK_ACT_BASIS)
        kiosk_show(model, KIOSK_BASIS);
    else if (action == KIOSK_ACT_TAKE)
        take(model);
    else if (action == KIOSK_ACT_STILL_TAKE)
        take(model);
    else if (action == KIOSK_ACT_NOTICE)
        print(model, KIOSK_SHEET_NOTICE, effects);
    else if (action == KIOSK_ACT_PRINT_ONLINE)
        print(model, KIOSK_SHEET_ONLINE, effects);
    else if (action == KIOSK_ACT_WAYS)
        open_way(model, KIOSK_WAYS);
    else if (action == KIOSK_ACT_ELSEWHERE)
        open_way(model, KIOSK_ELSEWHERE);
    else
        return false;
    return true;
}

void kiosk_items_forget(struct kiosk_model *model)
{
    memset(&model->items, 0, sizeof(model->items));
}
