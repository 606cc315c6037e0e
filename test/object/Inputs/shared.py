"""Makes a shared module from the text format.

    shared.py IN.wat OUT.so [KEY=VALUE...]

The section dylink.0 says memory=BYTES, align=POWER, table=SLOTS, and has
needed=NAME, path=NAME, weak=IMPORT and tls=EXPORT, each as often as wanted.
names=yes keeps names; section=NAME:TEXT appends a custom section.
"""

import subprocess
import sys


def leb(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def name(text):
    return leb(len(text.encode())) + text.encode()


def counted(items):
    return leb(len(items)) + b"".join(items)


def part(number, body):
    return bytes([number]) + leb(len(body)) + body if body else b""


def main(source, target, *options):
    keys = {"memory": ["0"], "align": ["0"], "table": ["0"]}
    for option in options:
        key, value = option.split("=", 1)
        if key in ("memory", "align", "table"):
            keys[key] = []
        keys.setdefault(key, []).append(value)
    flags = [
        "--enable-" + feature
        for feature in (
            "exceptions",
            "extended-const",
            "memory64",
            "multi-memory",
            "tail-call",
            "threads",
        )
    ] + ["--debug-names"] * ("names" in keys)
    subprocess.run(["wat2wasm", *flags, source, "-o", target], check=True)
    with open(target, "rb") as file:
        module = file.read()
    numbers = [int(keys[key][0], 0) for key in ("memory", "align", "table")]
    body = part(1, b"".join(map(leb, numbers)) + leb(0))
    for number, key in ((2, "needed"), (3, "tls"), (4, "weak"), (5, "path")):
        items = []
        for value in keys.get(key, []):
            item = name(value)
            if key == "tls":
                item += leb(0x100)
            if key == "weak":
                item = name("env") + item + leb(0x11)
            items.append(item)
        if items:
            body += part(number, counted(items))
    out = module[:8] + part(0, name("dylink.0") + body) + module[8:]
    for value in keys.get("section", []):
        title, text = value.split(":", 1)
        out += part(0, name(title) + text.encode())
    with open(target, "wb") as file:
        file.write(out)


main(*sys.argv[1:])
