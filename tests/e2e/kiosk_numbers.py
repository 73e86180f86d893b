# SPDX-License-Identifier: Apache-2.0
"""hall-kiosk with a number that exists: asked for, called, served, rated (R-E2, R-E8); given back and rejoined
with the slip's code (D-24, R-C2); printed again (R-T2); an appointment checked in by its code (R-A5)."""
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, KEY  # noqa: E402
from kiosk_devices import GunTest  # noqa: E402

SECOND, CONFIRM = (1020, 330), (1500, 770)  # the second service of the township, B
APPOINTMENT, QUERY, RATE = (1628, 296), (1628, 584), (1628, 728)
BACK, HOME = (136, 1020), (328, 1020)
PREFIX_B, OK = (1476, 318), (1476, 848)
DIGITS = {"0": (1476, 714), **{str(3 * row + column + 1): (1228 + 248 * column, 318 + 132 * row)
                               for row in range(3) for column in range(3)}}
LEFT = (314, 852)  # the way on, below an answer
REPRINT, GIVE_BACK = (1476, 484), (1476, 620)
YES, REJOIN = (1236, 768), (1504, 752)
SCORE_2, SEND = (1328, 490), (1520, 884)


class NumbersTest(GunTest):
    rules = "rules: {miss_calls: 1, miss_after_s: 0}\n"

    def setUp(self):
        super().setUp()
        self.patch("services.yaml", "    mean_min: 9\n", "    mean_min: 9\n    slot_min: 30\n    slot_places: 2\n")

    def open(self):
        """A hall, its kiosk, and the pad of the window that serves B."""
        controller = self.start()
        kiosk = self.kiosk(controller)
        return controller, kiosk, self.client(controller, "pad-2")

    def settle(self, kiosk):
        """A page that has just come takes no press for a moment."""
        kiosk.wait_page("nothing", 1, 0.6)

    def type(self, kiosk, digits):
        self.settle(kiosk)
        for digit in digits:
            self.panel.tap(*DIGITS[digit])

    def take(self, kiosk, label):
        kiosk.reach("confirm", *SECOND)
        kiosk.reach(f"issued ticket={label}", *CONFIRM)
        kiosk.wait_line(rf"print ticket={label}\b")
        slip = self.slip(kiosk, label)
        kiosk.has_page("home", kiosk.pages().count("home") + 1)  # by itself: nothing is under way any more
        return slip

    def ask(self, kiosk, button, digits):
        kiosk.reach("progress", *button)
        self.settle(kiosk)
        self.panel.tap(*PREFIX_B)
        self.type(kiosk, digits)
        self.panel.tap(*OK)

    def scan(self, kiosk, text, state):
        seen = kiosk.log().count(f"state={state}")
        self.gun.read(text)
        kiosk.wait_lines(f"state={state}", seen + 1)
        self.settle(kiosk)

    def test_a_number_is_followed_to_its_rating(self):
        controller, kiosk, pad = self.open()
        self.take(kiosk, "B001")
        self.ask(kiosk, QUERY, "001")
        kiosk.wait_line("found ticket=B001 state=waiting")
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        kiosk.wait_line("found ticket=B001 state=called target=2")  # nobody pressed anything (R-W4)
        self.assertEqual(pad.press(KEY["start"], seen=1)["code"], 0)
        kiosk.wait_line("state=serving target=2")
        self.assertEqual(pad.press(KEY["finish"], seen=1)["code"], 0)
        kiosk.wait_line("state=served")
        kiosk.reach("rate", *LEFT)
        self.settle(kiosk)
        self.panel.tap(*SCORE_2)
        kiosk.reach("rated", *SEND)
        kiosk.wait_line("slip seq=.* verb=rate")
        kiosk.has_page("home", 2)
        self.assertRegex(self.ctl(controller, "ticket", "B001", check=0).stdout, r"rated .*=2\b")
        self.ask(kiosk, RATE, "001")
        kiosk.wait_lines("found ticket=B001 state=served", 2)
        self.settle(kiosk)
        self.assertEqual(kiosk.pages()[-1], "progress")  # 此号码已评价, not asked again by itself
        kiosk.reach("home", *HOME)
        self.ask(kiosk, QUERY, "999")
        kiosk.wait_line("state=unknown_ticket")

    def test_with_its_slip_a_number_is_given_back(self):
        controller, kiosk, _ = self.open()
        slip = self.take(kiosk, "B001")
        self.scan(kiosk, slip, "waiting")
        kiosk.reach("give-back", *GIVE_BACK)
        kiosk.reach("progress", *YES)
        kiosk.wait_line("slip seq=.* verb=cancel")
        kiosk.wait_line("found ticket=B001 state=cancelled")
        self.assertIn("cancelled", self.ctl(controller, "ticket", "B001", check=0).stdout)

    def test_who_missed_the_call_comes_back_and_prints_the_slip_again(self):
        controller, kiosk, pad = self.open()
        slip = self.take(kiosk, "B001")
        self.assertEqual(pad.press(KEY["next"])["code"], 0)
        self.assertEqual(pad.press(KEY["miss"], seen=1)["code"], 0)
        self.scan(kiosk, slip, "missed")
        kiosk.reach("rejoin", *LEFT)
        self.settle(kiosk)
        while "verb=rejoin" not in kiosk.log():
            self.panel.tap(*REJOIN)
            kiosk.wait_page("nothing", 1, 1.5)
        kiosk.wait_line("found ticket=B001 state=waiting")
        kiosk.reach("progress", *BACK)
        kiosk.reach("issued ticket=B001", *REPRINT)
        kiosk.wait_line("print ticket=B001 copy")
        self.assertEqual(self.slip(kiosk, "B001"), slip)  # the same number, the same code (R-T2)
        history = self.ctl(controller, "ticket", "B001", check=0).stdout
        self.assertIn("rejoined", history)
        self.assertIn("reprinted", history)

    def test_an_appointment_is_checked_in_by_its_code(self):
        for start, code in (("9:30", "804117"), ("11:00", "804118")):
            done = subprocess.run([BIN / "hallctl", "book", "add", "2026-03-18", start, "B", code, "--hall", self.hall,
                                   "--state", self.state, "--today", "2026-03-17"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        _, kiosk, _ = self.open()
        kiosk.reach("check-in", *APPOINTMENT)
        self.type(kiosk, "804118")
        self.panel.tap(*OK)
        kiosk.wait_line('refused seq=.*too early')
        self.assertEqual(kiosk.pages()[-1], "check-in")
        kiosk.reach("home", *HOME)
        kiosk.reach("check-in", *APPOINTMENT)
        self.type(kiosk, "804117")
        kiosk.reach("issued ticket=B001", *OK)
        kiosk.wait_line("check-in seq=.* by=code")
        self.assertNotIn("8041", kiosk.log())  # a code opens a booking: no log has it


if __name__ == "__main__":
    unittest.main(verbosity=2)
