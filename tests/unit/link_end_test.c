/* SPDX-License-Identifier: Apache-2.0 */
/* link: how an end is told (on_end), and that what was said before it is not lost. */
#include "link_fixture.h"

#include <string.h>

struct ends {
    struct fixture *f;
    uint32_t count[8]; /* by enum link_end */
    char why[128];
};

static struct ends ends;

static void on_end(void *context, enum link_end end, const char *why)
{
    assert_ptr_equal(context, ends.f);
    ends.count[end]++;
    snprintf(ends.why, sizeof(ends.why), "%s", why);
}

static void start(struct fixture *f)
{
    struct link_options options = device_options(f);
    ends = (struct ends){.f = f};
    options.on_end = on_end;
    f->link = link_new(f->base, &options);
    assert_non_null(f->link);
}

static void assert_only(enum link_end end)
{
    for (size_t i = 0; i < countof(ends.count); i++)
        assert_int_equal(ends.count[i] != 0, i == end);
}

static void nobody_listens(void **state)
{
    struct fixture *f = *state;
    controller_stop(f);
    start(f);
    WAIT_UNTIL(f, ends.count[LINK_END_UNREACHABLE] == 2);
    assert_only(LINK_END_UNREACHABLE);
    assert_string_equal(ends.why, "Connection refused");
}

static void the_door_is_closed_without_a_word(void **state)
{
    struct fixture *f = *state;
    f->key_there[0] ^= 1;
    start(f);
    WAIT_UNTIL(f, ends.count[LINK_END_DOOR] == 2);
    assert_only(LINK_END_DOOR);
    assert_int_equal(f->strangers, 2);
}

static void a_device_is_refused_with_the_text_of_the_bye(void **state)
{
    struct fixture *f = *state;
    f->refuse = true;
    start(f);
    WAIT_UNTIL(f, ends.count[LINK_END_REFUSED] == 2);
    assert_only(LINK_END_REFUSED);
    assert_string_equal(ends.why, session_reason_text(SESSION_REASON_UNKNOWN_DEVICE));
}

/* It answers nothing for SESSION_WELCOME_MS, in real time: what listens there is no controller. */
static void who_says_nothing_is_no_controller(void **state)
{
    struct fixture *f = *state;
    start(f);
    WAIT_UNTIL(f, f->peer);
    bufferevent_disable(f->peer, EV_READ);
    WAIT_UNTIL(f, ends.count[LINK_END_SILENT]);
    assert_only(LINK_END_SILENT);
    assert_string_equal(ends.why, session_reason_text(SESSION_REASON_NO_WELCOME));
}

static void a_session_that_was_open_is_closed(void **state)
{
    struct fixture *f = *state;
    start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    controller_hang_up(f);
    WAIT_UNTIL(f, ends.count[LINK_END_CLOSED]);
    assert_only(LINK_END_CLOSED);
}

/* An older history of the same instance (T12): we refuse, and nobody is unreachable. */
static void an_old_copy_of_the_state_is_an_end_of_ours(void **state)
{
    struct fixture *f = *state;
    f->welcome.jseq = 10;
    start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    f->welcome.jseq = 9;
    controller_hang_up(f);
    WAIT_UNTIL(f, ends.count[LINK_END_CLOSED] == 2);
    assert_only(LINK_END_CLOSED);
    assert_string_equal(ends.why, session_reason_text(SESSION_REASON_HISTORY));
}

/* A tool says one thing and goes: it arrives, and so does the BYE. */
static void what_was_sent_before_the_end_arrives(void **state)
{
    struct fixture *f = *state;
    const struct message act = {.type = MSG_TYPE_ACT, .act = {.seq = 1}};
    start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(link_send(f->link, &act), ERR_NONE);
    link_free(f->link);
    f->link = NULL;
    WAIT_UNTIL(f, !f->peer);
    assert_int_equal(f->acts, 100);
    assert_string_equal(f->last_words, session_reason_text(SESSION_REASON_CLOSED));
    assert_only((enum link_end)countof(ends.count)); /* no callback inside link_free */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LINK_TEST(nobody_listens),
        LINK_TEST(the_door_is_closed_without_a_word),
        LINK_TEST(a_device_is_refused_with_the_text_of_the_bye),
        LINK_TEST(who_says_nothing_is_no_controller),
        LINK_TEST(a_session_that_was_open_is_closed),
        LINK_TEST(an_old_copy_of_the_state_is_an_end_of_ours),
        LINK_TEST(what_was_sent_before_the_end_arrives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
