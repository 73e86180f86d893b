# SPDX-License-Identifier: Apache-2.0
"""A stranger's HALL/1 client: the way of one ticket, as kiosk, call pad and board on TCP.
Written from SPEC.md, messages.md and the vectors alone; it shares no code with hall1.py."""

import argparse
import hashlib
import hmac
import random
import select
import socket
import struct
import time
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# name:kind; a number is an integer of so many bytes (i2 signed), sN a string, yN bytes of at most
# N, another name a list of such records. Types from f0 on are rows and records, not messages.
LAYOUTS = {words[1]: (int(words[0], 16), [word.split(':') for word in words[2:]])
           for words in map(str.split, '''\
01 hello proto_max:1 proto_min:1 schema_rev:2 kind:1 caps:4 uid:8 boot:4 firmware:4 turn_50us:1
   instance:8 epoch:4 jseq:8 view:2 rev:4 hall_hash:y32 name:s24 view_epoch:4 credit:1;
02 welcome proto:1 caps:4 boot:4 now_ms:8 tz_min:i2 training:2 keep_s:1 press_life_ds:1
   instance:8 epoch:4 jseq:8 address:1 target:2 hall_hash:y32 label:s24 gphase:1 gctr:4 gkey:y16;
03 bye reason:1 retry_ms:2 text:s96; 04 ping id:2 t1:4; 05 pong id:2 t1:4 now_ms:8 tz_min:i2;
06 error code:1 ref_type:1 ref_seq:4 text:s96;
07 noise1 hs_id:1 uid:8 ver:1 msg:y200; 08 noise2 hs_id:1 msg:y200;
20 press seq:2 key:1 seen:1 arg:2; 22 call entries:call_entry;
21 result session:4 seq:4 code:1 target:2 ticket:4 prefix:2 number:2 call:4 retry_ms:2
   epoch:4 jseq:8;
38 ticket_req seq:4 service:2 ticket_class:1 lang:1 item:2 principals:1 id_hash:y16 age_band:1
   proof:1 journey:2 of:4 session:4;
39 ticket seq:4 code:1 ticket:4 prefix:2 number:2 service:2 ticket_class:1 ahead:2 lo_min:2
   hi_min:2 wait_min:2 issued_ms:8 day:4 qr:s96 epoch:4 jseq:8 slot_ms:8 principals:1
   item:2 journey:2 step:1;
3a printed seq:4 ticket:4 result:1;
40 sync view:2 epoch:4 rev:4 credit:1; 41 snap_begin epoch:4 rev:4 rows:2; 42 rows rows:y8000;
43 snap_end rev:4 hash:4; 44 delta from:4 to:4 rows:y8000; 45 vack rev:4 lag_ms:2 credit:1;
47 vhash rev:4 hash:4; 4b find seq:4 prefix:2 number:2 code:s96;
4c found seq:4 code:1 ticket:4 prefix:2 number:2 service:2 state:1 ticket_class:1 flags:1 target:2
   calls:1 ahead:2 lo_min:2 hi_min:2 wait_min:2 issued_ms:8 since_ms:8 ended_ms:8 score:1 change_s:2
   back_ahead:2 back_lo:2 back_hi:2 back_wait:2;
4d slip seq:4 ticket:4 verb:1 lang:1 score:1 reasons:1 code:s96 id_hash:y16; f5 announce voice_zone:2 target:2 prefix:2 number:2 kind:1 langs:1;
ff call_entry target:2 prefix:2 number:2 state:1 call:1 ack_seq:2'''.split(';'))}
NAMES = {code: name for name, (code, _) in LAYOUTS.items() if code < 0xf0}
KINDS, INTEGERS = {'kiosk': 1, 'pad': 2, 'board': 5}, ('1', '2', '4', '8', 'i2')
VIEW_KIOSK, VIEW_BOARD, ANNOUNCE, PRINTED, NEXT, MALFORMED = 0x5000, 0x8000, 5, 1, 1, 29
VOUCHED, REPRINT = 1, 45

def check(truth, text):
    if not truth:
        raise SystemExit('stranger: ' + text)

