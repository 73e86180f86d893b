# hall_library(name SOURCES... DEPENDS...) - one folder, one static target.
# Headers sit beside sources; the parent folder is the include root, so every
# include names its folder: "engine/hall.h".
function(hall_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    get_filename_component(root ${CMAKE_CURRENT_SOURCE_DIR} DIRECTORY)
    target_include_directories(${name} PUBLIC ${root})
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} PRIVATE hall_warnings)
endfunction()

# hall_program(name SOURCES... DEPENDS...) - a binary in build/<preset>/bin.
function(hall_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    get_filename_component(root ${CMAKE_CURRENT_SOURCE_DIR} DIRECTORY)
    target_include_directories(${name} PRIVATE ${root})
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} hall_warnings)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
    set_property(GLOBAL APPEND PROPERTY HALL_PROGRAMS ${name})
endfunction()

# hall_test(name SOURCES... DEPENDS...) - one cmocka program, one ctest entry.
function(hall_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} hall_test_lib hall_warnings)
    add_test(NAME ${name} COMMAND ${name})
endfunction()

# hall_fuzzer(name SOURCES... DEPENDS...) - a libFuzzer program under the fuzz
# preset; everywhere else the same file replays its corpus tests/fuzz/corpus/NAME.
function(hall_fuzzer name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    if(HALL_FUZZ)
        add_executable(${name} ${ARG_SOURCES})
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
        add_executable(${name} ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c)
        add_test(NAME ${name} COMMAND ${name} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
    endif()
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} hall_warnings)
endfunction()
