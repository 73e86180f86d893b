# SPDX-License-Identifier: Apache-2.0
"""controller_kill KILLS - SIGKILL of the real controller at any moment while devices issue, call, start and
finish as fast as they get answers, and repeat under the same name what was not answered (F01, D-09).

Each device keeps a book of what it was told. The book is held against the journal, whose rows are read with
nothing of the product's: every acknowledged command is there once, every ticket was issued once, called once
and served once, and numbers are the ones on the slips."""
import contextlib
import random
import shutil
import sqlite3
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from hall_process import HALLS, VERB, Controller, hall1, hallctl  # noqa: E402

KILLS_A_FOLDER = 100  # the open day is replayed at each start, and its numbers must not run out
ISSUERS, WINDOWS = 4, 4
LIFE_MS = (2, 60)  # of a controller, from its listening line to the kill
TICKETS_DAY = 20000
DONE, EMPTY = 0, 1
ISSUED, CALLED, STARTED, FINISHED = 3, 5, 7, 8  # facts
LATE = 60


class Hall:
    """A state folder with its controller, which comes and goes."""

    def __init__(self, where):
        self.dir, self.state = where, where / "state"
        hall = where / "hall"
        shutil.copytree(HALLS / "township", hall)
        text = (hall / "hall.yaml").read_text(encoding="utf-8")
        (hall / "hall.yaml").write_text(text.replace("tickets_day: 1000", f"tickets_day: {TICKETS_DAY}"),
                                        encoding="utf-8")
        self.hall = hall
        for i in range(ISSUERS):
            hallctl("adopt", "console", f"issuer-{i}", "--state", self.state, check=0)
        for i in range(1, WINDOWS + 1):
            hallctl("adopt", "console", f"clerk-{i}", "--state", self.state, check=0)
        self.up = threading.Condition()
        self.port, self.over = None, False

    def start(self):
        self.controller = Controller(self.state, hall=self.hall)
        with self.up:
            self.port = self.controller.port
            self.up.notify_all()

    def kill(self):
        with self.up:
            self.port = None
        self.controller.kill()

    def wait_port(self):
        with self.up:
            self.up.wait_for(lambda: self.port or self.over, LATE)
            return None if self.over else self.port


class Device(threading.Thread):
    """Sends one command at a time until it is answered, over as many connections as it takes."""

    def __init__(self, hall, name):
        super().__init__(daemon=True)
        self.hall, self.key = hall, hall1.Key(hall.state / "devices" / f"{name}.key")
        self.client, self.seq, self.repeats, self.wrong = None, 0, 0, None
        self.book = {}  # seq: the answer

    def ask(self, name, answer, **values):
        """The answer; None when it is over. The answer to the same number is the same at any time."""
        self.seq += 1
        sent = False
        while not self.hall.over:
            try:
                if not self.client:
                    port = self.hall.wait_port()
                    if port is None:
                        return None
                    self.client = hall1.Client(port, self.key, boot=1)
                self.repeats += sent
                sent = True
                told = self.client.command(name, answer, seq=self.seq, **values)
                self.book[self.seq] = told
                return told
            except (hall1.Ended, OSError):
                if self.client:
                    self.client.close()
                self.client = None
                time.sleep(0.001)  # its port is taken by nobody yet
        return None

    def run(self):
        try:
            while not self.hall.over:
                self.work()
        except Exception as error:  # pylint: disable=broad-except
            self.wrong = f"{self.key.name}: {error!r}"
        if self.client:
            self.client.close()


class Issuer(Device):
    def work(self):
        self.ask("ticket_req", "ticket", service=1 + self.seq % 4)


class Clerk(Device):
    def __init__(self, hall, window):
        super().__init__(hall, f"clerk-{window}")
        self.window = window
        self.opened = False

    def act(self, verb):
        return self.ask("act", "result", verb=VERB[verb], target=self.window)

    def work(self):
        if not self.opened:
            self.act("open")
            self.opened = True
        called = self.act("call_next")
        if not called or called["code"] != DONE:
            time.sleep(0.002)
            return
        self.act("start")
        self.act("finish")


# ---- the journal, without the product ----

def facts_of(body):
    """(kind, first field) of each fact of a row; a ticket's id is the first field of those wanted here."""
    (skip,) = struct.unpack_from("<H", body)
    at = 2 + skip
    count, at = body[at], at + 1
    for _ in range(count):
        kind, _, length = struct.unpack_from("<BQH", body, at)
        first = struct.unpack_from("<I", body, at + 11)[0] if length >= 4 else 0
        yield kind, first, body[at + 11:at + 11 + length]
        at += 11 + length


