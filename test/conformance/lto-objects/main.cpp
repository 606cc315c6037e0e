#include "conform.h"
int main() {
  for (int round = 0; round < 2; round++) {
    void *a = opened("liba.so", RTLD_NOW);
    void *b = opened("libb.so", RTLD_NOW);
    say("%d", call(a, "use"));
    say("%d", call(b, "use"));
    say("%d", call(a, "use_two"));
    say("%d", call(a, "use"));
    say("close b: %d", dlclose(b));
    say("close a: %d", dlclose(a));
  }
  void *b = opened("libb.so", RTLD_NOW);
  say("%d", call(b, "use_two"));
  say("end of main");
}
