"""Graphs of libraries for the randomised test, each made from a number."""

MASK = (1 << 64) - 1


class Draw:
    """Numbers from a seed, the same on every machine: as in program.c."""

    def __init__(self, state):
        self.state = state & MASK

    def __call__(self, n):
        self.state = (self.state * 6364136223846793005
                      + 1442695040888963407) & MASK
        return (self.state >> 33) % n


class Graph:
    """Library 0 is the program; its `needed` are the startup libraries.

    needed: direct dependencies of each, in order. unload: those that are taken
    down by the last dlclose. symbols: a mask of what each defines (library.c).
    begin, end: how many operations constructors and destructors may do."""

    def __init__(self, seed, deepbind=False, libraries=None, calm=False):
        draw = Draw(seed * 0x9e3779b97f4a7c15 + 0x1234567)
        draw(1)
        self.seed, self.deepbind = seed, deepbind
        n = libraries or 3 + draw(4) + draw(4) + draw(4)
        self.count = n + 1
        self.needed = [[] for _ in range(n + 1)]
        shape, dense = draw(5), 1 + draw(3)
        for i in range(1, n + 1):
            if shape == 0:  # chains
                wanted = [i + 1] if draw(5) else []
            elif shape == 1:  # diamonds
                wanted = [i + 1, i + 2] if draw(4) else []
            else:  # whatever; later libraries only, so far
                wanted = [i + 1 + draw(n) for _ in range(draw(dense + 2))]
            self.need(i, wanted)
        if shape >= 3 or draw(3) == 0:  # cycles
            for _ in range(1 + draw(dense + 1)):
                self.need(1 + draw(n), [1 + draw(n)])
        # The order of the numbers shall say nothing about dependencies.
        to = list(range(n + 1))
        for i in range(n, 1, -1):
            j = 1 + draw(i)
            to[i], to[j] = to[j], to[i]
        renamed = [[] for _ in to]
        for i, needed in enumerate(self.needed):
            renamed[to[i]] = [to[j] for j in needed]
            if draw(2):
                renamed[to[i]].reverse()
        self.needed = renamed
        if draw(2):
            self.need(0, [1 + draw(n) for _ in range(1 + draw(2))])
        unloading = draw(4)  # none, half, most, all
        self.unload = [i > 0 and draw(3) < unloading for i in range(n + 1)]
        self.symbols = [draw(256) & (draw(256) | draw(256))
                        for _ in range(n + 1)]
        busy = 0 if calm else 1 + draw(2)
        self.begin = [i and busy and draw(3) for i in range(n + 1)]
        self.end = [i and busy and draw(3) for i in range(n + 1)]
        self.startup = set(self.closure(0)) - {0}
        for i in self.startup:
            self.unload[i] = False
        wanted = {j for needed in self.needed for j in needed}
        self.lone = [i > 0 and not self.needed[i] and i not in wanted
                     for i in range(n + 1)]

    def need(self, library, wanted):
        for other in wanted:
            if (0 < other < self.count and other != library
                    and other not in self.needed[library]):
                self.needed[library].append(other)

    def closure(self, root):
        result = [root]
        for library in result:
            result += [x for x in self.needed[library] if x not in result]
        return result

    def header(self):
        def table(name, values):
            return "static const unsigned %s[] = {%s};\n" % (
                name, ", ".join(str(int(x)) for x in values))

        return ("#define LIBRARIES %d\n#define GRAPH_DEEPBIND %d\n"
                % (self.count - 1, self.deepbind)
                + table("graph_begin", self.begin)
                + table("graph_end", self.end)
                + table("graph_lone", self.lone))

    def describe(self):
        lines = ["graph %d" % self.seed]
        for i in range(self.count):
            words = ["needs " + " ".join(map(str, self.needed[i]))
                     if self.needed[i] else "needs nothing",
                     "defines " + (" ".join(
                         "s%d" % b for b in range(8)
                         if self.symbols[i] >> b & 1) or "nothing")]
            if i in self.startup:
                words.append("startup")
            elif self.unload[i]:
                words.append("unload")
            if self.begin[i] or self.end[i]:
                words.append("does %d, %d" % (self.begin[i], self.end[i]))
            lines.append("  %s: %s" % (i or "program", "; ".join(words)))
        return "\n".join(lines)
