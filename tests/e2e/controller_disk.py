# SPDX-License-Identifier: Apache-2.0
"""controller_disk - the state folder on a disk that fills up (F06): nothing that was said is lost, people who
have a ticket are called, nobody gets a new one, and it ends by itself."""
import os
import shutil
import subprocess
import unittest
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import REFUSED, ROW, VIEW, HallTest  # noqa: E402

SERVICES = 4
RESERVE = ["--reserve-mb", "1"]  # so it is full below 1 MiB, and has room again from 2 on


@unittest.skipUnless(hasattr(os, "geteuid") and os.geteuid() == 0, "mounting needs root")
class Disk(HallTest):
    def mount(self, size):
        keys = self.dir / "keys"
        shutil.copytree(self.state / "devices", keys)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.state],
                                 capture_output=True)
        if mounted.returncode:
            self.skipTest("no tmpfs can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.state], check=False)
        shutil.copytree(keys, self.state / "devices")

    def fill(self, leave):
        """Somebody else's file takes all but `leave` bytes."""
        fs = os.statvfs(self.state)
        with open(self.state / "filler", "ab", buffering=0) as filler:
            left = fs.f_bavail * fs.f_frsize - leave
            try:
                filler.write(bytes(left if left > 0 else 0))
            except OSError:
                pass

    def free(self):
        return os.statvfs(self.state).f_bavail * os.statvfs(self.state).f_frsize

    def ended(self, controller, status):
        self.assertEqual(controller.process.wait(timeout=30), status)
        self.running.remove(controller)
        controller.reader.join(timeout=30)
        controller.process.stderr.close()

    def holds(self, controller, answered):
        """Every ticket that was acknowledged is there; at most the one without an answer is, too."""
        admin = self.client(controller, "admin-1", view=VIEW["admin"])
        held = {key for kind, key in admin.rows if kind == ROW["ticket"]}
        self.assertTrue(answered)
        self.assertLessEqual(set(answered), held)
        self.assertLessEqual(len(held), len(answered) + 1)

    def test_without_a_reserve_it_stops_and_loses_nothing_that_was_said(self):
        self.mount("400k")
        c = self.start(more=["--reserve-mb", "0"])
        kiosk = self.client(c, "kiosk-1", boot=1)
        answered = []
        try:
            while len(answered) < 5000:
                answered.append(kiosk.issue(1 + len(answered) % SERVICES)["ticket"])
        except Exception:  # the connection broke: nothing was answered
            pass
        self.ended(c, 1)
        self.assertRegex(c.log(), "the disk is full")
        subprocess.run(["mount", "-o", "remount,size=8m", self.state], check=True)
        c = self.start(more=["--reserve-mb", "0"])
        self.holds(c, answered)

    def test_before_it_is_full_new_tickets_are_refused_and_calls_go_on(self):
        self.mount("8m")
        c = self.start(more=RESERVE)
        kiosk = self.client(c, "kiosk-1", boot=1)
        for service in range(1, SERVICES + 1):
            self.assertEqual(kiosk.issue(service)["code"], REFUSED["done"])
        self.assertEqual((self.state / "reserve.bin").stat().st_size, 1 << 20)
        self.fill(leave=600 << 10)
        c.wait_line("is full: no new tickets are issued")
        self.assertFalse((self.state / "reserve.bin").exists())
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["disk"])
        self.ctl(c, "press", "1", "next", check=0)
        self.ctl(c, "press", "1", "start", check=0)
        self.ctl(c, "press", "1", "finish", check=0)
        (self.state / "filler").unlink()
        c.wait_line("has room again")
        self.assertEqual((self.state / "reserve.bin").stat().st_size, 1 << 20)
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])

    def run_into_it(self):
        """A controller that a commit tells that the disk is full; the tickets it acknowledged. It looks at
        the disk once a second, and when it sees it first there is another attempt."""
        answered = []
        for boot in range(1, 40):
            c = self.start(more=RESERVE)
            kiosk = self.client(c, "kiosk-1", boot=boot)
            self.fill(leave=0)
            try:
                while True:
                    ticket = kiosk.issue(1 + len(answered) % SERVICES)
                    if ticket["code"] == REFUSED["disk"]:
                        break
                    answered.append(ticket["ticket"])
            except Exception:
                self.ended(c, 1)
                self.assertRegex(c.log(), "the disk is full")
                return answered
            (self.state / "filler").unlink()
            self.assertEqual(c.stop(), 0)
            self.running.remove(c)
        self.fail("no commit ever found the disk full")

    def test_a_full_disk_ends_in_a_hall_that_calls_and_does_not_issue(self):
        self.mount("16m")
        answered = self.run_into_it()
        self.assertFalse((self.state / "reserve.bin").exists())
        self.assertGreaterEqual(self.free(), 1 << 20)
        c = self.start(more=RESERVE)
        self.assertRegex(c.log(), "is full: no new tickets are issued")
        self.holds(c, answered)
        kiosk = self.client(c, "kiosk-1", boot=100)
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["disk"])
        for _ in range(3):
            self.ctl(c, "press", "1", "next", check=0)
            self.ctl(c, "press", "1", "start", check=0)
            self.ctl(c, "press", "1", "finish", check=0)
        (self.state / "filler").unlink()
        c.wait_line("has room again")
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])

    def test_a_start_on_a_full_disk_frees_the_reserve(self):
        self.mount("8m")
        c = self.start(more=RESERVE)
        self.client(c, "kiosk-1", boot=1).issue(1)
        c.kill()
        self.fill(leave=0)
        c = self.start(more=RESERVE)
        self.assertRegex(c.log(), "is full: no new tickets are issued")
        self.ctl(c, "press", "1", "next", check=0)

    def test_a_day_that_opens_on_a_full_disk_says_one_sentence(self):
        (self.state / "hall-opening.new").mkdir()  # the definition of the day cannot be kept
        c = self.start()
        self.assertRegex(c.log(), "hall-opening cannot be written: Is a directory")
        self.assertEqual(c.log().count("fault controller"), 1, c.log())
        self.assertRegex(c.log(), "day=20260318 opened")


if __name__ == "__main__":
    unittest.main()
