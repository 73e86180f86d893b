# SPDX-License-Identifier: Apache-2.0
"""A day with the real controller: commands, repeats, kills and restarts."""
import shutil
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, REFUSED, ROW, STATE, TICKET, VERB, VIEW, HallTest, hall1  # noqa: E402


class Day(HallTest):
    def test_a_ticket_is_issued_called_served_and_rated(self):
        c = self.start()
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        rating, strip = self.client(c, "rating-1"), self.client(c, "strip-1")
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        ticket = kiosk.issue(1)
        self.assertEqual(ticket["code"], REFUSED["done"])
        self.assertEqual(hall1.label(ticket["prefix"], ticket["number"]), "A001")
        self.assertEqual((ticket["day"], ticket["ahead"]), (20260318, 0))
        self.assertIn("A001", ticket["qr"])
        printed = kiosk.command("printed", "result", ticket=ticket["ticket"], result=1)
        self.assertEqual(printed["code"], REFUSED["done"])

        called = pad.press(KEY["next"])
        self.assertEqual((called["code"], called["ticket"]), (0, ticket["ticket"]))
        entry = strip.take("call", entries=[dict(target=1, prefix=ticket["prefix"], number=1,
                                                 state=STATE["calling"], call=1,
                                                 ack_seq=pad.seq)])
        self.assertEqual(entry["entries"][0]["number"], 1)
        state = pad.take("padstate", state=STATE["calling"])
        self.assertEqual((state["target"], state["number"], state["calls"]), (1, 1, 1))
        admin.until(lambda: any(kind == ROW["announce"] for kind, _ in admin.rows))
        announce = next(row for (kind, _), row in admin.rows.items() if kind == ROW["announce"])
        self.assertEqual((announce["target"], announce["voice_zone"], announce["number"]), (1, 1, 1))

        self.assertEqual(pad.press(KEY["start"], seen=1)["code"], 0)
        self.assertEqual(pad.press(KEY["finish"], seen=1)["code"], 0)
        asked = rating.take("rate_open")
        self.assertEqual(asked["ticket"], ticket["ticket"])
        self.assertGreater(asked["timeout_s"], 0)
        self.assertEqual(rating.command("rate", "result", ticket=asked["ticket"], score=5)["code"], 0)
        rating.take("rate_close", ticket=ticket["ticket"])
        admin.until(lambda: (ROW["ticket"], ticket["ticket"]) not in admin.rows)  # D-15

    def test_a_repeated_command_gets_the_same_answer_and_no_second_ticket(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        first = kiosk.issue(1)
        again = kiosk.issue(1, seq=kiosk.seq)
        self.assertEqual(first, again)
        self.assertEqual(kiosk.issue(1)["number"], 2)

    def test_answers_survive_a_kill(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1", boot=7)
        pad = self.client(c, "pad-1", boot=3)
        tickets = [kiosk.issue(1) for _ in range(3)]
        called = pad.press(KEY["next"])
        instance = kiosk.welcome["instance"]
        c.kill()
        c = self.start()
        self.assertRegex(c.log(), r"replayed rows=\d+ facts=\d+ ms=\d+")
        kiosk = self.client(c, "kiosk-1", boot=7)
        pad = self.client(c, "pad-1", boot=3)
        self.assertEqual(kiosk.welcome["instance"], instance)
        for seq, ticket in enumerate(tickets, 1):
            again = kiosk.issue(1, seq=seq)
            self.assertEqual((again["ticket"], again["number"], again["jseq"]),
                             (ticket["ticket"], ticket["number"], ticket["jseq"]))
        again = pad.command("press", "result", seq=1, key=KEY["next"], seen=0)
        self.assertEqual((again["code"], again["ticket"]), (0, called["ticket"]))
        kiosk.seq = 3
        self.assertEqual(kiosk.issue(1)["number"], 4)

    def test_a_refusal_is_remembered_until_a_restart(self):
        c = self.start()
        pad, kiosk = self.client(c, "pad-1", boot=1), self.client(c, "kiosk-1")
        self.assertEqual(pad.press(KEY["next"])["code"], REFUSED["done"])  # the window opens
        self.assertEqual(pad.press(KEY["next"], seen=0)["code"], REFUSED["empty"])
        kiosk.issue(1)
        self.assertEqual(pad.command("press", "result", seq=2, key=KEY["next"])["code"],
                         REFUSED["empty"])
        c.kill()
        c = self.start()
        pad = self.client(c, "pad-1", boot=1)
        self.assertEqual(pad.command("press", "result", seq=2, key=KEY["next"])["code"],
                         REFUSED["done"])  # D-10: decided anew

    def test_a_press_on_an_old_picture_is_stale(self):
        c = self.start()
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        kiosk.issue(1), kiosk.issue(1)
        self.assertEqual(pad.press(KEY["next"], seen=0)["code"], 0)
        second = pad.press(KEY["next"], seen=0)  # the finger bounced: it never saw A001
        self.assertEqual((second["code"], second["number"]), (REFUSED["stale"], 1))

    def test_clients_find_their_state_again_after_a_restart(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        kiosk.issue(1), kiosk.issue(2)
        self.client(c, "pad-1").press(KEY["next"])
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        def state(client):
            return {place: {k: v for k, v in row.items() if k not in ("ahead",)}
                    for place, row in client.rows.items()
                    if place[0] in (ROW["window"], ROW["ticket"], ROW["announce"], ROW["missed"])}
        before = state(admin)
        c.kill()
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.assertEqual(state(admin), before)

    def test_an_orderly_stop_says_bye(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(c.stop(), 0)
        self.assertEqual(kiosk.ended(), "the controller is stopping")

    def test_a_missed_number_is_listed_and_comes_back(self):
        c = self.start(training=60)  # a minute passes in a second
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        ticket = kiosk.issue(1)
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        missed = pad.press(KEY["miss"], seen=1)
        while missed["code"]:  # R-C1: called often enough, long enough ago
            code = pad.press(KEY["recall"], seen=admin.row(ROW["window"], 1)["call"] & 0xFF)
            admin.until(lambda: admin.row(ROW["window"], 1)["call"] >= code["call"])
            missed = pad.press(KEY["miss"], seen=admin.row(ROW["window"], 1)["call"] & 0xFF)
        admin.until(lambda: (ROW["missed"], ticket["ticket"]) in admin.rows)
        self.assertEqual(admin.row(ROW["ticket"], ticket["ticket"])["state"], TICKET["missed"])
        back = admin.act(VERB["rejoin"], ticket=ticket["ticket"])
        self.assertEqual(back["code"], 0)
        admin.until(lambda: (ROW["missed"], ticket["ticket"]) not in admin.rows)
        self.assertEqual(admin.row(ROW["ticket"], ticket["ticket"])["state"], TICKET["waiting"])

    def test_announcements_end_by_themselves(self):
        """In real time, also in training: a sentence takes as long as ever (D-27)."""
        shutil.copytree(self.hall, self.dir / "short")
        self.hall = self.dir / "short"
        with open(self.hall / "hall.yaml", "a", encoding="utf-8") as text:
            text.write("rules: {announce_expiry_s: 10}\n")
        c = self.start(training=600)
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        kiosk.issue(1)
        pad.press(KEY["next"])
        admin.until(lambda: any(kind == ROW["announce"] for kind, _ in admin.rows))
        begun = time.monotonic()
        admin.until(lambda: not any(kind == ROW["announce"] for kind, _ in admin.rows), 40)
        self.assertGreater(time.monotonic() - begun, 5)

    def test_pads_may_count_beyond_sixteen_bits(self):
        c = self.start()
        pad = self.client(c, "pad-1")
        self.assertEqual(pad.command("press", "result", seq=65535, key=KEY["help"])["code"], 0)
        self.assertEqual(pad.command("press", "result", seq=0, key=KEY["help"])["code"], 0)
        events = self.ctl(c, "status", check=0)
        self.assertIn("day 20260318", events.stdout)


if __name__ == "__main__":
    unittest.main()
