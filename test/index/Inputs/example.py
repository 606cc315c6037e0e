"""Takes the worked example out of docs/dlsym-section.md: hello.c, main.c and the
bytes, as example.hex; and the JavaScript for hosts, as host.js."""

import re
import sys

text = open(sys.argv[1]).read()
open("host.js", "w").write(re.search(r"```js\n(.*?)```", text, re.S).group(1))
text = text[text.index("## A worked example"):]
for name in ("hello.c", "main.c"):
    at = text.index("`%s`" % name)
    open(name, "w").write(re.search(r"```c\n(.*?)```", text[at:], re.S).group(1))
data = bytearray()
for line in text.splitlines():
    row = re.match(r"([0-9a-f]{4}): ((?:[0-9a-f]{2} ?)+)(  |$)", line)
    if row:
        assert int(row.group(1), 16) == len(data), line
        data += bytes.fromhex(row.group(2))
assert len(data) > 200
with open("example.hex", "w") as out:
    for at in range(0, len(data), 16):
        out.write("%04x %s\n" % (at, data[at:at + 16].hex(" ")))
