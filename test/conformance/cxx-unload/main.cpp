#include "conform.h"
int main() {
  for (int i = 0; i < 3; i++) {
    void *h = opened("liba.so", RTLD_NOW);
    if (i != 1) {
      say("%d", call(h, "use"));
      say("%d", call(h, "use"));
    }
    if (i != 2)
      say("dlclose %d", dlclose(h));
  }
  say("end of main");
}
