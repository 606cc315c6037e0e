#include "named.h"
int count(void);
int OWN(_count)(void) { return count(); }
