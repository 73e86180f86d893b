# SPDX-License-Identifier: Apache-2.0
"""A real board through a day of a busy hall in some minutes: calls, recalls, missed numbers and transfers,
notices, other pages, emergencies, pictures fetched from afar, cuts and kills of the controller; then the
evening, the night and the next morning, 24 hours of the hall's clock. What the process holds when it
is warm - memory, files, threads - is what it holds at the end.

    display_lasting.py [VISITS]     1500 with ./hall test --long display
"""
import os
import sys
import time
import unittest
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from board_lib import Cable, write_hall  # noqa: E402
from display_hall import Display  # noqa: E402
from hall_process import HALLS, KEY, HallTest, hallctl  # noqa: E402

VISITS = 1500
EVERY = 25  # visits from event to event
WINDOWS = 4
MORNING = datetime(2026, 3, 18, 9)  # a Wednesday
DAY_S, FASTER = 180, 480  # 24 hours
PACE_S = 0.1
SLOW_EVERY = 31  # visits
CUT_S = 0.5  # the cable looks that often whether it is whole
GROWTH_MIB = 2
EVENTS = ("notice", "page", "emergency", "screen", "cut", "kill")
MARKDOWN = "md"
PAGE = "# 第{0}页\n\n- 今天第{0}次更换\n"
LISTS = "playlists:\n  - name: test\n    seconds: 10\n    pages:\n      - page: one\n"


def held(process):
    """(anonymous MiB, resident MiB, files, threads) of a process."""
    folder = Path(f"/proc/{process.pid}")
    lines = dict(line.split(":", 1) for line in (folder / "smaps_rollup").read_text().splitlines()[1:])
    mib = [int(lines[name].split()[0]) / 1024 for name in ("Anonymous", "Rss")]
    return (*mib, len(os.listdir(folder / "fd")), len(os.listdir(folder / "task")))


def held_at_rest(process):
    """The least of some looks: a page that is being read has its file open."""
    looks = []
    for _ in range(10):
        looks.append(held(process))
        time.sleep(0.3)
    return tuple(min(values) for values in zip(*looks))


