"""Builds Lua and modules of C, natively with real .so files and for WASI in one
of these forms, and welds the latter:

    archive    a static archive each, compiled as for any program
    weldable   what clang -shared makes of -fPIC objects with the plugin
    shared     what it makes without: a shared module (dylink.0)
    optimised  that, after wasm-opt, without names

The first two may be of LLVM bitcode, and Lua itself then is, too.

Lua's error handling is setjmp and longjmp, which are exceptions in WebAssembly:
in the older encoding for node, in the newer one for wasmtime. Only one file of
Lua's calls them, so all else is compiled once.

Products are kept in a directory of the build tree and made again when an input
or the command is newer.
"""

import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "../../.."))
SETJMP = os.path.join(ROOT, "test", "conformance", "Inputs")

sys.path.append(os.path.dirname(HERE))
from sqlite.build import (  # noqa: E402,F401
    ZLIB, Builder, Failure, read_cache)

SEARCHER = os.path.join(HERE, "searcher.c")
SOURCES = ("lua5.4", "lua-lpeg", "lua-cjson", "zlib")
FORMS = ("archive", "weldable", "shared", "optimised")

# The same Lua on both sides: what ISO C has, and dlopen. pairs() goes through a
# table in the order of hashes, so these begin with the same number.
LUA_FLAGS = ["-DLUA_USE_DLOPEN", "-DLUA_COMPAT_5_3", "-Dluai_makeseed(L)=0"]
EMULATED = ["SIGNAL", "PROCESS_CLOCKS"]

# Modules that are welded under another soname, with their own as an alias.
OTHER_NAMES = {"v2-cjson": "libcjson.so"}

# What clang's default processor has beyond the first version.
FEATURES = ["bulk-memory", "sign-ext", "mutable-globals",
            "nontrapping-float-to-int", "multivalue", "reference-types"]

# What a module needs beside Lua: libraries of C, with their source files.
LIBZ = "libz.so"
NEEDED = {"zlib": LIBZ}

# LUAI_MAXCCALLS calls of C into Lua into C fit natively.
STACK = 1 << 20

ENCODINGS = {"wasmtime": "false", "node": "true"}  # whether the older one


