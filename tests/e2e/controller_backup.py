# SPDX-License-Identifier: Apache-2.0
"""controller_backup - hallctl backup, verify and restore on the folder of the real controller (D-29)."""
import re
import shutil
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import REFUSED, HallTest, hallctl  # noqa: E402


class Backup(HallTest):
    def issue(self, controller, count, boot):
        kiosk = self.client(controller, "kiosk-1", boot=boot)
        return [kiosk.issue(1 + i % 4)["number"] for i in range(count)]

    def days(self):
        """Three days; the last one is open, the controller was killed."""
        for boot, start in enumerate(["20260317T0930", "20260318T0930", "20260319T0930"], 1):
            c = self.start(start=start)
            self.issue(c, 12, boot)
            if start.startswith("20260319"):
                c.wait_line(r"day=20260318 archived file=archive/2026-03-18\.db")
            c.kill()

    def test_the_past_goes_to_archives_and_is_found_there(self):
        self.days()
        self.assertEqual(sorted(p.name for p in (self.state / "archive").iterdir()),
                         ["2026-03-17.db", "2026-03-18.db"])
        done = hallctl("verify", "--state", self.state, check=0)
        self.assertRegex(done.stdout, r"hall township \(training\)")
        self.assertRegex(done.stdout, "in the journal and 2 archives")
        self.assertRegex(done.stdout, "all of it is good")
        c = self.start(start="20260319T0940")
        told = self.ctl(c, "ticket", "A001", "20260317", check=0)
        self.assertRegex(told.stdout, "issued")

    def test_a_backup_of_a_controller_that_runs(self):
        self.days()
        c = self.start(start="20260319T0940")
        self.issue(c, 5, 9)
        done = self.ctl(c, "backup", check=0)
        name = re.match(r"backup/(until-\d+\.db) in the controller's state folder", done.stdout).group(1)
        again = self.issue(c, 3, 10)
        self.assertEqual(len(again), 3)
        refused = hallctl("verify", "--state", self.state)
        self.assertEqual(refused.returncode, 1)
        self.assertRegex(refused.stderr, "in use by another controller; stop that one first")
        backup, new = self.state / "backup" / name, self.dir / "new"
        hallctl("verify", backup, check=0)
        done = hallctl("restore", backup, "--state", new, "--archives", self.state / "archive", check=0)
        self.assertRegex(done.stdout, "keys are in no backup")
        hallctl("verify", "--state", new, check=0)
        refused = hallctl("restore", backup, "--state", new)
        self.assertEqual(refused.returncode, 2)
        self.assertRegex(refused.stderr, "holds a journal already, journal-1.db: name a new folder")
        c.kill()
        (self.state / "devices").rename(new / "devices")
        self.state = new
        c = self.start(start="20260319T0940")
        self.assertRegex(c.log(), "replayed rows=[12]\\d ")  # 12 + 5, what opened the day, leases
        self.assertRegex(self.ctl(c, "ticket", "A001", "20260318", check=0).stdout, "issued")

    def test_a_backup_at_rest_and_what_damage_is_called(self):
        self.days()
        copy = self.dir / "copy.db"
        done = hallctl("backup", copy, "--state", self.state, check=0)
        self.assertRegex(done.stdout, r"instance [0-9a-f]{16}, epoch 1, started 3 times")
        self.assertEqual(hallctl("backup", copy, "--state", self.state).returncode, 1)
        archive = self.state / "archive" / "2026-03-17.db"
        bytes_of = bytearray(archive.read_bytes())
        bytes_of[bytes_of.rindex(b"kiosk-1")] ^= 1
        archive.write_bytes(bytes_of)
        done = hallctl("verify", "--state", self.state)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"file=archive/2026-03-17\.db row=\d+ does not follow")
        self.assertRegex(done.stderr, "keep the file, and put back a copy of it")
        self.assertEqual(len(done.stderr.splitlines()), 2)
        archive.unlink()
        self.assertRegex(hallctl("verify", "--state", self.state).stderr, "is gone: put back a copy")

    def test_asked_wrongly(self):
        for words, sentence in [(["verify"], "say what to verify"),
                                (["verify", "x", "--state", "y"], "say what to verify"),
                                (["backup", "x"], "--key FILE is missing"),
                                (["backup", "--state", "x"], "usage: hallctl backup"),
                                (["restore", "x"], "--state DIR is missing")]:
            done = hallctl(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertRegex(done.stderr, sentence)
        done = hallctl("verify", "--state", self.dir / "nowhere")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "nowhere cannot be read")

    def test_a_kiosk_may_not_ask_for_a_backup(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        kiosk.say("act", session=0, seq=1, verb=42)
        self.assertEqual(kiosk.take("error")["code"], REFUSED["denied"])

    def test_old_archives_go(self):
        hall = self.dir / "short"
        shutil.copytree(self.hall, hall)
        with open(hall / "hall.yaml", "a", encoding="utf-8") as text:
            text.write("rules: {keep_days: 1}\n")
        self.hall = hall
        self.days()
        c = self.start(start="20260320T0930")
        c.wait_line(r"file=archive/2026-03-18\.db removed keep_days=1")
        c.wait_line(r"day=20260319 archived")
        c.kill()
        self.assertEqual([p.name for p in (self.state / "archive").iterdir()], ["2026-03-19.db"])
        done = hallctl("verify", "--state", self.state, check=0)
        self.assertRegex(done.stdout, "2 archives were removed when their time was over")


if __name__ == "__main__":
    unittest.main()
