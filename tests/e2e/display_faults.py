# SPDX-License-Identifier: Apache-2.0
"""Calls at a real board while things break (F19, D-35): its cable is pulled, the controller is killed, the
sound device stalls or is lost, the board stands still, the hall's clock jumps. Each call is shown and
spoken exactly once, or visibly expired; none at another window.

    display_faults.py [CALLS]     200 with ./hall test --long display
"""
import os
import re
import signal
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import hall1  # noqa: E402
from board_lib import Cable, Loudspeaker, fates, write_hall  # noqa: E402
from controller_clock import MINUTE, MORNING, Jumping  # noqa: E402
from display_hall import Display  # noqa: E402
from hall_process import HALLS, KEY, ROW, VIEW, hallctl  # noqa: E402

CALLS = 24
WINDOWS = 4
PACE_S = 3.0  # a call takes some 2.5 s to say
AWAY_S = 8  # long enough for the pauses between the board's tries to be their longest
RECOVERY_S = 2.0
SLOW_MACHINE_S = 1.5  # of two cores that do other things
FAULTS = ("cut", "kill", "stall", "lost", "stop", "clock")
EVERY = 4  # calls from fault to fault
BOARD_ROW = 12


class Faults(Jumping):
    def setUp(self):
        super().setUp()
        self.displays = []
        self.hall = write_hall(HALLS / "township", self.dir / "hall", windows=WINDOWS)
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0)
        self.moment = MORNING
        self.controller = self.start_at(MORNING)
        self.cable = Cable(self.controller.port)
        self.speaker = Loudspeaker(str(self.dir / "sound.fifo"), str(self.dir / "heard.raw"))
        self.rows = {}  # announcements as the controller had them: id -> (number, window)
        self.called = []  # (number, window) as a pad's answer said
        self.recoveries = {}
        self.seen = {}  # window -> the call that its pad shows

    def tearDown(self):
        for display in self.displays:
            if display.process.poll() is None:
                display.process.send_signal(signal.SIGCONT)
                display.stop()
        self.cable.close()
        self.speaker.close()
        super().tearDown()

    def look(self):
        """The rows of the hall; announcements are remembered, they do not live long."""
        admin = self.client(self.controller, "admin-1", view=VIEW["admin"])
        admin.until(lambda: admin.loaded, 20)
        for (kind, key), row in admin.rows.items():
            if kind == ROW["announce"]:
                self.rows[key] = (hall1.label(row["prefix"], row["number"]), row["target"])
        rows = dict(admin.rows)
        admin.close()
        self.clients.remove(admin)
        return rows

    def one(self, rows, sort, /, **wanted):
        return next(row for (row_kind, _), row in rows.items()
                    if row_kind == sort and all(row[k] == v for k, v in wanted.items()))

    def press(self, window, key):
        pad = self.client(self.controller, f"pad-{window}")
        result = pad.press(KEY[key], seen=self.seen.get(window, 0) & 0xFF)
        self.seen[window] = result["call"]
        pad.close()
        self.clients.remove(pad)
        return result

    def call(self, window):
        self.press(window, "finish")
        result = self.press(window, "next")
        self.assertEqual(result["code"], 0, result)
        self.assertEqual(result["target"], window)
        self.called.append((hall1.label(result["prefix"], result["number"]), window))
        self.look()

    # -- what breaks; each returns a line of the board's log that says it is well again, or None --
    def cut(self, display):
        self.cable.pull()
        self.call(1)
        time.sleep(1.5)
        self.cable.plug()
        return "link=live"

    def kill(self, display):
        port = self.controller.port
        self.cable.pull()
        self.controller.kill()
        self.running.remove(self.controller)
        time.sleep(AWAY_S)
        self.controller = self.start_at(self.moment, port=port)
        self.cable.plug()
        return "link=live"

    def stall(self, display):
        self.speaker.stall()
        self.call(2)
        time.sleep(6)
        self.speaker.go_on()

    def lost(self, display):
        """Nobody reads for so long that the device is given up: calls are shown meanwhile."""
        self.speaker.stall()
        self.call(3)
        self.call(4)
        display.wait("sound stopped", self.count(display, "sound stopped") + 1)
        self.until(lambda: self.one(self.look(), BOARD_ROW)["sound"] == 2)  # and it says so
        self.speaker.go_on()
        self.until(lambda: self.one(self.look(), BOARD_ROW)["sound"] == 1)

    def stop(self, display):
        display.process.send_signal(signal.SIGSTOP)
        self.call(3)
        time.sleep(3)
        display.process.send_signal(signal.SIGCONT)

    def clock(self, display):
        self.moment += 20 * MINUTE if len(self.called) % 2 else -5 * MINUTE
        self.set_clock(self.moment)

    def until(self, test, seconds=40):
        end = time.monotonic() + seconds
        while not test():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)

    def count(self, display, pattern):
        with display.news:
            return sum(bool(re.search(pattern, line)) for line in display.lines)

    def break_something(self, fault, display):
        before = self.count(display, "link=live")
        well = getattr(self, fault)(display)
        if well:
            at = time.monotonic()
            display.wait(well, before + 1)
            took = time.monotonic() - at
            self.recoveries[fault] = max(took, self.recoveries.get(fault, 0))

    def settled(self, display):
        return set(fates(list(display.lines))) >= set(self.rows)

    # -- the test --
    def test_every_call_is_shown_and_spoken_once_or_expires(self):
        kiosk = self.client(self.controller, "kiosk-1")
        for number in range(CALLS + CALLS // 2 + 8):
            self.assertEqual(kiosk.issue(number % 4 + 1)["code"], 0)
        kiosk.close()
        self.clients.remove(kiosk)
        os.environ.update(SDL_DISKAUDIOFILE=self.speaker.path)
        display = Display(self, self.cable, sound="sound.fifo", real=True)
        display.wait("link=live")
        while len(self.called) < CALLS:
            number = len(self.called)
            begun = time.monotonic()
            if number % EVERY == EVERY - 1:
                self.break_something(FAULTS[number // EVERY % len(FAULTS)], display)
            self.call(number % WINDOWS + 1)
            time.sleep(max(0, begun + PACE_S - time.monotonic()))
        self.until(lambda: self.settled(display), 60)
        self.until(lambda: self.one(self.look(), BOARD_ROW)["queued"] == 0, 60)
        self.judge(display)

    def judge(self, display):
        said = fates(display.lines)
        again = {key: value for key, value in said.items() if len(value) > 1}
        self.assertEqual(again, {}, "settled twice")
        self.assertEqual({key: value[0][:2] for key, value in said.items()}, self.rows, "another call")
        self.assertEqual(sorted(self.rows.values()), sorted(self.called), "what pads were told")
        count = {}
        for value in said.values():
            count[value[0][2]] = count.get(value[0][2], 0) + 1
        self.assertLessEqual(set(count), {"speak", "expired", "overtaken"})
        self.assertEqual([key for key, value in said.items() if value[0][2] == "speak"],
                         sorted(key for key, value in said.items() if value[0][2] == "speak"))
        self.assertIsNone(display.process.poll())  # it is the same program
        rows = self.look()
        device = self.one(rows, ROW["device"], kind=5)
        self.assertEqual(device["online"], 1)
        self.until(lambda: self.one(self.look(), ROW["device"], kind=5)["spoken"] ==
                   max(key for key, value in said.items() if value[0][2] == "speak"))
        self.assertEqual(self.one(rows, BOARD_ROW)["expired"], count.get("expired", 0))
        self.until(lambda: self.one(self.look(), BOARD_ROW)["agrees"] == 1)  # it shows what it should
        self.journal()
        print(f"{len(self.called)} calls: {count}; worst recovery " +
              ", ".join(f"{fault} {took:.1f} s" for fault, took in self.recoveries.items()))
        for fault, took in self.recoveries.items():
            self.assertLess(took, RECOVERY_S + SLOW_MACHINE_S, fault)

    def journal(self):
        """The journal of each number: called once, there, with that announcement."""
        for key, (number, window) in self.rows.items():
            told = self.ctl(self.controller, "ticket", number, check=0).stdout
            called = re.findall(r" called .*?target=(\d+) .*?announce=(\d+)", told)
            self.assertEqual(called, [(str(window), str(key))], told)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        CALLS = int(sys.argv.pop(1))
    unittest.main(verbosity=2)
