/* SPDX-License-Identifier: Apache-2.0 */
#include "device/keys.h"

#include "base/base.h"

#define WORTHLESS 1
#define CODE_LEFT_SHIFT 42
#define CODE_RIGHT_SHIFT 54
#define CODE_CAPS 58
#define CODE_NUM 69

static const uint8_t pad[] = {
    [1] = KEYPAD_BACK,   [14] = KEYPAD_BACK,      [2] = KEYPAD_0 + 1,      [3] = KEYPAD_0 + 2,
    [4] = KEYPAD_0 + 3,  [5] = KEYPAD_0 + 4,      [6] = KEYPAD_0 + 5,      [7] = KEYPAD_0 + 6,
    [8] = KEYPAD_0 + 7,  [9] = KEYPAD_0 + 8,      [10] = KEYPAD_0 + 9,     [11] = KEYPAD_0,
    [79] = KEYPAD_0 + 1, [80] = KEYPAD_0 + 2,     [81] = KEYPAD_0 + 3,     [75] = KEYPAD_0 + 4,
    [76] = KEYPAD_0 + 5, [77] = KEYPAD_0 + 6,     [71] = KEYPAD_0 + 7,     [72] = KEYPAD_0 + 8,
    [73] = KEYPAD_0 + 9, [82] = KEYPAD_0,         [15] = KEYPAD_NEXT,      [106] = KEYPAD_NEXT,
    [108] = KEYPAD_NEXT, [105] = KEYPAD_PREVIOUS, [103] = KEYPAD_PREVIOUS, [28] = KEYPAD_OK,
    [57] = KEYPAD_OK,    [96] = KEYPAD_OK,        [35] = KEYPAD_HELP,      [59] = KEYPAD_HELP,
    [138] = KEYPAD_HELP, [55] = KEYPAD_SPEAK,
};

enum keypad_key keys_of_pad(uint16_t code)
{
    return code < countof(pad) ? (enum keypad_key)pad[code] : KEYPAD_NONE;
}

/* By code, without Shift and with it. */
static const char plain[] = {
    [2] = '1',  [3] = '2',   [4] = '3',  [5] = '4',  [6] = '5',   [7] = '6',  [8] = '7',
    [9] = '8',  [10] = '9',  [11] = '0', [12] = '-', [13] = '=',  [16] = 'q', [17] = 'w',
    [18] = 'e', [19] = 'r',  [20] = 't', [21] = 'y', [22] = 'u',  [23] = 'i', [24] = 'o',
    [25] = 'p', [28] = '\n', [30] = 'a', [31] = 's', [32] = 'd',  [33] = 'f', [34] = 'g',
    [35] = 'h', [36] = 'j',  [37] = 'k', [38] = 'l', [44] = 'z',  [45] = 'x', [46] = 'c',
    [47] = 'v', [48] = 'b',  [49] = 'n', [50] = 'm', [52] = '.',  [53] = '/', [57] = ' ',
    [71] = '7', [72] = '8',  [73] = '9', [75] = '4', [76] = '5',  [77] = '6', [79] = '1',
    [80] = '2', [81] = '3',  [82] = '0', [83] = '.', [96] = '\n',
};

static uint8_t shifted(uint16_t code, char c)
{
    if (c >= 'a' && c <= 'z')
        return (uint8_t)(c - 'a' + 'A');
    switch (code) {
    case 8:
        return '&';
    case 12:
        return '_';
    case 39:
        return ':';
    case 53:
        return '?';
    case 28:
    case 96:
        return '\n';
    default:
        return WORTHLESS;
    }
}

uint8_t keys_of_scanner(struct typed *typed, uint16_t code, int32_t value)
{
    if (code == CODE_LEFT_SHIFT || code == CODE_RIGHT_SHIFT) {
        typed->shift = value != 0;
        return 0;
    }
    if (value != 1 || code == CODE_CAPS || code == CODE_NUM)
        return 0;
    char c = code < countof(plain) ? plain[code] : 0;
    if (typed->shift)
        return shifted(code, c);
    return c ? (uint8_t)c : WORTHLESS;
}
