"""Shared modules (dylink.0) that others have made and published, lifted, welded
and, where there is something to compare with, run.

    run.py --build BUILD [--cache DIR] [--fetch] [--no-node] [PART...]

PART is one of those below; without any, all. --fetch gets what is not there of
the packages (packages.py); without it, or if a registry does not have one any
more, what needs it is left out. Exits with 1 if anything is not as it is to be.

    lift      each module becomes a relocatable object
    weld      all modules of a package in one, which an engine finds valid
    grammars  tree-sitter with grammars of npm parses as natively
    python    CPython of a wheel runs under an older C library, with modules of
              C of other wheels, and says what Python on this machine says
    rust      the same with a module of Rust, whose panics are exceptions
    luau      the same with Luau, C++ that throws exceptions
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import time

import packages

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "../../.."))

sys.path.append(os.path.dirname(HERE))
from sqlite.build import Failure, read_cache  # noqa: E402

TIMEOUT = 300

# Modules that cannot be lifted, and why.
REFUSED = {
    "initdb.wasm": "has a memory of its own",
    "pglite.wasm": "has a function table of its own",
    # References to functions of one type: the linker has no such thing.
    "libusd_ms.so": "does not know the value type 0x64",
}
# Programs, with an interface to the system that no C library has.
PROGRAMS = {"tree-sitter.wasm"}
# Packages whose modules cannot be welded, and what is said.
UNWELDABLE = {
    # The others need libusd_ms.so.
    "grill-usd-core": "libusd_ms.so.* does not know the value type 0x64",
}


class Tools:
    def __init__(self, build, cache, node):
        self.build = os.path.realpath(build)
        self.cache = os.path.realpath(cache)
        self.work = os.path.join(self.build, "wheels")
        os.makedirs(self.work, exist_ok=True)
        found = read_cache(self.build)
        wasi = ["--target=wasm32-wasi", "-Wno-deprecated", "--no-wasm-opt",
                "-Wno-unused-command-line-argument",
                "-I" + os.path.join(self.build, "share/dlweld/include"),
                "-fuse-ld=" + os.path.join(self.build, "bin/wasm-ld"),
                "-Wl,--plugin=" + os.path.join(self.build, "lib/dlweld.so")]
        self.cc = [found["DLWELD_TEST_CLANG"], *wasi]
        self.host_cc = found["CMAKE_C_COMPILER"]
        self.objtool = os.path.join(self.build, "test/bin/objtool")
        self.node = [os.environ.get("DLWELD_NODE") or shutil.which("node")
                     or "nodejs", "--no-warnings"] if node else None
        engines = os.path.join(ROOT, "test", "engines")
        self.engines = {"wasmtime": [
            sys.executable, os.path.join(engines, "wasmtime.py")]}
        if node:
            self.engines["node"] = [
                *self.node, os.path.join(engines, "node.mjs")]

    def path(self, name):
        return os.path.join(self.work, name)


def run(command, stdin=None, env=None, cwd=None):
    """Standard output and error together, and the exit code."""
    with open(stdin or os.devnull, "rb") as f:
        try:
            ran = subprocess.run(
                command, stdin=f, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=TIMEOUT, cwd=cwd,
                env={**os.environ, **(env or {})})
        except subprocess.TimeoutExpired:
            return "no end after %d seconds\n" % TIMEOUT, 124
    return ran.stdout.decode("utf-8", "replace"), ran.returncode


def must(command, cwd=None, env=None):
    text, code = run(command, cwd=cwd, env=env)
    if code != 0:
        raise Failure("%s exits with %d:\n%s" % (
            command[0], code, text[-3000:]))
    return text


def soname(path):
    return re.sub(r"(\.cpython-\d+)?(-wasm32-emscripten)?\.(so|wasm)$", "",
                  os.path.basename(path)) + ".so"


# --- Lifting and welding


def lift(tools, modules):
    """What cannot be lifted: path and message."""
    bad = []
    output = tools.path("lifted.o")
    for path in modules:
        text, code = run([tools.objtool, "lift", path, output])
        if code == 0:
            text, code = run([tools.objtool, "check", output])
        if code != 0:
            bad.append((path, text.strip()))
    return bad


def weld(tools, modules, output, *options):
    """The messages of the link, and the seconds it took."""
    config = output + ".conf"
    with open(config, "w", encoding="utf-8") as f:
        for path in modules:
            f.write("dlopen=%s=%s\n" % (soname(path), path))
    start = time.monotonic()
    text, code = run([*tools.cc, os.path.join(HERE, "nothing.c"),
                      "-Wl,--plugin-opt=config=" + config,
                      # Of an interpreter that is not there.
                      "-Wl,--allow-undefined", *options, "-o", output])
    return (text if code != 0 else ""), time.monotonic() - start


VALIDATE = """const bytes = require("fs").readFileSync(process.argv[1]);
try { new WebAssembly.Module(bytes); console.log("valid"); }
catch (error) { console.log(String(error)); }"""


def lift_and_weld(tools, directory, package, parts, problems):
    """A row of the table."""
    modules = packages.modules_of(directory)
    size = sum(os.path.getsize(path) for path in modules)
    row = [package.name, package.version, str(len(modules)),
           "%.1f" % (size / 1e6)]
    if not modules:
        problems.append("%s: no module in it" % package.name)
    refused = []
    if "lift" in parts:
        start = time.monotonic()
        refused = lift(tools, modules)
        spent = time.monotonic() - start
        row += [str(len(modules) - len(refused)), "%.1f" % spent]
        for path, message in refused:
            name = os.path.basename(path)
            print("%s: %s: %s" % (package.name, name, message))
            if name not in REFUSED or REFUSED[name] not in message:
                problems.append("%s: %s cannot be lifted" % (
                    package.name, name))
    if "weld" in parts:
        taken = [path for path in modules
                 if os.path.basename(path) not in REFUSED
                 and os.path.basename(path) not in PROGRAMS]
        output = tools.path(package.folder + ".wasm")
        message, spent = weld(tools, taken, output)
        expected = UNWELDABLE.get(package.name)
        if message:
            print("%s: %s" % (package.name, message.strip()[:500]))
            row += ["no", "%.1f" % spent, "", ""]
            if not expected or not re.search(expected, message):
                problems.append(package.name + " cannot be welded")
        else:
            valid = must([*tools.node, "-e", VALIDATE, output]).strip() \
                if tools.node else "?"
            row += [str(len(taken)), "%.1f" % spent,
                    "%.1f" % (os.path.getsize(output) / 1e6), valid]
            if valid not in ("valid", "?"):
                problems.append("%s: %s" % (package.name, valid))
            if expected:
                problems.append(package.name + " can be welded now")
    return row


# --- Running


def compare(tools, name, expected, module, arguments, problems, stdin=None,
            options=(), engines=None):
    if expected[1] != 0 or len(expected[0]) < 20:
        problems.append("%s, native: exit %d, %s" % (name, *expected[::-1]))
    cells = []
    for engine, command in (engines or tools.engines).items():
        got = run([*command, *options, module, *arguments], stdin)
        cells.append("same" if got == expected else "different")
        if got == expected:
            continue
        problems.append("%s: different under %s" % (name, engine))
        a, b = expected[0].splitlines(), got[0].splitlines()
        for n in range(max(len(a), len(b))):
            x, y = [t[n] if n < len(t) else "(end)" for t in (a, b)]
            if x != y:
                print("%s, %s, line %d (exit %d)\n  expected: %s\n  got: %s" % (
                    name, engine, n + 1, got[1], x[:300], y[:300]))
                break
    print("%-28s %s" % (name, " ".join("%-9s" % c for c in cells)))


# Package: the language and what is parsed.
GRAMMARS = {
    "tree-sitter-bash": ("bash", "tools/bootstrap"),
    "tree-sitter-cpp": ("cpp", "lib/object/lift.c"),
    "tree-sitter-json": ("json", "CMakePresets.json"),
    "tree-sitter-python": ("python", "test/programs/wheels/run.py"),
    "tree-sitter-ruby": ("ruby", "test/programs/wheels/grammars/sample.rb"),
    "tree-sitter-grammars-tree-sitter-yaml":
        ("yaml", "test/programs/wheels/grammars/sample.yaml"),
}


def run_grammars(tools, found, problems):
    """Sources and modules are in the same packages."""
    library = os.path.join(
        found["tree-sitter"], "package", "vendor", "tree-sitter", "lib")
    flags = ["-O1", "-w", "-I" + os.path.join(library, "include"),
             "-I" + os.path.join(library, "src"),
             os.path.join(HERE, "grammars", "main.c"),
             os.path.join(library, "src", "lib.c")]
    folder = tools.path("grammars")
    os.makedirs(folder, exist_ok=True)
    options = []
    for package, (language, _) in GRAMMARS.items():
        source = os.path.join(found[package], "package", "src")
        scanner = os.path.join(source, "scanner.c")
        must([tools.host_cc, "-O1", "-w", "-shared", "-fPIC", "-I" + source,
              os.path.join(source, "parser.c"),
              *([scanner] if os.path.exists(scanner) else []),
              "-o", os.path.join(folder, "tree-sitter-%s.so" % language)])
        options.append("-Wl,--plugin-opt=dlopen=tree-sitter-%s.so=%s" % (
            language, os.path.join(found[package], "package",
                                   "tree-sitter-%s.wasm" % language)))
    native = os.path.join(folder, "native")
    must([tools.host_cc, *flags, "-o", native, "-ldl"])
    module = os.path.join(folder, "grammars.wasm")
    must([*tools.cc, *flags, *options, "-o", module])
    for language, text in GRAMMARS.values():
        arguments = ["tree-sitter-%s.so" % language, language]
        path = os.path.join(ROOT, text)
        expected = run([native, *arguments], path,
                       {"LD_LIBRARY_PATH": folder})
        compare(tools, "tree-sitter, " + language, expected, module,
                arguments, problems, path)
    run_collections(tools, found, [*tools.cc, *flags], folder, problems)


# Grammars of many languages without their sources: package and directory.
COLLECTIONS = {"tree-sitter-wasms": "out", "vscode-tree-sitter-wasm": "wasm"}
SAMPLES = {"bash": "tools/bootstrap", "cpp": "lib/object/lift.c",
           "python": "test/programs/wheels/run.py",
           "javascript": "test/engines/node.mjs"}


def run_collections(tools, found, compile, folder, problems):
    """All of them in one program; what one parses has no errors in it."""
    config = os.path.join(folder, "collections.conf")
    there = [package for package in COLLECTIONS if package in found]
    if not there:
        print("left out: many grammars, for lack of any")
        return
    with open(config, "w", encoding="utf-8") as f:
        for package in there:
            top = os.path.join(found[package], "package",
                               COLLECTIONS[package])
            for path in packages.modules_of(top):
                if os.path.basename(path) not in PROGRAMS:
                    f.write("dlopen=%s/%s=%s\n" % (
                        package, soname(path), path))
    module = os.path.join(folder, "collections.wasm")
    must([*compile, "-Wl,--plugin-opt=config=" + config, "-lc++", "-lc++abi",
          "-o", module])
    for language, text in SAMPLES.items():
        path = os.path.join(ROOT, text)
        arguments = []
        for package in there:
            arguments += ["%s/tree-sitter-%s.so" % (package, language),
                          language]
        cells = []
        for engine, command in tools.engines.items():
            got, code = run([*command, module, *arguments], path)
            right = code == 0 and got.count(
                "%d bytes, errors: 0\n" % os.path.getsize(path)) == len(there)
            cells.append("right" if right else "wrong")
            if not right:
                problems.append("%s of %s, %s: %s" % (
                    language, " and ".join(there), engine, got[:300]))
        print("%-28s %s" % ("many grammars, " + language,
                            " ".join("%-9s" % c for c in cells)))


def find(directory, name):
    for path in packages.walk(directory):
        if os.path.basename(path) == name:
            return path
    raise Failure("%s: no %s" % (directory, name))


# Package: the module of C or Rust in it, as Python names it.
EXTENSIONS = {"simplejson": "simplejson/_speedups",
              "msgpack": "msgpack/_cmsgpack"}
RUST = {"pydantic-core": "pydantic_core/_pydantic_core"}
PYTHON_NEEDS = ["componentize-py", "tornado", *EXTENSIONS,
                *[name + "-native" for name in EXTENSIONS]]
LUAU = {"luau-wasm": "luau_wasm/_luau"}
RUST_NEEDS = [*RUST, *[name + "-native" for name in RUST],
              "typing-extensions-native"]


def build_extension(tools, source, folder, wasi):
    """Tornado's module of C, by its own setup.py: the directory with it."""
    into = os.path.join(folder, "wasi" if wasi else "native")
    shutil.copytree(source, into)
    env = {"TORNADO_EXTENSION": "1"}  # no leaving it out on errors
    if wasi:
        # Python's headers, but for what a configure of WASI's would say.
        headers = os.path.join(folder, "include")
        shutil.copytree(sysconfig.get_path("include"), headers)
        shutil.copy(os.path.join(HERE, "python", "pyconfig.h"), headers)
        config = os.path.join(folder, "clang.cfg")
        with open(config, "w", encoding="utf-8") as f:
            f.write("\n".join(tools.cc[1:]) + "\n")
        cc = shlex.join([tools.cc[0], "--config=" + config])
        env.update(CC=cc, LDSHARED=cc + " -shared", CFLAGS="-I" + headers)
    must([sys.executable, "setup.py", "-q", "build_ext", "--inplace"],
         into, env)
    return into


