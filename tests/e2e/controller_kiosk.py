# SPDX-License-Identifier: Apache-2.0
"""What a kiosk asks of the hall beside tickets: what became of a number, what the holder of its slip
may do, guides who sign on at it, an emergency, its own machine."""
import hashlib
import hmac
import shutil
import struct
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from controller_alone import Kiosk  # noqa: E402
from controller_booking import CARD  # noqa: E402
from hall_people import PeopleTest  # noqa: E402
from hall_process import KEY, REFUSED, ROW, TICKET, VERB, VIEW, HallTest  # noqa: E402

VERB |= dict(reprint=45, emergency=46, maintain=47, admit=44)
REFUSED |= dict(wrong_code=65, rating_over=66, no_session=67, rated=23, agent=59, proof_needed=39,
                unknown_service=10, has_ticket=36, twice_missed=20, denied=22, unknown_window=11,
                not_signed_on=54, wrong_pin=50)
VOUCHED, MAY_REJOIN, MAY_RATE, UNPRINTED = 1, 2, 4, 8
GREEN, PROOF_GUIDE, PROOF_LEADER = 3, 2, 3
NOT_KNOWN = -32768


def change(path, *pairs):
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def forge(text):
    """The same text with another digit in the middle of its code."""
    at = len(text) - 9
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:]


class Desk:
    """A kiosk of the hall that asks about numbers."""

    def find(self, kiosk, ticket=None, code=""):
        typed = {} if ticket is None else dict(prefix=ticket["prefix"], number=ticket["number"])
        return kiosk.command("find", "found", code=code, **typed)

    def slip(self, kiosk, verb, ticket, answer="result", **more):
        return kiosk.command("slip", answer, verb=VERB[verb], ticket=ticket["ticket"], **more)

    def code(self, answer, want):
        self.assertEqual(answer["code"], REFUSED[want], answer)
        return answer

    def told(self, c, ticket):
        label = f"{chr(ticket['prefix'] & 255)}{ticket['number']:03}"
        return self.ctl(c, "ticket", label, check=0).stdout

    def serve(self, pad, done=True):
        """The next one is called, served and sent away at window 1."""
        called = self.code(pad.press(KEY["next"], seen=pad.calls), "done")
        pad.calls = called["call"] & 0xFF
        self.code(pad.press(KEY["start"], seen=pad.calls), "done")
        if done:
            self.code(pad.press(KEY["finish"], seen=pad.calls), "done")
        return called

    def pad(self, c, number=1):
        pad = self.client(c, f"pad-{number}")
        pad.calls = 0
        return pad


