/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Media of a board: fetched piece by piece, kept by hash, bounded, and never shown damaged (R-L9).
 */
#include "app/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "protocol/bits.h"
#include "protocol/crypto.h"
#include "test.h"

#define PIECE sizeof(((struct msg_data *)NULL)->bytes.at)

static struct media media;
static struct message ask, answer, message;
static char folder[256];

static void hash_of(const uint8_t *bytes, size_t size, uint8_t hash[MEDIA_HASH])
{
    const struct crypto_bytes part = {bytes, size};
    assert_true(crypto_hash(&part, 1, hash));
}

/* The controller's side: offers `size` bytes and gives them as they are asked for. */
static void serve(const uint8_t *bytes, uint32_t size, const uint8_t hash[MEDIA_HASH], msec now)
{
    message = (struct message){.type = MSG_TYPE_OFFER};
    message.offer.ref = ask.blob_req.ref;
    message.offer.code = OFFER_READY;
    message.offer.size = size;
    message.offer.sha256.length = MEDIA_HASH;
    memcpy(message.offer.sha256.at, hash, MEDIA_HASH);
    assert_true(media_message(&media, &message, now, &answer));
    while (answer.type == MSG_TYPE_GET) {
        struct msg_get get = answer.get;
        message = (struct message){.type = MSG_TYPE_DATA};
        message.data.ref = get.ref;
        message.data.offset = get.offset;
        message.data.bytes.length = get.length;
        memcpy(message.data.bytes.at, bytes + get.offset, get.length);
        assert_true(media_message(&media, &message, now, &answer));
    }
}

static void fetch(const uint8_t *bytes, uint32_t size, uint8_t hash[MEDIA_HASH])
{
    hash_of(bytes, size, hash);
    assert_true(media_fetch(&media, hash, 1000, &ask));
    assert_int_equal(ask.blob_req.kind, BLOB_MEDIA);
    serve(bytes, size, hash, 1000);
    assert_true(media_has(&media, hash));
    assert_false(media_busy(&media));
}

static int begin(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "%s/hall-media-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(folder));
    return media_open(&media, folder);
}

static int end(void **state)
{
    char command[512];
    (void)state;
    media_close(&media);
    snprintf(command, sizeof(command), "rm -r '%s'", folder);
    return system(command);
}

static void check_read(const uint8_t hash[MEDIA_HASH], const uint8_t *bytes, size_t size)
{
    uint8_t *copy;
    size_t length;
    assert_true(media_read(&media, hash, &copy, &length));
    assert_int_equal(length, size);
    assert_memory_equal(copy, bytes, size);
    free(copy);
}

static void what_was_fetched_is_there_after_a_restart(void **state)
{
    static uint8_t bytes[PIECE * 3 + 7];
    uint8_t hash[MEDIA_HASH];
    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * 7);
    fetch(bytes, sizeof(bytes), hash);
    check_read(hash, bytes, sizeof(bytes));
    media_close(&media);
    assert_int_equal(media_open(&media, folder), ERR_NONE);
    assert_true(media_has(&media, hash));
    check_read(hash, bytes, sizeof(bytes));
}

static void without_a_folder_it_is_kept_in_memory(void **state)
{
    static const uint8_t bytes[] = "# T\na\n";
    uint8_t hash[MEDIA_HASH];
    (void)state;
    media_close(&media);
    assert_int_equal(media_open(&media, NULL), ERR_NONE);
    fetch(bytes, sizeof(bytes), hash);
    check_read(hash, bytes, sizeof(bytes));
}

static void a_disk_that_takes_nothing_is_as_good_as_none(void **state)
{
    static uint8_t bytes[MEDIA_BYTES_MAX];
    uint8_t hash[MEDIA_HASH];
    char command[700];
    (void)state;
    snprintf(command, sizeof(command), "rmdir '%s/media' && : > '%s/media'", folder, folder);
    assert_int_equal(system(command), 0); /* no folder any more */
    for (uint32_t i = 0; i < MEDIA_MEMORY_BYTES / MEDIA_BYTES_MAX + 2; i++) {
        bytes[0] = (uint8_t)i;
        fetch(bytes, sizeof(bytes), hash);
        check_read(hash, bytes, sizeof(bytes));
        assert_true(media.bytes <= MEDIA_MEMORY_BYTES);
    }
    media_close(&media);
    assert_int_equal(media_open(&media, folder), ERR_NONE); /* nor is it one at the next start */
    fetch(bytes, sizeof(bytes), hash);
}

