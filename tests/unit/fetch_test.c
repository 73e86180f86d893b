/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack and fetch: the definition in force reaches a device that has another one (D-41), and
 * nothing that came over a wire is kept unless its hash is the one of the WELCOME.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/pack.h"
#include "fetch/fetch.h"
#include "os/file.h"
#include "protocol/bits.h"
#include "protocol/crypto.h"
#include "test.h"

struct fixture {
    char state[64], kept[128];
    uint8_t *bytes[CONFIG_FILES];
    struct config_file files[CONFIG_FILES];
    uint8_t *pack; /* of jianchang, as its controller gives it */
    size_t size;
    uint8_t hash[FETCH_HASH];
    struct hall_def *def;
    struct fetch fetch; /* of a device that was started with the township */
    struct message answer;
};

#define PIECE sizeof(((struct msg_data *)NULL)->bytes.at)

static const char *given = TEST_HALLS_DIR "/township";

static void load(struct fixture *f)
{
    assert_int_equal(fetch_load(&f->fetch, given, f->state, &f->def), ERR_NONE);
    fetch_for(&f->fetch, "board-1", DEVICE_BOARD);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    size_t length[CONFIG_FILES];
    struct hall_def *def;
    strcpy(f->state, "/tmp/fetch-test-XXXXXX");
    assert_non_null(mkdtemp(f->state));
    snprintf(f->kept, sizeof(f->kept), "%s/hall-fetched", f->state);
    assert_int_equal(config_read(TEST_HALLS_DIR "/jianchang", stderr, f->bytes, length, NULL),
                     ERR_NONE);
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        f->files[i] = (struct config_file){config_file_name(i), f->bytes[i], length[i]};
    assert_int_equal(config_parse(f->files, stderr, &def, NULL), ERR_NONE);
    memcpy(f->hash, def->hash, FETCH_HASH);
    config_free(def);
    f->size = pack_size(f->files);
    f->pack = malloc(f->size);
    pack_write(f->files, f->pack);
    load(f);
    *state = f;
    return 0;
}

static void end(struct fixture *f)
{
    fetch_fini(&f->fetch);
    config_free(f->def);
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    end(f);
    unlink(f->kept);
    rmdir(f->state);
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        free(f->bytes[i]);
    free(f->pack);
    free(f);
    return 0;
}

/* ---- what the controller says ---- */

static bool welcome(struct fixture *f, const uint8_t hash[FETCH_HASH])
{
    struct msg_welcome message = {.hall_hash.length = FETCH_HASH};
    memcpy(message.hall_hash.at, hash, FETCH_HASH);
    return fetch_welcome(&f->fetch, &message, &f->answer);
}

static void offer(struct fixture *f, uint32_t size)
{
    struct message message = {.type = MSG_TYPE_OFFER};
    message.offer.ref = f->answer.blob_req.ref;
    message.offer.size = size;
    message.offer.sha256.length = FETCH_HASH;
    memcpy(message.offer.sha256.at, f->fetch.want, FETCH_HASH);
    assert_true(fetch_message(&f->fetch, &message, &f->answer));
}

/* The answer to the GET in f->answer, from `pack`. */
static void data(struct fixture *f, const uint8_t *pack)
{
    static struct message message;
    assert_int_equal(f->answer.type, MSG_TYPE_GET);
    message = (struct message){.type = MSG_TYPE_DATA};
    message.data.ref = f->answer.get.ref;
    message.data.offset = f->answer.get.offset;
    message.data.bytes.length = f->answer.get.length;
    memcpy(message.data.bytes.at, pack + f->answer.get.offset, f->answer.get.length);
    assert_true(fetch_message(&f->fetch, &message, &f->answer));
}

static void pull(struct fixture *f, const uint8_t *pack, size_t size)
{
    offer(f, (uint32_t)size);
    for (size_t pieces = 0; f->answer.type; pieces++) {
        assert_true(pieces <= size / PIECE);
        data(f, pack);
    }
}

static void start_again(struct fixture *f)
{
    end(f);
    load(f);
}

/* ---- pack ---- */

static void a_pack_is_what_the_hash_of_the_definition_is_of(void **state)
{
    struct fixture *f = *state;
    struct crypto_bytes part = {f->pack, f->size};
    uint8_t hash[CRYPTO_HASH];
    assert_true(crypto_hash(&part, 1, hash));
    assert_memory_equal(hash, f->hash, sizeof(hash));
}

