# SPDX-License-Identifier: Apache-2.0
"""What people type wrongly: every program says one sentence, ends with 2 (or 1), leaves nothing.

Rows are (what is wrong, command, exit status, what the sentence must name). {hall} is a good hall,
{keys} its keys, {dir} a folder of the test; {made} must not be there after a refusal.
"""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import BIN, HALLS, WORKDAY, Controller, hallctl  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
DAY = ROOT / "tests" / "data" / "days" / "base_1_0"
PROGRAMS = ("hall-controller", "hall-bus", "hall-station", "hall-kiosk", "hall-display", "hallctl",
            "hall-line", "hall-load")
NOBODY = "127.0.0.1:1"

# Complete commands that would start; a row replaces one word of them.
GOOD = {
    "controller": "hall-controller --hall {hall} --state {made} --listen 127.0.0.1:0",
    "bus": f"hall-bus --hall {{hall}} --controller {NOBODY} --key {{keys}}/bus-1.key --port 1={{dir}}/tty",
    "station": f"hall-station --hall {{hall}} --controller {NOBODY} --key {{keys}}/pad-1.key",
    "stations": "hall-station --hall {hall} --line 1={dir}/tty --keys-dir {keys} --stations pad-1",
    "kiosk": f"hall-kiosk --offscreen --hall {{hall}} --controller {NOBODY} --key {{keys}}/kiosk-1.key "
             "--state {made}",
    "display": f"hall-display --offscreen --mute --hall {{hall}} --controller {NOBODY} --key {{keys}}/board-1.key "
               "--name board-1 --state {made}",
    "hallctl": f"hallctl status --controller {NOBODY} --key {{keys}}/admin-1.key",
    "adopt": "hallctl adopt --all --hall {hall} --state {made}",
    "load": f"hall-load --day {DAY} --controller {NOBODY} --keys {{keys}} --hall {{hall}}",
}

