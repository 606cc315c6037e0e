"""Changes a welded module (wasm32, index=fast) where a tool might.

    change.py MODULE OUTPUT CHANGE...

  word=NAME,VALUE       a word of the index, in memory and in dlsym.0; NAME is state, owners,
                        slots_end, probe, LIBRARY:init, :mark, :image, :start0, :end0
                        or LIBRARY=SYMBOL (the program is "program"); VALUE a number,
                        or a name whose value it gets, with +N behind
  section-word=, data-word=   the same in one of the two
  table-min=N           the table's room
  drop=ID               without the section of that id
  slot=N,FUNCTION       another function in a slot; FUNCTION is a number or the slot of
                        a name; `none` leaves it empty
  name=OLD,NEW          of a function, as long, in the section "name"
  byte=NAME             another byte where that word's address is, in memory
  owners=SLOT,LIBRARY   dlsym.0 has a table of owners with one entry
"""

import struct
import sys

MAGIC = b"\0dlweld index\xf5\x1e\x8a"
NAME = b"\x07dlsym.0"
HEADER = {"state": 68, "slots_end": 72, "probe": 80, "owners": 84}
LIBRARY = {"init": 24, "mark": 68, "image": 80}


def leb(data, at, signed=False):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            break
    return (value - (1 << shift) if signed and byte & 64 else value), at


def to_leb(value, signed=False):
    out = b""
    while not (-64 <= value < 64 if signed else value < 128):
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value & 127])


class Module:
    def __init__(self, data):
        self.parts, at = [], 8
        while at < len(data):
            size, start = leb(data, at + 1)
            self.parts.append([data[at], bytearray(data[start:start + size])])
            at = start + size
        self.section = next(p for p in self.parts if p[1].startswith(NAME))
        self.index = bytes(self.section[1][len(NAME) + 16:])

    def get(self, id):
        return next(p for p in self.parts if p[0] == id)

    def assemble(self):
        return b"\0asm\1\0\0\0" + b"".join(
            bytes([id]) + to_leb(len(body)) + body for id, body in self.parts)

    # --- The index ---

    def number(self, offset):
        return struct.unpack_from("<I", self.index, offset)[0]

    def string(self, offset):
        return self.index[offset:self.index.index(b"\0", offset)].decode()

    def library(self, soname):
        for i in range(self.number(24)):
            at = self.number(28) + i * self.number(88)
            if soname == ("program" if i == 0 else self.string(self.number(at))):
                return at
        raise SystemExit("no library " + soname)

    def word(self, name):
        """Where in the index it is."""
        if name in HEADER:
            return self.number(HEADER[name])
        if "=" not in name:
            soname, field = name.split(":")
            at = self.library(soname)
            if field in LIBRARY:
                return self.number(at + LIBRARY[field])
            kind, i = field[:-1], int(field[-1])
            return self.number(at + 72) + 12 * i + (4 if kind == "end" else 0)
        soname, symbol = name.split("=")
        at = self.library(soname)
        for i in range(self.number(at + 36)):
            n = self.number(self.number(at + 52) + 4 * i) & 0x1FFFFFFF
            if self.string(self.number(at + 32) + n) == symbol:
                return self.number(at + 56) + 4 * i
        raise SystemExit("no symbol " + name)

    def value(self, text):
        text, _, more = text.partition("+")
        plain = text.lstrip("-").isdigit()
        return (int(text) if plain else self.number(self.word(text))) + int(more or 0)

    def set_word(self, name, value, data=True, section=True):
        at, value = self.word(name), struct.pack("<I", self.value(value))
        if section:
            start = len(NAME) + 16 + at
            self.section[1][start:start + 4] = value
        if data:
            body = self.get(11)[1]
            start = body.index(self.index[:40]) + at
            body[start:start + 4] = value

    # --- The module ---

    def set_slot(self, slot, function):
        part = self.get(9)
        body, slot = part[1], self.value(slot)
        assert body[:3] == b"\1\0\x41", "one segment at a constant"
        base, at = leb(body, 3, True)
        count, at = leb(body, at + 1)
        items = []
        for _ in range(count):
            value, at = leb(body, at)
            items.append(value)
        if function == "none":
            parts = [(base, items[:slot - base]), (slot + 1, items[slot - base + 1:])]
        else:
            plain = function.isdigit()
            items[slot - base] = (
                int(function) if plain else items[self.value(function) - base])
            parts = [(base, items)]
        part[1] = to_leb(len(parts)) + b"".join(
            b"\0\x41" + to_leb(start, True) + b"\x0b" + to_leb(len(list)) +
            b"".join(map(to_leb, list)) for start, list in parts)

    def set_byte(self, address):
        """One more data segment, of a byte."""
        part = self.get(11)
        count, at = leb(part[1], 0)
        part[1] = (to_leb(count + 1) + part[1][at:] + b"\0\x41" +
                   to_leb(address, True) + b"\x0b\1\x55")
        for part in self.parts:
            if part[0] == 12:
                part[1] = to_leb(count + 1)


def change(m, how):
    how, _, value = how.partition("=")
    first, _, second = value.partition(",")
    if how in ("word", "section-word", "data-word"):
        m.set_word(first, second, how != "section-word", how != "data-word")
    elif how == "table-min":
        part = m.get(4)
        assert part[1][:2] == b"\1\x70", "one table of functions"
        part[1] = b"\1\x70\0" + to_leb(int(value))
    elif how == "drop":
        m.parts = [p for p in m.parts if p[0] != int(value)]
    elif how == "slot":
        m.set_slot(first, second)
    elif how == "name":
        part = next(p for p in m.parts if p[1].startswith(b"\4name"))
        assert len(first) == len(second) and part[1].count(first.encode()) == 1
        part[1] = part[1].replace(first.encode(), second.encode())
    elif how == "byte":
        m.set_byte(m.value(value))
    elif how == "owners":
        payload = b"\1" + to_leb(m.value(first)) + to_leb(int(second))
        m.section[1] += b"\1" + to_leb(len(payload)) + payload
    else:
        raise SystemExit("change.py: what is %s?" % how)


def main(module, output, *changes):
    with open(module, "rb") as file:
        m = Module(file.read())
    for how in changes:
        change(m, how)
    with open(output, "wb") as file:
        file.write(m.assemble())


main(*sys.argv[1:])
