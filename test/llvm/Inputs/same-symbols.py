"""Compares what a described object says with what a compiled one says.

    same-symbols.py COMPILED DESCRIBED [--native=NAME ...] [--described=NAME ...]

Everything but code and the order of symbols must be equal: of symbols the kind,
flags, function or value type, names of imports, where data lie, size and COMDAT
group; init functions in order of priority; segments with name, alignment, flags,
contents and relocations; exports; features. Private data (.L...), which code
refers to, have no symbols in the described object. --native and --described name
symbols that only the one or the other may have.
"""

import sys


class Reader:
    def __init__(self, data, at=0, end=None):
        self.data, self.at = data, at
        self.end = len(data) if end is None else end

    def more(self):
        return self.at < self.end

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        value = shift = 0
        while True:
            b = self.byte()
            value |= (b & 127) << shift
            shift += 7
            if b < 128:
                return value

    def signed(self):
        start = self.at
        value = self.number()
        bits = 7 * (self.at - start)
        return value - (1 << bits) if value >> (bits - 1) else value

    def bytes(self, n):
        self.at += n
        return self.data[self.at - n : self.at]

    def text(self):
        return self.bytes(self.number()).decode()

    def part(self):
        n = self.number()
        self.at += n
        return Reader(self.data, self.at - n, self.at)

    def many(self, read):
        return [read() for _ in range(self.number())]

    def limits(self):
        flags = self.byte()
        least = self.number()
        return flags, least, self.number() if flags & 1 else None


KINDS = ("function", "data", "global", "section", "tag", "table")
# In imports a kind has another number: function, table, memory, global, tag.
IMPORTED = {0: "function", 1: "table", 2: "memory", 3: "global", 4: "tag"}


