"""Links one program with three libraries in every way there is, runs each module,
and compares what dlsym and dladdr say in it with what dlsym.0 says to hosts.

    run.py --build DIR --clang CLANG --work DIR [--keep] GROUP[:CASE]...

Groups and cases are in cases.py. A case fails if the link fails, the module
traps, a call gives another result than it should, an export has another slot or
address than the section says, or a call by the section's slot gives another
result than one by dlsym.
"""

import argparse
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "dlsym")]

import agree  # noqa: E402
import cases  # noqa: E402
import engine  # noqa: E402
import reader  # noqa: E402

# What `work(7)` gives, and who must be found: see Inputs/*.c.
WORK = {"program": 8, "one.so": 21026, "two.so": 7029, "start.so": 7032}
NUMBERS = {"": 1, "one.so": 3, "two.so": 4, "start.so": 5}
OPTIONS = [
    "dlopen=one.so=one.o",
    "dlopen=two.so=two.o",
    "startup=start.so=start.o",
    "needed=one.so=two.so",
    "alias=one.so=uno",
    "unload=two.so=yes",
] + [
    "export=program=" + name
    for name in ("value", "zeros", "work", "table", "local")
]
LIBRARIES = {
    "one.o": ["-DNUMBER=3", "-DNEEDED=4"],
    "two.o": ["-DNUMBER=4", "-DUNLOAD"],
    "start.o": ["-DNUMBER=5", "-DGREET"],
}


class Failure(Exception):
    pass


def command(words, cwd):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0 or done.stderr:
        raise Failure("%s\n%s" % (" ".join(words), done.stderr + done.stdout))


class Links:
    """Objects of each flavour, compiled when first asked for."""

    def __init__(self, options):
        self.options = options
        self.compiled = set()
        self.linker = os.path.join(options.build, "bin", "wasm-ld")
        self.dlweld = os.path.join(options.build, "bin", "dlweld")
        self.plugin = os.path.join(options.build, "lib", "dlweld.so")

    def directory(self, flavour, defines):
        name = "-".join([flavour] + [d[2:] for d in defines])
        directory = os.path.join(self.options.work, name)
        if name in self.compiled:
            return directory
        os.makedirs(directory, exist_ok=True)
        base = [
            self.options.clang,
            "--target=%s-unknown-unknown" % cases.target(flavour),
            "-O1",
            "-Wall",
            "-Werror",
            "-c",
            "-I" + os.path.join(self.options.build, "share/dlweld/include"),
        ] + cases.FLAVOURS[flavour.rstrip("0123456789")]
        inputs = os.path.join(HERE, "Inputs")
        command(
            base
            + list(defines)
            + [os.path.join(inputs, "program.c"), "-o", "program.o"],
            directory,
        )
        for output, flags in LIBRARIES.items():
            command(
                base
                + flags
                + list(defines)
                + [os.path.join(inputs, "library.c"), "-o", output],
                directory,
            )
        self.compiled.add(name)
        return directory

    def front(self, options):
        """The front end with the plugin."""
        return [self.linker, "--plugin=" + self.plugin] + [
            "--plugin-opt=" + option for option in options
        ]

    def driver(self, case, options):
        """clang with the plugin; from -O1 on it runs wasm-opt over the result."""
        return [
            self.options.clang,
            "--target=%s-unknown-unknown" % cases.target(case.flavour),
            "-nostdlib",
            "-fuse-ld=" + self.linker,
            "-Wl,--plugin=" + self.plugin,
        ] + ["-Wl,--plugin-opt=" + option for option in options]

    def link(self, case):
        """Links a case; the module's path."""
        directory = self.directory(case.flavour, case.defines)
        output = os.path.join(directory, case.name + ".wasm")
        steps = case.steps or [("weld", ["program.o"] + case.flags)]
        for number, (how, words) in enumerate(steps):
            last = number == len(steps) - 1
            to = output if last else "step%d.o" % number
            words = [w.replace("%last", "step%d.o" % (number - 1)) for w in words]
            if how == "weld":
                start = self.front((case.weld or OPTIONS) + case.options)
            elif how == "plugin":
                start = self.front([])
            elif how == "plain":
                start = [self.options.real_ld]
            elif how == "clang":
                start = self.driver(case, OPTIONS + case.options)
            if cases.target(case.flavour) == "wasm64" and how != "clang":
                start.append("-mwasm64")
            command(start + words + ["-o", to], directory)
        return output


def described(path):
    """What dlsym.0 says: {library: {name: symbol}} and whether it is relative."""
    with open(path, "rb") as file:
        return reader.read(file.read())


