#include "conform.h"
int b(int);
int a(int n) { return n ? b(n - 1) + 1 : 0; }
__attribute__((constructor)) static void begin(void) { say("a, %d", b(3)); }
