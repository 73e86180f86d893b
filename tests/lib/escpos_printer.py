# SPDX-License-Identifier: Apache-2.0
"""escpos_printer.py DIR - a receipt printer on a pseudo-terminal. DIR/port is a link to it, DIR/slip-N.bin what it
printed. DIR/state, read anew for each byte that asks, holds words: paper-out, near-end, cover, silent (says nothing),
stuck (takes slips and prints nothing)."""
import os
import pty
import sys
import tty

folder = sys.argv[1]
master, slave = pty.openpty()
tty.setraw(slave)
os.symlink(os.ttyname(slave), f"{folder}/port.new")
os.rename(f"{folder}/port.new", f"{folder}/port")
printed, slip = 0, b""


def state():
    try:
        return open(f"{folder}/state").read().split()
    except FileNotFoundError:
        return []


def answer(question):
    now = state()
    bits = 0x12
    if question == 1 and ("paper-out" in now or "cover" in now):
        bits |= 0x08
    if question == 2:
        bits |= (0x04 if "cover" in now else 0) | (0x20 if "paper-out" in now else 0)
    if question == 4:
        bits |= (0x0c if "near-end" in now else 0) | (0x60 if "paper-out" in now else 0)
    if "silent" not in now:
        os.write(master, bytes([bits]))


def take(data):
    """One command from the front of `data`; what is left, or None when it is not whole yet."""
    global printed, slip
    if data[:2] == b"\x10\x04":
        if len(data) < 3:
            return None
        answer(data[2])
        return data[3:]
    if data[:3] == b"\x10\x14\x08":
        slip = b""
        return data[10:] if len(data) >= 10 else None
    if data[:2] == b"\x1b@":
        slip = b"\x1b@"
        return data[2:]
    if data[:2] == b"\x1dv":
        if len(data) < 8:
            return None
        size = 8 + (data[4] + 256 * data[5]) * (data[6] + 256 * data[7])
        if len(data) < size:
            return None
        slip += data[:size]
        return data[size:]
    if data[:2] == b"\x1dV":
        if len(data) < 4:
            return None
        slip += data[:4]
        if "stuck" not in state():
            with open(f"{folder}/slip-{printed}.bin", "wb") as out:
                out.write(slip)
            printed += 1
        return data[4:]
    if data[:2] == b"\x1dr":
        if len(data) < 3:
            return None
        if "stuck" not in state() and "silent" not in state():
            os.write(master, b"\x00")
        return data[3:]
    if len(data) < 2:
        return None
    raise SystemExit(f"unknown command {data[:8].hex()}")


pending = b""
while True:
    pending += os.read(master, 4096)
    while pending:
        rest = take(pending)
        if rest is None:
            break
        pending = rest
