/* SPDX-License-Identifier: Apache-2.0 */
/* Packs of clips: the list, the pieces of a sentence, WAV files, and a pack made by espeak-ng
 * (R-V9). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "i18n/words_load.h"
#include "spoken/clips.h"
#include "spoken/wav.h"
#include "test.h"
#include "voice/complete.h"
#include "voice/pack.h"
#include "voice/record.h"

static struct clips clips;
static struct clips_mistake mistake;
static struct clip_parts parts;
static char bytes[CLIPS_BYTES_MAX];

static bool parse(const char *list)
{
    snprintf(bytes, sizeof(bytes), "%s", list);
    return clips_parse(&clips, bytes, strlen(bytes), &mistake);
}

static const char *composed(enum lang lang, const char *sentence)
{
    static char text[1024];
    text[0] = '\0';
    if (!clips_compose(&clips, lang, sentence, &parts))
        return "-";
    for (uint32_t i = 0; i < parts.count; i++) {
        size_t at = strlen(text);
        snprintf(text + at, sizeof(text) - at, i ? "|%s" : "%s",
                 clips.list[parts.parts[i].clip].text);
        if (parts.parts[i].pause_ms)
            snprintf(text + strlen(text), sizeof(text) - strlen(text), "~%u",
                     parts.parts[i].pause_ms);
    }
    return text;
}

static void a_sentence_is_made_of_the_longest_clips(void **state)
{
    (void)state;
    assert_true(parse("jiaohao-voice 1\n# a comment\nrate 22050\nlanguage zh\n"
                      "clip 1.wav 请\nclip 2.wav 号到\nclip 3.wav 号\nclip 4.wav 到\n"
                      "clip 5.wav 号窗口办理业务\nclip 6.wav 十\nclip 7.wav 二\nclip 8.wav 十二\n"
                      "clip 9.wav A\nclip 10.wav B\nclip 11.wav 零\nclip 12.wav 最后一次呼叫\n"
                      "clip 13.wav 请到\nclip 14.wav 号窗口\n"));
    assert_string_equal(composed(LANG_ZH, "请A零二号到十二号窗口办理业务。"),
                        "请|A|零|二|号到|十二|号窗口办理业务");
    assert_string_equal(composed(LANG_ZH, "AB零号，最后一次呼叫，请到二号窗口。"),
                        "A|B|零|号~150|最后一次呼叫~150|请到|二|号窗口");
}

static void english_keeps_words_and_numbers_whole(void **state)
{
    (void)state;
    assert_true(parse("jiaohao-voice 1\nrate 22050\nlanguage en\n"
                      "clip a.wav Ticket\nclip b.wav A\nclip c.wav one\nclip d.wav window\n"
                      "clip e.wav 3\nclip f.wav 300\nclip g.wav 5\nclip h.wav 12\nclip i.wav 2000\n"
                      "clip j.wav please proceed to window\nclip k.wav 305\n"));
    assert_string_equal(composed(LANG_EN, "Ticket A, one, please proceed to window 3."),
                        "Ticket|A~150|one~150|please proceed to window|3");
    assert_string_equal(composed(LANG_EN, "window 312"), "window|300|12");
    assert_string_equal(composed(LANG_EN, "window 305"), "window|305");
    assert_string_equal(composed(LANG_EN, "window 2005"), "window|2000|5");
    assert_string_equal(composed(LANG_EN, "ticket one"), "Ticket|one"); /* either case */
    assert_string_equal(composed(LANG_EN, "windows"), "-");             /* no half word */
    assert_string_equal(composed(LANG_EN, "window 33"), "-");           /* no half number */
}

static void what_is_missing_is_named(void **state)
{
    (void)state;
    assert_true(parse("jiaohao-voice 1\nrate 22050\nlanguage zh\nclip 1.wav 请\n"));
    assert_string_equal(composed(LANG_ZH, "请到颁证室"), "-");
    assert_string_equal(parts.missing, "到颁证室");
    assert_string_equal(composed(LANG_MN, "请"), "-");
    assert_string_equal(composed(LANG_ZH, ""), "-");
}

static void a_sentence_at_the_limit_is_covered_and_not_beyond(void **state)
{
    (void)state;
    char sentence[CLIP_PARTS_MAX + 2];
    memset(sentence, 'A', sizeof(sentence));
    assert_true(parse("jiaohao-voice 1\nrate 22050\nlanguage zh\nclip 1.wav A\n"));
    sentence[CLIP_PARTS_MAX] = '\0';
    assert_true(clips_compose(&clips, LANG_ZH, sentence, &parts));
    assert_int_equal(parts.count, CLIP_PARTS_MAX);
    sentence[CLIP_PARTS_MAX] = 'A';
    sentence[CLIP_PARTS_MAX + 1] = '\0';
    assert_false(clips_compose(&clips, LANG_ZH, sentence, &parts));
}

