"""Runs a module that was built without a C library, under wasmtime.

    freestanding.py MODULE

It imports conform.put(text, size), which prints, and exports conform_start,
which returns the exit code."""

import sys

import wasmtime


def main():
    config = wasmtime.Config()
    config.wasm_memory64 = True
    engine = wasmtime.Engine(config)
    store = wasmtime.Store(engine)
    module = wasmtime.Module.from_file(engine, sys.argv[1])
    linker = wasmtime.Linker(engine)
    exports = None

    def put(text, size):
        memory = exports["memory"]
        sys.stdout.buffer.write(memory.read(store, text, text + size))
        sys.stdout.buffer.flush()

    word = next((x.type.params[0] for x in module.imports), None)
    if word is not None:
        linker.define_func(
            "conform", "put", wasmtime.FuncType([word, word], []), put)
    exports = linker.instantiate(store, module).exports(store)
    try:
        code = exports["conform_start"](store)
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        print("freestanding.py: %s" % error, file=sys.stderr)
        code = 134
    sys.exit(code)


main()
