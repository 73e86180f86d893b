/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fact - what happened, as structs, bytes and text; made from fact.def.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_FACT_H
#define ENGINE_FACT_H

#include "base/base.h"
#include "base/codec.h"
#include "base/err.h"
#include "engine/fact.def"

typedef uint8_t fact_u8;
typedef uint16_t fact_u16;
typedef uint32_t fact_u32;
typedef uint64_t fact_u64;
typedef int16_t fact_i16;
typedef int64_t fact_i64;

#define F(type, name) fact_##type name;
#define S(name, max) char name[(max) + 1];
#define X(lower, UPPER, code) \
    struct fact_##lower {     \
        FACT_##UPPER(F, S)    \
    };
FACTS(X)
#undef X
#undef F
#undef S

#define X(lower, UPPER, code) FACT_KIND_##UPPER = code,
enum fact_kind { FACTS(X) FACT_KIND_COUNT };
#undef X

struct fact {
    uint8_t kind; /* enum fact_kind */
    msec at;      /* UTC, the hall's clock */
    union {
#define X(lower, UPPER, code) struct fact_##lower lower;
        FACTS(X)
#undef X
    };
};

/* fact_called.why */
enum call_why {
    CALL_WHY_NEXT = 1,        /* the smallest key of the window's services */
    CALL_WHY_SENT,            /* it was sent to this very target (D-16) */
    CALL_WHY_RETURN,          /* parked here and called back (D-07) */
    CALL_WHY_TURN_PRIVILEGED, /* the window's turn was for one of these (R-D) */
    CALL_WHY_TURN_APPOINTMENT,
    CALL_WHY_TURN_ANYBODY,
    CALL_WHY_NAMED, /* 特呼: its number was named, with a reason */
};

/* One command makes at most so many facts (finish, rating, resume, open, call …). */
#define FACTS_MAX 8
struct facts {
    uint32_t count;
    struct fact list[FACTS_MAX]; /* of each fact_used() bytes say something */
};

const char *fact_name(uint8_t kind);
const struct field_table *fact_table(uint8_t kind); /* NULL = unknown */
/* Bytes of struct fact that a known kind uses: the longest of them is ten times the usual. */
size_t fact_used(uint8_t kind);
/* kind u8, at i64, length u16, fields. */
void fact_put(struct wire_out *out, const struct fact *fact);
/* in->bad on malformed bytes; an unknown kind (a newer version wrote it) is malformed too. */
void fact_get(struct wire_in *in, struct fact *fact);
#define FACT_BYTES_MAX 320
/* "called ticket=12 target=6 …" */
size_t fact_print(const struct fact *fact, char *text, size_t size);

#endif
