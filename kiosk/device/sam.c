/* SPDX-License-Identifier: Apache-2.0 */
#include "device/sam.h"

#include <string.h>

#define HEAD 5        /* AA AA AA 96 69 */
#define STATUS_SIZE 3 /* SW1 SW2 SW3 */
#define TEXT_AT 7     /* status, length of text, length of photograph */
#define TEXT_BYTES 256
#define BIRTH_AT 36 /* in the text: UCS-2, little-endian */
#define NUMBER_AT 122

static const uint8_t head[HEAD] = {0xaa, 0xaa, 0xaa, 0x96, 0x69};

size_t sam_request(uint16_t command, uint8_t request[SAM_REQUEST_SIZE])
{
    memcpy(request, head, HEAD);
    request[5] = 0;
    request[6] = 3; /* command, parameter, xor */
    request[7] = (uint8_t)(command >> 8);
    request[8] = (uint8_t)command;
    request[9] = (uint8_t)(request[6] ^ request[7] ^ request[8]);
    return SAM_REQUEST_SIZE;
}

static void forget_answer(struct sam *sam)
{
    sam->at = sam->length = 0;
    sam->sync = sam->xor_sum = 0;
    sam->status = 0;
}

void sam_init(struct sam *sam, msec now)
{
    memset(sam, 0, sizeof(*sam));
    sam->due = now;
}

void sam_reset(struct sam *sam, msec now)
{
    citizen_wipe(&sam->citizen);
    forget_answer(sam);
    sam->state = SAM_ABSENT;
    sam->here = sam->told = false;
    sam->asked = 0;
    sam->unanswered = sam->absent = 0;
    sam->due = now;
}

void sam_want(struct sam *sam, bool wanted, msec now)
{
    if (wanted && !sam->wanted && sam->due > now + SAM_POLL_MS)
        sam->due = now + SAM_POLL_MS;
    sam->wanted = wanted;
}

bool sam_lies(const struct sam *sam)
{
    return sam->state == SAM_LYING || sam->state == SAM_LOOKING;
}

/* ---- what is asked next ---- */

static uint16_t command_of(const struct sam *sam)
{
    switch ((enum sam_state)sam->state) {
    case SAM_TO_SELECT:
        return SAM_SELECT;
    case SAM_TO_READ:
        return SAM_READ;
    case SAM_LYING:
        return SAM_LOOK;
    case SAM_ABSENT:
        return sam->wanted ? SAM_FIND : SAM_STATUS;
    case SAM_LIFT:
    case SAM_LOOKING:
        break;
    }
    return SAM_FIND;
}

/* Within a card one step follows the other at once; new looks keep their distance. */
static void next_at(struct sam *sam, msec now)
{
    bool busy = sam->state == SAM_TO_SELECT || sam->state == SAM_TO_READ;
    bool rests = sam->state == SAM_ABSENT && !sam->wanted && sam->here;
    sam->due = busy ? now : rests ? now + SAM_REST_MS : sam->sent + SAM_POLL_MS;
}

static enum sam_news to_lift(struct sam *sam)
{
    citizen_wipe(&sam->citizen);
    sam->state = SAM_LIFT;
    return SAM_TROUBLE;
}

/* The card was not there; twice in a row, and it is gone. */
static enum sam_news not_there(struct sam *sam)
{
    if (++sam->absent < SAM_GONE_AFTER) {
        sam->state = SAM_LYING;
        return SAM_NO_NEWS;
    }
    sam->absent = 0;
    sam->state = SAM_ABSENT;
    return SAM_GONE;
}

static enum sam_news too_long(struct sam *sam)
{
    uint16_t asked = sam->asked;
    sam->asked = 0;
    forget_answer(sam);
    if (sam->unanswered < SAM_MISSING_AFTER)
        sam->unanswered++;
    bool lost = sam->unanswered == SAM_MISSING_AFTER && (sam->here || !sam->told);
    if (lost) {
        sam->here = false;
        sam->told = true;
        sam->state = SAM_ABSENT;
        citizen_wipe(&sam->citizen);
        return SAM_MISSING;
    }
    return asked == SAM_SELECT || asked == SAM_READ ? to_lift(sam) : SAM_NO_NEWS;
}

size_t sam_step(struct sam *sam, msec now, uint8_t request[SAM_REQUEST_SIZE], enum sam_news *news)
{
    *news = SAM_NO_NEWS;
    if (sam->asked) {
        if (now - sam->sent < (sam->asked == SAM_READ ? SAM_READ_MS : SAM_ANSWER_MS))
            return 0;
        *news = too_long(sam);
        next_at(sam, now);
    }
    if (now < sam->due)
        return 0;
    forget_answer(sam);
    sam->asked = command_of(sam);
    sam->sent = now;
    if (sam->asked == SAM_READ)
        citizen_wipe(&sam->citizen);
    return sam_request(sam->asked, request);
}

/* ---- what it answers ---- */

