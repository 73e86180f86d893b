# SPDX-License-Identifier: Apache-2.0
"""hall1 - HALL/1 in Python, for tests: messages from protocol/schema.def, frames, the handshake,
sealed records, a client.

Written apart from the C code, from the schema and SPEC.md alone, so that a mistake in one of the
two shows. Standard library and python3-cryptography.
"""
import hashlib
import hmac
import re
import select
import socket
import struct
import time
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

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
_LISTS = {key: re.findall(r"X\(\s*(\w+),\s*(\w+)(?:,\s*(\w+))?[^)]*\)",
                          "".join(_DEF.get(key + part, "") for part in ("", "_STATION", "_HALL")))
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


def frame(header, body=b""):
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


# ---- sealing: Noise_NNpsk0_25519_AESGCM_SHA256, then AES-128-CCM-8 records ----

NOISE_NAME = b"Noise_NNpsk0_25519_AESGCM_SHA256"
TCP, LINE = 1, 2
SEALED, GROUP, HANDSHAKE = 1, 2, 3
KEYPHASE = 0x08
LINK_BITS = 0x37


def _hkdf(chaining, material, count):
    secret = hmac.digest(chaining, material, "sha256")
    out, last = [], b""
    for i in range(count):
        last = hmac.digest(secret, last + bytes([i + 1]), "sha256")
        out.append(last)
    return out


class Noise:
    """The symmetric state of one handshake; prologue and psk are mixed in."""

    def __init__(self, initiator, transport, uid, hs_id, psk, ver=1):
        self.initiator = initiator
        self.h = self.ck = NOISE_NAME  # 32 bytes: taken as it is
        self.k, self.n = None, 0
        self._mix_hash(b"HALL/1" + bytes([ver, transport]) + struct.pack("<Q", uid) + bytes([hs_id]))
        self.ck, temp, self.k = _hkdf(self.ck, psk, 3)
        self._mix_hash(temp)
        self.secret = X25519PrivateKey.generate()
        self.public = self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.peer = None

    def _mix_hash(self, data):
        self.h = hashlib.sha256(self.h + data).digest()

    def _mix_key(self, material):
        self.ck, self.k = _hkdf(self.ck, material, 2)
        self.n = 0

    def _nonce(self):
        self.n += 1
        return bytes(4) + struct.pack(">Q", self.n - 1)

    def _ee(self):
        self._mix_key(self.secret.exchange(X25519PublicKey.from_public_bytes(self.peer)))

    def write(self, payload):
        self._mix_hash(self.public)
        self._mix_key(self.public)
        if not self.initiator:
            self._ee()
        sealed = AESGCM(self.k).encrypt(self._nonce(), payload, self.h)
        self._mix_hash(sealed)
        return self.public + sealed

    def read(self, message):
        self.peer = message[:32]
        self._mix_hash(self.peer)
        self._mix_key(self.peer)
        if self.initiator:
            self._ee()
        payload = AESGCM(self.k).decrypt(self._nonce(), message[32:], self.h)
        self._mix_hash(message[32:])
        return payload

    def split(self):
        """Record keys: what we send with, what the other end sends with."""
        first, second = (record_key(k) for k in _hkdf(self.ck, b"", 2))
        return (first, second) if self.initiator else (second, first)


def record_key(transport):
    return hmac.digest(transport, b"HALL/1 rec\x01", "sha256")[:16]


def _nonce(header, counter):
    return bytes([header[2] >> 6, header[1], header[0]]) + bytes(6) + struct.pack(">I", counter)


def _aad(header):
    return bytes([header[0], header[1], header[2] & ~LINK_BITS & 0xFF, header[3]])


def seal(key, header, counter, body):
    """A decoded frame; header is DST SRC CTL, the counter's low byte is added."""
    header = bytes(header[:3]) + bytes([counter & 0xFF])
    return header + AESCCM(key, tag_length=8).encrypt(_nonce(header, counter), body, _aad(header))


def unseal(key, decoded, counter):
    """The body, or None when the tag is wrong."""
    try:
        return AESCCM(key, tag_length=8).decrypt(_nonce(decoded, counter), decoded[4:], _aad(decoded))
    except InvalidTag:
        return None


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
        self.psk = bytes.fromhex(parts["key"])


class Ended(Exception):
    """The other end said BYE or closed."""


class Client:
    """A device on TCP. Answers PING by itself; keeps the rows of its view.

    wire: called with ("D>C" or "C>D", decoded frame, body) of everything that passes.
    """

    def __init__(self, port, key=None, boot=0, view=0, hello=True, source=None, wire=None,
                 host="127.0.0.1", **more):
        self.sock = socket.socket()
        if source:
            self.sock.bind((source, 0))
        self.sock.connect((host, port))
        self.sent = self.got = 0
        self.buffer = b""
        self.queue = []
        self.rows, self.vers, self.loaded = {}, {}, False
        self.epoch = self.rev = 0
        self.vack = True
        self.seq = 0
        self.bye = None
        self.keys = None
        self.wire = wire or (lambda *_: None)
        self.noise = None
        if hello:
            self.knock(key, boot=boot, view=view, **more)
            try:
                self.until(lambda: self.keys)
                self.welcome = self.take("welcome")
            except Ended:
                self.sock.close()
                raise
            self.say("ping", id=0, t1=0)
            if view:
                self.until(lambda: self.loaded)

    def knock(self, key, uid=None, hs_id=0, ver=1, first=None, **fields):
        """NOISE1 with a HELLO inside (or with the body `first`)."""
        uid = key.uid if uid is None else uid
        hello = dict(proto_max=1, proto_min=1, schema_rev=2, kind=key.kind, uid=uid, name=key.name,
                     credit=2)
        hello.update(fields)
        self.noise = Noise(True, TCP, uid, hs_id, key.psk, ver)
        message = self.noise.write(encode("hello", **hello) if first is None else first)
        self.handshake("noise1", hs_id=hs_id, uid=uid, ver=ver, msg=message)

    def handshake(self, name, **values):
        self.sock.sendall(frame((0, 1, HANDSHAKE << 6, 0), encode(name, **values)))

    def close(self):
        self.sock.close()

    def say(self, name, /, **values):
        self.say_body(encode(name, **values))

    def say_body(self, body):
        decoded = seal(self.keys[0], (0, 1, SEALED << 6), self.sent, body)
        self.sent += 1
        self.wire("D>C", decoded, body)
        self.sock.sendall(frame(decoded))

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
        assert decoded[:2] == b"\x01\x00", decoded[:4]
        if decoded[2] >> 6 == HANDSHAKE:
            name, values = decode(decoded[4:])
            assert name == "noise2", name
            body = self.noise.read(values["msg"])
            self.keys = self.noise.split()
        else:
            assert decoded[2] == SEALED << 6 and decoded[3] == self.got & 0xFF, decoded[:4]
            body = unseal(self.keys[1], decoded, self.got)
            assert body is not None, "the controller's record does not open"
            self.got += 1
        self.wire("C>D", decoded, body)
        self._message(*decode(body))

    def _message(self, name, values):
        if name == "ping":
            self.say("pong", id=values["id"], t1=values["t1"])
        elif name == "pong" and values["id"] == 0:
            pass  # the answer to what proved us
        elif name == "bye":
            self.bye, self.retry_ms = values["text"], values["retry_ms"]
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
