# what hangs over a window: the small TV, the strip
hall_test(test_display_window SOURCES unit/display_window_test.c unit/display_window_scenes.c
    unit/display_sample.c
    DEPENDS display_view hall_config hall_i18n hall_sdl)
add_test(NAME e2e_display_window
    COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_window.py)
set_tests_properties(e2e_display_window PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
# Strips: texts by width, sentences as pictures.
hall_test(test_strip_text SOURCES unit/strip_text_test.c DEPENDS hall_sdl hall_i18n)
hall_fuzzer(fuzz_strip_picture SOURCES fuzz/fuzz_strip_picture.c DEPENDS hall_domain)
add_test(NAME e2e_display_strip
    COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_strip.py)
set_tests_properties(e2e_display_strip PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 120)
hall_test(station_leds SOURCES unit/station_leds_test.c DEPENDS station_view hall_sdl hall_i18n)
