"""Whole links: SQLite with its extensions, and made-up libraries by the
thousand, welded through the front end against the unmodified linker on the same
objects. The size of the index of each."""

import importlib.util
import os
import shlex
import subprocess
import sys

import measure
from index import Index
from measure import Failure, Result, Spread

sys.path.append(os.path.join(measure.HERE, "made-up"))
import objects  # noqa: E402

# What "grows in a straight line" means on a machine that is not quiet: the
# second half of the libraries costs at most so many times what the second
# quarter costs twice.
STRAIGHT = 1.3


class Pair:
    """The same objects, welded and linked plainly."""

    def __init__(self, tools, welded, plain, output, plain_output):
        self.tools = tools
        self.welded = welded
        self.plain = plain
        self.output = output
        self.plain_output = plain_output

    def run_welded(self, memory=False):
        return self.tools.run(self.welded, memory)

    def run_plain(self, memory=False):
        return self.tools.run(self.plain, memory)


def weld_options(tools, options, report=None):
    options = ["config=" + options]
    if report:
        options.append("report=" + report)
    return ["--plugin=" + tools.plugin,
            *["--plugin-opt=" + option for option in options]]


def megabytes(kib):
    return "%.0f MB" % (kib / 1024)


def memory_results(title, welded, plain, **details):
    """Two lines for peak memory of two Samples that were looked at."""
    def numbers(sample):
        return {"own_kib": sample.own, "descendants_kib": sample.others,
                "largest_process_kib": sample.largest,
                "together_kib": sample.together}
    return [
        Result(title + ": peak of one process",
               welded.largest / plain.largest,
               note="welded: front end %s, linker %s; plain %s" % (
                   megabytes(welded.own), megabytes(welded.others),
                   megabytes(plain.largest)),
               welded=numbers(welded), plain=numbers(plain), **details),
        Result(title + ": peak of all processes together",
               welded.together / plain.together,
               note="%s against %s" % (
                   megabytes(welded.together), megabytes(plain.together))),
    ]


def index_result(title, path):
    try:
        index = Index(path)
    except ValueError as error:
        raise Failure(str(error)) from None
    return Result(
        "index, %s: bytes a symbol beyond its name" % title,
        index.beyond_names(), "B",
        note="%d symbols of %.1f B in %d libraries; %d of it are the address, "
             "where the name is and the NUL" % (
                 index.symbols, index.name_bytes / index.symbols,
                 index.libraries, index.needed),
        index_bytes=index.size, name_bytes=index.name_bytes,
        symbols=index.symbols, libraries=index.libraries)


# --- SQLite


