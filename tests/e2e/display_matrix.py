# SPDX-License-Identifier: Apache-2.0
"""A board of dots with the real controller: a call on the panel, a cut, a panel that is off."""
import os
import shutil
import struct
import sys
import tempfile
import time
import unittest
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from display_hall import Display  # noqa: E402
from dot_panel import LinePanel, UdpPanel  # noqa: E402
from hall_process import HALLS, KEY, ROW, VIEW, HallTest  # noqa: E402

WIDTH, HEIGHT = 192, 64
NO_PANEL = 2
GOLDEN = Path(__file__).resolve().parents[1] / "golden"


UPDATE = os.environ.get("HALL_GOLDEN") == "update"
LINE = 16  # dots of the sentences at the bottom, which move


def above_line(rows):
    return [row.rstrip(".") for row in rows[:HEIGHT - LINE]]


def is_golden(name, rows):
    return above_line(rows) == (GOLDEN / f"dots_hall_{name}.txt").read_text().split("\n")[:-1]


def png_pixels(path):
    """(width, height, rows of RGB bytes) of a picture without interlace."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", body)
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    assert depth == 8 and colour in (2, 6), (depth, colour)
    size = 3 if colour == 2 else 4
    raw, stride, rows, last = zlib.decompress(packed), width * size, [], bytes(width * size)
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = line[x - size] if x >= size else 0
            up, corner = last[x], last[x - size] if x >= size else 0
            if kind == 1:
                line[x] = line[x] + left & 255
            elif kind == 2:
                line[x] = line[x] + up & 255
            elif kind == 3:
                line[x] = line[x] + (left + up) // 2 & 255
            elif kind == 4:
                near = min((left, up, corner), key=lambda v: (abs(left + up - corner - v),
                                                              (left, up, corner).index(v)))
                line[x] = line[x] + near & 255
        rows.append(bytes(line))
        last = bytes(line)
    return width, height, size, rows


class Matrix(HallTest):
    panel_type = UdpPanel

    def setUp(self):
        self.displays = []
        self.folder = Path(tempfile.mkdtemp(prefix="hall-dots-"))
        self.hall = self.folder / "township"
        shutil.copytree(HALLS / "township", self.hall)
        self.panel = self.panel_type(WIDTH, HEIGHT)
        devices = self.hall / "devices.yaml"
        board = "{name: board-1, kind: board, floor: 1, zone: 1, voice_zone: 1"
        text = devices.read_text()
        self.assertIn(board, text)
        devices.write_text(text.replace(board, board + f", matrix: [{WIDTH}, {HEIGHT}], matrix_driver: plain-rg, "
                                        f"matrix_out: \"{self.panel.out}\""))
        super().setUp()

    def tearDown(self):
        for display in self.displays:
            if display.process.poll() is None:
                self.assertEqual(display.stop(), 0, "\n".join(display.lines))
        self.assertEqual(self.panel.mistakes, [])
        self.panel.close()
        super().tearDown()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call_first(self, controller):
        """A001 is called at window 1; when that was answered."""
        self.assertEqual(self.client(controller, "kiosk-1").issue(1)["code"], 0)
        self.assertEqual(self.client(controller, "pad-1").press(KEY["next"])["code"], 0)
        return time.monotonic()

    def board(self, admin):
        return next((row for (kind, _), row in admin.rows.items()
                     if kind == ROW["device"] and row["kind"] == 5), None)

    def ready(self):
        c = self.start()
        display = Display(self, c, more=("--mute",))
        display.wait("link=live")
        self.panel.until(lambda picture: picture[2] == 100)
        return c, display

    def picture(self, name, after, seconds=40):
        """The first picture of that name; HALL_GOLDEN=update makes it the one seen at the end."""
        if UPDATE:
            time.sleep(min(seconds, 14))
            rows = above_line(self.panel.pictures[-1][1])
            (GOLDEN / f"dots_hall_{name}.txt").write_text("".join(row + "\n" for row in rows))
        return self.panel.until(lambda picture: is_golden(name, picture[1]), seconds, after)

    def test_a_call_is_on_the_panel_within_a_second_and_its_window_shows_the_same(self):
        c, display = self.ready()
        quiet = self.panel.pictures[-1][1]
        before = time.monotonic()
        self.call_first(c)
        changed = self.panel.until(lambda picture: picture[1] != quiet and picture[1][8] != quiet[8], after=before)
        print(f"call to panel {1000 * (changed[0] - before):.0f} ms")
        self.assertLess(changed[0] - before, 5)  # R-L9: 1 s; the rest is a slow machine's
        self.picture("call", before, seconds=40 if not UPDATE else 4)  # the first second it is inverted (R-L13)
        shot = self.dir / "board.png"
        self.ctl(c, "screen", "board-1", shot, check=0)
        width, height, size, rows = png_pixels(shot)
        pitch = width // WIDTH
        self.assertEqual((width, height), (pitch * WIDTH, pitch * HEIGHT))
        lit = tuple("".join("#" if rows[y * pitch + pitch // 2][(x * pitch + pitch // 2) * size] > 0x40 else "."
                            for x in range(WIDTH)) for y in range(HEIGHT))
        dots = [tuple(row.replace("+", "#") for row in picture[1]) for picture in self.panel.pictures]
        self.assertIn(lit, dots)

    def test_a_cut_is_told_dim_and_without_calls_and_ends_with_it(self):
        c, display = self.ready()
        before = self.call_first(c)
        self.panel.until(lambda picture: is_golden("call", picture[1]), after=before)
        c.process.kill()
        c.process.wait()
        cut = time.monotonic()
        lost = self.picture("lost", cut)
        self.assertEqual(lost[2], 30)  # D-13: dim
        self.assertLess(lost[0] - cut, 25)  # 10 s (D-13), and a slow machine
        back = self.start(port=c.port)
        self.panel.until(lambda picture: picture[2] == 100, after=lost[0])
        self.assertEqual(back.port, c.port)

    def test_a_panel_that_is_off_is_told_and_comes_back(self):
        c, display = self.ready()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        admin.until(lambda: self.board(admin) and not self.board(admin)["flags"] & NO_PANEL, 40)
        self.panel.answers = False
        display.wait("does not answer; look at its cable and its power")
        admin.until(lambda: self.board(admin)["flags"] & NO_PANEL, 40)
        self.until_told(c, True)
        self.panel.answers = True
        display.wait("answers again")
        admin.until(lambda: not self.board(admin)["flags"] & NO_PANEL, 40)
        self.until_told(c, False)

    def until_told(self, controller, alarm):
        end = time.monotonic() + 40
        while ("ALARM the panel of dots does not answer" in self.ctl(controller, "devices").stdout) != alarm:
            self.assertLess(time.monotonic(), end)


class Line(Matrix):
    """The same over a serial line."""
    panel_type = LinePanel


if __name__ == "__main__":
    unittest.main(verbosity=2, argv=[sys.argv[0], *(sys.argv[1:] or ["Matrix", "Line"])])
