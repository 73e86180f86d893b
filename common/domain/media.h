/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media - what a row of a playlist names: kinds, language and limits of the media of boards.
 *
 * ROW_PLAYLIST.media = MEDIA(kind, lang); its hash proves the bytes. seconds 0 = the medium is
 * needed by a page of the list and is no page of its own (the image of a text).
 * A text comes as page_text reads it, with the hash of its image, "sha256:" and 64 small hex
 * digits, in the place of the file's name. An item comes as its code: the board has the guide.
 */
#ifndef DOMAIN_MEDIA_H
#define DOMAIN_MEDIA_H

#include <stdint.h>

#define MEDIA_HASH 32
#define MEDIA_HASH_MARK "sha256:"
#define MEDIA_BYTES_MAX (2u << 20) /* of one medium */
#define MEDIA_SIDE_MAX 3840        /* px of an image, either way … */
#define MEDIA_PIXELS_MAX (3840u * 2160u)
#define PLAYLIST_ROWS_MAX 96 /* of one list, texts and images */
#define PAGES_ROWS_MAX 1024  /* of all lists, at all places */
#define PAGE_SECONDS_LEAST 5
#define PAGE_SECONDS_MOST 120
#define PAGE_SECONDS_DEFAULT 12 /* docs/ui t03 */

enum media_kind { MEDIA_TEXT = 1, MEDIA_IMAGE, MEDIA_ITEM };

#define MEDIA(kind, lang) ((uint16_t)((kind) | (lang) << 8))
#define MEDIA_KIND(media) ((media)&0xff)
#define MEDIA_LANG(media) ((media) >> 8)

#endif
