# SPDX-License-Identifier: Apache-2.0
"""Undo at a pad, tickets given back at a kiosk, and what hallctl does to a number."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, REFUSED, ROW, STATE, TICKET, VERB, VIEW, HallTest  # noqa: E402

VOID = dict(citizen=1, neighbour=2)


class Verbs(HallTest):
    def setUp(self):
        super().setUp()
        self.c = self.start()
        self.kiosk, self.pad = self.client(self.c, "kiosk-1"), self.client(self.c, "pad-1")
        self.admin = self.client(self.c, "admin-1", view=VIEW["admin"])

    def ticket(self, id):
        row = self.admin.row(ROW["ticket"], id)
        return row and row["state"]

    def window(self, number=1):
        return self.admin.row(ROW["window"], number)["state"]

    def announced(self):
        return [row for (kind, _), row in self.admin.rows.items() if kind == ROW["announce"]]

    def test_a_call_is_taken_back_and_said_no_more(self):
        id = self.kiosk.issue(1)["ticket"]
        self.assertEqual(self.pad.press(KEY["next"])["code"], 0)
        self.admin.until(lambda: self.announced())
        self.assertEqual(self.pad.press(KEY["undo"], seen=1)["code"], 0)  # D-20
        self.admin.until(lambda: not self.announced())
        self.admin.until(lambda: self.ticket(id) == TICKET["waiting"] and self.window() == STATE["idle"])
        self.assertEqual(self.pad.press(KEY["undo"], seen=1)["code"], REFUSED["nothing_to_undo"])
        again = self.pad.press(KEY["next"], seen=1)
        self.assertEqual((again["ticket"], again["call"]), (id, 2))  # the counter of calls never goes back

    def test_a_finish_is_taken_back_until_it_is_rated(self):
        rating = self.client(self.c, "rating-1")
        id = self.kiosk.issue(1)["ticket"]
        self.pad.press(KEY["next"])
        self.assertEqual(self.pad.press(KEY["finish"], seen=1)["code"], 0)
        rating.take("rate_open", ticket=id)
        self.assertEqual(self.pad.press(KEY["undo"], seen=1)["code"], 0)
        rating.take("rate_close")
        self.admin.until(lambda: self.ticket(id) == TICKET["called"] and self.window() == STATE["calling"])
        self.assertEqual(self.pad.press(KEY["finish"], seen=1)["code"], 0)
        rating.take("rate_open", ticket=id)
        self.assertEqual(rating.command("rate", "result", ticket=id, score=5)["code"], 0)
        self.assertEqual(self.pad.press(KEY["undo"], seen=1)["code"], REFUSED["touched"])

    def test_after_a_restart_there_is_nothing_to_undo_but_the_day_is_the_same(self):
        self.kiosk.issue(1)
        self.pad.press(KEY["next"])
        self.pad.press(KEY["undo"], seen=1)
        self.pad.press(KEY["next"], seen=1)
        self.assertEqual(self.c.kill(), -9)
        c = self.start()
        pad = self.client(c, "pad-1", boot=9)
        self.assertEqual(pad.press(KEY["undo"], seen=2)["code"], REFUSED["nothing_to_undo"])
        self.assertEqual(pad.press(KEY["start"], seen=2)["code"], 0)
        self.assertEqual(pad.press(KEY["undo"], seen=2)["code"], 0)
        self.assertEqual(self.client(c, "admin-1", view=VIEW["admin"]).row(ROW["window"], 1)["state"],
                         STATE["calling"])

    def void_ticket(self, ticket, reason, **more):
        return self.kiosk.command("void_ticket", "result", ticket=ticket, reason=reason, **more)["code"]

    def test_a_citizen_gives_a_ticket_back_at_the_kiosk(self):
        first, second = self.kiosk.issue(1), self.kiosk.issue(1)
        self.assertEqual(self.void_ticket(first["ticket"], VOID["citizen"]), 0)
        self.admin.until(lambda: self.ticket(first["ticket"]) is None)
        self.assertEqual(self.void_ticket(first["ticket"], VOID["citizen"]), REFUSED["wrong_state"])
        called = self.pad.press(KEY["next"])
        self.assertEqual(called["ticket"], second["ticket"])
        self.assertEqual(self.void_ticket(second["ticket"], VOID["citizen"]), REFUSED["wrong_state"])
        self.assertEqual(self.void_ticket(4711, VOID["citizen"]), REFUSED["unknown_ticket"])

    def test_a_slip_that_came_out_at_the_neighbour_voids_only_the_unprinted_one(self):
        lost, held = self.kiosk.issue(1)["ticket"], self.kiosk.issue(1)["ticket"]
        self.kiosk.command("printed", "result", ticket=held, result=1)
        self.assertEqual(self.void_ticket(held, VOID["neighbour"]), REFUSED["wrong_state"])  # D-21
        self.assertEqual(self.void_ticket(lost, VOID["neighbour"]), 0)
        self.admin.until(lambda: self.ticket(lost) is None)
        self.assertIn("voided", self.ctl(self.c, "ticket", "A001", check=0).stdout)

    def test_hallctl_cancels_voids_names_and_adds(self):
        for _ in range(12):
            self.kiosk.issue(1)
        self.ctl(self.c, "act", "cancel", "A001", check=0)
        self.ctl(self.c, "act", "void", "A002", "duplicate", "took two", check=0)
        self.assertRegex(self.ctl(self.c, "act", "void", "A003", "nonsense", check=2).stderr, "no reason: citizen")
        self.assertRegex(self.ctl(self.c, "act", "void", "A002", "left", check=1).stderr, "no open ticket")
        self.ctl(self.c, "act", "call", "1", "A005", "fell ill", check=0)
        self.admin.until(lambda: self.admin.row(ROW["window"], 1)["number"] == 5)
        self.assertRegex(self.ctl(self.c, "act", "call", "1", "A006", "in a hurry", check=1).stderr, "finish or miss")
        said = self.ctl(self.c, "ticket", "A005", check=0).stdout
        self.assertIn("fell ill", said)
        self.ctl(self.c, "act", "item", "1", "7", check=0)
        for _ in range(3):
            self.ctl(self.c, "act", "item", "1", check=0)
        self.assertRegex(self.ctl(self.c, "act", "item", "1", check=1).stderr, "as many items")
        serving = self.admin.row(ROW["window"], 1)["ticket"]
        self.admin.until(lambda: self.admin.row(ROW["ticket"], serving)["items"] == 5)
        self.ctl(self.c, "press", "1", "undo", check=0)
        self.admin.until(lambda: self.admin.row(ROW["ticket"], serving)["items"] == 4)
        self.ctl(self.c, "act", "item", "1", check=0)

    def test_a_whole_service_is_voided_by_its_manager_in_several_commands(self):
        for _ in range(20):
            self.kiosk.issue(1)
        other = self.kiosk.issue(2)["ticket"]
        self.assertRegex(self.ctl(self.c, "act", "void-all", "77", "closed", "no", check=1).stderr, "no such service")
        said = self.ctl(self.c, "act", "void-all", "1", "closed", "the network is down", check=2).stderr
        self.assertRegex(said, "20 wait for service 1")
        self.ctl(self.c, "act", "void-all", "1", "closed", "the network is down", "21", check=2)
        self.ctl(self.c, "act", "void-all", "1", "closed", "the network is down", "20", check=0)  # R-C4
        self.admin.until(lambda: [key for kind, key in self.admin.rows if kind == ROW["ticket"]] == [other])
        self.assertRegex(self.ctl(self.c, "act", "void-all", "1", "closed", "again", check=1).stderr, "nobody")
        console = self.client(self.c, "console-1")
        denied = console.act(VERB["void"], service=2, arg=8, text="who am I")
        self.assertEqual(denied["code"], REFUSED["denied"])


if __name__ == "__main__":
    unittest.main()
