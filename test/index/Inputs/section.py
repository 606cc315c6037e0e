"""What the tests section-*.test look at.

  compare FILE...   the section dlsym.0 says what the index in the data says, the
                    address it gives is the index's, and where there are
                    relocations, both have the same
  dump FILE         libraries, run paths and symbols, as the section has them
  sizes FILE...     bytes of the index
  payload FILE      the section's payload, in hexadecimal digits
"""

import struct
import sys

MAGIC = b"\0dlweld index\xf5\x1e\x8a"


def leb(data, at, signed=False):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            break
    if signed and byte & 64:
        value -= 1 << shift
    return value, at


class Module:
    def __init__(self, path):
        data = open(path, "rb").read()
        self.sections, self.segments, self.exports = {}, [], False
        self.numbers, at, number = {}, 8, 0
        while at < len(data):
            kind = data[at]
            size, start = leb(data, at + 1)
            at = start + size
            body = data[start:at]
            name = kind
            if kind == 0:
                length, p = leb(body, 0)
                name, body = body[p:p + length].decode(), body[p + length:]
                assert name != "dlsym.0" or name not in self.sections, "twice"
            self.sections[name], self.numbers[name] = body, number
            number += 1
        if 11 in self.sections:
            self.read_segments(self.sections[11])

    def read_segments(self, body):
        count, at = leb(body, 0)
        for _ in range(count):
            flags, at = leb(body, at)
            address = None
            if flags == 0:
                # i32.const, i64.const, or global.get of __memory_base
                value, end = leb(body, at + 1, body[at] != 0x23)
                address = 0 if body[at] == 0x23 else value
                at = body.index(b"\x0b", end) + 1
            size, at = leb(body, at)
            self.segments.append((address, at, body[at:at + size]))
            at += size

    def in_data(self, index):
        """(address, offset in the data section) of the index."""
        for address, place, data in self.segments:
            at = data.find(MAGIC)
            while at >= 0:
                if data[at + 16:at + 24] == index[16:24]:
                    assert data[at:at + len(index)] == index, "bytes differ"
                    return (None if address is None else address + at,
                            place + at)
                at = data.find(MAGIC, at + 1)
        raise AssertionError("no index in the data")

    def relocations(self, name):
        body, out = self.sections[name], []
        section, at = leb(body, 0)
        count, at = leb(body, at)
        for _ in range(count):
            kind = body[at]
            offset, at = leb(body, at + 1)
            symbol, at = leb(body, at)
            addend = 0
            if kind in (5, 16):  # R_WASM_MEMORY_ADDR_I32, _I64
                addend, at = leb(body, at, True)
            out.append((offset, kind, symbol, addend))
        return section, out


def compare(path):
    m = Module(path)
    payload = m.sections["dlsym.0"]
    size, flags, address = struct.unpack_from("<IIQ", payload)
    index = payload[16:16 + size]
    assert len(index) == size and flags == 0 and index[:16] == MAGIC
    where, place = m.in_data(index)
    assert where is None or where == address, (where, address)
    words = ""
    if "reloc.dlsym.0" in m.sections:
        section, ours = m.relocations("reloc.dlsym.0")
        assert section == m.numbers["dlsym.0"]
        ours.sort()
        assert ours[0][0] == 8 and ours[1][0] >= 16
        ours = [(offset - 16, *rest) for offset, *rest in ours[1:]]
        section, data = m.relocations("reloc.DATA")
        assert section == m.numbers[11]
        data = sorted((offset - place, *rest) for offset, *rest in data
                      if place <= offset < place + size)
        assert ours == data and data, (ours[:3], data[:3])
        words = ", relocations agree"
    print("%s: the same%s" % (path, words))


def dump(path):
    payload = Module(path).sections["dlsym.0"]
    index = payload[16:16 + struct.unpack_from("<I", payload)[0]]

    def u32(at):
        return struct.unpack_from("<I", index, at)[0]

    def text(at):
        return index[at:index.index(b"\0", at)].decode()

    wide = u32(32)
    types = u32(92)
    for number in range(u32(24)):
        record = u32(28) + number * u32(88)
        f = [u32(record + 4 * i) for i in range(28)]
        print("library", number, text(f[0]), "flags", f[1])
        for i in range(f[26]):
            print("  run path", text(u32(f[25] + 4 * i)))
        sizes = {u32(f[15] + 8 * i): u32(f[15] + 8 * i + 4)
                 for i in range(f[16])}
        coded, name = f[8], ""
        for i in range(f[9]):
            if f[1] & 8:
                tag = index[f[12] + i]
                kind, libc = tag >> 6, tag >> 5 & 1
                rest = text(coded + 1)
                same = index[coded]
                if i % 16 == 0:
                    assert same == 0 and coded == f[8] + u32(f[11] + i // 2)
                name = name[:same] + rest
                coded += 2 + len(rest)
                shown = "%d+%s" % (same, rest)
            else:
                entry = u32(f[13] + 4 * i)
                kind, libc = entry >> 30, entry >> 29 & 1
                name = shown = text(f[8] + (entry & 0x1fffffff))
            kind = ("function", "data", "tls", "absolute")[kind]
            line = "  " + kind + (" libc " if libc else " ") + name
            if shown != name:
                line += " (%s)" % shown
            if i in sizes:
                line += " size %d" % sizes[i]
            if f[24]:
                number = struct.unpack_from("<H", index, f[24] + 2 * i)[0]
                if number:
                    at = types + 4 * (number - 1)
                    line += " type " + index[u32(at):u32(at + 4)].hex(" ")
            print(line)


if __name__ == "__main__":
    for path in sys.argv[2:]:
        if sys.argv[1] == "compare":
            compare(path)
        elif sys.argv[1] == "dump":
            dump(path)
        elif sys.argv[1] == "payload":
            data = Module(path).sections["dlsym.0"]
            for at in range(0, len(data), 16):
                print("%04x %s" % (at, data[at:at + 16].hex(" ")))
        else:
            print(len(Module(path).sections["dlsym.0"]) - 16)
