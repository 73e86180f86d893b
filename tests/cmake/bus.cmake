hall_test(bus_line SOURCES sim/bus_line.c sim/bus_world.c DEPENDS bus_master station_core)
