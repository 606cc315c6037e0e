#include "conform.h"
int main() {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("opened");
  say("%d", call(a, "nested"));
  say("%d", call(b, "use"));
  say("%d", call(a, "use"));
  say("%d", call(a, "nested"));
}
