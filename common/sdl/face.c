/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/face.h"

#include <fcntl.h>
#include <ft2build.h>
#include <hb-ft.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include FT_FREETYPE_H

#include "os/log.h"

#define UNIT 64 /* FreeType and HarfBuzz count in 1/64 px */
#define BLOCK 4096u
#define BLOCKS 32u

struct face {
    int fd;
    unsigned long held[BLOCKS]; /* number of the block that stands there, plus 1; 0 = none */
    uint8_t blocks[BLOCKS][BLOCK];
    uint16_t size; /* set now */
    FT_Library library;
    FT_StreamRec stream;
    FT_Face ft;
    hb_font_t *hb;
    hb_buffer_t *buffer;
    hb_script_t script;
};

/* A glyph is found by some small reads close to those of the one before: NULL at the file's end. */
static const uint8_t *block_of(struct face *face, unsigned long number, unsigned long *length)
{
    unsigned long begin = number * BLOCK, left = face->stream.size - begin;
    *length = left < BLOCK ? left : BLOCK;
    uint8_t *block = face->blocks[number % BLOCKS];
    unsigned long *held = &face->held[number % BLOCKS];
    if (*held == number + 1)
        return block;
    *held = 0;
    if (pread(face->fd, block, *length, (off_t)begin) != (ssize_t)*length)
        return NULL;
    *held = number + 1;
    return block;
}

/* FreeType's: a read of nothing is a seek, and 0 is well. */
static unsigned long read_at(FT_Stream stream, unsigned long offset, unsigned char *to,
                             unsigned long count)
{
    struct face *face = stream->descriptor.pointer;
    unsigned long done = 0, length;
    if (count == 0)
        return offset > stream->size;
    while (done < count && offset + done < stream->size) {
        unsigned long at = (offset + done) % BLOCK;
        const uint8_t *block = block_of(face, (offset + done) / BLOCK, &length);
        if (!block)
            break;
        unsigned long part = length - at < count - done ? length - at : count - done;
        memcpy(to + done, block + at, part);
        done += part;
    }
    return done;
}

static FT_Error open_ft(struct face *face, const char *path, uint32_t index)
{
    struct stat info;
    face->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (face->fd < 0 || fstat(face->fd, &info) != 0)
        return FT_Err_Cannot_Open_Resource;
    face->stream.size = (unsigned long)info.st_size;
    face->stream.descriptor.pointer = face;
    face->stream.read = read_at;
    FT_Open_Args args = {.flags = FT_OPEN_STREAM, .stream = &face->stream};
    FT_Error error = FT_Init_FreeType(&face->library);
    return error ? error : FT_Open_Face(face->library, &args, (FT_Long)index, &face->ft);
}

enum err face_open(const char *path, uint32_t index, const char *script, struct face **opened)
{
    struct face *face = calloc(1, sizeof(*face));
    *opened = NULL;
    if (!face)
        return log_fault(ERR_NOMEM, "font");
    FT_Error error = open_ft(face, path, index);
    if (!error && !FT_IS_SCALABLE(face->ft))
        error = FT_Err_Unknown_File_Format;
    if (error) {
        face_close(face);
        return log_fault(ERR_CONFIG, "%s cannot be used as a font: FreeType error=%d", path, error);
    }
    face->hb = hb_ft_font_create(face->ft, NULL);
    hb_ft_font_set_load_flags(face->hb, FT_LOAD_NO_HINTING);
    face->buffer = hb_buffer_create();
    face->script = script ? hb_script_from_string(script, -1) : HB_SCRIPT_UNKNOWN;
    *opened = face;
    return ERR_NONE;
}

void face_close(struct face *face)
{
    if (!face)
        return;
    hb_buffer_destroy(face->buffer);
    hb_font_destroy(face->hb);
    if (face->ft)
        FT_Done_Face(face->ft);
    if (face->library)
        FT_Done_FreeType(face->library);
    if (face->fd >= 0)
        close(face->fd);
    free(face);
}

