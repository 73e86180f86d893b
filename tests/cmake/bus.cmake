# bus, station, the line simulator, serial ports
hall_test(bus_line SOURCES sim/bus_line.c sim/bus_world.c DEPENDS bus_master station_core)
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

foreach(test station_pad station_screens station_link)
    hall_test(${test} SOURCES unit/${test}.c DEPENDS station_core)
endforeach()
hall_test(bus_polls SOURCES unit/bus_polls.c DEPENDS bus_master)
hall_test(bus_wire SOURCES unit/bus_wire.c ${CMAKE_SOURCE_DIR}/tools/line/wire.c)
target_include_directories(bus_wire PRIVATE ${CMAKE_SOURCE_DIR}/tools)
hall_fuzzer(fuzz_station SOURCES fuzz/fuzz_station.c DEPENDS station_core)
hall_fuzzer(fuzz_bus SOURCES fuzz/fuzz_bus.c DEPENDS bus_master)

hall_test(station_text SOURCES golden/station_text_test.c ${CMAKE_SOURCE_DIR}/station/app/text.c
    DEPENDS station_core hall_i18n)
target_include_directories(station_text PRIVATE ${CMAKE_SOURCE_DIR}/station)