def rows_of(state):
    (journal,) = state.glob("journal-*.db")
    with contextlib.closing(sqlite3.connect(journal)) as db:
        yield from db.execute("SELECT uid, cboot, session, cseq, body FROM journal ORDER BY seq")


class Judge:
    def __init__(self, state):
        self.commands, self.times, self.numbers = {}, {}, {}
        for uid, boot, session, seq, body in rows_of(state):
            name = (uid & 0xFFFFFFFFFFFFFFFF, boot, session, seq)
            facts = list(facts_of(body))
            assert name not in self.commands, f"the journal has {name} twice"
            self.commands[name] = facts
            for kind, ticket, fields in facts:
                self.times[kind, ticket] = self.times.get((kind, ticket), 0) + 1
                if kind == ISSUED:
                    self.numbers[ticket] = struct.unpack_from("<HH", fields, 6)  # prefix, number

    def facts(self, device, seq):
        return [(kind, ticket) for kind, ticket, _ in
                self.commands.get((device.key.uid, 1, 0, seq), [])]

    def issuer(self, device):
        for seq, told in device.book.items():
            assert told["code"] == DONE, told
            assert (ISSUED, told["ticket"]) in self.facts(device, seq), f"lost: {told}"
            assert self.numbers[told["ticket"]] == (told["prefix"], told["number"]), told
            yield told["ticket"]

    def clerk(self, device):
        called = None
        for seq, told in device.book.items():
            facts = self.facts(device, seq)
            if told["code"] != DONE:
                assert not facts, f"refused and done: {told} {facts}"
            elif (CALLED, told["ticket"]) in facts:
                called = told["ticket"]
                yield called
            elif facts and facts[0][0] in (STARTED, FINISHED):
                assert facts[0][1] == called, f"another ticket than the one that was called: {told}"
            else:
                assert told["ticket"] == 0 and facts, f"lost: {told} {facts}"  # the window was opened

    def judge(self, issuers, clerks):
        issued = [ticket for device in issuers for ticket in self.issuer(device)]
        called = [ticket for device in clerks for ticket in self.clerk(device)]
        assert len(set(issued)) == len(issued), "two slips with one ticket"
        assert len(set(called)) == len(called), "one ticket was called to two windows"
        for (kind, ticket), times in self.times.items():
            assert kind not in (ISSUED, CALLED, STARTED, FINISHED) or times == 1, \
                f"ticket {ticket}: fact {kind} {times} times"
        # What the journal has and nobody was told is at most the one command each device waits for.
        spare = sum(kind == ISSUED for kind, _ in self.times) - len(issued)
        assert 0 <= spare <= len(issuers), spare
        return len(issued), len(called)


def await_answers(devices):
    """Until one more command was answered: a busy machine is under load, too, when it dies."""
    def answered():
        return sum(len(device.book) for device in devices)
    before, end = answered(), time.monotonic() + LATE
    while answered() == before and time.monotonic() < end:
        time.sleep(0.001)


def run(kills, chance):
    where = Path(tempfile.mkdtemp(prefix="hall-kill-"))
    hall = Hall(where)
    hall.start()
    issuers = [Issuer(hall, f"issuer-{i}") for i in range(ISSUERS)]
    clerks = [Clerk(hall, window) for window in range(1, WINDOWS + 1)]
    for device in issuers + clerks:
        device.start()
    for _ in range(kills):
        if chance.random() < 0.8:  # the others die while they start, or with nothing done
            await_answers(issuers + clerks)
        time.sleep(chance.uniform(*LIFE_MS) / 1000)
        hall.kill()
        hall.start()
    time.sleep(0.2)
    with hall.up:
        hall.over = True
        hall.up.notify_all()
    for device in issuers + clerks:
        device.join(LATE)
        assert not device.is_alive() and not device.wrong, device.wrong or f"{device.key.name} hangs"
    assert hall.controller.stop() == 0, hall.controller.log()
    hallctl("verify", "--state", hall.state, check=0)
    issued, called = Judge(hall.state).judge(issuers, clerks)
    assert issued + called > kills / 2 and called, (kills, issued, called)  # under load
    shutil.rmtree(where)
    return issued, called, sum(device.repeats for device in issuers + clerks)


def main():
    kills, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chance = random.Random(seed)
    begun, total = time.monotonic(), [0, 0, 0]
    for left in range(kills, 0, -KILLS_A_FOLDER):
        total = [a + b for a, b in zip(total, run(min(left, KILLS_A_FOLDER), chance))]
    print(f"{kills} kills in {time.monotonic() - begun:.0f} s: {total[0]} tickets and {total[1]} calls "
          f"acknowledged, {total[2]} commands repeated; 0 lost, 0 twice")


if __name__ == "__main__":
    main()
