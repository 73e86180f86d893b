/* SPDX-License-Identifier: Apache-2.0 */
#include "spoken/clips.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define HEADER "jiaohao-voice 1"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static uint8_t small(char c)
{
    return (uint8_t)(is_capital(c) ? c - 'A' + 'a' : c);
}

/* ---- the list ---- */

static const char *bad_file(const char *file)
{
    size_t length = strlen(file);
    if (length < 5 || length > CLIP_NAME_MAX || strcmp(file + length - 4, ".wav") != 0)
        return "a clip is: clip FILE.wav TEXT, the name at most 63 letters";
    if (file[0] == '.')
        return "the name of a clip begins with a letter or digit";
    for (; *file; file++)
        if (!is_digit(*file) && !is_small(*file) && !is_capital(*file) && !strchr("._-", *file))
            return "name clips with letters, digits, dots and dashes; they lie beside voice.txt";
    return NULL;
}

static const char *bad_text(const struct clips *clips, uint8_t lang, const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > CLIP_TEXT_MAX)
        return "write what the clip says behind its name, at most 120 bytes";
    if (!utf8_valid(text))
        return "the text is not UTF-8; save the file as UTF-8";
    for (uint16_t at = clips->heads[lang][small(text[0])]; at; at = clips->list[at - 1].next)
        if (strcmp(clips->list[at - 1].text, text) == 0)
            return "this text has a clip already; remove one of them";
    return NULL;
}

static const char *add_clip(struct clips *clips, int lang, char *rest)
{
    char *text = strchr(rest, ' ');
    if (lang < 0)
        return "a clip before any language; put a line like \"language zh\" above it";
    if (!text)
        return "a clip is: clip FILE.wav TEXT";
    *text++ = '\0';
    const char *problem = bad_file(rest);
    if (!problem)
        problem = bad_text(clips, (uint8_t)lang, text);
    if (!problem && clips->count == CLIPS_MAX)
        problem = "more than 2048 clips; remove those that are not needed";
    if (problem)
        return problem;
    uint16_t *head = &clips->heads[lang][small(text[0])];
    clips->list[clips->count] = (struct clip){.text = text,
                                              .file = rest,
                                              .length = (uint16_t)strlen(text),
                                              .next = *head,
                                              .lang = (uint8_t)lang};
    *head = (uint16_t)++clips->count;
    return NULL;
}

static const char *set_language(const char *code, int *lang)
{
    for (*lang = 0; *lang < LANG_COUNT; ++*lang)
        if (strcmp(lang_code((enum lang) * lang), code) == 0)
            return NULL;
    return "unknown language; one of zh, en, mn";
}

static const char *set_rate(struct clips *clips, const char *text)
{
    unsigned rate = 0;
    char rest;
    if (sscanf(text, "%5u%c", &rate, &rest) != 1 || rate < CLIPS_RATE_MIN || rate > CLIPS_RATE_MAX)
        return "the rate is samples a second of every clip, 8000 to 48000";
    clips->rate = rate;
    return NULL;
}

static bool word(char **line, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*line, word, length) != 0 || (*line)[length] != ' ')
        return false;
    *line += length + 1;
    return true;
}

static const char *read_line(struct clips *clips, char *line, int *lang)
{
    if (line[0] == '\0' || line[0] == '#')
        return NULL;
    if (word(&line, "clip"))
        return add_clip(clips, *lang, line);
    if (word(&line, "language"))
        return set_language(line, lang);
    if (word(&line, "rate"))
        return set_rate(clips, line);
    return "a line begins with clip, language, rate or #";
}

static bool fail(struct clips_mistake *mistake, uint32_t line, const char *text)
{
    mistake->line = line;
    snprintf(mistake->text, sizeof(mistake->text), "%s", text);
    return false;
}

static void cut_line(char *line)
{
    size_t length = strlen(line);
    while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == ' '))
        line[--length] = '\0';
}

bool clips_parse(struct clips *clips, char *bytes, size_t length, struct clips_mistake *mistake)
{
    int lang = -1;
    uint32_t number = 1;
    memset(clips, 0, sizeof(*clips));
    *mistake = (struct clips_mistake){0};
    if (memchr(bytes, '\0', length))
        return fail(mistake, 1, "not a text file");
    for (char *line = bytes; line; number++) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        cut_line(line);
        const char *problem = NULL;
        if (number > 1)
            problem = read_line(clips, line, &lang);
        else if (strcmp(line, HEADER) != 0)
            problem = "the first line of a pack is: " HEADER;
        if (problem)
            return fail(mistake, number, problem);
        line = end ? end + 1 : NULL;
    }
    if (clips->rate == 0)
        return fail(mistake, number - 1, "the rate is missing; put a line like \"rate 22050\"");
    return true;
}

/* ---- numbers ---- */

static uint16_t find(const struct clips *clips, enum lang lang, const char *text, size_t length)
{
    for (uint16_t at = clips->heads[lang][small(text[0])]; at; at = clips->list[at - 1].next)
        if (clips->list[at - 1].length == length &&
            memcmp(clips->list[at - 1].text, text, length) == 0)
            return at;
    return 0;
}

static size_t digits(const char *text)
{
    size_t length = 0;
    while (is_digit(text[length]))
        length++;
    return length;
}

/* "305" -> "300 5". Digits in front of zeros take them along: 2005 is 2000 5. */
static size_t split_number(const char *number, size_t length, char *to, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < length && at + length + 1 < size; i++) {
        bool tens = i + 2 == length;
        if (number[i] == '0')
            continue;
        if (at > 0)
            to[at++] = ' ';
        to[at++] = number[i];
        for (size_t zero = i + 1; zero < length; zero++)
            to[at++] = tens ? number[zero] : '0';
        if (tens)
            break;
    }
    return at;
}

