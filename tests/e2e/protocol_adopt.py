# SPDX-License-Identifier: Apache-2.0
"""hallctl adopt --show, --qr: a reader finds exactly the key, on paper and on any terminal."""
import re
import struct
import subprocess
import sys
import unittest
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import HallTest, hall1, hallctl  # noqa: E402

BLACK, WHITE = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
BLOCKS = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def png(rows, scale):
    """Rows of dark (1) and light (0) as a grey PNG."""
    lines = b"".join((b"\0" + b"".join((b"\0" if dark else b"\xff") * scale for dark in row)) * scale for row in rows)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    head = struct.pack(">IIBBBBB", len(rows[0]) * scale, len(rows) * scale, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def read_code(path):
    done = subprocess.run(["zbarimg", "-q", "--raw", "-Sbinary", path], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8")


class Adopt(HallTest):
    def adopt(self, *words, check=0):
        return hallctl("adopt", *words, "--state", self.state, check=check)

    def key_text(self, name):
        return " ".join((self.state / "devices" / f"{name}.key").read_text(encoding="utf-8").split())

    def shown(self, done):
        """The line of text, and what a screen shows of the rest as rows of dark and light."""
        lines = done.stdout.splitlines()
        at = next(i for i, line in enumerate(lines) if line.startswith("uid="))
        rows = []
        for line in lines[at + 1:]:
            # Both colours are set in each line: it does not matter what the terminal has.
            self.assertTrue(line.startswith(BLACK) and line.endswith(WHITE), line)
            cells = [BLOCKS[char] for char in line[len(BLACK):-len(WHITE)]]
            rows += [[upper for upper, _ in cells], [lower for _, lower in cells]]
        return lines[at], rows

    def test_nothing_of_the_key_is_printed_unasked(self):
        done = self.adopt("kiosk", "kiosk-9")
        key = self.key("kiosk-9")
        self.assertEqual(done.stdout, f"{self.state}/devices/kiosk-9.key\n")
        self.assertNotIn(key.psk.hex(), done.stdout + done.stderr)

    def test_terminal_and_picture_hold_the_key_file(self):
        for kind, name in (("kiosk", "kiosk-9"), ("pad", "叫号器-12"), ("board", "大厅屏"), ("admin", "a" * 24)):
            picture = self.dir / "code.png"
            done = self.adopt(kind, name, "--show", "--qr", picture)
            text, rows = self.shown(done)
            self.assertEqual(text, self.key_text(name))
            self.assertEqual(picture.stat().st_mode & 0o777, 0o600)
            self.assertEqual(read_code(picture), text)
            for row in rows[:4] + [row[:4] for row in rows] + [row[-4:] for row in rows] + rows[-4:]:
                self.assertFalse(any(row), "no quiet zone of four modules")
            for scale in (4, 7):
                screen = self.dir / "screen.png"
                screen.write_bytes(png(rows, scale))
                self.assertEqual(read_code(screen), text)

    def test_a_device_takes_its_key_from_what_it_read(self):
        picture = self.dir / "code.png"
        self.adopt("admin", "主任", "--qr", picture)
        copy = self.dir / "typed.key"
        copy.write_text(read_code(picture), encoding="utf-8")
        copy.chmod(0o600)
        controller = self.start()
        done = hallctl("--controller", f"127.0.0.1:{controller.port}", "--key", copy, "status")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        controller.wait_line("device=主任 kind=admin session=open")

    def test_a_key_that_is_there_is_shown_again(self):
        self.adopt("kiosk", "kiosk-9")
        before = self.key_text("kiosk-9")
        text, _ = self.shown(self.adopt("kiosk", "kiosk-9", "--show"))
        self.assertEqual(text, before)
        text, _ = self.shown(self.adopt("kiosk", "kiosk-9", "--show", "--force"))
        self.assertNotEqual(text, before)
        self.assertEqual(text, self.key_text("kiosk-9"))
        done = self.adopt("board", "kiosk-9", "--show", check=1)
        self.assertRegex(done.stderr, "kiosk-9 has the key of a kiosk already, not of a board")
        self.assertEqual(done.stdout, "")

    def test_a_code_is_for_one_device(self):
        for option in (["--show"], ["--qr", self.dir / "all.png"]):
            done = hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, *option)
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, "usage: hallctl adopt KIND NAME")
        self.assertFalse((self.dir / "all.png").exists())

    def test_a_picture_that_cannot_be_written(self):
        done = self.adopt("kiosk", "kiosk-9", "--qr", self.dir / "none" / "code.png", check=1)
        self.assertRegex(done.stderr, "code.png cannot be written: No such file")
        self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertEqual(hall1.Key(self.state / "devices" / "kiosk-9.key").name, "kiosk-9")

    def test_usage_names_all_of_it(self):
        self.assertRegex(hallctl("--help", check=0).stdout, re.compile("--show.*--qr FILE.png", re.S))


if __name__ == "__main__":
    unittest.main()
