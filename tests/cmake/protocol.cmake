# protocol and the client link
hall_test(test_protocol_frame SOURCES unit/protocol_frame_test.c DEPENDS hall_protocol)
foreach(name greeting answer session forged grow)
    hall_test(test_protocol_${name}
        SOURCES unit/protocol_${name}_test.c unit/protocol_session_fixture.c DEPENDS hall_protocol)
endforeach()
hall_test(test_link SOURCES unit/link_test.c unit/link_fixture.c DEPENDS hall_link)
hall_test(test_link_silence SOURCES unit/link_silence_test.c unit/link_fixture.c DEPENDS hall_link)
hall_test(test_protocol_vectors SOURCES golden/protocol_vectors_test.c DEPENDS hall_protocol)
hall_test(test_protocol_worked SOURCES golden/protocol_worked_test.c DEPENDS hall_protocol)
target_compile_definitions(test_protocol_worked PRIVATE
    PROTOCOL_DIR="${CMAKE_SOURCE_DIR}/protocol")
hall_test(test_protocol_message SOURCES unit/protocol_message_test.c DEPENDS hall_protocol)
hall_test(test_protocol_channel SOURCES unit/protocol_channel_test.c DEPENDS hall_protocol)
hall_test(test_protocol_view SOURCES unit/protocol_view_test.c DEPENDS hall_protocol)
hall_test(test_protocol_view_sim SOURCES sim/protocol_view_sim.c DEPENDS hall_protocol)
hall_test(test_link_key SOURCES unit/link_key_test.c DEPENDS hall_link)
hall_fuzzer(fuzz_frame SOURCES fuzz/fuzz_frame.c DEPENDS hall_protocol)
hall_fuzzer(fuzz_message SOURCES fuzz/fuzz_message.c DEPENDS hall_protocol)
hall_fuzzer(fuzz_view SOURCES fuzz/fuzz_view.c DEPENDS hall_protocol)
hall_fuzzer(fuzz_session SOURCES fuzz/fuzz_session.c DEPENDS hall_protocol)
hall_test(protocol_errors_sim SOURCES sim/protocol_errors_sim.c sim/protocol_wire.c
    sim/protocol_damage.c sim/protocol_weak.c DEPENDS hall_protocol)

# The sealing under it
hall_test(test_protocol_crypto SOURCES unit/protocol_crypto_test.c
    DEPENDS hall_crypto PkgConfig::CRYPTO)
hall_test(test_protocol_crypto_memory SOURCES unit/protocol_crypto_memory_test.c
    DEPENDS hall_crypto PkgConfig::CRYPTO)
# Every call that fails, in turn: what crypto_openssl.c calls, and what the sessions call of it.
hall_test(test_protocol_failing_openssl SOURCES unit/protocol_failing_openssl_test.c
    DEPENDS hall_crypto PkgConfig::CRYPTO)
foreach(name
    EVP_CIPHER_fetch EVP_MD_fetch EVP_MAC_fetch EVP_MAC_CTX_new EVP_MAC_CTX_set_params
    pthread_key_create pthread_setspecific CRYPTO_zalloc CRYPTO_THREAD_run_once EVP_MD_CTX_new
    EVP_DigestInit_ex2 EVP_DigestUpdate EVP_DigestFinal_ex EVP_MAC_CTX_dup EVP_MAC_init
    EVP_MAC_update EVP_MAC_final EVP_PKEY_new_raw_public_key_ex EVP_PKEY_new_raw_private_key_ex
    EVP_PKEY_get_raw_public_key EVP_PKEY_CTX_new_from_pkey EVP_PKEY_CTX_new_from_name
    EVP_PKEY_fromdata_init EVP_PKEY_fromdata EVP_PKEY_derive_init EVP_PKEY_derive_set_peer
    EVP_PKEY_derive EVP_CIPHER_CTX_new EVP_CipherInit_ex2 EVP_CIPHER_CTX_ctrl EVP_CipherUpdate
    EVP_CipherFinal_ex)
    target_link_options(test_protocol_failing_openssl PRIVATE -Wl,--wrap=${name})
endforeach()
hall_test(test_protocol_failing_crypto
    SOURCES unit/protocol_failing_crypto_test.c unit/protocol_session_fixture.c
    DEPENDS hall_protocol)
foreach(name hash hmac x25519 gcm ccm)
    target_link_options(test_protocol_failing_crypto PRIVATE -Wl,--wrap=crypto_${name})
endforeach()
hall_test(test_protocol_tap SOURCES unit/protocol_tap_test.c unit/protocol_session_fixture.c
    DEPENDS hall_protocol)
hall_test(test_protocol_noise SOURCES unit/protocol_noise_test.c DEPENDS hall_protocol)
hall_test(test_protocol_noise_vectors
    SOURCES unit/protocol_noise_vectors_test.c DEPENDS hall_protocol)
hall_test(test_protocol_slip_code SOURCES unit/protocol_slip_code_test.c DEPENDS hall_protocol)
hall_test(test_protocol_record SOURCES unit/protocol_record_test.c DEPENDS hall_protocol)
hall_test(test_protocol_records SOURCES golden/protocol_records_test.c DEPENDS hall_protocol)
hall_fuzzer(fuzz_slip_code SOURCES fuzz/fuzz_slip_code.c DEPENDS hall_protocol)
hall_fuzzer(fuzz_record SOURCES fuzz/fuzz_record.c DEPENDS hall_protocol)
hall_fuzzer(fuzz_handshake SOURCES fuzz/fuzz_handshake.c DEPENDS hall_protocol)
add_test(NAME protocol_mcu_size
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/bench/mcu_size.sh ${CMAKE_SOURCE_DIR})

# The real controller under those who want it to fall.
add_executable(hostile_load e2e/hostile_load.c bench/hostile.c)
target_include_directories(hostile_load PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(hostile_load PRIVATE hall_link hall_os hall_warnings)
add_test(NAME e2e_protocol_hostile
    COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/protocol_hostile.py)
set_tests_properties(e2e_protocol_hostile PROPERTIES ENVIRONMENT
    "HALL_BIN=${CMAKE_BINARY_DIR}/bin;HALL_LOAD=$<TARGET_FILE:hostile_load>;HALL_SANITIZE=${HALL_SANITIZE};PYTHONDONTWRITEBYTECODE=1"
    TIMEOUT 300)

# What somebody on the network can do to the real programs.
foreach(name takeover attacks stranger)
    add_test(NAME e2e_protocol_${name}
        COMMAND ${HALL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/e2e/protocol_${name}.py)
    set_tests_properties(e2e_protocol_${name} PROPERTIES
        ENVIRONMENT "HALL_BIN=${CMAKE_BINARY_DIR}/bin;PYTHONDONTWRITEBYTECODE=1" TIMEOUT 300)
endforeach()
