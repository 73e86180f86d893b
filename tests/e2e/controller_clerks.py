# SPDX-License-Identifier: Apache-2.0
"""People sign on with a PIN, serve what they may, and a visit goes through its steps."""
import stat
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_people import STAFF, PeopleTest  # noqa: E402
from hall_process import KEY, REFUSED, ROW, VERB, VIEW, hallctl  # noqa: E402

VERB |= dict(sign_on=26, sign_off=27, assign=28, unassign=29, next_step=38, pick_up=39, duty=40)
REFUSED |= dict(has_ticket=36, booking_early=43, unknown_staff=49, wrong_pin=50, staff_locked=51,
                staff_elsewhere=52, not_qualified=53, not_signed_on=54, window_taken=62, pin_again=63,
                confirm=64, no_reason=55, busy=25)
ROW |= dict(clerk=10)


class Clerks(PeopleTest):
    def window(self, client, number, **want):
        def row():
            found = client.row(ROW["window"], number) or {}
            return all(found.get(name) == value for name, value in want.items())
        client.until(row)

    # ---- signing on ----

    def test_a_clerk_signs_on_and_gets_only_what_she_may_serve(self):
        c = self.begin()
        desk, kiosk = self.console(c), self.client(c, "kiosk-1")
        first, second = kiosk.issue(1), kiosk.issue(4)
        answer = self.login(desk, 11, target=1)
        self.assertEqual((answer["code"], answer["role"], answer["name"], answer["target"]),
                         (REFUSED["done"], 1, "王芳", 1))
        self.assertEqual([skill["service"] for skill in answer["skills"]], [4])
        called = desk.act(VERB["call_next"], 1, session=answer["session"])
        self.assertEqual((called["code"], called["ticket"]), (REFUSED["done"], second["ticket"]))
        desk.until(lambda: desk.row(ROW["clerk"], 11))
        clerk = desk.row(ROW["clerk"], 11)
        self.assertEqual((clerk["target"], clerk["name"], clerk["online"]), (1, "王芳", 1))
        told = self.ctl(c, "ticket", f"{chr(second['prefix'] & 255)}{second['number']:03}", check=0).stdout
        self.assertIn('clerk="11"', told)  # R-S3: the number,
        self.assertNotIn("王芳", told)  # never the name
        self.assertEqual(desk.act(VERB["finish"], 1, session=answer["session"])["code"], 0)
        out = desk.command("logout", "result", session=answer["session"])
        self.assertEqual(out["code"], REFUSED["done"])
        self.assertEqual(desk.act(VERB["call_next"], 1, session=answer["session"])["code"],
                         REFUSED["not_signed_on"])
        self.assertNotEqual(first["ticket"], second["ticket"])

    def test_the_fifth_wrong_pin_locks_the_number_and_no_other(self):
        c = self.begin()
        desk = self.console(c)
        for left in (4, 3, 2, 1):
            answer = self.login(desk, 11, "0000")
            self.assertEqual((answer["code"], answer["tries_left"], answer["session"]),
                             (REFUSED["wrong_pin"], left, 0))
        answer = self.login(desk, 11, "0000")
        self.assertEqual((answer["code"], answer["tries_left"], answer["locked_s"]),
                         (REFUSED["wrong_pin"], 0, 900))
        answer = self.login(desk, 11)  # now the right one
        self.assertEqual(answer["code"], REFUSED["staff_locked"])
        self.assertLessEqual(answer["locked_s"], 900)
        other = self.console(c, "desk2")
        self.assertEqual(self.login(other, 11)["code"], REFUSED["staff_locked"])  # at any console
        self.assertEqual(self.login(desk, 12)["code"], REFUSED["done"])
        self.assertEqual(self.login(desk, 99, "9999")["code"], REFUSED["unknown_staff"])
        c.wait_line("staff=11 locked for 900 s after 5 wrong PINs")
        self.assertNotIn("0000", c.log())

    def test_a_console_acts_only_in_a_session_of_its_own(self):
        c = self.begin()
        desk, other = self.console(c), self.console(c, "desk2")
        self.assertEqual(desk.act(VERB["open"], 2)["code"], REFUSED["not_signed_on"])
        session = self.enter(desk, 12, target=2)
        self.assertEqual(desk.act(VERB["open"], 2, session=session)["code"], REFUSED["done"])
        self.assertEqual(other.act(VERB["close"], 2, session=session)["code"], REFUSED["not_signed_on"])
        self.assertEqual(desk.act(VERB["open"], 1, session=session)["code"],
                         REFUSED["not_signed_on"])  # a clerk acts where she sits
        self.assertEqual(desk.act(VERB["assign"], 2, service=3, session=session)["code"], REFUSED["denied"])
        self.assertEqual(self.ctl(c, "act", "open", "3").returncode, 0)  # an administrator's key still may

    def test_one_window_for_a_person_and_a_move_when_asked(self):
        c = self.begin()
        desk = self.console(c)
        session = self.enter(desk, 12, target=2)
        self.assertEqual(self.login(desk, 12, target=3)["code"], REFUSED["staff_elsewhere"])
        self.assertEqual(self.login(desk, 20, target=2)["code"], REFUSED["window_taken"])
        self.assertEqual(desk.act(VERB["sign_on"], 3, session=session)["code"], REFUSED["staff_elsewhere"])
        self.assertEqual(desk.act(VERB["sign_on"], 3, arg=1, session=session)["code"], REFUSED["done"])
        self.assertEqual(self.login(desk, 13, target=1)["code"], REFUSED["not_qualified"])  # until yesterday

    def test_who_reads_changes_nothing(self):
        c = self.begin()
        desk = self.console(c)
        for staff in (30, 40):
            self.assertEqual(self.login(desk, staff, target=1)["code"], REFUSED["denied"])
        session = self.enter(desk, 30)
        for verb in (0, *VERB.values()):
            desk.say("act", verb=verb, key=1, target=1, session=session, seq=100 + verb)
            desk.until(lambda: desk.queue)  # by the table of devices or by that of people
            self.assertEqual(desk.queue.pop()[1]["code"], REFUSED["denied"], verb)

    def test_a_console_of_a_hall_that_keeps_no_people_serves_and_leads_nobody(self):
        c = self.start()
        desk, kiosk = self.console(c), self.client(c, "kiosk-1")
        first, second, _ = (kiosk.issue(1)["ticket"] for _ in range(3))
        self.assertEqual(desk.act(VERB["void"], ticket=first, arg=4)["code"], REFUSED["done"])
        self.assertEqual(desk.act(VERB["void"], service=1, arg=8, expect=2, text="no")["code"], REFUSED["denied"])
        self.assertEqual(desk.act(VERB["call_next"], 1)["ticket"], second)

    def test_all_of_a_service_go_by_a_leaders_pin_their_number_and_a_reason(self):
        c = self.begin()
        desk, kiosk = self.console(c), self.client(c, "kiosk-1")
        for _ in range(3):
            kiosk.issue(1)
        clerk, guide, boss = self.enter(desk, 12, target=2), self.enter(desk, 40), self.enter(desk, 20)
        all_of = dict(service=1, arg=8, expect=3, text="no network")
        for who in (clerk, guide):  # R-C4
            self.assertEqual(desk.act(VERB["void"], session=who, **all_of)["code"], REFUSED["denied"])
        for wrong, code in ((dict(arg=0), "no_reason"), (dict(expect=0), "confirm"), (dict(expect=2), "confirm")):
            answer = desk.act(VERB["void"], session=boss, **(all_of | wrong))
            self.assertEqual(answer["code"], REFUSED[code], wrong)
        self.assertEqual(desk.act(VERB["void"], session=boss, **all_of)["code"], REFUSED["done"])
        self.assertEqual(desk.act(VERB["call_next"], 2, session=clerk)["ticket"], 0)
        self.assertIn('who="20"', self.ctl(c, "ticket", "A001", check=0).stdout)  # R-S3

    # ---- rights that are taken away ----

    def test_a_right_that_is_taken_away_ends_at_once(self):
        c = self.begin()
        desk, kiosk = self.console(c), self.client(c, "kiosk-1")
        session = self.enter(desk, 12, target=2)
        kiosk.issue(2)
        self.assertEqual(desk.act(VERB["call_next"], 2, session=session)["code"], REFUSED["done"])
        desk.until(lambda: desk.row(ROW["clerk"], 12))
        self.assertEqual(self.staff(STAFF.replace("12,Li,clerk,,\n", "")).returncode, 0)
        c.wait_line("staff people=5")
        desk.until(lambda: not desk.row(ROW["clerk"], 12))  # in the middle of a ticket
        self.assertEqual(desk.act(VERB["finish"], 2, session=session)["code"], REFUSED["not_signed_on"])
        self.assertEqual(self.login(desk, 12)["code"], REFUSED["unknown_staff"])
        self.assertEqual(self.ctl(c, "press", "2", "finish").returncode, 0)  # the visitor is not lost

    def test_a_file_with_a_mistake_names_its_line_and_changes_nothing(self):
        c = self.begin()
        done = self.staff(STAFF + "11,Twin,clerk,,\n")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"people.csv:8: the staff number 11 stands there twice")
        done = self.staff(STAFF.replace("11,王芳,clerk,1,4", "11,王芳,clerk,77,4 9"))
        self.assertRegex(done.stderr, "11: the hall has no window 77")
        self.assertRegex(done.stderr, "11: the hall has no service 9")
        self.pin(99, "1234", check=1)
        self.pin(11, "123", check=1)
        path = self.state / "staff.csv"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        with open(path, "a", encoding="utf-8") as file:
            file.write("damaged\n")
        c.wait_line(r"staff.csv:8: 1 fields where there are 6")
        self.assertEqual(self.login(self.console(c), 11)["code"], REFUSED["done"])

    def test_names_and_pins_go_into_no_journal(self):
        c = self.begin()
        desk, kiosk = self.console(c), self.client(c, "kiosk-1")
        session = self.enter(desk, 11, target=1)
        kiosk.issue(4)
        desk.act(VERB["call_next"], 1, session=session)
        self.ctl(c, "backup", check=0)
        c.stop()
        kept = (self.state / "staff.csv").read_text(encoding="utf-8").split("\n")[1].split(",")[5]
        for path in self.state.rglob("*.db*"):
            bytes_ = path.read_bytes()
            self.assertNotIn("王芳".encode(), bytes_, path)
            self.assertNotIn(bytes.fromhex(kept), bytes_, path)
            self.assertNotIn(kept.encode(), bytes_, path)

    # ---- pads, windows ----

    def test_the_first_call_of_a_pad_signs_on_whose_place_it_is(self):
        c = self.begin()
        desk, kiosk, pad = self.console(c), self.client(c, "kiosk-1"), self.client(c, "pad-1")
        kiosk.issue(1)
        ticket = kiosk.issue(4)
        self.assertEqual(pad.press(KEY["next"])["ticket"], ticket["ticket"])  # 11 may serve 4 only
        desk.until(lambda: (desk.row(ROW["clerk"], 11) or {}).get("target") == 1)

    def test_a_manager_gives_a_window_another_service_while_it_is_open(self):
        c = self.begin()
        desk, kiosk = self.console(c), self.client(c, "kiosk-1")
        ticket = kiosk.issue(3)
        clerk, boss = self.enter(desk, 12, target=1), self.enter(desk, 20)
        self.assertEqual(desk.act(VERB["call_next"], 1, session=clerk)["ticket"], 0)
        self.assertEqual(desk.act(VERB["assign"], 1, service=3, session=boss)["code"], REFUSED["done"])
        called = desk.act(VERB["call_next"], 1, session=clerk)
        self.assertEqual((called["code"], called["ticket"]), (REFUSED["done"], ticket["ticket"]))

    # ---- over noon, after hours ----

    def test_over_noon_numbers_are_given_for_what_the_duty_serves(self):
        c = self.begin(start="20260318T1210")
        kiosk, desk = self.client(c, "kiosk-1"), self.console(c)
        clerk, boss = self.enter(desk, 12, target=2), self.enter(desk, 20)
        self.assertEqual(kiosk.issue(2)["code"], REFUSED["not_open"])
        self.assertEqual(desk.act(VERB["duty"], 2, arg=1, session=clerk)["code"], REFUSED["denied"])
        self.assertEqual(desk.act(VERB["duty"], 2, arg=1, session=boss)["code"], REFUSED["done"])
        self.assertEqual(desk.act(VERB["open"], 2, session=clerk)["code"], REFUSED["done"])
        self.window(desk, 2, duty=1)
        desk.until(lambda: [desk.row(ROW["service"], n)["ticketing"] for n in (2, 3)] == [1, 0])
        ticket = kiosk.issue(2)
        self.assertEqual(ticket["code"], REFUSED["done"])
        self.assertEqual(kiosk.issue(3)["code"], REFUSED["not_open"])  # R-O4
        self.assertEqual(desk.act(VERB["call_next"], 2, session=clerk)["ticket"], ticket["ticket"])

    def test_after_hours_everybody_who_holds_a_ticket_is_served(self):
        c = self.begin(start="20260318T1630")
        kiosk = self.client(c, "kiosk-1")
        held = [kiosk.issue(2)["ticket"] for _ in range(2)]
        c.stop()
        c = self.begin(start="20260318T1705")
        kiosk, desk = self.client(c, "kiosk-1"), self.console(c)
        clerk = self.enter(desk, 12, target=2)
        self.assertEqual(kiosk.issue(2)["code"], REFUSED["not_open"])
        for ticket in held:
            self.assertEqual(desk.act(VERB["call_next"], 2, session=clerk)["ticket"], ticket)
            self.window(desk, 2, duty=2)
            if ticket == held[0]:  # one waits still, and no other window takes it
                desk.act(VERB["finish"], 2, session=clerk)
                self.assertEqual(desk.act(VERB["close"], 2, session=clerk)["code"], REFUSED["window_busy"])  # R-O3
        c.stop()
        c = self.begin(start="20260318T1720")
        desk = self.console(c)
        clerk, boss = self.enter(desk, 12, target=2), self.enter(desk, 20)
        self.assertEqual(desk.act(VERB["finish"], 2, session=clerk)["code"], REFUSED["done"])
        self.assertEqual(desk.act(VERB["close"], 2, session=clerk)["code"], REFUSED["done"])
        self.assertEqual(desk.act(VERB["day_close"], session=boss)["code"], REFUSED["done"])
        c.wait_line("day=20260318 closed issued=2 served=2 expired=0")
        report = self.state / "reports" / "2026-03-18.csv"
        c.wait_line(r"report day=20260318 file=")
        lines = [line.split(",") for line in report.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        head = next(line for line in lines if line[0] == "of")
        mine = next(dict(zip(head, line)) for line in lines if line[:2] == ["clerk", '"12"'])
        self.assertEqual(mine["served"], "2")
        self.assertGreaterEqual(int(mine["overtime_s"]), 14 * 60)  # from 17:05, over two restarts

    # ---- journeys ----

    def test_one_number_goes_through_three_windows(self):
        c = self.begin()
        kiosk = self.client(c, "kiosk-1")
        ticket = kiosk.issue(1, journey=1)
        self.assertEqual(ticket["code"], REFUSED["done"])
        for window in ("1", "3", "2"):
            done = self.ctl(c, "press", window, "next")
            self.assertIn(f"{ticket['number']:03}", done.stdout, window)
            self.assertEqual(self.ctl(c, "press", window, "finish").returncode, 0)
        told = self.ctl(c, "ticket", f"{chr(ticket['prefix'] & 255)}{ticket['number']:03}", check=0).stdout
        self.assertEqual([told.count(word) for word in ("transferred", "finished")], [2, 1], told)
        text = f"{chr(ticket['prefix'] & 255)}{ticket['number']:03}"
        running = self.ctl(c, "explain", text, check=0).stdout
        self.assertEqual(running, self.ctl(c, "explain", text, "--day", "2026-03-18", check=0).stdout)
        c.stop()
        folder = hallctl("explain", text, "--state", self.state, "--day", "2026-03-18", check=0).stdout
        self.assertEqual(folder, running)  # the same tale, from the journal at rest
        self.assertRegex(running, r"issued at kiosk-1 for service 1, class normal, for journey 1; nobody was before it")
        self.assertIn("step 3 of its journey", running)
        self.assertIn("It was served; nobody rated it.", running)
        self.assertEqual(hallctl("explain", text, "--state", self.state).returncode, 2)  # which day?
        self.assertEqual(hallctl("explain", "A999", "--state", self.state, "--day", "20260318").returncode, 1)

    def test_why_another_was_first_is_told(self):
        c = self.begin()
        kiosk, other = self.client(c, "kiosk-1"), []
        for _ in range(2):
            other.append(kiosk.issue(1))
        first, second = (f"{chr(t['prefix'] & 255)}{t['number']:03}" for t in other)
        self.ctl(c, "press", "1", "next", check=0)
        told = self.ctl(c, "explain", second, check=0).stdout
        self.assertRegex(told, rf"{first} was called to window 1 before it: {first} counted from [\d:]+ there, {second}")
        self.assertIn(f"the next, {second}, from", self.ctl(c, "explain", first, check=0).stdout)
        self.assertNotIn(first, self.ctl(c, "ticket", second, check=0).stdout)  # the bare facts are its own

    def test_papers_are_picked_up_on_the_next_day(self):
        c = self.begin()
        kiosk, admin = self.client(c, "kiosk-1"), self.client(c, "admin-1")
        ticket = kiosk.issue(1)
        self.assertEqual(admin.act(VERB["call_next"], 1)["ticket"], ticket["ticket"])
        later = admin.act(VERB["pick_up"], 1, arg=20260319, service=2)
        self.assertEqual(later["code"], REFUSED["done"])
        self.assertEqual(kiosk.issue(2, of=ticket["ticket"])["code"], REFUSED["booking_early"])
        self.assertEqual(admin.act(VERB["day_close"], arg=1)["code"], REFUSED["done"])
        c.stop()
        c = self.start(start="20260319T0930")
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.issue(3, of=ticket["ticket"])["code"], REFUSED["not_served_here"])
        self.assertEqual(kiosk.issue(2, of=ticket["ticket"] + 1)["code"], REFUSED["unknown_ticket"])
        desk = self.console(c)  # reading a day costs: one of those who ask at once is told to ask again
        for number in range(20):
            wrong = dict(service=3, of=ticket["ticket"])
            seqs = [(who, who.command("ticket_req", "ticket", wait=False, **wrong)) for who in (kiosk, desk)]
            for who, seq in seqs:
                code = who.take("ticket", seq=seq)["code"]
                for _ in range(5):
                    if code == REFUSED["busy"]:
                        code = who.command("ticket_req", "ticket", seq=seq, **wrong)["code"]
                self.assertEqual(code, REFUSED["not_served_here"], number)
        mine = kiosk.issue(2, of=ticket["ticket"])
        self.assertEqual(mine["code"], REFUSED["done"])
        self.assertEqual(kiosk.issue(2, of=ticket["ticket"])["code"], REFUSED["has_ticket"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
