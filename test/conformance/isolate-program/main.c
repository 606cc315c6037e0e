#include "conform.h"
int number = 100;
int get(void) { return number; }
int (*getter)(void) = get;
int main(void) {
  void *h = opened("liba.so", RTLD_NOW | RTLD_GLOBAL);
  say("%d %d", call(h, "through"), get() + getter());
  number = 200;
  say("%d %d", call(h, "get"), value(h, "number"));
  *((int *(*)(void))found(h, "address"))() = 2;
  say("%d %d", call(h, "get"), get());
  say("%s", yes(dlsym(RTLD_DEFAULT, "number") == &number));
}
