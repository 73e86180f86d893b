# Device keys, from the hall to the device and back, and the link that uses them
hall_test(test_qr SOURCES unit/qr_test.c DEPENDS hall_qr)
hall_test(test_link_capture SOURCES unit/link_capture_test.c DEPENDS hall_link)
hall_test(test_link_end SOURCES unit/link_end_test.c unit/link_fixture.c DEPENDS hall_link)
hall_test(test_link_time SOURCES unit/link_time_test.c DEPENDS hall_link)
foreach(name adopt revoke keys)
    add_test(NAME e2e_protocol_${name}
        COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/protocol_${name}.py)
    set_tests_properties(e2e_protocol_${name} PROPERTIES
        ENVIRONMENT "HALL_BIN=${CMAKE_BINARY_DIR}/bin;PYTHONDONTWRITEBYTECODE=1" TIMEOUT 300)
endforeach()
