"""Modules that hold every instruction, and what disassemblers make of them.

  every-opcode.py make TABLE DIR    TABLE: what `objtool opcodes` prints.
      Writes DIR/SET.wasm and DIR/SET.txt for the sets of instructions below;
      the text is what `objtool code` must print: lengths are this file's.
  every-opcode.py unknown TABLE DIR
      A module for each number below 0x140 that the table has not.
  every-opcode.py compare DIR/SET.txt DISASSEMBLY
      Whether what `wasm-objdump -d` or `wasm-tools print --print-offsets` has
      printed has the same instructions at the same places.
  every-opcode.py shared TABLE OUT
      A shared module with the instructions of the set `old` that may be lifted.

Sets: `old` (what wabt 1.0.32 knows), `padded` (the same with prefixed opcodes
in five bytes more, which it does not), `new` and `gc` (the rest).
"""

import os
import re
import sys


def uleb(v, width=1):
    out = []
    while True:
        b = v & 0x7F
        v >>= 7
        more = v or len(out) + 1 < width
        out.append(b | (0x80 if more else 0))
        if not more:
            return bytes(out)


def vec(items):
    return uleb(len(items)) + b"".join(items)


def section(number, body):
    return bytes([number]) + uleb(len(body)) + body


def name(text):
    return uleb(len(text)) + text.encode()


# Operands as lists of alternatives: first what is usual, then LEB128s that are
# padded as linkers do, other kinds of blocks, memories and clauses.
INDEX = [uleb(1), uleb(0), uleb(1, 5)]
EMPTY = b"\x40"
BLOCK_TYPES = [EMPTY, b"\x7f", b"\x00", b"\x80\x80\x80\x80\x00"]
ANY, EQ, FUNC = b"\x6e", b"\x6d", b"\x70"


def memargs(argument):
    align = uleb(argument)
    second = uleb(argument | 0x40)
    return [
        align + uleb(0),
        align + uleb(0x1234567),
        align + uleb(8, 5),
        second + uleb(1) + uleb(3),
        second + uleb(1, 5) + uleb(0xFFFFFFFF),
    ]


def pairs(first, second):
    return [a + b for a, b in zip(first, second)]


def operands(kind, argument):
    """The alternatives for one list of operands."""
    lanes = uleb(0)
    table = {
        "NONE": [b""],
        "ELSE": [b""],
        "END": [b""],
        "CATCH_ALL": [b""],
        "BLOCK": BLOCK_TYPES,
        "IF": [EMPTY, b"\x80\x80\x80\x80\x00"],
        "TRY": BLOCK_TYPES,
        "TRY_TABLE": [
            EMPTY + uleb(0),
            EMPTY + vec([b"\x00\x00\x00", b"\x02\x01"]),
            b"\x7f" + vec([b"\x00" + uleb(1, 5) + uleb(1, 5)]),
            EMPTY + vec([b"\x02\x00"] * 200),
        ],
        "CATCH": INDEX,
        "DELEGATE": [uleb(0), uleb(0, 5)],
        "LABEL": [uleb(0), uleb(0, 5)],
        "LABELS": [
            uleb(0) + uleb(0),
            vec([uleb(0), uleb(0, 5)]) + uleb(0),
            vec([uleb(0)] * 300) + uleb(0, 3),
        ],
        "RETHROW": [uleb(0), uleb(0, 5)],
        "CAST": [b"\x03\x00" + ANY + EQ, b"\x02" + uleb(0, 5) + ANY + b"\x01"],
        "SELECT": [vec([b"\x7f"]), vec([b"\x70"])],
        "HEAP_TYPE": [FUNC],
        "LOCAL": [uleb(0), uleb(299), uleb(1, 5)],
        "FUNCTION": INDEX,
        "GLOBAL": INDEX,
        "TAG": INDEX,
        "TYPE": [uleb(0), uleb(0, 5)],
        "TYPE_TABLE": pairs(INDEX[1:], INDEX[1:]),
        "TABLE": INDEX,
        "TABLE_TABLE": pairs(INDEX, INDEX[::-1]),
        "ELEM_TABLE": pairs(INDEX, INDEX[::-1]),
        "ELEM": INDEX,
        "DATA_MEMORY": pairs(INDEX, INDEX[::-1]),
        "DATA": INDEX,
        "MEMORY": INDEX,
        "MEMORY_MEMORY": pairs(INDEX, INDEX[::-1]),
        "MEMARG": memargs(argument),
        "ATOMIC": memargs(argument),
        "MEMARG_LANE": [m + lanes for m in memargs(argument)],
        "LANE": [lanes, uleb((16 >> argument) - 1)],
        "SHUFFLE": [bytes(range(16)), bytes(range(16, 32))],
        "I32": [b"\x00", b"\x7f", b"\x80\x01", b"\xff\xff\xff\xff\x07",
                b"\x80\x80\x80\x80\x78"],
        "I64": [b"\x00", b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7f",
                b"\xff\xff\xff\xff\xff\xff\xff\xff\x00"],
        "F32": [b"\0\0\x80\x3f"],
        "F64": [b"\0\0\0\0\0\0\xf0\x3f"],
        "V128": [bytes(16), b"\xfe" * 16],
        "ZERO": [b"\x00"],
    }
    return table[kind]


