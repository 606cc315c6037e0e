#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  static const char *names[] = {"inner", "hidden", "hidden_data"};
  for (int i = 0; i < 3; i++) {
    void *address = dlsym(a, names[i]);
    say("%s: %s, %s", names[i], yes(address != NULL), error_with(names[i]));
  }
  say("shown: %d", call(a, "shown"));
}
