# SPDX-License-Identifier: Apache-2.0
"""kiosk_devices - what is wired to a kiosk, for tests: an ID-card reader on a pseudo-terminal, a touch
panel, a keypad and a scanner as FIFOs, and hall-kiosk itself.

The reader speaks the frames of the manual as real ones do: a card that was read is not found again
until it was away.
"""
import errno
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import threading
import time
import tty

import hall_process
from hall_process import BIN, Program

EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
MT_SLOT, MT_X, MT_Y, MT_ID = 0x2f, 0x35, 0x36, 0x39
KEYS = {"1": 2, "2": 3, "3": 4, "4": 5, "5": 6, "6": 7, "7": 8, "8": 9, "9": 10, "0": 11, "-": 12,
        "ok": 28, "back": 1, "next": 106, "previous": 105, "help": 35, "\n": 28}


def record(kind, code, value):
    """struct input_event of this machine."""
    return struct.pack("@llHHi", 0, 0, kind, code, value)


def check_character(first17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(first17, weights)) % 11]


class Card:
    """256 bytes of text and a photograph, as a reader hands them over."""

    def __init__(self, name="某某", birth="19500315", region="211422", serial="123", address="某县某村"):
        self.name, self.birth, self.address = name, birth, address
        first = region + birth + serial
        self.number = first + check_character(first)
        self.photo = os.urandom(1024)

    def body(self):
        def field(text, size):
            return (text.encode("utf-16-le") + b" \0" * size)[:size]
        text = (field(self.name, 30) + field("1", 2) + field("01", 4) + field(self.birth, 16) +
                field(self.address, 70) + field(self.number, 36) + field("某县公安局", 30) +
                field("20200101", 16) + field("20400101", 16) + field("", 36))
        assert len(text) == 256
        return b"\x01\x00\x04\x00" + text + self.photo


class CardReader:
    """Behind `path`, a link to its pseudo-terminal."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.card, self.selected, self.known = None, False, False
        self.broken = 0  # so many reads fail
        self.looks = []  # when cards were looked for
        self.reads = 0
        self.master = self.slave = None
        self.thread = None
        self.plug()

    def plug(self):
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        if os.path.lexists(self.path):
            os.unlink(self.path)
        os.symlink(os.ttyname(self.slave), self.path)
        self.alive = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def unplug(self):
        self.alive = False
        self.thread.join(timeout=10)
        os.unlink(self.path)
        os.close(self.master)
        os.close(self.slave)

    def put(self, card):
        with self.lock:
            self.card, self.selected, self.known = card, False, False

    def take(self):
        """And long enough for the kiosk to see that it is gone."""
        with self.lock:
            self.card, self.selected, self.known = None, False, False
            seen = len(self.looks)
        end = time.monotonic() + 30
        while len(self.looks) < seen + 2 and self.alive:
            assert time.monotonic() < end, "nobody looks whether the card is gone"
            time.sleep(0.05)

    def _answer(self, command):
        """Status and data."""
        if command == 0x11ff:
            return 0x90, b""
        if command == 0x2001:
            self.looks.append(time.monotonic())
            found = self.card is not None and not self.known
            return (0x9f, bytes(4)) if found else (0x80, b"")
        if command == 0x2002:
            self.selected = self.card is not None
            return (0x90, bytes(8)) if self.selected else (0x81, b"")
        if command == 0x3001 and self.selected:
            self.reads += 1
            self.known = True
            if self.broken:
                self.broken -= 1
                self.selected = False
                return 0x41, b""
            return 0x90, self.card.body()
        if command == 0x3003 and self.selected:
            return 0x91, b""
        return 0x41, b""

    def _run(self):
        have = b""
        while self.alive:
            if not select.select([self.master], [], [], 0.05)[0]:
                continue
            try:
                have += os.read(self.master, 4096)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                continue
            while len(have) >= 10:
                at = have.find(b"\xaa\xaa\xaa\x96\x69\x00\x03")
                if at < 0 or len(have) < at + 10:
                    break
                command = have[at + 7] << 8 | have[at + 8]
                have = have[at + 10:]
                with self.lock:
                    status, data = self._answer(command)
                body = struct.pack(">H", len(data) + 4) + bytes([0, 0, status]) + data
                total = 0
                for byte in body:
                    total ^= byte
                os.write(self.master, b"\xaa\xaa\xaa\x96\x69" + body + bytes([total]))


class Input:
    """A FIFO in the place of an input device."""

    def __init__(self, path):
        self.path = path
        os.mkfifo(path)
        self.fd = os.open(path, os.O_RDWR)

    def send(self, *records):
        os.write(self.fd, b"".join(records))

    def close(self):
        os.close(self.fd)


class Panel(Input):
    """A touch panel whose numbers are the page's pixels."""
    finger = 0

    def tap(self, x, y):
        self.finger += 1
        self.send(record(EV_ABS, MT_SLOT, 0), record(EV_ABS, MT_ID, self.finger), record(EV_ABS, MT_X, x),
                  record(EV_ABS, MT_Y, y), record(EV_SYN, 0, 0))
        self.send(record(EV_ABS, MT_ID, -1), record(EV_SYN, 0, 0))