STRUCT, ARRAY, BYTES, REFS = uleb(1), uleb(2), uleb(3), uleb(4)


def gc_operands(text, kind):
    """Where validation asks for a type of a certain form."""
    packed = text.endswith(("_s", "_u"))
    if text.startswith("struct"):
        field = uleb(0 if packed else 1)
        return [STRUCT + (field if kind == "TYPE_U32" else b""),
                uleb(1, 5) + (field if kind == "TYPE_U32" else b"")]
    if kind == "TYPE":
        return [BYTES if packed else ARRAY, uleb(3 if packed else 2, 5)]
    if kind == "TYPE_U32":
        return [ARRAY + uleb(3), ARRAY + uleb(300)]
    if kind == "TYPE_TYPE":
        return [ARRAY + ARRAY, uleb(2, 5) + uleb(2, 5)]
    if kind == "TYPE_DATA":
        return [BYTES + uleb(1), uleb(3, 5) + uleb(1, 5)]
    if kind == "TYPE_ELEM":
        return [REFS + uleb(1), uleb(4, 5) + uleb(1, 5)]
    if kind == "HEAP_TYPE":
        return [ANY, b"\x01", uleb(2, 5)]
    return None


# Behind `unreachable` any operands are there, so that all is valid.
UNREACHABLE = [(b"\x00", "unreachable")]
END = (b"\x0b", "end")


def surroundings(kind, text, imm):
    """Instructions before and behind, as pairs of bytes and name."""
    if kind == "TRY_TABLE":
        ends = UNREACHABLE + [END] + UNREACHABLE + [END]
        return [(b"\x02\x40", "block")], ends
    if kind in ("BLOCK", "IF", "TRY"):
        return [], UNREACHABLE + [END]
    if kind == "ELSE":
        return [(b"\x04\x40", "if")], [END]
    if kind in ("CATCH", "CATCH_ALL"):
        return [(b"\x06\x40", "try")], [END]
    if kind == "DELEGATE":
        return [(b"\x06\x40", "try")], []
    if kind == "RETHROW":
        return [(b"\x06\x40", "try"), (b"\x19", "catch_all")], [END]
    if kind == "END":
        return [(b"\x02\x40", "block")], []
    if kind == "CAST":
        # What the label takes: where the cast succeeds, or where it fails.
        nullable = b"\x63" if imm[0] & 2 else b"\x64"
        to = nullable + imm[-1:]
        if text == "br_on_cast_fail":
            to = b"\x63\x6e" if imm[0] == 3 else b"\x64\x6e"
        if text == "br_on_cast_fail" or imm[0] == 3:
            to = b"\x63\x6e"
        return [(b"\x02" + to, "block")] + UNREACHABLE, UNREACHABLE + [END]
    if text == "br_on_non_null":
        return ([(b"\x02\x64\x70", "block")] + UNREACHABLE, UNREACHABLE + [END])
    if text == "br_on_null":
        return ([(b"\x02\x40", "block")] + UNREACHABLE, UNREACHABLE + [END])
    return [], []


OLD_BEYOND = {"try_table", "throw_ref", "br_on_null", "br_on_non_null",
              "ref.as_non_null", "call_ref", "return_call_ref"}


def encode(prefix, number):
    return bytes([prefix]) + uleb(number) if prefix else bytes([number])


