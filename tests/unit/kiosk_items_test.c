/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Search and guides of the kiosk: what is found and in which order, the way through an item to a
 * number, and back (R-M12, R-K13, docs/ui k08, k09, k20, k23).
 */
#include <stdlib.h>
#include <string.h>

#include "config_hall.h"
#include "domain/calendar.h"
#include "items_hall.h"
#include "kiosk_play.h"
#include "os/clock.h"

/* A pool by hand: each text is found by its place. */
static char pool[1024];
static uint32_t used;

static uint32_t text(const char *words)
{
    uint32_t place = used;
    if (!*words)
        return 0;
    strcpy(pool + used, words);
    used += (uint32_t)strlen(words) + 1;
    return place;
}

static struct item_def list[8];
static uint32_t count;
static struct hall_def hall;

static struct item_def *add(uint16_t service, const char *zh, const char *initials, const char *en)
{
    struct item_def *item = &list[count++];
    *item = (struct item_def){.id = (uint16_t)(10 * count), .service = {service}};
    item->text[ITEM_NAME][LANG_ZH] = text(zh);
    item->text[ITEM_NAME][LANG_EN] = text(en);
    item->initials = text(initials);
    return item;
}

enum { TRANSFER = 10, JOIN = 20, CHECK = 30, REFUND = 40, OTHER_ZONE = 50, GONE = 60 };

static const struct journey_def journeys[] = {
    {.id = 6, .count = 2, .steps = {{A}, {3}}, .item_count = 1, .items = {TRANSFER}},
    {.id = 7, .count = 2, .steps = {{B}, {3}}, .always = true},
};

static int begin(void **state)
{
    if (start(state))
        return -1;
    struct fixture *f = *state;
    memset(list, 0, sizeof(list));
    used = 1, count = 0;
    add(A, "养老保险关系转移接续", "YLBXGXZYJX", "Pension: transfer")->code = text("SB-001");
    add(A, "城乡居民养老保险参保登记", "CXJMYLBXCBDJ", "Residents: pension")->also = text("TX|YLJ");
    struct item_def *online = add(A, "养老保险待遇资格认证", "YLBXDYZGRZ", "Proof of life");
    online->flags = ITEM_ONLINE;
    online->url = text("https://example.org/");
    add(B, "医疗费报销", "YLFBX", "Refund")->flags = ITEM_ONLINE; /* but without an address */
    add(4, "林木采伐许可", "LMCFXK", "Felling permit");
    add(A, "已经取消的事项", "YJQXDSX", "Gone")->to = 20200101;
    hall = *f->model.def;
    hall.items = list;
    hall.item_count = count;
    hall.item_texts = pool;
    hall.journeys = journeys;
    hall.journey_count = countof(journeys);
    f->model.def = &hall;
    return 0;
}

static void type(struct fixture *f, const char *letters)
{
    press(f, KIOSK_ACT_SEARCH, 0);
    PAGE(KIOSK_SEARCH);
    for (; *letters; letters++)
        press(f, KIOSK_ACT_KEY, (uint8_t)*letters);
}

static void found(const struct fixture *f, const char *ids)
{
    char text_of[64] = "";
    for (uint32_t i = 0; i < f->model.items.count; i++)
        snprintf(text_of + strlen(text_of), 8, "%s%u", i ? " " : "",
                 list[f->model.items.found[i]].id);
    assert_string_equal(text_of, ids);
}

/* ---- what is found ---- */

static void what_begins_with_the_letters_comes_first_then_what_holds_them(void **state)
{
    struct fixture *f = *state;
    type(f, "YL");
    found(f, "10 30 40 20");
    press(f, KIOSK_ACT_KEY, 'F');
    found(f, "40");
    press(f, KIOSK_ACT_DELETE, 0);
    found(f, "10 30 40 20");
    press(f, KIOSK_ACT_CLEAR, 0);
    found(f, "");
}

static void other_words_for_it_are_found_last(void **state)
{
    struct fixture *f = *state;
    type(f, "YLJ");
    found(f, "20");
    type(f, "TX");
    found(f, "20");
    type(f, "LJ"); /* inside another word: no */
    found(f, "");
}

static void the_official_code_is_found_with_its_dash_or_without(void **state)
{
    struct fixture *f = *state;
    type(f, "SB001");
    found(f, "10");
    type(f, "001");
    found(f, "10");
}

/* In English the names themselves; whole words before what lies inside one. */
static void in_english_names_are_searched(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_LANGUAGE, 0);
    type(f, "PE");
    found(f, "10 20 50");
    type(f, "PROOFOF");
    found(f, "30");
    type(f, "YLF"); /* who knows the initials finds it all the same */
    found(f, "40");
}

