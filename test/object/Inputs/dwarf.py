"""Prints the DWARF of a finished module with the addresses of code as
FUNCTION+OFFSET, and those of data as the word that is there: two links of the same
code print the same wherever they have placed it.

usage: dwarf.py DWARFDUMP MODULE
       dwarf.py DWARFDUMP MODULE --address FUNCTION   (in the code section)
"""

import re
import subprocess
import sys


class Module:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = file.read()
        self.at, self.imported, self.names = 8, 0, {}
        self.functions, self.data = [], []
        while self.at < len(self.bytes):
            section = self.byte()
            end = self.leb() + self.at
            getattr(self, "section%d" % section, lambda start, end: None)(self.at, end)
            self.at = end

    def byte(self):
        self.at += 1
        return self.bytes[self.at - 1]

    def leb(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def sleb(self):
        start = self.at
        value = self.leb()
        return value - (1 << 7 * (self.at - start)) if self.bytes[self.at - 1] & 0x40 else value

    def name(self):
        size = self.leb()
        self.at += size
        return self.bytes[self.at - size : self.at].decode()

    def section2(self, start, end):
        for _ in range(self.leb()):
            self.name(), self.name()
            kind = self.byte()
            if kind == 0:
                self.imported += 1
            for _ in range(2 if kind in (1, 3, 4) else 1):
                flags = self.leb()
            for _ in range({1: 1 + (flags & 1), 2: 1 + (flags & 1)}.get(kind, 0)):
                self.leb()

    def section10(self, start, end):
        for _ in range(self.leb()):
            size = self.leb()
            self.functions.append((self.at - start, size))
            self.at += size

    def section11(self, start, end):
        for _ in range(self.leb()):
            assert self.leb() == 0, "data segment is not active"
            self.byte()
            address = self.sleb()
            self.byte()
            size = self.leb()
            self.data.append((address, self.bytes[self.at : self.at + size]))
            self.at += size

    def section0(self, start, end):
        if self.name() != "name":
            return
        while self.at < end:
            kind, stop = self.byte(), 0
            stop = self.leb() + self.at
            if kind == 1:
                for _ in range(self.leb()):
                    index = self.leb()
                    self.names[index] = self.name()
            self.at = stop

    def code(self, address):
        for i, (start, size) in enumerate(self.functions):
            if start <= address <= start + size:
                name = self.names.get(i + self.imported, "?")
                return "%s+%d" % (name, address - start)
        return "0x%x" % address

    def datum(self, address):
        for start, data in self.data:
            if start <= address < start + len(data):
                return "word " + data[address - start : address - start + 4].hex()
        return "0x%x" % address if address < 0x10000 else "zeros"


def main():
    dwarfdump, path = sys.argv[1:3]
    module = Module(path)
    if len(sys.argv) > 3:
        wanted = sys.argv[4]
        for index, name in module.names.items():
            if name == wanted:
                print("0x%x" % module.functions[index - module.imported][0])
        return

    def code(match):
        return match[1] + module.code(int(match[2], 16)) + match[3]

    def pair(match):
        return "[%s, %s)" % tuple(module.code(int(m, 16)) for m in match.groups())

    def either(match):
        address = int(match[2], 16)
        known = module.datum if address >= 0x10000 else module.code
        return match[1] + known(address) + match[3]

    sections = (
        "info types line addr aranges macro names pubnames pubtypes gnu-pubnames "
        "gnu-pubtypes"
    )
    text = subprocess.run(
        [dwarfdump, *("--debug-" + name for name in sections.split()), path],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    text = text.replace(path, "MODULE")
    text = re.sub(r"(_pc\t\()(0x\w+)(\))", code, text)
    text = re.sub(r"\[(0x\w+), (0x\w+)\)", pair, text)
    text = re.sub(r"(?m)^()(0x\w{8,16})( +\d+ +\d+ +\d+ )", code, text)
    text = re.sub(r"(?m)^()(0x\w+)($)", either, text)  # .debug_addr
    text = re.sub(r"(DW_OP_addr )(0x\w+)()", either, text)
    text = re.sub(r"(dead code\)\n +DW_AT_high_pc\t\().*\)", r"\1)", text)
    # __memory_base is a global in one, and not in the other.
    text = text.replace("DW_OP_const4u 0x0, DW_OP_nop,", "DW_OP_WASM_location BASE,")
    text = re.sub(r"DW_OP_WASM_location 0x3 0x[1-9a-f]\w{,3},", "DW_OP_WASM_location BASE,", text)
    print(text)


main()
