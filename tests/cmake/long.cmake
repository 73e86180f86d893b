# The same simulations with many more seeds, behind ./hall test --long sim.
add_test(NAME engine_days_long COMMAND engine_days 100000 1000)
set_tests_properties(engine_days_long PROPERTIES LABELS "long;long_sim" TIMEOUT 3000)
# Two million tickets for each closed form; a restart after every single event of a day; more halls.
add_test(NAME dispatch_forms_long COMMAND dispatch_forms 2000000)
add_test(NAME dispatch_halls_long COMMAND dispatch_halls 100000 5000)
add_test(NAME dispatch_replay_long COMMAND dispatch_replay 1)
set_tests_properties(dispatch_forms_long dispatch_halls_long dispatch_replay_long
    PROPERTIES LABELS "long;long_sim" TIMEOUT 3000)
# Wire errors, behind ./hall test --long protocol: 10^9 random ones in two halves, and every 1-, 2-
# and 3-bit error of 400 frames of each short length.
foreach(half 1 2)
    add_test(NAME protocol_errors_long_${half}
        COMMAND protocol_errors_sim 500000000 ${half}000000000 0)
endforeach()
add_test(NAME protocol_errors_long_bits COMMAND protocol_errors_sim 1 1 400)
set_tests_properties(protocol_errors_long_1 protocol_errors_long_2 protocol_errors_long_bits
    PROPERTIES LABELS "long;long_protocol" TIMEOUT 4800)
# A million random forgeries of one record.
add_test(NAME protocol_record_long COMMAND test_protocol_record 1000000)
set_tests_properties(protocol_record_long PROPERTIES LABELS "long;long_protocol" TIMEOUT 600)
# Ten million taps on the kiosk's screens, and ten times the power cuts of the suite.
add_test(NAME kiosk_walk_long COMMAND kiosk_walk 10000000 100)
add_test(NAME kiosk_power_long COMMAND kiosk_power_sim 100000 5000)
set_tests_properties(kiosk_walk_long kiosk_power_long PROPERTIES LABELS "long;long_kiosk" TIMEOUT 4800)
