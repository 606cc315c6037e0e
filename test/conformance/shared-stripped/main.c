#include "conform.h"

static void show(void *a, const char *function, const char *inner) {
  Dl_info info;
  int (*f)(int) = (int (*)(int))found(a, function);
  say("%d", f(7));
  say("%d", f(8));
  int known = dladdr((void *)f, &info);
  say("%d, %s", known != 0, info.dli_sname);
  void *of = ((void *(*)(void))found(a, inner))();
  known = dladdr(of, &info);
  say("%d, %s, %s", known != 0, base(info.dli_fname), info.dli_sname);
}

int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  show(a, "a_function", "a_static");
  show(b, "b_function", "b_static");
  say("%d %d", value(a, "a_data"), value(b, "b_data"));
  say("add: %s", yes(dlsym(a, "add") != NULL));
  return 0;
}
