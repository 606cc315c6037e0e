"""Compares thousands of random dlopen, dlsym and dlclose, natively and welded.

    run.py --seeds A-B [options] [DIRECTORY]

Each seed makes a graph of libraries (graph.py), which is built once with real
shared objects and once welded; program.c draws operations from further seeds
and prints what they gave. Compared are, line by line,

    glibc with the model of glibc (oracle.py): that the model is right, and that
    what is undefined natively was left out;
    wasmtime and node with glibc.

Where welded modules are known to differ (docs/semantics.md), class Welded of
oracle.py says how: operations on which both models differ are left out, and
what then still differs at exit is compared with that model.

On a difference the operations are thinned out as far as it stays, and what is
left is printed; the directory is kept.

    --runs N     sequences of operations a graph (2)
    --count N    operations a sequence (400)
    --engines    wasmtime,node; none: only glibc and the models
    --deepbind   RTLD_DEEPBIND, too
    --calm       no dlopen and so on in constructors, destructors and the like
    --prove      the other way round: glibc against a glibc that sorts libraries
                 otherwise; an error if that shows nowhere
    --keep       keep what was built
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
# Not this directory's name of anything, and no .pyc beside the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

import oracle  # noqa: E402
from graph import Graph  # noqa: E402

LIMIT = 60  # seconds a command
SHOWN = 20  # lines of either side before a difference


class Failure(Exception):
    pass


def command(words, directory):
    result = subprocess.run(
        words, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=LIMIT)
    if result.returncode != 0:
        raise Failure("%s\n%s" % (
            shlex.join(words), result.stdout.decode("utf-8", "replace")))


def flags(graph, number):
    weak = "__attribute__((weak))"
    return ["-DNUMBER=%d" % number, "-DSYMBOLS=%d" % graph.symbols[number],
            "-DNEEDED(X)=" + " ".join(
                "X(%d)" % x for x in graph.needed[number]),
            "-DWEAK=" + weak * (number not in graph.startup and number > 0),
            "-I" + HERE, "-w"]


def soname(number):
    return "lib%d.so" % number


def weld_flags(tools):
    return ["-fuse-ld=" + os.path.join(tools["build"], "bin/wasm-ld"),
            "-Wl,--plugin=" + os.path.join(tools["build"], "lib/dlweld.so"),
            "-Wl,--plugin-opt=config=weld", "-Wl,--export-dynamic"]


class World:
    """A graph as it is built and run. There is nothing else in `directory`."""

    def __init__(self, tools, graph, directory):
        self.tools, self.graph, self.directory = tools, graph, directory
        os.makedirs(directory)
        with open(os.path.join(directory, "graph.h"), "w",
                  encoding="ascii") as file:
            file.write(graph.header())
        self.build()

    def lines(self, words, env=None):
        try:
            result = subprocess.run(
                words, cwd=self.directory, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT,
                env=dict(os.environ, **(env or {})))
        except subprocess.TimeoutExpired as timeout:
            return (timeout.stdout or b"").decode().splitlines() + [
                "[still running after %d s]" % LIMIT]
        lines = result.stdout.decode("utf-8", "replace").splitlines()
        if result.returncode != 0:
            lines.append("[exit code %d: %s]" % (
                result.returncode,
                result.stderr.decode("utf-8", "replace")[-2000:]))
        return lines


class Native(World):
    def build(self):
        # Libraries to link with first: needed in cycles, and quicker.
        stubs = os.path.join(self.directory, "stubs")
        os.mkdir(stubs)
        open(os.path.join(stubs, "empty.c"), "w").close()
        cc = [self.tools["glibc"], "-fPIC"]
        for i in range(1, self.graph.count):
            command(cc + ["-nostdlib", "-shared", "-Wl,-soname," + soname(i),
                          "empty.c", "-o", soname(i)], stubs)
        for i in range(1, self.graph.count):
            # No -Bsymbolic, which has RTLD_DEFAULT begin with the library.
            stays = [] if self.graph.unload[i] else ["-Wl,-z,nodelete"]
            command(cc + flags(self.graph, i) + stays
                    + [os.path.join(HERE, "library.c"), "-shared",
                       # In a cycle a destructor may call what glibc would not
                       # find any more.
                       "-Wl,-z,now",
                       "-Wl,-soname," + soname(i), "-Wl,--no-as-needed"]
                    + ["stubs/" + soname(x) for x in self.graph.needed[i]]
                    + ["-o", soname(i)], self.directory)
        command(cc + flags(self.graph, 0)
                + ["-I.", os.path.join(HERE, "program.c"),
                   os.path.join(HERE, "library.c"), "-pie", "-rdynamic",
                   "-Wl,--allow-shlib-undefined", "-Wl,--no-as-needed",
                   "-Wl,-rpath-link,."]
                + [soname(x) for x in self.graph.needed[0]]
                + ["-o", "program"], self.directory)

    def run(self, arguments, **env):
        return self.lines(["./program"] + arguments, dict(
            env, LD_LIBRARY_PATH=self.directory))


class Welded(World):
    def build(self):
        tools = self.tools
        cc = [tools["clang"], "--target=wasm32-wasi", "-Wno-deprecated", "-O1",
              "-fvisibility=default",
              "-I" + os.path.join(tools["build"], "share/dlweld/include")]
        options = []
        for i in range(1, self.graph.count):
            command(cc + flags(self.graph, i) + [
                "-c", os.path.join(HERE, "library.c"), "-o", "lib%d.o" % i],
                self.directory)
            startup = i in self.graph.needed[0]
            options.append("%s=lib%d.o" % (
                "startup" if startup else "dlopen", i))
            options += ["needed=%s=%s" % (soname(i), soname(x))
                        for x in self.graph.needed[i]]
            if self.graph.unload[i]:
                options.append("unload=%s=yes" % soname(i))
        # The order of the program's dependencies is that of the options.
        options.sort(key=lambda option: [
            not option.startswith("startup=lib%d.o" % x)
            for x in self.graph.needed[0]])
        with open(os.path.join(self.directory, "weld"), "w",
                  encoding="ascii") as file:
            file.write("".join(option + "\n" for option in options))
        command(cc + flags(self.graph, 0) + [
            "-I.", os.path.join(HERE, "program.c"),
            os.path.join(HERE, "library.c"), "--no-wasm-opt",
            "-o", "program.wasm"] + weld_flags(tools), self.directory)

    def run(self, engine, arguments):
        script = {"wasmtime": "test/engines/wasmtime.py",
                  "node": "test/engines/node.mjs"}[engine]
        interpreter = "python" if engine == "wasmtime" else "node"
        return self.lines([self.tools[interpreter], os.path.join(ROOT, script),
                           "program.wasm"] + arguments)


# --- Comparing.


def first_difference(left, right):
    for at, (a, b) in enumerate(zip(left, right)):
        if a != b:
            return at
    return None if len(left) == len(right) else min(len(left), len(right))


def ranges(numbers):
    """The numbers as program.c takes them."""
    result = []
    for n in sorted(numbers):
        if result and result[-1][1] == n - 1:
            result[-1][1] = n
        else:
            result.append([n, n])
    return ",".join("%d-%d" % tuple(x) if x[0] != x[1] else "%d" % x[0]
                    for x in result)


def show(name, lines, at):
    print("--- %s:" % name)
    for line in lines[max(0, at - SHOWN):at]:
        print("    " + line)
    print("  > " + (lines[at] if at < len(lines) else "[nothing more]"))


class Sequence:
    """The operations of one run: what is expected of them, and what is left
    out."""

    def __init__(self, graph, seed, count, left_out=()):
        self.graph, self.seed, self.count = graph, seed, count
        self.glibc, self.welded, self.left_out = oracle.expected(
            graph, seed, count, left_out)

    def arguments(self):
        return [str(self.seed), str(self.count), ranges(self.left_out)]


class Worlds:
    def __init__(self, tools, graph, directory):
        self.native = Native(tools, graph, os.path.join(directory, "glibc"))
        self.welded = None
        self.engines = tools["engines"]
        if self.engines:
            self.welded = Welded(
                tools, graph, os.path.join(directory, "welded"))

    def difference(self, sequence, engines=None):
        """None, or ((name, lines) of what is right and of what differs, at)."""
        wanted = ("the model of glibc", sequence.glibc)
        native = ("glibc", self.native.run(sequence.arguments()))
        at = first_difference(wanted[1], native[1])
        if at is not None:
            return wanted, native, at
        if sequence.glibc != sequence.welded:  # they differ at exit
            native = ("the model of welded modules", sequence.welded)
        for engine in engines or self.engines:
            result = (engine, self.welded.run(engine, sequence.arguments()))
            at = first_difference(native[1], result[1])
            if at is not None:
                return native, result, at
        return None


def thin_out(worlds, sequence, found):
    """Leaves out more operations, as many as can be while both sides differ in
    the same way: halves first, then smaller parts."""
    name = found[1][0]
    engines = [name] if name in worlds.engines else []

    def differs(left_out):
        shorter = Sequence(sequence.graph, sequence.seed, sequence.count,
                           left_out)
        if shorter.glibc is None:
            return None
        other = worlds.difference(shorter, engines)
        return (shorter, other) if other and other[1][0] == name else None

    kept = [i for i in range(sequence.count) if i not in sequence.left_out]
    everything = set(range(sequence.count))
    size = len(kept) // 2
    while size > 0:
        at = len(kept)
        while at > 0:
            fewer = kept[:max(0, at - size)] + kept[at:]
            shorter = differs(everything - set(fewer))
            if shorter:
                sequence, found = shorter
                kept = fewer
            at -= size
        size //= 2
    return sequence, found


def report(graph, sequence, found, directory):
    wanted, got, at = found
    operation = next((x for x in reversed(got[1][:at + 1])
                      if x.startswith(("#", "exit"))), "the start")
    print("seed %d, run %d, operation %s: %s differs from %s" % (
        graph.seed, sequence.seed, operation, got[0], wanted[0]))
    print(graph.describe())
    show(wanted[0], wanted[1], at)
    show(got[0], got[1], at)
    print("in %s: program %s" % (directory, shlex.join(sequence.arguments())))


def check(tools, seed, directory):
    """One graph. Returns (compared, compared with the model at exit)."""
    graph = Graph(seed, tools["deepbind"], calm=tools["calm"])
    worlds = Worlds(tools, graph, directory)
    compared = special = 0
    for run in range(1, tools["runs"] + 1):
        sequence = Sequence(graph, run, tools["count"])
        if sequence.glibc is None:
            continue  # undefined at exit, where nothing can be left out
        compared += 1
        special += sequence.glibc != sequence.welded
        found = worlds.difference(sequence)
        if found:
            report(graph, sequence, found, directory)
            if tools["thin"]:
                print("thinned out:")
                report(graph, *thin_out(worlds, sequence, found), directory)
            raise Failure("seed %d: a difference" % seed)
    return compared, special


def prove(tools, seed, directory):
    """Whether it shows in this graph that glibc sorts libraries otherwise."""
    graph = Graph(seed)
    native = Native(tools, graph, directory)
    for run in range(1, tools["runs"] + 1):
        sequence = Sequence(graph, run, tools["count"])
        if sequence.glibc is not None and first_difference(
                sequence.glibc,
                native.run(sequence.arguments(),
                           GLIBC_TUNABLES="glibc.rtld.dynamic_sort=1")
        ) is not None:
            return True
    return False


def add_tools(parser):
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--engines", default="wasmtime,node")
    for tool, default in (
            ("glibc", "cc"), ("clang", "clang-22"), ("node", "node"),
            ("python", os.path.join(ROOT, ".cache/venv/bin/python"))):
        parser.add_argument("--" + tool, default=default)


def checked_tools(parser):
    tools = vars(parser.parse_args())
    tools["engines"] = [x for x in tools["engines"].split(",")
                        if x and x != "none"]
    tools["build"] = os.path.realpath(tools["build"])
    return tools


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--seeds", default="1-4")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--count", type=int, default=400)
    for option in ("deepbind", "calm", "prove", "keep"):
        parser.add_argument("--" + option, action="store_true")
    parser.add_argument("--no-thin", dest="thin", action="store_false")
    add_tools(parser)
    parser.add_argument("directory", nargs="?")
    tools = checked_tools(parser)
    top = tools["directory"] or tempfile.mkdtemp(prefix="dlweld-random-")
    os.makedirs(top, exist_ok=True)
    first, _, last = tools["seeds"].partition("-")
    totals, failed, shown = (0, 0), [], False
    for seed in range(int(first), int(last or first) + 1):
        directory = os.path.join(os.path.realpath(top), str(seed))
        shutil.rmtree(directory, ignore_errors=True)
        try:
            if tools["prove"]:
                shown |= prove(tools, seed, directory)
            else:
                totals = tuple(map(
                    sum, zip(totals, check(tools, seed, directory))))
        except Failure as failure:
            print("run.py: %s" % failure)
            failed.append(seed)
            continue  # and what was built stays
        if not tools["keep"]:
            shutil.rmtree(directory, ignore_errors=True)
    if not tools["directory"] and not failed and not tools["keep"]:
        shutil.rmtree(top, ignore_errors=True)
    if tools["prove"]:
        if not shown:
            sys.exit("run.py: seeds %s: another order of libraries does not "
                     "show" % tools["seeds"])
        print("another order of libraries shows")
    elif failed:
        sys.exit("run.py: differences with seeds %s" % ", ".join(
            map(str, failed)))
    else:
        print("seeds %s: %d sequences of %d operations agree%s" % (
            tools["seeds"], totals[0], tools["count"],
            ", %d of them at exit with the model of welded modules" % totals[1]
            if totals[1] else ""))


if __name__ == "__main__":
    main()