def check_host(path, index):
    """A module that opens nothing itself: the host does by the section alone what
    dlopen and dlsym do."""
    run = engine.Run(path)
    if run.table is None:
        raise Failure("the host cannot reach the table")
    for library in reversed(index.libraries):
        if library.init is not None and not library.flags & 2:
            run.call(library.init)
    for library in index.libraries:
        (work,) = [s for s in library.symbols if s.name == "work"]
        wanted = WORK[library.soname or "program"]
        if run.call(work.value, 7) != wanted:
            raise Failure("%s: a call by the slot" % library.soname)
        (value,) = [s for s in library.symbols if s.name == "value"]
        held = int.from_bytes(run.read(value.value, 4), "little")
        if held != NUMBERS[library.soname]:
            raise Failure("%s: value is %d" % (library.soname, held))
    return index


def check(path, case, lines=None):
    """Runs a module (or takes what it has said already)."""
    index = described(path)
    if case.table:
        return check_host(path, index)
    said = {
        library.soname or "program": {s.name: s for s in library.symbols}
        for library in index.libraries
    }
    run = engine.Run(path)
    again = lines is not None
    lines = lines or run.report()
    faults = []
    seen = {}
    work = {}
    for line in lines:
        words = line.split()
        if words[0] in ("function", "data", "tls", "absolute", "absent"):
            kind, library, name, value = words[:4]
            seen.setdefault(library, {})[name] = kind
            faults += compare(run, said, line)
        elif words[0] == "library":
            seen.setdefault(words[1], {})
            if len(words) != 2:
                faults.append(line)
        elif words[0] == "work":
            work[words[1]] = int(words[2])
        elif words[0] not in ("constructed", "greet", "tls-base", "local"):
            faults.append("the program says: " + line)
    for line in ["greet 6", "local 6"] + ["constructed 101"] * (not again):
        if line not in lines:
            faults.append("the program does not say: " + line)
    if work != WORK:
        faults.append("work: %s, not %s" % (work, WORK))
    for library, symbols in said.items():
        missing = set(symbols) - set(seen.get(library, ()))
        if missing:
            faults.append("%s: dlsym does not find %s" % (library, missing))
        if "work" in symbols and symbols["work"].present:
            result = run.call(symbols["work"].value, 7)
            if result is not None and result != WORK[library]:
                faults.append("%s: a call by the slot: %s" % (library, result))
    if index.relative != run.relative:
        faults.append("relative: the section says %s" % index.relative)
    if faults:
        raise Failure("\n".join(faults) + "\n--\n" + "\n".join(lines))
    return index


def compare(run, said, line):
    """An export as the program sees it and as the section has it."""
    kind, library, name, value, *address = line.split()
    symbol = said.get(library, {}).get(name)
    if symbol is None:
        return ["the section has no such export: " + line]
    if kind == "absent":
        if symbol.present:
            return ["it has value %d: %s" % (symbol.value, line)]
        return []
    wanted = symbol.value
    if kind == "function" and not symbol.present and library == "program":
        # What a shared module exports its loader may take from elsewhere; so
        # where it is only the loader knows.
        if run.relative and run.exports.get(name) is not None:
            return []
    if kind == "function":
        wanted += run.table_base
    elif kind == "data":
        wanted += run.memory_base
    elif kind == "tls":
        # The section's number is either the address or a distance; the module
        # says which (see reader.py).
        wanted += run.memory_base if symbol.is_address else run.tls_base
    if symbol.kind != kind or wanted != int(value):
        return ["the section: %s %d: %s" % (symbol.kind, wanted, line)]
    if kind in ("function", "data"):
        who = "" if library == "program" else library
        if address[1:] != [name] or (who and address[0] != who):
            return ["dladdr: " + line]
    return []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--real-ld", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("cases", nargs="+")
    options = parser.parse_args()
    options.work = os.path.abspath(options.work)
    options.build = os.path.abspath(options.build)
    if not options.keep:
        shutil.rmtree(options.work, ignore_errors=True)
    links = Links(options)
    failed = count = 0
    for case in cases.select(options.cases):
        count += 1
        try:
            path = links.link(case)
            index = check(path, case)
            command([links.dlweld, "verify", path], options.work)
            faults = agree.differences(links.dlweld, path, index)
            if faults:
                raise Failure("\n".join(faults))
            if options.show:
                print("\n".join(engine.Run(path).report()))
        except (Failure, engine.Failure, reader.Damaged) as failure:
            print("%s: %s: %s" % (case.flavour, case.name, failure))
            failed += 1
            continue
        print("%s: %s: right" % (case.flavour, case.name))
    print("%d cases, %d failed" % (count, failed))
    return failed != 0 or count == 0


if __name__ == "__main__":
    sys.exit(main())
