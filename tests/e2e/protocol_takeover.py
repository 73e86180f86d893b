# SPDX-License-Identifier: Apache-2.0
"""A HELLO counts with the first record and not before (D-45): whoever plays an old first message
again, or stalls behind a new one, takes nothing over and holds no place."""
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, REFUSED, VIEW, HallTest, hall1, hallctl  # noqa: E402

ADMINS_MAX = 8
PEERS_SPARE = 64  # places for sessions beyond one a device (controller.c)


class Stalled(hall1.Client):
    """Says NOISE1, takes the WELCOME, and never proves itself."""

    def __init__(self, port, key, **more):
        super().__init__(port, hello=False)
        self.knock(key, **more)
        self.until(lambda: self.keys)

    def say(self, name, /, **values):
        if name != "pong":  # it answers nobody
            super().say(name, **values)


class TakeOver(HallTest):
    def stalled(self, c, name, **more):
        client = Stalled(c.port, self.key(name), **more)
        self.clients.append(client)
        return client

    def test_an_unproven_session_takes_nothing_over_and_leaves_after_three_seconds(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1", boot=1)
        begun = time.monotonic()
        stalled = self.stalled(c, "kiosk-1", boot=1)
        self.assertEqual(kiosk.issue(1)["number"], 1)
        self.assertEqual(stalled.ended(), "no record within 3 s of the WELCOME")
        self.assertTrue(2.9 < time.monotonic() - begun < 10)
        self.assertEqual(kiosk.issue(1)["number"], 2)
        self.assertNotIn("session=closed", c.log())
        late = self.stalled(c, "kiosk-1", boot=1)
        late.say("ping", id=0, t1=0)  # the first record: now it is the device
        self.assertEqual(late.issue(1, seq=3)["number"], 3)
        self.assertRegex(kiosk.ended(), "another connection of the same device took over")

    def test_an_unproven_session_gives_way_to_the_next_one(self):
        c = self.start()
        first, second = self.stalled(c, "kiosk-1", boot=1), self.stalled(c, "kiosk-1", boot=1)
        self.assertRegex(first.ended(), "another connection of the same device took over")
        second.say("ping", id=0, t1=0)
        self.assertEqual(second.issue(1)["number"], 1)

    def test_many_sessions_of_an_administrator_are_no_fight(self):
        c = self.start()
        for _ in range(ADMINS_MAX * 5):
            admin = self.client(c, "admin-1")
        self.assertEqual(admin.act(19, 1)["code"], REFUSED["done"])
        self.assertNotIn("two devices", c.log())

    def test_a_boot_that_was_not_proven_does_not_count(self):
        c = self.start()
        self.client(c, "kiosk-1", boot=1)
        self.stalled(c, "kiosk-1", boot=9).close()
        self.assertEqual(self.client(c, "kiosk-1", boot=2).issue(1)["number"], 1)

    def test_two_hundred_unproven_sessions_cost_no_place(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1", boot=1)
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        for i in range(200):
            name = ("kiosk-1", "board-1", "admin-1", "pad-1")[i % 4]
            self.stalled(c, name, boot=1 if name == "kiosk-1" else 0)
        self.assertEqual(kiosk.issue(1)["number"], 1)
        admin.pump()
        self.assertIsNone(admin.bye)
        # Everybody still finds a place: other devices, and as many administrators as there may be.
        self.client(c, "board-1", view=VIEW["hall"])
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], REFUSED["done"])
        for i in range(ADMINS_MAX - 1):
            self.client(c, "admin-1")
        admin.act(19, 1)
        kiosk.pump()
        self.assertNotIn("session=closed", c.log())

    def test_unproven_sessions_of_all_devices_keep_nobody_out(self):
        """The places are not many more than devices: who has not proven itself goes first."""
        c = self.start()
        names = [f"guest-{i}" for i in range(PEERS_SPARE + 40)]
        for name in names:
            hallctl("adopt", "console", name, "--state", self.state, check=0)
        kiosk = self.client(c, "kiosk-1", boot=1)
        for name in names:
            self.stalled(c, name)
        self.assertEqual(self.client(c, "board-1").welcome["keep_s"], 2)
        self.assertEqual(kiosk.issue(1)["number"], 1)

    def test_unproven_sessions_push_out_no_administrator(self):
        c = self.start()
        first = self.client(c, "admin-1")
        for i in range(ADMINS_MAX + 2):
            self.stalled(c, "admin-1")
        self.client(c, "admin-1")  # the second that is really there
        self.assertEqual(first.act(19, 1)["code"], REFUSED["done"])

    def test_two_devices_with_one_key_are_both_out_for_30_seconds_and_said_once(self):
        c = self.start()
        last = self.client(c, "kiosk-1", boot=1)
        for _ in range(3):
            last = self.client(c, "kiosk-1", boot=1)
        self.stalled(c, "kiosk-1", boot=1)  # unproven, it is nobody's fight
        self.assertEqual(last.issue(1)["number"], 1)
        other = self.stalled(c, "kiosk-1", boot=1)
        other.say("ping", id=0, t1=0)
        for client in (last, other):
            self.assertRegex(client.ended(), "two devices use the key of kiosk-1")
            self.assertEqual(client.retry_ms, 30000)
        for _ in range(3):  # each is told when to come back
            with self.assertRaisesRegex(hall1.Ended, "two devices use the key of kiosk-1"):
                self.client(c, "kiosk-1", boot=1)
        c.wait_line("two devices use the key of kiosk-1.*; both stay out for 30 s")
        self.assertEqual(sum("both stay out" in line for line in c.lines), 1)
        self.client(c, "board-1")  # nobody else is

    def test_an_old_first_message_does_not_end_the_peace(self):
        """Also not when the device itself just came back three times."""
        c = self.start()
        last = self.client(c, "kiosk-1", boot=1)
        for _ in range(3):
            last = self.client(c, "kiosk-1", boot=1)
        for _ in range(3):
            self.stalled(c, "kiosk-1", boot=1)
        self.assertEqual(last.issue(1)["number"], 1)
        self.assertNotIn("two devices", c.log())


if __name__ == "__main__":
    unittest.main()
