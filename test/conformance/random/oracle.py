"""A model of glibc's dynamic loader (2.36), and program.c over it.

Loader says what dlopen, dlsym and dlclose do to lists and scopes, as exactly as
glibc does it; Program makes the same operations as program.c and returns the
lines it prints. That the real program prints the same is what shows that the
model is right; and where welded modules differ, that says which of both sides
left it."""

from graph import Draw

MAIN, STARTUP, LOADED = range(3)


class Undefined(Exception):
    """What glibc does here is undefined: it reads behind a list's end."""


class Map:
    """One loaded library: glibc's struct link_map. A new one each time."""

    def __init__(self, number, kind, loader, main, deepbind=False):
        self.number, self.kind, self.loader = number, kind, loader
        self.walk = None        # what sorting walks: see Loader.sort
        self.searchlist = None  # of what was opened by name
        self.references = 0
        self.nodelete = self.begun = self.is_global = self.removed = False
        # What its dlsym(RTLD_DEFAULT) found; None before it found any.
        self.related = None
        self.data, self.calls = {}, 0
        root = self
        while root.loader:
            root = root.loader
        # Whose search lists RTLD_DEFAULT means.
        self.scope = [main] if main else []
        if root is not main and kind != MAIN:
            self.scope.insert(0 if deepbind else 1, root)
        if kind == MAIN:
            self.scope = [self]