HALL_ROWS = [  # for every program with --hall
    ("no folder", "{dir}/nowhere", r"nowhere: cannot be read: No such file.*; give --hall a folder"),
    ("a file", "{dir}/junk.key", r"junk.key: cannot be read: Not a directory; give --hall"),
    ("mistakes", "{dir}/bad", r"bad/windows.yaml:\d+:\d+: windows\[2\].number: window 1 is there already; give"),
    ("a file missing", "{dir}/torn", r"torn/zones.yaml:1:1: -: cannot be read: No such file.*; give --hall"),
    ("too large", "{dir}/huge", r"huge/hall.yaml:1:1: -: cannot be read: it has more than 1 MB; give"),
    ("no text", "{dir}/noise", r"noise/hall.yaml:\d+:\d+: -: not UTF-8 text; save the file as UTF-8"),
]
KEY_ROWS = [  # for every program with --key
    ("missing", "{dir}/nowhere.key", "nowhere.key cannot be opened: No such file.*; make it with hallctl adopt"),
    ("loose", "{dir}/loose.key", r"loose.key can be used by others \(mode 644\); run: chmod 600"),
    ("empty", "{dir}/empty.key", "empty.key has no uid=; make it anew with hallctl adopt"),
    ("junk", "{dir}/junk.key", "junk.key holds something other than uid= kind= name= key=; make it anew"),
    ("binary", "{dir}/binary.key", "binary.key is no key file; make it with hallctl adopt"),
    ("a folder", "{dir}", "key-file=.* is not a file"),
]
ADDRESS_ROWS = ["nonsense", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", ":7420", "127.0.0.1:x"]
LISTEN_ROWS = [
    ("7420", "--listen wants ADDR:PORT, like 127.0.0.1:7420"),
    ("127.0.0.1:65536", "--listen wants ADDR:PORT"),
    ("127.0.0.1:-1", "--listen wants ADDR:PORT"),
    (":0", "--listen wants ADDR:PORT"),
    ("localhost:0", "localhost is not an IPv4 address; write 0.0.0.0:PORT or 127.0.0.1:PORT"),
    ("[::]:0", "is not an IPv4 address"),
    ("127.0.0.256:0", "127.0.0.256 is not an IPv4 address"),
    ("127.1:0", "127.1 is not an IPv4 address"),
]
NUMBERS = [  # program, option, what is out of range
    ("controller", "training", ["0", "10000", "-1", "1e3", "99999999999999999999"]),
    ("display", "rows", ["5", "11"]), ("display", "volume", ["101", "-1"]),
    ("display", "rate", ["119", "261"]),
    ("load", "speed", ["601"]), ("load", "kill", ["100001", "x"]), ("load", "seed", ["0"]),
]
ROWS = [
    # whose key, which device
    ("a pad's key", "hall-bus --hall {hall} --controller %s --key {keys}/pad-1.key" % NOBODY, 2,
     "pad-1.key is the key of a pad, not of a bus; give"),
    ("a bus's key", "hall-kiosk --hall {hall} --controller %s --key {keys}/bus-1.key" % NOBODY, 2,
     "bus-1 is of kind bus in devices.yaml; give the key of a kiosk"),
    ("a kiosk the hall lacks", "hall-kiosk --hall {township} --controller %s --key {keys}/kiosk-2.key" % NOBODY, 2,
     "township has no kiosk named kiosk-2; see its devices.yaml"),
    ("a kiosk's key", "hall-station --hall {hall} --controller %s --key {keys}/kiosk-1.key" % NOBODY, 2,
     "has no pad, strip or rating pad named kiosk-1; see its devices.yaml"),
    ("another kiosk's name", GOOD["kiosk"] + " --name kiosk-2", 2,
     "--name kiosk-2, but .*kiosk-1.key is the key of kiosk-1; give"),
    ("another bus's name", GOOD["bus"] + " --name bus-2", 2, "--name bus-2, but .*bus-1.key is the key of bus-1"),
    ("another station's name", GOOD["station"] + " --name pad-2", 2, "pad-1.key is the key of pad pad-1, not of"),
    ("another board's key", GOOD["display"].replace("board-1.key", "board-2.key"), 2,
     "board-2.key belongs to board-2, not to board-1; give"),
    ("no such board", GOOD["display"].replace("--name board-1", "--name board-99"), 2,
     "has no board named board-99; see its devices.yaml"),
    # lines and ports
    ("a port without its line", GOOD["bus"] + " --port /dev/ttyUSB0", 2, "--port /dev/ttyUSB0: write it as LINE=PATH"),
    ("no such line", GOOD["bus"] + " --port 99=/dev/ttyUSB0", 2, "--port 99=.*: the hall has no such line; see"),
    ("another bus's line", GOOD["bus"] + " --port 3=/dev/ttyUSB0", 2, "--port 3=.*: line 3 belongs to bus-2, not"),
    ("no port at all", GOOD["bus"].split(" --port")[0], 2, "bus-1 masters no line with a port; see devices.yaml", 3),
    ("a line without its port", GOOD["stations"] + " --line 2=", 2, "--line 2=: write it as LINE=PATH"),
    ("no such line", GOOD["stations"] + " --line 99=x", 2, "--line 99=x: the hall has no such line; see"),
    ("a line twice", GOOD["stations"] + " --line 1=x", 2, "--line 1=x: the line is given twice"),
    ("no such station", GOOD["stations"] + "99", 2, "--stations pad-199: the hall has no such pad, strip or"),
    ("no keys", GOOD["stations"].replace("{keys}", "{dir}"), 2, "pad-1.key cannot be opened.*; make it with hallctl"),
    ("neither line nor network", "hall-station --hall {hall}", 2, "give --hall with --line and --keys-dir, or with"),
    ("a file as control", GOOD["station"] + " --control {dir}/junk.key", 2, "junk.key is there and is no socket"),
    ("a control nowhere", GOOD["station"] + " --control {dir}/nowhere/s", 2, "nowhere/s cannot be made: No such file"),
    ("a control too long", GOOD["station"] + " --control " + "s" * 200, 2, "the name is too long, at most 107 bytes"),
    ("no control there", "hall-station --control {dir}/nobody --press pad-1:next", 1, "no station process answers at"),
    ("a press without key", "hall-station --control {dir}/nobody --press pad-1", 2, "write it as STATION:KEY"),
    ("a show too long", "hall-station --control {dir}/nobody --show " + "s" * 300, 2, "no station has so long a name"),
    ("a press without control", "hall-station --press pad-1:next", 2, "--control with --press"),
    # sizes and days
    ("a size in words", GOOD["kiosk"] + " --size large", 2, "--size large is not WIDTHxHEIGHT, 320 to 8192 each"),
    ("a size too small", GOOD["kiosk"] + " --size 100x100", 2, "--size 100x100 is not WIDTHxHEIGHT"),
    ("a size of nothing", GOOD["display"] + " --size 0x0", 2, "--size 0x0 is not WIDTHxHEIGHT, 1 to 8192 each"),
    ("a start without training", GOOD["controller"] + " --training-start 20260318T0900", 2, "needs --training N"),
    ("a start on 30 February", GOOD["controller"] + " --training 2 --training-start 20260230T0900", 2,
     "20260230T0900 is not like 20260318T0900: a date and a time"),
    ("a start at 25 o'clock", GOOD["controller"] + " --training 2 --training-start 20260318T2500", 2, "is not like"),
    # the line simulator
    ("line 0", "hall-line --dir {made} --line 0", 2, "--line 0 is not a line; write a number from 1"),
    ("line 70000", "hall-line --dir {dir}/l --line 70000", 2, "--line 70000 is not a line"),
    ("a line twice", "hall-line --dir {dir}/l --line 1 --line 1", 2, "--line 1 is given twice"),
    ("one end", "hall-line --dir {made} --line 1 --ends 1", 2, "--ends 1 is not a number from 2 to"),
    ("too slow", "hall-line --dir {made} --line 1 --baud 1", 2, "--baud 1 is not a number from 300 to"),
    # hallctl
    ("no such command", "hallctl statsu", 2, "there is no command statsu; see hallctl --help"),
    ("no key", "hallctl status", 2, "--key FILE is missing: an administrator's key, made with hallctl adopt"),
    ("no such kind", "hallctl adopt robot r1 --state {made}", 2, "robot is no kind of device: kiosk, pad, strip"),
    ("a name with a blank", ["hallctl", "adopt", "kiosk", "a b", "--state", "{made}"], 2, '"a b" cannot be the name'),
    ("a name with a tab", ["hallctl", "adopt", "kiosk", "a\tuid=1", "--state", "{made}"], 2, 'cannot be the name'),
    ("an empty name", ["hallctl", "adopt", "kiosk", "", "--state", "{made}"], 2, '"" cannot be the name'),
    ("a name that is a path", "hallctl adopt kiosk ../k --state {made}", 2, "cannot be the name of a device"),
    ("adopt without a state", "hallctl adopt --all --hall {hall}", 2, "usage: hallctl adopt"),
    ("devices without a hall", "hallctl devices", 2, "--hall DIR is missing"),
    ("devices of no kind", "hallctl devices --hall {hall} --kind robot", 2, "robot is no kind of device: kiosk"),
    ("lines of no bus", "hallctl lines --hall {hall} --bus nobus", 2, "has no bus named nobus; see its devices.yaml"),
    ("a window in words", "hallctl press one next --key {keys}/admin-1.key", 2, "one is no window: a number, or"),
    ("a window too large", "hallctl press 99999 next --key {keys}/admin-1.key", 2, "99999 is no window"),
    ("no such key of a pad", "hallctl press 1 dance --key {keys}/admin-1.key", 2, "there is no key dance: next recall"),
    ("no such act", "hallctl act dance 1 --key {keys}/admin-1.key", 2, "usage: hallctl act day open"),
    ("no such label", "hallctl act rejoin 001 --key {keys}/admin-1.key", 2, "001 is no number of a ticket, like A042"),
    ("no such day", "hallctl ticket A001 today --key {keys}/admin-1.key", 2, "today is no day, like 20260318"),
    ("a word too many", "hallctl status now --key {keys}/admin-1.key", 2, "usage: hallctl status"),
    ("nobody there", GOOD["hallctl"], 1, f"no controller at {NOBODY}: Connection refused; start hall-controller"),
    # the load generator
    ("no such day", "hall-load --day {dir}/nowhere", 2, "cannot read .*nowhere/hall.csv .*; a folder with a day is wanted"),
    ("a day with a word", "hall-load --day {dir}/day", 2, r"services.csv:2: mean_ms: 'long' is not a whole number"),
    ("no keys", "hall-load --day %s --controller %s" % (DAY, NOBODY), 2, "--controller needs --keys and --hall"),
    ("figures nowhere", "hall-load --day %s --json {dir}/nowhere/f" % DAY, 2, "--json .* cannot be written: No such"),
    ("another hall", GOOD["load"].replace("{hall}", "{township}"), 2, "township has no board-2"),
]
LAUNCHER = [
    ("nonsense", "unknown command 'nonsense'"), ("run nowhere", "no hall 'nowhere'"),
    ("run --nonsense", "unknown option --nonsense"), ("run --training", "--training wants a number"),
    ("run --training 0", "--training wants a number"), ("check x", "unknown option x"),
    ("run jianchang township", "one hall at a time"), ("run ../halls", "no hall '../halls'"),
    ("test --nonsense", "unknown option --nonsense"), ("test --long nonsense", "no long part 'nonsense'"),
    ("bench --json", "--json wants a file"), ("bench --json /nowhere/f", "--json /nowhere/f cannot be written"),
    ("bench issue restart", "one bench or all"), ("bench --nonsense", "unknown option --nonsense"),
]


def prepare(top):
    """Halls, keys and files with something wrong in each."""
    town = HALLS / "township"
    for name in ("bad", "torn", "huge", "noise"):
        shutil.copytree(town, top / name)
    windows = (top / "bad" / "windows.yaml").read_text(encoding="utf-8")
    windows = windows.replace("number: 2, zone: 1", "number: 1, zone: 9")
    (top / "bad" / "windows.yaml").write_text(windows, encoding="utf-8")
    (top / "torn" / "zones.yaml").unlink()
    with open(top / "huge" / "hall.yaml", "a", encoding="utf-8") as huge:
        huge.truncate(2 << 20)
    (top / "noise" / "hall.yaml").write_bytes(bytes(range(128, 256)) * 8)
    hallctl("adopt", "--all", "--hall", HALLS / "jianchang", "--state", top / "state", check=0)
    shutil.copy(top / "state" / "devices" / "kiosk-1.key", top / "loose.key")
    (top / "loose.key").chmod(0o644)
    for name, content in (("empty", b""), ("junk", b"hello\n"), ("binary", bytes(range(256)) * 8)):
        (top / f"{name}.key").write_bytes(content)
        (top / f"{name}.key").chmod(0o600)
    shutil.copytree(DAY, top / "day")
    services = (top / "day" / "services.csv").read_text(encoding="utf-8").splitlines()
    services[1] = ",".join(services[1].split(",")[:2] + ["long", "563"])
    (top / "day" / "services.csv").write_text("\n".join(services) + "\n", encoding="utf-8")


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = Path(tempfile.mkdtemp(prefix="hall-bad-"))
        prepare(cls.top)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top, ignore_errors=True)

    def run_words(self, command, **replace):
        words = command if isinstance(command, list) else command.split()
        places = dict(hall=HALLS / "jianchang", township=HALLS / "township", dir=self.top,
                      keys=self.top / "state" / "devices", made=self.top / "made", **replace)
        words = [word.format(**places) for word in words]
        done = subprocess.run([BIN / words[0], *words[1:]], capture_output=True, text=True,
                              timeout=30, cwd=self.top, errors="replace", stdin=subprocess.DEVNULL)
        return done, places["made"]

    def refused(self, name, command, status, sentence, lines=1):
        with self.subTest(name, command=command):
            done, made = self.run_words(command)
            exists = made.exists()
            shutil.rmtree(made, ignore_errors=True)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertRegex(done.stderr, sentence)
            if lines:
                self.assertLessEqual(len(done.stderr.splitlines()), lines, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertFalse(exists, "something was made before the refusal")

    def options(self, program):
        """Those that take a value, from --help."""
        done, _ = self.run_words([program, "--help"])
        return re.findall(r"^  --([a-z-]+) [^ ]+ +\S", done.stdout, flags=re.M)

    def test_help_and_version(self):
        for program in PROGRAMS:
            with self.subTest(program):
                done, _ = self.run_words([program, "--help"])
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertRegex(done.stdout, rf"^{program} - .+\n\nusage: {program} \[OPTION\]…")
                self.assertRegex(done.stdout, r"(?m)^  --version +show the version and exit$")
                done, _ = self.run_words([program, "--version"])
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertRegex(done.stdout, rf"^{program} \d+\.\d+\.\d+\n$")

    def test_every_option_of_every_program(self):
        for program in PROGRAMS:
            self.refused("nothing", [program], 2, rf"^{program}: .*(missing|needed|give|wants|what is to be done)")
            self.refused("unknown", [program, "--nonsense"], 2, rf"^{program}: unknown option --nonsense; see --help")
            self.refused("short", [program, "-x"], 2, rf"^{program}: unknown option -x; see --help")
            self.refused("an empty word", [program, ""], 2, r'(unexpected argument ""|there is no command)')
            options = self.options(program)
            self.assertTrue(options)
            for option in options:
                self.refused("no value", [program, f"--{option}"], 2, rf"--{option} needs a value: --{option} ")
                self.refused("empty", [program, f"--{option}="], 2, rf"--{option} is empty; write --{option} ")
                self.refused("empty", [program, f"--{option}", ""], 2, rf"--{option} is empty; write --{option} ")

    def test_a_hall_that_is_none(self):
        for name in ("controller", "bus", "station", "stations", "kiosk", "display", "adopt", "load"):
            for what, place, sentence in HALL_ROWS:
                self.refused(f"{name}: {what}", GOOD[name].replace("{hall}", place), 2, sentence,
                             lines=0 if what == "mistakes" else 1)
        self.refused("--check", "hall-controller --check --hall {dir}/bad", 2, "bad has 5 mistakes", lines=0)

    def test_a_key_that_is_none(self):
        for name in ("bus", "station", "kiosk", "display", "hallctl"):
            for what, place, sentence in KEY_ROWS:
                command = re.sub(r"--key \S+", f"--key {place}", GOOD[name])
                self.refused(f"{name}: {what}", command, 2, sentence)

    def test_an_address_that_is_none(self):
        for name in ("bus", "station", "kiosk", "display", "hallctl", "load"):
            for address in ADDRESS_ROWS:
                command = GOOD[name].replace(f"--controller {NOBODY}", f"--controller {address}")
                self.refused(name, command, 2, f"--controller {address} is not HOST:PORT; write it like")
        for address, sentence in LISTEN_ROWS:
            self.refused("listen", GOOD["controller"].replace("127.0.0.1:0", address), 2, sentence)

    def test_numbers_out_of_range(self):
        for name, option, values in NUMBERS:
            for value in values:
                self.refused(option, f"{GOOD[name]} --{option} {value}", 2,
                             rf"--{option} {value} is not a number from \d+ to \d+; see --help")

    def test_every_other_row(self):
        for row in ROWS:
            self.refused(*row)
        self.assertEqual((self.top / "junk.key").read_text(encoding="utf-8"), "hello\n")

    def test_the_state_of_something_else(self):
        """One folder, one hall, one kind of day, one controller, one format."""
        serve = "hall-controller --hall {township} --listen 127.0.0.1:0 --state {dir}/"
        practice = Controller(self.top / "practice", start=WORKDAY)
        self.refused("in use", serve + "practice --training 1", 1, "in use by another controller; stop that one")
        self.assertEqual(practice.stop(), 0)
        self.assertEqual(Controller(self.top / "real", training=0).stop(), 0)
        self.refused("practice for real", serve + "practice", 2, "practice is a training folder.*: give another folder")
        self.refused("real for practice", serve + "real --training 1", 2, "real is the real hall's folder.*: give")
        self.refused("another hall", serve.replace("township", "hall") + "real", 2, 'belongs to the hall "township"')
        (self.top / "real" / "boots").write_text("many\n", encoding="utf-8")
        self.refused("boots", serve + "real", 1, "boots does not hold a number; write the highest", lines=2)

    def test_the_commands_of_the_documents_are_good(self):
        """Every program and option in a code block is there."""
        known = {program: self.run_words([program, "--help"])[0].stdout for program in PROGRAMS}
        known["./hall"] = subprocess.run([ROOT / "hall", "help"], capture_output=True, text=True,
                                         check=True).stdout
        found = 0
        for page in ("README.md", "README.zh-CN.md", "docs/operations.md", "halls/README.md"):
            text = (ROOT / page).read_text(encoding="utf-8")
            for block in re.findall(r"^```\w*\n(.*?)^```", text, flags=re.M | re.S):
                for line in block.splitlines():
                    words = line.split("#")[0].split()
                    program = "".join(words[:1]).removeprefix("build/release/bin/")
                    if program not in known:
                        continue
                    found += 1
                    for word in words[1:]:
                        if word.startswith("--"):
                            self.assertRegex(known[program], rf"(?m)(^|[ \[]){word}\b", f"{page}: {line}")
                    if program == "./hall":
                        self.assertRegex(known[program], rf"(?m)^\./hall {words[1]}\b", f"{page}: {line}")
        self.assertGreater(found, 15)
        check = [BIN / "hall-controller", "--check", "--hall", "halls/jianchang"]  # as README.md has it
        self.assertEqual(subprocess.run(check, cwd=ROOT, capture_output=True, check=False).returncode, 0)

    def test_the_launcher(self):
        for words, sentence in LAUNCHER:
            with self.subTest(words):
                done = subprocess.run([ROOT / "hall", *words.split()], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertRegex(done.stderr, f"hall: .*{sentence}")


if __name__ == "__main__":
    unittest.main()
