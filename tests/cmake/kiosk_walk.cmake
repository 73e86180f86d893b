# Random visitors on every path of the kiosk's screens.
hall_test(kiosk_walk SOURCES sim/kiosk_walk.c sim/kiosk_walk_world.c
    DEPENDS kiosk_view hall_config hall_i18n)