class Object:
    def __init__(self, path):
        self.data = open(path, "rb").read()
        self.types, self.inits, self.groups = [], [], {}
        self.items = {kind: [] for kind in KINDS + ("memory",)}
        self.segments, self.infos, self.features = [], [], []
        self.symbols, self.exports, self.relocations = [], [], []
        r = Reader(self.data, 8)
        sections = []
        while r.more():
            sections.append(r.byte())
            self.section(sections[-1], r.part())
        self.relocations = [
            x for x in self.relocations if sections[x[0]] == 11
        ]

    def section(self, number, r):
        if number == 0:
            name = r.text()
            if name == "linking":
                self.linking(r)
            elif name == "target_features":
                self.features = r.many(lambda: chr(r.byte()) + r.text())
            elif name.startswith("reloc."):
                target = r.number()
                r.many(lambda: self.relocation(target, r))
        elif number == 1:
            self.types = r.many(lambda: self.type(r))
        elif number == 2:
            r.many(lambda: self.imported(r))
        elif number == 3:
            r.many(lambda: self.add("function", self.types[r.number()]))
        elif number == 4:
            r.many(lambda: self.add("table", (r.byte(), r.limits())))
        elif number == 6:
            r.many(lambda: self.defined_global(r))
        elif number == 7:
            self.exports = r.many(
                lambda: (r.text(), r.byte(), r.number())
            )
        elif number == 13:
            r.many(lambda: self.add("tag", (r.byte(), self.types[r.number()])))
        elif number == 11:
            start = r.at
            r.many(lambda: self.segment(r, start))

    def defined_global(self, r):
        self.add("global", (r.byte(), r.byte()))
        sizes = {0x43: 4, 0x44: 8, 0xD0: 1}  # f32.const, f64.const, ref.null
        op = r.byte()
        r.bytes(sizes[op]) if op in sizes else r.number()
        assert r.byte() == 0x0B

    def relocation(self, target, r):
        kind, offset, symbol = r.byte(), r.number(), r.number()
        addend = 0
        if kind in (3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25):
            addend = r.signed()
        self.relocations.append((target, offset, kind, symbol, addend))

    def type(self, r):
        assert r.byte() == 0x60
        return tuple(r.many(r.byte)), tuple(r.many(r.byte))

    def add(self, kind, what):
        self.items[kind].append((what, None))

    def imported(self, r):
        module, field, kind = r.text(), r.text(), IMPORTED[r.byte()]
        if kind == "function":
            what = self.types[r.number()]
        elif kind == "table":
            what = r.byte(), r.limits() and "table"
        elif kind == "memory":
            what = r.limits()[0]
        elif kind == "global":
            what = r.byte(), r.byte()
        else:
            what = r.byte(), self.types[r.number()]
        self.items[kind].append((what, (module, field)))

    def segment(self, r, start):
        if r.number() == 0:
            while r.byte() != 0x0B:  # i32.const, i64.const
                r.number()
        size = r.number()
        self.segments.append((r.at - start, r.bytes(size)))

    def linking(self, r):
        assert r.number() == 2
        while r.more():
            number, part = r.byte(), r.part()
            if number == 5:
                self.infos = part.many(
                    lambda: (part.text(), part.number(), part.number())
                )
            elif number == 6:
                self.inits = part.many(lambda: (part.number(), part.number()))
            elif number == 7:
                part.many(lambda: self.group(part))
            elif number == 8:
                part.many(lambda: self.symbol(part))

    def group(self, r):
        name = r.text()
        r.number()
        self.groups[name] = r.many(lambda: (r.byte(), r.number()))

    def symbol(self, r):
        kind, flags = KINDS[r.byte()], r.number()
        undefined, explicit = flags & 0x10, flags & 0x40
        if kind == "data":
            name = r.text()
            place = None if undefined else [r.number() for _ in range(3)]
            self.symbols.append((kind, name, flags, place))
        elif kind == "section":
            self.symbols.append((kind, "", flags, r.number()))
        else:
            index = r.number()
            if explicit or not undefined:
                name = r.text()
            else:
                name = self.items[kind][index][1][1]
            self.symbols.append((kind, name, flags, index))

    # --- What is compared: lists of lines.

    def said_of(self, kind, name, flags, place):
        if kind == "data":
            what = ""
            if place:
                segment, offset, size = place
                what = "in %s at %d, %d bytes%s" % (
                    self.infos[segment][0],
                    offset,
                    size,
                    self.in_group(0, segment),
                )
        else:
            what, imported = self.items[kind][place]
            number = {"function": 1, "tag": 3, "table": 4}.get(kind, 2)
            what = str(what) + self.in_group(number, place)
            if imported and flags & 0x40:
                what += " import %s.%s" % imported
        return "%s %s flags %#x %s" % (kind, name, flags, what)

    def in_group(self, kind, index):
        for name, members in self.groups.items():
            if (kind, index) in members:
                return " in group " + name
        return ""

    # Contents without what relocations put there, and those.
    def segment_line(self, number):
        name, alignment, flags = self.infos[number]
        start, content = self.segments[number]
        content, places = bytearray(content), []
        for _, offset, kind, symbol, addend in sorted(self.relocations):
            at = offset - start
            if 0 <= at < len(content):
                size = 8 if kind in (16, 19, 22) else 4
                content[at : at + size] = bytes(size)
                places.append(
                    "%d:%d:%s%+d" % (at, kind, self.symbols[symbol][1], addend)
                )
        return "segment %s align %d flags %d %s %s" % (
            name,
            alignment,
            flags,
            content.hex(),
            " ".join(places) + self.in_group(0, number),
        )

    def lines(self, without):
        symbols = [
            self.said_of(*s)
            for s in self.symbols
            if s[0] != "section"
            and s[1] not in without
            and not (s[0] == "data" and s[1].startswith(".L"))
        ]
        inits = [
            "init %d %s" % (priority, self.symbols[symbol][1])
            for priority, symbol in sorted(self.inits, key=lambda i: i[0])
        ]
        return {
            "symbols": sorted(symbols),
            "inits": inits,
            "segments": sorted(map(self.segment_line, range(len(self.infos)))),
            "groups": sorted("group %s" % name for name in self.groups),
            "exports": sorted("export %s %d" % e[:2] for e in self.exports),
            "features": ["feature %s" % f for f in self.features],
        }


def main(native, described, *options):
    gone = [o[9:] for o in options if o.startswith("--native=")]
    extra = [o[12:] for o in options if o.startswith("--described=")]
    a, b = Object(native), Object(described)
    x, y = a.lines(gone), b.lines(extra)
    same = True
    for key in x:
        if x[key] == y[key]:
            continue
        same = False
        for line in x[key]:
            if line not in y[key]:
                print("-", line)
        for line in y[key]:
            if line not in x[key]:
                print("+", line)
        if sorted(x[key]) == sorted(y[key]):
            print("order of", key)
    if not x["symbols"]:
        print("there is nothing to compare")
        same = False
    if same:
        print("same:", len(x["symbols"]), "symbols")
    return 0 if same else 1


sys.exit(main(*sys.argv[1:]))