class Set:
    """What there is after the build; paths are absolute."""

    def __init__(self, build, sources, form="archive", lto=None, jobs=None):
        self.form = form
        self.lto = lto  # None, "full" or "thin"
        self.build = os.path.realpath(build)
        cache = read_cache(self.build)
        self.work = os.path.join(self.build, "lua")
        self.sources = os.path.realpath(sources)
        self.lua = os.path.join(self.sources, "lua5.4", "src")
        self.zlib = os.path.join(self.sources, "zlib")
        self.include = os.path.join(self.build, "share/dlweld/include")
        self.cc = [cache["CMAKE_C_COMPILER"]]
        self.clang = [
            cache["DLWELD_TEST_CLANG"], "--target=wasm32-wasi",
            "-Wno-deprecated", "--no-wasm-opt",
            "-Wno-unused-command-line-argument"]
        self.ar = cache["DLWELD_WASM_AR"]
        self.builder = Builder(jobs or os.cpu_count() or 2)
        self.native = os.path.join(self.work, "native", "lua")
        self.native_modules = os.path.join(self.work, "native", "modules")
        self.liblua = os.path.join(self.side("wasm"), "liblua.a")
        self.objects = {}  # path: future
        self.program = {}  # engine: Lua's wasm objects
        self.searcher = os.path.join(self.side("wasm"), "searcher.a")

    def side(self, name):
        """A directory for what is made for WASI."""
        return os.path.join(
            self.work, name + "-" + self.lto if self.lto else name)

    def modules(self):
        """Module, as package.cpath has it: its source files."""
        lpeg = sorted(glob.glob(os.path.join(self.sources, "lua-lpeg", "*.c")))
        cjson = [os.path.join(self.sources, "lua-cjson", name + ".c")
                 for name in ("lua_cjson", "strbuf", "fpconv")]
        return {
            "lpeg": lpeg,
            "lpeg-copy": lpeg,
            "cjson": cjson,
            "v2-cjson": cjson,
            "twins/left": [os.path.join(HERE, "modules", "left.c")],
            "twins/right": [os.path.join(HERE, "modules", "right.c")],
            "zlib": [os.path.join(HERE, "modules", "zlib.c")],
        }

    def soname(self, name):
        return OTHER_NAMES.get(name, name + ".so")

    # --- Compiling

    def run(self):
        for name in SOURCES:
            if not os.path.isdir(os.path.join(self.sources, name)):
                raise Failure("%s/%s is not there: run tools/bootstrap lua"
                              % (self.sources, name))
        if not os.path.exists(os.path.join(self.include, "dlweld.h")):
            raise Failure("%s/dlweld.h is not there: build dlweld first"
                          % self.include)
        core = [
            path for path in sorted(glob.glob(os.path.join(self.lua, "*.c")))
            if os.path.basename(path) not in ("lua.c", "luac.c", "ldo.c")]
        main = os.path.join(self.lua, "lua.c")
        do = os.path.join(self.lua, "ldo.c")
        # Never bitcode: wasm-ld takes the tag that it refers to for a function.
        setjmp = os.path.join(SETJMP, "setjmp.c")
        missing = os.path.join(HERE, "wasi", "missing.c")

        native = [self.native_object(s) for s in core + [do, main]]
        wasm = [self.wasm_object(s) for s in core]
        program = [self.wasm_object(s) for s in (main, missing)]
        thrown = {engine: [self.wasm_object(s, engine) for s in (do, setjmp)]
                  for engine in ENCODINGS}
        searcher = self.wasm_object(SEARCHER)
        libz = [os.path.join(self.zlib, name + ".c") for name in ZLIB]
        modules = {
            name: ([self.native_object(s) for s in sources],
                   [self.module_object(s) for s in sources])
            for name, sources in [(LIBZ, libz), *self.modules().items()]}

        objects = [o.result() for o in native]
        self.builder.must(
            self.native, objects,
            self.cc + ["-rdynamic", "-o", self.native] + objects
            + ["-lm", "-ldl"])
        self.archive(self.liblua, [o.result() for o in wasm])
        for engine in ENCODINGS:
            self.program[engine] = [o.result()
                                    for o in program + thrown[engine]]
        self.archive(self.searcher, [searcher.result()])
        for name, (native, wasm) in modules.items():
            self.native_library(name, [o.result() for o in native])
            self.wasm_library(name, [o.result() for o in wasm])

    def native_library(self, name, objects):
        file = name if name == LIBZ else name + ".so"
        so = os.path.join(self.native_modules, file)
        needed = [os.path.join(self.native_modules, NEEDED[name])] \
            if name in NEEDED else []
        # -Bsymbolic: a library means its own definitions, as in the weld.
        self.builder.must(
            so, objects + needed,
            self.cc + ["-shared", "-Wl,-Bsymbolic", "-Wl,-soname," + file,
                       "-o", so] + objects + needed
            + (["-Wl,-rpath,$ORIGIN"] if needed else []))

    def wasm_library(self, name, objects):
        output = self.library(name)
        if self.form == "archive":
            self.archive(output, objects)
        elif self.form == "weldable":
            soname = name if name == LIBZ else self.soname(name)
            self.link_library(
                name, "weldable", objects,
                ["-Wl,-soname," + soname, *self.plugin()],
                [os.path.join(self.build, "lib/dlweld.so")])
        else:
            # The C library's archive is not position-independent.
            shared = self.link_library(
                name, "shared", objects,
                ["-nostdlib", "-Wl,--no-entry", "-Wl,--experimental-pic",
                 "-Wl,--unresolved-symbols=import-dynamic",
                 "-Wl,--export=__wasm_call_ctors"])
            if self.form == "optimised":
                self.builder.must(
                    output, [shared],
                    ["wasm-opt", "-O3", "--strip-debug",
                     *["--enable-" + feature for feature in FEATURES],
                     shared, "-o", output])

    def link_library(self, name, form, objects, options, inputs=()):
        """Needed libraries are on the link line as -lz, and a directory to
        look for them is recorded in the library."""
        output = self.library(name, form)
        needed = NEEDED.get(name)
        if needed:
            needed = self.library(needed, form)
            inputs = [*inputs, needed]
            options = ["-L" + os.path.dirname(needed), "-lz",
                       "-Wl,-rpath,$ORIGIN", *options]
        return self.builder.must(
            output, objects + list(inputs),
            self.clang + ["-shared", "-o", output, *objects, *options])

    def plugin(self):
        return ["-fuse-ld=" + os.path.join(self.build, "bin/wasm-ld"),
                "-Wl,--plugin=" + os.path.join(self.build, "lib/dlweld.so")]

    def native_object(self, source):
        return self.object(
            self.object_path(os.path.join(self.work, "native"), source),
            [source],
            self.cc + ["-O1", "-fPIC", "-w", "-DNDEBUG"] + LUA_FLAGS
            + self.includes())

    def includes(self):
        return ["-I" + self.lua, "-I" + self.zlib]

    def module_object(self, source):
        if self.form == "archive":
            return self.wasm_object(source)
        # clang hides everything for WASI unless told otherwise.
        return self.wasm_object(
            source, side="wasm-pic", more=["-fPIC", "-fvisibility=default"])

    def wasm_object(self, source, engine=None, side="wasm", more=()):
        bitcode = self.lto and os.path.dirname(source) != SETJMP
        flags = [
            *more, *(["-flto=" + self.lto] if bitcode else []),
            "-O2", "-w", "-DNDEBUG", *LUA_FLAGS,
            *["-D_WASI_EMULATED_" + name for name in EMULATED],
            "-DL_tmpnam=20", "-I" + os.path.join(SETJMP, "setjmp"),
            "-I" + self.include, *self.includes()]
        if engine:
            side = "wasm-" + engine
            flags += [word for option in self.exceptions(engine)
                      for word in ("-mllvm", option)]
        return self.object(
            self.object_path(self.side(side), source),
            [source, os.path.join(SETJMP, "setjmp", "setjmp.h"),
             os.path.join(self.include, "dlfcn.h"),
             os.path.join(self.include, "dlweld.h")],
            self.clang + flags)

    def exceptions(self, engine):
        """LLVM's options, which are the linker's where that compiles."""
        return ["-wasm-enable-sjlj",
                "-wasm-use-legacy-eh=" + ENCODINGS[engine]]

    def object(self, output, inputs, command):
        """A future; one for all that want the same object."""
        if output not in self.objects:
            self.objects[output] = self.builder.later(
                output, inputs, command + ["-c", inputs[0], "-o", output])
        return self.objects[output]

    def object_path(self, side, source):
        # Files of the same name are in different directories.
        folder = os.path.basename(os.path.dirname(source))
        name = os.path.splitext(os.path.basename(source))[0]
        return os.path.join(side, "obj", "%s-%s.o" % (folder, name))

    def archive(self, output, objects):
        self.builder.must(
            output, objects, [self.ar, "rcsD", output] + objects)

    def library(self, name, form=None):
        """The file that is welded: a path."""
        form = form or self.form
        stem = "libz" if name == LIBZ else name
        if form == "archive":
            return os.path.join(
                self.side("wasm"), stem.replace("/", "-") + ".a")
        return os.path.join(self.side("wasm-" + form), stem + ".so")

    # --- Linking

    def write_config(self):
        """The plugin's options: each module is a dl library."""
        lines = ["# One dl library for each module of C."]
        for name in self.modules():
            soname = self.soname(name)
            # A weldable library says itself what it is called.
            head = "" if self.form == "weldable" else soname + "="
            lines.append("dlopen=%s%s" % (head, self.library(name)))
            if name in OTHER_NAMES:
                lines.append("alias=%s=%s.so" % (soname, name))
        lines.append("dlopen=searcher.so=" + self.searcher)
        # Of the others it is known what they need, and where that is.
        if self.form == "archive":
            lines.append("dlopen=%s=%s" % (LIBZ, self.library(LIBZ)))
            for name, needed in NEEDED.items():
                lines.append("needed=%s.so=%s" % (name, needed))
        lines += ["# Lua calls dlclose at its end, and these have destructors.",
                  "unload=twins/left.so=yes", "unload=twins/right.so=yes",
                  "# Modules that are in the program itself.",
                  "export=program=luaopen_*"]
        path = self.side("weld-" + self.form) + ".conf"
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        return path

    def weld(self, engine):
        """Lua and all modules in one file, whose path is returned."""
        output = self.side("lua-%s-%s" % (self.form, engine)) + ".wasm"
        command = self.clang + [
            *self.plugin(),
            "-Wl,--plugin-opt=config=" + self.write_config(),
            "-Wl,-z,stack-size=%d" % STACK,
            *["-Wl,-mllvm," + option for option in
              ["-exception-model=wasm", *self.exceptions(engine)] if self.lto],
            *self.program[engine], self.liblua,
            *["-lwasi-emulated-" + name.lower().replace("_", "-")
              for name in EMULATED],
            "-o", output]
        ran = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace")
        if ran.returncode != 0 or ran.stdout:
            raise Failure("the link says (exit %d):\n%s" % (
                ran.returncode, ran.stdout[-4000:]))
        return output
