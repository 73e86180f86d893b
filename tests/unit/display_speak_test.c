/* SPDX-License-Identifier: Apache-2.0 */
/* What a board says and when, in virtual time: the real speak.c with a voice that only writes down.
 */
#include <stdio.h>
#include <string.h>

#include "app/display.h"
#include "display_fixture.h"
#include "i18n/words_load.h"

#define SENTENCE_MS (9 * SECOND) /* how long one lasts here */

struct voice {
    uint32_t count, hushed;
    bool busy, broken, fails;
    msec since;
    struct speech said[64];
};

bool voice_say(struct voice *voice, const struct speech *speech, msec now)
{
    assert_false(voice->busy); /* one after the other, never two at once */
    if (voice->broken)
        return false;
    assert_in_range(voice->count, 0, countof(voice->said) - 1);
    voice->said[voice->count++] = *speech;
    voice->busy = true;
    voice->since = now;
    return true;
}

bool voice_busy(const struct voice *voice)
{
    return voice->busy;
}

bool voice_poll(struct voice *voice, msec now)
{
    bool over = voice->busy && now - voice->since >= SENTENCE_MS;
    voice->busy = voice->busy && !over;
    return over;
}

bool voice_heard(const struct voice *voice)
{
    return !voice->broken && !voice->fails;
}

enum voice_sound voice_sound(struct voice *voice)
{
    return voice->broken || voice->fails ? VOICE_SOUND_FAILED : VOICE_SOUND_WORKS;
}

void voice_hush(struct voice *voice)
{
    voice->hushed++;
    voice->busy = false;
}

static struct display display;
static struct display_options options;
static struct hall_def hall;
static struct voice voice;
static struct words words;
static msec now; /* since MORNING */

static void run_to(msec ms)
{
    for (; now < ms; now += 500) {
        struct board_time time = at_ms(now);
        speak_tick(&display, &time);
    }
}

/* The controller is heard all the time. */
static void live_to(msec ms)
{
    for (; now < ms; now += 500) {
        struct board_time time = at_ms(now);
        board_heard(&display.board, &time);
        speak_tick(&display, &time);
    }
}

static int load(void **state)
{
    (void)state;
    return words_load(&words) != ERR_NONE;
}

static int start(void **state)
{
    (void)state;
    display = (struct display){0};
    options = (struct display_options){.volume = 100};
    voice = (struct voice){0};
    hall = small_hall;
    hall.voice = (struct voice_def){.language_count = 1, .times = 2, .chime = true};
    now = 0;
    display.options = &options;
    display.def = &hall;
    display.device = &small_device;
    display.voice = &voice;
    display.feed.day = 20260318;
    display.words = words;
    board_init(&display.board, &hall, &small_device);
    announce_init(&display.announce, 0);
    struct board_time time = at_ms(0);
    board_begin(&display.board);
    board_end(&display.board, &time);
    return 0;
}

static void offer(const struct announce_entry *calls, uint32_t count)
{
    announce_begin(&display.announce);
    for (uint32_t i = 0; i < count; i++)
        announce_offer(&display.announce, &calls[i]);
    announce_end(&display.announce);
}

static struct announce_entry call(uint32_t id, const char *number, uint8_t kind, uint16_t target)
{
    msec born = at_ms(now).mono;
    return (struct announce_entry){.id = id,
                                   .target = {target},
                                   .label = label_of(number),
                                   .kind = kind,
                                   .born = born,
                                   .dies = born + MINUTE};
}

/* Says it and waits for its end. */
static const struct speech *said(const struct announce_entry *entry)
{
    uint32_t before = voice.count;
    offer(entry, 1);
    live_to(now + SENTENCE_MS + 2 * ANNOUNCE_SHOW_MAX_MS);
    assert_int_equal(voice.count, before + 1);
    return &voice.said[before];
}

static void every_announcement_has_its_sentence(void **state) /* R-V1, R-V2 */
{
    (void)state;
    static const struct {
        uint8_t kind;
        uint16_t target;
        const char *says;
        uint8_t times;
    } kinds[] = {
        {CALL_FIRST, 12, "请A零二三号到十二号窗口办理业务。", 2},
        {CALL_AGAIN, 3, "请A零二三号尽快到三号窗口办理业务。", 2},
        {CALL_LAST, 3, "A零二三号，最后一次呼叫，请到三号窗口。", 2},
        {CALL_TRANSFER, 5, "请A零二三号到五号窗口继续办理。", 2},
        {CALL_RETURN, 6, "请A零二三号返回六号窗口。", 2},
        {CALL_PICK_UP, 3, "请A零二三号到三号窗口取件。", 2},
        {CALL_FIRST, TARGET_ROOM | 2, "请A零二三号到咨询台。", 2},
        {CALL_FIRST, TARGET_ROOM | 1, "请A零二三号到六楼颁证室。", 2},
        {CALL_FIRST, 108, "请A零二三号到六楼一百零八号窗口办理业务。", 2},
        {CALL_NEXT, 0, "请A零二三号做好准备。", 1},
        {CALL_MISSED, 3, "A零二三号已过号，请到咨询台重新排队。", 1},
    };
    for (uint32_t i = 0; i < countof(kinds); i++) {
        const struct announce_entry entry = call(i + 1, "A023", kinds[i].kind, kinds[i].target);
        const struct speech *speech = said(&entry);
        assert_string_equal(speech->said[0].sentence, kinds[i].says);
        assert_int_equal(speech->times, kinds[i].times);
        assert_int_equal(speech->count, 1);
        assert_true(speech->chime);
    }
}

