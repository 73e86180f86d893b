# SPDX-License-Identifier: Apache-2.0
"""A scripted minute of a hall at a real board, as it is heard: the sound goes through SDL's disk driver in
real time and is taken apart to the sample. Every call is in it, in its turn, whole, as often as its
sentence is to be said, and between the calls there is nothing but silence and the chime."""
import sys
import time
import unittest
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import display_voice  # noqa: E402
from display_hall import RATE, Display  # noqa: E402
from hall_process import KEY, HallTest  # noqa: E402

SCRIPT = (  # second, window, key: two at once, one alone, a recall, three within a moment
    (0.0, 1, "next"), (0.1, 2, "next"),
    (14.0, 3, "next"),
    (26.0, 1, "recall"),
    (38.0, 4, "next"), (38.1, 1, "finish"), (38.1, 1, "next"), (38.2, 2, "finish"), (38.2, 2, "next"))
CALLS = 7
END_S = 60
CHIME_S = 0.7


class Minute(HallTest):
    def setUp(self):
        super().setUp()
        self.displays = []

    def tearDown(self):
        for display in self.displays:
            if display.process.poll() is None:
                display.stop()
        super().tearDown()

    def wait(self, pads, until):
        """The pads stay in their sessions meanwhile."""
        while time.monotonic() < until:
            for pad in pads.values():
                pad.pump()
            time.sleep(min(0.2, max(0, until - time.monotonic())))

    def play(self, pads):
        """The minute; every pad says what its people did, and is told that it was done."""
        begun, seen = time.monotonic(), {}
        for second, window, key in SCRIPT:
            self.wait(pads, begun + second)
            result = pads[window].press(KEY[key], seen=seen.get(window, 0))
            self.assertEqual(result["code"], 0, (second, window, key, result))
            seen[window] = result["call"] & 0xFF
        return begun

    def sentence(self, known, call, again):
        return display_voice.Voice.sentence(self, known, call, "号尽快到" if again else "号到")

    def take_apart(self, sound, calls, known):
        """How often each call is said, in their order; what is between them is returned."""
        times, between, at = [], [], 0
        said_before = set()
        for call in calls:
            number = call.split("number=")[1].split()[0]
            said = self.sentence(known, call, number in said_before)
            said_before.add(number)
            found = display_voice.locate(sound, said, at)
            self.assertGreaterEqual(found, at, f"{call}: not heard whole and in its turn")
            between.append(sound[at:found])
            at, count = found + len(said), 1
            again = display_voice.GAP + said
            while sound[at:at + len(again)] == again:
                at, count = at + len(again), count + 1
            times.append(count)
        return times, between, sound[at:]

    def test_the_minute_is_heard_as_it_was_called(self):
        controller = self.start()
        kiosk = self.client(controller, "kiosk-1")
        for _ in range(CALLS + 2):
            self.assertEqual(kiosk.issue(4)["code"], 0)
        display = Display(self, controller, real=True)
        display.wait("link=live")
        pads = {window: self.client(controller, f"pad-{window}") for window in range(1, 5)}
        begun = self.play(pads)
        calls = display.wait(r"announcement .*fate=speak", CALLS, 60)
        self.assertEqual(len(display.wait(r"announcement .*fate=", CALLS)), CALLS)  # none another fate
        time.sleep(max(0, begun + END_S - time.monotonic()))
        display.wait("fate=speak", CALLS)
        size, last = 0, -1
        while size != last:  # what was begun is played to its end
            time.sleep(3)
            last, size = size, len(display.sound.read_bytes().rstrip(b"\0"))
        self.assertEqual(display.stop(), 0)
        sound = display.sound.read_bytes()
        times, between, rest = self.take_apart(sound, calls, display_voice.clips())
        self.assertFalse(any(rest), "something is heard behind the last call")
        self.assertLessEqual(set(times), {1, 2})
        for piece in between:
            heard = [index for index, sample in enumerate(array("h", piece)) if sample]
            if heard:  # no longer than the chime: no call, no half of one
                self.assertLessEqual(heard[-1] - heard[0], CHIME_S * RATE)
        self.assertTrue(any(between[0]), "the first call has no chime")
        self.assertTrue(any(between[3]), "the recall after a pause has no chime")
        ids = [int(call.split(" id=")[1].split()[0]) for call in calls]
        self.assertEqual(ids, sorted(set(ids)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
