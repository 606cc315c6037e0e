"""Real projects whose own build systems make weldable shared libraries.

    run.py --build BUILD [--lto[=thin]] [--sources DIR] [--no-node] [NAME...]

Each is built twice by the same steps: for this machine, and for WASI with the
flags that dlweld has, given as its build system wants them. Then a program that
opens the library by dlopen, and the same program linked with -lNAME, print what
they print on this machine. With --lto everything for WASI is compiled with -flto,
and the first program is also welded with the static archive, where the project
makes one. Exits with 1 if anything differs.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "../../.."))

sys.path.append(os.path.dirname(HERE))
from sqlite.build import Failure, read_cache  # noqa: E402

PROGRAMS = os.path.join(HERE, "programs")
TIMEOUT = 120


class Side:
    """This machine or WASI: what a build is told of it."""

    def __init__(self, name, cc, tools, lto=()):
        self.name = name
        self.cc = cc  # words
        self.tools = tools  # ar, ranlib, nm
        self.lto = lto  # what CFLAGS have of it

    @property
    def wasi(self):
        return self.name == "wasi"


# --- Projects. A recipe gets a directory of its own with a copy of the source
# in `source`, and makes the libraries there.


def run(command, cwd, env=None):
    done = subprocess.run(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace",
        env={**os.environ, "LC_ALL": "C", **(env or {})})
    if done.returncode != 0:
        raise Failure("%s\nin %s exits with %d:\n%s" % (
            shlex.join(command), cwd, done.returncode, done.stdout[-4000:]))
    return done.stdout


def variables(side):
    ar, ranlib, nm = side.tools
    return {"CC": shlex.join(side.cc), "CFLAGS": " ".join(["-O2", *side.lto]), "AR": ar,
            "RANLIB": ranlib, "NM": nm}


def build_zlib(side, source, into):
    """configure, by hand: builds where it is configured."""
    env = variables(side)
    run(["./configure", "--shared"], source, env)
    run(["make", "-j2", "libz.so.1.2.13", *["libz.a"] * bool(side.lto)],
        source, env)
    return source


def build_jansson(side, source, into):
    """configure of autoconf, automake and libtool."""
    run(["autoreconf", "-fi"], source)
    env = variables(side)
    # libtool knows shared libraries of this system, but not of WASI.
    host = ["--host=wasm32-unknown-linux-gnu"] if side.wasi else []
    static = [] if side.lto else ["--disable-static"]
    run([os.path.join(source, "configure"), *static, *host]
        + ["%s=%s" % (name, env[name]) for name in sorted(env)], into)
    run(["make", "-j2", "-C", "src"], into)
    return os.path.join(into, "src", ".libs")


def build_cjson(side, source, into):
    """CMake; two libraries, one of which needs the other."""
    command = ["cmake", "-S", source, "-B", into, "-G", "Ninja",
               "-DCMAKE_BUILD_TYPE=Release", "-DENABLE_CJSON_TEST=Off",
               "-DENABLE_CJSON_UTILS=On",
               # -fstack-protector, which needs a newer C library of WASI.
               "-DENABLE_CUSTOM_COMPILER_FLAGS=Off"]
    if side.wasi:
        command += ["--toolchain", os.path.join(HERE, "cmake", "wasi.cmake"),
                    "-DDLWELD_CONFIG=" + side.config]
    if side.lto:
        command.append("-DCMAKE_C_FLAGS=" + " ".join(
            ["--config=" + side.config, *side.lto]))
    run(command, into)
    run(["ninja"], into)
    return into


def build_lz4(side, source, into):
    """meson."""
    command = ["meson", "setup", into,
               os.path.join(source, "contrib", "meson"),
               "-Ddefault_library=" + ("both" if side.lto else "shared"),
               "--buildtype=release", *["-Dc_args=" + f for f in side.lto]]
    if side.wasi:
        constants = os.path.join(os.path.dirname(into), "constants.ini")
        with open(constants, "w", encoding="utf-8") as f:
            f.write("[constants]\nconfig = '%s'\n" % side.config)
        command += ["--cross-file", constants,
                    "--cross-file", os.path.join(HERE, "wasi.ini")]
    run(command, source)
    run(["ninja"], into)
    return os.path.join(into, "meson", "lib")


class Project:
    def __init__(self, name, recipe, library, direct, include, tools,
                 archive=None):
        self.name = name
        self.recipe = recipe
        self.library = library  # as the recipe makes it
        self.archive = archive  # the same, where there is one
        self.direct = direct  # names for -l
        self.include = include  # directory of the source with headers
        self.tools = tools  # programs that must be there

    def missing(self, sources):
        return [tool for tool in self.tools if not shutil.which(tool)] + [
            "source package " + self.name
            for path in [os.path.join(sources, self.name)]
            if not os.path.exists(os.path.join(path, ".unpacked"))]


PROJECTS = [
    Project("zlib", build_zlib, "libz.so", ["z"], ".", ["make"], "libz.a"),
    Project("jansson", build_jansson, "libjansson.so", ["jansson"],
            "src", ["make", "autoreconf", "libtoolize"], "libjansson.a"),
    Project("cjson", build_cjson, "libcjson_utils.so",
            ["cjson_utils", "cjson"], ".", ["cmake", "ninja"]),
    Project("lz4", build_lz4, "liblz4.so", ["lz4"], "lib",
            ["meson", "ninja"], "liblz4.a"),
]


# How a program has its library.
WAYS = ("dlopen", "-l", "archive")


# --- Building


class Set:
    def __init__(self, build, sources, lto=None):
        self.build = os.path.realpath(build)
        self.sources = os.path.realpath(sources)
        self.work = os.path.join(
            self.build, "projects-" + lto if lto else "projects")
        cache = read_cache(self.build)
        os.makedirs(self.work, exist_ok=True)
        clang = cache["DLWELD_TEST_CLANG"]
        self.native = Side("native", [cache["CMAKE_C_COMPILER"]],
                           ("ar", "ranlib", "nm"))
        self.wasi = Side("wasi", [clang, "--config=" + self.write_config()],
                         ("llvm-ar-22", "llvm-ranlib-22", "llvm-nm-22"),
                         ["-flto=" + lto] if lto else [])
        self.wasi.config = os.path.join(self.work, "dlweld.cfg")

    def write_config(self):
        """All flags in a file for clang: no build system drops one of them or
        says that one is of no use."""
        path = os.path.join(self.work, "dlweld.cfg")
        flags = run([os.path.join(self.build, "bin/dlweld"), "config"], "/")
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(["--target=wasm32-wasi", "-Wno-deprecated",
                               "--no-wasm-opt", *flags.split()]) + "\n")
        return path

    def make(self, project, side):
        """The project's libraries: the directory they are in, and the headers'
        directory. Built afresh, as a build system's state may be anything."""
        top = os.path.join(self.work, project.name, side.name)
        shutil.rmtree(top, ignore_errors=True)
        source, into = os.path.join(top, "source"), os.path.join(top, "build")
        shutil.copytree(os.path.join(self.sources, project.name), source,
                        symlinks=True)
        os.makedirs(into)
        directory = project.recipe(side, source, into)
        library = os.path.join(directory, project.library)
        if not os.path.exists(library):
            raise Failure("%s: no %s" % (project.name, library))
        # Headers may be generated, and then they are found first.
        return directory, [os.path.join(into, project.include), into,
                           os.path.join(source, project.include)]

    def link(self, project, side, directory, includes, way):
        """A program that uses the library, linked in one of WAYS."""
        output = os.path.join(self.work, project.name, "%s-%s%s" % (
            side.name, way, ".wasm" if side.wasi else ""))
        source = os.path.join(PROGRAMS, project.name + ".c")
        command = side.cc + [
            "-O1", *side.lto, *["-I" + i for i in includes], source]
        library = os.path.join(directory, project.library)
        if way == "archive":
            with open(source, encoding="utf-8") as f:
                soname = re.search(r'open_library\("(.*?)"', f.read())[1]
            command.append("-Wl,--plugin-opt=dlopen=%s=%s" % (
                soname, os.path.join(directory, project.archive)))
        elif way == "-l":
            command += ["-DDIRECT", "-L" + directory,
                        *["-l" + name for name in project.direct]]
        elif side.wasi:
            command.append("-Wl,--plugin-opt=dlopen=" + library)
        else:
            command.append("-ldl")
        run(command + ["-o", output], directory)
        return output


