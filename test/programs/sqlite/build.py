"""Builds SQLite's shell and every extension of ext/misc, natively with real
.so files and for WASI as one static archive each, and welds the latter. For
WASI all of it may be LLVM bitcode (-flto, -flto=thin), program and libraries.

Products are kept in a directory of the build tree and made again when an input
or the command is newer. The benchmark uses this file too.
"""

import concurrent.futures
import fcntl
import os
import re
import shutil
import subprocess
import threading
import time

HERE = os.path.dirname(os.path.realpath(__file__))

# The same SQLite on both sides. WASI has no threads, processes, shared memory
# or mapped files; vfslog wants mutexes all the same, and btreeinfo and
# cksumvfs look at dbpage.
SQLITE_FLAGS = [
    "-DSQLITE_THREADSAFE=1",
    "-DSQLITE_MUTEX_NOOP",
    "-DSQLITE_OMIT_WAL=1",
    "-DSQLITE_MAX_MMAP_SIZE=0",
    "-DSQLITE_ENABLE_DBPAGE_VTAB",
    "-DSQLITE_NOHAVE_SYSTEM",
    "-DSQLITE_OMIT_POPEN",
]
EMULATED = ["SIGNAL", "GETPID", "PROCESS_CLOCKS", "MMAN"]

# All of zlib but its file functions.
ZLIB = (
    "adler32 compress crc32 deflate infback inffast inflate inftrees trees "
    "uncompr zutil"
).split()


class Failure(Exception):
    """Something that the person who runs this has to know, in a sentence."""


class Extension:
    def __init__(self, name, keys, use):
        self.name = name
        self.keys = keys
        self.use = use  # the statements, as the shell reads them
        self.reason = None  # why it cannot be compiled
        self.files = []  # (name, source, flags) of each
        self.objects = []  # for WASI


def read_table(path=os.path.join(HERE, "extensions.txt")):
    """The extensions that extensions.txt tells how to use, by name."""
    table = {}
    extension = None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            head = re.match(r"\[(\S+)((?: \S+)*)\]$", line)
            if head:
                keys = {}
                for key in head[2].split():
                    word, _, value = key.partition("=")
                    if word not in ("adapter", "prefixed", "zlib"):
                        raise Failure("extensions.txt: unknown key " + key)
                    keys[word] = value
                extension = Extension(head[1], keys, "")
                table[extension.name] = extension
            elif extension and (line.strip() or extension.use):
                extension.use += line
    for extension in table.values():
        extension.use = extension.use.rstrip("\n") + "\n"
    return table


def read_cache(build):
    """The tools that CMake has found."""
    values = {}
    try:
        with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as f:
            for line in f:
                entry = re.match(r"(\w+):\w+=(.*)", line)
                if entry:
                    values[entry[1]] = entry[2]
    except FileNotFoundError:
        raise Failure("%s is not a build tree of dlweld" % build) from None
    return values


class Builder:
    """Runs commands for outputs that are not up to date."""

    def __init__(self, jobs):
        self.pool = concurrent.futures.ThreadPoolExecutor(jobs)
        self.lock = threading.Lock()
        self.ran = 0

    def make(self, output, inputs, command, cwd=None):
        """Returns None, or the messages of the command that failed."""
        record = output + ".cmd"
        text = "\n".join(command)
        try:
            made = os.stat(output).st_mtime_ns
            with open(record, encoding="utf-8") as f:
                old = f.read()
            if old == text and all(
                os.stat(i).st_mtime_ns <= made for i in inputs
            ):
                return None
        except FileNotFoundError:
            pass
        os.makedirs(os.path.dirname(output), exist_ok=True)
        if os.path.exists(output):
            os.remove(output)
        done = subprocess.run(
            command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, text=True, errors="replace",
            env={**os.environ, "LC_ALL": "C"},
        )
        with self.lock:
            self.ran += 1
        if done.returncode != 0 or not os.path.exists(output):
            return done.stdout or "%s exits with %d" % (
                command[0], done.returncode)
        with open(record, "w", encoding="utf-8") as f:
            f.write(text)
        return None

    def must(self, *args, **kwargs):
        messages = self.make(*args, **kwargs)
        if messages is not None:
            raise Failure("cannot make %s:\n%s" % (args[0], messages))
        return args[0]

    def later(self, *args, **kwargs):
        return self.pool.submit(self.must, *args, **kwargs)


