/* SPDX-License-Identifier: Apache-2.0 */
/* What the page says, through the speaker. */
#include "app/app_private.h"
#include "os/clock.h"
#include "os/log.h"
#include "spoken/reading.h"
#include "spoken/spell.h"

static void say(struct app *app, const struct speech *speech)
{
    static char spelled[SPEAKER_TEXT_MAX], reading[SPEAKER_TEXT_MAX];
    enum lang lang = speech->chinese ? LANG_ZH : LANG_EN;
    spell_text(app->options.words, lang, speech->text, spelled, sizeof(spelled));
    if (speech->chinese)
        reading_pinyin(spelled, reading, sizeof(reading));
    uint32_t percent = (uint32_t)app->model.staff.volume * 100 / KIOSK_VOLUME_MAX;
    speaker_say(app->speaker, &(struct utterance){.chinese = speech->chinese,
                                                  .rings = speech->rings,
                                                  .reading = speech->chinese ? reading : spelled,
                                                  .percent = percent});
}

void app_say_next(struct app *app, const struct kiosk_view *view)
{
    static struct speech speech; /* of the loop's one thread */
    if (speech_next(&app->speech, view, &app->draw, &speech))
        say(app, &speech);
}

void app_say_word(struct app *app, enum word word)
{
    struct speech speech;
    struct kiosk_view view = {.model = &app->model, .words = app->options.words};
    speech_word(&view, word, &speech);
    say(app, &speech);
}

/* After the first frame: a voice must not hold up the start. */
void app_open_speaker(struct app *app)
{
    if (speaker_open(clock_mono_ms(), &app->speaker))
        log_info("the kiosk stays silent");
}

void app_poll_speaker(struct app *app)
{
    speaker_poll(app->speaker, clock_mono_ms());
    bool works = speaker_works(app->speaker);
    if (works != app->model.sound)
        app_step(app, (struct kiosk_event){.type = KIOSK_SOUND, .up = works});
}