static void a_pack_gives_its_files_back(void **state)
{
    struct fixture *f = *state;
    struct config_file files[CONFIG_FILES];
    assert_true(pack_read(f->pack, f->size, files));
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        assert_string_equal(files[i].name, f->files[i].name);
        assert_int_equal(files[i].length, f->files[i].length);
        assert_memory_equal(files[i].bytes, f->files[i].bytes, files[i].length);
    }
}

static void a_pack_that_is_cut_or_longer_is_none(void **state)
{
    struct fixture *f = *state;
    struct config_file files[CONFIG_FILES];
    uint8_t head[PACK_HEAD_MAX];
    size_t items = f->files[CONFIG_FILES - 1].length;
    size_t without = f->size - items - pack_head(CONFIG_FILES - 1, items, head);
    for (size_t size = 0; size < f->size; size++) /* without its items it is another hall's */
        assert_int_equal(pack_read(f->pack, size, files), size == without);
    uint8_t *longer = calloc(1, f->size + 1);
    memcpy(longer, f->pack, f->size);
    assert_false(pack_read(longer, f->size + 1, files));
    free(longer);
}

/* A length of 2^64 - 1 is no length, and one of more than a file may have neither. */
static void a_length_beyond_the_limit_is_refused(void **state)
{
    struct fixture *f = *state;
    struct config_file files[CONFIG_FILES];
    size_t at = strlen(config_file_name(0)) + 1;
    memset(f->pack + at, 0xFF, 8);
    assert_false(pack_read(f->pack, f->size, files));
    size_t big = PACK_FILE_MAX + 1 + PACK_HEAD_MAX * CONFIG_FILES;
    uint8_t *bytes = calloc(1, big);
    assert_true(pack_head(0, PACK_FILE_MAX + 1, bytes) > at);
    assert_false(pack_read(bytes, big, files));
    free(bytes);
}

/* ---- fetch ---- */

static void the_same_definition_asks_for_nothing(void **state)
{
    struct fixture *f = *state;
    assert_false(welcome(f, f->def->hash));
    assert_false(fetch_ready(&f->fetch));
}

static void another_definition_is_pulled_kept_and_used(void **state)
{
    struct fixture *f = *state;
    assert_true(welcome(f, f->hash));
    assert_int_equal(f->answer.type, MSG_TYPE_BLOB_REQ);
    assert_int_equal(f->answer.blob_req.kind, BLOB_HALL);
    assert_memory_equal(f->answer.blob_req.sha256.at, f->hash, FETCH_HASH);
    assert_false(fetch_ready(&f->fetch));
    pull(f, f->pack, f->size);
    assert_true(fetch_ready(&f->fetch));
    start_again(f);
    assert_memory_equal(f->def->hash, f->hash, FETCH_HASH);
    assert_false(welcome(f, f->hash));
}

static void once_the_controller_has_the_given_one_it_is_used_again(void **state)
{
    struct fixture *f = *state;
    uint8_t township[FETCH_HASH];
    memcpy(township, f->def->hash, FETCH_HASH);
    assert_true(welcome(f, f->hash));
    pull(f, f->pack, f->size);
    start_again(f);
    assert_false(welcome(f, township)); /* it is here: nothing to fetch */
    assert_true(fetch_ready(&f->fetch));
    assert_false(file_exists(f->kept));
    start_again(f);
    assert_memory_equal(f->def->hash, township, FETCH_HASH);
}

static void bytes_with_another_hash_are_not_kept(void **state)
{
    struct fixture *f = *state;
    assert_true(welcome(f, f->hash));
    f->pack[f->size / 2] ^= 1;
    pull(f, f->pack, f->size);
    assert_false(fetch_ready(&f->fetch));
    assert_false(file_exists(f->kept));
    assert_false(welcome(f, f->hash)); /* it would come out the same: not asked for again */
    f->hash[0] ^= 1;
    assert_true(welcome(f, f->hash)); /* yet another one is */
}

/* The right bytes, and a definition that makes no sense to this version. */
static void a_definition_with_mistakes_is_not_kept(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "id: [\n";
    struct config_file files[CONFIG_FILES];
    memcpy(files, f->files, sizeof(files));
    files[0].bytes = (const uint8_t *)text;
    files[0].length = sizeof(text) - 1;
    size_t size = pack_size(files);
    uint8_t *pack = malloc(size);
    pack_write(files, pack);
    struct crypto_bytes part = {pack, size};
    assert_true(crypto_hash(&part, 1, f->hash));
    assert_true(welcome(f, f->hash));
    pull(f, pack, size);
    assert_false(fetch_ready(&f->fetch));
    assert_false(file_exists(f->kept));
    free(pack);
}