static void the_other_language_searches_the_same_letters_anew(void **state)
{
    struct fixture *f = *state;
    type(f, "LM");
    found(f, "50");
    press(f, KIOSK_ACT_LANGUAGE, 0);
    found(f, "50");
    type(f, "RE");
    found(f, "20 40");
    press(f, KIOSK_ACT_LANGUAGE, 0);
    PAGE(KIOSK_SEARCH);
    assert_string_equal(f->model.items.query, "RE");
    found(f, "20 40"); /* as what the other language would find */
}

static void an_item_out_of_its_dates_is_not_offered(void **state)
{
    struct fixture *f = *state;
    f->model.hall_ms = calendar_midnight(20260318, 480);
    f->model.tz_min = 480;
    type(f, "YJ");
    found(f, "10"); /* ...ZYJX; not the one that ended */
}

static void what_is_typed_is_bounded_and_forgotten_at_home(void **state)
{
    struct fixture *f = *state;
    type(f, "");
    for (int i = 0; i < KIOSK_QUERY_SIZE + 5; i++)
        press(f, KIOSK_ACT_KEY, 'Y');
    assert_int_equal(strlen(f->model.items.query), KIOSK_QUERY_SIZE - 1);
    found(f, "");
    press(f, KIOSK_ACT_HOME, 0);
    assert_int_equal(f->model.items.query[0], '\0');
}

static void a_large_catalogue_is_searched_within_a_key_press(void **state)
{
    static const uint16_t services[] = {1, 2};
    static uint16_t places[ITEMS_MAX];
    struct hall_files files;
    struct hall_def *def;
    char *report;
    uint32_t mistakes, hits = 0;
    (void)state;
    hall_files_read(&files);
    free(files.texts[5]);
    files.texts[5] = items_text(ITEMS_OF_A_LARGE_HALL, services, 2, &files.list[5].length);
    files.list[5].bytes = (const uint8_t *)files.texts[5];
    assert_int_equal(hall_files_load(&files, &report, &def, &mistakes), ERR_NONE);
    msec before = clock_mono_ms();
    for (char a = 'A'; a <= 'Z'; a++)
        for (char b = 'A'; b <= 'Z'; b++)
            hits += kiosk_search(def, (char[]){a, b, '\0'}, LANG_ZH, 20260318, places);
    msec took = clock_mono_ms() - before;
    print_message("%u items: %u searches in %u ms, %u hits\n", def->item_count, 26 * 26,
                  (unsigned)took, hits);
    assert_true(took < 26 * 26 * 10); /* 10 ms a key */
    assert_true(kiosk_search(def, "YLBX", LANG_ZH, 0, places) > 100);
    assert_int_equal(kiosk_search(def, "LG0001", LANG_ZH, 0, places), 1);
    assert_int_equal(places[0], 0);
    free(report);
    config_free(def);
    hall_files_free(&files);
}

/* ---- through an item to a number ---- */

static uint16_t asked_item(const struct fixture *f)
{
    for (uint32_t i = 0; i < f->entry_count; i++)
        if (f->entries[i].kind == LEDGER_KIND_INTENT)
            return f->entries[i].intent.item;
    fail_msg("nothing was asked for");
    return 0;
}

static void an_item_leads_to_a_number_and_goes_with_the_request(void **state)
{
    struct fixture *f = *state;
    type(f, "YL");
    press(f, KIOSK_ACT_ITEM, TRANSFER);
    PAGE(KIOSK_GUIDE);
    press(f, KIOSK_ACT_BASIS, 0);
    PAGE(KIOSK_BASIS);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_GUIDE);
    press(f, KIOSK_ACT_TAKE, 0);
    PAGE(KIOSK_CONFIRM);
    press(f, KIOSK_ACT_CONFIRM, 0);
    const struct kiosk_effect *request = did(f, KIOSK_DO_REQUEST);
    assert_non_null(request);
    assert_int_equal(request->service.n, A);
    assert_int_equal(asked_item(f), TRANSFER); /* written down; the message is made of it */
    answer(f, request->seq, REFUSED_NOT);
    assert_int_equal(f->model.ticket.item, TRANSFER); /* for the slip */
}

static void a_service_chosen_without_an_item_asks_for_none(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_non_null(did(f, KIOSK_DO_REQUEST));
    assert_int_equal(asked_item(f), 0);
}

/* ---- journeys (R-M10) ---- */

