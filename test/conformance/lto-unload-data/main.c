#include "conform.h"
int main(void) {
  for (int round = 0; round < 3; round++) {
    void *b = opened("libb.so", RTLD_NOW);
    int (*get_all)(int) = (int (*)(int))found(b, "get_all");
    for (int i = 0; i < 11; i++) say("%d: %d", i, get_all(i));
    ((void (*)(int))found(b, "set_all"))(round + 1);
    for (int i = 0; i < 11; i++) say("%d: %d", i, get_all(i));
    say("close: %d", dlclose(b));
  }
  return 0;
}
