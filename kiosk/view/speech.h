/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speech - what a kiosk says aloud, from what it shows (R-X4, R-X7, docs/ui 1.4).
 *
 * With the voice guide on, each new page is read: its title, what it tells, how many choices it
 * has; then each place the ring comes to. Without it only what nobody should miss: the number just
 * issued, that a guide comes, that the time runs out. An emergency is said again and again.
 *
 * A digit typed is never said, nor a run of digits as long as an ID or a code: others listen.
 * Mongolian has no voice (R-G8): what the page then shows in Chinese is said in Chinese.
 *
 * Ownership: the caller's texts; what does not fit is left out. Threads: none; pure.
 */
#ifndef VIEW_SPEECH_H
#define VIEW_SPEECH_H

#include "view/view.h"

#define SPEECH_SIZE 1024
#define SPEECH_RINGS 4
#define SPEECH_AGAIN_MS (15 * SECOND) /* an emergency */

struct speech {
    bool chinese;  /* else English */
    uint8_t rings; /* chimes before it: somebody is called to this machine (docs/ui k27) */
    char text[SPEECH_SIZE];
};

/* What was said last. Zero = nothing yet. */
struct speech_state {
    bool begun, overlay, guide;
    uint8_t emergency, help, repeat, times;
    uint32_t page; /* a digest of what makes it another page */
    ticket_id ticket;
    struct kiosk_focus focus;
    msec said; /* the emergency */
};

/* True when something is to be said now, in place of what is being said. */
bool speech_next(struct speech_state *state, const struct kiosk_view *view, const struct draw *draw,
                 struct speech *speech);
/* A page as the guide reads it. */
void speech_page(const struct kiosk_view *view, const struct draw *draw, struct speech *speech);
/* A place to press: its words, and that it is chosen. */
void speech_place(const struct kiosk_view *view, const struct draw *draw,
                  const struct draw_hit *hit, struct speech *speech);
/* A word without arguments (v.idcard.take). */
void speech_word(const struct kiosk_view *view, enum word word, struct speech *speech);

#endif
