"""Runs one conformance case in all worlds and compares what they print.

    conform.py [--native] [options] CASE.test DIRECTORY

A case is a folder of sources and a case.test, whose lines `key: value` say what
is built (Case below has the keys). It is built and run in DIRECTORY, once a
world:

    glibc      real shared objects, this machine's compiler: the reference
    musl       the same with musl-gcc; C only
    wasmtime, node
               one module, welded from the same sources
    wasm64     the same without a C library, under those of the engines that run
               it; where asked for

With `threads: yes` the module has no C library, but shared memory and threads.

Standard output and exit code have to be the same everywhere, but for what the
case says is different. --native leaves the welded worlds out.
"""

import argparse
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INCLUDE = os.path.join(HERE, "include")
INPUTS = os.path.join(HERE, "Inputs")
LIMIT = 60  # seconds for any one command

# What Debian's WASI libraries lack and a case can have (`runtime: exceptions`):
# flags of everything welded, and a source file of the program.
RUNTIMES = {
    "exceptions": (["-fwasm-exceptions"], "exceptions.cpp"),
    "setjmp": (["-mllvm", "-wasm-enable-sjlj",
                "-I" + os.path.join(INPUTS, "setjmp")], "setjmp.c"),
    "thread-local": ([], "thread-local.c"),
}


class Failure(Exception):
    """The case failed; the text says where and how."""


# --- The case.


class Library:
    """lib SONAME: SOURCE... [WORD...]"""

    def __init__(self, soname, words):
        self.soname = soname
        self.sources, self.needs, self.aliases = [], [], []
        self.exports, self.cflags, self.ldflags = [], [], []
        self.startup = self.unload = self.bind_program = False
        for word in words:
            key, equals, value = word.partition("=")
            if word in ("startup", "unload"):
                setattr(self, word, True)
            elif word == "bind=program":
                self.bind_program = True
            elif equals and key in ("needs", "alias", "export"):
                to = {"needs": self.needs, "alias": self.aliases}
                to.get(key, self.exports).extend(value.split(","))
            elif equals and key in ("cflags", "ldflags"):  # ldflags: native
                getattr(self, key).extend(value.split())
            elif not equals and re.fullmatch(r"[\w./-]+\.(c|cpp)", word):
                self.sources.append(word)
            else:
                raise Failure("lib %s: what is %r?" % (soname, word))


class Case:
    # Keys that may be given once, and more than once.
    ONCE = {"about", "program", "cflags", "rdynamic", "export", "native",
            "wasi", "args", "exit", "musl", "engines", "wasm64", "runtime",
            "threads"}
    MANY = {"man", "weld", "differs"}

    def __init__(self, path):
        self.path = path
        self.folder = os.path.dirname(os.path.realpath(path))
        self.name = os.path.basename(self.folder)
        self.libraries, self.values = [], {}
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                self.line("%s:%d" % (path, number), line.strip())
        if "about" not in self.values:
            raise Failure("%s: no `about:`" % path)
        sonames = [library.soname for library in self.libraries]
        for library in self.libraries:
            for name in library.needs:
                if name not in sonames:
                    raise Failure("%s: no library %s" % (path, name))
        self.program = self.words("program") or ["main.c"]
        sources = self.program + sum((x.sources for x in self.libraries), [])
        self.cxx = any(source.endswith(".cpp") for source in sources)
        self.exit = int(self.values.get("exit", "0"))
        self.musl, _, reason = self.values.get("musl", "agrees").partition(" ")
        if self.musl not in ("agrees", "differs", "follow", "no"):
            raise Failure("%s: musl: differs, follow or no" % path)
        if self.musl != "agrees" and not reason:
            raise Failure("%s: musl: the reason is missing" % path)
        self.engines = self.words("engines")[:1]
        if self.engines not in ([], ["node"], ["wasmtime"]):
            raise Failure("%s: engines: node REASON" % path)
        self.runtimes = self.words("runtime")
        for name in self.runtimes:
            if name not in RUNTIMES:
                raise Failure("%s: runtime: what is %r?" % (path, name))

    def line(self, where, line):
        if not line or line.startswith(("#", "RUN:", "REQUIRES:")):
            return
        match = re.fullmatch(r"(\w+)(?: (\S+))?:\s*(.*)", line)
        if not match:
            raise Failure("%s: not `key: value`" % where)
        key, name, value = match.groups()
        if key == "lib" and name:
            self.libraries.append(Library(name, shlex.split(value)))
        elif key in self.MANY and not name:
            self.values.setdefault(key, []).append(value)
        elif key in self.ONCE and not name:
            if key in self.values:
                raise Failure("%s: `%s:` a second time" % (where, key))
            self.values[key] = value
        else:
            raise Failure("%s: no such key: %s" % (where, line))

    def words(self, key):
        """The value as words; $CASE and $INPUTS are folders."""
        text = self.values.get(key, "")
        text = text.replace("$CASE", self.folder).replace("$INPUTS", INPUTS)
        return shlex.split(text)

    def yes(self, key):
        value = self.values.get(key, "no").split()[0]
        if value not in ("yes", "no"):
            raise Failure("%s: %s: yes or no" % (self.path, key))
        return value == "yes"


