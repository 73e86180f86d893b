# SPDX-License-Identifier: Apache-2.0
"""wireshark - capture files, and what tshark with protocol/hall.lua reads in them.

A capture of frames has link type USER0: a byte of flags (1: towards the controller, 2: opened,
the body in plain and without its tag) and the decoded frame, header first.
"""
import re
import select
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DISSECTOR = ROOT / "protocol" / "hall.lua"
VECTORS = ROOT / "protocol" / "vectors"
LINK_USER0, LINK_ETHERNET = 147, 1
TO_CONTROLLER, OPENED = 1, 2
PORT = 7420


def here():
    return shutil.which("tshark") is not None


def write_pcap(path, packets, link=LINK_USER0):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link))
        for number, packet in enumerate(packets):
            out.write(struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet)


class Conversation:
    """One TCP connection as Ethernet packets: say(up, bytes) adds a segment."""

    def __init__(self, client_port):
        self.ends = {True: (1, client_port), False: (2, PORT)}
        self.next = {True: 1000, False: 5000}
        self.packets = []

    def say(self, up, data):
        (src, src_port), (dst, dst_port) = self.ends[up], self.ends[not up]
        tcp = struct.pack(">HHIIBBHHH", src_port, dst_port, self.next[up], self.next[not up],
                          5 << 4, 0x18, 65535, 0, 0)
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40 + len(data), 0, 0, 64, 6, 0,
                         bytes([10, 0, 0, src]), bytes([10, 0, 0, dst]))
        self.packets.append(bytes(12) + b"\x08\x00" + ip + tcp + data)
        self.next[up] += len(data)


def read(path):
    """The packets of a capture: for each a list of (field name, text), in the order of the tree."""
    done = subprocess.run(["tshark", "-X", f"lua_script:{DISSECTOR}", "-r", str(path), "-T", "pdml"],
                          capture_output=True, text=True, check=False)
    broken = re.search(r'showname="(Lua Error[^"]*)"', done.stdout)
    if done.returncode or broken or "Lua" in done.stderr:
        raise RuntimeError(f"tshark: {broken and broken.group(1)} {done.stderr}")
    packets = []
    for packet in ElementTree.fromstring(done.stdout).iter("packet"):
        packets.append([(field.get("name"), field.get("show")) for field in packet.iter("field")])
    return packets


def values(packet, name):
    return [text for field, text in packet if field == name]


def readable(pipe):
    """True when a line is there to be read, without waiting for one."""
    return bool(select.select([pipe], [], [], 0)[0])


# ---- protocol/vectors/*.txt ----

def vectors(name):
    """Blocks of a file: (title, [(what, text)]); hex that goes on in the next line is joined."""
    blocks = []
    for line in (VECTORS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            blocks.append((line[2:], []))
        elif line.startswith(" "):
            what, text = blocks[-1][1].pop()
            blocks[-1][1].append((what, text + line.strip()))
        elif line:
            what, _, text = line.partition(" ")
            blocks[-1][1].append((what, text.strip()))
    return [block for block in blocks if block[1]]
