"""SQLite with every extension of its ext/misc welded into one module.

    demo.py --build BUILD [--sources DIR] [--lto[=thin]] [--no-node]
            [--native-only] [NAME...]

Each extension is opened by `.load` and used by the statements that
extensions.txt has for it, in a native shell that loads real .so files and in
the welded one under wasmtime and node. The outputs must be the same to the
byte. With --lto program and libraries are LLVM bitcode. Exits with 1 if anything
differs. Docs: docs/usage.md.
"""

import argparse
import concurrent.futures
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap

import build

ROOT = os.path.realpath(os.path.join(build.HERE, "../../.."))
SHELL_ARGS = ["sqlite3", "-vfs", "unix-none", ":memory:"]
TIMEOUT = 120


def engine(name):
    path = os.path.join(ROOT, "test", "engines", name + ".py")
    spec = importlib.util.spec_from_file_location("engine_" + name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Run:
    """A scratch directory for one run of a shell: its input, its outputs, and
    `files`, which the shell sees as its working directory."""

    def __init__(self, work, side, name, script):
        self.directory = os.path.join(work, side, name)
        shutil.rmtree(self.directory, ignore_errors=True)
        self.files = os.path.join(self.directory, "files")
        os.makedirs(self.files)
        with open(self.path("in.sql"), "w", encoding="utf-8") as f:
            f.write(script)

    def path(self, name):
        return os.path.join(self.directory, name)

    def result(self, code):
        """(standard output, standard error, exit code)"""
        streams = []
        for name in ("out.txt", "err.txt"):
            with open(self.path(name), "rb") as f:
                streams.append(f.read())
        return (*streams, code)

    def command(self, command, environment):
        with open(self.path("in.sql"), "rb") as stdin, \
                open(self.path("out.txt"), "wb") as stdout, \
                open(self.path("err.txt"), "wb") as stderr:
            try:
                code = subprocess.run(
                    command, cwd=self.files, env=environment, stdin=stdin,
                    stdout=stdout, stderr=stderr, timeout=TIMEOUT).returncode
            except subprocess.TimeoutExpired:
                stderr.write(b"no end after %d seconds\n" % TIMEOUT)
                code = 124
        return self.result(code)


class Native:
    side = "native"

    def __init__(self, built):
        self.built = built
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": ".",
            "LD_LIBRARY_PATH": built.native_libraries}

    def run(self, name, script, side="native"):
        return Run(self.built.runs, side, name, script).command(
            [self.built.native_shell] + SHELL_ARGS[1:], self.environment)


class Wasmtime:
    side = "wasmtime"

    def __init__(self, built, module):
        self.built = built
        self.runner = engine("wasmtime")
        self.module = self.runner.Module(module)

    def run(self, name, script):
        run = Run(self.built.runs, self.side, name, script)
        try:
            code = self.module.run(
                SHELL_ARGS, [(run.files, ".")], [("HOME", ".")],
                run.path("in.sql"), run.path("out.txt"), run.path("err.txt"))
        except Exception as trap:  # whatever it is, it is the result
            with open(run.path("err.txt"), "ab") as f:
                f.write(str(trap).encode() + b"\n")
            code = 134
        return run.result(code)


class Node:
    side = "node"

    def __init__(self, built, module):
        self.built = built
        self.command = [
            os.environ.get("DLWELD_NODE") or shutil.which("node") or "nodejs",
            os.path.join(ROOT, "test", "engines", "node.mjs"),
            "--env", "HOME=.", module]

    def run(self, name, script):
        return Run(self.built.runs, self.side, name, script).command(
            self.command + SHELL_ARGS[1:], dict(os.environ))


def without_loads(script):
    return "".join(line for line in script.splitlines(True)
                   if not line.startswith(".load "))


# Not opened along with the others: these stand between SQLite and its files, or
# watch over the connection.
ALONE = {
    "anycollseq", "appendvfs", "cksumvfs", "memvfs", "showauth", "vfslog",
    "vfsstat",
}
# Used after all the others have been opened: these make no tables.
TOGETHER = {
    "completion", "compress", "decimal", "ieee754", "noop", "normalize",
    "prefixes", "regexp", "rot13", "series", "shathree", "templatevtab",
    "totype", "uint", "uuid", "vtshim", "zorder",
}


def all_together(extensions):
    """One shell that opens the libraries one after the other, then uses many
    of them: they live side by side."""
    script = ""
    for extension in extensions:
        if extension.name not in ALONE:
            script += "".join(line for line in extension.use.splitlines(True)
                              if line.startswith(".load "))
    for extension in extensions:
        if extension.name in TOGETHER:
            script += "SELECT '%s';\n%s" % (
                extension.name, without_loads(extension.use))
    return script


def check_native(extension, native):
    """The outputs that the welded shell has to show, if they are fit for it."""
    expected = native.run(extension.name, extension.use)
    problems = []
    if expected[2] != 0 or expected[1]:
        problems.append("native: exit %d, %s" % (
            expected[2], expected[1].decode("utf-8", "replace").strip()))
    if not expected[0]:
        problems.append("native: no output")
    if ".load %s.so" % extension.name not in extension.use:
        problems.append("the statements never .load it")
    control = native.run(extension.name, without_loads(extension.use),
                         "native-unloaded")
    if control[:2] == expected[:2]:
        problems.append("native: the same output without .load")
    return expected, problems


