# SPDX-License-Identifier: Apache-2.0
"""Somebody who presses, types and scans whatever there is does not get out of a kiosk (T11, R-K15): random
events of the touch panel, all key codes of the keypad, random bytes of scanner and card reader go into the
real process; it ends on the home page, the same process, without a child, and gives a number to the next.

KIOSK_EVENTS events (1,000,000); KIOSK_SEED repeats a run."""
import os
import pty
import random
import shutil
import subprocess
import sys
import time
import tty
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from kiosk_devices import EV_ABS, EV_KEY, EV_SYN, KEYS, MT_ID, MT_SLOT, MT_X, MT_Y, KioskTest, record  # noqa: E402

EVENTS = int(os.environ.get("KIOSK_EVENTS", "1000000"))
SEED = int(os.environ.get("KIOSK_SEED", str(int(time.time()))))
CHUNK = 200
FREED = {"ASAN_OPTIONS": "quarantine_size_mb=8"}  # what a sanitizer keeps of the freed is no growth
SERVICES = ((1020, 330), (340, 530))  # one of them in the usual look and in the large one
HOMES = ((328, 1020), (724, 1000))  # 首页 in the usual look and in the large one
# What breaks out of other machines; each is sent whole now and then.
CHORDS = ((29, 56, 111), (56, 62), (56, 15), (29, 56, 59), (29, 56, 14), (125,), (126,), (99,), (56, 99, 48),
          (29, 42, 1), (116,), (142,), (29, 46), (29, 44), (87,), (88,), (29, 20))


def children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += (task / "children").read_text().split()
    return found


def started(pid):
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]


def resident_kb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


