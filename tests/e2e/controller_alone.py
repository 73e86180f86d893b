# SPDX-License-Identifier: Apache-2.0
"""A kiosk that was alone, against the real controller (D-22): leases, imports, commands whose answer
was lost, slips that nobody holds, and an old copy of the state that is noticed (F24)."""
import hashlib
import hmac
import shutil
import stat
import struct
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, REFUSED, TICKET, VERB, VIEW, HallTest, hall1  # noqa: E402

GRANTED, BURNT = 1, 2
PRINTED, NEVER_GIVEN = 1, 3
DAY = 20260318
UNKNOWN_LEASE, NUMBER_USED, SUPERSEDED, HISTORY = 47, 48, 46, 56


class Kiosk:
    """A kiosk with a journal: what it gave alone it remembers until the hall has it."""

    def __init__(self, test, controller, name="kiosk-1", boot=1):
        self.test, self.name, self.boot, self.seq = test, name, boot, 0
        self.leases, self.used = {}, {}
        self.connect(controller)

    def connect(self, controller, **more):
        if hasattr(self, "link"):
            self.seq = max(self.seq, self.link.seq)
        self.link = self.test.client(controller, self.name, boot=self.boot, **more)
        self.link.seq = self.seq
        return self

    def take_leases(self, count):
        while len(self.leases) < count:
            lease = self.link.take("lease")
            if lease["state"] == GRANTED:
                self.leases[lease["lease"]] = lease
        return self

    def lease_of(self, service):
        return next(lease for lease in self.leases.values() if lease["service"] == service)

    def alone(self, service, **more):
        """Gives the next number of its own; the IMPORT that will tell of it."""
        lease = self.lease_of(service)
        number = lease["first"] + self.used.get(lease["lease"], 0)
        assert number <= lease["last"]
        self.used[lease["lease"]] = number - lease["first"] + 1
        slip = dict(lease=lease["lease"], prefix=lease["prefix"], number=number, day=lease["day"],
                    issued_ms=self.now(), service=service, result=PRINTED)
        slip.update(more)
        return slip

    def now(self):
        return self.link.welcome["now_ms"]

    def tell(self, slip, name="import", **more):
        answer = self.link.command(name, "result", **dict(slip, **more))
        self.seq = self.link.seq
        return answer


