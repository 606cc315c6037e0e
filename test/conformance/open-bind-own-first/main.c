#include "conform.h"
int number = 3;
int get(void) { return 30; }
int sum(void) { return number + get(); }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  void *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  say("a: %d", call(a, "sum"));
  say("b: %d", call(b, "sum"));
  say("program: %d", sum());
}
