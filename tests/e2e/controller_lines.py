# SPDX-License-Identifier: Apache-2.0
"""Stations behind a line: sessions end to end inside TUNNEL, calls merged by credit."""
import os
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import HALLS, KEY, REFUSED, ROW, STATE, VERB, VIEW, HallTest, hall1  # noqa: E402

LINE, ALL = 1, 0xFF
PAD, RATING, STRIP = 1, 17, 33  # addresses of window 1's stations on line 1 of Jianchang


class Bus:
    """The bus program of a line as the controller sees it; a quick line gives each credit back."""

    def __init__(self, client, line=LINE, credit=32, quick=True):
        self.client, self.line, self.quick = client, line, quick
        self.counters, self.frames = {}, []
        if credit:
            self.grant(credit)

    def grant(self, credit):
        self.client.say("busctl", line=self.line, credit=credit)

    def say(self, address, name, /, ctr=None, **values):
        if ctr is None:
            ctr = self.counters.get(address, 0)
            self.counters[address] = ctr + 1
        header = bytes([0, address, 0, ctr & 0xFF])
        self.client.say("tunnel", line=self.line, frame=header + hall1.encode(name, **values))

    def hello(self, address, key, boot=0):
        self.counters[address] = 0
        self.say(address, "hello", proto_max=1, proto_min=1, schema_rev=1, kind=key.kind, uid=key.uid,
                 name=key.name, boot=boot)
        return self.take(address, "welcome")

    def _collect(self):
        while self.client.queue:
            name, values = self.client.queue.pop(0)
            if name == "tunnel":
                frame = values["frame"]
                if self.quick:
                    self.grant(1)
                self.frames.append((values["line"], frame[0], frame[1], frame[3], *hall1.decode(frame[4:])))

    def take(self, address, name, seconds=10, **want):
        """The first frame to that address of that name, with those fields."""
        def find():
            self._collect()
            return next((f for f in self.frames if f[0] == self.line and f[1] == address and f[4] == name and
                         all(f[5][k] == v for k, v in want.items())), None)
        self.client.until(lambda: find() is not None, seconds)
        found = find()
        self.frames.remove(found)
        assert found[2] == 0
        return found[5]

    def entry(self, target, **want):
        """The first CALL to all that says this of the target."""
        def find():
            self._collect()
            return next((e for f in self.frames if f[1] == ALL and f[4] == "call" for e in f[5]["entries"]
                         if e["target"] == target and all(e[k] == v for k, v in want.items())), None)
        self.client.until(lambda: find() is not None)
        return find()


