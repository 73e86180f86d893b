# SPDX-License-Identifier: Apache-2.0
"""How the controller starts, and how it refuses to: every sentence a person may meet."""
import fcntl
import os
import re
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, REFUSED, ROW, VIEW, Controller, HallTest, hallctl  # noqa: E402


SIOCGIFADDR = 0x8915  # of netdevice(7)


def addresses_of_this_machine():
    """The first IPv4 address of every interface that has one."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asker, SIOCGIFADDR, struct.pack("256s", name.encode()))
            except OSError:  # no IPv4 address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found


def controller(*words):
    return subprocess.run([BIN / "hall-controller", *map(str, words)], capture_output=True,
                          text=True, timeout=30)


class Doors(HallTest):
    def refuse(self, status, sentence, *words):
        done = controller(*words)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertRegex(done.stderr, sentence)

    def serve(self, **more):
        """Words for a controller that would serve."""
        return ["--hall", more.get("hall", self.hall), "--state", self.state, "--listen",
                more.get("listen", "127.0.0.1:0")]

    def test_help_and_version(self):
        self.assertRegex(controller("--help").stdout, "--training N")
        self.assertRegex(controller("--version").stdout, r"^hall-controller \d")

    def test_wrong_words(self):
        self.refuse(2, "unknown option --halls", "--halls", "x")
        self.refuse(2, "--hall DIR is missing")
        self.refuse(2, "--state DIR is missing", "--hall", self.hall)
        self.refuse(2, "ADDR:PORT", *self.serve(listen="7420"))
        self.refuse(2, "ADDR:PORT", *self.serve(listen="127.0.0.1:70000"))
        self.refuse(2, "not an IPv4 address", *self.serve(listen="localhost:0"))
        self.refuse(2, "--training 0 is not a number", "--training", "0")
        self.refuse(2, "needs --training", *self.serve(), "--training-start", "20260318T0930")
        self.refuse(2, "not like 20260318T0900", *self.serve(), "--training", "2",
                    "--training-start", "20261318T0930")

    def test_any_address_of_the_machine_can_be_listened_on(self):
        """D-25: sessions are sealed, so a hall may span machines."""
        one = self.start(host="127.0.0.2")
        self.assertRegex(one.log(), r"listening addr=127\.0\.0\.2 ")
        self.client(one, "kiosk-1", host="127.0.0.2")
        with self.assertRaises(ConnectionRefusedError):
            self.client(one, "kiosk-1", host="127.0.0.1")
        one.stop()
        every = self.start(host="0.0.0.0")
        self.assertRegex(every.log(), r"listening addr=0\.0\.0\.0 ")
        for address in ("127.0.0.2", *addresses_of_this_machine()):
            self.assertEqual(self.client(every, "kiosk-1", host=address).issue(1)["code"], REFUSED["done"])

    def test_an_address_of_another_machine_is_said(self):
        self.refuse(1, r"listen=192\.0\.2\.1:0 cannot be opened: .*; give --listen an address of this machine",
                    *self.serve(listen="192.0.2.1:0"))  # RFC 5737: nobody's

    def test_check_says_what_the_hall_has(self):
        done = controller("--check", "--hall", self.hall)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"^township: 1 floors, 1 zones, 4 services, 4 windows")
        self.assertEqual(len(done.stdout.splitlines()), 1)

    def test_check_names_every_mistake(self):
        bad = self.dir / "bad"
        shutil.copytree(self.hall, bad)
        text = (bad / "windows.yaml").read_text(encoding="utf-8")
        text = text.replace("number: 2, zone: 1", "number: 1, zone: 9")
        (bad / "windows.yaml").write_text(text, encoding="utf-8")
        done = controller("--check", "--hall", bad)
        self.assertEqual(done.returncode, 2)
        self.assertGreaterEqual(len(done.stderr.splitlines()), 3)
        self.assertRegex(done.stderr, r"windows.yaml:\d+:\d+: ")
        self.refuse(2, "windows.yaml:", *self.serve(hall=bad))
        self.refuse(2, "nowhere", "--check", "--hall", self.dir / "nowhere")

    def test_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.refuse(1, "is another controller running", *self.serve(listen=f"127.0.0.1:{port}"))

    def test_one_controller_a_state_folder(self):
        c = self.start()
        self.refuse(1, "in use by another controller", *self.serve(), "--training", "1")
        self.assertEqual(self.client(c, "kiosk-1").issue(1)["code"], REFUSED["done"])

    def test_state_of_another_hall(self):
        self.start().stop()
        self.refuse(2, "township", *self.serve(hall=HALLS / "jianchang"), "--training", "1")

    def test_practice_and_truth_do_not_mix(self):
        self.start().stop()
        self.refuse(2, "training", *self.serve())

    def test_state_of_a_newer_version(self):
        self.start().stop()
        files = list(self.state.glob("*.db"))
        self.assertTrue(files)
        with sqlite3.connect(files[0]) as db:
            db.execute("PRAGMA user_version = 9999")
        db.close()
        self.refuse(2, "newer", *self.serve(), "--training", "1")

    def test_a_folder_that_cannot_be_made(self):
        (self.dir / "file").write_text("no folder")
        self.refuse(1, "cannot be made", "--hall", self.hall, "--state", self.dir / "file" / "state",
                    "--listen", "127.0.0.1:0")

    def test_a_lost_boot_counter_is_said(self):
        self.start().stop()
        (self.state / "boots").write_text("many\n")
        self.refuse(1, "does not hold a number", *self.serve(), "--training", "1")

    def test_training_runs_the_halls_clock_faster_and_says_so(self):
        c = self.start(training=120)
        kiosk = self.client(c, "kiosk-1", view=VIEW["kiosk"])
        self.assertEqual(kiosk.welcome["training"], 120)
        self.assertEqual(kiosk.row(ROW["hall"], 0)["training"], 120)
        start = kiosk.welcome["now_ms"]
        self.assertLess(start - 1773797400000, 60 * 60 * 1000)  # 09:30 of that Wednesday, local
        self.assertEqual(kiosk.welcome["tz_min"], 480)
        kiosk.say("ping", id=1, t1=0)
        first = kiosk.take("pong")["now_ms"]
        kiosk.until(lambda: kiosk.row(ROW["service"], 1) and self.later(kiosk, first + 60_000))
        issued = kiosk.issue(1)["issued_ms"]
        self.assertGreaterEqual(issued, first + 60_000)
        c.kill()
        c = self.start(training=120)  # the same start is asked for, but the journal is ahead of it
        self.assertGreaterEqual(self.client(c, "kiosk-1").welcome["now_ms"], issued)

    def later(self, client, moment):
        client.say("ping", id=2, t1=0)
        return client.take("pong", id=2)["now_ms"] >= moment

    def test_a_day_left_open_is_closed_and_the_next_one_opened(self):
        c = self.start(start="20260318T0930")
        self.client(c, "kiosk-1").issue(1)
        c.kill()
        c = self.start(start="20260319T0930")
        self.assertRegex(c.log(), "day=20260318 closed issued=1 served=0 expired=1 no_shows=0 by=controller")
        self.assertRegex(c.log(), "day=20260319 opened by=controller")
        self.assertEqual(self.client(c, "kiosk-1").issue(1)["number"], 1)

    def test_a_day_that_was_closed_stays_closed(self):
        c = self.start()
        self.ctl(c, "act", "day", "close", check=0)
        c.kill()
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.assertEqual(admin.row(ROW["hall"], 0)["day"], 0)
        self.assertEqual(self.client(c, "kiosk-1").issue(1)["code"], REFUSED["day_closed"])

    def test_no_day_on_a_day_off(self):
        c = self.start(start="20260321T0930")  # a Saturday
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.assertEqual(admin.row(ROW["hall"], 0)["day"], 0)

    def test_the_day_opens_at_four(self):
        c = self.start(start="20260319T1800", training=9000)  # a Thursday evening
        c.wait_line("day=20260319 closed issued=0")
        c.wait_line("day=20260320 opened by=controller")
        c.stop()
        c = self.start(start="20260322T1800", training=9000)  # Sunday evening
        self.assertRegex(c.log(), "day=20260320 closed")
        c.wait_line("day=20260323 opened by=controller")

    def test_a_window_forgotten_overnight_does_not_stop_the_next_day(self):
        c = self.start(start="20260318T1000")
        self.client(c, "kiosk-1").issue(1)
        self.ctl(c, "press", "1", "next", check=0)
        self.ctl(c, "press", "1", "start", check=0)
        c.kill()
        c = self.start(start="20260319T0350", training=3600)  # an hour in a second
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.assertEqual(admin.row(ROW["hall"], 0)["day"], 20260318)
        admin.until(lambda: admin.row(ROW["hall"], 0)["day"] == 20260319)
        c.wait_line("day=20260318 closed issued=1")
        admin.say("ping", id=1, t1=0)
        self.assertGreaterEqual(admin.take("pong")["now_ms"], 1773871200000)  # 06:00 there

    def edited(self, file, old, new):
        """A copy of the hall with something changed."""
        copy = self.dir / "edited"
        if not copy.exists():
            shutil.copytree(self.hall, copy)
        text = (copy / file).read_text(encoding="utf-8")
        self.assertIn(old, text)
        (copy / file).write_text(text.replace(old, new), encoding="utf-8")
        return copy

    def test_a_definition_edited_during_the_day_waits_for_the_next_day(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        kiosk.issue(3), kiosk.issue(3)
        hash_before = kiosk.welcome["hall_hash"]
        c.kill()
        edited = self.edited("services.yaml", "prefix: C", "prefix: E")
        c = self.start(hall=edited)
        self.assertRegex(c.log(), "edited during the day")
        kiosk = self.client(c, "kiosk-1")
        self.assertEqual(kiosk.welcome["hall_hash"], hash_before)
        ticket = kiosk.issue(3)
        self.assertEqual((chr(ticket["prefix"]), ticket["number"]), ("C", 3))
        self.ctl(c, "act", "day", "close", check=0)
        c.kill()
        c = self.start(hall=edited)  # closed, but the date is not over: it may be opened again
        self.ctl(c, "act", "day", "open", check=0)
        ticket = self.client(c, "kiosk-1").issue(3)
        self.assertEqual((chr(ticket["prefix"]), ticket["number"]), ("C", 4))
        c.kill()
        c = self.start(hall=edited, start="20260319T0930")  # the old day is closed with the old one
        self.assertRegex(c.log(), "day=20260319 opened")
        self.ctl(c, "act", "day", "close", check=0)
        c.kill()
        c = self.start(hall=edited, start="20260320T0930")
        ticket = self.client(c, "kiosk-1").issue(3)
        self.assertEqual((chr(ticket["prefix"]), ticket["number"]), ("E", 1))

    def test_a_death_while_a_day_opens_leaves_that_days_definition_in_force(self):
        kept, opening = self.state / "hall-in-force", self.state / "hall-opening"
        c = self.start()
        self.ctl(c, "act", "day", "close", check=0)
        c.kill()
        yesterday = kept.read_bytes()
        edited = self.edited("services.yaml", "prefix: C", "prefix: E")
        c = self.start(hall=edited, start="20260319T0930")
        self.client(c, "kiosk-1").issue(3)
        c.kill()
        # As if it had died after the commit that opened the day, before it took over the copy.
        kept.rename(opening)
        kept.write_bytes(yesterday)
        c = self.start(hall=edited, start="20260319T0940")
        self.assertNotRegex(c.log(), "edited during the day")
        ticket = self.client(c, "kiosk-1").issue(3)
        self.assertEqual((chr(ticket["prefix"]), ticket["number"]), ("E", 2))
        c.kill()
        opening.write_bytes(yesterday)  # of a day that is not the one in the journal
        c = self.start(start="20260319T0950")
        self.assertRegex(c.log(), "edited during the day")
        self.assertEqual(self.client(c, "kiosk-1").issue(3)["number"], 3)
        self.assertFalse(opening.exists())

    def test_a_copy_of_before_halls_had_items_holds_for_the_rest_of_its_day(self):
        kept = self.state / "hall-in-force"
        c = self.start()
        self.client(c, "kiosk-1").issue(3)
        c.kill()
        text = kept.read_bytes()
        head, rest = text.split(b"items.csv ", 1)
        size, rest = rest.split(b"\n", 1)
        self.assertTrue(rest[int(size):].startswith(b"\nday 20260318\n"))
        kept.write_bytes(head + rest[int(size) + 1:])
        edited = self.edited("services.yaml", "prefix: C", "prefix: E")
        c = self.start(hall=edited)
        self.assertNotRegex(c.log(), "is damaged")
        self.assertRegex(c.log(), "edited during the day")
        ticket = self.client(c, "kiosk-1").issue(3)
        self.assertEqual((chr(ticket["prefix"]), ticket["number"]), ("C", 2))

    def test_a_replay_that_comes_to_another_state_stops_with_a_sentence(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        for _ in range(200):
            ticket = kiosk.issue(1)["ticket"]
            for _ in range(4):
                kiosk.command("printed", "result", ticket=ticket, result=1)
        c.kill()
        self.assertRegex(self.start().log(), "replayed rows=1005 facts=1006")  # 4 are leases
        self.running[-1].kill()
        kept = self.state / "hall-in-force"
        text = kept.read_text(encoding="utf-8")
        size = int(re.search(r"windows.yaml (\d+)", text).group(1))
        more = "  - {number: 5, zone: 1, floor: 1, voice_zone: 1, services: [1]}\n"
        head, windows = text.split(f"windows.yaml {size}\n")
        windows = windows.encode()[:size].decode() + more + windows.encode()[size:].decode()
        kept.write_text(head + f"windows.yaml {size + len(more)}\n" + windows, encoding="utf-8")
        self.refuse(1, "the replayed day is not the day that was", *self.serve(), "--training", "1",
                    "--training-start", "20260318T1000")

    def test_a_damaged_copy_of_the_definition_is_said(self):
        self.start().kill()
        (self.state / "hall-in-force").write_text("windows.yaml 12\n")
        self.assertRegex(self.start().log(), "hall-in-force is damaged")


if __name__ == "__main__":
    unittest.main()
