#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  static const char *names[] = {"not_api", "api_one", "api_data", "main_thing",
                                "napi_", "b_api", "b_inner"};
  for (int i = 0; i < 7; i++)
    say("%s: %s", names[i], yes(dlsym(a, names[i]) != NULL));
  say("%d", call(a, "api_one"));
}
