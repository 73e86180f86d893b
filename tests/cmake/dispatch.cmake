# Who is called next: recorded days, closed forms, properties.
hall_test(dispatch_replay SOURCES sim/dispatch_replay.c DEPENDS hall_sim)
hall_test(dispatch_forms SOURCES sim/dispatch_forms.c sim/dispatch_queue.c DEPENDS hall_engine_test)
target_link_libraries(dispatch_forms PRIVATE m)
hall_test(dispatch_starve SOURCES sim/dispatch_starve.c DEPENDS hall_engine_test)
hall_test(dispatch_halls SOURCES sim/dispatch_halls.c sim/engine_random.c
    DEPENDS hall_sim hall_engine_test)
hall_test(day_read SOURCES unit/day_read.c sim/engine_random.c DEPENDS hall_day hall_engine_test)
target_include_directories(day_read PRIVATE sim)
hall_test(dispatch_large SOURCES sim/dispatch_large.c sim/engine_random.c
    DEPENDS hall_sim hall_engine_test)
hall_test(engine_dispatch SOURCES unit/engine_dispatch.c DEPENDS hall_engine_test)
