/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's own numbers: its journal, what the hall says of leases, what it tells the hall. */
#include <inttypes.h>
#include <string.h>

#include "app/app_private.h"
#include "os/clock.h"
#include "os/log.h"
#include "protocol/bits.h"

#define RETRY_MS (5 * SECOND)
#define CLOCK_TRUST (24 * HOUR) /* since the hall was heard last */

/* ---- the journal ---- */

void app_open_journal(struct app *app)
{
    journal_open(&app->journal, app->options.state, &app->model.ledger);
    if (app->model.ledger.forgot) /* D-22: the hall then ends what was leased: nobody knows what was
                                     given of it */
        app->options.boot = 0;
    kiosk_restored(&app->model);
    if (app->journal.broken)
        app_step_only(app, (struct kiosk_event){.type = KIOSK_JOURNAL});
}

static void log_entry(const struct ledger_entry *entry)
{
    /* Numbers of slips stand at the same place in all of their entries. */
    if (entry->kind >= LEDGER_KIND_INTENT)
        log_info("journal entry=%s slip=%" PRIu32, ledger_entry_name(entry->kind),
                 entry->ended.slip);
    else
        log_info("journal entry=%s", ledger_entry_name(entry->kind));
    if (entry->kind == LEDGER_KIND_IMPORTED && entry->imported.code)
        log_warn("slip=%" PRIu32 " was given alone and does not come in: %s", entry->imported.slip,
                 refusal_text(entry->imported.code));
}

/* What is guarded by entries that are not there: the slip that is not printed. */
static struct kiosk_event not_written(const struct kiosk_effects *effects, uint32_t from)
{
    struct kiosk_event event = {.type = KIOSK_JOURNAL};
    for (uint32_t i = from; i < effects->count; i++) {
        uint8_t kind = effects->list[i].entry.kind;
        if (effects->list[i].type == KIOSK_DO_PRINT)
            event.number = effects->list[i].slip;
        if (effects->list[i].type == KIOSK_DO_JOURNAL &&
            (kind == LEDGER_KIND_ACKED || kind == LEDGER_KIND_LEASED))
            event.code = 1;
    }
    return event;
}

bool app_write_journal(struct app *app, const struct kiosk_effects *effects, uint32_t *at)
{
    struct ledger_entry entries[JOURNAL_STEP_MAX];
    uint32_t count = 0, first = *at;
    bool day_over = false;
    while (*at < effects->count && effects->list[*at].type == KIOSK_DO_JOURNAL) {
        const struct ledger_entry *entry = &effects->list[(*at)++].entry;
        bool all = entry->kind == LEDGER_KIND_BURNT && !entry->burnt.lease;
        day_over = day_over || all || entry->kind == LEDGER_KIND_DAY;
        entries[count++] = *entry;
    }
    if (app->model.journal_lost)
        return true; /* the model knows; what is in memory is written when it can be */
    if (journal_write(&app->journal, entries, count)) {
        app->journal_retry = clock_mono_ms() + RETRY_MS;
        app_step_only(app, not_written(effects, first));
        return false;
    }
    for (uint32_t i = 0; i < count; i++)
        log_entry(&entries[i]);
    if ((day_over || journal_is_long(&app->journal)) &&
        journal_renew(&app->journal, &app->model.ledger))
        app_step_only(app, (struct kiosk_event){.type = KIOSK_JOURNAL});
    return true;
}

