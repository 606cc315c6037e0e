"""Lifting of shared modules: how fast, on one core.

SQLite and its shell, as the unmodified linker's -shared makes one module of
them, without and with debug information.
"""

import os
import re

import links
import measure
from measure import Failure, Result


def shared_module(tools, title, flags):
    """Path of the module; its objects are compiled where they are missing."""
    objects = {}

    def compile_all(built):
        built.generate()
        for name in ("sqlite3", "shell"):
            source = built.generated_file(name + ".c")
            output = tools.path("lift", "%s-%s.o" % (name, title))
            command = built.wasm_command(source, output)
            objects[name] = built.builder.later(
                output, [source],
                command + ["-fPIC", "-fvisibility=default", *flags])
        for name in objects:
            objects[name] = objects[name].result()

    links.sqlite_build(tools, compile_all)
    output = tools.path("lift", "sqlite-%s.so" % title)
    tools.call([
        tools.linker, "-shared", "--experimental-pic",
        "--unresolved-symbols=import-dynamic", *objects.values(),
        "-o", output])
    return output


def megabytes_per_second(tools, command, path):
    """What objtool says, which takes the best of many rounds."""
    objtool = os.path.join(tools.build, "test/bin/objtool")
    if not os.path.exists(objtool):
        raise Failure("%s is not there: build the tests first" % objtool)
    text = tools.call([objtool, command, path])
    found = re.search(r"(\d+) MB/s", text)
    if not found:
        raise Failure("objtool %s says: %s" % (command, text))
    return int(found[1])


def lifting(tools):
    for title, flags, target in (("o2", [], 5.0), ("debug", ["-g"], None)):
        path = shared_module(tools, title, flags)
        lift, walk = (
            max(speeds) for speeds in measure.interleave(
                [lambda: megabytes_per_second(tools, "lift-bench", path),
                 lambda: megabytes_per_second(tools, "code-bench", path)],
                2 if tools.quick else 5, warm=0))
        yield Result(
            "lifting SQLite -O2 -shared%s, a MB" % (
                ", debug information" if flags else ""),
            1000 / lift, "ms", target=target, aim=target and 2.5,
            note="%d MB/s of a module of %.1f MB; walking of its code alone "
                 "%d MB/s" % (lift, os.path.getsize(path) / 1e6, walk),
            lift_megabytes_per_second=lift, walk_megabytes_per_second=walk,
            bytes=os.path.getsize(path))
