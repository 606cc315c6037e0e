"""Lua with modules of C welded into one file, compared with native Lua.

    run.py --build BUILD [--form FORM] [--lto[=thin]] [--sources DIR]
           [--no-node] [NAME...]

FORM is what the modules are, one of build.py; archive unless said otherwise.
With --lto Lua and modules are LLVM bitcode.
Native Lua runs each script with real .so files. The welded one runs it twice:

    files  package.cpath finds a file, which is an empty one, and Lua's own
           loadlib.c opens the library of that name
    index  no file and no directory anywhere: searcher.c asks the index

The outputs must be the same to the byte; where native Lua cannot say it (what
the index has, say), a file beside the script has what is to come. Exits with 1
if anything differs.
"""

import argparse
import concurrent.futures
import importlib.util
import os
import re
import shutil
import subprocess
import sys

import build

SCRIPTS = os.path.join(build.HERE, "scripts")
TIMEOUT = 120


class Script:
    def __init__(self, name, about, ways, path=None, init=None, args=(),
                 exit=0):
        self.name = name
        self.about = about
        self.ways = ways
        self.path = path or os.path.join(SCRIPTS, name + ".lua")
        self.init = init
        self.args = list(args)
        self.exit = exit
        self.expected = os.path.join(SCRIPTS, name + ".txt")
        if not os.path.exists(self.expected):
            self.expected = None


BOTH = ("files", "index")


def scripts(built):
    lpeg = os.path.join(built.sources, "lua-lpeg")
    cjson = os.path.join(built.sources, "lua-cjson", "tests")
    return [
        Script("calculator", "an LPeg grammar, its trees as JSON and back",
               BOTH),
        Script("modules", "copies of LPeg, CJSON; a pair that clashes",
               BOTH),
        Script("zlib", "zlib, by a module that needs libz.so", BOTH),
        Script("errors", "errors through C, coroutines, missing modules",
               BOTH),
        Script("loadlib", "package.loadlib, with and without *", BOTH),
        Script("hollow", "files that are not what they seem", ("files",)),
        Script("index", "what the searcher says of the index", ("index",)),
        Script("lpeg-test", "LPeg's own tests", ("files",),
               path=os.path.join(lpeg, "test.lua")),
        # Written for Lua 5.1; some tests fail, with the same words everywhere.
        Script("cjson-test", "CJSON's own tests", ("files",),
               path=os.path.join(cjson, "test.lua"),
               init="unpack = table.unpack", exit=1,
               args=sorted(f for f in os.listdir(cjson)
                           if f.endswith(".json"))),
    ]


