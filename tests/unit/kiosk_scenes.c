/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_scenes.h"

#include <string.h>

#include "domain/calendar.h"
#include "kiosk_scenes_numbers.h"
#include "kiosk_scenes_staff.h"

#define X(name, text) text,
static const char *const names[] = {SCENES(X)};
#undef X

#define ROW 0xaa, 0x55, 0xaa, 0x55, 0x80
const uint8_t scene_qr[] = {ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW,
                            ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW,
                            ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW};

const char *scene_name(enum scene scene)
{
    return names[scene];
}

struct play {
    const struct stage *stage;
    struct kiosk_model *model;
    struct kiosk_effects effects;
    struct kiosk_rows rows;
    msec now;
    uint16_t minute; /* of the hall's day */
};

static void send(struct play *play, struct kiosk_event event)
{
    event.now = play->now;
    kiosk_step(play->model, &event, &play->effects);
}

static void tick(struct play *play, msec later)
{
    play->now += later;
    send(play,
         (struct kiosk_event){.type = KIOSK_TICK,
                              .hall_ms = calendar_midnight(20260318, 480) + play->minute * MINUTE,
                              .tz_min = 480});
}

static void press(struct play *play, uint16_t action, uint16_t arg)
{
    play->now += SECOND;
    send(play, (struct kiosk_event){.type = KIOSK_DOWN, .action = action, .arg = arg});
    send(play, (struct kiosk_event){.type = KIOSK_UP, .action = action, .arg = arg});
}

struct figures {
    const char *prefix;
    uint16_t waiting, lo, hi, wait, left;
};

/* As drawn in k01 and k02. */
static const struct figures drawn[] = {
    {"A", 12, 15, 25, 20, 900}, {"G", 7, 10, 20, 15, 900},  {"H", 9, 15, 20, 18, 900},
    {"J", 3, 0, 0, 10, 900},    {"K", 5, 0, 0, 0, 0},       {"L", 0, 0, 0, 0, 900},
    {"W", 2, 25, 40, 30, 900},  {"Z", 1, 0, 0, 10, 900},    {"Y", 0, 0, 0, 0, 900},
    {"B", 9, 20, 30, 25, 900},  {"C", 20, 40, 60, 50, 900}, {"X", 11, 20, 30, 25, 900},
    {"D", 22, 30, 45, 40, 900}, {"E", 4, 5, 10, 8, 900},    {"F", 6, 10, 15, 12, 900},
};

static struct kiosk_service service_of(const struct play *play, const char *prefix, bool open)
{
    struct kiosk_service service = {.known = true, .ticketing = open, .left = 900, .windows = 4};
    for (size_t i = 0; i < countof(drawn); i++) {
        if (strcmp(drawn[i].prefix, prefix) != 0)
            continue;
        service.waiting = service.ahead_normal = drawn[i].waiting;
        service.ahead_priority = drawn[i].waiting / 4;
        service.lo_min = drawn[i].lo;
        service.hi_min = drawn[i].hi;
        service.wait_min = drawn[i].wait;
        service.left = drawn[i].left;
    }
    if (play->stage->heavy) {
        uint16_t people = strcmp(prefix, "A") == 0 ? 1234 : 123;
        service.waiting = service.ahead_normal = service.ahead_priority = people;
        service.lo_min = 105, service.hi_min = 120, service.left = 9;
    }
    return service;
}

static void rows(struct play *play, bool open)
{
    const struct hall_def *def = play->stage->def;
    play->rows = (struct kiosk_rows){.known = true,
                                     .day = 20260318,
                                     .ticketing = open,
                                     .opens_in_min = open ? 0 : 55};
    for (uint32_t i = 0; i < def->service_count; i++)
        play->rows.services[i] = service_of(play, def->services[i].prefix, open);
    send(play, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &play->rows});
}

static void link_up(struct play *play, bool up)
{
    send(play, (struct kiosk_event){.type = KIOSK_LINK, .up = up});
}

static service_id first_service(const struct play *play)
{
    const struct service_def *list[1];
    uint16_t zone = play->stage->def->zones[0].id;
    return kiosk_services(play->model, zone, list, 1) ? list[0]->id : (service_id){0};
}

