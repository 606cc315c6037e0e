static void leave(void);
#define NAME b
#define AT_BEGIN leave
#include "named.h"
static void leave(void) { exit(4); }
