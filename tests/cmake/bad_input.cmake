# What people type wrongly, and what is wrong around a program: one sentence, the right status.
foreach(name input places)
    add_test(NAME e2e_bad_${name} COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/bad_${name}.py)
    set_tests_properties(e2e_bad_${name} PROPERTIES
        ENVIRONMENT HALL_BIN=${CMAKE_BINARY_DIR}/bin TIMEOUT 300)
endforeach()
