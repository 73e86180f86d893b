# SPDX-License-Identifier: Apache-2.0
"""Strangers and deaf devices do not hold up the hall: nobody's session is lost, tickets are issued
at once, and the controller's memory is bounded (D-33, reliability T05).

A shortened form of `./hall bench protocol`, which also judges how fast.
"""
import json
import os
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import REFUSED, VIEW, HallTest, hall1, hallctl  # noqa: E402

LOAD = Path(os.environ["HALL_LOAD"])  # hostile_load
DEAF = 8
IDLE, SLOW, HANDSHAKES = 600, 150, 400
SECONDS = 4
HOME = "127.0.2.2"  # the kiosk lives there, and half of the strangers
# The output of each deaf device, what the waiting cost at 2 KB each, and the kernel's own share.
GROWTH_KB = DEAF * 280 + 2048 * 2 + 4096


class Hostile(HallTest):
    def rss_kb(self, c):
        status = Path(f"/proc/{c.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0])

    def load(self, c):
        names = [f"deaf-{i}" for i in range(1, DEAF + 1)]
        for name in names:
            hallctl("adopt", "console", name, "--state", self.state, check=0)
        keys = [self.state / "devices" / f"{name}.key" for name in names]
        return subprocess.Popen([LOAD, str(c.port), HOME, f"{self.key('board-1').uid:016x}", str(IDLE), str(SLOW),
                                 str(HANDSHAKES), *keys], stdout=subprocess.PIPE, text=True)

    def keep(self, client):
        """A device that reads, in a thread: what ended it, if anything did."""
        def read():
            try:
                while not self.over:
                    try:
                        client.until(lambda: self.over, 0.2)
                    except TimeoutError:
                        pass
            except (hall1.Ended, OSError) as why:
                self.ends.append(str(why))
        thread = threading.Thread(target=read)
        thread.start()
        self.threads.append(thread)

    def come_new(self, c, source):
        """A device at an address that was never seen: it tries until it is in; the seconds."""
        begun = time.monotonic()
        while True:
            try:
                self.client(c, "console-1", source=source).close()
                return time.monotonic() - begun
            except (hall1.Ended, OSError):
                self.assertLess(time.monotonic() - begun, 5)
                time.sleep(0.1)  # as devices do

    def test_the_hall_goes_on_under_a_storm(self):
        self.over, self.ends, self.threads = False, [], []
        c = self.start()
        board = self.client(c, "board-1", view=VIEW["hall"], source="127.0.2.1")
        kiosk = self.client(c, "kiosk-1", source=HOME)
        self.keep(board)
        for _ in range(50):
            kiosk.issue(1)
        before, most = self.rss_kb(c), 0
        load = self.load(c)
        try:
            times, end, entered, new = [], time.monotonic() + SECONDS, 0, []
            while time.monotonic() < end:
                begun = time.monotonic()
                self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])
                times.append(time.monotonic() - begun)
                time.sleep(0.01)  # people come one by one; a day has a thousand numbers
                most = max(most, self.rss_kb(c))
                if len(times) % 20 == 0:  # a device that has been here before comes in at the first try
                    self.client(c, "admin-1", source=HOME).close()
                    entered += 1
                    new.append(self.come_new(c, f"127.0.3.{entered}"))
        finally:
            self.over = True
            load.terminate()
            tried = json.loads(load.communicate(timeout=30)[0])
            for thread in self.threads:
                thread.join()
        times.sort()
        print(f"tickets={len(times)} p50={times[len(times) // 2] * 1e3:.2f}ms "
              f"p99={times[len(times) * 99 // 100] * 1e3:.2f}ms worst={times[-1] * 1e3:.2f}ms new device in={max(new):.3f}s "
              f"rss={before}..{most}KB tried={tried}", file=sys.stderr)
        self.assertEqual(self.ends, [])
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])
        self.assertGreater(entered, 0)
        if not os.environ.get("HALL_SANITIZE"):  # a sanitizer keeps what was freed
            self.assertLess(most - before, GROWTH_KB)
        # It was a storm.
        self.assertGreater(tried["handshakes"], HANDSHAKES * SECONDS // 2)
        self.assertGreater(tried["knocks"], HANDSHAKES * SECONDS // 10)
        self.assertGreaterEqual(tried["idle"], IDLE)
        self.assertGreaterEqual(tried["slow"], SLOW)
        self.assertGreaterEqual(tried["sessions"], DEAF)
        c.wait_line("a connection was refused: .* refused=")


if __name__ == "__main__":
    unittest.main()