def linker_line(command, name):
    """What clang would run, as a list; `name` instead of its linker."""
    done = subprocess.run(
        command + ["-###"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines or not lines[-1].startswith(' "'):
        raise Failure("clang -### says:\n" + done.stdout[-2000:])
    return [name] + shlex.split(lines[-1])[1:]


def sqlite_build(tools, prepare, lto=None):
    """The demo's own builder, after `prepare` has been called with it."""
    path = os.path.join(measure.ROOT, "test/programs/sqlite/build.py")
    spec = importlib.util.spec_from_file_location("sqlite_build", path)
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    try:
        built = build.Set(tools.build, os.path.join(
            measure.ROOT, ".cache", "src"), lto=lto)
        prepare(built)
    except build.Failure as failure:
        raise Failure(str(failure))
    return built


def sqlite_set(tools):
    """The shell and its extensions, compiled."""
    built = sqlite_build(tools, lambda each: each.run())
    output = tools.path("sqlite-welded.wasm")
    plain_output = tools.path("sqlite-plain.wasm")
    return built, Pair(
        tools,
        linker_line(built.weld_command(output), tools.front_end),
        linker_line(built.plain_command(plain_output), tools.linker),
        output, plain_output)


def sqlite(tools):
    built, pair = sqlite_set(tools)
    times = measure.interleave(
        [pair.run_welded, pair.run_plain], 7 if tools.quick else 31, warm=2)
    wall = measure.ratios(*[[s.wall for s in side] for side in times])
    cpu = measure.ratios(*[[s.cpu for s in side] for side in times])
    ours, theirs = (Spread([s.wall for s in side]) for side in times)
    yield Result(
        "SQLite link: welded / plain", wall.median, target=1.15, aim=1.05,
        note="%s ms against %s ms; ratio of pairs %s, %d pairs; "
             "of least times %.2f; processor time %s" % (
                 ours.text(1e3, 0), theirs.text(1e3, 0), wall.text(),
                 wall.count, ours.least / theirs.least, cpu.text()),
        ratio=wall.as_json(), cpu_ratio=cpu.as_json(),
        welded_seconds=ours.as_json(), plain_seconds=theirs.as_json(),
        welded_bytes=os.path.getsize(pair.output),
        plain_bytes=os.path.getsize(pair.plain_output),
        libraries=len(built.extensions) + 1)
    yield from memory_results(
        "SQLite link", pair.run_welded(True), pair.run_plain(True))
    yield index_result("SQLite", pair.output)


# --- Made-up libraries


def made_up_pair(tools, title, paths, functions):
    """A program with these libraries. The plain link keeps all of them, too:
    with --no-gc-sections, which is the least work of the ways to say so."""
    def write(name, lines):
        path = tools.path("made-up", "%s-%s" % (title, name))
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(line + "\n" for line in lines)
        return path
    source = os.path.join(measure.HERE, "made-up", "program.c")
    program = tools.wasm_compile(source, tools.path("made-up", "program.o"))
    plain = tools.wasm_compile(
        source, tools.path("made-up", "plain.o"), ["-DPLAIN"])
    # As clang begins its line.
    exports = ["-m", "wasm32", "--no-entry"] + [
        "--export=" + name for name in ("ask", "library", "function")]
    output = tools.path("made-up", title + "-welded.wasm")
    plain_output = tools.path("made-up", title + "-plain.wasm")
    options = write("options.txt", ["dlopen=" + path for path in paths])
    inputs = write("inputs.txt", paths)
    pair = Pair(
        tools,
        [tools.front_end, *weld_options(tools, options), *exports, program,
         "-o", output],
        [tools.linker, "--allow-multiple-definition", "--no-gc-sections",
         *exports, plain, "--whole-archive", "@" + inputs, "-o", plain_output],
        output, plain_output)
    pair.libraries = len(paths)
    pair.functions = functions
    return pair


def check_made_up(pair):
    """Asks the last library's last function, and one in the middle."""
    import wasmtime
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    module = wasmtime.Module.from_file(engine, pair.output)
    instance = wasmtime.Instance(store, module, [])
    exports = instance.exports(store)
    for library, number in ((pair.libraries - 1, pair.functions - 1),
                            (pair.libraries // 2, 0)):
        for where, text in (
                ("library", "plugin%05d.so" % library),
                ("function", objects.function_name(library, number))):
            exports["memory"].write(
                store, text.encode() + b"\0", exports[where].value(store))
        got = exports["ask"](store, 1000)
        if got != 1000 + library + number:
            raise Failure("%s: library %d, function %d: %d" % (
                pair.output, library, number, got))


def straight(values):
    """How much steeper the line is from half to full than from quarter to
    half: 1.0 is straight."""
    quarter, half, full = values
    return (full - half) / 2 / (half - quarter)


def scaling(tools, libraries, functions, members):
    if tools.quick:
        libraries //= 4
    title = "%dx%d" % (libraries, functions)
    shown = "%s libraries of %d" % (format(libraries, ","), functions)
    paths = objects.make_libraries(
        tools.path("made-up", title), libraries, functions, members)
    pairs = [made_up_pair(tools, "%s-%d" % (title, part),
                          paths[:libraries // part], functions)
             for part in (4, 2, 1)]
    cases = [case for pair in pairs
             for case in (pair.run_welded, pair.run_plain)]
    repetitions = 5 if tools.quick else 11
    samples = measure.interleave(cases, repetitions)
    check_made_up(pairs[-1])
    looks = [(pair.run_welded(True), pair.run_plain(True)) for pair in pairs]

    seconds = [Spread([s.wall for s in side]) for side in samples]
    used = [Spread([s.cpu for s in side]) for side in samples]
    ours, theirs = seconds[0::2], seconds[1::2]
    counts = [pair.libraries * functions for pair in pairs]
    for at, (label, target) in enumerate((("welded", STRAIGHT), ("plain", None))):
        yield Result(
            "%s, %s: processor time, straightness" % (shown, label),
            straight([s.median for s in used[at::2]]), target=target, aim=1.0,
            note="1/4, 1/2, 1: %s ms (elapsed %s); us a symbol %s; "
                 "%d repetitions" % (
                     ", ".join("%.0f" % (s.median * 1e3)
                               for s in used[at::2]),
                     ", ".join("%.0f" % (s.median * 1e3)
                               for s in seconds[at::2]),
                     ", ".join("%.2f" % (s.median * 1e6 / n)
                               for s, n in zip(used[at::2], counts)),
                     repetitions),
            cpu_seconds=[s.as_json() for s in used[at::2]],
            seconds=[s.as_json() for s in seconds[at::2]], symbols=counts)
    peaks = [look[0].together for look in looks]
    yield Result(
        "%s, welded: memory, straightness" % shown, straight(peaks),
        target=STRAIGHT, aim=1.0,
        note="1/4, 1/2, 1: %s together; B a symbol %s" % (
            ", ".join(megabytes(p) for p in peaks),
            ", ".join("%.0f" % (p * 1024 / n)
                      for p, n in zip(peaks, counts))),
        together_kib=peaks)
    wall = measure.ratios(*[[s.wall for s in side] for side in samples[-2:]])
    cpu = measure.ratios(*[[s.cpu for s in side] for side in samples[-2:]])
    yield Result(
        "%s: welded / plain" % shown, wall.median,
        note="%s ms against %s ms; ratio of pairs %s; processor time %s; "
             "output %.1f MB against %.1f" % (
                 ours[-1].text(1e3, 0), theirs[-1].text(1e3, 0), wall.text(),
                 cpu.text(), os.path.getsize(pairs[-1].output) / 1e6,
                 os.path.getsize(pairs[-1].plain_output) / 1e6),
        ratio=wall.as_json(), cpu_ratio=cpu.as_json())
    yield from memory_results(shown, *looks[-1])
    yield index_result(shown, pairs[-1].output)


def scaling_1000(tools):
    yield from scaling(tools, 1000, 100, 4)


def scaling_10000(tools):
    yield from scaling(tools, 10000, 10, 1)
