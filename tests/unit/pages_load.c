/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder HALL/pages: what a good one becomes, that every mistake is named with file and line
 * (tests/golden/pages_mistakes.txt), that the halls of the product have good pages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/config.h"
#include "domain/page_text.h"
#include "golden.h"
#include "pages/pages.h"
#include "test.h"

#define GOOD_PAGE "# 标题\n- 一\n"
#define HEAD "playlists:\n  - name: a\n    pages:\n"

static char folder[256];
static struct hall_def *def;

static void put(const char *name, const void *bytes, size_t length)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/pages/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static void put_text(const char *name, const char *text)
{
    put(name, text, strlen(text));
}

static void put_page(const char *name, const char *text)
{
    char file[64];
    snprintf(file, sizeof(file), "%s.%s", name, "md");
    put_text(file, text);
}

static int begin(void **state)
{
    char path[512];
    (void)state;
    snprintf(folder, sizeof(folder), "%s/hall-pages-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/pages", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    put_page("good.zh", GOOD_PAGE);
    put_page("good.en", "# Title\n- one\n");
    return config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL);
}

static int end(void **state)
{
    char command[512];
    (void)state;
    config_free(def);
    snprintf(command, sizeof(command), "rm -r '%s'", folder);
    return system(command);
}

/* What pages_load says, without the folder's name; *pages may be NULL. */
static char *load(const char *lists, struct pages **pages)
{
    char *text = NULL;
    size_t size;
    uint32_t mistakes;
    FILE *report = open_memstream(&text, &size);
    put_text("playlists.yaml", lists);
    enum err err = pages_load(folder, def, report, pages, &mistakes);
    fclose(report);
    assert_int_equal(err, *pages ? ERR_NONE : ERR_CONFIG);
    assert_int_equal(*pages == NULL, mistakes > 0);
    for (char *at; (at = strstr(text, folder)) != NULL;)
        memmove(at, at + strlen(folder) + 1, strlen(at + strlen(folder)));
    return text;
}

static void a_hall_without_the_folder_has_no_pages(void **state)
{
    struct pages *pages;
    (void)state;
    assert_int_equal(pages_load("/nowhere", def, stderr, &pages, NULL), ERR_NONE);
    assert_int_equal(pages->list_count, 0);
    pages_free(pages);
}

static void a_list_holds_its_pages_in_order_and_each_language(void **state)
{
    struct pages *pages;
    (void)state;
    free(load("playlists:\n  - name: a\n    english: true\n    boards: board-1\n    seconds: 20\n"
              "    days: [mon, sun]\n    time: \"8:30-12:00\"\n    pages:\n"
              "      - page: good\n      - {item: JC-0303, seconds: 5}\n",
              &pages));
    assert_non_null(pages);
    const struct playlist *list = &pages->lists[0];
    assert_int_equal(list->page_count, 4);
    assert_int_equal(pages->media[list->rows[1].medium].media, MEDIA(MEDIA_TEXT, LANG_EN));
    assert_int_equal(pages->media[list->rows[2].medium].media, MEDIA(MEDIA_ITEM, LANG_ZH));
    assert_int_equal(list->rows[0].seconds, 20);
    assert_int_equal(list->rows[3].seconds, 5);
    assert_int_equal(list->days, 0x41);
    struct pages_place board = {PAGES_BOARD, (uint16_t)(def_device(def, "board-1") - def->devices)};
    assert_ptr_equal(pages_list(pages, board, 0, 8 * 60 + 30), list);
    assert_null(pages_list(pages, board, 0, 12 * 60));
    assert_null(pages_list(pages, board, 1, 9 * 60));
    assert_null(pages_list(pages, (struct pages_place){PAGES_EVERYWHERE, 0}, 0, 9 * 60));
    assert_ptr_equal(pages_medium(pages, pages->media[2].sha256), &pages->media[2]);
    pages_free(pages);
}

