#include "conform.h"
int shared;
int buffer[1];
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  shared = 5, buffer[0] = 6;
  say("%d", call(a, "add"));
  say("%d", call(a, "add"));
  say("%d", call(b, "add"));
  say("%d %d %d", value(a, "shared"), shared, buffer[0]);
}
