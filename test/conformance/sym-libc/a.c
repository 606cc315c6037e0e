#include "conform.h"
void *next(const char *name) { return dlsym(RTLD_NEXT, name); }
void *any(const char *name) { return dlsym(RTLD_DEFAULT, name); }
