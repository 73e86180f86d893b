# What the longest tests of the suite take on two idle cores, in seconds: these begin first, so that all end
# together (D-35). Most wait more than they compute, so ./hall test runs four a core (tools/launch/test.sh); one
# that does nothing but compute takes the places of three, one that computes half the time those of two. These
# begin before all others: ctest never keeps places free for them.
set(costs
    e2e_controller_kill=200 e2e_kiosk_locked=110 load_kill=115 e2e_display_faults=95 e2e_protocol_attacks=95
    e2e_kiosk_numbers=75 e2e_display_minute=75 e2e_controller_lines=70 crash_power=68 crash_rot=68 load_heavy_1_0=65
    launcher_check=60 e2e_kiosk_card=55 load_base_1_0=55 e2e_kiosk_print=55 e2e_kiosk_staff=55 launcher_run=50
    e2e_display_matrix=50 e2e_kiosk_journey=45 e2e_display_burst=45 e2e_kiosk_alone=40 crash_fault=39
    e2e_controller_clerks=35 e2e_display_hall=30 bus_hall=30 e2e_display_pages=30 e2e_kiosk_canary=27
    test_link_silence=26 e2e_display_voice=25 e2e_controller_kiosk=22 e2e_kiosk_access=21 e2e_controller_doors=21
    e2e_bad_input=20 e2e_display_order=20 e2e_controller_net=19 e2e_controller_boards=17 test_link=16
    e2e_bad_places=15 e2e_controller_clock=15 e2e_kiosk_recover=15 e2e_controller_views=14 kiosk_walk=14
    golden_kiosk_pictures=13 sim_days_vfs=13 sim_days_1=12 sim_days_2=12 e2e_display_window=13
    e2e_kiosk_print_ways=13 test_display_voice=13 protocol_errors_sim=12 e2e_protocol_takeover=12 crash_memory=12
    test_kiosk_view=12 test_display_matrix=12 e2e_fetch_hall=11 e2e_protocol_keys=11 e2e_protocol_tshark=11
    e2e_kiosk_items=11 e2e_protocol_revoke=10 e2e_controller_ctl=10 e2e_controller_booking=10 test_kiosk_access=9
    lint_format=9 test_kiosk_speech=8 e2e_controller_alone=8 dispatch_forms=7 engine_days=6 test_kiosk_login=6
    controller_roles=6 test_link_end=6 lint_sizes=5 golden_display_window_pictures=5)
set(compute crash_power crash_rot crash_fault crash_memory kiosk_walk golden_kiosk_pictures sim_days_vfs sim_days_1
    sim_days_2 protocol_errors_sim test_kiosk_view test_kiosk_access dispatch_forms lint_format)
set(compute_half e2e_controller_kill)

# Some tests want tools that need not be there.
foreach(entry ${costs})
    string(REPLACE "=" ";" entry ${entry})
    list(GET entry 0 name)
    list(GET entry 1 seconds)
    if(name IN_LIST compute OR name IN_LIST compute_half)
        math(EXPR seconds "${seconds} + 1000")
    endif()
    if(TEST ${name})
        set_tests_properties(${name} PROPERTIES COST ${seconds})
    endif()
endforeach()
foreach(name ${compute} ${compute_half})
    # Under a sanitizer everything computes, and ctest runs one a core.
    if(TEST ${name} AND NOT HALL_SANITIZE)
        set(places 3)
        if(name IN_LIST compute_half)
            set(places 2)
        endif()
        set_tests_properties(${name} PROPERTIES PROCESSORS ${places})
    endif()
endforeach()
