"""Made-up libraries: relocatable WebAssembly objects as clang would write them,
in archives, thousands of them in seconds.

Library I is made of functions that return their argument + I + their number,
I being read from `plugin_info`, a variable that every library defines. So a
function of the right library tells that its variable is the right one, too. Each
function refers to that variable, and to the next function for negative
arguments; one of them is named by a pointer in the data.
"""

import os
import struct

FILLER = 8  # pairs of instructions that undo each other: 100 bytes a function

# Symbol flags: WASM_SYM_BINDING_LOCAL and so on.
HIDDEN, UNDEFINED, NO_STRIP = 0x04, 0x10, 0x80
# Relocations.
FUNCTION_INDEX_LEB, TABLE_INDEX_I32, MEMORY_ADDR_SLEB = 0, 2, 4


def leb(n):
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def sleb(n):
    out = bytearray()
    while not -0x40 <= n < 0x40:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n & 0x7F)
    return bytes(out)


def padded(n):
    """The five bytes that relocations patch."""
    return bytes([n & 0x7F | 0x80, n >> 7 & 0x7F | 0x80, n >> 14 & 0x7F | 0x80,
                  n >> 21 & 0x7F | 0x80, n >> 28])


def name(text):
    return leb(len(text)) + text.encode()


def section(number, body):
    return bytes([number]) + leb(len(body)) + body


def custom(title, body):
    return section(0, name(title) + body)


VERBS = "open read parse decode filter match encode write flush close".split()


def function_name(library, number):
    return "plugin%05d_%s_%02d" % (library, VERBS[number % 10], number)


def body(number, callee):
    """The code of a function, and where its relocations are: call and data."""
    code = b"\x00"  # no locals
    # if (x < 0) x = callee(x);
    code += b"\x20\x00\x41\x00\x48\x04\x40\x20\x00\x10"
    call = len(code)
    code += padded(callee) + b"\x21\x00\x0b"
    for at in range(FILLER):
        change = b"\x20\x00\x41" + sleb(number * 64 + at // 2) + b"\x73\x21\x00"
        code += change
    # return x + plugin_info.library + number;
    code += b"\x20\x00\x41"
    data = len(code)
    code += padded(0) + b"\x28\x02\x00\x6a\x41" + sleb(number) + b"\x6a\x0b"
    return code, call, data


def make_object(library, first, count, total):
    """Functions `first` up to `first + count` of a library of `total`. The first
    object has the data, the others refer to it."""
    has_data = first == 0
    last = first + count == total
    imported = 0 if last else 1  # the function that the last one calls
    imports = [b"\x03env\x0f__linear_memory\x02\x00\x01"]
    if imported:
        imports.append(
            name("env") + name(function_name(library, first + count))
            + b"\x00\x00")
    if has_data:
        imports.append(b"\x03env\x19__indirect_function_table\x01\x70\x00\x01")

    symbols = []  # in the order of their numbers
    for i in range(count):
        symbols.append(b"\x00" + leb(HIDDEN) + leb(imported + i)
                       + name(function_name(library, first + i)))
    info = len(symbols)
    if has_data:
        symbols.append(b"\x01" + leb(HIDDEN) + name("plugin_info")
                       + b"\x00\x00\x08")
    else:
        symbols.append(b"\x01" + leb(UNDEFINED) + name("plugin_info"))
    follower = len(symbols)
    if imported:
        symbols.append(b"\x00" + leb(UNDEFINED) + b"\x00")
    if has_data:
        symbols.append(b"\x05" + leb(UNDEFINED | NO_STRIP) + b"\x00")

    codes = bytearray(leb(count))
    relocations = bytearray()
    for i in range(count):
        if i + 1 < count:
            callee, symbol = imported + i + 1, i + 1
        elif imported:
            callee, symbol = 0, follower
        else:
            callee, symbol = imported + i, i
        code, call, data = body(first + i, callee)
        codes += leb(len(code))
        at = len(codes)
        codes += code
        relocations += (
            bytes([FUNCTION_INDEX_LEB]) + leb(at + call) + leb(symbol)
            + bytes([MEMORY_ADDR_SLEB]) + leb(at + data) + leb(info) + b"\x00")

    out = b"\0asm\1\0\0\0"
    out += section(1, b"\x01\x60\x01\x7f\x01\x7f")
    out += section(2, leb(len(imports)) + b"".join(imports))
    out += section(3, leb(count) + bytes(count))
    sections = 3
    if has_data:
        out += section(9, b"\x01\x00\x41\x01\x0b\x01" + leb(imported))
        sections += 1
    code_section = sections
    out += section(10, bytes(codes))
    sections += 1
    linking = leb(2)
    if has_data:
        segment = struct.pack("<II", library, 1)
        out += section(11, b"\x01\x00\x41\x00\x0b" + leb(len(segment)) + segment)
        data_section = sections
        segment_info = b"\x01" + name(".data.plugin_info") + b"\x02\x00"
    table = leb(len(symbols)) + b"".join(symbols)
    linking += b"\x08" + leb(len(table)) + table
    if has_data:
        linking += b"\x05" + leb(len(segment_info)) + segment_info
    out += custom("linking", linking)
    out += custom("reloc.CODE",
                  leb(code_section) + leb(2 * count) + bytes(relocations))
    if has_data:
        # Of the data section: count, flags, offset expression, size; the
        # second word of the segment points to function 0.
        out += custom("reloc.DATA", leb(data_section) + b"\x01"
                      + bytes([TABLE_INDEX_I32]) + leb(6 + 4) + b"\x00")
    out += custom("target_features", b"\x02" + b"+" + name("mutable-globals")
                  + b"+" + name("sign-ext"))
    return out, [function_name(library, first + i) for i in range(count)] + (
        ["plugin_info"] if has_data else [])


def archive(members):
    """A GNU archive; members: (name, bytes, names it defines)."""
    def header(title, size):
        return ("%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (
            title, 0, 0, 0, "644", size)).encode()
    names = b"".join(n.encode() + b"\0" for _, _, defs in members for n in defs)
    count = sum(len(defs) for _, _, defs in members)
    index_size = 4 + 4 * count + len(names)
    at = 8 + 60 + index_size + index_size % 2
    offsets = b""
    for _, data, defs in members:
        offsets += struct.pack(">I", at) * len(defs)
        at += 60 + len(data) + len(data) % 2
    index = struct.pack(">I", count) + offsets + names
    out = [b"!<arch>\n", header("/", index_size), index, b"\n" * (len(index) % 2)]
    for title, data, _ in members:
        out += [header(title + "/", len(data)), data, b"\n" * (len(data) % 2)]
    return b"".join(out)


def make_libraries(directory, libraries, functions, objects):
    """Archives of made-up libraries; paths in order. Kept from run to run."""
    done = os.path.join(directory, "done")
    with open(__file__, "rb") as f:
        version = f.read()
    paths = [os.path.join(directory, "plugin%05d.a" % i)
             for i in range(libraries)]
    try:
        with open(done, "rb") as f:
            if f.read() == version:
                return paths
    except FileNotFoundError:
        pass
    os.makedirs(directory, exist_ok=True)
    share = functions // objects
    for i, path in enumerate(paths):
        members = []
        for k in range(objects):
            data, names = make_object(i, k * share, share, functions)
            members.append(("part%d.o" % k, data, names))
        with open(path, "wb") as f:
            f.write(archive(members))
    with open(done, "wb") as f:
        f.write(version)
    return paths
