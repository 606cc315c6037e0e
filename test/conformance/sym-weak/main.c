#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d %d", call(a, "both"), value(a, "weak_data"));
  say("%d %d", call(b, "both"), value(b, "weak_data"));
  void *c = opened("libc2.so", RTLD_NOW);
  void *address = dlsym(c, "both");
  say("reference: %s, %s", yes(address != NULL), error_with("both"));
  say("%d", call(c, "has"));
}
