"""Runs tools over finished modules, as people do after a link, and looks whether
dlopen, dlsym and dladdr say the same as before, whether dlsym.0 is still there and
still right, and what `dlweld verify` says.

    run.py --build DIR --clang CLANG --real-ld LD --work DIR GROUP...

The modules are those of test/outputs/cases.py. A tool that is not installed is
named and skipped; it is an error if there is none at all.
"""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TEST = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TEST, d) for d in ("outputs", "dlsym")]

import argparse  # noqa: E402

import cases  # noqa: E402
import engine  # noqa: E402
import reader  # noqa: E402
import run  # noqa: E402

# Where tools/bootstrap puts what Debian has not, or only an older one.
MORE = os.path.join(os.path.dirname(TEST), ".cache", "postlink")


def tool(name):
    for directory in (
        os.path.join(MORE, "node_modules", ".bin"),
        os.path.join(MORE, "node_modules/@bytecodealliance/wizer-linux-x64"),
        os.path.join(MORE, "bin"),
    ):
        path = os.path.join(directory, name)
        if os.access(path, os.X_OK):
            return path
    return None


KEEPS, DROPS = True, False
ALL = ["usual32:no-entry", "usual32:import-table", "threads32:shared-memory"]
PIC = ["dynamic32:pie", "dynamic32:shared"]
WIDE = ["usual64:no-entry", "dynamic64:pie"]
HOSTS = ["hosts32:uncalled"]


class Tool:
    def __init__(self, name, program, words, keeps, modules, in_place=False):
        self.name, self.program, self.words = name, program, words
        self.keeps = keeps  # whether the section is there afterwards
        self.modules = modules
        self.in_place = in_place

    def command(self, before, after):
        if self.in_place:
            shutil.copy(before, after)
            return [self.program] + self.words + [after]
        return [self.program] + self.words + [before, "-o", after]


def optimizers(program, modules, levels):
    for level in levels:
        yield Tool("wasm-opt " + level, program, [level], KEEPS, modules)
    yield Tool(
        "wasm-opt -O3 --converge and more",
        program,
        ["-O3", "--converge", "--directize", "--duplicate-function-elimination",
         "--memory-packing", "--reorder-functions", "--merge-similar-functions",
         "--remove-unused-module-elements", "--strip-debug",
         "--strip-producers", "--strip-target-features"],
        KEEPS, modules,
    )


def old_optimizers():
    # (wasm-opt 108 knows no 64-bit tables.)
    yield from optimizers(shutil.which("wasm-opt"), ALL[:1] + PIC[:1] + HOSTS,
                          ("-O1", "-O2", "-O3", "-O4", "-Oz"))


def new_optimizers():
    # npm's is compiled to JavaScript and slow; DLWELD_POSTLINK=all takes a minute.
    if os.environ.get("DLWELD_POSTLINK") == "all":
        yield from optimizers(tool("wasm-opt"), ALL[:1] + PIC[1:] + HOSTS,
                              ("-O1", "-O2", "-O3", "-O4", "-Oz"))
    else:
        yield from optimizers(tool("wasm-opt"), ALL[:1], ("-O4",))
        yield from optimizers(tool("wasm-opt"), HOSTS, ("-Oz",))


def strippers():
    modules = ALL + PIC + WIDE
    strip, copy = shutil.which("llvm-strip"), shutil.which("llvm-objcopy")
    for flag in ("--strip-all", "--strip-debug", "--strip-unneeded",
                 "--no-strip-all", "--keep-section=dlsym.0"):
        yield Tool("llvm-strip " + flag, strip, [flag], KEEPS, modules, True)
    yield Tool("llvm-objcopy", copy, [], KEEPS, modules, True)
    yield Tool("llvm-objcopy --strip-debug", copy, ["--strip-debug"], KEEPS,
               modules, True)
    yield Tool("llvm-objcopy --remove-section", copy,
               ["--remove-section=dlsym.0"], DROPS, modules, True)


def wabt():
    yield Tool("wasm-strip", shutil.which("wasm-strip"), [], DROPS, ALL + PIC[:1],
               True)


