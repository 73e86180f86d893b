# What is made from protocol/schema.def: nothing stale, nothing taken back, and right in Wireshark.
add_test(NAME schema_is_fresh COMMAND hall-schema check ${CMAKE_SOURCE_DIR})
hall_test(schema_lock SOURCES unit/schema_lock.c DEPENDS hall_schema_parts)
hall_test(test_protocol_catalogue SOURCES unit/protocol_catalogue_test.c DEPENDS hall_protocol)
# The codec as a microcontroller compiles it.
hall_test(test_protocol_station SOURCES unit/protocol_station_test.c
    ${CMAKE_SOURCE_DIR}/protocol/message.c ${CMAKE_SOURCE_DIR}/protocol/frame.c DEPENDS hall_domain)
target_compile_definitions(test_protocol_station PRIVATE PROTOCOL_STATION)
target_include_directories(test_protocol_station PRIVATE ${CMAKE_SOURCE_DIR})
foreach(name protocol_tshark protocol_capture schema_stale)
    add_test(NAME e2e_${name} COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/${name}.py)
    set_tests_properties(e2e_${name} PROPERTIES
        ENVIRONMENT "HALL_BIN=${CMAKE_BINARY_DIR}/bin;PYTHONDONTWRITEBYTECODE=1" TIMEOUT 300)
endforeach()