def fcs(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return bytes(0x80 | (crc ^ 0xffffffff) >> 7 * i & 0x7f for i in range(5))

def frame(decoded):
    out, blocks = b'', []
    for piece in decoded.split(b'\0'):
        blocks = [piece[i:i + 254] for i in range(0, len(piece) + 1, 254)]
        out += b''.join(bytes([len(block) + 1]) + block for block in blocks)
    if len(blocks) > 1 and not blocks[-1]:
        out = out[:-1]
    return b'\0' + out + fcs(out) + b'\0'

def unframe(chunk, limit):
    """The decoded frame of what stood between two zeros, or None."""
    data, out, good = chunk[:-5], b'', fcs(chunk[:-5]) == chunk[-5:]
    while data and good:
        code = data[0]
        good = code <= len(data)
        out += data[1:code] + (b'\0' if 255 > code < len(data) else b'')
        data = data[code:]
    return out if good and 5 <= len(out) <= limit else None

class Parser:   # bytes in, good frames out; it holds no more than one frame
    def __init__(self, limit=8192):
        self.limit, self.open, self.buffer = limit, False, b''

    def feed(self, data):
        *chunks, self.buffer = (self.buffer + data).split(b'\0')
        good = [unframe(chunk, self.limit) for chunk in chunks[not self.open:]]
        self.open |= bool(chunks)
        if len(self.buffer) > self.limit + self.limit // 254 + 6:
            self.open, self.buffer = False, b''
        return [decoded for decoded in good if decoded]

def read_fields(name, data):
    out = {}
    for field, kind in LAYOUTS[name][1]:
        size = int(kind[-1]) if kind in INTEGERS else 1 if kind[0] == 's' else 2
        head, data = data[:size], data[size:]
        out[field] = number = int.from_bytes(head, 'little', signed=kind == 'i2')
        stride = number >> 8 if kind in LAYOUTS else 1
        more = 0 if kind in INTEGERS else (number & 255) * stride if kind in LAYOUTS else number
        if 0 < len(head) < size or more > len(data) or kind[0] in 'sy' and more > int(kind[1:]):
            raise ValueError('ends inside a field, or is too long')
        raw, data = data[:more], data[more:]
        if kind[0] in 'sy':
            out[field] = raw.decode() if kind[0] == 's' else raw
        elif kind in LAYOUTS:
            out[field] = [read_fields(kind, raw[i:i + stride]) for i in range(0, more, stride or 1)]
    return out

def encode(message, /, **values):
    out = bytes([LAYOUTS[message][0]])
    for field, kind in LAYOUTS[message][1]:
        value = values.get(field, 0 if kind in INTEGERS else b'')
        raw = value.encode() if isinstance(value, str) else value
        out += len(raw).to_bytes(1 if kind[0] == 's' else 2, 'little') + raw if kind[0] in 'sy' \
            else value.to_bytes(int(kind[-1]), 'little', signed=kind == 'i2')
    return out

def decode(body):
    try:
        return NAMES[body[0]], read_fields(NAMES[body[0]], body[1:])
    except (KeyError, ValueError):
        return None, {}     # unknown or malformed

def hkdf(key, data, count):
    secret, out = hmac.digest(key, data, 'sha256'), [b'']
    for i in range(1, count + 1):
        out.append(hmac.digest(secret, out[-1] + bytes([i]), 'sha256'))
    return out[1:]

def noise(uid, device_key, payload, pair=None):
    """The device's end: gives message 1, is sent message 2, gives payload 2 and the record keys."""
    def sha(*parts):
        return hashlib.sha256(b''.join(parts)).digest()
    pair, name = pair or X25519PrivateKey.generate(), b'Noise_NNpsk0_25519_AESGCM_SHA256'
    public = pair.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    ck, t, k = hkdf(name, device_key, 3)
    h = sha(sha(sha(name, b'HALL/1\1\1', struct.pack('<QB', uid, 0)), t), public)
    ck, k = hkdf(ck, public, 2)
    sealed = AESGCM(k).encrypt(bytes(12), payload, h)
    msg = yield public + sealed
    h = sha(sha(h, sealed), msg[:32])
    ck, k = hkdf(ck, msg[:32], 2)
    ck, k = hkdf(ck, pair.exchange(X25519PublicKey.from_public_bytes(msg[:32])), 2)
    yield AESGCM(k).decrypt(bytes(12), msg[32:], h), *(
        hmac.digest(key, b'HALL/1 rec\1', 'sha256')[:16] for key in hkdf(ck, b'', 2))

def record(key, head, counter, data, opening=False):
    """Seals TYPE and fields behind a header, or opens them; InvalidTag: it does not open."""
    nonce = bytes([head[2] >> 6, head[1], head[0]]) + bytes(6) + struct.pack('>I', counter)
    aad, ccm = bytes([head[0], head[1], head[2] & 0xc8, head[3]]), AESCCM(key, tag_length=8)
    return ccm.decrypt(nonce, data, aad) if opening else head + ccm.encrypt(nonce, data, aad)

class Rows(dict):
    """(kind, key) -> (ver, fields); rev is None until a snapshot is whole."""
    rev, epoch = None, 0

    def hash(self):
        total = 0
        for (kind, key), (ver, _) in self.items():
            h = 0
            for part in (kind, key, ver):
                h ^= part
                h = (h ^ h >> 16) * 0x85ebca6b & 0xffffffff
                h = (h ^ h >> 13) * 0xc2b2ae35 & 0xffffffff
                h ^= h >> 16
            total ^= h
        return total

    def set(self, data):
        while data:
            size = int.from_bytes(data[9:11], 'little') + 11
            if len(data) < size:
                raise ValueError('ends inside a row')
            kind, key, ver = struct.unpack_from('<BII', data)
            self.pop((kind & 0x7f, key), None)
            if kind < 0x80:
                self[kind, key] = ver, data[11:size]
            data = data[size:]

    def take(self, name, f):
        """What a message says of the rows; True: it wants an answer, SYNC while rev is None."""
        if name == 'snap_begin':
            self.clear()
            self.rev, self.epoch = None, f['epoch']
        elif name == 'rows' or name == 'delta' and f['from'] == self.rev:
            self.set(f['rows'])
            self.rev = f.get('to')
        elif name == 'snap_end':
            self.rev = f['rev'] if f['hash'] == self.hash() else None
        elif self.rev is not None and (name == 'delta' or name == 'vhash' and
                                       f['rev'] == self.rev and f['hash'] != self.hash()):
            self.rev = None
            return True
        return name == 'snap_end' or name == 'delta' and self.rev is not None

class Device:
    """One device: session, keep-alive, rows and a command; it outlives its connections."""
    def __init__(self, port, path, view=0):
        check(not Path(path).stat().st_mode & 0o077, f'{path} can be read by others')
        words = dict(word.split('=', 1) for word in Path(path).read_text().split())
        self.uid, self.key, self.kind = int(words['uid'], 16), words['key'], KINDS[words['kind']]
        self.name, self.port, self.view, self.why = words['name'], port, view, ''
        self.boot = self.instance = self.seq = self.target = self.away = self.born = 0
        self.rows, self.shown, self.history, self.answers = Rows(), {}, (0, 0), {}
        self.sock, self.command, self.pause = None, None, 0.1
        self.wait(lambda: self.rows.rev is not None or not view, 15, 'no session')
        print(f'{self.name}: boot {self.boot}, {len(self.rows)} rows, window {self.target or "-"}')

    def wait(self, done, seconds, what):
        """Keeps the session alive, and brings it back, until done()."""
        end = time.monotonic() + seconds
        while not (self.sock and done()):
            check(time.monotonic() < end, f'{self.name}: {what}; {self.why}')
            try:
                self.tend(time.monotonic()) if self.sock else self.connect()
            except (OSError, ValueError, InvalidTag) as error:
                self.sock, self.why = None, str(error) or 'a wrong tag'
                self.pause = min(2 * self.pause, 5) if time.monotonic() < self.born + 5 else 0.2
                time.sleep(max(self.pause * random.uniform(0.5, 1.5), self.away))

    def connect(self):
        self.born, self.away, self.sent, self.taken = time.monotonic(), 0, 0, 0
        self.parser, self.told, frames = Parser(), set(), []
        hands = noise(self.uid, bytes.fromhex(self.key), encode(
            'hello', proto_max=1, proto_min=1, schema_rev=3, kind=self.kind, uid=self.uid,
            boot=self.boot, instance=self.instance, epoch=self.history[0], jseq=self.history[1],
            view=self.view, view_epoch=self.rows.epoch, rev=self.rows.rev or 0, credit=2,
            name=self.name))
        sock = socket.create_connection(('127.0.0.1', self.port), 5)
        sock.sendall(frame(b'\0\1\xc0\0' + encode('noise1', uid=self.uid, ver=1, msg=next(hands))))
        while not frames:
            sock.settimeout(max(self.born + 5 - time.monotonic(), 0.01))
            frames = self.read(sock)
        msg = decode(frames[0][4:])[1].get('msg', b'')      # wrong in length if it is no NOISE2
        payload, self.key_out, self.key_in = hands.send(msg)
        name, f = decode(payload)
        if name != 'bye' and (name != 'welcome' or f['proto'] != 1):
            raise ConnectionError('the answer is not a NOISE2 with a WELCOME')
        self.sock, self.resend, self.heard, self.pinged = sock, 0, *2 * [time.monotonic()]
        self.apply(name, f)
        for decoded in frames[1:]:
            self.take(decoded)

    def read(self, sock):
        if not (data := sock.recv(65536)):
            raise ConnectionError('closed without a word')
        return self.parser.feed(data)

    def send(self, message, /, **fields):
        head = bytes([0, 1, 0x40, self.sent & 0xff])
        self.sock.sendall(frame(record(self.key_out, head, self.sent, encode(message, **fields))))
        self.sent += 1

    def end(self, reason):
        self.send('bye', reason=reason)
        raise ConnectionError(f'we said BYE {reason}')

    def tend(self, now):
        if now - self.heard > 15:
            self.end(9)
        if now - self.pinged > 4:
            self.pinged = now
            self.send('ping', t1=int(now * 1000) & 0xffffffff)
        if self.command and now > self.resend:     # the same number until it is answered
            self.resend = now + 1
            self.send(self.command[0], **self.command[1])
        for decoded in self.read(self.sock) if select.select([self.sock], [], [], 0.05)[0] else ():
            self.take(decoded)

    def take(self, decoded):
        """One frame behind the handshake; a bad one changes nothing."""
        gap = decoded[3] - self.taken & 0xff
        if decoded[:3] != b'\1\0\x40' or len(decoded) < 13:
            return
        try:
            body = record(self.key_in, decoded[:4], self.taken + gap, decoded[4:], True)
        except InvalidTag:
            return
        if gap:
            self.end(8)
        self.taken, self.heard = self.taken + 1, time.monotonic()
        name, f = decode(body)
        if name:
            self.apply(name, f)
        elif body[0] not in self.told:
            self.told.add(body[0])
            self.send('error', code=MALFORMED, ref_type=body[0])

    def apply(self, name, f):
        if name == 'welcome':
            self.send('ping')
            if self.instance == f['instance'] and (f['epoch'], f['jseq']) < self.history:
                self.end(20)
            if self.instance not in (0, f['instance']):
                self.send('sync', view=self.view, credit=2)
            self.history, self.instance = (f['epoch'], f['jseq']), f['instance']
            self.boot, self.target = f['boot'], f['target']
        elif name == 'ping':
            self.send('pong', id=f['id'], t1=f['t1'])
        elif name == 'bye':
            self.away = f['retry_ms'] / 1000
            raise ConnectionError(f'BYE {f["reason"]} {f["text"]}')
        elif name == 'error':
            self.why = f'ERROR {f["code"]} for {f["ref_type"]:02x}: {f["text"]}'
        elif name == 'found':
            self.answers[f['seq']] = f
        elif name in ('ticket', 'result'):
            self.history = max(self.history, (f['epoch'], f['jseq']))
            self.answers[f['seq']] = f
        elif name == 'call':
            self.shown.update({entry['target']: entry for entry in f['entries']})
        elif self.rows.take(name, f):
            self.send('vack' if self.rows.rev else 'sync', view=self.view, rev=self.rows.rev or 0,
                      credit=2)

    def do(self, message, life, **fields):
        self.seq, self.resend = self.seq + 1, 0
        self.command = message, dict(fields, seq=self.seq)
        self.wait(lambda: self.seq in self.answers, life, f'no answer to {message}')
        self.command, f = None, self.answers.pop(self.seq)
        print(f'{self.name}: {message}: code {f["code"]}, ticket {label(f)}')
        check(not f['code'], f'{self.name}: {message} was refused, code {f["code"]}')
        return f

def label(f):   # the width of the number is a guess from A001 in TICKET.qr
    return f['prefix'].to_bytes(2, 'little').rstrip(b'\0').decode() + f'{f["number"]:03d}'

def day(args):
    check(args.port and args.kiosk and args.service and args.pad, 'day: an option is missing')
    kiosk = Device(args.port, args.kiosk, VIEW_KIOSK)
    ticket = kiosk.do('ticket_req', 15, service=args.service)
    kiosk.do('printed', 15, ticket=ticket['ticket'], result=PRINTED)
    typed = kiosk.do('find', 5, prefix=ticket['prefix'], number=ticket['number'])
    found = kiosk.do('find', 5, code=ticket['qr'].upper())
    check((typed['flags'], found['flags']) == (0, VOUCHED), 'the code is not that of the slip')
    again = kiosk.do('slip', 5, ticket=ticket['ticket'], verb=REPRINT, code=ticket['qr'])
    check(label(again) == label(ticket), 'a second slip has another number')
    pad = Device(args.port, args.pad)
    pad.wait(lambda: pad.target in pad.shown, 5, 'no CALL of its window')
    result = pad.do('press', 3, key=NEXT, seen=pad.shown[pad.target]['call'])
    check(result['ticket'] == ticket['ticket'], 'another ticket waited before ours')
    pad.wait(lambda: label(pad.shown[pad.target]) == label(ticket), 5, 'no CALL with the ticket')
    print(f'{pad.name}: CALL: window {pad.target} shows {label(ticket)}')
    if args.board:
        board = Device(args.port, args.board, VIEW_BOARD | args.board_index)
        said = {key: read_fields('announce', row) for (kind, key), (_, row) in board.rows.items()
                if kind == ANNOUNCE}
        check(said and label(f := said[max(said)]) == label(ticket) and f['target'] == pad.target,
              'no announcement of the call')
        print(f'{board.name}: announcement {max(said)}: {label(f)} to window {f["target"]}')

def spell(f):
    """Fields as the vectors spell them."""
    return ' '.join(f'{name}=' + (
        f'"{value}"' if isinstance(value, str) else value.hex() if isinstance(value, bytes) else
        f'[{" ".join(f"({spell(one)})" for one in value)}]' if isinstance(value, list) else
        str(value)) for name, value in f.items())

def paragraph(file, v, rows, lines):
    """The truths of one paragraph of vectors; v holds the words up to here."""
    new, decoded = dict(lines), v.get('decoded')
    if 'wire' in new:
        yield frame(decoded) == v['wire'] and Parser().feed(v['wire']) == [decoded]
    if 'wire' in new and file == 'session' and decoded[2] == 0xc0:
        f = decode(decoded[4:])[1]
        if 'uid' in f:
            pair = X25519PrivateKey.from_private_bytes(v['e'])
            v['hands'] = noise(f['uid'], v['key'], v['payload'], pair)
            yield f['msg'] == next(v['hands'])
        else:
            yield (v['payload'], v['D>C'], v['C>D']) == v['hands'].send(f['msg'])
    if 'nonce' in new:
        key = v.get('D>C' if decoded[1] else 'C>D', bytes(range(16)))
        counter = int.from_bytes(v['nonce'][9:], 'big')
        yield decoded == record(key, decoded[:4], counter, v['plain'])
        yield v['plain'] == record(key, decoded[:4], counter, decoded[4:], True)
        rows.take(*decode(v['plain']))
    for (word, value), (follows, meaning) in zip(lines, lines[1:] + [('', '')]):
        if word == 'refused':
            yield not Parser(250).feed(value)
        elif word == 'row':
            rows.set(value)
        elif word == 'hash':
            yield rows.hash() == int.from_bytes(value, 'big')
        elif follows == 'means' and value[0] in NAMES:
            name, f = decode(value)
            yield meaning == (f'{name} {spell(f)}' if name else 'malformed')

def vectors(folder):
    for file in ('frames', 'refused', 'messages', 'rows', 'records', 'session'):
        v, rows, good = {}, Rows(), []
        for part in (folder / f'{file}.txt').read_text().replace('\n          ', '').split('\n\n'):
            words = [line.split(None, 1) for line in part.splitlines() if line[0] not in '#u']
            lines = [(x, y if x == 'means' else bytes.fromhex(y)) for x, y in words]
            v.update(lines)
            good += paragraph(file, v, rows, lines)
        good.append(rows.rev == {'session': 89}.get(file))
        check(all(good), f'{file}.txt: {good.count(False)} of {len(good)} are wrong')
        print(f'{file}.txt: {len(good)} checks')

def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('mode', choices=('vectors', 'day'))
    parser.add_argument('folder', type=Path, nargs='?', help='the vectors')
    for name in ('port', 'service', 'board-index', 'kiosk', 'pad', 'board'):
        parser.add_argument('--' + name, type=Path if name in ('kiosk', 'pad', 'board') else int)
    args = parser.parse_args()
    vectors(args.folder) if args.mode == 'vectors' else day(args)

if __name__ == '__main__':
    main()
