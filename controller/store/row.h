/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row - one row of the journal: its columns, its body and its link in the chain.
 *
 * body  = u16 length + the result's fields, u8 count, then the facts (fact_put). The result
 *         grows at its end like every field table.
 * chain = first 16 bytes of SHA-256 over the chain before it and all columns, so a row that is
 *         changed, taken out or moved is found, and so is a row of another hall: the first link
 *         is made from the folder's identity.
 *
 * Threads: none; the codec is pure, the chain keeps OpenSSL's context.
 */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include <openssl/evp.h>

#include "store/store.h"

#define CHAIN_BYTES 16
#define RESULT_BYTES_MAX 64
#define BODY_BYTES_MAX (2 + RESULT_BYTES_MAX + 1 + FACTS_MAX * FACT_BYTES_MAX)

/* As it lies in the file. `body` points at somebody else's bytes. */
struct row {
    uint64_t seq;
    uint32_t epoch, boot;
    msec at;
    struct command_id id;
    uint8_t verb;
    const uint8_t *body;
    size_t body_length;
};

struct chain {
    EVP_MD *sha256;
    EVP_MD_CTX *context;
};

/* The length of the body in `bytes`, which has BODY_BYTES_MAX. */
size_t row_body_put(uint8_t *bytes, const struct result *result, const struct facts *facts);
/* False when the body holds what this version does not know. */
bool row_body_get(const struct row *row, struct store_row *out) MUST_CHECK;

enum err chain_open(struct chain *chain) MUST_CHECK;
void chain_close(struct chain *chain);
/* SHA-256 of any bytes, cut. */
enum err chain_digest(const struct chain *chain, const void *bytes, size_t length,
                      uint8_t digest[CHAIN_BYTES]) MUST_CHECK;
/* `link` comes in as the link before `row` and goes out as the row's own. */
enum err chain_next(const struct chain *chain, uint8_t link[CHAIN_BYTES],
                    const struct row *row) MUST_CHECK;

#endif
