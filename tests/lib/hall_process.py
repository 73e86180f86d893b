# SPDX-License-Identifier: Apache-2.0
"""hall_process - the real hall-controller and hallctl as child processes, for tests."""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import hall1  # noqa: E402

BIN = Path(os.environ.get("HALL_BIN", "build/dev/bin")).resolve()
HALLS = Path(__file__).resolve().parents[2] / "halls"
LEAKS = Path(__file__).resolve().with_name("lsan.supp")  # of libraries, not ours
os.environ.setdefault("LSAN_OPTIONS", f"suppressions={LEAKS}:print_suppressions=0")
WORKDAY = "20260318T0930"  # a Wednesday, while tickets are issued
VERB = dict(issue=1, call_next=2, recall=3, start=4, finish=5, miss=6, transfer=7, park=8, back=9,
            rejoin=10, pause=11, resume=12, open=13, close=14, day_open=15, day_close=16,
            printed=17, rate=18, help=19, tick=20, cancel=21, void=22, undo=23, call_named=24, add_item=25,
            lease_end=34, accept_history=43)
KEY = dict(next=1, recall=2, finish=3, miss=4, pause=5, transfer=6, park=7, back=8, start=9, help=10, undo=11)
STATE = dict(closed=1, idle=2, calling=3, serving=4, rating=5, paused=6)
TICKET = dict(waiting=1, called=2, serving=3, parked=4, served=5, missed=6)
REFUSED = dict(done=0, empty=1, stale=2, window_closed=3, window_busy=4, no_ticket=5, paused=6,
               too_soon=7, denied=22, unknown_window=11, malformed=29, not_open=13, day_closed=15,
               not_served_here=18, disk=30, unknown_ticket=12, wrong_state=17, nothing_to_undo=31,
               too_late=32, touched=33, items_full=34, no_reason=55)
ROW = dict(hall=1, window=2, service=3, ticket=4, announce=5, missed=6, device=7)
VIEW = dict(hall=1 << 12, floor=2 << 12, zone=3 << 12, window=4 << 12, kiosk=5 << 12,
            console=6 << 12, admin=7 << 12, board=8 << 12)


def hallctl(*words, check=None):
    done = subprocess.run([BIN / "hallctl", *map(str, words)], capture_output=True, text=True,
                          timeout=60)
    if check is not None:
        assert done.returncode == check, (words, done.returncode, done.stdout, done.stderr)
    return done


class Program:
    """One real program; its lines on stderr are read by a thread and kept."""

    def __init__(self, words, env=None):
        self.process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                        env=env and dict(os.environ, **env))
        self.lines = []
        self.news = threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            with self.news:
                self.lines.append(line.rstrip("\n"))
                self.news.notify_all()
        with self.news:
            self.lines.append("<end>")
            self.news.notify_all()

    def wait_line(self, pattern, seconds=20):
        end = time.monotonic() + seconds
        with self.news:
            while True:
                for line in self.lines:
                    found = re.search(pattern, line)
                    if found:
                        return found
                if self.lines[-1:] == ["<end>"] or not self.news.wait(end - time.monotonic()):
                    raise AssertionError(f"no line like {pattern!r} in {self.lines[-20:]}")

    def wait_lines(self, pattern, count, seconds=20):
        """Until so many lines match."""
        end = time.monotonic() + seconds
        with self.news:
            while sum(bool(re.search(pattern, line)) for line in self.lines) < count:
                if self.lines[-1:] == ["<end>"] or not self.news.wait(end - time.monotonic()):
                    raise AssertionError(f"not {count} lines like {pattern!r} in {self.lines[-20:]}")

    def log(self):
        with self.news:
            return "\n".join(self.lines)

    def stop(self, number=signal.SIGTERM):
        """Ends it; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            status = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.reader.join(timeout=30)
        self.process.stderr.close()
        return status

    def kill(self):
        return self.stop(signal.SIGKILL)


class Controller(Program):
    """One hall-controller."""

    def __init__(self, state, hall=HALLS / "township", training=1, start=WORKDAY, port=0, more=(),
                 wait=True, wrap=(), host="127.0.0.1"):
        words = [*wrap, BIN / "hall-controller", "--hall", hall, "--state", state, "--listen",
                 f"{host}:{port}", *more]
        if training:
            words += ["--training", training]
            if start:
                words += ["--training-start", start]
        super().__init__(words)
        self.port = None
        if wait:
            found = self.wait_line(r"listening addr=\S+ port=(\d+)")
            self.port = int(found.group(1))


class HallTest(unittest.TestCase):
    """A township hall on a working morning, in a state folder of its own."""
    hall = HALLS / "township"

    def setUp(self):
        self.dir = Path(tempfile.mkdtemp(prefix="hall-test-"))
        self.state = self.dir / "state"
        self.running = []
        self.clients = []
        hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0)

    def tearDown(self):
        for client in self.clients:
            client.close()
        for controller in self.running:
            if controller.process.poll() is None:
                status = controller.stop()
                self.assertEqual(status, 0, controller.log())
        shutil.rmtree(self.dir, ignore_errors=True)

    def start(self, **more):
        more.setdefault("hall", self.hall)
        controller = Controller(self.state, **more)
        self.running.append(controller)
        return controller

    def key(self, name):
        return hall1.Key(self.state / "devices" / f"{name}.key")

    def client(self, controller, name, **more):
        client = hall1.Client(controller.port, self.key(name), **more)
        self.clients.append(client)
        return client

    def ctl(self, controller, *words, check=None):
        return hallctl("--controller", f"127.0.0.1:{controller.port}", "--key",
                       self.state / "devices" / "admin-1.key", *words, check=check)
