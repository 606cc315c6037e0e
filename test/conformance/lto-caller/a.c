#include "conform.h"
int which(void) { return 3; }
void *next_of_a(const char *name) { return dlsym(RTLD_NEXT, name); }
void *default_of_a(const char *name) { return dlsym(RTLD_DEFAULT, name); }
void *opened_by_a(const char *name) { return dlopen(name, RTLD_NOW); }
