#include "conform.h"
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  say("%d", ((int (*)(int))found(a, "shown"))(100));
  say("%d %d", call(b, "use"), call(b, "equal"));
  say("%s %s", yes(found(a, "data") == found(a, "same_data")),
      yes(found(a, "kept") == found(a, "plain")));
  say("%d %d %d", call(a, "replaced"), call(a, "kept"), call(a, "ask"));
  say("%d", ((int (*)(int))found(a, "shown"))(100));
  say("%s", yes(dlsym(a, "inner") != NULL));
  return 0;
}