def wasm_tools():
    strip = [tool("wasm-tools"), ["strip"]]
    modules = ALL + PIC[:1] + WIDE
    yield Tool("wasm-tools strip", strip[0], strip[1], DROPS, modules)
    yield Tool("wasm-tools strip --all", strip[0], ["strip", "--all"], DROPS,
               modules)
    yield Tool("wasm-tools strip --delete", strip[0],
               ["strip", "--delete", "^(producers|name)$"], KEEPS,
               modules + PIC[1:])
    yield Tool("wasm-tools metadata add", strip[0],
               ["metadata", "add", "--name", "other"], KEEPS, modules)
    yield Tool("wasm-tools demangle", strip[0], ["demangle"], KEEPS, modules)


def wizer():
    # What it does not take: imported memories and tables, shared memory.
    yield Tool("wizer", tool("wizer"),
               ["--init-func=run", "--keep-init-func=true"], KEEPS,
               ["usual32:no-entry", "usual32:emit-relocs"])


GROUPS = {
    "old-wasm-opt": old_optimizers,
    "new-wasm-opt": new_optimizers,
    "llvm": strippers,
    "wabt": wabt,
    "wasm-tools": wasm_tools,
    "wizer": wizer,
}


def numbers(path):
    """All that dlsym.0 says, to be compared."""
    with open(path, "rb") as file:
        return list(reader.listing(reader.read(file.read())))


def report(path, again):
    """What the program says. A wizer has run it once; its second word counts."""
    lines = engine.Run(path).report()
    if again:
        starts = [n for n, s in enumerate(lines) if s.startswith("constructed")]
        lines = lines[starts[-1] :]
    # (Constructors of the program run anew in each instance.)
    return [line for line in lines if not line.startswith("constructed")]


class Modules:
    def __init__(self, options):
        self.options = options
        self.links = run.Links(options)
        self.made = {}

    def get(self, name):
        if name not in self.made:
            (case,) = cases.select([name])
            path = self.links.link(case)
            run.check(path, case)
            self.made[name] = (case, path, report(path, False), numbers(path))
        return self.made[name]

    def verify(self, path):
        """The exit code of `dlweld verify`, and what it says."""
        dlweld = os.path.join(self.options.build, "bin", "dlweld")
        done = subprocess.run([dlweld, "verify", path], capture_output=True,
                              text=True)
        return done.returncode, done.stdout + done.stderr


def try_tool(t, name, modules):
    """A line for each fault."""
    case, before, said, index = modules.get(name)
    after = before[: -len(".wasm")] + "-after.wasm"
    if os.path.exists(after):
        os.remove(after)
    words = t.command(before, after)
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        return ["%s\n%s" % (" ".join(words), done.stderr[-500:])]
    faults = []
    lines = report(after, t.program.endswith("wizer"))
    if lines != said:
        faults.append("dlsym or dladdr say something else")
    try:
        if numbers(after) != index:
            faults.append("dlsym.0 says something else")
        elif not t.keeps:
            faults.append("the section is still there")
    except reader.NoSection:
        if t.keeps:
            faults.append("the section is gone")
    except reader.Damaged as error:
        faults.append(str(error))
    if not faults and t.keeps:
        try:
            run.check(after, case, lines)
        except run.Failure as failure:
            faults.append(str(failure))
    code, text = modules.verify(after)
    if code != 0:
        faults.append("dlweld verify exits with %d: %s" % (code, text))
    return faults


def main():
    parser = argparse.ArgumentParser()
    for option in ("--build", "--clang", "--real-ld", "--work"):
        parser.add_argument(option, required=True)
    parser.add_argument("groups", nargs="+")
    options = parser.parse_args()
    options.work = os.path.abspath(options.work)
    options.build = os.path.abspath(options.build)
    shutil.rmtree(options.work, ignore_errors=True)
    modules = Modules(options)
    failed = count = 0
    for group in options.groups:
        for t in GROUPS[group]():
            if not t.program:
                print("%s is not installed" % t.name)
                continue
            for name in t.modules:
                count += 1
                try:
                    faults = try_tool(t, name, modules)
                except (run.Failure, engine.Failure) as failure:
                    faults = [str(failure)]
                for fault in faults:
                    print("%s, %s: %s" % (t.name, name, fault))
                failed += bool(faults)
    print("%d modules, %d failed" % (count, failed))
    return failed != 0 or count == 0


if __name__ == "__main__":
    sys.exit(main())
