/* SPDX-License-Identifier: Apache-2.0 */
#include "voice/sound.h"

#include <SDL.h>
#include <alsa/asoundlib.h>

#include "os/log.h"

#define DEVICE_SAMPLES 1024 /* 46 ms */

/* alsa-lib would write eight lines of its own to stderr; SDL_GetError says it in one. */
static void say_nothing(const char *file, int line, const char *function, int code,
                        const char *format, ...)
{
    (void)file, (void)line, (void)function, (void)code, (void)format;
}

uint32_t sound_open(int hertz, const char *without)
{
    SDL_AudioSpec wanted = {.freq = hertz,
                            .format = AUDIO_S16SYS,
                            .channels = 1,
                            .samples = DEVICE_SAMPLES};
    (void)snd_lib_error_set_handler(say_nothing);
    bool driver = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
    SDL_AudioDeviceID device = driver ? SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0) : 0;
    if (device) {
        log_info("sound driver=%s hertz=%d", SDL_GetCurrentAudioDriver(), wanted.freq);
        return device;
    }
    if (without)
        log_warn("no sound reason=\"%s\"; %s", SDL_GetError(), without);
    if (driver) /* the next try may find another driver */
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    return 0;
}

void sound_close(uint32_t device)
{
    if (!device)
        return;
    SDL_CloseAudioDevice(device);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

void sound_play(uint32_t device, const int16_t *samples, uint32_t count)
{
    if (SDL_QueueAudio(device, samples, count * (uint32_t)sizeof(int16_t)))
        log_warn("sound lost reason=\"%s\"", SDL_GetError());
    SDL_PauseAudioDevice(device, 0);
}

void sound_hush(uint32_t device)
{
    SDL_PauseAudioDevice(device, 1);
    SDL_ClearQueuedAudio(device);
}

uint32_t sound_left(uint32_t device)
{
    return SDL_GetQueuedAudioSize(device);
}

void sound_thread_ends(void)
{
    SDL_TLSCleanup();
}

bool sound_failed(uint32_t device)
{
    return SDL_GetAudioDeviceStatus(device) == SDL_AUDIO_STOPPED;
}
