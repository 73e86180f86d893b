set(store_fixture ${CMAKE_CURRENT_SOURCE_DIR}/lib/store_fixture.c)
foreach(name journal open files disk archive room backup)
    hall_test(store_${name} SOURCES unit/store_${name}.c ${store_fixture} DEPENDS hall_store)
endforeach()
# A real hall on the store.
hall_test(store_hall SOURCES unit/store_hall.c ${store_fixture} DEPENDS hall_store hall_engine_test)
set_tests_properties(store_journal store_open store_files store_disk store_archive store_room store_backup store_hall
    PROPERTIES LABELS unit)

# The store on a disk that can be cut and can fail (tools/sim).
foreach(name power fault rot)
    hall_test(crash_${name} SOURCES crash/crash_${name}.c crash/scenario.c ${store_fixture}
        DEPENDS hall_disk hall_store)
endforeach()
hall_test(crash_memory SOURCES crash/crash_memory.c crash/scenario.c ${store_fixture}
    DEPENDS hall_store)
target_link_options(crash_memory PRIVATE -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc)
# What is not the disk's own doing needs no disk.
foreach(name power fault rot memory)
    set_tests_properties(crash_${name} PROPERTIES ENVIRONMENT TMPDIR=/dev/shm)
endforeach()
add_test(NAME crash_power_long COMMAND crash_power)
set_tests_properties(crash_power_long PROPERTIES LABELS "long;long_crash"
    ENVIRONMENT "CRASH_SEEDS=95;TMPDIR=/dev/shm" TIMEOUT 4800)
add_test(NAME crash_memory_long COMMAND crash_memory)
add_test(NAME crash_rot_long COMMAND crash_rot)
set_tests_properties(crash_memory_long crash_rot_long PROPERTIES LABELS "long;long_crash"
    ENVIRONMENT "CRASH_STRIDE=1;TMPDIR=/dev/shm" TIMEOUT 4800)

# The real controller, killed at any moment under load (F01).
set(HALL_KILLS 2000 CACHE STRING "How often e2e_controller_kill kills; the planted bugs take fewer")
set(kills ${HALL_KILLS})
if(HALL_SANITIZE)
    set(kills 200)
endif()
set(kill_test ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/controller_kill.py)
add_test(NAME e2e_controller_kill COMMAND ${kill_test} ${kills})
set_tests_properties(e2e_controller_kill PROPERTIES TIMEOUT 1200)
add_test(NAME e2e_controller_kill_long COMMAND ${kill_test} 20000 2)
set_tests_properties(e2e_controller_kill_long PROPERTIES LABELS "long;long_crash" TIMEOUT 4800)
set_tests_properties(e2e_controller_kill e2e_controller_kill_long PROPERTIES
    ENVIRONMENT "HALL_BIN=${CMAKE_BINARY_DIR}/bin;PYTHONDONTWRITEBYTECODE=1")
