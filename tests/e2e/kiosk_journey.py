# SPDX-License-Identifier: Apache-2.0
"""hall-kiosk and a number that goes on (R-M10): it begins by the item chosen, its slip says the next steps (p03),
also on a copy of another machine (R-T2) and of a number given without the hall (D-22)."""
import shutil
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY  # noqa: E402
from kiosk_devices import GunTest  # noqa: E402

SEARCH, FIRST_HIT = (1300, 164), (400, 282)
TAKE, CONFIRM = (1528, 876), (1500, 770)
REPRINT = (1476, 484)
KEY_C, KEY_X = (602, 888), (442, 888)
GUARD = 1  # s: a page that has just come takes no press for 0.4 s
JOURNEY = """
journeys:
  - {id: 5, name: {zh: 参保, en: Insurance}, steps: [2, 3], items: [4, 6]}
"""


class JourneyTest(GunTest):
    def setUp(self):
        super().setUp()
        with open(self.hall / "services.yaml", "a", encoding="utf-8") as file:
            file.write(JOURNEY)

    def take(self, kiosk, number):
        """By the search: the item begins it, not the service."""
        kiosk.reach("search", *SEARCH)
        time.sleep(GUARD)
        for key in (KEY_C, KEY_X):
            self.panel.tap(*key)
        kiosk.reach("guide", *FIRST_HIT)
        kiosk.reach("confirm", *TAKE)
        kiosk.reach(f"issued ticket={number}", *CONFIRM)
        kiosk.wait_line(rf"print ticket={number} journey=5 step=1")
        kiosk.has_page("home", kiosk.pages().count("home") + 1)

    def tale(self, controller, label):
        return self.ctl(controller, "explain", label, check=0).stdout

    def test_another_machine_prints_the_next_steps_too(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        self.take(kiosk, "B001")
        self.assertIn("for journey 5", self.tale(controller, "B001"))
        slip = self.slip(kiosk, "B001")
        self.assertEqual(kiosk.stop(), 0, kiosk.log())
        shutil.rmtree(self.dir / "kiosk")  # a machine that knows nothing of it

        other = self.kiosk(controller)
        self.gun.read(slip)
        other.wait_line("found ticket=B001 state=waiting")
        other.reach("issued ticket=B001", *REPRINT)
        other.wait_line("print ticket=B001 copy journey=5 step=1")
        other.has_page("home", other.pages().count("home") + 1)

        pad = self.client(controller, "pad-2")
        for key, seen in (("next", 0), ("start", 1), ("finish", 1)):
            self.assertEqual(pad.press(KEY[key], **({"seen": seen} if seen else {}))["code"], 0)
        self.gun.read(slip)
        other.wait_lines("found ticket=B001 state=waiting", 2)
        other.reach("issued ticket=B001", *REPRINT)
        other.wait_line("print ticket=B001 copy journey=5 step=2")  # where it is now

    def test_alone_it_begins_too_and_the_hall_hears_of_it(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        kiosk.wait_line("journal entry=lease")
        port = controller.port
        controller.kill()
        kiosk.wait_line(r"link state=(connecting|stale|lost)")
        self.take(kiosk, "B600")
        controller = self.start(port=port)
        kiosk.wait_line("journal entry=imported")
        self.assertIn("for journey 5", self.tale(controller, "B600"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
