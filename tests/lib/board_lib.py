# SPDX-License-Identifier: Apache-2.0
"""board_lib - what tests of real boards share: a hall of so many windows, a cable that can be pulled, a
sound device that can stall, and what a board's log says became of each call."""
import os
import re
import select
import shutil
import socket
import threading
import time

ANNOUNCEMENT = re.compile(r" (announcement|call) id=(\d+) number=(\S+) target=(\d+) waited_ms=(-?\d+) fate=(\w+)")
BYTES_A_SECOND = 2 * 22050


def write_hall(source, folder, windows=4, boards=1, voice="{times: 1, chime: false, languages: [zh], rate: 10}"):
    """The township hall with another voice and so many windows and boards, in a folder of its own."""
    shutil.copytree(source, folder)
    with open(folder / "hall.yaml", "a", encoding="utf-8") as file:
        file.write(f"\nvoice: {voice}\n")
    with open(folder / "windows.yaml", "w", encoding="utf-8") as file:
        file.write("windows:\n")
        for number in range(1, windows + 1):
            file.write(f"  - {{number: {number}, zone: 1, floor: 1, voice_zone: 1, services: [1, 2, 3, 4]}}\n")
    with open(folder / "devices.yaml", "w", encoding="utf-8") as file:
        file.write(f"stations:\n  - {{kind: pad, windows: 1-{windows}}}\ndevices:\n"
                   "  - {name: kiosk-1, kind: kiosk, floor: 1}\n"
                   "  - {name: board-1, kind: board, floor: 1, zone: 1, voice_zone: 1}\n"
                   "  - {name: admin-1, kind: admin, floor: 1}\n"
                   "  - {name: console-1, kind: console, floor: 1}\n")
        for number in range(2, boards + 1):
            file.write(f"  - {{name: board-{number}, kind: board, floor: 1, zone: 1}}\n")
    return folder


class Cable:
    """Between a board and the controller, on a port of its own; can be pulled.

    A machine that goes down says so (`pull`): its connections end, and nobody listens there. A cable or
    a machine that loses its power says nothing (`lose`): what was connected stays so and brings nothing
    any more, and who connects gets no answer, as from a queue that is full.
    """

    def __init__(self, port):
        self.target = port
        self.port, self.whole, self.lost = 0, False, False
        self.queue, self.dead = [], []  # connections that fill the queue; those that bring nothing any more
        self.plug()

    def plug(self):
        if self.lost:
            self.lost = False
            self.listener.listen(16)
        else:
            self.listener = socket.create_server(("127.0.0.1", self.port))
            self.port = self.listener.getsockname()[1]
        for filler in self.queue:
            filler.close()
        self.queue, self.whole = [], True
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def pull(self):
        """Nobody listens there until it is plugged again."""
        self.whole = False
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def lose(self):
        """Nobody answers there until it is plugged again."""
        self.lost, self.whole = True, False
        self.listener.listen(0)
        for _ in range(4):  # one may still be accepted, one fills the queue
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self.queue.append(filler)

    def _accept(self, listener):
        while self.whole:
            try:
                if not select.select([listener], [], [], 0.05)[0] or not self.whole:
                    continue
                device, _ = listener.accept()
            except (OSError, ValueError):
                return
            threading.Thread(target=self._carry, args=(device,), daemon=True).start()

    def _carry(self, device):
        try:
            controller = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            device.close()
            return
        ends = {device: controller, controller: device}
        try:
            while self.whole:
                for end in select.select(list(ends), [], [], 0.05)[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    ends[end].sendall(data)
        except OSError:
            pass
        finally:
            if self.lost:
                self.dead += ends
            else:
                device.close()
                controller.close()

    def close(self):
        if self.whole:
            self.pull()
        elif self.lost:
            self.listener.close()
        for end in self.dead + self.queue:
            end.close()


class Loudspeaker:
    """The reading end of a board's sound: a pipe that SDL's disk driver writes. It can stall, or be taken away."""

    def __init__(self, path, heard):
        self.path, self.heard = path, heard
        self.listens, self.over, self.fd = True, False, -1
        self.plug()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        with open(self.heard, "wb", buffering=0) as file:
            while not self.over:
                if self.listens and select.select([self.fd], [], [], 0.1)[0]:
                    file.write(os.read(self.fd, 65536))
                elif not self.listens:
                    self.quiet.set()
                    time.sleep(0.05)

    def stall(self):
        self.quiet = threading.Event()
        self.listens = False
        self.quiet.wait(10)

    def go_on(self):
        self.listens = True

    def unplug(self):
        """Whoever writes gets an error, and so does who opens it."""
        self.stall()
        os.unlink(self.path)
        os.mkdir(self.path)
        os.close(self.fd)

    def plug(self):
        new = self.path + ".new"
        os.mkfifo(new)
        self.fd = os.open(new, os.O_RDWR | os.O_NONBLOCK)  # both ends: a board may come and go
        if os.path.isdir(self.path):
            os.rmdir(self.path)
        os.rename(new, self.path)
        self.go_on()

    def close(self):
        self.over = True
        self.thread.join(timeout=10)
        os.close(self.fd)


def fates(lines):
    """What the log says of each announcement: id -> [(number, target, fate), …], in the order said."""
    found = {}
    for line in lines:
        match = ANNOUNCEMENT.search(line)
        if match:
            found.setdefault(int(match[2]), []).append((match[3], int(match[4]), match[6]))
    return found
