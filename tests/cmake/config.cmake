hall_test(config_mistakes SOURCES unit/config_mistakes.c unit/config_hall.c
    DEPENDS hall_config)
hall_test(config_dispatch SOURCES unit/config_dispatch.c unit/config_hall.c
    DEPENDS hall_config)
hall_test(config_boards SOURCES unit/config_boards.c unit/config_hall.c DEPENDS hall_config)
hall_test(config_panel SOURCES unit/config_panel.c unit/config_hall.c DEPENDS hall_config)
hall_test(config_spans SOURCES unit/config_spans.c DEPENDS hall_config)
hall_test(config_limits SOURCES unit/config_limits.c DEPENDS hall_config)
hall_test(config_halls SOURCES unit/config_halls.c DEPENDS hall_config)
hall_test(config_items SOURCES unit/config_items.c unit/config_hall.c unit/items_hall.c
    DEPENDS hall_config)
hall_test(test_fetch SOURCES unit/fetch_test.c DEPENDS hall_fetch)
hall_fuzzer(fuzz_config SOURCES fuzz/fuzz_config.c DEPENDS hall_config)
hall_fuzzer(fuzz_items SOURCES fuzz/fuzz_items.c DEPENDS hall_config)

hall_test(config_words SOURCES unit/config_words.c DEPENDS hall_i18n)
set(reviewed ${CMAKE_CURRENT_BINARY_DIR}/reviewed/mn.mo)
hall_catalogue(OUTPUT ${reviewed} REVIEWED_ONLY PO ${CMAKE_CURRENT_SOURCE_DIR}/data/words/mn.po)
target_sources(config_words PRIVATE ${reviewed})
target_compile_definitions(config_words PRIVATE REVIEWED_CATALOGUE="${reviewed}")
