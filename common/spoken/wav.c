/* SPDX-License-Identifier: Apache-2.0 */
#include "spoken/wav.h"

#include <assert.h>
#include <string.h>

#define CHUNK_HEADER 8
#define FORMAT_SIZE 16
#define FORMAT_PCM 1

static uint32_t u16(const uint8_t *at)
{
    return (uint32_t)(at[0] | at[1] << 8);
}

static uint32_t u32(const uint8_t *at)
{
    return u16(at) | u16(at + 2) << 16;
}

static bool bad(const char **problem, const char *text)
{
    *problem = text;
    return false;
}

static bool read_format(const uint8_t *at, uint32_t size, struct wav *wav, const char **problem)
{
    if (size < FORMAT_SIZE)
        return bad(problem, "its format is cut off");
    if (u16(at) != FORMAT_PCM || u16(at + 2) != 1 || u16(at + 14) != 16)
        return bad(problem, "not one channel of 16 bits without compression; "
                            "convert it: sox IN.wav -c 1 -b 16 OUT.wav");
    wav->rate = u32(at + 4);
    return true;
}

bool wav_parse(const uint8_t *bytes, size_t length, struct wav *wav, const char **problem)
{
    *wav = (struct wav){0};
    *problem = NULL;
    if (length < 12 || memcmp(bytes, "RIFF", 4) != 0 || memcmp(bytes + 8, "WAVE", 4) != 0)
        return bad(problem, "not a WAV file");
    for (size_t at = 12; length - at >= CHUNK_HEADER;) {
        uint32_t size = u32(bytes + at + 4);
        const uint8_t *body = bytes + at + CHUNK_HEADER;
        size_t left = length - at - CHUNK_HEADER;
        if (size > left)
            return bad(problem, "cut off; record or copy it again");
        if (memcmp(bytes + at, "fmt ", 4) == 0 && !read_format(body, size, wav, problem))
            return false;
        if (memcmp(bytes + at, "data", 4) == 0) {
            if (!wav->rate)
                return bad(problem, "its format is missing");
            wav->at = body;
            wav->count = size / 2;
            return true;
        }
        size_t step = (size_t)size + (size & 1);
        if (step > left)
            break;
        at += CHUNK_HEADER + step;
    }
    return bad(problem, "it holds no sound");
}

int16_t wav_sample(const struct wav *wav, uint32_t index)
{
    assert(index < wav->count);
    return (int16_t)(uint16_t)u16(wav->at + (size_t)index * 2);
}

static void put(uint8_t *to, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

void wav_header(uint32_t count, uint32_t rate, uint8_t header[WAV_HEADER_SIZE])
{
    memset(header, 0, WAV_HEADER_SIZE);
    memcpy(header, "RIFF", 4);
    put(header + 4, WAV_HEADER_SIZE - CHUNK_HEADER + count * 2, 4);
    memcpy(header + 8, "WAVEfmt ", 8);
    put(header + 16, FORMAT_SIZE, 4);
    put(header + 20, FORMAT_PCM, 2);
    put(header + 22, 1, 2);
    put(header + 24, rate, 4);
    put(header + 28, rate * 2, 4);
    put(header + 32, 2, 2);
    put(header + 34, 16, 2);
    memcpy(header + 36, "data", 4);
    put(header + 40, count * 2, 4);
}
