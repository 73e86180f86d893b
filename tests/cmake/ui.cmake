# draw lists and the screen
hall_test(test_ui_draw SOURCES unit/ui_draw_test.c DEPENDS hall_ui)
hall_test(test_ui_fit SOURCES unit/ui_fit_test.c DEPENDS hall_ui)
hall_test(test_ui_screen SOURCES unit/ui_screen_test.c DEPENDS hall_sdl)