def use_of(extension, width):
    """What the table shows: the first query, cut to fit."""
    lines = [line for line in without_loads(extension.use).splitlines()
             if not line.startswith(("-- ", "."))]
    statements = [" ".join(s.split()) for s in
                  re.findall(r"(?:'[^']*'|[^';])+", "\n".join(lines))]
    queries = [s for s in statements if s.startswith("SELECT")]
    shown = (queries or statements or ["-"])[0]
    return shown if len(shown) <= width else shown[:width - 3] + "..."


def show_difference(name, side, expected, got):
    print("\n%s: %s differs from native" % (name, side))
    for stream, a, b in (("stdout", expected[0], got[0]),
                         ("stderr", expected[1], got[1])):
        if a == b:
            continue
        left = a.decode("utf-8", "replace").splitlines()
        right = b.decode("utf-8", "replace").splitlines()
        for n in range(max(len(left), len(right))):
            x = left[n] if n < len(left) else "(end)"
            y = right[n] if n < len(right) else "(end)"
            if x != y:
                print("  %s, line %d\n    native: %s\n    %s: %s" % (
                    stream, n + 1, x[:200], side, y[:200]))
                break
    if expected[2] != got[2]:
        print("  exit: native %d, %s %d" % (expected[2], side, got[2]))


def note(text, names):
    if names:
        print(textwrap.fill("%s: %s" % (text, ", ".join(names)), 79))


def link(built):
    """Module and report; in words, its size and how long the link took."""
    module = os.path.join(built.products, "sqlite3.wasm")
    report = os.path.join(built.products, "report.json")
    weld_command = built.weld_command(module, report)
    if built.lto:
        # Once, and not plainly: it takes long, and the benchmark does it.
        weld_time, = build.link((weld_command, module), times=1)
        return (module, "%d bytes" % os.path.getsize(module),
                "%.1f s welded" % weld_time, report)
    plain = os.path.join(built.products, "sqlite3-plain.wasm")
    plain_time, weld_time = build.link(
        (built.plain_command(plain), plain), (weld_command, module))
    size = "%d bytes (plain link of the same objects: %d)" % (
        os.path.getsize(module), os.path.getsize(plain))
    times = "%.0f ms welded, %.0f ms plain, ratio %.2f" % (
        weld_time * 1000, plain_time * 1000, weld_time / plain_time)
    return module, size, times, report


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--build", required=True)
    arguments.add_argument("--sources",
                           default=os.path.join(ROOT, ".cache", "src"))
    arguments.add_argument("--lto", choices=("full", "thin"), nargs="?",
                           const="full", help="program and libraries are LLVM "
                           "bitcode")
    arguments.add_argument("--no-node", action="store_true")
    arguments.add_argument("--native-only", action="store_true",
                           help="only check the table of statements")
    arguments.add_argument("names", nargs="*", metavar="NAME",
                           help="only these extensions")
    options = arguments.parse_args()

    built = build.Set(options.build, options.sources, lto=options.lto)
    built.run()
    extensions = [e for e in built.extensions
                  if not options.names or e.name in options.names]
    problems = ["%s compiles, but extensions.txt has no statements for it" % n
                for n in built.missing]
    native = Native(built)

    engines = []
    if not options.native_only:
        module, size, times, report = link(built)
        engines.append(Wasmtime(built, module))
        if not options.no_node:
            engines.append(Node(built, module))

    def one(extension):
        expected, faults = check_native(extension, native)
        return expected, faults, [
            runner.run(extension.name, extension.use) for runner in engines]

    rows = []
    counts = {e.side: 0 for e in engines}

    def compare(name, use, expected, results):
        verdicts = []
        for runner, got in zip(engines, results):
            same = got == expected
            verdicts.append("same" if same else "different")
            if not same:
                problems.append("%s: different under %s" % (name, runner.side))
                show_difference(name, runner.side, expected, got)
        rows.append((name, use, verdicts))
        return verdicts

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        outcomes = list(pool.map(one, extensions))
    for extension, (expected, faults, results) in zip(extensions, outcomes):
        problems += ["%s: %s" % (extension.name, fault) for fault in faults]
        verdicts = compare(
            extension.name, use_of(extension, 50), expected, results)
        for runner, verdict in zip(engines, verdicts):
            counts[runner.side] += verdict == "same"
    if engines and not options.names:
        script = all_together(extensions)
        expected = native.run("all", script)
        if expected[2] != 0 or expected[1]:
            problems.append("all: native: exit %d, %s" % (
                expected[2], expected[1].decode("utf-8", "replace")))
        compare("(all in one shell)", "every library opened, then many used",
                expected, [runner.run("all", script) for runner in engines])

    def line(name, use, columns):
        print(("%-18s  %-50s  %s" % (
            name, use, "  ".join("%-9s" % c for c in columns))).rstrip())

    line("extension", "statement", [e.side for e in engines])
    for row in rows:
        line(*row)
    for extension in built.failed:
        print("%-18s  does not compile: %s" % (
            extension.name, extension.reason))
    print()
    note("built into the shell too, so loaded with x_ before every name",
         [e.name for e in extensions if "prefixed" in e.keys])
    note("with a file of ours for what SQL cannot do, or as entry point",
         [e.name for e in extensions if "adapter" in e.keys])
    for runner in engines:
        print("%s: %d of %d extensions the same as native" % (
            runner.side, counts[runner.side], len(extensions)))
    if engines:
        print("module: " + size)
        print("link: " + times)
        try:
            with open(report, encoding="utf-8") as f:
                print("renamed symbols: %s" % json.load(f)["renamed_symbols"])
        except (OSError, ValueError, KeyError):
            problems.append("the plugin's report has no renamed_symbols")
    for problem in problems:
        print("problem: " + problem)
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except build.Failure as failure:
        sys.exit("demo: " + str(failure))
