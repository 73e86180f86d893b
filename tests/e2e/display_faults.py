# SPDX-License-Identifier: Apache-2.0
"""Calls at a real board while things break (F10, F19, D-35): the controller says that it goes, or its cable says
nothing; it is killed; the sound device stalls, or is taken away; the board stands still; the clocks of hall and board
jump. Each call is shown and spoken exactly once, or visibly expired; none at another window. Said by three who know
nothing of each other: the board's log, the sound that came out of it, and the picture on its screen, which in the end is
that of a board at which nothing broke.

    display_faults.py [CALLS]     200 with ./hall test --long display
"""
import os
import re
import shutil
import signal
import struct
import sys
import time
import unittest
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import hall1  # noqa: E402
import heard  # noqa: E402
from board_lib import Cable, Loudspeaker, fates, write_hall  # noqa: E402
from controller_clock import HOUR, MINUTE, MORNING, Jumping, at_clock, move_clock  # noqa: E402
from display_hall import Display  # noqa: E402
from hall_process import BIN, HALLS, KEY, ROW, VIEW, hallctl  # noqa: E402

CALLS, EVERY = 7, 1  # each fault once but the last
WINDOWS = 4
PACE_S = 3.0  # R-L14: the least that a call is shown
RECOVERY_S = 2.0
SOUND_S = 8.0  # it tries again after 1, 2, 4 s, and at every call
SHORT_AWAY_S, LONG_AWAY_S = 2, 12  # the long one is lost after 10 s (D-13), and the pauses between tries are longest
FAULTS = ("cut", "lose", "kill", "give_up", "unplug", "stop", "clocks", "stall")
BOARD_ROW = 12
NO_SOUND, SOUND = 0, dict(works=1, failed=2)
PAGE_LOST = 5
TICKER_ROWS = 110  # at the bottom of a screen: it moves