class Interpreter:
    """CPython as a library, modules for it, and where its files are."""

    def __init__(self, tools, found, name):
        self.tools = tools
        self.found = found
        self.folder = tools.path(name)
        self.site = os.path.join(self.folder, "site")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.site)
        wheel = found["componentize-py"]
        self.library = os.path.dirname(find(wheel, "os.py"))
        self.needed = ["libpython3.14.so"]  # by modules
        self.native = []  # where Python on this machine has the same modules
        self.options = [
            "dlopen=" + os.path.join(wheel, "modules", library)
            for library in ("libpython3.14.so", "libwasi-emulated-signal.so",
                            "libwasi-emulated-getpid.so",
                            "libwasi-emulated-process-clocks.so")]

    def add_package(self, package, extension=None):
        """A wheel, and the module in it that is not of Python."""
        if package + "-native" in self.found:
            self.native.append(self.found[package + "-native"])
        source = self.found[package if extension else package + "-native"]
        shutil.copytree(source, self.site, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("*.so", ".unpacked"))
        if extension:
            module, = packages.modules_of(source)
            self.add_module(extension + ".so", module)

    def add_emscripten(self):
        """A library for what is of emscripten's: its soname."""
        output = os.path.join(self.folder, "emscripten.o")
        must([*self.tools.cc, "-O1", "-c",
              os.path.join(HERE, "python", "emscripten.c"), "-o", output])
        self.options.append("dlopen=emscripten.so=" + output)
        self.needed.insert(0, "emscripten.so")

    def add_module(self, soname, path):
        # The interpreter looks for a file, and dlopen for its name.
        file = os.path.join(self.site, soname)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        open(file, "w").close()
        self.options += ["dlopen=%s=%s" % (soname, path), *[
            "needed=%s=%s" % (soname, name) for name in self.needed]]

    def link(self, *inputs):
        config = os.path.join(self.folder, "weld.conf")
        with open(config, "w", encoding="utf-8") as f:
            f.write("\n".join(self.options) + "\n")
        self.module = os.path.join(self.folder, "python.wasm")
        must([*self.tools.cc, "-O1", "-w",
              os.path.join(HERE, "python", "main.c"),
              os.path.join(HERE, "python", "absent.c"), *inputs,
              "-Wl,--plugin-opt=config=" + config,
              "-Wl,-z,stack-size=8388608", "-o", self.module])

    def compare(self, script, problems, engines):
        settings = ["--dir", self.library + "::/lib",
                    "--dir", self.site + "::/site"]
        for name, value in {"PYTHONHOME": "/", "PYTHONPATH": "/lib:/site",
                            "PYTHONDONTWRITEBYTECODE": "1"}.items():
            settings += ["--env", name + "=" + value]
        path = os.path.join(HERE, "python", script + ".py")
        text = os.path.join(HERE, "python", script + ".txt")
        if os.path.exists(text):
            with open(text, encoding="utf-8") as f:
                expected = f.read(), 0
        else:
            expected = run([sys.executable, "-"], path, {
                "PYTHONPATH": os.pathsep.join(self.native)})
        compare(self.tools, "Python, " + script, expected, self.module, ["-"],
                problems, path, settings, engines)


