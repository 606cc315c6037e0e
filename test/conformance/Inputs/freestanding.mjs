// Runs a module that was built without a C library, under node.
//
//   node freestanding.mjs MODULE
//
// The same as freestanding.py.

import { readFileSync, writeSync } from "node:fs";

let exports;
const imports = { conform: {
  put: (text, size) => {
    writeSync(1, new Uint8Array(exports.memory.buffer, Number(text),
                                Number(size)));
  },
} };
try {
  const code = new WebAssembly.Module(readFileSync(process.argv[2]));
  exports = new WebAssembly.Instance(code, imports).exports;
  process.exitCode = exports.conform_start();
} catch (error) {
  writeSync(2, `freestanding.mjs: ${error.stack}\n`);
  process.exitCode = 134;
}
