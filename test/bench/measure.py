"""What the measurements have in common: running, repeating, judging."""

import os
import re
import statistics
import subprocess

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "../.."))


class Failure(Exception):
    """Something that the person who runs this has to know, in a sentence."""


class Sample:
    """One run of a command. Times in seconds, memory in KiB."""

    def __init__(self, line):
        numbers = [int(word) for word in line.split()]
        self.wall = numbers[1] / 1e9
        self.user = numbers[2] / 1e6
        self.system = numbers[3] / 1e6
        self.cpu = self.user + self.system
        self.largest = numbers[4]
        self.own, self.others, self.together = (numbers[5:] + [0] * 3)[:3]


class Result:
    """A line of the table: a figure, its bounds and what it was made of."""

    def __init__(self, name, figure, unit="", target=None, aim=None, note="",
                 **details):
        self.name = name
        self.figure = figure
        self.unit = unit
        self.target = target  # None: nothing to judge
        self.aim = aim
        self.note = note
        self.details = details  # for --json

    def verdict(self):
        if self.target is None:
            return "-"
        return "ok" if round(self.figure, 2) <= self.target else "over"

    def as_json(self):
        return {"name": self.name, "figure": self.figure, "unit": self.unit,
                "target": self.target, "aim": self.aim,
                "verdict": self.verdict(), "note": self.note, **self.details}


class Spread:
    """Median and quartiles of repeated values."""

    def __init__(self, values):
        self.values = list(values)
        self.count = len(self.values)
        self.median = statistics.median(self.values)
        self.least = min(self.values)
        if self.count > 1:
            quartiles = statistics.quantiles(
                self.values, n=4, method="inclusive")
            self.low, self.high = quartiles[0], quartiles[2]
        else:
            self.low = self.high = self.median

    def text(self, scale=1.0, digits=2):
        return "%.*f (%.*f..%.*f)" % (
            digits, self.median * scale, digits, self.low * scale,
            digits, self.high * scale)

    def as_json(self):
        return {"median": self.median, "quartiles": [self.low, self.high],
                "least": self.least, "repetitions": self.count}


def ratios(ours, theirs):
    """Of neighbours in time, so that a busy machine disturbs both alike."""
    return Spread([a / b for a, b in zip(ours, theirs)])


def interleave(cases, repetitions, warm=1):
    """A B A B ...: calls each of the functions in turn; per function the list
    of what it returned, less the first `warm`. Every other round goes
    backwards, so that none has always the same predecessor."""
    values = [[] for _ in cases]
    for turn in range(-warm, repetitions):
        order = range(len(cases))
        for at in reversed(order) if turn % 2 else order:
            value = cases[at]()
            if turn >= 0:
                values[at].append(value)
    return values


class Tools:
    """Where things are, and how commands are run."""

    def __init__(self, build, quick):
        self.build = os.path.realpath(build)
        self.work = os.path.join(self.build, "bench")
        os.makedirs(self.work, exist_ok=True)
        self.front_end = os.path.join(self.build, "bin/wasm-ld")
        self.plugin = os.path.join(self.build, "lib/dlweld.so")
        self.include = os.path.join(self.build, "share/dlweld/include")
        cache = self.read_cache()
        self.cc = [cache["CMAKE_C_COMPILER"]]
        self.clang = cache["DLWELD_TEST_CLANG"]
        # The unmodified one; the front end is to run the same.
        self.linker = os.path.abspath(cache["DLWELD_TEST_LINKER"])
        os.environ["DLWELD_LINKER"] = self.linker
        self.quick = quick
        for needed in (self.front_end, self.plugin, self.include):
            if not os.path.exists(needed):
                raise Failure("%s is not there: build dlweld first" % needed)
        self.runner = os.path.join(self.work, "run")
        self.compile(self.cc + ["-O2", "-D_GNU_SOURCE"],
                     os.path.join(HERE, "run.c"), self.runner)

    def read_cache(self):
        """The tools that CMake has found."""
        try:
            with open(os.path.join(self.build, "CMakeCache.txt"),
                      encoding="utf-8") as f:
                return dict(re.findall(r"(?m)^(\w+):\w+=(.*)$", f.read()))
        except FileNotFoundError:
            raise Failure("%s is not a build tree" % self.build) from None

    def path(self, *parts):
        return os.path.join(self.work, *parts)

    def call(self, command, cwd=None):
        """For what is not measured."""
        done = subprocess.run(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace")
        if done.returncode != 0:
            raise Failure("%s fails (exit %d):\n%s" % (
                " ".join(command[:6]), done.returncode, done.stdout[-3000:]))
        return done.stdout

    def compile(self, compiler, source, output, extra=(), inputs=()):
        """Unless the output is newer and was made by the same command."""
        command = [*compiler, source, "-o", output, *extra]
        record = output + ".cmd"
        text = "\n".join(command)
        try:
            made = os.stat(output).st_mtime_ns
            with open(record, encoding="utf-8") as f:
                if f.read() == text and all(
                        os.stat(i).st_mtime_ns <= made
                        for i in [source, *inputs]):
                    return output
        except FileNotFoundError:
            pass
        os.makedirs(os.path.dirname(output), exist_ok=True)
        self.call(command)
        with open(record, "w", encoding="utf-8") as f:
            f.write(text)
        return output

    def wasm_compile(self, source, output, extra=(), inputs=()):
        """A free-standing object that may include our dlfcn.h."""
        return self.compile(
            [self.clang, "--target=wasm32", "-O2", "-ffreestanding",
             "-I" + self.include, "-c"], source, output, extra, inputs)

    def run(self, command, memory=False):
        """A Sample of one run; the command must succeed."""
        log = self.path("log.txt")
        done = subprocess.run(
            [self.runner, *(["-m"] if memory else []), log, *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Failure(done.stdout.strip())
        if not done.stdout.startswith("0 "):
            with open(log, encoding="utf-8", errors="replace") as f:
                raise Failure("%s fails (exit %s):\n%s" % (
                    command[0], done.stdout.split()[0], f.read()[-3000:]))
        return Sample(done.stdout)
