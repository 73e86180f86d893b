# SPDX-License-Identifier: Apache-2.0
"""A board whose loop stands still ends, so that whoever started it starts it again (F19): its X server is stopped as
a graphics driver hangs; or nobody takes its log, so that a line of it is never written."""
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from board_lib import write_hall  # noqa: E402
from display_hall import Display  # noqa: E402
from hall_process import BIN, HALLS, KEY, HallTest, hallctl  # noqa: E402

WATCHDOG_S = 15  # the first is a warning, after the second it ends
LATEST_S = 2 * WATCHDOG_S + 15
PIPE_BYTES = 4096
ENDED = 1  # start it again: docs/operations.md


@unittest.skipUnless(shutil.which("Xvfb"), "no Xvfb")
class Watchdog(HallTest):
    def setUp(self):
        super().setUp()
        self.displays = []
        self.hall = write_hall(HALLS / "township", self.dir / "hall", boards=2)
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0)
        self.server, self.number = self.start_screen()

    def tearDown(self):
        for display in self.displays:
            if display.process.poll() is None:
                display.process.kill()
                display.process.wait(timeout=20)
            display.reader.join(timeout=20)
            display.process.stderr.close()
        self.server.kill()
        self.server.wait(timeout=20)
        super().tearDown()

    def start_screen(self):
        out, into = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(into), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
                                  pass_fds=[into], stderr=subprocess.DEVNULL)
        os.close(into)
        with os.fdopen(out) as said:
            return server, said.readline().strip()

    def board(self, controller, **more):
        display = Display(self, controller, more=["--mute"], **more)
        display.wait("link=live")
        return display

    def deaf_board(self, controller):
        """One whose log is a pipe that is full, and nobody reads it any more."""
        out, into = os.pipe()
        fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        board = subprocess.Popen([BIN / "hall-display", "--hall", self.hall, "--controller",
                                  f"127.0.0.1:{controller.port}", "--key", self.state / "devices" / "board-2.key",
                                  "--name", "board-2", "--offscreen"], stderr=into)
        self.addCleanup(board.kill)
        self.pipe = os.fdopen(out)
        self.addCleanup(self.pipe.close)
        while "link=live" not in self.pipe.readline():
            self.assertIsNone(board.poll())
        with open(f"/proc/self/fd/{into}", "wb", buffering=0, opener=not_waiting) as end:
            while end.write(b"\n"):
                pass
        os.close(into)
        return board

    def test_a_loop_that_stands_still_ends_the_program(self):
        controller = self.start()
        kiosk, pad = self.client(controller, "kiosk-1"), self.client(controller, "pad-1")
        self.assertEqual(kiosk.issue(1)["code"], 0)
        frozen = self.board(controller, window=True, env=dict(DISPLAY=f":{self.number}"))
        self.assertNotIn("rendering off-screen", "\n".join(frozen.lines))
        deaf = self.deaf_board(controller)
        self.server.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        self.assertEqual(pad.press(KEY["next"])["code"], 0)  # something to draw, and a line of the log
        self.assertEqual(frozen.process.wait(timeout=LATEST_S), ENDED)
        self.assertGreater(time.monotonic() - begun, WATCHDOG_S - 1)
        frozen.wait("the loop stands still; ending")
        self.assertEqual(deaf.wait(timeout=WATCHDOG_S), ENDED)
        self.server.send_signal(signal.SIGCONT)
        again = self.board(controller, window=True, env=dict(DISPLAY=f":{self.number}"))  # as systemd does
        self.assertEqual(again.stop(), 0)


def not_waiting(path, flags):
    return os.open(path, flags | os.O_NONBLOCK)


if __name__ == "__main__":
    unittest.main(verbosity=2)