class Slips(Desk, HallTest):
    def setUp(self):
        super().setUp()
        self.hall = self.dir / "hall"
        shutil.copytree(type(self).hall, self.hall)
        change(self.hall / "hall.yaml", ("floors:\n", "rules: {rating_change_min: 10, miss_calls: 1,"
                                         " miss_after_s: 0}\nfloors:\n"))

    def test_a_typed_number_shows_what_a_board_shows_and_a_slip_all_of_it(self):
        c = self.start()
        kiosk, pad = self.client(c, "kiosk-1"), self.pad(c)
        first, second = kiosk.issue(1), kiosk.issue(1)
        typed = self.code(self.find(kiosk, second), "done")
        self.assertEqual((typed["ticket"], typed["state"], typed["ahead"], typed["service"], typed["flags"]),
                         (second["ticket"], TICKET["waiting"], 1, 1, 0))
        self.assertEqual((typed["issued_ms"], typed["score"], typed["target"]), (0, 0, 0))
        shown = self.code(self.find(kiosk, code=second["qr"]), "done")
        self.assertEqual(shown["flags"], VOUCHED | UNPRINTED)  # D-21: nobody said that it came out
        self.assertEqual((shown["number"], shown["issued_ms"]), (second["number"], second["issued_ms"]))
        kiosk.command("printed", "result", ticket=second["ticket"], result=1)
        self.assertEqual(self.find(kiosk, code=second["qr"].lower())["flags"], VOUCHED)
        called = self.serve(pad, done=False)
        self.assertEqual(called["ticket"], first["ticket"])
        serving = self.find(kiosk, first)
        self.assertEqual((serving["state"], serving["target"], serving["calls"]), (TICKET["serving"], 1, 1))
        self.assertEqual(self.find(kiosk, dict(first, number=999))["code"], REFUSED["unknown_ticket"])
        self.ctl(c, "act", "day", "close", "force", check=0)
        self.assertEqual(self.find(kiosk, first)["code"], REFUSED["day_closed"])
        self.assertEqual(self.find(kiosk, code=first["qr"])["code"], REFUSED["day_closed"])

    def test_another_code_than_that_of_the_slip_is_refused(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        mine, other = kiosk.issue(1), kiosk.issue(1)
        for code in (forge(mine["qr"]), "T1-" + mine["qr"][-26:], "A001", mine["qr"][:-1], "x" * 96):
            self.assertIn(self.find(kiosk, mine, code=code)["code"],
                          (REFUSED["wrong_code"], REFUSED["unknown_ticket"]), code)
            for verb in ("cancel", "rejoin"):
                answer = self.slip(kiosk, verb, mine, code=code)
                self.assertIn(answer["code"], (REFUSED["wrong_code"], REFUSED["unknown_ticket"]))
        for verb in ("cancel", "rejoin"):
            self.code(self.slip(kiosk, verb, mine, code=other["qr"]), "wrong_code")  # another's slip
            self.code(self.slip(kiosk, verb, mine), "wrong_code")  # a number that was read on a board
        self.assertEqual(self.slip(kiosk, "reprint", mine, "ticket")["code"], REFUSED["wrong_code"])
        self.code(self.slip(kiosk, "void", mine, code=mine["qr"]), "malformed")  # that is staff's
        self.assertEqual(self.find(kiosk, mine)["state"], TICKET["waiting"])
        self.assertNotIn(mine["qr"][-26:], c.log())  # a code is its holder's

    def test_a_confidential_service_is_never_named(self):
        change(self.hall / "services.yaml", ("    mean_min: 10\n", "    mean_min: 10\n    confidential: true\n"))
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        kiosk.issue(1)
        ticket = kiosk.issue(1)
        typed = self.code(self.find(kiosk, ticket), "done")
        self.assertEqual((typed["service"], typed["ahead"], typed["since_ms"]), (0, 0, 0))  # R-L11
        shown = self.code(self.find(kiosk, code=ticket["qr"]), "done")
        self.assertEqual((shown["service"], shown["ahead"], shown["flags"] & VOUCHED), (0, 1, VOUCHED))

    def test_a_second_slip_keeps_the_number_and_is_in_the_journal(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        key = kiosk.take("day_key")["key"]
        card = hmac.digest(key, CARD.encode(), "sha256")[:16]
        kiosk.issue(1)
        mine = kiosk.issue(1, id_hash=card)
        again = self.slip(kiosk, "reprint", mine, "ticket", code=mine["qr"])
        want = ("number", "ticket", "service", "issued_ms", "day", "qr", "ahead", "principals")
        self.assertEqual([again[name] for name in want], [mine[name] for name in want])  # R-T2
        held = kiosk.issue(1, id_hash=card)
        self.assertEqual((held["code"], held["ticket"], held["ahead"], held["qr"], held["issued_ms"]),
                         (REFUSED["has_ticket"], mine["ticket"], 1, "", mine["issued_ms"]))
        by_card = self.slip(kiosk, "reprint", held, "ticket", id_hash=card)  # R-K8
        self.assertEqual((by_card["code"], by_card["number"]), (0, mine["number"]))
        self.assertEqual(self.slip(kiosk, "reprint", mine, "ticket", id_hash=b"x" * 16)["code"],
                         REFUSED["wrong_code"])
        self.assertEqual(self.told(c, mine).count("reprinted"), 2)
        self.assertIn('reprinted ticket=%d device="kiosk-1"' % mine["ticket"], self.told(c, mine))
        self.assertEqual(self.find(kiosk, code=mine["qr"])["ahead"], 1)  # its place is where it was

    def test_a_repeated_slip_is_answered_and_not_done_again(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        mine = kiosk.issue(1)
        done = self.slip(kiosk, "cancel", mine, code=mine["qr"])
        self.code(done, "done")
        again = kiosk.command("slip", "result", seq=kiosk.seq, verb=VERB["cancel"], ticket=mine["ticket"],
                              code=mine["qr"])
        self.assertEqual((again["code"], again["jseq"]), (0, done["jseq"]))
        self.code(self.slip(kiosk, "cancel", mine, code=mine["qr"]), "wrong_state")
        self.assertEqual(self.told(c, mine).count("cancelled"), 1)
        self.assertEqual(c.kill(), -9)
        c = self.start()
        kiosk = self.client(c, "kiosk-1", boot=kiosk.welcome["boot"] + 1)  # the same codes after a crash
        self.code(self.slip(kiosk, "cancel", mine, code=mine["qr"]), "wrong_state")

    def test_who_was_missed_comes_back_to_the_place_that_was_shown(self):
        c = self.start()
        kiosk, pad = self.client(c, "kiosk-1"), self.pad(c)
        mine, *others = (kiosk.issue(1) for _ in range(6))
        called = pad.press(KEY["next"], seen=0)
        self.assertEqual(called["ticket"], mine["ticket"])
        kiosk.command("printed", "result", ticket=mine["ticket"], result=1)
        self.code(pad.press(KEY["miss"], seen=1), "done")
        typed = self.code(self.find(kiosk, mine), "done")
        self.assertEqual((typed["state"], typed["flags"]), (TICKET["missed"], MAY_REJOIN))
        self.assertIn(typed["back_ahead"], range(3, 6))  # R-C2: who came in one millisecond stays together
        self.code(self.slip(kiosk, "rejoin", mine, code=mine["qr"]), "done")
        back = self.find(kiosk, code=mine["qr"])
        self.assertEqual((back["state"], back["ahead"], back["flags"]), (TICKET["waiting"], typed["back_ahead"], VOUCHED))
        self.assertRegex(self.told(c, mine), r'rejoined .* who="kiosk-1"')
        self.assertEqual(len(others), 5)

    def test_a_visit_is_rated_by_its_number_until_it_is_too_late_to_change_it(self):
        c = self.start(training=60)  # ten minutes are ten seconds
        kiosk, pad = self.client(c, "kiosk-1"), self.pad(c)
        mine, waits = kiosk.issue(1), kiosk.issue(1)
        self.code(self.slip(kiosk, "rate", mine, score=5), "wrong_state")  # it is not over
        self.serve(pad)
        self.assertEqual(self.find(kiosk, mine)["flags"], MAY_RATE)
        self.code(self.slip(kiosk, "rate", mine, score=6), "malformed")  # R-E1
        self.code(self.slip(kiosk, "rate", mine, score=4, reasons=5), "done")
        self.code(self.slip(kiosk, "rate", mine, score=2), "done")  # R-E2: thought better of it
        found = self.find(kiosk, mine)
        self.assertEqual((found["flags"], found["score"]), (MAY_RATE, 0))  # R-E3: of whom, not what
        self.assertGreater(found["change_s"], 0)
        self.assertEqual(self.find(kiosk, code=mine["qr"])["score"], 2)
        while self.find(kiosk, mine)["flags"] & MAY_RATE:
            pass
        self.code(self.slip(kiosk, "rate", mine, score=1), "rating_over")
        self.assertEqual(self.find(kiosk, mine)["change_s"], 0)
        told = self.told(c, mine)
        self.assertEqual((told.count("score=4 reason=5 source=1"), told.count("score=2")), (1, 1))  # R-E8
        self.code(self.slip(kiosk, "rate", waits, score=5), "wrong_state")

    def test_only_a_kiosk_asks_for_what_a_slip_allows(self):
        c = self.start()
        kiosk, desk = self.client(c, "kiosk-1"), self.client(c, "console-1")
        mine = kiosk.issue(1)
        self.code(self.find(desk, mine), "done")
        desk.say("slip", seq=99, ticket=mine["ticket"], verb=VERB["rate"], score=5)  # R-E3: no clerk
        self.assertEqual(desk.take("error")["code"], REFUSED["denied"])

    def test_the_slip_of_a_kiosk_that_was_alone_has_a_code_too(self):
        c = self.start()
        kiosk = Kiosk(self, c).take_leases(4)
        slip = kiosk.alone(1)
        lease = next(lease for lease in kiosk.leases.values() if lease["lease"] == slip["lease"])
        text = leased_code(lease, slip)
        self.code(self.find(kiosk.link, code=text), "unknown_ticket")  # it has not come in
        kiosk.seq = kiosk.link.seq
        ticket = kiosk.tell(slip)
        self.code(ticket, "done")
        found = self.code(self.find(kiosk.link, code=text), "done")
        self.assertEqual((found["ticket"], found["flags"] & VOUCHED), (ticket["ticket"], VOUCHED))
        self.code(self.find(kiosk.link, code=forge(text)), "wrong_code")
        burnt = kiosk.alone(1)
        label = f"A{burnt['number']}"
        for wrong in (forge(text), text):  # F18: of that very number
            done = self.ctl(c, "act", "admit", label, "00:01", wrong)
            self.assertEqual(done.returncode, 1)
            self.assertIn("not that of this ticket", done.stderr)
        self.ctl(c, "act", "admit", label, "00:01", leased_code(lease, burnt), check=0)


def leased_code(lease, slip):
    """SPEC.md 7, written apart from the program."""
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    mac = hmac.new(lease["key"], b"HALL/1 slip" + struct.pack(
        "<IIIHH", slip["day"], 0, lease["lease"], slip["prefix"], slip["number"]), hashlib.sha256).digest()
    bits = int.from_bytes(mac[:16], "big") << 2
    code = "".join(digits[bits >> 5 * (25 - i) & 31] for i in range(26))
    return f"L{lease['lease']}-{chr(slip['prefix'] & 255)}{slip['number']:03}-{code}"


class People(Desk, PeopleTest):
    def setUp(self):
        super().setUp()
        change(self.hall / "hall.yaml", ("floors:\n", "rules: {principals_max: 5, priority_proof: true}\nfloors:\n"))

    def test_a_guide_grants_at_the_kiosk_where_she_is_signed_on(self):
        c = self.begin()
        kiosk = self.client(c, "kiosk-1")
        self.code(kiosk.issue(1, ticket_class=GREEN, proof=PROOF_GUIDE), "proof_needed")  # a machine claims it
        for people in (2, 6):  # R-K11: the machine alone confirms nobody
            self.code(kiosk.issue(1, principals=people), "agent")
            self.code(kiosk.issue(1, principals=people, proof=PROOF_GUIDE), "agent")
        self.code(kiosk.issue(1, session=77, principals=6), "no_session")
        session = self.enter(kiosk, 40)
        self.assertEqual(kiosk.issue(1, ticket_class=GREEN, proof=PROOF_GUIDE, session=session)["code"], 0)
        self.assertEqual(kiosk.issue(1, principals=2, session=session)["code"], 0)
        agent = kiosk.issue(1, principals=6, session=session)  # R-K11
        self.assertEqual((agent["code"], agent["principals"]), (0, 6))
        self.assertIn("staff=40", self.told(c, agent))  # R-S3
        self.assertEqual(kiosk.command("logout", "result", session=session)["code"], 0)
        self.code(kiosk.issue(1, principals=6, session=session), "no_session")

    def test_a_session_of_another_machine_is_none(self):
        c = self.begin()
        kiosk, desk = self.client(c, "kiosk-1"), self.console(c)
        session = self.enter(desk, 20)
        self.code(kiosk.issue(1, principals=6, session=session), "no_session")
        self.code(kiosk.act(VERB["maintain"], arg=1, session=session), "no_session")
        own = self.enter(kiosk, 20)
        self.code(desk.act(VERB["open"], 2, session=own), "not_signed_on")

    def test_only_who_helps_or_leads_signs_on_at_a_kiosk_and_serves_nobody_there(self):
        c = self.begin()
        kiosk = self.client(c, "kiosk-1")
        for staff in (11, 12, 30):
            answer = self.code(self.login(kiosk, staff), "denied")
            self.assertEqual((answer["session"], answer["name"]), (0, ""))
        self.code(self.login(kiosk, 20, target=1), "unknown_window")
        self.code(self.login(kiosk, 40, "0000"), "wrong_pin")
        self.assertEqual(self.code(self.login(kiosk, 40), "done")["role"], 2)

    def test_what_staff_did_at_a_kiosk_is_kept_with_their_number(self):
        c = self.begin()
        kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1")
        admin.say("watch", on=1)
        admin.command("stats_req", "stats", scope=1)  # it is watched from here on
        self.code(kiosk.act(VERB["maintain"], arg=1), "no_session")
        session = self.enter(kiosk, 40)
        self.code(kiosk.act(VERB["maintain"], arg=5, session=session), "malformed")
        self.code(kiosk.act(VERB["maintain"], arg=0, session=session), "malformed")
        self.ctl(c, "act", "day", "close", "force", check=0)  # paper is changed in the evening, too
        self.code(kiosk.act(VERB["maintain"], arg=1, session=session), "done")
        admin.until(lambda: any("maintained" in values.get("text", "") for _, values in admin.queue))
        self.assertTrue(any('maintained what=1 staff=40 device="kiosk-1"' in values.get("text", "")
                            for _, values in admin.queue), admin.queue)

    def test_an_emergency_is_the_managers_and_outlives_day_and_crash(self):
        c = self.begin()
        desk, kiosk = self.console(c), self.client(c, "kiosk-1", view=VIEW["kiosk"])
        board = self.client(c, "board-1", view=VIEW["board"] | 0xFFF)
        for staff in (12, 40):
            session = self.enter(desk, staff)
            self.code(desk.act(VERB["emergency"], arg=1, session=session), "denied")
        kiosk.say("act", seq=500, verb=VERB["emergency"], arg=1)
        self.assertEqual(kiosk.take("error")["code"], REFUSED["denied"])
        session = self.enter(desk, 20)
        self.code(desk.act(VERB["emergency"], arg=2, session=session), "malformed")
        self.code(desk.act(VERB["emergency"], arg=1, session=session), "done")
        for screen in (kiosk, board):
            screen.until(lambda screen=screen: screen.row(ROW["hall"], 0)["emergency"] == 1)
        self.assertEqual(kiosk.issue(1)["code"], 0)  # what is being issued is finished
        self.ctl(c, "act", "day", "close", "force", check=0)
        self.assertIn("EMERGENCY", self.ctl(c, "status", check=0).stdout)
        self.assertEqual(c.kill(), -9)
        c = self.start()
        kiosk = self.client(c, "kiosk-1", view=VIEW["kiosk"], boot=9)
        self.assertEqual(kiosk.row(ROW["hall"], 0)["emergency"], 1)
        if not kiosk.row(ROW["hall"], 0)["day"]:
            self.ctl(c, "act", "day", "open", check=0)
        self.assertEqual(c.kill(), -9)
        c = self.start()
        kiosk = self.client(c, "kiosk-1", view=VIEW["kiosk"], boot=10)
        self.assertEqual(kiosk.row(ROW["hall"], 0)["emergency"], 1)  # the new day knows it
        self.assertIn("done", self.ctl(c, "act", "emergency", "off", check=0).stdout)
        self.ctl(c, "act", "emergency", "off", check=0)  # it is over: done as well
        kiosk.until(lambda: kiosk.row(ROW["hall"], 0)["emergency"] == 0)
        self.assertEqual(self.ctl(c, "act", "emergency", "maybe").returncode, 2)


class Between(Desk, HallTest):
    """An emergency between two days, where no day's facts hold it."""

    def setUp(self):
        super().setUp()
        self.hall = self.dir / "hall"
        shutil.copytree(type(self).hall, self.hall)

    def emergency(self, c, boot):
        kiosk = self.client(c, "kiosk-1", view=VIEW["kiosk"], boot=boot)
        return kiosk.row(ROW["hall"], 0)["emergency"]

    def test_it_is_kept_when_it_was_said_on_a_closed_day(self):
        c = self.start()
        self.ctl(c, "act", "day", "close", "force", check=0)
        self.ctl(c, "act", "emergency", "on", check=0)
        self.assertEqual(c.kill(), -9)
        c = self.start()
        self.assertEqual(self.emergency(c, 2), 1)
        self.ctl(c, "act", "day", "close", "force")
        self.assertEqual(c.stop(), 0)
        change(self.hall / "hall.yaml", ("capacity: 60", "capacity: 61"))
        c = self.start(start="20260319T0930")  # another hall, so the closed day is not replayed
        self.assertEqual(self.emergency(c, 3), 1)
        self.assertEqual(c.kill(), -9)
        c = self.start(start="20260319T0931")
        self.assertEqual(self.emergency(c, 4), 1)
        self.ctl(c, "act", "emergency", "off", check=0)
        self.ctl(c, "act", "day", "close", "force")
        self.assertEqual(c.stop(), 0)
        change(self.hall / "hall.yaml", ("capacity: 61", "capacity: 62"))
        c = self.start(start="20260320T0930")
        self.assertEqual(self.emergency(c, 5), 0)


class Machine(Desk, HallTest):
    STATUS = dict(paper_pct=34, printer=1, door=1, flags=1, unsent=3, lease_left=27, celsius=-4, width=1080,
                  height=1920, reader=1, scanner=2, slips=812, unprinted=5, stopped=1)

    def devices(self, c, *more):
        return self.ctl(c, "devices", *more, check=0).stdout

    def test_what_a_kiosks_machine_says_is_shown_to_the_manager(self):
        c = self.start()
        kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1", view=VIEW["admin"])
        index = next(key for (kind, key), row in admin.rows.items() if kind == ROW["device"] and row["kind"] == 1)
        said = admin.row(ROW["device"], index)
        self.assertEqual((said["paper_pct"], said["celsius"]), (255, NOT_KNOWN))  # nothing yet
        kiosk.say("kiosk_status", **self.STATUS)
        admin.until(lambda: admin.row(ROW["device"], index)["paper_pct"] == 34)
        row = admin.row(ROW["device"], index)
        self.assertEqual({name: row[name] for name in self.STATUS}, self.STATUS)
        kiosk.say("status", uptime_s=9, flags=0, printer=1)  # says nothing of what the other one said
        kiosk.say("alarm", code=2, arg=0, on=1)
        kiosk.say("alarm", code=7, arg=71, on=1)
        kiosk.say("alarm", code=200, arg=0, on=1)  # of a newer version: nothing to show
        admin.until(lambda: admin.row(ROW["device"], index)["alarms"] == 1 << 1 | 1 << 6)
        self.assertEqual(admin.row(ROW["device"], index)["flags"], 1)
        c.wait_line("device=kiosk-1 alarm=on code=7 arg=71: too hot")
        shown = self.devices(c, "--hall", self.hall)
        line = next(line for line in shown.splitlines() if line.startswith("kiosk-1"))
        for word in ("up", "34 %", "NO PAPER", "OPEN", "works", "SILENT", "-4 C", "1080x1920", "812", "27",
                     "OUT OF USE, alone", "ALARM no paper", "ALARM too hot"):
            self.assertIn(word, line)
        kiosk.say("alarm", code=2, arg=0, on=0)
        kiosk.say("kiosk_status", **dict(self.STATUS, paper_pct=255, celsius=NOT_KNOWN, stopped=0, width=0))
        admin.until(lambda: admin.row(ROW["device"], index)["alarms"] == 1 << 6
                    and admin.row(ROW["device"], index)["stopped"] == 0)
        line = next(line for line in self.devices(c, "--kind", "kiosk").splitlines() if line.startswith("#"))
        self.assertIn("in use, alone  ALARM too hot", line)
        self.assertNotIn("255", line)
        kiosk.close()
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 0)
        self.assertIn("DOWN", self.devices(c, "--hall", self.hall))
        self.assertIn('"celsius": -32768', self.ctl(c, "status", "--json", check=0).stdout)
        self.client(c, "kiosk-1", boot=2)  # it says anew what is wrong with it
        admin.until(lambda: admin.row(ROW["device"], index)["alarms"] == 0)

    def test_why_help_is_called_is_kept(self):
        c = self.start()
        kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1")
        admin.say("watch", on=1)
        admin.command("stats_req", "stats", scope=1)
        for reason, kept in ((1, " reason=1"), (3, " reason=3"), (9, "")):  # whoever calls is heard
            self.code(kiosk.act(VERB["help"], arg=reason), "done")
            want = 'help device="kiosk-1"' + kept
            admin.until(lambda want=want: want in [values.get("text") for _, values in admin.queue])


if __name__ == "__main__":
    unittest.main()
