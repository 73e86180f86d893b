# SPDX-License-Identifier: Apache-2.0
"""Twenty calls within 100 ms at real boards of one machine, one that speaks and two that are silent: each
call takes its turn on each of them, once and in order, or visibly expires (R-L9, D-12); the boards do not
hold each other up, and each can be looked at (hallctl screen), one of them in 4K."""
import struct
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import hall1  # noqa: E402
from board_lib import fates, write_hall  # noqa: E402
from display_hall import Display  # noqa: E402
from hall_process import HALLS, KEY, ROW, VIEW, HallTest, hallctl  # noqa: E402

CALLS = 20


class Burst(HallTest):
    def setUp(self):
        super().setUp()
        self.displays = []
        self.hall = write_hall(HALLS / "township", self.dir / "hall", windows=CALLS, boards=3)
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0)

    def tearDown(self):
        for display in self.displays:
            if display.process.poll() is None:
                self.assertEqual(display.stop(), 0, "\n".join(display.lines))
        super().tearDown()

    def burst(self, controller):
        """All pads at once; what each was told, and how long that took."""
        pads = [self.client(controller, f"pad-{window}") for window in range(1, CALLS + 1)]
        begun = time.monotonic()
        for pad in pads:
            pad.command("press", "result", key=KEY["next"], seen=0, wait=False)
        took = time.monotonic() - begun
        with ThreadPoolExecutor(CALLS) as pool:
            results = list(pool.map(lambda pad: pad.take("result", 20), pads))
        return results, took

    def screen(self, controller, board, size):
        shot = self.dir / f"{board}.png"
        self.ctl(controller, "screen", board, shot, check=0)
        self.assertEqual(struct.unpack(">II", shot.read_bytes()[16:24]), size)

    def test_each_call_of_a_burst_has_its_turn_on_every_board(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        for number in range(CALLS):
            self.assertEqual(kiosk.issue(number % 4 + 1)["code"], 0)
        boards = [Display(self, c), Display(self, c, name="board-2", more=["--size", "3840x2160"]),
                  Display(self, c, name="board-3", more=["--portrait"])]
        for board in boards:
            board.wait("link=live")
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        results, took = self.burst(c)
        self.assertLess(took, 0.1)
        self.assertEqual([result["code"] for result in results], [0] * CALLS)
        called = sorted((hall1.label(r["prefix"], r["number"]), r["target"]) for r in results)
        admin.until(lambda: sum(kind == ROW["announce"] for kind, _ in admin.rows) == CALLS, 20)
        ids = sorted(key for kind, key in admin.rows if kind == ROW["announce"])
        for board, size in zip(("board-1", "board-2", "board-3"), ((1920, 1080), (3840, 2160), (1080, 1920))):
            self.screen(c, board, size)
        for board in boards:
            board.wait("fate=", CALLS, 120)
            said = fates(board.lines)
            self.assertEqual(list(said), ids)  # in order, none is missing
            self.assertEqual(sorted(value[0][:2] for value in said.values()), called)
            self.assertEqual({len(value) for value in said.values()}, {1})
            self.assertLessEqual({value[0][2] for value in said.values()}, {"speak", "expired"})
            self.assertGreaterEqual(sum(value[0][2] == "speak" for value in said.values()), 4)


if __name__ == "__main__":
    unittest.main(verbosity=2)