def which(prefix, number, text):
    if prefix == 0xFB or text == "ref.eq":
        return "gc"
    if prefix == 0xFC and number >= 0x13:
        return "new"
    if text in OLD_BEYOND:
        return "new"
    return "old"


def read_table(path):
    rows = []
    for line in open(path):
        prefix, number, text, kind, argument = line.split()
        rows.append((int(prefix, 0), int(number, 0), text, kind, int(argument)))
    return rows


def bodies_of(rows, wanted):
    """For each instruction a list of (bytes, name): a function's code."""
    for prefix, number, text, kind, argument in rows:
        if which(prefix, number, text) != wanted.replace("padded", "old"):
            continue
        alternatives = gc_operands(text, kind) if wanted == "gc" else None
        for imm in alternatives or operands(kind, argument):
            usual = encode(prefix, number)
            padded = bytes([prefix]) + uleb(number, 5)
            for opcode in [usual] * (wanted != "padded") + [padded] * (
                wanted != "old" and prefix != 0
            ):
                before, behind = surroundings(kind, text, imm)
                yield (UNREACHABLE + before + [(opcode + imm, text)] + behind +
                       UNREACHABLE + [END])


LOCALS = uleb(1) + uleb(300) + b"\x7f"


def module(codes, gc):
    void = b"\x60\x00\x00"
    types = [void]
    if gc:
        types += [b"\x5f" + vec([b"\x78\x01", b"\x7f\x01"]), b"\x5e\x7f\x01",
                  b"\x5e\x78\x01", b"\x5e\x70\x01"]
    else:
        types += [void]
    code = b"".join(uleb(len(c)) + c for c in codes)
    function_refs = b"\x03\x00" + vec([uleb(0), uleb(1)])
    passive = b"\x01\x00" + vec([uleb(0), uleb(1)])
    return b"\0asm\1\0\0\0" + b"".join([
        section(1, vec(types)),
        section(2, vec([name("m") + name("f") + b"\x00\x00"])),
        section(3, vec([uleb(0)] * len(codes))),
        section(4, vec([b"\x70\x00\x02"] * 2)),
        section(5, vec([b"\x03\x01\x02"] * 2)),
        section(13, vec([b"\x00\x00"] * 2)),
        section(6, vec([b"\x7f\x01\x41\x00\x0b"] * 2)),
        section(9, vec([function_refs, passive])),
        section(12, uleb(2)),
        section(10, uleb(len(codes)) + code),
        section(11, vec([b"\x01" + name("a"), b"\x01" + name("b")])),
    ])


def make(table, directory):
    rows = read_table(table)
    for wanted in ("old", "padded", "new", "gc"):
        bodies = list(bodies_of(rows, wanted))
        codes = [LOCALS + b"".join(b for b, _ in body) for body in bodies]
        data = module(codes, wanted == "gc")
        with open(os.path.join(directory, wanted + ".wasm"), "wb") as out:
            out.write(data)
        # The code section's contents are found by its last code.
        joined = b"".join(uleb(len(c)) + c for c in codes)
        at = data.index(joined)
        with open(os.path.join(directory, wanted + ".txt"), "w") as out:
            for i, body in enumerate(bodies):
                out.write("function %u '':\n" % (i + 1))
                at += len(uleb(len(codes[i]))) + len(LOCALS)
                for raw, text in body:
                    out.write("%06x %2u %s\n" % (at, len(raw), text))
                    at += len(raw)


def can_be_lifted(kind, imm):
    """Objects have one memory, and no passive segments."""
    if kind in ("ELEM", "ELEM_TABLE", "DATA", "DATA_MEMORY"):
        return False
    if kind in ("MEMORY", "MEMORY_MEMORY"):
        return 1 not in [byte & 0x7F for byte in imm]
    if kind in ("MEMARG", "ATOMIC", "MEMARG_LANE"):
        return not imm[0] & 0x40
    return True


