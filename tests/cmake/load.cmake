# Whole days against the real controller (tools/load). Each runs a minute or two beside the others.
set(days ${CMAKE_CURRENT_SOURCE_DIR}/data/days)
foreach(day base_1_0 heavy_1_0)
    add_test(NAME load_${day} COMMAND hall-load --day ${days}/${day} --speed 600)
    set_tests_properties(load_${day} PROPERTIES TIMEOUT 600)
endforeach()
# A call is on boards for 20 s, at any speed (announce_expiry_s, D-27), and a board that looks for its
# controller may wait 5 s between two tries.
add_test(NAME load_kill COMMAND hall-load --day ${days}/base_1_0 --speed 300 --kill 20)
set_tests_properties(load_kill PROPERTIES TIMEOUT 600)
add_test(NAME load_bad_usage COMMAND hall-load)
set_tests_properties(load_bad_usage PROPERTIES WILL_FAIL TRUE)

add_test(NAME load_kill_200 COMMAND hall-load --day ${days}/heavy_1_0 --speed 120 --kill 200)
set_tests_properties(load_kill_200 PROPERTIES LABELS "long;long_load" TIMEOUT 3000)
add_test(NAME load_heavy_slow COMMAND hall-load --day ${days}/heavy_1_0 --speed 60)
set_tests_properties(load_heavy_slow PROPERTIES LABELS "long;long_load" TIMEOUT 3000)
