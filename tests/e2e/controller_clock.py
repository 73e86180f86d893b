# SPDX-License-Identifier: Apache-2.0
"""The real controller under clocks that jump (R-O8, F09, T17): libfaketime moves its wall clock and
leaves the monotonic one alone, as a person or a bad time server would."""
import calendar
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, KEY, REFUSED, VERB, HallTest  # noqa: E402

LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
MINUTE, HOUR = 60, 3600
MORNING = calendar.timegm((2026, 3, 18, 1, 30, 0))  # a Wednesday, 09:30 in Shanghai


def move_clock(file, seconds):
    """The clock of whoever runs `at_clock(file)` is that far from the true one, and runs."""
    new = file.with_suffix(".new")
    new.write_text(f"{int(seconds):+d}\n", encoding="ascii")
    new.rename(file)


def at_clock(file):
    """The environment of a program whose wall clock `move_clock` moves."""
    # AddressSanitizer wants to come first; behind this library it works as well.
    sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return dict(LD_PRELOAD=str(LIBRARY), ASAN_OPTIONS=sanitizer.lstrip(":"), FAKETIME_TIMESTAMP_FILE=str(file),
                FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1")


class Jumping(HallTest):
    """A hall whose wall clock the test moves; the hall itself runs in real time."""

    def setUp(self):
        if not LIBRARY.exists():
            self.fail(f"{LIBRARY} is missing: install the package faketime")
        super().setUp()
        self.offset = self.dir / "offset"

    def set_clock(self, moment):
        """From now on the wall clock shows this UTC moment, and runs."""
        move_clock(self.offset, moment - time.time())

    def start_at(self, moment, **more):
        self.set_clock(moment)
        wrap = ["env", *(f"{name}={value}" for name, value in at_clock(self.offset).items())]
        return self.start(training=0, wrap=wrap, **more)

    def hall_time(self, client):
        client.say("ping", id=7, t1=0)
        return client.take("pong", id=7)["now_ms"] / 1000

    def near(self, client, moment):
        self.assertLess(abs(self.hall_time(client) - moment), 20)


class Clock(Jumping):
    def test_a_jump_ahead_with_people_waiting_closes_nothing(self):
        c = self.start_at(MORNING)
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        first, second = kiosk.issue(1), kiosk.issue(1)
        self.assertEqual((first["code"], second["code"]), (0, 0))
        self.set_clock(MORNING + 30 * HOUR)  # tomorrow afternoon
        c.wait_line(r"clock jumped \d+ s ahead")
        self.assertEqual(kiosk.issue(1)["number"], 3)
        self.near(kiosk, MORNING)
        self.assertEqual(pad.press(KEY["next"])["ticket"], first["ticket"])
        self.assertIn("clock", self.ctl(c, "status", check=0).stdout)
        c.kill()
        c = self.start_at(MORNING + 30 * HOUR)  # a start does not make it true
        kiosk = self.client(c, "kiosk-1")
        self.near(kiosk, MORNING)
        self.assertEqual(kiosk.issue(1)["number"], 4)
        c.wait_line(r"clock jumped \d+ s ahead")
        self.set_clock(MORNING)  # corrected
        c.wait_line(r"clock is right again")
        self.near(kiosk, MORNING)
        self.assertNotIn("closed issued", c.log())

    def test_closing_the_day_says_that_the_clock_is_right(self):
        c = self.start_at(MORNING)
        kiosk = self.client(c, "kiosk-1")
        kiosk.issue(1)
        self.set_clock(MORNING + 24 * HOUR)
        c.wait_line(r"clock jumped \d+ s ahead")
        self.ctl(c, "act", "day", "close", "force", check=0)
        c.wait_line(r"day=20260319 opened")
        self.near(kiosk, MORNING + 24 * HOUR)
        self.assertEqual(kiosk.issue(1)["number"], 1)

    def test_a_person_can_say_that_the_clock_is_right_and_the_day_goes_on(self):
        c = self.start_at(MORNING)
        kiosk = self.client(c, "kiosk-1")
        kiosk.issue(1)
        self.ctl(c, "act", "clock", check=1)  # nothing is in doubt
        self.set_clock(MORNING + HOUR)
        c.wait_line(r"clock jumped \d+ s ahead")
        self.ctl(c, "act", "clock", check=0)
        c.wait_line(r"clock is right again")
        self.near(kiosk, MORNING + HOUR)
        self.assertEqual(kiosk.issue(1)["number"], 2)

    def test_a_mistake_that_is_corrected_does_not_stop_the_halls_time(self):
        c = self.start_at(MORNING)
        kiosk = self.client(c, "kiosk-1")
        kiosk.issue(1)
        self.set_clock(MORNING + 8 * MINUTE)
        ahead = self.until_time(kiosk, MORNING + 8 * MINUTE)
        self.set_clock(MORNING)
        c.wait_lines(r"clock", 0)
        later = self.until_time(kiosk, ahead + 1)  # the old way: eight minutes of the same moment
        self.assertGreater(later, ahead)
        self.assertEqual(kiosk.issue(2)["number"], 1)

    def until_time(self, client, moment):
        while True:
            now = self.hall_time(client)
            if now >= moment:
                return now

    def test_1970_opens_no_day_and_an_open_one_goes_on(self):
        c = self.start_at(3600)
        c.wait_line(r"clock shows an impossible year")
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["day_closed"])
        refused = self.ctl(c, "act", "day", "open")
        self.assertIn("clock is not plausible", refused.stdout + refused.stderr)
        self.set_clock(MORNING)  # a time server is heard
        c.wait_line(r"day=20260318 opened")
        self.assertEqual(kiosk.issue(1)["number"], 1)
        c.kill()
        c = self.start_at(7200)
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.issue(1)["number"], 2)
        self.near(kiosk, MORNING)
        self.assertNotIn("closed issued", c.log())

    def test_a_restart_over_midnight_keeps_the_day_until_the_morning(self):
        night = MORNING + 14 * HOUR + 29 * MINUTE  # 23:59
        c = self.start_at(MORNING)
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        kiosk.issue(1)
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        c.kill()
        c = self.start_at(night)
        c.kill()
        c = self.start_at(night + 5 * MINUTE)
        self.assertNotIn("closed issued", c.log())
        self.assertEqual(self.client(c, "pad-1").press(KEY["finish"], seen=1)["code"], 0)  # R-O3
        self.set_clock(night + 241 * MINUTE)  # 04:00 of Thursday; nobody is in the hall
        c.wait_line(r"day=20260319 opened")

    def test_numbers_of_a_date_are_given_once(self):
        c = self.start_at(MORNING)
        kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1")
        numbers = [kiosk.issue(1)["number"] for _ in range(3)]
        for _ in range(2):
            self.assertEqual(admin.act(VERB["day_close"], arg=1)["code"], 0)
            self.assertEqual(admin.act(VERB["day_open"])["code"], 0)
            numbers.append(kiosk.issue(1)["number"])
            c.kill()
            c = self.start_at(MORNING)
            kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1")
            numbers.append(kiosk.issue(1)["number"])
        self.assertEqual(len(numbers), len(set(numbers)), numbers)

    def test_steps_are_in_the_journal(self):
        c = self.start_at(MORNING)
        with self.watching(c) as watch:
            self.client(c, "kiosk-1").issue(1)
            self.set_clock(MORNING + 3 * MINUTE)
            watch.wait_out(r"clock_stepped from=\d+ to=\d+")

    def watching(self, c):
        return Watch(c.port, self.state / "devices" / "admin-1.key")