static void to_confirm(struct play *play)
{
    press(play, KIOSK_ACT_ZONE, play->stage->def->zones[0].id);
    press(play, KIOSK_ACT_SERVICE, first_service(play).n);
}

static void answer(struct play *play, uint8_t refusal)
{
    bool heavy = play->stage->heavy;
    struct kiosk_ticket ticket = {.seq = play->model->asking.seq,
                                  .refusal = refusal,
                                  .id = {refusal ? 0 : 23},
                                  .label = {"A", heavy ? 1023 : 23},
                                  .service = first_service(play),
                                  .ahead = heavy ? 1234 : 12,
                                  .lo_min = heavy ? 105 : 15,
                                  .hi_min = heavy ? 120 : 25,
                                  .issued = calendar_midnight(20260318, 480) + 582 * MINUTE};
    if (heavy)
        ticket.label.prefix[1] = 'B';
    press(play, KIOSK_ACT_CONFIRM, 0);
    ticket.seq = play->model->asking.seq;
    send(play, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

static void printed(struct play *play, uint8_t result)
{
    play->now += SECOND;
    send(play, (struct kiosk_event){.type = KIOSK_PRINTED, .number = 23, .code = result});
    send(play, (struct kiosk_event){.type = KIOSK_RESULT, .number = play->model->telling.seq});
}

static void play_confirm(struct play *play, enum scene scene)
{
    if (scene == SCENE_CONFIRM_NO_PAPER)
        send(play, (struct kiosk_event){.type = KIOSK_PRINTER, .code = KIOSK_PRINTER_NO_PAPER});
    to_confirm(play);
    if (scene == SCENE_CONFIRM_PRIORITY)
        press(play, KIOSK_ACT_PRIORITY, 1);
    if (scene == SCENE_BUSY || scene == SCENE_SLOW)
        press(play, KIOSK_ACT_CONFIRM, 0);
    tick(play, scene == SCENE_SLOW ? 4 * SECOND : 800);
}

static void play_answer(struct play *play, enum scene scene)
{
    static const uint8_t refusals[SCENE_COUNT] = {[SCENE_SERVICE_CLOSED] = REFUSED_NOT_OPEN,
                                                  [SCENE_FULL] = REFUSED_FULL,
                                                  [SCENE_REFUSED] = REFUSED_BUSY};
    static const uint8_t results[SCENE_COUNT] = {[SCENE_ISSUED] = PRINT_PRINTED,
                                                 [SCENE_NO_PAPER] = PRINT_NO_PAPER,
                                                 [SCENE_PRINT_FAILED] = PRINT_FAILED};
    to_confirm(play);
    answer(play, refusals[scene]);
    if (results[scene])
        printed(play, results[scene]);
    if (scene == SCENE_SERVICE_CLOSED)
        play->minute = 12 * 60 + 20;
    if (scene == SCENE_FULL)
        play->minute = 10 * 60 + 52;
    tick(play, 100);
}

static void play_help(struct play *play, enum scene scene)
{
    (void)scene;
    press(play, KIOSK_ACT_ZONE, play->stage->def->zones[0].id);
    press(play, KIOSK_ACT_HELP, 0);
    send(play, (struct kiosk_event){.type = KIOSK_RESULT, .number = play->model->calling.seq});
    tick(play, 500);
}

/* k27: every service but the last has numbers of the kiosk's own. */
static void lease_all(struct play *play)
{
    const struct hall_def *def = play->stage->def;
    struct ledger_hall hall = {.instance = 7, .epoch = 1, .tz_min = 480};
    send(play, (struct kiosk_event){.type = KIOSK_WELCOME, .boot = 1, .hall = &hall});
    rows(play, true);
    for (uint32_t i = 0; i + 1 < def->service_count; i++) {
        struct ledger_lease lease = {.lease = i + 1,
                                     .day = 20260318,
                                     .service = def->services[i].id.n,
                                     .first = 600,
                                     .last = 609,
                                     .epoch = 1};
        memcpy(lease.prefix, def->services[i].prefix, sizeof(lease.prefix));
        if (lease.prefix[0] && i != 4)
            send(play, (struct kiosk_event){.type = KIOSK_LEASE, .up = true, .lease = &lease});
    }
}

static void play_own(struct play *play, enum scene scene)
{
    lease_all(play);
    link_up(play, false);
    tick(play, 500);
    if (scene == SCENE_OWN_SERVICES)
        press(play, KIOSK_ACT_ZONE, play->stage->def->zones[0].id);
    if (scene >= SCENE_OWN_CONFIRM)
        to_confirm(play);
    if (scene < SCENE_OWN_ISSUED)
        return;
    press(play, KIOSK_ACT_CONFIRM, 0);
    play->now += SECOND;
    send(play,
         (struct kiosk_event){.type = KIOSK_PRINTED,
                              .number = play->model->ticket.id.n,
                              .code = scene == SCENE_OWN_ISSUED ? PRINT_PRINTED : PRINT_NO_PAPER});
    if (scene == SCENE_OWN_GIVE_BACK)
        press(play, KIOSK_ACT_GIVE_BACK, 0);
}

static void play_alone(struct play *play, enum scene scene)
{
    if (scene == SCENE_ALONE_SERVICES)
        press(play, KIOSK_ACT_ZONE, play->stage->def->zones[0].id);
    if (scene == SCENE_ALONE_CONFIRM)
        to_confirm(play);
    link_up(play, false);
    tick(play, 500);
}

static void play_zone(struct play *play, enum scene scene)
{
    press(play, KIOSK_ACT_ZONE, play->stage->def->zones[0].id);
    tick(play, scene == SCENE_IDLE ? kiosk_page_ms(play->model) - 10 * SECOND : 1500);
}

static void play_pressed(struct play *play, enum scene scene)
{
    (void)scene;
    press(play, KIOSK_ACT_ZONE, play->stage->def->zones[0].id);
    play->now += SECOND;
    send(play, (struct kiosk_event){.type = KIOSK_DOWN,
                                    .action = KIOSK_ACT_SERVICE,
                                    .arg = first_service(play).n});
}

static void play_closed(struct play *play, enum scene scene)
{
    (void)scene;
    rows(play, false);
    play->minute = 12 * 60 + 20;
    tick(play, 4 * SECOND);
}

static void play_ask(struct play *play, enum scene scene)
{
    (void)scene;
    press(play, KIOSK_ACT_ASK, 0);
    tick(play, 1500);
}

static void play_training(struct play *play, enum scene scene)
{
    (void)scene;
    send(play, (struct kiosk_event){.type = KIOSK_WELCOME, .number = 60});
}

static void play_more(struct play *play, enum scene scene)
{
    (void)scene;
    if (kiosk_large_pages(play->model)) /* only there */
        press(play, KIOSK_ACT_MORE, 0);
}

/* Over the confirm page of somebody. */
static void play_emergency(struct play *play, enum scene scene)
{
    to_confirm(play);
    play->minute = 10 * 60 + 16;
    tick(play, SECOND);
    play->rows.emergency = EMERGENCY_EVACUATE;
    send(play, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &play->rows});
    if (scene != SCENE_EMERGENCY_TOLD)
        return;
    press(play, KIOSK_ACT_CANNOT_LEAVE, 0);
    send(play, (struct kiosk_event){.type = KIOSK_RESULT, .number = play->model->calling.seq});
}

static void card(struct play *play, uint8_t news)
{
    struct kiosk_card event = {.news = news, .reader = KIOSK_READER_OK, .hashed = true};
    send(play, (struct kiosk_event){.type = KIOSK_CARD_NEWS, .card = &event});
}

/* The page as for a service that wants a card, whether the hall has one or not. */
static void play_card(struct play *play, enum scene scene)
{
    to_confirm(play);
    if (scene != SCENE_CARD_NO_READER)
        card(play, KIOSK_CARD_READER);
    play->model->page = KIOSK_CARD;
    play->model->identity.for_age = scene == SCENE_CARD_AGE || scene == SCENE_TOO_YOUNG;
    if (scene == SCENE_CARD_AGAIN)
        card(play, KIOSK_CARD_TROUBLE);
    if (scene == SCENE_CARD_TAKE || scene == SCENE_TOO_YOUNG)
        card(play, KIOSK_CARD_READ);
    if (scene == SCENE_TOO_YOUNG)
        card(play, KIOSK_CARD_GONE);
    tick(play, 1500);
}

static void play_agent(struct play *play, enum scene scene)
{
    to_confirm(play);
    press(play, KIOSK_ACT_AGENT, 0);
    press(play, KIOSK_ACT_PRINCIPALS, 2);
    if (scene == SCENE_AGENT_CONFIRMED)
        play->model->wish.session = 7;
    tick(play, 1500);
}

/* ---- items ---- */

static void type(struct play *play, const char *letters)
{
    press(play, KIOSK_ACT_SEARCH, 0);
    for (; *letters; letters++)
        press(play, KIOSK_ACT_KEY, (uint8_t)*letters);
}

static void play_search(struct play *play, enum scene scene)
{
    bool zh = play->stage->lang == LANG_ZH;
    static const char *const queries[SCENE_COUNT] =
        {[SCENE_SEARCH_YL] = "YL", [SCENE_SEARCH_NONE] = "XQZ", [SCENE_SEARCH_LIST] = "YL"};
    const char *query = queries[scene] ? queries[scene] : "";
    type(play, *query && strcmp(query, "YL") == 0 && !zh ? "IN" : query);
    if (scene == SCENE_SEARCH_CODE) {
        press(play, KIOSK_ACT_LETTERS, 0);
        press(play, KIOSK_ACT_KEY, '0');
        press(play, KIOSK_ACT_KEY, '1');
        press(play, KIOSK_ACT_NEXT, 0);
    }
    if (scene == SCENE_SEARCH_LIST)
        press(play, KIOSK_ACT_OK, 0);
    tick(play, 1500);
}

/* With these words in its name; 0 = the first. */
static uint16_t item_named(const struct play *play, const char *part)
{
    const struct hall_def *def = play->stage->def;
    for (uint32_t i = 0; i < def->item_count; i++)
        if (strstr(def_item_text(def, &def->items[i], ITEM_NAME, LANG_ZH), part))
            return def->items[i].id;
    return def->items[0].id;
}

static void play_guide(struct play *play, enum scene scene)
{
    const char *name = scene == SCENE_GUIDE_MANY     ? "医疗费报销"
                       : scene == SCENE_GUIDE_CLOSED ? "租房提取"
                       : scene == SCENE_BASIS        ? "结婚登记"
                                                     : "社会保障卡申领";
    type(play, "SHBZ");
    if (scene == SCENE_GUIDE_CLOSED)
        rows(play, false);
    press(play, KIOSK_ACT_ITEM, item_named(play, name));
    if (scene == SCENE_BASIS)
        press(play, KIOSK_ACT_BASIS, 0);
    if (scene == SCENE_GUIDE_PRINTED) {
        press(play, KIOSK_ACT_NOTICE, 0);
        send(play, (struct kiosk_event){.type = KIOSK_SHEET_CAME, .code = PRINT_PRINTED});
    }
    tick(play, 1500);
}

static void play_online(struct play *play, enum scene scene)
{
    type(play, "YL");
    press(play, KIOSK_ACT_ITEM, item_named(play, "资格认证"));
    press(play, KIOSK_ACT_TAKE, 0);
    if (scene == SCENE_CONFIRM_ITEM)
        press(play, KIOSK_ACT_STILL_TAKE, 0);
    tick(play, 1500);
}

static void play_all_items(struct play *play, enum scene scene)
{
    (void)scene;
    press(play, KIOSK_ACT_ITEMS, 0);
    tick(play, 1500);
}

/* From a service that gives no more numbers. */
static void play_way(struct play *play, enum scene scene)
{
    play_answer(play, SCENE_FULL);
    press(play,
          scene == SCENE_WAYS        ? KIOSK_ACT_WAYS
          : scene == SCENE_ELSEWHERE ? KIOSK_ACT_ELSEWHERE
                                     : KIOSK_ACT_ONLINE_ITEMS,
          0);
    tick(play, 1500);
}

/* How each is reached from home; NULL = it is home. */
static void (*const plays[SCENE_COUNT])(struct play *play, enum scene scene) = {
    [SCENE_SERVICES] = play_zone,
    [SCENE_PRESSED] = play_pressed,
    [SCENE_CONFIRM] = play_confirm,
    [SCENE_CONFIRM_PRIORITY] = play_confirm,
    [SCENE_BUSY] = play_confirm,
    [SCENE_SLOW] = play_confirm,
    [SCENE_CONFIRM_NO_PAPER] = play_confirm,
    [SCENE_PRINTING] = play_answer,
    [SCENE_ISSUED] = play_answer,
    [SCENE_NO_PAPER] = play_answer,
    [SCENE_PRINT_FAILED] = play_answer,
    [SCENE_SERVICE_CLOSED] = play_answer,
    [SCENE_FULL] = play_answer,
    [SCENE_REFUSED] = play_answer,
    [SCENE_HALL_CLOSED] = play_closed,
    [SCENE_ASK] = play_ask,
    [SCENE_IDLE] = play_zone,
    [SCENE_HELP] = play_help,
    [SCENE_CARD] = play_card,
    [SCENE_CARD_AGAIN] = play_card,
    [SCENE_CARD_NO_READER] = play_card,
    [SCENE_CARD_AGE] = play_card,
    [SCENE_CARD_TAKE] = play_card,
    [SCENE_TOO_YOUNG] = play_card,
    [SCENE_AGENT] = play_agent,
    [SCENE_AGENT_CONFIRMED] = play_agent,
    [SCENE_ALONE] = play_alone,
    [SCENE_ALONE_SERVICES] = play_alone,
    [SCENE_ALONE_CONFIRM] = play_alone,
    [SCENE_OWN] = play_own,
    [SCENE_OWN_SERVICES] = play_own,
    [SCENE_OWN_CONFIRM] = play_own,
    [SCENE_OWN_ISSUED] = play_own,
    [SCENE_OWN_NO_PAPER] = play_own,
    [SCENE_OWN_GIVE_BACK] = play_own,
    [SCENE_TRAINING] = play_training,
    [SCENE_MORE] = play_more,
    [SCENE_SEARCH] = play_search,
    [SCENE_SEARCH_YL] = play_search,
    [SCENE_SEARCH_NONE] = play_search,
    [SCENE_SEARCH_CODE] = play_search,
    [SCENE_SEARCH_LIST] = play_search,
    [SCENE_ITEMS] = play_all_items,
    [SCENE_GUIDE] = play_guide,
    [SCENE_GUIDE_MANY] = play_guide,
    [SCENE_GUIDE_CLOSED] = play_guide,
    [SCENE_GUIDE_PRINTED] = play_guide,
    [SCENE_BASIS] = play_guide,
    [SCENE_ONLINE] = play_online,
    [SCENE_CONFIRM_ITEM] = play_online,
    [SCENE_ONLINE_ITEMS] = play_way,
    [SCENE_WAYS] = play_way,
    [SCENE_ELSEWHERE] = play_way,
    [SCENE_EMERGENCY] = play_emergency,
    [SCENE_EMERGENCY_TOLD] = play_emergency,
};

void scene_play(const struct stage *stage, enum scene scene, struct kiosk_model *model)
{
    static struct play play;
    play = (struct play){.stage = stage, .model = model, .now = HOUR, .minute = 9 * 60 + 42};
    kiosk_init(model, stage->def, stage->device);
    tick(&play, 0);
    send(&play, (struct kiosk_event){.type = KIOSK_SOUND, .up = true});
    link_up(&play, true);
    rows(&play, true);
    if (stage->lang == LANG_EN)
        press(&play, KIOSK_ACT_LANGUAGE, 0);
    if (stage->contrast)
        press(&play, KIOSK_ACT_CONTRAST, 0);
    for (uint8_t i = 0; i < stage->large; i++)
        press(&play, KIOSK_ACT_LARGE, 0);
    if (stage->low)
        press(&play, KIOSK_ACT_LOW, 0);
    if (stage->voice)
        press(&play, KIOSK_ACT_VOICE, 0);
    if (plays[scene])
        plays[scene](&play, scene);
    else if (scene >= SCENE_PROGRESS && scene <= SCENE_REPRINTED)
        scene_numbers(stage, scene, model, &play.now);
    else if (scene >= SCENE_PIN_NUMBER && scene <= SCENE_BEFORE_LOW)
        scene_staff(stage, scene, model, &play.now);
}