def run_python(tools, found, problems):
    python = Interpreter(tools, found, "python")
    for package, extension in EXTENSIONS.items():
        python.add_package(package, extension)
    scripts = ["standard", "modules"]
    if os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")):
        scripts.append("built")
        source = os.path.dirname(find(found["tornado"], "setup.py"))
        python.native.append(
            build_extension(tools, source, python.folder, False))
        built = os.path.join(
            build_extension(tools, source, python.folder, True), "tornado")
        python.add_module("tornado/speedups.abi3.so",
                          os.path.join(built, "speedups.abi3.so"))
        shutil.copy(os.path.join(built, "__init__.py"),
                    os.path.join(python.site, "tornado"))
    else:
        print("left out: Python, built, for lack of Python's headers")
    python.link()
    for script in scripts:
        python.compare(script, problems, tools.engines)


def compile_legacy(tools, python, source, *flags):
    """With exceptions in the older encoding, which node has: an object."""
    output = os.path.join(
        python.folder, os.path.basename(source) + ".o")
    must([*tools.cc, "-O1", "-w", *flags, "-mllvm", "-wasm-use-legacy-eh=true",
          "-c", source, "-o", output])
    return output


def only_node(tools):
    return {"node": tools.engines["node"]}


def run_rust(tools, found, problems):
    python = Interpreter(tools, found, "rust")
    python.add_package("typing-extensions")
    python.add_emscripten()
    for package, extension in RUST.items():
        python.add_package(package, extension)
    python.link(compile_legacy(
        tools, python, os.path.join(HERE, "python", "unwind.c"),
        "-fwasm-exceptions"))
    python.compare("rust", problems, only_node(tools))


