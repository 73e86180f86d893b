#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hall-schema finds each file that is not what the schema makes of it, and neither passes nor
writes anything for a schema that takes something back."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = ["docs/messages.md", "protocol/hall.lua", "tests/fuzz/hall.dict", "protocol/schema.lock"]
READ = ["protocol/schema.def", "tools/schema/dissector.lua"]


class Stale(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="hall-schema-"))
        self.addCleanup(shutil.rmtree, self.root)
        for name in MADE + READ:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)

    def run_tool(self, verb):
        tool = Path(os.environ["HALL_BIN"]) / "hall-schema"
        done = subprocess.run([tool, verb, self.root], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    def edit(self, name, pattern, text):
        path = self.root / name
        new, count = re.subn(pattern, text, path.read_text(encoding="utf-8"), count=1, flags=re.M)
        self.assertEqual(count, 1, f"{pattern} is not in {name}")
        path.write_text(new, encoding="utf-8")

    def texts(self):
        return [(self.root / name).read_bytes() for name in MADE]

    def refused(self, sentence):
        before = self.texts()
        for verb in ("check", "write"):
            status, said = self.run_tool(verb)
            self.assertEqual(status, 1)
            self.assertIn(sentence, said)
        self.assertEqual(self.texts(), before)

    def test_the_tree_as_it_is_passes_and_is_written_the_same(self):
        before = self.texts()
        self.assertEqual(self.run_tool("check"), (0, ""))
        self.assertEqual(self.run_tool("write"), (0, ""))
        self.assertEqual(self.texts(), before)

    def test_a_change_in_any_made_file_is_found_and_written_away(self):
        for name in MADE:
            good = (self.root / name).read_bytes()
            for spoilt in (good + b"x\n", good[:-20], good.replace(b"press", b"tress", 1)):
                if name.endswith(".lock") and spoilt != good + b"x\n":
                    spoilt = good.replace(b"\nmessage", b"\n\nmessage", 1)
                elif name.endswith(".lock"):
                    spoilt = b"# " + good
                (self.root / name).write_bytes(spoilt)
                status, said = self.run_tool("check")
                self.assertEqual(status, 1, name)
                self.assertRegex(said, rf"{name}:\d+ is not what protocol/schema.def makes of it; run")
                self.assertEqual(self.run_tool("write"), (0, ""))
                self.assertEqual((self.root / name).read_bytes(), good)

    def test_a_missing_file_is_named(self):
        (self.root / "protocol/hall.lua").unlink()
        status, said = self.run_tool("check")
        self.assertEqual(status, 1)
        self.assertIn("protocol/hall.lua cannot be read", said)

    def test_another_comment_makes_the_messages_stale(self):
        self.edit("protocol/schema.def", r"^/\* A key went down", "/* A button went down")
        self.assertIn("docs/messages.md:", self.run_tool("check")[1])

    def test_a_message_without_comment_is_refused(self):
        self.edit("protocol/schema.def", r"^/\* Answered at once by PONG[^/]*/\n", "")
        self.refused("message ping has no comment above it")

    # What the lock has and the schema has not: removed, renamed, other type, place, code, limit.
    def test_what_was_published_cannot_be_taken_back(self):
        for pattern, text, sentence in (
                (r"^  arg u16 1\n", "  arg u16 1\n  force u8 2\n", "message press has lost its field force"),
                (r"^  seen u8 1$", "  looked u8 1", "was looked u8 and is now seen u8"),
                (r"^  seen u8 1$", "  seen u16 1", "was seen u16 and is now seen u8"),
                (r"^  key u8 1\n  seen u8 1$", "  seen u8 1\n  key u8 1", "was seen u8 and is now key u8"),
                (r"^message 20 press", "message 7e press", "message press is gone"),
                (r"^message 20 press", "message 20 knock", "message 20 was knock and is now press"),
                (r"^  text str96 1$", "  text str95 1", "was text str95 and is now text str96"),
                (r"^revision \d+$", "revision 99", "SCHEMA_REV is")):
            shutil.copy(ROOT / "protocol/schema.lock", self.root / "protocol/schema.lock")
            self.edit("protocol/schema.lock", pattern, text)
            self.refused(sentence)

    def test_growth_wants_a_higher_revision(self):
        self.edit("protocol/schema.lock", r"^  arg u16 1\n", "")
        self.refused("press has grown and SCHEMA_REV is still")
        revision = int(re.search(r"^revision (\d+)$", (self.root / MADE[3]).read_text(), re.M).group(1))
        self.edit("protocol/schema.lock", r"^revision \d+$", f"revision {revision - 1}")
        self.assertEqual(self.run_tool("write"), (0, ""))
        self.assertIn(f"  arg u16 {revision}\n", (self.root / MADE[3]).read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
