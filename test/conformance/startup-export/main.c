#include "conform.h"
int public_one(void);
extern int public_two;
int main(void) {
  void *h = opened("liba.so", RTLD_NOW);
  say("%d %d", public_one(), public_two);
  say("%d %d", call(h, "public_one"), value(h, "public_two"));
  say("%s %s", yes(!dlsym(h, "private_three")),
      yes(!dlsym(RTLD_DEFAULT, "private_three")));
}