/* Numbers that have no clip of their own, taken apart. */
static void spread(const struct clips *clips, enum lang lang, const char *from, char *to,
                   size_t size)
{
    size_t at = 0;
    while (*from && at + 1 < size) {
        size_t length = digits(from);
        if (length > 2 && length < 5 && from[0] != '0' && !find(clips, lang, from, length)) {
            at += split_number(from, length, to + at, size - at);
        } else {
            length = length ? length : 1;
            for (size_t i = 0; i < length && at + 1 < size; i++)
                to[at++] = from[i];
        }
        from += length;
    }
    to[at] = '\0';
}

/* ---- a sentence ---- */

#define NEVER UINT16_MAX

struct route {
    char text[CLIP_SENTENCE_MAX + 1];
    uint16_t cost[CLIP_SENTENCE_MAX + 1]; /* clips up to here */
    uint16_t from[CLIP_SENTENCE_MAX + 1]; /* where the last piece begins … */
    uint16_t clip[CLIP_SENTENCE_MAX + 1]; /* … and its clip + 1; 0 = a pause or space */
};

struct mark {
    const char *sign;
    uint16_t pause_ms;
};
static const struct mark marks[] = {{" ", 0},
                                    {"，", CLIP_COMMA_MS},
                                    {",", CLIP_COMMA_MS},
                                    {"、", CLIP_COMMA_MS},
                                    {"：", CLIP_COMMA_MS},
                                    {":", CLIP_COMMA_MS},
                                    {"；", CLIP_COMMA_MS},
                                    {";", CLIP_COMMA_MS},
                                    {"。", CLIP_STOP_MS},
                                    {".", CLIP_STOP_MS},
                                    {"！", CLIP_STOP_MS},
                                    {"!", CLIP_STOP_MS}};

static const struct mark *mark_at(const char *text)
{
    for (size_t i = 0; i < countof(marks); i++)
        if (strncmp(text, marks[i].sign, strlen(marks[i].sign)) == 0)
            return &marks[i];
    return NULL;
}

static bool is_latin(char c)
{
    return is_digit(c) || is_small(c) || is_capital(c);
}

/* Is a word or number cut here? Two capitals are two letters of a label. */
static bool cuts(char before, char after)
{
    return is_latin(before) && is_latin(after) && !(is_capital(before) && is_capital(after)) &&
           is_digit(before) == is_digit(after);
}

static bool matches(const struct clip *clip, const struct route *route, uint32_t at)
{
    const char *text = route->text + at;
    for (uint16_t i = 0; i < clip->length; i++)
        if (small(text[i]) != small(clip->text[i]))
            return false; /* also at the end of the sentence */
    return (at == 0 || !cuts(text[-1], text[0])) &&
           !cuts(text[clip->length - 1], text[clip->length]);
}

static void go(struct route *route, uint32_t from, uint32_t length, uint16_t clip)
{
    uint16_t cost = (uint16_t)(route->cost[from] + (clip != 0));
    if (cost >= route->cost[from + length])
        return;
    route->cost[from + length] = cost;
    route->from[from + length] = (uint16_t)from;
    route->clip[from + length] = clip;
}

/* As few clips as can be from the start to every place of the sentence. Returns the farthest. */
static uint32_t search(const struct clips *clips, enum lang lang, struct route *route)
{
    uint32_t length = (uint32_t)strlen(route->text), farthest = 0;
    memset(route->cost, 0xff, sizeof(route->cost));
    route->cost[0] = 0;
    for (uint32_t at = 0; at < length; at++) {
        if (route->cost[at] == NEVER)
            continue;
        farthest = at;
        const struct mark *mark = mark_at(route->text + at);
        if (mark)
            go(route, at, (uint32_t)strlen(mark->sign), 0);
        for (uint16_t i = clips->heads[lang][small(route->text[at])]; i;
             i = clips->list[i - 1].next)
            if (matches(&clips->list[i - 1], route, at))
                go(route, at, clips->list[i - 1].length, i);
    }
    return route->cost[length] == NEVER ? farthest : length;
}

/* From the end to the start, then turned round. */
static bool collect(const struct route *route, struct clip_parts *parts)
{
    uint32_t at = (uint32_t)strlen(route->text);
    uint32_t count = route->cost[at];
    uint16_t pause = 0;
    if (count > CLIP_PARTS_MAX)
        return false;
    parts->count = count;
    while (at > 0) {
        uint32_t from = route->from[at];
        if (route->clip[at]) {
            parts->parts[--count] = (struct clip_part){(uint16_t)(route->clip[at] - 1), pause};
            pause = 0;
        } else {
            const struct mark *mark = mark_at(route->text + from);
            pause = mark && mark->pause_ms > pause ? mark->pause_ms : pause;
        }
        at = from;
    }
    if (parts->count)
        parts->parts[parts->count - 1].pause_ms = 0; /* what follows has its own pause */
    return parts->count > 0;
}

bool clips_compose(const struct clips *clips, enum lang lang, const char *sentence,
                   struct clip_parts *parts)
{
    struct route route;
    parts->count = 0;
    spread(clips, lang, sentence, route.text, sizeof(route.text));
    uint32_t end = search(clips, lang, &route);
    utf8_copy(parts->missing, sizeof(parts->missing), route.text + end);
    return route.text[end] == '\0' && collect(&route, parts);
}
