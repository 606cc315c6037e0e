"""Whether `dlweld nm --json` and `dlweld ls --json` say of a module what the reader
in test/dlsym says, which shares no line with them."""

import json
import subprocess

VALUES = {0x7F: "i32", 0x7E: "i64", 0x7D: "f32", 0x7C: "f64", 0x7B: "v128"}


def signature(type):
    """An encoded function type of few values, as people write it."""
    parts, at = [], 1
    for _ in range(2):
        count, at = type[at], at + 1
        parts.append([VALUES[v] for v in type[at : at + count]])
        at += count
    before, after = parts
    after = after[0] if len(after) == 1 else "(%s)" % ", ".join(after)
    return "(%s) -> %s" % (", ".join(before), after)


def value_key(symbol):
    if symbol.kind == "tls":
        return "address" if symbol.is_address else "tls"
    return {"function": "slot", "data": "address", "absolute": "value"}[
        symbol.kind
    ]


def asked(dlweld, command, path):
    done = subprocess.run(
        [dlweld, command, "--json", path], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise ValueError(done.stderr)
    (file,) = json.loads(done.stdout)["files"]
    return file


def differences(dlweld, path, index):
    """A line for each."""
    said = {}
    for s in asked(dlweld, "nm", path)["symbols"]:
        if "library" in s:
            said[s["library"], s["name"]] = s
    out = []
    for library in index.libraries:
        for s in library.symbols:
            who = library.soname or "program"
            other = said.pop((who, s.name), None)
            if other is None or other["kind"] != s.kind:
                out.append("nm on %s of %s: %s" % (s.name, who, other))
                continue
            wanted = {}
            if s.present and not index.relocatable:
                wanted[value_key(s)] = s.value
            if s.size is not None:
                wanted["size"] = s.size
            if s.type is not None:
                wanted["type"] = signature(s.type)
            for key, value in wanted.items():
                if other.get(key) != value:
                    out.append("%s of %s: %s %s, but by nm %s"
                               % (s.name, who, key, value, other.get(key)))
    out += ["only nm has %s of %s" % (name, who) for who, name in said
            if said[who, name]["defined"]]
    return out + listed(asked(dlweld, "ls", path), index)


def listed(file, index):
    names = [library.soname or "program" for library in index.libraries]
    out = []
    for n, (theirs, ours) in enumerate(zip(file["libraries"], index.libraries)):
        wanted = {
            "soname": names[n],
            "program": n == 0,
            "startup": bool(ours.flags & 2),
            "unload": bool(ours.flags & 4),
            "constructors": ours.init is not None,
            "destructors": ours.fini is not None,
            "needed": [names[i] for i in ours.needed],
            "aliases": ours.aliases,
            "run_paths": ours.run_paths,
            # (In a shared module those of the program are, though without a
            # slot, since the loader gives it.)
            "exports": sum(
                s.present or index.relocatable or index.relative
                for s in ours.symbols
            ),
        }
        for key, value in wanted.items():
            if theirs[key] != value:
                out.append("ls on %s: %s is %s, not %s"
                           % (names[n], key, theirs[key], value))
    if len(file["libraries"]) != len(names):
        out.append("ls has %d libraries" % len(file["libraries"]))
    for key in ("version", "size", "relative", "relocatable"):
        if file["index"][key] != getattr(index, key):
            out.append("ls: %s is %s" % (key, file["index"][key]))
    return out
