"""Writes LLVM bitcode of any shape, for tests of its reader.

    bitstream.py IN.py...

writes IN.bc of each, which is what these lines of Python say, with the methods
of Stream as functions. The magic number comes first by itself.
"""

import os
import sys

CHAR6 = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"


class Stream:
    def __init__(self):
        self.bits = []
        self.width = 2  # of abbreviations' numbers
        self.outer = []
        self.fixed(32, 0xDEC04342)

    def fixed(self, width, value):
        self.bits += [value >> i & 1 for i in range(width)]

    def vbr(self, width, value):
        more = 1 << (width - 1)
        while value >= more:
            self.fixed(width, value & (more - 1) | more)
            value >>= width - 1
        self.fixed(width, value)

    def align(self):
        self.bits += [0] * (-len(self.bits) % 32)

    def word(self, value):
        self.fixed(32, value)

    def begin(self, number, width=3):
        """A block: its number, and the width of abbreviations in it."""
        self.fixed(self.width, 1)
        self.vbr(8, number)
        self.vbr(4, width)
        self.align()
        self.outer.append((self.width, len(self.bits)))
        self.word(0)
        self.width = width

    def length(self, words):
        """Says of the block that is open that it is so long."""
        at = self.outer[-1][1]
        self.bits[at : at + 32] = [words >> i & 1 for i in range(32)]

    def end(self, length=True):
        self.fixed(self.width, 0)
        self.align()
        if length:
            self.length((len(self.bits) - self.outer[-1][1]) // 32 - 1)
        self.width = self.outer.pop()[0]

    def record(self, code, *values):
        """Without an abbreviation; a text is its bytes."""
        self.fixed(self.width, 3)
        if values and isinstance(values[0], str):
            values = values[0].encode("latin-1")
        self.vbr(6, code)
        self.vbr(6, len(values))
        for value in values:
            self.vbr(6, value)

    def define(self, *operands):
        """An abbreviation: "=7", "fixed 8", "vbr 6", "array", "char6", "blob"
        and "encoding N"."""
        self.fixed(self.width, 2)
        self.vbr(5, len(operands))
        for operand in operands:
            kind, _, number = operand.partition(" ")
            if kind[0] == "=":
                self.fixed(1, 1)
                self.vbr(8, int(kind[1:]))
                continue
            self.fixed(1, 0)
            if kind == "encoding":
                self.fixed(3, int(number))
                continue
            kinds = ("fixed", "vbr", "array", "char6", "blob")
            self.fixed(3, 1 + kinds.index(kind))
            if number:
                self.vbr(5, int(number))

    def use(self, number):
        """A record with an abbreviation: what it holds is to follow."""
        self.fixed(self.width, number)

    def char6(self, text):
        for c in text:
            self.fixed(6, CHAR6.index(c))

    def blob(self, data):
        self.vbr(6, len(data))
        self.align()
        for byte in data:
            self.fixed(8, byte)
        self.align()

    # Whole parts of a file, as most have them.

    def identification(self, producer="LLVM22.1.8", epoch=0):
        self.begin(13)
        self.record(1, producer)
        self.record(2, epoch)
        self.end()

    def module(self, triple="wasm32-unknown-wasi", *inner):
        """With empty blocks of these numbers."""
        self.begin(8)
        self.record(1, 1)
        if triple:
            self.record(2, triple)
        for number in inner:
            self.begin(number)
            self.end()
        self.end()

    def bytes(self):
        bits = self.bits + [0] * (-len(self.bits) % 8)
        return bytes(
            sum(bits[i + k] << k for k in range(8))
            for i in range(0, len(bits), 8)
        )


def main(*names):
    for name in names:
        stream = Stream()
        scope = {
            key: getattr(stream, key)
            for key in dir(stream)
            if not key.startswith("_")
        }
        scope["stream"] = stream
        with open(name) as file:
            exec(compile(file.read(), name, "exec"), scope)
        with open(os.path.splitext(name)[0] + ".bc", "wb") as file:
            file.write(stream.bytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
