"""dlsym in a welded module against glibc's on the same names. The program and
the names are those of dlsym/; each run of it tells the best of many rounds."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys

import measure
from links import index_result
from measure import Failure, Result, Spread

SOURCES = os.path.join(measure.HERE, "dlsym")
ENGINES = os.path.join(measure.ROOT, "test", "engines")


def build(tools, kind, count):
    """The native program and the welded one, of the same two sources."""
    directory = tools.path("dlsym", "%s-%d" % (kind, count))
    here = lambda name: os.path.join(directory, name)  # noqa: E731
    names = os.path.join(SOURCES, "names.py")
    if not os.path.exists(here("names.h")) or (
            os.path.getmtime(here("names.h")) < os.path.getmtime(names)):
        tools.call([sys.executable, names, kind, str(count), directory])
    library, program = here("libnames.c"), os.path.join(SOURCES, "dlsym.c")
    header = here("names.h")
    tools.compile(tools.cc + ["-O1", "-shared", "-fPIC"], library,
                  here("libnames.so"))
    native = tools.compile(tools.cc + ["-O2", "-I" + directory], program,
                           here("native"), ["-ldl"], [header])
    wasi = [tools.clang, "--target=wasm32-wasi", "-Wno-deprecated"]
    wasm_library = tools.compile(
        wasi + ["-O1", "-c"], library, here("libnames.o"))
    wasm_program = tools.compile(
        wasi + ["-O2", "-c", "-I" + directory, "-I" + tools.include], program,
        here("program.o"), inputs=[header])
    welded = here("welded.wasm")
    tools.call([
        *wasi, "--no-wasm-opt", "-fuse-ld=" + tools.front_end,
        "-Wl,--plugin=" + tools.plugin,
        "-Wl,--plugin-opt=dlopen=libnames.so=" + wasm_library,
        wasm_program, "-o", welded])
    return directory, native, welded


def read(text):
    """(hit, miss) in ns."""
    found = dict(re.findall(r"(hit|miss) ([0-9.]+) ns", text))
    if len(found) != 2:
        raise Failure("dlsym: " + text.strip())
    return float(found["hit"]), float(found["miss"])


def command(words, directory):
    environment = dict(os.environ, LD_LIBRARY_PATH=directory)

    def run():
        done = subprocess.run(
            words, cwd=directory, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return read(done.stdout)
    return run


def under_wasmtime(welded, directory):
    spec = importlib.util.spec_from_file_location(
        "engine_wasmtime", os.path.join(ENGINES, "wasmtime.py"))
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    module = runner.Module(welded)
    output = os.path.join(directory, "output.txt")

    def run():
        open(output, "w").close()
        module.run(["dlsym"], stdout=output, stderr=output)
        with open(output, encoding="utf-8") as f:
            return read(f.read())
    return run


def lookups(tools, kind, count, shown, repetitions):
    if tools.quick:
        count //= 10
        repetitions = 3
    directory, native, welded = build(tools, kind, count)
    cases = {"native": command([native], directory),
             "wasmtime": under_wasmtime(welded, directory)}
    node = os.environ.get("DLWELD_NODE") or shutil.which("node")
    if node:
        cases["node"] = command(
            [node, os.path.join(ENGINES, "node.mjs"), welded], directory)
    values = dict(zip(cases, measure.interleave(
        list(cases.values()), repetitions)))
    title = "dlsym, %s %s" % (format(count, ","), shown)
    for engine in list(cases)[1:]:
        for at, what in enumerate(("hit", "miss")):
            ours, theirs = ([v[at] for v in values[side]]
                            for side in (engine, "native"))
            ratio = measure.ratios(ours, theirs)
            yield Result(
                "%s, %s: %s / glibc" % (title, what, engine), ratio.median,
                target=1.0 if engine == "wasmtime" else None, aim=0.5,
                note="%s ns against %s ns; ratio of pairs %s, %d pairs" % (
                    Spread(ours).text(1, 0), Spread(theirs).text(1, 0),
                    ratio.text(), repetitions),
                ratio=ratio.as_json(), welded_ns=Spread(ours).as_json(),
                native_ns=Spread(theirs).as_json())
    yield index_result("%s %s" % (format(count, ","), shown), welded)


def dlsym_c(tools):
    yield from lookups(tools, "c", 10000, "C names", 9)


def dlsym_cxx(tools):
    yield from lookups(tools, "c++", 60000, "C++ names", 5)
