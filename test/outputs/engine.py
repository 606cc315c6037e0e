"""Runs a module of any kind under wasmtime: gives it the memory, table, globals
and GOT entries that it imports, starts it as its kind is started, and reads what
it has written down. For a position-independent module this is its loader."""

import os
import sys

ENGINES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "engines")
sys.path = [p for p in sys.path if os.path.realpath(p or ".") != ENGINES]

import wasmtime  # noqa: E402

MEMORY_BASE = 65536 + 4096
TABLE_BASE = 7
GLOBALS = {
    "__memory_base": MEMORY_BASE,
    "__table_base": TABLE_BASE,
    "__table_base32": TABLE_BASE,
    "__stack_pointer": 65536,
}


class Failure(Exception):
    pass


def configured():
    config = wasmtime.Config()
    config.wasm_memory64 = True
    config.wasm_threads = True
    config.shared_memory = True
    return wasmtime.Engine(config)


ENGINE = configured()


class Run:
    def __init__(self, path):
        try:
            self.start(path)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            raise Failure(str(error))
        except KeyError as error:
            raise Failure("it does not export %s" % error)

    def start(self, path):
        self.store = wasmtime.Store(ENGINE)
        module = wasmtime.Module.from_file(ENGINE, path)
        self.got = []
        linker = wasmtime.Linker(ENGINE)
        self.provide(module, linker)
        names = {i.name for i in module.imports}
        self.relative = "__memory_base" in names or "__table_base" in names
        self.memory_base = MEMORY_BASE if "__memory_base" in names else 0
        self.table_base = TABLE_BASE if "__table_base" in names else 0
        self.exports = linker.instantiate(self.store, module).exports(self.store)
        self.memory = self.given.get("memory") or self.exports.get("memory")
        self.table = self.given.get("__indirect_function_table") or (
            self.exports.get("__indirect_function_table")
        )
        if self.got:
            self.fill_got()
        for name in (
            "__wasm_apply_data_relocs",
            "__wasm_call_ctors",
            "_initialize",
            "_start",
        ):
            if self.exports.get(name):
                self.exports[name](self.store)
        if not self.exports.get("_start"):
            self.exports["run"](self.store)

    def provide(self, module, linker):
        """What the module imports: from a module that is written for it, and
        cells of the GOT."""
        text, wide = [], self.is_64(module)
        for i in module.imports:
            if i.module.startswith("GOT."):
                content = i.type.content
                cell = wasmtime.Global(self.store, i.type, self.zero(content))
                self.got.append((i.module, i.name, cell))
                linker.define(self.store, i.module, i.name, cell)
            else:
                what = self.description(i, wide)
                text.append("(%s)" % (what % ('(export "%s")' % i.name)))
        host = wasmtime.Module(ENGINE, "(module\n%s)" % "\n".join(text))
        given = wasmtime.Instance(self.store, host, [])
        linker.define_instance(self.store, "env", given)
        self.given = given.exports(self.store)

    @staticmethod
    def description(i, wide):
        """A definition of what is imported, in the text format, with room for
        what a loader adds; %s stands where its export goes."""
        type = i.type
        if isinstance(type, wasmtime.MemoryType):
            low, high = type.limits.min, type.limits.max
            return "memory %%s%s %d%s%s" % (
                " i64" * type.is_64,
                low + 4 if high is None else min(low + 4, high),
                "" if high is None else " %d" % high,
                " shared" * type.is_shared,
            )
        if isinstance(type, wasmtime.TableType):
            low, high = type.limits.min, type.limits.max
            return "table %%s%s %d%s funcref" % (
                " i64" * wide,
                low + TABLE_BASE + 64 if high is None else high,
                "" if high is None else " %d" % high,
            )
        if not isinstance(type, wasmtime.GlobalType):
            raise Failure("it imports a function %s" % i.name)
        if i.name not in GLOBALS:
            raise Failure("it imports a global %s" % i.name)
        content = str(type.content)
        return "global %%s %s (%s.const %d)" % (
            "(mut %s)" % content if type.mutable else content,
            content,
            GLOBALS[i.name],
        )

    @staticmethod
    def zero(type):
        return (
            wasmtime.Val.i64(0)
            if str(type) == "i64"
            else wasmtime.Val.i32(0)
        )

    @staticmethod
    def is_64(module):
        for i in list(module.imports) + list(module.exports):
            if isinstance(i.type, wasmtime.MemoryType):
                return i.type.is_64
        return False

    def fill_got(self):
        """Addresses of the module's own exports, as a loader gives them: of a
        function the slot that it has already."""
        slots = {}
        for slot in range(self.table.size(self.store)):
            f = self.table.get(self.store, slot)
            if isinstance(f, wasmtime.Func):
                slots.setdefault(self.identity(f), slot)
        for kind, name, cell in self.got:
            own = self.exports.get(name)
            if own is None:
                continue  # weak: null
            if kind == "GOT.mem":
                cell.set_value(
                    self.store, own.value(self.store) + self.memory_base
                )
                continue
            slot = slots.get(self.identity(own))
            if slot is None:
                slot = self.table.grow(self.store, 1, own)
            cell.set_value(self.store, slot)

    @staticmethod
    def identity(function):
        raw = function._as_extern().of.func
        return bytes(raw)

    def read(self, address, size):
        memory = self.memory
        if isinstance(memory, wasmtime.SharedMemory):
            return bytes(memory.data_ptr()[address : address + size])
        return bytes(memory.read(self.store, address, address + size))

    def report(self):
        """The lines that the program has written down."""
        address = self.exports["text"](self.store)
        size = self.exports["length"](self.store)
        return self.read(address, size).decode().splitlines()

    @property
    def tls_base(self):
        for line in self.report():
            if line.startswith("tls-base "):
                return int(line.split()[1])
        return 0

    def call(self, slot, *arguments):
        """Calls a function by its slot in dlsym.0, as a host does; None: it
        cannot reach the table."""
        if self.table is None:
            return None
        try:
            function = self.table.get(self.store, slot + self.table_base)
            return function(self.store, *arguments)
        except (wasmtime.Trap, wasmtime.WasmtimeError, TypeError) as error:
            raise Failure("slot %d: %s" % (slot, error))
