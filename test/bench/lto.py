"""What dlweld costs where all is LLVM bitcode: SQLite's shell with its extensions,
compiled with -flto and -flto=thin, welded, against a plain link of the same in
which the names were made unique by hand (byhand.py). And what LTO brings: against
the same welded from native objects."""

import os
import subprocess
import sys
import time

import byhand
import links
import measure
from measure import Failure, Result, Spread

FORMS = (None, "full", "thin")
TITLES = {None: "native", "full": "LTO", "thin": "ThinLTO"}
WORK = os.path.join(byhand.FILES, "work.sql")


class Link:
    """One way to make the module."""

    def __init__(self, tools, form, kind, linker, command, output):
        self.tools = tools
        self.form = form
        self.kind = kind  # "welded" or "plain"
        self.output = output
        self.command = links.linker_line(command, linker)

    def run(self, memory=False):
        return self.tools.run(self.command, memory)


def make_links(tools):
    """The Set of native objects, and Links by form and kind."""
    sets = {form: links.sqlite_build(tools, lambda each: each.run(), form)
            for form in FORMS}
    native = sets[None]
    plain = byhand.ByHand(tools, native)
    made = {}
    for form in FORMS:
        output = tools.path("lto", "welded-%s.wasm" % TITLES[form])
        os.makedirs(os.path.dirname(output), exist_ok=True)
        made[form, "welded"] = Link(
            tools, form, "welded", tools.front_end,
            sets[form].weld_command(output), output)
        output = tools.path("lto", "plain-%s.wasm" % TITLES[form])
        made[form, "plain"] = Link(
            tools, form, "plain", tools.linker,
            plain.command(native, sets[form], output), output)
    return native, made


# --- What the modules do


def demo_of():
    """The demo's scripts and engines."""
    sys.path.append(os.path.join(measure.ROOT, "test/programs/sqlite"))
    import demo
    return demo


def check(native, path):
    """Every extension can be opened and does in the module what it does in a
    native shell."""
    demo = demo_of()
    shell = demo.Native(native)
    runner = demo.Wasmtime(native, path)
    runner.side = "bench"
    for extension in native.extensions:
        expected = shell.run(extension.name, extension.use, "bench-native")
        got = runner.run(extension.name, extension.use)
        if got != expected:
            demo.show_difference(extension.name, path, expected, got)
            raise Failure("%s: %s is not as native" % (path, extension.name))


class Wasmtime:
    """Runs of the fixed work; the module is compiled before."""

    def __init__(self, tools, native, path):
        self.runner = demo_of().Wasmtime(native, path)
        self.output = tools.path("lto", "output.txt")
        self.errors = tools.path("lto", "errors.txt")

    def __call__(self):
        """Seconds, of the processor too, and what was printed."""
        start = time.perf_counter()
        used = time.thread_time()
        code = self.runner.module.run(
            demo_of().SHELL_ARGS, env=[("HOME", ".")], stdin=WORK,
            stdout=self.output, stderr=self.errors)
        used = time.thread_time() - used
        seconds = time.perf_counter() - start
        with open(self.output, encoding="utf-8") as f:
            text = f.read()
        with open(self.errors, encoding="utf-8") as f:
            text += f.read()
        if code:
            raise Failure("lto: the work ends with %d: %s" % (code, text))
        return seconds, used, text


class Node:
    """The same in a process that stays; everything is compiled by V8's
    optimising compiler before."""

    def __init__(self, tools, path):
        self.output = tools.path("lto", "output.txt")
        self.process = subprocess.Popen(
            [os.environ.get("DLWELD_NODE", "node"), "--no-liftoff",
             "--no-wasm-lazy-compilation",
             os.path.join(byhand.FILES, "worker.mjs"), path, WORK, self.output,
             *demo_of().SHELL_ARGS],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self):
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        numbers = self.process.stdout.readline().split()
        if len(numbers) != 2:
            raise Failure("lto: node ends with %d" % self.process.wait())
        with open(self.output, encoding="utf-8") as f:
            return float(numbers[0]), float(numbers[1]), f.read()

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


# --- Figures


