#include "conform.h"
int number = 3;
int get(void) { return 30; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  say("sum: %d", call(a, "sum"));
  say("where: %s", yes(((int *(*)(void))found(a, "where"))() == &number));
  say("a's own by its handle: %d", value(a, "number"));
}
