#include "conform.h"
void *open_b(void) { return dlopen("libb.so", RTLD_NOW); }
