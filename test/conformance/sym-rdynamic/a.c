#include "conform.h"
void *find(const char *name) { return dlsym(RTLD_DEFAULT, name); }
