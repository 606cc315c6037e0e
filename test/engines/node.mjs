// Runs a WASI command module under node.
//
//   node node.mjs [--dir HOST[::GUEST]] [--env NAME=VALUE] MODULE [ARGS...]
//
// The same interface as wasmtime.py: standard streams, arguments and exit code
// are passed on; the working directory is opened as "."; a trap prints its
// message and exits with 134, a module that cannot be compiled or instantiated
// with 1.

import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

// node:wasi says that it is experimental whenever it is loaded.
process.removeAllListeners("warning");
// node 20 crashes where a garbage collection moves things during a call of WASI
// that optimised code makes directly.
setFlagsFromString("--no-turbo-fast-api-calls");
const { WASI } = await import("node:wasi");

function fail(message, code) {
  process.stderr.write(`node.mjs: ${message}\n`);
  process.exit(code);
}

const args = process.argv.slice(2);
const preopens = { ".": "." };
const env = {};
while (args.length && args[0].startsWith("--")) {
  const word = args.shift();
  const split = word.indexOf("=");
  const option = split < 0 ? word : word.slice(0, split);
  const value = split < 0 ? args.shift() ?? "" : word.slice(split + 1);
  if (option === "--dir") {
    const [host, guest] = value.split("::");
    preopens[guest ?? host] = host;
  } else if (option === "--env") {
    const equals = value.indexOf("=");
    env[value.slice(0, equals)] = value.slice(equals + 1);
  } else {
    fail(`unknown option ${option}`, 1);
  }
}
if (!args.length) fail("no module given", 1);

const wasi = new WASI({
  version: "preview1",
  args,
  env,
  preopens,
  returnOnExit: true,
});
// node 20 frees it at a garbage collection during one of its own calls, and
// aborts, if nothing else refers to it by then.
globalThis.wasi = wasi;
let instance;
try {
  const module = new WebAssembly.Module(readFileSync(args[0]));
  instance = new WebAssembly.Instance(module, {
    wasi_snapshot_preview1: wasi.wasiImport,
  });
} catch (error) {
  fail(`${args[0]}: ${error.message}`,
       error instanceof WebAssembly.RuntimeError ? 134 : 1);
}
try {
  process.exitCode = wasi.start(instance);
} catch (error) {
  if (error instanceof WebAssembly.RuntimeError)
    fail(`${args[0]}: ${error.stack}`, 134);
  fail(`${args[0]}: ${error.stack ?? error}`, 1);
}