static void mistakes_name_line_and_remedy(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        uint32_t line;
        const char *says;
    } cases[] = {
        {"", 1, "first line"},
        {"jiaohao-voice 2\n", 1, "first line"},
        {"jiaohao-voice 1\nlanguage zh\nclip a.wav 请\n", 4, "rate is missing"},
        {"jiaohao-voice 1\nrate 9\n", 2, "8000 to 48000"},
        {"jiaohao-voice 1\nrate 22050x\n", 2, "8000 to 48000"},
        {"jiaohao-voice 1\nrate 22050\nclip a.wav 请\n", 3, "before any language"},
        {"jiaohao-voice 1\nrate 22050\nlanguage fr\n", 3, "one of zh, en, mn"},
        {"jiaohao-voice 1\nrate 22050\nlanguage zh\nclip a.wav\n", 4, "clip FILE.wav TEXT"},
        {"jiaohao-voice 1\nrate 22050\nlanguage zh\nclip a.mp3 请\n", 4, "clip FILE.wav TEXT"},
        {"jiaohao-voice 1\nrate 22050\nlanguage zh\nclip ../a.wav 请\n", 4, "begins with a letter"},
        {"jiaohao-voice 1\nrate 22050\nlanguage zh\nclip x/a.wav 请\n", 4, "beside voice.txt"},
        {"jiaohao-voice 1\nrate 22050\nlanguage zh\nclip a.wav \xff\n", 4, "not UTF-8"},
        {"jiaohao-voice 1\nrate 22050\nlanguage zh\nclip a.wav 请\nclip b.wav 请\n", 5, "already"},
        {"jiaohao-voice 1\nrate 22050\nvoice a\n", 3, "begins with clip"},
    };
    for (size_t i = 0; i < countof(cases); i++) {
        assert_false(parse(cases[i].list));
        if (mistake.line != cases[i].line || !strstr(mistake.text, cases[i].says))
            fail_msg("case %zu: line %u: %s", i, mistake.line, mistake.text);
    }
}

static void a_pack_holds_so_many_clips_and_no_more(void **state)
{
    (void)state;
    for (uint32_t more = 0; more < 2; more++) {
        size_t at = (size_t)snprintf(bytes, sizeof(bytes),
                                     "jiaohao-voice 1\nrate 8000\n"
                                     "language zh\n");
        for (uint32_t i = 0; i < CLIPS_MAX + more; i++)
            at += (size_t)snprintf(bytes + at, sizeof(bytes) - at, "clip %u.wav t%u\n", i, i);
        assert_int_equal(clips_parse(&clips, bytes, at, &mistake), !more);
    }
    assert_int_equal(mistake.line, CLIPS_MAX + 4);
}

static void a_wav_file_is_read_and_written(void **state)
{
    (void)state;
    uint8_t file[WAV_HEADER_SIZE + 4] = {0};
    struct wav wav;
    const char *problem;
    wav_header(2, 22050, file);
    memcpy(file + WAV_HEADER_SIZE, "\x01\x00\xff\xff", 4);
    assert_true(wav_parse(file, sizeof(file), &wav, &problem));
    assert_int_equal(wav.count, 2);
    assert_int_equal(wav.rate, 22050);
    assert_int_equal(wav_sample(&wav, 0), 1);
    assert_int_equal(wav_sample(&wav, 1), -1);
    assert_false(wav_parse(file, sizeof(file) - 1, &wav, &problem));
    assert_non_null(strstr(problem, "cut off"));
    file[22] = 2;
    assert_false(wav_parse(file, sizeof(file), &wav, &problem));
    assert_non_null(strstr(problem, "one channel"));
}

/* ---- a pack made by espeak-ng ---- */

static char folder[] = "/tmp/voice_pack_XXXXXX";
static struct words words;
static int hertz;

static int make_pack(void **state)
{
    (void)state;
    static struct pieces pieces;
    char path[64];
    if (!mkdtemp(folder) || words_load(&words) || engine_start(&hertz))
        return 1;
    snprintf(path, sizeof(path), "%s/" CLIPS_FILE, folder);
    FILE *list = fopen(path, "w");
    fprintf(list, "jiaohao-voice 1\nrate %d\n", hertz);
    pieces_list(&pieces, &words, NULL, LANG_EN);
    enum err err = record_pieces(folder, &pieces, LANG_EN, hertz, ENGINE_RATE_DEFAULT, list);
    return fclose(list) || err;
}

