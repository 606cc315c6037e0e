#include "conform.h"
extern int number;
int get(void);
int main(void) {
  void *h = dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD);
  say("open: %s", yes(h != NULL));
  say("same handle: %s", yes(h == opened("liba.so", RTLD_LAZY)));
  say("by another name: %s", yes(h == opened("liba.so.1", RTLD_LAZY)));
  say("same function: %s", yes(found(h, "get") == (void *)get));
  say("same variable: %s", yes(found(h, "number") == &number));
  say("absent: %s", yes(!dlsym(h, "absent")));
  say("%s", error_with("absent"));
  for (int i = 0; i < 3; i++)
    say("dlclose %d", dlclose(h));
  h = dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD);
  say("still open: %s", yes(h != NULL));
  say("main ends, %d", get());
}
