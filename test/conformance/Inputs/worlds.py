"""The worlds: ways to build and run a case, natively and welded."""

import fnmatch
import os
import shlex
import subprocess
import zlib

from cases import BITCODE, INPUTS, RUNTIMES, Failure

TESTS = os.path.dirname(os.path.dirname(INPUTS))
INCLUDE = os.path.join(os.path.dirname(INPUTS), "include")
LIMIT = 60  # seconds for any one command
# How to compile to bitcode. Optimised, since else nothing is ever inlined.
LTO = ["-O2", "-flto"]
THIN_LTO = ["-O2", "-flto=thin"]
# The optimiser sees it in the link only. Else, by the time that names get
# another meaning, nothing refers to them any more.
LATE = ["-O0", "-Xclang", "-disable-O0-optnone"]


def link_only(word):
    return word.startswith(("-Wl,", "-l", "-L")) or word.endswith(
        (".c", ".cpp", ".o", ".a", ".so")
    )


class World:
    """One way to build and run a case. `extra`: the case's own flags."""

    def __init__(self, case, directory, extra):
        self.case, self.directory = case, directory
        self.compile_flags = [x for x in extra if not link_only(x)]
        self.link_flags = extra
        self.objects = {}
        os.makedirs(directory)

    def command(self, words):
        """Runs a tool; it has to succeed. What it printed."""
        result = subprocess.run(
            words, cwd=self.directory, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT,
        )
        text = result.stdout.decode("utf-8", "replace")
        if result.returncode != 0:
            raise Failure("%s: %s\n%s" % (self.name, shlex.join(words), text))
        return text

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

    def in_order(self, libraries, make, path):
        """make(library, those it needs) for these and what they need, what is
        needed first. In a cycle some library is needed before it can be
        linked: then it is made without dependencies first, which is enough to
        link with. What is there already, path(library), stays."""
        all_of_them = {x.soname: x for x in self.case.libraries}
        state = {}

        def there(library):
            return os.path.exists(os.path.join(self.directory, path(library)))

        def visit(library):
            if state.get(library.soname) == "begun" and not there(library):
                make(library, [])
            if library.soname in state or there(library):
                return
            state[library.soname] = "begun"
            needs = [all_of_them[name] for name in library.needs]
            for needed in needs:
                visit(needed)
            make(library, needs)
            state[library.soname] = "done"

        for library in libraries:
            visit(library)

    def symlink(self, path, name):
        """`name` leads to the file at `path`."""
        link = os.path.join(self.directory, name)
        if link == path:
            return
        os.makedirs(os.path.dirname(link), exist_ok=True)
        if os.path.lexists(link):
            os.unlink(link)
        os.symlink(os.path.relpath(path, os.path.dirname(link)), link)

    def output(self, command, env=None, directory=".", limit=LIMIT):
        """Runs the program: (what it printed, exit code, standard error)."""
        try:
            result = subprocess.run(
                command + self.case.words("args"),
                cwd=os.path.join(self.directory, directory),
                env=dict(os.environ, **(env or {})), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=limit)
        except subprocess.TimeoutExpired as timeout:
            return timeout.stdout or b"", "still running", b""
        return result.stdout, result.returncode, result.stderr


