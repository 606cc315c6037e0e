#include "conform.h"
#include <setjmp.h>
static int calls;
void leave(jmp_buf *place) { longjmp(*place, ++calls); }
__attribute__((destructor)) static void end(void) { say("end, %d", calls); }
