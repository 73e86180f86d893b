/* SPDX-License-Identifier: Apache-2.0 */
/*
 * login - people prove who they are, and act in their own name (D-43).
 */
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "net/roles.h"
#include "os/clock.h"

/* ---- LOGIN ---- */

static void say_login(struct controller *c, struct peer *peer, const struct login_answer *answer)
{
    struct message *message = &c->scratch;
    *message = (struct message){.type = MSG_TYPE_LOGIN_OK};
    struct msg_login_ok *ok = &message->login_ok;
    ok->seq = answer->seq;
    ok->code = answer->code;
    ok->staff = answer->staff;
    ok->session = answer->session;
    ok->target = answer->target;
    ok->tries_left = answer->verdict.tries_left;
    ok->locked_s = answer->verdict.locked_s;
    const struct staff_person *person = staff_find(&c->staff.now, answer->staff);
    if (!answer->code && person) {
        ok->role = person->role;
        ok->idle_s = STAFF_IDLE_S;
        snprintf(ok->name, sizeof(ok->name), "%s", person->name);
        for (uint8_t i = 0; i < person->skill_count; i++) {
            const struct staff_skill *skill = &person->skills[i];
            if (!skill->until || skill->until >= hall_day(c->hall))
                ok->skills.list[ok->skills.count++].service = skill->service;
        }
    }
    client_send(peer->client, message);
    crypto_wipe(message, sizeof(*message));
}

static bool fill_sign_on(const struct controller *c, const struct staff_person *person,
                         struct command *command)
{
    command->verb = VERB_SIGN_ON;
    command->staff = person->number;
    command->role = person->role;
    return staff_services(person, hall_day(c->hall), command->list);
}

/* At a kiosk: to grant what the machine may not, and to maintain it; nobody serves from there. */
static enum refusal may_come_in(const struct peer *peer, const struct staff_person *person,
                                const struct msg_login *login)
{
    if (peer->id.kind != DEVICE_KIOSK)
        return REFUSED_NOT;
    if (login->target)
        return REFUSED_UNKNOWN_WINDOW;
    return roles_person_may(person->role, VERB_MAINTAIN) ? REFUSED_NOT : REFUSED_DENIED;
}

/* The PIN is right: at a window the hall decides, else the session is open. */
static void let_in(struct controller *c, struct peer *peer, const struct msg_login *login,
                   struct login_answer *answer)
{
    const struct staff_person *person = staff_find(&c->staff.now, login->staff);
    struct command command = {.id = {peer->id.uid, peer->id.boot, 0, login->seq},
                              .target = {login->target}};
    const struct origin origin = {ORIGIN_PEER, (uint32_t)(peer - c->peers), peer->number};
    snprintf(command.who, sizeof(command.who), "%u", login->staff);
    answer->code = may_come_in(peer, person, login);
    if (answer->code) {
        log_info("device=%s staff=%u does not come in: %s", peer->id.name, login->staff,
                 refusal_text(answer->code));
    } else if (!login->target) {
        answer->session = staff_begin(&c->staff, login->staff, peer->id.uid, clock_mono_ms());
        answer->code = answer->session ? REFUSED_NOT : REFUSED_BUSY;
    } else if (!fill_sign_on(c, person, &command)) {
        answer->code = REFUSED_NOT_QUALIFIED;
    } else if (turn_add(c, &command, origin, MSG_TYPE_LOGIN)) {
        return; /* login_decided answers */
    } else {
        answer->code = REFUSED_BUSY;
    }
    say_login(c, peer, answer);
}

void login_take(struct controller *c, struct peer *peer, const struct msg_login *login)
{
    struct login_answer answer = {.seq = login->seq,
                                  .staff = login->staff,
                                  .target = login->target};
    const struct staff_proof proof = {login->proof.at, login->proof.length};
    answer.code = staff_prove(&c->staff, login->staff, proof, clock_mono_ms(), &answer.verdict);
    if (answer.code) {
        log_info("device=%s staff=%u does not come in: %s", peer->id.name, login->staff,
                 refusal_text(answer.code));
        say_login(c, peer, &answer);
        return;
    }
    let_in(c, peer, login, &answer);
}