class Loader:
    """`begins`, `ends`: called for constructors and destructors, with a Map.
    `finalize`: called after a library's destructors, for its atexit functions.
    """

    def __init__(self, graph, begins, ends, finalize):
        self.graph = graph
        self.begins, self.ends, self.finalize = begins, ends, finalize
        self.loaded = []
        self.close_state = "idle"
        self.main = Map(0, MAIN, None, None)
        self.main.references = 1
        self.loaded.append(self.main)
        self.dependencies(self.main, STARTUP, False)
        for map in self.main.searchlist:
            map.is_global = True

    def begin_startup(self):
        for map in reversed(self.main.walk):
            self.begin(map)

    # --- Loading.

    def dependencies(self, root, kind, deepbind):
        """Loads what root needs; sets its search list and its sorted list."""
        queue = [root]
        for map in queue:
            needed = []
            for number in self.graph.needed[map.number]:
                other = self.find(number)
                if not other:
                    other = Map(number, kind, map, self.main, deepbind)
                    self.loaded.append(other)
                    other.nodelete = not self.graph.unload[number]
                if other not in queue:
                    queue.append(other)
                needed.append(other)
            if map is not root and map.searchlist is None and map.walk is None:
                map.walk = [map] + needed
        root.searchlist = queue
        if root.related is not None:
            root.related = [x for x in root.related if x not in queue]
        root.walk = self.sort(queue, False)

    def find(self, number):
        for map in self.loaded:
            if map.number == number and not map.removed:
                return map
        return None

    def sort(self, maps, for_fini):
        """Dependents before dependencies. A library's `walk` is followed:
        direct dependencies, or the sorted list of a library that was opened by
        name; nothing, while that is being made."""
        def visit(map, related, met, done, result):
            if map in done:
                return
            done.add(map)
            for other in map.walk or []:
                if other.kind != MAIN:
                    visit(other, related, met, done, result)
            if related and map.related is not None:
                met.append(map)
                for other in reversed(map.related):
                    visit(other, related, met, done, result)
            result.insert(0, map)

        met, done, result = [], set(), []
        for map in reversed(maps):
            visit(map, for_fini, met, done, result)
        if met:
            done, again = set(), []
            for map in reversed(result):
                visit(map, False, None, done, again)
            return again
        if result[0] is not maps[0]:
            result.remove(maps[0])
            result.insert(0, maps[0])
        return result

    def begin(self, map):
        if not map.begun:
            map.begun = True
            self.begins(map)

    def open(self, number, make_global, noload, nodelete, deepbind):
        map = self.find(number)
        if not map:
            if noload or not 0 < number < self.graph.count:
                return None
            map = Map(number, LOADED, None, self.main, deepbind)
            map.nodelete = not self.graph.unload[number]
            self.loaded.append(map)
        map.references += 1
        if nodelete:
            map.nodelete = True
        if map.searchlist is not None:
            if make_global and not map.is_global:
                self.promote(map)
            return map
        self.dependencies(map, LOADED, deepbind)
        for other in map.searchlist:
            if (other.begun and other.kind == LOADED
                    and map not in other.scope):
                other.scope.append(map)
        for other in reversed(map.walk):
            self.begin(other)
        if make_global:
            self.promote(map)
        return map

    def promote(self, map):
        for other in map.searchlist:
            if not other.is_global:
                other.is_global = True
                self.main.searchlist.append(other)

    # --- Closing.

    def close(self, map):
        if map.nodelete:
            return 0
        if map.references == 0:
            return -1
        map.references -= 1
        if (map.references > 0 or map.kind != LOADED
                or self.close_state != "idle"):
            if map.references == 0 and map.kind == LOADED:
                self.close_state = "again"
            return 0
        while True:
            self.close_state = "running"
            self.collect()
            if self.close_state != "again":
                break
        self.close_state = "idle"
        return 0

    def follows(self, map):
        return map.walk or []

    def collect(self):
        used = set()

        def use(map):
            if map in used:
                return
            used.add(map)
            for other in self.follows(map)[1:] + (map.related or []):
                use(other)

        for map in self.loaded:
            if map.kind != LOADED or map.references > 0 or map.nodelete:
                use(map)
        # A library that was met is used with all it needs; roots' lists are
        # whole, others' are of direct dependencies.
        gone = []
        for map in self.sort(list(self.loaded), True):
            if map not in used:
                if map.begun:
                    self.end(map)
                map.removed = True
                gone.append(map)
            elif map.kind == LOADED:
                own = map.searchlist is None
                if own:
                    map.searchlist = map.walk[:]
                removed = [x for x in map.scope
                           if x is not self.main and x not in used]
                if removed:
                    scope = []
                    for x in map.scope:
                        if x is self.main or x in used:
                            scope.append(x)
                        elif own:
                            scope.append(map)
                            own = False
                    map.scope = scope
                elif own:
                    map.searchlist = None
                if map.loader and map.loader not in used:
                    map.loader = None
        main = self.main.searchlist
        main[:] = [x for x in main if not x.removed]
        self.loaded[:] = [x for x in self.loaded if x not in gone]

    def end(self, map):
        map.begun = False
        self.ends(map)
        if self.finalizes(map):
            self.finalize(map)

    def finalizes(self, map):
        return True

    def exit(self):
        maps = list(self.loaded)
        for map in maps:
            map.references += 1
        for map in self.sort(maps, True):
            if map.begun:
                self.end(map)
            map.references -= 1

    # --- Looking up.

    def find_symbol(self, lists, defined, skip=None):
        for at, maps in enumerate(lists):
            start = maps.index(skip) if skip and at == 0 else 0
            for map in maps[start:]:
                if map is not skip and not map.removed and defined(map):
                    return map
        return None

    def find_default(self, caller, defined):
        found = self.find_symbol([x.searchlist for x in caller.scope], defined)
        if (found and found.kind == LOADED and found is not caller
                and not found.nodelete
                and found not in (caller.walk or []) + (caller.related or [])):
            if caller.kind != LOADED:
                found.nodelete = True
            else:
                caller.related = (caller.related or []) + [found]
        return found

    def find_next(self, caller, defined):
        root = caller
        while root.loader:
            root = root.loader
        if caller not in root.searchlist:
            raise Undefined
        return self.find_symbol([root.searchlist], defined, caller)

    def find_in(self, map, defined):
        return self.find_symbol([map.searchlist], defined)


class Welded(Loader):
    """The same in a welded module. What the destructors of a library that is
    never unloaded give to atexit runs behind all destructors, not behind the
    library's own."""

    def finalizes(self, map):
        return map.kind != LOADED or self.graph.unload[map.number]


