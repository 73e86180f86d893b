# SPDX-License-Identifier: Apache-2.0
"""Somebody on the wire between a real board and the real controller: records, plays again, sends
back, puts in, pretends to be the hall, and asks for less security (reliability T03, T04, T12).

What a first message played again does after 60 s is in tests/unit/controller_replays.c.
"""
import json
import shutil
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import middle  # noqa: E402
from hall_process import BIN, KEY, REFUSED, Controller, HallTest, Program, hall1, hallctl  # noqa: E402
from middle import DOWN, UP, Middle, Rogue, connect, heard, wire  # noqa: E402

CLEAR = 0
ROW_WINDOW = 2
ODD = r"peer=127.0.0.1:\d+ came no further than its handshake: "
FORGED = "somebody puts frames into the session of this device"


class AttackTest(HallTest):
    def setUp(self):
        super().setUp()
        self.others = []

    def tearDown(self):
        for other in self.others:
            other.close()
        super().tearDown()

    def board(self, port, seconds=20, live=True):
        """A real hall-display without window and voice."""
        display = Program([BIN / "hall-display", "--hall", self.hall, "--controller", f"127.0.0.1:{port}", "--key",
                           self.state / "devices" / "board-1.key", "--name", "board-1", "--offscreen", "--mute",
                           "--state", self.dir / "board"])
        self.running.append(display)
        if live:
            display.wait_line("link=live", seconds)
        return display

    def between(self, port, change=None):
        found = Middle(port, change)
        self.others.append(found)
        return found

    def rogue(self, psk, feed, **welcome):
        found = Rogue(psk, dict(proto=1, keep_s=2, **welcome), feed)
        self.others.append(found)
        return found

    def attacked(self):
        """Controller, board and the crossing between them, recorded while somebody was called."""
        c = self.start()
        between = self.between(c.port)
        display = self.board(between.port)
        crossing = between.open()
        self.proven(c)
        self.pads = [self.client(c, f"pad-{n}") for n in range(1, 5)]
        self.kiosk = self.client(c, "kiosk-1")
        self.calls = 0
        self.call(display)
        return c, display, crossing

    def proven(self, c):
        """Rows come with the WELCOME: the board may be live before the controller has heard its proof, and
        until then another first message of its name ends its session, as when a device tries again."""
        c.wait_line("device=board-1 .*session=open")

    def call(self, display):
        """Somebody is called, and the board shows it: nothing is broken."""
        self.assertEqual(self.kiosk.issue(self.calls + 1)["code"], REFUSED["done"])  # window n serves service n
        self.assertEqual(self.pads[self.calls].press(KEY["next"])["code"], REFUSED["done"])
        self.calls += 1
        display.wait_lines("fate=", self.calls)

    def forged(self, c):
        return json.loads(self.ctl(c, "status", "--json", check=0).stdout)["figures"]["forged"]

    def until_forged(self, c, count):
        end = time.monotonic() + 10
        while (found := self.forged(c)) < count and time.monotonic() < end:
            pass
        self.assertGreaterEqual(found, count)

    def undisturbed(self, c, display, crossing):
        """The board's one session lives and works, at both ends."""
        self.call(display)
        self.assertFalse(crossing.over)
        self.assertEqual(len(crossing.middle.crossings), 1)
        self.assertNotIn("device=board-1 session=closed", c.log())
        self.assertNotIn("connection=closed", display.log())


