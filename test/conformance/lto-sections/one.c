#include "entry.h"
static int first(int x) { return x + N; }
ENTRY(one, N + 1, first);
ENTRY(other, N + 2, first);