static uint16_t asked_journey(const struct fixture *f)
{
    for (uint32_t i = 0; i < f->entry_count; i++)
        if (f->entries[i].kind == LEDGER_KIND_INTENT)
            return f->entries[i].intent.journey;
    fail_msg("nothing was asked for");
    return 0;
}

static void take(struct fixture *f, uint16_t item)
{
    press(f, KIOSK_ACT_SEARCH, 0);
    press(f, KIOSK_ACT_KEY, 'Y');
    press(f, KIOSK_ACT_ITEM, item);
    press(f, KIOSK_ACT_TAKE, 0);
    PAGE(KIOSK_CONFIRM);
    press(f, KIOSK_ACT_CONFIRM, 0);
}

static void an_item_begins_its_journey_and_another_one_none(void **state)
{
    struct fixture *f = *state;
    take(f, TRANSFER);
    assert_int_equal(asked_journey(f), 6); /* written down; the message is made of it */
    struct kiosk_ticket ticket = {.seq = did(f, KIOSK_DO_REQUEST)->seq,
                                  .id = {5},
                                  .label = {"A", 5},
                                  .service = {A},
                                  .journey = 6,
                                  .step = 1};
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
    assert_int_equal(f->model.ticket.journey, 6); /* for the slip */
    assert_int_equal(f->model.ticket.step, 1);
    printed(f, 5, PRINT_PRINTED);
    press(f, KIOSK_ACT_HOME, 0);
    wait_ms(f, 4 * SECOND);
    take(f, JOIN);
    assert_int_equal(asked_journey(f), 0);
}

static void every_number_of_a_service_may_begin_one(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, B);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(asked_journey(f), 7);
}

/* D-22: alone too; the hall hears of it with the import. */
static void a_number_given_alone_begins_it_too(void **state)
{
    struct fixture *f = *state;
    lease(f, 1, A, 600, 609);
    link_is(f, false);
    take(f, TRANSFER);
    assert_int_equal(f->model.ticket.label.number, 600);
    assert_true(f->model.ticket.alone);
    assert_int_equal(f->model.ticket.journey, 6);
    assert_int_equal(f->model.ticket.step, 1);
    assert_int_equal(f->model.ticket.item, TRANSFER);
}

/* R-K13: told before the number; the number stays one press away. */
static void what_can_be_done_online_is_told_first(void **state)
{
    struct fixture *f = *state;
    type(f, "YL");
    press(f, KIOSK_ACT_ITEM, CHECK);
    press(f, KIOSK_ACT_TAKE, 0);
    PAGE(KIOSK_ONLINE);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_GUIDE);
    press(f, KIOSK_ACT_TAKE, 0);
    PAGE(KIOSK_ONLINE);
    press(f, KIOSK_ACT_STILL_TAKE, 0);
    PAGE(KIOSK_CONFIRM);
    assert_int_equal(f->model.wish.item, CHECK);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_GUIDE);
}

static void without_an_address_the_online_page_is_skipped(void **state)
{
    struct fixture *f = *state;
    type(f, "YLF");
    press(f, KIOSK_ACT_ITEM, REFUND);
    press(f, KIOSK_ACT_TAKE, 0);
    PAGE(KIOSK_CONFIRM);
}

static void back_leads_to_the_same_page_of_the_list(void **state)
{
    struct fixture *f = *state;
    type(f, "YL");
    press(f, KIOSK_ACT_NEXT, 0);
    press(f, KIOSK_ACT_ITEM, JOIN);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_SEARCH);
    assert_int_equal(f->model.page_number, 1);
    assert_string_equal(f->model.items.query, "YL");
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_HOME);
}

static void the_list_of_all_items_goes_by_zone(void **state)
{
    struct fixture *f = *state;
    type(f, "");
    press(f, KIOSK_ACT_ITEMS, 0);
    PAGE(KIOSK_ITEMS);
    assert_int_equal(f->model.items.zone, 1);
    press(f, KIOSK_ACT_ITEMS, 2);
    found(f, "50");
    press(f, KIOSK_ACT_ITEM, OTHER_ZONE);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_ITEMS);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_SEARCH);
}

static void a_closed_service_gives_its_guide_but_no_number(void **state)
{
    struct fixture *f = *state;
    rows(f, false, 0);
    type(f, "YL");
    press(f, KIOSK_ACT_ITEM, CHECK);
    PAGE(KIOSK_GUIDE);
    press(f, KIOSK_ACT_TAKE, 0);
    PAGE(KIOSK_GUIDE);
    press(f, KIOSK_ACT_ONLINE, 0); /* in its place */
    PAGE(KIOSK_ONLINE);
    press(f, KIOSK_ACT_STILL_TAKE, 0);
    PAGE(KIOSK_ONLINE);
}

