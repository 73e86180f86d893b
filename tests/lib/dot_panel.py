# SPDX-License-Identifier: Apache-2.0
"""dot_panel - a panel of dots on a UDP port or a pseudo-terminal, as docs/matrix.md describes it."""
import os
import socket
import struct
import threading
import time
import tty

HEAD = struct.Struct("<4sBBHHBBIHHHH")


def _table():
    rows = []
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ (0x82F63B78 if i & 1 else 0)
        rows.append(i)
    return rows


TABLE = _table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


class Panel:
    """Keeps every picture that it showed: (moment, rows of '.', '#', '+' …, brightness)."""
    LEDS = ".+g#b???"  # bit 0 red, bit 1 green: '#' amber, as in tests/golden

    def __init__(self, width, height, planes=2):
        self.size = (width, height, planes)
        self.rows = ["." * width] * height
        self.pictures = []
        self.mistakes = []
        self.answers = True
        self.open = True
        self.news = threading.Condition()

    def begin(self):
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def take(self, packet):
        """The answer to a packet, or None."""
        (magic, kind, flags, width, height, planes, brightness, number, row, rows, count,
         zero) = HEAD.unpack(packet[:24])
        if ((magic, kind, zero) != (b"JHM1", 1, 0) or (width, height, planes) != self.size
                or len(packet) != 28 + count or struct.unpack("<I", packet[-4:])[0] != crc32c(packet[:-4])):
            self.mistakes.append(packet)
            return None
        line = (width + 7) // 8
        for y in range(rows):
            bits = []
            for plane in range(planes):
                at = 24 + (y * planes + plane) * line
                bits.append(int.from_bytes(packet[at:at + line], "big") >> (line * 8 - width))
            self.rows[row + y] = "".join(
                self.LEDS[sum((bits[plane] >> (width - 1 - x) & 1) << plane for plane in range(planes))]
                for x in range(width))
        if not flags & 1:
            return None
        with self.news:
            self.pictures.append((time.monotonic(), tuple(self.rows), brightness))
            self.news.notify_all()
        if not self.answers:
            return None
        reply = struct.pack("<4sBBHI", b"JHM1", 2, 0, 0, number)
        return reply + struct.pack("<I", crc32c(reply))

    def until(self, test, seconds=40, after=0.0):
        """The first picture after that moment for which the test holds."""
        end = time.monotonic() + seconds
        seen = 0
        with self.news:
            while True:
                for picture in self.pictures[seen:]:
                    if picture[0] >= after and test(picture):
                        return picture
                seen = len(self.pictures)
                if not self.news.wait(end - time.monotonic()):
                    last = self.pictures[-1] if self.pictures else (0, ["nothing"], 0)
                    raise AssertionError(f"no such picture; the last of {seen}, brightness {last[2]}:\n"
                                         + "\n".join(last[1]))


class UdpPanel(Panel):
    def __init__(self, *size):
        super().__init__(*size)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.out = f"udp:127.0.0.1:{self.socket.getsockname()[1]}"
        self.begin()

    def _run(self):
        while self.open:
            try:
                packet, source = self.socket.recvfrom(2048)
            except socket.timeout:
                continue
            reply = self.take(packet) if len(packet) >= 28 else self.mistakes.append(packet)
            if reply:
                self.socket.sendto(reply, source)

    def close(self):
        self.open = False
        self.thread.join()
        self.socket.close()


class LinePanel(Panel):
    def __init__(self, *size):
        super().__init__(*size)
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.out = os.ttyname(self.slave)
        self.begin()

    def _run(self):
        waiting = b""
        while self.open:
            waiting += os.read(self.master, 4096)
            while len(waiting) >= 28:
                count = 28 + struct.unpack_from("<H", waiting, 20)[0]
                if waiting[:4] != b"JHM1" or count > 512:
                    waiting = waiting[1:]
                    continue
                if len(waiting) < count:
                    break
                reply = self.take(waiting[:count])
                waiting = waiting[count:]
                if reply:
                    os.write(self.master, reply)

    def close(self):
        self.open = False
        os.write(self.slave, b"end")
        self.thread.join()
        os.close(self.master)
        os.close(self.slave)
