#include "conform.h"
int main(void) {
  static const char *names[] = {"first", "second", "third"};
  void *h = opened("liba.so", RTLD_NOW);
  int *(*address)(int) = (int *(*)(int))found(h, "addresses");
  for (int i = 0; i < 3; i++) {
    int *p = dlsym(h, names[i]);
    say("%s: %s, %s", names[i], yes(p == address(i)), error());
    *p += 10;
    say("%d", *address(i));
  }
}
