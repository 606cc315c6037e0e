"""Changes bytes of a custom section of a module.

usage: break_dwarf.py MODULE OUTPUT SECTION OFFSET HEX   (OFFSET < 0: from its end)
       break_dwarf.py MODULE OUTPUT --all COMMAND...
--all: sets bytes all over the sections .debug_* to several values, and runs the
command each time, which must succeed in silence.
"""

import subprocess
import sys


def leb(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def sections(data):
    at = 8
    while at < len(data):
        kind = data[at]
        size, start = leb(data, at + 1)
        at = start + size
        if kind == 0:
            size, start = leb(data, start)
            yield data[start : start + size].decode(), start + size, at


def everywhere(data, output, command):
    for name, start, end in sections(data):
        if not name.startswith(".debug_"):
            continue
        for at in range(start, end, 5):
            for value in (0xFF, data[at] + 1 & 0xFF):
                changed = bytearray(data)
                changed[at] = value
                with open(output, "wb") as file:
                    file.write(changed)
                run = subprocess.run(
                    command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
                )
                if run.returncode or run.stderr:
                    sys.exit("%s+%d: %d %s" % (name, at - start, value, run))


def main():
    with open(sys.argv[1], "rb") as file:
        data = bytearray(file.read())
    if sys.argv[3] == "--all":
        return everywhere(data, sys.argv[2], sys.argv[4:])
    for name, start, end in sections(data):
        if name == sys.argv[3]:
            at = int(sys.argv[4])
            at += start if at >= 0 else end
            new = bytes.fromhex(sys.argv[5])
            assert data[at : at + len(new)] != new
            data[at : at + len(new)] = new
            with open(sys.argv[2], "wb") as file:
                file.write(data)
            return
    sys.exit("no section " + sys.argv[3])


main()
