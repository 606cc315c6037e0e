#define QUIET
#include "named.h"
int data;
static int inner;
void *get(void) { return &inner; }
