/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_reader - any bytes from the devices of a kiosk: a card that is told is a good one, a
 * touch lies on the page, a scanned line is harmless and bounded.
 *
 * The first byte chooses the device: card reader, touch panel, scanner, scanner that types.
 */
#include <stdlib.h>
#include <string.h>

#include "device/keys.h"
#include "device/sam.h"
#include "device/scan.h"
#include "device/touchpanel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static void feed_reader(const uint8_t *data, size_t size)
{
    struct sam sam;
    uint8_t request[SAM_REQUEST_SIZE];
    enum sam_news news;
    msec now = 0;
    sam_init(&sam, now);
    sam_want(&sam, true, now);
    for (size_t i = 0; i < size; i++) {
        require(sam_step(&sam, now, request, &news) <= sizeof(request));
        if (sam_take(&sam, data[i], now) == SAM_CARD)
            require(citizen_good(&sam.citizen) && sam_lies(&sam));
        require(sam.length <= SAM_BODY_MAX || sam.sync < 6);
        if (data[i] == 0xff)
            now += SAM_POLL_MS;
    }
}

static void feed_panel(const uint8_t *data, size_t size)
{
    struct touchpanel panel = {.max_x = 4095, .min_y = -100, .max_y = 100, .w = 1080, .h = 1920};
    bool down = false;
    panel.turn = (uint16_t)(size % 4 * 90);
    for (; size >= 8; data += 8, size -= 8) {
        struct input_record record;
        memcpy(&record, data, sizeof(record));
        enum panel_news news = touchpanel_take(&panel, &record);
        if (news == PANEL_NO_NEWS)
            continue;
        require(news == PANEL_DOWN ? !down : down); /* down, moves, up */
        down = news != PANEL_UP;
        bool beside = panel.x == TOUCHPANEL_BESIDE && panel.y == TOUCHPANEL_BESIDE;
        require((beside && !down) ||
                (panel.x >= 0 && panel.x < panel.w && panel.y >= 0 && panel.y < panel.h));
    }
}

static void feed_scanner(const uint8_t *data, size_t size, bool types)
{
    struct scan scan = {.length = 0};
    struct typed typed = {false};
    for (size_t i = 0; i < size; i++) {
        uint8_t c = types ? keys_of_scanner(&typed, data[i] & 0x7f, !(data[i] & 0x80)) : data[i];
        if (!(types && c == 0) && scan_take(&scan, c, (msec)i)) {
            require(scan.length > 0 && scan.length <= SCAN_MAX);
            require(strlen(scan.text) == scan.length);
            for (size_t at = 0; at < scan.length; at++)
                require(scan.text[at] >= ' ' && scan.text[at] < 0x7f);
            scan_wipe(&scan);
        }
        require(scan.length <= SCAN_MAX && scan.text[SCAN_MAX] == '\0');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    switch (data[0] & 3) {
    case 0:
        feed_reader(data + 1, size - 1);
        break;
    case 1:
        feed_panel(data + 1, size - 1);
        break;
    default:
        feed_scanner(data + 1, size - 1, data[0] & 1);
        break;
    }
    return 0;
}