class Keyboard(Input):
    """A keypad, or a scanner that types."""

    def press(self, *names):
        for name in names:
            self.send(record(EV_KEY, KEYS[name], 1), record(EV_SYN, 0, 0), record(EV_KEY, KEYS[name], 0),
                      record(EV_SYN, 0, 0))


class Gun:
    """A serial scanner behind `path`."""

    def __init__(self, path):
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        os.symlink(os.ttyname(self.slave), path)

    def read(self, text):
        os.write(self.master, text.encode() + b"\r\n")

    def close(self):
        os.close(self.master)
        os.close(self.slave)


class Kiosk(Program):
    """One hall-kiosk with its devices, without a display unless it is told otherwise."""

    def __init__(self, test, controller, *more, shown="--offscreen", env=None):
        super().__init__([BIN / "hall-kiosk", "--hall", test.hall, "--controller", f"127.0.0.1:{controller.port}",
                          "--key", test.state / "devices" / "kiosk-1.key", "--state", test.dir / "kiosk",
                          shown, *more], env=env)
        self.panel = test.panel
        self.shown, self.looked = [], 0  # pages in the first `looked` lines

    def pages(self):
        """As logged: "confirm", "issued ticket=A001"."""
        with self.news:
            return list(self._pages())

    def _pages(self):
        """Only what is new is looked at: a storm of touches makes thousands of lines."""
        new = [re.search(r" page=(.*)", line) for line in self.lines[self.looked:]]
        self.looked += len(new)
        self.shown += [found.group(1) for found in new if found]
        return self.shown

    def reach(self, page, x, y, seconds=30):
        """Taps until the page comes: one that has just come takes no press for a moment."""
        seen = self.pages().count(page)
        end = time.monotonic() + seconds
        while self.pages().count(page) == seen:
            assert time.monotonic() < end, f"page {page} does not come:\n{self.log()}"
            self.panel.tap(x, y)
            self.wait_page(page, seen + 1, 1.5)

    def wait_page(self, page, count=1, seconds=30):
        """True when it was shown so often."""
        end = time.monotonic() + seconds
        with self.news:
            while self._pages().count(page) < count:
                if not self.news.wait(max(0, end - time.monotonic())) and time.monotonic() >= end:
                    return False
        return True

    def has_page(self, page, count=1, seconds=30):
        assert self.wait_page(page, count, seconds), f"page {page} does not come:\n{self.log()}"


class KioskTest(hall_process.HallTest):
    """A township whose first service wants a card (R-K10) and whose kiosk has all devices."""
    rules = "rules: {priority_proof: true}\n"

    def setUp(self):
        source = self.hall
        super().setUp()
        self.hall = self.dir / "hall"
        subprocess.run(["cp", "-r", str(source), str(self.hall)], check=True)
        self.reader = CardReader(self.dir / "reader")
        self.panel = Panel(self.dir / "touch")
        self.keypad = Keyboard(self.dir / "keypad")
        self.scanner = Keyboard(self.dir / "scanner")
        self.patch("devices.yaml", "kind: kiosk, floor: 1", f"kind: kiosk, floor: 1, reader: {self.reader.path}, "
                   f"scanner: 'keys:{self.scanner.path}', keypad: {self.keypad.path}, touch: {self.panel.path}, "
                   "touch_range: 1919x1079")
        self.patch("services.yaml", "    prefix: A\n", "    prefix: A\n    id_required: true\n")
        with open(self.hall / "hall.yaml", "a", encoding="utf-8") as file:
            file.write(self.rules)
        self.kiosks = []

    def tearDown(self):
        for kiosk in self.kiosks:
            if kiosk.process.poll() is None:
                self.assertEqual(kiosk.stop(), 0, kiosk.log())
        if self.reader.alive:
            self.reader.unplug()
        for device in (self.panel, self.keypad, self.scanner):
            device.close()
        super().tearDown()

    def patch(self, name, what, by):
        path = self.hall / name
        text = path.read_text(encoding="utf-8")
        assert what in text, (name, what)
        path.write_text(text.replace(what, by, 1), encoding="utf-8")

    def kiosk(self, controller, *more, **how):
        kiosk = Kiosk(self, controller, *more, **how)
        self.kiosks.append(kiosk)
        kiosk.wait_line(r"link state=live")
        kiosk.wait_line(r"key of the day taken")
        return kiosk


class GunTest(KioskTest):
    """The same with a serial scanner, and slips whose QR is read back."""

    def setUp(self):
        if not shutil.which("zbarimg"):
            self.skipTest("zbarimg is not installed")
        super().setUp()
        self.gun = Gun(self.dir / "gun")
        self.addCleanup(self.gun.close)
        self.patch("devices.yaml", f"'keys:{self.scanner.path}'", str(self.dir / "gun"))

    def slip(self, kiosk, label):
        """The text of the QR on the newest slip, read as a scanner reads it."""
        folder = self.dir / "kiosk" / "tickets"
        end = time.monotonic() + 30
        while time.monotonic() < end:
            files = sorted(folder.glob(f"*{label}*.png"), key=lambda path: path.stat().st_mtime)
            done = files and subprocess.run(["zbarimg", "--quiet", "--raw", files[-1]], capture_output=True, text=True)
            if done and done.returncode == 0:
                return done.stdout.strip()
            kiosk.wait_page("nothing", 1, 0.2)
        self.fail(f"no slip of {label} with a QR in {list(folder.glob('*'))}")
