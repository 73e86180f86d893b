# SPDX-License-Identifier: Apache-2.0
"""T18: a whole hall of real programs works, and a key is nowhere but in key files: not in arguments,
environments, logs, state, pictures or captures; and no program may leave a core file."""
import base64
import os
import struct
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import wireshark  # noqa: E402
from hall_process import BIN, HALLS, ROW, VIEW, HallTest, Program, hall1  # noqa: E402


def needles(name, key):
    """What gives the key away: each half of it, in binary, hex and base64."""
    for half in (key[:16], key[16:]):
        yield f"{name} in binary", half
        yield f"{name} in hex", half.hex().encode()
        yield f"{name} in HEX", half.hex().upper().encode()
    for shift in range(3):  # base64 of the key wherever it stands in a longer text
        text = base64.b64encode(bytes(shift) + key)
        yield f"{name} in base64", text[4:36]


def packets(path):
    """(flags, frame) of a capture."""
    data = path.read_bytes()
    assert struct.unpack("<IHHiIII", data[:24])[:3] == (0xA1B2C3D4, 2, 4)
    at = 24
    while at < len(data):
        length = struct.unpack_from("<IIII", data, at)[2]
        yield data[at + 16], data[at + 17:at + 16 + length]
        at += 16 + length


RESERVED = 1 << 30  # sanitizers map terabytes that nobody has


def copies(process, needle):
    """How often it stands in what a process may write to."""
    count = 0
    for line in Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8").splitlines():
        place, rights = line.split()[:2]
        begin, end = (int(text, 16) for text in place.split("-"))
        if "w" in rights and end - begin < RESERVED:
            with open(f"/proc/{process.pid}/mem", "rb", buffering=0) as memory:
                memory.seek(begin)
                try:
                    count += memory.read(end - begin).count(needle)
                except OSError:
                    pass  # reserved, and nothing there
    return count


