"""A second reader of dlsym.0, written from docs/dlsym-section.md and nothing else,
so that the document is known to be enough.

    reader.py MODULE...    prints libraries and exports

Numbers are as the section has them: in a module that is placed when it is loaded
they count from __table_base and __memory_base; in objects they are not final.
"""

import struct
import sys
from types import SimpleNamespace

MAGIC = b"\0dlweld index\xf5\x1e\x8a"
PROBE = bytes.fromhex("d177544c539be05c")
KINDS = ("function", "data", "tls", "absolute")
RANGES = ("const", "data", "zero", "tls")
HEADER = (
    "magic version size library_count libraries word_size longest_name "
    "name_buckets name_starts name_count names flags startup startup_count state "
    "slots_end exit tls_probe owners library_size types type_count"
).split()
RECORD = (
    "soname flags aliases alias_count needed needed_count init fini strings "
    "symbol_count buckets starts tags names addresses sizes size_count mark "
    "ranges range_count image edges edge_room slots symbol_types run_paths "
    "run_path_count text"
).split()
PROGRAM, SMALL, NO_SYMBOLS = 1, 8, 16


class Damaged(Exception):
    """It cannot be read, and why."""


class NoSection(Damaged):
    """There is none."""


def require(condition, text):
    if not condition:
        raise Damaged(text)


def leb(data, at):
    value = shift = 0
    while True:
        require(at < len(data) and shift < 64, "a LEB128 runs past the end")
        value |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 128:
            return value, at


def sections(module):
    require(module[:4] == b"\0asm", "this is no WebAssembly module")
    at = 8
    while at < len(module):
        size, start = leb(module, at + 1)
        require(size <= len(module) - start, "a section runs past the end")
        yield module[at], module[start : start + size]
        at = start + size


def named(parts, name):
    """Payloads of the custom sections of that name."""
    head = bytes([len(name)]) + name
    return [
        body[len(head) :]
        for id, body in parts
        if id == 0 and body.startswith(head)
    ]


def segments(body):
    """Active data segments: address (from __memory_base, if so), bytes."""
    count, at = leb(body, 0)
    for _ in range(count):
        flags, at = leb(body, at)
        if flags == 2:
            _, at = leb(body, at)  # which memory
        address = None
        if flags != 1:
            address, end = leb(body, at + 1)
            if body[at] == 0x23:  # global.get
                address = 0
            at = end + 1
        size, at = leb(body, at)
        if address is not None:
            yield address, body[at : at + size]
        at += size


class Index:
    """The bytes of an index; all access to them."""

    def __init__(self, data):
        self.data = data
        require(data[:16] == MAGIC, "no index begins here")
        self.header = h = SimpleNamespace(
            **dict(zip(HEADER, struct.unpack_from("<16s21I", data)))
        )
        require(h.version == 3, "of version %d" % h.version)
        require(h.size == len(data) and h.flags == 0, "size, or unknown flags")
        require(h.library_size >= 112 and h.library_count, "libraries")
        bounds = self.array("I", h.types, h.type_count + 1)
        self.types = [None] + [data[i:j] for i, j in zip(bounds, bounds[1:])]

    def array(self, format, offset, count):
        size = struct.calcsize("<" + format) * count
        require(size <= len(self.data) - offset, "offset 0x%x" % offset)
        return [v[0] for v in struct.iter_unpack(
            "<" + format, self.data[offset : offset + size])]

    def words(self, offset, count):
        return self.array("Q" if self.header.word_size == 8 else "I", offset, count)

    def word(self, offset):
        return self.words(offset, 1)[0] if offset else None

    def bytes(self, offset):
        end = self.data.find(b"\0", offset)
        require(end >= 0, "a string without an end at 0x%x" % offset)
        return self.data[offset:end]

    def strings(self, offset, count):
        return [text(self.bytes(o)) for o in self.array("I", offset, count)]

    def names(self, r):
        """(name, kind, libc) of each symbol."""
        at, name = r.strings, b""
        if not r.flags & SMALL:
            for n in self.array("I", r.names, r.symbol_count):
                name = self.bytes(at + (n & 0x1FFFFFFF))
                yield name, n >> 30, bool(n & 0x20000000)
            return
        for number, tag in enumerate(self.array("B", r.tags, r.symbol_count)):
            (common,) = self.array("B", at, 1)
            require(common <= (len(name) if number % 16 else 0), "common bytes")
            rest = self.bytes(at + 1)
            at, name = at + 2 + len(rest), name[:common] + rest
            yield name, tag >> 6, bool(tag & 0x20)

    def symbols(self, r, tls_is_address):
        if r.flags & NO_SYMBOLS:
            return
        values = self.words(r.addresses, r.symbol_count)
        types = [0] * r.symbol_count
        if r.symbol_types:
            types = self.array("H", r.symbol_types, r.symbol_count)
        sizes = self.array("Q", r.sizes, r.size_count)
        sizes = {pair & 0xFFFFFFFF: pair >> 32 for pair in sizes}
        for n, (name, kind, libc) in enumerate(self.names(r)):
            yield SimpleNamespace(
                name=text(name), kind=KINDS[kind], libc=libc, value=values[n],
                size=sizes.get(n), type=self.types[types[n]],
                present=kind > 1 or values[n] != 0, is_address=tls_is_address)

    def library(self, number, tls_is_address):
        at = self.header.libraries + number * self.header.library_size
        r = SimpleNamespace(**dict(zip(RECORD, self.array("I", at, len(RECORD)))))
        require(not r.flags & 0xFFE0, "unknown flags of a library")
        require((number == 0) == (r.flags & PROGRAM), "which is the program")
        three = self.words(r.ranges, 3 * r.range_count)
        require(all(kind < 4 for kind in three[2::3]), "unknown kind of range")
        return SimpleNamespace(
            number=number, soname=text(self.bytes(r.soname)) if number else "",
            flags=r.flags, aliases=self.strings(r.aliases, r.alias_count),
            needed=self.array("I", r.needed, r.needed_count),
            run_paths=self.strings(r.run_paths, r.run_path_count),
            init=self.word(r.init), fini=self.word(r.fini), mark=self.word(r.mark),
            image=self.word(r.image), slots=self.words(r.slots, 2 * bool(r.slots)),
            ranges=[(start, end, RANGES[kind]) for start, end, kind
                    in zip(three[::3], three[1::3], three[2::3])],
            symbols=list(self.symbols(r, tls_is_address)))


