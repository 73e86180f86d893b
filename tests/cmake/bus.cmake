# bus, station, the line simulator, serial ports
hall_test(bus_line SOURCES sim/bus_line.c sim/bus_world.c DEPENDS bus_master station_core)
if(TARGET hall-controller AND TARGET hallctl)
    hall_test(bus_hall SOURCES e2e/bus_hall.c e2e/bus_programs.c DEPENDS hall_link)
    add_dependencies(bus_hall hall-controller hallctl hall-bus hall-station hall-line)
endif()