static void an_item_that_is_not_there_opens_nothing(void **state)
{
    struct fixture *f = *state;
    type(f, "YL");
    press(f, KIOSK_ACT_ITEM, 999);
    PAGE(KIOSK_SEARCH);
}

/* ---- paper ---- */

static void a_guide_is_printed_once_a_press_and_the_page_says_what_came_of_it(void **state)
{
    struct fixture *f = *state;
    type(f, "YL");
    press(f, KIOSK_ACT_ITEM, TRANSFER);
    press(f, KIOSK_ACT_NOTICE, 0);
    const struct kiosk_effect *sheet = did(f, KIOSK_DO_SHEET);
    assert_non_null(sheet);
    assert_int_equal(sheet->item, TRANSFER);
    assert_int_equal(sheet->number, KIOSK_SHEET_NOTICE);
    assert_int_equal(f->model.items.sheet, KIOSK_SHEET_BUSY);
    press(f, KIOSK_ACT_NOTICE, 0);
    assert_null(did(f, KIOSK_DO_SHEET));
    send(f, (struct kiosk_event){.type = KIOSK_SHEET_CAME, .code = PRINT_PRINTED});
    assert_int_equal(f->model.items.sheet, KIOSK_SHEET_DONE);
    press(f, KIOSK_ACT_NOTICE, 0);
    send(f, (struct kiosk_event){.type = KIOSK_SHEET_CAME, .code = PRINT_FAILED});
    assert_int_equal(f->model.items.sheet, KIOSK_SHEET_FAILED);
}

static void without_paper_no_guide_is_asked_for(void **state)
{
    struct fixture *f = *state;
    send(f, (struct kiosk_event){.type = KIOSK_PRINTER, .code = KIOSK_PRINTER_NO_PAPER});
    type(f, "YL");
    press(f, KIOSK_ACT_ITEM, TRANSFER);
    press(f, KIOSK_ACT_NOTICE, 0);
    assert_null(did(f, KIOSK_DO_SHEET));
}

/* ---- ways out ---- */

/* R-K7: from numbers that are used up to what else is possible, and back. */
static void a_full_service_shows_other_ways(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    answer(f, seq, REFUSED_FULL);
    PAGE(KIOSK_FULL);
    press(f, KIOSK_ACT_WAYS, 0);
    PAGE(KIOSK_WAYS);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_FULL);
    press(f, KIOSK_ACT_ELSEWHERE, 0);
    PAGE(KIOSK_ELSEWHERE);
    press(f, KIOSK_ACT_BACK, 0);
    press(f, KIOSK_ACT_ONLINE_ITEMS, 0);
    PAGE(KIOSK_ITEMS);
    found(f, "30"); /* of service A, with an address */
    press(f, KIOSK_ACT_ITEM, CHECK);
    PAGE(KIOSK_ONLINE);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_ITEMS);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_FULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
    const struct CMUnitTest tests[] = {
        TEST(what_begins_with_the_letters_comes_first_then_what_holds_them),
        TEST(other_words_for_it_are_found_last),
        TEST(the_official_code_is_found_with_its_dash_or_without),
        TEST(in_english_names_are_searched),
        TEST(the_other_language_searches_the_same_letters_anew),
        TEST(an_item_out_of_its_dates_is_not_offered),
        TEST(what_is_typed_is_bounded_and_forgotten_at_home),
        TEST(a_large_catalogue_is_searched_within_a_key_press),
        TEST(an_item_leads_to_a_number_and_goes_with_the_request),
        TEST(a_service_chosen_without_an_item_asks_for_none),
        TEST(an_item_begins_its_journey_and_another_one_none),
        TEST(every_number_of_a_service_may_begin_one),
        TEST(a_number_given_alone_begins_it_too),
        TEST(what_can_be_done_online_is_told_first),
        TEST(without_an_address_the_online_page_is_skipped),
        TEST(back_leads_to_the_same_page_of_the_list),
        TEST(the_list_of_all_items_goes_by_zone),
        TEST(a_closed_service_gives_its_guide_but_no_number),
        TEST(an_item_that_is_not_there_opens_nothing),
        TEST(a_guide_is_printed_once_a_press_and_the_page_says_what_came_of_it),
        TEST(without_paper_no_guide_is_asked_for),
        TEST(a_full_service_shows_other_ways),
    };
    return cmocka_run_group_tests_name("kiosk_items", tests, NULL, NULL);
}
