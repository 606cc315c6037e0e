"""Whether code is the same before and after it was lifted and linked.

  same-code.py BEFORE AFTER

Both are what `wasm-objdump -xd` prints. Each function that BEFORE exports must
have the same instructions in AFTER, in the same order and with the same
operands; of indices, what is compared is the names of what they mean, and of
types how they are written.
"""

import re
import sys

# Which operands are indices, and of what. Not from opcodes.h on purpose.
INDICES = {
    "call": ["func"],
    "return_call": ["func"],
    "ref.func": ["func"],
    "global.get": ["global"],
    "global.set": ["global"],
    "throw": ["tag"],
    "catch": ["tag"],
    "call_indirect": ["table"],
    "return_call_indirect": ["type", "table"],
    "table.get": ["table"],
    "table.set": ["table"],
    "table.size": ["table"],
    "table.grow": ["table"],
    "table.fill": ["table"],
    "table.copy": ["table", "table"],
}


def read(path):
    """Functions as lists of [name, operand ...], by name."""
    names = {}
    functions = {}
    for line in open(path):
        type_ = re.match(r" - type\[(\d+)\] (.*)", line)
        thing = re.match(
            r" - (func|table|global|tag)\[(\d+)\].*"
            r"(?:-> \"([^\"]*)\"|<- env\.(\S+))$", line)
        begin = re.match(r"[0-9a-f]{6} func\[\d+\] <(.*)>:", line)
        code = re.match(r" [0-9a-f]{6}: (?:[0-9a-f]{2} )+ *\| (.*)", line)
        if type_:
            names["type", type_[1]] = type_[2]
        elif thing:
            names[thing[1], thing[2]] = thing[3] or thing[4]
        elif begin:
            current = functions[begin[1]] = []
        elif code and code[1].strip():  # empty: the one before goes on
            text = re.sub(r"<.*?>", "", code[1])
            text, *operands = text.split(None, 1)
            if text.startswith("local["):
                continue
            type_ = re.search(r"type(?:\[| )(\d+)", "".join(operands))
            if type_:
                operands = [operands[0][:type_.start()]]
            operands = "".join(operands).strip(" (").split()
            for i, kind in enumerate(INDICES.get(text, [])):
                operands[i] = names.get((kind, operands[i]), "nothing")
            if type_:
                operands.append(names.get(("type", type_[1]), "nothing"))
            current.append([text, *operands])
    return functions


def as_lifted(code):
    """The lifter makes sure that the function of a ref.func is in the table."""
    for instruction in code:
        if instruction[0] == "ref.func":
            yield ["i32.const", None]
            yield ["drop"]
        yield instruction


def same(expected, found):
    return len(expected) == len(found) and all(
        a == b or a == [b[0], None] for a, b in zip(expected, found))


before, after = read(sys.argv[1]), read(sys.argv[2])
wrong = 0
for function, code in before.items():
    expected, found = list(as_lifted(code)), after.get(function)
    if not found or not same(expected, found):
        print("%s: expected %s, not %s" % (function, expected, found))
        wrong += 1
if wrong or not before:
    sys.exit("%u of %u functions differ" % (wrong, len(before)))
every = [i[0] for code in before.values() for i in code]
print("%u functions, %u instructions, %u different ones: all agree"
      % (len(before), len(every), len(set(every))))
