#include "conform.h"
int by_assembly(void) { return -1; }
int helper(void) { return -2; }
int main(void) {
  static const char *const names[] = {"liba.so", "libb.so"};
  for (int i = 0; i < 2; i++) {
    void *handle = opened(names[i], RTLD_NOW);
    say("%d %d", call(handle, "use"), call(handle, "use_more"));
    say("%d", call(handle, "by_assembly"));
    say("%s", yes(found(handle, "by_assembly") ==
                  *(void **)found(handle, "pointer")));
    say("%d", call(handle, "ask"));
    say("%d %d", call(handle, "plain"), call(handle, "other"));
    say("%d", call(handle, "name.in$assembly"));
  }
  say("%d %d", by_assembly(), helper());
  return 0;
}
