"""Checks docs/semantics.md against the cases and the manual pages.

    docs.py SEMANTICS.md FOLDER [--write]

The cases' `man:` lines make the tables of the last part, in the order of the
manual pages; --write brings them up to date. Checked is that they are, that a
row of differences stands behind every `differs:` and the other way round, that
every case the text names exists, and, on machines with the Linux manual pages,
that these say what is quoted."""

import os
import re
import shutil
import subprocess
import sys

PAGES = ["dlopen(3)", "dlsym(3)", "dladdr(3)", "dlinfo(3)",
         "dl_iterate_phdr(3)", "dlerror(3)"]
BEGIN = "<!-- cases: made by test/conformance/Inputs/docs.py -->\n"
END = "<!-- end of cases -->\n"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def page_text(page):
    """A manual page as one line, or None where there is none."""
    name = page[:-3]
    if not shutil.which("man"):
        return None
    result = subprocess.run(
        ["man", "--no-hyphenation", "--no-justification", "3", name],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(os.environ, MANWIDTH="2000", MANPAGER="cat", LC_ALL="C.UTF-8",
                 MAN_KEEP_FORMATTING="", GROFF_NO_SGR="1"))
    text = re.sub(".\x08", "", result.stdout.decode("utf-8", "replace"))
    text = re.sub("\x1b\\[[0-9;]*m", "", text)
    return " ".join(text.replace("\u2010", "-").split()) or None


def main():
    document, folder = sys.argv[1:3]
    text = read(document)
    problems = []
    quotes = {}  # (page, quote): [case]
    differs = {}  # row: [case]
    cases = set()
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name, "case.test")
        if not os.path.exists(path):
            continue
        cases.add(name)
        for line in read(path).splitlines():
            key, _, value = line.partition(": ")
            if key.split(" ")[0] == "differs":  # in every form, or in some
                differs.setdefault(value.strip(), []).append(name)
            elif key == "man":
                match = re.fullmatch(r'(\w+\(3\)) "(.+)"', value.strip())
                if match and match.group(1) in PAGES:
                    quotes.setdefault(match.groups(), []).append(name)
                else:
                    problems.append("%s: %s: man: PAGE(3) \"QUOTE\""
                                    % (name, value))

    rows = re.findall(r"^\| `([a-z]+)` \|", text, re.M)
    for row in sorted(set(differs) - set(rows)):
        problems.append("%s: `differs: %s`, and there is no such row"
                        % (", ".join(differs[row]), row))
    for row in sorted(set(rows) - set(differs)):
        problems.append("row `%s`: no case says `differs: %s`" % (row, row))

    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    kinds = {re.split("-", name)[0] for name in cases}
    for name in re.findall(r"`(\w+(?:-\w+)+)`", text[:begin]):
        if name.split("-")[0] in kinds and name not in cases:
            problems.append("no such case: %s" % name)

    tables = []
    for page in PAGES:
        manual = page_text(page)
        listed = []
        for (of, quote), names in quotes.items():
            if of != page:
                continue
            place = manual.find(quote) if manual else 0
            if place < 0:
                problems.append("%s: %s does not say: %s"
                                % (", ".join(names), page, quote))
            listed.append((place, quote, names))
        tables.append("### %s\n\n| the page | the cases |\n|---|---|\n" % page)
        # Without manual pages the order there was is as good as any.
        table = text.partition("### %s\n" % page)[2].partition("###")[0]
        order = {quote.replace("\\|", "|"): i for i, quote in enumerate(
            re.findall(r"^\| “(.+?)” \|", table, re.M))}
        for place, quote, names in sorted(
                listed, key=lambda x: (x[0], order.get(x[1], 0), x[1])):
            tables.append("| “%s” | %s |\n" % (
                quote.replace("|", "\\|"),
                ", ".join("`%s`" % name for name in names)))
        tables.append("\n")
    tables = "".join(tables)
    if "--write" in sys.argv:
        with open(document, "w", encoding="utf-8") as file:
            file.write(text[:begin] + "\n" + tables + text[end:])
    elif text[begin:end] != "\n" + tables:
        problems.append("%s: the tables of cases are not up to date: docs.py "
                        "--write brings them so" % document)
    for problem in problems:
        print("docs.py: " + problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


main()
