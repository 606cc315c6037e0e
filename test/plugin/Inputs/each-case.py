"""Runs a command with each case's arguments; it must end with 1, say what the
case expects and leave no file behind.

    each-case.py CASES COMMAND...

CASES holds pairs of lines: arguments (shell words), and the message, in which
{{...}} is a regular expression. An output that was there stays as it was.
"""

import os
import re
import shlex
import subprocess
import sys

lines = [l for l in open(sys.argv[1]).read().split("\n") if l]
command = sys.argv[2:]
wrong = 0
os.makedirs("out", exist_ok=True)
open("out/old.wasm", "w").write("old")
os.makedirs("temporary", exist_ok=True)
before = {d: sorted(os.listdir(d)) for d in (".", "out", "temporary")}
for arguments, expected in zip(lines[::2], lines[1::2]):
    parts = re.split(r"{{(.*?)}}", expected)
    pattern = "".join(
        p if i % 2 else re.escape(p) for i, p in enumerate(parts)
    )
    for output in ("new.wasm", "old.wasm"):
        run = subprocess.run(
            command + shlex.split(arguments) + ["-o", "out/" + output],
            capture_output=True,
            text=True,
            timeout=60,
            errors="replace",
            env=dict(os.environ, TMPDIR="temporary"),
        )
        text = run.stdout + run.stderr
        faults = []
        if run.returncode != 1:
            faults.append("exit code %d" % run.returncode)
        if not re.search(pattern, text):
            faults.append("no message '%s'" % expected)
        if os.path.exists("out/new.wasm"):
            faults.append("an output was left")
            os.remove("out/new.wasm")
        if open("out/old.wasm", "rb").read() != b"old":
            faults.append("the old output was changed")
            open("out/old.wasm", "w").write("old")
        for directory in (".", "out", "temporary"):
            if sorted(os.listdir(directory)) != before[directory]:
                faults.append("files were left in " + directory)
                before[directory] = sorted(os.listdir(directory))
        if faults:
            wrong += 1
            print("%s -o %s: %s" % (arguments, output, "; ".join(faults)))
            print(text)
print("%d cases, %d wrong" % (len(lines) // 2 * 2, wrong))
sys.exit(wrong != 0)
