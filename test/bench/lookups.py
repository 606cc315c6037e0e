"""dlsym in a welded module against glibc's on the same names. The program and
the names are those of dlsym/; each run of it tells the best of many rounds. Both
forms of the index (index=fast, index=small) are measured in one run, by turns."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys

import measure
from index import Index
from links import index_result
from measure import Failure, Result, Spread

SOURCES = os.path.join(measure.HERE, "dlsym")
ENGINES = os.path.join(measure.ROOT, "test", "engines")


def build(tools, kind, count):
    """The native program and the welded one in both forms, of the same two
    sources."""
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
    welded = {form: here("welded-%s.wasm" % form) for form in ("fast", "small")}
    for form, path in welded.items():
        tools.call([
            *wasi, "--no-wasm-opt", "-fuse-ld=" + tools.front_end,
            "-Wl,--plugin=" + tools.plugin,
            "-Wl,--plugin-opt=dlopen=libnames.so=" + wasm_library,
            "-Wl,--plugin-opt=index=" + form, wasm_program, "-o", path])
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
             "wasmtime": under_wasmtime(welded["fast"], directory),
             "wasmtime, small": under_wasmtime(welded["small"], directory)}
    node = os.environ.get("DLWELD_NODE") or shutil.which("node")
    if node:
        for form, name in ("fast", "node"), ("small", "node, small"):
            cases[name] = command([node, os.path.join(ENGINES, "node.mjs"),
                                   welded[form]], directory)
    values = dict(zip(cases, measure.interleave(
        list(cases.values()), repetitions)))
    title = "dlsym, %s %s" % (format(count, ","), shown)
    # The small form is compared with the fast one, and that with glibc.
    for name in list(cases)[1:]:
        engine, _, small = name.partition(", ")
        other = engine if small else "native"
        for at, what in enumerate(("hit", "miss")):
            ours, theirs = ([v[at] for v in values[side]]
                            for side in (name, other))
            ratio = measure.ratios(ours, theirs)
            yield Result(
                "%s, %s: %s / %s" % (title, what, name,
                                     "fast" if small else "glibc"),
                ratio.median, target=1.0 if name == "wasmtime" else None,
                aim=0.5 if not small else None,
                note="%s ns against %s ns; ratio of pairs %s, %d pairs" % (
                    Spread(ours).text(1, 0), Spread(theirs).text(1, 0),
                    ratio.text(), repetitions),
                ratio=ratio.as_json(), ns=Spread(ours).as_json(),
                other_ns=Spread(theirs).as_json())
    shown = "%s %s" % (format(count, ","), shown)
    yield index_result(shown, welded["fast"])
    yield saved_result(shown, *welded.values())


def saved_result(title, fast, small):
    """What the small form is smaller by. The files differ by what the section
    dlsym.0, the copy of the index, differs by, too."""
    fast_index, small_index = Index(fast), Index(small)
    if fast_index.name_bytes != small_index.name_bytes:
        raise Failure("the two forms of the index have other names")
    symbols = fast_index.symbols
    return Result(
        "index, %s: small - fast, bytes a symbol" % title,
        (small_index.size - fast_index.size) / symbols, "B",
        note="%.1f B against %.1f B, with the names; the files: %.1f B less" % (
            small_index.size / symbols, fast_index.size / symbols,
            (os.path.getsize(fast) - os.path.getsize(small)) / symbols),
        small_bytes=small_index.size, fast_bytes=fast_index.size,
        symbols=symbols)


def real_names(tools):
    """What the small form saves where names are as people and compilers make
    them: those of this machine's C++ and C libraries."""
    compiler = [tools.clang, "--target=wasm32-wasi", "-Wno-deprecated"]
    program = tools.path("names", "program.c")
    os.makedirs(os.path.dirname(program), exist_ok=True)
    with open(program, "w", encoding="utf-8") as f:
        f.write("int main(void) { return 0; }\n")
    for title, file in ("libstdc++", "libstdc++.so.6"), ("libc", "libc.so.6"):
        path = tools.call(tools.cc + ["-print-file-name=" + file]).strip()
        text = tools.call(["nm", "-D", "--defined-only", path])
        names = sorted({line.split()[-1].split("@")[0]
                        for line in text.splitlines() if line.strip()})
        source, files = tools.path("names", title + ".c"), []
        with open(source, "w", encoding="utf-8") as f:
            f.writelines('int v%d __asm__("%s") = 1;\n' % x
                         for x in enumerate(names))
        library = tools.compile(compiler + ["-O1", "-c"], source, source + ".o")
        for form in "fast", "small":
            files.append(tools.path("names", "%s-%s.wasm" % (title, form)))
            tools.call([
                *compiler, "--no-wasm-opt", "-fuse-ld=" + tools.front_end,
                "-Wl,--plugin=" + tools.plugin,
                "-Wl,--plugin-opt=dlopen=lib.so=" + library,
                "-Wl,--plugin-opt=export=lib.so=*",
                "-Wl,--plugin-opt=index=" + form, program, "-o", files[-1]])
        yield saved_result("%s's %s names" % (title, format(len(names), ",")),
                           *files)


def dlsym_c(tools):
    yield from lookups(tools, "c", 10000, "C names", 9)


def dlsym_cxx(tools):
    yield from lookups(tools, "c++", 60000, "C++ names", 5)
