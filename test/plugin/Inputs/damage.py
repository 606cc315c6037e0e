"""Links with a file that is damaged in many ways, each time the same ones.

    damage.py HOW COUNT FILE[(MEMBER)] MESSAGE COMMAND...

HOW is cut (at COUNT lengths), change (one to three bytes, COUNT times) or zero
(a run of bytes). The damaged file is bad/FILE, or a member of that archive.
Each link succeeds, or ends with 1 and errors of which the first says MESSAGE (a
regular expression); it leaves no process and no other file behind, an output
that was there as it was, and does not end by a crash, not even one of LLVM's
that it survives. Where MESSAGE is "linker", the linker may say what it likes,
also when it crashes. Prints how many were refused and linked.
"""

import os
import random
import re
import subprocess
import sys

LIMIT = 200  # seconds a link may take


def archive(member, data):
    """An archive as ar makes it without looking at what is in it."""
    head = "%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (
        member + "/", 0, 0, 0, "644", len(data)
    )
    return b"!<arch>\n" + head.encode() + data + b"\n" * (len(data) % 2)


def damages(how, count, whole):
    random.seed(len(whole) if how == "cut" else 5)
    for i in range(count):
        if how == "cut":
            # Whole words; others are no bitcode at first sight.
            n = len(whole) * (i + 1) // (count + 1)
            yield "at %d" % (n & ~3), whole[: n & ~3]
            continue
        data = bytearray(whole)
        what = []
        at = random.randrange(8, len(data))
        if how == "zero":
            data[at : at + 16] = bytes(len(data[at : at + 16]))
            what = ["%d" % at]
        else:
            for _ in range(random.randint(1, 3)):
                at = random.randrange(8, len(data))
                data[at] ^= random.randint(1, 255)
                what.append("%d=%02x" % (at, data[at]))
        yield " ".join(what), bytes(data)


def left_over(session):
    """Processes of that session."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/stat" % pid) as file:
                stat = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        # State, parent, group, session.
        if stat[3] == str(session) and stat[0] not in "ZX":
            found.append(pid)
    return found


def faults_of(command, message, old):
    faults = []
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        env=dict(os.environ, TMPDIR="temporary"),
    )
    try:
        text, _ = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        text, _ = process.communicate()
        faults.append("does not come to an end")
    with open("out/x.wasm", "rb") as file:
        output = file.read()
    if process.returncode == 1:
        first = re.search("^.*error:.*$", text, re.M)
        wanted = "." if message == "linker" else message
        if not first or not re.search(wanted, first[0]):
            faults.append("no error like '%s' first" % message)
        if output != old:
            faults.append("the old output was changed")
    elif process.returncode:
        faults.append("exit code %d" % process.returncode)
    elif output[:8] != b"\0asm\1\0\0\0":
        faults.append("no output")
    if message != "linker" and re.search("Stack dump|PLEASE|core dump", text):
        faults.append("something crashed")
    if left_over(process.pid):
        faults.append("processes are left")
    return faults, process.returncode, text


def main(how, count, name, message, *command):
    file, _, member = name.rstrip(")").partition("(")
    with open(member or file, "rb") as f:
        whole = f.read()
    for directory in ("bad", "out", "temporary"):
        os.makedirs(directory, exist_ok=True)
    old = b"old"
    tally = {0: 0, 1: 0}
    wrong = 0
    before = None
    for what, data in damages(how, int(count), whole):
        with open("bad/" + file, "wb") as f:
            f.write(archive(member, data) if member else data)
        with open("out/x.wasm", "wb") as f:
            f.write(old)
        found = {d: sorted(os.listdir(d)) for d in (".", "out", "temporary")}
        before = before or found
        faults, code, text = faults_of(
            [*command, "-o", "out/x.wasm"], message, old
        )
        for directory, names in before.items():
            if sorted(os.listdir(directory)) != names:
                faults.append("files were left in " + directory)
                before = None
                break
        tally[code] = tally.get(code, 0) + 1
        if faults:
            wrong += 1
            print(how, what, "; ".join(faults), text, file=sys.stderr)
            if wrong < 10:
                with open("wrong-%s-%d" % (how, wrong), "wb") as f:
                    f.write(data)
                before = None
    print("%s: %d refused, %d linked" % (how, tally[1], tally[0]))
    return wrong != 0


sys.exit(main(*sys.argv[1:]))
