#include "conform.h"
int f(void) { return 1; }
void *find(void *handle) { return dlvsym(handle, "f", "V1"); }
