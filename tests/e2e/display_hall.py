# SPDX-License-Identifier: Apache-2.0
"""hall-display with the real controller: what is shown and said, cuts, kills, no sound device."""
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
import unittest
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, KEY, ROW, VIEW, HallTest  # noqa: E402

RATE = 22050
NO_VOICE = 1


class Display:
    """One hall-display; its log is read by a thread, its sound goes to a file."""

    def __init__(self, test, controller, sound="sound.raw", driver="disk", more=(), name="board-1", real=False,
                 env=(), window=False):
        """`real`: the sound plays as fast as people hear it."""
        self.sound = test.dir / sound
        environment = dict(os.environ, SDL_AUDIODRIVER=driver, SDL_DISKAUDIOFILE=str(self.sound), **dict(env))
        if not real:
            environment["SDL_DISKAUDIODELAY"] = "2"
        self.process = subprocess.Popen(
            [str(BIN / "hall-display"), "--hall", str(test.hall), "--controller",
             f"127.0.0.1:{controller.port}", "--key", str(test.state / "devices" / f"{name}.key"),
             "--name", name, "--state", str(test.dir / name), *([] if window else ["--offscreen"]), *more],
            stderr=subprocess.PIPE, text=True, env=environment)
        self.lines = []
        self.news = threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        test.displays.append(self)

    def _read(self):
        for line in self.process.stderr:
            with self.news:
                self.lines.append(line.rstrip("\n"))
                self.news.notify_all()

    def wait(self, pattern, count=1, seconds=40):
        """Until so many lines match; returns them."""
        end = time.monotonic() + seconds
        with self.news:
            while True:
                found = [line for line in self.lines if re.search(pattern, line)]
                if len(found) >= count:
                    return found
                if not self.news.wait(end - time.monotonic()):
                    raise AssertionError(f"no {count} lines like {pattern!r} in\n" + "\n".join(self.lines))

    def spoken(self):
        with self.news:
            return [int(found.group(1)) for line in self.lines
                    for found in [re.search(r"announcement id=(\d+) .*fate=speak", line)] if found]

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(timeout=20)
        self.reader.join(timeout=20)
        self.process.stderr.close()
        return status

    def sentences(self):
        """Stretches of sound with at least 0.4 s of silence between them, and the peak.

        A chime alone is none: the sound runs twenty times as fast as the voice is made, so the
        sentence may come later behind it than in a hall.
        """
        samples = array("h", self.sound.read_bytes())
        begin, last, count, peak = None, 0, 0, 0
        for at, sample in enumerate(samples):
            if abs(sample) < 200:
                continue
            peak = max(peak, abs(sample))
            if begin is None or at - last >= RATE * 4 // 10:
                count += begin is not None and last - begin >= RATE
                begin = at
            last = at
        return count + (begin is not None and last - begin >= RATE), peak


