#include <setjmp.h>
extern jmp_buf place;
void jump_by_pointer(jmp_buf *to, int value) { longjmp(*to, value); }
void jump(void) { longjmp(place, 9); }
