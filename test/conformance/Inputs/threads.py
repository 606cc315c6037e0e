"""Runs a module with threads that was built without a C library, under wasmtime.

    threads.py MODULE

Beside what freestanding.py offers it imports its memory, env.memory, which is
shared, and conform.thread(t, stack, tls): a thread of its own, with an instance
of the module of its own, calls conform_thread(t)."""

import os
import sys
import threading

import wasmtime
import wasmtime._ffi as ffi


class SharedMemory(wasmtime.SharedMemory):
    """The package's own cannot be imported by an instance (seen in 50)."""

    def _as_extern(self):
        try:
            return super()._as_extern()
        except TypeError:
            return ffi.wasmtime_extern_t(
                ffi.WASMTIME_EXTERN_SHAREDMEMORY,
                ffi.wasmtime_extern_union(sharedmemory=self.ptr()))


def main():
    config = wasmtime.Config()
    config.wasm_threads = True
    config.shared_memory = True
    engine = wasmtime.Engine(config)
    module = wasmtime.Module.from_file(engine, sys.argv[1])
    kind = next(x.type for x in module.imports if x.name == "memory")
    memory = SharedMemory(engine, kind)
    bytes_of_memory = memory.data_ptr()
    i32 = wasmtime.ValType.i32()

    def put(text, size):
        os.write(1, bytes(bytes_of_memory[text:text + size]))

    def spawn(t, stack, tls):
        threading.Thread(target=run, args=(t, stack, tls), daemon=True).start()

    def instance():
        store = wasmtime.Store(engine)
        known = {
            "memory": memory,
            "put": wasmtime.Func(
                store, wasmtime.FuncType([i32, i32], []), put),
            "thread": wasmtime.Func(
                store, wasmtime.FuncType([i32, i32, i32], []), spawn),
        }
        made = wasmtime.Instance(
            store, module, [known[x.name] for x in module.imports])
        return store, made.exports(store)

    def fail(error):
        print("threads.py: %s" % error, file=sys.stderr, flush=True)
        os._exit(134)  # the other threads may be waiting

    def run(t, stack, tls):
        try:
            store, exports = instance()
            exports["__stack_pointer"].set_value(
                store, wasmtime.Val.i32(stack))
            exports["__wasm_init_tls"](store, tls)
            exports["conform_thread"](store, t)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            fail(error)

    try:
        store, exports = instance()
        code = exports["conform_start"](store)
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        fail(error)
    sys.stdout.flush()
    os._exit(code)


main()