class Lasting(HallTest):
    def setUp(self):
        super().setUp()
        self.displays = []
        self.hall = write_hall(HALLS / "township", self.dir / "hall", windows=WINDOWS,
                               voice="{times: 2, chime: true, languages: [zh, en]}")
        text = (self.hall / "hall.yaml").read_text(encoding="utf-8")
        (self.hall / "hall.yaml").write_text(text.replace("tickets_day: 1000", "tickets_day: 5000"),
                                             encoding="utf-8")
        self.write_page(0)
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0)
        self.moment, self.begun, self.faster = MORNING, time.monotonic(), 1
        self.controller = self.start_now()
        self.cable = Cable(self.controller.port)
        self.boot = 0
        self.connect()
        self.visits = self.events = 0
        self.seen = {}

    def tearDown(self):
        self.cable.close()
        for display in self.displays:
            if display.process.poll() is None:
                self.assertEqual(display.stop(), 0, "\n".join(display.lines[-40:]))
        super().tearDown()

    def write_page(self, number):
        (self.hall / "pages" / f"one.zh.{MARKDOWN}").write_text(PAGE.format(number), encoding="utf-8")
        (self.hall / "pages" / "playlists.yaml").write_text(LISTS, encoding="utf-8")

    def hall_time(self):
        """In whole minutes, so that no clock goes back."""
        passed = timedelta(seconds=(time.monotonic() - self.begun) * self.faster, minutes=1)
        return (self.moment + passed).replace(second=0, microsecond=0)

    def start_now(self, **more):
        self.moment = self.hall_time()
        self.begun, self.faster = time.monotonic(), more.get("training", self.faster)
        return self.start(start=self.moment.strftime("%Y%m%dT%H%M"), **{"training": self.faster, **more})

    def connect(self):
        for client in self.clients:
            client.close()
        self.clients = []
        self.boot += 1
        self.kiosk = self.client(self.controller, "kiosk-1", boot=self.boot)
        self.pads = [self.client(self.controller, f"pad-{n}", boot=self.boot) for n in range(1, WINDOWS + 1)]

    def restart(self, **more):
        port = self.controller.port
        self.controller.kill()
        self.running.remove(self.controller)
        self.controller = self.start_now(port=port, **more)
        self.connect()

    def press(self, window, key):
        pad = self.pads[window]
        result = pad.press(KEY[key], seen=self.seen.get(window, 0) & 0xFF)
        self.seen[window] = result["call"]
        pad.queue.clear()
        return result["code"]

    def visit(self):
        """One ticket, called at the next window; every tenth is called again, every twelfth does not come. The
        last window takes its time, so that its calls are still true when it is their turn to be said."""
        slow = self.visits % SLOW_EVERY == 0
        window = WINDOWS - 1 if slow else self.visits % (WINDOWS - 1)
        self.visits += 1
        issued = self.kiosk.issue(self.visits % 4 + 1)["code"]
        for client in self.clients:
            client.pump()
            client.queue.clear()
        self.press(window, "miss" if self.visits % 12 == 0 else "finish")
        called = self.press(window, "next")
        if self.visits % 10 == 0:
            self.press(window, "recall")
        time.sleep(PACE_S)
        return issued == 0 and called == 0

    # -- what happens in a day --
    def notice(self):
        self.ctl(self.controller, "notice", f"通知 {self.events}", "--minutes", 1, check=0)

    def page(self):
        self.write_page(self.events)
        self.ctl(self.controller, "pages", "reload", check=0)

    def emergency(self):
        self.ctl(self.controller, "act", "emergency", "on", check=0)
        self.ctl(self.controller, "act", "emergency", "off", check=0)

    def screen(self):
        self.ctl(self.controller, "screen", "board-1", self.dir / "shot.png")

    def cut(self):
        self.cable.pull()
        time.sleep(CUT_S)
        self.cable.plug()

    def kill(self):
        self.cable.pull()
        self.restart()
        self.cable.plug()

    def work(self, display, visits):
        called = 0
        for _ in range(visits):
            called += self.visit()
            if self.visits % EVERY == 0:
                getattr(self, EVENTS[self.events % len(EVENTS)])()
                self.events += 1
            self.assertIsNone(display.process.poll(), "\n".join(display.lines[-40:]))
        return called

    def lives(self, display):
        count = sum("link=live" in line for line in display.lines)
        self.cut()
        display.wait("link=live", count + 1)

    def a_day(self):
        self.cable.pull()
        self.restart(training=FASTER)
        self.cable.plug()
        end = time.monotonic() + DAY_S
        while time.monotonic() < end:
            for client in self.clients:
                client.pump()
                client.queue.clear()
            self.page()
            self.events += 1
            time.sleep(2)

    def test_a_day_leaves_nothing_behind_in_a_board(self):
        display = Display(self, self.cable, sound="/dev/null")
        display.wait("link=live")
        called = self.work(display, VISITS // 5)
        self.lives(display)
        warm = held_at_rest(display.process)
        called += self.work(display, VISITS - VISITS // 5)
        self.a_day()
        called += self.work(display, EVERY)
        self.lives(display)
        now = held_at_rest(display.process)
        spoken = len(display.spoken())
        print(f"visits={self.visits} called={called} spoken={spoken} events={self.events} until {self.hall_time()}; "
              "anonymous %.1f MiB, resident %.1f, files %d, threads %d when warm; " % warm +
              "%.1f, %.1f, %d, %d at the end" % now)
        self.assertGreater(called, VISITS * 9 // 10)
        self.assertGreater(spoken, VISITS // 50)
        self.assertLessEqual(now[0] - warm[0], GROWTH_MIB)
        self.assertLessEqual(now[2:], warm[2:])


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        VISITS = int(sys.argv.pop(1))
    unittest.main(verbosity=2)
