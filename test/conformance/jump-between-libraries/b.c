#include <setjmp.h>
void throw(void *place) { longjmp(*(jmp_buf *)place, 17); }