def link_only(word):
    return word.startswith(("-Wl,", "-l", "-L")) or word.endswith(
        (".c", ".cpp", ".o", ".a", ".so")
    )


# --- Worlds.


class World:
    """One way to build and run a case. `extra`: the case's own flags."""

    def __init__(self, case, directory, extra):
        self.case, self.directory = case, directory
        self.compile_flags = [x for x in extra if not link_only(x)]
        self.link_flags = extra
        self.objects = {}
        os.makedirs(directory)

    def command(self, words):
        """Runs a tool; it has to succeed."""
        result = subprocess.run(
            words, cwd=self.directory, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT,
        )
        if result.returncode != 0:
            raise Failure("%s: %s\n%s" % (
                self.name, shlex.join(words),
                result.stdout.decode("utf-8", "replace")))

    def compile(self, sources, flags=()):
        """Objects of these sources, each made once for the same flags."""
        result = []
        for source in sources:
            key = (source, tuple(flags))
            if key not in self.objects:
                path = os.path.join(self.case.folder, source)
                if not os.path.exists(path):
                    raise Failure("%s: no such file" % path)
                output = "%d-%s.o" % (
                    len(self.objects), os.path.basename(source))
                standard = [] if source.endswith(".cpp") else ["-std=gnu17"]
                self.command(
                    self.compiler(source.endswith(".cpp"))
                    + ["-D_GNU_SOURCE", "-I" + INCLUDE]
                    + standard + self.case.words("cflags")
                    + self.compile_flags + list(flags)
                    + ["-c", path, "-o", output])
                self.objects[key] = output
            result.append(self.objects[key])
        return result

    def output(self, command, env=None):
        """Runs the program: (what it printed, exit code, standard error)."""
        try:
            result = subprocess.run(
                command + self.case.words("args"), cwd=self.directory,
                env=dict(os.environ, **(env or {})), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT)
        except subprocess.TimeoutExpired as timeout:
            return timeout.stdout or b"", "still running", b""
        return result.stdout, result.returncode, result.stderr


