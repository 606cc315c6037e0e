#include "conform.h"
int shared = 1, own = 2;
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW | RTLD_GLOBAL);
  static const char *names[] = {"shared", "own", "a_data", "b_data", "b_function",
                                "a_function"};
  for (int i = 0; i < 6; i++)
    say("%s: %s", names[i], yes(dlsym(RTLD_DEFAULT, names[i]) != NULL));
  say("shared: %s", yes(dlsym(RTLD_DEFAULT, "shared") == &shared));
  say("who: %s", yes(dlsym(RTLD_DEFAULT, "who") == dlsym(b, "who")));
  say("by handle: %s", yes(dlsym(a, "shared") != &shared));
}
