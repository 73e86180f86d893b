# SPDX-License-Identifier: Apache-2.0
"""What is wrong around a program: disks, fonts, printers, ports, keys, a controller that is not there.

A program that cannot work ends with 1 (or 2, when it was asked wrongly) and one sentence; one that
can wait says so once, goes on, and SIGTERM ends it with 0 at any moment.
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, WORKDAY, Controller, Program, hallctl  # noqa: E402

HALL = HALLS / "jianchang"
NOBODY = "127.0.0.1:1"
FONTS = "/usr/share/fonts/opentype"
LINE = re.compile(r"^(debug|info|warn|fault) (controller|bus|station|kiosk|display|line|load) \S")
MAY_MOUNT = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False,
                           stderr=subprocess.DEVNULL).returncode == 0 if shutil.which("unshare") else False


def inside(*mounts):
    """A prefix that runs a program with other things mounted, seen by nobody else."""
    return ["unshare", "-m", "sh", "-ec", "; ".join(mounts) + '; exec "$@"', "sh"]


NO_FONTS = inside(f"mount -t tmpfs tmpfs {FONTS}")
BAD_FONT = inside(f'for f in {FONTS}/noto/NotoSansCJK-*.ttc; do mount --bind /dev/null "$f"; done')
READ_ONLY = inside("mount -t tmpfs -o ro tmpfs {dir}/disk")
NO_DISPLAY = ["env", "SDL_VIDEODRIVER=none"]
FULL = inside("mount -t tmpfs -o size=4k tmpfs {dir}/disk", "echo 5 >{dir}/disk/boot")

KIOSK = f"hall-kiosk --offscreen --hall {{hall}} --controller {NOBODY} --key {{keys}}/kiosk-1.key --state "
BOARD = f"hall-display --offscreen --hall {{hall}} --controller {NOBODY} --key {{keys}}/board-1.key --name board-1 "
STATION = f"hall-station --hall {{hall}} --controller {NOBODY} --key {{keys}}/pad-1.key "
SERVE = "hall-controller --hall {hall} --listen 127.0.0.1:0 --state "
ADOPT = "hallctl adopt --all --hall {hall} --state "
BUS = f"hall-bus --hall {{hall}} --controller {NOBODY} --key {{keys}}/bus-1.key --port 1="

ENDS = [  # what is wrong, what is mounted, command, exit status, the sentence
    ("no font", NO_FONTS, KIOSK + "{dir}/k1", 2, "font missing: .*; install the package fonts-noto-cjk"),
    ("no font", NO_FONTS, BOARD + "--mute", 2, "font missing: .*; install the package fonts-noto-cjk"),
    ("no font", NO_FONTS, STATION + "--window", 2, "font missing: .*; install the package fonts-noto-cjk"),
    ("a bad font", BAD_FONT, KIOSK + "{dir}/k2", 2, "font unreadable: .*; reinstall fonts-noto-cjk"),
    ("a bad font", BAD_FONT, BOARD + "--mute", 2, "font unreadable: .*; reinstall fonts-noto-cjk"),
    ("read only", READ_ONLY, SERVE + "{dir}/disk/s", 1, "folder=.*disk/s cannot be made: Read-only file system; name"),
    ("read only", READ_ONLY, SERVE + "{dir}/disk", 1, "disk cannot be written: Read-only file system; give"),
    ("read only", READ_ONLY, KIOSK + "{dir}/disk/s", 1, "folder=.*disk/s cannot be made: Read-only file system; name"),
    ("read only", READ_ONLY, KIOSK + "{dir}/disk", 1, "disk/tickets cannot be made: Read-only file system; name"),
    ("read only", READ_ONLY, KIOSK + "{dir}/k3 --tickets {dir}/disk/t", 1, "disk/t cannot be made: Read-only"),
    ("read only", READ_ONLY, BOARD + "--mute --state {dir}/disk/s", 1, "disk/s cannot be made: Read-only file system"),
    ("read only", READ_ONLY, ADOPT + "{dir}/disk/s", 1, "disk/s cannot be made: Read-only file system; name"),
    ("read only", READ_ONLY, "hall-line --line 1 --dir {dir}/disk/s", 1, "disk/s cannot be made: Read-only"),
    ("full", FULL, SERVE + "{dir}/disk", 1, "disk cannot be written: No space left on device"),
    ("full", FULL, KIOSK + "{dir}/disk", 1, "disk/boot.* cannot be written: No space left on device"),
    ("full", FULL, ADOPT + "{dir}/disk", 1, "disk/devices/.*.key cannot be written: No space left on device"),
    ("a file in the way", [], SERVE + "{dir}/file/s", 1, "file cannot be made: Not a directory; name a folder"),
    ("a file in the way", [], KIOSK + "{dir}/file/s", 1, "file cannot be made: Not a directory; name a folder"),
    ("a file in the way", [], KIOSK + "{dir}/k4 --tickets {dir}/file", 1, "file cannot be made: Not a directory; name"),
    ("a file in the way", [], BOARD + "--state {dir}/file", 1, "file cannot be made: Not a directory; name a folder"),
    ("a file in the way", [], ADOPT + "{dir}/file", 1, "file cannot be made: Not a directory; name a folder"),
    ("a file in the way", [], "hall-line --line 1 --dir {dir}/file", 1, "file cannot be made: Not a directory; name"),
    ("a file in the way", [], "hall-line --line 1 --dir {dir}/ends", 1, "line-1.bus cannot be made: File exists; name"),
    ("a name too long", [], SERVE + "s" * 4096, 1, "cannot be used: the name is too long"),
    ("a name too long", [], KIOSK + "s" * 4096, 2, "the path is too long"),
    ("a name too long", [], ADOPT + "s" * 4096, 1, "the name is too long"),
    ("no display", NO_DISPLAY, BOARD.replace("--offscreen", "--mute --fullscreen"), 1, "no display reason=.*; start the"),
    ("no display", NO_DISPLAY, BOARD.replace("--offscreen", "--mute --monitor 1"), 1, "no display reason=.*; start the"),
    ("no display", NO_DISPLAY, KIOSK.replace("--offscreen", "--fullscreen") + "{dir}/k8", 1, "no display reason=.*; start"),
    ("no programs", [], "hall-load --day {day} --bin {dir} --work {dir}/w", 1, "cannot run .*/hallctl"),
]
WAITS = [  # what is wrong, environment, command, what is said once
    ("no serial port", {}, BUS + "/dev/ttyNOPE", "line=1 port=/dev/ttyNOPE cannot be opened: no such.*; trying again"),
    ("no tty", {}, BUS + "/dev/null", "line=1 port=/dev/null cannot be opened: no such serial port; trying again"),
    ("no serial server", {}, BUS + "tcp:" + NOBODY, "line=1 port=tcp.* cannot be opened: Connection refused; trying"),
    ("no serial port", {}, "hall-station --hall {hall} --line 1=/dev/ttyNOPE --keys-dir {keys}",
     "line=1 port=/dev/ttyNOPE cannot be opened: no such serial port; trying again"),
    ("no CUPS", {"CUPS_SERVER": "/nowhere/cups.sock"}, KIOSK + "{dir}/k5 --printer slips",
     "printer=slips not ready: not reached: .*; is CUPS running"),
    ("no printer", {}, KIOSK + f"{{dir}}/k6 --printer ipp://{NOBODY}/ipp",
     "printer=ipp.* not ready: .*; is it switched on"),
    ("no display", {"SDL_VIDEODRIVER": "none"}, KIOSK.replace("--offscreen ", "") + "{dir}/k7",
     "no display reason=.*; rendering off-screen"),
    ("no display", {"SDL_VIDEODRIVER": "none"}, BOARD.replace("--offscreen", "--mute"),
     "no display reason=.*; rendering off-screen"),
    ("no sound", {"SDL_AUDIODRIVER": "alsa", "ALSA_CONFIG_PATH": "/dev/null"}, BOARD,
     "no sound reason=\"ALSA.*; calls are shown but not spoken: connect a sound device, or start with --mute"),
    ("no sound", {"SDL_AUDIODRIVER": "none"}, BOARD, "no sound reason=.*; calls are shown but not spoken: connect"),
    ("no number", {}, KIOSK + "{dir}/counted", "counted/boot does not hold a number of starts; the controller gives"),
    ("nothing remembered", {}, BOARD + "--mute --state {dir}/forgot", "is not a record of what was spoken; starting"),
    ("nothing", {}, "hall-line --dir {dir}/lines --line 1", "ready lines=1"),
]
CLIENTS = {  # they wait for a controller at {port}
    "kiosk": "hall-kiosk --offscreen --hall {hall} --key {keys}/kiosk-1.key --state {dir}/c-kiosk",
    "display": "hall-display --offscreen --mute --hall {hall} --key {keys}/board-1.key --name board-1 --state {dir}/c-board",
    "bus": "hall-bus --hall {hall} --key {keys}/bus-1.key --port 1=/dev/ttyNOPE",
    "station": "hall-station --hall {hall} --key {keys}/pad-1.key",
}


class Places(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = Path(tempfile.mkdtemp(prefix="hall-places-"))
        for name in ("disk", "counted", "forgot", "ends"):
            (cls.top / name).mkdir()
        (cls.top / "file").write_text("no folder\n")
        (cls.top / "counted" / "boot").write_text("many\n")
        (cls.top / "forgot" / "spoken").write_text("many\n")
        (cls.top / "ends" / "line-1.bus").write_text("mine\n")
        for state in ("state", "other"):
            hallctl("adopt", "--all", "--hall", HALL, "--state", cls.top / state, check=0)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top, ignore_errors=True)

    def setUp(self):
        self.running = []

    def tearDown(self):
        for program in self.running:
            program.kill()

    def words(self, command, prefix=(), **more):
        places = dict(hall=HALL, dir=self.top, keys=self.top / "state" / "devices",
                      day=HALLS.parent / "tests" / "data" / "days" / "base_1_0", **more)
        words = command.split()
        prefix = [part.replace("{dir}", str(self.top)) for part in prefix]
        return [*prefix, str(BIN / words[0]), *(word.format(**places) for word in words[1:])]

    def start(self, command, env=None, **more):
        program = Program(self.words(command, **more), env)
        self.running.append(program)
        return program

    def ends_well(self, program, number=signal.SIGTERM):
        self.assertEqual(program.stop(number), 0, program.log())
        for line in program.lines[:-1]:
            self.assertRegex(line, LINE)

    def test_what_ends_a_program(self):
        for what, prefix, command, status, sentence in ENDS:
            with self.subTest(what, command=command[:90]):
                if prefix[:1] == ["unshare"] and not MAY_MOUNT:
                    self.skipTest("mounting is not permitted here")
                done = subprocess.run(self.words(command, prefix), capture_output=True, text=True, timeout=30,
                                      check=False, cwd=self.top, stdin=subprocess.DEVNULL)
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertRegex(done.stderr, sentence)
                said = [line for line in done.stderr.splitlines() if not line.startswith("info ")]
                self.assertLessEqual(len(said), 1 + ("no programs" in what), done.stderr)
        self.assertEqual((self.top / "ends" / "line-1.bus").read_text(), "mine\n")

    @unittest.skipUnless(MAY_MOUNT, "mounting is not permitted here")
    def test_a_disk_that_fills_up_while_the_controller_starts(self):
        for size in range(8, 128, 8):  # a page more each time
            with self.subTest(kilobytes=size):
                prefix = inside("mount -t tmpfs -o size=%dk tmpfs {dir}/disk" % size)
                program = Program(self.words(SERVE + "{dir}/disk --training 1 --training-start " + WORKDAY, prefix))
                self.running.append(program)
                program.wait_line("listening|<end>")
                if "listening" in program.log():
                    program.process.terminate()
                status = program.process.wait(timeout=30)
                program.stop()
                self.assertIn(status, (0, 1), program.log())
                if status or "listening" not in program.log():
                    self.assertEqual(status, 1, program.log())
                    self.assertRegex(program.log(), "fault .*(No space left on device|the disk is full; make room)")

    def test_what_a_program_waits_for(self):
        programs = [self.start(command, env) for _, env, command, _ in WAITS]
        for program, (what, _, command, sentence) in zip(programs, WAITS):
            with self.subTest(what, command=command[:60]):
                program.wait_line(sentence)
                program.wait_line("ready|started")
                self.ends_well(program)
                self.assertEqual(len(re.findall(sentence, program.log())), 1, program.log())

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            program = self.start(SERVE.replace(":0", ":{port}") + "{dir}/taken", port=taken.getsockname()[1])
            program.wait_line("cannot be opened: Address already in use; is another controller running.* --listen")
            self.assertEqual(program.process.wait(timeout=30), 1)

    def clients(self, port):
        return {name: self.start(command + " --controller 127.0.0.1:{port}", port=port)
                for name, command in CLIENTS.items()}

    def test_nobody_there_is_said_once_and_then_somebody_comes(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        programs = self.clients(port)
        for program in programs.values():
            program.wait_line("link=stale")  # after five seconds and as many tries
            said = re.findall("cannot be reached: Connection refused; trying again", program.log())
            self.assertEqual(len(said), 1, program.log())
        controller = Controller(self.top / "state", hall=HALL, port=port)
        self.running.append(controller)
        for name, program in programs.items():
            with self.subTest(name):
                program.wait_line("session=open")
                self.ends_well(program, signal.SIGINT)
        self.ends_well(controller)

    def test_a_key_of_another_hall_waits_to_be_adopted(self):
        controller = Controller(self.top / "state", hall=HALL)
        self.running.append(controller)
        command = CLIENTS["kiosk"].replace("{keys}/kiosk-1", "{dir}/other/devices/kiosk-1")
        kiosk = self.start(command + " --controller 127.0.0.1:{port}", port=controller.port)
        kiosk.wait_line("closed the door on kiosk-1: it is not adopted there, .*; hallctl adopt it; trying again")
        keys = self.top / "state" / "devices"
        (keys / "kiosk-1.key").rename(keys / "kiosk-1.before")
        shutil.copy(self.top / "other" / "devices" / "kiosk-1.key", keys)
        kiosk.wait_line("session=open")
        (keys / "kiosk-1.before").rename(keys / "kiosk-1.key")
        self.ends_well(kiosk)
        self.ends_well(controller)

    def test_another_definition_than_the_controllers_is_said_and_replaced(self):
        shutil.copytree(HALL, self.top / "edited")
        with open(self.top / "edited" / "hall.yaml", "a", encoding="utf-8") as edited:
            edited.write("# another\n")
        controller = Controller(self.top / "state", hall=HALL)
        self.running.append(controller)
        for name in ("kiosk", "display"):
            command = CLIENTS[name].replace("{hall}", "{dir}/edited") + " --controller 127.0.0.1:{port}"
            program = self.start(command, port=controller.port)
            program.wait_line("the controller has another definition of the hall; fetching it")
            program.wait_line("is used in place of .*/edited")
            program.wait_line("session=open device=")
            self.ends_well(program)
        self.ends_well(controller)

    def test_sigterm_while_a_program_starts(self):
        """The hall is a pipe: its reader is at a known place when we end it."""
        slow = self.top / "slow"
        shutil.copytree(HALL, slow)
        text = (slow / "hall.yaml").read_bytes()
        (slow / "hall.yaml").unlink()
        os.mkfifo(slow / "hall.yaml")
        commands = [command + f" --controller {NOBODY}" for command in CLIENTS.values()]
        for command in commands + [SERVE + "{dir}/slow-state"]:
            with self.subTest(command[:40]):
                program = self.start(command.replace("{hall}", "{dir}/slow"))
                with open(slow / "hall.yaml", "wb") as pipe:  # opens when the program does
                    program.process.send_signal(signal.SIGTERM)
                    pipe.write(text)
                self.assertEqual(program.process.wait(timeout=30), 0, program.log())

    def test_sigterm_ends_a_replay_and_its_controller(self):
        load = self.start("hall-load --day {day} --speed 600 --work {dir}/work")
        port = int(load.wait_line(r"replay controller=127.0.0.1:(\d+)").group(1))
        self.ends_well(load)
        self.assertRegex(load.log(), "stopped signal=15; the day was not replayed to its end")
        with socket.socket() as gone:
            self.assertNotEqual(gone.connect_ex(("127.0.0.1", port)), 0)

    def test_sigterm_ends_a_watch(self):
        controller = Controller(self.top / "state", hall=HALL)
        self.running.append(controller)
        watch = self.start("hallctl watch --controller 127.0.0.1:{port} --key {keys}/admin-1.key", port=controller.port)
        controller.wait_line("device=admin-1 .*session=open")
        hallctl("act", "help", "1", "--key", self.top / "state" / "devices" / "admin-1.key")
        self.assertIn(watch.stop(), (0,), watch.log())
        self.ends_well(controller)


if __name__ == "__main__":
    unittest.main()