class Native(World):
    def __init__(self, name, tools, case, directory):
        self.name, self.tools = name, tools
        super().__init__(case, directory, case.words("native"))

    def compiler(self, cxx):
        # PIC for the program, too: else it would have copies of libraries'
        # data.
        return [self.tools["cxx" if cxx else self.name], "-fPIC", "-w"]

    def library(self, library, needs):
        # A library for dlopen means its own definitions first, as when linked
        # with -Bsymbolic; but that would change what its RTLD_DEFAULT finds.
        own = not library.bind_program and not library.startup
        visibility = "-fvisibility=" + ("protected" if own else "default")
        path = os.path.join(self.directory, library.path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        flags = ["-shared", "-Wl,-soname," + library.soname]
        flags += ["-s"] * library.strip
        flags += ["-Wl,-rpath," + x for x in library.run_paths(needs)]
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
            + ["-Wl,--no-as-needed"] + sum((x.as_input("") for x in needs), [])
            + library.ldflags
            + ["-Wl,-rpath-link," + self.directory, "-o", path])
        for alias in library.aliases:
            self.symlink(path, alias)
        self.symlink(path, library.link)

    def build(self):
        self.in_order(self.case.libraries, self.library, lambda x: x.path)
        flags = ["-pie", "-Wl,-rpath-link," + self.directory,
                 "-Wl,--allow-shlib-undefined", "-Wl,--no-as-needed"]
        if self.case.yes("rdynamic"):
            flags.append("-rdynamic")
        for name in self.case.words("export"):
            flags.append("-Wl,--export-dynamic-symbol=" + name)
        self.command(
            self.compiler(self.case.cxx) + flags
            + self.compile(self.case.program)
            + sum((x.as_input("") for x in self.case.libraries
                   if x.startup), [])
            + self.link_flags + ["-o", "program"])

    def run(self):
        # Some cases are beyond musl, which then may wait for ever.
        hopeless = self.name == "musl" and self.case.musl == "differs"
        return self.output(["./program"], {"LD_LIBRARY_PATH": self.directory},
                           limit=5 if hopeless else LIMIT)