class Program:
    """program.c, line by line."""

    def __init__(self, graph, seed, count, left_out=(), loader=Loader):
        self.graph, self.lines = graph, []
        n = graph.count
        self.actors, self.handles = [None] * n, [None] * n
        self.references, self.down = [0] * n, [False] * n
        self.depth = self.closing = self.pinned = 0
        self.finishing = False
        # (Map, handler) in order of registration. What constructors of startup
        # libraries register comes before the loader's own entry, which runs
        # all destructors.
        self.handlers, self.early = [], []
        self.loader = loader(graph, self.begins, self.ends, self.finalize)
        self.draw = Draw(0)
        self.loader.begin_startup()
        self.early, self.handlers = self.handlers, []
        for i in range(count):
            self.at = i
            if i in left_out:
                continue
            self.lines.append("#%d" % i)
            self.draw = Draw((seed * 0x9e3779b97f4a7c15)
                             ^ ((i + 1) * 0xff51afd7ed558ccd))
            self.draw(1)
            self.operation(0, False)
        self.at = count
        self.lines.append("exit")
        self.run_handlers(lambda map: True)
        self.handlers = self.early
        self.loader.exit()
        self.run_handlers(lambda map: True)

    def say(self, text):
        self.lines.append("  " * self.depth + text)

    def restricted(self):
        return self.closing or self.finishing

    def begins(self, map):
        number = map.number
        self.say("+%d" % number)
        self.actors[number] = map
        if self.restricted() or self.depth >= 4:
            return
        self.depth += 1
        for _ in range(self.graph.begin[number] if self.draw(4) == 0 else 0):
            self.operation(number, True)
        self.depth -= 1

    def ends(self, map):
        number = map.number
        if number == 0:
            self.finishing = True
        self.say("-%d" % number)
        self.depth += 1
        if self.depth < 5:
            for _ in range(self.graph.end[number] if self.draw(3) == 0 else 0):
                self.operation(number, False)
        self.depth -= 1
        self.actors[number] = None
        self.down[number] = True

    def finalize(self, map):
        self.run_handlers(lambda other: other is map)

    def run_handlers(self, wanted):
        while True:
            for at in range(len(self.handlers) - 1, -1, -1):
                if wanted(self.handlers[at][0]):
                    break
            else:
                return
            map, handler = self.handlers.pop(at)
            number = map.number
            self.say("*%d.%d" % (number, handler))
            self.depth += 1
            self.pinned += number != 0
            if (self.depth < 5 and self.actors[number]
                    and self.draw(4) == 0):
                self.operation(number, False)
            self.pinned -= number != 0
            self.depth -= 1

    def draw_open(self):
        opened = [i for i, n in enumerate(self.references) if n]
        if not opened:
            return len(self.references)
        return opened[self.draw(len(opened))]

    def do_open(self, who, held):
        count = self.graph.count
        which, bits = self.draw(count + 1), self.draw(128)
        self.draw(4)
        bad = self.draw(32)
        make_global, noload = bits >> 1 & 3 == 0, bits >> 3 & 7 == 0
        nodelete = bits >> 4 & 7 == 7
        deep = self.graph.deepbind and bits >> 5 == 1
        if (self.restricted() and 0 < which < count
                and self.references[which] == 0
                and not (self.graph.lone[which] and not self.actors[which]
                         and not self.down[which])):
            self.say("%d open %d: not now" % (who, which))
            return
        self.say("%d open %d%s%s%s%s%s" % (
            who, which, " global" * make_global, " noload" * noload,
            " nodelete" * nodelete, " deepbind" * deep, " bad" * (bad < 2)))
        self.pinned += not held
        self.depth += 1
        handle = None
        if bad >= 2:
            handle = self.loader.open(
                which, make_global, noload, nodelete, deep)
        self.depth -= 1
        self.pinned -= not held
        if not handle:
            # What there is not, is an error all the same.
            self.say("none" + " and no error" * (
                noload and which < count and bad >= 2))
            return
        known = count
        for i in range(count):
            if self.references[i] and self.handles[i] is handle:
                known = i
        self.say("same" if known == which else "new")
        self.handles[which] = handle
        self.references[which] += 1

    def do_close(self):
        which, every = self.draw_open(), self.draw(3) == 0
        if (which == self.graph.count or (self.pinned and not self.closing)
                or self.finishing):
            self.say("close: not now")
            return
        while True:
            handle = self.handles[which]
            self.say("close %d" % which)
            self.references[which] -= 1
            self.closing += 1
            self.depth += 1
            result = self.loader.close(handle)
            self.depth -= 1
            self.closing -= 1
            if self.closing == 0:
                self.down = [False] * self.graph.count
            self.say("%d" % result)
            if not (every and self.references[which]):
                break

    def do_find(self, who):
        count = self.graph.count
        kind, handle_of = self.draw(8), self.draw_open()
        unique = self.draw(8) == 0
        number = self.draw(count + 1 if unique else 8)
        poke, ask = self.draw(4), self.draw(4)

        def defined(map):
            if unique:
                return map.number == number
            return self.graph.symbols[map.number] >> number & 1

        if kind < 4 and handle_of == count:
            kind = 4
        caller = self.actors[who]
        if kind < 4:
            found = self.loader.find_in(self.handles[handle_of], defined)
            where = "%d" % handle_of
        elif kind < 6:
            found, where = self.loader.find_default(caller, defined), "default"
        else:
            found, where = self.loader.find_next(caller, defined), "next"
        value = -1
        if found:
            value = found.number * 100 + (8 if unique else number)
            if not unique and number < 4:
                value += 10000 * found.calls
                found.calls += 1
            elif not unique:
                value += found.data.get(number, 0)
                if poke == 0:
                    found.data[number] = found.data.get(number, 0) + 10000
        name = "%s%d" % ("u" if unique else "s", number)
        self.say("%d find %s in %s: %d" % (who, name, where, value))
        if found and ask == 0 and (unique or number < 7):
            self.say("address of %s in %s" % (
                name, "lib%d.so" % found.number if found.number
                else "program"))

    def do_walk(self):
        self.say("loaded" + "".join(
            " %d" % x.number for x in self.loader.loaded[1:]))

    def operation(self, who, held):
        what, other = self.draw(100), self.draw(3)
        which = self.draw(self.graph.count)
        if who == 0 and self.depth == 0 and other == 0 and self.actors[which]:
            who = which
        if what < 30:
            self.do_open(who, held or who == 0)
        elif what < 60:
            self.do_close()
        elif what < 90:
            self.do_find(who)
        elif what < 94:
            self.do_walk()
        elif what < 97:
            handler = self.draw(3)
            self.handlers.append((self.actors[who], handler))
            self.say("%d atexit %d: 0" % (who, handler))
        else:
            self.say("%d needs %d" % (who, sum(
                100 * x + 8 for x in self.graph.needed[who])))


def run(graph, seed, count, left_out, loader):
    """(program, what was undefined or None)."""
    program = Program.__new__(Program)
    try:
        program.__init__(graph, seed, count, left_out, loader)
    except Undefined as undefined:
        return program, undefined
    return program, None


def expected(graph, seed, count, left_out=()):
    """(lines of glibc, lines of a welded module, numbers of the operations that
    have to be left out): those that are undefined in glibc, and those that are
    known to differ. The lines may differ behind "exit"; glibc's are None if
    something is undefined there."""
    left_out = set(left_out)
    while True:
        glibc, undefined = run(graph, seed, count, left_out, Loader)
        if undefined:
            if glibc.at == count:
                return None, None, left_out
            left_out.add(glibc.at)
            continue
        welded, _ = run(graph, seed, count, left_out, Welded)
        number = None
        for a, b in zip(glibc.lines, welded.lines):
            if a.startswith("#"):
                number = int(a[1:])
            elif a == "exit":
                number = None
            if a != b:
                break
        else:
            return glibc.lines, welded.lines, left_out
        if number is None:
            return glibc.lines, welded.lines, left_out
        left_out.add(number)
