# bus, station, the line simulator, serial ports
hall_test(bus_line SOURCES sim/bus_line.c sim/bus_world.c DEPENDS bus_master station_core)
if(TARGET hall-controller AND TARGET hallctl)
    hall_test(bus_hall SOURCES e2e/bus_hall.c e2e/bus_programs.c DEPENDS hall_link)
    add_dependencies(bus_hall hall-controller hallctl hall-bus hall-station hall-line)
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