static void a_practice_day_is_told_before_each_call(void **state) /* D-26 */
{
    (void)state;
    display.feed.training = 10;
    const struct announce_entry entry = call(1, "A023", CALL_FIRST, 3);
    assert_string_equal(said(&entry)->said[0].sentence, "演练。请A零二三号到三号窗口办理业务。");
}

static void languages_are_the_halls_the_tickets_and_the_programs(void **state) /* R-V5 */
{
    (void)state;
    struct announce_entry entry = call(1, "A023", CALL_FIRST, 3);
    entry.langs = 1 << LANG_EN | 1 << LANG_MN; /* Mongolian is none of this hall's */
    const struct speech *speech = said(&entry);
    assert_int_equal(speech->count, 2);
    assert_int_equal(speech->said[1].lang, LANG_EN);
    assert_string_equal(speech->said[1].sentence,
                        "Ticket A, zero two three, please proceed to window 3.");
    hall.languages[LANG_MN] = true;
    entry = call(2, "A024", CALL_FIRST, 3);
    entry.langs = 1 << LANG_MN;
    speech = said(&entry);
    assert_int_equal(speech->count, 2);
    assert_int_equal(speech->said[1].lang, LANG_MN);
    options.english = true;
    entry = call(3, "A025", CALL_FIRST, 3);
    assert_int_equal(said(&entry)->said[1].lang, LANG_EN);
    options.english = false;
    hall.voice.language_count = 2;
    hall.voice.languages[0] = LANG_EN;
    hall.voice.languages[1] = LANG_ZH;
    entry = call(4, "A026", CALL_FIRST, 3);
    speech = said(&entry);
    assert_int_equal(speech->said[0].lang, LANG_EN);
    assert_int_equal(speech->said[1].lang, LANG_ZH);
}

static uint32_t volume_at(uint16_t minute)
{
    now = ((msec)minute - (9 * 60 + 42)) * MINUTE; /* MORNING is 9:42 */
    struct board_time time = at_ms(now);
    return speak_volume(&display, &time);
}

static void lunch_begins_and_ends_with_its_minute(void **state) /* R-V7 */
{
    (void)state;
    hall.voice.volume_count = 2;
    hall.voice.volumes[0] = (struct volume_def){{12 * 60, 13 * 60 + 30}, 60};
    hall.voice.volumes[1] = (struct volume_def){{13 * 60 + 30, 14 * 60}, 0};
    assert_int_equal(volume_at(11 * 60 + 59), 100);
    assert_int_equal(volume_at(12 * 60), 60);
    struct board_time last = at_ms(now + MINUTE - 1);
    assert_int_equal(speak_volume(&display, &last), 60);
    assert_int_equal(volume_at(13 * 60 + 29), 60);
    assert_int_equal(volume_at(13 * 60 + 30), 0);
    assert_int_equal(volume_at(14 * 60), 100);
    options.volume = 50;
    assert_int_equal(volume_at(12 * 60), 30);
    const struct announce_entry entry = call(1, "A023", CALL_FIRST, 3);
    assert_int_equal(said(&entry)->volume, 30);
}

static void who_is_called_among_many_is_called_once_and_without_a_chime(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry burst[] = {call(1, "A001", CALL_FIRST, 3),
                                           call(2, "A002", CALL_FIRST, 5),
                                           call(3, "A003", CALL_FIRST, 6),
                                           call(4, "A002", CALL_AGAIN, 5)};
    offer(burst, countof(burst));
    live_to(50 * SECOND);
    assert_int_equal(voice.count, 3); /* the recall of one that waited is merged */
    assert_int_equal(display.announce.fates[ANNOUNCE_MERGED], 1);
    assert_int_equal(voice.said[0].times, 1); /* two wait behind it */
    assert_true(voice.said[0].chime);
    assert_true(voice.said[2].pause);
    assert_int_equal(voice.said[2].times, 2); /* nobody waits any more */
    assert_int_equal(display.spoken.last, 4);
    assert_int_equal(display.said, 3);
}