static void a_definition_without_this_device_is_not_kept(void **state)
{
    struct fixture *f = *state;
    fetch_for(&f->fetch, "board-99", DEVICE_BOARD);
    assert_true(welcome(f, f->hash));
    pull(f, f->pack, f->size);
    assert_false(fetch_ready(&f->fetch));
    assert_false(file_exists(f->kept));
}

static void an_offer_of_another_hash_or_too_much_is_not_pulled(void **state)
{
    struct fixture *f = *state;
    assert_true(welcome(f, f->hash));
    offer(f, (uint32_t)PACK_MAX + 1);
    assert_int_equal(f->answer.type, 0);
    start_again(f);
    assert_true(welcome(f, f->hash));
    f->fetch.want[0] ^= 1;
    struct message message = {.type = MSG_TYPE_OFFER};
    message.offer.ref = f->answer.blob_req.ref;
    message.offer.size = (uint32_t)f->size;
    message.offer.sha256.length = FETCH_HASH;
    memcpy(message.offer.sha256.at, f->hash, FETCH_HASH);
    assert_true(fetch_message(&f->fetch, &message, &f->answer));
    assert_int_equal(f->answer.type, 0);
}

static void a_piece_that_was_not_asked_for_ends_it(void **state)
{
    struct fixture *f = *state;
    assert_true(welcome(f, f->hash));
    offer(f, (uint32_t)f->size);
    f->answer.get.offset += 1; /* so the data come from there */
    data(f, f->pack);
    assert_int_equal(f->answer.type, 0);
    assert_false(fetch_ready(&f->fetch));
}

static void messages_of_others_are_not_ours(void **state)
{
    struct fixture *f = *state;
    struct message message = {.type = MSG_TYPE_DATA};
    message.data.ref = 1;
    assert_false(fetch_message(&f->fetch, &message, &f->answer));
    message = (struct message){.type = MSG_TYPE_GET};
    assert_false(fetch_message(&f->fetch, &message, &f->answer));
}

static void a_lost_session_begins_the_transfer_anew(void **state)
{
    struct fixture *f = *state;
    assert_true(welcome(f, f->hash));
    offer(f, (uint32_t)f->size);
    data(f, f->pack);
    assert_true(f->fetch.have > 0);
    assert_true(welcome(f, f->hash));
    pull(f, f->pack, f->size);
    assert_true(fetch_ready(&f->fetch));
}

static void nowhere_to_keep_it_asks_for_nothing(void **state)
{
    struct fixture *f = *state;
    end(f);
    assert_int_equal(fetch_load(&f->fetch, given, NULL, &f->def), ERR_NONE);
    assert_false(welcome(f, f->hash));
    assert_false(fetch_ready(&f->fetch));
}

static void a_copy_that_cannot_be_written_is_not_ready(void **state)
{
    struct fixture *f = *state;
    end(f);
    assert_int_equal(fetch_load(&f->fetch, given, "/proc/nowhere", &f->def), ERR_NONE);
    fetch_for(&f->fetch, "board-1", DEVICE_BOARD);
    assert_true(welcome(f, f->hash));
    pull(f, f->pack, f->size);
    assert_false(fetch_ready(&f->fetch));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_pack_is_what_the_hash_of_the_definition_is_of),
        T(a_pack_gives_its_files_back),
        T(a_pack_that_is_cut_or_longer_is_none),
        T(a_length_beyond_the_limit_is_refused),
        T(the_same_definition_asks_for_nothing),
        T(another_definition_is_pulled_kept_and_used),
        T(once_the_controller_has_the_given_one_it_is_used_again),
        T(bytes_with_another_hash_are_not_kept),
        T(a_definition_with_mistakes_is_not_kept),
        T(a_definition_without_this_device_is_not_kept),
        T(an_offer_of_another_hash_or_too_much_is_not_pulled),
        T(a_piece_that_was_not_asked_for_ends_it),
        T(messages_of_others_are_not_ours),
        T(a_lost_session_begins_the_transfer_anew),
        T(nowhere_to_keep_it_asks_for_nothing),
        T(a_copy_that_cannot_be_written_is_not_ready),
    };
#undef T
    return cmocka_run_group_tests_name("fetch", tests, NULL, NULL);
}
