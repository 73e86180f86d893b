hall_test(config_mistakes SOURCES unit/config_mistakes.c unit/config_hall.c
    DEPENDS hall_config)
hall_test(config_limits SOURCES unit/config_limits.c DEPENDS hall_config)
hall_test(config_halls SOURCES unit/config_halls.c DEPENDS hall_config)
