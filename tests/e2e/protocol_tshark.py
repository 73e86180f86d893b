#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wireshark with protocol/hall.lua reads what the published vectors mean: every message, every
row, frames in a stream cut anywhere, damage, and a session."""
import re
import struct
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import hall1  # noqa: E402
import wireshark  # noqa: E402

HEADER = bytes([0, 1, 0x40, 7])  # to the controller, sealed
NUMBER = re.compile(r"-?\d+$")


def setUpModule():
    if not wireshark.here():
        raise unittest.SkipTest("tshark is not installed; apt-get install tshark")


def decode(packets, link=wireshark.LINK_USER0):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture.pcap"
        wireshark.write_pcap(path, packets, link)
        got = wireshark.read(path)
    assert len(got) == len(packets), f"{len(packets)} packets, tshark shows {len(got)}"
    return got


def opened(body, up=True):
    flags = wireshark.OPENED | (wireshark.TO_CONTROLLER if up else 0)
    return bytes([flags]) + HEADER + body


def plain(value):
    """A value of hall1 or of a vector as tshark shows it."""
    if isinstance(value, bytes):
        return value.hex(":")
    return str(value)


def flat(prefix, fields, values):
    """[(field, value)] as the tree of the dissector has them."""
    found = []
    for one in fields:
        name = one[1] if one[0] in "SB" else one[2]
        if one[0] == "R":
            for record in values[name]:
                found += flat(f"{prefix}.{name}", hall1.RECORDS[one[1]], record)
        else:
            found.append((f"{prefix}.{name}", plain(values[name])))
    return found


def meaning(prefix, text):
    """The same from a `means` line: name=1 name=0a0b name="text" list=[(a=1 b=2) (a=3 b=4)]"""
    found = []
    pattern = re.compile(r'(\w+)=(?:\[((?:\([^)]*\) ?)*)\]|"([^"]*)"|(\S*))')
    for name, records, quoted, bare in pattern.findall(text):
        if f"{name}=[" in text:
            for record in re.findall(r"\(([^)]*)\)", records):
                found += meaning(f"{prefix}.{name}", record)
        else:
            found.append((f"{prefix}.{name}", quoted or bare))
    return found


def same(shown, told):
    """tshark shows bytes with colons, a vector without."""
    return shown == told or shown.replace(":", "") == told


class Messages(unittest.TestCase):
    def check(self, title, packet, name, expected):
        self.assertEqual(wireshark.values(packet, "hall.name")[:1], [name], title)
        shown = [(field, text) for field, text in packet if field.startswith(f"hall.{name}.")]
        self.assertEqual([field for field, _ in shown], [field for field, _ in expected], title)
        for (field, text), (_, told) in zip(shown, expected):
            self.assertTrue(same(text, told), f"{title}: {field} is shown as {text}, means {told}")

    def test_every_vector_of_every_message_is_shown_as_it_means(self):
        cases = []
        blocks = wireshark.vectors("messages.txt")
        for title, lines in blocks:
            name, _, direction = title.split()
            for at, (what, text) in enumerate(lines):
                if what != "means":
                    means = lines[at + 1][1] if lines[at + 1:] and lines[at + 1][0] == "means" else None
                    cases.append((f"{name} {what}", name, direction != "C2D", bytes.fromhex(text), means))
        got = decode([opened(body, up) for _, _, up, body, _ in cases])
        seen = set()
        for (title, name, up, body, means), packet in zip(cases, got):
            self.assertEqual(wireshark.values(packet, "hall.to_controller"), [str(int(up))], title)
            self.assertEqual(wireshark.values(packet, "hall.opened"), ["1"], title)
            malformed = bool(wireshark.values(packet, "hall.malformed"))
            self.assertEqual(malformed, means == "malformed", title)
            if malformed:
                continue
            code, fields = hall1.MESSAGES[name]
            self.assertEqual(code, body[0])
            if means:
                self.check(title, packet, name, meaning(f"hall.{name}", means.split(" ", 1)[1]))
            self.check(title, packet, name, flat(f"hall.{name}", fields, hall1.decode(body)[1]))
            extra = wireshark.values(packet, "hall.extra")
            if name == "tunnel":  # the frame in it may have some of its own
                extra = [tail for tail in extra if tail == "aa:bb:cc"]
            self.assertEqual(extra, ["aa:bb:cc"] if title.endswith("extended") else [], title)
            seen.add(name)
        self.assertEqual(seen, set(hall1.MESSAGES))

    def test_more_than_a_field_may_hold_is_malformed(self):
        cases = []
        for name, (code, fields) in hall1.MESSAGES.items():
            for at, one in enumerate(fields):
                body = bytes([code]) + hall1.encode_fields(fields[:at], {})
                most = int(one[-1]) if one[0] in "SBR" else None
                if one[0] == "R":
                    stride = len(hall1.encode_fields(hall1.RECORDS[one[1]], {}))
                    cases.append((name, body + bytes([most + 1, stride]) + bytes((most + 1) * stride)))
                elif most and (one[0] == "B" or most < 255):
                    head = struct.pack("<B" if one[0] == "S" else "<H", most + 1)
                    cases.append((name, body + head + b"a" * (most + 1)))
        self.assertGreater(len(cases), 30)
        for (name, _), packet in zip(cases, decode([opened(body) for _, body in cases])):
            self.assertEqual(len(wireshark.values(packet, "hall.malformed")), 1, name)

    def test_an_unknown_type_is_shown_as_such(self):
        packet, = decode([opened(b"\xee\x01\x02")])
        self.assertEqual(wireshark.values(packet, "hall.type"), ["0xee"])
        self.assertIn("hall.expert.type", dict(packet))

    def test_what_must_be_sealed_and_is_clear_is_marked(self):
        clear = bytes([1, 0, 1, 0, 7])
        packets = decode([clear + hall1.encode("act", session=1), clear + hall1.encode("need", what=1),
                          opened(hall1.encode("act", session=1))])
        self.assertEqual(["hall.expert.clear" in dict(packet) for packet in packets],
                         [True, False, False])

    def test_a_tunnel_shows_the_frame_of_the_line(self):
        sealed = bytes([0, 7, 0x40, 3]) + bytes(range(20)) + bytes(range(100, 108))
        poll, short = bytes([7, 0, 0x30, 5, 0x10]), bytes([0, 7, 0x40, 3, 1, 2])
        got = decode([opened(hall1.encode("tunnel", line=2, frame=frame)) for frame in (sealed, poll, short)])
        self.assertEqual(wireshark.values(got[0], "hall.src"), ["0x01", "0x07"])
        self.assertEqual(wireshark.values(got[0], "hall.tag"), [sealed[-8:].hex(":")])
        self.assertEqual(wireshark.values(got[1], "hall.name"), ["tunnel", "poll"])
        self.assertEqual([len(wireshark.values(packet, "hall.inner.malformed")) for packet in got], [0, 0, 1])
        self.assertEqual([wireshark.values(packet, "hall.malformed") for packet in got], [[], [], []])

    def test_a_sealed_body_stays_closed(self):
        body, tag = bytes(range(20)), bytes(range(100, 108))
        for security in (0x40, 0x80):
            frame = bytes([0, 255, 0, security | 0x2d, 9]) + body + tag
            packet, = decode([frame])
            self.assertEqual(wireshark.values(packet, "hall.sealed"), [body.hex(":")])
            self.assertEqual(wireshark.values(packet, "hall.tag"), [tag.hex(":")])
            self.assertEqual(wireshark.values(packet, "hall.name"), [])
            shown = [dict(packet)[f"hall.{name}"] for name in ("dst", "src", "open", "ackreq", "kph", "ack", "ctr")]
            self.assertEqual(shown, ["0xff", "0x00", "1", "0", "1", "5", "9"])


class Rows(unittest.TestCase):
    def setUp(self):
        self.blocks = [(title, dict(lines)) for title, lines in wireshark.vectors("rows.txt")]

    def expected(self, lines):
        if "means" not in lines:
            return None
        told = meaning("hall.row", lines["means"])
        return told[:2], told[2:]

    def test_rows_of_a_snapshot_are_shown_with_their_fields(self):
        rows = [(title, lines) for title, lines in self.blocks if "means" in lines]
        got = decode([opened(hall1.encode("rows", rows=bytes.fromhex(lines["row"]))) for _, lines in rows])
        for (title, lines), packet in zip(rows, got):
            self.assertEqual(wireshark.values(packet, "hall.row.name"), [title])
            self.assertEqual(wireshark.values(packet, "hall.row.gone"), ["0"])
            head, fields = self.expected(lines)
            self.assertEqual([(f"hall.row.{k}", dict(packet)[f"hall.row.{k}"]) for k in ("key", "ver")], head)
            shown = [(f.replace(f"row.{title}.", "row."), v.replace(":", "")) for f, v in packet
                     if f.startswith(f"hall.row.{title}.")]
            self.assertEqual(shown, fields)
        self.assertEqual([title for title, _ in rows], [name for name, _ in hall1.ROWS.values()])

    def test_a_delta_shows_what_is_set_and_what_is_gone(self):
        body = b"".join(bytes.fromhex(lines["row"]) for _, lines in self.blocks)
        packet, = decode([opened(hall1.encode("delta", **{"from": 1, "to": 2, "rows": body}))])
        kinds = [str(kind) for kind in sorted(hall1.ROWS)]
        self.assertEqual(wireshark.values(packet, "hall.row.kind"), kinds + ["4"])
        self.assertEqual(wireshark.values(packet, "hall.row.gone"), ["0"] * len(kinds) + ["1"])
        self.assertEqual(wireshark.values(packet, "hall.row.malformed"), [])

    def test_rows_of_an_unknown_kind_and_broken_ones_are_shown(self):
        unknown = struct.pack("<BIIH", 100, 1, 2, 3) + b"abc"
        long = struct.pack("<BIIH", 2, 1, 2, 65) + bytes(65)
        cut = struct.pack("<BIIH", 2, 1, 2, 3) + b"ab"
        got = decode([opened(hall1.encode("rows", rows=rows)) for rows in (unknown, long, cut)])
        self.assertEqual(wireshark.values(got[0], "hall.row.bytes"), ["61:62:63"])
        self.assertEqual([len(wireshark.values(packet, "hall.row.malformed")) for packet in got], [0, 1, 1])


class Stream(unittest.TestCase):
    def segments(self, pieces, sizes, client_port=50000):
        """All bytes of `pieces` upwards, in segments of these sizes, again and again."""
        talk, data, at, turn = wireshark.Conversation(client_port), b"".join(pieces), 0, 0
        while at < len(data):
            size = sizes[turn % len(sizes)]
            talk.say(True, data[at:at + size])
            at, turn = at + size, turn + 1
        return talk.packets

    def frames(self, packets):
        """(dst, src, ctl, ctr) and check of every frame that tshark found in the stream."""
        found = []
        for packet in decode(packets, wireshark.LINK_ETHERNET):
            heads = zip(*(wireshark.values(packet, f"hall.{n}") for n in ("dst", "src", "ctl", "ctr", "type")))
            found += [bytes(int(value, 0) for value in head) for head in heads]
        return found

    def test_frames_cut_over_segments_are_put_together(self):
        vectors = [dict(lines) for _, lines in wireshark.vectors("frames.txt")]
        wires = [bytes.fromhex(lines["wire"]) for lines in vectors]
        want = [bytes.fromhex(lines["decoded"]) for lines in vectors]
        for sizes in ([1000000], [97], [7, 1, 250, 3], [len(wires[0]) + 5, 11]):
            packets = self.segments(wires, sizes)
            self.assertEqual(self.frames(packets), [frame[:5] for frame in want], sizes)
        shown = decode(self.segments(wires, [97]), wireshark.LINK_ETHERNET)
        self.assertEqual([v for packet in shown for v in wireshark.values(packet, "hall.fcs_ok")], ["1"] * len(wires))
        # ACK with a long tail: the body must come out of COBS as it went in.
        self.assertEqual([v for packet in shown for v in wireshark.values(packet, "hall.extra")],
                         [frame[6:].hex(":") for frame in want if frame[4] == 0x11 and len(frame) > 6])

    def test_frames_may_share_a_delimiter(self):
        poll = hall1.frame(bytes([7, 0, 0x30, 5, 0x10]))
        self.assertEqual(len(self.frames(self.segments([poll[:-1], poll[:-1], poll], [9]))), 3)

    def test_damage_is_named_and_the_next_frame_is_good(self):
        good = hall1.frame(bytes([7, 0, 0x30, 5, 0x10]))
        for title, lines in wireshark.vectors("refused.txt"):
            wire = bytes.fromhex(dict(lines)["refused"])
            if "251 bytes" in title or "end is missing" in title:
                continue  # good on TCP; ended by the next delimiter
            packets = decode(self.segments([wire, good], [1000]), wireshark.LINK_ETHERNET)
            names = [field for packet in packets for field, _ in packet]
            self.assertEqual(names.count("hall.type"), 1, title)
            self.assertTrue({"hall.expert.fcs", "hall.expert.cobs"} & set(names), title)


class Session(unittest.TestCase):
    """The worked session of the vectors, as a wire and as its ends opened it."""

    def setUp(self):
        blocks = wireshark.vectors("session.txt")
        self.frames = [(title[:3] == "D>C", dict(lines)) for title, lines in blocks
                       if title[:3] in ("D>C", "C>D") and "decoded" in dict(lines)]
        self.assertGreater(len(self.frames), 8)

    def test_on_the_wire_only_the_handshake_can_be_read(self):
        talk = wireshark.Conversation(50000)
        for up, lines in self.frames:
            talk.say(up, bytes.fromhex(lines["wire"]))
        packets = decode(talk.packets, wireshark.LINK_ETHERNET)
        names = [wireshark.values(packet, "hall.name") for packet in packets]
        self.assertEqual(names, [["noise1"], ["noise2"]] + [[]] * (len(names) - 2))
        for (_, lines), packet in zip(self.frames, packets):
            frame = bytes.fromhex(lines["decoded"])
            self.assertEqual(wireshark.values(packet, "hall.fcs_ok"), ["1"])
            self.assertEqual([dict(packet)[f"hall.{name}"] for name in ("dst", "src", "ctl", "ctr")],
                             [f"0x{byte:02x}" for byte in frame[:3]] + [str(frame[3])])
            if "plain" in lines:
                self.assertEqual(wireshark.values(packet, "hall.sealed"), [frame[4:-8].hex(":")])
                self.assertEqual(wireshark.values(packet, "hall.tag"), [frame[-8:].hex(":")])

    def test_opened_it_is_what_the_vectors_mean(self):
        opened_ones = [(up, lines) for up, lines in self.frames if "plain" in lines]
        packets = decode([bytes([wireshark.OPENED | up]) + bytes.fromhex(lines["decoded"])[:4] +
                          bytes.fromhex(lines["plain"]) for up, lines in opened_ones])
        for (up, lines), packet in zip(opened_ones, packets):
            name, _, values = lines["means"].partition(" ")
            self.assertEqual(wireshark.values(packet, "hall.name"), [name])
            self.assertEqual(wireshark.values(packet, "hall.to_controller"), [str(int(up))])
            shown = [(field, text) for field, text in packet if field.startswith(f"hall.{name}.")]
            told = meaning(f"hall.{name}", values)
            self.assertEqual([field for field, _ in shown], [field for field, _ in told])
            self.assertTrue(all(same(text, value) for (_, text), (_, value) in zip(shown, told)), name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