# --- Running


def outcome(command, env=None):
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=TIMEOUT,
            env={**os.environ, **(env or {})})
    except subprocess.TimeoutExpired:
        return "no end after %d seconds" % TIMEOUT
    return "%s(exit %d)\n" % (
        done.stdout.decode("utf-8", "replace"), done.returncode)


def engines(node):
    directory = os.path.join(ROOT, "test", "engines")
    found = {"wasmtime": [sys.executable,
                          os.path.join(directory, "wasmtime.py")]}
    if node:
        program = os.environ.get("DLWELD_NODE") or shutil.which("node")
        found["node"] = [program or "nodejs", "--no-warnings",
                         os.path.join(directory, "node.mjs")]
    return found


def compare(built, project, runners):
    """A line of the table: how each way of linking runs under each engine."""
    native, includes = built.make(project, built.native)
    paths = {"LD_LIBRARY_PATH": native}
    expected = {way: outcome([built.link(project, built.native, native,
                                         includes, way)], paths)
                for way in ("dlopen", "-l")}
    expected["archive"] = expected["dlopen"]
    for text in expected.values():
        if not text.endswith("(exit 0)\n") or text.count("\n") < 5:
            raise Failure("%s, native: %s" % (project.name, text))
    directory, includes = built.make(project, built.wasi)
    cells = []
    for way in WAYS if built.wasi.lto and project.archive else WAYS[:2]:
        module = built.link(project, built.wasi, directory, includes, way)
        for name, command in runners.items():
            got = outcome([*command, module])
            cells.append("same" if got == expected[way] else "different")
            if cells[-1] != "same":
                print("%s, %s: expected\n%s\ngot\n%s" % (
                    project.name, name, expected[way], got))
    return cells


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--build", required=True)
    arguments.add_argument("--sources",
                           default=os.path.join(ROOT, ".cache", "src"))
    arguments.add_argument("--lto", choices=("full", "thin"), nargs="?",
                           const="full")
    arguments.add_argument("--no-node", action="store_true")
    arguments.add_argument("names", nargs="*", metavar="NAME",
                           help="only these projects")
    options = arguments.parse_args()
    built = Set(options.build, options.sources, options.lto)
    runners = engines(not options.no_node)
    known = {project.name: project for project in PROJECTS}
    for name in options.names:
        if name not in known:
            raise Failure("there is no project '%s', but %s" % (
                name, ", ".join(known)))
    rows, bad, left_out = [], 0, 0
    for name in options.names or known:
        missing = known[name].missing(options.sources)
        if missing:
            left_out += 1
            rows.append((name, ["not there: " + ", ".join(missing)]))
            continue
        try:
            cells = compare(built, known[name], runners)
            bad += cells.count("different")
        except Failure as failure:
            print(failure)
            cells = ["failed"]
            bad += 1
        rows.append((name, cells))

    def line(name, cells):
        print(("%-10s  %s" % (
            name, "  ".join("%-9s" % c for c in cells))).rstrip())

    ways = WAYS if options.lto else WAYS[:2]
    line("", [cell for way in ways
              for cell in (way, *[""] * (len(runners) - 1))])
    line("project", [*runners] * len(ways))
    for row in rows:
        line(*row)
    print("%d projects, %d left out, %d problems" % (
        len(rows), left_out, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit("run: " + str(failure))
