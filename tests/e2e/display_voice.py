# SPDX-License-Identifier: Apache-2.0
"""The voice of a board, utterance by utterance: clips of the default pack are known to the sample."""
import sys
import time
import unittest
import wave
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import display_hall  # noqa: E402
from hall_process import BIN, KEY, HallTest  # noqa: E402

RATE = display_hall.RATE
PACK = BIN.parent / "share" / "voice" / "default"
GAP = bytes(2 * RATE // 2)  # R-V1: half a second
STOP = bytes(2 * (350 * RATE // 1000))  # after the word that tells a practice day
SHOWN = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九")


def clips():
    """Text -> samples of the Chinese clips."""
    found, language = {}, None
    for line in (PACK / "voice.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "language":
            language = rest
        if word == "clip" and language == "zh":
            name, _, text = rest.partition(" ")
            with wave.open(str(PACK / name)) as file:
                found[text] = file.readframes(file.getnframes())
    return found


def locate(sound, said, at=0):
    """Where that is heard, to the sample; -1 = nowhere. By its first loud bytes: quick."""
    head = said[400:2400]
    while True:
        found = sound.find(head, at)
        if found < 0 or sound[found - 400:found - 400 + len(said)] == said:
            return max(found - 400, -1)
        at = found + 2


class Voice(HallTest):
    def setUp(self):
        super().setUp()
        self.displays = []

    def tearDown(self):
        for display in self.displays:
            if display.process.poll() is None:
                self.assertEqual(display.stop(), 0, "\n".join(display.lines))
        super().tearDown()

    def board(self, calls, pads):
        controller = self.start(training=20)
        kiosk = self.client(controller, "kiosk-1")
        for _ in range(calls):
            self.assertEqual(kiosk.issue(1)["code"], 0)
        display = display_hall.Display(self, controller)
        display.wait("link=live")
        return controller, display, [self.client(controller, pad) for pad in pads]

    def test_calls_follow_each_other_whole_and_apart(self):
        controller, display, pads = self.board(3, ("pad-1", "pad-4"))
        self.assertEqual(pads[0].press(KEY["next"])["code"], 0)
        self.assertEqual(pads[1].press(KEY["next"])["code"], 0)
        calls = display.wait("fate=speak", 2)
        self.assertEqual(pads[0].press(KEY["recall"], seen=1)["code"], 0)
        calls = display.wait("fate=speak", 3)
        known = clips()
        sentences = [self.utterance(self.sentence(known, call, end))
                     for call, end in zip(calls, ("号到", "号到", "号尽快到"))]
        self.heard(display, lambda sound: locate(sound, sentences[-1]) >= 0)
        self.silence(display)
        self.assertEqual(display.stop(), 0)
        sound, at = display.sound.read_bytes(), 0
        for call, said in zip(calls, sentences):
            found = locate(sound, said, at)
            self.assertGreaterEqual(found, at, f"{call}: not heard whole and in its turn")
            self.chime(sound[at:found])
            self.loud(said)
            at = found + len(said)
        self.assertFalse(any(sound[at:]), "something is heard behind the last call")

    def sentence(self, known, call, end):
        """The samples of a call by its line in the log; 演练: it is a practice day."""
        fields = dict(field.split("=", 1) for field in call.split() if "=" in field)
        number = [SHOWN[int(digit)] for digit in fields["number"][1:]]
        return known["演练"] + STOP + b"".join(known[text] for text in (
            "请", fields["number"][0], *number, end, SHOWN[int(fields["target"])], "号窗口办理业务"))

    def utterance(self, said):
        """R-V1, R-V5: twice, or once where twice is longer than 12 s with the chime of 0.7 s."""
        twice = said + GAP + said
        return twice if len(twice) / 2 / RATE + 0.7 <= 12 else said

    def heard(self, display, test):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if test(display.sound.read_bytes()):
                return
            time.sleep(0.5)  # the file grows twenty times as fast as sound
        self.fail("not heard\n" + "\n".join(display.lines))

    def silence(self, display):
        """Until the board is silent: another second of sound was written and nothing is in it."""
        self.heard(display, lambda sound: len(sound) > 4 * RATE and
                   not any(sound[len(sound) // 2 * 2 - 4 * RATE:]))

    def chime(self, between):
        """Before each call: two tones of 0.7 s, no more, and silence."""
        heard = [at for at, sample in enumerate(array("h", between)) if sample]
        self.assertGreater(len(heard), RATE // 3)
        self.assertLessEqual(heard[-1] - heard[0], RATE * 7 // 10)

    def loud(self, said):
        samples = array("h", said)
        level = (sum(sample * sample for sample in samples) / len(samples)) ** 0.5
        self.assertTrue(1500 < level < 4500, level)
        self.assertLess(max(map(abs, samples)), 32767)

    def test_an_emergency_is_said_until_it_ends_and_calls_wait(self):
        controller, display, pads = self.board(1, ("pad-1",))
        self.ctl(controller, "act", "emergency", "on", check=0)
        display.wait("emergency begins")
        self.assertEqual(pads[0].press(KEY["next"])["code"], 0)
        said = clips()["请立即离开大厅"]
        self.heard(display, lambda sound: locate(sound, said, locate(sound, said) + len(said)) > len(said))
        self.assertEqual(display.spoken(), [])
        self.ctl(controller, "act", "emergency", "off", check=0)
        display.wait("emergency ends")
        display.wait("fate=speak", 1)

    def test_a_call_that_was_taken_back_is_hushed(self):
        _, display, pads = self.board(1, ("pad-1",))
        self.assertEqual(pads[0].press(KEY["next"])["code"], 0)
        display.wait("fate=speak", 1)
        self.assertEqual(pads[0].press(KEY["undo"], seen=1)["code"], 0)
        display.wait("taken back|fate=withdrawn", 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
