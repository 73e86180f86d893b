# SPDX-License-Identifier: Apache-2.0
"""What a key may not do is refused, counted and shown, whoever holds it."""
import json
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import REFUSED, VERB, VIEW, HallTest, hall1  # noqa: E402

SCREEN = 1  # BLOB_REQ.kind


class Roles(HallTest):
    def denied(self, c, seconds=5):
        """(name: refused messages, all of them, the line of `hallctl status`), as soon as it is shown."""
        found = json.loads(self.ctl(c, "--hall", self.hall, "status", "--json", check=0).stdout)
        text = self.ctl(c, "status", check=0).stdout
        return {d["name"]: d["denied"] for d in found["devices"] if d["denied"]}, found["figures"]["denied"], text

    def until_denied(self, c, want):
        end = time.monotonic() + 10  # rows follow once a second
        while (found := self.denied(c))[0] != want and time.monotonic() < end:
            pass
        self.assertEqual(found[:2], (want, sum(want.values())))
        self.assertIn(f"refused: {sum(want.values())} messages", found[2])

    def test_a_kiosk_key_calls_a_guide_and_does_nothing_else(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        for verb in (0, *VERB.values(), 99):
            may = verb == VERB["help"]
            for key in (0, 1, 9) if not may else (0,):  # a pad's key does not help
                kiosk.say("act", verb=verb, key=key, target=1, seq=verb + 1)
                answer = kiosk.take("result" if may else "error")
                self.assertEqual(answer["code"], REFUSED["done" if may else "denied"], verb)
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])  # and goes on
        self.until_denied(c, {"kiosk-1": 3 * (len(VERB) + 1)})
        c.wait_line(r"device=kiosk-1 message=act refused: a kiosk may not send that")
        self.assertEqual(len([1 for line in c.lines if "message=act refused" in line]), 1)  # a minute

    def test_each_kind_is_refused_what_is_not_its_own(self):
        c = self.start()
        kinds = {"kiosk-1": ("press", "rate", "tunnel", "watch", "history_req", "conf_put",
                             "dev_cmd", "screen_req"),
                 "pad-1": ("ticket_req", "act", "rate", "busctl", "printed", "find", "slip"),
                 "board-1": ("press", "ticket_req", "act", "login", "find", "screen_req"),
                 "strip-1": ("press", "act", "rate"), "rating-1": ("press", "act", "ticket_req")}
        want = {}
        for name, messages in kinds.items():
            client = self.client(c, name)
            for message in messages:
                client.say(message)
                error = client.take("error")
                self.assertEqual((error["code"], error["ref_type"]),
                                 (REFUSED["denied"], hall1.MESSAGES[message][0]), (name, message))
            want[name] = len(messages)
        self.until_denied(c, want)

    def test_frames_that_do_not_open_are_counted_and_change_nothing(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        for _ in range(2):  # somebody on the way: the right header, no key
            kiosk.sock.sendall(hall1.frame((0, 1, hall1.SEALED << 6, kiosk.sent & 0xFF), b"x" * 20))
        kiosk.say("status", rx_forged=3)  # what it met itself
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])
        found = json.loads(self.ctl(c, "--hall", self.hall, "status", "--json", check=0).stdout)
        self.assertEqual([d["rx_forged"] for d in found["devices"] if d["name"] == "kiosk-1"], [5])
        self.assertEqual(found["figures"]["forged"], 2)  # the controller's own
        self.assertIn("2 frames that did not open", self.ctl(c, "status", check=0).stdout)

    def test_stations_see_their_own_window_and_boards_their_own_picture(self):
        c = self.start()
        board, pad = self.client(c, "board-1"), self.client(c, "pad-1")
        own = [key for key, name in enumerate(
            json.loads(self.ctl(c, "--hall", self.hall, "status", "--json").stdout)["devices"])
            if name["name"] == "board-1"][0]
        for client, view, may in ((board, VIEW["admin"], False), (board, VIEW["board"] + own, True),
                                  (board, VIEW["board"] + own + 1, False), (pad, VIEW["window"] + 1, True),
                                  (pad, VIEW["window"] + 2, False), (pad, VIEW["hall"], False)):
            client.loaded = False
            client.say("sync", view=view, credit=2)
            if may:
                client.until(lambda: client.loaded)
            else:
                self.assertRegex(client.take("error")["text"], f"no view {view:04x}")
        quiet = self.client(c, "kiosk-1")
        self.assertFalse(quiet.loaded)
        greedy = hall1.Client(c.port, self.key("kiosk-1"), hello=False)
        self.clients.append(greedy)
        greedy.knock(self.key("kiosk-1"), view=VIEW["admin"])  # in the HELLO: no rows, no end
        greedy.until(lambda: greedy.keys)
        greedy.say("ping", id=0, t1=0)
        self.assertEqual(greedy.issue(1)["code"], REFUSED["done"])
        self.assertEqual((greedy.loaded, greedy.rows), (False, {}))

    def test_nobody_is_the_clock_and_no_clerk_rates(self):
        c = self.start()
        admin = self.client(c, "admin-1")
        for verb in (VERB["tick"], VERB["rate"], VERB["issue"], VERB["printed"], 99):
            admin.say("act", verb=verb, target=1)
            self.assertEqual(admin.take("error")["code"], REFUSED["denied"])

    def test_a_kiosk_reads_nobody_elses_screen(self):
        c = self.start()
        admin, kiosk, board = (self.client(c, name) for name in ("admin-1", "kiosk-1", "board-1"))
        c.wait_line("device=board-1 .*session=open")
        admin.say("screen_req", ref=5, device="board-1")
        asked = board.take("screen_req")
        for ref in {5, asked["ref"]}:  # the asker's number, and the one that the board knows
            kiosk.say("get", ref=ref, offset=0, length=100)
            self.assertNotEqual(kiosk.take("offer", ref=ref)["code"], 0)
            kiosk.say("offer", ref=ref, code=0, size=3)
            kiosk.say("data", ref=ref, bytes=b"lie")
        kiosk.say("blob_req", ref=6, kind=SCREEN, name="board-1")
        self.assertEqual(kiosk.take("error")["code"], REFUSED["denied"])
        board.say("offer", ref=asked["ref"], code=0, kind=SCREEN, size=3)
        self.assertEqual(admin.take("offer", ref=5)["size"], 3)
        admin.say("get", ref=5, offset=0, length=3)
        board.take("get", ref=asked["ref"])
        board.say("data", ref=asked["ref"], bytes=b"png")
        self.assertEqual(admin.take("data", ref=5)["bytes"], b"png")
        self.assertEqual([name for name, _ in admin.queue], [])  # nothing of what the kiosk made up
        self.assertNotIn("get", [name for name, _ in board.queue])


if __name__ == "__main__":
    unittest.main()
