/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_page_text - any bytes are a page within its limits, laid out inside its card, or mistakes
 * with a line of the text.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "ui/page_lay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static void check_page(const struct page_text *page)
{
    require(page->count >= 1 && page->count <= PAGE_BLOCKS_MAX);
    require(page->facts >= 1 && page->facts <= PAGE_FACTS_MAX);
    for (uint32_t i = 0; i < page->count; i++) {
        const struct page_block *block = &page->blocks[i];
        require(block->kind <= PAGE_FOOT);
        require(*page_text_of(page, block) != '\0');
        require(strlen(page_text_of(page, block)) <= PAGE_LINE_MAX);
        require(strlen(page_text_second(page, block)) <= PAGE_LINE_MAX);
    }
}

static void check_lay(const struct page_lay *lay)
{
    require(lay->count <= PAGE_LINES_MAX && lay->used <= sizeof(lay->pool));
    for (uint32_t i = 0; i < lay->count; i++) {
        struct box box = lay->lines[i].box;
        require(memchr(page_lay_text(lay, &lay->lines[i]), '\0', PAGE_LINE_MAX + 1) != NULL);
        require(!lay->fits || (box.y >= PAGE_HEAD_H && box.y + box.h <= PAGE_CARD_H));
        require(box.x >= PAGE_MARGIN && box.x + box.w <= PAGE_CARD_W);
    }
    require(!lay->fits || lay->image.w == 0 || lay->image.h >= PAGE_IMAGE_LEAST);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct page_text page;
    static struct page_lay lay;
    struct page_problems problems;
    uint32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    if (page_text_read(&page, data, size, &problems)) {
        check_page(&page);
        page_lay(&page, PAGE_CARD_W, PAGE_CARD_H, &lay);
        check_lay(&lay);
    }
    require(problems.count <= PAGE_PROBLEMS_MAX);
    for (uint32_t i = 0; i < problems.count; i++)
        require(problems.list[i].line <= lines && problems.list[i].text[0]);
    return 0;
}