class Native(World):
    def __init__(self, name, tools, case, directory):
        self.name, self.tools = name, tools
        super().__init__(case, directory, case.words("native"))

    def compiler(self, cxx):
        # PIC for the program, too: else it would have copies of libraries' data.
        return [self.tools["cxx" if cxx else self.name], "-fPIC", "-w"]

    def library(self, library, needs):
        # A library for dlopen means its own definitions first, as when linked
        # with -Bsymbolic; but that would change what its RTLD_DEFAULT finds.
        own = not library.bind_program and not library.startup
        visibility = "-fvisibility=" + ("protected" if own else "default")
        path = os.path.join(self.directory, library.soname)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        flags = ["-shared", "-Wl,-soname," + library.soname]
        if not library.unload:
            flags.append("-Wl,-z,nodelete")
        if library.exports:
            script = path + ".map"
            with open(script, "w", encoding="utf-8") as file:
                file.write("{ global: %s; local: *; };\n"
                           % "; ".join(library.exports))
            flags.append("-Wl,--version-script=" + script)
        self.command(
            self.compiler(self.case.cxx) + flags
            + self.compile(library.sources, [visibility] + library.cflags)
            + ["-Wl,--no-as-needed"] + needs + library.ldflags
            + ["-Wl,-rpath-link," + self.directory, "-o", path])
        for alias in library.aliases:
            link = os.path.join(self.directory, alias)
            os.makedirs(os.path.dirname(link), exist_ok=True)
            os.symlink(os.path.relpath(path, os.path.dirname(link)), link)

    def build(self):
        # Dependencies first. In a cycle some library is needed before it can be
        # linked: then it is made without dependencies first, which is enough to
        # link with.
        sonames = {x.soname: x for x in self.case.libraries}
        state = {}

        def visit(library):
            if state.get(library.soname) == "begun":
                if not os.path.exists(
                        os.path.join(self.directory, library.soname)):
                    self.library(library, [])
                    for alias in library.aliases:
                        os.unlink(os.path.join(self.directory, alias))
            if library.soname in state:
                return
            state[library.soname] = "begun"
            for name in library.needs:
                visit(sonames[name])
            self.library(library, library.needs)
            state[library.soname] = "done"

        for library in self.case.libraries:
            visit(library)
        flags = ["-pie", "-Wl,-rpath-link," + self.directory,
                 "-Wl,--allow-shlib-undefined", "-Wl,--no-as-needed"]
        if self.case.yes("rdynamic"):
            flags.append("-rdynamic")
        for name in self.case.words("export"):
            flags.append("-Wl,--export-dynamic-symbol=" + name)
        self.command(
            self.compiler(self.case.cxx) + flags
            + self.compile(self.case.program)
            + [x.soname for x in self.case.libraries if x.startup]
            + self.link_flags + ["-o", "program"])

    def run(self, engine):
        return self.output(["./program"], {"LD_LIBRARY_PATH": self.directory})


class Welded(World):
    name = "welded"
    target = ["--target=wasm32-wasi", "-Wno-deprecated"]

    def __init__(self, tools, case, directory, legacy=None):
        self.tools = tools
        self.share = os.path.join(tools["build"], "share/dlweld/include")
        extra = case.words("wasi")
        for name in case.runtimes:
            extra += RUNTIMES[name][0]
        if legacy is not None:
            extra += ["-mllvm", "-wasm-use-legacy-eh=" + legacy]
        super().__init__(case, directory, extra)

    def compiler(self, cxx):
        flags = ["-w", "-I" + self.share, "-fvisibility=default"]
        if cxx and "exceptions" not in self.case.runtimes:
            flags.append("-fno-exceptions")
        return [self.tools["clangxx" if cxx else "clang"]] + self.target + flags

    def start(self):
        # Before it crt1.o of WASI.
        return self.compile([os.path.join(INPUTS, RUNTIMES[name][1])
                             for name in self.case.runtimes])

    def build(self):
        build = self.tools["build"]
        options = list(self.case.values.get("weld", []))
        for library in self.case.libraries:
            soname = library.soname
            archive = soname.replace("/", "-") + ".a"
            objects = self.compile(library.sources, library.cflags)
            self.command([self.tools["ar"], "rcs", archive] + objects)
            options.append("%s=%s=%s" % (
                "startup" if library.startup else "dlopen", soname, archive))
            options += ["needed=%s=%s" % (soname, x) for x in library.needs]
            options += ["alias=%s=%s" % (soname, x) for x in library.aliases]
            options += ["export=%s=%s" % (soname, x) for x in library.exports]
            if library.unload:
                options.append("unload=%s=yes" % soname)
            if library.bind_program:
                options.append("bind=%s=program" % soname)
        with open(os.path.join(self.directory, "weld"), "w",
                  encoding="utf-8") as file:
            file.write("".join(option + "\n" for option in options))
        flags = ["--no-wasm-opt",
                 "-fuse-ld=" + os.path.join(build, "bin/wasm-ld"),
                 "-Wl,--plugin=" + os.path.join(build, "lib/dlweld.so"),
                 "-Wl,--plugin-opt=config=weld"]
        if self.case.yes("rdynamic"):
            flags.append("-Wl,--export-dynamic")
        flags += ["-Wl,--export=" + x for x in self.case.words("export")]
        self.command(
            self.compiler(self.case.cxx) + flags + self.start()
            + self.compile(self.case.program)
            + self.link_flags + ["-o", "program.wasm"])

    def run(self, engine):
        script = {"wasmtime": "test/engines/wasmtime.py",
                  "node": "test/engines/node.mjs"}[engine]
        return self.output(
            [self.tools["python" if engine == "wasmtime" else "node"],
             os.path.join(ROOT, script), "program.wasm"])