class Faults(Jumping):
    def setUp(self):
        super().setUp()
        self.displays = []
        self.hall = write_hall(HALLS / "township", self.dir / "hall", windows=WINDOWS, boards=2,
                               voice="{times: 1, chime: false, languages: [zh], pack: short}")
        self.clips = heard.make_pack(BIN.parent / "share" / "voice" / "default", self.hall / "voice" / "short")
        shutil.rmtree(self.hall / "pages")  # two boards turn them at times of their own
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0)
        self.moment = MORNING
        self.controller = self.start_at(MORNING)
        self.cable = Cable(self.controller.port)
        self.speaker = Loudspeaker(str(self.dir / "sound.fifo"), str(self.dir / "heard.raw"))
        self.rows = {}  # announcements as the controller had them: id -> (number, window)
        self.called = []  # (number, window) as a pad's answer said
        self.spoiled = set()  # ids whose sound a fault of the device may have hit
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

    def status(self):
        """What the controller knows of the board that speaks; the other one has no voice zone."""
        rows = self.look()
        for (kind, key), row in rows.items():
            if kind == BOARD_ROW and row["sound"] != NO_SOUND:
                device = rows[ROW["device"], key]
                return dict(row, online=device["online"], said=device["spoken"])
        return dict(showing=None, sound=None, agrees=None, queued=None, said=None)

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
    def away(self):
        return LONG_AWAY_S if CALLS > len(FAULTS) and len(self.called) % 2 else SHORT_AWAY_S

    def cut(self, display):
        self.cable.pull()
        self.call(1)
        time.sleep(self.away())
        self.cable.plug()
        return "link=live"

    def lose(self, display):
        """Nothing ends the connection. The board has to find out by itself: by the 5 s of D-13."""
        self.cable.lose()
        self.call(2)
        display.wait("link=stale", self.count(display, "link=stale") + 1)
        time.sleep(self.away())
        self.cable.plug()
        return "link=live"

    def kill(self, display):
        port = self.controller.port
        self.cable.pull()
        self.controller.kill()
        self.running.remove(self.controller)
        time.sleep(self.away())
        self.controller = self.start_at(self.moment, port=port)
        self.look()  # it answers: what comes now is the board's time
        self.cable.plug()
        return "link=live"

    def stall(self, display):
        with self.spoiling(display):
            self.speaker.stall()
            self.call(2)
            time.sleep(6)
            self.speaker.go_on()

    def give_up(self, display):
        """Nobody reads for so long that the device is given up: calls are shown meanwhile."""
        with self.spoiling(display):
            self.speaker.stall()
            self.call(3)
            display.wait("sound stopped", self.count(display, "sound stopped") + 1)
            self.until(lambda: self.status()["sound"] == SOUND["failed"])  # and it says so
            self.speaker.go_on()

    def unplug(self, display):
        """Each write is an error, and so is each try to open it."""
        with self.spoiling(display):
            self.speaker.unplug()
            self.call(4)
            self.until(lambda: self.status()["sound"] == SOUND["failed"])
            self.speaker.plug()

    def stop(self, display):
        """The call came meanwhile: its row is read before what asks for the picture. After some seconds the controller
        has given the board up, and it comes anew."""
        display.process.send_signal(signal.SIGSTOP)
        self.call(3)
        time.sleep(self.away())
        display.process.send_signal(signal.SIGCONT)

    def clocks(self, display):
        """The hall's jumps, and the board's own: its time comes from the hall, its own is nobody's business."""
        self.moment += 20 * MINUTE if len(self.called) % 2 else -5 * MINUTE
        self.set_clock(self.moment)
        move_clock(self.board_offset, (-30 * HOUR, 20 * MINUTE, 0)[len(self.called) % 3])

    def spoiling(self, display):
        return Spoiling(self, display)

    def until(self, test, seconds=40, why=None, each=0.1):
        end = time.monotonic() + seconds
        while not test():
            if time.monotonic() > end:
                self.fail(why() if why else "waited in vain")
            time.sleep(each)

    def count(self, display, pattern):
        with display.news:
            return sum(bool(re.search(pattern, line)) for line in display.lines)

    def break_something(self, fault, display):
        """And how long the board takes from the end of the fault to the right picture."""
        before = self.count(display, "link=live")
        well = getattr(self, fault)(display)
        at = time.monotonic()
        if well:
            display.wait(well, before + 1)
        elif fault == "stop":
            self.until(lambda: self.screen("board-1"), each=0)
        if well or fault == "stop":
            took = time.monotonic() - at
            self.recoveries[fault] = max(took, self.recoveries.get(fault, 0))
        self.until(lambda: self.status()["showing"] not in (None, PAGE_LOST))

    def settled(self, display):
        return set(fates(list(display.lines))) >= set(self.rows)

    def ids(self, display, pattern):
        with display.news:
            return [int(key) for key in re.findall(pattern, "\n".join(display.lines))]

    def unsettled(self, display):
        missing = sorted(set(self.rows) - set(fates(list(display.lines))))
        return f"never settled: {missing} of {sorted(self.rows)}\n" + "\n".join(display.lines[-200:])

    # -- the test --
    def test_every_call_is_shown_and_spoken_once_or_expires(self):
        kiosk = self.client(self.controller, "kiosk-1")
        for number in range(CALLS * 2 + 16):
            self.assertEqual(kiosk.issue(number % 4 + 1)["code"], 0)
        kiosk.close()
        self.clients.remove(kiosk)
        os.environ.update(SDL_DISKAUDIOFILE=self.speaker.path)
        self.board_offset = self.dir / "board-offset"
        move_clock(self.board_offset, 0)
        display = Display(self, self.cable, sound="sound.fifo", real=True, env=at_clock(self.board_offset))
        witness = Display(self, self.controller, name="board-2")
        display.wait("link=live")
        begun = time.monotonic()
        for turn in range(CALLS):
            before = len(self.called)
            if turn % EVERY == 0:
                self.break_something(FAULTS[turn // EVERY % len(FAULTS)], display)
            if len(self.called) == before:
                self.call(turn % WINDOWS + 1)
            time.sleep(max(0, begun + PACE_S * len(self.called) - time.monotonic()))
        self.call(WINDOWS)
        self.until(lambda: self.settled(display), 90, lambda: self.unsettled(display))
        self.judge(display, witness)

    def judge(self, display, witness):
        said = fates(display.lines)
        again = {key: value for key, value in said.items() if len(value) > 1}
        self.assertEqual(again, {}, "settled twice")
        self.assertEqual({key: value[0][:2] for key, value in said.items()}, self.rows, "another call")
        self.assertEqual(sorted(self.rows.values()), sorted(self.called), "what pads were told")
        count = {}
        for value in said.values():
            count[value[0][2]] = count.get(value[0][2], 0) + 1
        self.assertLessEqual(set(count), {"speak", "expired", "overtaken"})
        spoken = [key for key, value in said.items() if value[0][2] == "speak"]
        self.assertEqual(spoken, sorted(spoken))
        self.assertIsNone(display.process.poll())  # it is the same program
        self.until(lambda: self.status()["said"] == spoken[-1])
        status = self.status()
        self.assertEqual((status["online"], status["expired"]), (1, count.get("expired", 0)))
        self.until(lambda: self.status()["agrees"] == 1)  # it has the rows that it should have …
        self.pictures()  # … and shows them
        self.journal()
        unheard = self.ids(display, r"id=(\d+) was not heard to its end")
        self.until(lambda: set(self.ids(display, r"id=(\d+) again fate=")) >= set(unheard))
        whole, again = self.sound(display, {key: value[0] for key, value in said.items()})
        print(f"{len(self.called)} calls: {count}; heard whole {whole}; broken off by the device {len(set(unheard))}, of these "
              f"said again {again}, the others answered meanwhile; worst recovery " +
              ", ".join(f"{fault} {took:.1f} s" for fault, took in self.recoveries.items()))
        for fault, took in self.recoveries.items():
            self.assertLess(took, SOUND_S if fault == "sound" else RECOVERY_S, fault)

    def journal(self):
        """The journal of each number: called once, there, with that announcement."""
        for key, (number, window) in self.rows.items():
            told = self.ctl(self.controller, "ticket", number, check=0).stdout
            called = re.findall(r" called .*?target=(\d+) .*?announce=(\d+)", told)
            self.assertEqual(called, [(str(window), str(key))], told)

    def sound(self, display, said):
        """Each call is heard as often as the log says, in that order; none at another window, and nothing else. What a
        device failed in comes again when one works, whole, if it is still true: of it the pipe may have lost anything."""
        self.until(lambda: self.status()["queued"] == 0)
        time.sleep(0.5)  # what is still in the pipe
        captured, order, repaired = (self.dir / "heard.raw").read_bytes(), [], []
        begun = heard.places(captured, self.clips["请"])
        again = self.ids(display, r"id=(\d+) again fate=speak")
        self.assertLessEqual(set(again), self.spoiled)
        for key, (number, window, fate) in said.items():
            for other in range(1, WINDOWS + 1):
                found = [at for sentence in heard.sentences(self.clips, number, other)
                         for at in begun if captured.startswith(sentence, 2 * at)]
                times = int(fate == "speak" and other == window)
                if times and key in self.spoiled:
                    self.assertLessEqual(len(found), 1 + again.count(key), f"{number}: id {key}")
                    repaired += found
                    continue
                self.assertEqual(len(found), times, f"{number} at window {other}: {fate}, id {key}")
                order += found
        self.assertEqual(order, sorted(order))
        spoken = sum(fate == "speak" for _, _, fate in said.values())  # one that was cut off may have begun
        self.assertLessEqual(len(begun), spoken + len(again), "something else is said")
        whole = sorted(order + repaired)
        self.assertTrue(all(b - a >= 1.4 * heard.RATE for a, b in zip(whole, whole[1:])), "one over the other")
        return len(whole), len(set(again))

    def screen(self, name):
        """The pixels of a board but for the sentence that moves; None when it does not answer."""
        shot = self.dir / f"{name}.png"
        if self.ctl(self.controller, "screen", name, shot).returncode:
            return None
        data, at, packed = shot.read_bytes(), 8, b""
        width, height = struct.unpack(">II", data[16:24])
        while at < len(data):
            size, kind = struct.unpack(">I4s", data[at:at + 8])
            packed += data[at + 8:at + 8 + size] if kind == b"IDAT" else b""
            at += size + 12
        pixels = zlib.decompress(packed)
        return pixels[:len(pixels) // height * (height - TICKER_ROWS)]

    def pictures(self):
        """When nothing is new any more the board shows what one shows at which nothing broke."""
        self.until(lambda: self.screen("board-1") == self.screen("board-2") is not None, 40, each=1)


class Spoiling:
    """From the call that may sound when a device fails to the one that may be in it when it is well again."""

    def __init__(self, test, display):
        self.test, self.display = test, display

    def settled(self):
        return list(fates(list(self.display.lines)))

    def __enter__(self):
        self.before = self.settled()[-2:]

    def __exit__(self, wrong, *_):
        test = self.test
        if wrong:
            return
        begun = time.monotonic()
        test.until(lambda: test.status()["sound"] == SOUND["works"])
        test.recoveries["sound"] = max(test.recoveries.get("sound", 0), time.monotonic() - begun)
        after = self.settled()
        test.spoiled |= set(self.before) | set(after[after.index(self.before[-1]):] if self.before else after)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        CALLS, EVERY = int(sys.argv.pop(1)), 2
    unittest.main(verbosity=2)
