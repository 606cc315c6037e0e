#define opened conform_opened
#include "conform.h"
#undef opened

int top(void);

int main(void) {
  say("%d", top());
  void *deep = dlopen("libdeep.so", RTLD_NOW | RTLD_NOLOAD);
  say("open: %s", yes(deep != NULL));
  if (!deep) return 1;
  void *library = conform_opened("libopened.so", RTLD_NOW);
  int *(*function)(void) = (int *(*)(void))found(library, "opened");
  say("%s %d", yes(function() == found(deep, "depth")), *function());
  say("%s", yes(found(RTLD_DEFAULT, "depth") == function()));
  return 0;
}
