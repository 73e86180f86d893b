# SPDX-License-Identifier: Apache-2.0
"""What a hall speaks with: the pack that ships without a word, clips of its own, espeak-ng where it says
live; heard through SDL's disk driver, and the live words compared with what espeak-ng itself says."""
import math
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import wave
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import display_voice  # noqa: E402
from hall_process import BIN, HALLS  # noqa: E402

CALL = "A001 3"
PIECES = ("请", "A", "零", "零", "一", "号到", "三", "号窗口办理业务")
READING = "qing3 A ling2 ling2 {} hao4 dao4 {} hao4 chuang1 kou3 ban4 li3 ye4 wu4."
ENGLISH = "Ticket A, zero zero {}, please proceed to window {}."
FRAME = 220  # samples, 10 ms
SAME = 0.955  # the right words reach 0.976 to 1, others with one word changed 0.931


def features(samples):
    """Two curves of speech in steps of 10 ms: how loud it is, and how loud its high sounds are."""
    loud, high = [], []
    for at in range(0, len(samples) - FRAME + 1, FRAME):
        frame = samples[at:at + FRAME]
        loud.append(math.log(1 + math.sqrt(sum(value * value for value in frame) / FRAME)))
        high.append(math.log(1 + math.sqrt(sum((a - b) ** 2 for a, b in zip(frame, frame[1:])) / FRAME)))
    return loud, high


def likeness(one, other):
    mean_one, mean_other = sum(one) / len(one), sum(other) / len(other)
    one, other = [value - mean_one for value in one], [value - mean_other for value in other]
    size = math.sqrt(sum(value * value for value in one) * sum(value * value for value in other))
    return sum(a * b for a, b in zip(one, other)) / size if size else 0


def heard(sound, words):
    """How much the most alike part of the sound is like these words; 1 = the same."""
    said_loud, said_high = features(words)
    span, best = len(said_loud), 0
    for shift in range(0, FRAME, FRAME // 2):
        loud, high = features(sound[shift:])
        best = max(best, *(min(likeness(loud[at:at + span], said_loud), likeness(high[at:at + span], said_high))
                           for at in range(len(loud) - span + 1)))
    return best


class Say(unittest.TestCase):
    def setUp(self):
        self.own = Path(tempfile.mkdtemp(prefix="hall-say-"))
        self.hall = self.own / "hall"
        shutil.copytree(HALLS / "township", self.hall)

    def tearDown(self):
        shutil.rmtree(self.own, ignore_errors=True)

    def speaks(self, keys):
        with open(self.hall / "hall.yaml", "a", encoding="utf-8") as hall:
            hall.write(f"\nvoice: {{{keys}}}\n")

    def say(self, call=CALL, program=BIN / "hall-display", more=()):
        sound = self.own / "sound.raw"
        environment = dict(os.environ, SDL_AUDIODRIVER="disk", SDL_DISKAUDIOFILE=str(sound),
                           SDL_DISKAUDIODELAY="2")
        done = subprocess.run([program, "--hall", self.hall, "--say", call, *more], env=environment, text=True,
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return sound.read_bytes(), done.stderr

    def in_clips(self, sound):
        known = display_voice.clips()
        return display_voice.locate(sound, b"".join(known[piece] for piece in PIECES)) > 0

    def espeak(self, voice, words):
        """What espeak-ng says by itself, without the silence at its ends."""
        path = self.own / "words.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "175", "-a", "80", "-w", path, words], check=True)
        with wave.open(str(path)) as file:
            samples = array("h", file.readframes(file.getnframes()))
        loud = [at for at, sample in enumerate(samples) if abs(sample) >= 64]
        return samples[loud[0]:loud[-1] + 1]

    def test_a_hall_that_names_no_pack_speaks_with_the_one_that_ships(self):
        sound, log = self.say()
        self.assertTrue(self.in_clips(sound), log)
        self.assertNotIn("warn", log)

    def test_live_words_are_those_of_espeak(self):  # R-V2
        self.speaks("pack: live, times: 1")
        sound, log = self.say(more=["--english"])
        self.assertFalse(self.in_clips(sound), log)
        samples = array("h", sound[:len(sound) // 2 * 2])
        for voice, sentence, right, wrong in (
                ("cmn-latn-pinyin", READING, ("yi1", "san1"), ("qi1", "san1")),
                ("en", ENGLISH, ("one", "3"), ("two", "3"))):
            self.assertGreater(heard(samples, self.espeak(voice, sentence.format(*right))), SAME)
            self.assertLess(heard(samples, self.espeak(voice, sentence.format(*wrong))), SAME)

    def test_what_a_pack_lacks_is_said_live_and_told_once(self):
        shutil.rmtree(self.hall)
        shutil.copytree(HALLS / "jianchang", self.hall)
        sound, log = self.say("A001 r5")
        self.assertGreater(len(sound.strip(b"\0")), 2 * 4 * display_voice.RATE)  # twice two seconds
        self.assertEqual(log.count("has no clip for"), 1, log)
        self.assertIn("language=zh has no clip for \"纳税辅导区", log)

    def test_a_program_finds_the_pack_where_it_was_installed_and_in_its_hall(self):
        program = self.own / "prefix" / "bin" / "hall-display"
        share = self.own / "prefix" / "share"
        program.parent.mkdir(parents=True)
        share.mkdir()
        shutil.copy(BIN / "hall-display", program)
        (share / "locale").symlink_to(BIN.parent / "share" / "locale")
        sound, log = self.say(program=program)
        self.assertIn("pack=default is neither in", log)
        self.assertFalse(self.in_clips(sound))
        (share / "voice").symlink_to(BIN.parent / "share" / "voice")
        self.assertTrue(self.in_clips(self.say(program=program)[0]))
        (share / "voice").unlink()
        (self.hall / "voice").mkdir()
        (self.hall / "voice" / "default").symlink_to(display_voice.PACK)  # one of the hall's own, by that name
        self.assertTrue(self.in_clips(self.say(program=program)[0]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
