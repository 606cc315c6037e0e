// Runs _start of a position-independent module: gives it a memory, a table and
// a stack, applies its relocations as its loader would.
import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const i32 = (value, mutable) =>
  new WebAssembly.Global({ value: "i32", mutable }, value);
const env = {
  memory: new WebAssembly.Memory({ initial: 16 }),
  __indirect_function_table: new WebAssembly.Table({
    initial: 64,
    element: "anyfunc",
  }),
  __stack_pointer: i32(65536, true),
  __memory_base: i32(65536 + 4096, false),
  __table_base: i32(7, false),
};
// Addresses of the module's own exported symbols, should it ask for them.
const got = (base) =>
  new Proxy({}, { get: (cells, name) => (cells[name] ??= i32(0, true)) });
const { exports } = new WebAssembly.Instance(module, {
  env,
  "GOT.mem": got(),
  "GOT.func": got(),
});
exports.__wasm_apply_data_relocs?.();
exports.__wasm_call_ctors?.();
exports._start();
