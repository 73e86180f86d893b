# the kiosk's golden pictures
hall_test(golden_kiosk_pictures SOURCES golden/kiosk_pictures_test.c ${scenes} unit/kiosk_looks.c
    DEPENDS kiosk_view hall_sdl hall_config hall_i18n PkgConfig::CRYPTO)
target_include_directories(golden_kiosk_pictures PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
target_compile_definitions(golden_kiosk_pictures PRIVATE GOLDEN_DIR="${CMAKE_CURRENT_SOURCE_DIR}/golden"
    DIFFER_DIR="${CMAKE_BINARY_DIR}/shots-differ")

# the boards' golden pictures
hall_test(golden_display_pictures SOURCES golden/display_pictures_test.c ${display_scenes}
    DEPENDS display_view hall_sdl hall_config hall_i18n PkgConfig::CRYPTO)
target_include_directories(golden_display_pictures PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
target_compile_definitions(golden_display_pictures PRIVATE GOLDEN_DIR="${CMAKE_CURRENT_SOURCE_DIR}/golden"
    DIFFER_DIR="${CMAKE_BINARY_DIR}/shots-differ")
hall_test(golden_display_window_pictures SOURCES golden/display_window_pictures_test.c
    unit/display_window_scenes.c unit/display_sample.c
    DEPENDS display_view hall_config hall_i18n hall_sdl hall_os PkgConfig::CRYPTO)
target_include_directories(golden_display_window_pictures PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
target_compile_definitions(golden_display_window_pictures PRIVATE
    DIFFER_DIR="${CMAKE_BINARY_DIR}/shots-differ")
