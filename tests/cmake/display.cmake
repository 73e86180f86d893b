# display: model, pages, voice
foreach(part board announce ticker speech)
    hall_test(test_display_${part} SOURCES unit/display_${part}_test.c DEPENDS display_model)
endforeach()
hall_test(test_display_view SOURCES unit/display_view_test.c ${CMAKE_SOURCE_DIR}/display/app/sample.c
    DEPENDS display_view hall_config hall_i18n hall_sdl)
hall_test(test_display_phrases SOURCES golden/display_phrases_test.c DEPENDS display_model hall_i18n)
hall_test(test_display_minute SOURCES golden/display_minute_test.c
    DEPENDS display_view display_voice hall_config hall_i18n)
hall_test(test_display_feed SOURCES unit/display_feed_test.c DEPENDS display_voice)
hall_test(test_display_voice SOURCES unit/display_voice_test.c DEPENDS display_voice)
hall_test(sim_display_calls SOURCES sim/display_calls_sim.c DEPENDS display_model)

# The real board with the real controller.
add_test(NAME e2e_display_hall COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_hall.py)
set_tests_properties(e2e_display_hall PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
