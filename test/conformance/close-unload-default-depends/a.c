#define NAME a
#include "named.h"
int look(void) { return dlsym(RTLD_DEFAULT, "b_own") != NULL; }
