// Compiles a WASI command module once, and runs it for every line of input:
//
//   node worker.mjs MODULE STDIN STDOUT ARGS...
//
// After each run a line with two numbers: seconds of _start, and of the
// processor.

import { closeSync, openSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setFlagsFromString } from "node:v8";

process.removeAllListeners("warning");
setFlagsFromString("--no-turbo-fast-api-calls"); // as in engines/node.mjs
const { WASI } = await import("node:wasi");

const [path, input, output, ...args] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(path));
for await (const _ of createInterface({ input: process.stdin })) {
  const stdin = openSync(input, "r");
  const stdout = openSync(output, "w");
  const wasi = new WASI({
    version: "preview1", args, env: { HOME: "." }, stdin, stdout,
    stderr: stdout, returnOnExit: true,
  });
  globalThis.wasi = wasi; // see test/engines/node.mjs
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: wasi.wasiImport,
  });
  const before = process.cpuUsage();
  const start = performance.now();
  const code = wasi.start(instance);
  const seconds = (performance.now() - start) / 1e3;
  const used = process.cpuUsage(before);
  closeSync(stdin);
  closeSync(stdout);
  if (code) process.exit(code);
  console.log(seconds, (used.user + used.system) / 1e6);
}
