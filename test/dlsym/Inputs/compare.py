"""compare.py DLWELD MODULE...: whether `dlweld nm` and `ls` say what reader.py says."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TEST = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(TEST, "outputs"), os.path.join(TEST, "dlsym")]

import agree  # noqa: E402
import reader  # noqa: E402

failed = symbols = 0
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        index = reader.read(file.read())
    symbols += sum(len(library.symbols) for library in index.libraries)
    for line in agree.differences(sys.argv[1], path, index):
        print("%s: %s" % (path, line))
        failed += 1
print("%d modules, %d symbols, %d differences"
      % (len(sys.argv) - 2, symbols, failed))
sys.exit(failed != 0)
