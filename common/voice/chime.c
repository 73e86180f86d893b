/* SPDX-License-Identifier: Apache-2.0 */
#include "voice/chime.h"

#include <math.h>

#define TONES 2
#define TWO_PI 6.2831853f

void chime_add(struct track *track, int hertz)
{
    static const float tones[TONES] = {784.0f, 622.0f};
    uint32_t each = (uint32_t)(CHIME_MS / TONES * hertz / SECOND);
    for (uint32_t tone = 0; tone < TONES; tone++)
        for (uint32_t i = 0; i < each; i++) {
            float at = (float)i / (float)hertz;
            float rise = i < 200 ? (float)i / 200.0f : 1.0f; /* no click */
            float fall = expf(-6.0f * at) * (1.0f - (float)i / (float)each);
            float value = sinf(TWO_PI * tones[tone] * at) * rise * fall * 14000.0f;
            int16_t sample = (int16_t)value;
            track_add(track, &sample, 1);
        }
}
