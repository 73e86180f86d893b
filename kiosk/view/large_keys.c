/* SPDX-License-Identifier: Apache-2.0 */
/* Keypads and keyboards among the large parts. */
#include <string.h>

#include "view/large.h"

#define KEY_GAP 12

struct key {
    char text[2];
    struct big big;
};

/* What is written on a key and what it does. */
static void label_key(const struct page *page, const struct keys *keys, char sign, struct key *key)
{
    key->text[0] = sign, key->text[1] = '\0';
    key->big.label = key->text;
    key->big.action = KIOSK_ACT_KEY;
    key->big.arg = (uint8_t)sign;
    key->big.size[0] = 72, key->big.size[1] = 60;
    if (sign != '<' && sign != '*' && sign != '#' && sign != '>')
        return;
    key->big.arg = 0;
    key->big.size[0] = 60, key->big.size[1] = 56, key->big.size[2] = 40, key->big.size[3] = 28;
    if (sign == '<') {
        key->big.label = say(page, WORD_K_KEY_DELETE), key->big.action = KIOSK_ACT_DELETE;
    } else if (sign == '*') {
        key->big.label = say(page, WORD_K_KEY_CLEAR), key->big.action = KIOSK_ACT_CLEAR;
    } else if (sign == '#') {
        key->big.label = keys->swap ? keys->swap : say(page, WORD_K_KEY_LETTERS),
        key->big.action = KIOSK_ACT_LETTERS;
    } else {
        key->big.label = say(page, WORD_K_OK), key->big.action = KIOSK_ACT_OK;
        key->big.primary = keys->ok, key->big.off = !keys->ok;
    }
}

static void put_row(const struct page *page, const struct keys *keys, const char *row, size_t count,
                    struct box box)
{
    int16_t w = (int16_t)((box.w - KEY_GAP * ((int16_t)count - 1)) / (int16_t)count);
    for (size_t i = 0; i < count; i++) {
        if (row[i] == ' ')
            continue;
        struct key key = {.big.box = BOX(box.x + (w + KEY_GAP) * (int32_t)i, box.y, w, box.h)};
        label_key(page, keys, row[i], &key);
        put_big(page, &key.big);
    }
}

void put_keys(const struct page *page, const struct keys *keys)
{
    int16_t rows = 1, at = 0;
    for (const char *c = keys->rows; *c; c++)
        rows = (int16_t)(rows + (*c == '\n'));
    int16_t h = (int16_t)((keys->box.h - KEY_GAP * (rows - 1)) / rows);
    for (const char *row = keys->rows; row; at++) {
        size_t count = strcspn(row, "\n");
        if (count)
            put_row(page, keys, row, count,
                    BOX(keys->box.x, keys->box.y + (h + KEY_GAP) * at, keys->box.w, h));
        row = row[count] ? row + count + 1 : NULL;
    }
}
