# SPDX-License-Identifier: Apache-2.0
"""hallctl: every command once as it works, and every sentence when it does not."""
import json
import signal
import socket
import select
import struct
import subprocess
import sys
import unittest
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, KEY, HallTest, hall1, hallctl  # noqa: E402


def png(size):
    """A grey picture whose file is larger than one DATA."""
    rows = b"".join(b"\0" + bytes((x * y * 7919 >> 3) & 0xFF for x in range(size)) for y in range(size))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Ctl(HallTest):
    def says(self, done, status, sentence):
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertRegex(done.stderr, sentence)
        self.assertLessEqual(len(done.stderr.splitlines()), 1)

    def test_wrong_words(self):
        self.says(hallctl(), 2, "what is to be done")
        self.says(hallctl("statsu"), 2, "no command statsu")
        self.says(hallctl("status"), 2, "--key FILE is missing")
        self.says(hallctl("status", "--kee", "x"), 2, "unknown option --kee")
        self.says(hallctl("press", "1", "--key", "x"), 2, "usage: hallctl press")
        self.assertRegex(hallctl("--help", check=0).stdout, r"commands:\n(.*\n)*.*adopt")
        self.assertRegex(hallctl("--version", check=0).stdout, "^hallctl ")

    def test_adopt(self):
        path = self.state / "devices" / "boss.key"
        self.assertEqual(hallctl("adopt", "admin", "boss", "--state", self.state, check=0).stdout, f"{path}\n")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        first = path.read_text(encoding="utf-8")
        self.says(hallctl("adopt", "admin", "boss", "--state", self.state), 1, "has a key already; --force")
        self.assertEqual(path.read_text(encoding="utf-8"), first)
        hallctl("adopt", "admin", "boss", "--state", self.state, "--force", check=0)
        self.assertNotEqual(path.read_text(encoding="utf-8"), first)
        self.says(hallctl("adopt", "boss", "admin", "--state", self.state), 2, "no kind of device")
        self.says(hallctl("adopt", "admin", "../boss", "--state", self.state), 2, "cannot be the name")
        self.says(hallctl("adopt", "admin", "x" * 25, "--state", self.state), 2, "cannot be the name")
        self.says(hallctl("adopt", "--all", "--state", self.state), 2, "--hall DIR is missing")
        self.assertRegex(hallctl("adopt", "--all", "--hall", self.hall, "--state", self.state, check=0).stdout,
                         r"^0 keys made, \d+ kept")

    def test_devices_and_lines_for_scripts(self):
        jianchang = HALLS / "jianchang"
        self.assertIn("pad-1 1 1", hallctl("devices", "--hall", jianchang, "--kind", "pad", check=0).stdout.splitlines())
        self.assertEqual(hallctl("lines", "--hall", jianchang, "--bus", "bus-1", check=0).stdout, "1\n2\n")
        self.assertIn("kiosk-1 0 0 kiosk", hallctl("devices", "--hall", self.hall, check=0).stdout.splitlines())

    def test_nobody_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
            key = self.state / "devices" / "admin-1.key"
            self.says(hallctl("--controller", f"127.0.0.1:{port}", "--key", key, "status"), 1,
                      "no controller at 127.0.0.1:.*Connection refused")
            self.says(hallctl("--controller", "nonsense", "--key", key, "status"), 2, "HOST:PORT")
            free.listen()
            self.says(hallctl("--controller", f"127.0.0.1:{port}", "--key", key, "status"), 1, "is no controller")
        self.says(hallctl("--key", self.dir / "none", "status"), 2, "cannot be opened")

    def test_a_key_of_another_hall(self):
        c = self.start()
        other = self.dir / "other"
        hallctl("adopt", "admin", "admin-1", "--state", other, check=0)
        self.says(hallctl("--controller", f"127.0.0.1:{c.port}", "--key", other / "devices" / "admin-1.key", "status"),
                  1, "closed the door on admin-1: it is not adopted there, its key was revoked, or this is another key")
        self.says(hallctl("--controller", f"127.0.0.1:{c.port}", "--key", self.state / "devices" / "kiosk-1.key",
                          "status"), 1, "the controller refused: no view")
        hallctl("adopt", "kiosk", "kiosk-99", "--state", self.state, check=0)  # its key is right, and yet
        self.says(hallctl("--controller", f"127.0.0.1:{c.port}", "--key", self.state / "devices" / "kiosk-99.key",
                          "status"), 1, "refused this key: kiosk-99 is not in the definition of this hall")

    def test_a_controller_that_goes_away_ends_the_conversation(self):
        for how, sentence in ((signal.SIGTERM, "ended the conversation: the controller is stopping"),
                              (signal.SIGKILL, "ended the conversation: ")):
            c = self.start()
            watch = subprocess.Popen([BIN / "hallctl", "--controller", f"127.0.0.1:{c.port}", "--key",
                                      self.state / "devices" / "admin-1.key", "watch"], stderr=subprocess.PIPE,
                                     stdout=subprocess.DEVNULL, text=True)
            c.wait_line("device=admin-1 .*session=open")
            c.stop(how)
            _, said = watch.communicate(timeout=30)
            self.assertEqual(watch.returncode, 1)
            self.assertRegex(said, sentence)
            self.assertEqual(len(said.splitlines()), 1)

    def test_whoever_answers_otherwise_is_named(self):
        key = self.state / "devices" / "admin-1.key"
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            door.listen()
            ask = subprocess.Popen([BIN / "hallctl", "--controller", f"127.0.0.1:{door.getsockname()[1]}", "--key", key,
                                    "status"], stderr=subprocess.PIPE, text=True)
            talk, _ = door.accept()
            talk.recv(4096)
            talk.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            talk.close()
            _, said = ask.communicate(timeout=30)
        self.assertEqual(ask.returncode, 1)
        self.assertRegex(said, "closed the door on admin-1")
        self.says(hallctl("--controller", "no-such-host.invalid:7420", "--key", key, "status"), 1,
                  "no controller at no-such-host.invalid:7420: ")

    def test_every_address_of_a_name_is_tried(self):
        """localhost may be ::1 and 127.0.0.1, and the controller listen at one of them."""
        key = self.state / "devices" / "admin-1.key"
        hosts = self.dir / "hosts"
        hosts.write_text("127.0.0.7 hall\n127.0.0.1 hall\n127.0.0.9 hall\n127.0.0.7 nobody\n127.0.0.8 nobody\n")
        inside = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', hosts]
        if subprocess.run([*inside, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
            self.skipTest("needs a mount namespace")
        c = self.start(more=["--listen", "127.0.0.9:0"])  # and 127.0.0.1 comes first

        def ask(name):
            return subprocess.run([*inside, BIN / "hallctl", "--controller", f"{name}:{c.port}", "--key", key, "status"],
                                  capture_output=True, text=True, timeout=60, check=False)
        done = ask("hall")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.says(ask("nobody"), 1, "no controller at nobody:.*Connection refused")

    def test_status(self):
        c = self.start()
        self.client(c, "kiosk-1").issue(1)
        text = self.ctl(c, "status", check=0).stdout
        self.assertRegex(text, r"\(training\), 09:3.*: day 20260318, 1 numbers issued, 1 waiting")
        self.assertRegex(text, r"devices connected: kiosk 1/1")
        self.assertRegex(text, r"service 1: 1 waiting")
        self.assertRegex(self.ctl(c, "status", "--hall", self.hall, check=0).stdout, "(?m)^township.*\n.*\n.*\nservice 1 民政")
        status = json.loads(self.ctl(c, "status", "--json", "--hall", self.hall, check=0).stdout)
        self.assertEqual((status["hall"]["day"], status["hall"]["waiting"]), (20260318, 1))
        self.assertEqual(status["tickets"][0]["label"], "A001")
        kiosk = next(d for d in status["devices"] if d["name"] == "kiosk-1")
        self.assertEqual((kiosk["online"], kiosk["kind_name"]), (1, "kiosk"))
        self.assertEqual({w["state_name"] for w in status["windows"]}, {"closed"})

    def test_press_act_ticket_and_watch(self):
        c = self.start()
        watch = subprocess.Popen([BIN / "hallctl", "--controller", f"127.0.0.1:{c.port}", "--key",
                                  self.state / "devices" / "admin-1.key", "watch"], stdout=subprocess.PIPE, text=True)
        c.wait_line("device=admin-1 .*session=open")
        # The session is open before WATCH has arrived: something happens until it is seen.
        for verb in ("open", "close") * 50:
            self.ctl(c, "act", verb, "3", check=0)
            if verb == "close" and select.select([watch.stdout], [], [], 0)[0]:
                break
        self.client(c, "kiosk-1").issue(1)
        self.assertEqual(self.ctl(c, "press", "1", "next", check=0).stdout, "done A001\n")
        self.says(self.ctl(c, "press", "1", "next"), 1, "refused: ")
        self.says(self.ctl(c, "press", "99", "next"), 1, "refused: no such window or room")
        self.says(self.ctl(c, "press", "one", "next"), 2, "one is no window")
        self.says(self.ctl(c, "press", "1", "dance"), 2, "no key dance")
        self.assertEqual(self.ctl(c, "press", "1", "start", check=0).stdout, "done A001\n")
        self.assertEqual(self.ctl(c, "press", "1", "finish", check=0).stdout, "done A001\n")
        self.says(self.ctl(c, "act", "rejoin", "A001"), 1, "no open ticket has the number A001")
        self.says(self.ctl(c, "act", "rejoin", "001"), 2, "is no number of a ticket")
        self.ctl(c, "act", "open", "2", check=0)
        self.ctl(c, "act", "pause", "2", check=0)
        self.ctl(c, "act", "resume", "2", check=0)
        self.ctl(c, "act", "close", "2", check=0)
        self.says(self.ctl(c, "act", "day", "open"), 1, "the day is open already")
        self.says(self.ctl(c, "act", "dance", "2"), 2, "usage: hallctl act")
        history = self.ctl(c, "ticket", "A1", check=0).stdout.splitlines()
        self.assertEqual([line.split()[2] for line in history], ["issued", "called", "started", "finished"])
        self.assertRegex(history[0], r"^09:3\d:\d\d \d+ issued ticket=\d+ service=1")
        self.assertEqual(self.ctl(c, "ticket", "a001", "20260318", check=0).stdout.splitlines()[:4], history)
        self.says(self.ctl(c, "ticket", "A002"), 1, "no ticket had the number A002")
        self.says(self.ctl(c, "ticket", "A001", "20250101"), 1, "no ticket had the number")
        self.ctl(c, "act", "day", "close", check=0)
        seen = []
        for line in watch.stdout:
            seen.append(line.split()[2])
            if seen[-1] == "day_closed":
                break
        watch.terminate()
        watch.wait()
        watch.stdout.close()
        seen = [fact for fact in seen[seen.index("issued"):] if fact != "leased"]  # the hall's own, any time
        self.assertEqual(seen[:3], ["issued", "window_opened", "called"])

    def test_history_of_a_number_after_a_restart_and_of_another_day(self):
        c = self.start(start="20260318T0930")
        self.client(c, "kiosk-1").issue(1)
        c.kill()
        c = self.start(start="20260319T0930")
        self.client(c, "kiosk-1").issue(2)
        self.says(self.ctl(c, "ticket", "A001"), 1, "no ticket had")
        old = self.ctl(c, "ticket", "A001", "20260318", check=0).stdout
        self.assertRegex(old, "issued ticket=")

    def screen(self, picture, pieces=None):
        c = self.start()
        board = self.client(c, "board-1")
        fetch = subprocess.Popen([BIN / "hallctl", "--controller", f"127.0.0.1:{c.port}", "--key",
                                  self.state / "devices" / "admin-1.key", "screen", "board-1", self.dir / "shot.png"],
                                 stderr=subprocess.PIPE, text=True)
        ref = board.take("screen_req")["ref"]
        board.say("offer", ref=ref, kind=1, size=len(picture), name="screen.png")
        sent = 0
        while sent < len(picture) and (pieces is None or sent < pieces):
            get = board.take("get", ref=ref)
            part = picture[get["offset"]:get["offset"] + get["length"]]
            board.say("data", ref=ref, offset=get["offset"], bytes=part)
            sent += len(part)
        if pieces is not None:
            board.say("offer", ref=ref, code=1)
        _, said = fetch.communicate(timeout=30)
        return fetch.returncode, said

    def test_screen(self):
        picture = png(200)
        self.assertGreater(len(picture), 4096)
        self.assertEqual(self.screen(picture), (0, ""))
        self.assertEqual((self.dir / "shot.png").read_bytes(), picture)

    def test_who_has_a_picture_is_not_in_the_way_of_the_next(self):
        c = self.start()
        board = self.client(c, "board-1")
        for _ in range(17):  # sixteen may be fetched at the same time
            admin = self.client(c, "admin-1")
            admin.say("screen_req", ref=1, device="board-1")
            board.take("screen_req")
            admin.close()

    def test_a_screen_that_is_no_picture(self):
        status, said = self.screen(b"x" * 5000)
        self.assertEqual(status, 1)
        self.assertRegex(said, "no PNG picture")
        self.assertFalse((self.dir / "shot.png").exists())

    def test_a_screen_that_changes_while_it_is_fetched(self):
        status, said = self.screen(png(200), pieces=4096)
        self.assertEqual(status, 1)
        self.assertRegex(said, "the picture is gone; try again")

    def test_a_screen_of_nobody(self):
        c = self.start()
        self.says(self.ctl(c, "screen", "board-1", self.dir / "x.png"), 1, "no device board-1 is connected")
        self.says(self.ctl(c, "screen", "nothing", self.dir / "x.png"), 1, "no device nothing is connected")


if __name__ == "__main__":
    unittest.main()
