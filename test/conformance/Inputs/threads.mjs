// Runs a module with threads that was built without a C library, under node.
//
//   node threads.mjs MODULE
//
// The same as threads.py. A worker is started by the thread that the program
// runs in, but its code is loaded by that thread's event loop, which does not
// turn while wasm runs: so there is a pool of them, which are ready before the
// program is, and wait for work in shared memory.

import { readFileSync, writeSync } from "node:fs";
import { Worker, isMainThread, workerData, parentPort }
  from "node:worker_threads";

const POOL = 16;
// jobs[4 * n]: 0: worker n is free, 1: taken, 2: has work; then t, stack, tls.
const { code, memory, jobs, number } = isMainThread ? setUp() : workerData;

function setUp() {
  const code = new WebAssembly.Module(readFileSync(process.argv[2]));
  // Engines tell no limits of an import: read from the import section.
  const limits = memoryLimits(new Uint8Array(readFileSync(process.argv[2])));
  return {
    code,
    memory: new WebAssembly.Memory({ ...limits, shared: true }),
    jobs: new Int32Array(new SharedArrayBuffer(POOL * 16)),
  };
}

function memoryLimits(bytes) {
  let at = 8;
  const leb = () => {
    let value = 0, shift = 0, byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  };
  while (bytes[at++] !== 2) {
    const size = leb();
    at += size;
  }
  leb();
  for (let count = leb(); count > 0; count--) {
    for (let names = 0; names < 2; names++) {
      const size = leb();
      at += size;
    }
    const kind = bytes[at++];
    if (kind === 0) {
      leb();
    } else if (kind === 2) {
      leb();
      return { initial: leb(), maximum: leb() };
    } else {
      throw new Error("an import before the memory that is no function");
    }
  }
  throw new Error("no memory is imported");
}

function fail(error) {
  writeSync(2, `threads.mjs: ${error.stack}\n`);
  process.exit(134);
}

function instance() {
  const imports = { conform: {
    put: (text, size) => {
      writeSync(1, new Uint8Array(memory.buffer).slice(text, text + size));
    },
    thread: (t, stack, tls) => {
      for (let n = 0; ; n = (n + 1) % POOL)
        if (Atomics.compareExchange(jobs, 4 * n, 0, 1) === 0) {
          jobs.set([t, stack, tls], 4 * n + 1);
          Atomics.store(jobs, 4 * n, 2);
          Atomics.notify(jobs, 4 * n);
          return;
        }
    },
  }, env: { memory } };
  return new WebAssembly.Instance(code, imports).exports;
}

if (isMainThread) {
  const ready = [];
  for (let n = 0; n < POOL; n++) {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { code, memory, jobs, number: n } });
    ready.push(new Promise((resolve) => worker.once("message", resolve)));
    worker.on("error", fail);
  }
  await Promise.all(ready);
  try {
    process.exit(instance().conform_start());
  } catch (error) {
    fail(error);
  }
} else {
  parentPort.postMessage("ready");
  for (;;) {
    Atomics.wait(jobs, 4 * number, 0);
    if (Atomics.load(jobs, 4 * number) !== 2) continue;
    try {
      const exports = instance();
      exports.__stack_pointer.value = jobs[4 * number + 2];
      exports.__wasm_init_tls(jobs[4 * number + 3]);
      exports.conform_thread(jobs[4 * number + 1]);
    } catch (error) {
      fail(error);
    }
    Atomics.store(jobs, 4 * number, 0);
  }
}
