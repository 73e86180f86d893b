# display: model, pages, voice
set(display_scenes ${CMAKE_CURRENT_SOURCE_DIR}/unit/display_scenes.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/display_sample.c)
# Every page as a picture, to be looked at beside the drawings: display-shots HALL_DIR OUT_DIR. What must
# not change by itself is golden_display_pictures.
hall_program(display-shots SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_shots.c ${display_scenes}
        ${CMAKE_CURRENT_SOURCE_DIR}/unit/display_window_scenes.c
    DEPENDS display_view hall_config hall_i18n hall_sdl hall_os)
target_include_directories(display-shots PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
foreach(part board news announce overtaken unheard ticker speech)
    hall_test(test_display_${part} SOURCES unit/display_${part}_test.c DEPENDS display_model)
endforeach()
hall_test(test_ui_dots SOURCES unit/ui_dots_test.c DEPENDS hall_sdl)
hall_test(test_display_view SOURCES unit/display_view_test.c unit/display_sample.c
    DEPENDS display_view hall_config hall_i18n hall_sdl)
hall_test(test_display_looks SOURCES unit/display_looks_test.c unit/display_scenes.c unit/display_sample.c
    DEPENDS display_view hall_config hall_i18n hall_sdl)
hall_test(test_display_phrases SOURCES golden/display_phrases_test.c DEPENDS display_model hall_i18n)
hall_test(test_display_dots SOURCES golden/display_dots_test.c ${display_scenes}
    DEPENDS display_view hall_config hall_i18n hall_sdl)
target_include_directories(test_display_dots PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
hall_test(test_display_minute SOURCES golden/display_minute_test.c
    DEPENDS display_view display_voice hall_config hall_i18n)
hall_test(test_display_feed SOURCES unit/display_feed_test.c DEPENDS display_voice)
hall_test(test_display_voice SOURCES unit/display_voice_test.c DEPENDS display_voice)
# What is said when, in virtual time.
hall_test(test_display_speak SOURCES unit/display_speak_test.c ${CMAKE_SOURCE_DIR}/display/app/speak.c
    DEPENDS display_view display_voice hall_pages hall_fetch hall_config hall_i18n hall_link hall_sdl)
target_include_directories(test_display_speak PRIVATE ${CMAKE_SOURCE_DIR}/display)
hall_test(sim_display_calls SOURCES sim/display_calls_sim.c DEPENDS display_model)

# The real board with the real controller.
add_test(NAME e2e_display_hall COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_hall.py)
set_tests_properties(e2e_display_hall PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
# Recorded voices.
hall_test(test_voice_pack SOURCES unit/voice_pack_test.c DEPENDS voice_parts hall_i18n)
hall_test(test_display_pack SOURCES unit/display_pack_test.c DEPENDS display_voice)
add_dependencies(test_display_pack hall_voice_pack)
hall_fuzzer(fuzz_clips SOURCES fuzz/fuzz_clips.c DEPENDS hall_spoken)
hall_fuzzer(fuzz_wav SOURCES fuzz/fuzz_wav.c DEPENDS hall_spoken)
# The pack as it was made, with every sentence, label and window.
add_test(NAME voice_pack_is_whole
    COMMAND make-voice-pack --check ${CMAKE_BINARY_DIR}/share/voice/default)
foreach(name voice say)
    add_test(NAME e2e_display_${name}
        COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_${name}.py)
    set_tests_properties(e2e_display_${name} PROPERTIES
        ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
endforeach()
# Panels of dots: frames, and a receiver on a socket and a pseudo-terminal.
hall_test(test_display_matrix SOURCES unit/display_matrix_test.c DEPENDS display_matrix)
target_link_libraries(test_display_matrix PRIVATE util)
hall_fuzzer(fuzz_matrix SOURCES fuzz/fuzz_matrix.c DEPENDS display_matrix)

# Which page is up, with the real controller.
add_test(NAME e2e_display_order COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_order.py)
set_tests_properties(e2e_display_order PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
add_test(NAME e2e_display_matrix
    COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_matrix.py)
set_tests_properties(e2e_display_matrix PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
hall_test(test_dots SOURCES unit/display_dots_test.c unit/display_sample.c DEPENDS display_model)
# Its pages as pictures: dots-shots HALL_DIR OUT_DIR WIDTH HEIGHT [PART].
hall_program(dots-shots SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/e2e/dots_shots.c ${display_scenes}
    DEPENDS display_view hall_config hall_i18n hall_sdl hall_os)
target_include_directories(dots-shots PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
# Real boards while things break, under a burst, and what is heard of a minute.
foreach(name faults burst minute)
    add_test(NAME e2e_display_${name}
        COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_${name}.py)
    set_tests_properties(e2e_display_${name} PROPERTIES
        ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 600)
endforeach()
add_test(NAME e2e_display_watchdog
    COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_watchdog.py)
set_tests_properties(e2e_display_watchdog PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300 COST 60)
add_test(NAME display_faults_long
    COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_faults.py 200)
set_tests_properties(display_faults_long PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin LABELS "long;long_display" TIMEOUT 3000)
# What a board holds after 1,500 visits and 24 hours of the hall's clock.
add_test(NAME display_lasting_long
    COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/display_lasting.py)
set_tests_properties(display_lasting_long PROPERTIES
    ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin LABELS "long;long_display" TIMEOUT 3000)
