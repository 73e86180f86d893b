/* SPDX-License-Identifier: Apache-2.0 */
#include "store/row.h"

#include <assert.h>
#include <string.h>

#include "os/log.h"

#define FIELD(kind, member)                                                \
    {                                                                      \
#member, offsetof(struct result, member), FIELD_##kind, 0, 0, NULL \
    }

/* Grows only at its end: a newer version reads older rows, the missing fields are zero. */
static const struct field result_fields[] = {
    FIELD(U8, code),
    FIELD(U8, verb),
    FIELD(U16, target.n),
    FIELD(U32, ticket.n),
    FIELD(U8, label.prefix[0]),
    FIELD(U8, label.prefix[1]),
    FIELD(U16, label.number),
    FIELD(U16, service.n),
    FIELD(U8, ticket_class),
    FIELD(U32, call),
    FIELD(U32, retry_ms),
    FIELD(U32, ahead),
    FIELD(U16, lo_min),
    FIELD(U16, hi_min),
    FIELD(U16, wait_min),
    FIELD(I64, at),
    FIELD(I64, issued),
    FIELD(I64, slot),
    FIELD(U8, principals),
    FIELD(U16, item),
    FIELD(U16, journey),
    FIELD(U8, step),
};
static const struct field_table result_table = {"result", sizeof(struct result),
                                                countof(result_fields), result_fields};

size_t row_body_put(uint8_t *bytes, const struct result *result, const struct facts *facts)
{
    assert(facts->count <= FACTS_MAX);
    assert(codec_size_max(&result_table) <= RESULT_BYTES_MAX);
    struct wire_out fields = {bytes + 2, bytes + 2 + RESULT_BYTES_MAX, false};
    codec_put(&fields, &result_table, result);
    struct wire_out out = {bytes, bytes + BODY_BYTES_MAX, false};
    wire_put_u16(&out, (uint16_t)(fields.at - (bytes + 2)));
    out.at = fields.at;
    wire_put_u8(&out, (uint8_t)facts->count);
    for (uint32_t i = 0; i < facts->count; i++)
        fact_put(&out, &facts->list[i]);
    assert(!fields.bad && !out.bad); /* FACT_BYTES_MAX is the engine's promise */
    return (size_t)(out.at - bytes);
}

bool row_body_get(const struct row *row, struct store_row *out)
{
    *out = (struct store_row){.seq = row->seq, .at = row->at, .id = row->id, .verb = row->verb};
    struct wire_in in = {row->body, row->body + row->body_length, false};
    uint16_t length = wire_get_u16(&in);
    const uint8_t *bytes = wire_skip(&in, length);
    if (!bytes)
        return false;
    struct wire_in fields = {bytes, bytes + length, false};
    codec_get(&fields, &result_table, &out->result);
    out->facts.count = wire_get_u8(&in);
    if (fields.bad || out->facts.count > FACTS_MAX)
        return false;
    for (uint32_t i = 0; i < out->facts.count && !in.bad; i++)
        fact_get(&in, &out->facts.list[i]);
    return !in.bad && wire_left(&in) == 0;
}

enum err chain_open(struct chain *chain)
{
    chain->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL); /* once: a fetch costs more than a hash */
    chain->context = EVP_MD_CTX_new();
    if (!chain->sha256 || !chain->context)
        return log_fault(ERR_NOMEM, "store: OpenSSL has no SHA-256 here");
    return ERR_NONE;
}

void chain_close(struct chain *chain)
{
    EVP_MD_CTX_free(chain->context);
    EVP_MD_free(chain->sha256);
    *chain = (struct chain){0};
}

static enum err digest_of(const struct chain *chain, const void *head, size_t head_length,
                          const void *tail, size_t tail_length, uint8_t digest[CHAIN_BYTES])
{
    uint8_t whole[EVP_MAX_MD_SIZE];
    if (!EVP_DigestInit_ex2(chain->context, chain->sha256, NULL) ||
        !EVP_DigestUpdate(chain->context, head, head_length) ||
        !EVP_DigestUpdate(chain->context, tail, tail_length) ||
        !EVP_DigestFinal_ex(chain->context, whole, NULL))
        return log_fault(ERR_NOMEM, "store: OpenSSL could not compute a SHA-256");
    memcpy(digest, whole, CHAIN_BYTES);
    return ERR_NONE;
}

enum err chain_digest(const struct chain *chain, const void *bytes, size_t length,
                      uint8_t digest[CHAIN_BYTES])
{
    return digest_of(chain, bytes, length, "", 0, digest);
}

enum err chain_next(const struct chain *chain, uint8_t link[CHAIN_BYTES], const struct row *row)
{
    uint8_t head[CHAIN_BYTES + 64];
    struct wire_out out = {head, head + sizeof(head), false};
    wire_put_bytes(&out, link, CHAIN_BYTES);
    wire_put_u64(&out, row->seq);
    wire_put_u32(&out, row->epoch);
    wire_put_u32(&out, row->boot);
    wire_put_u64(&out, (uint64_t)row->at);
    wire_put_u64(&out, row->id.uid);
    wire_put_u32(&out, row->id.boot);
    wire_put_u32(&out, row->id.session);
    wire_put_u32(&out, row->id.seq);
    wire_put_u8(&out, row->verb);
    wire_put_u32(&out, (uint32_t)row->body_length);
    assert(!out.bad);
    return digest_of(chain, head, (size_t)(out.at - head), row->body, row->body_length, link);
}