class Lines(HallTest):
    hall = HALLS / "jianchang"

    def bus(self, c, **more):
        return Bus(self.client(c, "bus-1"), **more)

    def pad(self, bus, window=1):
        return bus.hello(PAD - 1 + window, self.key(f"pad-{window}"))

    def service_of(self, c, window):
        """A service of that window that issues numbers."""
        admin = self.client(c, "admin-1", view=VIEW["window"] + window)
        found = next(key for (kind, key), row in sorted(admin.rows.items())
                     if kind == ROW["service"] and row["left"])
        admin.close()
        return found

    def test_a_station_says_hello_and_hears_its_window(self):
        c = self.start()
        bus = self.bus(c)
        welcome = self.pad(bus)
        self.assertEqual((welcome["target"], welcome["address"]), (1, PAD))
        self.assertGreater(welcome["boot"], 0)
        self.assertEqual(bus.take(PAD, "padstate")["state"], STATE["closed"])
        self.assertEqual(bus.entry(1)["state"], STATE["closed"])

    def test_a_press_calls_and_every_station_of_the_window_hears(self):
        c = self.start()
        service = self.service_of(c, 1)
        kiosk = self.client(c, "kiosk-1")
        ticket = kiosk.issue(service)
        bus = self.bus(c)
        self.pad(bus)
        bus.hello(STRIP, self.key("strip-1"))
        bus.hello(RATING, self.key("rating-1"))
        bus.say(PAD, "press", seq=1, key=KEY["next"], seen=0)
        result = bus.take(PAD, "result", seq=1)
        self.assertEqual((result["code"], result["ticket"]), (0, ticket["ticket"]))
        called = bus.entry(1, state=STATE["calling"])
        self.assertEqual((called["number"], called["call"], called["ack_seq"]), (ticket["number"], 1, 1))
        bus.take(PAD, "padstate", state=STATE["calling"], calls=1)
        bus.say(PAD, "press", seq=2, key=KEY["finish"], seen=1)  # D-05: implied start
        self.assertEqual(bus.take(PAD, "result", seq=2)["code"], 0)
        asked = bus.take(RATING, "rate_open")
        self.assertEqual(asked["ticket"], ticket["ticket"])
        bus.say(RATING, "rate", seq=1, ticket=asked["ticket"], score=4)
        self.assertEqual(bus.take(RATING, "result", seq=1)["code"], 0)
        bus.take(RATING, "rate_close", ticket=ticket["ticket"])
        self.assertIn("rated", self.ctl(c, "ticket", hall1.label(ticket["prefix"], ticket["number"]), check=0).stdout)

    def test_a_repeated_press_is_answered_not_run(self):
        c = self.start()
        kiosk, service = self.client(c, "kiosk-1"), self.service_of(c, 1)
        kiosk.issue(service), kiosk.issue(service)
        bus = self.bus(c)
        self.pad(bus)
        bus.say(PAD, "press", seq=1, key=KEY["next"])
        first = bus.take(PAD, "result")
        bus.say(PAD, "press", seq=1, key=KEY["next"])  # the RESULT was lost on the line
        self.assertEqual(bus.take(PAD, "result"), first)
        bus.say(PAD, "press", ctr=bus.counters[PAD] - 1, seq=1, key=KEY["next"])  # the line repeated a frame
        bus.say(PAD, "press", seq=2, key=KEY["help"])
        self.assertEqual(bus.take(PAD, "result")["seq"], 2)

    def test_calls_are_merged_while_the_line_is_busy(self):
        c = self.start()
        bus = self.bus(c, credit=3, quick=False)
        for window in range(1, 17):
            bus.grant(1)
            self.pad(bus, window)
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        bus.client.pump()
        bus._collect()
        bus.frames.clear()
        for window in range(1, 17):  # nothing goes out: the line took all it can
            admin.act(VERB["open"], window)
        bus.grant(32)
        for window in range(1, 17):
            bus.entry(window, state=STATE["idle"])
        calls = [f for f in bus.frames if f[4] == "call"]
        self.assertTrue(all(len(f[5]["entries"]) <= 8 for f in calls))
        self.assertLessEqual(len(calls), 12)
        self.assertEqual([f[3] for f in calls], sorted(f[3] for f in calls))  # one counter of the group

    def test_a_lost_frame_heals_by_itself(self):
        c = self.start()
        bus = self.bus(c)
        bus.hello(STRIP, self.key("strip-1"))
        bus.entry(1)
        bus.frames.clear()
        bus.entry(1)  # nothing has changed: the truth is said again within 5 s

    def test_a_station_that_shows_something_else_is_told_again(self):
        c = self.start()
        bus = self.bus(c)
        self.pad(bus)
        bus.take(PAD, "padstate")
        bus.say(PAD, "status", target=1, state=STATE["serving"], number=7)
        self.assertEqual(bus.take(PAD, "padstate", 4)["state"], STATE["closed"])

    def test_strangers_on_a_line_are_told_to_go(self):
        c = self.start()
        bus = self.bus(c)
        bus.say(PAD, "press", seq=1, key=KEY["next"])
        self.assertRegex(bus.take(PAD, "bye")["text"], "HELLO")
        key = self.key("pad-2")
        bus.say(PAD, "hello", proto_max=1, proto_min=1, kind=key.kind, uid=key.uid, name=key.name)
        self.assertRegex(bus.take(PAD, "bye")["text"], "another station")
        bus.say(PAD, "hello", proto_max=1, proto_min=1, kind=2, uid=99, name="pad-1")
        self.assertRegex(bus.take(PAD, "bye")["text"], "uid")
        bus.say(200, "hello", proto_max=1, proto_min=1, kind=2, uid=99, name="pad-1")  # nobody lives there
        self.pad(bus)

    def test_only_the_bus_program_of_a_line_speaks_for_it(self):
        c = self.start()
        other = Bus(self.client(c, "bus-2"), line=LINE)
        other.say(PAD, "hello", kind=2, uid=self.key("pad-1").uid, name="pad-1")
        bus = self.bus(c)
        self.pad(bus)
        self.assertFalse([f for f in other.frames])
        self.assertRegex(c.log(), "device=bus-2 speaks for line=1, which is not its own")

    def test_stations_are_offline_when_their_line_is(self):
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        index = self.index("pad-1")
        bus = self.bus(c)
        self.pad(bus)
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 1)
        bus.client.say("bus_station", line=LINE, address=PAD, online=0, errors=3)
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 0)
        self.pad(bus)
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 1)
        bus.client.close()
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 0)

    def index(self, name):
        from hall_process import hallctl
        lines = hallctl("devices", "--hall", self.hall, check=0).stdout.splitlines()
        return next(i for i, line in enumerate(lines) if line.split()[0] == name)

    def test_a_press_survives_the_controller(self):
        c = self.start()
        kiosk, service = self.client(c, "kiosk-1"), self.service_of(c, 1)
        ticket = kiosk.issue(service)
        bus = self.bus(c)
        boot = self.pad(bus)["boot"]
        bus.say(PAD, "press", seq=1, key=KEY["next"])
        bus.take(PAD, "result")
        c.kill()
        c = self.start()
        bus = self.bus(c)
        bus.hello(PAD, self.key("pad-1"), boot=boot)
        bus.say(PAD, "press", seq=1, key=KEY["next"])
        result = bus.take(PAD, "result")
        self.assertEqual((result["code"], result["ticket"]), (REFUSED["done"], ticket["ticket"]))


