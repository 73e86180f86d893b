# SPDX-License-Identifier: Apache-2.0
"""A device that was started with another definition of the hall gets the controller's (D-41)."""
import hashlib
import shutil
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, VIEW, HallTest, Program  # noqa: E402

HALL_KIND, SCREEN_KIND, MEDIA_KIND = 2, 1, 3
READY, GONE = 0, 1
PIECE = 4096


class Fetch(HallTest):
    hall = HALLS / "jianchang"

    def setUp(self):
        super().setUp()
        self.programs = []

    def tearDown(self):
        ended = [(program.stop(), program.log()) for program in self.programs if program.process.poll() is None]
        super().tearDown()
        for status, log in ended:
            self.assertEqual(status, 0, log)

    def edited(self, line="# another\n"):
        copy = self.dir / "edited"
        if not copy.exists():
            shutil.copytree(self.hall, copy)
        with open(copy / "hall.yaml", "a", encoding="utf-8") as text:
            text.write(line)
        return copy

    def device(self, program, name, controller, hall, more=("--offscreen",)):
        words = [BIN / program, "--hall", hall, "--controller", f"127.0.0.1:{controller.port}",
                 "--key", self.state / "devices" / f"{name}.key", "--name", name, "--state", self.dir / name]
        self.programs.append(Program([*words, *more], env={"SDL_AUDIODRIVER": "dummy"}))
        return self.programs[-1]

    def wait_times(self, program, text, times):
        with program.news:
            self.assertTrue(program.news.wait_for(
                lambda: sum(text in line for line in program.lines) >= times, 30), program.lines)

    def pull(self, client, ref, size):
        got = b""
        while len(got) < size:
            client.say("get", ref=ref, offset=len(got), length=PIECE)
            data = client.take("data", ref=ref)
            self.assertEqual(data["offset"], len(got))
            got += data["bytes"]
        return got

    def test_every_kind_gets_the_definition_in_force_and_its_hash_proves_it(self):
        c = self.start()
        for ref, name in enumerate(("kiosk-1", "board-1", "bus-1", "admin-1"), 7):
            client = self.client(c, name)
            wanted = client.welcome["hall_hash"]
            client.say("blob_req", ref=ref, kind=HALL_KIND, sha256=wanted)
            offer = client.take("offer", ref=ref)
            self.assertEqual((offer["code"], offer["sha256"]), (READY, wanted))
            pack = self.pull(client, ref, offer["size"])
            self.assertEqual(hashlib.sha256(pack).digest(), wanted)
            for file in ("hall", "zones", "services", "windows", "devices"):
                self.assertIn((self.hall / f"{file}.yaml").read_bytes(), pack)

    def test_what_is_not_there_is_said(self):
        client = self.client(self.start(), "board-1")
        client.say("blob_req", ref=1, kind=HALL_KIND, sha256=bytes(32))
        self.assertEqual(client.take("offer", ref=1)["code"], GONE)
        client.say("blob_req", ref=2, kind=MEDIA_KIND, sha256=bytes(32))
        self.assertEqual(client.take("offer", ref=2)["code"], GONE)
        client.say("blob_req", ref=3, kind=HALL_KIND)  # whatever is in force
        size = client.take("offer", ref=3)["size"]
        client.say("get", ref=3, offset=size, length=1)
        self.assertEqual(client.take("offer", ref=3)["code"], GONE)
        client.say("get", ref=3, offset=size - 1, length=PIECE)
        self.assertEqual(len(client.take("data", ref=3)["bytes"]), 1)
        client.say("blob_req", ref=4, kind=SCREEN_KIND)  # what a screen shows is not a board's to see
        self.assertIn("may not", client.take("error")["text"])

    def test_a_transfer_takes_nothing_from_who_does_not_read(self):
        """Many pieces asked for at once: the newest waits, none is queued."""
        client = self.client(self.start(), "admin-1", view=VIEW["admin"])
        client.say("blob_req", ref=1, kind=HALL_KIND)
        client.take("offer", ref=1)
        for _ in range(5000):
            client.say("get", ref=1, offset=0, length=PIECE)
        client.say("ping", id=9, t1=0)
        client.take("pong", id=9)

    def test_a_kiosk_a_board_and_a_bus_fetch_it_and_start_again_with_it(self):
        c = self.start()
        for program, name, more in (("hall-kiosk", "kiosk-1", ["--offscreen"]),
                                    ("hall-display", "board-1", ["--offscreen"]),
                                    ("hall-bus", "bus-1", ["--port", f"1={self.dir}/no-port"])):
            device = self.device(program, name, c, self.edited(), more)
            device.wait_line("the controller has another definition of the hall; fetching it")
            device.wait_line("the controller's definition of the hall is here")
            device.wait_line("starting again")
            device.wait_line("hall-fetched was fetched from the controller and is used in place of")
            c.wait_line(f"device={name} .*session=open")
            self.assertEqual(device.stop(), 0)
            self.assertEqual(device.log().count("fetching it"), 1)
            again = self.device(program, name, c, self.edited(line=""), more)  # kept: nothing to fetch
            again.wait_line("is used in place of")
            again.wait_line("session=open")
            again.wait_line("link=live")
            self.assertEqual(again.stop(), 0)
            self.assertNotIn("fetching", again.log())

    def test_once_the_controller_has_it_too_the_given_one_is_used_again(self):
        c = self.start()
        edited = self.edited()
        board = self.device("hall-display", "board-1", c, edited)
        self.wait_times(board, "session=open", 2)  # with its own, with the fetched one
        port = c.port
        c.kill()
        (self.state / "hall-in-force").unlink()  # as if the day were over
        c = self.start(hall=edited, port=port)
        board.wait_line("the controller has the definition in .*/edited again")
        self.wait_times(board, "session=open", 4)  # with the new controller, with its own
        self.assertFalse((self.dir / "board-1" / "hall-fetched").exists())

    def test_an_edited_definition_stands_above_an_older_copy(self):
        c = self.start()
        board = self.device("hall-display", "board-1", c, self.edited())
        board.wait_line("is used in place of")
        self.assertEqual(board.stop(), 0)
        board = self.device("hall-display", "board-1", c, self.edited("# and another\n"))
        board.wait_line("was fetched in place of another definition than .* and is not used")
        board.wait_line("fetching it")
        board.wait_line("is used in place of")

    def test_a_damaged_copy_is_said_and_fetched_anew(self):
        c = self.start()
        board = self.device("hall-display", "board-1", c, self.edited())
        board.wait_line("is used in place of")
        self.assertEqual(board.stop(), 0)
        kept = self.dir / "board-1" / "hall-fetched"
        kept.write_bytes(kept.read_bytes()[:-1])
        board = self.device("hall-display", "board-1", c, self.edited(line=""))
        board.wait_line("hall-fetched is damaged; the definition in .*/edited is used")
        board.wait_line("starting again")
        board.wait_line("is used in place of")

    def test_without_a_folder_it_says_what_to_do(self):
        c = self.start()
        board = Program([BIN / "hall-display", "--hall", self.edited(), "--controller", f"127.0.0.1:{c.port}",
                         "--key", self.state / "devices" / "board-1.key", "--name", "board-1", "--offscreen"],
                        env={"SDL_AUDIODRIVER": "dummy"})
        self.programs.append(board)
        board.wait_line("another definition .*, and without --state DIR it cannot be fetched; copy its files")


if __name__ == "__main__":
    unittest.main()
