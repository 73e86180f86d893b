# SPDX-License-Identifier: Apache-2.0
"""hall-kiosk from the first letter of an item to the number for it: search (R-M12), its guide on paper
(F-S09), what can be done online and its code (R-K13), the slip."""
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from kiosk_devices import KioskTest  # noqa: E402

SEARCH, FIRST_HIT = (1300, 164), (400, 282)
NOTICE, TAKE = (1528, 744), (1528, 876)
PRINT_ONLINE, STILL_TAKE = (498, 884), (1422, 884)
CONFIRM = (1500, 770)
ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
GUARD = 1  # s: a page that has just come takes no press for 0.4 s
ONLINE = "YLBXDYZGRZ"  # 养老保险待遇资格认证
ADDRESS = "https://www.lnzwfw.gov.cn/"


def key(letter):
    row = next(i for i, keys in enumerate(ROWS) if letter in keys)
    return 48 + 80 * row + 160 * ROWS[row].index(letter) + 74, 656 + 116 * row


class ItemsTest(KioskTest):
    def paper(self, name, not_older=0):
        """A paper of that name, written after that time."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for file in (self.dir / "kiosk" / "tickets").glob(f"*{name}*.png"):
                if file.stat().st_mtime_ns > not_older:
                    return file
            time.sleep(0.1)
        self.fail(f"no paper {name}")

    def read_code(self, file):
        return subprocess.run(["zbarimg", "-q", "--raw", str(file)], capture_output=True,
                              text=True, check=False).stdout.strip()

    def test_from_a_letter_to_the_number(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        kiosk.reach("search", *SEARCH)
        time.sleep(GUARD)
        for letter in ONLINE:
            kiosk.panel.tap(*key(letter))
        kiosk.reach("guide", *FIRST_HIT)
        time.sleep(GUARD)
        kiosk.panel.tap(*NOTICE)
        kiosk.wait_line("sheet item=.* kind=notice")
        notice = self.paper("notice")
        stamp = notice.stat().st_mtime_ns
        kiosk.reach("online", *TAKE)
        time.sleep(GUARD)
        kiosk.panel.tap(*PRINT_ONLINE)
        kiosk.wait_line("sheet item=.* kind=online")
        online = self.paper("notice", stamp)
        if shutil.which("zbarimg"):
            self.assertEqual(self.read_code(online), ADDRESS)
        kiosk.reach("confirm", *STILL_TAKE)
        kiosk.reach("issued ticket=B001", *CONFIRM)
        self.paper("B001")

    def test_back_leads_to_what_was_typed(self):
        controller = self.start()
        kiosk = self.kiosk(controller)
        kiosk.reach("search", *SEARCH)
        time.sleep(GUARD)
        for letter in "YL":
            kiosk.panel.tap(*key(letter))
        kiosk.reach("guide", *FIRST_HIT)
        kiosk.reach("search", 136, 1020)  # 返回
        kiosk.reach("guide", *FIRST_HIT)  # the hits are still there
        kiosk.reach("home", 328, 1020)


if __name__ == "__main__":
    unittest.main(verbosity=2)
