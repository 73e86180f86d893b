set(store_fixture ${CMAKE_CURRENT_SOURCE_DIR}/lib/store_fixture.c)
foreach(name journal open disk archive room backup)
    hall_test(store_${name} SOURCES unit/store_${name}.c ${store_fixture} DEPENDS hall_store)
endforeach()
# A real hall on the store.
hall_test(store_hall SOURCES unit/store_hall.c ${store_fixture} DEPENDS hall_store hall_engine_test)
set_tests_properties(store_journal store_open store_disk store_archive store_room store_backup store_hall
    PROPERTIES LABELS unit)

# The store on a disk that can be cut and can fail (tools/sim).
foreach(name power fault rot)
    hall_test(crash_${name} SOURCES crash/crash_${name}.c crash/scenario.c ${store_fixture}
        DEPENDS hall_disk hall_store)
endforeach()
add_test(NAME crash_power_long COMMAND crash_power)
set_tests_properties(crash_power_long PROPERTIES LABELS "long;long_crash" ENVIRONMENT CRASH_SEEDS=100
    TIMEOUT 4800)
