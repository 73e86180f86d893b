#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real sealed session, recorded by --capture and read by tshark with protocol/hall.lua."""
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import wireshark  # noqa: E402
from hall_process import BIN, HallTest, hall1  # noqa: E402


def setUpModule():
    if not wireshark.here():
        raise unittest.SkipTest("tshark is not installed; apt-get install tshark")


class Captured(HallTest):
    def setUp(self):
        super().setUp()
        self.file = self.dir / "session.pcap"

    def packets(self):
        """(message name, towards the controller, packet) of everything that was said."""
        packets = wireshark.read(self.file)
        for packet in packets:
            self.assertEqual(wireshark.values(packet, "hall.malformed"), [])
            self.assertEqual(wireshark.values(packet, "hall.row.malformed"), [])
            self.assertEqual(wireshark.values(packet, "hall.extra"), [])
        return [(dict(packet)["hall.name"], dict(packet)["hall.to_controller"] == "1", packet) for packet in packets]

    def begins_with_a_handshake(self, packets):
        said = [(name, up) for name, up, _ in packets[:4]]
        self.assertEqual(said, [("noise1", True), ("hello", True), ("noise2", False), ("welcome", False)])
        hello, welcome = dict(packets[1][2]), dict(packets[3][2])
        key = self.key("admin-1")
        self.assertEqual(hello["hall.hello.name"], "admin-1")
        self.assertEqual(int(hello["hall.hello.uid"]), key.uid)
        self.assertEqual(dict(packets[0][2])["hall.noise1.uid"], hello["hall.hello.uid"])
        self.assertEqual(hello["hall.hello.kind"], "8")
        self.assertEqual((welcome["hall.welcome.proto"], welcome["hall.welcome.label"]), ("1", "admin-1"))
        self.assertEqual(welcome["hall.welcome.hall_hash"].count(":"), 31)

    def test_what_was_watched_stands_in_the_capture(self):
        c = self.start()
        watch = subprocess.Popen([BIN / "hallctl", "--controller", f"127.0.0.1:{c.port}", "--key",
                                  self.state / "devices" / "admin-1.key", "--capture", self.file, "watch"],
                                 stdout=subprocess.PIPE, text=True)
        c.wait_line("device=admin-1 .*session=open")
        self.ctl(c, "act", "open", "1", check=0)
        kiosk, seen = self.client(c, "kiosk-1"), []
        # The session is open before WATCH has arrived: something happens until it is seen.
        for _ in range(100):
            kiosk.issue(1)
            if wireshark.readable(watch.stdout):
                break
        self.ctl(c, "act", "day", "close", "force", check=0)
        for line in watch.stdout:
            seen.append(line.split(" ", 2)[1:])
            if seen[-1][1].startswith("day_closed"):
                break
        watch.terminate()
        watch.wait()
        watch.stdout.close()

        packets = self.packets()
        self.begins_with_a_handshake(packets)
        shown = [[dict(packet)["hall.event.jseq"], dict(packet)["hall.event.text"] + "\n"]
                 for name, up, packet in packets if name == "event" and not up]
        self.assertEqual(shown[:len(seen)], seen)
        self.assertIn(("watch", True), [(name, up) for name, up, _ in packets])
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(self.key("admin-1").psk, self.file.read_bytes())

    def test_a_snapshot_is_shown_row_by_row(self):
        c = self.start()
        self.ctl(c, "act", "open", "1", check=0)
        self.client(c, "kiosk-1").issue(1)
        self.ctl(c, "--capture", self.file, "status", check=0)
        packets = self.packets()
        self.begins_with_a_handshake(packets)
        said = [name for name, up, _ in packets if not up]
        begin = said.index("snap_begin")
        self.assertEqual(set(said[begin + 1:said.index("snap_end")]), {"rows"})
        count = 0
        for name, _, packet in packets:
            if name != "rows":
                continue
            body = bytes.fromhex(dict(packet)["hall.rows.rows"].replace(":", ""))
            rows = list(hall1.rows(body))
            count += len(rows)
            self.assertEqual(wireshark.values(packet, "hall.row.kind"), [str(kind) for kind, *_ in rows])
            self.assertEqual(wireshark.values(packet, "hall.row.key"), [str(key) for _, key, *_ in rows])
            for kind, (row, fields) in hall1.ROWS.items():
                for one in fields:
                    field = one[2] if one[0] == "F" else one[1]
                    told = [values[field] for at, _, _, values in rows if at == kind]
                    told = [value.hex(":") if isinstance(value, bytes) else str(value) for value in told]
                    self.assertEqual(wireshark.values(packet, f"hall.row.{row}.{field}"), told)
        begun = dict(packets[[name for name, *_ in packets].index("snap_begin")][2])
        self.assertEqual(int(begun["hall.snap_begin.rows"]), count)
        self.assertGreater(count, 5)


if __name__ == "__main__":
    unittest.main(verbosity=2)
