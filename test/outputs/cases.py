"""The ways to link. A case is a name, the flavour of its objects, flags of the
linker; or steps, each (linker, words), where a linker is the front end with the
libraries ("weld"), the front end with the plugin alone ("plugin"), the plain
linker ("plain") or clang's driver with the libraries ("clang"), and %last stands
for the step before."""

from dataclasses import dataclass, field

FLAVOURS = {
    "plain": [],
    "pic": ["-fPIC", "-fvisibility=default"],
    # Thread-local data stay thread-local only with atomics.
    "atomics": ["-matomics", "-mbulk-memory"],
    "pic-atomics": ["-fPIC", "-matomics", "-mbulk-memory"],
}


def target(flavour):
    return "wasm64" if flavour.endswith("64") else "wasm32"


@dataclass
class Case:
    name: str
    flavour: str
    flags: list = field(default_factory=list)
    defines: tuple = ()
    options: list = field(default_factory=list)
    weld: list = None  # in place of the usual options of the plugin's
    steps: list = None
    table: bool = False  # a host must be able to reach the table


NO_ENTRY = ["--no-entry"]
# Both kinds of a module that a loader puts in its place.
PIE = ["--experimental-pic", "-pie", "--no-entry", "--import-memory"]
PIE += ["--import-table", "--export=__wasm_call_ctors"]
SHARED = ["--experimental-pic", "-shared", "--no-entry"]
SHARED += ["--export=__wasm_call_ctors"]


def usual(flavour):
    def case(name, *flags, **more):
        return Case(name, flavour, list(flags), **more)

    def plain(name, *flags):
        return case(name, "--no-entry", *flags)

    yield case("command", defines=("-DCOMMAND",))
    yield case("reactor", "--no-entry", defines=("-DREACTOR",))
    yield plain("no-entry")
    yield plain("exports", "--export=work", "--export-all")
    yield plain("emit-relocs", "--emit-relocs")
    yield plain("import-memory", "--import-memory")
    yield plain("import-table", "--import-table")
    yield plain("import-both", "--import-memory", "--import-table")
    yield plain("export-memory", "--export-memory=memory")
    yield plain("export-table", "--export-table")
    yield plain("growable-table", "--growable-table")
    yield plain("growable-export", "--growable-table", "--export-table")
    yield plain("table-base", "--table-base=1000")
    yield plain("table-base-over-data", "--table-base=70000", "--global-base=70656")
    yield plain("global-base", "--global-base=200000")
    yield plain("stack-first", "--stack-first", "-z", "stack-size=200000")
    yield plain("stack-last", "--no-stack-first", "--global-base=2048")
    yield plain("optimized", "-O2")
    yield plain("compressed", "-O2", "--compress-relocations", "-s")
    yield plain("strip-all", "--strip-all")
    yield plain("strip-debug", "--strip-debug")
    yield plain("gc", "--gc-sections")
    yield plain("no-gc", "--no-gc-sections")
    yield plain("no-merge", "--no-merge-data-segments")
    yield plain("export-dynamic", "--export-dynamic")
    yield plain("build-id", "--build-id", "--max-memory=8388608")


def again(flavour):
    """-r and a second link on top: what the objects say of their relocations
    must be right, too."""
    part = ("weld", ["-r", "program.o"])

    def case(name, *steps, **more):
        return Case(name, flavour, steps=list(steps), **more)

    last = ["%last", "--no-entry"]
    yield case("r-plain", part, ("plain", last))
    yield case("r-plugin", part, ("plugin", last))
    yield case("r-r", part, ("plain", ["-r", "%last"]), ("plain", last))
    yield case(
        "r-plain-flags", part,
        ("plain", last + ["-O2", "--compress-relocations", "-s", "--table-base=100",
                          "--growable-table", "--stack-first"]),
    )
    yield case("r-no-gc", part, ("plain", last + ["--no-gc-sections"]))
    yield case("r-relocs", part, ("plugin", last + ["--emit-relocs"]))
    yield case("r-import", part,
               ("plugin", last + ["--import-memory", "--import-table"]))


def dynamic(flavour):
    yield Case("pie", flavour, PIE)
    yield Case("pie-gc", flavour, PIE + ["--no-gc-sections"])
    yield Case("pie-optimized", flavour, PIE + ["-O2", "--strip-all"])
    module = ["output=module"]
    yield Case("shared", flavour, SHARED, options=module)
    yield Case("shared-all", flavour, SHARED + ["--export-all"], options=module)
    yield Case("shared-no-gc", flavour, SHARED + ["--no-gc-sections"],
               options=module)
    yield Case("shared-optimized", flavour,
               SHARED + ["-O2", "--compress-relocations", "--strip-debug"],
               options=module)
    yield Case("shared-bound", flavour, SHARED + ["-Bsymbolic"],
               options=module)


def threads(flavour):
    shared = ["--no-entry", "--shared-memory", "--max-memory=2097152"]
    yield Case("thread-local", flavour, NO_ENTRY)
    yield Case("thread-local-relocs", flavour, NO_ENTRY + ["--emit-relocs"])
    yield Case("shared-memory", flavour, shared)
    yield Case("shared-memory-import", flavour, shared + ["--import-memory"])
    yield Case("shared-memory-optimized", flavour,
               shared + ["-O2", "--compress-relocations", "--strip-all"])
    yield Case("shared-memory-command", flavour,
               shared[1:], defines=("-DCOMMAND",))
    part = ("weld", ["-r", "program.o"])
    yield Case("shared-memory-r", flavour,
               steps=[part, ("plugin", shared + ["%last"])])


def driver(flavour):
    """From -O1 on clang has wasm-opt work on what it links."""
    for level in ("-O1", "-O2", "-Oz"):
        words = [level, "program.o", "-Wl,--no-entry"]
        yield Case("clang" + level, flavour, steps=[("clang", words)])


def hosts(flavour):
    """Modules in which nothing calls through the table: only a host does."""
    weld = ["dlopen=%s.so=%s.o" % (name, name) for name in ("one", "two", "start")]
    weld += ["needed=one.so=two.so", "export=program=work", "export=program=value"]

    def case(name, *flags):
        return Case(name, flavour, NO_ENTRY + list(flags), ("-DUNCALLED",),
                    weld=weld, table=True)

    yield case("uncalled")
    yield case("uncalled-no-gc", "--no-gc-sections")
    yield case("uncalled-export", "--export-table")
    yield case("uncalled-growable", "--growable-table", "-O2", "--strip-all")


GROUPS = {
    "usual": usual,
    "again": again,
    "dynamic": dynamic,
    "threads": threads,
    "driver": driver,
    "hosts": hosts,
}
OF = {"usual": "plain", "again": "plain", "dynamic": "pic",
      "threads": "atomics", "driver": "plain",
      "hosts": "plain"}


def select(names):
    """Those of GROUP32 or GROUP64, or GROUP32:CASE alone."""
    for name in names:
        group, _, only = name.partition(":")
        bits = group[-2:]
        for case in GROUPS[group[:-2]](OF[group[:-2]] + bits):
            if not only or case.name == only:
                yield case
