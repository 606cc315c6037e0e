"""Runs one conformance case in all worlds and compares what they print.

    conform.py [--native] [--forms FORM,FORM] [options] CASE.test DIRECTORY

A case is a folder of sources and a case.test, whose lines `key: value` say what
is built (Inputs/cases.py). It is built and run in DIRECTORY, once a world:

    glibc      real shared objects, this machine's compiler: the reference
    musl       the same with musl-gcc; C only
    wasmtime, node
               one module, welded from the same sources
    wasm64     the same without a C library, under those of the engines that run
               it; where asked for

With `threads: yes` the module has no C library, but shared memory and threads.

The libraries of a welded world have one of these forms:

    archive    archives, under each engine
    weldable   what `clang -shared` makes with the plugin
    module     shared modules, as the linker makes them without it
    mixed      one after the other, where there are several
    lto, thinlto
               archives of bitcode
    lto-half   archives whose members are bitcode and native in turns, and the
               program is one or the other
    lto-all, thinlto-all
               archives of bitcode, and the program is bitcode, too

Of each case run the first, two of the next three, and one in bitcode, all but the
first under one engine; and one for wasm64, in every fourth case one of bitcode,
too. Which they are changes from case to case. --forms runs those named; `bitcode`
are the last five, `all` are all.

A third of them have the small index, which again changes from case to case;
--index=small or --index=fast gives it to all or none. Cases with a line of their
own (`weld: index=...`) are as they say.

Standard output and exit code have to be the same everywhere, but for what the
case says is different. --native leaves the welded worlds out.
"""

import argparse
import difflib
import os
import shutil
import subprocess
import sys
import zlib

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "Inputs"))

from cases import BITCODE, Case, Failure, forms_of  # noqa: E402
from worlds import Native, Welded, Welded64, WeldedThreads  # noqa: E402


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


def natives(case, tools, directory):
    """(what glibc printed, whom the welded worlds follow, what that printed)"""

    def run(name):
        world = Native(name, tools, case, os.path.join(directory, name))
        world.build()
        return world.run()

    glibc = run("glibc")
    reference = text(glibc)
    if glibc[1] != case.exit or len(reference) < 2:
        raise Failure("%s: glibc: expected some output and exit code %d\n%s\n%s"
                      % (case.name, case.exit, "\n".join(reference),
                         glibc[2].decode("utf-8", "replace")))
    if not case.cxx and case.musl != "no" and tools["musl"]:
        musl = run("musl")
        expect(case, "musl", musl, "glibc", reference, case.musl == "agrees")
        if case.musl == "follow":
            return reference, "musl", text(musl)
    elif case.musl == "follow":
        raise Failure("%s: musl is what has to be followed" % case.name)
    return reference, "glibc", reference


def wanted_in(case, form, name, native):
    """(who says what is to be printed in a form, what that is)"""

    def read(file):
        path = os.path.join(case.folder, file)
        if not os.path.exists(path):
            raise Failure("%s: `differs:` needs a %s" % (case.name, file))
        with open(path, encoding="utf-8") as lines:
            return path, lines.read().splitlines() + [
                "[exit code: %d]" % case.exit]

    wanted = name, native
    for key in (None, form):
        if key in case.texts:
            other = read(case.texts[key])
            if other[1] == wanted[1]:
                raise Failure("%s: `differs:`, but %s is what %s prints"
                              % (case.name, case.texts[key], wanted[0]))
            wanted = other
    return wanted


def runs(case, tools, forms):
    """(kind of world, encoding of exceptions, engine, form), one a run."""
    kind = WeldedThreads if case.yes("threads") else Welded
    # Exceptions and longjmp have two encodings, and no engine here runs both.
    encodings = {"node": "true", "wasmtime": "false"}
    if not {"exceptions", "setjmp"} & set(case.runtimes):
        encodings = {}
    engines = [x for x in tools["engines"]
               if x in (case.engines or tools["engines"])]
    turn = zlib.crc32(case.name.encode())
    others = [x for x in case.forms if x not in ("archive",) + BITCODE]
    bitcode = [x for x in case.forms if x in BITCODE]
    if not forms:
        if len(others) > 2:
            del others[turn % len(others)]
        bitcode = bitcode[turn % len(bitcode):][:1] if bitcode else []
    result = [(kind, "archive", x) for x in engines]
    if engines:
        result += [(kind, form, engines[(turn + i) % len(engines)])
                   for i, form in enumerate(others + bitcode)]
    if case.yes("wasm64") and tools["wasm64"]:
        result += [(Welded64, "archive", x) for x in tools["wasm64"]]
        some = others[turn % len(others):][:1] if others else []
        some += bitcode if forms else bitcode[:turn // 16 % 4 == 0]
        result += [(Welded64, form, tools["wasm64"][0]) for form in some]
    return [(kind, encodings.get(engine), engine, form)
            for kind, form, engine in result
            if form in case.forms and (not forms or form in forms)]


def conform(case, tools, native_only, forms, directory):
    shutil.rmtree(directory, ignore_errors=True)
    directory = os.path.realpath(directory)
    reference, name, native = natives(case, tools, directory)
    if native_only:
        return reference
    worlds, built, failures = {}, set(), []
    for kind, encoding, engine, form in runs(case, tools, forms):
        try:
            key = kind, encoding
            if key not in worlds:
                folder = "-".join([kind.name] + [engine] * bool(encoding))
                worlds[key] = kind(
                    tools, case, os.path.join(directory, folder), encoding)
            if (key, form) not in built:
                worlds[key].build(form)
                built.add((key, form))
            expect(case, worlds[key].describe(engine, form),
                   worlds[key].run(engine, form),
                   *wanted_in(case, form, name, native))
        except Failure as failure:
            failures.append("%s: form %s: %s" % (case.name, form, failure))
    if failures:
        raise Failure("\n".join(failures))
    return reference


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--native", action="store_true")
    parser.add_argument("--forms", default="")
    parser.add_argument("--index", default="", choices=["", "fast", "small"])
    parser.add_argument("--print", action="store_true")  # what glibc printed
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--engines", default="wasmtime,node")
    # Those of them that run wasm64, each maybe with flags: node:--flag
    parser.add_argument("--wasm64", default="wasmtime")
    for tool, default in (
            ("glibc", "cc"), ("cxx", "c++"), ("musl", "musl-gcc"),
            ("clang", "clang-22"), ("clangxx", "clang++-22"),
            ("ar", "llvm-ar-22"), ("nm", "llvm-nm-22"), ("ld", "wasm-ld-22"),
            ("node", "node"),
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
        forms = forms_of("--forms", tools["forms"]) if tools["forms"] else []
        output = conform(Case(tools["case"]), tools, tools["native"], forms,
                         tools["directory"])
    except Failure as failure:
        sys.exit("conform.py: %s" % failure)
    except subprocess.TimeoutExpired as timeout:
        sys.exit("conform.py: %s" % timeout)
    if tools["print"]:
        print("\n".join(output))


if __name__ == "__main__":
    main()
