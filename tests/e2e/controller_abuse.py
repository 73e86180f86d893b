# SPDX-License-Identifier: Apache-2.0
"""A device with a good key that means harm, or counts wrongly: the hall goes on for the others."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, REFUSED, VERB, HallTest, hall1  # noqa: E402

SESSIONS = 1024 + 64  # more than the controller remembers for a township (controller.c)


class Abuse(HallTest):
    def test_a_repeat_from_a_forgotten_session_is_not_run_again(self):
        """D-09, D-10: also when the session has sent something newer meanwhile."""
        c = self.start()
        admin = self.client(c, "admin-1")
        first = admin.act(VERB["help"], 1, seq=1, session=7)
        for session in range(100, 100 + SESSIONS):  # each pushes another one out
            admin.say("act", verb=VERB["tick"], session=session, seq=1)
            admin.take("result", session=session)
        self.assertEqual(admin.act(VERB["help"], 1, seq=2, session=7)["code"], REFUSED["done"])
        again = admin.act(VERB["help"], 1, seq=1, session=7)
        self.assertEqual((again["code"], again["jseq"]), (REFUSED["done"], first["jseq"]))


if __name__ == "__main__":
    unittest.main()