class Replay(AttackTest):
    def test_a_first_message_played_again_is_not_answered(self):
        c, display, crossing = self.attacked()
        knock = crossing.seen[UP][0]
        for _ in range(3):
            with connect(c.port) as sock:
                sock.sendall(wire(knock))
                self.assertEqual(heard(sock), b"")
        c.wait_line(ODD + "its first message was played again; strangers=1")
        self.undisturbed(c, display, crossing)

    def test_a_whole_recorded_session_played_again_does_nothing(self):
        c, display, crossing = self.attacked()
        with connect(c.port) as sock:
            sock.sendall(b"".join(map(wire, crossing.seen[UP])))
            self.assertEqual(heard(sock), b"")
        self.undisturbed(c, display, crossing)

    def test_after_a_restart_it_is_answered_and_takes_nothing_over(self):
        """The controller has forgotten that it heard it: then the first record decides (D-45)."""
        c, display, crossing = self.attacked()
        old = list(crossing.seen[UP])
        port = c.port
        c.kill()
        c = self.start(port=port)
        crossing = crossing.middle.open(len(crossing.middle.crossings) + 1)
        display.wait_lines("link=live", 2)
        self.proven(c)
        begun = time.monotonic()
        with connect(c.port) as sock:
            sock.sendall(b"".join(map(wire, old)))
            answer = [raw for raw in heard(sock).split(b"\0") if raw]
        self.assertGreater(time.monotonic() - begun, 2.9, c.log())
        self.assertEqual(middle.security(answer[0]), 3)  # NOISE2, and then what nobody here can read
        self.assertEqual({middle.security(raw) for raw in answer[1:]}, {1})
        c.wait_line(ODD + "no record within 3 s of the WELCOME")
        self.assertNotIn("device=board-1 session=closed", c.log())
        self.assertFalse(crossing.over)

    def test_records_played_again_in_their_own_session_are_counted_and_ignored(self):
        c, display, crossing = self.attacked()
        before = self.forged(c)
        up, down = crossing.seen[UP][1:], crossing.seen[DOWN][1:]
        crossing.put(UP, *up)
        crossing.put(DOWN, *down)
        self.until_forged(c, before + len(up))
        c.wait_line(FORGED)
        self.undisturbed(c, display, crossing)
        # The same call was not shown or said a second time.
        self.assertEqual(display.log().count("fate="), self.calls)

    def test_records_of_an_earlier_session_do_not_open_in_a_later_one(self):
        c, display, crossing = self.attacked()
        up, down = crossing.seen[UP][1:], crossing.seen[DOWN][1:]
        crossing.cut()
        crossing = crossing.middle.open(2)
        display.wait_lines("link=live", 2)
        crossing.put(UP, *up)
        crossing.put(DOWN, *down)
        self.until_forged(c, len(up))
        self.call(display)
        self.assertFalse(crossing.over)
        self.assertEqual(len(crossing.middle.crossings), 2)


class Reflection(AttackTest):
    def turned(self, raw):
        """The same frame as if it went the other way."""
        decoded = hall1.unframe(raw)
        return hall1.frame(decoded[1::-1] + decoded[2:])[1:-1]

    def test_frames_sent_back_to_their_sender_are_ignored(self):
        c, display, crossing = self.attacked()
        up, down = list(crossing.seen[UP]), list(crossing.seen[DOWN])
        crossing.put(UP, *down, *map(self.turned, down))
        crossing.put(DOWN, *up, *map(self.turned, up))
        self.until_forged(c, 2 * len(down))
        self.undisturbed(c, display, crossing)

    def test_a_device_does_not_shake_hands_with_itself(self):
        c = self.start()
        with connect(c.port) as sock:
            between = self.between(c.port, lambda way, raw: [])  # nothing passes
            self.board(between.port, live=False)
            between.until(lambda: between.crossings and between.crossings[0].seen[UP])
            crossing = between.crossings[0]
            crossing.put(DOWN, crossing.seen[UP][0], self.turned(crossing.seen[UP][0]))
            between.until(lambda: len(between.crossings) > 1)  # it waited 5 s, and tries again
            sock.close()
        self.assertEqual([middle.security(raw) for raw in crossing.seen[UP]], [3])


