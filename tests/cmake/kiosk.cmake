# the kiosk
set(scenes ${CMAKE_CURRENT_SOURCE_DIR}/unit/kiosk_scenes.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/kiosk_scenes_numbers.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/kiosk_scenes_staff.c)
hall_program(kiosk-shots
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_shots.c ${scenes}
        ${CMAKE_CURRENT_SOURCE_DIR}/unit/kiosk_looks.c
        ${CMAKE_CURRENT_SOURCE_DIR}/unit/kiosk_slip_kinds.c
    DEPENDS kiosk_shell hall_config)
target_include_directories(kiosk-shots PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
# Every page as a picture, to be looked at beside the drawings: kiosk-shots HALL_DIR OUT_DIR. What must not
# change by itself is golden_kiosk_pictures.
hall_test(test_kiosk_model SOURCES unit/kiosk_model_test.c unit/kiosk_play.c DEPENDS kiosk_model)
hall_test(test_kiosk_sign SOURCES unit/kiosk_sign_test.c unit/kiosk_play.c DEPENDS kiosk_model)
foreach(what numbers back rating)
    hall_test(test_kiosk_${what} SOURCES unit/kiosk_${what}_test.c unit/kiosk_play_numbers.c unit/kiosk_play.c
        DEPENDS kiosk_model)
endforeach()
hall_test(test_kiosk_request SOURCES unit/kiosk_request_test.c unit/kiosk_play.c DEPENDS kiosk_model)
hall_test(test_kiosk_odd SOURCES unit/kiosk_odd_test.c unit/kiosk_play.c DEPENDS kiosk_model)
hall_test(test_kiosk_view SOURCES unit/kiosk_view_test.c unit/kiosk_every.c ${scenes}
    DEPENDS kiosk_view hall_sdl hall_config hall_i18n)
hall_test(test_kiosk_speech SOURCES unit/kiosk_speech_test.c unit/kiosk_every.c ${scenes}
    DEPENDS kiosk_view hall_spoken hall_sdl hall_config hall_i18n)
hall_test(test_kiosk_mongolian SOURCES unit/kiosk_mongolian_test.c unit/kiosk_every.c ${scenes}
    DEPENDS kiosk_view hall_sdl hall_config hall_i18n)
target_compile_definitions(test_kiosk_mongolian
    PRIVATE REVIEWED_CATALOGUE="${CMAKE_CURRENT_BINARY_DIR}/reviewed/mn.mo")
add_dependencies(test_kiosk_mongolian config_words)
hall_test(test_kiosk_speaker SOURCES unit/kiosk_speaker_test.c DEPENDS kiosk_shell)
hall_test(test_kiosk_access SOURCES unit/kiosk_access_test.c unit/kiosk_every.c ${scenes}
    DEPENDS kiosk_view hall_sdl hall_config hall_i18n)
hall_test(golden_kiosk_slips SOURCES golden/kiosk_slips_test.c unit/kiosk_slip_kinds.c
    DEPENDS kiosk_shell hall_config)
target_include_directories(golden_kiosk_slips PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
hall_test(test_kiosk_document SOURCES unit/kiosk_document_test.c unit/kiosk_slip_kinds.c
    DEPENDS kiosk_shell hall_config)
hall_test(test_kiosk_escpos SOURCES unit/kiosk_escpos_test.c DEPENDS kiosk_device)
hall_test(test_kiosk_login SOURCES unit/kiosk_login_test.c DEPENDS kiosk_shell)
hall_test(test_kiosk_health SOURCES unit/kiosk_health_test.c DEPENDS kiosk_device hall_protocol)
hall_test(test_kiosk_roll SOURCES unit/kiosk_roll_test.c DEPENDS kiosk_device)
hall_test(test_kiosk_slip SOURCES unit/kiosk_slip_test.c DEPENDS kiosk_shell hall_config)
hall_test(test_kiosk_identity SOURCES unit/kiosk_identity_test.c unit/kiosk_play.c DEPENDS kiosk_model)
hall_test(test_kiosk_sam SOURCES unit/kiosk_sam_test.c DEPENDS kiosk_device)
hall_test(test_kiosk_input SOURCES unit/kiosk_input_test.c DEPENDS kiosk_device)
hall_fuzzer(fuzz_reader SOURCES fuzz/fuzz_reader.c DEPENDS kiosk_device)
if(TARGET hall-controller AND TARGET hallctl)
    add_test(NAME e2e_kiosk_print COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_print.sh
        ${CMAKE_BINARY_DIR}/bin ${CMAKE_SOURCE_DIR}/halls/jianchang)
    add_test(NAME e2e_kiosk_print_ways COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_print_ways.sh
        ${CMAKE_BINARY_DIR}/bin ${CMAKE_SOURCE_DIR}/halls/jianchang)
    set_tests_properties(e2e_kiosk_print_ways PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
    add_test(NAME e2e_kiosk_staff COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_staff.sh
        ${CMAKE_BINARY_DIR}/bin ${CMAKE_SOURCE_DIR}/halls/jianchang)
    set_tests_properties(e2e_kiosk_staff PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
    add_test(NAME e2e_kiosk_access COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_access.sh
        ${CMAKE_BINARY_DIR}/bin ${CMAKE_SOURCE_DIR}/halls/jianchang)
    set_tests_properties(e2e_kiosk_access PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 240)
    add_test(NAME e2e_kiosk_recover COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_recover.sh
        ${CMAKE_BINARY_DIR}/bin ${CMAKE_SOURCE_DIR}/halls/jianchang)
    find_package(Python3 COMPONENTS Interpreter)
    foreach(name card canary items journey locked numbers)
        add_test(NAME e2e_kiosk_${name}
            COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_${name}.py)
        set_tests_properties(e2e_kiosk_${name} PROPERTIES
            ENVIRONMENT "HALL_BIN=${CMAKE_BINARY_DIR}/bin" SKIP_RETURN_CODE 77 TIMEOUT 900)
    endforeach()
    set_tests_properties(e2e_kiosk_print e2e_kiosk_recover PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 180)
endif()
# the kiosk's own journal (D-22)
if(TARGET hall-controller AND TARGET hallctl)
    add_test(NAME e2e_kiosk_alone COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/kiosk_alone.sh
        ${CMAKE_BINARY_DIR}/bin ${CMAKE_SOURCE_DIR}/halls/jianchang)
    set_tests_properties(e2e_kiosk_alone PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 240)
endif()
hall_test(test_kiosk_ledger SOURCES unit/kiosk_ledger_test.c DEPENDS kiosk_model)
hall_test(test_kiosk_ledger_bytes SOURCES unit/kiosk_ledger_bytes_test.c DEPENDS kiosk_model)
hall_test(test_kiosk_journal SOURCES unit/kiosk_journal_test.c DEPENDS kiosk_shell)
hall_test(test_kiosk_alone SOURCES unit/kiosk_alone_test.c unit/kiosk_play.c DEPENDS kiosk_model)
hall_fuzzer(fuzz_ledger SOURCES fuzz/fuzz_ledger.c DEPENDS kiosk_model)
hall_test(kiosk_power_sim SOURCES sim/kiosk_power_sim.c sim/kiosk_world.c sim/kiosk_world_hall.c
    DEPENDS kiosk_model hall_engine_test)
# search and guides
hall_test(test_kiosk_items SOURCES unit/kiosk_items_test.c unit/kiosk_play.c unit/config_hall.c
    unit/items_hall.c DEPENDS kiosk_model hall_config)
hall_test(test_kiosk_notice SOURCES unit/kiosk_notice_test.c DEPENDS kiosk_device hall_sdl hall_config hall_i18n)
hall_test(test_kiosk_ways SOURCES unit/kiosk_ways_test.c ${scenes}
    DEPENDS kiosk_view hall_sdl hall_config hall_i18n)
