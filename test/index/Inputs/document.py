"""Makes C of what docs/dlsym-section.md says: an assertion for each number in its
tables, and for each member that they do not name."""

import re
import sys

text = open(sys.argv[1]).read()


def section(title):
    at = text.index("\n## %s\n" % title) + 1
    return text[at:text.index("\n## ", at)]


def rows(part):
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in part.splitlines() if re.match(r"\| *[0-9]+ *\|", line)]


def same(value, expected):
    print('_Static_assert(%s == %s, "the document");' % (value, expected))


print("#include <stddef.h>\n#include \"dlfcn/index.h\"\n"
      "#include \"index/welded.h\"")

end = 0
for offset, name, kind, _ in rows(section("Header")):
    same("offsetof(dlw_index_header, %s)" % name.strip("`"), offset)
    assert int(offset) == end, name  # none is left out
    end += 16 if kind == "u8[16]" else 4
same("sizeof(dlw_index_header)", end)
same("DLW_INDEX_VERSION", re.search(r"\| 16 \| `version` \| u32 \| (\d+)",
                                    text).group(1))

end = 0
records = section("Libraries")
table = [row for row in rows(records) if len(row) == 4]
for offset, name, _, _ in table:
    same("offsetof(dlw_index_library, %s)" % name.strip("`"), offset)
    assert int(offset) == end, name
    end += 4
same("sizeof(dlw_index_library)", end)
for number, name, *_ in [row for row in rows(records) if len(row) == 3]:
    if name in ("CONST", "DATA", "ZERO", "TLS"):
        same("DLW_RANGE_" + name, number)
    else:
        same("DLW_LIBRARY_" + name, number)

for number, name, *_ in rows(section("Symbols")):
    same("DLW_SYMBOL_" + name, number)
for offset, name, _, _ in rows(section("Names of libraries")):
    same("offsetof(dlw_index_name, %s)" % name.strip("`"), offset)
for row in rows(section("The section")):
    if row[1] == "owners":
        same("DLW_DLSYM_OWNERS", row[0])

symbols = section("Symbols")
same("DLW_SYMBOL_LIBC", re.search(r"bit 29\s+\((0x\w+)\)", symbols).group(1))
same("DLW_SMALL_LIBC", re.search(r"bit 5 \((0x\w+)\)", symbols).group(1))
same("DLW_SMALL_BLOCK", re.search(r"blocks of (\d+)", symbols).group(1))
start, step, finish = (int(n, 16) for n in
                       re.findall(r"0x[0-9a-f]{16}", symbols)[:3])
same("DLW_HASH_START", "0x%xu" % start)
state, wide = re.search(r"of (\d+) bytes\s+\((\d+) with words of 8\)",
                        text).groups()
same("DLW_STATE_SIZE(4)", state)
same("DLW_STATE_SIZE(8)", wide)

# What the example has, which section-example.test compares with a module's bytes.
example = text[text.index("\n## A worked example"):]
magic = re.search(r"`magic` \| u8\[16\] \| `([0-9a-f ]+)`", text).group(1)
assert "0010: " + magic[:23] in example and "0018: " + magic[24:] in example
h, mask = start, 2**64 - 1
h = (h ^ int.from_bytes(b"hello", "little")) * step & mask
h = (h ^ h >> 32) * finish & mask
assert "0x%x" % h in example and "tag is 0x%x" % (h >> 16 & 255) in example
