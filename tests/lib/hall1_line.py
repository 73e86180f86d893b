# SPDX-License-Identifier: Apache-2.0
"""hall1_line - stations on a line in Python, and the bus program in front of them.

Written from protocol/SPEC.md 6: the controller begins, HELLO is in NOISE2, WELCOME is its first
record; calls come under the group key of the line.
"""
import hall1
from hall1 import GROUP, HANDSHAKE, KEYPHASE, LINE, SEALED

CONTROLLER, ALL = 0x00, 0xFF
NEED_SESSION = 1


class Session:
    """Record keys of one handshake; counters."""

    def __init__(self, keys, phase):
        self.out, self.inward = keys
        self.phase = phase
        self.sent = self.got = 0


class Station:
    """A station's end: answers NOISE1, seals, opens, keeps the group keys."""

    def __init__(self, key, address, **hello):
        self.key, self.address, self.hello = key, address, hello
        self.session = self.next = None
        self.groups = {}  # phase: [key, counter of the next frame]
        self.answered = None  # the NOISE1 answered last, and with what

    def noise2(self, noise1):
        """The frame that answers; None when it is not for this device. Raises on a wrong key."""
        if noise1["uid"] != self.key.uid or noise1["ver"] != 1:
            return None
        if self.answered and self.answered[0] == noise1:
            return self.answered[1]
        noise = hall1.Noise(False, LINE, self.key.uid, noise1["hs_id"], self.key.psk)
        if noise.read(noise1["msg"]) != b"":
            raise AssertionError("message 1 carries a payload")
        fields = dict(proto_max=1, proto_min=1, schema_rev=2, kind=self.key.kind, uid=self.key.uid,
                      name=self.key.name)
        fields.update(self.hello)
        msg = noise.write(hall1.encode("hello", **fields))
        self.next = Session(noise.split(), noise1["hs_id"] & 1)
        frame = (bytes([CONTROLLER, self.address, HANDSHAKE << 6, 0]) +
                 hall1.encode("noise2", hs_id=noise1["hs_id"], msg=msg))
        self.answered = (noise1, frame)
        return frame

    def seal_body(self, body):
        session = self.session
        header = (CONTROLLER, self.address, SEALED << 6 | session.phase * KEYPHASE)
        session.sent += 1
        return hall1.seal(session.out, header, session.sent - 1, body)

    def seal(self, name, /, **values):
        return self.seal_body(hall1.encode(name, **values))

    def _open_pair(self, decoded):
        for session in (self.session, self.next):
            if session is None or session.phase != bool(decoded[2] & KEYPHASE):
                continue
            counter = session.got + (decoded[3] - session.got & 0xFF)
            body = hall1.unseal(session.inward, decoded, counter)
            if body is not None:
                session.got = counter + 1
                if session is self.next:
                    self.session, self.next = session, None
                return body
        return None

    def _open_group(self, decoded):
        group = self.groups.get(bool(decoded[2] & KEYPHASE))
        if not group:
            return None
        counter = group[1] + (decoded[3] - group[1] & 0xFF)
        body = hall1.unseal(group[0], decoded, counter)
        if body is not None:
            group[1] = counter + 1
        return body

    def open(self, decoded):
        """(name, values) of a frame for this station or for all; None when it does not open."""
        assert decoded[1] == CONTROLLER
        security = decoded[2] >> 6
        body = None
        if decoded[0] == ALL and security == GROUP:
            body = self._open_group(decoded)
        elif decoded[0] == self.address and security == SEALED:
            body = self._open_pair(decoded)
        if body is None:
            return None
        name, values = hall1.decode(body)
        if name in ("welcome", "gkey") and values["gkey"]:
            if name == "welcome":
                self.groups.clear()
            self.groups[bool(values["gphase"])] = [values["gkey"], values["gctr"]]
        return name, values


class Bus:
    """The bus program of a line as the controller sees it; a quick line gives each credit back."""

    def __init__(self, client, line=1, credit=32, quick=True):
        self.client, self.line, self.quick = client, line, quick
        self.stations = {}
        self.frames = []  # (destination, counter byte, name, values)
        self.said = []  # decoded frames of stations, as they were in TUNNEL
        self.gctr = None
        self.pings = self.ponged = 0
        self.silent = set()  # addresses that answer no handshake
        if credit:
            self.grant(credit)

    def grant(self, credit):
        self.client.say("busctl", line=self.line, credit=credit)

    def tunnel(self, frame):
        self.said.append(frame)
        self.client.say("tunnel", line=self.line, frame=frame)

    def online(self, address, there=1):
        self.client.say("bus_station", line=self.line, address=address, online=there)

    def say(self, address, name, /, **values):
        self.tunnel(self.stations[address].seal(name, **values))

    def clear(self, address, name, /, **values):
        self.tunnel(bytes([CONTROLLER, address, 0, 0]) + hall1.encode(name, **values))

    def plug(self, address, key, **hello):
        """A station is on the line now; it answers the handshake when one comes."""
        self.stations[address] = Station(key, address, **hello)
        self.online(address)

    def hello(self, address, key, **hello):
        """Plugs it in and waits for its session; the WELCOME."""
        self.plug(address, key, **hello)
        return self.welcome(address)

    def welcome(self, address):
        welcome = self.take(address, "welcome")
        self.say(address, "status", target=welcome["target"])  # proves it
        return welcome

    def _noise1(self, address, values):
        station = self.stations.get(address)
        answer = station and address not in self.silent and station.noise2(values)
        if answer:
            self.tunnel(answer)

    def _frame(self, frame):
        if self.quick:
            self.grant(1)
        if frame[2] >> 6 == HANDSHAKE:
            name, values = hall1.decode(frame[4:])
            self.frames.append((frame[0], frame[3], name, values))
            self._noise1(frame[0], values)
            return
        assert frame[2] >> 6 in (SEALED, GROUP), "an unsealed frame for a station"
        opened = [o for o in (s.open(frame) for s in self.stations.values()
                              if frame[0] in (ALL, s.address)) if o]
        assert all(o == opened[0] for o in opened)
        self.frames.append((frame[0], frame[3], *(opened[0] if opened else ("?", {}))))

    def settle(self):
        """The controller has taken all that was said, and what it had to say is here."""
        self.pings += 1
        self.client.say("ping", id=self.pings, t1=0)
        self.client.until(lambda: self.collect() or self.ponged == self.pings)

    def collect(self):
        while self.client.queue:
            name, values = self.client.queue.pop(0)
            if name == "tunnel" and values["line"] == self.line:
                self._frame(values["frame"])
            elif name == "busctl" and values["line"] == self.line:
                self.gctr = values["gctr"]
            elif name == "pong":
                self.ponged = values["id"]

    def find(self, address, name, **want):
        self.collect()
        return next((f for f in self.frames if f[0] == address and f[2] == name and
                     all(f[3][k] == v for k, v in want.items())), None)

    def take(self, address, name, seconds=10, **want):
        """The first frame to that address of that name, with those fields."""
        self.client.until(lambda: self.find(address, name, **want), seconds)
        found = self.find(address, name, **want)
        self.frames.remove(found)
        return found[3]

    def entry(self, target, **want):
        """The first CALL to all that says this of the target."""
        def find():
            self.collect()
            return next((e for f in self.frames if f[0] == ALL and f[2] == "call" for e in f[3]["entries"]
                         if e["target"] == target and all(e[k] == v for k, v in want.items())), None)
        self.client.until(lambda: find() is not None)
        return find()
