/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/tale.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/say.h"
#include "domain/vocab.h"
#include "engine/fact.h"

#define WORD_SIZE 128

/* ---- what a line says ---- */

/* Behind `key=`; NULL when the line does not say it. Texts are in quotation marks. */
static const char *find(const char *fact, const char *key)
{
    size_t length = strlen(key);
    bool quoted = false;
    for (const char *at = fact; *at; at++) {
        if (*at == '"')
            quoted = !quoted;
        if (!quoted && *at == ' ' && strncmp(at + 1, key, length) == 0 && at[1 + length] == '=')
            return at + 2 + length;
    }
    return NULL;
}

static int64_t number(const char *fact, const char *key)
{
    const char *at = find(fact, key);
    return at ? strtoll(at, NULL, 10) : 0;
}

static uint16_t small(const char *fact, const char *key)
{
    return (uint16_t)number(fact, key);
}

static const char *word(const char *fact, const char *key, char text[WORD_SIZE])
{
    const char *at = find(fact, key);
    size_t length = 0;
    if (at && *at == '"')
        length = strcspn(++at, "\"");
    else if (at)
        length = strcspn(at, " ");
    if (length >= WORD_SIZE)
        length = WORD_SIZE - 1;
    memcpy(text, at ? at : "", length);
    text[length] = '\0';
    return text;
}

/* ---- sentences ---- */

PRINTF_LIKE(2, 3)
static void say(const struct tale *tale, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(tale->out, format, args);
    va_end(args);
}

/* " by 1042", " at kiosk-1"; nothing when the line says nothing. */
static void say_who(const struct tale *tale, const char *fact, const char *key, const char *before)
{
    char text[WORD_SIZE];
    if (word(fact, key, text)[0])
        say(tale, " %s %s", before, text);
}

static void say_place(const struct tale *tale, const char *fact, const char *key,
                      const char *before)
{
    char text[16];
    uint16_t target = small(fact, key);
    if (!target)
        return;
    target_text(target, text);
    say(tale, "%s%s%s", before, target & TARGET_ROOM ? "" : "window ", text);
}

static const char *clock_of(const struct tale *tale, int64_t ms, char text[CLOCK_TEXT_SIZE])
{
    clock_text((uint64_t)ms, tale->tz_min, text);
    return text;
}

static void say_span(const struct tale *tale, int64_t ms)
{
    int64_t s = ms / SECOND;
    if (s % 60 == 0)
        say(tale, "%" PRId64 " min", s / 60);
    else
        say(tale, "%" PRId64 " min %" PRId64 " s", s / 60, s % 60);
}

/* The whole of a key: when it joined, and what was taken off or put on (docs/dispatch.md 1). */
static void say_key(const struct tale *tale, const char *fact, const char *what)
{
    int64_t joined = number(fact, "joined"), key = number(fact, "key");
    char text[CLOCK_TEXT_SIZE];
    say(tale, "; its place counts from %s", clock_of(tale, key, text));
    if (key < joined) {
        say(tale, ", ");
        say_span(tale, joined - key);
        say(tale, " before it joined: %s", what);
    } else if (key > joined) {
        say(tale, ", ");
        say_span(tale, key - joined);
        say(tale, " after it joined");
    } else {
        say(tale, ", when it joined");
    }
}

static void tell_issued(struct tale *tale, const char *fact)
{
    uint8_t ticket_class = (uint8_t)number(fact, "ticket_class");
    int64_t ahead = number(fact, "ahead");
    say(tale, "issued");
    say_who(tale, fact, "device", "at");
    say(tale, " for service %u, class %s", small(fact, "service"), ticket_class_name(ticket_class));
    say_who(tale, fact, "staff", "granted by");
    if (number(fact, "journey"))
        say(tale, ", for journey %u", small(fact, "journey"));
    if (number(fact, "of"))
        say(tale, ", to pick up the papers of ticket %" PRId64, number(fact, "of"));
    if (find(fact, "ahead") && !ahead)
        say(tale, "; nobody was before it");
    else if (ahead)
        say(tale, "; %" PRId64 " %s before it", ahead, ahead == 1 ? "person was" : "people were");
    say_key(tale, fact, "the head start of its class");
    tale->state = TICKET_WAITING;
}

