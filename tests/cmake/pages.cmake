# pages: their texts, images and lists
hall_test(page_text SOURCES unit/page_text.c DEPENDS hall_domain)
hall_fuzzer(fuzz_page_text SOURCES fuzz/fuzz_page_text.c DEPENDS hall_ui)
hall_test(pages_load SOURCES unit/pages_load.c DEPENDS hall_pages)
hall_test(ui_scale SOURCES unit/ui_scale_test.c DEPENDS hall_ui)
hall_test(test_display_carousel SOURCES unit/display_carousel_test.c DEPENDS display_model)
hall_test(test_display_item_page SOURCES unit/display_item_page_test.c
    DEPENDS display_model hall_config hall_i18n hall_ui)

# From the files of the hall to the real board.
add_test(NAME e2e_display_pages COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_pages.py)
set_tests_properties(e2e_display_pages PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
hall_test(test_display_media SOURCES unit/display_media_test.c ${CMAKE_SOURCE_DIR}/display/app/media.c
    DEPENDS hall_protocol hall_os)
target_include_directories(test_display_media PRIVATE ${CMAKE_SOURCE_DIR}/display)
hall_test(pages_image SOURCES unit/pages_image.c DEPENDS hall_pages PkgConfig::PNG)
hall_fuzzer(fuzz_image SOURCES fuzz/fuzz_image.c DEPENDS hall_pages)
hall_fuzzer(fuzz_playlists SOURCES fuzz/fuzz_playlists.c DEPENDS hall_pages)
