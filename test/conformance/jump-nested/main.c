#include "conform.h"
#include <setjmp.h>
int main(void) {
  int (*work)(jmp_buf *, int) =
      (int (*)(jmp_buf *, int))found(opened("liba.so", RTLD_NOW), "work");
  for (volatile int i = 0; i < 4; i++) {
    jmp_buf outer;
    int value = setjmp(outer);
    if (value == 0)
      say("returned %d", work(&outer, i % 2));
    else
      say("outer %d", value);
  }
}