static void tell_printed(struct tale *tale, const char *fact)
{
    uint8_t result = (uint8_t)number(fact, "result");
    if (result == PRINT_PRINTED)
        say(tale, "its slip was printed");
    else
        say(tale, "its slip did not come out (%s)", print_result_name(result));
    say_who(tale, fact, "device", "at");
}

static void tell_reprinted(struct tale *tale, const char *fact)
{
    say(tale, "it got another slip");
    say_who(tale, fact, "device", "at");
}

/* Another one was called where this one would have been the next. */
static void tell_passed(const struct tale *tale, const char *fact)
{
    char other[WORD_SIZE], a[CLOCK_TEXT_SIZE], b[CLOCK_TEXT_SIZE];
    if (!word(fact, "other", other)[0])
        snprintf(other, sizeof(other), "ticket %" PRId64, number(fact, "ticket"));
    say(tale, "%s was called", other);
    say_place(tale, fact, "target", " to ");
    say(tale, " before it: %s counted from %s there, %s from %s", other,
        clock_of(tale, number(fact, "key"), a), tale->label,
        clock_of(tale, number(fact, "runner_key"), b));
}

static void say_runner_up(const struct tale *tale, const char *fact)
{
    char other[WORD_SIZE], a[CLOCK_TEXT_SIZE], b[CLOCK_TEXT_SIZE];
    if (!number(fact, "runner_up")) {
        say(tale, "; nobody else waited for that window");
        return;
    }
    if (!word(fact, "other", other)[0])
        snprintf(other, sizeof(other), "ticket %" PRId64, number(fact, "runner_up"));
    say(tale, "; it counted from %s there, the next, %s, from %s",
        clock_of(tale, number(fact, "key"), a), other,
        clock_of(tale, number(fact, "runner_key"), b));
}

static const char *why_called(uint8_t why)
{
    static const char *const whys[] = {
        [CALL_WHY_NEXT] = "the first place of all that the window serves",
        [CALL_WHY_SENT] = "it had been sent to this very window",
        [CALL_WHY_RETURN] = "it was parked there and called back",
        [CALL_WHY_TURN_PRIVILEGED] = "the window's turn was for the privileged",
        [CALL_WHY_TURN_APPOINTMENT] = "the window's turn was for appointments",
        [CALL_WHY_TURN_ANYBODY] = "the window's turn was for anybody",
        [CALL_WHY_NAMED] = "its number was named",
    };
    return why < countof(whys) && whys[why] ? whys[why] : "the rule is not known to this version";
}

static void tell_called(struct tale *tale, const char *fact)
{
    char text[WORD_SIZE];
    uint8_t why = (uint8_t)number(fact, "why");
    say(tale, "called");
    say_place(tale, fact, "target", " to ");
    say_who(tale, fact, "clerk", "by");
    say(tale, ": %s", why_called(why));
    if (why == CALL_WHY_NAMED && word(fact, "text", text)[0])
        say(tale, ", because: %s", text);
    if (why != CALL_WHY_RETURN)
        say_runner_up(tale, fact);
    tale->state = TICKET_CALLED;
}

static void tell_recalled(struct tale *tale, const char *fact)
{
    say(tale, "called again");
    say_place(tale, fact, "target", " to ");
    say(tale, ", call %u of this visit%s", small(fact, "calls"),
        number(fact, "last") ? ", the last that is allowed" : "");
}

