# bus, station, the line simulator, serial ports
# The controller's keying is pure: it runs against the stations in one process.
add_library(hall_keying_test STATIC lib/station_line.c
    ${CMAKE_SOURCE_DIR}/controller/app/line_keys.c ${CMAKE_SOURCE_DIR}/controller/app/line_group.c)
target_include_directories(hall_keying_test PUBLIC ${CMAKE_SOURCE_DIR}/controller)
target_link_libraries(hall_keying_test PUBLIC station_core hall_test_lib PRIVATE hall_warnings)
foreach(test bus_line bus_keys)
    hall_test(${test} SOURCES sim/${test}.c sim/bus_world.c sim/bus_controller.c
        DEPENDS bus_master hall_keying_test)
endforeach()
if(TARGET hall-controller AND TARGET hallctl)
    hall_test(bus_hall SOURCES e2e/bus_hall.c e2e/bus_programs.c DEPENDS hall_link)
    add_dependencies(bus_hall hall-controller hallctl hall-bus hall-station hall-line)
    hall_test(station_tcp SOURCES e2e/station_tcp.c e2e/bus_programs.c DEPENDS hall_link)
    add_dependencies(station_tcp hall-controller hallctl hall-bus hall-station hall-line)
endif()

# libserialport over a pseudo-terminal: a small library in front of it plays the UART.
if(HALL_SANITIZE)
    set(uart_options -fno-sanitize=all)
endif()
add_library(bus_uart MODULE lib/bus_uart.c)
target_compile_options(bus_uart PRIVATE ${uart_options})
target_link_options(bus_uart PRIVATE ${uart_options})
target_link_libraries(bus_uart PRIVATE hall_warnings)
hall_test(bus_port SOURCES e2e/bus_port.c DEPENDS hall_serial)
target_compile_definitions(bus_port PRIVATE BUS_UART="$<TARGET_FILE:bus_uart>")
target_link_libraries(bus_port PRIVATE util)
add_dependencies(bus_port bus_uart)

foreach(test station_pad station_screens)
    hall_test(${test} SOURCES unit/${test}.c DEPENDS station_core)
endforeach()
foreach(test station_link station_keys station_group controller_line_keys
        controller_line_group)
    hall_test(${test} SOURCES unit/${test}.c DEPENDS hall_keying_test)
endforeach()
hall_test(test_protocol_line SOURCES golden/protocol_line_test.c DEPENDS hall_keying_test)
foreach(test bus_polls bus_sealed)
    hall_test(${test} SOURCES unit/${test}.c unit/bus_fixture.c DEPENDS bus_master)
endforeach()
hall_test(bus_wire SOURCES unit/bus_wire.c ${CMAKE_SOURCE_DIR}/tools/line/wire.c)
target_include_directories(bus_wire PRIVATE ${CMAKE_SOURCE_DIR}/tools)
hall_fuzzer(fuzz_station SOURCES fuzz/fuzz_station.c
    ${CMAKE_SOURCE_DIR}/controller/app/line_keys.c ${CMAKE_SOURCE_DIR}/controller/app/line_group.c
    DEPENDS station_core)
target_include_directories(fuzz_station PRIVATE ${CMAKE_SOURCE_DIR}/controller)
hall_fuzzer(fuzz_bus SOURCES fuzz/fuzz_bus.c DEPENDS bus_master)

hall_test(station_text SOURCES golden/station_text_test.c DEPENDS station_view hall_i18n)
hall_test(station_panel SOURCES golden/station_panel_test.c DEPENDS station_view hall_i18n)
