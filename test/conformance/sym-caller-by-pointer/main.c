#include "conform.h"
int number = 3;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  typedef int function(void *(*)(void *, const char *));
  say("its own: %d", call(a, "own_look"));
  say("program's: %d",
      ((function *)found(a, "look"))((void *(*)(void *, const char *))dlsym));
}
