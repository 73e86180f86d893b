# pages: their texts, images and lists
hall_test(page_text SOURCES unit/page_text.c DEPENDS hall_domain)
hall_fuzzer(fuzz_page_text SOURCES fuzz/fuzz_page_text.c DEPENDS hall_ui)
hall_test(pages_load SOURCES unit/pages_load.c DEPENDS hall_pages)
