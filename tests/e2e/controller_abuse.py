# SPDX-License-Identifier: Apache-2.0
"""A device with a good key that means harm, or counts wrongly: the hall goes on for the others."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, REFUSED, VERB, HallTest  # noqa: E402

SESSIONS = 1024 + 64  # more than the controller remembers for a township (controller.c)


class Abuse(HallTest):
    def test_a_repeat_from_a_forgotten_session_is_not_run_again(self):
        """D-09, D-10: also when the session has sent something newer meanwhile."""
        c = self.start()
        admin = self.client(c, "admin-1")
        first = admin.act(VERB["help"], 1, seq=1, session=7)
        for session in range(100, 100 + SESSIONS):  # each pushes another one out
            admin.say("act", verb=VERB["resume"], target=77, session=session, seq=1)
            admin.take("result", session=session)
        self.assertEqual(admin.act(VERB["help"], 1, seq=2, session=7)["code"], REFUSED["done"])
        again = admin.act(VERB["help"], 1, seq=1, session=7)
        self.assertEqual((again["code"], again["jseq"]), (REFUSED["done"], first["jseq"]))

    def test_a_boot_number_far_ahead_shuts_nobody_else_out(self):
        """D-09: numbers that the controller gives to others stay good for their next HELLO."""
        c = self.start()
        self.client(c, "kiosk-1", boot=0x7FFFFFFF).close()
        self.client(c, "kiosk-1", boot=0).close()  # it lost its counter
        given = self.client(c, "pad-1").welcome["boot"]
        self.assertEqual(self.client(c, "pad-1", boot=given).welcome["boot"], given)
        c.kill()
        c = self.start()
        self.assertEqual(self.client(c, "pad-1", boot=given).welcome["boot"], given)

    def test_a_rating_pad_rates_only_what_was_served_at_its_own_window(self):
        """R-E3: nobody forges the ratings of another window."""
        c = self.start()
        ticket = self.client(c, "kiosk-1").issue(1)["ticket"]
        admin = self.client(c, "admin-1")
        for verb in ("call_next", "start", "finish"):
            self.assertEqual(admin.act(VERB[verb], 1)["code"], REFUSED["done"])
        pad = self.client(c, "rating-2")
        refused = pad.command("rate", "result", ticket=ticket, score=1)
        self.assertEqual(refused["code"], REFUSED["not_served_here"])
        pad = self.client(c, "rating-1")
        self.assertEqual(pad.command("rate", "result", ticket=ticket, score=5)["code"], REFUSED["done"])

    def test_many_questions_about_the_past_do_not_hold_up_the_hall(self):
        c = self.start()
        kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1")
        ticket = kiosk.issue(1)["ticket"]
        for seq in range(2, 6002):  # a day with many rows
            kiosk.say("printed", seq=seq, ticket=ticket, result=1)
        kiosk.take("result", seq=6001, seconds=30)
        for seq in range(200):
            admin.say("history_req", seq=seq, prefix=ord("Z"), number=9, day=20260318)
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], REFUSED["done"])
        admin.until(lambda: len(admin.queue) == 200)
        names = [name for name, _ in admin.queue]
        self.assertEqual(set(names), {"history", "error"})
        self.assertGreater(names.count("error"), 100)  # each answer reads the whole day


if __name__ == "__main__":
    unittest.main()