class Noise(HallTest):
    """Well-framed messages with any content, from every kind of device."""
    hall = HALLS / "jianchang"
    SKIP = {"hello", "welcome", "bye", "ping", "pong"}  # the session's own

    def body(self, rng, name):
        code, fields = hall1.MESSAGES[name]
        if rng.random() < 0.3:
            return bytes([code]) + rng.randbytes(rng.randrange(60))
        values = {}
        for field in fields:
            if field[0] == "F":
                bits = 8 * int(hall1.struct.calcsize(hall1.SIZES[field[1]])) - (field[1][0] == "i")
                values[field[2]] = rng.choice((0, 1, 2, rng.getrandbits(7), rng.getrandbits(bits), (1 << bits) - 1))
            elif field[0] == "B":
                inner = rng.choice(list(hall1.MESSAGES))
                values[field[1]] = rng.choice((b"", rng.randbytes(8), bytes([0, rng.randrange(60), 0, rng.randrange(256)]) +
                                               hall1.encode(inner)))
            elif field[0] == "S":
                values[field[1]] = rng.choice(("", "pad-1", "kiosk-1", "x" * min(int(field[2]), 20)))
        return bytes([code]) + hall1.encode_fields(fields, values)

    def test_any_message_from_anybody_harms_nobody(self):
        seed = int(os.environ.get("HALL_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 31)
        print(f"HALL_SEED={seed}", file=sys.stderr)
        rng = random.Random(seed)
        c = self.start(training=30)
        names = ("kiosk-1", "pad-1", "strip-1", "rating-1", "board-1", "bus-1", "console-1", "admin-1")
        clients = {}
        witness = self.client(c, "kiosk-2")
        types = [name for name in hall1.MESSAGES if name not in self.SKIP]
        for step in range(20000):
            name = rng.choice(names)
            try:
                if name not in clients or rng.random() < 0.002:
                    clients[name] = self.client(c, name)
                    clients[name]._view = lambda *_: None  # it lies about what it holds
                clients[name].say_body(self.body(rng, rng.choice(types)))
                clients[name].pump()
                clients[name].queue.clear()
            except (hall1.Ended, OSError):
                clients.pop(name, None)
            if step % 2000 == 1999:
                self.assertIn(witness.issue(1)["code"], (0, REFUSED["day_closed"]), f"HALL_SEED={seed}")
        self.assertIsNone(c.process.poll(), f"HALL_SEED={seed}\n{c.log()}")
        c.kill()
        self.start(training=30)  # what it wrote can be read again


if __name__ == "__main__":
    unittest.main()
