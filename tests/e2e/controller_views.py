# SPDX-License-Identifier: Apache-2.0
"""Whatever happens: a client that followed the deltas holds what a new snapshot says."""
import os
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import HALLS, KEY, REFUSED, ROW, STATE, VERB, VIEW, HallTest, hall1  # noqa: E402

SEED = int(os.environ.get("HALL_SEED", "1538219417"))  # of a day that once ended wrongly
MOVING = ("ahead", "seen_ms", "lo_min", "hi_min", "wait_min", "opens_in_min")  # change with time alone


def still(rows):
    return {place: {k: v for k, v in row.items() if k not in MOVING} for place, row in rows.items()}


class Views(HallTest):
    def random_day(self, c, count, followers=()):
        rng = random.Random(SEED)
        kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1", view=VIEW["admin"])
        boss = self.client(c, "admin-1")
        for _ in range(count):
            dice = rng.random()
            window = rng.randrange(1, 5)
            if dice < 0.3:
                kiosk.issue(rng.randrange(1, 5), ticket_class=rng.choice((0, 0, 0, 1)), lang=rng.randrange(2))
            elif dice < 0.97:
                boss.act(key=rng.choice((1, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9)), target=window, arg=rng.randrange(4))
            else:
                missed = [key for kind, key in admin.rows if kind == ROW["missed"]]
                if missed:
                    boss.act(VERB["rejoin"], ticket=rng.choice(missed))
            for client in (admin, *followers):
                client.pump()
        boss.close()
        return admin

    def test_deltas_and_snapshots_agree_in_every_view(self):
        print(f"HALL_SEED={SEED}", file=sys.stderr)
        c = self.start(training=30)
        views = {"admin-1": (VIEW["admin"], VIEW["console"], VIEW["hall"], VIEW["zone"] + 1, VIEW["floor"] + 1,
                             VIEW["window"] + 2),
                 "console-1": (VIEW["kiosk"],), "board-1": (VIEW["board"] + self.index("board-1"),)}
        followers = []
        for name, kinds in views.items():
            for view in kinds:
                client = self.client(c, name, view=view)
                client.name, client.view = name, view
                followers.append(client)
        admin = self.random_day(c, 400, followers)
        # A rating ends by itself and may begin a pause: nothing may change between two looks.
        self.settle(admin)
        admin.until(lambda: not any(kind == ROW["window"] and row["state"] == STATE["rating"]
                                    for (kind, _), row in admin.rows.items()))
        admin.close()
        for old in followers:
            if old.name == "admin-1":
                new = self.client(c, old.name, view=old.view)
            else:  # one session at a time: it asks for all of it again
                self.settle(old)
                before = still(old.rows)
                old.loaded = False
                old.say("sync", view=old.view, credit=2)
                old.until(lambda: old.loaded)
                self.same(before, old.rows, old)
                continue
            self.settle(old)
            self.same(still(old.rows), new.rows, old)
            new.close()

    def settle(self, client):
        """All that has happened has arrived: two deltas may fly, the third waits for their VACK, and a
        PONG overtakes what is fed in the same turn."""
        for _ in range(4):
            client.say("ping", id=7, t1=0)
            client.take("pong", id=7)

    def same(self, before, rows, client):
        # Announcements, missed numbers and ratings end by themselves meanwhile: compare the rest.
        def steady(rows_):
            return {place: row for place, row in still(rows_).items()
                    if place[0] in (ROW["ticket"], ROW["service"], ROW["hall"])}
        self.assertEqual(steady(before), steady(rows), f"view {client.view:04x}, HALL_SEED={SEED}")

    def index(self, name):
        from hall_process import hallctl
        lines = hallctl("devices", "--hall", self.hall, check=0).stdout.splitlines()
        return next(i for i, line in enumerate(lines) if line.split()[0] == name)

    def test_the_small_views_show_their_part_of_the_whole(self):
        c = self.start(training=30)
        admin = self.random_day(c, 150)
        hall = self.client(c, "admin-1", view=VIEW["hall"])
        kiosk = self.client(c, "admin-1", view=VIEW["kiosk"])
        window = self.client(c, "admin-1", view=VIEW["window"] + 1)
        self.assertEqual({kind for kind, _ in kiosk.rows}, {ROW["hall"], ROW["service"]})
        self.assertFalse({ROW["ticket"], ROW["device"]} & {kind for kind, _ in hall.rows})
        self.assertEqual({key for kind, key in window.rows if kind == ROW["window"]}, {1})
        self.assertEqual({key for kind, key in window.rows if kind == ROW["service"]}, {1, 4})
        for client in (hall, kiosk, window):
            self.assertLessEqual({place for place in client.rows if place[0] in (1, 2, 3)}, set(admin.rows))

    def test_a_board_or_pad_asks_for_its_own_view_without_knowing_the_hall(self):
        c = self.start(training=30)
        self.random_day(c, 60)
        board = self.client(c, "board-1", view=VIEW["board"] + 0xFFF)
        own = self.client(c, "admin-1", view=VIEW["board"] + self.index("board-1"))
        board.view = VIEW["board"] + 0xFFF
        self.same(own.rows, board.rows, board)
        pad = self.client(c, "pad-3", view=VIEW["window"] + 0xFFF)
        self.assertEqual({key for kind, key in pad.rows if kind == ROW["window"]}, {3})
        pad.say("sync", view=VIEW["board"] + 0xFFF, credit=2)
        self.assertEqual(pad.take("error")["code"], REFUSED["denied"])

    def test_a_known_revision_is_answered_with_a_delta(self):
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        kiosk = self.client(c, "kiosk-1")
        ticket = kiosk.issue(1)
        epoch, rev, rows, vers = admin.epoch, admin.rev, admin.rows, admin.vers
        admin.close()
        kiosk.issue(1)
        again = self.client(c, "admin-1")
        again.epoch, again.rev, again.rows, again.vers, again.loaded = epoch, rev, rows, vers, True
        snapshots = []
        view = again._view
        again._view = lambda name, values: (snapshots.append(name), view(name, values))
        again.say("sync", view=VIEW["admin"], epoch=epoch, rev=rev, credit=2)
        again.until(lambda: (ROW["ticket"], ticket["ticket"] + 1) in again.rows)
        self.assertLessEqual(set(snapshots), {"delta", "vhash"})
        self.assertIn((ROW["ticket"], ticket["ticket"]), again.rows)

    def test_a_revision_of_an_earlier_start_is_answered_with_a_snapshot(self):
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        epoch, rev = admin.epoch, admin.rev
        c.kill()
        c = self.start()
        again = self.client(c, "admin-1")
        again.say("sync", view=VIEW["admin"], epoch=epoch, rev=rev, credit=2)
        again.until(lambda: again.loaded)
        self.assertNotEqual(again.epoch, epoch)

    def test_a_hash_comes_every_ten_seconds(self):
        c = self.start()
        board = self.client(c, "board-1", view=VIEW["hall"])
        hashes = []
        view = board._view
        board._view = lambda name, values: (hashes.append(name), view(name, values))
        board.until(lambda: "vhash" in hashes, 15)  # _view itself compares it

    def test_a_slow_view_gets_fewer_newer_deltas(self):
        c = self.start()
        slow = self.client(c, "admin-1", view=VIEW["admin"])
        slow.vack = False
        kiosk = self.client(c, "kiosk-1")
        first = kiosk.issue(1)["ticket"]
        for _ in range(300):
            last = kiosk.issue(1)["ticket"]
        deltas = []
        view = slow._view
        slow._view = lambda name, values: (deltas.append(name), view(name, values))
        slow.until(lambda: len(deltas) == 2)
        self.assertNotIn((ROW["ticket"], last), slow.rows)
        slow.vack = True
        slow.say("vack", rev=slow.rev, credit=2)
        slow.until(lambda: (ROW["ticket"], last) in slow.rows)
        self.assertLess(len(deltas), 20)
        self.assertEqual(len([1 for kind, key in slow.rows if kind == ROW["ticket"] and key >= first]), 301)


if __name__ == "__main__":
    unittest.main()
