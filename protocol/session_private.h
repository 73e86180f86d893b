/* SPDX-License-Identifier: Apache-2.0 */
/*
 * session_private - what the two halves of session share: session.c (the open session) and
 * session_handshake.c (everything before it). Not for others.
 */
#ifndef PROTOCOL_SESSION_PRIVATE_H
#define PROTOCOL_SESSION_PRIVATE_H

#include "protocol/session.h"

/* On TCP every device is station 1 of its own connection (SPEC.md 1). */
#define SESSION_DEVICE_ADDRESS ADDRESS_STATION_MIN

/* session.c */
void session_start(struct session *session, const struct session_buffers *buffers, msec now);
/* DEAD, with the keys forgotten; says nothing to the peer. */
void session_end(struct session *session, enum session_reason reason, const char *text);
/* session_refuse with a value for our caller. */
enum session_event session_stop(struct session *session, enum session_reason reason,
                                const char *text, msec now);
/* Shows a message to the tap as the frame that carries it, or as the body inside a handshake. */
void session_show(const struct session *session, bool sent, uint8_t ctl, uint8_t ctr,
                  const struct message *message);
void session_ping(struct session *session, msec now);
enum session_event session_take_bye(struct session *session, const struct msg_bye *bye);

/* session_handshake.c */
/* Server in GREETED: NOISE2 with a WELCOME, or with a BYE. */
enum err session_answer(struct session *session, const struct message *payload,
                        msec now) MUST_CHECK;
/* A frame before the session is open. */
enum session_event session_take_handshake(struct session *session, const uint8_t *frame,
                                          size_t length, msec now, struct message *message);

#endif
