#include "conform.h"
int guarded = 7, secret = 8;
int get_secret(void) { return 9; }
int main(void) {
  void *h = opened("liba.so", RTLD_NOW);
  say("%d", call(h, "sum"));
  say("%s %s %s", yes(dlsym(h, "guarded") != NULL),
      yes(dlsym(h, "secret") != NULL), yes(dlsym(h, "seen") != NULL));
  say("%s %s", yes(dlsym(h, "get_guarded") != NULL),
      yes(dlsym(h, "get_secret") != NULL));
}
