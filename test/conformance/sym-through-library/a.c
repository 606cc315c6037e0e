#include "conform.h"
int number = 1;
void *find(void *handle, const char *name) { return dlsym(handle, name); }
