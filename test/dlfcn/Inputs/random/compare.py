"""compare.py CC SOURCE DIRECTORY SEED RUNS: makes some libraries that depend on
each other at random, as real ones and for the run time, compiled natively; runs
the same random calls with both; and compares what they print."""

import os
import random
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

NATIVE = """\
$CC -shared -fPIC -w -O1 -I{here} -DNAME='"{name}"' -DNUMBER={number} \
-DSYMBOLS='{symbols}' {here}/library.c -Wl,-soname,lib{name}.so \
-Wl,--no-as-needed -Wl,--allow-shlib-undefined {flags} {needed} -o new/lib{name}.so
"""

LIBRARY = """
static void *{n}_default(const char *name) {{
  return __dlweld_dlsym({number}, RTLD_DEFAULT, name);
}}
static void *{n}_next(const char *name) {{
  return __dlweld_dlsym({number}, RTLD_NEXT, name);
}}
int {n}_initialised = 1000, {n}_zero;
char {n}_image[4];
static int {n}_count(void) {{ return ++{n}_initialised + ++{n}_zero; }}
static void {n}_entry(void *n) {{ printf("entry {n} %d\\n", (int)(long)n); }}
static void {n}_at_exit(int n) {{
  __dlweld_cxa_atexit({n}_entry, (void *)(long)n, &__dlweld_state[{number}]);
}}
static const vtable {n}_table = {{{n}_default, {n}_next, {n}_count, {n}_at_exit}};
void {n}_init(void) {{ hook('+', {number} - 1, &{n}_table); }}
void {n}_fini(void) {{ hook('-', {number} - 1, &{n}_table); }}
"""

INDEX = """\
library lib{n}.so
  init {n}_init
  fini {n}_fini
"""

UNLOAD = """\
  unload yes
  range data {n}_initialised 4
  range zero {n}_zero 4
  image {n}_image
"""


class Graph:
    def __init__(self, seed):
        r = random.Random(seed)
        count = r.randint(4, 10)
        self.names = ["G" + chr(ord("a") + i) for i in range(count)]
        rank = r.sample(range(count), count)
        density = r.choice([0.15, 0.25, 0.4])
        backward = r.choice([0, 0, 0.15])  # edges that may close a cycle
        self.needed = []
        for i in range(count):
            needed = [j for j in range(count) if i != j
                      and (rank[i] < rank[j] or r.random() < backward)
                      and r.random() < density]
            r.shuffle(needed)
            self.needed.append(needed)
        # Without cycles little room does for what the run time has to keep.
        self.limit = 0 if backward == 0 and seed % 2 == 0 else None
        self.resident = [r.random() < 0.12 for _ in range(count)]
        self.startup = []
        if r.random() < 0.4:
            self.startup = [i for i in range(count) if r.random() < 0.15]
            r.shuffle(self.startup)
        self.symbols = [["who"] + [s for s in ("s0", "s1", "s2", "s3")
                                   if r.random() < 0.35]
                        for _ in range(count)]


def write(path, text):
    with open(path, "w", encoding="ascii") as f:
        f.write(text)


def build(graph, cc, source, directory):
    names = graph.names
    write(os.path.join(directory, "graph.h"),
          "enum { COUNT = %d };\nstatic const char *const names[] = {%s};\n"
          % (len(names), ", ".join('"%s"' % n for n in names)))
    script = ["set -e\nmkdir -p new\n"]
    # To link with, first of all; they may need each other.
    for n in names:
        script.append("$CC -shared -Wl,-soname,lib%s.so -o lib%s.so -x c "
                      "/dev/null\n" % (n, n))
    index = "library program\n"
    if graph.limit is not None:
        index += "  edgelimit %d\n" % graph.limit
    for i in graph.startup:
        index += "  needed lib%s.so\n" % names[i]
    libraries = ""
    for i, n in enumerate(names):
        script.append(NATIVE.format(
            here=HERE, name=n, number=i,
            symbols=" ".join("SYMBOL(%s)" % s for s in graph.symbols[i]),
            flags="-Wl,-z,nodelete" if graph.resident[i] else "",
            needed=" ".join("./lib%s.so" % names[j] for j in graph.needed[i])))
        index += INDEX.format(n=n)
        for j in graph.needed[i]:
            index += "  needed lib%s.so\n" % names[j]
        if not graph.resident[i]:
            index += UNLOAD.format(n=n)
        libraries += LIBRARY.format(n=n, number=i + 1)
        for s in graph.symbols[i]:
            index += "  function %s %s_%s\n" % (s, n, s)
            libraries += 'const char *%s_%s(void) { return "%s.%s"; }\n' % (
                n, s, n, s)
    write(os.path.join(directory, "index.txt"), index)
    write(os.path.join(directory, "libraries.h"), libraries)
    startup = " ".join("./lib%s.so" % names[i] for i in graph.startup)
    script.append(
        "mv new/*.so .\n"
        "$CC -w -O1 -DNATIVE -I. -I{here} -rdynamic {here}/main.c "
        "-Wl,--no-as-needed {startup} -Wl,-rpath,. -Wl,--allow-shlib-undefined "
        "-o native\n".format(here=HERE, startup=startup))
    left_out = {"thread-exit.c"} | (set() if graph.startup else {"start.c"})
    dlfcn = os.path.join(source, "lib", "dlfcn")
    sources = " ".join(
        shlex.quote(os.path.join(dlfcn, f)) for f in sorted(os.listdir(dlfcn))
        if f.endswith(".c") and f not in left_out)
    script.append(
        "mkindex -8 index.txt > index.c\n"
        "$CC -w -O1 -g -fvisibility=hidden -fsanitize=undefined "
        "-fno-sanitize-recover=all -I. -I{here} -I{lib} -I{lib}/dlfcn/include "
        "{here}/main.c index.c {sources} -o ours\n".format(
            here=HERE, lib=shlex.quote(os.path.join(source, "lib")),
            sources=sources))
    write(os.path.join(directory, "build.sh"), "".join(script))
    subprocess.run(["sh", "build.sh"], check=True, cwd=directory,
                   env=dict(os.environ, CC=cc))


def run(program, directory, seed):
    done = subprocess.run(
        ["./" + program, str(seed)], cwd=directory, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=dict(os.environ, LD_LIBRARY_PATH="."))
    return done.stdout + "exit code %d\n" % done.returncode


def main():
    cc, source, directory, seed, runs = sys.argv[1:]
    os.makedirs(directory, exist_ok=True)
    build(Graph(int(seed)), cc, source, directory)
    for k in range(int(runs)):
        native, ours = (run(p, directory, k) for p in ("native", "ours"))
        if native == ours:
            continue
        for i, (a, b) in enumerate(zip(native.split("\n"), ours.split("\n"))):
            if a != b:
                print("seed %s, run %d, line %d\nglibc: %s\nours:  %s" % (
                    seed, k, i + 1, a, b))
                break
        sys.exit(1)
    print("%s runs agree" % runs)


main()
