# Whole days against the real controller (tools/load). Each runs about a minute beside the others.
set(days ${CMAKE_CURRENT_SOURCE_DIR}/data/days)
foreach(day base_1_0 heavy_1_0)
    add_test(NAME load_${day} COMMAND hall-load --day ${days}/${day} --speed 600)
    set_tests_properties(load_${day} PROPERTIES TIMEOUT 600 COST 100)
endforeach()
# At this speed a visit lasts a second or two: boards must be back before it is over. Under sanitizers
# a restart takes longer than that.
set(kill_speed 600)
if(HALL_SANITIZE)
    set(kill_speed 300)
endif()
add_test(NAME load_kill COMMAND hall-load --day ${days}/base_1_0 --speed ${kill_speed} --kill 20)
set_tests_properties(load_kill PROPERTIES TIMEOUT 600 COST 100)
add_test(NAME load_bad_usage COMMAND hall-load)
set_tests_properties(load_bad_usage PROPERTIES WILL_FAIL TRUE)

add_test(NAME load_kill_200 COMMAND hall-load --day ${days}/heavy_1_0 --speed 120 --kill 200)
set_tests_properties(load_kill_200 PROPERTIES LABELS "long;long_load" TIMEOUT 3000)
add_test(NAME load_heavy_slow COMMAND hall-load --day ${days}/heavy_1_0 --speed 60)
set_tests_properties(load_heavy_slow PROPERTIES LABELS "long;long_load" TIMEOUT 3000)
