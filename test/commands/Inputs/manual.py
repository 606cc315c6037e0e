"""manual.py DLWELD MAN: compares each command's --help with its man page."""

import os
import re
import shutil
import subprocess
import sys

dlweld, directory = sys.argv[1:]


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def helped(text):
    """Options in the first column of an option table."""
    found = set()
    for line in re.findall(r"^(?:  (?=-\w)|      (?=--))(-.*)", text, re.M):
        head = re.split(r"  ", line)[0]
        found |= set(re.findall(r"(?:^|, )(--?[a-z][a-z-]*|-[A-Z])", head))
    return found


def described(text):
    """Options in the titles of paragraphs of the section OPTIONS."""
    section = re.search(r'^\.SH OPTIONS\n(.*?)^\.SH', text, re.M | re.S).group(1)
    found = set()
    for title in re.findall(r"^\.TP\n(.*)", section, re.M):
        plain = title.replace("\\", "")
        found |= set(re.findall(r"(?<![\w-])(--[a-z][a-z-]*|-[a-zA-Z])\b", plain))
    return found


version = output(dlweld, "--version").split()[1]
listed = output(dlweld, "--help").split("\nLibraries")[0]
commands = re.findall(r"^  ([a-z]+) +[a-z]", listed, re.M)
assert set(commands) >= {"ls", "nm", "verify", "config", "map"}, commands
pages = {"dlweld.1"} | {"dlweld-%s.1" % c for c in commands}
assert set(os.listdir(directory)) == pages, pages ^ set(os.listdir(directory))
summaries = output(dlweld, "--help")
for page in sorted(pages):
    path = os.path.join(directory, page)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert '"dlweld %s"' % version in text.splitlines()[0], page
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-z", path],
                              stderr=subprocess.PIPE, text=True)
        assert not done.stderr and not done.returncode, done.stderr
    if page == "dlweld.1":
        for command in commands:
            assert "dlweld-%s (1)" % command in text, command
        continue
    command = page[len("dlweld-"):-2]
    name = text.split("\n.SH")[1].splitlines()[1].split(" \\- ")[1]
    assert "%s %s" % (command.ljust(8), name) in summaries, name
    help_text = output(dlweld, command, "--help")
    assert helped(help_text) == described(text), (
        page, helped(help_text) ^ described(text))
    assert len(helped(help_text)) >= 3, command
