"""Runs two linkers side by side: they must do the same.

same.py INPUTS CASES REAL OURS [EXTRA...]

Each line of CASES is a command line (`#`: a remark; a leading NAME! is what
argv[0] is, else wasm-ld). It is run by REAL and, with the EXTRA arguments in
front, by OURS, each in a copy of INPUTS of its own. Standard output and error,
the exit code and every file afterwards must be equal, byte for byte.
"""

import os
import shlex
import shutil
import subprocess
import sys

inputs, cases, real, ours = sys.argv[1:5]
extra = sys.argv[5:]


def files(root):
    found = {}
    for directory, _, names in os.walk(root):
        for name in names:
            path = os.path.join(directory, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, root)] = f.read()
    return found


def run(program, name, arguments):
    # The same directory for both: its name is in messages and outputs.
    shutil.rmtree("work", ignore_errors=True)
    shutil.copytree(inputs, "work", symlinks=True)
    done = subprocess.run(
        [name] + arguments,
        executable=program,
        cwd="work",
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return done.returncode, done.stdout, done.stderr, files("work")


bad = count = 0
with open(cases) as f:
    for line in f:
        words = shlex.split(line, comments=True)
        if not words:
            continue
        name = "wasm-ld"
        if words[0].endswith("!"):
            name = words.pop(0)[:-1]
        flavor = words[:2] if words[:1] == ["-flavor"] else []
        theirs = run(real, name, words)
        mine = run(ours, name, flavor + extra + words[len(flavor) :])
        count += 1
        for what, a, b in zip(("exit code", "output", "messages"), theirs, mine):
            if a != b:
                bad += 1
                print("%s: %s: %r\nbut it should be: %r" % (line.strip(), what, b, a))
        for path in sorted(set(theirs[3]) | set(mine[3])):
            if theirs[3].get(path) != mine[3].get(path):
                bad += 1
                print("%s: different: %s" % (line.strip(), path))
        if theirs[3].keys() - files(inputs).keys():
            print("made:", " ".join(sorted(theirs[3].keys() - files(inputs).keys())))
shutil.rmtree("work", ignore_errors=True)
print("%d command lines, %d differences" % (count, bad))
sys.exit(bad != 0)