class Watch:
    """hallctl watch, and what it prints."""

    def __init__(self, port, key):
        self.process = subprocess.Popen([BIN / "hallctl", "--controller", f"127.0.0.1:{port}", "--key",
                                         key, "watch"], stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def wait_out(self, pattern):
        for line in self.process.stdout:
            if re.search(pattern, line):
                return
        raise AssertionError(f"no line like {pattern}")


class Summer(Jumping):
    """A hall in Berlin that works every day."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hall-berlin-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.hall = self.folder / "hall"
        shutil.copytree(HALLS / "township", self.hall)
        text = (self.hall / "hall.yaml").read_text(encoding="utf-8")
        text = text.replace("Asia/Shanghai", "Europe/Berlin")
        text = re.sub(r"days: *\[[^]]*\]", "days: [mon, tue, wed, thu, fri, sat, sun]", text)
        (self.hall / "hall.yaml").write_text(text, encoding="utf-8")
        super().setUp()

    def test_the_hour_that_is_left_out_opens_the_day_an_hour_earlier(self):
        c = self.start_at(calendar.timegm((2026, 3, 29, 1, 59, 50)))  # 03:59:50, an hour ago 01:59:50
        self.ctl(c, "act", "day", "close", "force")  # a start opens at once; that of Sunday stays closed
        c.wait_line(r"day=20260329 opened")
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.welcome["tz_min"], 120)

    def test_a_day_over_the_end_of_summer_time_is_one_day(self):
        c = self.start_at(calendar.timegm((2026, 10, 24, 8, 0, 0)))
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        self.assertEqual(kiosk.welcome["tz_min"], 120)
        kiosk.issue(1)
        pad.press(KEY["next"])  # somebody is served all night
        c.kill()
        c = self.start_at(calendar.timegm((2026, 10, 25, 0, 59, 50)))  # 02:59:50 of summer
        pad = self.client(c, "pad-1")
        self.assertEqual(pad.welcome["tz_min"], 120)
        self.set_clock(calendar.timegm((2026, 10, 25, 1, 0, 5)))
        end = time.monotonic() + 20
        while True:
            pad.say("ping", id=8, t1=0)
            if pad.take("pong", id=8)["tz_min"] == 60:
                break
            self.assertLess(time.monotonic(), end)
        self.assertNotIn("closed issued", c.log())
        self.assertEqual(pad.press(KEY["finish"], seen=1)["code"], 0)
        self.set_clock(calendar.timegm((2026, 10, 25, 3, 0, 5)))  # 04:00 of winter
        c.wait_line(r"day=20261025 opened")


if __name__ == "__main__":
    unittest.main()