static int remove_pack(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

static struct pack *open_pack(void)
{
    struct pack *pack;
    assert_int_equal(pack_open(folder, (uint32_t)hertz, &pack), ERR_NONE);
    return pack;
}

static void a_made_pack_says_every_sentence(void **state) /* R-V9 */
{
    (void)state;
    struct pack *pack = open_pack();
    uint32_t tried;
    assert_int_equal(complete_check(pack, &words, NULL, LANG_EN, stderr, &tried), 0);
    assert_true(tried > 20000);
    pack_close(pack);
}

static void what_a_pack_lacks_is_counted(void **state)
{
    (void)state;
    struct pack *pack = open_pack();
    FILE *nowhere = fopen("/dev/null", "w");
    uint32_t tried;
    uint32_t missing = complete_check(pack, &words, NULL, LANG_ZH, nowhere, &tried);
    assert_int_equal(missing, tried); /* it was made in English only */
    fclose(nowhere);
    pack_close(pack);
}

static void clips_are_equally_loud_and_begin_at_once(void **state)
{
    (void)state;
    struct pack *pack = open_pack();
    struct track track;
    assert_true(track_init(&track, (uint32_t)hertz * PACK_CLIP_S));
    static const char *const texts[] = {"Ticket", "A", "zero", "please proceed to window", "12"};
    for (size_t i = 0; i < countof(texts); i++) {
        double sum = 0;
        assert_true(pack_say(pack, LANG_EN, texts[i], &track));
        assert_true(track.count > (uint32_t)hertz / 20);
        for (uint32_t at = 0; at < track.count; at++)
            sum += (double)track.at[at] * track.at[at];
        double loud = sum / track.count;
        assert_true(loud > 1500.0 * 1500.0 && loud < 4000.0 * 4000.0);
    }
    track_fini(&track);
    pack_close(pack);
}

static void a_sentence_without_a_clip_is_not_said_in_pieces(void **state)
{
    (void)state;
    struct pack *pack = open_pack();
    struct track track;
    assert_true(track_init(&track, (uint32_t)hertz * PACK_CLIP_S));
    assert_false(pack_say(pack, LANG_EN, "Ticket A, please go home.", &track));
    assert_int_equal(track.count, 0);
    assert_false(pack_say(pack, LANG_ZH, "请", &track));
    track_fini(&track);
    pack_close(pack);
}

static void a_pack_that_is_not_whole_is_refused_at_start(void **state)
{
    (void)state;
    char from[64], to[64];
    struct pack *pack;
    snprintf(from, sizeof(from), "%s/en-001.wav", folder);
    snprintf(to, sizeof(to), "%s/away.wav", folder);
    assert_int_equal(rename(from, to), 0);
    assert_int_equal(pack_open(folder, (uint32_t)hertz, &pack), ERR_CONFIG);
    assert_int_equal(rename(to, from), 0);
    assert_int_equal(pack_open(folder, 44100, &pack), ERR_CONFIG); /* another rate */
    assert_int_equal(pack_open("/no/such/folder", 22050, &pack), ERR_CONFIG);
    assert_null(pack);
}

static void a_pack_is_found_in_the_hall_first(void **state)
{
    (void)state;
    char path[256], hall[64], command[256];
    snprintf(hall, sizeof(hall), "%s/hall", folder);
    snprintf(command, sizeof(command), "mkdir -p %s/voice/own && cp %s/%s %s/voice/own/", hall,
             folder, CLIPS_FILE, hall);
    assert_int_equal(system(command), 0);
    assert_true(pack_find(hall, "own", path, sizeof(path)));
    assert_false(pack_find(hall, "..", path, sizeof(path)));
    assert_false(pack_find(hall, "no-such-pack", path, sizeof(path)));
    assert_false(pack_find(hall, "../voice", path, sizeof(path)));
    assert_false(pack_find(hall, "", path, sizeof(path)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_is_made_of_the_longest_clips),
        cmocka_unit_test(english_keeps_words_and_numbers_whole),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(a_sentence_at_the_limit_is_covered_and_not_beyond),
        cmocka_unit_test(mistakes_name_line_and_remedy),
        cmocka_unit_test(a_pack_holds_so_many_clips_and_no_more),
        cmocka_unit_test(a_wav_file_is_read_and_written),
        cmocka_unit_test(a_made_pack_says_every_sentence),
        cmocka_unit_test(what_a_pack_lacks_is_counted),
        cmocka_unit_test(clips_are_equally_loud_and_begin_at_once),
        cmocka_unit_test(a_sentence_without_a_clip_is_not_said_in_pieces),
        cmocka_unit_test(a_pack_that_is_not_whole_is_refused_at_start),
        cmocka_unit_test(a_pack_is_found_in_the_hall_first),
    };
    return cmocka_run_group_tests(tests, make_pack, remove_pack);
}