class Injection(AttackTest):
    def test_frames_put_into_a_live_session_do_not_end_it(self):
        c, display, crossing = self.attacked()
        bye = hall1.encode("bye", reason=16, text="the controller is stopping")
        noise = hall1.Noise(True, hall1.TCP, 7, 0, bytes(32))
        knock = hall1.encode("noise1", uid=7, ver=1, msg=noise.write(b""))
        answer = hall1.encode("noise2", msg=bytes(100))
        for way, addresses in ((UP, (0, 1)), (DOWN, (1, 0))):
            frames = [hall1.frame((*addresses, security << 6, ctr), body)[1:-1]
                      for body in (bye, knock, answer, bye + bytes(8))
                      for security in range(4) for ctr in (0, 1, 2, 255)]
            crossing.put(way, *frames, b"GET / HTTP/1.1\r\n\r\n", b"\x01", b"\xff" * 20000)
        self.until_forged(c, len(frames))
        c.wait_line(FORGED)
        self.undisturbed(c, display, crossing)

    def test_what_is_changed_on_the_way_ends_the_session_and_shows_nothing(self):
        """A record in its place that does not open is one that never came: the next one ends it."""
        state = {"spoil": False, "spoilt": 0}

        def spoil(way, raw):
            decoded = hall1.unframe(raw)
            if way != DOWN or not state["spoil"] or decoded[2] >> 6 != 1:
                return [raw]
            state["spoil"] = False
            state["spoilt"] += 1
            return [hall1.frame(decoded[:-1] + bytes([decoded[-1] ^ 1]))[1:-1]]
        c = self.start()
        between = self.between(c.port, spoil)
        display = self.board(between.port)
        between.open()
        state["spoil"] = True
        display.wait_line('connection=closed why="frames are missing"')
        display.wait_lines("link=live", 2)  # and it is back at once
        self.assertEqual(state["spoilt"], 1)
        c.wait_line('device=board-1 session=closed why="frames are missing"')


class ForgedFeed(AttackTest):
    """Nothing that a rogue controller says is shown, and after 10 s the board says that it is lost."""

    def call_row(self):
        fields = dict(state=3, call=1, calls=1, ticket=1, prefix=ord("X"), number=666)
        row = hall1.encode_fields(hall1.ROWS[ROW_WINDOW][1], fields)
        return hall1.struct.pack("<BIIH", ROW_WINDOW, 1, 1, len(row)) + row

    def feed(self, rogue, say):
        for how in (say, say.clear):
            how(hall1.encode("snap_begin", epoch=1, rev=1, rows=1))
            how(hall1.encode("rows", rows=self.call_row()))
            how(hall1.encode("snap_end", rev=1, hash=0))
            how(hall1.encode("welcome", proto=1))
            how(hall1.encode("ping", id=1))

    def shows_nothing(self, rogue):
        display = self.board(rogue.port, live=False)
        display.wait_line("link=lost", 15)
        self.assertGreater(rogue.tries, 0)
        self.assertEqual(rogue.opened, 0)
        for words in ("link=syncing", "link=live", "session=open", "fate="):
            self.assertNotIn(words, display.log())
        return display

    def test_of_somebody_without_a_key(self):
        self.shows_nothing(self.rogue(bytes(32), self.feed))

    def test_of_somebody_with_the_key_of_another_device(self):
        self.shows_nothing(self.rogue(self.key("kiosk-1").psk, self.feed))

    def test_of_a_copy_of_the_state_that_is_older(self):
        """T12: it has every key, and the board has seen more (D-26)."""
        def feed(rogue, say):
            rogue.welcome["jseq"] = 50  # from the second time on
        rogue = self.rogue(self.key("board-1").psk, feed, instance=5, epoch=1, jseq=100)
        display = self.board(rogue.port, live=False)
        rogue.until(lambda: rogue.opened == 1)
        rogue.socks[0].shutdown(2)
        display.wait_line("is not believed: the controller has an older history than the device has seen; "
                          "was an old copy restored")
        display.wait_line("link=lost", 15)
        said = [hall1.decode(body) for body in rogue.bodies]
        byes = [values for name, values in said if name == "bye"]
        self.assertEqual({bye["reason"] for bye in byes}, {20})
        hellos = [values for name, values in said if name == "hello"]
        self.assertEqual((hellos[-1]["instance"], hellos[-1]["epoch"], hellos[-1]["jseq"]), (5, 1, 100))


