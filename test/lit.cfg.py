# How lit runs the tests below this directory.
#
# A test is a .test file of RUN lines; what it compiles comes last in it, by
# split-file, or from an Inputs directory. The substitutions are listed below.

import os
import shlex
import shutil
import subprocess

import lit.formats

config.name = "dlweld"
config.test_format = lit.formats.ShTest(True)
config.suffixes = [".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.build_dir, "test")


def build(*parts):
    return os.path.join(config.build_dir, *parts)


def source(*parts):
    return os.path.join(config.project_dir, *parts)


# --- Environment: what the tests see is the same on every machine.

config.environment["PATH"] = os.pathsep.join(
    [build("test", "bin")]
    + ([config.llvm_tools] if config.llvm_tools else [])
    + [os.environ["PATH"]]
)
config.environment["LC_ALL"] = "C.UTF-8"
for name in ("HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

# --- Engines. The project's own Python environment has wasmtime; another
# Python that has it can be named by DLWELD_PYTHON.


def works(*command):
    try:
        return (
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ).returncode
            == 0
        )
    except OSError:
        return False


python = os.environ.get("DLWELD_PYTHON") or source(".cache/venv/bin/python")
if not os.path.exists(python) and not shutil.which(python):
    python = config.host_python
if works(python, "-c", "import wasmtime"):
    config.available_features.add("wasmtime")

node = os.environ.get("DLWELD_NODE") or shutil.which("node") or "nodejs"
if works(node, "-e", "require('node:wasi')"):
    config.available_features.add("node")

# --- Other features of the machine.

if shutil.which("wasm-opt"):
    config.available_features.add("wasm-opt")
if shutil.which("musl-gcc"):
    config.available_features.add("musl-gcc")
if os.geteuid() == 0:
    config.available_features.add("root")
if config.sanitized:
    config.available_features.add("sanitize")

# The version of the LLVM whose tools the tests use.
for version in range(15, config.llvm_version + 1):
    config.available_features.add("llvm-at-least-%d" % version)

# Compilers make position-independent code for WASI, and shared modules of it
# (from 17 on; before, -fPIC is dropped without a word).
if works(
    "sh", "-c", "echo 'extern int data; int *address(void) { return &data; }' |"
    " \"$0\" --target=wasm32-wasi -fPIC -x c -S - -o - | grep @GOT", config.clang,
):
    config.available_features.add("pic")

# Exceptions have two encodings. Before 20 compilers know only the older one.
legacy_eh = standard_eh = ""
if config.llvm_version >= 20:
    legacy_eh = "-mllvm -wasm-use-legacy-eh=true"
    standard_eh = "-mllvm -wasm-use-legacy-eh=false"
    config.available_features.add("standard-eh")

# What a shared module of the linker's may leave to others; before 16 any name.
import_dynamic = "--unresolved-symbols=import-dynamic"
if config.llvm_version < 16:
    import_dynamic = "--allow-undefined"

# Before 22 linkers put the stack behind static data unless told otherwise, and
# no option says so.
stack_last = "-Wl,--no-stack-first" if config.llvm_version >= 22 else ""

# What older tools lack, by the oldest of the versions tested here that has it.
for version, feature in (
    (19, "start-lib"),  # wasm-ld: --start-lib
    (19, "section-bounds"),  # wasm-ld: __start_NAME and __stop_NAME
    (19, "relocatable-tls"),  # wasm-ld: thread-local data out of -r
    (19, "nm-modules"),  # llvm-nm: names of a linked module's functions
):
    if config.llvm_version >= version:
        config.available_features.add(feature)

# Libraries in LLVM bitcode.
if os.path.exists(build("lib/dlweld-pass.so")):
    config.available_features.add("bitcode")

# What tools/bootstrap has fetched.
for feature, packages in (
    ("sqlite-sources", ("sqlite3", "zlib")),
    ("lua-sources", ("lua5.4", "lua-lpeg", "lua-cjson", "zlib")),
):
    if all(
        os.path.exists(source(".cache/src", name, ".unpacked"))
        for name in packages
    ):
        config.available_features.add(feature)

# tmpfs: a test can mount small file systems of its own, under %in-mount-ns.
mount_ns = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
if works(
    *mount_ns, "mount", "-t", "tmpfs", "-o", "size=64k", "none",
    config.test_exec_root,
):
    config.available_features.add("tmpfs")

for version in range(14, 30):
    if shutil.which("wasm-ld-%d" % version):
        config.available_features.add("wasm-ld-%d" % version)

# --- Substitutions.


def command(*words):
    return " ".join(shlex.quote(word) for word in words)


# No engine runs longer than this many seconds.
limit = ["timeout", "300"]
wasi = ["--target=wasm32-wasi", "-Wno-deprecated", "--no-wasm-opt"]
cc = [config.clang] + wasi
cxx = [config.clangxx] + wasi
weld = [
    "-Wno-unused-command-line-argument",
    "-I" + build("share/dlweld/include"),
    "-fuse-ld=" + build("bin/wasm-ld"),
    "-Wl,--plugin=" + build("lib/dlweld.so"),
]

substitutions = {
    # Directories: the build tree, the tests' sources, the whole source.
    "%build": command(config.build_dir),
    "%test": command(config.test_source_root),
    "%source": command(config.project_dir),
    # Our programs.
    "%plugin": command(build("lib/dlweld.so")),
    "%pass": command(build("lib/dlweld-pass.so")),
    "%wasm-ld": command(build("bin/wasm-ld")),
    "%dlweld": command(build("bin/dlweld")),
    # The unmodified linker.
    "%real-ld": command(config.real_linker),
    # Compilers: clang and clang++ without options; for WASI; the same with
    # dlopen; for this machine.
    "%clang": command(config.clang),
    "%clangxx": command(config.clangxx),
    "%cc": command(*cc),
    "%cxx": command(*cxx),
    "%dlcc": command(*cc, *weld),
    "%dlcxx": command(*cxx, *weld),
    "%host_cc": command(config.host_cc),
    # Options: of a compiler for either encoding of exceptions; of %dlcc for the
    # stack behind static data; of a linker for shared modules.
    "%legacy-eh": legacy_eh,
    "%standard-eh": standard_eh,
    "%stack-last": stack_last,
    "%import-dynamic": import_dynamic,
    # Engines: %wasmtime [--dir HOST[::GUEST]] [--env NAME=VALUE] MODULE ARGS
    "%wasmtime": command(*limit, python, source("test/engines/wasmtime.py")),
    "%node": command(*limit, node, source("test/engines/node.mjs")),
    # The Python of the engines, for test drivers.
    "%python": command(python),
    # In front of a command: it may mount what nobody else sees.
    "%in-mount-ns": command(*mount_ns),
}
# lit replaces in order, so a name comes before those that begin it.
for name in sorted(substitutions, key=len, reverse=True):
    config.substitutions.append((name + r"\b", substitutions[name]))
