# SPDX-License-Identifier: Apache-2.0
"""Which page hall-display has up, as it tells the real controller: emergency, notices, a call, a
controller that was killed. The hall is a silent one (R-V8)."""
import shutil
import signal
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import display_hall  # noqa: E402
from hall_process import HALLS, KEY, ROW, VIEW  # noqa: E402

ROW |= dict(board=12)
PAGE = dict(calls=0, call=1, pages=2, notice=3, emergency=4, lost=5)


class Pages(display_hall.Boards):
    def setUp(self):
        self.own = Path(tempfile.mkdtemp(prefix="hall-order-"))
        self.hall = self.own / "hall"
        shutil.copytree(HALLS / "township", self.hall)
        with open(self.hall / "hall.yaml", "a", encoding="utf-8") as hall:
            hall.write("\nvoice: {silent: true}\n")
        super().setUp()

    def tearDown(self):
        opened = [display.sound for display in self.displays if display.sound.exists()]
        super().tearDown()
        shutil.rmtree(self.own, ignore_errors=True)
        self.assertEqual(opened, [], "a silent hall opened its sound device")

    def until_page(self, admin, page, seconds=20):
        def shows():
            return any(kind == ROW["board"] and row["showing"] == PAGE[page]
                       for (kind, _), row in admin.rows.items())
        try:
            admin.until(shows, seconds)
        except TimeoutError:
            found = [row["showing"] for (kind, _), row in admin.rows.items() if kind == ROW["board"]]
            raise AssertionError(f"not {page}; shown {found}") from None

    def test_an_emergency_goes_before_everything_and_outlives_the_controller(self):  # docs/ui t06b
        c = self.start()
        self.issue(c, 1)
        display = display_hall.Display(self, c)
        display.wait("link=live")
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.until_page(admin, "pages")
        self.ctl(c, "notice", "公安窗口今日移至6楼", check=0)
        self.until_page(admin, "notice")
        self.assertEqual(self.client(c, "pad-1").press(KEY["next"])["code"], 0)
        self.until_page(admin, "call")
        self.until_page(admin, "notice", 30)  # and back
        self.ctl(c, "act", "emergency", "on", check=0)
        self.until_page(admin, "emergency", 5)
        port = c.port
        self.assertEqual(c.kill(), -signal.SIGKILL)
        display.wait("link=connecting")
        c = self.start(port=port)
        display.wait("link=live", 2)
        admin = self.client(c, "admin-1", view=VIEW["admin"], boot=9)
        self.until_page(admin, "emergency", 40)
        self.ctl(c, "act", "emergency", "off", check=0)
        self.until_page(admin, "notice")  # an hour of it is not over
        self.ctl(c, "notice", "end", check=0)
        self.until_page(admin, "pages")

    def test_an_emergency_outlives_the_board_too_until_it_is_ended(self):  # docs/ui t06b
        """Of a hall that is real: an exercise would not be known as one without its controller."""
        c = self.start(training=0)
        display = display_hall.Display(self, c)
        display.wait("link=live")
        self.ctl(c, "act", "emergency", "on", check=0)
        display.wait("emergency begins")
        port = c.port
        self.assertEqual(c.kill(), -signal.SIGKILL)
        display.stop(signal.SIGKILL)
        display = display_hall.Display(self, c)  # there is power again, and no controller
        display.wait("emergency begins")
        c = self.start(training=0, port=port)
        display.wait("link=live")
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.until_page(admin, "emergency")
        display.stop(signal.SIGKILL)
        self.ctl(c, "act", "emergency", "off", check=0)
        display = display_hall.Display(self, c)  # it was off when the manager ended it
        display.wait("link=live")
        self.until(lambda: "emergency=0" in (self.dir / "board-1" / "spoken").read_text())
        self.assertNotIn("emergency begins", "\n".join(display.lines))

    def until(self, test, seconds=20):
        end = time.monotonic() + seconds
        while not test():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)


for name in [name for name in dir(display_hall.Boards) if name.startswith("test_")]:
    setattr(Pages, name, None)

if __name__ == "__main__":
    unittest.main(verbosity=2)