void login_decided(struct controller *c, struct peer *peer, const struct turn_entry *entry)
{
    const struct command *command = &entry->command;
    struct login_answer answer = {.seq = command->id.seq,
                                  .staff = command->staff,
                                  .target = command->target.n,
                                  .code = entry->answer.result.code};
    if (!answer.code) {
        answer.session = staff_begin(&c->staff, command->staff, peer->id.uid, clock_mono_ms());
        answer.code = answer.session ? REFUSED_NOT : REFUSED_BUSY;
    }
    say_login(c, peer, &answer);
}

/* ---- LOGOUT ---- */

static void say_result(struct controller *c, struct peer *peer, uint32_t session, uint32_t seq,
                       enum refusal code)
{
    struct message message = {.type = MSG_TYPE_RESULT};
    message.result.session = session;
    message.result.seq = seq;
    message.result.code = (uint8_t)code;
    message.result.epoch = c->identity.epoch;
    message.result.jseq = c->jseq;
    client_send(peer->client, &message);
}

static enum refusal no_session(const struct peer *peer)
{
    return peer->id.kind == DEVICE_KIOSK ? REFUSED_NO_SESSION : REFUSED_NOT_SIGNED_ON;
}

/* Off the window first, so that nobody leaves a person standing; then the session is over. */
void login_out(struct controller *c, struct peer *peer, const struct msg_logout *logout)
{
    const struct staff_person *person =
        staff_of_session(&c->staff, logout->session, peer->id.uid, clock_mono_ms());
    if (!person) {
        say_result(c, peer, logout->session, logout->seq, no_session(peer));
        return;
    }
    struct command command = {.id = {peer->id.uid, peer->id.boot, logout->session, logout->seq},
                              .verb = VERB_SIGN_OFF,
                              .staff = person->number,
                              .role = person->role};
    const struct origin origin = {ORIGIN_PEER, (uint32_t)(peer - c->peers), peer->number};
    snprintf(command.who, sizeof(command.who), "%u", person->number);
    target_id window;
    if (hall_day(c->hall) && hall_clerk(c->hall, person->number, &window)) {
        if (!turn_add(c, &command, origin, MSG_TYPE_LOGOUT))
            say_result(c, peer, logout->session, logout->seq, REFUSED_BUSY);
        return;
    }
    staff_end(&c->staff, logout->session);
    say_result(c, peer, logout->session, logout->seq, REFUSED_NOT);
}

/* ---- acts ---- */

static enum refusal may_act(struct controller *c, const struct peer *peer,
                            const struct msg_act *act)
{
    if (act->verb == VERB_MAINTAIN && !act->session)
        return REFUSED_NO_SESSION;
    if (!c->staff.kept)
        return REFUSED_NOT; /* nobody is known: the key of the device is all there is */
    if (!act->session)
        return peer->id.kind == DEVICE_CONSOLE ? REFUSED_NOT_SIGNED_ON : REFUSED_NOT;
    const struct staff_person *person =
        staff_of_session(&c->staff, act->session, peer->id.uid, clock_mono_ms());
    if (!person)
        return no_session(peer);
    if (act->verb == VERB_SIGN_ON && !act->target)
        return REFUSED_UNKNOWN_WINDOW;
    if (!roles_person_may(person->role, act->verb))
        return REFUSED_DENIED;
    if (act->verb != VERB_VOID || act->ticket)
        return REFUSED_NOT;
    if (!roles_person_may_void_all(person->role))
        return REFUSED_DENIED;
    /* R-C4: a session that was left open confirms nothing. */
    bool fresh = staff_is_fresh(&c->staff, act->session, clock_mono_ms());
    return fresh ? REFUSED_NOT : REFUSED_PIN_AGAIN;
}

bool login_act(struct controller *c, struct peer *peer, const struct msg_act *act)
{
    enum refusal no = may_act(c, peer, act);
    if (no)
        say_result(c, peer, act->session, act->seq, no);
    return !no;
}

