hall_test(base_wire SOURCES unit/base_wire.c DEPENDS hall_base)
# The same with the small CRC of a microcontroller; a file of the program goes before the library's.
hall_test(base_wire_station SOURCES unit/base_wire.c ${CMAKE_SOURCE_DIR}/common/base/crc32c.c
    DEPENDS hall_base)
target_compile_definitions(base_wire_station PRIVATE PROTOCOL_STATION)
hall_test(base_codec SOURCES unit/base_codec.c DEPENDS hall_base)
hall_test(base_text SOURCES unit/base_text.c DEPENDS hall_domain)
hall_test(base_time SOURCES unit/base_time.c DEPENDS hall_domain)
hall_test(base_vocab SOURCES unit/base_vocab.c DEPENDS hall_domain)
hall_test(base_os SOURCES unit/base_os.c DEPENDS hall_os)
hall_test(base_secrets SOURCES unit/base_secrets.c DEPENDS hall_os)
