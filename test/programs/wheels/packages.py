"""The packages of PyPI and npm in which there are shared modules (dylink.0),
and how they are fetched and unpacked.

Everything goes below one directory, and what is there is not fetched again.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile


class Missing(Exception):
    """A package that cannot be had; the message says why."""


class Package:
    def __init__(self, name, version, about, kind, options=(), modules=True):
        self.name = name
        self.version = version
        self.about = about
        self.kind = kind  # pip, sdist (pip, but sources) or npm
        self.options = list(options)
        self.modules = modules  # whether shared modules are in it

    @property
    def folder(self):
        return re.sub(r"[^\w.-]", "-", self.name.lstrip("@"))


EMSCRIPTEN = ["--platform", "pyemscripten_2026_0_wasm32", "--implementation",
              "cp", "--python-version", "3.14"]
LINUX = ["--platform", "manylinux_2_28_x86_64", "--abi", "abi3",
         "--python-version", "3.12"]

PACKAGES = [
    Package("componentize-py", "0.25.1",
            "libpython, libc, libc++ by wasi-sdk; Rust", "pip", LINUX),
    Package("simplejson", "4.3.0", "a module of C for Python", "pip",
            EMSCRIPTEN),
    Package("msgpack", "1.2.4", "a module of Cython", "pip", EMSCRIPTEN),
    Package("pydantic-core", "2.50.4", "a module of Rust", "pip", EMSCRIPTEN),
    Package("luau-wasm", "0.1a0", "Luau: C++ with exceptions", "pip",
            EMSCRIPTEN),
    Package("grill-usd-core", "26.8", "USD: C++, 30 modules that need one",
            "pip", EMSCRIPTEN),
    Package("@electric-sql/pglite", "0.5.16", "extensions of PostgreSQL",
            "npm"),
    Package("@vscode/tree-sitter-wasm", "0.3.1", "grammars of tree-sitter",
            "npm"),
    Package("tree-sitter-wasms", "0.1.13", "the same by emscripten 2", "npm"),
    Package("tree-sitter-bash", "0.25.1", "grammar", "npm"),
    Package("tree-sitter-cpp", "0.23.4", "grammar", "npm"),
    Package("tree-sitter-json", "0.24.8", "grammar", "npm"),
    Package("tree-sitter-python", "0.25.0", "grammar", "npm"),
    Package("tree-sitter-ruby", "0.23.1", "grammar", "npm"),
    Package("@tree-sitter-grammars/tree-sitter-yaml", "0.7.1", "grammar",
            "npm"),
    # What the modules are compared with, and tree-sitter itself.
    Package("tree-sitter", "0.25.1", "the library, in C", "npm",
            modules=False),
    Package("simplejson", "4.3.0", "for this machine", "pip", modules=False),
    Package("msgpack", "1.2.4", "for this machine", "pip", modules=False),
    Package("pydantic-core", "2.50.4", "for this machine", "pip",
            modules=False),
    Package("typing-extensions", "4.16.0", "what that needs", "pip",
            modules=False),
    Package("tornado", "6.4.2", "a module of C, built by setuptools", "sdist",
            modules=False),
]


# --- Fetching


def key(package):
    native = not package.modules and package.kind == "pip"
    return package.folder + ("-native" if native else "")


def fetch(package, top, ask=True):
    """The directory with what the package has in it; it is there already, or
    the registry is asked."""
    into = os.path.join(top, key(package))
    done = os.path.join(into, ".unpacked")
    if os.path.exists(done):
        return into
    if not ask:
        raise Missing("%s %s is not in %s" % (
            package.name, package.version, top))
    shutil.rmtree(into, ignore_errors=True)
    os.makedirs(into)
    if package.kind != "npm":
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps",
                   "--only-binary=:all:" if package.kind == "pip"
                   else "--no-binary=:all:", "-d", into, *package.options,
                   "%s==%s" % (package.name, package.version)]
    else:
        command = ["npm", "pack", "--silent", "--pack-destination", into,
                   "%s@%s" % (package.name, package.version)]
    if not shutil.which(command[0]):
        raise Missing(command[0] + " is not installed")
    ran = subprocess.run(command, cwd=into, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True,
                         stdin=subprocess.DEVNULL, errors="replace")
    files = os.listdir(into)
    if ran.returncode != 0 or len(files) != 1:
        shutil.rmtree(into)
        words = ran.stdout.strip().splitlines() or ["it is not there"]
        raise Missing("%s cannot fetch %s %s: %s" % (
            package.kind, package.name, package.version, words[-1]))
    unpack(os.path.join(into, files[0]), into)
    os.remove(os.path.join(into, files[0]))
    if package.name == "componentize-py":
        carve(into)
    for path in list(walk(into)):
        if package.modules and path.endswith(".tar.gz"):
            unpack(path, path[:-len(".tar.gz")])
    open(done, "w").close()
    return into


def unpack(path, into):
    os.makedirs(into, exist_ok=True)
    if path.endswith(".whl"):
        with zipfile.ZipFile(path) as z:
            z.extractall(into)
    else:
        with tarfile.open(path) as t:
            t.extractall(into, filter="data")


def walk(top):
    for directory, folders, files in sorted(os.walk(top)):
        folders.sort()
        for name in sorted(files):
            yield os.path.join(directory, name)


def is_shared(path):
    if not path.endswith((".so", ".wasm")):
        return False
    with open(path, "rb") as f:
        head = f.read(32)
    return head[:9] == b"\0asm\1\0\0\0\0" and b"dylink" in head


def modules_of(directory):
    return [path for path in walk(directory) if is_shared(path)]


# --- componentize-py: a program with the modules in it, compressed


def leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def sections(data, at):
    """(id, start of the contents, end) for as long as there are sections."""
    at += 8
    while at < len(data) and data[at] <= 13:
        try:
            size, start = leb(data, at + 1)
            if size == 0 or start + size > len(data):
                return
            if data[at] == 0:
                length, name = leb(data, start)
                if not 0 < length < size or not all(
                        32 <= c < 127 for c in data[name:name + length]):
                    return
        except IndexError:
            return
        yield data[at], start, start + size
        at = start + size


def module_name(data):
    """What the name section calls the module."""
    for kind, start, end in sections(data, 0):
        length, at = leb(data, start)
        if kind == 0 and data[at:at + length] == b"name":
            at += length
            if data[at] == 0:
                _, at = leb(data, at + 1)
                length, at = leb(data, at)
                return data[at:at + length].decode()
    return None


def frame_end(data, at):
    """The end of the zstd frame there (RFC 8878, 3.1.1), or None."""
    flags = data[at + 4]
    single = flags >> 5 & 1
    at += 5 + (not single) + (0, 1, 2, 4)[flags & 3]
    at += (single, 2, 4, 8)[flags >> 6]
    last = False
    while not last:
        block = int.from_bytes(data[at:at + 3], "little")
        last, kind = block & 1, block >> 1 & 3
        at += 3 + (1 if kind == 1 else block >> 3)
        if kind == 3 or at > len(data):
            return None
    return at + (4 if flags >> 2 & 1 else 0)


def inflate(frame):
    if not shutil.which("zstd"):
        raise Missing("the program zstd is not installed")
    ran = subprocess.run(["zstd", "-dcq"], input=frame,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return ran.stdout if ran.returncode == 0 else b""


def carve(into):
    """Every module and archive that the package's program holds: modules in
    `modules` by their own names, archives unpacked in `files-N`."""
    program, = [p for p in walk(into) if p.endswith(".so")]
    with open(program, "rb") as f:
        data = f.read()
    os.remove(program)
    pieces = []
    for found in re.finditer(rb"\x28\xb5\x2f\xfd", data):
        end = frame_end(data, found.start())
        if end:
            pieces.append(inflate(data[found.start():end]))
    for found in re.finditer(
            rb"\0asm\x01\0\0\0\0.{1,3}\x08dylink\.0", data, re.S):
        end = max(e for _, _, e in sections(data, found.start()))
        pieces.append(data[found.start():end])
    folder = os.path.join(into, "modules")
    os.makedirs(folder)
    for number, piece in enumerate(pieces):
        if piece[:4] == b"\0asm":
            name = module_name(piece) or "nameless.so"
            path = os.path.join(folder, os.path.basename(name))
            while os.path.exists(path):
                path = "%s-%d.so" % (os.path.splitext(path)[0], number)
            if b"dylink.0" in piece[:32]:
                with open(path, "wb") as f:
                    f.write(piece)
        elif piece[257:262] == b"ustar":
            archive = os.path.join(into, "files.tar")
            with open(archive, "wb") as f:
                f.write(piece)
            unpack(archive, os.path.join(into, "files-%d" % number))
            os.remove(archive)
