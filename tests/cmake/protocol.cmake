# protocol and the client link
hall_test(test_protocol_frame SOURCES unit/protocol_frame_test.c DEPENDS hall_protocol)
