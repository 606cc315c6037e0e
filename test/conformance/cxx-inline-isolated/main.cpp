#include "conform.h"
#include "shared.h"
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  for (int i = 0; i < 2; i++) {
    say("%d", call(a, "use"));
    say("%d", step());
  }
  say("%d", call(b, "use"));
}