static void a_damaged_copy_is_forgotten_and_never_given(void **state)
{
    static const uint8_t bytes[] = "# T\na\n";
    uint8_t hash[MEDIA_HASH], *copy;
    char command[700];
    size_t size;
    (void)state;
    fetch(bytes, sizeof(bytes), hash);
    snprintf(command, sizeof(command), "for f in '%s'/media/*; do echo x >> \"$f\"; done", folder);
    assert_int_equal(system(command), 0);
    assert_false(media_read(&media, hash, &copy, &size));
    assert_null(copy);
    assert_false(media_has(&media, hash));
    fetch(bytes, sizeof(bytes), hash);
}

static void bytes_with_another_hash_are_not_kept(void **state)
{
    static const uint8_t bytes[] = "wanted", other[] = "another";
    uint8_t hash[MEDIA_HASH];
    (void)state;
    hash_of(bytes, sizeof(bytes), hash);
    assert_true(media_fetch(&media, hash, 1000, &ask));
    serve(other, sizeof(other), hash, 1000);
    assert_false(media_has(&media, hash));
    /* not asked for again at once, but later */
    assert_false(media_fetch(&media, hash, 1000 + MEDIA_AGAIN_MS - 1, &ask));
    assert_true(media_fetch(&media, hash, 1000 + MEDIA_AGAIN_MS, &ask));
}

static void an_offer_beyond_the_limit_is_refused(void **state)
{
    static const uint8_t hash[MEDIA_HASH] = {1};
    (void)state;
    assert_true(media_fetch(&media, hash, 1000, &ask));
    message = (struct message){.type = MSG_TYPE_OFFER};
    message.offer.ref = ask.blob_req.ref;
    message.offer.code = OFFER_READY;
    message.offer.size = MEDIA_BYTES_MAX + 1;
    assert_true(media_message(&media, &message, 1000, &answer));
    assert_int_equal(answer.type, 0);
    assert_false(media_busy(&media));
}

static void an_answer_that_never_comes_is_not_waited_for(void **state)
{
    static const uint8_t hash[MEDIA_HASH] = {1}, other[MEDIA_HASH] = {2};
    (void)state;
    assert_true(media_fetch(&media, hash, 1000, &ask));
    uint32_t ref = ask.blob_req.ref;
    assert_false(media_fetch(&media, other, 1000 + MEDIA_ANSWER_MS, &ask));
    assert_true(media_fetch(&media, other, 1001 + MEDIA_ANSWER_MS, &ask));
    message = (struct message){.type = MSG_TYPE_OFFER};
    message.offer.ref = ref; /* of the question before */
    assert_false(media_message(&media, &message, 1001 + MEDIA_ANSWER_MS, &answer));
}

static void the_one_used_longest_ago_gives_way(void **state)
{
    uint8_t first[MEDIA_HASH], second[MEDIA_HASH], hash[MEDIA_HASH];
    (void)state;
    for (uint32_t i = 0; i < MEDIA_KEPT_MAX; i++)
        fetch((const uint8_t *)&i, sizeof(i), i == 0 ? first : i == 1 ? second : hash);
    assert_true(media_has(&media, first)); /* used again */
    uint32_t more = MEDIA_KEPT_MAX;
    fetch((const uint8_t *)&more, sizeof(more), hash);
    assert_int_equal(media.count, MEDIA_KEPT_MAX);
    assert_true(media_has(&media, first));
    assert_false(media_has(&media, second));
}

static void memory_is_bounded(void **state)
{
    static uint8_t bytes[MEDIA_BYTES_MAX];
    uint8_t hash[MEDIA_HASH];
    (void)state;
    media_close(&media);
    assert_int_equal(media_open(&media, NULL), ERR_NONE);
    for (uint32_t i = 0; i < MEDIA_MEMORY_BYTES / MEDIA_BYTES_MAX + 2; i++) {
        bytes[0] = (uint8_t)i;
        fetch(bytes, sizeof(bytes), hash);
        assert_true(media.bytes <= MEDIA_MEMORY_BYTES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_fetched_is_there_after_a_restart, begin, end),
        cmocka_unit_test_setup_teardown(without_a_folder_it_is_kept_in_memory, begin, end),
        cmocka_unit_test_setup_teardown(a_disk_that_takes_nothing_is_as_good_as_none, begin, end),
        cmocka_unit_test_setup_teardown(a_damaged_copy_is_forgotten_and_never_given, begin, end),
        cmocka_unit_test_setup_teardown(bytes_with_another_hash_are_not_kept, begin, end),
        cmocka_unit_test_setup_teardown(an_offer_beyond_the_limit_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(an_answer_that_never_comes_is_not_waited_for, begin, end),
        cmocka_unit_test_setup_teardown(the_one_used_longest_ago_gives_way, begin, end),
        cmocka_unit_test_setup_teardown(memory_is_bounded, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
