#include "lib.h"
jmp_buf error_place;
int attempt(int (*f)(int), int argument) {
  int code = setjmp(error_place);
  return code ? -code : f(argument);
}
void fail(int code) { longjmp(error_place, code); }
