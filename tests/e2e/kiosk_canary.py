# SPDX-License-Identifier: Apache-2.0
"""A planted person visits (T09, T10, R-Y1 ... R-Y4): number, name, address and photograph of the card are then
looked for in every file, log, spool and journal that the kiosk, the controller and CUPS left, in what went over
the wire, in what hallctl shows, and in the memory of the kiosk - in every form in which they could stand there."""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import hallctl  # noqa: E402
from kiosk_devices import Card, KioskTest  # noqa: E402

FIRST, CONFIRM = (340, 330), (1500, 770)
NAME, ADDRESS = "欧阳云雀", "渺渺县云雀镇无此村捌拾捌号"


def needles(card):
    """Bytes of the planted person; the birth date alone is in many files by accident."""
    texts = {"number": card.number, "name": card.name, "address": card.address, "end of number": card.number[6:],
             "small x": card.number.lower()}
    found = {"photograph": card.photo[200:232]}
    for name, text in texts.items():
        for form in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            found[f"{name} in {form}"] = text.encode(form)
        found[f"{name} in hex"] = text.encode().hex().encode()
        found[f"{name} in HEX"] = text.encode().hex().upper().encode()
    found["digits as numbers"] = bytes(int(c) for c in card.number[:17])
    return found


def search(where, data, wanted):
    return [f"{name} in {where}" for name, needle in wanted.items() if needle in data]


def files_below(folder):
    for path in Path(folder).rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path


RESERVED = 1 << 32  # a sanitizer's shadow: nobody has that much


def memory_of(pid):
    """The writable memory of a process, piece by piece; nothing where that is not allowed."""
    try:
        with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
            for line in maps:
                found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
                if not found or "[vvar" in line:
                    continue
                start, end = (int(part, 16) for part in found.groups())
                if end - start > RESERVED:
                    continue
                try:
                    memory.seek(start)
                    yield memory.read(end - start)
                except OSError:
                    continue
    except PermissionError:
        return


def tool(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


class Canary(KioskTest):
    def spool(self):
        """A private cupsd with a queue that keeps every document; None where there is none."""
        if os.getuid() != 0 or not all(tool(name) for name in ("cupsd", "lpadmin", "lpstat")):
            return None
        root = self.dir / "cups"
        for folder in ("etc/ssl", "spool/tmp", "cache", "state", "log"):
            (root / folder).mkdir(parents=True)
        os.chmod(self.dir, 0o755)
        subprocess.run(f"chgrp -R lp {root}/spool {root}/cache; chmod 710 {root}/spool; chmod 770 {root}/cache; "
                       f"chmod 1770 {root}/spool/tmp", shell=True, check=True)
        socket = root / "socket"
        (root / "files.conf").write_text(
            f"ServerRoot {root}/etc\nRequestRoot {root}/spool\nTempDir {root}/spool/tmp\nCacheDir {root}/cache\n"
            f"StateDir {root}/state\nAccessLog {root}/log/access\nErrorLog {root}/log/error\nPageLog {root}/log/page\n"
            f"User lp\nGroup lp\nSystemGroup root\nFileDevice Yes\n")
        (root / "cupsd.conf").write_text(
            f"Listen {socket}\nBrowsing No\nBrowseLocalProtocols none\nWebInterface No\nLogLevel debug2\n"
            "PreserveJobHistory Yes\nPreserveJobFiles Yes\nDirtyCleanInterval 0\nDefaultPolicy open\n"
            "<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Policy open>\nJobPrivateAccess all\n"
            "JobPrivateValues none\nSubscriptionPrivateAccess all\nSubscriptionPrivateValues none\n"
            "<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n")
        log = open(self.dir / "cupsd.log", "wb")
        self.addCleanup(log.close)
        cupsd = subprocess.Popen([tool("cupsd"), "-f", "-c", root / "cupsd.conf", "-s", root / "files.conf"],
                                 stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.addCleanup(lambda: (cupsd.send_signal(signal.SIGTERM), cupsd.wait(timeout=30)))
        env = dict(os.environ, CUPS_SERVER=str(socket))
        for _ in range(600):
            if subprocess.run([tool("lpstat"), "-r"], env=env, capture_output=True).stdout.count(b"is running"):
                break
            threading.Event().wait(0.05)
        made = subprocess.run([tool("lpadmin"), "-p", "ticket", "-E", "-v", "file:///dev/null", "-m", "raw"],
                              env=env, capture_output=True)
        return str(socket) if made.returncode == 0 else None

    def look_everywhere(self, wanted, kiosk, controller):
        found = []
        for path in files_below(self.dir):
            found += search(path, path.read_bytes(), wanted)
        for program in (kiosk, controller):
            found += search("a log", program.log().encode(), wanted)
        for path in glob.glob("/tmp/core*") + glob.glob("/var/crash/*"):
            if os.path.isfile(path):
                found += search(path, Path(path).read_bytes(), wanted)
        for pid in (one.process.pid for one in (kiosk, controller) if one.process.poll() is None):
            for name in ("cmdline", "environ"):
                try:
                    found += search(f"{pid} {name}", Path(f"/proc/{pid}/{name}").read_bytes(), wanted)
                except PermissionError:
                    pass
        return found

    def test_nothing_of_a_person_is_left_anywhere(self):
        card = Card(name=NAME, address=ADDRESS, serial="789")
        wanted = needles(card)
        spool = self.spool()
        controller = self.start()
        kiosk = self.kiosk(controller, "--capture", self.dir / "kiosk.pcapng", *(("--printer", "ticket") if spool else ()),
                           env={"CUPS_SERVER": spool} if spool else None)
        kiosk.reach("card", *FIRST)
        self.reader.put(card)
        kiosk.has_page("card-take")
        self.reader.take()
        kiosk.has_page("confirm")
        kiosk.reach("issued ticket=A001", *CONFIRM)
        kiosk.wait_line(r"report seq=\d+ ticket=\d+ result=")
        kiosk.has_page("home", seconds=120)

        looked = 0
        for piece in memory_of(kiosk.process.pid):
            looked += len(piece)
            self.assertEqual(search("the kiosk's memory", piece, wanted), [])
        print(f"looked at {looked >> 10} KiB of the kiosk's memory, spool: {'CUPS' if spool else 'none'}")

        shown = "".join(hallctl("--controller", f"127.0.0.1:{controller.port}", "--key",
                                self.state / "devices" / "admin-1.key", *words).stdout
                        for words in (("ticket", "A001"), ("devices",), ("status",)))
        self.assertEqual(search("hallctl", shown.encode(), wanted), [])
        self.ctl(controller, "screen", "kiosk-1", self.dir / "screen.png")
        self.assertEqual(self.look_everywhere(wanted, kiosk, controller), [])
        kiosk.stop()
        controller.stop()
        self.assertEqual(self.look_everywhere(wanted, kiosk, controller), [])

    def test_the_search_finds_what_is_there(self):
        """A canary that never sings proves nothing."""
        card = Card(name=NAME, address=ADDRESS)
        for name, needle in needles(card).items():
            self.assertIn(f"{name} in x", search("x", b"..." + needle + b"...", needles(card)))
        (self.dir / "left.log").write_bytes(card.body())
        left = [line for path in files_below(self.dir) for line in search("x", path.read_bytes(), needles(card))]
        self.assertIn("number in utf-16-le in x", left)
        self.assertIn("name in utf-16-le in x", left)
        self.assertIn("photograph in x", left)


if __name__ == "__main__":
    unittest.main(verbosity=2)
