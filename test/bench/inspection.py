"""Looking at finished modules: how fast `dlweld verify` and `ls` are, on one
core, and what the check after each link takes of it.

The module is SQLite's library many times over, some 200 MB with no debug
information; beside it stand cat, and wasm-objdump -h, which reads sections'
headers only.
"""

import json
import os
import shutil

import links
import measure
from measure import Result, Spread

COPIES = 200


def big_module(tools):
    """Path of a module of that many libraries, which are all the same."""
    objects = []

    def compile_one(built):
        built.generate()
        source = built.generated_file("sqlite3.c")
        output = tools.path("inspection", "sqlite3.o")
        built.builder.later(
            output, [source], built.wasm_command(source, output)).result()
        objects.append(output)

    links.sqlite_build(tools, compile_one)
    copies = COPIES // 4 if tools.quick else COPIES
    output = tools.path("inspection", "big-%d.wasm" % copies)
    if not os.path.exists(output) or (
            os.path.getmtime(output) < os.path.getmtime(tools.plugin)):
        program = tools.path("inspection", "program.c")
        with open(program, "w", encoding="utf-8") as f:
            f.write("int main(void) { return 0; }\n")
        tools.call(
            [tools.front_end, "--plugin=" + tools.plugin]
            + ["--plugin-opt=dlopen=lib%d.so=%s" % (n, objects[0])
               for n in range(copies)]
            + [tools.wasm_compile(program, program[:-1] + "o"), "--no-entry",
               "--allow-undefined", "--no-gc-sections", "-o", output])
    return output


def speeds(tools):
    path = big_module(tools)
    size = os.path.getsize(path)
    dlweld = os.path.join(tools.build, "bin/dlweld")
    commands = {
        "cat": ["sh", "-c", 'exec cat "$0" >/dev/null', path],
        "verify": [dlweld, "verify", path],
        "ls": [dlweld, "ls", path],
        "nm": [dlweld, "nm", path],
    }
    if shutil.which("wasm-objdump"):
        commands["wasm-objdump -h"] = ["wasm-objdump", "-h", path]
    times = dict(zip(commands, measure.interleave(
        [lambda c=c: tools.run(c).cpu for c in commands.values()],
        3 if tools.quick else 9, warm=1)))
    notes = ", ".join(
        "%s %.2f GB/s" % (name, size / Spread(values).median / 1e9)
        for name, values in times.items())
    for name in ("verify", "ls"):
        spread = Spread(times[name])
        ratio = measure.ratios(times[name], times["cat"])
        yield Result(
            "dlweld %s, a GB of module" % name, spread.median / size * 1e9, "s",
            target=1.0, aim=0.5,
            note="%s ms of processor time for %.0f MB; %s times cat; %s" % (
                spread.text(1e3, 0), size / 1e6, ratio.text(), notes),
            seconds=spread.as_json(), bytes=size, ratio=ratio.as_json())


def overhead(tools):
    """The phases that a link's own report tells, of SQLite's set."""
    _, pair = links.sqlite_set(tools)
    report = tools.path("inspection", "report.json")
    command = pair.welded + ["--plugin-opt=report=" + report]
    shares, milliseconds = [], []
    for turn in range(6 if tools.quick else 21):
        wall = tools.run(command).wall
        with open(report, encoding="utf-8") as f:
            phases = {p["name"]: p["nanoseconds"] / 1e9
                      for p in json.load(f)["phases"]}
        if turn:
            spent = phases["check"] + phases["finish"]
            shares.append(spent / wall)
            milliseconds.append(spent)
    share, spent = Spread(shares), Spread(milliseconds)
    yield Result(
        "SQLite link: check and finish, a link", share.median, target=0.02,
        note="%s ms of a link with a report; share %s" % (
            spent.text(1e3), share.text(1, 3)),
        share=share.as_json(), seconds=spent.as_json())


def inspection(tools):
    os.makedirs(tools.path("inspection"), exist_ok=True)
    yield from speeds(tools)
    yield from overhead(tools)
