#include "conform.h"
int in_a = 1, in_both = 1;
void *open_it(const char *name) { return opened(name, RTLD_NOW); }