class Welded(World):
    """In a folder a form: its libraries and the program welded with them."""

    name = "welded"
    target = ["--target=wasm32-wasi", "-Wno-deprecated"]
    linker = ["-mwasm32"]

    def __init__(self, tools, case, directory, legacy=None):
        self.tools = tools
        self.share = os.path.join(tools["build"], "share/dlweld/include")
        extra = case.words("wasi")
        for name in case.runtimes:
            extra += RUNTIMES[name][0]
        if legacy is not None:
            extra += ["-mllvm", "-wasm-use-legacy-eh=" + legacy]
        super().__init__(case, directory, extra)

    def small(self, form):
        """Whether all symbols are found by coded names: in a third of all forms
        of all cases, but of those that say something of the index."""
        if any(x.startswith("index=") for x in self.case.values.get("weld", [])):
            return False
        if self.tools["index"]:
            return self.tools["index"] == "small"
        words = "%s %s %s" % (self.case.name, self.name, form)
        return zlib.crc32(words.encode()) % 3 == 0

    def describe(self, engine, form):
        return "%s, form %s, %s%s" % (
            self.name, form, engine, ", small index" * self.small(form))

    def compiler(self, cxx):
        flags = ["-w", "-I" + self.share, "-fvisibility=default"]
        if cxx and "exceptions" not in self.case.runtimes:
            flags.append("-fno-exceptions")
        return [self.tools["clangxx" if cxx else "clang"]] + self.target + flags

    def linking(self):
        """The compiler, to link with the plugin."""
        build = self.tools["build"]
        return self.compiler(self.case.cxx) + [
            "--no-wasm-opt", "-fuse-ld=" + os.path.join(build, "bin/wasm-ld"),
            "-Wl,--plugin=" + os.path.join(build, "lib/dlweld.so")]

    def start(self):
        # Before it crt1.o of WASI.
        return self.compile([os.path.join(INPUTS, RUNTIMES[name][1])
                             for name in self.case.runtimes])

    def flat(self):
        """Flags to make a library that has no C library's start file."""
        return []

    # --- A library in each form: its file.

    def forms(self, form):
        """(library, the form it has where the world has this one). Mixed is one
        after the other, from one that depends on the case's name."""
        first = zlib.crc32(self.case.name.encode())
        turns = ("archive", "weldable", "module")
        return [(library, turns[(first + i) % 3] if form == "mixed" else form)
                for i, library in enumerate(self.case.libraries)]

    def units(self, form):
        """{(library, source): how it is compiled in a form}; the program is the
        unit None. With lto-half that is natively and to bitcode in turns,
        within a library and from one to the next; and the bitcode is that of
        full LTO and of ThinLTO in turns."""
        units = [(library, source) for library in self.case.libraries
                 for source in library.sources] + [None]
        if form == "lto-half":
            turns = [[], LTO, [], THIN_LTO]
            first = zlib.crc32(self.case.name.encode())
            return {x: turns[(first + i) % 4] for i, x in enumerate(units)}
        of_all = {"lto": LTO, "thinlto": THIN_LTO}.get(
            form.removesuffix("-all"), [])
        result = dict.fromkeys(units, of_all)
        if not form.endswith("-all"):
            result[None] = []
        return result

    def archive(self, library, form="archive"):
        path = "%s/%s.a" % (form, library.soname.replace("/", "-"))
        if not os.path.exists(os.path.join(self.directory, path)):
            units = self.units(form)
            objects = []
            for source in library.sources:
                flags = [] if source in library.native else list(
                    units[library, source])
                flags += LATE if flags and library.late else []
                objects += self.compile([source], flags + library.cflags)
            self.command([self.tools["ar"], "rcs", path] + objects)
        return path

    def weldable(self, library, needs):
        flags = ["-shared", "-Wl,-soname," + library.soname]
        flags += ["-s"] * library.strip
        flags += ["-Wl,-rpath," + x for x in library.run_paths(needs)]
        flags += ["-Wl,--plugin-opt=export=%s=%s" % (library.soname, x)
                  for x in library.exports]
        self.command(
            self.linking() + self.flat() + flags + self.link_flags
            + self.compile(library.sources, ["-fPIC"] + library.cflags)
            + sum((x.as_input("weldable") for x in needs), [])
            + ["-o", "weldable/" + library.path])

    def module(self, library, needs):
        # A module shows what is of default visibility; where the case has a
        # list of what is shown, nothing else may be.
        flags = ["-fPIC"] + library.cflags
        if library.exports:
            flags.append("-fvisibility=hidden")
        objects = self.compile(library.sources, flags)
        shown = ["__wasm_call_ctors"]
        if library.exports:
            names = self.command([self.tools["nm"], "--extern-only", "--quiet",
                                  "--defined-only", "--format=just-symbols"]
                                 + objects).split()
            shown += [name for name in names if any(
                fnmatch.fnmatchcase(name, x) for x in library.exports)]
        linker = list(self.linker)
        if "-matomics" in self.compile_flags:
            # Else the linker gives thread-local variables no block, and
            # nevertheless relocates them as if they had one at address 0.
            linker += ["--shared-memory", "--max-memory=4194304"]
        self.command(
            [self.tools["ld"], "-shared", "--experimental-pic", "--no-entry",
             "--unresolved-symbols=import-dynamic"]
            + linker + ["-s"] * library.strip
            + ["-rpath=" + x for x in library.run_paths(needs)]
            + ["--export=" + x for x in shown] + objects
            + sum((x.as_input("module") for x in needs), [])
            + ["-o", "module/" + library.path])

    def shared(self, libraries, form):
        def make(library, needs):
            path = os.path.join(self.directory, form, library.path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            getattr(self, form)(library, needs)
            self.symlink(path, os.path.join(form, library.link))

        self.in_order(libraries, make, lambda x: form + "/" + x.path)

    # --- The program.

    def options(self, forms):
        """(options of the plugin, inputs of the program's link)"""
        options, inputs = list(self.case.values.get("weld", [])), []
        for library, form in forms:
            soname = library.soname
            if form == "archive" or form in BITCODE:
                options.append("%s=%s=%s" % (
                    "startup" if library.startup else "dlopen", soname,
                    self.archive(library, form)))
                options += ["needed=%s=%s" % (soname, x)
                            for x in library.needs]
                options += ["export=%s=%s" % (soname, x)
                            for x in library.exports]
            else:
                # The name of a shared module is that of its file.
                name = soname + "="
                if form == "weldable" or library.file == soname.split("/")[-1]:
                    name = ""
                option = "startup" if library.startup else "dlopen"
                mixed = {x for _, x in forms} != {form}
                # As plain inputs, startup libraries would come behind those
                # that are archives.
                if library.startup and not mixed:
                    inputs += ["-Wl,-Bdynamic"] * library.by_l
                    inputs += library.as_input(form)
                # One in a folder is found there by those that need it.
                elif mixed or not library.folder:
                    options.append("%s=%s%s/%s" % (
                        option, name, form, library.path))
                # A shared module tells base names of what it needs.
                if form == "module":
                    options += ["needed=%s=%s" % (soname, x)
                                for x in library.needs if "/" in x]
            if library.bind_program:
                options.append("bind=%s=program" % soname)
            options += ["alias=%s=%s" % (soname, x) for x in library.aliases]
            if library.unload:
                options.append("unload=%s=yes" % soname)
        return options, inputs

    def build(self, form):
        for name in {"archive", form}:
            os.makedirs(os.path.join(self.directory, name), exist_ok=True)
        forms = self.forms(form)
        for kind in ("weldable", "module"):
            self.shared([x for x, of in forms if of == kind], kind)
        options, inputs = self.options(forms)
        options += ["index=small"] * self.small(form)
        with open(os.path.join(self.directory, form, "weld"), "w",
                  encoding="utf-8") as file:
            file.write("".join(option + "\n" for option in options))
        flags = ["-Wl,--plugin-opt=config=%s/weld" % form]
        if self.case.yes("rdynamic"):
            flags.append("-Wl,--export-dynamic")
        flags += ["-Wl,--export=" + x for x in self.case.words("export")]
        if form in BITCODE:
            flags += self.for_bitcode()
        program = self.units(form)[None]
        if program and "-ffreestanding" in self.target:
            # In a freestanding main that returns nothing the optimiser would
            # let the exit code be anything.
            program = program + ["-fhosted", "-fno-builtin"]
        self.command(
            self.linking() + flags + self.start()
            + self.compile(self.case.program, program) + inputs
            + self.link_flags + ["-o", form + "/program.wasm"])

    def for_bitcode(self):
        """What clang does not tell the linker of how code is to be made."""
        flags = self.link_flags
        said = [flags[i + 1] for i, x in enumerate(flags) if x == "-mllvm"]
        if "-fwasm-exceptions" in flags:
            said.append("-wasm-enable-eh")
        if said:
            said.append("-exception-model=wasm")
        return ["-Wl,-mllvm," + word for word in said]

    def engine(self, engine):
        script = {"wasmtime": "engines/wasmtime.py",
                  "node": "engines/node.mjs"}[engine]
        return [self.tools["python" if engine == "wasmtime" else "node"],
                os.path.join(TESTS, script)]

    def run(self, engine, form):
        return self.output(self.engine(engine) + ["program.wasm"],
                           directory=form)


class Welded64(Welded):
    name = "wasm64"
    target = ["--target=wasm64-unknown-unknown", "-nostdlib", "-ffreestanding",
              "-DCONFORM_FREESTANDING", "-Wno-unused-command-line-argument"]
    linker = ["-mwasm64"]

    def start(self):
        return ["-Wl,--no-entry"] + self.compile(
            [os.path.join(INPUTS, "freestanding.c")])

    def flat(self):
        return ["-Wl,--no-entry"]

    def engine(self, engine):
        tool, script = {"wasmtime": ("python", "freestanding.py"),
                        "node": ("node", "freestanding.mjs")}[engine]
        return ([self.tools[tool]] + self.tools[engine + "64"]
                + [os.path.join(INPUTS, script)])


class WeldedThreads(Welded):
    """With threads and shared memory, and so without a C library: Debian's has
    no threads."""

    name = "threads"
    target = ["--target=wasm32-unknown-unknown", "-nostdlib", "-ffreestanding",
              "-matomics", "-mbulk-memory", "-pthread",
              "-DCONFORM_FREESTANDING", "-Wno-unused-command-line-argument"]
    linker = ["-mwasm32", "--shared-memory", "--max-memory=4194304"]

    def start(self):
        return ["-Wl,--no-entry,--shared-memory,--max-memory=4194304",
                "-Wl,--import-memory,--export=__stack_pointer",
                "-Wl,--export=__wasm_init_tls"] + self.compile(
                    [os.path.join(INPUTS, "freestanding.c"),
                     os.path.join(INPUTS, "threads.c")])

    def flat(self):
        return ["-Wl,--no-entry,--shared-memory,--max-memory=4194304"]

    def engine(self, engine):
        tool, script = {"wasmtime": ("python", "threads.py"),
                        "node": ("node", "threads.mjs")}[engine]
        return [self.tools[tool], os.path.join(INPUTS, script)]
