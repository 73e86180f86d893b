# SPDX-License-Identifier: Apache-2.0
"""hall1 - HALL/1 in Python, for tests: messages from protocol/schema.def, frames, a client.

Written apart from the C code, from the schema and the frame format alone, so that a mistake in
one of the two shows. Standard library only.
"""
import re
import select
import socket
import struct
import time
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[2] / "protocol" / "schema.def"
SIZES = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q", "i16": "h", "i64": "q"}


def _macros(text):
    """NAME -> body of every #define, with continuation lines joined."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S).replace("\\\n", " ")
    found = re.findall(r"^#define\s+(\w+)\(([^)]*)\)(.*)$", text, flags=re.M)
    return {name: body for name, _, body in found}


def _fields(body):
    """("F", type, name), ("S" or "B", name, max), ("R", record, name, max)"""
    return [(kind, *(part.strip() for part in inner.split(",")))
            for kind, inner in re.findall(r"\b([FSBR])\(([^)]*)\)", body)]


_DEF = _macros(SCHEMA.read_text(encoding="utf-8"))
_LISTS = {key: re.findall(r"X\(\s*(\w+),\s*(\w+)(?:,\s*(\w+))?[^)]*\)", _DEF[key])
          for key in ("MESSAGES", "ROWS", "RECORDS")}
RECORDS = {low: _fields(_DEF["REC_" + up]) for low, up, _ in _LISTS["RECORDS"]}
MESSAGES = {low: (int(code, 0), _fields(_DEF["MSG_" + up])) for low, up, code in _LISTS["MESSAGES"]}
ROWS = {int(code, 0): (low, _fields(_DEF["ROW_" + up])) for low, up, code in _LISTS["ROWS"]}
NAMES = {code: name for name, (code, _) in MESSAGES.items()}


# ---- fields ----

def _put(field, values):
    if field[0] == "F":
        return struct.pack("<" + SIZES[field[1]], values.get(field[2], 0))
    if field[0] == "S":
        text = values.get(field[1], "").encode()
        return bytes([len(text)]) + text
    if field[0] == "B":
        data = values.get(field[1], b"")
        return struct.pack("<H", len(data)) + data
    record = RECORDS[field[1]]
    rows = values.get(field[2], [])
    stride = sum(struct.calcsize(SIZES[f[1]]) for f in record)
    body = b"".join(_put(f, row) for row in rows for f in record)
    return bytes([len(rows), stride]) + body


def encode_fields(fields, values):
    return b"".join(_put(field, values) for field in fields)


def decode_fields(fields, data):
    """Fields that are not there are zero; bytes behind the last one are ignored."""
    values, at = {}, 0
    for field in fields:
        name = field[1] if field[0] in "SB" else field[2]
        if at >= len(data):
            values[name] = {"F": 0, "S": "", "B": b"", "R": []}[field[0]]
        elif field[0] == "F":
            size = struct.calcsize(SIZES[field[1]])
            values[name] = struct.unpack_from("<" + SIZES[field[1]], data, at)[0]
            at += size
        elif field[0] == "S":
            values[name] = data[at + 1:at + 1 + data[at]].decode()
            at += 1 + data[at]
        elif field[0] == "B":
            length = struct.unpack_from("<H", data, at)[0]
            values[name] = data[at + 2:at + 2 + length]
            at += 2 + length
        else:
            count, stride = data[at], data[at + 1]
            at += 2
            values[name] = [decode_fields(RECORDS[field[1]], data[at + i * stride:at + (i + 1) * stride])
                            for i in range(count)]
            at += count * stride
    return values


def encode(name, /, **values):
    code, fields = MESSAGES[name]
    return bytes([code]) + encode_fields(fields, values)


def decode(body):
    name = NAMES.get(body[0])
    if name is None:
        return "?", {"type": body[0]}
    return name, decode_fields(MESSAGES[name][1], body[1:])


def rows(data):
    """Rows of a ROWS or DELTA body: (kind, key, ver, values); values None for a tombstone."""
    at = 0
    while at < len(data):
        kind, key, ver, length = struct.unpack_from("<BIIH", data, at)
        at += 11
        body = data[at:at + length]
        at += length
        if kind & 0x80:
            yield kind & 0x7F, key, ver, None
        else:
            yield kind, key, ver, decode_fields(ROWS[kind][1], body)


# ---- frames: 00 COBS FCS5 00 ----

_CRC = []
for _n in range(256):
    for _ in range(8):
        _n = _n >> 1 ^ (0x82F63B78 if _n & 1 else 0)
    _CRC.append(_n)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def cobs(data):
    out, block = bytearray(), bytearray()
    for byte in data:
        if byte:
            block.append(byte)
            if len(block) == 254:
                out += b"\xff" + block
                block = bytearray()
        else:
            out += bytes([len(block) + 1]) + block
            block = bytearray()
    return bytes(out + bytes([len(block) + 1]) + block)


def uncobs(data):
    out, at = bytearray(), 0
    while at < len(data):
        code = data[at]
        if code == 0 or at + code > len(data):
            return None
        out += data[at + 1:at + code]
        at += code
        if code < 255 and at < len(data):
            out.append(0)
    return bytes(out)


def frame(header, body):
    encoded = cobs(bytes(header) + body)
    crc = crc32c(encoded)
    return b"\0" + encoded + bytes(0x80 | crc >> 7 * i & 0x7F for i in range(5)) + b"\0"


def unframe(raw):
    """Decoded frame of what stood between two delimiters, or None."""
    if len(raw) < 6:
        return None
    encoded, fcs = raw[:-5], raw[-5:]
    crc = crc32c(encoded)
    if bytes(0x80 | crc >> 7 * i & 0x7F for i in range(5)) != fcs:
        return None
    return uncobs(encoded)


# ---- label ----

def label(prefix, number):
    letters = chr(prefix & 0xFF) + (chr(prefix >> 8) if prefix >> 8 else "")
    return f"{letters}{number:03d}" if number else ""


def prefix(letters):
    return sum(ord(letter) << 8 * i for i, letter in enumerate(letters))


# ---- keys and clients ----

KINDS = {"kiosk": 1, "pad": 2, "strip": 3, "rating": 4, "board": 5, "bus": 6, "console": 7, "admin": 8}


class Key:
    def __init__(self, path):
        parts = dict(line.split("=", 1) for line in Path(path).read_text(encoding="utf-8").split())
        self.uid, self.kind = int(parts["uid"], 16), KINDS[parts["kind"]]
        self.name = parts["name"]


class Ended(Exception):
    """The other end said BYE or closed."""


class Client:
    """A device on TCP. Answers PING by itself; keeps the rows of its view."""

    def __init__(self, port, key=None, boot=0, view=0, hello=True, source=None, **more):
        self.sock = socket.socket()
        if source:
            self.sock.bind((source, 0))
        self.sock.connect(("127.0.0.1", port))
        self.sent = self.got = 0
        self.buffer = b""
        self.queue = []
        self.rows, self.vers, self.loaded = {}, {}, False
        self.epoch = self.rev = 0
        self.vack = True
        self.seq = 0
        self.bye = None
        if hello:
            fields = dict(proto_max=1, proto_min=1, schema_rev=1, kind=key.kind, uid=key.uid,
                          boot=boot, name=key.name, view=view)
            fields.update(more)
            self.say("hello", **fields)
            try:
                self.welcome = self.take("welcome")
            except Ended:
                self.sock.close()
                raise
            if view:
                self.say("sync", view=view, credit=2)
                self.until(lambda: self.loaded)

    def close(self):
        self.sock.close()

    def say(self, name, /, **values):
        self.say_body(encode(name, **values))

    def say_body(self, body):
        data = frame((0, 1, 0, self.sent & 0xFF), body)
        self.sent += 1
        self.sock.sendall(data)

    def _read(self, until):
        left = until - time.monotonic()
        if left <= 0 or not select.select([self.sock], [], [], left)[0]:
            raise TimeoutError("nothing came in time")
        try:
            data = self.sock.recv(65536)
        except ConnectionResetError:
            data = b""
        if not data:
            raise Ended(self.bye or "closed")
        self.buffer += data
        while b"\0" in self.buffer:
            raw, self.buffer = self.buffer.split(b"\0", 1)
            if raw:
                self._frame(unframe(raw))

    def _frame(self, decoded):
        assert decoded is not None, "the controller sent a broken frame"
        assert decoded[:2] == b"\x01\x00" and decoded[3] == self.got & 0xFF, decoded[:4]
        self.got += 1
        name, values = decode(decoded[4:])
        if name == "ping":
            self.say("pong", id=values["id"], t1=values["t1"])
        elif name == "bye":
            self.bye = values["text"]
        elif name in ("snap_begin", "rows", "snap_end", "delta", "vhash"):
            self._view(name, values)
        else:
            self.queue.append((name, values))

    def _view(self, name, values):
        if name == "snap_begin":
            self.rows, self.vers, self.loaded = {}, {}, False
            self.epoch, self.rev = values["epoch"], values["rev"]
        elif name == "delta":
            assert values["from"] == self.rev, (values["from"], self.rev)
            self.rev = values["to"]
        elif name == "snap_end":
            assert values["rev"] == self.rev
            assert values["hash"] == self.hash(), "the snapshot's hash is another one"
            self.loaded = True
        elif name == "vhash" and self.loaded and values["rev"] == self.rev:
            assert values["hash"] == self.hash(), "the view drifted from the controller's"
        for kind, key, ver, row in rows(values.get("rows", b"") if name in ("rows", "delta") else b""):
            if row is None:
                self.rows.pop((kind, key), None)
                self.vers.pop((kind, key), None)
            else:
                self.rows[kind, key], self.vers[kind, key] = row, ver
        if name in ("snap_end", "delta") and self.vack:
            self.say("vack", rev=self.rev, credit=2)

    def hash(self):
        def mix(h):
            h ^= h >> 16
            h = h * 0x85EBCA6B & 0xFFFFFFFF
            h ^= h >> 13
            h = h * 0xC2B2AE35 & 0xFFFFFFFF
            return h ^ h >> 16
        total = 0
        for (kind, key), ver in self.vers.items():
            total ^= mix(mix(mix(kind) ^ key) ^ ver)
        return total

    def until(self, test, seconds=10):
        """Reads until test() holds."""
        end = time.monotonic() + seconds
        while not test():
            self._read(end)

    def pump(self):
        """Reads what is there."""
        while select.select([self.sock], [], [], 0)[0]:
            self._read(time.monotonic() + 1)

    def take(self, name, seconds=10, **want):
        """The first message of that name whose fields are as wanted; others stay."""
        def find():
            return next((m for m in self.queue
                         if m[0] == name and all(m[1][k] == v for k, v in want.items())), None)
        self.until(lambda: find() is not None, seconds)
        found = find()
        self.queue.remove(found)
        return found[1]

    def ended(self, seconds=10):
        """Reads until the connection ends; the reason of the BYE."""
        try:
            self.until(lambda: False, seconds)
        except (Ended, BrokenPipeError):
            pass
        return self.bye or "closed"

    # -- commands --
    def command(self, name, answer, seq=None, wait=True, **values):
        if seq is None:
            self.seq += 1
            seq = self.seq
        self.say(name, seq=seq, **values)
        return self.take(answer, seq=seq) if wait else seq

    def issue(self, service, **values):
        return self.command("ticket_req", "ticket", service=service, **values)

    def act(self, verb=0, target=0, **values):
        return self.command("act", "result", verb=verb, target=target, **values)

    def press(self, key, seen=0, **values):
        return self.command("press", "result", key=key, seen=seen, **values)

    def row(self, kind, key):
        return self.rows.get((kind, key))
