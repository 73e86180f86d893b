# Who is called next: recorded days, closed forms, properties.
hall_test(dispatch_replay SOURCES sim/dispatch_replay.c DEPENDS hall_sim)
