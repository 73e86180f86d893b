/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_wav - any bytes are samples within them, or one sentence of what is wrong.
 */
#include <stdlib.h>

#include "spoken/wav.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wav wav;
    const char *problem;
    static volatile int32_t sum;
    if (!wav_parse(data, size, &wav, &problem)) {
        if (!problem || !problem[0])
            abort();
        return 0;
    }
    if (wav.at < data || wav.at + (size_t)wav.count * 2 > data + size || wav.rate == 0)
        abort();
    for (uint32_t i = 0; i < wav.count; i++)
        sum = sum ^ wav_sample(&wav, i);
    return 0;
}