static bool set_size(struct face *face, uint16_t size)
{
    if (face->size == size)
        return true;
    if (size == 0 || FT_Set_Char_Size(face->ft, 0, (FT_F26Dot6)size * UNIT, 0, 0) != 0)
        return false;
    hb_ft_font_changed(face->hb);
    face->size = size;
    return true;
}

/* Whole px, downwards. */
static int32_t px(FT_Pos value)
{
    return (int32_t)((value & -UNIT) / UNIT);
}

static struct face_line line_of(const struct face *face, hb_position_t advance)
{
    FT_Fixed scale = face->ft->size->metrics.y_scale;
    FT_Pos ascent = FT_MulFix(face->ft->ascender, scale);
    FT_Pos height = FT_MulFix(face->ft->ascender - face->ft->descender, scale);
    return (struct face_line){(int16_t)px(ascent + UNIT - 1), (uint16_t)px(height + UNIT - 1),
                              (uint16_t)px(advance)};
}

uint32_t face_shape(struct face *face, const char *text, uint16_t size, struct placed_glyph *glyphs,
                    struct face_line *line)
{
    *line = (struct face_line){0};
    if (!set_size(face, size))
        return 0;
    hb_buffer_clear_contents(face->buffer);
    hb_buffer_set_direction(face->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(face->buffer, face->script);
    hb_buffer_add_utf8(face->buffer, text, -1, 0, -1);
    hb_shape(face->hb, face->buffer, NULL, 0);
    unsigned int count = 0;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(face->buffer, &count);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(face->buffer, &count);
    count = count < FACE_GLYPHS_MAX ? count : FACE_GLYPHS_MAX;
    hb_position_t x = 0;
    for (unsigned int i = 0; i < count; i++) {
        glyphs[i] =
            (struct placed_glyph){(uint16_t)info[i].codepoint, (int16_t)px(x + at[i].x_offset),
                                  (int16_t)-px(-at[i].y_offset)};
        x += at[i].x_advance;
    }
    *line = line_of(face, x);
    return count;
}

bool face_render(struct face *face, uint16_t size, uint16_t glyph, struct face_bitmap *bitmap)
{
    if (!set_size(face, size) || FT_Load_Glyph(face->ft, glyph, FT_LOAD_NO_HINTING) != 0 ||
        FT_Render_Glyph(face->ft->glyph, FT_RENDER_MODE_NORMAL) != 0)
        return false;
    const FT_GlyphSlot slot = face->ft->glyph;
    *bitmap = (struct face_bitmap){.alpha = slot->bitmap.buffer,
                                   .pitch = slot->bitmap.pitch,
                                   .w = (uint16_t)slot->bitmap.width,
                                   .h = (uint16_t)slot->bitmap.rows,
                                   .left = (int16_t)slot->bitmap_left,
                                   .top = (int16_t)slot->bitmap_top};
    return true;
}

bool face_dots(struct face *face, uint16_t size, uint32_t point, struct face_bitmap *bitmap,
               uint16_t *advance)
{
    FT_UInt glyph = FT_Get_Char_Index(face->ft, point);
    if (glyph == 0 || !set_size(face, size) ||
        FT_Load_Glyph(face->ft, glyph, FT_LOAD_TARGET_MONO) != 0 ||
        FT_Render_Glyph(face->ft->glyph, FT_RENDER_MODE_MONO) != 0)
        return false;
    const FT_GlyphSlot slot = face->ft->glyph;
    *bitmap = (struct face_bitmap){.alpha = slot->bitmap.buffer,
                                   .pitch = slot->bitmap.pitch,
                                   .w = (uint16_t)slot->bitmap.width,
                                   .h = (uint16_t)slot->bitmap.rows,
                                   .left = (int16_t)slot->bitmap_left,
                                   .top = (int16_t)slot->bitmap_top};
    *advance = (uint16_t)(slot->advance.x / UNIT);
    return true;
}
