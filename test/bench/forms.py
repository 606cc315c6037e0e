"""What the form of a library costs: SQLite as a static archive, as a weldable
library, and as a stock shared module (dylink.0), welded with one program. Size of
the result, and time of a fixed piece of work under wasmtime.
"""

import os
import shlex
import time

import links
import measure
from measure import Failure, Result, Spread


def compile_all(tools):
    """The amalgamation's objects: as an archive has them, and for -shared."""
    made = {}

    def prepare(built):
        built.generate()
        source = built.generated_file("sqlite3.c")
        for title, flags in (("plain", []), ("pic", ["-fPIC"])):
            output = tools.path("forms", "sqlite3-%s.o" % title)
            made[title] = built.builder.later(
                output, [source], built.wasm_command(source, output)
                + ["-fvisibility=default", *flags]).result()
        made["flags"] = built.clang
        made["emulation"] = built.emulation()

    links.sqlite_build(tools, prepare)
    return made


def weld_all(tools):
    """Paths of the welded programs by form."""
    made = compile_all(tools)
    clang = made["flags"]
    plugin = ["-fuse-ld=" + tools.front_end, "-Wl,--plugin=" + tools.plugin]
    weldable = tools.path("forms", "weldable.so")
    module = tools.path("forms", "module.so")
    tools.call([*clang, "-shared", made["plain"], *plugin, "-o", weldable])
    tools.call([tools.linker, "-shared", "--experimental-pic", "--no-entry",
                "--unresolved-symbols=import-dynamic",
                "--export=__wasm_call_ctors", made["pic"], "-o", module])
    include = tools.call([os.path.join(tools.build, "bin/dlweld"), "config",
                          "--cflags"])
    programs = {}
    for form, library in (("archive", made["plain"]), ("weldable", weldable),
                          ("module", module), ("archive, -fPIC", made["pic"])):
        output = tools.path("forms", form.replace(", ", "") + ".wasm")
        tools.call([
            *clang, "-O2", *shlex.split(include),
            os.path.join(measure.HERE, "forms", "program.c"), *plugin,
            "-Wl,--plugin-opt=dlopen=libsqlite3.so=" + library,
            "-Wl,--strip-debug", *made["emulation"], "-lm", "-o", output])
        programs[form] = output
    return programs


def worker(tools, path):
    """A run of the program: seconds, and what it printed."""
    import wasmtime
    engine = wasmtime.Engine()
    module = wasmtime.Module.from_file(engine, path)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    text = tools.path("forms", "output.txt")

    def run():
        store = wasmtime.Store(engine)
        wasi = wasmtime.WasiConfig()
        wasi.stdout_file = text
        store.set_wasi(wasi)
        start_function = linker.instantiate(store, module).exports(store)[
            "_start"]
        start = time.perf_counter()
        try:
            start_function(store)
        except wasmtime.ExitTrap as trap:
            if trap.code:
                raise Failure("forms: %s ends with %d" % (path, trap.code)) \
                    from None
        seconds = time.perf_counter() - start
        with open(text, encoding="utf-8") as f:
            return seconds, f.read()
    return run


def forms(tools):
    programs = weld_all(tools)
    repetitions = 5 if tools.quick else 15
    values = dict(zip(programs, measure.interleave(
        [worker(tools, path) for path in programs.values()], repetitions)))
    if len({text for side in values.values() for _, text in side}) != 1:
        raise Failure("forms: the programs disagree")
    base = [seconds for seconds, _ in values["archive"]]
    size = os.path.getsize(programs["archive"])
    for form in programs:
        if form == "archive":
            continue
        judged = form == "module"
        ours = [seconds for seconds, _ in values[form]]
        ratio = measure.ratios(ours, base)
        yield Result(
            "SQLite's work, library as %s / archive" % form, ratio.median,
            target=1.03 if judged else None,
            note="%s ms against %s ms; ratio of pairs %s, %d pairs" % (
                Spread(ours).text(1e3), Spread(base).text(1e3), ratio.text(),
                repetitions),
            ratio=ratio.as_json(), seconds=Spread(ours).as_json(),
            archive_seconds=Spread(base).as_json())
        bytes_ = os.path.getsize(programs[form])
        yield Result(
            "size of the program, library as %s / archive" % form,
            bytes_ / size, target=1.05 if judged else None,
            note="%d bytes against %d" % (bytes_, size), bytes=bytes_,
            archive_bytes=size)
