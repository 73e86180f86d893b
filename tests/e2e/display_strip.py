# SPDX-License-Identifier: Apache-2.0
"""Window strips with the real programs: lunch and after hours by the number of a picture, sentences as pictures."""
import struct
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, KEY, HallTest, Program, hallctl  # noqa: E402

LUNCH = 3  # enum pause_reason
PICTURE_NONE, PICTURE_LUNCH, PICTURE_EXTENDED = 0, 8, 9  # enum strip_show
OPEN, PAUSE, RESUME = 13, 11, 12  # enum verb


class Strips(HallTest):
    def test_a_pause_for_lunch_is_its_own_picture_and_ends_with_it(self):
        c = self.start()
        strip, admin = self.client(c, "strip-1"), self.client(c, "admin-1")
        self.assertEqual(admin.act(OPEN, target=1)["code"], 0)
        self.assertEqual(admin.act(PAUSE, target=1, arg=LUNCH)["code"], 0)
        self.assertEqual(strip.take("picture", target=1)["picture"], PICTURE_LUNCH)
        self.assertEqual(admin.act(RESUME, target=1)["code"], 0)
        self.assertEqual(strip.take("picture", target=1)["picture"], PICTURE_NONE)

    def test_an_open_window_after_hours_says_so(self):  # R-O3
        c = self.start(start="20260318T0900")
        kiosk, pad, admin = self.client(c, "kiosk-1"), self.client(c, "pad-1"), self.client(c, "admin-1")
        for _ in range(2):
            self.assertEqual(kiosk.issue(1)["code"], 0)
        self.assertEqual(admin.act(OPEN, target=1)["code"], 0)
        for client in (kiosk, pad, admin):
            client.close()
        c.stop()
        self.clients.clear()
        c = self.start(start="20260318T1730")
        strip, pad = self.client(c, "strip-1"), self.client(c, "pad-1")
        self.assertEqual(strip.take("picture", target=1, seconds=20)["picture"], PICTURE_EXTENDED)
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        strip.take("call", seconds=20)

    def test_a_strip_of_a_pc_shows_it(self):
        c = self.start()
        control = self.dir / "control"
        station = Program([BIN / "hall-station", "--hall", self.hall, "--controller", f"127.0.0.1:{c.port}", "--key",
                           self.state / "devices" / "strip-1.key", "--control", control])
        try:
            admin = self.client(c, "admin-1")
            self.assertEqual(admin.act(OPEN, target=1)["code"], 0)
            self.assertEqual(admin.act(PAUSE, target=1, arg=LUNCH)["code"], 0)
            station.wait_line("午间休息")
            self.assertEqual(admin.act(RESUME, target=1)["code"], 0)
            station.wait_line("热情为您服务")
        finally:
            self.assertEqual(station.stop(), 0, station.log())

    def test_every_state_is_a_picture_of_the_width_asked_for(self):
        for dots, widest in ((128, 96), (64, 64), (48, 48)):
            folder = self.dir / str(dots)
            hallctl("strip", folder, "--hall", HALLS / "township", "--dots", dots, check=0)
            names = sorted(path.name for path in folder.glob("*.jp"))
            self.assertEqual(names, ["01-idle.jp", "02-call.jp", "03-serving.jp", "04-paused.jp", "05-closed.jp",
                                     "06-lost.jp", "07-training.jp", "08-lunch.jp", "09-extended.jp"])
            for name in names:
                data = (folder / name).read_bytes()
                magic, version, number, insert, lines, left, right = struct.unpack("<2sBBBBHH", data[:10])
                self.assertEqual((magic, version, lines, number), (b"JP", 1, 16, int(name[:2])))
                self.assertEqual(len(data), 10 + (left + right + 7) // 8 * 16)
                self.assertLessEqual(left + right + 48 * insert, max(widest, dots))
            self.assertEqual((folder / "strips.png").read_bytes()[:4], b"\x89PNG")

    def test_wrong_words_are_told_in_one_sentence(self):
        for words, sentence in ((["--dots", "40"], "--dots 40: write 48 to 128"), (["--lang", "fr"], "--lang fr: "),
                                (["--window", "99"], "--window 99: ")):
            done = hallctl("strip", self.dir / "out", "--hall", HALLS / "township", *words)
            self.assertEqual(done.returncode, 2)
            self.assertIn(sentence, done.stderr)
        done = hallctl("strip", self.dir / "out", "请" * 17, "--hall", HALLS / "township")
        self.assertEqual(done.returncode, 1)
        self.assertIn("has no room for", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
