// Runs a WASI command module as a page without files would.
//
//   node bare.mjs [--env NAME=VALUE] MODULE [ARGS...]
//
// There are arguments, environment, standard streams, clocks and random
// numbers, and nothing else: no directory is open, and a module that so much as
// asks for a path ends with exit code 3. A trap exits with 134.

import { readFileSync, readSync, writeSync } from "node:fs";
import { webcrypto } from "node:crypto";

const SUCCESS = 0, BADF = 8, NOSYS = 52, SPIPE = 70;

class Exit extends Error {
  constructor(code) {
    super(`exit ${code}`);
    this.code = code;
  }
}

const env = [];
const args = process.argv.slice(2);
while (args[0] === "--env") env.push(args.splice(0, 2)[1]);

let memory;
const view = () => new DataView(memory.buffer);

function strings(list) {
  const bytes = list.map((text) => Buffer.from(text + "\0"));
  return {
    sizes(count, size) {
      view().setUint32(count, bytes.length, true);
      view().setUint32(size, bytes.reduce((n, b) => n + b.length, 0), true);
      return SUCCESS;
    },
    get(pointers, to) {
      for (const b of bytes) {
        view().setUint32(pointers, to, true);
        new Uint8Array(memory.buffer).set(b, to);
        pointers += 4;
        to += b.length;
      }
      return SUCCESS;
    },
  };
}

// One buffer after the other, until one is not filled or written whole.
function transfer(vectors, count, done, one) {
  let total = 0;
  for (let i = 0; i < count; i++) {
    const at = view().getUint32(vectors + 8 * i, true);
    const size = view().getUint32(vectors + 8 * i + 4, true);
    const moved = size && one(new Uint8Array(memory.buffer, at, size));
    total += moved;
    if (moved < size) break;
  }
  view().setUint32(done, total, true);
  return SUCCESS;
}

const argumentList = strings(args);
const environment = strings(env);
const known = {
  args_sizes_get: argumentList.sizes,
  args_get: argumentList.get,
  environ_sizes_get: environment.sizes,
  environ_get: environment.get,
  clock_time_get(clock, precision, to) {
    const now = clock === 0 ? BigInt(Date.now()) * 1000000n
                            : process.hrtime.bigint();
    view().setBigUint64(to, now, true);
    return SUCCESS;
  },
  random_get(to, size) {
    webcrypto.getRandomValues(new Uint8Array(memory.buffer, to, size));
    return SUCCESS;
  },
  fd_read(fd, vectors, count, done) {
    if (fd !== 0) return BADF;
    return transfer(vectors, count, done, (bytes) => readSync(0, bytes));
  },
  fd_write(fd, vectors, count, done) {
    if (fd !== 1 && fd !== 2) return BADF;
    return transfer(vectors, count, done, (bytes) => writeSync(fd, bytes));
  },
  fd_fdstat_get(fd, to) {
    if (fd > 2) return BADF;
    new Uint8Array(memory.buffer, to, 24).fill(0);
    view().setUint8(to, 2); // a character device, which may do everything
    view().setBigUint64(to + 8, (1n << 29n) - 1n, true);
    return SUCCESS;
  },
  fd_seek: (fd) => (fd > 2 ? BADF : SPIPE),
  fd_close: (fd) => (fd > 2 ? BADF : SUCCESS),
  fd_prestat_get: () => BADF,
  proc_exit(code) {
    throw new Exit(code);
  },
};

function missing(name) {
  return () => {
    if (!name.startsWith("path_")) return NOSYS;
    process.stderr.write(`bare.mjs: ${name} was called\n`);
    throw new Exit(3);
  };
}

const module = new WebAssembly.Module(readFileSync(args[0]));
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  if (from !== "wasi_snapshot_preview1")
    throw new Error(`${args[0]} imports ${from}.${name}`);
  imports[name] = known[name] ?? missing(name);
}
const instance = new WebAssembly.Instance(
  module, { wasi_snapshot_preview1: imports });
memory = instance.exports.memory;
try {
  instance.exports._start();
} catch (error) {
  if (error instanceof Exit) {
    process.exitCode = error.code;
  } else {
    process.stderr.write(`bare.mjs: ${args[0]}: ${error.stack ?? error}\n`);
    process.exitCode = 134;
  }
}
