# The real controller, driven by a client of its own in Python (tests/lib/hall1.py).
foreach(name day booking doors disk backup net roles views lines ctl abuse clock verbs alone report
        clerks kiosk boards)
    add_test(NAME e2e_controller_${name}
        COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/controller_${name}.py)
    set_tests_properties(e2e_controller_${name} PROPERTIES
        ENVIRONMENT "HALL_BIN=${CMAKE_BINARY_DIR}/bin;PYTHONDONTWRITEBYTECODE=1" TIMEOUT 300)
endforeach()

# The pure parts of app and net, and the two that keep files.
foreach(name limits server replays results roles translate roster clock)
    hall_test(controller_${name} SOURCES unit/controller_${name}.c DEPENDS hall_controller)
endforeach()
hall_test(controller_staff SOURCES unit/controller_staff.c DEPENDS hall_controller)
hall_test(controller_filter SOURCES unit/controller_filter.c DEPENDS hall_controller hall_engine_test)
hall_test(controller_rows SOURCES unit/controller_rows.c DEPENDS hall_controller hall_engine_test)

# Devices that were started with another definition of the hall (D-41).
add_test(NAME e2e_fetch_hall COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/fetch_hall.py)
set_tests_properties(e2e_fetch_hall PROPERTIES
    ENVIRONMENT "HALL_BIN=${CMAKE_BINARY_DIR}/bin;PYTHONDONTWRITEBYTECODE=1" TIMEOUT 300)

# What hallctl tells of a ticket: its own files, since a program is no library.
hall_test(ctl_tale SOURCES golden/ctl_tale_test.c ${PROJECT_SOURCE_DIR}/controller/ctl/tale.c
    ${PROJECT_SOURCE_DIR}/controller/ctl/say.c DEPENDS hall_engine_test hall_protocol)