static void tell_started(struct tale *tale, const char *fact)
{
    char text[CLOCK_TEXT_SIZE];
    say(tale, "served");
    say_place(tale, fact, "target", " at ");
    say(tale, " from %s on", clock_of(tale, number(fact, "at"), text));
    if (number(fact, "implied"))
        say(tale, ", as the next key said");
    tale->state = TICKET_SERVING;
}

static void tell_finished(struct tale *tale, const char *fact)
{
    say(tale, "finished");
    say_place(tale, fact, "target", " at ");
    say_who(tale, fact, "clerk", "by");
    if (number(fact, "items") > 1)
        say(tale, ", %u businesses on it", small(fact, "items"));
    say(tale, "%s", number(fact, "rating") ? "; a rating was asked for" : "");
    tale->state = TICKET_SERVED;
}

static void tell_missed(struct tale *tale, const char *fact)
{
    bool final = number(fact, "state") == TICKET_VOIDED;
    say(tale, "missed");
    say_place(tale, fact, "target", " at ");
    say(tale, ", time %u: %s", small(fact, "times"),
        final ? "it may not come back" : "it may come back");
    tale->state = final ? TICKET_VOIDED : TICKET_MISSED;
}

static const char *place_text(uint8_t place)
{
    static const char *const texts[PLACE_COUNT] = {
        [PLACE_BONUS] = "with the bonus of a second leg",
        [PLACE_KEPT] = "with the place it had",
        [PLACE_HEAD] = "before the others there",
        [PLACE_TAIL] = "behind the others there",
    };
    return place < PLACE_COUNT ? texts[place] : "?";
}

static void tell_transferred(struct tale *tale, const char *fact)
{
    uint8_t place = (uint8_t)number(fact, "place");
    say(tale, "sent on");
    say_place(tale, fact, "from", " from ");
    say_who(tale, fact, "clerk", "by");
    say(tale, " to service %u", small(fact, "service"));
    say_place(tale, fact, "to", ", to ");
    if (number(fact, "staff"))
        say(tale, ", to clerk %" PRId64, number(fact, "staff"));
    if (number(fact, "step"))
        say(tale, ", step %u of its journey", small(fact, "step"));
    say_place(tale, fact, "back", ", to come back to ");
    say(tale, ", %s", place_text(place));
    if (place == PLACE_BONUS)
        say_key(tale, fact, "the head start of its class and the bonus");
    tale->state = TICKET_WAITING;
}

static void tell_parked(struct tale *tale, const char *fact)
{
    say(tale, "parked (%s)", park_kind_name((uint8_t)number(fact, "kind")));
    say_place(tale, fact, "target", " at ");
    tale->state = TICKET_PARKED;
}

static void tell_rejoined(struct tale *tale, const char *fact)
{
    uint16_t places = small(fact, "places");
    say(tale, "back in the queue");
    say_who(tale, fact, "who", "by");
    if (number(fact, "ticket_class") == CLASS_RETURNED)
        say(tale, ", before all others");
    else if (places)
        say(tale, ", behind the first %u", places);
    else
        say(tale, ", behind everybody");
    say_place(tale, fact, "to", ", for ");
    tale->state = TICKET_WAITING;
}

static void tell_rated(struct tale *tale, const char *fact)
{
    say(tale, tale->rated ? "the rating was changed" : "rated");
    if (number(fact, "source") == SOURCE_KIOSK)
        say(tale, ", by its number at a kiosk");
    tale->rated = true;
}

static void tell_cancelled(struct tale *tale, const char *fact)
{
    say(tale, "given back by the citizen");
    say_who(tale, fact, "device", "at");
    tale->state = TICKET_CANCELLED;
}

static void tell_voided(struct tale *tale, const char *fact)
{
    char text[WORD_SIZE];
    say(tale, "void (%s)", void_reason_name((uint8_t)number(fact, "reason")));
    say_who(tale, fact, "who", "by");
    if (word(fact, "text", text)[0])
        say(tale, ", because: %s", text);
    tale->state = TICKET_VOIDED;
}

