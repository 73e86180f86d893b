# The same simulations with many more seeds, behind ./hall test --long sim.
add_test(NAME engine_days_long COMMAND engine_days 100000 1000)
set_tests_properties(engine_days_long PROPERTIES LABELS "long;long_sim" TIMEOUT 3000)
