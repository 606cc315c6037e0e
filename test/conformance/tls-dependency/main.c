#include "conform.h"
__thread int of_program = 1;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", call(a, "add"));
  say("%d %d", call(b, "get"), of_program);
  say("%s", yes(((int *(*)(void))found(a, "address"))() == found(b, "of_b")));
}
