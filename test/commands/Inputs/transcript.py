"""transcript.py DOC ID...: does what a document shows.

C code blocks that begin with a comment of a file's name are written to files, sh
blocks are run, and of console blocks each `$ ` line is run and must print what
follows it. Numbers and the widths of columns may differ: they are the compiler's.
"""

import re
import subprocess
import sys


def normal(text):
    text = re.sub(r"0x[0-9a-f]+|\d+", "0", text)
    return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]


def run(command):
    done = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    return done.stdout, done.returncode, done.stderr


count = 0
with open(sys.argv[1], encoding="utf-8") as document:
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", document.read(), re.M | re.S)
for kind, text in blocks:
    if kind == "c":
        name = re.match(r"/\* (\S+) \*/", text).group(1)
        with open(name, "w") as file:
            file.write(text)
    elif kind == "sh":
        output, code, errors = run("set -e\n" + text)
        assert code == 0, errors
    elif kind == "console":
        for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
            command, expected = part.split("\n", 1)
            output = run(command)[0]
            if normal(output) != normal(expected):
                sys.exit("%s prints\n%s" % (command, output))
            count += 1
assert count >= int(sys.argv[2]), count
