# pages: their texts, images and lists
hall_test(page_text SOURCES unit/page_text.c DEPENDS hall_domain)
hall_fuzzer(fuzz_page_text SOURCES fuzz/fuzz_page_text.c DEPENDS hall_ui)
hall_test(pages_load SOURCES unit/pages_load.c DEPENDS hall_pages)
hall_test(ui_scale SOURCES unit/ui_scale_test.c DEPENDS hall_ui)
hall_test(test_display_carousel SOURCES unit/display_carousel_test.c DEPENDS display_model)
hall_test(test_display_item_page SOURCES unit/display_item_page_test.c
    DEPENDS display_model hall_config hall_i18n hall_ui)
