#include "conform.h"
int main(void) {
  static const char *names[] = {"with.dots", "with..dots.", "with$dollar", "_",
                                "x.liba.so", ".begins",
                                "Zw\303\266lf", "$", "with$2edots", "x"};
  void *a = opened("liba.so", RTLD_NOW), *b = opened("lib-b+c.so", RTLD_NOW);
  for (int i = 0; i < 10; i++) say("%s: %d %d", names[i], call(a, names[i]), call(b, names[i]));
  say("%d %d", value(a, "n\303\244me"), value(b, "n\303\244me"));
  static const char *none[] = {"with.dots.liba.so", "x.liba", "x..liba.so", "with",
                               "with.dot", "Zw\366lf"};
  for (int i = 0; i < 6; i++) say("%s", yes(dlsym(a, none[i]) != NULL));
}
