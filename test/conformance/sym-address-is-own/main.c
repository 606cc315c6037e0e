#include "conform.h"
typedef int (*function)(void);
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  function f = (function)found(b, "b_function");
  int *data = (int *)found(b, "b_data");
  say("by a's handle: %s", yes((function)found(a, "b_function") == f));
  say("taken in b: %s", yes(((function (*)(void))found(b, "b_takes_function"))() == f));
  say("taken in a: %s", yes(((function (*)(void))found(a, "a_takes_function"))() == f));
  say("kept in b: %s", yes(*(function *)found(b, "kept_function") == f));
  say("data taken in b: %s", yes(((int *(*)(void))found(b, "b_takes_data"))() == data));
  say("data taken in a: %s", yes(((int *(*)(void))found(a, "a_takes_data"))() == data));
  say("data kept in b: %s", yes(*(int **)found(b, "kept_data") == data));
}
