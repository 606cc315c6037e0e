#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  run(a, "fail");
  say("in the program: %s", error_with("libnone.so"));
  void (*show)(void) = (void (*)(void))found(a, "show");
  dlopen("libnone.so", RTLD_NOW);
  show();
  say("in the program: %s", error());
}