static void what_is_too_late_or_no_longer_true_is_not_said(void **state) /* R-V3, D-12 */
{
    (void)state;
    struct announce_entry calls[] = {call(1, "A001", CALL_FIRST, 3), call(2, "A002", CALL_FIRST, 5),
                                     call(3, "A003", CALL_FIRST, 6)};
    calls[1].dies = calls[1].born + 5 * SECOND; /* before the first one is over */
    calls[2].born -= 15 * SECOND;               /* over 20 s old by then, and served */
    offer(calls, countof(calls));
    struct board_time time = at_ms(0);
    board_begin(&display.board);
    board_put_target(&display.board, &(struct board_target){.target = {6},
                                                            .state = WINDOW_SERVING,
                                                            .label = label_of("A003")});
    board_end(&display.board, &time);
    live_to(30 * SECOND);
    assert_int_equal(voice.count, 1);
    assert_int_equal(display.announce.fates[ANNOUNCE_EXPIRED], 1);
    assert_int_equal(display.announce.fates[ANNOUNCE_OVERTAKEN], 1);
}

static void a_call_taken_back_is_silent_at_once(void **state) /* D-20 */
{
    (void)state;
    const struct announce_entry entry = call(1, "A001", CALL_FIRST, 3);
    offer(&entry, 1);
    live_to(2 * SECOND);
    assert_true(voice.busy);
    offer(NULL, 0);
    live_to(3 * SECOND);
    assert_int_equal(voice.hushed, 1);
    assert_false(voice.busy);
}

/* A device that is lost: each call is shown its time, and settled. */
static void without_sound_calls_follow_each_other_on_the_board(void **state) /* R-L9 */
{
    (void)state;
    struct announce_entry shown[ANNOUNCE_BANDS];
    const struct announce_entry calls[] = {call(1, "A001", CALL_FIRST, 3),
                                           call(2, "A002", CALL_FIRST, 5)};
    voice.broken = true;
    offer(calls, countof(calls));
    live_to(2 * SECOND);
    assert_int_equal(display.announce.fates[ANNOUNCE_SPEAK], 1);
    assert_int_equal(announce_shown(&display.announce, at_ms(now).mono, shown), 2);
    assert_int_equal(shown[0].id, 1);
    live_to(15 * SECOND);
    assert_int_equal(display.announce.fates[ANNOUNCE_SPEAK], 2);
    assert_int_equal(display.said, 2);
    voice.broken = false; /* it is back */
    const struct announce_entry next = call(3, "A003", CALL_FIRST, 6);
    (void)said(&next);
}

/* ---- notices ---- */

static void the_end_of_ticketing_is_said_once(void **state) /* R-O3 */
{
    (void)state;
    now = (16 * 60 + 29 - (9 * 60 + 42)) * MINUTE; /* tickets until 16:45, at 16:30 it is said */
    live_to(now + 55 * SECOND);
    assert_int_equal(voice.count, 0);
    live_to(now + 30 * MINUTE);
    assert_int_equal(voice.count, 1);
    assert_string_equal(voice.said[0].said[0].sentence,
                        "尊敬的办事群众，今日取号即将结束，已取号的请继续等候办理。");
    assert_int_equal(voice.said[0].count, 2); /* to everybody: in every language of the hall */
    assert_int_equal(voice.said[0].times, 1);
}

static void a_board_started_in_the_last_minutes_says_nothing_of_them(void **state) /* R-O3 */
{
    (void)state;
    now = (16 * 60 + 31 - (9 * 60 + 42)) * MINUTE;
    live_to(now + 20 * MINUTE);
    assert_int_equal(voice.count, 0);
}

static void calls_without_a_pause_do_not_hide_the_end_of_ticketing(void **state)
{
    (void)state;
    now = (16 * 60 + 29 - (9 * 60 + 42)) * MINUTE;
    for (uint32_t id = 1; id <= 40; id += 2) { /* two calls each 9 s: the queue only grows */
        const struct announce_entry calls[] = {call(id, "A001", CALL_FIRST, 3),
                                               call(id + 1, "B002", CALL_FIRST, 5)};
        offer(calls, countof(calls));
        live_to(now + SENTENCE_MS);
    }
    uint32_t closing = 0;
    for (uint32_t i = 0; i < voice.count; i++)
        closing += strstr(voice.said[i].said[0].sentence, "即将结束") != NULL;
    assert_int_equal(closing, 1);
}

static uint32_t faults(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < voice.count; i++)
        count += strstr(voice.said[i].said[0].sentence, "系统正在维护") != NULL;
    return count;
}