static void the_first_of_two_lists_for_one_place_wins(void **state)
{
    struct pages *pages;
    (void)state;
    free(load("playlists:\n  - {name: a, time: \"9:00-10:00\", pages: [{page: good}]}\n"
              "  - {name: b, pages: [{page: good}]}\n",
              &pages));
    struct pages_place every = {PAGES_EVERYWHERE, 0};
    assert_string_equal(pages_list(pages, every, 0, 9 * 60)->name, "a");
    assert_string_equal(pages_list(pages, every, 0, 10 * 60)->name, "b");
    assert_int_equal(pages->medium_count, 1);
    pages_free(pages);
}

/* A text with an image goes out with the hash of the image's bytes. */
static void an_image_travels_by_its_hash(void **state)
{
    struct pages *pages;
    struct page_text page;
    struct page_problems problems;
    (void)state;
    char command[600];
    snprintf(command, sizeof(command), "cp %s/pages/small.png %s/pages/", TEST_DATA_DIR, folder);
    assert_int_equal(system(command), 0);
    put_page("image.zh", "# 标题\n![small.png](small.png)\n");
    free(load(HEAD "      - page: image\n      - image: small.png\n", &pages));
    assert_non_null(pages);
    assert_int_equal(pages->lists[0].row_count, 3);
    assert_int_equal(pages->lists[0].page_count, 2);
    assert_int_equal(pages->lists[0].rows[1].seconds, 0);
    assert_int_equal(pages->lists[0].rows[1].medium, pages->lists[0].rows[2].medium);
    const struct medium *text = &pages->media[pages->lists[0].rows[0].medium];
    const struct medium *image = &pages->media[pages->lists[0].rows[1].medium];
    assert_true(page_text_read(&page, text->bytes, text->size, &problems));
    const char *name = page_text_of(&page, page_text_find(&page, PAGE_IMAGE));
    char hash[80] = MEDIA_HASH_MARK;
    for (int i = 0; i < MEDIA_HASH; i++)
        snprintf(hash + 7 + 2 * i, 3, "%02x", image->sha256[i]);
    assert_string_equal(name, hash);
    pages_free(pages);
}

static const struct {
    const char *name, *lists;
} cases[] = {
    {"no YAML", "playlists: ["},
    {"nothing in it", ""},
    {"no list", "playlists: 3\n"},
    {"unknown key", "playlists:\n  - name: a\n    colour: red\n    pages: [{page: good}]\n"},
    {"no name", "playlists:\n  - pages: [{page: good}]\n"},
    {"no pages", "playlists:\n  - name: a\n"},
    {"an empty list", "playlists:\n  - name: a\n    pages: []\n"},
    {"no such board", "playlists:\n  - {name: a, boards: [tv], pages: [{page: good}]}\n"},
    {"a kiosk is no board",
     "playlists:\n  - {name: a, boards: [kiosk-1], pages: [{page: good}]}\n"},
    {"no such floor", "playlists:\n  - {name: a, floors: [9], pages: [{page: good}]}\n"},
    {"no such zone", "playlists:\n  - {name: a, zones: [77], pages: [{page: good}]}\n"},
    {"no day", "playlists:\n  - {name: a, days: [holiday], pages: [{page: good}]}\n"},
    {"no time", "playlists:\n  - {name: a, time: morning, pages: [{page: good}]}\n"},
    {"too short", HEAD "      - {page: good, seconds: 4}\n"},
    {"too long", HEAD "      - {page: good, seconds: 121}\n"},
    {"english is yes or no", "playlists:\n  - {name: a, english: maybe, pages: [{page: good}]}\n"},
    {"two things at once", HEAD "      - {page: good, item: JC-0303}\n"},
    {"no such file", HEAD "      - page: lost\n"},
    {"a path", HEAD "      - page: ../good\n"},
    {"no such item", HEAD "      - item: XX-1\n"},
    {"no image", HEAD "      - image: good.jpg\n"},
    {"an image that is none", HEAD "      - image: none.png\n"},
    {"a damaged image", HEAD "      - image: cut.png\n"},
    {"an interlaced image", HEAD "      - image: woven.png\n"},
    {"mistakes in pages", HEAD "      - page: bad\n      - page: long\n"},
};

