"""What a case.test says: lines of `key: value`, of which docs/semantics.md has
the list under "Adding a case"."""

import os
import re
import shlex

INPUTS = os.path.dirname(os.path.realpath(__file__))

# What Debian's WASI libraries lack and a case can have (`runtime: exceptions`):
# flags of everything welded, and a source file of the program.
RUNTIMES = {
    "exceptions": (["-fwasm-exceptions"], "exceptions.cpp"),
    "setjmp": (["-mllvm", "-wasm-enable-sjlj",
                "-I" + os.path.join(INPUTS, "setjmp")], "setjmp.c"),
    "thread-local": ([], "thread-local.c"),
}

# Archives of bitcode; `-all`: the program is bitcode, too.
BITCODE = ("lto", "thinlto", "lto-half", "lto-all", "thinlto-all")

# What the libraries of a welded world can be: archives; what `clang -shared`
# makes with the plugin; shared modules of the linker's own; each in turn.
FORMS = ("archive", "weldable", "module", "mixed") + BITCODE


class Failure(Exception):
    """The case failed; the text says where and how."""


def forms_of(where, text):
    """A list `module,mixed` of forms; `bitcode` and `all` are several."""
    groups = {"bitcode": BITCODE, "all": FORMS}
    result = []
    for word in text.split(","):
        if word not in groups and word not in FORMS:
            raise Failure("%s: no such form: %s" % (where, word))
        result += groups.get(word, [word])
    return result


class Library:
    """lib SONAME: SOURCE... [WORD...]"""

    def __init__(self, soname, words):
        self.soname = soname
        self.sources, self.needs, self.aliases = [], [], []
        self.native = []  # sources that are never bitcode
        self.exports, self.cflags, self.ldflags = [], [], []
        self.startup = self.unload = self.bind_program = False
        self.strip = self.late = False
        self.file, self.folder, self.by_l = soname, "", False
        for word in words:
            key, equals, value = word.partition("=")
            if word in ("startup", "unload", "strip", "late"):
                setattr(self, word, True)
            elif word == "-l":
                self.by_l = True
            elif equals and key == "file":
                self.file = value
            elif equals and key == "in":
                self.folder = value
            elif word == "bind=program":
                self.bind_program = True
            elif equals and key in ("needs", "alias", "export", "native"):
                to = {"needs": self.needs, "alias": self.aliases,
                      "native": self.native}
                to.get(key, self.exports).extend(value.split(","))
            elif equals and key in ("cflags", "ldflags"):  # ldflags: native
                getattr(self, key).extend(value.split())
            elif not equals and re.fullmatch(r"[\w./-]+\.(c|cpp)", word):
                self.sources.append(word)
            else:
                raise Failure("lib %s: what is %r?" % (soname, word))
        # Of its file, and of a link to it by which others are linked with it.
        self.path = os.path.join(self.folder, self.file)
        self.link = os.path.join(self.folder, soname)

    def as_input(self, directory):
        """What a link with it is given; its file is somewhere below there."""
        path = os.path.join(directory, self.link)
        if not self.by_l:
            return [path]
        folder, base = os.path.split(path)
        name = re.fullmatch(r"lib(.+)\.so", base).group(1)
        return ["-L" + (folder or "."), "-l" + name]

    def run_paths(self, libraries):
        """Where it finds those of these libraries that have folders."""
        return ["$ORIGIN/" + folder for folder in sorted(
            {x.folder for x in libraries if x.folder})]


class Case:
    # Keys that may be given once, and more than once.
    ONCE = {"about", "program", "cflags", "rdynamic", "export", "native",
            "wasi", "args", "exit", "musl", "engines", "wasm64", "runtime",
            "threads", "forms"}
    MANY = {"man", "weld"}

    def __init__(self, path):
        self.path = path
        self.folder = os.path.dirname(os.path.realpath(path))
        self.name = os.path.basename(self.folder)
        self.libraries, self.values = [], {}
        self.rows = []  # of the table of differences
        self.texts = {}  # form: file that says what is printed in it
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                self.line("%s:%d" % (path, number), line.strip())
        if "about" not in self.values:
            raise Failure("%s: no `about:`" % path)
        sonames = [library.soname for library in self.libraries]
        for library in self.libraries:
            for name in library.needs:
                if name not in sonames:
                    raise Failure("%s: no library %s" % (path, name))
        self.program = self.words("program") or ["main.c"]
        sources = self.program + sum((x.sources for x in self.libraries), [])
        self.cxx = any(source.endswith(".cpp") for source in sources)
        self.exit = int(self.values.get("exit", "0"))
        self.musl, _, reason = self.values.get("musl", "agrees").partition(" ")
        if self.musl not in ("agrees", "differs", "follow", "no"):
            raise Failure("%s: musl: differs, follow or no" % path)
        if self.musl != "agrees" and not reason:
            raise Failure("%s: musl: the reason is missing" % path)
        self.engines = self.words("engines")[:1]
        if self.engines not in ([], ["node"], ["wasmtime"]):
            raise Failure("%s: engines: node REASON" % path)
        self.runtimes = self.words("runtime")
        for name in self.runtimes:
            if name not in RUNTIMES:
                raise Failure("%s: runtime: what is %r?" % (path, name))
        # In one form only, or where it is the same as another.
        self.forms = list(FORMS)
        if len(self.libraries) < 2:
            self.forms.remove("mixed")
        if not self.libraries:
            self.forms = ["archive", "lto-all", "thinlto-all"]
        if "forms" in self.values:
            forms, _, reason = self.values["forms"].partition(" ")
            if not reason:
                raise Failure("%s: forms: the reason is missing" % path)
            named = forms_of(path, forms)
            if not set(named) < set(self.forms):
                raise Failure("%s: forms: some of %s" % (
                    path, ",".join(self.forms)))
            self.forms = named

    def line(self, where, line):
        if not line or line.startswith(("#", "RUN:", "REQUIRES:")):
            return
        match = re.fullmatch(r"(\w+)(?: (\S+))?:\s*(.*)", line)
        if not match:
            raise Failure("%s: not `key: value`" % where)
        key, name, value = match.groups()
        if key == "lib" and name:
            self.libraries.append(Library(name, shlex.split(value)))
        elif key == "differs":
            self.differs(where, name, value)
        elif key in self.MANY and not name:
            self.values.setdefault(key, []).append(value)
        elif key in self.ONCE and not name:
            if key in self.values:
                raise Failure("%s: `%s:` a second time" % (where, key))
            self.values[key] = value
        else:
            raise Failure("%s: no such key: %s" % (where, line))

    def differs(self, where, forms, row):
        """`differs: ROW` in every form, `differs FORM,FORM: ROW` in those: then
        the text of welded.txt, or of welded-FORM.txt with the first of them."""
        self.rows.append(row)
        if not forms:
            self.texts.setdefault(None, "welded.txt")
            return
        file = "welded-%s.txt" % forms.split(",")[0]
        for form in forms_of(where, forms):
            self.texts.setdefault(form, file)

    def words(self, key):
        """The value as words; $CASE and $INPUTS are folders."""
        text = self.values.get(key, "")
        text = text.replace("$CASE", self.folder).replace("$INPUTS", INPUTS)
        return shlex.split(text)

    def yes(self, key):
        value = self.values.get(key, "no").split()[0]
        if value not in ("yes", "no"):
            raise Failure("%s: %s: yes or no" % (self.path, key))
        return value == "yes"