void app_tick_journal(struct app *app, msec now)
{
    if (!app->model.journal_lost || now < app->journal_retry)
        return;
    app->journal_retry = now + RETRY_MS;
    if (journal_renew(&app->journal, &app->model.ledger) == ERR_NONE) {
        log_info("journal written again");
        app_step(app, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
    }
}

/* ---- the hall's clock ---- */

msec app_hall_ms(const struct app *app, int16_t *tz_min)
{
    const struct ledger_hall *hall = &app->model.ledger.hall;
    msec now = link_hall_ms(app->link), since = clock_utc_ms() - hall->wall_ms;
    *tz_min = now ? link_tz_min(app->link) : hall->tz_min;
    if (now || !hall->instance || since < 0 || since > CLOCK_TRUST)
        return now; /* 0: a machine that does not know the time gives no numbers alone */
    return hall->hall_ms + since * (hall->training ? hall->training : 1);
}

void app_welcome_hall(struct app *app, const struct msg_welcome *welcome, bool fresh)
{
    struct ledger_hall hall = {.instance = welcome->instance,
                               .epoch = welcome->epoch,
                               .hall_ms = (msec)welcome->now_ms,
                               .wall_ms = clock_utc_ms(),
                               .tz_min = welcome->tz_min,
                               .training = welcome->training};
    app_step(app, (struct kiosk_event){.type = KIOSK_WELCOME,
                                       .number = welcome->training,
                                       .boot = link_boot(app->link),
                                       .up = fresh,
                                       .hall = &hall});
}

/* ---- leases ---- */

void app_take_lease(struct app *app, const struct msg_lease *message)
{
    struct ledger_lease lease = {.lease = message->lease,
                                 .day = message->day,
                                 .service = message->service,
                                 .first = message->first,
                                 .last = message->last,
                                 .epoch = message->epoch};
    struct label label = label_from_wire(message->prefix, message->first);
    memcpy(lease.prefix, label.prefix, sizeof(label.prefix));
    lease.key.length = message->key.length;
    memcpy(lease.key.at, message->key.at, message->key.length);
    bool granted = message->state == LEASE_GRANTED;
    if (!granted && message->day != app->model.ledger.day)
        return; /* of a day that is over here too */
    app_step(app, (struct kiosk_event){.type = KIOSK_LEASE,
                                       .up = granted,
                                       .number = message->lease,
                                       .lease = &lease});
    app->status_due = 0;
}

/* ---- what the hall is told ---- */

void app_send_import(struct app *app, const struct kiosk_effect *effect)
{
    const struct ledger_slip *slip = ledger_slip(&app->model.ledger, effect->slip);
    if (!slip)
        return;
    struct label label = ledger_label(slip);
    char text[LABEL_TEXT_SIZE];
    app->message = (struct message){.type = MSG_TYPE_IMPORT};
    struct msg_import *import = &app->message.import;
    import->seq = effect->seq;
    import->lease = slip->leased.lease;
    import->prefix = label_wire_prefix(label);
    import->number = label.number;
    import->day = app->model.ledger.day;
    import->issued_ms = (uint64_t)slip->leased.issued;
    import->service = slip->asked.service;
    import->ticket_class = slip->asked.ticket_class;
    import->lang = slip->asked.lang;
    import->item = slip->asked.item;
    import->journey = slip->asked.journey;
    import->principals = slip->asked.principals;
    import->age_band = slip->asked.age_band;
    import->proof = slip->asked.proof;
    import->result = effect->result;
    import->id_hash.length = slip->asked.id_hash.length;
    memcpy(import->id_hash.at, slip->asked.id_hash.at, slip->asked.id_hash.length);
    if (slip->leased.supersedes) {
        import->supersedes_boot = slip->asked.boot;
        import->supersedes_seq = slip->asked.seq;
    }
    label_print(label, text);
    log_info("import seq=%u ticket=%s result=%s%s", effect->seq, text,
             print_result_name(effect->result),
             slip->leased.supersedes ? " in place of a command" : "");
    app_send(app);
}

void app_send_void(struct app *app, const struct kiosk_effect *effect)
{
    const struct ledger_slip *slip = ledger_slip(&app->model.ledger, effect->slip);
    if (!slip)
        return;
    app->message = (struct message){.type = MSG_TYPE_VOID_TICKET};
    app->message.void_ticket.seq = effect->seq;
    app->message.void_ticket.ticket = slip->ticket;
    app->message.void_ticket.reason = slip->voided;
    log_info("void seq=%u ticket=%u reason=%s", effect->seq, slip->ticket,
             void_reason_name(slip->voided));
    app_send(app);
}
