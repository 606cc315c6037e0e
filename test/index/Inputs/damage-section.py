"""Damages the section dlsym.0 of a module.

    damage-section.py HOW MODULE OUTPUT

flip: writes OUTPUT/N.wasm, each with one byte of the section changed, N counting
from 0; flip-data: with one of the index in memory. Everything else writes one file.
"""

import os
import struct
import sys


def leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def to_leb(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


NAME = b"\x07dlsym.0"
MAGIC = b"\0dlweld index\xf5\x1e\x8a"


def sections(module):
    at = 8
    while at < len(module):
        size, start = leb(module, at + 1)
        yield module[at], module[start : start + size]
        at = start + size


def assemble(parts):
    return b"\0asm\1\0\0\0" + b"".join(
        bytes([kind]) + to_leb(len(body)) + body for kind, body in parts
    )


def at_word(payload, offset, value=None):
    """A number of the section with another value, or with a bit changed."""
    if value is None:
        value = struct.unpack_from("<I", payload, offset)[0] ^ 1
    return (
        payload[:offset] + struct.pack("<I", value) + payload[offset + 4 :]
    )


INDEX = 16  # where the copy of the index begins
VERSION, SIZE, STATE = INDEX + 16, INDEX + 20, INDEX + 68


def damage(how, payload):
    """What becomes of the section's payload: a list of payloads."""
    size = struct.unpack_from("<I", payload)[0]
    if how == "none":
        return [payload]
    if how == "gone":
        return []
    if how == "empty":
        return [b""]
    if how == "head":
        return [payload[:10]]
    if how == "short":
        return [payload[: len(payload) // 2]]
    if how == "later":
        return [at_word(payload, VERSION, 4)]
    if how == "earlier":
        return [at_word(payload, VERSION, 2)]
    if how == "flags":
        return [at_word(payload, 4, 0x40)]
    if how == "sizes":
        return [at_word(payload, SIZE)]
    if how == "magic":
        return [payload[:INDEX] + b"x" + payload[INDEX + 1 :]]
    if how == "twice":
        return [payload, payload]
    if how == "twice-in-one":
        return [payload + payload]
    if how == "unknown":
        # A subsection of a later dlweld, and one more.
        return [payload + b"\x7f\x03abc" + b"\x7e\0"]
    if how == "subsection":
        return [payload + b"\x7f\x30abc"]
    if how == "address":
        return [at_word(payload, 8)]
    if how == "word":
        # The word that holds the state's address.
        offset = struct.unpack_from("<I", payload, STATE)[0]
        return [at_word(payload, INDEX + offset)]
    if how == "tail":
        # The last bytes of the copy belong to nothing.
        return [payload[: INDEX + size - 1] + b"\1" + payload[INDEX + size :]]
    raise SystemExit("damage-section.py: what is %s?" % how)


def main(how, module, output):
    with open(module, "rb") as file:
        whole = file.read()
    parts = list(sections(whole))
    ((place, payload),) = [
        (number, body[len(NAME) :])
        for number, (kind, body) in enumerate(parts)
        if kind == 0 and body.startswith(NAME)
    ]

    def write(path, payloads):
        changed = [(0, NAME + p) for p in payloads]
        with open(path, "wb") as file:
            file.write(assemble(parts[:place] + changed + parts[place + 1 :]))

    if how == "flip-data":
        return flip(output, whole, whole.index(MAGIC), len(payload) - INDEX)
    if how != "flip":
        return write(output, damage(how, payload))
    at = whole.index(NAME + payload) + len(NAME)
    flip(output, whole, at, len(payload))


def flip(directory, module, at, size):
    os.makedirs(directory, exist_ok=True)
    for number in range(size):
        byte = module[at + number]
        other = byte ^ (1 << number % 8) if number % 2 else byte ^ 0xFF
        path = os.path.join(directory, "%d.wasm" % number)
        with open(path, "wb") as file:
            file.write(module[: at + number] + bytes([other]))
            file.write(module[at + number + 1 :])


if __name__ == "__main__":
    main(*sys.argv[1:])