class StaleState(AttackTest):
    def test_an_old_copy_of_the_state_is_refused_by_those_who_saw_more(self):
        """F24: what was issued since would be issued again."""
        c = self.start()
        self.client(c, "kiosk-1").issue(1)
        port = c.port
        c.kill()
        copy = self.dir / "copy"
        shutil.copytree(self.state, copy)
        c = self.start(port=port)
        kiosk = self.client(c, "kiosk-1")
        last = [kiosk.issue(1) for _ in range(3)][-1]
        seen = dict(instance=kiosk.welcome["instance"], epoch=kiosk.welcome["epoch"], jseq=last["jseq"])
        display = self.board(port)
        c.kill()
        old = Controller(copy, hall=self.hall, port=port)
        self.running.append(old)
        sentence = r"board-1 has seen journal row \d+, this one ends at \d+; was an old copy restored\?"
        old.wait_line(sentence)
        display.wait_line("refused this device: " + sentence)
        with self.assertRaisesRegex(hall1.Ended, "kiosk-1 has seen journal row"):
            hall1.Client(port, self.key("kiosk-1"), **seen)
        self.assertEqual(display.log().count("session=open"), 1)
        old.kill()
        c = self.start(port=port)  # the right one is back
        display.wait_lines("link=live", 2)
        hall1.Client(port, self.key("kiosk-1"), **seen).close()


class Downgrade(AttackTest):
    def shuts_out(self, sentence, data):
        """Not a word, one line in the log, and nothing is changed."""
        c = self.start()
        with connect(c.port) as sock:
            sock.sendall(data)
            self.assertEqual(heard(sock), b"")
        c.wait_line(sentence)
        self.assertNotIn("session=", c.log())
        c.stop()

    def noise1(self, key, hello=None, **more):
        """The frame of a NOISE1 as that device would make it."""
        noise = hall1.Noise(True, hall1.TCP, key.uid, 0, key.psk, more.get("ver", 1))
        fields = dict(proto_max=1, proto_min=1, kind=key.kind, uid=key.uid, name=key.name)
        values = dict(hs_id=0, uid=key.uid, ver=1, msg=noise.write(hall1.encode("hello", **fields)))
        values.update(more)
        return hall1.frame((0, 1, 0xC0, 0), hall1.encode("noise1", **values))

    def test_who_begins_otherwise_than_a_device_of_today_is_shut_out(self):
        key, other = self.key("kiosk-1"), self.key("board-1")
        hello = hall1.encode("hello", proto_max=1, proto_min=1, kind=key.kind, uid=key.uid, name=key.name)
        not_hello = ODD + "the first frame is not a NOISE1 with a HELLO; strangers=1"
        for data in (hall1.frame((0, 1, CLEAR, 0), hello),  # as before sealing
                     hall1.frame((0, 1, 0x40, 0), hello), hall1.frame((0, 1, 0xC0, 0), hello),
                     self.noise1(key, ver=0), self.noise1(key, ver=2), b"\0GET / HTTP/1.1\r\n\r\n\0"):
            self.shuts_out(not_hello, data)
        self.shuts_out(ODD + "the first frame is longer than 256 bytes", b"\0" + b"x" * 300)
        self.shuts_out(ODD + "no handshake within 3 s", self.noise1(key)[:-1])
        self.shuts_out("says it is board-1 and does not hold its key.*wrong_keys=1",
                       self.noise1(key, uid=other.uid))
        self.shuts_out("says it is kiosk-1 and does not hold its key.*wrong_keys=1",
                       self.noise1(key, hs_id=1))  # it is under the seal

    def test_no_version_is_no_session(self):
        c = self.start()
        for versions in ((0, 0), (2, 9)):
            with self.assertRaisesRegex(hall1.Ended, "the controller speaks version 1, the device "
                                        f"{versions[0]} to {versions[1]}"):
                hall1.Client(c.port, self.key("kiosk-1"), proto_min=versions[0], proto_max=versions[1])
        self.assertNotIn("session=open", c.log())

    def test_versions_cannot_be_changed_on_the_way(self):
        """NOISE1.ver stands outside the seal, but in the prologue of the handshake."""
        c = self.start()

        def older(way, raw):
            decoded = bytearray(hall1.unframe(raw))
            if way == UP and decoded[2] >> 6 == 3:
                decoded[4 + 10] = 0
            return [hall1.frame(bytes(decoded))[1:-1]]
        between = self.between(c.port, older)
        display = self.board(between.port, live=False)
        display.wait_line("closed the door on board-1")
        c.wait_line(ODD + "the first frame is not a NOISE1")
        between.until(lambda: len(between.crossings) >= 2)
        said = [raw for crossing in between.crossings for raw in crossing.seen[UP]]
        self.assertEqual({middle.security(raw) for raw in said}, {3})  # it offers nothing less


