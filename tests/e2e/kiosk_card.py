# SPDX-License-Identifier: Apache-2.0
"""hall-kiosk with a card reader on a pseudo-terminal: one number a person (R-K8, R-K10), no card stays
behind (R-I2), a reader that fails (R-I4), priority by age (R-P1), a token of the scanner (R-I5)."""
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_people import PeopleTest  # noqa: E402
from hall_process import VERB  # noqa: E402
from kiosk_devices import Card, KioskTest  # noqa: E402

FIRST, SECOND = (340, 330), (1020, 330)
AGENT, THREE, PIN_OK = (1290, 890), (888, 474), (1722, 830)
CONFIRM, PRIORITY, WITHOUT = (1500, 770), (1650, 470), (1400, 500)
DONE = (1720, 860)  # of an issued number


class CardTest(KioskTest):
    staff, pin, begin = PeopleTest.staff, PeopleTest.pin, PeopleTest.begin

    def to_card(self, kiosk):
        kiosk.reach("card", *FIRST)

    def show(self, kiosk, card):
        taken = kiosk.pages().count("card-take")
        confirm = kiosk.pages().count("confirm")
        self.reader.put(card)
        kiosk.has_page("card-take", taken + 1)
        self.assertEqual(kiosk.pages().count("confirm"), confirm)  # only when the card is away
        self.reader.take()
        kiosk.has_page("confirm", confirm + 1)

    def test_one_person_gets_one_number(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        kiosk.wait_line("reader answers")
        ann, bob = Card(serial="123"), Card(serial="457")
        self.to_card(kiosk)
        self.show(kiosk, ann)
        kiosk.reach("issued ticket=A001", *CONFIRM)
        kiosk.has_page("home")  # when its 10 s are over
        self.to_card(kiosk)
        self.show(kiosk, bob)
        kiosk.reach("issued ticket=A002", *CONFIRM)
        kiosk.reach("home", *DONE)
        self.to_card(kiosk)
        self.show(kiosk, ann)
        kiosk.reach("holds", *CONFIRM)  # R-K8
        looks = self.reader.looks
        self.assertGreater(min(b - a for a, b in zip(looks, looks[1:])), 0.29)  # domain rule: 300 ms

    def test_a_card_that_cannot_be_read_is_put_again(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        self.reader.broken = 1
        self.to_card(kiosk)
        self.reader.put(Card())
        kiosk.wait_line("could not be read")
        reads = self.reader.reads
        kiosk.wait_lines("page=card$", 1)
        self.reader.take()
        self.show(kiosk, Card())
        self.assertEqual(self.reader.reads, reads + 1)

    def test_without_a_reader_a_guide_helps(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        kiosk.wait_line("reader answers")
        self.reader.unplug()
        kiosk.wait_line("reader port=.* closed")
        self.to_card(kiosk)
        self.panel.tap(*WITHOUT)
        while "help seq=" not in kiosk.log():  # the page has just come: a press is repeated
            self.panel.tap(*WITHOUT)
            kiosk.wait_page("nothing", 1, 1)
        kiosk.wait_line(r"answer seq=\d+ code=done")
        self.reader.plug()
        kiosk.wait_lines("reader answers", 2, 30)
        self.show(kiosk, Card())

    def test_age_gives_priority_and_a_token_stands_for_a_person(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        kiosk.reach("confirm", *SECOND)
        kiosk.reach("card", *PRIORITY)
        self.show(kiosk, Card(birth="19900101"))
        kiosk.reach("card", *PRIORITY)
        self.show(kiosk, Card(birth="19500315"))
        kiosk.reach("issued ticket=B001", *CONFIRM)
        kiosk.wait_line("request seq=.* class=priority")
        kiosk.reach("home", *DONE)
        self.to_card(kiosk)
        confirm = kiosk.pages().count("confirm")
        self.scanner.press(*"4711-4711\n")
        kiosk.has_page("confirm", confirm + 1)
        kiosk.reach("issued ticket=A001", *CONFIRM)

    def type_in(self, kiosk, digits):
        kiosk.wait_page("none", 1, 0.6)  # a page that has just come takes no press for a moment
        self.keypad.press(*digits)
        self.panel.tap(*PIN_OK)

    def test_an_agent_gets_one_number_for_three_when_a_guide_confirms(self):
        controller = self.begin()
        kiosk = self.kiosk(controller)
        kiosk.reach("confirm", *SECOND)
        kiosk.reach("agent", *AGENT)
        kiosk.wait_page("none", 1, 0.6)
        self.panel.tap(*THREE)
        kiosk.reach("pin", *CONFIRM)
        kiosk.wait_line("help seq=")  # R-K11: the guide is called
        self.type_in(kiosk, "40")
        self.type_in(kiosk, "4041")  # wrong
        kiosk.wait_page("none", 1, 3)
        self.assertNotIn("request seq=", kiosk.log())
        self.type_in(kiosk, "4040")
        kiosk.has_page("agent", 2)
        kiosk.reach("issued ticket=B001", *CONFIRM)
        self.assertNotIn("4040", kiosk.log())
        self.assertNotIn("4041", kiosk.log())

    def test_the_key_of_the_day_is_forgotten_with_the_day(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        admin = self.client(controller, "admin-1")
        self.assertEqual(admin.act(VERB["day_close"], arg=1)["code"], 0)
        kiosk.wait_line("key of the day forgotten")  # D-23

    def test_a_card_that_is_left_calls_a_guide_and_gives_no_number(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        self.to_card(kiosk)
        self.reader.put(Card())
        kiosk.has_page("card-take")
        kiosk.wait_line("help seq=", 90)
        kiosk.has_page("home")
        self.assertNotIn("request seq=", kiosk.log())


def main():
    """The one that waits a minute for a card runs beside the others."""
    slow = "CardTest.test_a_card_that_is_left_calls_a_guide_and_gives_no_number"
    if len(sys.argv) > 1:
        unittest.main(verbosity=2)
    names = [f"CardTest.{name}" for name in unittest.TestLoader().getTestCaseNames(CardTest)]
    beside = subprocess.Popen([sys.executable, __file__, slow])
    others = unittest.main(argv=[__file__, *(name for name in names if name != slow)], verbosity=2, exit=False)
    sys.exit(beside.wait() or not others.result.wasSuccessful())


if __name__ == "__main__":
    main()
