"""Calls across libraries in a welded module against the same objects linked
statically, under wasmtime: a call costs the same, as it is the same."""

import os
import time

import measure
from measure import Result, Spread


def build(tools):
    def compiled(name):
        return tools.wasm_compile(
            os.path.join(measure.HERE, "calls", name + ".c"),
            tools.path("calls", name + ".o"))
    program, first, second, static = (
        compiled(name) for name in ("program", "first", "second", "static"))
    line = ["-m", "wasm32", "--no-entry", "--export=indirect", "--export=direct", program]
    welded, plain = tools.path("calls/welded.wasm"), tools.path(
        "calls/static.wasm")
    tools.call([
        tools.front_end, "--plugin=" + tools.plugin,
        *["--plugin-opt=" + option for option in (
            "dlopen=libfirst.so=" + first, "dlopen=libsecond.so=" + second,
            "needed=libfirst.so=libsecond.so")],
        *line, "-o", welded])
    tools.call([tools.linker, *line, first, second, static, "-o", plain])
    return welded, plain


def calls(tools):
    import wasmtime
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    count = 5_000_000 if tools.quick else 20_000_000

    def case(path, name):
        module = wasmtime.Module.from_file(engine, path)
        function = wasmtime.Instance(store, module, []).exports(store)[name]

        def run():
            start = time.perf_counter()
            value = function(store, count)
            return time.perf_counter() - start, value
        return run

    welded, plain = build(tools)
    repetitions = 11 if tools.quick else 31
    for name, what in (
            ("indirect", "program -> library, by pointer"),
            ("direct", "library -> needed library, by name")):
        values = measure.interleave(
            [case(welded, name), case(plain, name)], repetitions)
        if len({value for side in values for _, value in side}) != 1:
            raise measure.Failure("calls: the two builds disagree")
        ours, theirs = ([t / count for t, _ in side] for side in values)
        ratio = measure.ratios(ours, theirs)
        yield Result(
            "call, %s: welded / static" % what, ratio.median,
            target=1.05, aim=1.0,
            note="%s ns against %s ns; ratio of pairs %s, %d pairs of %d "
                 "million calls" % (
                     Spread(ours).text(1e9), Spread(theirs).text(1e9),
                     ratio.text(), repetitions, count // 1000000),
            ratio=ratio.as_json(), welded_seconds=Spread(ours).as_json(),
            static_seconds=Spread(theirs).as_json())
