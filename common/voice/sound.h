/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sound - the machine's sound device through SDL: one channel of 16 bits, by a queue.
 *
 * No device is no reason to stop a program: one sentence in the log, and the caller tries again
 * later. SDL_AUDIODRIVER is honoured.
 */
#ifndef VOICE_SOUND_H
#define VOICE_SOUND_H

#include <stdbool.h>
#include <stdint.h>

/* 0 = there is none. `without` ends the line in the log: what the program does instead; NULL = it
 * was told before. */
uint32_t sound_open(int hertz, const char *without);
void sound_close(uint32_t device);
/* Behind what is queued. */
void sound_play(uint32_t device, const int16_t *samples, uint32_t count);
/* Silence now. */
void sound_hush(uint32_t device);
/* Bytes that wait to be played. */
uint32_t sound_left(uint32_t device);
bool sound_failed(uint32_t device);
/* What SDL keeps for each thread that used it, its last error; only SDL's own threads free it. */
void sound_thread_ends(void);

#endif
