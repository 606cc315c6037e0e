"""Sets one field of the index in a module's section dlsym.0 at a time, and prints
what dlweld says of it.

    fields.py DLWELD MODULE
"""

import struct
import subprocess
import sys

import section

HEADER = ("version size library_count libraries word_size longest_name "
          "name_buckets name_starts name_count names flags startup "
          "startup_count state slots_end exit tls_probe owners library_size "
          "types type_count").split()
LIBRARY = ("soname flags aliases alias_count needed needed_count init fini "
           "strings symbol_count buckets starts tags names addresses sizes "
           "size_count mark ranges range_count image edges edge_room slots "
           "symbol_types run_paths run_path_count text").split()
# How the field is changed: a number, or what becomes of its value. A dot leads on
# to what the offset in the field refers to: `.4` is four bytes into that.
COMMON = """
library_count=0 library_count=1000 library_size=100 libraries=0xfffffff0
name_buckets=0 name_starts=0x7ffffff0 name_starts.0=1 names.0=^1 names.4=99999
names.8=0 names.8=9 names.12=7 longest_name=3 startup_count=0x40000000
state=99999 slots_end=-2 types=-2 types.0=99999 types.0=+1 type_count=70000
0.flags=0 1.flags=1 1.flags=0x400 1.soname=99999 1.soname=end 1.init=-2
1.aliases=99999 1.aliases.0=99999 1.needed.0=0 1.needed.0=9 1.needed_count=9999999
1.run_path_count=5000 1.slots=99999 1.ranges=-8 1.range_count=0x20000000
1.ranges.8=9 1.symbol_count=0x10000000 1.symbol_count=+1 1.addresses=-2
1.starts=99999 1.tags=99999 1.tags=-1 1.symbol_types=-2 1.symbol_types.0=0x00070007
1.sizes.0=77 1.size_count=0x10000000 1.strings=99999
"""
FAST = """
1.buckets=0 1.starts.0=1 1.names=99999 1.names.0=0x1fffffff 1.tags.0=^1
"""
SMALL = """
1.buckets=2 1.buckets=0 1.starts.0=1 1.starts.4=1 1.strings.0=^1 1.strings.0=^0x1000
1.text=9
"""


def place(index, what):
    """Where the field is."""
    parts = what.split(".")
    at = 16
    if parts[0].isdigit():
        libraries, = struct.unpack_from("<I", index, 28)
        at = libraries + 112 * int(parts.pop(0)) + 4 * LIBRARY.index(parts[0])
    else:
        at += 4 * HEADER.index(parts[0])
    if len(parts) > 1:
        at = struct.unpack_from("<I", index, at)[0] + int(parts[1])
    return at


def changed(index, old, value):
    if value == "end":  # behind which no NUL comes
        index[-8:] = b"x" * 8
        return len(index) - 4
    if value[0] == "-":
        return len(index) + int(value)
    if value[0] == "+":
        return old + int(value)
    if value[0] == "^":
        return old ^ int(value[1:], 0)
    return int(value, 0)


def main(dlweld, path):
    data = open(path, "rb").read()
    payload = section.Module(path).sections["dlsym.0"]
    base = data.index(payload) + 16
    size, = struct.unpack_from("<I", payload)
    good = data[base:base + size]
    record = struct.unpack_from("<I", good, 28)[0] + 112
    small = struct.unpack_from("<I", good, record + 4)[0] & 8
    for change in (COMMON + (SMALL if small else FAST)).split():
        what, value = change.split("=")
        index = bytearray(good)
        at = place(index, what)
        old, = struct.unpack_from("<I", index, at)
        struct.pack_into("<I", index, at, changed(index, old, value))
        open("bad.wasm", "wb").write(data[:base] + index + data[base + size:])
        run = subprocess.run([dlweld, "nm", "bad.wasm"], capture_output=True,
                             text=True, timeout=60)
        assert run.returncode == 1, (change, run)
        assert not run.stdout and run.stderr.count("\n") == 1, (change, run)
        said = run.stderr.strip().replace("bad.wasm:", "")
        where, said = said.split(": ", 1) if "0x" in said[:12] else ("?", said)
        for noise in ("error: ", "dlweld: ", "dlsym.0: "):
            said = said.replace(noise, "")
        print("%s: %s" % (change, said))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
