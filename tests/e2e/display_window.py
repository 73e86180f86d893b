# SPDX-License-Identifier: Apache-2.0
"""hall-display above a window (docs/ui t08) with the real controller: what its screen shows."""
import os
import signal
import subprocess
import sys
import unittest
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import display_hall  # noqa: E402
from hall_process import BIN, KEY, VIEW  # noqa: E402

CALLED = (255, 209, 102)  # yellow: a number that is called
DARK = (11, 18, 32)


def picture(path):
    """Width, height and the rows of a PNG of 8 bit colours, without filters it could not undo."""
    data, at, body = path.read_bytes(), 8, b""
    while at < len(data):
        length, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        chunk = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, colour = int.from_bytes(chunk[:4], "big"), int.from_bytes(chunk[4:8], "big"), chunk[9]
        elif kind == b"IDAT":
            body += chunk
        at += 12 + length
    step = {2: 3, 6: 4}[colour]
    raw, rows, above = zlib.decompress(body), [], bytes(width * step)
    for y in range(height):
        begin = y * (width * step + 1)
        rows.append(above := unfilter(raw[begin], bytearray(raw[begin + 1:begin + 1 + width * step]), above, step))
    return width, height, step, rows


def unfilter(kind, row, above, step):
    for x in range(len(row)):
        left, up = row[x - step] if x >= step else 0, above[x]
        corner = above[x - step] if x >= step else 0
        if kind == 4:
            guess = left + up - corner
            best = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        else:
            best = (0, left, up, (left + up) // 2)[kind]
        row[x] = (row[x] + best) & 255
    return bytes(row)


class Window(display_hall.Boards):
    def tv(self, controller, *more):
        display = display_hall.Display(self, controller, more=("--window", "1", *more))
        display.wait("link=live")
        return display

    def shot(self, controller):
        path = self.dir / "window.png"
        self.ctl(controller, "screen", "board-1", path, check=0)
        return picture(path)

    def part_of(self, controller, colour):
        """How much of the screen has that colour."""
        width, height, step, rows = self.shot(controller)
        self.assertEqual((width, height), (640, 360))
        wanted = bytes(colour)
        found = sum(row[x:x + 3] == wanted for row in rows for x in range(0, len(row), step))
        return found / (width * height)

    def until_state(self, controller, state):
        admin = self.client(controller, "admin-1", view=VIEW["admin"])
        self.until_board(admin, lambda row: row["target"] == 1 and row["state"] == state)
        return admin

    def test_a_call_at_the_window_is_yellow_until_serving_starts(self):
        c = self.start()
        self.issue(c, 1)
        self.tv(c, "--size", "640x360", "--mute")
        pad = self.client(c, "pad-1")
        self.until_board(self.client(c, "admin-1", view=VIEW["admin"]), lambda row: row["target"] == 1)
        self.assertLess(self.part_of(c, CALLED), 0.01)
        self.assertGreater(self.part_of(c, DARK), 0.5)
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        self.until_state(c, 3)  # calling
        # R-L13: for one second of its first three the call has the colours of a row
        shares = [self.part_of(c, CALLED) for _ in range(3)]
        self.assertGreater(max(shares), 0.5)
        self.assertEqual(pad.press(KEY["start"], seen=1)["code"], 0)
        self.until_state(c, 4)  # serving
        self.assertLess(self.part_of(c, CALLED), 0.01)

    def test_a_cut_connection_is_told_and_a_call_comes_back_with_it(self):
        c = self.start()
        self.issue(c, 1)
        display = self.tv(c, "--size", "640x360", "--mute")
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], 0)
        self.until_state(c, 3)
        port = c.port
        c.process.send_signal(signal.SIGSTOP)  # silent, and yet connected (D-13)
        display.wait("link=stale")
        display.wait("link=lost")
        c.process.send_signal(signal.SIGCONT)
        c.kill()
        c = self.start(port=port)
        display.wait("link=live", 2)
        self.until_state(c, 3)
        self.assertGreater(self.part_of(c, CALLED), 0.5)

    def test_windows_that_are_not_there_are_refused_in_one_sentence(self):
        c = self.start()
        words = [BIN / "hall-display", "--hall", self.hall, "--controller", f"127.0.0.1:{c.port}", "--key",
                 self.state / "devices" / "board-1.key", "--name", "board-1", "--offscreen", "--mute"]
        for more, sentence in ((["--window", "9"], "--window 9: "), (["--room", "7"], "--room 7: "),
                               (["--window", "1", "--room", "1"], "give one of the two"),
                               (["--window", "0"], "window")):
            done = subprocess.run(list(map(str, words + more)), capture_output=True, text=True, timeout=20,
                                  env=dict(os.environ, SDL_AUDIODRIVER="dummy"))
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(sentence, done.stderr)


for name in dir(display_hall.Boards):  # they are run there
    if name.startswith("test_"):
        setattr(Window, name, None)

if __name__ == "__main__":
    unittest.main(verbosity=2)
