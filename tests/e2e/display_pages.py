# SPDX-License-Identifier: Apache-2.0
"""Pages of public information: from the files of the hall to the real board, changed while it is open."""
import shutil
import struct
import subprocess
import sys
import time
import unittest
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, KEY, HallTest, Program, hallctl  # noqa: E402

BLUE = (0x09, 0x52, 0x8F)  # head of a page
RED, GREEN = (200, 20, 20), (20, 160, 20)
HEAD = (1000, 120)  # a point in the head of a page, beside its title
IMAGE = (1368, 500)  # a point in the middle of a page
MARKDOWN = "md"
PAGE = "# {0}\n\n- {0}\n"
LISTS = """playlists:
  - name: test
    seconds: 120
    pages:
"""


def png(colour, side=64):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = b"\0" + bytes(colour) * side
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(row * side)) + chunk(b"IEND", b""))


class Picture:
    """What a screen shows: 8-bit RGB rows with filter 0, as the board writes them."""

    def __init__(self, data):
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        at, packed = 8, b""
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            if kind == b"IHDR":
                self.width, self.height = struct.unpack(">II", data[at + 8:at + 16])
            if kind == b"IDAT":
                packed += data[at + 8:at + 8 + length]
            at += 12 + length
        self.rows = zlib.decompress(packed)

    def at(self, place):
        x, y = place
        at = y * (1 + 3 * self.width) + 1 + 3 * x
        return tuple(self.rows[at:at + 3])

    def card(self):
        """The pixels of the page beside the calls."""
        stride = 1 + 3 * self.width
        return b"".join(self.rows[y * stride + 1 + 3 * 848:y * stride + 1 + 3 * 1888]
                        for y in range(112, 952))


