#include "conform.h"
static void show(void *h, const char *name) {
  int (*f)(void) = (int (*)(void))dlsym(h, name);
  if (f)
    say("  %s: %d", name, f());
}
int main(void) {
  static const char *sonames[] = {"liba.so", "liba.so.b", "b.so"};
  static const char *names[] = {"f",         "f.",          "f.liba",
                                "f.liba.so", "f.liba.so.b", "f..b.so",
                                "f$2e",      "f..liba.so",  "f.b.so"};
  for (int i = 0; i < 3; i++) {
    void *h = opened(sonames[i], RTLD_NOW);
    say("%s", sonames[i]);
    for (int k = 0; k < 9; k++)
      show(h, names[k]);
  }
}
