# SPDX-License-Identifier: Apache-2.0
"""Appointments and identities with the real programs: a file of bookings becomes tickets, and
nothing of a person outlives the day."""
import hmac
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, KEY, ROW, VIEW, HallTest, hallctl  # noqa: E402

QUOTA, HAS_TICKET, PROOF_NEEDED, CLASS, UNKNOWN, USED, EARLY = 35, 36, 39, 27, 41, 42, 43
APPOINTMENT = 2
SLOT = 1773797400000  # 9:30 of that day


def card(first_17):
    """A number with its check digit (GB 11643)."""
    total = sum(int(d) * 2 ** (17 - i) for i, d in enumerate(first_17))
    return first_17 + "10X98765432"[total % 11]


CARD, OTHER = card("11010119900307777"), card("21142219851123004")


class Booking(HallTest):
    def setUp(self):
        super().setUp()
        self.hall = self.dir / "hall"
        shutil.copytree(HALLS / "township", self.hall)
        services = self.hall / "services.yaml"
        text = services.read_text(encoding="utf-8")
        services.write_text(text.replace("    mean_min: 10\n", "    mean_min: 10\n    slot_min: 30\n"
                                         "    slot_places: 2\n", 1), encoding="utf-8")
        rules = self.hall / "hall.yaml"
        text = rules.read_text(encoding="utf-8")
        self.assertNotIn("no_shows", text)
        if "rules:" not in text:
            text += "rules:\n"
        rules.write_text(text.replace("rules:\n", "rules:\n  no_shows: 1\n  no_show_days: 30\n", 1),
                         encoding="utf-8")

    def book(self, *words, check=None, stdin="", today="2026-03-17"):
        done = subprocess.run([BIN / "hallctl", "book", *map(str, words), "--hall", self.hall,
                               "--state", self.state, "--today", today], input=stdin,
                              capture_output=True, text=True, timeout=60)
        if check is not None:
            self.assertEqual(done.returncode, check, done.stdout + done.stderr)
        return done

    def file(self, *lines):
        path = self.dir / "bookings.csv"
        path.write_text("\n".join(("date,start,service,code,id", *lines)) + "\n", encoding="utf-8")
        return path

    def key_file(self, date):
        return self.state / "day-keys" / f"{date}.key"

    def places_with(self, what):
        return [path for path in self.state.rglob("*") if path.is_file() and what in path.read_bytes()]

    def id_hash(self, key, number):
        return hmac.digest(key, number.encode(), "sha256")[:16]

    def test_a_file_becomes_tickets_that_are_called_by_their_due_time(self):
        self.book("import", self.file("2026-03-18,9:30,A,K-1," + CARD, "2026-03-18,8:30,1,LATE-2,",
                                      "2026-03-18,11:00,A,K-3,"), check=0)
        key = bytes.fromhex(self.key_file("2026-03-18").read_text())
        for path in ("day-keys/2026-03-18.key", "bookings/2026-03-18.csv"):
            self.assertEqual((self.state / path).stat().st_mode & 0o777, 0o600)
        c = self.start(start="20260318T0920")
        kiosk, pad = self.client(c, "kiosk-1"), self.client(c, "pad-1")
        self.assertEqual(kiosk.take("day_key")["key"], key)  # D-23
        walk_in = kiosk.issue(1)
        self.assertEqual(walk_in["code"], 0)
        booked = kiosk.command("checkin", "ticket", id_hash=self.id_hash(key, CARD))
        while booked["code"] == UNKNOWN:  # it is given to the hall within a second
            booked = kiosk.command("checkin", "ticket", id_hash=self.id_hash(key, CARD))
        self.assertEqual((booked["code"], booked["ticket_class"]), (0, APPOINTMENT))
        self.assertEqual((booked["slot_ms"], walk_in["slot_ms"]), (SLOT, 0))
        late = kiosk.command("checkin", "ticket", code="LATE-2")
        self.assertEqual((late["code"], late["ticket_class"]), (0, 0))  # D-18
        early = kiosk.command("checkin", "ticket", code="K-3")
        self.assertEqual((early["code"], early["slot_ms"]), (EARLY, SLOT + 90 * 60000))  # when to come back
        self.assertEqual(kiosk.command("checkin", "ticket", code="K-1")["code"], USED)
        again = kiosk.issue(1, id_hash=self.id_hash(key, CARD))
        self.assertEqual((again["code"], again["ticket"], again["slot_ms"]), (HAS_TICKET, booked["ticket"], SLOT))  # R-K8
        called = []
        for seen in range(3):
            called.append(pad.press(KEY["next"], seen=seen)["ticket"])
            self.assertEqual(pad.press(KEY["start"], seen=seen + 1)["code"], 0)
        self.assertEqual(called, [booked["ticket"], walk_in["ticket"], late["ticket"]])

    def test_nothing_of_a_person_outlives_the_day(self):
        self.book("import", self.file("2026-03-18,9:30,A,K-1," + CARD), check=0)
        secret = self.key_file("2026-03-18").read_text().strip()
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        key = kiosk.take("day_key")["key"]
        self.assertEqual(kiosk.issue(2, id_hash=self.id_hash(key, OTHER))["code"], 0)
        self.wait_booked("K-1")
        self.ctl(c, "act", "day", "close", "force", check=0)
        self.assertEqual(kiosk.take("day_key")["day"], 0)  # forget it
        c.wait_line(r"closed issued=1 .*no_shows=1")
        self.assertFalse(self.key_file("2026-03-18").exists())  # R-Y2
        self.assertEqual(c.stop(), 0)
        for number in (CARD, OTHER):
            self.assertEqual(self.places_with(number.encode()), [])
            self.assertNotIn(number, c.log())
        self.assertEqual(self.places_with(secret.encode()), [])
        self.assertEqual(self.places_with(bytes.fromhex(secret)), [])

    def test_who_did_not_come_is_blocked_for_a_while(self):
        self.book("import", self.file("2026-03-18,9:30,A,K-1," + CARD), check=0)
        c = self.start(start="20260318T0920")
        self.wait_booked("K-1")
        self.ctl(c, "act", "day", "close", "force", check=0)
        c.wait_line(r"no_shows=1")
        self.assertEqual(c.stop(), 0)
        self.assertEqual((self.state / "no-shows").stat().st_mode & 0o777, 0o600)
        blocked = self.book("add", "2026-03-20", "9:30", "A", "K-9", "--id", stdin=CARD + "\n",
                            today="2026-03-19", check=1)
        self.assertIn("missed 1 appointments", blocked.stderr)  # R-A6
        self.book("add", "2026-03-20", "9:30", "A", "K-9", "--id", stdin=OTHER + "\n",
                  today="2026-03-19", check=0)
        self.book("add", "2026-04-20", "9:30", "A", "K-9", "--id", stdin=CARD + "\n",
                  today="2026-04-17", check=0)

    def wait_booked(self, code):
        """Until the appointment is in the journal."""
        end = time.monotonic() + 20
        while not any("journal" in path.name for path in self.places_with(code.encode())):
            self.assertLess(time.monotonic(), end)

    def test_the_desk_books_and_takes_back_for_today(self):
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        self.book("add", "2026-03-18", "9:30", "A", "D-1", today="2026-03-18", check=0)
        self.book("add", "2026-03-18", "11:00", "A", "D-2", today="2026-03-18", check=0)
        self.assertIn("D-2", self.book("list", "2026-03-18", check=0).stdout)
        answer = kiosk.command("checkin", "ticket", code="D-1")
        while answer["code"] == UNKNOWN:
            answer = kiosk.command("checkin", "ticket", code="D-1")
        self.assertEqual((answer["code"], answer["ticket_class"]), (0, APPOINTMENT))
        self.book("cancel", "2026-03-18", "D-2", today="2026-03-18", check=0)
        while kiosk.command("checkin", "ticket", code="D-2")["code"] != USED:  # R-A4
            pass
        self.assertEqual(self.book("cancel", "2026-03-18", "D-2").returncode, 1)

    def test_appointments_survive_a_kill(self):
        self.book("import", self.file("2026-03-18,9:30,A,K-1,", "2026-03-18,9:30,A,K-2,"), check=0)
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        key = kiosk.take("day_key")["key"]
        while kiosk.command("checkin", "ticket", code="K-1")["code"] == UNKNOWN:
            pass
        c.kill()
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.take("day_key")["key"], key)  # the same people are the same
        self.assertEqual(kiosk.command("checkin", "ticket", code="K-1")["code"], USED)
        self.assertEqual(kiosk.command("checkin", "ticket", code="K-2")["code"], 0)

    def test_a_date_that_is_opened_again_uses_no_appointment_twice(self):
        self.book("import", self.file("2026-03-18,9:30,A,K-1," + CARD, "2026-03-18,9:30,A,K-2," + OTHER),
                  check=0)
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        while kiosk.command("checkin", "ticket", code="K-1")["code"] == UNKNOWN:
            pass
        self.wait_booked("K-2")
        self.ctl(c, "act", "day", "close", "force", check=0)
        self.ctl(c, "act", "day", "open", check=0)
        kiosk = self.client(c, "kiosk-1")
        # Its person is forgotten with the key of the morning (R-Y2); the code is good.
        while kiosk.command("checkin", "ticket", code="K-2")["code"] == UNKNOWN:
            pass
        self.assertEqual(kiosk.command("checkin", "ticket", code="K-1")["code"], UNKNOWN)
        c.kill()
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.command("checkin", "ticket", code="K-1")["code"], UNKNOWN)
        self.assertEqual(kiosk.command("checkin", "ticket", code="K-2")["code"], USED)
        self.ctl(c, "act", "day", "close", "force", check=0)
        c.wait_line(r"closed issued=1 .*no_shows=0")
        self.assertNotIn("K-", self.book("list", "2026-03-18", check=0).stdout)

    def test_a_book_that_a_kill_left_as_it_was_is_ended_by_the_next_start(self):
        self.book("import", self.file("2026-03-18,9:30,A,K-1,"), check=0)
        book = self.state / "bookings" / "2026-03-18.csv"
        before = book.read_bytes()
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        while kiosk.command("checkin", "ticket", code="K-1")["code"] == UNKNOWN:
            pass
        self.ctl(c, "act", "day", "close", "force", check=0)
        c.kill()
        book.write_bytes(before)  # as if it had died between the commit and this
        c = self.start(start="20260318T0920")
        self.assertNotIn("K-1", self.book("list", "2026-03-18", check=0).stdout)
        self.ctl(c, "act", "day", "open", check=0)
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.issue(1)["code"], 0)
        self.assertEqual(kiosk.command("checkin", "ticket", code="K-1")["code"], UNKNOWN)

    def test_a_file_with_a_mistake_books_nothing(self):
        path = self.file("2026-03-18,9:30,A,K-1," + CARD, "2026-03-18,9:45,A,K-2,")
        refused = self.book("import", path, check=1)
        self.assertIn(f"{path}:3: start: 9:45 begins no slot", refused.stderr)
        self.assertNotIn(CARD, refused.stderr)
        self.assertEqual(self.book("list", "2026-03-18", check=0).stdout, "")
        self.book("import", path, "--skip-bad", check=0)
        self.assertEqual(len(self.book("list", "2026-03-18", check=0).stdout.splitlines()), 1)

    def test_a_kiosk_cannot_grant_what_only_staff_grants(self):
        rules = self.hall / "hall.yaml"
        text = rules.read_text(encoding="utf-8")
        rules.write_text(text.replace("rules:\n", "rules:\n  priority_proof: true\n", 1),
                         encoding="utf-8")
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1")
        refused = kiosk.issue(1, ticket_class=1, proof=2)
        self.assertEqual(refused["code"], PROOF_NEEDED)
        self.assertEqual(kiosk.issue(1, ticket_class=1, proof=1, age_band=65)["code"], 0)
        self.assertEqual(kiosk.issue(1, ticket_class=APPOINTMENT)["code"], CLASS)

    def test_a_quota_is_changed_while_the_hall_is_open(self):
        c = self.start(start="20260318T0920")
        kiosk = self.client(c, "kiosk-1", view=VIEW["kiosk"])
        self.assertEqual(kiosk.issue(2)["code"], 0)
        self.ctl(c, "act", "quota", 2, 1, 2, check=0)  # R-M13
        kiosk.until(lambda: kiosk.row(ROW["service"], 2)["left"] == 1)
        self.assertEqual(kiosk.issue(2)["code"], 0)
        self.assertEqual(kiosk.issue(2)["code"], QUOTA)
        kiosk.until(lambda: kiosk.row(ROW["service"], 2)["left"] == 0)
        self.ctl(c, "act", "quota", 2, 1, 0, check=0)
        self.assertEqual(kiosk.issue(2)["code"], 0)
        self.assertEqual(self.ctl(c, "act", "quota", 2, 3, 5).returncode, 1)
        self.assertEqual(self.ctl(c, "act", "quota", 2, "x", 5).returncode, 2)

    def test_usage_is_explained(self):
        self.assertEqual(hallctl("book", "import").returncode, 2)
        self.assertEqual(self.book("list", "tomorrow").returncode, 2)
        self.assertEqual(self.book("import", self.dir / "none.csv").returncode, 1)


if __name__ == "__main__":
    unittest.main()