class FiveHolesOfOsdp(AttackTest):
    """What Bishop Fox found in OSDP (reliability T04), one by one."""

    def test_encryption_is_not_optional(self):
        c, display, crossing = self.attacked()
        for way in (UP, DOWN):
            kinds = [middle.security(raw) for raw in crossing.seen[way]]
            self.assertEqual((kinds[0], set(kinds[1:])), (3, {1}))

    def test_capabilities_cannot_be_downgraded(self):
        """HELLO and WELCOME are under the seal: whatever is changed in them, there is no session."""
        c = self.start()
        state = {"way": UP, "at": 80}

        def change(way, raw):
            decoded = bytearray(hall1.unframe(raw))
            if way == state["way"] and decoded[2] >> 6 == 3:
                decoded[state["at"]] ^= 1
            return [hall1.frame(bytes(decoded))[1:-1]]
        between = self.between(c.port, change)
        display = self.board(between.port, live=False)
        display.wait_line("closed the door on board-1")
        c.wait_line("says it is board-1 and does not hold its key")
        state["way"] = DOWN
        c.wait_line(ODD + "no record within 3 s of the WELCOME")
        self.assertNotIn("session=open", display.log() + c.log())

    def test_there_is_no_install_mode(self):
        """Who was not adopted is shut out, also by a hall that has no devices at all."""
        empty = self.dir / "empty"
        c = Controller(empty, hall=self.hall)
        self.running.append(c)
        for psk in (bytes(32), b"0123456789:;<=>?0123456789:;<=>?", self.key("kiosk-1").psk):
            key = self.key("kiosk-1")
            key.psk = psk
            with self.assertRaisesRegex(hall1.Ended, "closed"):
                hall1.Client(c.port, key)
        c.wait_line("is not adopted here; unknown_devices=1")
        self.assertEqual(list((empty / "devices").iterdir()), [])

    def test_weak_keys_are_refused(self):
        c = self.start()
        for digits in ("00" * 32, "0123456789abcdef" * 4, "".join(f"{i:02x}" for i in range(32))):
            weak = self.dir / "weak.key"
            weak.write_text(f"uid=77 kind=admin name=weak key={digits}\n")
            weak.chmod(0o600)
            done = hallctl("--controller", f"127.0.0.1:{c.port}", "--key", weak, "status")
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, "must be random, and this one is a pattern")
            known = self.state / "devices" / "weak.key"
            shutil.copy(weak, known)  # nor does the controller take it
            with self.assertRaisesRegex(hall1.Ended, "closed"):
                hall1.Client(c.port, hall1.Key(weak))
            known.unlink()

    def test_no_key_and_no_name_is_ever_on_the_wire(self):
        c, display, crossing = self.attacked()
        between = crossing.middle
        shown = hallctl("--controller", f"127.0.0.1:{between.port}", "--key", self.state / "devices" / "admin-1.key",
                        "status")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        wires = b"".join(wire(raw) for one in between.crossings for way in (UP, DOWN) for raw in one.seen[way])
        frames = b"".join(hall1.unframe(raw) for one in between.crossings for way in (UP, DOWN)
                          for raw in one.seen[way])
        self.assertGreater(len(wires), 1000)
        for name in ("board-1", "admin-1"):
            psk = self.key(name).psk
            for secret in (psk, psk[:16], psk[16:], psk[::-1], psk.hex().encode(), name.encode()):
                self.assertNotIn(secret, wires)
                self.assertNotIn(secret, frames)


if __name__ == "__main__":
    unittest.main()
