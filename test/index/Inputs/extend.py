"""Gives the section dlsym.0 of a module what a later dlweld might add and readers
of today must ignore: longer records of libraries, flags in their upper half, bytes
that nothing refers to, a subsection of an unknown id before a known one.

    extend.py MODULE OUTPUT
"""

import struct
import sys

from section import leb


def to_leb(value):
    return bytes([value & 127 | 128, value >> 7 & 127 | 128, value >> 14])


def extend(payload):
    size = struct.unpack_from("<I", payload)[0]
    index = bytearray(payload[16:16 + size])
    count, records = struct.unpack_from("<II", index, 24)
    index[size:] = b"\xff" * 16
    struct.pack_into("<I", index, 28, len(index))
    struct.pack_into("<I", index, 88, 120)
    for number in range(count):
        record = bytearray(index[records + 112 * number:][:112])
        record[6:8] = b"\x01\x80"
        index += record + b"\xee" * 8
    index += bytes(16 + -len(index) % 16)
    struct.pack_into("<I", index, 20, len(index))
    return (struct.pack("<I", len(index)) + payload[4:16] + index +
            b"\x63\x05\1\2\3\4\5" + b"\1\3\1\7\1")


data = open(sys.argv[1], "rb").read()
out, at = bytearray(data[:8]), 8
while at < len(data):
    size, start = leb(data, at + 1)
    body = data[start:start + size]
    if data[at] == 0 and body.startswith(b"\7dlsym.0"):
        body = body[:8] + extend(body[8:])
    out += data[at:at + 1] + to_leb(len(body)) + body
    at = start + size
open(sys.argv[2], "wb").write(out)