def engine(name):
    path = os.path.join(build.ROOT, "test", "engines", name + ".py")
    spec = importlib.util.spec_from_file_location("engine_" + name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- What the scripts see


def make_files(built):
    """Two directories for scripts to run in, whose path is returned: one with
    libraries, one with an empty file for each."""
    top = os.path.join(built.work, "files")
    shutil.rmtree(top, ignore_errors=True)
    lpeg = os.path.join(built.sources, "lua-lpeg")
    cjson = os.path.join(built.sources, "lua-cjson")
    for side in ("native", "welded", "none"):
        os.makedirs(os.path.join(top, side))
    for side in ("native", "welded"):
        to = os.path.join(top, side)
        shutil.copy(os.path.join(lpeg, "re.lua"), to)
        shutil.copytree(os.path.join(cjson, "lua", "cjson"),
                        os.path.join(to, "cjson"))
        for name in os.listdir(os.path.join(cjson, "tests")):
            if name.endswith((".json", ".dat")):
                shutil.copy(os.path.join(cjson, "tests", name), to)
        for name in [*built.modules(), "hollow"]:
            so = os.path.join(to, name + ".so")
            os.makedirs(os.path.dirname(so), exist_ok=True)
            if side == "native" and name != "hollow":
                shutil.copy(
                    os.path.join(built.native_modules, name + ".so"), so)
            else:
                open(so, "w").close()
    shutil.copy(os.path.join(built.native_modules, build.LIBZ),
                os.path.join(top, "native"))
    return top


FILES = {"LUA_PATH": "./?.lua", "LUA_CPATH": "./?.so"}


def environment(script, way):
    result = dict(FILES)
    init = []
    if way == "index":
        # Nothing is to be had from files, and one line makes up for it.
        init.append("package.loadlib('searcher.so', 'luaopen_searcher')()")
    if script.init:
        init.append(script.init)
    if init:
        result["LUA_INIT"] = " ".join(init)
    return result


# --- Running: each gives (standard output, standard error, exit code).


def tidy(text):
    """Addresses are different everywhere, and only x86's 0/0 is negative."""
    text = re.sub(rb"-nan\b", b"nan", text)
    return re.sub(rb"\b(function|table|thread|userdata): "
                  rb"(0x[0-9a-f]+|\(nil\)|0\b)", rb"\1: ADDRESS", text)


def run(command, script, cwd, env):
    with open(script.path, "rb") as stdin:
        try:
            ran = subprocess.run(
                command, cwd=cwd, env=env, stdin=stdin,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            return b"", b"no end after %d seconds\n" % TIMEOUT, 124
    return tidy(ran.stdout), ran.stderr, ran.returncode


class Native:
    def __init__(self, built, files):
        self.lua = built.native
        self.files = files

    def run(self, script, directory="native"):
        env = environment(script, "files")
        env["LD_LIBRARY_PATH"] = "."
        return run([self.lua, "-", *script.args], script,
                   os.path.join(self.files, directory), env)


class Wasmtime:
    side = "wasmtime"

    def __init__(self, built, files):
        self.work = built.work
        self.files = files
        self.module = engine("wasmtime").Module(built.weld(self.side))

    def run(self, script, way):
        directory = os.path.join(self.work, "run")
        os.makedirs(directory, exist_ok=True)
        out, err = [os.path.join(directory, "%s-%s.%s" % (
            script.name, way, stream)) for stream in ("out", "err")]
        files = os.path.join(self.files, "welded")
        try:
            code = self.module.run(
                ["lua", "-", *script.args],
                [(files, ".")] if way == "files" else [],
                environment(script, way).items(), script.path, out, err)
        except Exception as trap:  # whatever it is, it is the result
            with open(err, "ab") as f:
                f.write(str(trap).encode() + b"\n")
            code = 134
        result = []
        for path in (out, err):
            with open(path, "rb") as f:
                result.append(f.read())
        return tidy(result[0]), result[1], code


class Node:
    side = "node"

    def __init__(self, built, files):
        self.files = files
        self.node = [os.environ.get("DLWELD_NODE") or shutil.which("node")
                     or "nodejs"]
        self.module = built.weld(self.side)

    def run(self, script, way):
        if way == "files":
            host = ["--no-warnings",
                    os.path.join(build.ROOT, "test", "engines", "node.mjs")]
            directory = "welded"
        else:
            host = [os.path.join(build.HERE, "bare.mjs")]
            directory = "none"
        options = []
        for name, value in environment(script, way).items():
            options += ["--env", "%s=%s" % (name, value)]
        return run(self.node + host + options
                   + [self.module, "-", *script.args], script,
                   os.path.join(self.files, directory), dict(os.environ))


# --- Comparing


def expectation(script, native):
    """The result that every other has to be equal to, and what is wrong with
    it as a measure."""
    if script.expected:
        with open(script.expected, "rb") as f:
            return (f.read(), b"", script.exit), []
    problems = []
    expected = native.run(script)
    if expected[1] or expected[2] != script.exit:
        problems.append("native: exit %d, %s" % (
            expected[2], expected[1].decode("utf-8", "replace").strip()))
    if expected[0] == native.run(script, "none")[0]:
        problems.append("native: the same output without any module")
    return expected, problems


def show_difference(script, where, expected, got):
    print("\n%s: %s" % (script.name, where))
    for stream, a, b in (("stdout", expected[0], got[0]),
                         ("stderr", expected[1], got[1])):
        left = a.decode("utf-8", "replace").splitlines()
        right = b.decode("utf-8", "replace").splitlines()
        for n in range(max(len(left), len(right))):
            x = left[n] if n < len(left) else "(end)"
            y = right[n] if n < len(right) else "(end)"
            if x != y:
                print("  %s, line %d\n    expected: %s\n    got:      %s" % (
                    stream, n + 1, x[:200], y[:200]))
                break
    if expected[2] != got[2]:
        print("  exit: expected %d, got %d" % (expected[2], got[2]))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--build", required=True)
    arguments.add_argument("--sources",
                           default=os.path.join(build.ROOT, ".cache", "src"))
    arguments.add_argument("--form", choices=build.FORMS, default="archive")
    arguments.add_argument("--lto", choices=("full", "thin"), nargs="?",
                           const="full", help="all of LLVM bitcode")
    arguments.add_argument("--no-node", action="store_true")
    arguments.add_argument("names", nargs="*", metavar="NAME",
                           help="only these scripts")
    options = arguments.parse_args()

    built = build.Set(
        options.build, options.sources, options.form, options.lto)
    built.run()
    files = make_files(built)
    native = Native(built, files)
    engines = [Wasmtime(built, files)]
    if not options.no_node:
        engines.append(Node(built, files))
    chosen = [script for script in scripts(built)
              if not options.names or script.name in options.names]
    columns = [(way, runner) for way in BOTH for runner in engines]

    def one(script):
        expected, faults = expectation(script, native)
        return expected, faults, [
            runner.run(script, way) if way in script.ways else None
            for way, runner in columns]

    def line(name, about, cells):
        print(("%-11s  %-46s  %s" % (
            name, about, "  ".join("%-9s" % c for c in cells))).rstrip())

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        outcomes = list(pool.map(one, chosen))
    problems, rows = [], []
    counts = {runner.side: [0, 0] for runner in engines}
    for script, (expected, faults, results) in zip(chosen, outcomes):
        problems += ["%s: %s" % (script.name, fault) for fault in faults]
        cells = []
        for (way, runner), got in zip(columns, results):
            if got is None:
                cells.append("-")
                continue
            same = got == expected
            cells.append("same" if same else "different")
            counts[runner.side][0] += same
            counts[runner.side][1] += 1
            if not same:
                where = "%s, %s" % (runner.side, way)
                problems.append("%s: different under %s" % (
                    script.name, where))
                show_difference(script, where, expected, got)
        rows.append((script.name, script.about, cells))

    line("", "", ["files" if n == 0 else "index" if n == len(engines) else ""
                  for n in range(len(columns))])
    line("script", "", [runner.side for _, runner in columns])
    for row in rows:
        line(*row)
    print()
    for runner in engines:
        print("%s: %d of %d runs the same" % (
            runner.side, *counts[runner.side]))
    for problem in problems:
        print("problem: " + problem)
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except build.Failure as failure:
        sys.exit("run: " + str(failure))
