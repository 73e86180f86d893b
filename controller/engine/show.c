/* SPDX-License-Identifier: Apache-2.0 */
/*
 * show - a text of the staff on the boards of a place, for a while.
 *
 * A place is a number to the hall: the shell knows which boards are meant. A notice takes the place
 * of the one that its place had; it is over by time, by a word, and when the next day opens.
 */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "engine/rules.h"
#include "engine/say.h"

/* One line, not too long; control characters would be whatever a board makes of them. */
static bool is_line(const char *text, size_t most)
{
    if (!utf8_valid(text) || utf8_length(text) > most)
        return false;
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            return false;
    return true;
}

static bool lives(const struct notice_view *notice, msec now)
{
    return notice->text[0] && notice->until > now;
}

static bool is_shown(const struct hall *hall, uint16_t view, msec now)
{
    for (uint32_t i = 0; i < HALL_NOTICES_MAX; i++)
        if (lives(&hall->notices[i], now) && (!view || hall->notices[i].view == view))
            return true;
    return false;
}

enum refusal rule_notice(struct act *act)
{
    const struct command *command = act->command;
    bool ends = !command->notice[0];
    if (command->role != ROLE_MANAGER && command->role != ROLE_GUIDE)
        return REFUSED_DENIED;
    if (!is_line(command->notice, NOTICE_TEXT_MAX) || !is_line(command->more, NOTICE_MORE_MAX) ||
        (ends ? command->more[0] != '\0' : !command->view || !act->arg))
        return REFUSED_MALFORMED;
    act->known = ends && !is_shown(act->hall, command->view, act->now);
    if (act->known)
        return REFUSED_NOT;
    struct fact fact = {.kind = FACT_KIND_NOTICE};
    fact.notice.notice = act->hall->noticed + 1;
    fact.notice.view = command->view;
    fact.notice.style = command->style;
    fact.notice.lang = command->lang;
    fact.notice.until = ends ? act->now : act->now + (msec)act->arg * SECOND;
    copy_who(fact.notice.text, sizeof(fact.notice.text), command->notice);
    copy_who(fact.notice.more, sizeof(fact.notice.more), command->more);
    copy_who(fact.notice.who, sizeof(fact.notice.who), acting(act));
    emit(act, &fact);
    return REFUSED_NOT;
}

/* Its own, a free one, or that of the notice that is over first. */
static struct notice_view *place_of(struct hall *hall, uint16_t view)
{
    struct notice_view *best = hall->notices;
    for (uint32_t i = 0; i < HALL_NOTICES_MAX; i++) {
        struct notice_view *notice = &hall->notices[i];
        if (notice->text[0] && notice->view == view)
            return notice;
        if ((notice->text[0] ? notice->until : 0) < (best->text[0] ? best->until : 0))
            best = notice;
    }
    return best;
}

static void end_notices(struct hall *hall, uint16_t view)
{
    for (uint32_t i = 0; i < HALL_NOTICES_MAX; i++)
        if (!view || hall->notices[i].view == view)
            hall->notices[i] = (struct notice_view){0};
}

void apply_notice(struct hall *hall, const struct fact *fact)
{
    const struct fact_notice *made = &fact->notice;
    hall->noticed = made->notice;
    if (!made->text[0]) {
        end_notices(hall, made->view);
        return;
    }
    struct notice_view *notice = place_of(hall, made->view);
    *notice = (struct notice_view){.id = made->notice,
                                   .view = made->view,
                                   .style = made->style,
                                   .lang = made->lang,
                                   .until = made->until};
    memcpy(notice->text, made->text, sizeof(notice->text));
    memcpy(notice->more, made->more, sizeof(notice->more));
}

void notices_forget(struct hall *hall)
{
    end_notices(hall, 0);
    hall->noticed = 0;
}

const char *notice_objection(const struct hall *hall, const struct fact_notice *notice)
{
    SAY(notice->notice == hall->noticed + 1, "notices are missing before it");
    SAY(utf8_valid(notice->text) && utf8_valid(notice->more), "its text is no text");
    SAY(notice->view || !notice->text[0], "it is for no place");
    return NULL;
}

uint32_t hall_notices(const struct hall *hall, msec now, struct notice_view *list, uint32_t max)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < HALL_NOTICES_MAX && count < max; i++)
        if (lives(&hall->notices[i], now))
            list[count++] = hall->notices[i];
    return count;
}