class Locked(KioskTest):
    def setUp(self):
        super().setUp()
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        os.symlink(os.ttyname(self.slave), self.dir / "scan-port")
        self.patch("devices.yaml", f"'keys:{self.scanner.path}'", str(self.dir / "scan-port"))

    def tearDown(self):
        super().tearDown()
        os.close(self.master)
        os.close(self.slave)

    def touches(self, rng):
        """At least CHUNK records: taps, drags, fingers that never leave, and nonsense."""
        out, count = [], 0
        while count < CHUNK:
            if rng.random() < 0.1:
                part = [record(rng.choice((0, 1, 2, 3, 4, 5, 0x11, 0x15, 0x1f)), rng.randrange(0x300),
                               rng.randrange(-2**31, 2**31)) for _ in range(5)]
            else:
                slot, x, y = rng.randrange(-1, 3), rng.randrange(-50, 1970), rng.randrange(-50, 1130)
                part = [record(EV_ABS, MT_SLOT, slot), record(EV_ABS, MT_ID, rng.randrange(1000)),
                        record(EV_ABS, MT_X, x), record(EV_ABS, MT_Y, y), record(EV_SYN, 0, 0)]
                if rng.random() < 0.2:
                    part += [record(EV_ABS, MT_X, rng.randrange(1920)), record(EV_SYN, 0, 0)]
                if rng.random() < 0.9:
                    part += [record(EV_ABS, MT_ID, -1), record(EV_SYN, 0, 0)]
                if rng.random() < 0.02:
                    part += [record(EV_SYN, 3, 0)]
            out += part
            count += len(part)
        return b"".join(out), count

    def keys(self, rng):
        out = []
        known = list(KEYS.values())
        while len(out) < CHUNK:
            if rng.random() < 0.05:
                chord = rng.choice(CHORDS)
                out += [record(EV_KEY, code, 1) for code in chord] + [record(EV_KEY, code, 0) for code in chord]
            else:
                code = rng.choice(known) if rng.random() < 0.1 else rng.randrange(0x300)
                out += [record(EV_KEY, code, rng.randrange(-1, 4)), record(EV_SYN, 0, 0)]
        return b"".join(out), len(out)

    def scans(self, rng):
        alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.?=&_-"
        count = rng.randrange(1, 120)
        if rng.random() < 0.5:
            return bytes(rng.choice(alphabet) for _ in range(count)) + b"\r", count
        return bytes(rng.randrange(256) for _ in range(count)), count

    def flood(self, rng, kiosk):
        """Until EVENTS events are in. The FIFOs are as fast as the kiosk takes them; a page that has just come
        takes no press for 0.4 s, so each round waits a moment: else most of the storm would meet one page."""
        sent = 0
        while sent < EVENTS:
            kiosk.wait_page("none", 1, 0.06)
            for device, make in ((self.panel.fd, self.touches), (self.keypad.fd, self.keys),
                                 (self.master, self.scans), (self.reader.master, self.scans)):
                data, count = make(rng)
                os.write(device, data)
                sent += count
                self.assertIsNone(kiosk.process.poll(), "the kiosk ended")
        return sent

    def to_home(self, kiosk):
        end = time.monotonic() + 400
        while (kiosk.pages() or ["home"])[-1] != "home":
            self.assertLess(time.monotonic(), end, kiosk.log()[-3000:])
            for place in HOMES:
                self.panel.tap(*place)
                kiosk.wait_page("home", kiosk.pages().count("home") + 1, 1)

    def test_random_input_ends_on_the_home_page(self):
        print(f"KIOSK_SEED={SEED} KIOSK_EVENTS={EVENTS}", flush=True)
        rng = random.Random(SEED)
        controller = self.start()
        kiosk = self.kiosk(controller, env=FREED)
        kiosk.wait_line("scanner port=.* open")
        pid = kiosk.process.pid
        before = (started(pid), os.readlink(f"/proc/{pid}/exe"), resident_kb(pid))
        begin = time.monotonic()
        sent = self.flood(rng, kiosk)
        self.panel.send(*(record(*one) for slot in range(3) for one in
                          ((EV_ABS, MT_SLOT, slot), (EV_ABS, MT_ID, -1), (EV_SYN, 0, 0))))
        self.to_home(kiosk)
        took = time.monotonic() - begin
        self.assertIsNone(kiosk.process.poll())
        self.assertEqual((started(pid), os.readlink(f"/proc/{pid}/exe")), before[:2])
        self.assertEqual(children(pid), [])
        pages = kiosk.pages()
        print(f"{sent} events in {took:.0f} s, {len(pages)} pages of {len(set(p.split()[0] for p in pages))} kinds, "
              f"{before[2]} -> {resident_kb(pid)} KB", flush=True)
        self.assertLess(resident_kb(pid), before[2] + 65536)
        self.assertGreater(len(set(page.split()[0] for page in pages)), 5)  # it was somewhere
        self.assertNotIn("page=staff", kiosk.log())
        count = len(pages)
        end = time.monotonic() + 60
        while len(kiosk.pages()) == count:  # and the next visitor is served
            self.assertLess(time.monotonic(), end, kiosk.log()[-3000:])
            for place in SERVICES:
                self.panel.tap(*place)
                kiosk.wait_page("none", 1, 0.5)


    @unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool"), "no Xvfb or xdotool")
    def test_a_full_screen_hears_only_the_named_panel(self):
        """Mouse, keys and window manager of a real display: nothing of it reaches the kiosk (R-K15)."""
        out, into = os.pipe()
        xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(into), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
                                pass_fds=[into], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (xvfb.terminate(), xvfb.wait(timeout=30), os.close(out)))
        os.close(into)
        env = {"DISPLAY": ":" + os.read(out, 16).decode().strip()}

        def xdotool(*words):
            subprocess.run(["xdotool", *map(str, words)], env=dict(os.environ, **env), timeout=30,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        controller = self.start()
        kiosk = self.kiosk(controller, shown="--fullscreen", env=env)
        kiosk.wait_line("shown=window")
        for place in SERVICES:
            xdotool("mousemove", *place, "click", 1)
        for keys in ("Return", "Tab", "Escape", "alt+F4", "ctrl+alt+Delete", "ctrl+alt+F2", "super", "ctrl+q", "ctrl+c"):
            xdotool("key", keys)
        xdotool("search", "--name", "kiosk-1", "windowquit")
        kiosk.wait_page("none", 1, 2)
        self.assertIsNone(kiosk.process.poll(), kiosk.log())
        self.assertEqual(kiosk.pages(), [])
        kiosk.reach("confirm", *SERVICES[0])  # and the panel itself is heard


if __name__ == "__main__":
    unittest.main(verbosity=2)
