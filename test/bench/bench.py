"""Measures dlweld against what it stands in for.

    bench.py --build BUILD [--quick] [--only NAME]... [--json FILE]

Everything is a ratio of two things measured in turns in this one run: A B B A A
B ..., so that a busy machine disturbs both alike. A figure is the median of the
ratios of neighbours; behind it stand both sides' medians with their quartiles.
These are measurements, not tests: on a busy machine look at the quartiles.

Memory is the peak resident set of one process (ru_maxrss of the whole tree:
front end or linker, whichever is larger), and the peak of all processes together
(the sum of their proportional set sizes, looked at every 2 ms in a run that is
not timed). The exit code tells of faults, not of figures.
"""

import argparse
import json
import sys
import time

sys.dont_write_bytecode = True

import calls  # noqa: E402
import forms  # noqa: E402
import inspection  # noqa: E402
import lift  # noqa: E402
import links  # noqa: E402
import lto  # noqa: E402
import lookups  # noqa: E402
import measure  # noqa: E402

MEASUREMENTS = {
    "sqlite": links.sqlite,
    "1000x100": links.scaling_1000,
    "10000x10": links.scaling_10000,
    "dlsym-c": lookups.dlsym_c,
    "dlsym-c++": lookups.dlsym_cxx,
    "names": lookups.real_names,
    "calls": calls.calls,
    "lift": lift.lifting,
    "forms": forms.forms,
    "inspection": inspection.inspection,
    "lto": lto.lto,
}


def bound(value):
    return "-" if value is None else "%.2f" % value


def show(result):
    print("%-56s %8s %6s %5s  %s" % (
        result.name, "%.2f%s" % (result.figure, result.unit),
        bound(result.target), bound(result.aim), result.verdict()))
    print("    " + result.note, flush=True)


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--build", required=True)
    arguments.add_argument("--quick", action="store_true",
                           help="fewer repetitions, fewer symbols")
    arguments.add_argument("--only", action="append", metavar="NAME",
                           choices=MEASUREMENTS,
                           help="one of " + ", ".join(MEASUREMENTS))
    arguments.add_argument("--json", metavar="FILE")
    options = arguments.parse_args()

    tools = measure.Tools(options.build, options.quick)
    start = time.monotonic()
    print("%-56s %8s %6s %5s  %s" % (
        "measured", "figure", "target", "aim", "verdict"))
    results = []
    faults = 0
    for name in options.only or MEASUREMENTS:
        print("bench: %s" % name, file=sys.stderr)
        try:
            for result in MEASUREMENTS[name](tools):
                show(result)
                results.append(result)
        except measure.Failure as failure:
            faults += 1
            print("%s: %s" % (name, failure), flush=True)
    judged = [r for r in results if r.target is not None]
    over = [r for r in judged if r.verdict() == "over"]
    print("%d of %d figures within their targets; %.0f seconds" % (
        len(judged) - len(over), len(judged), time.monotonic() - start))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as f:
            json.dump({"quick": options.quick,
                       "results": [r.as_json() for r in results]}, f, indent=1)
            f.write("\n")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except measure.Failure as failure:
        sys.exit("bench: " + str(failure))
