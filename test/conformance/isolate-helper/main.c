#include "conform.h"
int helper(void);
extern int helper_uses;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  for (int i = 0; i < 3; i++)
    call(a, "use");
  helper();
  say("%d", call(a, "use"));
  say("%d", call(b, "use"));
  say("%d %d", helper_uses, value(b, "helper_uses"));
}
