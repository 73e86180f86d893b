/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger - what a kiosk has written down: the numbers that are its own to give, and each slip
 * until the hall knows what became of it (docs/reliability.md 8).
 *
 *     INTENT -> ACKED (the hall's number) or LEASED (its own)
 *            -> PRINTING -> PRINTED -> TAKEN, or FAILED -> REPORTED / IMPORTED
 *
 * The shell makes each entry durable before what it stands for is done; at a start the entries
 * are applied in order and the same ledger is there again. So:
 *   - a number is printed only when it is in the journal, and with PRINTING before it;
 *   - a slip that was being printed is printed again under its number, marked as a copy;
 *   - no number of a lease is given twice: the next one is above all that were written down.
 *
 * Ownership: the caller's memory, bounded. Errors: ledger_apply refuses what makes no sense and
 * changes nothing. Time, threads: none. Sources: D-21 … D-24, D-26, T09.
 */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include <stdbool.h>

#include "base/base.h"
#include "base/codec.h"
#include "domain/hall_def.h"
#include "model/ledger.def"

typedef uint8_t ledger_u8;
typedef uint16_t ledger_u16;
typedef uint32_t ledger_u32;
typedef uint64_t ledger_u64;
typedef int16_t ledger_i16;
typedef int64_t ledger_i64;

#define F(type, name) ledger_##type name;
#define S(name, max) char name[(max) + 1];
#define B(name, max)     \
    struct {             \
        uint16_t length; \
        uint8_t at[max]; \
    } name;
#define X(lower, UPPER, code)   \
    struct ledger_##lower {     \
        LEDGER_##UPPER(F, S, B) \
    };
LEDGER_ENTRIES(X)
#undef X
#undef F
#undef S
#undef B

#define X(lower, UPPER, code) LEDGER_KIND_##UPPER = code,
enum ledger_kind { LEDGER_ENTRIES(X) LEDGER_KIND_COUNT };
#undef X

struct ledger_entry {
    uint8_t kind; /* enum ledger_kind */
    union {
#define X(lower, UPPER, code) struct ledger_##lower lower;
        LEDGER_ENTRIES(X)
#undef X
    };
};

/* A slip every 28 s for 8 hours alone; each service may have a lease in use and the next one. */
#define LEDGER_SLIPS_MAX 1024
#define LEDGER_LEASES_MAX (2 * SERVICES_MAX)

enum slip_state {
    SLIP_ASKED,    /* INTENT: it has no number yet */
    SLIP_GIVEN,    /* ACKED or LEASED, and nothing went to the printer */
    SLIP_PRINTING, /* perhaps it is out, perhaps not */
    SLIP_PRINTED,
    SLIP_FAILED, /* no paper: the number is valid all the same (D-21) */
};
struct ledger_slip {
    uint32_t number; /* counted by this kiosk */
    uint32_t ticket; /* the hall's id; 0 = it has not said one */
    uint8_t state;   /* enum slip_state */
    uint8_t result;  /* enum print_result, once it is known */
    uint8_t voided;  /* enum void_reason, 0 = it is not */
    bool alone;      /* `leased` is said, else `acked` */
    bool copy;       /* bytes of it went to the printer before: the next paper is marked */
    bool imported, told;
    struct ledger_intent asked;
    union {
        struct ledger_acked acked;
        struct ledger_leased leased;
    };
};

struct ledger {
    struct ledger_hall hall; /* instance 0 = no hall was ever met */
    uint32_t day;            /* 0 = none yet */
    uint32_t refused;        /* slips given alone that the hall did not take, or never heard of */
    bool forgot;             /* entries are lost: see ledger_read */
    uint32_t last_slip;      /* the number of the newest */
    struct ledger_lease leases[LEDGER_LEASES_MAX];
    uint32_t lease_count;
    struct ledger_slip slips[LEDGER_SLIPS_MAX]; /* in the order of asking */
    uint32_t slip_count;
};

void ledger_init(struct ledger *ledger);
/* False: it makes no sense here, and nothing was changed. */
bool ledger_apply(struct ledger *ledger, const struct ledger_entry *entry) MUST_CHECK;

/* ---- numbers of its own ---- */
/* How many may still be given: of that service, of all. */
uint32_t ledger_left(const struct ledger *ledger, service_id service);
uint32_t ledger_left_all(const struct ledger *ledger);
/* The lease of the next number; NULL = none is left. */
const struct ledger_lease *ledger_next(const struct ledger *ledger, service_id service);
const struct ledger_lease *ledger_lease(const struct ledger *ledger, uint32_t lease);
/* Would it be applied? Not of another day, of an epoch to come, or with numbers of another one. */
bool ledger_takes(const struct ledger *ledger, const struct ledger_lease *lease);
/* Where the end of a journal is in doubt, one number a lease may have been given that is not
 * written down: it is passed over. */
void ledger_pass_one(struct ledger *ledger);
/* … and of a slip it may not be written down that it went to the printer: its next paper is marked.
 */
void ledger_doubt_paper(struct ledger *ledger);
/* Where entries are lost: none of them is given any more. */
void ledger_burn_all(struct ledger *ledger);

/* ---- slips ---- */
/* Is there room for one more? */
bool ledger_has_room(const struct ledger *ledger);
const struct ledger_slip *ledger_slip(const struct ledger *ledger, uint32_t number);
struct label ledger_label(const struct ledger_slip *slip);
/* What the hall has to hear of it next. */
enum ledger_duty { LEDGER_DUTY_NONE, LEDGER_DUTY_IMPORT, LEDGER_DUTY_VOID, LEDGER_DUTY_REPORT };
enum ledger_duty ledger_duty(const struct ledger_slip *slip);
/* The oldest with a duty; NULL = the hall knows all. */
const struct ledger_slip *ledger_untold(const struct ledger *ledger);
/* Given alone and not yet imported; without paper and still wanted. */
uint32_t ledger_unsent(const struct ledger *ledger);
uint32_t ledger_unprinted(const struct ledger *ledger);

/* ---- as entries ---- */
/* The fewest entries that lead to this ledger, in pieces: piece 0, 1, … until it returns 0. */
#define LEDGER_PIECE_MAX 8
uint32_t ledger_piece(const struct ledger *ledger, uint32_t piece,
                      struct ledger_entry entries[LEDGER_PIECE_MAX]);

#endif