def shared(table, path):
    """One function for each code, named like the instruction. Of all that has
    an index there are two that differ."""
    codes, exports = [], []
    for prefix, number, text, kind, argument in read_table(table):
        if which(prefix, number, text) != "old":
            continue
        for imm in operands(kind, argument):
            if can_be_lifted(kind, imm):
                before, behind = surroundings(kind, text, imm)
                body = (UNREACHABLE + before +
                        [(encode(prefix, number) + imm, text)] + behind +
                        UNREACHABLE + [END])
                codes.append(LOCALS + b"".join(raw for raw, _ in body))
                exports.append(name("%s#%u" % (text, len(codes))) + b"\x00" +
                               uleb(len(codes)))
    limits = b"\x00\x00"
    for text, kind, index in (("table1", 1, 1), ("global0", 3, 0),
                              ("global1", 3, 1), ("tag0", 4, 0),
                              ("tag1", 4, 1)):
        exports.append(name(text) + uleb(kind) + uleb(index))
    env = name("env")
    dylink = uleb(1) + uleb(4) + bytes(4)
    data = b"\0asm\1\0\0\0" + b"".join([
        section(0, name("dylink.0") + dylink),
        section(1, vec([b"\x60\x00\x00", b"\x60\x00\x01\x7f",
                        b"\x60\x01\x7c\x00"])),
        section(2, vec([env + name("callee") + b"\x00\x01",
                        env + name("__indirect_function_table") +
                        b"\x01\x70" + limits,
                        env + name("memory") + b"\x02" + limits])),
        section(3, vec([uleb(0)] * len(codes))),
        section(4, vec([b"\x6f" + limits])),
        section(13, vec([b"\x00\x00", b"\x00\x02"])),
        section(6, vec([b"\x7f\x01\x41\x00\x0b", b"\x7e\x01\x42\x00\x0b"])),
        section(7, vec(exports)),
        section(9, vec([b"\x03\x00" + vec([uleb(0), uleb(1)])])),
        section(10, vec([uleb(len(c)) + c for c in codes])),
    ])
    with open(path, "wb") as out:
        out.write(data)


def unknown(table, directory):
    known = {(prefix, number) for prefix, number, _, _, _ in read_table(table)}
    for prefix in (0, 0xFB, 0xFC, 0xFD, 0xFE):
        for number in range(0x140 if prefix else 0xFB):
            if (prefix, number) in known:
                continue
            opcode = encode(prefix, number)
            path = "unknown-%02x-%03x.wasm" % (prefix, number)
            with open(os.path.join(directory, path), "wb") as out:
                out.write(module([LOCALS + opcode + b"\x0b"], False))


def disassembled(path):
    """(offset, length or None, name) of each instruction."""
    for line in open(path, errors="replace"):
        wabt = re.match(r" ([0-9a-f]{6}): ((?:[0-9a-f]{2} )+) *\| (.*)", line)
        tools = re.match(r" *\(;@([0-9a-f]+) *;\) +([a-z0-9_.]+)", line)
        if wabt:
            words = wabt[3].split()
            if words and words[0].startswith("local["):
                continue
            yield (int(wabt[1], 16), len(wabt[2].split()),
                   words[0] if words else None)
        elif tools:
            yield int(tools[1], 16), None, tools[2]


def compare(ours, theirs):
    # What the proposal called them before.
    renamed = {
        "i16x8.dot_i8x16_i7x16_s": "i16x8.relaxed_dot_i8x16_i7x16_s",
        "i32x4.dot_i8x16_i7x16_add_s": "i32x4.relaxed_dot_i8x16_i7x16_add_s",
    }
    found = []
    for at, length, text in disassembled(theirs):
        if text is None:  # wabt breaks long ones
            found[-1][1] += length
        else:
            found.append([at, length, renamed.get(text, text)])
    # wasm-tools does not print a function's last end.
    ends = any(length for _, length, _ in found)
    expected = []
    for line in open(ours):
        if not line.startswith("function"):
            at, length, text = line.split()
            expected.append([int(at, 16), int(length), text])
        elif not ends:
            expected = expected[:-1]
    if not ends:
        expected = expected[:-1]
    wrong = 0
    for a, b in zip(expected, found):
        if a[0] != b[0] or a[2] != b[2] or b[1] not in (None, a[1]):
            wrong += 1
            print("expected %06x %u %s, not %06x %s %s" % (*a, *b))
            if wrong == 10:
                break
    if len(expected) != len(found):
        print("%u instructions, not %u" % (len(expected), len(found)))
    if wrong or len(expected) != len(found) or not expected:
        sys.exit(1)
    print("%u instructions agree" % len(expected))


commands = {"make": make, "unknown": unknown, "compare": compare,
            "shared": shared}
commands[sys.argv[1]](*sys.argv[2:])
