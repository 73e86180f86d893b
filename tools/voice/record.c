/* SPDX-License-Identifier: Apache-2.0 */
#include "voice/record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/phrase.h"
#include "os/file.h"
#include "os/log.h"
#include "spoken/wav.h"

#define CLIP_S 12
#define QUIET_PERCENT 2 /* of the peak: what lies below at the ends is silence */
#define EDGE_MS 8       /* kept at both ends, faded */

static int peak_of(const struct track *track)
{
    int peak = 1;
    for (uint32_t i = 0; i < track->count; i++)
        peak = abs(track->at[i]) > peak ? abs(track->at[i]) : peak;
    return peak;
}

static void trim(struct track *track, int quiet)
{
    uint32_t from = 0, to = track->count;
    while (from < to && abs(track->at[from]) < quiet)
        from++;
    while (to > from && abs(track->at[to - 1]) < quiet)
        to--;
    memmove(track->at, track->at + from, (to - from) * sizeof(*track->at));
    track->count = to - from;
}

static void fade(struct track *track, uint32_t edge)
{
    for (uint32_t i = 0; i < edge && i < track->count / 2; i++) {
        uint32_t end = track->count - 1 - i;
        track->at[i] = (int16_t)(track->at[i] * (int32_t)i / (int32_t)edge);
        track->at[end] = (int16_t)(track->at[end] * (int32_t)i / (int32_t)edge);
    }
}

void record_level(struct track *track)
{
    trim(track, peak_of(track) * QUIET_PERCENT / 100);
    if (track->count == 0)
        return;
    double sum = 0;
    for (uint32_t i = 0; i < track->count; i++)
        sum += (double)track->at[i] * track->at[i];
    double gain = RECORD_LOUDNESS / sqrt(sum / track->count + 1);
    double most = (double)RECORD_PEAK / peak_of(track);
    gain = gain < most ? gain : most;
    for (uint32_t i = 0; i < track->count; i++)
        track->at[i] = (int16_t)(track->at[i] * gain);
}

static enum err write_wav(const char *path, const struct track *track, uint32_t hertz)
{
    uint8_t header[WAV_HEADER_SIZE];
    FILE *file = fopen(path, "wb");
    if (!file)
        return log_fault(ERR_IO, "cannot write %s; make its folder first", path);
    wav_header(track->count, hertz, header);
    bool ok = fwrite(header, 1, sizeof(header), file) == sizeof(header);
    for (uint32_t i = 0; i < track->count; i++) {
        uint16_t sample = (uint16_t)track->at[i];
        const uint8_t bytes[2] = {(uint8_t)sample, (uint8_t)(sample >> 8)};
        ok = fwrite(bytes, 1, 2, file) == 2 && ok;
    }
    ok = fclose(file) == 0 && ok;
    return ok ? ERR_NONE : log_fault(ERR_IO, "cannot write %s; is the disk full?", path);
}

/* In the middle of a sentence the voice stays up. */
static void say(const struct pieces *pieces, uint32_t i, enum lang lang, uint32_t rate,
                struct track *track)
{
    char sentence[PIECE_SIZE + 8], reading[PHRASE_SIZE];
    snprintf(sentence, sizeof(sentence), "%s%s", pieces->text[i], pieces->ends[i] ? "." : ",");
    phrase_reading(lang, sentence, reading, sizeof(reading));
    engine_say(track, lang == LANG_ZH, rate, reading);
    record_level(track);
}

enum err record_pieces(const char *dir, const struct pieces *pieces, enum lang lang, int hertz,
                       uint32_t rate, FILE *list)
{
    struct track track;
    enum err err = ERR_NONE;
    if (!track_init(&track, (uint32_t)hertz * CLIP_S))
        return log_fault(ERR_NOMEM, "voice");
    fprintf(list, "language %s\n", lang_code(lang));
    for (uint32_t i = 0; i < pieces->count && !err; i++) {
        char name[32], path[FILE_PATH_MAX];
        snprintf(name, sizeof(name), "%s-%03u.wav", lang_code(lang), i + 1);
        fprintf(list, "clip %s %s\n", name, pieces->text[i]);
        say(pieces, i, lang, rate, &track);
        fade(&track, (uint32_t)(EDGE_MS * hertz / SECOND));
        err = file_in(dir, name, path) ? write_wav(path, &track, (uint32_t)hertz) : ERR_TOOBIG;
    }
    track_fini(&track);
    return err;
}
