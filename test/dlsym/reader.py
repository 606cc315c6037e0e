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
RECORD = (  # the fields of a library's record
    "soname flags aliases alias_count needed needed_count init fini strings "
    "symbol_count buckets starts tags names addresses sizes size_count mark "
    "ranges range_count image edges edge_room slots symbol_types run_paths "
    "run_path_count text"
).split()


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


def imports(body):
    count, at = leb(body, 0)
    for _ in range(count):
        names = []
        for _ in range(2):
            size, at = leb(body, at)
            names.append(body[at : at + size])
            at += size
        kind, at = body[at], at + 1
        memory64 = None
        if kind == 4:
            at += 1  # a tag: attribute, type
        if kind in (0, 4):
            _, at = leb(body, at)
        elif kind == 3:
            at += 2
        else:
            at += kind == 1  # a table's element type
            flags, at = leb(body, at)
            memory64 = kind == 2 and bool(flags & 4)
            for _ in range(1 + (flags & 1)):
                _, at = leb(body, at)
        yield names, memory64


class Module:
    """What is to be known of the module around the section."""

    def __init__(self, module):
        self.payloads, self.segments = [], []
        self.memory64 = self.linking = self.exports = False
        names = []
        for kind, body in sections(module):
            if kind == 0:
                size, at = leb(body, 0)
                name = body[at : at + size]
                self.linking |= name == b"linking"
                if name == b"dlsym.0":
                    self.payloads.append(body[at + size :])
            elif kind == 2:
                for pair, memory64 in imports(body):
                    names.append(pair)
                    self.memory64 |= bool(memory64)
            elif kind == 5 and leb(body, 0)[0]:
                self.memory64 |= bool(leb(body, 1)[0] & 4)
            elif kind == 7:
                self.exports = leb(body, 0)[0] > 0
            elif kind == 11:
                self.data(body)
        self.relocatable = self.linking and not self.exports
        self.relative = not self.relocatable and any(
            [b"env", base] in names for base in (b"__memory_base", b"__table_base")
        )

    def data(self, body):
        """Active segments with their addresses."""
        count, at = leb(body, 0)
        for _ in range(count):
            flags, at = leb(body, at)
            address = None
            if flags == 2:
                _, at = leb(body, at)
            if flags != 1:
                code = body[at]
                address, end = leb(body, at + 1)
                if code == 0x23:  # global.get __memory_base
                    address = 0
                require(body[end] == 0x0B, "an address that is no constant")
                at = end + 1
            size, at = leb(body, at)
            if address is not None:
                self.segments.append((address, body[at : at + size]))
            at += size

    def memory(self, address, size):
        out = bytearray(size)
        for start, data in self.segments:
            for i in range(size):
                if start <= address + i < start + len(data):
                    out[i] = data[address + i - start]
        return bytes(out)


class Bytes:
    """The index's bytes; all access to them."""

    def __init__(self, data):
        self.data = data
        self.word_size = 4

    def at(self, offset, size):
        require(offset + size <= len(self.data), "offset 0x%x" % offset)
        return self.data[offset : offset + size]

    def array(self, format, offset, count):
        size = struct.calcsize("<" + format)
        return [
            v[0] for v in struct.iter_unpack("<" + format,
                                             self.at(offset, size * count))
        ] if count else []

    def u32(self, offset):
        return struct.unpack("<I", self.at(offset, 4))[0]

    def words(self, offset, count):
        return self.array("Q" if self.word_size == 8 else "I", offset, count)

    def word(self, offset):
        return self.words(offset, 1)[0] if offset else None

    def string(self, offset):
        end = self.data.find(b"\0", offset)
        require(end >= 0, "a string without an end at 0x%x" % offset)
        return self.data[offset:end].decode("utf-8", "surrogateescape")

    def strings(self, offset, count):
        return [self.string(o) for o in self.array("I", offset, count)]


def coded_names(b, r):
    """The small form: names in blocks of 16, each after the one before."""
    at, name = r.strings, b""
    for number in range(r.symbol_count):
        common = b.at(at, 1)[0]
        require(common <= (len(name) if number % 16 else 0), "common bytes")
        end = b.data.find(b"\0", at + 1)
        require(end >= 0, "a name without an end")
        name = name[:common] + b.data[at + 1 : end]
        at = end + 1
        yield name.decode("utf-8", "surrogateescape")