bool login_fill(struct controller *c, struct command *command)
{
    if (!c->staff.kept || !command->id.session)
        return command->verb != VERB_SIGN_ON; /* it takes a person */
    const struct staff_person *person =
        staff_of_session(&c->staff, command->id.session, command->id.uid, clock_mono_ms());
    if (!person)
        return false;
    command->staff = person->number;
    command->role = person->role;
    snprintf(command->who, sizeof(command->who), "%u", person->number);
    return command->verb != VERB_SIGN_ON || fill_sign_on(c, person, command);
}

/* A guide grants as a guide, also where a card or slip was shown as well. */
enum refusal login_grant(struct controller *c, struct command *command, uint32_t session)
{
    const struct staff_person *person =
        staff_of_session(&c->staff, session, command->id.uid, clock_mono_ms());
    if (!person || !roles_person_may(person->role, VERB_MAINTAIN))
        return REFUSED_NO_SESSION;
    command->staff = person->number;
    command->role = person->role;
    if (!command->proof)
        command->proof = person->role == ROLE_GUIDE ? PROOF_GUIDE : PROOF_LEADER;
    return REFUSED_NOT;
}

/* D-43: with the first call of a pad the person signs on whose place it is by the roster. */
void login_press(struct controller *c, const struct command *press)
{
    struct window_view window;
    const struct origin hall = {ORIGIN_HALL, 0, 0};
    if (press->key != KEY_NEXT || !hall_day(c->hall) ||
        !hall_window(c->hall, press->target, &window) || window.staff)
        return;
    const struct staff_person *person = staff_rostered(&c->staff, press->target.n);
    struct command command = {.target = press->target};
    target_id elsewhere;
    if (!person || hall_clerk(c->hall, person->number, &elsewhere))
        return;
    if (fill_sign_on(c, person, &command))
        (void)turn_add(c, &command, hall, 0); /* no room: the next press does it */
}

/* ---- the list changed ---- */

static void compare_window(struct controller *c, target_id target)
{
    struct window_view window;
    const struct origin hall = {ORIGIN_HALL, 0, 0};
    if (!hall_window(c->hall, target, &window) || !window.staff)
        return;
    const struct staff_person *person = staff_find(&c->staff.now, window.staff);
    struct command command = {.target = target};
    bool stays = person && fill_sign_on(c, person, &command) &&
                 hall_may_sign_on(c->hall, target, command.role, command.list);
    if (!stays) /* at once, also in the middle of a ticket */
        command = (struct command){.verb = VERB_SIGN_OFF, .target = target, .arg = 1};
    (void)turn_add(c, &command, hall, 0); /* known already: no fact */
}

void login_tick(struct controller *c)
{
    if (!staff_look(&c->staff) || !hall_day(c->hall))
        return;
    for (uint32_t i = 0; i < c->target_count; i++)
        compare_window(c, c->targets[i].target);
}

/* ---- rows, for consoles and administrators ---- */

static uint16_t window_of(const struct controller *c, uint32_t number)
{
    target_id target;
    return hall_clerk(c->hall, number, &target) ? target.n : 0;
}

/* Whose number is in the list no more. */
static void drop_rows(struct controller *c)
{
    const struct view_row *row;
    uint32_t at = 0;
    while ((row = view_each(&c->rows.table, ROW_TYPE_CLERK, &at))) {
        if (staff_find(&c->staff.now, row->key))
            continue;
        rows_unset(&c->rows, ROW_TYPE_CLERK, row->key);
        at--; /* the next one moved here */
    }
}

void login_rows(struct controller *c)
{
    drop_rows(c);
    for (uint32_t i = 0; i < c->staff.now.count; i++) {
        const struct staff_person *person = &c->staff.now.people[i];
        const struct staff_today *today = staff_today(&c->staff, person->number);
        struct row_clerk row = {.role = person->role, .target = window_of(c, person->number)};
        row.online = staff_has_session(&c->staff, person->number, &row.session);
        if (!row.target && !row.online) {
            rows_unset(&c->rows, ROW_TYPE_CLERK, person->number);
            continue;
        }
        row.since_ms = today ? (uint64_t)today->since : 0;
        row.served = today ? today->served : 0;
        snprintf(row.name, sizeof(row.name), "%s", person->name);
        rows_set(&c->rows, ROW_TYPE_CLERK, person->number, &row);
    }
}
