# Whole days of a hall (tools/sim): 500 in memory, 100 on the disk that loses power.
add_test(NAME sim_days_1 COMMAND hall-sim days --seeds 1..250)
add_test(NAME sim_days_2 COMMAND hall-sim days --seeds 251..500)
add_test(NAME sim_days_vfs COMMAND hall-sim days --seeds 1..100 --store vfs)
set_tests_properties(sim_days_1 sim_days_2 sim_days_vfs PROPERTIES LABELS sim TIMEOUT 600)
# The same seed is the same day, in memory and on the disk's own second run.
add_test(NAME sim_days_same COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/sim/days_same.sh
    $<TARGET_FILE:hall-sim>)
set_tests_properties(sim_days_same PROPERTIES LABELS sim)
# Behind ./hall test --long sim: 20,000 days in two halves, 2,000 on the disk.
add_test(NAME sim_days_long_1 COMMAND hall-sim days --seeds 1001..11000)
add_test(NAME sim_days_long_2 COMMAND hall-sim days --seeds 11001..21000)
add_test(NAME sim_days_long_vfs COMMAND hall-sim days --seeds 1001..3000 --store vfs)
set_tests_properties(sim_days_long_1 sim_days_long_2 sim_days_long_vfs
    PROPERTIES LABELS "long;long_sim" TIMEOUT 4800)
