#include "conform.h"
int a(int);
int b(int n) { return n ? a(n - 1) + 10 : 0; }
__attribute__((constructor)) static void begin(void) { say("b, %d", a(3)); }