class Welded64(Welded):
    name = "wasm64"
    target = ["--target=wasm64-unknown-unknown", "-nostdlib", "-ffreestanding",
              "-DCONFORM_FREESTANDING", "-Wno-unused-command-line-argument"]

    def start(self):
        return ["-Wl,--no-entry"] + self.compile(
            [os.path.join(INPUTS, "freestanding.c")])

    def run(self, engine):
        tool, script = {"wasmtime": ("python", "freestanding.py"),
                        "node": ("node", "freestanding.mjs")}[engine]
        return self.output(
            [self.tools[tool]] + self.tools[engine + "64"]
            + [os.path.join(INPUTS, script), "program.wasm"])


class WeldedThreads(Welded):
    """With threads and shared memory, and so without a C library: Debian's has
    no threads."""

    name = "threads"
    target = ["--target=wasm32-unknown-unknown", "-nostdlib", "-ffreestanding",
              "-matomics", "-mbulk-memory", "-pthread",
              "-DCONFORM_FREESTANDING", "-Wno-unused-command-line-argument"]

    def start(self):
        return ["-Wl,--no-entry,--shared-memory,--max-memory=4194304",
                "-Wl,--import-memory,--export=__stack_pointer",
                "-Wl,--export=__wasm_init_tls"] + self.compile(
                    [os.path.join(INPUTS, "freestanding.c"),
                     os.path.join(INPUTS, "threads.c")])

    def run(self, engine):
        tool, script = {"wasmtime": ("python", "threads.py"),
                        "node": ("node", "threads.mjs")}[engine]
        return self.output([
            self.tools[tool], os.path.join(INPUTS, script), "program.wasm"])


# --- Comparing.


def text(result):
    """Output and exit code as lines."""
    lines = result[0].decode("utf-8", "replace").splitlines()
    return lines + ["[exit code: %s]" % result[1]]


def difference(left_name, left, right_name, right):
    return "\n".join(difflib.unified_diff(
        left, right, left_name, right_name, lineterm="", n=5))


def expect(case, name, result, wanted_name, wanted, agree=True):
    got = text(result)
    if agree and got != wanted:
        message = "%s: %s does not agree with %s\n%s" % (
            case.name, name, wanted_name,
            difference(wanted_name, wanted, name, got))
        if result[2]:
            message += "\n%s's standard error:\n%s" % (
                name, result[2].decode("utf-8", "replace"))
        raise Failure(message)
    if not agree and got == wanted:
        raise Failure("%s: %s agrees with %s, and should not:\n%s" % (
            case.name, name, wanted_name, "\n".join(got)))


