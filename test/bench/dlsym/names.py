"""Writes the sources of the dlsym benchmark.

    names.py KIND COUNT DIRECTORY

KIND is c (names of about 16 bytes) or c++ (mangled, about 68). Into DIRECTORY
go libnames.c, a library that defines COUNT functions of such names; names.h,
the names as the program asks for them, in an order of their own, and as many
that nothing defines; and names.txt, one a line. The same each time.
"""

import os
import sys

WORDS = (
    "alloc array begin block buffer cache char class clear close column copy "
    "count create cursor data delete device end entry error event field file "
    "find flush format frame free get group hash header index init insert item "
    "key length line list load lock map merge mode name next node object open "
    "order page parse path pool print queue read record remove reset row scan "
    "search set size sort stack start state stop store stream string table tag "
    "text time token tree type update user value vector view write zone"
).split()


class Random:
    """Knuth's generator: the same numbers in every Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (
            self.state * 6364136223846793005 + 1442695040888963407
        ) % 2**64
        return (self.state >> 33) * n >> 31

    def word(self):
        return WORDS[self.below(len(WORDS))]


def c_name(random):
    return "_".join(random.word() for _ in range(3)) + (
        str(random.below(10)) if random.below(4) == 0 else ""
    )


def cxx_name(random):
    parts = [random.word() for _ in range(2)]
    parts += [random.word() + random.word().capitalize() for _ in range(3)]
    parameters = "RKN%sE" % "".join(
        "%d%s" % (len(w), w)
        for w in ("space", random.word() + random.word().capitalize())
    )
    return "_ZN%sE%s%s" % (
        "".join("%d%s" % (len(w), w) for w in parts),
        parameters,
        "ijlmPvd"[random.below(7)],
    )


def main(kind, count, directory):
    make = {"c": c_name, "c++": cxx_name}[kind]
    random = Random(1)
    names = {}
    while len(names) < 2 * count:
        names[make(random)] = None
    names = list(names)
    defined, missing = names[:count], names[count:]
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, "libnames.c"), "w") as f:
        for i, name in enumerate(defined):
            f.write(
                '__attribute__((visibility("default"))) int %s(void);\n'
                "int %s(void) { return %d; }\n" % (name, name, i)
            )
    with open(os.path.join(directory, "names.txt"), "w") as f:
        f.writelines(name + "\n" for name in defined)
    with open(os.path.join(directory, "names.h"), "w") as f:
        for array, listed in (("defined", defined), ("missing", missing)):
            listed = listed[:]
            for i in range(count - 1, 0, -1):
                k = random.below(i + 1)
                listed[i], listed[k] = listed[k], listed[i]
            f.write("static const char *const %s[%d] = {\n" % (array, count))
            f.writelines('"%s",\n' % name for name in listed)
            f.write("};\n")
    size = sum(map(len, defined)) / count
    print("%d names of %.1f bytes" % (count, size))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
