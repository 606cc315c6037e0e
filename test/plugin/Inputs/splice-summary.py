"""Gives a module the ThinLTO summary of another.

    splice-summary.py FROM INTO OUT
"""

import struct
import sys

SUMMARY = 20  # the block's number


def words(name):
    with open(name, "rb") as file:
        data = file.read()
    return list(struct.unpack("<%dI" % (len(data) // 4), data))


def find(bitcode):
    """Where the length of the block is: behind a word that ends with
    ENTER_SUBBLOCK, the block's number and the width of its abbreviations."""
    for i in range(len(bitcode) - 1):
        for width in (3, 4, 5):
            head = 1 | SUMMARY << 3 | width << 11
            if any(bitcode[i] >> shift == head for shift in range(18)):
                return i + 1
    sys.exit("there is no summary")


def replace(bitcode, end, old, new):
    """The one number of 32 bits, at any bit of the first `end` words."""
    bits = sum(word << 32 * i for i, word in enumerate(bitcode[:end]))
    found = [
        at for at in range(32 * (end - 1)) if bits >> at & 0xFFFFFFFF == old
    ]
    if len(found) != 1:
        sys.exit("%d is there %d times" % (old, len(found)))
    bits ^= (old ^ new) << found[0]
    for i in range(end):
        bitcode[i] = bits >> 32 * i & 0xFFFFFFFF


def main(source, target, out):
    new, old = words(source), words(target)
    i, k = find(new), find(old)
    summary = new[i : i + 1 + new[i]]
    behind = k + 1 + old[k]
    more = len(summary) - (behind - k)
    # The module comes behind the identification. Its length changes, and where
    # its table of symbols is, which comes behind the summary.
    old[4 + old[2]] += more
    replace(old, k, behind, behind + more)
    old[k:behind] = summary
    with open(out, "wb") as file:
        file.write(struct.pack("<%dI" % len(old), *old))


main(*sys.argv[1:])