class Boards(HallTest):
    def setUp(self):
        super().setUp()
        self.displays = []

    def tearDown(self):
        for display in self.displays:
            if display.process.poll() is None:
                self.assertEqual(display.stop(), 0, "\n".join(display.lines))
        super().tearDown()

    def issue(self, controller, count):
        kiosk = self.client(controller, "kiosk-1")
        for _ in range(count):
            self.assertEqual(kiosk.issue(1)["code"], 0)

    def board(self, admin):
        """What the controller knows of the board."""
        return next((row for (kind, _), row in admin.rows.items()
                     if kind == ROW["device"] and row["kind"] == 5), None)

    def until_spoken(self, controller, display, count):
        """Until the board told the controller that its last announcement was played to the end;
        then the ids it spoke: so many, each once, in their order."""
        admin = self.client(controller, "admin-1", view=VIEW["admin"])
        display.wait("fate=speak", count)
        self.until_board(admin, lambda row: row["spoken"] == display.spoken()[-1])
        ids = display.spoken()
        self.assertEqual(len(ids), count)
        self.assertEqual(ids, sorted(set(ids)))
        return ids, self.board(admin)

    def until_board(self, admin, test, seconds=40):
        admin.until(lambda: self.board(admin) and test(self.board(admin)), seconds)

    def test_two_calls_and_a_recall_are_each_spoken_once(self):
        c = self.start(training=20)
        self.issue(c, 2)
        display = Display(self, c)
        display.wait("link=live")
        one, two = self.client(c, "pad-1"), self.client(c, "pad-4")
        self.assertEqual(one.press(KEY["next"])["code"], 0)
        self.assertEqual(two.press(KEY["next"])["code"], 0)
        display.wait("fate=speak", 2)
        self.assertEqual(one.press(KEY["recall"], seen=1)["code"], 0)
        _, row = self.until_spoken(c, display, 3)
        self.assertEqual(row["flags"] & NO_VOICE, 0)
        self.assertEqual((row["target"], row["number"]), (1, 1))
        self.assertEqual(display.stop(), 0)
        sentences, peak = display.sentences()
        self.assertEqual(sentences, 6)  # R-V1: each twice
        self.assertTrue(8000 < peak < 32767, peak)

    def test_its_screen_can_be_seen(self):
        c = self.start()
        Display(self, c)
        c.wait_line("device=board-1 kind=board session=open")  # proven: the controller heard a record
        shot = self.dir / "board.png"
        self.ctl(c, "screen", "board-1", shot, check=0)
        data = shot.read_bytes()
        self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(struct.unpack(">II", data[16:24]), (1920, 1080))

    def test_a_killed_controller_comes_back_and_nothing_is_said_twice(self):
        c = self.start()
        self.issue(c, 2)
        display = Display(self, c)
        display.wait("link=live")
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], 0)
        display.wait("fate=speak")
        port = c.port
        c.kill()
        display.wait("link=connecting")
        c = self.start(port=port)
        display.wait("link=live", 2)
        pad = self.client(c, "pad-4")
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        self.until_spoken(c, display, 2)
        self.assertEqual(display.stop(), 0)
        self.assertEqual(display.sentences()[0], 4)

    def test_a_killed_board_does_not_repeat_what_it_had_begun(self):
        c = self.start()
        self.issue(c, 2)
        first = Display(self, c)
        first.wait("link=live")
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], 0)
        first.wait("fate=speak")
        first.stop(signal.SIGKILL)  # in the middle of the sentence
        second = Display(self, c, sound="second.raw")
        second.wait("link=live")
        self.assertEqual(self.client(c, "pad-4").press(KEY["next"])["code"], 0)
        ids, _ = self.until_spoken(c, second, 1)
        self.assertGreater(ids[0], first.spoken()[0])

    def test_a_call_made_while_the_board_was_away_is_spoken_when_it_is_back(self):
        c = self.start()
        self.issue(c, 1)
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], 0)
        display = Display(self, c)
        self.until_spoken(c, display, 1)

    def test_without_a_sound_device_calls_are_shown(self):
        c = self.start()
        self.issue(c, 1)
        display = Display(self, c, driver="no-such-driver")
        display.wait(r"no sound reason=.*calls are shown but not spoken")
        display.wait("link=live")
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], 0)
        display.wait("fate=speak")
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.until_board(admin, lambda row: row["flags"] & NO_VOICE and row["number"] == 1)
        self.assertEqual(display.stop(signal.SIGINT), 0)

    def test_wrong_words_and_keys_are_told_in_one_sentence(self):
        c = self.start()
        key = self.state / "devices" / "board-1.key"
        good = ["--hall", self.hall, "--controller", f"127.0.0.1:{c.port}", "--key", key, "--name", "board-1",
                "--offscreen", "--mute"]
        for words, sentence in (
                ([], "--hall DIR is missing"),
                (good + ["--rows", "11"], "rows"),
                (good + ["--name", "board-9"], "no board named board-9"),
                (good + ["--key", self.state / "devices" / "kiosk-1.key"], "belongs to kiosk-1"),
                (good + ["--key", "/nowhere"], "/nowhere"),
                (good + ["--controller", "here"], "is not HOST:PORT"),
                (["--hall", self.hall, "--say", "A023"], "is no call"),
                (["--hall", self.hall, "--say", "A023 6 7"], "is no call"),
                (good + ["--size", "big"], "is not WIDTHxHEIGHT")):
            done = subprocess.run([BIN / "hall-display", *map(str, words)], capture_output=True, text=True,
                                  timeout=20)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertIn(sentence, done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
