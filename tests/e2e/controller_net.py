# SPDX-License-Identifier: Apache-2.0
"""Who is let in, what each may send, and what happens to those who do not behave."""
import socket
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import KEY, REFUSED, ROW, VERB, VIEW, HallTest, hall1, hallctl  # noqa: E402


def raw(port, data=b""):
    sock = socket.create_connection(("127.0.0.1", port), timeout=10)
    sock.sendall(data)
    return sock


def answer(sock):
    """All that the controller says until it closes."""
    data = b""
    with sock:
        try:
            while chunk := sock.recv(4096):
                data += chunk
        except ConnectionResetError:
            pass
    return data


class Net(HallTest):
    def refused(self, c, key, **hello):
        """Why this HELLO is refused: the words of the BYE, or "closed" where none is owed."""
        client = hall1.Client(c.port, hello=False)
        self.clients.append(client)
        client.knock(key, **hello)
        return client.ended()

    def test_who_begins_otherwise_is_closed_without_a_word(self):
        c = self.start()
        for bytes_ in (hall1.frame((0, 1, 0, 0), hall1.encode("sync", view=1)), b"\0" + b"x" * 300,
                       b"\0GET / HTTP/1.1\r\n\r\n\0",
                       hall1.frame((0, 1, hall1.HANDSHAKE << 6, 0), hall1.encode("noise1", ver=9)),
                       hall1.frame((0, 1, 0, 0), hall1.encode("hello", uid=self.key("kiosk-1").uid))):
            self.assertEqual(answer(raw(c.port, bytes_)), b"")
        late = raw(c.port)
        begun = time.monotonic()
        self.assertEqual(answer(late), b"")
        self.assertGreater(time.monotonic() - begun, 2)

    def test_who_does_not_hold_the_key_is_closed_without_a_word_counted_and_logged(self):
        c = self.start()
        key, other = self.key("kiosk-1"), self.key("board-1")
        for _ in range(3):
            self.assertEqual(self.refused(c, key, uid=1234), "closed")  # a uid nobody has
        c.wait_line(r"uid=00000000000004d2 is not adopted here; unknown_devices=1")
        other.uid, other.name, other.kind = key.uid, key.name, key.kind
        for _ in range(3):
            self.assertEqual(self.refused(c, other), "closed")  # a uid with another key
        c.wait_line("says it is kiosk-1 and does not hold its key.* wrong_keys=1")
        for words in ("is not adopted here", "does not hold its key"):
            self.assertEqual(c.log().count(words), 1)  # a line a minute
        self.assertEqual(self.client(c, "kiosk-1").issue(1)["code"], REFUSED["done"])

    def test_who_holds_a_key_hears_what_is_wrong(self):
        c = self.start()
        key = self.key("kiosk-1")
        self.assertRegex(self.refused(c, key, name="kiosk-9"), "belongs to the kiosk kiosk-1")
        self.assertRegex(self.refused(c, key, kind=8), "not to the admin kiosk-1")
        self.assertRegex(self.refused(c, key, proto_max=9, proto_min=9), "version")
        hallctl("adopt", "pad", "pad-77", "--state", self.state, check=0)
        self.assertRegex(self.refused(c, self.key("pad-77")), "not in the definition")
        hallctl("adopt", "board", "kiosk-1", "--state", self.state, "--force", check=0)
        self.assertRegex(self.refused(c, self.key("kiosk-1")), "is a kiosk in the definition")
        self.assertLessEqual(sum("a device was refused" in line for line in c.lines), 1)  # a line a minute

    def test_a_device_adopted_now_is_known_at_once(self):
        c = self.start()
        hallctl("adopt", "admin", "late", "--state", self.state, check=0)
        self.assertEqual(self.client(c, "late").act(VERB["help"], 1)["code"], REFUSED["done"])
        hallctl("adopt", "admin", "late", "--state", self.state, "--force", check=0)
        self.assertEqual(self.client(c, "late").act(VERB["help"], 1)["code"], REFUSED["done"])

    def test_an_old_boot_is_refused_and_a_device_without_memory_gets_the_next(self):
        c = self.start()
        self.assertEqual(self.client(c, "pad-1", boot=5).welcome["boot"], 5)
        self.assertRegex(self.refused(c, self.key("pad-1"), boot=4), "boot 4 is older than 5")
        self.assertRegex(self.refused(c, self.key("pad-1"), boot=0xFFFFFFFF), "makes no sense")
        given = self.client(c, "pad-1").welcome["boot"]
        self.assertGreater(given, 5)
        c.kill()
        c = self.start()
        self.assertGreater(self.client(c, "pad-1").welcome["boot"], given)

    def test_a_newer_session_takes_over(self):
        c = self.start()
        old = self.client(c, "kiosk-1", boot=1)
        self.refused(c, self.key("kiosk-1"), uid=99)  # a stranger takes nothing over
        unproven = hall1.Client(c.port, hello=False)  # nor does a HELLO without a first record (D-45)
        unproven.knock(self.key("kiosk-1"), boot=1)
        unproven.until(lambda: unproven.keys)
        old.issue(1)
        unproven.close()
        new = self.client(c, "kiosk-1", boot=1)
        self.assertRegex(old.ended(), "another connection of the same device took over")
        self.assertEqual(new.issue(1, seq=1)["number"], 1)
        admin = self.client(c, "admin-1", view=VIEW["admin"])
        admin.until(lambda: self.online(admin) == {"kiosk-1", "admin-1"})

    def online(self, admin):
        names = hallctl("devices", "--hall", self.hall, check=0).stdout.splitlines()
        return {names[key].split()[0] for (kind, key), row in admin.rows.items()
                if kind == ROW["device"] and row["online"]}

    def test_an_administrator_may_watch_and_act_at_once(self):
        c = self.start()
        first = self.client(c, "admin-1")
        first.say("watch", on=1)
        second = self.client(c, "admin-1")
        second.act(VERB["open"], 1)
        self.assertRegex(first.take("event")["text"], "window_opened target=1")
        for _ in range(8):  # ADMINS_MAX in all: the oldest goes
            self.client(c, "admin-1")
        self.assertRegex(first.ended(), "took over")

    def test_each_kind_sends_only_what_is_its_own(self):
        c = self.start()
        kinds = {"kiosk-1": ("press", "act", "rate", "tunnel", "watch", "history_req"),
                 "pad-1": ("ticket_req", "act", "rate", "busctl"),
                 "board-1": ("press", "ticket_req", "act", "printed", "screen_req"),
                 "strip-1": ("press", "act"), "rating-1": ("press", "act", "ticket_req")}
        for name, messages in kinds.items():
            client = self.client(c, name)
            for message in messages:
                client.say(message)
                error = client.take("error")
                self.assertEqual((error["code"], error["ref_type"]),
                                 (REFUSED["denied"], hall1.MESSAGES[message][0]), (name, message))
        board = self.client(c, "board-1")
        board.say("sync", view=VIEW["admin"])
        self.assertRegex(board.take("error")["text"], "no view 7000")
        board.say("sync", view=VIEW["board"] + 4000)
        self.assertRegex(board.take("error")["text"], "no view")
        admin = self.client(c, "admin-1")
        self.assertEqual(admin.act(VERB["open"], 77)["code"], REFUSED["unknown_window"])

    def test_unknown_messages_are_answered_once_and_harm_nobody(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        kiosk.say_body(b"\xEE\x01\x02")
        kiosk.say_body(b"\xEE\x01\x02")
        self.assertEqual(kiosk.take("error")["ref_type"], 0xEE)
        kiosk.say_body(bytes([0x38, 1]))  # TICKET_REQ that ends inside a field
        self.assertEqual(kiosk.take("error")["ref_type"], 0x38)
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])

    def test_an_address_that_only_fails_is_shut_unless_a_device_lives_there(self):
        """D-33: 30 failures a minute are one too many to be read any more."""
        c = self.start()
        self.client(c, "kiosk-1", source="127.0.5.2").issue(1)

        def shut(source):
            for _ in range(31):
                with socket.create_connection(("127.0.0.1", c.port), 10, (source, 0)) as sock:
                    sock.sendall(b"\0nonsense\0")
                    self.assertEqual(answer(sock), b"")
            try:
                with socket.create_connection(("127.0.0.1", c.port), 10, (source, 0)) as sock:
                    sock.settimeout(0.2)
                    return sock.recv(1) == b""
            except ConnectionResetError:
                return True
            except socket.timeout:  # it would be heard
                return False
        self.assertTrue(shut("127.0.5.1"))
        self.assertFalse(shut("127.0.5.2"))
        self.assertEqual(self.client(c, "kiosk-1", source="127.0.5.2", boot=0).issue(1, seq=9)["code"],
                         REFUSED["done"])

    def test_half_open_connections_do_not_lock_devices_out(self):
        c = self.start()
        idle = [raw(c.port) for _ in range(100)]
        kiosk = self.retry(lambda: self.client(c, "kiosk-1"))
        self.assertEqual(kiosk.issue(1)["code"], REFUSED["done"])
        for sock in idle:
            sock.close()

    def retry(self, connect):
        """As devices do: again until they are let in."""
        end = time.monotonic() + 5
        while True:
            try:
                return connect()
            except (hall1.Ended, OSError):
                if time.monotonic() > end:
                    raise

    def test_who_does_not_read_is_dropped_and_nobody_else_notices(self):
        c = self.start()
        deaf = self.client(c, "admin-1")
        deaf.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.say("watch", on=1)
        kiosk = self.client(c, "kiosk-1")
        slowest = 0
        for i in range(20000):
            begun = time.monotonic()
            kiosk.command("printed", "result", ticket=self.one(kiosk), result=1)
            slowest = max(slowest, time.monotonic() - begun)
            if any("device=admin-1 session=closed" in line for line in c.lines):
                break
        # Its output was full, or the system gave up sending, whichever came first.
        self.assertRegex(c.log(), "device=admin-1 session=closed "
                         "why=\"the device (reads too slowly|took nothing for 10 s)\"")
        self.assertLess(slowest, 5)

    def one(self, kiosk):
        if not hasattr(self, "first"):
            self.first = kiosk.issue(1)["ticket"]
        return self.first

    def test_a_view_that_is_not_acknowledged_is_given_up(self):
        c = self.start()
        board = self.client(c, "board-1", view=VIEW["hall"])
        board.vack = False
        kiosk = self.client(c, "kiosk-1")
        begun = time.monotonic()
        for _ in range(10):
            kiosk.issue(1)
        self.assertRegex(board.ended(20), "reads too slowly")
        self.assertGreater(time.monotonic() - begun, 8)

    def test_many_commands_in_one_packet_are_all_answered(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        seqs = [kiosk.command("ticket_req", "ticket", service=1, wait=False) for _ in range(900)]
        numbers = [kiosk.take("ticket", seq=seq)["number"] for seq in seqs]
        leased = range(600, 610)  # the kiosk's own, for when it is alone (D-22)
        self.assertEqual(numbers, [n for n in range(1, 911) if n not in leased])

    def test_frames_out_of_order_end_the_session(self):
        c = self.start()
        kiosk = self.client(c, "kiosk-1")
        kiosk.sent += 1
        kiosk.say("status")
        self.assertRegex(kiosk.ended(), "frames are missing")

    def test_the_controller_says_something_every_two_seconds(self):
        c = self.start()
        board = self.client(c, "board-1")  # without a view
        self.assertEqual(board.welcome["keep_s"], 2)
        heard = board.got
        begun = time.monotonic()
        board.until(lambda: board.got > heard, 10)
        self.assertLess(time.monotonic() - begun, 4.5)  # with time for a busy machine


if __name__ == "__main__":
    unittest.main()