static void tell_ticket_back(struct tale *tale, const char *fact)
{
    tale->state = (uint8_t)number(fact, "state");
    say(tale, "the last key was taken back: it is %s again", ticket_state_name(tale->state));
    say_place(tale, fact, "target", ", at ");
}

static void tell_item_added(struct tale *tale, const char *fact)
{
    say(tale, "one more business on it, %u now", small(fact, "items"));
    say_who(tale, fact, "clerk", "by");
}

static void tell_pick_up(struct tale *tale, const char *fact)
{
    int64_t day = number(fact, "day");
    say(tale, "its papers can be picked up from %04" PRId64 "-%02" PRId64 "-%02" PRId64,
        day / 10000, day / 100 % 100, day % 100);
    say(tale, " on, with a ticket of service %u", small(fact, "service"));
}

static void tell_announced(struct tale *tale, const char *fact)
{
    bool next = number(fact, "kind") == ANNOUNCE_NEXT;
    say(tale, next ? "told to get ready" : "called out as missed");
    say_place(tale, fact, "target", next ? ", the next of " : ", at ");
}

static const struct {
    const char *name;
    void (*tell)(struct tale *tale, const char *fact);
} kinds[] = {
    {"issued", tell_issued},
    {"printed", tell_printed},
    {"called", tell_called},
    {"recalled", tell_recalled},
    {"started", tell_started},
    {"finished", tell_finished},
    {"missed", tell_missed},
    {"transferred", tell_transferred},
    {"parked", tell_parked},
    {"rejoined", tell_rejoined},
    {"rated", tell_rated},
    {"cancelled", tell_cancelled},
    {"reprinted", tell_reprinted},
    {"voided", tell_voided},
    {"ticket_back", tell_ticket_back},
    {"item_added", tell_item_added},
    {"pick_up", tell_pick_up},
    {"announced", tell_announced},
};

void tale_begin(struct tale *tale, FILE *out, const char *label, int16_t tz_min)
{
    *tale = (struct tale){.out = out, .tz_min = tz_min};
    snprintf(tale->label, sizeof(tale->label), "%s", label);
}

/* NULL: there is nothing to say of it, as of a rating pad that closed. */
static void (*teller_of(const char *fact))(struct tale *tale, const char *fact)
{
    size_t length = strcspn(fact, " ");
    for (size_t i = 0; i < countof(kinds); i++)
        if (strlen(kinds[i].name) == length && strncmp(fact, kinds[i].name, length) == 0)
            return kinds[i].tell;
    return NULL;
}

void tale_fact(struct tale *tale, uint64_t at_ms, const char *fact)
{
    char at[CLOCK_TEXT_SIZE];
    void (*tell)(struct tale * tale, const char *fact) = teller_of(fact);
    if (!tale->ticket)
        tale->ticket = (uint32_t)number(fact, "ticket");
    bool passed = number(fact, "ticket") != tale->ticket;
    if (!tell || (passed && tell != tell_called))
        return;
    clock_text(at_ms, tale->tz_min, at);
    say(tale, "%s ", at);
    if (passed)
        tell_passed(tale, fact);
    else
        tell(tale, fact);
    say(tale, ".\n");
    tale->lines++;
}

void tale_end(const struct tale *tale)
{
    switch (tale->state) {
    case TICKET_SERVED:
        say(tale, "It was served%s.\n", tale->rated ? " and rated" : "; nobody rated it");
        break;
    case TICKET_CANCELLED:
    case TICKET_VOIDED:
        say(tale, "It is over; a new visit takes a new number.\n");
        break;
    case TICKET_EXPIRED:
        say(tale, "It expired when the day closed.\n");
        break;
    case TICKET_NONE:
        break;
    default:
        say(tale, "It is %s, unless its day has closed: then it has expired.\n",
            ticket_state_name(tale->state));
        break;
    }
}
