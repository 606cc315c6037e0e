#include "conform.h"
#include "types.h"
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  machine *m = ((machine * (*)()) found(a, "make"))();
  for (int i = 0; i < 2; i++) {
    step s;
    slot d;
    ((void (*)(int, step *, slot *))found(a, "choose"))(i, &s, &d);
    say("%d",
        ((int (*)(machine *, step, slot, int))found(b, "apply"))(m, s, d, 3));
    say("%s", yes(s == &machine::turn));
  }
  delete m;
}
