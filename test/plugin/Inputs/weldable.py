"""Shows and edits the section of a weldable library (lib/weld/weldable.h).

    weldable.py show FILE
    weldable.py edit IN OUT EDIT...   an edit is TYPE:HEX, one more subsection;
                                      drop:TYPE; raw:HEX, the whole payload;
                                      cut:N, the payload without its last N
                                      bytes; without, no such section; grow:N,
                                      one more in size N (0 code, 1 data)
"""

import sys

SECTION = b"dlweld.0"
NAMES = {1: "soname", 2: "needed", 3: "exports", 4: "run path", 5: "sizes"}


def read_leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def leb(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def string(data, at):
    size, at = read_leb(data, at)
    return data[at : at + size], at + size


def sections(data):
    at = 8
    while at < len(data):
        kind = data[at]
        body, end = string(data, at + 1)
        name, payload = None, body
        if kind == 0:
            name, start = string(body, 0)
            payload = body[start:]
        yield kind, name, payload, data[at:end]
        at = end


def subsections(payload):
    at = 0
    while at < len(payload):
        body, end = string(payload, at + 1)
        yield payload[at], body, payload[at:end]
        at = end


def custom(name, payload):
    body = leb(len(name)) + name + payload
    return b"\0" + leb(len(body)) + body


def show(path):
    for _, name, payload, _ in sections(open(path, "rb").read()):
        if name != SECTION:
            continue
        for kind, body, _ in subsections(payload):
            items = []
            if kind == 1:
                items.append(string(body, 0)[0].decode())
            elif kind in (2, 3, 4):
                count, at = read_leb(body, 0)
                for _ in range(count):
                    item, at = string(body, at)
                    items.append(item.decode())
                assert at == len(body)
            words = "".join(" " + i for i in items)
            print("%s:%s" % (NAMES.get(kind, kind), words))


def edit(source, target, edits):
    data = open(source, "rb").read()
    out = data[:8]
    for _, name, payload, whole in sections(data):
        if name != SECTION:
            out += whole
            continue
        copies = 1
        for e in edits:
            key, _, value = e.partition(":")
            if key == "drop":
                payload = b"".join(
                    whole
                    for kind, _, whole in subsections(payload)
                    if kind != int(value)
                )
            elif key == "raw":
                payload = bytes.fromhex(value)
            elif key == "cut":
                payload = payload[: -int(value)]
            elif key == "grow":
                sizes = [b for kind, b, _ in subsections(payload) if kind == 5][0]
                code, at = read_leb(sizes, 0)
                data_size, _ = read_leb(sizes, at)
                body = leb(code + (value == "0")) + leb(data_size + (value == "1"))
                payload = b"".join(
                    whole for kind, _, whole in subsections(payload) if kind != 5
                )
                payload += b"\5" + leb(len(body)) + body
            elif key == "without":
                copies = 0
            else:
                body = bytes.fromhex(value)
                payload += bytes([int(key)]) + leb(len(body)) + body
        out += custom(SECTION, payload) * copies
    open(target, "wb").write(out)


if sys.argv[1] == "show":
    show(sys.argv[2])
else:
    edit(sys.argv[2], sys.argv[3], sys.argv[4:])