static void a_break_is_told_once_after_ten_seconds(void **state) /* D-13, docs/ui t04 */
{
    (void)state;
    live_to(5 * SECOND);
    run_to(14 * SECOND);
    assert_int_equal(faults(), 0);
    run_to(5 * MINUTE);
    assert_int_equal(faults(), 1);
    live_to(6 * MINUTE);
    run_to(8 * MINUTE);
    assert_int_equal(faults(), 1); /* a line that comes and goes */
    live_to(20 * MINUTE);
    run_to(21 * MINUTE);
    assert_int_equal(faults(), 2);
    display.feed.day = 0; /* the hall is closed */
    live_to(40 * MINUTE);
    run_to(41 * MINUTE);
    assert_int_equal(faults(), 2);
}

static void an_emergency_goes_before_all_and_calls_come_after_it(void **state) /* docs/ui t06b */
{
    (void)state;
    hall.voice.volume_count = 1;
    hall.voice.volumes[0] = (struct volume_def){{0, 24 * 60 - 1}, 10}; /* for calls only */
    const struct announce_entry calls[] = {call(1, "A001", CALL_FIRST, 3),
                                           call(2, "A002", CALL_FIRST, 5)};
    offer(calls, 1);
    live_to(2 * SECOND);
    assert_int_equal(voice.said[0].volume, 10);
    display.board.emergency = EMERGENCY_EVACUATE;
    offer(calls, 2);
    live_to(25 * SECOND);
    assert_int_equal(voice.hushed, 1);
    assert_int_equal(voice.count, 4); /* 2, 13 and 24 s: each sentence and its pause */
    for (uint32_t i = 1; i < voice.count; i++) {
        assert_int_equal(voice.said[i].volume, 100);
        assert_int_equal(voice.said[i].said[0].lang, (i - 1) % 2 ? LANG_EN : LANG_ZH);
        assert_true(voice.said[i].chime);
    }
    display.board.emergency = EMERGENCY_NONE;
    live_to(30 * SECOND);
    assert_string_equal(voice.said[4].said[0].sentence, "请A零零二号到五号窗口办理业务。");
}

/* A TV without power for half a minute: what it cut off is said when it is back, once. */
static void what_a_device_failed_in_is_said_again(void **state)
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", CALL_FIRST, 3),
                                           call(2, "A002", CALL_FIRST, 5)};
    voice.fails = true;
    offer(calls, 1);
    live_to(15 * SECOND);
    voice.fails = false, voice.broken = true; /* not even a try any more */
    offer(calls, 2);
    live_to(30 * SECOND);
    assert_int_equal(voice.count, 1);
    voice.broken = false;
    live_to(2 * MINUTE);
    assert_int_equal(voice.count, 3);
    assert_string_equal(voice.said[1].said[0].sentence, "请A零零一号到三号窗口办理业务。");
    assert_string_equal(voice.said[2].said[0].sentence, "请A零零二号到五号窗口办理业务。");
    assert_int_equal(display.announce.fates[ANNOUNCE_SPEAK], 2); /* each once, for the counts */
    assert_int_equal(display.said, 2);
}

static void a_board_without_a_voice_zone_says_nothing(void **state) /* R-V4 */
{
    (void)state;
    struct device_def mute = small_device;
    mute.voice_zone = 0;
    display.device = &mute;
    display.board.device = &mute;
    const struct announce_entry entry = call(1, "A001", CALL_FIRST, 3);
    offer(&entry, 1);
    live_to(20 * SECOND);
    run_to(2 * MINUTE);
    display.board.emergency = EMERGENCY_EVACUATE;
    run_to(3 * MINUTE);
    assert_int_equal(voice.count, 0);
    assert_int_equal(display.announce.fates[ANNOUNCE_SPEAK], 1); /* it was shown */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup(name, start)
        T(every_announcement_has_its_sentence),
        T(a_practice_day_is_told_before_each_call),
        T(languages_are_the_halls_the_tickets_and_the_programs),
        T(lunch_begins_and_ends_with_its_minute),
        T(who_is_called_among_many_is_called_once_and_without_a_chime),
        T(what_is_too_late_or_no_longer_true_is_not_said),
        T(a_call_taken_back_is_silent_at_once),
        T(without_sound_calls_follow_each_other_on_the_board),
        T(what_a_device_failed_in_is_said_again),
        T(the_end_of_ticketing_is_said_once),
        T(a_board_started_in_the_last_minutes_says_nothing_of_them),
        T(calls_without_a_pause_do_not_hide_the_end_of_ticketing),
        T(a_break_is_told_once_after_ten_seconds),
        T(an_emergency_goes_before_all_and_calls_come_after_it),
        T(a_board_without_a_voice_zone_says_nothing),
#undef T
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