static void each_mistake_is_named_with_its_place(void **state)
{
    struct golden golden;
    char command[900];
    (void)state;
    put_text("none.png", "GIF89a");
    put_page("bad.zh", "# 标题\n### 三级\n<b>粗</b>\n");
    char crowded[1024] = "# 标题\n";
    for (int i = 0; i < 5; i++)
        strcat(crowded, "## 一\n一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\n\n");
    put_page("long.zh", crowded);
    snprintf(command, sizeof(command),
             "cp %s/pages/woven.png %s/pages/ && head -c 200 %s/pages/small.png > %s/pages/cut.png",
             TEST_DATA_DIR, folder, TEST_DATA_DIR, folder);
    assert_int_equal(system(command), 0);
    golden_open(&golden, "pages_mistakes.txt");
    for (size_t i = 0; i < countof(cases); i++) {
        struct pages *pages;
        char *text = load(cases[i].lists, &pages);
        if (pages)
            fail_msg("%s: no mistake was found", cases[i].name);
        golden_printf(&golden, "%s\n%s", cases[i].name, text);
        free(text);
    }
    golden_close(&golden);
}

/* A list of `count` pages at `places` boards. */
static struct pages *load_many(int count, int lists)
{
    char text[65536];
    struct pages *pages;
    int at = snprintf(text, sizeof(text), "playlists:\n");
    for (int l = 0; l < lists; l++) {
        at += snprintf(text + at, sizeof(text) - (size_t)at, "  - name: a\n    pages:\n");
        for (int i = 0; i < count; i++)
            at += snprintf(text + at, sizeof(text) - (size_t)at, "      - page: good\n");
    }
    free(load(text, &pages));
    return pages;
}

static void limits_hold_at_the_limit(void **state)
{
    (void)state;
    static const struct {
        int pages, lists;
        bool good;
    } limits[] = {{PLAYLIST_PAGES_MAX, 1, true},
                  {PLAYLIST_PAGES_MAX + 1, 1, false},
                  {1, PLAYLISTS_MAX, true},
                  {1, PLAYLISTS_MAX + 1, false},
                  {PAGES_ROWS_MAX / PLAYLISTS_MAX, PLAYLISTS_MAX, true},
                  {PAGES_ROWS_MAX / PLAYLISTS_MAX + 1, PLAYLISTS_MAX, false}};
    for (size_t i = 0; i < countof(limits); i++) {
        struct pages *pages = load_many(limits[i].pages, limits[i].lists);
        assert_int_equal(pages != NULL, limits[i].good);
        pages_free(pages);
    }
}

static void the_halls_of_the_product_have_good_pages(void **state)
{
    static const char *const halls[] = {"jianchang", "township"};
    (void)state;
    for (size_t i = 0; i < countof(halls); i++) {
        char dir[512];
        struct hall_def *hall;
        struct pages *pages;
        snprintf(dir, sizeof(dir), "%s/%s", TEST_HALLS_DIR, halls[i]);
        assert_int_equal(config_load(dir, stderr, &hall, NULL), ERR_NONE);
        assert_int_equal(pages_load(dir, hall, stderr, &pages, NULL), ERR_NONE);
        assert_true(pages->list_count > 0);
        pages_free(pages);
        config_free(hall);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hall_without_the_folder_has_no_pages),
        cmocka_unit_test(a_list_holds_its_pages_in_order_and_each_language),
        cmocka_unit_test(the_first_of_two_lists_for_one_place_wins),
        cmocka_unit_test(an_image_travels_by_its_hash),
        cmocka_unit_test(each_mistake_is_named_with_its_place),
        cmocka_unit_test(limits_hold_at_the_limit),
        cmocka_unit_test(the_halls_of_the_product_have_good_pages),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
