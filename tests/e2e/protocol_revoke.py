# SPDX-License-Identifier: Apache-2.0
"""hallctl revoke: whoever has the key is out within a second, and nothing it sends is run."""
import copy
import json
import re
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, VIEW, HallTest, Program, hall1, hallctl  # noqa: E402

CUT_S = 1.0


class Revoke(HallTest):
    def revoke(self, name, check=0):
        return hallctl("revoke", name, "--state", self.state, check=check)

    def gone_after(self, begin, what):
        seconds = time.monotonic() - begin
        print(f"{what}: out {seconds * 1000:.0f} ms after the command was given", file=sys.stderr)
        self.assertLess(seconds, CUT_S)

    def test_a_kiosk_is_out_and_what_it_still_sends_is_not_run(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        key = self.key("kiosk-1")
        kiosk.issue(1)
        begin = time.monotonic()
        self.revoke("kiosk-1")
        while kiosk.bye is None:  # it asks for numbers until it is cut off, and a few times after that
            kiosk.command("ticket_req", "ticket", service=1, wait=False)
            try:
                kiosk._read(time.monotonic() + 0.02)
            except TimeoutError:
                pass
        self.gone_after(begin, "kiosk")
        self.assertRegex(kiosk.bye, "the key of this device was revoked")
        answered = 1 + sum(1 for name, values in kiosk.queue if name == "ticket" and not values["code"])
        hall = self.client(c, "admin-1", view=VIEW["hall"])
        self.assertEqual(hall.row(1, 0)["issued"], answered)
        with self.assertRaisesRegex(hall1.Ended, "closed"):
            hall1.Client(c.port, key)
        line = c.wait_line("says it is kiosk kiosk-1, whose key was revoked on ").group(0)
        self.assertNotIn(key.psk.hex(), c.log())
        for _ in range(5):  # and once a minute is enough
            with self.assertRaises(hall1.Ended):
                hall1.Client(c.port, key)
        hall.act(target=3, verb=13)
        self.assertEqual(c.log().count(line), 1)
        self.assertEqual(hall.row(1, 0)["issued"], answered)

    def test_a_session_that_has_not_proven_itself_is_cut_as_well(self):
        c = self.start()
        kiosk = hall1.Client(c.port, hello=False)
        self.clients.append(kiosk)
        kiosk.knock(self.key("kiosk-1"))
        kiosk.until(lambda: kiosk.keys)
        begin = time.monotonic()
        self.revoke("kiosk-1")
        self.assertRegex(kiosk.ended(), "revoked")
        self.gone_after(begin, "kiosk in its handshake")

    def test_only_the_revoked_one_is_cut(self):
        c = self.start()
        board, kiosk = self.client(c, "board-1"), self.client(c, "kiosk-1")
        self.revoke("kiosk-1")
        self.assertRegex(kiosk.ended(), "revoked")
        hallctl("adopt", "kiosk", "other", "--state", self.state, check=0)
        self.client(c, "admin-1")
        board.say("ping", id=7, t1=1)
        board.until(lambda: not c.log().count("device=board-1 session=closed"))
        self.assertNotIn("device=board-1 session=closed", c.log())
        self.assertIn('device=kiosk-1 session=closed why="the key of this device was revoked"', c.log())

    def test_an_administrator_who_watches_is_told(self):
        c = self.start()
        hallctl("adopt", "admin", "boss", "--state", self.state, check=0)
        watch = subprocess.Popen([BIN / "hallctl", "--controller", f"127.0.0.1:{c.port}", "--key",
                                  self.state / "devices" / "boss.key", "watch"], stderr=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, text=True)
        c.wait_line("device=boss .*session=open")
        begin = time.monotonic()
        self.revoke("boss")
        _, said = watch.communicate(timeout=30)
        self.gone_after(begin, "admin")
        self.assertEqual(watch.returncode, 1)
        self.assertRegex(said, "ended the conversation: the key of this device was revoked")

    def test_a_key_that_was_replaced_is_the_old_one(self):
        c = self.start()
        old, kiosk = self.key("kiosk-1"), self.client(c, "kiosk-1")
        begin = time.monotonic()
        hallctl("adopt", "kiosk", "kiosk-1", "--state", self.state, "--force", check=0)
        self.assertRegex(kiosk.ended(), "revoked")
        self.gone_after(begin, "replaced key")
        self.client(c, "kiosk-1").issue(1)
        with self.assertRaises(hall1.Ended):
            hall1.Client(c.port, old)
        c.wait_line("kiosk kiosk-1, whose key was revoked on ")

    def test_what_stays_is_who_and_when(self):
        folder = self.state / "devices"
        key = self.key("kiosk-1")
        held = open(folder / "kiosk-1.key", "rb")  # whoever still has the file open has nothing
        self.addCleanup(held.close)
        said = self.revoke("kiosk-1").stdout
        self.assertRegex(said, "^kiosk kiosk-1 is revoked; a running controller ends its session within a second$")
        left = (folder / "kiosk-1.revoked").read_text(encoding="utf-8")
        self.assertRegex(left, rf"^uid={key.uid:016x}\nkind=kiosk\nname=kiosk-1\nrevoked=20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$")
        self.assertEqual((folder / "kiosk-1.revoked").stat().st_mode & 0o777, 0o600)
        self.assertEqual(set(held.read()), {0})
        for path in folder.iterdir():  # dot files and left-overs too
            self.assertNotIn(key.psk.hex().encode(), path.read_bytes(), path)
        self.assertEqual([p.name for p in folder.iterdir() if "kiosk-1" in p.name], ["kiosk-1.revoked"])
        again = self.revoke("kiosk-1", check=1)
        self.assertRegex(again.stderr, "the key of kiosk-1 was revoked already, on 20")
        self.assertRegex(self.revoke("nobody", check=1).stderr, "nobody has no key in ")
        self.assertRegex(self.revoke("../x", check=2).stderr, "cannot be the name of a device")
        self.assertRegex(hallctl("revoke", "kiosk-1", check=2).stderr, "usage: hallctl revoke NAME --state DIR")

    def test_a_key_file_that_makes_no_sense_is_nobodys(self):
        path = self.state / "devices" / "kiosk-1.key"
        path.write_text("uid=1 kind=kiosk name=kiosk-1 key=" + 64 * "0")
        self.assertRegex(self.revoke("kiosk-1", check=1).stderr, "key= must be random, and this one is a pattern")
        self.assertTrue(path.exists())
        hallctl("adopt", "kiosk", "kiosk-1", "--state", self.state, "--force", check=0)
        self.client(self.start(), "kiosk-1").issue(1)
        self.assertFalse(path.with_suffix(".revoked").exists())

    def test_a_revoked_key_does_not_come_back_with_a_backup(self):
        c = self.start()
        path = self.state / "devices" / "kiosk-1.key"
        backup, key = path.read_bytes(), self.key("kiosk-1")
        self.revoke("kiosk-1")
        path.write_bytes(backup)
        path.chmod(0o600)
        c.wait_line("key=kiosk-1.key was revoked on .*; left out")
        with self.assertRaises(hall1.Ended):
            hall1.Client(c.port, key)
        c.kill()
        c = self.start()
        with self.assertRaises(hall1.Ended):
            hall1.Client(c.port, key)
        c.wait_line("whose key was revoked on ")

    def test_a_bus_that_is_revoked_takes_its_line_with_it(self):
        c = self.start(hall=HALLS / "jianchang")
        hallctl("adopt", "--all", "--hall", HALLS / "jianchang", "--state", self.state, check=0)
        bus = self.client(c, "bus-1")
        begin = time.monotonic()
        self.revoke("bus-1")
        self.assertRegex(bus.ended(), "revoked")
        self.gone_after(begin, "bus program")


class Counted(HallTest):
    """Who does not get in stands in the log once a minute, and in `hallctl status`."""

    def figures(self, c):
        return json.loads(self.ctl(c, "status", "--json", check=0).stdout)["figures"]

    def knock(self, c, key):
        with self.assertRaises(hall1.Ended):
            hall1.Client(c.port, key)

    def test_each_kind_of_stranger_is_counted_apart(self):
        c = self.start()
        kiosk, board = self.key("kiosk-1"), self.client(c, "board-1")
        before = self.figures(c)
        self.assertEqual([before[k] for k in ("unknown_devices", "wrong_keys", "revoked_devices", "cut_sessions",
                                              "denied", "forged")], [0] * 6)
        self.assertGreaterEqual(before["uptime_s"], 0)
        self.assertEqual(before["sessions"], 2)  # the board, and who asks
        self.assertNotIn("refused:", self.ctl(c, "status", check=0).stdout)
        wrong, unknown = copy.copy(kiosk), copy.copy(kiosk)
        wrong.psk = bytes(range(3, 35))
        unknown.uid ^= 1 << 40
        for count, key in ((1, unknown), (2, wrong)):
            for _ in range(count):
                self.knock(c, key)
        session = self.client(c, "kiosk-1")
        session.act(verb=13, target=1, wait=False)
        session.take("error")
        session.sock.sendall(hall1.frame(bytes((0, 1, hall1.SEALED << 6, session.sent & 0xFF)) + bytes(20)))
        session.issue(1)
        hallctl("revoke", "kiosk-1", "--state", self.state, check=0)
        session.ended()
        for _ in range(3):
            self.knock(c, kiosk)
        after = self.figures(c)
        self.assertEqual([after[k] for k in ("unknown_devices", "wrong_keys", "revoked_devices", "cut_sessions",
                                             "denied", "forged")], [1, 2, 3, 1, 1, 1])
        self.assertEqual(after["handshakes"] - before["handshakes"], 3)  # status, the kiosk, this status
        text = self.ctl(c, "status", check=0).stdout
        self.assertRegex(text, r"(?m)^controller up \d+ s, 2 sessions, 0 in their handshake\n"
                               r"refused: 1 handshakes of unknown devices, 2 with a wrong key, 3 with a revoked key, "
                               r"1 sessions cut by a revocation, 1 messages that a device may not send, "
                               r"1 frames that did not open$")
        log = c.log()
        for pattern in ("is not adopted here; unknown_devices=1$", "does not hold its key; .*wrong_keys=1$",
                        "was revoked on .*; revoked_devices=1$"):
            self.assertEqual(len(re.findall(pattern, log, re.M)), 1, log)
        board.pump()


class RevokePad(HallTest):
    """A pad on a line, with the real bus program and station."""
    hall = HALLS / "jianchang"

    def program(self, *words):
        program = Program([BIN / words[0], *words[1:]])
        self.addCleanup(program.kill)
        return program

    def station(self, *words):
        return subprocess.run([BIN / "hall-station", "--control", self.dir / "control", *words],
                              capture_output=True, text=True, timeout=60)

    def test_a_pad_is_out_and_the_line_has_another_group_key(self):
        c = self.start()
        devices = self.state / "devices"
        self.program("hall-line", "--dir", self.dir / "lines", "--line", 1).wait_line("line-1.bus|ready")
        self.program("hall-bus", "--hall", self.hall, "--controller", f"127.0.0.1:{c.port}", "--key",
                     devices / "bus-1.key", "--port", f"1={self.dir}/lines/line-1.bus")
        keys = self.dir / "keys"
        keys.mkdir()
        for name in ("pad-1", "strip-1"):
            (keys / f"{name}.key").write_bytes((devices / f"{name}.key").read_bytes())
            (keys / f"{name}.key").chmod(0o600)
        self.program("hall-station", "--hall", self.hall, "--line", f"1={self.dir}/lines/line-1.a", "--keys-dir",
                     keys, "--stations", "pad-1,strip-1", "--control", self.dir / "control")
        c.wait_line("device=pad-1 .*session=open")
        c.wait_line("device=strip-1 .*session=open")
        admin = self.client(c, "admin-1", view=VIEW["window"] + 1)
        admin.act(target=1, verb=13)
        self.assertEqual(self.station("--press", "pad-1:help").returncode, 0)
        begin = time.monotonic()
        self.revoke("pad-1")
        c.wait_line('device=pad-1 session=closed why="the key of this device was revoked"', 5)
        self.gone_after(begin, "pad")
        self.assertNotEqual(self.station("--press", "pad-1:close").returncode, 0)
        c.wait_line("device=pad-1 is not adopted here", 15)
        self.assertNotIn("device=strip-1 session=closed", c.log())
        end = time.monotonic() + 30  # the station knows by the BYE, or by itself when that was lost
        while "pad-1 online=1" in self.station("--list").stdout and time.monotonic() < end:
            pass  # asking takes a while
        self.assertEqual(self.station("--list").stdout, "pad-1 online=0\nstrip-1 online=1\n")

    def revoke(self, name):
        return hallctl("revoke", name, "--state", self.state, check=0)

    def gone_after(self, begin, what):
        Revoke.gone_after(self, begin, what)


if __name__ == "__main__":
    unittest.main()