class Pages(HallTest):
    def setUp(self):
        super().setUp()
        self.hall = self.dir / "hall"
        shutil.copytree(HALLS / "township", self.hall)
        shutil.rmtree(self.hall / "pages")
        (self.hall / "pages").mkdir()
        self.programs = []

    def tearDown(self):
        for program in self.programs:
            if program.process.poll() is None:
                self.assertEqual(program.stop(), 0, program.log())
        super().tearDown()

    def write(self, lists, **pages):
        for name, text in pages.items():
            path = self.hall / "pages" / (name + (f".zh.{MARKDOWN}" if isinstance(text, str) else ".png"))
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        (self.hall / "pages" / "playlists.yaml").write_text(LISTS + lists)

    def open_board(self, controller, more=()):
        board = Program([BIN / "hall-display", "--hall", self.hall, "--controller",
                         f"127.0.0.1:{controller.port}", "--key", self.state / "devices/board-1.key",
                         "--name", "board-1", "--offscreen", "--mute",
                         *(more or ("--state", self.dir / "board"))],
                        env={"SDL_AUDIODRIVER": "dummy"})
        self.programs.append(board)
        return board

    def look(self, controller):
        """None while the board is not there, or too many pictures are on their way."""
        shot = self.dir / "shot.png"
        if self.ctl(controller, "screen", "board-1", shot).returncode:
            return None
        return Picture(shot.read_bytes())

    def see(self, controller, test, what, seconds=40):
        """Looks once a second; the picture that passes."""
        end = time.monotonic() + seconds
        while True:
            picture = self.look(controller)
            if picture and test(picture):
                return picture
            self.assertLess(time.monotonic(), end, what)
            time.sleep(1)

    def see_colour(self, controller, place, colour, what, seconds=40):
        return self.see(controller, lambda picture: picture.at(place) == colour, what, seconds)

    def test_a_page_shows_and_a_new_one_takes_its_place_while_the_hall_is_open(self):
        self.write("      - page: one\n", one=PAGE.format("第一"))
        c = self.start(hall=self.hall)
        board = self.open_board(c)
        board.wait_line(r"pages=1 play")
        first = self.see_colour(c, HEAD, BLUE, "the page")
        self.write("      - page: one\n", one=PAGE.format("第二"))
        self.ctl(c, "pages", "reload", check=0)
        self.see(c, lambda picture: picture.at(HEAD) == BLUE and picture.card() != first.card(),
                 "the new page")

    def test_mistakes_are_named_and_the_old_pages_play_on(self):
        self.write("      - page: one\n", one=PAGE.format("第一"))
        c = self.start(hall=self.hall)
        self.open_board(c).wait_line(r"pages=1 play")
        first = self.see_colour(c, HEAD, BLUE, "the page")
        self.write("      - image: two\n      - page: lost\n", one="# 一\n### x\n")
        done = self.ctl(c, "pages", "reload")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("2 mistakes", done.stderr)
        c.wait_line(r"playlists.yaml:6:9: lost.zh.\w+: the file is not in the folder pages")
        self.see(c, lambda picture: picture.card() == first.card(), "the old page")
        check = subprocess.run([BIN / "hall-controller", "--check", "--hall", self.hall],
                               capture_output=True, text=True, timeout=60)
        self.assertEqual(check.returncode, 2)
        self.assertIn("playlists.yaml:5:9: two", check.stderr)

    def test_a_hall_opens_without_pages_that_have_mistakes(self):
        self.write("      - page: lost\n")
        c = self.start(hall=self.hall)
        c.wait_line(r"pages of the boards have mistakes")
        self.open_board(c)
        self.see(c, lambda picture: picture.at(HEAD) != BLUE, "the calls")

    def test_a_call_takes_the_board_and_the_page_returns(self):
        self.write("      - page: one\n", one=PAGE.format("第一"))
        c = self.start(hall=self.hall)
        self.open_board(c).wait_line(r"pages=1 play")
        self.see_colour(c, HEAD, BLUE, "the page")
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        self.assertEqual(kiosk.issue(1)["code"], 0)
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        began = time.monotonic()
        self.see(c, lambda picture: picture.at(HEAD) != BLUE, "the call")
        self.see_colour(c, HEAD, BLUE, "the page again")
        self.assertGreater(time.monotonic() - began, 9)  # R-L9: 10 s

    def test_images_are_shown_and_kept_and_a_damaged_copy_is_fetched_again(self):
        self.write("      - image: red.png\n", red=png(RED))
        c = self.start(hall=self.hall)
        board = self.open_board(c)
        self.see_colour(c, IMAGE, RED, "the image")
        self.assertEqual(board.stop(), 0)
        kept = list((self.dir / "board" / "media").iterdir())
        self.assertEqual(len(kept), 1)
        board = self.open_board(c)  # from the folder
        self.see_colour(c, IMAGE, RED, "the image again")
        self.assertFalse([line for line in board.lines if "is here" in line])
        self.assertEqual(board.stop(), 0)
        data = bytearray(kept[0].read_bytes())
        data[50] ^= 1
        kept[0].write_bytes(data)
        board = self.open_board(c)
        board.wait_line(r"media=\w+ is damaged or gone; it is fetched again")
        self.see_colour(c, IMAGE, RED, "the image, fetched again")

    def test_a_text_shows_its_image_and_both_are_fetched(self):
        self.write("      - page: map\n", map="# 怎么走\n六楼\n![楼层图](green.png)\n", green=png(GREEN, 600))
        c = self.start(hall=self.hall)
        board = self.open_board(c)
        board.wait_lines(r"media=\w+ is here", 2)
        picture = self.see_colour(c, IMAGE, GREEN, "the image")
        self.assertEqual(picture.at(HEAD), BLUE)

    def test_a_board_without_a_folder_plays_upright(self):
        self.write("      - image: red.png\n", red=png(RED))
        c = self.start(hall=self.hall)
        self.open_board(c, more=("--portrait",))
        self.see_colour(c, (540, 1364), RED, "the image below the calls")

    def test_the_nearest_list_plays_and_none_where_the_hall_wants_none(self):
        self.write("      - image: red.png\n", red=png(RED), green=png(GREEN))
        path = self.hall / "pages" / "playlists.yaml"
        path.write_text(path.read_text() + "  - name: mine\n    boards: board-1\n    pages:\n"
                                           "      - image: green.png\n")
        c = self.start(hall=self.hall)
        board = self.open_board(c)
        self.see_colour(c, IMAGE, GREEN, "its own list")
        board.stop()
        c.stop()
        with open(self.hall / "hall.yaml", "a") as file:
            file.write("boards: {pages: false}\n")
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.dir / "other", check=0)
        self.state = self.dir / "other"
        c = self.start(hall=self.hall)
        self.open_board(c)
        self.see(c, lambda picture: picture.at(IMAGE) not in (RED, GREEN), "no page")

    def test_an_item_of_the_guide_is_a_page(self):
        self.write("      - item: XZ-0101\n")
        c = self.start(hall=self.hall)
        self.open_board(c).wait_line(r"pages=1 play")
        self.see_colour(c, HEAD, BLUE, "the item")

    def test_a_list_plays_in_its_time_only(self):
        self.write("      - page: one\n", one=PAGE.format("第一"))
        path = self.hall / "pages" / "playlists.yaml"
        path.write_text(path.read_text().replace("name: test", 'name: test\n    time: "9:31-9:32"'))
        c = self.start(hall=self.hall, training=20, start="20260318T0930")
        board = self.open_board(c)
        board.wait_line(r"pages=1 play")
        board.wait_line(r"pages=0 play")


if __name__ == "__main__":
    unittest.main(verbosity=2)