static enum sam_news after_read(struct sam *sam)
{
    if (sam->status != SAM_OK || sam->length != SAM_BODY_MAX || !citizen_good(&sam->citizen))
        return to_lift(sam);
    sam->state = SAM_LYING;
    sam->absent = 0;
    return SAM_CARD;
}

static enum sam_news after_find(struct sam *sam)
{
    bool found = sam->status == SAM_FOUND;
    if (sam->state == SAM_LOOKING && !found)
        return not_there(sam);
    if (sam->state == SAM_LOOKING) {
        sam->absent = 0;
        sam->state = SAM_LYING; /* it answered to its name: still or again there */
    } else if (sam->state == SAM_LIFT && !found) {
        sam->state = SAM_ABSENT; /* lifted: now it may be put again */
    } else if (sam->state == SAM_ABSENT && found && sam->wanted) {
        sam->state = SAM_TO_SELECT;
    }
    return SAM_NO_NEWS;
}

static enum sam_news answered(struct sam *sam, uint16_t asked)
{
    if (!sam->wanted && (asked == SAM_SELECT || asked == SAM_READ)) {
        citizen_wipe(&sam->citizen); /* the page was left: nothing is read for nothing (R-Y1) */
        sam->state = SAM_LIFT;
        return SAM_NO_NEWS;
    }
    if (asked == SAM_FIND)
        return after_find(sam);
    if (asked == SAM_READ)
        return after_read(sam);
    if (asked == SAM_SELECT) {
        if (sam->status != SAM_OK)
            return to_lift(sam);
        sam->state = SAM_TO_READ;
    } else if (asked == SAM_LOOK) {
        bool there = sam->status == SAM_OK || sam->status == SAM_NO_ENTRY;
        sam->state = there ? SAM_LYING : SAM_LOOKING;
        if (there)
            sam->absent = 0;
    }
    return SAM_NO_NEWS;
}

static enum sam_news frame_done(struct sam *sam, msec now)
{
    uint16_t asked = sam->asked;
    sam->asked = 0;
    sam->unanswered = 0;
    bool new_here = !sam->here;
    sam->here = sam->told = true;
    enum sam_news news = answered(sam, asked);
    forget_answer(sam);
    next_at(sam, now);
    return news == SAM_NO_NEWS && new_here ? SAM_HERE : news;
}

/* R-I1: of the text only two fields are kept, of the photograph nothing. */
static void keep(struct sam *sam, uint16_t at, uint8_t byte)
{
    if (sam->asked != SAM_READ || at < TEXT_AT || at >= TEXT_AT + TEXT_BYTES)
        return;
    uint16_t place = (uint16_t)(at - TEXT_AT);
    char *to = NULL;
    if (place >= BIRTH_AT && place < BIRTH_AT + 2 * CITIZEN_BIRTH)
        to = &sam->citizen.birth[(place - BIRTH_AT) / 2];
    else if (place >= NUMBER_AT && place < NUMBER_AT + 2 * CITIZEN_NUMBER)
        to = &sam->citizen.number[(place - NUMBER_AT) / 2];
    if (!to)
        return;
    if (place % 2 == 0)
        *to = byte < 0x80 ? (char)byte : '?';
    else if (byte != 0)
        *to = '?'; /* no digit of ASCII */
}

/* Bytes before a head are noise. */
static void find_head(struct sam *sam, uint8_t byte)
{
    if (byte == head[sam->sync])
        sam->sync++;
    else if (byte != head[0])
        sam->sync = 0;
    else if (sam->sync != 3) /* a fourth AA: the last three are the head */
        sam->sync = 1;
}

static bool take_length(struct sam *sam, uint8_t byte)
{
    sam->xor_sum ^= byte;
    sam->length = (uint16_t)(sam->length << 8 | byte);
    if (++sam->at < 2)
        return true;
    sam->at = 0;
    sam->sync = HEAD + 1;
    return sam->length > STATUS_SIZE && sam->length <= SAM_BODY_MAX;
}

enum sam_news sam_take(struct sam *sam, uint8_t byte, msec now)
{
    if (!sam->asked)
        return SAM_NO_NEWS; /* nothing was asked: noise, or an answer that came too late */
    if (sam->sync < HEAD) {
        find_head(sam, byte);
        return SAM_NO_NEWS;
    }
    if (sam->sync == HEAD) {
        if (!take_length(sam, byte))
            forget_answer(sam);
        return SAM_NO_NEWS;
    }
    sam->xor_sum ^= byte;
    if (sam->at == STATUS_SIZE - 1)
        sam->status = byte;
    else
        keep(sam, sam->at, byte);
    if (++sam->at < sam->length)
        return SAM_NO_NEWS;
    if (sam->xor_sum == 0)
        return frame_done(sam, now);
    citizen_wipe(&sam->citizen);
    forget_answer(sam); /* damaged: as if it had not answered */
    return SAM_NO_NEWS;
}
