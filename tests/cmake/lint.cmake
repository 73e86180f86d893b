foreach(lint layers format sizes words rules links)
    add_test(NAME lint_${lint}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/lint/check_${lint}.sh ${CMAKE_SOURCE_DIR})
endforeach()
