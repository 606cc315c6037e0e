#include "conform.h"

typedef int operation(int);
int twice(int x) { return 2 * x; }

int main(void) {
  static const char *const names[] = {"liba.so", "libb.so", "libd.so"};
  operation *first[3];
  for (int i = 0; i < 3; i++) {
    void *handle = opened(names[i], RTLD_NOW);
    int (*apply)(int, int) = (int (*)(int, int))found(handle, "apply");
    int (*choose)(int, int) = (int (*)(int, int))found(handle, "choose");
    operation *(*take)(int) = (operation * (*)(int)) found(handle, "take");
    int (*sorted)(int) = (int (*)(int))found(handle, "sorted");
    for (int k = 0; k < 7; k++)
      say("%d %d %d", apply(k, 30), take(k)(30), choose(k, 30));
    say("%d", ((int (*)(int))found(handle, "chain"))(7));
    for (int k = 0; k < 4; k++) say("%d", sorted(k));
    say("%s %s %s %s", yes(take(0) == take(5)), yes(take(0) == take(1)),
        yes(take(3) == (operation *)found(handle, "negate")),
        yes(take(4) == twice));
    first[i] = take(0);
  }
  say("%s %s", yes(first[0] == first[1]), yes(first[1] == first[2]));
  return 0;
}
