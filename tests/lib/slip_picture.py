# SPDX-License-Identifier: Apache-2.0
"""slip_picture.py IN OUT.png - what a printer got as a picture: a PWG raster page or ESC/POS bytes. Says WxH and what
it was; fails on anything that such printers do not understand."""
import struct
import sys
import zlib


def pwg(data):
    header = data[4:4 + 1796]
    word = lambda at: struct.unpack(">I", header[at:at + 4])[0]
    width, height, bits, stride = word(372), word(376), word(384), word(392)
    assert bits == 1, bits
    rows, at = [], 1800
    while len(rows) < height:
        times = data[at] + 1
        at += 1
        row = bytearray()
        while len(row) < stride:
            code = data[at]
            at += 1
            if code < 128:
                row += data[at:at + 1] * (code + 1)
                at += 1
            else:
                row += data[at:at + 257 - code]
                at += 257 - code
        assert len(row) == stride, "a row is too long"
        rows += [bytes(row)] * times
    assert at == len(data) and len(rows) == height, "bytes behind the page"
    return width, rows


def escpos(data):
    assert data[:2] == b"\x1b@", "no ESC @"
    at, rows, stride, cut = 2, [], 0, False
    while at < len(data):
        if data[at:at + 4] == b"\x1dv0\0":
            stride, high = struct.unpack("<HH", data[at + 4:at + 8])
            at += 8
            rows += [data[at + y * stride:at + (y + 1) * stride] for y in range(high)]
            at += stride * high
        elif data[at:at + 4] == b"\x1dV\x42\0":
            cut = True
            at += 4
        else:
            raise AssertionError(f"unknown command at {at}: {data[at:at + 4].hex()}")
    assert cut, "not cut"
    return stride * 8, rows


def png(path, width, rows):
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, len(rows), 1, 0, 0, 0, 0)
    stride = (width + 7) // 8
    body = b"".join(b"\0" + bytes(255 - byte for byte in row[:stride]) for row in rows)
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b""))


def main():
    data = open(sys.argv[1], "rb").read()
    kind = pwg if data[:4] == b"RaS2" else escpos
    width, rows = kind(data)
    png(sys.argv[2], width, rows)
    print(kind.__name__, f"{width}x{len(rows)}")


main()
