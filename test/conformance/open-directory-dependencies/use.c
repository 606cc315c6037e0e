#define QUIET
#include "named.h"
int number(void);
int OWN(_number)(void) { return number(); }