def run_luau(tools, found, problems):
    """C++ with exceptions; they and the C++ library are the program's."""
    python = Interpreter(tools, found, "luau")
    python.add_emscripten()
    for package, extension in LUAU.items():
        python.add_package(package, extension)
    inputs = os.path.join(ROOT, "test", "conformance", "Inputs")
    python.link(
        compile_legacy(tools, python, os.path.join(inputs, "exceptions.cpp"),
                       "-fwasm-exceptions"),
        compile_legacy(tools, python, os.path.join(inputs, "setjmp.c"),
                       "-I" + os.path.join(inputs, "setjmp"),
                       "-mllvm", "-wasm-enable-sjlj"),
        "-lc++", "-lc++abi")
    python.compare("luau", problems, only_node(tools))


# --- All


PARTS = ("lift", "weld", "grammars", "python", "rust", "luau")


def fetch_all(options):
    """Directories by package, and what could not be had. Native packages are
    under their names with -native."""
    found, missing = {}, []
    for package in packages.PACKAGES:
        key = packages.key(package)
        try:
            found[key] = packages.fetch(package, options.cache, options.fetch)
        except packages.Missing as reason:
            missing.append(str(reason))
    return found, missing


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--build", required=True)
    arguments.add_argument("--cache",
                           default=os.path.join(ROOT, ".cache", "wheels"))
    arguments.add_argument("--fetch", action="store_true")
    arguments.add_argument("--no-node", action="store_true")
    arguments.add_argument("parts", nargs="*", metavar="PART")
    options = arguments.parse_args()
    parts = options.parts or PARTS
    for part in parts:
        if part not in PARTS:
            raise Failure("there is no part '%s', but %s" % (
                part, ", ".join(PARTS)))
    tools = Tools(options.build, options.cache, not options.no_node)
    found, missing = fetch_all(options)
    for reason in missing:
        print("left out: " + reason)
    problems = []
    if "lift" in parts or "weld" in parts:
        rows = [["package", "version", "modules", "MB"]
                + (["lifted", "s"] if "lift" in parts else [])
                + (["welded", "s", "MB", "module"] if "weld" in parts else [])]
        for package in packages.PACKAGES:
            if package.modules and packages.key(package) in found:
                rows.append(lift_and_weld(
                    tools, found[packages.key(package)], package, parts,
                    problems))
        widths = [max(len(row[i]) for row in rows if i < len(row))
                  for i in range(len(rows[0]))]
        for row in rows:
            print("  ".join(cell.ljust(width) for cell, width in
                            zip(row, widths)).rstrip())
    for part, action, needed in (
            ("grammars", run_grammars, ["tree-sitter", *GRAMMARS]),
            ("python", run_python, PYTHON_NEEDS),
            ("rust", run_rust, ["componentize-py", *RUST_NEEDS]),
            ("luau", run_luau, ["componentize-py", *LUAU])):
        if part not in parts or action in (run_rust, run_luau) and (
                not tools.node):
            continue
        lacking = [name for name in needed if name not in found]
        if lacking:
            print("left out: %s, for lack of %s" % (part, ", ".join(lacking)))
        else:
            action(tools, found, problems)
    for problem in problems:
        print("problem: " + problem)
    print("%d packages, %d left out, %d problems" % (
        len(found), len(missing), len(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit("run: " + str(failure))
