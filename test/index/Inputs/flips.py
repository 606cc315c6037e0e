"""Looks at what damage-section.py has written with `flip`.

    flips.py DLWELD DIRECTORY

`dlweld verify` must find each changed byte, by an error or a fault: the section
says the same as memory, or something is wrong. `ls` and `nm` need not find it,
but must come to an end with exit code 0 or 1.
"""

import os
import subprocess
import sys

BATCH = 200


def run(dlweld, command, files):
    done = subprocess.run(
        [dlweld] + command + files, capture_output=True, timeout=120
    )
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode not in (0, 1) or "Sanitizer" in text:
        sys.exit(
            "dlweld %s exits with %d on one of %s ... %s\n%s"
            % (command, done.returncode, files[0], files[-1], text[-3000:])
        )
    return text


def main(dlweld, directory):
    os.chdir(directory)
    files = sorted(os.listdir("."), key=lambda name: int(name.split(".")[0]))
    missed = []
    for at in range(0, len(files), BATCH):
        some = files[at : at + BATCH]
        lines = run(dlweld, ["verify", "--color=never"], some).splitlines()
        for name in some:
            # FILE:OFFSET: fault, or dlweld: error: FILE:OFFSET
            if not any(
                line.startswith("dlweld: error: " + name + ":")
                or (line.startswith(name + ":0x") and ": fault: " in line)
                for line in lines
            ):
                missed.append(name)
        for command in (["ls", "-l"], ["nm", "--json"]):
            run(dlweld, command, some)
    print("%d bytes, %d not found" % (len(files), len(missed)))
    for name in missed:
        print("not found: " + name)


main(*sys.argv[1:])
