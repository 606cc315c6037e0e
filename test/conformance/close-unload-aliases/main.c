#include "conform.h"
int main(void) {
  static const char *names[] = {"dir/liba.so", "liba.so", "old/liba.so.1"};
  void *handles[3];
  for (int i = 0; i < 3; i++) handles[i] = opened(names[i], RTLD_NOW);
  for (int i = 0; i < 3; i++) say("closing: %d", dlclose(handles[i]));
  for (int i = 0; i < 3; i++)
    say("%s: %s", names[i], yes(dlopen(names[i], RTLD_NOW | RTLD_NOLOAD) != NULL));
  opened("old/liba.so.1", RTLD_NOW);
  for (int i = 0; i < 3; i++)
    say("%s: %s", names[i], yes(dlopen(names[i], RTLD_NOW | RTLD_NOLOAD) != NULL));
}
