/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_matrix - any bytes from a panel are answers or nothing; what a stream finds is an answer,
 * and an answer behind whatever came is found.
 */
#include <stdlib.h>
#include <string.h>

#include "app/matrix_frame.h"
#include "base/crc32c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t good[MATRIX_ANSWER] = {'J', 'H', 'M', '1', 2};
    uint32_t crc = crc32c(good, MATRIX_ANSWER - 4);
    struct matrix_stream stream = {.count = 0};
    struct matrix_answer answer;
    bool found = false;
    (void)matrix_answer(data, size, &answer);
    for (size_t i = 0; i < size; i++) {
        bool one = matrix_stream_byte(&stream, data[i], &answer);
        require(!one || (i + 1 >= MATRIX_ANSWER &&
                         matrix_answer(data + i + 1 - MATRIX_ANSWER, MATRIX_ANSWER, &answer)));
        require(stream.count < MATRIX_ANSWER);
    }
    for (int i = 0; i < 4; i++)
        good[MATRIX_ANSWER - 4 + i] = (uint8_t)(crc >> 8 * i);
    for (size_t i = 0; i < 2 * MATRIX_ANSWER; i++) /* twice: the first may end what was begun */
        found |= matrix_stream_byte(&stream, good[i % MATRIX_ANSWER], &answer);
    require(found);
    return 0;
}
