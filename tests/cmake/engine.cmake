# controller/engine
add_library(hall_engine_test STATIC lib/engine_hall.c lib/engine_lively.c lib/engine_views.c)
target_link_libraries(hall_engine_test PUBLIC hall_engine hall_test_lib PRIVATE hall_warnings)
foreach(name day lifecycle)
    hall_test(engine_${name} SOURCES golden/engine_${name}_test.c DEPENDS hall_engine_test)
endforeach()
foreach(name assign digest queue fact issue grant quota booking call miss transfer window wait limits objection
        lease import accept undo back cancel named items auto)
    hall_test(engine_${name} SOURCES unit/engine_${name}.c DEPENDS hall_engine_test)
endforeach()
foreach(name announce show check clerks cover_refusals journey notice objections objections_back
        objections_clerks)
    hall_test(engine_${name} SOURCES unit/engine_${name}.c DEPENDS hall_engine_test)
endforeach()
hall_test(engine_days SOURCES sim/engine_days.c sim/engine_model.c sim/engine_random.c
    sim/random_issue.c sim/model_issue.c sim/model_next.c sim/model_back.c sim/model_clerks.c sim/model_said.c
    DEPENDS hall_engine_test)
hall_fuzzer(fuzz_fact SOURCES fuzz/fuzz_fact.c DEPENDS hall_engine)
# controller/report
hall_test(report_day SOURCES unit/report_day.c DEPENDS hall_report hall_engine_test)
