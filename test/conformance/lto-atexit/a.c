#include <stdlib.h>
int at_end(void (*function)(void)) { return atexit(function); }