class Keys(HallTest):
    hall = HALLS / "jianchang"

    def program(self, *words, env=None):
        program = Program([BIN / words[0], *words[1:]], env=env)
        self.programs.append(program)
        self.addCleanup(program.kill)
        return program

    def device(self, c, program, name, *more, env=None):
        return self.program(program, "--hall", self.hall, "--controller", f"127.0.0.1:{c.port}", "--key",
                            self.state / "devices" / f"{name}.key", "--name", name, "--capture",
                            self.dir / f"{name}.pcap", *more, env=env)

    def run_hall(self):
        """Everything a hall has, until a number was issued, called and shown."""
        devices = self.state / "devices"
        self.programs = []
        c = self.start()
        lines = self.dir / "lines"
        self.program("hall-line", "--dir", lines, "--line", 1).wait_line("line-1.bus|ready")
        self.device(c, "hall-bus", "bus-1", "--port", f"1={lines}/line-1.bus")
        pads = self.program("hall-station", "--hall", self.hall, "--line", f"1={lines}/line-1.a", "--keys-dir",
                            devices, "--stations", "pad-1,strip-1,rating-1", "--control", self.dir / "control")
        self.device(c, "hall-station", "pad-2")
        self.device(c, "hall-kiosk", "kiosk-1", "--offscreen", "--state", self.dir / "kiosk", "--printer", "none",
                    "--tickets", self.dir / "tickets")
        self.device(c, "hall-display", "board-1", "--offscreen", "--state", self.dir / "board",
                    env={"SDL_AUDIODRIVER": "dummy"})
        for name in ("bus-1", "pad-1", "strip-1", "rating-1", "pad-2", "kiosk-1", "board-1"):
            c.wait_line(f"device={name} .*session=open", 60)
        pads.wait_line("name=pad-1 online=1")
        self.ctl(c, "act", "open", "1", check=0)
        admin = self.client(c, "admin-1", view=VIEW["window"] + 1)
        service = next(key for (kind, key), row in sorted(admin.rows.items()) if kind == ROW["service"] and row["left"])
        self.assertEqual(self.client(c, "kiosk-2").issue(service)["code"], 0)
        end = time.monotonic() + 30
        while "window 1 calling" not in self.ctl(c, "status", check=0).stdout and time.monotonic() < end:
            # A press lives 3 s, which a busy machine may need.
            subprocess.run([BIN / "hall-station", "--control", self.dir / "control", "--press", "pad-1:next"],
                           stdout=subprocess.DEVNULL, check=False)
        for name in ("kiosk-1", "board-1"):
            self.ctl(c, "screen", name, self.dir / f"{name}.png", check=0)
        status = self.ctl(c, "status", "--capture", self.dir / "admin-1.pcap", check=0)
        self.assertRegex(status.stdout, "window 1 calling")
        self.assertRegex(status.stderr, "^hallctl: .*admin-1.pcap holds all that is said, names of people included.*\n$")
        return c

    def secrets(self):
        for path in sorted((self.state / "devices").glob("*.key")):
            if path.stem in ("bus-1", "pad-1", "strip-1", "rating-1", "pad-2", "kiosk-1", "board-1", "admin-1"):
                yield from needles(path.stem, hall1.Key(path).psk)

    def search(self, where, data):
        return [f"{what}, in {where}" for what, needle in self.known if needle in data]

    def test_keys_are_in_key_files_only(self):
        c = self.run_hall()
        self.known = list(self.secrets())
        self.assertEqual(len(self.known), 8 * 9)
        # The search itself finds what is there.
        one = hall1.Key(self.state / "devices" / "kiosk-1.key").psk
        self.assertEqual(len(self.search("", (self.state / "devices" / "kiosk-1.key").read_bytes())), 2)
        for offset in range(4):
            self.assertTrue(self.search("", base64.b64encode(b"x" * offset + one + b"tail")), offset)
        found = []
        for program in (c, *self.programs):
            proc = Path("/proc") / str(program.process.pid)
            found += self.search(proc / "cmdline", (proc / "cmdline").read_bytes())
            try:
                found += self.search(proc / "environ", (proc / "environ").read_bytes())
                self.assertTrue(os.geteuid() == 0 or "hall-line" in str(program.process.args[0]))
            except PermissionError:  # the kernel keeps it from this user as well: what secrets_keep is for
                self.assertNotEqual(os.geteuid(), 0)
            if "hall-line" not in str(program.process.args[0]):  # it holds no keys
                self.assertRegex((proc / "limits").read_text(), r"Max core file size +0 +0 ")
        for program in reversed(self.programs):
            program.stop()
        c.stop()
        for program in (c, *self.programs):
            log = program.log()
            self.assertTrue(log)
            found += self.search(f"the log of {program.process.args[0]}", log.encode())
        seen = 0
        for path in sorted(self.dir.rglob("*")):
            if path.is_file() and path.suffix != ".key":
                seen += 1
                found += self.search(path.relative_to(self.dir), path.read_bytes())
        self.assertEqual(found, [])
        names = {path.name for path in self.dir.rglob("*")}
        self.assertLessEqual({"kiosk-1.png", "board-1.png", "kiosk-1.pcap", "admin-1.pcap"}, names)
        self.assertTrue(any(name.startswith("journal") for name in names), names)
        self.assertGreater(seen, 10)
        self.captures_tell_the_session()

    @unittest.skipIf(os.geteuid() != 0, "only root sees the memory of programs that hold keys")
    def test_a_key_is_in_memory_once(self):
        """Wiped wherever it was copied; and hall-bus has no key of a station."""
        c = self.run_hall()
        _, bus, pads, pad, kiosk, board = self.programs
        stations = {"pad-1", "strip-1", "rating-1"}
        everybody = stations | {"bus-1", "pad-2", "kiosk-1", "board-1", "admin-1"}
        for program, own in ((c, everybody), (bus, {"bus-1"}), (pads, stations), (pad, {"pad-2"}),
                             (kiosk, {"kiosk-1"}), (board, {"board-1"})):
            for name in everybody:
                key = hall1.Key(self.state / "devices" / f"{name}.key").psk
                what = (program.process.args[0], name)
                self.assertEqual(copies(program.process, key), name in own, what)
                self.assertEqual(copies(program.process, key[16:]), name in own, what)
                self.assertEqual(copies(program.process, key.hex()[32:].encode()), 0, what)

    def captures_tell_the_session(self):
        """The same run, as Wireshark gets it."""
        want = {"bus-1": "tunnel", "pad-2": "padstate", "kiosk-1": "rows", "board-1": "rows", "admin-1": "stats"}
        for name, message in want.items():
            path = self.dir / f"{name}.pcap"
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            said = []
            for flags, frame in packets(path):
                up, opened = flags & wireshark.TO_CONTROLLER, flags & wireshark.OPENED
                self.assertEqual(tuple(frame[:2]), (0, 1) if up else (1, 0))
                said.append(("up" if up else "down", "opened" if opened else "raw", hall1.NAMES[frame[4]]))
                if said[-1][2] == "hello":
                    hello = hall1.decode(frame[4:])[1]
            self.assertEqual(said[:5], [("up", "raw", "noise1"), ("up", "opened", "hello"), ("down", "raw", "noise2"),
                                        ("down", "opened", "welcome"), ("up", "opened", "ping")])
            self.assertEqual((hello["name"], hello["proto_max"], hello["proto_min"]), (name, 1, 1))
            self.assertIn(("down", "opened", message) if message != "tunnel" else ("up", "opened", message), said)
            self.assertIn(("down", "opened", "pong"), said)
            self.assertEqual(said[-1][2], "bye")  # said when it was stopped
            if wireshark.here():
                self.assertEqual(len(wireshark.read(path)), len(said))

    def test_a_capture_says_what_it_is_and_does_no_harm(self):
        c = self.start()
        precious = self.dir / "precious"
        precious.write_text("words")
        done = self.ctl(c, "status", "--capture", precious)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "--capture .*precious cannot be written: it is there and is no capture")
        self.assertEqual(precious.read_text(), "words")
        self.programs = []
        bus = self.device(c, "hall-bus", "bus-1", "--port", f"1={self.dir}/none")
        bus.wait_line("capture=.*bus-1.pcap holds all that this session says, names of people included, and no keys")
        c.wait_line("device=bus-1 .*session=open")
        done = Program([BIN / "hall-station", "--hall", self.hall, "--line", f"1={self.dir}/none", "--keys-dir",
                        self.state / "devices", "--capture", self.dir / "x.pcap"])
        self.assertEqual(done.process.wait(30), 2)
        done.wait_line("--capture needs --controller")
        done.stop()


if __name__ == "__main__":
    unittest.main()
