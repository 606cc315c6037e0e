// threads.mjs MODULE: calls the module's `thread` with 0, 1, 2 and 3 in four
// threads at once, in one shared memory, then its `finish`. What `room` returns
// has room for each thread's stack and block of thread-local variables.
import { readFileSync } from "node:fs";
import { Worker, isMainThread, workerData } from "node:worker_threads";

const THREADS = 4;
const STACK = 65536;

function instantiate(module, memory) {
  const show = (text, value) => {
    const bytes = new Uint8Array(memory.buffer);
    const end = bytes.indexOf(0, text);
    console.log(new TextDecoder().decode(bytes.slice(text, end)), value);
  };
  return new WebAssembly.Instance(module, { env: { memory, show } }).exports;
}

async function main() {
  const module = new WebAssembly.Module(readFileSync(process.argv[2]));
  const size = { initial: 64, maximum: 64, shared: true };
  const memory = new WebAssembly.Memory(size);
  const exports = instantiate(module, memory);
  exports.__wasm_call_ctors();
  const room = exports.room();
  const run = (i) =>
    new Promise((resolve, reject) => {
      const block = room + 64 + 2 * STACK * i;
      const data = { module, memory, i, block, gate: room };
      new Worker(new URL(import.meta.url), { workerData: data })
        .on("error", reject)
        .on("exit", resolve);
    });
  await Promise.all(Array.from({ length: THREADS }, (_, i) => run(i)));
  exports.finish();
}

function thread({ module, memory, i, block, gate }) {
  const exports = instantiate(module, memory);
  exports.__stack_pointer.value = block + STACK;
  exports.__wasm_init_tls(block + STACK);
  // All begin at once.
  const ready = new Int32Array(memory.buffer, gate, 1);
  Atomics.add(ready, 0, 1);
  while (Atomics.load(ready, 0) < THREADS);
  exports.thread(i);
}

if (isMainThread) await main();
else thread(workerData);
