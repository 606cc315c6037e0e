"""What people do without dlweld: SQLite's shell and its extensions in one plain
link, where every name that two of them define is made unique by a macro, and
a table of entry points stands in for the dynamic loader. It does what the welded
module does: the same libraries can be opened, and the same names be found.
"""

import os
import re

import measure
from measure import Failure

FILES = os.path.join(measure.HERE, "lto")
TYPES = {"i32": "int", "i64": "long long", "f32": "float", "f64": "double"}


class Symbols:
    """What an object for WASI defines globally: the C type of each function by
    name, and the data."""

    def __init__(self, tools, path):
        text = tools.call(["wasm-objdump", "-x", path])
        types = {}
        for number, parameters, result in re.findall(
                r"(?m)^ - type\[(\d+)\] \((.*)\) -> (\S+)$", text):
            types[number] = "%s %%s(%s)" % (
                "void" if result == "nil" else TYPES[result],
                ", ".join(TYPES[p] for p in parameters.split(", ") if p)
                or "void")
        of = dict(re.findall(r"(?m)^ - func\[(\d+)\] sig=(\d+)", text))
        self.functions = {}
        self.data = set()
        # - 1: F <name> func=12 [ binding=global vis=hidden ]
        for kind, name, number, flags in re.findall(
                r"(?m)^ +- \d+: ([FD]) <(.*?)>(?: func=(\d+)| segment=\d+.*?)"
                r" \[ (.*) \]", text):
            if "undefined" in flags or "binding=local" in flags:
                continue
            if kind == "F":
                self.functions[name] = types[of[number]]
            else:
                self.data.add(name)

    def names(self):
        return self.functions.keys() | self.data


class Library:
    def __init__(self, name, files):
        self.name = name
        self.files = files  # (stem, source, flags) of each
        self.symbols = {}  # by the objects' stems
        self.clashing = []
        self.objects = []

    def names(self):
        return sorted({n for s in self.symbols.values() for n in s.names()})

    def unique(self, name):
        if name not in self.clashing:
            return name
        return "%s_%s" % (name, self.name)


def libraries_of(built):
    """Of a Set that was built: each extension, and last zlib."""
    zlib = [("zlib-" + name, built.zlib_file(name), [])
            for name in built.zlib_files]
    for extension in built.extensions:
        own = extension.keys.get("zlib") == "member"
        yield Library(extension.name, extension.files + (zlib if own else []))
    yield Library("libz", zlib)


class ByHand:
    """`native` is the Set of native objects, which tell what is defined."""

    def __init__(self, tools, native):
        self.tools = tools
        self.directory = os.path.join(tools.work, "byhand")
        self.libraries = list(libraries_of(native))
        known = {}

        def symbols(stem):
            if stem not in known:
                known[stem] = Symbols(
                    tools, native.object_path(native.form, stem))
            return known[stem]
        times = {}
        for stem in ("shell", "sqlite3"):
            for name in symbols(stem).names():
                times[name] = times.get(name, 0) + 1
        for library in self.libraries:
            for stem, _, _ in library.files:
                library.symbols[stem] = symbols(stem)
            for name in library.names():
                times[name] = times.get(name, 0) + 1
        # zlib keeps its names: two of the extensions mean its functions.
        for library in self.libraries[:-1]:
            library.clashing = [n for n in library.names() if times[n] > 1]
        self.table = self.write("table.c", self.table_text())

    def write(self, name, text):
        """Leaves alone a file that says it already."""
        path = os.path.join(self.directory, name)
        os.makedirs(self.directory, exist_ok=True)
        try:
            with open(path, encoding="utf-8") as f:
                if f.read() == text:
                    return path
        except FileNotFoundError:
            pass
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def table_text(self):
        text = '#include "table.h"\n'
        for library in self.libraries:
            entries = {}
            for symbols in library.symbols.values():
                for name, prototype in symbols.functions.items():
                    text += "%s;\n" % (prototype % library.unique(name))
                    entries[name] = "(const void *)" + library.unique(name)
                for name in symbols.data:
                    text += "extern const char %s[];\n" % library.unique(name)
                    entries[name] = library.unique(name)
            text += "static const struct symbol symbols_%s[] = {\n%s};\n" % (
                library.name, "".join(
                    '    {"%s", %s},\n' % each
                    for each in sorted(entries.items())))
        text += "const struct library libraries[] = {\n%s    {0}};\n" % "".join(
            '    {"%s.so", symbols_%s, sizeof symbols_%s / sizeof '
            "symbols_%s[0]},\n" % ((library.name,) * 4)
            for library in self.libraries)
        return text

    def compile(self, built):
        """The objects of all libraries in the form of `built`."""
        futures = []
        for library in self.libraries:
            header = self.write(
                library.name + ".h", "".join(
                    "#define %s %s\n" % (name, library.unique(name))
                    for name in library.clashing))
            for stem, source, flags in library.files:
                output = os.path.join(
                    self.directory, built.form, library.name, stem + ".o")
                library.objects.append(output)
                futures.append(built.builder.later(
                    output, [source, header, *built.headers()],
                    built.wasm_command(source, output)
                    + ["-include", header, *flags]))
        for future in futures:
            future.result()

    def command(self, native, built, output):
        """The plain link of everything."""
        for library in self.libraries:
            library.objects = []
        self.compile(built)
        stubs = []
        for source in (self.table, os.path.join(FILES, "dlopen.c")):
            stub = os.path.join(
                self.directory, os.path.basename(source)[:-2] + ".o")
            native.builder.must(
                stub, [source, os.path.join(FILES, "table.h")],
                native.wasm_command(source, stub) + ["-I" + FILES])
            stubs.append(stub)
        if len({o for l in self.libraries for o in l.objects}) != sum(
                len(l.objects) for l in self.libraries):
            raise Failure("byhand: two objects of one name")
        return built.clang + [
            *built.program, *stubs,
            *[o for library in self.libraries for o in library.objects],
            *built.emulation(), "-o", output]
