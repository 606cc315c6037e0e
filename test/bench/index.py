"""Reads the index of a finished module, as lib/dlfcn/index.h has it."""

import struct

MAGIC = b"\0dlweld index\xf5\x1e\x8a"
HEADER = "<16s18I"
LIBRARY = "<24I"
NAME_MASK = 0x1FFFFFFF
SMALL = 8  # flag of a library: its names are coded


class Index:
    """How large an index is and what it is spent on."""

    def __init__(self, path):
        with open(path, "rb") as f:
            module = f.read()
        # Data of a static module stand in the file as they will in memory. The
        # run time has the magic bytes, too, to compare with.
        start = module.find(MAGIC)
        while start >= 0 and not self.read_header(module, start):
            start = module.find(MAGIC, start + 1)
        if start < 0:
            raise ValueError("%s: no index of version 3" % path)
        libraries, word = self.read_header(module, start)
        self.symbols = self.name_bytes = 0
        for number in range(self.libraries):
            fields = struct.unpack_from(
                LIBRARY, module, start + libraries + number * 112)
            strings, count, names = fields[8], fields[9], fields[13]
            self.symbols += count
            if fields[1] & SMALL:
                self.read_coded(module, start + strings, count)
                continue
            for entry in struct.unpack_from("<%dI" % count, module,
                                            start + names):
                at = start + strings + (entry & NAME_MASK)
                self.name_bytes += module.index(b"\0", at) - at
        self.needed = 4 + word + 1  # name's offset, address, the name's NUL

    def read_header(self, module, start):
        """(offset of the libraries, size of an address), or None if it is no
        header."""
        if len(module) - start < struct.calcsize(HEADER):
            return None
        (_, version, self.size, self.libraries, libraries, word) = (
            struct.unpack_from(HEADER, module, start)[:6])
        if version != 3 or word not in (4, 8) or (
                libraries + 112 * self.libraries > self.size
                or self.size > len(module) - start):
            return None
        return libraries, word

    def read_coded(self, module, at, count):
        for _ in range(count):
            end = module.index(b"\0", at + 1)
            self.name_bytes += module[at] + end - (at + 1)
            at = end + 1

    def beyond_names(self):
        return (self.size - self.name_bytes) / self.symbols