class Set:
    """What there is after the build; paths are absolute. `lto` is None, "full"
    or "thin"."""

    def __init__(self, build, sources, jobs=None, lto=None):
        self.build = os.path.realpath(build)
        cache = read_cache(self.build)
        self.work = os.path.join(self.build, "sqlite")
        # What is made for WASI differs by it.
        self.lto = lto
        self.form = "wasm-" + lto if lto else "wasm"
        self.products = os.path.join(self.work, self.form)
        self.runs = os.path.join(self.products, "run")
        self.sqlite = os.path.join(sources, "sqlite3")
        self.zlib = os.path.join(sources, "zlib")
        self.misc = os.path.join(self.sqlite, "ext", "misc")
        self.generated = os.path.join(self.work, "generated")
        self.include = os.path.join(self.build, "share/dlweld/include")
        self.cc = [cache["CMAKE_C_COMPILER"]]
        self.clang = [
            cache["DLWELD_TEST_CLANG"], "--target=wasm32-wasi",
            "-Wno-deprecated", "--no-wasm-opt"]
        self.ar = cache["DLWELD_WASM_AR"]
        self.builder = Builder(jobs or os.cpu_count() or 2)
        self.table = read_table()
        self.extensions = []  # those that compile
        self.failed = []  # those that do not
        self.missing = []  # those that compile and are not in the table
        self.native_shell = os.path.join(self.work, "native", "sqlite3")
        self.native_libraries = os.path.join(self.work, "native", "lib")
        self.program = []  # the shell's wasm objects
        self.zlib_files = ZLIB
        self.libz = os.path.join(self.products, "libz.a")

    # --- Compiling

    def run(self):
        """Only one at a time: forms have the native side in common."""
        os.makedirs(self.work, exist_ok=True)
        with open(os.path.join(self.work, "lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.make_all()

    def make_all(self):
        for directory in (self.misc, self.zlib):
            if not os.path.isdir(directory):
                raise Failure("%s is not there: run tools/bootstrap demo"
                              % directory)
        if not os.path.exists(os.path.join(self.include, "dlfcn.h")):
            raise Failure("%s/dlfcn.h is not there: build dlweld first"
                          % self.include)
        self.generate()
        native = [
            self.native_object("shell", self.generated_file("shell.c")),
            self.native_object("sqlite3", self.generated_file("sqlite3.c")),
        ]
        program = [
            self.wasm_object("shell", self.generated_file("shell.c")),
            self.wasm_object("sqlite3", self.generated_file("sqlite3.c")),
        ]
        zlib = [(self.wasm_object("zlib-" + name, self.zlib_file(name)),
                 self.native_object("zlib-" + name, self.zlib_file(name)))
                for name in ZLIB]
        names = sorted(
            name[:-2] for name in os.listdir(self.misc) if name.endswith(".c"))
        compiled = [(name, self.builder.pool.submit(self.extension, name))
                    for name in names]

        self.program = [f.result() for f in program]
        native = [f.result() for f in native]
        self.builder.must(
            self.native_shell, native,
            self.cc + ["-rdynamic", "-o", self.native_shell] + native
            + ["-lm", "-ldl"])
        wasm = [w.result() for w, _ in zlib]
        native = [n.result() for _, n in zlib]
        self.archive(self.libz, wasm)
        native_libz = os.path.join(self.work, "native", "libz.a")
        self.archive(native_libz, native)
        os.makedirs(self.native_libraries, exist_ok=True)
        shared = os.path.join(self.native_libraries, "libz.so")
        self.builder.must(
            shared, native,
            self.cc + ["-shared", "-Wl,-soname,libz.so", "-o", shared] + native)

        for name, future in compiled:
            extension, natives = future.result()
            if extension.reason:
                self.failed.append(extension)
                continue
            self.extensions.append(extension)
            if not extension.use:
                self.missing.append(name)
            self.archive(self.archive_of(extension), extension.objects)
            so = os.path.join(self.native_libraries, name + ".so")
            zlib = {"member": [native_libz], "needed": [shared], None: []}[
                extension.keys.get("zlib")]
            # -Bsymbolic: a library means its own definitions, as in the weld;
            # else the shell's copy of an extension would take its place.
            self.builder.must(
                so, natives + zlib,
                self.cc + ["-shared", "-Wl,-Bsymbolic", "-Wl,-rpath,$ORIGIN",
                           "-o", so] + natives + zlib + ["-lm"])

    def generated_file(self, name):
        return os.path.join(self.generated, name)

    def zlib_file(self, name):
        return os.path.join(self.zlib, name + ".c")

    def generate(self):
        """The amalgamation and the shell, by SQLite's own makefile."""
        wanted = ["sqlite3.c", "shell.c", "sqlite3ext.h"]
        done = os.path.join(self.generated, "done")
        if os.path.exists(done):
            return
        shutil.rmtree(self.generated, ignore_errors=True)
        os.makedirs(self.generated)
        for command in (
            [os.path.join(self.sqlite, "configure"), "--disable-tcl",
             "--disable-readline"],
            ["make"] + wanted,
        ):
            ran = subprocess.run(
                command, cwd=self.generated, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if ran.returncode != 0:
                raise Failure("%s fails:\n%s" % (
                    " ".join(command), ran.stdout[-2000:]))
        open(done, "w").close()

    def includes(self):
        return ["-I" + self.generated, "-I" + self.misc, "-I" + self.zlib]

    def native_command(self, source, output):
        return self.cc + ["-O1", "-fPIC", "-w"] + SQLITE_FLAGS + [
            *self.includes(), "-c", source, "-o", output]

    def wasm_command(self, source, output):
        lto = ["-flto=" + self.lto] if self.lto else []
        return self.clang + ["-O2", "-w"] + lto + [
            "-D_WASI_EMULATED_" + name for name in EMULATED
        ] + SQLITE_FLAGS + [
            "-I" + os.path.join(HERE, "wasi"), "-include", "compat.h",
            "-I" + self.include, *self.includes(), "-c", source, "-o", output]

    def headers(self):
        return [
            os.path.join(HERE, "wasi", "compat.h"),
            os.path.join(HERE, "wasi", "pwd.h"),
            os.path.join(self.include, "dlfcn.h"),
        ]

    def object_path(self, side, name):
        return os.path.join(self.work, side, "obj", name + ".o")

    def native_object(self, name, source):
        output = self.object_path("native", name)
        return self.builder.later(
            output, [source], self.native_command(source, output))

    def wasm_object(self, name, source):
        output = self.object_path(self.form, name)
        return self.builder.later(
            output, [source] + self.headers(),
            self.wasm_command(source, output))

    def extension(self, name):
        """Compiles one file of ext/misc, and its adapter if it has one."""
        extension = self.table.get(name) or Extension(name, {}, "")
        files = extension.files
        files.append((name, os.path.join(self.misc, name + ".c"), []))
        if "adapter" in extension.keys:
            files.append((
                name + "-adapter",
                os.path.join(HERE, "adapters", name + ".c"), []))
        if "prefixed" in extension.keys:
            # SQLite leaves digits out of the name it makes of a file's name.
            init = "sqlite3_%s_init" % re.sub("[^a-z]", "", name)
            files.append((
                name + "-prefixed",
                os.path.join(HERE, "adapters", "prefixed.c"),
                ["-DEXTENSION_INIT=" + init]))
        natives = []
        for stem, source, flags in files:
            native = self.object_path("native", stem)
            wasm = self.object_path(self.form, stem)
            messages = self.builder.make(
                native, [source], self.native_command(source, native) + flags)
            if messages is None:
                messages = self.builder.make(
                    wasm, [source] + self.headers(),
                    self.wasm_command(source, wasm) + flags)
            if messages is not None:
                if source.startswith(HERE):
                    raise Failure("%s does not compile:\n%s"
                                  % (source, messages))
                extension.reason = first_error(messages)
                return extension, []
            natives.append(native)
            extension.objects.append(wasm)
        return extension, natives

    def archive(self, output, objects):
        self.builder.must(
            output, objects, [self.ar, "rcsD", output] + objects)

    def archive_of(self, extension):
        return os.path.join(self.products, "lib%s.a" % extension.name)

    # --- Linking

    def emulation(self):
        return ["-lwasi-emulated-" + name.lower().replace("_", "-")
                for name in EMULATED]

    def write_config(self):
        """The plugin's options: each extension is a dl library."""
        lines = ["# One dl library for each file of SQLite's ext/misc."]
        lines.append("dlopen=libz.so=" + self.libz)
        for extension in self.extensions:
            so = extension.name + ".so"
            lines.append("dlopen=%s=%s" % (so, self.archive_of(extension)))
            if extension.keys.get("zlib") == "member":
                lines.append("member=%s=%s" % (so, self.libz))
            if extension.keys.get("zlib") == "needed":
                lines.append("needed=%s=libz.so" % so)
        path = os.path.join(self.products, "weld.conf")
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        return path

    def weld_command(self, output, report=None):
        options = ["config=" + self.write_config()]
        if report:
            options.append("report=" + report)
        return self.clang + [
            "-fuse-ld=" + os.path.join(self.build, "bin/wasm-ld"),
            "-Wl,--plugin=" + os.path.join(self.build, "lib/dlweld.so"),
            *["-Wl,--plugin-opt=" + option for option in options],
            *self.program, *self.emulation(), "-o", output]

    def plain_command(self, output):
        """The same objects by the unmodified linker: everything in one
        namespace, the first definition wins, nothing can be opened."""
        stub = self.object_path(self.form, "no-dlopen")
        source = os.path.join(HERE, "no-dlopen.c")
        self.builder.must(stub, [source] + self.headers(),
                          self.wasm_command(source, stub))
        objects = [o for e in self.extensions for o in e.objects]
        # Without these the linker would throw most of the extensions away.
        exports = ["sqlite3_%s_init" % re.sub("[^a-z]", "", e.name)
                   for e in self.extensions]
        return self.clang + [
            "-Wl,--allow-multiple-definition",
            *["-Wl,--export-if-defined=" + name for name in exports],
            *self.program, stub, *objects, self.libz, *self.emulation(),
            "-o", output]


def first_error(messages):
    for line in messages.splitlines():
        found = re.search(r"\berror: (.*)", line)
        if found:
            return found[1]
    return messages.strip().splitlines()[0]


def link(*links, times=7):
    """Runs each of the (command, output) pairs in turn, several times, and
    returns the shortest time of each, in seconds."""
    best = [None] * len(links)
    for _ in range(times):
        for n, (command, output) in enumerate(links):
            start = time.monotonic()
            ran = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, errors="replace")
            elapsed = time.monotonic() - start
            if ran.returncode != 0 or not os.path.exists(output):
                raise Failure("the link fails (exit %d):\n%s" % (
                    ran.returncode, ran.stdout[-4000:]))
            if best[n] is None or elapsed < best[n]:
                best[n] = elapsed
    return best
