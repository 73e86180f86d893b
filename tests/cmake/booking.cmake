# controller/booking
foreach(name day_key intake)
    hall_test(booking_${name} SOURCES unit/booking_${name}.c DEPENDS hall_booking)
endforeach()
hall_fuzzer(fuzz_csv SOURCES fuzz/fuzz_csv.c DEPENDS hall_booking)