def text(name):
    return name.decode("utf-8", "surrogateescape")


def owners(payload, at):
    """Subsections behind the index, of which one is known."""
    found, seen = [], set()
    while at < len(payload):
        require(payload[at + 16 : at + 32] != MAGIC, "there twice")
        id, (size, at) = payload[at], leb(payload, at + 1)
        require(size <= len(payload) - at and id not in seen, "subsection")
        seen.add(id)
        if id == 1:
            count, p = leb(payload, at)
            for _ in range(count):
                slot, p = leb(payload, p)
                owner, p = leb(payload, p)
                found.append((slot, owner))
        at += size
    return found


def read(module):
    """What the section of a module says, as an object; Damaged if it cannot."""
    parts = list(sections(module))
    body = dict(parts)
    payloads = named(parts, b"dlsym.0")
    if not payloads:
        raise NoSection("there is no section dlsym.0")
    require(len(payloads) == 1, "there twice")
    payload = payloads[0]
    require(len(payload) >= 116, "too short for an index")
    size, flags, address = struct.unpack_from("<IIQ", payload)
    require(flags == 0, "unknown flags")
    require(100 <= size <= len(payload) - 16, "size")
    x = Index(payload[16 : 16 + size])
    h = x.header
    if 5 in body and body[5][0]:
        wide = bool(body[5][1] & 4)
        require(h.word_size == (8 if wide else 4), "word_size")
    relocatable = bool(named(parts, b"linking")) and 7 not in body
    bases = (b"\3env\x0d__memory_base\3", b"\3env\x0c__table_base\3")
    memory = bytearray()
    for start, data in segments(body.get(11, b"\0")):
        memory.extend(bytes(max(0, start + len(data) - len(memory))))
        memory[start : start + len(data)] = data
    probe = x.word(h.tls_probe)
    in_memory = probe is not None and memory[probe : probe + 8] == PROBE
    return SimpleNamespace(
        address=address, version=h.version, word_size=h.word_size, size=size,
        relative=not relocatable and any(b in body.get(2, b"") for b in bases),
        relocatable=relocatable, owners=owners(payload, 16 + size),
        startup=x.array("I", h.startup, h.startup_count),
        state=x.word(h.state), slots_end=x.word(h.slots_end), exit=x.word(h.exit),
        libraries=[x.library(n, in_memory) for n in range(h.library_count)])


def listing(index):
    """Lines that say all of it."""
    yield "index of version %d, %d bytes at %d%s%s" % (
        index.version, index.size, index.address, ", relative" * index.relative,
        ", not final" * index.relocatable)
    yield "startup %s, state %d, slots end %s, exit %s, owners %s" % (
        index.startup, index.state, index.slots_end, index.exit, index.owners)
    for l in index.libraries:
        yield "library %d %s: flags %d, aliases %s, needed %s, run paths %s" % (
            l.number, l.soname, l.flags, l.aliases, l.needed, l.run_paths)
        yield "  init %s, fini %s, mark %s, slots %s, image %s, data %s" % (
            l.init, l.fini, l.mark, l.slots, l.image, l.ranges)
        for s in sorted(l.symbols, key=lambda s: s.name):
            yield "  %s %d %s%s%s%s" % (
                s.kind, s.value, s.name, " libc" * s.libc,
                "" if s.size is None else " size %d" % s.size,
                " type " + s.type.hex() if s.type else "")


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            try:
                print("\n".join(listing(read(file.read()))))
            except Damaged as damage:
                sys.exit("%s: dlsym.0: %s" % (path, damage))
