#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  int *counter = (int *)found(a, "counter");
  say("%d", *counter);
  say("%d", call(a, "next"));
  say("the same: %s", yes(((int *(*)(void))found(a, "where"))() == counter));
  *counter = 20;
  say("%d", call(a, "next"));
  say("%s %d", (char *)found(a, "letters"), value(a, "zero"));
  say("b's: %d %d", value(b, "counter"), value(a, "in_b"));
  say("b's next: %d", call(a, "next_b"));
  say("apart: %d %d", value(a, "counter"), value(b, "counter"));
}
