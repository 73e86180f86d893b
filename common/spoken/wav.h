/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wav - the samples of a WAV file: one channel of 16 bits, not compressed.
 *
 * Errors: one sentence that says how the file is to be made. Threads: none; pure.
 */
#ifndef SPOKEN_WAV_H
#define SPOKEN_WAV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WAV_HEADER_SIZE 44

struct wav {
    const uint8_t *at; /* into the bytes given: low byte first */
    uint32_t count, rate;
};

/* `problem` is set when it returns false. */
bool wav_parse(const uint8_t *bytes, size_t length, struct wav *wav, const char **problem);
int16_t wav_sample(const struct wav *wav, uint32_t index);
/* The header of a file with so many samples, WAV_HEADER_SIZE bytes. */
void wav_header(uint32_t count, uint32_t rate, uint8_t header[WAV_HEADER_SIZE]);

#endif
