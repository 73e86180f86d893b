# protocol and the client link
hall_test(test_protocol_frame SOURCES unit/protocol_frame_test.c DEPENDS hall_protocol)
hall_test(test_protocol_session SOURCES unit/protocol_session_test.c DEPENDS hall_protocol)
hall_test(test_link SOURCES unit/link_test.c unit/link_fixture.c DEPENDS hall_link)
hall_test(test_link_silence SOURCES unit/link_silence_test.c unit/link_fixture.c DEPENDS hall_link)
hall_test(test_protocol_vectors SOURCES golden/protocol_vectors_test.c DEPENDS hall_protocol)
