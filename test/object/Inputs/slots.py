"""Prints an object, in assembly, that takes the slots of a lifted module in
order, if it comes first on the linker's line: slots.py COUNT"""

import sys

count = int(sys.argv[1])
print('\t.section .text.slots,"",@')
for directive in ("globl", "hidden", "no_dead_strip"):
    print(f"\t.{directive} slots")
print("\t.type slots,@function")
for i in range(count):
    print(f"\t.functype __dlweld_slot.{i} () -> ()")
    print(f"\t.hidden __dlweld_slot.{i}")
print("slots:\n\t.functype slots () -> ()")
for i in range(count):
    print(f"\ti32.const __dlweld_slot.{i}\n\tdrop")
print("\tend_function")