def conform(case, tools, native_only, directory):
    shutil.rmtree(directory, ignore_errors=True)
    directory = os.path.realpath(directory)

    def run(world, engine=None):
        world.build()
        return world.run(engine)

    glibc = run(Native("glibc", tools, case, os.path.join(directory, "glibc")))
    reference = text(glibc)
    if glibc[1] != case.exit or len(reference) < 2:
        raise Failure("%s: glibc: expected some output and exit code %d\n%s\n%s"
                      % (case.name, case.exit, "\n".join(reference),
                         glibc[2].decode("utf-8", "replace")))
    wanted_name, wanted = "glibc", reference
    if not case.cxx and case.musl != "no" and tools["musl"]:
        musl = run(Native("musl", tools, case, os.path.join(directory, "musl")))
        expect(case, "musl", musl, "glibc", reference, case.musl == "agrees")
        if case.musl == "follow":
            wanted_name, wanted = "musl", text(musl)
    elif case.musl == "follow":
        raise Failure("%s: musl is what has to be followed" % case.name)
    if native_only:
        return reference
    if case.values.get("differs"):
        wanted_name = os.path.join(case.folder, "welded.txt")
        if not os.path.exists(wanted_name):
            raise Failure("%s: `differs:` needs a welded.txt" % case.name)
        with open(wanted_name, encoding="utf-8") as file:
            wanted = file.read().splitlines()
        wanted.append("[exit code: %d]" % case.exit)
        if wanted == reference:
            raise Failure("%s: `differs:`, but welded.txt is what glibc prints"
                          % case.name)
    # Exceptions and longjmp have two encodings, and no engine here runs both.
    legacy = {"node": "true", "wasmtime": "false"}
    if not {"exceptions", "setjmp"} & set(case.runtimes):
        legacy = {}
    worlds = {}
    for engine in case.engines or tools["engines"]:
        if engine not in tools["engines"]:
            continue
        encoding = legacy.get(engine)
        if encoding not in worlds:
            kind = WeldedThreads if case.yes("threads") else Welded
            worlds[encoding] = kind(
                tools, case, os.path.join(
                    directory, "-".join(["welded"] + [engine] * bool(encoding))),
                encoding)
            worlds[encoding].build()
        expect(case, engine, worlds[encoding].run(engine), wanted_name, wanted)
    if case.yes("wasm64") and tools["wasm64"]:
        wasm64 = Welded64(tools, case, os.path.join(directory, "wasm64"))
        wasm64.build()
        for engine in tools["wasm64"]:
            expect(case, "wasm64 under " + engine, wasm64.run(engine),
                   wanted_name, wanted)
    return reference


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--native", action="store_true")
    parser.add_argument("--print", action="store_true")  # what glibc printed
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--engines", default="wasmtime,node")
    # Those of them that run wasm64, each maybe with flags: node:--flag
    parser.add_argument("--wasm64", default="wasmtime")
    for tool, default in (
            ("glibc", "cc"), ("cxx", "c++"), ("musl", "musl-gcc"),
            ("clang", "clang-22"), ("clangxx", "clang++-22"),
            ("ar", "llvm-ar-22"), ("node", "node"),
            ("python", os.path.join(ROOT, ".cache/venv/bin/python"))):
        parser.add_argument("--" + tool, default=default)
    parser.add_argument("case")
    parser.add_argument("directory")
    tools = vars(parser.parse_args())
    tools["engines"] = [x for x in tools["engines"].split(",") if x]
    tools["build"] = os.path.realpath(tools["build"])
    words = [x.split(":") for x in tools["wasm64"].split(",") if x]
    tools["wasm64"] = [x[0] for x in words if x[0] in tools["engines"]]
    tools.update((x[0] + "64", x[1:]) for x in words)
    try:
        output = conform(Case(tools["case"]), tools, tools["native"],
                         tools["directory"])
    except Failure as failure:
        sys.exit("conform.py: %s" % failure)
    except subprocess.TimeoutExpired as timeout:
        sys.exit("conform.py: %s" % timeout)
    if tools["print"]:
        print("\n".join(output))


if __name__ == "__main__":
    main()