def link_results(tools, made, form):
    pair = [made[form, kind] for kind in ("welded", "plain")]
    *times, native = measure.interleave(
        [each.run for each in pair + [made[None, "welded"]]],
        3 if tools.quick else 7, warm=0)
    wall = measure.ratios(*[[s.wall for s in side] for side in times])
    cpu = measure.ratios(*[[s.cpu for s in side] for side in times])
    ours, theirs = (Spread([s.wall for s in side]) for side in times)
    title = "SQLite, " + TITLES[form]
    yield Result(
        title + ": link, welded / plain", wall.median, target=1.1, aim=1.0,
        note="%s s against %s s; ratio of pairs %s, %d pairs; processor time "
             "%s" % (ours.text(), theirs.text(), wall.text(), wall.count,
                     cpu.text()),
        ratio=wall.as_json(), cpu_ratio=cpu.as_json(),
        welded_seconds=ours.as_json(), plain_seconds=theirs.as_json())
    more = measure.ratios([s.wall for s in times[0]],
                          [s.wall for s in native])
    yield Result(
        title + ": link, welded, bitcode / native objects", more.median,
        note="%s s against %s s" % (
            ours.text(), Spread([s.wall for s in native]).text()),
        ratio=more.as_json())
    if not tools.quick:
        yield from links.memory_results(
            title + " link", *[each.run(True) for each in pair])


def sizes(path):
    """Bytes of a module, and without its names."""
    with open(path, "rb") as f:
        module = f.read()

    def leb(at):
        value = shift = 0
        while True:
            value |= (module[at] & 127) << shift
            shift += 7
            at += 1
            if module[at - 1] < 128:
                return value, at
    names = 0
    at = 8
    while at < len(module):
        size, start = leb(at + 1)
        length, text = leb(start)
        if module[at] == 0 and module[text:text + length] == b"name":
            names += start + size - at
        at = start + size
    return len(module), len(module) - names


def size_results(title, one, other, target=None):
    ours, theirs = sizes(one.output), sizes(other.output)
    for at, what in enumerate(("size", "size without names")):
        yield Result(
            "%s: %s" % (title, what), ours[at] / theirs[at], target=target,
            note="%d bytes against %d" % (ours[at], theirs[at]),
            bytes=ours[at], other_bytes=theirs[at])


def compare(title, ours, theirs, target=None):
    wall = measure.ratios([v[0] for v in ours], [v[0] for v in theirs])
    used = measure.ratios([v[1] for v in ours], [v[1] for v in theirs])
    return Result(
        title, wall.median, target=target,
        note="%s ms against %s ms; ratio of pairs %s, %d pairs; processor time "
             "%s" % (Spread([v[0] for v in ours]).text(1e3, 0),
                     Spread([v[0] for v in theirs]).text(1e3, 0), wall.text(),
                     wall.count, used.text()),
        ratio=wall.as_json(), cpu_ratio=used.as_json())


def run_results(tools, made, name, runners, expected):
    """`runners` as `made`. Welded against plain, then LTO against native."""
    values = dict(zip(runners, measure.interleave(
        list(runners.values()), 5 if tools.quick else 21)))
    for key, side in values.items():
        for value in side:
            if value[2] != expected:
                raise Failure("lto: %s under %s is not as native:\n%s" % (
                    made[key].output, name, value[2][:2000]))
    for form in FORMS[1:]:
        yield compare(
            "SQLite, %s: work under %s, welded / plain" % (TITLES[form], name),
            values[form, "welded"], values[form, "plain"], 1.0)
    for form in FORMS[1:]:
        yield compare(
            "SQLite, welded: work under %s, %s / native objects" % (
                name, TITLES[form]),
            values[form, "welded"], values[None, "welded"])


def lto(tools):
    native, made = make_links(tools)
    keys = [(form, kind) for form in FORMS[1:] for kind in ("welded", "plain")]
    for form in FORMS[1:]:
        yield from link_results(tools, made, form)
    base = made[None, "welded"]
    for each in (base, made[None, "plain"]):
        each.run()
    for form in FORMS[1:]:
        yield from size_results(
            "SQLite, %s, welded / plain" % TITLES[form], made[form, "welded"],
            made[form, "plain"], 1.02)
    for form in FORMS[1:]:
        yield from size_results(
            "SQLite, welded, %s / native objects" % TITLES[form],
            made[form, "welded"], base)
    with open(WORK, encoding="utf-8") as f:
        expected = demo_of().Native(native).run("bench", f.read())
    for key in keys:
        check(native, made[key].output)
    keys.append((None, "welded"))
    text = (expected[0] + expected[1]).decode()
    yield from run_results(tools, made, "wasmtime", {
        key: Wasmtime(tools, native, made[key].output) for key in keys}, text)
    workers = {key: Node(tools, made[key].output) for key in keys}
    try:
        yield from run_results(tools, made, "node", workers, text)
    finally:
        for worker in workers.values():
            worker.end()
