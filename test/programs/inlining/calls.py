"""Which calls the linker has left: a line for each function of a module whose
name matches, with what it calls, in order of names.

    calls.py MODULE PATTERN

Names are written alike whether dlweld gave them or a macro: name.libx.so and
name_libx are both name.
"""

import re
import subprocess
import sys


def plain(name):
    # ThinLTO adds such an end where it makes a static function global.
    name = re.sub(r"\.llvm\.\d+", "", name)
    return re.sub(r"\.+lib\w+\.so$|_lib\w+$", "", name)


def main(module, pattern):
    text = subprocess.run(["wasm-objdump", "-d", module], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    calls = {}
    for line in text.splitlines():
        start = re.match(r"[0-9a-f]+ func\[\d+\] <(.*)>:$", line)
        call = re.search(r"\| +(?:return_)?call \d+ <(.*)>$", line)
        if start:
            callees = calls.setdefault(plain(start[1]), [])
        elif call:
            callees.append(plain(call[1]))
    for name in sorted(calls):
        if re.fullmatch(pattern, name):
            print(" ".join([name + ":"] + sorted(calls[name])))


main(*sys.argv[1:])
