#include "conform.h"
int only_by_name(int x) { return 3 * x; }
int data_by_name = 9;
static int handle_it(int x) { return x + 7; }
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  void *self = dlopen(NULL, RTLD_NOW);
  int x = 1;
  say("%d", ((int (*)(int, double, const char *))found(a, "never_called"))(
                1, 2.5, "\1"));
  say("%d", ((int (*)(int *))found(a, "result_unused"))(&x));
  say("%d", ((int (*)(int, int))found(a, "parameter_unused"))(5, 6));
  say("%d", call(b, "use"));
  *(int *)found(a, "level") = 8;
  ((int *)found(a, "array"))[2] = 100;
  say("%d %d %d", call(b, "use"), call(a, "get_level"), value(a, "fixed"));
  say("%d", (int)(*(double *)found(a, "wide") * 2));
  int (*later)(int) = (int (*)(int))found(b, "use_later");
  say("%d", later(1));
  ((void (*)(int (*)(int)))found(a, "set_handler"))(handle_it);
  say("%d", later(1));
  say("%s", yes(dlsym(a, "secret") != NULL));
  say("%s", yes(dlsym(a, "hidden") != NULL));
  say("%d %d", ((int (*)(int))found(self, "only_by_name"))(5),
      value(self, "data_by_name"));
  return 0;
}
