/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages: any body is refused or decoded; what was decoded encodes to a body that
 * means the same for ever after, fits a frame, and prints without an overrun.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/frame.h"
#include "protocol/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t encode(const struct message *message, uint8_t *body)
{
    struct wire_out out = {body, body + FRAME_MAX_TCP - FRAME_HEADER, false};
    if (message_encode(message, &out))
        abort();
    return (size_t)(out.at - body);
}

static void decode(const uint8_t *body, size_t size, struct message *message)
{
    struct wire_in in = {body, body + size, false};
    if (message_decode(&in, message))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct message message;
    static uint8_t first[FRAME_MAX_TCP], second[FRAME_MAX_TCP];
    char text[256];
    struct wire_in in = {data, data + size, false};
    if (message_decode(&in, &message))
        return 0;
    size_t printed = message_print(&message, text, sizeof(text));
    if (printed >= sizeof(text) || strlen(text) != printed)
        abort();
    size_t n = encode(&message, first);
    decode(first, n, &message);
    size_t m = encode(&message, second);
    if (n != m || memcmp(first, second, n) != 0)
        abort();
    return 0;
}
