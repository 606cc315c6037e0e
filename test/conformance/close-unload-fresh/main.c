#include "conform.h"
int main(void) {
  for (int i = 0; i < 3; i++) {
    void *a = opened("liba.so", RTLD_NOW);
    run(a, "look");
    run(a, "change");
    run(a, "look");
    run(a, "change");
    say("close: %d", dlclose(a));
  }
}
