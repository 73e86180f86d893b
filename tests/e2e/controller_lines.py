# SPDX-License-Identifier: Apache-2.0
"""Stations behind a line: sessions end to end inside TUNNEL, calls merged by credit."""
import os
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall1_line import ALL, NEED_SESSION, Bus, Station  # noqa: E402
from hall_process import HALLS, KEY, REFUSED, ROW, STATE, VERB, VIEW, HallTest, hall1  # noqa: E402

LINE = 1
PAD, RATING, STRIP = 1, 17, 33  # addresses of window 1's stations on line 1 of Jianchang


def station_guess(noise1, address):
    """A NOISE2 of somebody who does not have the key."""
    noise = hall1.Noise(False, hall1.LINE, noise1["uid"], noise1["hs_id"], bytes(range(32)))
    noise.peer = noise1["msg"][:32]
    msg = noise.write(hall1.encode("hello", uid=noise1["uid"], kind=2, name="pad-1"))
    return bytes([0, address, 0xC0, 0]) + hall1.encode("noise2", hs_id=noise1["hs_id"], msg=msg)


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
        bus.tunnel(bus.said[-1])  # D-45: the line repeated a frame
        bus.say(PAD, "press", seq=2, key=KEY["help"])
        self.assertEqual(bus.take(PAD, "result")["seq"], 2)

    def test_calls_are_merged_while_the_line_is_busy(self):
        c = self.start()
        bus = self.bus(c)
        for window in range(1, 17):
            self.pad(bus, window)
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        bus.client.pump()
        bus.collect()
        bus.frames.clear()
        bus.quick = False
        for window in range(1, 17):  # nothing goes out: the line took all it can
            admin.act(VERB["open"], window)
        bus.grant(32)
        for window in range(1, 17):
            bus.entry(window, state=STATE["idle"])
        calls = [f for f in bus.frames if f[2] == "call"]
        self.assertTrue(all(len(f[3]["entries"]) <= 8 for f in calls))
        self.assertLessEqual(len(calls), 12)

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

    def test_pads_come_first_and_two_at_a_time(self):
        c = self.start()
        bus = self.bus(c, credit=0)
        for address, name in ((RATING, "rating-1"), (STRIP, "strip-1"), (PAD + 2, "pad-3"), (PAD, "pad-1"),
                              (PAD + 1, "pad-2")):
            bus.plug(address, self.key(name))
        bus.settle()
        bus.grant(32)  # only now can the controller say anything
        order = []
        while len(order) < 5:
            bus.client.until(lambda: bus.collect() or [f for f in bus.frames if f[2] == "welcome"])
            found = next(f for f in bus.frames if f[2] == "welcome")
            bus.frames.remove(found)
            order.append(found[0])
            bus.say(found[0], "status", target=1)
        self.assertEqual(sorted(order[:3]), [PAD, PAD + 1, PAD + 2])
        self.assertEqual(order[3:], [STRIP, RATING])

    def test_the_group_key_is_for_pads_and_strips(self):
        c = self.start()
        bus = self.bus(c)
        self.assertEqual(len(self.pad(bus)["gkey"]), 16)
        self.assertEqual(len(bus.hello(STRIP, self.key("strip-1"))["gkey"]), 16)
        self.assertEqual(bus.hello(RATING, self.key("rating-1"))["gkey"], b"")  # D-17
        bus.entry(1)
        bus.client.until(lambda: bus.gctr is not None)
        self.assertEqual(bus.gctr, 0)

    def test_what_is_not_sealed_calls_nobody(self):
        c = self.start()
        kiosk, service = self.client(c, "kiosk-1"), self.service_of(c, 1)
        kiosk.issue(service)
        bus = self.bus(c)
        self.pad(bus)
        bus.entry(1)
        bus.clear(PAD, "press", seq=1, key=KEY["next"])
        bus.clear(PAD, "hello", proto_max=1, proto_min=1, kind=2, uid=self.key("pad-1").uid, name="pad-1")
        bus.tunnel(bytes([0, PAD, 0x40, 9]) + hall1.encode("press", seq=1, key=KEY["next"]))
        c.wait_line("device=pad-1 says press without sealing it: refused")
        bus.say(PAD, "press", seq=2, key=KEY["next"])  # the real one is the first to call
        self.assertEqual(bus.take(PAD, "result")["seq"], 2)
        self.assertEqual(bus.entry(1, state=STATE["calling"])["call"], 1)

    def test_a_recorded_uplink_played_again_calls_nobody(self):
        c = self.start()
        kiosk, service = self.client(c, "kiosk-1"), self.service_of(c, 1)
        for _ in range(5):
            kiosk.issue(service)
        bus = self.bus(c)
        self.pad(bus)
        bus.say(PAD, "press", seq=1, key=KEY["next"])
        bus.take(PAD, "result", seq=1)
        recorded = list(bus.said)
        for frame in recorded:  # in the same session
            bus.tunnel(frame)
        bus.say(PAD, "status", target=1)
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        self.assertEqual(admin.row(ROW["window"], 1)["call"], 1)
        bus.client.close()
        bus = self.bus(c)  # in another tunnel, before the pad speaks
        for frame in recorded:
            bus.tunnel(frame)
        bus.settle()
        index = self.index("pad-1")
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 0)
        self.assertNotIn("session=resumed", c.log())
        c.kill()
        c = self.start()  # in the next controller, before and after the pad's new session
        bus = self.bus(c)
        for frame in recorded:
            bus.tunnel(frame)
        self.pad(bus)
        for frame in recorded:
            bus.tunnel(frame)
        bus.say(PAD, "press", seq=1, key=KEY["finish"], seen=1)  # another start of the pad: a new press
        self.assertEqual(bus.take(PAD, "result", seq=1)["code"], 0)
        self.assertNotIn(2, [e["call"] for f in bus.frames if f[2] == "call" for e in f[3]["entries"]])

    def test_the_session_survives_the_bus_program(self):
        c = self.start()
        bus = self.bus(c)
        self.pad(bus)
        pad = bus.stations[PAD]
        bus.client.close()
        c.wait_line("device=pad-1 session=closed why=\"its bus program is gone\"")
        bus = self.bus(c)
        bus.stations[PAD] = pad
        bus.online(PAD)
        bus.say(PAD, "status", target=1)  # BEAT showed another tunnel
        c.wait_line("device=pad-1 session=resumed line=1 address=1")
        bus.entry(1)
        self.assertFalse([f for f in bus.frames if f[2] == "noise1"])

    def test_a_station_with_a_wrong_key_never_gets_online_and_the_log_says_so_once(self):
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        bus = self.bus(c)
        key = self.key("pad-1")
        key.psk = bytes(32)
        station = Station(key, PAD)
        bus.online(PAD)
        noise1 = bus.take(PAD, "noise1")
        with self.assertRaises(hall1.InvalidTag):
            station.noise2(noise1)
        for frame in (station_guess(noise1, PAD), station_guess(noise1, PAD)):
            bus.tunnel(frame)
        for _ in range(4):
            self.assertEqual(bus.take(PAD, "noise1"), noise1)
        for _ in range(2):  # it is asked again, with another handshake each time
            noise1 = bus.take(PAD, "noise1", 15, hs_id=(noise1["hs_id"] + 1) % 256)
        self.assertEqual(admin.row(ROW["device"], self.index("pad-1"))["online"], 0)
        self.assertEqual(c.log().count("line=1 device=pad-1 address=1 does not answer the handshake"), 1)
        self.pad(bus)  # it was given the right one

    def test_noise1_is_repeated_with_the_same_bytes(self):
        c = self.start()
        bus = self.bus(c)
        bus.silent.add(PAD)
        bus.plug(PAD, self.key("pad-1"))
        first = bus.take(PAD, "noise1")
        for _ in range(4):
            self.assertEqual(bus.take(PAD, "noise1"), first)
        bus.silent.clear()
        bus.welcome(PAD)

    def test_forged_needs_make_one_handshake_a_minute(self):
        c = self.start()
        bus = self.bus(c)
        self.pad(bus)
        bus.entry(1)
        for _ in range(50):
            bus.clear(PAD, "need", what=NEED_SESSION)
        bus.welcome(PAD)
        for _ in range(50):
            bus.clear(PAD, "need", what=NEED_SESSION)
            bus.say(PAD, "status", target=1)
        bus.settle()
        bus.collect()
        self.assertEqual(len([f for f in bus.frames if f[2] == "noise1"]), 2)  # the first one, and one

    def test_a_hello_that_lies_is_told_so_and_gets_no_session(self):
        c = self.start()
        bus = self.bus(c)
        for lie, why in ((dict(name="pad-2"), "belongs to"), (dict(kind=3), "belongs to"),
                         (dict(boot=1 << 31), "boot")):
            bus.online(PAD, 0)
            bus.plug(PAD, self.key("pad-1"), **lie)
            self.assertRegex(bus.take(PAD, "bye")["text"], why)
        bus.online(PAD, 0)
        self.pad(bus)
        bus.clear(200, "need", what=NEED_SESSION)  # nobody lives there
        c.wait_line("line=1 address=200 has no station in the hall definition")

    def test_forged_frames_are_counted_and_alarm(self):
        c = self.start()
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        index = self.index("pad-1")
        bus = self.bus(c)
        self.pad(bus)
        good = bus.stations[PAD].seal("press", seq=1, key=KEY["next"])
        bus.stations[PAD].session.sent -= 1
        for i in range(20):
            bus.tunnel(good[:-1] + bytes([good[-1] ^ 1]))
        c.wait_line("line=1 device=pad-1 more than 8 frames in 10 s do not open; tampering")
        bus.say(PAD, "status", target=1, rx_forged=3)
        admin.until(lambda: admin.row(ROW["device"], index)["rx_forged"] == 23)
        self.assertEqual(admin.row(ROW["device"], index)["online"], 1)
        self.assertEqual(len([f for f in bus.frames if f[2] == "noise1"]), 1)

    def test_only_the_bus_program_of_a_line_speaks_for_it(self):
        c = self.start()
        other = Bus(self.client(c, "bus-2"), line=LINE)
        other.plug(PAD, self.key("pad-1"))
        bus = self.bus(c)
        self.pad(bus)
        other.client.pump()
        other.collect()
        self.assertFalse(other.frames)
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
        bus.online(PAD)
        bus.say(PAD, "status", target=1)  # it kept its keys
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 1)
        bus.online(PAD, 0)
        admin.until(lambda: admin.row(ROW["device"], index)["online"] == 0)
        bus.plug(PAD, self.key("pad-1"))
        bus.clear(PAD, "need", what=NEED_SESSION)  # its power was cut
        bus.welcome(PAD)
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
        seed = int(os.environ.get("HALL_SEED", "20261122"))
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
            if step % 100 == 99:
                witness.pump()  # it answers pings, however slow the machine is
            if step % 2000 == 1999:
                self.assertIn(witness.issue(1)["code"], (0, REFUSED["day_closed"]), f"HALL_SEED={seed}")
        self.assertIsNone(c.process.poll(), f"HALL_SEED={seed}\n{c.log()}")
        c.kill()
        self.start(training=30)  # what it wrote can be read again


if __name__ == "__main__":
    unittest.main()
