add_subdirectory(${CMAKE_CURRENT_SOURCE_DIR}/bench)
# Every command has one effect, with losses, repeats, cuts and kills; a million of them: ./hall bench.
add_test(NAME protocol_once COMMAND bench-protocol --part once --commands 20000 --kills 2)
set_tests_properties(protocol_once PROPERTIES TIMEOUT 600)
