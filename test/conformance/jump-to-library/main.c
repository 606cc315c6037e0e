#include "conform.h"
#include <setjmp.h>
static void stay(jmp_buf *place) { say("stays"); }
static void leave(jmp_buf *place) {
  say("leaves");
  longjmp(*place, 100);
}
int main(void) {
  int (*guard)(void (*)(jmp_buf *)) =
      (int (*)(void (*)(jmp_buf *)))found(opened("liba.so", RTLD_NOW), "guard");
  say("%d", guard(leave));
  say("%d", guard(stay));
  say("%d", guard(leave));
}
