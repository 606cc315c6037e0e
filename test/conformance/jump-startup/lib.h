#include <setjmp.h>
extern jmp_buf error_place;
int attempt(int (*f)(int), int argument);
_Noreturn void fail(int code);