def names(b, r):
    """(name, kind, libc) of each symbol."""
    if r.flags & 8:
        for name, tag in zip(coded_names(b, r), b.at(r.tags, r.symbol_count)):
            yield name, tag >> 6, bool(tag & 0x20)
    else:
        for entry in b.array("I", r.names, r.symbol_count):
            name = b.string(r.strings + (entry & 0x1FFFFFFF))
            yield name, entry >> 30, bool(entry & 0x20000000)


def symbols(b, r, types, tls_is_address):
    if r.flags & 16:
        return []
    require(r.symbol_count <= len(b.data), "symbol_count")
    values = b.words(r.addresses, r.symbol_count)
    typed = b.array("H", r.symbol_types, r.symbol_count if r.symbol_types else 0)
    pairs = b.array("I", r.sizes, 2 * r.size_count)
    sizes = dict(zip(pairs[::2], pairs[1::2]))
    out = []
    for number, (name, kind, libc) in enumerate(names(b, r)):
        type = typed[number] if typed else 0
        out.append(SimpleNamespace(
            name=name, kind=KINDS[kind], libc=libc, value=values[number],
            size=sizes.get(number), type=types[type - 1] if type else None,
            present=kind > 1 or values[number] != 0,
            is_address=kind == 2 and tls_is_address,
        ))
    return out


def library(b, number, record, types, tls_is_address):
    r = SimpleNamespace(**dict(zip(RECORD, struct.unpack("<28I", record))))
    require(not r.flags & 0xFFE0, "unknown flags of a library")
    require((number == 0) == (r.flags & 1), "which library is the program")
    triples = b.words(r.ranges, 3 * r.range_count)
    require(all(kind < 4 for kind in triples[2::3]), "unknown kind of range")
    return SimpleNamespace(
        number=number, soname=b.string(r.soname) if number else "",
        flags=r.flags, aliases=b.strings(r.aliases, r.alias_count),
        needed=b.array("I", r.needed, r.needed_count),
        run_paths=b.strings(r.run_paths, r.run_path_count),
        init=b.word(r.init), fini=b.word(r.fini), mark=b.word(r.mark),
        image=b.word(r.image), slots=b.words(r.slots, 2 if r.slots else 0),
        ranges=[(start, end, RANGES[kind]) for start, end, kind
                in zip(triples[::3], triples[1::3], triples[2::3])],
        symbols=symbols(b, r, types, tls_is_address),
    )


def owners(payload, at):
    """Subsections behind the index; the one that is known."""
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


def read(data):
    """What the section of a module says, as an object; Damaged if it cannot."""
    module = Module(data)
    if not module.payloads:
        raise NoSection("there is no section dlsym.0")
    require(len(module.payloads) == 1, "there twice")
    payload = module.payloads[0]
    require(len(payload) >= 116, "too short for an index")
    size, flags, address = struct.unpack_from("<IIQ", payload)
    require(flags == 0, "unknown flags")
    require(100 <= size <= len(payload) - 16, "size")
    b = Bytes(payload[16 : 16 + size])
    (magic, version, inner, count, libraries, b.word_size, _, _, _, _, _, flags,
     startup, startup_count, state, slots_end, exit, probe, table, stride, types,
     type_count) = struct.unpack_from("<16s21I", b.data)
    require(magic == MAGIC, "no index begins here")
    require(version == 3, "of version %d" % version)
    require(inner == size and flags == 0, "sizes disagree, or unknown flags")
    require(b.word_size == (8 if module.memory64 else 4), "word_size")
    require(stride >= 112 and count > 0, "library_size, library_count")
    bounds = b.array("I", types, type_count + 1)
    encoded = [b.data[i:j] for i, j in zip(bounds, bounds[1:])]
    is_address = bool(probe) and module.memory(b.word(probe), 8) == PROBE
    return SimpleNamespace(
        address=address, version=version, word_size=b.word_size, size=size,
        relative=module.relative, relocatable=module.relocatable,
        libraries=[
            library(b, n, b.at(libraries + n * stride, 112), encoded, is_address)
            for n in range(count)
        ],
        startup=b.array("I", startup, startup_count),
        owners=owners(payload, 16 + size),
        state=b.word(state), slots_end=b.word(slots_end), exit=b.word(exit),
        table=b.word(table),
    )


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


def main(paths):
    for path in paths:
        with open(path, "rb") as file:
            try:
                print("\n".join(listing(read(file.read()))))
            except Damaged as damage:
                sys.exit("%s: dlsym.0: %s" % (path, damage))


if __name__ == "__main__":
    main(sys.argv[1:])
