# The launcher as a newcomer uses it, with the programs of this build.
get_filename_component(preset ${CMAKE_BINARY_DIR} NAME)
foreach(test check run)
    add_test(NAME launcher_${test}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/launcher_${test}.sh ${CMAKE_SOURCE_DIR} ${preset})
    set_tests_properties(launcher_${test} PROPERTIES TIMEOUT 600 RESOURCE_LOCK port_7420)
endforeach()
