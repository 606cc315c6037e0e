#include "entry.h"
static int first(int x) { return x - N; }
ENTRY(one, N + 3, first);