class Alone(HallTest):
    def services(self):
        return 4  # of the township; all of them issue numbers

    def test_a_kiosk_gets_numbers_of_each_service_and_the_same_ones_again(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(self.services())
        blocks = sorted((lease["prefix"], lease["first"], lease["last"], lease["day"])
                        for lease in kiosk.leases.values())
        self.assertTrue(all((first, last, day) == (600, 609, DAY) for _, first, last, day in blocks))
        self.assertEqual(len({prefix for prefix, *_ in blocks}), self.services())
        keys = {lease["key"] for lease in kiosk.leases.values()}
        self.assertEqual({len(key) for key in keys}, {32})
        self.assertEqual(len(keys), self.services())
        c.kill()
        again = Kiosk(self, self.start()).take_leases(self.services())
        same = {n: (lease["first"], lease["key"]) for n, lease in again.leases.items()}
        self.assertEqual(same, {n: (lease["first"], lease["key"])
                                for n, lease in kiosk.leases.items()})

    def test_the_key_of_a_lease_follows_from_the_days_key_which_is_no_ones_to_read(self):
        kiosk = Kiosk(self, self.start()).take_leases(self.services())
        path = self.state / "ticket-key"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        day, key = path.read_text(encoding="ascii").split()
        self.assertEqual(int(day), DAY)
        for number, lease in kiosk.leases.items():
            made = hmac.digest(bytes.fromhex(key), b"HALL/1 lease" + struct.pack("<I", number),
                               hashlib.sha256)
            self.assertEqual(lease["key"], made)
        for journal in self.state.glob("journal-*"):
            self.assertNotIn(bytes.fromhex(key), journal.read_bytes())  # D-23

    def test_what_was_given_alone_is_called_by_its_time_of_issue(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(self.services())
        slip = kiosk.alone(1)
        later = kiosk.link.issue(1)
        c.kill()
        c = self.start()
        kiosk.connect(c)
        told = kiosk.tell(slip)
        self.assertEqual((told["code"], told["number"]), (0, 600))
        pad = self.client(c, "pad-1")
        self.assertEqual(pad.press(KEY["next"])["ticket"], told["ticket"])
        self.assertNotEqual(told["ticket"], later["ticket"])
        self.assertEqual(kiosk.tell(slip)["ticket"], told["ticket"])  # under another command
        again = kiosk.tell(slip, seq=kiosk.seq)
        self.assertEqual(again["ticket"], told["ticket"])
        self.assertEqual(kiosk.tell(slip, issued_ms=slip["issued_ms"] + 1)["code"], NUMBER_USED)
        self.assertEqual(kiosk.tell(slip, number=610)["code"], UNKNOWN_LEASE)

    def test_half_used_is_topped_up(self):
        kiosk = Kiosk(self, self.start()).take_leases(self.services())
        for _ in range(5):
            self.assertEqual(kiosk.tell(kiosk.alone(1))["code"], 0)
        more = kiosk.link.take("lease")
        self.assertEqual((more["service"], more["first"], more["last"]), (1, 610, 619))

    def test_a_lost_answer_gives_one_ticket(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(self.services())
        lost = kiosk.link.issue(1)  # committed, and the answer never reached the kiosk
        c.kill()
        c = self.start()
        kiosk.connect(c)
        told = kiosk.tell(kiosk.alone(1), seq=2, supersedes_boot=1, supersedes_seq=1)
        self.assertEqual((told["code"], told["number"]), (0, 600))
        pad = self.client(c, "pad-1")
        self.assertEqual(pad.press(KEY["next"])["number"], 600)
        self.assertIn("voided", self.ctl(c, "ticket", "A001", check=0).stdout)
        self.assertEqual(lost["number"], 1)

    def test_a_command_that_never_came_is_refused_when_it_comes_also_after_a_kill(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(self.services())
        told = kiosk.tell(kiosk.alone(1), seq=2, supersedes_boot=1, supersedes_seq=1)
        self.assertEqual(told["code"], 0)
        self.assertEqual(kiosk.link.issue(1, seq=1)["code"], SUPERSEDED)
        c.kill()
        c = self.start()
        kiosk.connect(c)
        self.assertEqual(kiosk.link.issue(1, seq=1)["code"], SUPERSEDED)
        self.assertEqual(kiosk.link.issue(1, seq=3)["number"], 1)

    def test_a_slip_that_nobody_holds_is_not_called(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(self.services())
        slip = kiosk.alone(1, result=0)
        self.assertEqual(kiosk.tell(slip)["code"], 0)
        gone = kiosk.tell({k: slip[k] for k in ("lease", "prefix", "number")}, "void_ticket",
                          reason=NEVER_GIVEN)
        self.assertEqual((gone["code"], gone["number"]), (0, 600))
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], 0)  # it opens: nobody

    def test_an_unprinted_ticket_is_called_and_missed_after_the_first_call(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(self.services())
        ticket = kiosk.link.issue(1)
        pad = self.client(c, "pad-1")
        self.assertEqual(pad.press(KEY["next"])["ticket"], ticket["ticket"])
        self.assertEqual(pad.press(KEY["miss"], seen=1)["code"], 0)  # D-21

    def test_leases_are_burnt_when_the_day_closes_and_a_late_slip_is_told_why(self):
        c = self.start()
        kiosk, admin = Kiosk(self, c).take_leases(self.services()), self.client(c, "admin-1")
        slip = kiosk.alone(1)
        self.assertEqual(admin.act(VERB["day_close"], arg=1)["code"], 0)
        burnt = kiosk.link.take("lease", state=BURNT)
        self.assertEqual((burnt["lease"], burnt["day"]), (0, DAY))
        self.assertEqual(kiosk.tell(slip)["code"], REFUSED["day_closed"])
        self.assertEqual(admin.act(VERB["day_open"])["code"], 0)
        fresh = kiosk.link.take("lease", state=GRANTED)
        while fresh["first"] == 600:  # of this morning
            fresh = kiosk.link.take("lease", state=GRANTED)
        self.assertEqual((fresh["first"], fresh["last"]), (610, 619))  # R-N7
        self.assertEqual(kiosk.tell(slip)["code"], UNKNOWN_LEASE)
        c.wait_line(r"device=kiosk-1 .*A600.* does not come in")

    def test_a_lease_is_ended_by_hand(self):
        c = self.start()
        kiosk, admin = Kiosk(self, c).take_leases(self.services()), self.client(c, "admin-1")
        lease = kiosk.lease_of(1)
        self.assertEqual(admin.act(VERB["lease_end"], arg=lease["lease"])["code"], 0)
        burnt = kiosk.link.take("lease", lease=lease["lease"])
        self.assertEqual((burnt["state"], burnt["key"]), (BURNT, b""))
        self.assertEqual(kiosk.link.take("lease", state=GRANTED)["first"], 610)

    def test_a_kiosk_that_lost_its_journal_gets_other_numbers(self):
        c = self.start()
        kiosk = Kiosk(self, c, boot=0).take_leases(self.services())
        before = sorted(kiosk.leases)
        slip = kiosk.alone(1)
        kiosk.link.close()
        again = Kiosk(self, c, boot=0).take_leases(self.services())
        self.assertFalse(set(before) & set(again.leases))
        self.assertEqual({(lease["first"], lease["last"]) for lease in again.leases.values()},
                         {(610, 619)})
        self.assertEqual(again.tell(slip)["code"], 0)  # what it gave before is a promise
        later = dict(slip, number=605, issued_ms=slip["issued_ms"] + 600000)
        self.assertEqual(again.tell(later)["code"], UNKNOWN_LEASE)
        known = Kiosk(self, c, boot=again.link.welcome["boot"] + 1).take_leases(self.services())
        self.assertEqual(sorted(known.leases), sorted(again.leases))  # it has its journal

    def test_the_slips_of_a_kiosk_that_burnt_are_admitted_at_the_desk(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(self.services())
        first = kiosk.link.issue(1)
        label = f"A{kiosk.alone(1)['number']}"  # F18: nobody else knows of it, its kiosk is gone
        kiosk.link.close()
        self.ctl(c, "act", "lease-end", "kiosk-1", check=0)
        self.assertEqual(self.ctl(c, "act", "lease-end", "kiosk-1").returncode, 1)
        done = self.ctl(c, "act", "admit", label, "00:01", check=0)
        self.assertIn(label, done.stdout)
        again = self.ctl(c, "act", "admit", label, "00:01")
        self.assertEqual(again.returncode, 1)  # T20: a photocopy
        self.assertIn("given before", again.stderr)
        self.assertEqual(self.ctl(c, "act", "admit", "A999", "00:01").returncode, 1)
        self.assertEqual(self.ctl(c, "act", "admit", label, "25:00").returncode, 2)
        pad = self.client(c, "pad-1")
        called = [pad.press(KEY["next"], seen=0)["ticket"]]
        self.assertEqual(pad.press(KEY["start"], seen=1)["code"], 0)
        self.assertEqual(pad.press(KEY["finish"], seen=1)["code"], 0)
        called.append(pad.press(KEY["next"], seen=1)["ticket"])
        self.assertIn(first["ticket"], called)
        self.assertEqual(len(set(called) - {0}), 2)  # ghost before skip: both are called


class Old(HallTest):
    """An old copy of the state folder comes back while devices remember more (F24)."""

    def memory(self, client):
        """What a real device keeps: instance, epoch and the newest row (D-26)."""
        answer = client.act(VERB["help"])
        return dict(instance=client.welcome["instance"], epoch=answer["epoch"], jseq=answer["jseq"])

    def lose(self, tickets):
        """A hall that goes on after a copy was taken; the copy is in place again."""
        c = self.start()
        kiosk = self.client(c, "kiosk-1", boot=1)
        self.given = [kiosk.issue(1) for _ in range(3)]
        c.kill()
        copy = self.dir / "copy"
        shutil.copytree(self.state, copy)
        c = self.start()
        kiosk, pad = self.client(c, "kiosk-1", boot=2), self.client(c, "pad-1", boot=2)
        self.given += [kiosk.issue(1 + i % 2) for i in range(tickets)]
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        admin = self.client(c, "admin-1")
        self.seen = self.memory(admin)
        c.kill()
        shutil.rmtree(self.state)
        copy.rename(self.state)
        return self.start()

    def refused(self, controller, name, **more):
        with self.assertRaises(hall1.Ended) as ended:
            self.client(controller, name, **more)
        return str(ended.exception)

    def test_it_neither_issues_nor_calls_until_a_person_accepts_it(self):
        c = self.lose(tickets=10)
        kiosk, pad = self.client(c, "kiosk-1", boot=3), self.client(c, "pad-1", boot=3)
        self.assertEqual(pad.press(KEY["next"])["code"], 0)  # it knows nothing: nobody said it yet
        self.assertIn("old copy", self.refused(c, "board-1", boot=3, **self.seen))
        c.wait_line(r"board-1 has seen journal row \d+ .* an old copy was restored")
        self.assertEqual(kiosk.issue(1)["code"], HISTORY)
        self.assertEqual(pad.press(KEY["next"], seen=1)["code"], HISTORY)
        self.assertEqual(pad.press(KEY["finish"], seen=1)["code"], 0)  # what was begun ends
        self.assertIn("ALARM history", self.ctl(c, "status", check=0).stdout)
        c.kill()
        c = self.start()  # it is not forgotten
        kiosk = self.client(c, "kiosk-1", boot=4)
        self.assertEqual(kiosk.issue(1)["code"], HISTORY)
        self.ctl(c, "accept-history", check=0)
        self.assertNotIn("ALARM", self.ctl(c, "status", check=0).stdout)
        board = self.client(c, "board-1", boot=4, **self.seen)  # a higher epoch: it comes back
        self.assertEqual(board.welcome["epoch"], self.seen["epoch"] + 1)
        labels = {(t["prefix"], t["number"]) for t in self.given}
        ids = {t["ticket"] for t in self.given}
        for i in range(20):
            ticket = kiosk.issue(1 + i % 2)
            self.assertEqual(ticket["code"], 0)
            self.assertNotIn((ticket["prefix"], ticket["number"]), labels)
            self.assertNotIn(ticket["ticket"], ids)
        refused = self.ctl(c, "accept-history")
        self.assertEqual(refused.returncode, 1)  # once is enough
        c.kill()
        c = self.start()
        again = self.client(c, "kiosk-1", boot=5)
        self.assertEqual(again.welcome["epoch"], self.seen["epoch"] + 1)
        self.assertEqual(again.issue(1)["code"], 0)

    def test_who_knows_how_many_were_given_says_so(self):
        c = self.lose(tickets=4)
        self.refused(c, "board-1", boot=3, **self.seen)
        self.ctl(c, "accept-history", "many", check=2)
        self.ctl(c, "accept-history", "2", check=0)
        self.assertEqual(self.client(c, "kiosk-1", boot=3).issue(1)["number"], 3 + 2 + 1)

    def test_another_hall_and_practice_say_nothing_about_this_one(self):
        c = self.lose(tickets=1)
        other = dict(self.seen, instance=self.seen["instance"] ^ 1)
        self.client(c, "board-1", boot=3, **other)
        self.assertEqual(self.client(c, "kiosk-1", boot=3).issue(1)["code"], 0)


if __name__ == "__main__":
    unittest.main()
