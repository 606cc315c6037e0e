"""Very many libraries in one module: natively and welded they do the same.

    large.py [options] [SHAPE...]

    chain    300 libraries, each of which needs the next
    nested   300 libraries, each of which opens the next in its constructors
    wide     one that needs a thousand

All are opened, searched, unloaded and opened again. The options are those of
run.py that name tools."""

import argparse
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

import run  # noqa: E402

SHAPES = {
    # number of libraries, dependencies of library i, flags
    "chain": (300, lambda i: [i + 1] if i + 1 < 300 else [], []),
    "nested": (300, lambda i: [], ["-DRECURSE"]),
    "wide": (1001, lambda i: range(1, 1001) if i == 0 else [], []),
}


class Shape:
    def __init__(self, name):
        self.count, self.needed, self.flags = SHAPES[name]

    def header(self):
        return ""

    def objects(self, compiler, directory):
        """Three: the last library's, the others', the program's."""
        for output, source, extra in (
                ("last.o", "large.c", ["-DLAST"]), ("lib.o", "large.c", []),
                ("main.o", "large-main.c", ["-DLIBRARIES=%d" % self.count])):
            run.command(compiler + self.flags + extra + [
                "-c", os.path.join(HERE, source), "-o", output], directory)

    def object(self, number):
        return "last.o" if number == self.count - 1 else "lib.o"


class Native(run.World):
    def build(self):
        # The linker by itself: a compiler's way to it takes longer than it
        # does. Last first, so that all is there that is needed.
        shape = self.graph
        shape.objects([self.tools["glibc"], "-fPIC"], self.directory)
        for i in reversed(range(shape.count)):
            run.command(
                [self.tools["ld"], "-shared", shape.object(i),
                 "-soname", run.soname(i), "-o", run.soname(i), "-rpath-link",
                 ".", "--no-as-needed"]
                + [run.soname(x) for x in shape.needed(i)], self.directory)
        run.command([self.tools["glibc"], "-pie", "-rdynamic", "main.o",
                     "-o", "program"], self.directory)

    def run(self):
        return self.lines(["./program"], {"LD_LIBRARY_PATH": self.directory})


class Welded(run.Welded):
    def build(self):
        tools, shape = self.tools, self.graph
        cc = [tools["clang"], "--target=wasm32-wasi", "-Wno-deprecated", "-O1",
              "-I" + os.path.join(tools["build"], "share/dlweld/include")]
        shape.objects(cc, self.directory)
        with open(os.path.join(self.directory, "weld"), "w",
                  encoding="ascii") as file:
            for i in range(shape.count):
                file.write("dlopen=%s=%s\nunload=%s=yes\n" % (
                    run.soname(i), shape.object(i), run.soname(i)))
                for x in shape.needed(i):
                    file.write("needed=%s=%s\n" % (
                        run.soname(i), run.soname(x)))
        run.command(cc + ["main.o", "--no-wasm-opt", "-o", "program.wasm"]
                    + run.weld_flags(tools), self.directory)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    run.add_tools(parser)
    parser.add_argument("--ld", default="ld")
    parser.add_argument("shapes", nargs="*", default=sorted(SHAPES))
    tools = run.checked_tools(parser)
    with tempfile.TemporaryDirectory(prefix="dlweld-large-") as top:
        for name in tools["shapes"]:
            shape = Shape(name)
            native = Native(tools, shape, os.path.join(top, name, "glibc"))
            wanted = native.run()
            if len(wanted) < 2 * shape.count:
                run.show("glibc", wanted, len(wanted))
                sys.exit("large.py: %s: glibc does not do it" % name)
            welded = Welded(tools, shape, os.path.join(top, name, "welded"))
            for engine in tools["engines"]:
                lines = welded.run(engine, [])
                at = run.first_difference(wanted, lines)
                if at is not None:
                    run.show("glibc", wanted, at)
                    run.show(engine, lines, at)
                    sys.exit("large.py: %s: %s differs from glibc" % (
                        name, engine))
            print("%s: %d libraries agree" % (name, shape.count))


if __name__ == "__main__":
    main()
