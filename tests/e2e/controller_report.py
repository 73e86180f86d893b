# SPDX-License-Identifier: Apache-2.0
"""The report of a day with the real controller: frozen at the close, the same bytes from the journal and
from the archive (R-O7, R-Z1, R-Z2, T15)."""
import csv
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, VERB, HallTest, hallctl  # noqa: E402

DAY = "20260318"


class Report(HallTest):
    def setUp(self):
        super().setUp()
        self.file = self.state / "reports" / "2026-03-18.csv"

    def a_day(self, controller, tickets):
        kiosk, pad = self.client(controller, "kiosk-1"), self.client(controller, "pad-1")
        admin = self.client(controller, "admin-1")
        for _ in range(tickets):
            kiosk.issue(1)
        self.calls = getattr(self, "calls", 0)
        for _ in range(tickets - 1):
            self.assertEqual(pad.press(KEY["next"], seen=self.calls)["code"], 0)
            self.calls += 1
            self.assertEqual(pad.press(KEY["finish"], seen=self.calls)["code"], 0)
        self.assertEqual(admin.act(VERB["day_close"], arg=1)["code"], 0)
        return admin

    def table(self, text):
        rows = [row for row in csv.reader(text.splitlines()) if row and not row[0].startswith("#")]
        head = next(row for row in rows if row[:2] == ["of", "which"])
        return {(row[0], row[1]): dict(zip(head, row)) for row in rows[rows.index(head) + 1:]}

    def again(self, state=None):
        return hallctl("report", DAY, "--state", state or self.state, check=0).stdout

    def test_closing_the_day_freezes_a_report_that_the_journal_gives_again(self):
        c = self.start()
        self.a_day(c, 4)
        c.wait_line(r"report day=20260318")
        c.kill()
        frozen = self.file.read_text(encoding="utf-8")
        hall = self.table(frozen)["hall", "all"]
        self.assertEqual((hall["issued"], hall["called"], hall["served"], hall["expired"]),
                         ("4", "3", "3", "1"))
        self.assertIn("# expired:", frozen)
        self.assertRegex(frozen, r"\Aday,2026-03-18\nrow,\d+\nchain,[0-9a-f]{32}\n")
        self.assertEqual(self.again(), frozen)
        c = self.start(start="20260319T0930")  # the day goes into its archive
        c.wait_line(r"day=20260318 archived")
        c.kill()
        self.assertEqual(self.again(), frozen)
        self.assertEqual(self.file.read_text(encoding="utf-8"), frozen)
        self.assertEqual(hallctl("report", "20260320", "--state", self.state).returncode, 1)
        self.assertEqual(hallctl("report", "yesterday", "--state", self.state).returncode, 2)

    def test_a_date_that_is_closed_twice_has_one_report_of_all_of_it(self):
        c = self.start()
        admin = self.a_day(c, 3)
        self.assertEqual(admin.act(VERB["day_open"])["code"], 0)
        self.calls = 0
        self.a_day(c, 2)
        c.wait_lines(r"report day=20260318", 2)
        c.kill()
        frozen = self.file.read_text(encoding="utf-8")
        self.assertEqual(self.table(frozen)["hall", "all"]["issued"], "5")
        self.assertEqual(self.again(), frozen)

    def test_a_report_that_a_kill_took_is_written_by_the_next_start(self):
        c = self.start()
        self.a_day(c, 2)
        c.wait_line(r"report day=20260318")
        frozen = self.file.read_text(encoding="utf-8")
        c.kill()
        self.file.unlink()
        c = self.start()
        c.wait_line(r"report day=20260318")
        self.assertEqual(self.file.read_text(encoding="utf-8"), frozen)


if __name__ == "__main__":
    unittest.main()
