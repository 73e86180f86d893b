# SPDX-License-Identifier: Apache-2.0
"""A client that was written from SPEC.md, messages.md and the vectors alone, by somebody who saw
nothing else of this project, agrees with the vectors, issues a ticket, calls it and sees it called.
"""
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import HallTest, hallctl  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
STRANGER = ROOT / "tests" / "e2e" / "stranger.py"


class Stranger(HallTest):
    def stranger(self, *words):
        done = subprocess.run([sys.executable, STRANGER, *map(str, words)], capture_output=True,
                              text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_it_agrees_with_every_vector(self):
        said = self.stranger("vectors", ROOT / "protocol" / "vectors")
        for name in ("frames", "refused", "messages", "rows", "records", "session"):
            self.assertRegex(said, rf"{name}\.txt: [1-9]\d* checks")

    def test_a_vector_that_is_wrong_is_found(self):
        folder = self.dir / "vectors"
        folder.mkdir()
        for file in (ROOT / "protocol" / "vectors").glob("*.txt"):
            text = file.read_text(encoding="utf-8")
            if file.name == "rows.txt":
                at = text.rindex("hash") + len("hash")
                text = text[:at] + text[at:].translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
            (folder / file.name).write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, STRANGER, "vectors", folder], capture_output=True,
                              text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    def test_it_issues_a_ticket_calls_it_and_sees_it_called(self):
        c = self.start()
        self.ctl(c, "act", "open", "1", check=0)
        names = [line.split()[0] for line in
                 hallctl("devices", "--hall", self.hall, check=0).stdout.splitlines()]
        keys = self.state / "devices"
        said = self.stranger("day", "--port", c.port, "--kiosk", keys / "kiosk-1.key", "--service", 1,
                             "--pad", keys / "pad-1.key", "--board", keys / "board-1.key",
                             "--board-index", names.index("board-1"))
        self.assertIn("ticket_req: code 0, ticket A001", said)
        self.assertEqual(said.count("find: code 0, ticket A001"), 2)
        self.assertIn("slip: code 0, ticket A001", said)
        self.assertIn("press: code 0, ticket A001", said)
        self.assertIn("CALL: window 1 shows A001", said)
        self.assertRegex(said, r"announcement \d+: A001 to window 1")


if __name__ == "__main__":
    unittest.main()
