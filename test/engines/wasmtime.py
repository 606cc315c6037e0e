"""Runs a WASI command module under wasmtime.

    wasmtime.py [--dir HOST[::GUEST]] [--env NAME=VALUE] MODULE [ARGS...]

Standard streams, arguments and exit code are passed on; the working directory
is opened as ".". A trap prints its message and exits with 134, a module that
cannot be compiled or instantiated with 1. Compiled code is kept in wasmtime's
cache, so that a large module starts quickly the second time.

Test drivers that run one module many times import this file and use Module.
"""

import os
import sys

# Beside this file there is no other module; without its directory on the path
# its own name does not hide the package.
sys.path[:] = [
    entry
    for entry in sys.path
    if os.path.realpath(entry or ".")
    != os.path.dirname(os.path.realpath(__file__))
]

import wasmtime  # noqa: E402


def engine():
    config = wasmtime.Config()
    # Nothing else is changed: what a default engine runs is what has to work.
    try:
        config.cache = True
    except wasmtime.WasmtimeError:
        pass  # no home directory: slower, and right
    return wasmtime.Engine(config)


class Module:
    """A module compiled once; each run is an instance of its own."""

    def __init__(self, path):
        self.engine = engine()
        self.module = wasmtime.Module.from_file(self.engine, path)
        self.linker = wasmtime.Linker(self.engine)
        self.linker.define_wasi()

    def run(self, argv, dirs=(), env=(), stdin=None, stdout=None, stderr=None):
        """Runs _start and returns the exit code.

        dirs: (host, guest) pairs; env: (name, value) pairs; the streams are
        paths, None for those of this process."""
        wasi = wasmtime.WasiConfig()
        wasi.argv = argv
        wasi.env = list(env)
        for host, guest in dirs:
            wasi.preopen_dir(host, guest)
        if stdin is None:
            wasi.inherit_stdin()
        else:
            wasi.stdin_file = stdin
        if stdout is None:
            wasi.inherit_stdout()
        else:
            wasi.stdout_file = stdout
        if stderr is None:
            wasi.inherit_stderr()
        else:
            wasi.stderr_file = stderr
        store = wasmtime.Store(self.engine)
        store.set_wasi(wasi)
        instance = self.linker.instantiate(store, self.module)
        try:
            instance.exports(store)["_start"](store)
        except wasmtime.ExitTrap as trap:
            return trap.code
        return 0


def main(args):
    dirs = [(".", ".")]
    env = []
    while args and args[0].startswith("--"):
        option, _, value = args.pop(0).partition("=")
        if option not in ("--dir", "--env"):
            sys.exit("wasmtime.py: unknown option %s" % option)
        value = value or (args.pop(0) if args else "")
        if option == "--dir":
            host, _, guest = value.partition("::")
            dirs.append((host, guest or host))
        else:
            name, _, value = value.partition("=")
            env.append((name, value))
    if not args:
        sys.exit(__doc__)
    try:
        return Module(args[0]).run(args, dirs, env)
    except wasmtime.Trap as trap:
        print("wasmtime.py: %s: %s" % (args[0], trap), file=sys.stderr)
        return 134
    except OSError as error:
        sys.exit("wasmtime.py: %s: %s" % (args[0], error.strerror))
    except wasmtime.WasmtimeError as error:
        # A trap inside a host call, or while instantiating, comes this way.
        print("wasmtime.py: %s: %s" % (args[0], error), file=sys.stderr)
        return 134 if "wasm backtrace" in str(error) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
