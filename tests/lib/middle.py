# SPDX-License-Identifier: Apache-2.0
"""middle - somebody between a device and its controller: records, puts in, takes away, pretends.

Middle passes frames on, each as it is, and keeps them; a test may put others in, on either side, or
change what passes. Rogue takes a device's connection and is the controller as far as it can.
"""
import contextlib
import socket
import threading
import time

import hall1

UP, DOWN = "up", "down"  # to the controller, to the device


def wire(raw):
    return b"\0" + raw + b"\0"


def security(raw):
    """0 clear, 1 sealed, 2 group, 3 handshake."""
    return hall1.unframe(raw)[2] >> 6


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def heard(sock):
    """All that comes until the other end closes."""
    data = b""
    with sock, contextlib.suppress(ConnectionResetError):
        while chunk := sock.recv(65536):
            data += chunk
    return data


class Crossing:
    """One connection through the middle; `seen[way]` are its frames, without their delimiters."""

    def __init__(self, middle, device, controller):
        self.middle = middle
        self.ends = {UP: controller, DOWN: device}  # where each way leads
        self.locks = {UP: threading.Lock(), DOWN: threading.Lock()}
        self.seen = {UP: [], DOWN: []}
        self.over = False
        self.threads = [threading.Thread(target=self._pass, args=(way, source), daemon=True)
                        for way, source in ((UP, device), (DOWN, controller))]
        for thread in self.threads:
            thread.start()

    def put(self, way, *raws):
        """Frames of ours, as if the other end had sent them."""
        with self.locks[way]:
            for raw in raws:
                self.ends[way].sendall(wire(raw))

    def _pass(self, way, source):
        buffer = b""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                *raws, buffer = (buffer + data).split(b"\0")
                for raw in filter(None, raws):
                    with self.middle.news:
                        self.seen[way].append(raw)
                        self.middle.news.notify_all()
                    self.put(way, *self.middle.change(way, raw))
        self.cut()

    def cut(self):
        with self.middle.news:
            self.over = True
            self.middle.news.notify_all()
        for end in self.ends.values():
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.cut()
        for thread in self.threads:
            thread.join(timeout=10)
        for end in self.ends.values():
            end.close()


class Listener:
    """A port that serves each connection in `serve`."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.news = threading.Condition()
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                self.serve(self.listener.accept()[0])

    def until(self, test, seconds=20):
        end = time.monotonic() + seconds
        with self.news:
            while not test():
                if not self.news.wait(end - time.monotonic()):
                    raise AssertionError("waited in vain")

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(timeout=10)


class Middle(Listener):
    def __init__(self, controller_port, change=None):
        self.to = controller_port
        self.change = change or (lambda way, raw: [raw])
        self.crossings = []
        super().__init__()

    def serve(self, device):
        try:
            controller = connect(self.to)
            controller.settimeout(None)
        except OSError:
            device.close()
            return
        with self.news:
            self.crossings.append(Crossing(self, device, controller))
            self.news.notify_all()

    def open(self, number=1):
        """The crossing of that number, once the device has proven itself on it."""
        self.until(lambda: len(self.crossings) >= number and
                   len(self.crossings[number - 1].seen[UP]) >= 2)
        return self.crossings[number - 1]

    def close(self):
        super().close()
        for crossing in self.crossings:
            crossing.close()


class Rogue(Listener):
    """A controller that somebody else runs: `psk` is the key that it takes for the device's.

    feed(rogue, say): called on each connection, until it ends; say(body) sends a record, if the key
    was right, else the same bytes sealed with some key; say.clear(body) sends it without sealing.
    """

    def __init__(self, psk, welcome, feed):
        self.psk, self.welcome, self.feed = psk, welcome, feed
        self.tries = self.opened = 0
        self.bodies = []  # what devices said to it
        self.socks, self.buffers = [], {}
        super().__init__()

    def serve(self, device):
        self.socks.append(device)
        threading.Thread(target=self._serve, args=(device,), daemon=True).start()

    def _frame(self, device):
        while b"\0" not in self.buffers[device].lstrip(b"\0"):
            data = device.recv(65536)
            if not data:
                raise OSError("gone")
            self.buffers[device] += data
        raw, self.buffers[device] = self.buffers[device].lstrip(b"\0").split(b"\0", 1)
        return hall1.unframe(raw)

    def _serve(self, device):
        self.buffers[device] = b""
        with contextlib.suppress(OSError):
            _, knock = hall1.decode(self._frame(device)[4:])
            noise = hall1.Noise(False, hall1.TCP, knock["uid"], knock["hs_id"], self.psk)
            right = True
            try:
                self.bodies.append(noise.read(knock["msg"]))
            except hall1.InvalidTag:
                right = False  # it goes on as well as it can
            message = noise.write(hall1.encode("welcome", **self.welcome))
            device.sendall(hall1.frame((1, 0, 0xC0, 0), hall1.encode("noise2", hs_id=0, msg=message)))
            keys, sent, got = noise.split(), 0, 0

            def say(body):
                nonlocal sent
                device.sendall(hall1.frame(hall1.seal(keys[0], (1, 0, 0x40), sent, body)))
                sent += 1
            say.clear = lambda body: device.sendall(hall1.frame((1, 0, 0, 0), body))
            with self.news:
                self.tries += 1
                self.opened += right
                self.news.notify_all()
            self.feed(self, say)
            while True:
                body = hall1.unseal(keys[1], self._frame(device), got)
                with self.news:
                    if body is not None:
                        self.bodies.append(body)
                        got += 1
                    self.news.notify_all()

    def close(self):
        super().close()
        for sock in self.socks:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
